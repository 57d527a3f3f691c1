//! The test vectors (`tests/vectors/README.md`): read, worked through by the door that apps use, compared, written.
//!
//! Refuses to bless by itself: a vector is written only when somebody asked for it by name or for all.

mod file;
mod host;
mod run;
mod transport;
mod updates;

pub use file::{Gives, Step, Vector};
pub use run::Run;

use std::path::{Path, PathBuf};

/// The folder of the vectors.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors")
}

/// The files of all vectors, in order.
///
/// # Errors
/// When the folder cannot be read.
pub fn files() -> Result<Vec<PathBuf>, String> {
    let found = std::fs::read_dir(folder()).map_err(|error| error.to_string())?;
    let mut all: Vec<PathBuf> = found
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|end| end == "json"))
        .collect();
    all.sort();
    Ok(all)
}

/// A vector's name: that of its file.
pub fn name_of(path: &Path) -> String {
    path.file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// Works a vector through. Gives what each step gave.
///
/// # Errors
/// The step that cannot be worked through at all, and why.
pub fn work(name: &str, vector: &Vector) -> Result<Vec<Gives>, String> {
    let mut run = Run::new(name)?;
    let mut all = Vec::with_capacity(vector.steps.len());
    for (n, step) in vector.steps.iter().enumerate() {
        let gave = run
            .step(step)
            .map_err(|why| format!("{name}, step {}: {why}", n + 1))?;
        all.push(gave);
    }
    Ok(all)
}

/// Where a vector differs from what its steps gave, step by step.
pub fn differences(name: &str, vector: &Vector, gave: &[Gives]) -> Vec<String> {
    let differs = |(n, (step, gave)): (usize, (&Step, &Gives))| {
        let expected = step.gives.clone().unwrap_or_default();
        let at = || format!("{name}, step {}: {}", n + 1, step.asked());
        match &step.gives {
            None => Some(format!("{}\n  was never blessed", at())),
            Some(_) if expected == *gave => None,
            Some(_) => Some(format!(
                "{}\n{}",
                at(),
                file::difference(&expected, gave).join("\n")
            )),
        }
    };
    let steps = vector.steps.iter().zip(gave).enumerate();
    steps.filter_map(differs).collect()
}
