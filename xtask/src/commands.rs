//! What the commands do: which programs, with which arguments, in which order.

use std::process::ExitCode;

use crate::stage::{self, Stage, cargo, program};
use crate::{Failure, complain, say};

/// The cargo-deny that deny.toml was written for; `.ci/run` installs the same.
const CARGO_DENY: &str = "0.20.2";

/// `cargo xtask test`.
pub fn test(_: &[String]) -> Result<ExitCode, Failure> {
    let ci = in_ci();
    let setting = |name, short: &str, in_ci: &str| {
        std::env::var(name).unwrap_or_else(|_| if ci { in_ci } else { short }.to_owned())
    };
    let kills = setting("CHILDFIRST_KILLS", "20", "200");
    let cuts = setting("CHILDFIRST_CUTS", "150", "2000");
    let faults = setting("CHILDFIRST_FAULTS", "29", "3");
    let locked: &[&str] = if ci { &["--locked"] } else { &[] };
    let mut stages = vec![
        Stage::new("format", cargo(["fmt", "--all", "--check"])).hint("`cargo xtask fmt` formats everything"),
        Stage::new(
            "clippy",
            cargo(["clippy", "--workspace", "--all-targets", "--all-features"])
                .args(locked)
                .args(["--", "-D", "warnings"]),
        ),
        deny_stage(ci, locked),
        Stage::new(
            "tests",
            cargo(["test", "--workspace", "--all-features", "--no-fail-fast"])
                .args(locked)
                .env("CHILDFIRST_KILLS", &kills)
                .env("CHILDFIRST_CUTS", &cuts)
                .env("CHILDFIRST_FAULTS", &faults)
                // With it a check of a schema would write what it should compare with.
                .env_remove("UPDATE")
                .env_remove("UPDATE_FIXTURES")
                .env_remove(crate::stories::BLESS),
        )
        .counts_tests(),
    ];
    stages.extend(crate::bindings::test_stages(ci));
    stages.push(crate::android::test_stage(ci));
    stage::run(&stages)
}

/// `cargo xtask deny`.
pub fn deny(_: &[String]) -> Result<ExitCode, Failure> {
    let ci = in_ci();
    // Asked for by name, so its absence is never passed over.
    let stage = deny_stage(true, if ci { &["--locked"] } else { &[] });
    stage::run_one(&stage)
}

fn deny_stage(required: bool, locked: &[&str]) -> Stage {
    // No `--offline`: these three ask the network for nothing but crates that are not downloaded yet.
    let check = ["check", "--hide-inclusion-graph", "bans", "licenses", "sources"];
    Stage::new("deny", cargo(["deny"]).args(locked).args(check))
        .needs(
            cargo(["deny", "--version"]),
            required,
            format!(
                "cargo-deny is not installed: `cargo install cargo-deny --version {CARGO_DENY} --locked`"
            ),
        )
        .hint("what may come in, and why, is in deny.toml; `cargo deny check` shows how a crate got in")
}

/// `cargo xtask fmt`.
pub fn fmt(_: &[String]) -> Result<ExitCode, Failure> {
    stage::run_one(&Stage::new("format", cargo(["fmt", "--all"])))
}

/// `cargo xtask bench`.
pub fn bench(arguments: &[String]) -> Result<ExitCode, Failure> {
    let bench = cargo([
        "run",
        "--release",
        "-p",
        "childfirst-tests",
        "--bin",
        "bench",
        "--",
    ]);
    if arguments.iter().any(|argument| argument == "--peer") {
        let peer = Stage::new(
            "peer",
            program("mvn")
                .args(["-q", "-B", "-f", "tests/peer/pom.xml", "package", "dependency:copy-dependencies"]),
        )
        .needs(
            program("mvn").args(["--version"]),
            true,
            "Maven and a JDK of at least 17 are needed for the peer: for example `apt-get install maven openjdk-17-jdk-headless`".to_owned(),
        );
        let built = stage::run_one(&peer)?;
        if built != ExitCode::SUCCESS {
            return Ok(built);
        }
    }
    // A `--` that a person put before the program's arguments is cargo's habit, not an argument.
    let own = arguments.strip_prefix(&["--".to_owned()]).unwrap_or(arguments);
    stage::run_one(&Stage::new("bench", bench.args(own)))
}

/// `cargo xtask schema`.
pub fn schema(_: &[String]) -> Result<ExitCode, Failure> {
    let write = Stage::new(
        "schema",
        cargo([
            "test",
            "--workspace",
            "--all-features",
            "--no-fail-fast",
            "schema",
        ])
        .env("UPDATE", "1"),
    )
    .counts_tests();
    let (code, counts) = stage::run_counted(&write)?;
    if counts.passed + counts.failed == 0 {
        complain("no test has `schema` in its path, so nothing was written");
        return Ok(ExitCode::FAILURE);
    }
    say("\n`git diff --stat` shows what changed.\n")?;
    Ok(code)
}

/// CI machines set `CI`; a person who says `CI=false` or `CI=0` means no.
pub fn in_ci() -> bool {
    std::env::var("CI").is_ok_and(|value| !matches!(value.as_str(), "" | "0" | "false"))
}

#[cfg(test)]
mod tests {
    #[test]
    fn ci_installs_the_cargo_deny_that_the_hint_names() {
        let script = include_str!("../../.ci/run");
        assert!(
            script.contains(&format!("\nCARGO_DENY={}\n", super::CARGO_DENY)),
            "see CARGO_DENY in .ci/run"
        );
    }
}
