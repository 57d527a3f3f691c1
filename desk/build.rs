//! Builds the packs of `content/` and puts them into the program, so that it works from the first start, offline.
//!
//! Refuses to go on with a finding: a program with half its guidance is worse than none.

use childfirst::pack::build::build;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    let variable = |name: &str| {
        env::var_os(name)
            .map(PathBuf::from)
            .ok_or(format!("{name} is not set"))
    };
    let content = variable("CARGO_MANIFEST_DIR")?.join("../content");
    let out = variable("OUT_DIR")?;
    println!("cargo:rerun-if-changed={}", content.display());
    let mut list = String::from("/// The packs built into this program: id, version, digest, bytes.\n");
    list.push_str("pub const BUILT_IN: &[BuiltIn] = &[\n");
    for folder in packs(&content)? {
        let built = build(&folder, &[]).map_err(|found| {
            let lines: Vec<String> = found.iter().map(ToString::to_string).collect();
            format!("the guidance in content/ does not build:\n{}", lines.join("\n"))
        })?;
        let file = out.join(format!("{}.json", built.file.id));
        fs::write(&file, &built.bytes).map_err(|error| format!("{}: {error}", file.display()))?;
        writeln!(
            list,
            "    BuiltIn {{ id: {:?}, digest: {:?}, bytes: include_bytes!({:?}) }},",
            built.file.id,
            built.digest,
            file.display().to_string()
        )
        .map_err(|error| error.to_string())?;
    }
    list.push_str("];\n");
    fs::write(out.join("built_in.rs"), list).map_err(|error| error.to_string())
}

/// The folders of `content/` that hold a pack.
fn packs(content: &Path) -> Result<Vec<PathBuf>, String> {
    let read = fs::read_dir(content).map_err(|error| format!("{}: {error}", content.display()))?;
    let mut packs: Vec<PathBuf> = read
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.join("pack.json").is_file())
        .collect();
    packs.sort();
    Ok(packs)
}
