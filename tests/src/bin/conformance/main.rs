//! Our client of signed updates behind the command line of the public `tuf-conformance` suite (`cargo xtask conformance`).
//!
//! Keeps its store and first root in a folder of its own inside the suite's, and shows what is verified as the files that
//! the suite looks for. Refuses nothing by itself: what it answers is what `core/src/sync` answered.

mod keys;

use childfirst::conformance::{Bare, verified};
use childfirst::time::Moment;
use childfirst_desk::transport::Http;
use sha2::{Digest as _, Sha256};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

type Outcome<T> = Result<T, Box<dyn Error>>;

#[derive(Default)]
struct Asked {
    metadata: PathBuf,
    metadata_url: String,
    targets: PathBuf,
    targets_url: String,
    names: Vec<String>,
    words: Vec<String>,
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("conformance: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Outcome<()> {
    keys::install();
    let asked = asked()?;
    let own = asked.metadata.join("childfirst");
    let words: Vec<&str> = asked.words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["init", root] => {
            fs::create_dir_all(&own)?;
            fs::copy(root, own.join("first-root"))?;
            fs::copy(root, asked.metadata.join("root.json"))?;
            Ok(())
        }
        ["refresh"] => refresh(&asked, &own).map(drop),
        ["download"] => {
            let mut client = refresh(&asked, &own)?;
            for name in &asked.names {
                let done = download(&asked, &own, &mut client, name);
                show(&asked, &own)?;
                done?;
            }
            Ok(())
        }
        _ => Err("init ROOT, refresh or download".into()),
    }
}

fn asked() -> Outcome<Asked> {
    let mut asked = Asked::default();
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{word} needs a value"));
        match word.as_str() {
            "--metadata-dir" => asked.metadata = value()?.into(),
            "--metadata-url" => asked.metadata_url = value()?,
            "--target-dir" => asked.targets = value()?.into(),
            "--target-base-url" => asked.targets_url = value()?,
            "--target-name" => asked.names.push(value()?),
            _ => asked.words.push(word),
        }
    }
    Ok(asked)
}

fn refresh(asked: &Asked, own: &Path) -> Outcome<Bare> {
    let anchor = fs::read(own.join("first-root"))?;
    let urls = [asked.metadata_url.as_str(), asked.targets_url.as_str()];
    let now = Moment::new(chrono::Utc::now(), 0);
    let client = Bare::refresh(&anchor, own, Arc::new(Http::new()), urls, now);
    show(asked, own)?;
    Ok(client?)
}

/// A download is kept under its digest, to go on with or to know again; the suite wants one name for a path.
fn download(asked: &Asked, own: &Path, client: &mut Bare, name: &str) -> Outcome<()> {
    let bytes = client.download(name, &own.join("incoming"))?;
    let one: String = Sha256::digest(name)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    fs::create_dir_all(&asked.targets)?;
    let path = asked.targets.join(one);
    // The suite tells by their times which files came anew.
    if !fs::read(&path).is_ok_and(|there| there == bytes) {
        fs::write(path, bytes)?;
    }
    Ok(())
}

/// What is verified, as files.
fn show(asked: &Asked, own: &Path) -> Outcome<()> {
    for (name, bytes) in verified(own)? {
        fs::write(asked.metadata.join(name), bytes)?;
    }
    Ok(())
}
