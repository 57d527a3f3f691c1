//! A published folder over HTTP, as `docs/sync.md` asks of a server: ETag, ranges, compression, how long to keep.
//!
//! Reads alone. Refuses every name that a repository does not have, links out of the folder, and what is no GET or HEAD.

use super::sign::sha256;
use crate::failure::{Failure, code};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};
use tiny_http::{Header, Method, Request, Response};

/// Below this, compression makes it longer.
const WORTH_IT: usize = 700;

/// A folder that is served.
pub struct Served {
    root: PathBuf,
}

/// What is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// Headers.
    pub headers: Vec<(&'static str, String)>,
    /// The body; for HEAD it is not sent.
    pub body: Vec<u8>,
}

/// What was asked, of the headers that matter.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// `If-None-Match`.
    pub none_match: Option<String>,
    /// `Range`.
    pub range: Option<String>,
    /// `If-Range`.
    pub if_range: Option<String>,
    /// `Accept-Encoding`.
    pub accept: Option<String>,
}

impl Served {
    /// The folder that was published to.
    pub fn of(path: &Path) -> Result<Served, Failure> {
        let root = path
            .canonicalize()
            .ok()
            .filter(|root| root.join("metadata").is_dir());
        let root = root.ok_or_else(|| {
            let sentence = "Nothing was published to that folder. Publish to it first: childfirst publish --to file:///…";
            Failure::new(code::NOT_FOUND, sentence)
        })?;
        Ok(Served { root })
    }

    /// Answers one request.
    pub fn answer(&self, request: Request) {
        let header = |name: &'static str| {
            let found = request.headers().iter().find(|header| header.field.equiv(name));
            found.map(|header| header.value.as_str().to_owned())
        };
        let asked = Asked {
            none_match: header("If-None-Match"),
            range: header("Range"),
            if_range: header("If-Range"),
            accept: header("Accept-Encoding"),
        };
        let answer = match request.method() {
            Method::Get | Method::Head => self.file(request.url(), &asked),
            _ => Answer {
                status: 405,
                headers: vec![("Allow", "GET, HEAD".into())],
                body: Vec::new(),
            },
        };
        let headers = answer.headers.iter();
        let headers = headers.filter_map(|(name, value)| Header::from_bytes(*name, value.as_str()).ok());
        let length = answer.body.len();
        let body = Cursor::new(answer.body);
        let response = Response::new(answer.status.into(), headers.collect(), body, Some(length), None);
        // Whoever has gone does not wait for an answer. Longer than any file: nothing is sent in chunks.
        let _ = request.respond(response.with_chunked_threshold(usize::MAX));
    }

    /// A file, or why not.
    pub fn file(&self, url: &str, asked: &Asked) -> Answer {
        let path = url.split(['?', '#']).next().unwrap_or_default();
        let Some(bytes) = self.read(path) else {
            return Answer {
                status: 404,
                headers: vec![("Cache-Control", "no-cache".into())],
                body: Vec::new(),
            };
        };
        let etag: String = sha256(&bytes).chars().take(32).collect();
        let keep = match path {
            "/metadata/timestamp.json" => "no-cache",
            _ => "public, max-age=31536000, immutable",
        };
        let mut headers = vec![
            ("Cache-Control", keep.to_owned()),
            ("Vary", "Accept-Encoding".to_owned()),
        ];
        let none_match = asked.none_match.as_deref().unwrap_or_default();
        let known = |tag: &str| {
            none_match
                .split(',')
                .any(|one| one.trim().trim_start_matches("W/") == tag)
        };
        for tag in [format!("\"{etag}\""), format!("\"{etag}-gz\"")] {
            if known(&tag) {
                headers.push(("ETag", tag));
                return Answer {
                    status: 304,
                    headers,
                    body: Vec::new(),
                };
            }
        }
        let plain = format!("\"{etag}\"");
        headers.push(("Content-Type", "application/json".to_owned()));
        headers.push(("Accept-Ranges", "bytes".to_owned()));
        let unchanged = asked.if_range.as_ref().is_none_or(|tag| *tag == plain);
        if let Some(range) = asked.range.as_deref().filter(|_| unchanged).and_then(first_last) {
            headers.push(("ETag", plain));
            return part(&bytes, range, headers);
        }
        let takes = |accept: &String| {
            let mut ways = accept.split(',').map(|way| way.replace(' ', ""));
            ways.any(|way| way.starts_with("gzip") && !way.ends_with(";q=0"))
        };
        if bytes.len() > WORTH_IT && asked.accept.as_ref().is_some_and(takes) {
            let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
            if let Ok(body) = gzip.write_all(&bytes).and_then(|()| gzip.finish()) {
                headers.push(("ETag", format!("\"{etag}-gz\"")));
                headers.push(("Content-Encoding", "gzip".to_owned()));
                return Answer {
                    status: 200,
                    headers,
                    body,
                };
            }
        }
        headers.push(("ETag", plain));
        Answer {
            status: 200,
            headers,
            body: bytes,
        }
    }

    /// The bytes of a file that a repository has.
    fn read(&self, path: &str) -> Option<Vec<u8>> {
        let parts: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
        let plain = |part: &&str| {
            !part.is_empty()
                && !part.starts_with('.')
                && part
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'))
        };
        let fits = match parts.as_slice() {
            ["metadata", name] | ["targets", _, name] => name.ends_with(".json"),
            _ => false,
        };
        if !fits || !parts.iter().all(plain) {
            return None;
        }
        let file = self.root.join(path.trim_start_matches('/')).canonicalize().ok()?;
        fs::read(file.starts_with(&self.root).then_some(file)?).ok()
    }
}

/// `bytes=100-` and `bytes=100-199`. Whatever else may be asked for is answered with the whole.
fn first_last(range: &str) -> Option<(usize, Option<usize>)> {
    let (first, last) = range.strip_prefix("bytes=")?.split_once('-')?;
    let last = match last {
        "" => None,
        last => Some(last.parse().ok()?),
    };
    let first = first.parse().ok()?;
    last.is_none_or(|last| last >= first).then_some((first, last))
}

fn part(
    bytes: &[u8],
    (first, last): (usize, Option<usize>),
    mut headers: Vec<(&'static str, String)>,
) -> Answer {
    let all = bytes.len();
    let end = last.map_or(all, |last| all.min(last.saturating_add(1)));
    match bytes.get(first..end).filter(|body| !body.is_empty()) {
        Some(body) => {
            headers.push(("Content-Range", format!("bytes {first}-{}/{all}", end - 1)));
            Answer {
                status: 206,
                headers,
                body: body.to_vec(),
            }
        }
        None => {
            headers.push(("Content-Range", format!("bytes */{all}")));
            Answer {
                status: 416,
                headers,
                body: Vec::new(),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;

    fn header<'a>(answer: &'a Answer, name: &str) -> &'a str {
        let found = answer.headers.iter().find(|(one, _)| *one == name);
        found.map_or("", |(_, value)| value)
    }

    fn served() -> (tempfile::TempDir, Served) {
        let folder = tempfile::tempdir().unwrap();
        for (path, bytes) in [
            ("metadata/timestamp.json", "t".repeat(500)),
            ("metadata/1.root.json", "r".repeat(3000)),
            ("targets/norfolk/abc.v2.json", "0123456789".repeat(100)),
            ("secret.json", "s".into()),
        ] {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        let served = Served::of(folder.path()).unwrap();
        (folder, served)
    }

    #[test]
    fn what_a_repository_has_is_served_and_nothing_else() {
        let (folder, served) = served();
        #[cfg(unix)]
        std::os::unix::fs::symlink("/etc/hostname", folder.path().join("metadata/out.json")).unwrap();
        fs::write(folder.path().join("metadata/.publish.lock"), "").unwrap();
        let status = |url: &str| served.file(url, &Asked::default()).status;
        for url in [
            "/metadata/timestamp.json",
            "/metadata/1.root.json?x=1",
            "/targets/norfolk/abc.v2.json",
        ] {
            assert_eq!(status(url), 200, "{url}");
        }
        for url in [
            "/",
            "",
            "/metadata",
            "/metadata/",
            "/secret.json",
            "/metadata/../secret.json",
            "/metadata/%2e%2e/secret.json",
            "/metadata/.publish.lock",
            "/metadata/out.json",
            "/metadata/2.root.json",
            "//metadata/timestamp.json",
            "/targets/norfolk/../../secret.json",
            "/metadata/timestamp.json/x.json",
            "metadata/timestamp.json",
        ] {
            assert_eq!(status(url), 404, "{url}");
        }
    }

    #[test]
    fn it_is_kept_as_long_as_it_cannot_change_and_asked_for_again_by_its_etag() {
        let (_folder, served) = served();
        let stamp = served.file("/metadata/timestamp.json", &Asked::default());
        assert_eq!(header(&stamp, "Cache-Control"), "no-cache");
        let root = served.file("/metadata/1.root.json", &Asked::default());
        assert!(header(&root, "Cache-Control").contains("immutable"));
        let asked = Asked {
            none_match: Some(format!("\"other\", W/{}", header(&stamp, "ETag"))),
            ..Asked::default()
        };
        let again = served.file("/metadata/timestamp.json", &asked);
        assert_eq!((again.status, again.body.len()), (304, 0));
        assert_eq!(
            served.file("/metadata/1.root.json", &asked).status,
            200,
            "the control"
        );
    }

    #[test]
    fn a_broken_download_goes_on_where_it_stopped() {
        let (_folder, served) = served();
        let path = "/targets/norfolk/abc.v2.json";
        let asked = |range: &str| Asked {
            range: Some(range.into()),
            accept: Some("gzip".into()),
            ..Asked::default()
        };
        let rest = served.file(path, &asked("bytes=995-"));
        assert_eq!((rest.status, rest.body.as_slice()), (206, &b"56789"[..]));
        assert_eq!(header(&rest, "Content-Range"), "bytes 995-999/1000");
        let part = served.file(path, &asked("bytes=0-1"));
        assert_eq!((part.status, part.body.as_slice()), (206, &b"01"[..]));
        assert_eq!(served.file(path, &asked("bytes=1000-")).status, 416);
        for other in ["bytes=5-2", "bytes=-5", "lines=1-2", "bytes=0-1,3-4"] {
            assert_eq!(served.file(path, &asked(other)).status, 200, "{other}: the whole");
        }
        let other = Asked {
            if_range: Some("\"other\"".into()),
            ..asked("bytes=995-")
        };
        assert_eq!(served.file(path, &other).status, 200, "another file by now");
    }

    #[test]
    fn long_lists_are_compressed_for_whoever_takes_that() {
        let (_folder, served) = served();
        let asked = |accept: &str| Asked {
            accept: Some(accept.into()),
            ..Asked::default()
        };
        let small = served.file("/metadata/1.root.json", &asked("br, gzip"));
        assert_eq!(header(&small, "Content-Encoding"), "gzip");
        let mut text = String::new();
        flate2::read::GzDecoder::new(small.body.as_slice())
            .read_to_string(&mut text)
            .unwrap();
        assert_eq!(text, "r".repeat(3000));
        for accept in ["", "br", "gzip;q=0"] {
            let plain = served.file("/metadata/1.root.json", &asked(accept));
            assert_eq!(header(&plain, "Content-Encoding"), "", "{accept}");
        }
        let short = served.file("/metadata/timestamp.json", &asked("gzip"));
        assert_eq!(header(&short, "Content-Encoding"), "");
    }
}
