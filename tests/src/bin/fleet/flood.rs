//! What the server alone can do: the very bytes of a device's poll, sent over and over by something that does nothing
//! else. For the server's own cost of a request, which no client's speed blurs.

use crate::nginx::Nginx;
use childfirst::{Request, Transport as _};
use childfirst_desk::transport::Http;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// How many requests go over one connection: nginx ends it after a thousand.
const KEPT: u64 = 900;

/// What came of it.
pub struct Flood {
    /// Answers a second.
    pub rate: f64,
    /// The server's processors for each, in microseconds.
    pub cpu_us: f64,
}

impl Flood {
    fn of(answered: u64, wall: Duration, cpu: Duration) -> Flood {
        assert!(answered > 0, "nothing was answered");
        #[allow(clippy::cast_precision_loss, reason = "counts of a few seconds")]
        let answered = answered as f64;
        Flood {
            rate: answered / wall.as_secs_f64(),
            cpu_us: cpu.as_secs_f64() * 1e6 / answered,
        }
    }
}

/// Polls for as long as is said, each over a connection of its own, or all of a thread over one.
pub fn polls(nginx: &Nginx, reused: bool, threads: usize, long: Duration) -> Flood {
    let etag = etag(nginx);
    let request = written(nginx.port, etag);
    let (answered, before, begun) = (AtomicU64::new(0), nginx.cpu(), Instant::now());
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let mut open: Option<BufReader<TcpStream>> = None;
                let mut asked = 0_u64;
                while begun.elapsed() < long {
                    let mut stream = open.take().unwrap_or_else(|| {
                        let stream = TcpStream::connect(("127.0.0.1", nginx.port)).unwrap();
                        stream.set_nodelay(true).unwrap();
                        BufReader::new(stream)
                    });
                    stream.get_mut().write_all(&request).unwrap();
                    let head = head(&mut stream);
                    assert!(head.starts_with("HTTP/1.1 304"), "{head}");
                    answered.fetch_add(1, Ordering::Relaxed);
                    asked += 1;
                    open = (reused && !asked.is_multiple_of(KEPT)).then_some(stream);
                }
            });
        }
    });
    Flood::of(answered.into_inner(), begun.elapsed(), nginx.cpu() - before)
}

/// New connections under TLS, each with one answer, by OpenSSL's own program; and the bytes of a handshake, to and fro.
pub fn handshakes(nginx: &Nginx, seconds: u32) -> (Flood, u64) {
    let at = format!("127.0.0.1:{}", nginx.tls_port);
    let (mark, before, begun) = (nginx.mark(), nginx.cpu(), Instant::now());
    let ran = Command::new("openssl")
        .args([
            "s_time",
            "-connect",
            &at,
            "-new",
            "-www",
            "/metadata/timestamp.json",
        ])
        .args(["-time", &seconds.to_string()])
        .output()
        .unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let (wall, cpu) = (begun.elapsed(), nginx.cpu() - before);
    let logged = nginx.since(mark, 1);
    let said = Command::new("openssl")
        .args(["s_client", "-connect", &at, "-servername", "guidance.example"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&said.stdout).into_owned();
    let line = said
        .lines()
        .find(|line| line.starts_with("SSL handshake has read"));
    let bytes = line.expect("openssl counts the handshake").split(' ');
    let bytes = bytes.filter_map(|word| word.parse::<u64>().ok()).sum();
    (Flood::of(logged.requests, wall, cpu), bytes)
}

/// By what the server knows the timestamp.
fn etag(nginx: &Nginx) -> Option<String> {
    let reply = Http::new().fetch(request(nginx.port, None)).unwrap();
    reply.etag
}

fn request(port: u16, etag: Option<String>) -> Request {
    Request {
        url: format!("http://127.0.0.1:{port}/metadata/timestamp.json"),
        etag,
        last_modified: None,
        from_byte: 0,
        most_bytes: 16 * 1024,
        timeout_ms: 20_000,
    }
}

/// A request as the desk's transport writes it, read off the wire.
fn written(port: u16, etag: Option<String>) -> Vec<u8> {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let own = listener.local_addr().unwrap().port();
    let asks = thread::spawn(move || Http::new().fetch(request(own, etag)));
    let mut stream = BufReader::new(listener.accept().unwrap().0);
    let text = head(&mut stream);
    let answer = b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n";
    stream.get_mut().write_all(answer).unwrap();
    assert_eq!(asks.join().unwrap().unwrap().status, 304);
    text.replace(&own.to_string(), &port.to_string()).into_bytes()
}

/// As far as the empty line, and the body that the head announces.
fn head(stream: &mut BufReader<TcpStream>) -> String {
    let mut text = String::new();
    while !text.ends_with("\r\n\r\n") {
        assert!(
            stream.read_line(&mut text).unwrap() > 0,
            "the other side has gone"
        );
    }
    let length = text
        .lines()
        .find_map(|line| line.strip_prefix("Content-Length: "));
    if let Some(length) = length.filter(|_| !text.starts_with("HTTP/1.1 304")) {
        let mut body = vec![0; length.parse().unwrap()];
        stream.read_exact(&mut body).unwrap();
    }
    text
}
