//! `cargo xtask bench-fleet`: real devices beside a real nginx (`docs/scale.md`).
//!
//! Refuses to be part of `cargo xtask test`: it needs nginx, and a machine that does nothing else. What it checks in
//! short is `tests/tests/fleet.rs`.

use std::process::ExitCode;

use crate::Failure;
use crate::stage::{self, Stage, cargo, program};

const NGINX: &str = "nginx is needed, the one of your system: for example `apt-get install nginx-light`";
const OPENSSL: &str = "openssl is needed, for connections under TLS: for example `apt-get install openssl`";

/// `cargo xtask bench-fleet`.
pub fn fleet(arguments: &[String]) -> Result<ExitCode, Failure> {
    if !cfg!(target_os = "linux") {
        return Err(Failure::Usage(
            "`cargo xtask bench-fleet` reads what nginx costs from the system, and knows Linux's way alone"
                .into(),
        ));
    }
    let build = |what: &str| cargo([what, "--profile", "rig", "-p", "childfirst-tests", "--bin"]);
    let own = arguments.strip_prefix(&["--".to_owned()]).unwrap_or(arguments);
    let probe = |name: &str, version: &str| program(name).args([version]);
    stage::run(&[
        Stage::new("nginx", build("build").args(["desk"])).needs(probe("nginx", "-v"), true, NGINX.into()),
        Stage::new("fleet", build("run").args(["fleet", "--"]).args(own)).needs(
            probe("openssl", "version"),
            true,
            OPENSSL.into(),
        ),
    ])
}
