//! `cargo xtask publishing`: what is published, beside programs of others: python-tuf reads it, a store of S3 holds it. And
//! the desk as it ships, beside a root for development.
//!
//! The store is a real server, made from its source as the Go module proxy has it. Refuses to be part of
//! `cargo xtask test`: that needs no network.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::Failure;
use crate::stage::{self, Stage, cargo, program, root};
use crate::tuf;

/// Apache-2.0. About two minutes of a processor, the first time.
const VERSITYGW: &str = "github.com/versity/versitygw/cmd/versitygw@v1.8.0";
/// MIT.
const AZURITE: &str = "azurite@3.37.0";

/// `cargo xtask publishing`.
pub fn publishing(arguments: &[String]) -> Result<ExitCode, Failure> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (more, store) = match words.as_slice() {
        [] => (true, "s3"),
        ["--store", store @ ("s3" | "az")] => (false, *store),
        _ => {
            return Err(Failure::Usage(
                "`cargo xtask publishing [--store s3|az]`".to_owned(),
            ));
        }
    };
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), Into::into);
    let desk = target.join("debug/childfirst").display().to_string();
    let (python, environment) = tuf::python_tuf(&target);
    let script = |name: &'static str, file: &str, argument: Option<&str>| {
        let script = root().join("tests/publishing").join(file);
        let run = program(&python.display().to_string())
            .args([script])
            .args(argument);
        (name, run.env("CHILDFIRST", &desk))
    };
    let mut stages = vec![Stage::new("desk", cargo(["build", "-p", "childfirst-desk"]))];
    stages.extend(environment);
    if more {
        let (name, run) = script("python-tuf", "tuf_reads.py", None);
        stages.push(Stage::new(name, run));
    }
    let (variable, server, install) = match store {
        "az" => azurite(&target),
        _ => versitygw(&target),
    };
    stages.push(install);
    let (name, run) = script(if store == "az" { "az" } else { "s3" }, "store.py", Some(store));
    stages.push(Stage::new(name, run.env(variable, &server.display().to_string())));
    if more {
        let released = target.join("released/childfirst").display().to_string();
        stages.push(Stage::new(
            "build",
            cargo(["build", "-p", "childfirst-desk", "--profile", "released"]),
        ));
        let (name, run) = script("released", "released.py", None);
        stages.push(Stage::new(name, run.env("CHILDFIRST_RELEASED", &released)));
    }
    stage::run(&stages)
}

/// Its server, where it is installed, and how.
fn versitygw(target: &Path) -> (&'static str, PathBuf, Stage) {
    let folder = target.join("versitygw");
    let install = program("go").args(["install", VERSITYGW]);
    let stage = Stage::new("store", install.env("GOBIN", &folder.display().to_string()))
        .needs(
            program("go").args(["version"]),
            true,
            "Go is needed, which makes the server of S3 from its source: for example `apt-get install golang-go`"
                .to_owned(),
        )
        .hint("it comes from the Go module proxy, and needs a network");
    ("CHILDFIRST_VERSITYGW", folder.join("versitygw"), stage)
}

/// The same of Azure's.
fn azurite(target: &Path) -> (&'static str, PathBuf, Stage) {
    let folder = target.join("azurite");
    let install = program("npm").args([
        "install",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
        "--prefix",
    ]);
    let stage = Stage::new("store", install.args([&folder]).args([AZURITE]))
        .needs(
            program("npm").args(["--version"]),
            true,
            "Node and npm are needed: for example `apt-get install npm`".to_owned(),
        )
        .hint("it comes from npm's registry, and needs a network");
    (
        "CHILDFIRST_AZURITE",
        folder.join("node_modules/.bin/azurite-blob"),
        stage,
    )
}
