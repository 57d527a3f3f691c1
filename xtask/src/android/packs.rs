//! The packs that the app carries: built from `content/`, so that a first start needs no network.
//!
//! Refuses to carry a pack that does not build.

use super::at;
use crate::stage::{self, Stage, cargo, root};
use crate::{Failure, complain};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::process::ExitCode;

/// Every folder of `content/` that holds a pack.
fn sources() -> Result<Vec<String>, Failure> {
    let content = root().join("content");
    let mut names = Vec::new();
    for entry in std::fs::read_dir(&content).map_err(at(&content))? {
        let path = entry.map_err(at(&content))?.path();
        if path.join("pack.json").exists()
            && let Some(name) = path.file_name()
        {
            names.push(name.to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

/// Builds each into a folder.
pub fn build(out: &Path) -> Result<ExitCode, Failure> {
    std::fs::create_dir_all(out).map_err(at(out))?;
    for name in sources()? {
        let from = root().join("content").join(&name);
        let to = out.join(format!("{name}.json"));
        let code = stage::run_one(&Stage::new(
            "pack",
            cargo([
                "run",
                "--quiet",
                "--locked",
                "-p",
                "childfirst-desk",
                "--",
                "build",
            ])
            .args([from.as_path(), Path::new("--out"), to.as_path()]),
        ))?;
        if code != ExitCode::SUCCESS {
            complain(&format!("the pack {name} does not build"));
            return Ok(code);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// What tells one set of files from another. Not for secrets: whether to compile again hangs on it.
pub fn digest(files: &[&Path]) -> Result<String, Failure> {
    let mut hasher = DefaultHasher::new();
    for file in files {
        std::fs::read(file).map_err(at(file))?.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}
