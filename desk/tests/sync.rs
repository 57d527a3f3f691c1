//! `childfirst sync` against a server on this machine and against files, with what python-tuf wrote (tests/fixtures).
//!
//! What goes over the wire is counted on the wire. Everything a bad server can do is in `core/src/sync/tests`; here is what
//! the desk's own HTTP makes of it, and what the person reads.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where something is not as it should be"
)]

mod common;

use childfirst::{Request, Transport as _, TransportError};
use childfirst_desk::transport::Http;
use common::{Ran, program, run};
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};

type Files = BTreeMap<String, Vec<u8>>;
/// What is written in the place of an answer, for a path.
type Instead = fn(&str) -> Option<Vec<u8>>;

/// A server as nginx is, that counts what it reads and writes.
struct Server {
    url: String,
    inside: Arc<Mutex<Inside>>,
}

#[derive(Default)]
struct Inside {
    files: Files,
    instead: Option<Instead>,
    paths: Vec<String>,
    bytes: usize,
    /// At the request of this number nothing is answered, and it is said that it came.
    silent: Option<(usize, Sender<()>)>,
}

impl Server {
    fn of(files: Files) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/repo", listener.local_addr().unwrap());
        let inside = Arc::new(Mutex::new(Inside {
            files,
            ..Inside::default()
        }));
        let shared = Arc::clone(&inside);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&shared);
                // A client that goes away ends its own connection, and nothing else.
                std::thread::spawn(move || drop(answer(stream, &shared)));
            }
        });
        Server { url, inside }
    }

    fn serve(&self, files: Files) {
        self.inside.lock().unwrap().files = files;
    }

    fn instead(&self, instead: Option<Instead>) {
        self.inside.lock().unwrap().instead = instead;
    }

    /// From now on, the request of that number gets no answer. Gives where it is said that it came.
    fn silent_at(&self, number: usize) -> Receiver<()> {
        let (say, came) = channel();
        self.inside.lock().unwrap().silent = Some((number, say));
        came
    }

    /// The paths asked for since the last time, and every byte that went either way.
    fn counted(&self) -> (Vec<String>, usize) {
        let mut inside = self.inside.lock().unwrap();
        (
            std::mem::take(&mut inside.paths),
            std::mem::take(&mut inside.bytes),
        )
    }
}

fn answer(stream: TcpStream, shared: &Mutex<Inside>) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut writer = stream;
    loop {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if reader.read_line(&mut head)? == 0 {
                return Ok(());
            }
        }
        let path = head
            .split(' ')
            .nth(1)
            .unwrap()
            .trim_start_matches("/repo/")
            .to_owned();
        let header = |name: &str| {
            let lower = head.to_ascii_lowercase();
            let line = lower
                .lines()
                .find(|line| line.starts_with(&format!("{name}: ")))?;
            Some(line.split_once(": ")?.1.to_owned())
        };
        let (reply, close) = {
            let mut inside = shared.lock().unwrap();
            let instead = inside.instead.and_then(|instead| instead(&path));
            let close = instead.is_some();
            let file = inside.files.get(&path).cloned();
            let reply = instead.unwrap_or_else(|| reply(file, header("if-none-match"), header("range")));
            inside.bytes += head.len() + reply.len();
            inside.paths.push(path);
            let asked = inside.paths.len();
            if let Some((_, say)) = inside.silent.take_if(|(number, _)| asked > *number) {
                let _ = say.send(());
                drop(inside);
                // Until the client is gone.
                reader.read_line(&mut head)?;
                return Ok(());
            }
            (reply, close)
        };
        writer.write_all(&reply)?;
        if close {
            return Ok(());
        }
    }
}

fn reply(file: Option<Vec<u8>>, known: Option<String>, range: Option<String>) -> Vec<u8> {
    let common = "Server: nginx/1.26.0\r\nDate: Wed, 25 Nov 2026 08:00:00 GMT\r\nConnection: keep-alive\r\n";
    let Some(bytes) = file else {
        return format!(
            "HTTP/1.1 404 Not Found\r\n{common}Content-Type: text/html\r\nContent-Length: 0\r\n\r\n"
        )
        .into();
    };
    let sum: usize = bytes.iter().map(|byte| usize::from(*byte)).sum();
    let etag = format!("\"67440000-{:x}-{sum:x}\"", bytes.len());
    let marks = format!(
        "{common}Last-Modified: Wed, 25 Nov 2026 02:00:00 GMT\r\nETag: {etag}\r\nCache-Control: no-cache\r\n"
    );
    if known.as_deref() == Some(&etag) {
        return format!("HTTP/1.1 304 Not Modified\r\n{marks}\r\n").into();
    }
    let from = range.and_then(|range| {
        range
            .strip_prefix("bytes=")?
            .strip_suffix('-')?
            .parse::<usize>()
            .ok()
    });
    let (status, part) = match from {
        Some(from) => (
            format!(
                "206 Partial Content\r\nContent-Range: bytes {from}-{}/{}",
                bytes.len() - 1,
                bytes.len()
            ),
            &bytes[from..],
        ),
        None => ("200 OK".into(), bytes.as_slice()),
    };
    let length = part.len();
    let head = format!(
        "HTTP/1.1 {status}\r\n{marks}Content-Type: application/json\r\nContent-Length: {length}\r\nAccept-Ranges: bytes\r\n\r\n"
    );
    [head.as_bytes(), part].concat()
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../tests/fixtures/python-tuf")
        .join(name)
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn files(name: &str) -> Files {
    let mut tar = tar::Archive::new(fs::File::open(fixture(name)).unwrap());
    let files = tar.entries().unwrap().map(|entry| {
        let mut entry = entry.unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        (entry.path().unwrap().display().to_string(), bytes)
    });
    files.collect()
}

/// A data folder that took what the server has.
fn taken(server: &Server) -> tempfile::TempDir {
    let data = tempfile::tempdir().unwrap();
    let root = fixture("root.json");
    let ran = run(data.path(), &["sync", "--root", text(&root), &server.url]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("version 5 is in use"), "{}", ran.out);
    data
}

fn refused(ran: &Ran, code: i32, words: &str) {
    assert_eq!(ran.code, code, "{}{}", ran.out, ran.err);
    assert!(ran.err.contains(words), "{}", ran.err);
}

#[test]
fn a_poll_with_nothing_new_is_one_request_below_1_kb_and_a_refresh_two_below_4_kb() {
    let server = Server::of(files("first.tar"));
    let data = taken(&server);
    server.counted();

    let ran = run(data.path(), &["sync", "--poll"]);
    assert_eq!((ran.code, ran.out.trim()), (0, "Nothing new."), "{}", ran.err);
    let (paths, poll) = server.counted();
    assert_eq!(paths, ["metadata/timestamp.json"]);
    assert!(poll <= 1000, "{poll} bytes");

    let ran = run(data.path(), &["sync"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        ran.out.contains("Nothing new. What is here is current."),
        "{}",
        ran.out
    );
    let (paths, refresh) = server.counted();
    assert_eq!(paths, ["metadata/2.root.json", "metadata/timestamp.json"]);
    assert!(refresh <= 4000, "{refresh} bytes");
    println!(
        "a poll: {poll} bytes; a refresh with nothing new: {refresh} bytes, heads of both sides with them"
    );

    // The control: with something new the poll says so, and the refresh takes it.
    server.serve(files("second.tar"));
    let ran = run(data.path(), &["sync", "--poll", "--json"]);
    assert_eq!(ran.json()["nothing_new"], false);
    let ran = run(data.path(), &["sync"]);
    assert!(
        ran.out.contains("version 6 is in use, in the place of version 5"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("A safety release"), "{}", ran.out);
    let ran = run(data.path(), &["sync", "--state", "--json"]);
    assert_eq!(ran.json()["freshness"], "current");
    assert_eq!(ran.json()["development_root"], true);
}

#[test]
fn a_file_is_taken_and_an_older_one_refused() {
    let data = tempfile::tempdir().unwrap();
    let (root, first, second) = (fixture("root.json"), fixture("first.tar"), fixture("second.tar"));
    let ran = run(
        data.path(),
        &["sync", "--root", text(&root), text(&second), "--json"],
    );
    assert_eq!(ran.code, 0, "{}", ran.err);
    let changed = ran.json()["changed"].as_array().unwrap().len();
    assert_eq!(changed, 3, "{}", ran.out);
    refused(
        &run(data.path(), &["sync", text(&first)]),
        9,
        "older than what is here",
    );
    // Signed by one person: the other force's part is taken, and the exit code says that not all was.
    let data = tempfile::tempdir().unwrap();
    let once = fixture("one-signature.tar");
    let ran = run(data.path(), &["sync", "--root", text(&root), text(&once)]);
    assert_eq!(ran.code, 9);
    assert!(
        ran.out.contains("not signed by those who may sign it"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("version 5 is in use"), "{}", ran.out);
}

#[test]
fn whom_to_believe_is_said_once_and_not_changed_by_naming_another() {
    let data = tempfile::tempdir().unwrap();
    let (root, first) = (fixture("root.json"), fixture("first.tar"));
    refused(&run(data.path(), &["sync", text(&first)]), 2, "whom to believe");
    refused(
        &run(data.path(), &["sync", "--root", text(&root)]),
        2,
        "No server is known yet",
    );
    refused(
        &run(data.path(), &["sync", "--root", "nowhere", text(&first)]),
        8,
        "The root cannot be read",
    );
    refused(
        &run(data.path(), &["sync", "--root", text(&root), "nowhere.tar"]),
        8,
        "no file of that name",
    );
    // How things stand is asked of nobody.
    let ran = run(data.path(), &["sync", "--state"]);
    assert!(
        ran.out.contains("Nothing was checked here yet."),
        "{}{}",
        ran.out,
        ran.err
    );
    // A file named by mistake is refused, and does not stand in the way of the right one.
    refused(
        &run(data.path(), &["sync", "--root", text(&first), text(&first)]),
        9,
        "the root does not hold",
    );
    let ran = run(data.path(), &["sync", "--root", text(&root), text(&first)]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    // From now on it is known.
    assert_eq!(run(data.path(), &["sync", text(&first)]).code, 0);
    refused(
        &run(data.path(), &["sync", "--root", text(&first)]),
        7,
        "believes another root already",
    );
}

#[test]
fn what_was_known_is_lost_and_begun_again_by_choice() {
    let server = Server::of(files("first.tar"));
    let data = taken(&server);
    refused(
        &run(data.path(), &["sync", "--start-again"]),
        9,
        "nothing to begin again",
    );
    fs::write(data.path().join("trust.db"), b"").unwrap();
    refused(&run(data.path(), &["sync"]), 5, "childfirst sync --start-again");
    let ran = run(data.path(), &["sync", "--state"]);
    assert!(ran.out.contains("damaged or gone"), "{}", ran.out);
    let ran = run(data.path(), &["sync", "--start-again"]);
    assert!(
        ran.code == 0 && ran.out.contains("trust.1.db"),
        "{}{}",
        ran.out,
        ran.err
    );
    assert_eq!(run(data.path(), &["sync"]).code, 0);
}

#[test]
fn killed_at_each_request_the_next_sync_goes_through_and_nothing_older_is_taken() {
    let (old, new) = (files("first.tar"), files("second.tar"));
    let version = |data: &Path| {
        let state = run(data, &["sync", "--state", "--json"]).json();
        let force = state["installed"]
            .as_array()
            .unwrap()
            .iter()
            .find(|it| it["pack"] == "force");
        force.unwrap()["version"].clone()
    };
    // As many requests as there are when nothing is killed.
    let server = Server::of(old.clone());
    let data = taken(&server);
    server.serve(new.clone());
    server.counted();
    assert_eq!(run(data.path(), &["sync"]).code, 0);
    let (requests, _) = server.counted();
    let verified = requests
        .iter()
        .position(|path| path == "metadata/timestamp.json")
        .unwrap();
    assert!(requests.len() > verified + 3, "{requests:?}");

    for number in 0..requests.len() {
        let server = Server::of(old.clone());
        let data = taken(&server);
        server.serve(new.clone());
        server.counted();
        let came = server.silent_at(number);
        let mut child = program(data.path())
            .arg("sync")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        came.recv().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(
            version(data.path()),
            5,
            "killed at {number}: nothing was switched yet"
        );
        // The state before, once the timestamp of the new one was verified.
        server.serve(old.clone());
        let replayed = run(data.path(), &["sync"]);
        if number > verified {
            refused(&replayed, 9, "older than what is here");
        }
        server.serve(new.clone());
        let ran = run(data.path(), &["sync"]);
        assert_eq!(ran.code, 0, "killed at {number}: {}", ran.err);
        assert_eq!(version(data.path()), 6, "killed at {number}");
    }
}

fn http(head: &str, body: &[u8]) -> Option<Vec<u8>> {
    Some([format!("HTTP/1.1 {head}\r\n\r\n").as_bytes(), body].concat())
}

/// Four times `{"signed": {}, "signatures": []}`.
const GZIP: &[u8] = &[
    31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 171, 86, 42, 206, 76, 207, 75, 77, 81, 178, 82, 168, 174, 213, 81, 0,
    243, 18, 75, 74, 139, 82, 139, 129, 34, 209, 177, 181, 213, 52, 150, 7, 0, 78, 196, 131, 146, 128, 0, 0,
    0,
];

#[test]
fn each_thing_a_bad_network_does_is_said_in_one_sentence_and_changes_nothing() {
    let server = Server::of(files("first.tar"));
    let data = taken(&server);
    server.serve(files("second.tar"));
    let ways: [(Instead, &str); 6] = [
        (
            |_| http("302 Found\r\nLocation: /elsewhere", b""),
            "sent on to another address",
        ),
        (|_| http("200 OK", b"<html>Free WiFi"), "sign-in page"),
        (|_| http("503 Busy\r\nRetry-After: 60", b""), "the server is busy"),
        (
            |_| {
                let half = &GZIP[..GZIP.len() / 2];
                http(
                    &format!(
                        "200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {}",
                        half.len()
                    ),
                    half,
                )
            },
            "cut short or garbled",
        ),
        (
            |_| http("200 OK\r\nContent-Length: 900", b"{\"signed\""),
            "cut short or garbled",
        ),
        (
            |path| (!path.contains("root")).then(|| vec![b'{'; 1_000_000]),
            "garbled",
        ),
    ];
    for (way, words) in ways {
        server.instead(Some(way));
        refused(&run(data.path(), &["sync"]), 9, words);
    }
    server.instead(Some(|path| {
        path.contains("timestamp")
            .then(|| http("200 OK", &vec![b'{'; 1_000_000]).unwrap())
    }));
    refused(&run(data.path(), &["sync"]), 9, "more came than there may be");
    // The control.
    server.instead(None);
    let ran = run(data.path(), &["sync"]);
    assert!(
        ran.code == 0 && ran.out.contains("version 6"),
        "{}{}",
        ran.out,
        ran.err
    );
    let gone = server.url.replace("127.0.0.1", "127.0.0.2");
    refused(&run(data.path(), &["sync", &gone]), 9, "could not be reached");
}

fn request(server: &Server, path: &str) -> Request {
    Request {
        url: format!("{}/{path}", server.url),
        etag: None,
        last_modified: None,
        from_byte: 0,
        most_bytes: 10_000,
        timeout_ms: 10_000,
    }
}

#[test]
fn the_desks_http_does_what_a_transport_is_asked_for() {
    let body = b"{\"a\": \"0123456789\"}".to_vec();
    let server = Server::of(Files::from([("file".into(), body.clone())]));
    let http_client = Http::new();
    let whole = http_client.fetch(request(&server, "file")).unwrap();
    assert_eq!((whole.status, whole.whole, &whole.body), (200, true, &body));
    // Known by its mark; from a byte on; not there.
    let known = Request {
        etag: whole.etag.clone(),
        ..request(&server, "file")
    };
    let known = http_client.fetch(known).unwrap();
    assert_eq!((known.status, known.body.len()), (304, 0));
    let part = Request {
        from_byte: 7,
        ..request(&server, "file")
    };
    let part = http_client.fetch(part).unwrap();
    assert_eq!(
        (part.status, part.from_byte, part.body.as_slice()),
        (206, 7, &body[7..])
    );
    assert_eq!(http_client.fetch(request(&server, "none")).unwrap().status, 404);
    // No more than was asked for.
    let little = Request {
        most_bytes: 5,
        ..request(&server, "file")
    };
    assert_eq!(http_client.fetch(little).unwrap_err(), TransportError::TooMuch);
    // Unpacked; and what came of a body that broke is given on as a part.
    server.instead(Some(|_| {
        http(
            &format!(
                "200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {}",
                GZIP.len()
            ),
            GZIP,
        )
    }));
    let unpacked = http_client.fetch(request(&server, "file")).unwrap();
    assert_eq!((unpacked.whole, unpacked.body.len()), (true, 128));
    server.instead(Some(|_| http("200 OK\r\nContent-Length: 100", b"{\"half")));
    let half = http_client.fetch(request(&server, "file")).unwrap();
    assert_eq!((half.whole, half.body.as_slice()), (false, b"{\"half".as_slice()));
}

#[test]
fn a_server_that_says_nothing_is_given_up() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let asked = Request {
        url,
        etag: None,
        last_modified: None,
        from_byte: 0,
        most_bytes: 10,
        timeout_ms: 200,
    };
    assert_eq!(Http::new().fetch(asked).unwrap_err(), TransportError::TooSlow);
}
