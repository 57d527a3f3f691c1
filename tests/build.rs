//! Compiles what the rigs put between a program and its disk (`rig/io.c`), on Linux; nothing else has `LD_PRELOAD`.

use std::path::PathBuf;
use std::{env, process::ExitCode};

fn main() -> ExitCode {
    println!("cargo:rerun-if-changed=rig/io.c");
    if env::var("CARGO_CFG_TARGET_OS").as_deref() != Ok("linux") {
        println!("cargo:rustc-env=RIG_IO=");
        return ExitCode::SUCCESS;
    }
    let library = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("io.so");
    let mut compiler = cc::Build::new().opt_level(1).get_compiler().to_command();
    let compiled = compiler
        .args(["-shared", "-fPIC", "-Wall", "rig/io.c", "-ldl", "-lpthread", "-o"])
        .arg(&library)
        .status();
    if !compiled.is_ok_and(|status| status.success()) {
        eprintln!("rig/io.c did not compile: a C compiler is needed, as for SQLite");
        return ExitCode::FAILURE;
    }
    println!("cargo:rustc-env=RIG_IO={}", library.display());
    ExitCode::SUCCESS
}
