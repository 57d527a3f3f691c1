//! nginx as it comes from Debian, with the configuration that a force is given (`docs/nginx/guidance.conf`).
//!
//! On loopback, everything that it writes in one folder. Refuses another configuration than that file: without
//! compression is the same file with its two switches off. Linux alone, for the time that its processes took.

use crate::root;
use std::collections::BTreeMap;
use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// A running nginx.
pub struct Nginx {
    child: Child,
    folder: PathBuf,
    /// Where it answers.
    pub port: u16,
    /// Where it answers under TLS.
    pub tls_port: u16,
}

/// What its log counts.
#[derive(Debug, Default, Clone)]
pub struct Logged {
    /// Requests.
    pub requests: u64,
    /// Bytes of requests, head and all.
    pub asked: u64,
    /// Bytes of answers, head and all.
    pub answered: u64,
    /// By the kind of file and the status: how many, and bytes of answers.
    pub kinds: BTreeMap<(String, u16), (u64, u64)>,
}

impl Nginx {
    /// Serves a folder; `own` is for what it writes.
    pub fn start(own: &Path, www: &Path, gzip: bool) -> Nginx {
        fs::create_dir_all(own.join("tmp")).unwrap();
        let file = root().join("docs/nginx/guidance.conf");
        let mut guidance = fs::read_to_string(&file).unwrap();
        let included = if gzip {
            file
        } else {
            for switch in ["gzip", "gzip_static"] {
                let on = format!("\n{switch} on;");
                assert!(guidance.contains(&on), "{switch} is on in what a force is given");
                guidance = guidance.replace(&on, &format!("\n{switch} off;"));
            }
            let plain = own.join("guidance.conf");
            fs::write(&plain, guidance).unwrap();
            plain
        };
        certificate(own);
        let (port, tls_port) = (free(), free());
        let conf = own.join("nginx.conf");
        fs::write(&conf, config(own, www, &included, port, tls_port)).unwrap();
        let _ = fs::remove_file(own.join("access.log"));
        let mut child = Command::new("nginx")
            .arg("-p")
            .arg(own)
            .arg("-c")
            .arg(&conf)
            .spawn()
            .expect("nginx starts");
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let ended = child.try_wait().unwrap();
            assert!(ended.is_none(), "nginx ended: see {}/error.log", own.display());
            assert!(begun.elapsed() < Duration::from_secs(20), "nginx does not answer");
            sleep(Duration::from_millis(50));
        }
        Nginx {
            child,
            folder: own.to_owned(),
            port,
            tls_port,
        }
    }

    /// Its address, for a device.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// How long its log is by now.
    pub fn mark(&self) -> usize {
        self.log().len()
    }

    /// What it logged since: not before as many requests as were made. It writes a line after its answer is out.
    pub fn since(&self, mark: usize, made: usize) -> Logged {
        let begun = Instant::now();
        loop {
            let log = self.log();
            let new = log.get(mark..).unwrap_or_default();
            if new.lines().count() >= made {
                return logged(new);
            }
            assert!(
                begun.elapsed() < Duration::from_secs(20),
                "nginx logged less than was asked"
            );
            sleep(Duration::from_millis(20));
        }
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.join("access.log")).unwrap_or_default()
    }

    /// The time that its workers took of the processors, user and system.
    pub fn cpu(&self) -> Duration {
        let master = self.child.id();
        let workers = fs::read_to_string(format!("/proc/{master}/task/{master}/children")).unwrap();
        // In hundredths of a second, on every Linux.
        let ticks: u64 = workers
            .split_whitespace()
            .map(|worker| {
                let stat = fs::read_to_string(format!("/proc/{worker}/stat")).unwrap();
                let after_name = stat.rsplit(')').next().unwrap();
                let fields: Vec<&str> = after_name.split_whitespace().collect();
                fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()
            })
            .sum();
        Duration::from_millis(10 * ticks)
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let pid = self.child.id().to_string();
        // Asked to end: killed, its workers would stay.
        let _ = Command::new("kill").args(["-QUIT", &pid]).status();
        let _ = self.child.wait();
    }
}

fn config(own: &Path, www: &Path, guidance: &Path, port: u16, tls_port: u16) -> String {
    let (own, www, guidance) = (own.display(), www.display(), guidance.display());
    format!(
        "daemon off;
# Passed over where somebody else than root starts it. The folders of a rig may be readable to their owner alone.
user root;
worker_processes auto;
pid {own}/nginx.pid;
error_log {own}/error.log warn;
events {{ worker_connections 4096; }}
http {{
    client_body_temp_path {own}/tmp; proxy_temp_path {own}/tmp; fastcgi_temp_path {own}/tmp;
    uwsgi_temp_path {own}/tmp; scgi_temp_path {own}/tmp;
    log_format counted '$status $request_length $bytes_sent $uri';
    access_log {own}/access.log counted;
    server {{ listen 127.0.0.1:{port} backlog=4096; root {www}; include {guidance}; }}
    server {{
        listen 127.0.0.1:{tls_port} ssl; root {www}; include {guidance};
        ssl_certificate {own}/tls.pem; ssl_certificate_key {own}/tls.key;
    }}
}}
"
    )
}

/// A certificate that nobody believes, of the kind that costs a server least.
fn certificate(own: &Path) {
    let made = Command::new("openssl")
        .args([
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
        ])
        .args(["-nodes", "-days", "2", "-subj", "/CN=guidance.example", "-keyout"])
        .arg(own.join("tls.key"))
        .arg("-out")
        .arg(own.join("tls.pem"))
        .output()
        .expect("openssl starts");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

fn free() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

fn logged(lines: &str) -> Logged {
    let mut sum = Logged::default();
    for line in lines.lines() {
        let fields: Vec<&str> = line.split(' ').collect();
        let [status, asked, answered, path] = fields.as_slice() else {
            panic!("a line of the log is another: {line}");
        };
        let answered: u64 = answered.parse().unwrap();
        sum.requests += 1;
        sum.asked += asked.parse::<u64>().unwrap();
        sum.answered += answered;
        let kind = sum
            .kinds
            .entry((kind(path), status.parse().unwrap()))
            .or_default();
        kind.0 += 1;
        kind.1 += answered;
    }
    sum
}

fn kind(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or_default();
    if path.starts_with("/targets/") {
        return "a pack".into();
    }
    match name.split_once('.') {
        Some((_, "root.json")) => "the next root",
        Some((_, "snapshot.json")) => "`snapshot`",
        Some((_, "targets.json")) => "`targets`",
        Some(("timestamp", "json")) => "`timestamp`",
        _ => "a force's role",
    }
    .into()
}
