//! A repository of guidance as the desk publishes it, and the root that the app carries.
//!
//! Three publications, each a folder and a file: the guidance of the box; one word changed; one question corrected as a
//! *safety* release. The keys are made here, protect nothing and say so: the root is one for development, which a release
//! build refuses. `CHILDFIRST_ROOT` names a force's own, and then nothing is published.

use super::{at, packs};
use crate::stage::root;
use crate::{Failure, complain};
use std::ffi::OsStr;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

/// Before the story of the tests begins, and within what a machine signs for.
const SIGNED_AT: &str = "2026-11-21T20:00:00Z";

/// Raised when what is published changes otherwise than by the packs.
const EDITION: &str = "1";

/// What each publication says otherwise than the one before it, and as what.
const REWORDED: [(&str, &str); 2] = [
    (
        "do they fit the children you know of?",
        "do they fit the children you were told of?",
    ),
    (
        "Who can come back, or reach the child?",
        "Who can come back, or reach the child, and how soon?",
    ),
];

/// Makes the repository where it is not there yet, and puts the root into the app's assets.
pub fn build(place: &Path) -> Result<ExitCode, Failure> {
    let carried = place.join("assets/root.json");
    if let Some(own) = std::env::var_os("CHILDFIRST_ROOT") {
        fs::copy(&own, &carried).map_err(at(Path::new(&own)))?;
        return Ok(ExitCode::SUCCESS);
    }
    let folder = place.join("repository");
    let stamp = folder.join("stamp");
    let pack = place.join("assets/packs/hampshire.json");
    let made_of = format!("{EDITION} {}", packs::digest(&[&pack])?);
    if fs::read_to_string(&stamp).ok().as_deref() != Some(made_of.as_str()) {
        let code = publish(&folder)?;
        if code != ExitCode::SUCCESS {
            return Ok(code);
        }
        fs::write(&stamp, made_of).map_err(at(&stamp))?;
    }
    let root = folder.join("guidance/metadata/1.root.json");
    fs::copy(&root, &carried).map_err(at(&root))?;
    Ok(ExitCode::SUCCESS)
}

fn publish(folder: &Path) -> Result<ExitCode, Failure> {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(at(folder))?;
    }
    fs::create_dir_all(folder).map_err(at(folder))?;
    copy(&root().join("content"), &folder.join("content"))?;
    let pass = folder.join("pass");
    fs::write(&pass, "these keys protect nothing\n").map_err(at(&pass))?;
    let desk = Desk { folder };
    for name in ["Ann", "Ben", "Cat", "Dee", "Eli", "Server"] {
        desk.run(["key", "new", name], "")?;
    }
    let keys = ["--root", "ann.pub,ben.pub,cat.pub", "--machine", "server.pub"];
    let role = [
        "--role",
        "hampshire",
        "--release",
        "dee.pub,eli.pub",
        "--development",
    ];
    desk.run([&["repo", "init"][..], &keys, &role].concat(), "")?;
    for key in ["ann.key", "ben.key"] {
        desk.run(["approve", "keys", "--key", key], "keys\n")?;
    }
    desk.release(1, "As it came with the app", false)?;
    for ((version, summary, safety), (was, is)) in [
        (2, "A word that was not clear", false),
        (3, "A question corrected", true),
    ]
    .into_iter()
    .zip(REWORDED)
    {
        let lists = folder.join("content/six-principles/lists");
        let mut found = 0;
        for entry in fs::read_dir(&lists).map_err(at(&lists))? {
            found += replace(&entry.map_err(at(&lists))?.path(), was, is)?;
        }
        let head = format!("\"version\": {version}");
        let before = format!("\"version\": {}", version - 1);
        if found == 0 || replace(&folder.join("content/hampshire/pack.json"), &before, &head)? == 0 {
            complain(&format!(
                "`{was}` is no longer in the guidance: xtask/src/android/repository.rs"
            ));
            return Ok(ExitCode::FAILURE);
        }
        desk.release(version, summary, safety)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The desk, in the folder of the repository.
struct Desk<'a> {
    folder: &'a Path,
}

impl Desk<'_> {
    /// Puts a version forward, has it signed by two, publishes it, and keeps what devices read then.
    fn release(&self, version: u32, summary: &str, safety: bool) -> Result<(), Failure> {
        let mut propose = vec!["propose", "hampshire", "--by", "Dee", "--summary", summary];
        propose.extend(safety.then_some("--safety"));
        self.run(propose, "")?;
        for key in ["dee.key", "eli.key"] {
            self.run(
                ["approve", "hampshire", "--key", key],
                &format!("hampshire {version}\n"),
            )?;
        }
        let to = format!("file://{}", self.folder.join("www").display());
        self.run(["publish", "--to", &to, "--key", "server.key"], "")?;
        let published = self.folder.join(version.to_string());
        copy(&self.folder.join("www"), &published)?;
        let file = format!("{version}.tar");
        let packed = Command::new("tar")
            .current_dir(self.folder)
            .args(["cf", &file, "-C", &version.to_string(), "metadata", "targets"])
            .status();
        match packed {
            Ok(status) if status.success() => Ok(()),
            Ok(_) => Err(Failure::Usage("tar did not pack the repository".to_owned())),
            Err(error) => Err(Failure::Io("tar".to_owned(), error)),
        }
    }

    fn run<A: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = A>,
        typed: &str,
    ) -> Result<(), Failure> {
        let program = program();
        let mut child = Command::new(&program)
            .current_dir(self.folder)
            .env("CHILDFIRST_DATA", self.folder.join("data"))
            .env("CHILDFIRST_PASSPHRASE_FILE", self.folder.join("pass"))
            .args(["--now", SIGNED_AT])
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(at(&program))?;
        if let Some(mut stdin) = child.stdin.take() {
            stdin.write_all(typed.as_bytes()).map_err(at(&program))?;
        }
        let ran = child.wait_with_output().map_err(at(&program))?;
        if ran.status.success() {
            return Ok(());
        }
        Err(Failure::Usage(format!(
            "the desk did not publish: {}",
            String::from_utf8_lossy(&ran.stderr)
        )))
    }
}

/// The desk's program: the packs were built by it just now.
fn program() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    target.join("debug/childfirst")
}

/// Puts words in the place of others in a file; says how often.
fn replace(file: &Path, was: &str, is: &str) -> Result<usize, Failure> {
    let text = fs::read_to_string(file).map_err(at(file))?;
    let found = text.matches(was).count();
    if found > 0 {
        fs::write(file, text.replace(was, is)).map_err(at(file))?;
    }
    Ok(found)
}

fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    fs::create_dir_all(to).map_err(at(to))?;
    for entry in fs::read_dir(from).map_err(at(from))? {
        let path = entry.map_err(at(from))?.path();
        let Some(name) = path.file_name() else { continue };
        let there = to.join(name);
        if path.is_dir() {
            copy(&path, &there)?;
        } else {
            fs::copy(&path, &there).map_err(at(&path))?;
        }
    }
    Ok(())
}
