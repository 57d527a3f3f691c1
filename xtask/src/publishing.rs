//! `cargo xtask publishing`: what is published, beside programs of others: python-tuf reads it, a store of S3 holds it.
//!
//! Both come from the Python registry, into a folder of `target/`. Refuses to be part of `cargo xtask test`: that needs no
//! network.

use std::path::Path;
use std::process::ExitCode;

use crate::Failure;
use crate::stage::{self, Stage, cargo, program, root};

/// What is installed: pinned, so that a failure is ours.
const PACKAGES: [&str; 2] = ["tuf==7.0.1", "moto[server]==5.2.5"];
const SCRIPTS: [(&str, &str); 2] = [("python-tuf", "tuf_reads.py"), ("s3", "s3.py")];

/// `cargo xtask publishing`.
pub fn publishing(arguments: &[String]) -> Result<ExitCode, Failure> {
    if let Some(unknown) = arguments.first() {
        return Err(Failure::Usage(format!(
            "`cargo xtask publishing` does not know `{unknown}`"
        )));
    }
    let text = |path: &Path| path.display().to_string();
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), Into::into);
    let folder = target.join("publishing");
    let (python, desk) = (folder.join("bin/python"), target.join("debug/childfirst"));
    let mut stages = vec![
        Stage::new("desk", cargo(["build", "-p", "childfirst-desk"])),
        Stage::new("python", program("python3").args(["-m", "venv", &text(&folder)])),
        Stage::new(
            "packages",
            program(&text(&python))
                .args(["-m", "pip", "install", "--quiet"])
                .args(PACKAGES),
        )
        .hint("it takes them from the Python registry, and needs a network"),
    ];
    for (name, script) in SCRIPTS {
        let script = root().join("tests/publishing").join(script);
        let run = program(&text(&python)).args([text(&script)]);
        stages.push(Stage::new(name, run.env("CHILDFIRST", &text(&desk))));
    }
    stage::run(&stages)
}
