//! Repositories that python-tuf wrote by the contract of docs/sync.md, read by our client.
//!
//! With `CHILDFIRST_PYTHON_TUF`, a Python that has it, they are written anew (`cargo xtask interop`); without, those that it
//! wrote before are read. With `UPDATE_FIXTURES` as well, what it writes is kept. The clock is the test's own.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where something is not as it should be"
)]

use childfirst::error::{Error, Trouble};
use childfirst::time::Moment;
use childfirst::{
    ChildFirst, Config, Polled, Refreshed, ReleaseKind, Reply, Request, Transport, TransportError, Updates,
    UpdatesConfig,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, OnceLock};

const FILES: [&str; 4] = ["root.json", "first.tar", "second.tar", "one-signature.tar"];
const BASE: &str = "https://guidance.example/";

/// Where what python-tuf wrote lies.
fn written() -> &'static Path {
    static WRITTEN: OnceLock<PathBuf> = OnceLock::new();
    WRITTEN.get_or_init(|| {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let kept = here.join("fixtures/python-tuf");
        let Some(python) = std::env::var_os("CHILDFIRST_PYTHON_TUF") else {
            return kept;
        };
        let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("python-tuf");
        fs::create_dir_all(&out).unwrap();
        let names = ["base", "force", "newer", "values"].map(|name| out.join(name));
        let values = json!({"format": 1, "pack": "force", "values": {value_key(): "999"}});
        let bytes = [
            pack("six-principles", 5),
            pack("force", 5),
            pack("force", 6),
            serde_json::to_vec(&values).unwrap(),
        ];
        for (name, bytes) in names.iter().zip(bytes) {
            fs::write(name, bytes).unwrap();
        }
        let ran = Command::new(python)
            .arg(here.join("interop/write.py"))
            .arg(&out)
            .args(&names)
            .status();
        assert!(ran.unwrap().success(), "python-tuf wrote nothing");
        if std::env::var_os("UPDATE_FIXTURES").is_some() {
            fs::create_dir_all(&kept).unwrap();
            for name in FILES {
                fs::copy(out.join(name), kept.join(name)).unwrap();
            }
        }
        out
    })
}

/// A small pack of that version.
fn pack(id: &str, version: u32) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/tests/packs");
    let built = childfirst::pack::build::build(&folder.join(id), &[]).unwrap();
    let mut file: Value = serde_json::from_slice(&built.bytes).unwrap();
    file["version"] = version.into();
    serde_json::to_vec(&file).unwrap()
}

fn value_key() -> String {
    let file: Value = serde_json::from_slice(&pack("force", 1)).unwrap();
    file["values"][0]["key"].as_str().unwrap().to_owned()
}

fn at(hours: i64) -> Moment {
    let start: chrono::DateTime<chrono::Utc> = "2026-11-25T08:00:00Z".parse().unwrap();
    Moment::new(start + chrono::Duration::hours(hours), 0)
}

/// A device with nothing but the root.
struct Device {
    dir: tempfile::TempDir,
    app: Arc<ChildFirst>,
    updates: Arc<Updates>,
}

impl Device {
    fn new() -> Device {
        let dir = tempfile::tempdir().unwrap();
        let app = ChildFirst::open(Config::at(dir.path().display().to_string())).unwrap();
        let updates = app.updates(UpdatesConfig {
            url: BASE.into(),
            root: fs::read(written().join("root.json")).unwrap(),
            follow: Vec::new(),
        });
        Device { dir, app, updates }
    }

    fn import(&self, name: &str) -> Result<Refreshed, Error> {
        let path = written().join(name).display().to_string();
        self.updates.import_file(path, None, at(0))
    }

    fn version(&self, id: &str) -> Option<u32> {
        self.app.guidance().pack(id).ok().map(|pack| pack.file().version)
    }
}

/// A server with the files of a repository in one file.
struct Server(BTreeMap<String, Vec<u8>>);

impl Server {
    fn of(name: &str) -> Arc<Server> {
        let mut tar = tar::Archive::new(fs::File::open(written().join(name)).unwrap());
        let files = tar.entries().unwrap().map(|entry| {
            let mut entry = entry.unwrap();
            let path = entry.path().unwrap().display().to_string();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            (path, bytes)
        });
        Arc::new(Server(files.collect()))
    }
}

impl Transport for Server {
    fn fetch(&self, request: Request) -> Result<Reply, TransportError> {
        let file = self.0.get(request.url.strip_prefix(BASE).unwrap());
        Ok(Reply {
            status: if file.is_some() { 200 } else { 404 },
            body: file.cloned().unwrap_or_default(),
            whole: true,
            ..Reply::default()
        })
    }
}

fn not_updated(why: Trouble) -> Error {
    Error::NotUpdated { why }
}

#[test]
fn what_python_tuf_wrote_is_taken_from_a_file_and_from_a_server() {
    let device = Device::new();
    let said = device.import("first.tar").unwrap();
    assert_eq!((said.changed.len(), said.troubles.len()), (2, 0), "{said:?}");
    assert_eq!(
        (device.version("force"), device.version("six-principles")),
        (Some(5), Some(5))
    );

    // The keys of its root changed meanwhile.
    let server = Server::of("second.tar");
    let said = device
        .updates
        .refresh(server.clone(), None, false, at(1))
        .unwrap();
    let changed: Vec<(ReleaseKind, u32, bool)> = said
        .changed
        .iter()
        .map(|it| (it.kind, it.version, it.safety))
        .collect();
    assert_eq!(
        changed,
        [(ReleaseKind::Pack, 6, true), (ReleaseKind::Values, 1, false)]
    );
    assert_eq!(
        (said.changed[0].force.as_str(), said.changed[0].summary.as_str()),
        ("Ünited Förce", "One number corrected")
    );
    assert_eq!(device.version("force"), Some(6));
    assert!(device.updates.state(at(1)).unwrap().development_root);
    assert_eq!(
        device.updates.poll(server.clone(), at(2)).unwrap(),
        Polled::NothingNew
    );
    let again = device.updates.refresh(server, None, false, at(2)).unwrap();
    assert_eq!((again.changed.len(), again.requests), (0, 2));

    // The one before is refused by name, from a file and from a server.
    assert_eq!(
        device.import("first.tar").unwrap_err(),
        not_updated(Trouble::Older)
    );
    let old = device
        .updates
        .refresh(Server::of("first.tar"), None, false, at(3));
    assert_eq!(old.unwrap_err(), not_updated(Trouble::Older));
    assert_eq!(device.version("force"), Some(6));
    assert!(device.dir.path().join("trust.db").exists());
}

#[test]
fn what_one_person_signed_with_python_tuf_is_not_taken() {
    let device = Device::new();
    let said = device.import("one-signature.tar").unwrap();
    let troubles: Vec<(&str, Trouble)> = said
        .troubles
        .iter()
        .map(|it| (it.force.as_str(), it.why))
        .collect();
    assert_eq!(troubles, [("force", Trouble::NotSigned)]);
    assert_eq!(
        (device.version("force"), device.version("six-principles")),
        (None, Some(5))
    );
}
