//! A repository of two forces in a folder, made by the program as a publisher would: keys, two signatures, `publish`.

use childfirst::time::Moment;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The force whose guidance the fleet follows.
pub const FOLLOWED: &str = "norfolk";
/// Another in the same repository.
pub const OTHER: &str = "kent";

const PEOPLE: [&str; 6] = ["Ann", "Ben", "Cat", "Dee", "Eli", "Server"];

/// What is published, and the means to publish more.
pub struct Published {
    folder: PathBuf,
    program: PathBuf,
}

impl Published {
    /// Both forces published at a moment, in an empty folder, with the program at a path.
    pub fn begun(program: &Path, folder: &Path, at: Moment) -> Published {
        let it = Published {
            folder: folder.to_owned(),
            program: program.to_owned(),
        };
        for pack in crate::PACKS.iter().copied().chain(["coverage"]) {
            copy(&crate::content().join(pack), &folder.join("content").join(pack));
        }
        fs::write(folder.join("pass"), "correct horse battery staple\n").unwrap();
        for name in PEOPLE {
            it.run(at, &["key", "new", name], "");
        }
        let roots = "ann.pub,ben.pub,cat.pub";
        let release = ["--release", "dee.pub,eli.pub"];
        let mut init = vec![
            "repo",
            "init",
            "--root",
            roots,
            "--machine",
            "server.pub",
            "--development",
        ];
        init.extend(["--role", FOLLOWED]);
        init.extend(release);
        it.run(at, &init, "");
        it.sign_keys(at);
        it.offer(FOLLOWED, at);
        it.publish(at);
        let mut rotate = vec!["rotate", "--by", "Ann", "--role", OTHER];
        rotate.extend(release);
        it.run(at, &rotate, "");
        it.sign_keys(at);
        it.offer(OTHER, at);
        it.publish(at);
        it
    }

    /// The folder that a server serves.
    pub fn www(&self) -> PathBuf {
        self.folder.join("www")
    }

    /// The root that devices are given.
    pub fn root(&self) -> Vec<u8> {
        fs::read(self.folder.join("guidance/metadata/1.root.json")).unwrap()
    }

    /// A pack with one word changed, signed by two and published. Gives its version.
    pub fn release(&self, pack: &str, at: Moment) -> u32 {
        let file = self.source(pack);
        let mut source: serde_json::Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
        let version = u32::try_from(source["version"].as_u64().unwrap()).unwrap() + 1;
        source["version"] = version.into();
        source["title"] = format!("Changed {version:03}").into();
        fs::write(&file, serde_json::to_vec_pretty(&source).unwrap()).unwrap();
        self.offer(pack, at);
        self.publish(at);
        version
    }

    /// Says that what is there is current, as the machine does once a day; or what was signed goes out.
    pub fn publish(&self, at: Moment) {
        let to = format!("file://{}", self.www().display());
        self.run(at, &["publish", "--to", &to, "--key", "server.key"], "");
    }

    fn source(&self, pack: &str) -> PathBuf {
        self.folder.join("content").join(pack).join("pack.json")
    }

    fn offer(&self, pack: &str, at: Moment) {
        self.run(at, &["propose", pack, "--by", "Dee", "--summary", "One word"], "");
        let source = fs::read(self.source(pack)).unwrap();
        let source: serde_json::Value = serde_json::from_slice(&source).unwrap();
        let typed = format!("{pack} {}", source["version"]);
        for key in ["dee.key", "eli.key"] {
            self.run(at, &["approve", pack, "--key", key], &typed);
        }
    }

    fn sign_keys(&self, at: Moment) {
        for key in ["ann.key", "ben.key"] {
            self.run(at, &["approve", "keys", "--key", key], "keys");
        }
    }

    fn run(&self, at: Moment, args: &[&str], typed: &str) -> String {
        let now = at.utc.format("%Y-%m-%dT%H:%M:%S+00:00").to_string();
        let mut command = Command::new(&self.program);
        command
            .args(["--now", &now])
            .args(args)
            .current_dir(&self.folder)
            .env("CHILDFIRST_PASSPHRASE_FILE", self.folder.join("pass"))
            .env("CHILDFIRST_DATA", self.folder.join("desk"))
            .env_remove("CHILDFIRST_REPO");
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // Where nothing is asked nobody reads it.
        let _ = writeln!(child.stdin.take().unwrap(), "{typed}");
        let ran = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&ran.stderr);
        assert!(ran.status.success(), "childfirst {}: {said}", args.join(" "));
        String::from_utf8(ran.stdout).unwrap()
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
