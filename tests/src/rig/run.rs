//! Runs `story` with `rig/io.c` between it and its disk.

use super::trace::{self, Done};
use childfirst::pack::build::build;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// How the program's disk behaves.
#[derive(Debug, Clone, Default)]
pub struct Behaviour {
    /// The counted operation that fails; 0 for none.
    pub fails_at: u64,
    /// Every later one fails as well.
    pub goes_on: bool,
    /// How it fails, as the system numbers errors; an I/O error when 0.
    pub errno: i32,
    /// A failing write first writes half.
    pub half: bool,
    /// Which operations count: `o` open, `r` read, `w` write, `s` sync, `n` rename and removal; all when empty.
    pub classes: &'static str,
    /// The control: success is answered, and it is not done.
    pub lies: bool,
    /// The control: syncs are not done.
    pub unsynced: bool,
}

/// What came of a run.
#[derive(Debug)]
pub struct Ran {
    /// Its own folder, which goes with this value.
    pub room: tempfile::TempDir,
    /// The data folder in it.
    pub folder: PathBuf,
    /// The key that the plan lost, kept for the rigs.
    pub kept_key: PathBuf,
    /// What was done and said, in order.
    pub trace: Vec<Done>,
    /// Whether the program came to its end.
    pub ended: bool,
    /// What it said on standard error.
    pub complaint: String,
}

/// The names of the files that hold records, and of the key and the lock beside them.
pub const RECORDS: &str = "records,device,lock";

/// A folder of its own, in memory where the system has such a place: no rig needs a disk that is real.
///
/// # Panics
/// When there is no room.
pub fn room() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    let made = if memory.is_dir() {
        tempfile::tempdir_in(memory)
    } else {
        tempfile::tempdir()
    };
    made.or_else(|_| tempfile::tempdir()).expect("room for a folder")
}

/// A data folder with a small pack installed, to be copied for each run.
pub fn prepared() -> tempfile::TempDir {
    let room = room();
    let folder = room.path().display().to_string();
    let app = childfirst::ChildFirst::open(childfirst::Config::at(folder)).expect("it opens");
    let source = crate::content()
        .join("../core/tests/packs")
        .join(super::plan::PACK);
    let pack = build(&source, &[]).expect("the small pack builds");
    app.guidance().install(&pack.bytes).expect("a pack");
    app.guidance().search("child", vec![], 1).expect("an index");
    room
}

/// Copies a folder with everything in it.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

/// Walks through a plan in a copy of the prepared folder.
pub fn run(program: &str, prepared: &Path, plan: &str, disk: &Behaviour) -> Ran {
    let room = room();
    // The paths that the program uses are compared letter by letter.
    let root = fs::canonicalize(room.path()).expect("a folder");
    let (folder, written, kept_key) = (root.join("data"), root.join("trace"), root.join("kept.key"));
    copy(prepared, &folder);
    let mut command = Command::new(program);
    command
        .args([folder.as_os_str(), plan.as_ref(), kept_key.as_os_str()])
        .env("LD_PRELOAD", env!("RIG_IO"))
        .env("RIG_ROOT", &folder)
        .env("RIG_TRACE", &written)
        .env("RIG_NAMES", RECORDS)
        .env("RIG_QUICK", "1");
    let mut set = |name: &str, value: String, wanted: bool| {
        if wanted {
            command.env(name, value);
        }
    };
    set("RIG_AT", disk.fails_at.to_string(), disk.fails_at > 0);
    set("RIG_ERRNO", disk.errno.to_string(), disk.errno != 0);
    set("RIG_CLASSES", disk.classes.to_owned(), !disk.classes.is_empty());
    set("RIG_ON", "1".to_owned(), disk.goes_on);
    set("RIG_HALF", "1".to_owned(), disk.half);
    set("RIG_LIE", "1".to_owned(), disk.lies);
    set("RIG_UNSYNCED", "1".to_owned(), disk.unsynced);
    let out = command.output().expect("the program starts");
    let trace = trace::read(&written, &folder);
    assert!(
        !trace.is_empty(),
        "nothing was seen between the program and its disk: is LD_PRELOAD honoured here?"
    );
    Ran {
        ended: out.status.success() && String::from_utf8_lossy(&out.stdout).ends_with("END\n"),
        complaint: String::from_utf8_lossy(&out.stderr).into_owned(),
        room,
        folder,
        kept_key,
        trace,
    }
}
