//! A publishing desk in a folder of its own: sources, keys, a repository, and a server.

use super::{NOW, Ran};
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// The folder.
pub struct Desk {
    folder: TempDir,
}

/// A server that ends with the test.
pub struct Www {
    child: Child,
    pub url: String,
}

impl Drop for Www {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What is copied: the packs, and the ledgers of their documents.
const SOURCES: [&str; 6] = [
    "six-principles",
    "norfolk",
    "hampshire",
    "kent",
    "hmicfrs-2019",
    "coverage",
];

impl Desk {
    /// Keys made, the repository begun and its keys signed, and one word of a pack changed.
    pub fn begun() -> Desk {
        let desk = Desk::empty();
        for name in ["Ann", "Ben", "Cat", "Dee Hart", "Eli Roth", "Server"] {
            desk.key(name);
        }
        let begun = desk.run(&[
            "repo",
            "init",
            "--root",
            "ann.pub,ben.pub,cat.pub",
            "--machine",
            "server.pub",
            "--role",
            "norfolk",
            "--release",
            "dee-hart.pub,eli-roth.pub",
            "--development",
        ]);
        assert_eq!(begun.code, 0, "{}", begun.err);
        desk.approve("keys", "ann");
        desk.approve("keys", "ben");
        desk.change("Norfolk 2013-16", "A changed word", 2);
        desk
    }

    /// Sources and a passphrase.
    pub fn empty() -> Desk {
        let folder = tempfile::tempdir().unwrap();
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content");
        for pack in SOURCES {
            copy(&from.join(pack), &folder.path().join("content").join(pack));
        }
        fs::write(folder.path().join("pass"), "correct horse battery staple\n").unwrap();
        Desk { folder }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The root that a device is given.
    pub fn root(&self) -> String {
        self.path()
            .join("guidance/metadata/1.root.json")
            .display()
            .to_string()
    }

    fn command(&self, now: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_childfirst"));
        command
            .args(["--now", now])
            .current_dir(self.path())
            .env("CHILDFIRST_PASSPHRASE_FILE", self.path().join("pass"))
            .env_remove("CHILDFIRST_REPO")
            .env("CHILDFIRST_DATA", self.path().join("data"));
        command
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        self.run_at(NOW, args)
    }

    pub fn run_at(&self, now: &str, args: &[&str]) -> Ran {
        self.command(now).args(args).output().unwrap().into()
    }

    pub fn key(&self, name: &str) {
        let made = self.run(&["key", "new", name]);
        assert_eq!(made.code, 0, "{}", made.err);
    }

    /// Changes the title, and the version with it.
    pub fn change(&self, from: &str, to: &str, version: u32) {
        let file = self.path().join("content/norfolk/pack.json");
        let text = fs::read_to_string(&file).unwrap();
        let before = format!("\"title\": \"{from}\"");
        assert!(text.contains(&before));
        let text = text.replacen(&before, &format!("\"title\": \"{to}\""), 1);
        let line = text
            .lines()
            .find(|line| line.contains("\"version\""))
            .unwrap()
            .to_owned();
        fs::write(
            &file,
            text.replacen(&line, &format!("  \"version\": {version},"), 1),
        )
        .unwrap();
    }

    pub fn propose(&self, more: &[&str]) -> Ran {
        let mut args = vec!["propose", "norfolk", "--by", "Dee Hart"];
        args.extend(more);
        let ran = self.run(&args);
        assert_eq!(ran.code, 0, "{}", ran.err);
        ran
    }

    pub fn try_approve_with(&self, words: &str, key: &str, more: &[&str]) -> Ran {
        let key = format!("{key}.key");
        let args: Vec<&str> = ["--key", &key].into_iter().chain(more.iter().copied()).collect();
        self.try_approve_by(words, &args)
    }

    pub fn try_approve_by(&self, words: &str, args: &[&str]) -> Ran {
        let mut command = self.command(NOW);
        command.arg("approve").args(args);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let _ = writeln!(child.stdin.take().unwrap(), "{words}");
        child.wait_with_output().unwrap().into()
    }

    pub fn try_approve(&self, words: &str, key: &str) -> Ran {
        let name = words.split(' ').next().unwrap();
        self.try_approve_with(words, key, &[name])
    }

    pub fn try_approve_named(&self, words: &str, name: &str, key: &str) -> Ran {
        self.try_approve_with(words, key, &[name])
    }

    pub fn approve(&self, words: &str, key: &str) {
        let ran = self.try_approve(words, key);
        assert_eq!(ran.code, 0, "{}", ran.err);
    }

    /// A safety release, signed and published.
    pub fn signed(&self, by: &[&str], summary: &str) {
        self.propose(&["--safety", "--summary", summary]);
        for key in by {
            self.approve("norfolk 2", key);
        }
        let sent = self.publish();
        assert_eq!(sent.code, 0, "{}", sent.err);
    }

    pub fn www(&self) -> PathBuf {
        self.path().join("www")
    }

    pub fn publish(&self) -> Ran {
        self.publish_with("server")
    }

    pub fn publish_with(&self, key: &str) -> Ran {
        let to = format!("file://{}", self.www().display());
        self.run(&["publish", "--to", &to, "--key", &format!("{key}.key")])
    }

    /// A running `publish`, of a copy of the folder.
    pub fn publishing(&self, copy: &str) -> Child {
        let to = format!("file://{}", self.www().display());
        let mut command = self.command(NOW);
        command.args(["publish", "--repo", copy, "--to", &to, "--key", "server.key"]);
        command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }

    /// What was published, over HTTP.
    pub fn serve(&self) -> Www {
        let mut command = self.command(NOW);
        command
            .arg("serve")
            .arg(self.www())
            .args(["--listen", "127.0.0.1:0"]);
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let url = line
            .split(" at ")
            .nth(1)
            .unwrap()
            .split(' ')
            .next()
            .unwrap()
            .to_owned();
        Www { child, url }
    }
}

/// Copies a folder.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
