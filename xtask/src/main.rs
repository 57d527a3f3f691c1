//! `cargo xtask …`: the one way to test, check and measure.
//!
//! A new command is one row in [`COMMANDS`] and one function. Nothing here needs a crate: it starts programs, counts
//! what they print and says how long they took.

mod android;
mod bindings;
mod commands;
mod fleet;
mod long;
mod publishing;
mod pytest;
mod rigs;
mod stage;
mod stories;
mod totals;
mod tuf;
mod vectors;

use std::fmt::Write as _;
use std::io::Write;
use std::process::ExitCode;

/// One row of the table of commands.
struct Command {
    /// What is typed.
    name: &'static str,
    /// What may follow it.
    usage: &'static str,
    /// One line, for the list.
    about: &'static str,
    /// The rest of its help.
    details: &'static str,
    /// What it does.
    run: fn(&[String]) -> Result<ExitCode, Failure>,
}

/// Why a command ended before it had an outcome of its own.
#[derive(Debug)]
enum Failure {
    /// It was asked for in a way that it doesn't know: exit code 2.
    Usage(String),
    /// A program could not be started, or what it printed could not be passed on: exit code 1.
    Io(String, std::io::Error),
}

const COMMANDS: &[Command] = &[
    Command {
        name: "test",
        usage: "",
        about: "everything that must hold: format, clippy, dependencies, all tests",
        details: "\
Stages, in order; the first that fails ends the run, and the table of times is printed in any case:
  format    rustfmt changes nothing
  clippy    the whole workspace, every target and feature, warnings denied
  deny      bans, licences and sources of every dependency (cargo-deny; required when CI is set)
  tests     every test of the workspace
  python, kotlin, swift  the bindings, where the language is there
  android   the app: compiled, walked, photographed, where aapt2 and Maven are there
The last line is `N passed, N failed`: tests, and a stage that failed without naming a test counts as one.

Environment:
  CI                set: Cargo.lock must be current, and cargo-deny must be there
  CHILDFIRST_KILLS  how often the rig kills the program at a random moment (20; 200 when CI is set)
  CHILDFIRST_CUTS   how often the power is cut below SQLite (150; 2000 when CI is set)
  CHILDFIRST_FAULTS every how manyth operation of the disk fails (29; 3 when CI is set)
  CHILDFIRST_SEED   the seed of every rig; each prints its own
  CHILDFIRST_CASES  how many sequences the records go through beside their model (64)
  CHILDFIRST_FUZZ   how many inputs each fuzz target is given (2000)
  CHILDFIRST_SEED   the seed that a rig printed: repeats its run

One test or a few: `cargo test --workspace --all-features WORDS`.
",
        run: commands::test,
    },
    Command {
        name: "bench",
        usage: "[--quick] [--peer] [--out FILE]",
        about: "the figures of docs/performance.md, each as a ratio or a growth curve",
        details: "\
Runs the bench program of tests/ in the release profile.
  --quick     a tenth of the rounds
  --peer      beside JavaRosa, the form engine of ODK Collect, instead; needs Maven and a JDK of at least 17
  --out FILE  puts the table between its marks in that file

Examples:
  cargo xtask bench --out docs/performance.md
  cargo xtask bench --peer --out docs/performance.md
",
        run: commands::bench,
    },
    Command {
        name: "bench-fleet",
        usage: "[--devices N] [--threads N] [--out FILE]",
        about: "many real devices beside a real nginx, and the tables of docs/scale.md",
        details: "\
Publishes a repository of two forces, has nginx serve it on loopback by docs/nginx/guidance.conf, with compression and
without, and lets devices ask: a first refresh, polls, the daily signature, another force's release, a release of their
own. Bytes are those of nginx's log. A client that forgets what the server knows a file by must be caught.
  --devices N  how many data folders (300)
  --threads N  how many ask at once (4)
  --out FILE   puts the tables between their marks in that file
Needs nginx, openssl and Linux. On a machine that does something else as well the rates say little.

Example:
  cargo xtask bench-fleet --out docs/scale.md
",
        run: fleet::fleet,
    },
    Command {
        name: "fuzz",
        usage: "[--for TIME] [--seed N] [TARGET]...",
        about: "the fuzz targets for as long as they are given, 10m all in all",
        details: "\
TIME is 90s, 10m or 8h, and is shared equally among the targets. Targets: export, pack, script, sealed_row, values;
all when none is named. A target that fails does not end the run; its input is in fuzz/artifacts/.

With cargo-fuzz and a nightly compiler this is libFuzzer, which follows what its inputs reach. Without them it says
what to install, and runs the mutator of tests/ for as long: the same targets, and finds less.

Examples:
  cargo xtask fuzz                          all targets, two minutes each
  cargo xtask fuzz --for 8h                 over night
  cargo xtask fuzz --for 10m --seed 7 pack  one target, as another run had it

The short form is among the tests: CHILDFIRST_FUZZ=20000 cargo test -p childfirst-tests --test fuzz
",
        run: long::fuzz,
    },
    Command {
        name: "crash",
        usage: "[--for 8h] [--seed N] [kill|power]...",
        about: "the long rigs: processes killed, power cut below SQLite",
        details: "\
  kill   kill -9 of `childfirst walk` at random moments, 2,000 a round
  power  power cuts made of what a program did to its disk: dropped, reordered, torn; 5,000 a round
Without --for each runs one round. With it, rounds from the next seed until the time is over, shared equally. The first
failure ends it and names the seed that repeats it. Linux alone can run `power`.

Examples:
  cargo xtask crash                       one round of each, before a release
  cargo xtask crash --for 8h              overnight
  cargo xtask crash --seed 4711 power     again what failed
",
        run: rigs::crash,
    },
    Command {
        name: "faults",
        usage: "[--for 8h] [--seed N] [disk|machine]...",
        about: "the long rigs: a fault at every operation of the disk, records beside a model",
        details: "\
  disk     every open, read, write, sync and rename of the files that hold records fails in its turn, in seven ways
  machine  1,500 random sequences of everything that the records can do, compared with a model after each step
Without --for each runs one round. The first failure ends it and names the seed; `CHILDFIRST_FAULT_AT=N` repeats one
operation of `disk`. Linux alone can run `disk`.

Examples:
  cargo xtask faults
  cargo xtask faults --for 2h machine
",
        run: rigs::faults,
    },
    Command {
        name: "stories",
        usage: "[--bless] [STORY]...",
        about: "ten whole interactions, beside what is expected of them (tests/stories, docs/stories)",
        details: "\
Works each story through by the program and compares what the officer saw and what the record says, word by word.
  --bless  what came of them becomes what is expected of them; the pages of docs/stories are mended by hand

Examples:
  cargo xtask stories                          all ten
  cargo xtask stories baby-not-seen            one of them
  cargo xtask stories --bless                  when a record reads better than it did
",
        run: stories::stories,
    },
    Command {
        name: "publishing",
        usage: "[--store s3|az]",
        about: "what is published, beside others' programs: python-tuf reads it, a store of S3 holds it",
        details: "\
Installs python-tuf and a client of S3 into target/python, and the store; then:
  python-tuf  reads a repository of ours through releases, changed keys and a renewal, and refuses a changed byte
  s3          a server of S3, Versity's gateway: proves that it keeps writers apart, sixteen at a time, that two stores
              which do not are found out, and that no fault is found with one which does; publishes to it, two programs
              at once, some of them killed, and reads all the while; a device takes guidance from it
  released    a desk without the checks of a build for development refuses a root for development
With --store that store alone:
  --store az  the same on Azurite, Microsoft's emulator of Azure's blobs, which needs Node and npm
Needs Python 3, Go for the server of S3, and a network. CHILDFIRST_SEED repeats the kills of a run.
",
        run: publishing::publishing,
    },
    Command {
        name: "vectors",
        usage: "[--bless] [NAME]...",
        about: "the test vectors that every language must agree on, in Rust (tests/vectors)",
        details: "\
Works the vectors through by the door that apps use and compares what each step gave with what stands in the file.
  --bless  what they gave becomes what is expected, here and in Kotlin, Swift and Python

Examples:
  cargo xtask vectors                          all of them
  cargo xtask vectors corrections erased       two of them
  cargo xtask vectors --bless                  when what core says has changed on purpose
",
        run: vectors::vectors,
    },
    Command {
        name: "bindings",
        usage: "[kotlin|swift|python]... [--out DIR] [--test|--bench]",
        about: "core for Kotlin, Swift and Python: generated, packaged, tested (docs/bindings.md)",
        details: "\
Generates from the library that the language loads, and packages: a jar with its sources, the Swift package
ios/ChildFirstKit, a wheel. All three when none is named.
  --out DIR  where the package goes (target/bindings/LANGUAGE)
  --test     builds the library whose ids can be seeded, and runs the language's tests over it
  --bench    measures over the library that is packaged: a call, a worklist

Environment:
  CHILDFIRST_LIBRARY  a library to package or measure in place of one built now, from these very sources

Examples:
  cargo xtask bindings kotlin --out ~/app/libs
  cargo xtask bindings --test              all three, as `cargo xtask test` does
",
        run: bindings::bindings,
    },
    Command {
        name: "interop",
        usage: "[--bless]",
        about: "repositories that python-tuf writes, read by our client (docs/sync.md)",
        details: "\
Installs python-tuf into target/python, has it write repositories by the contract of docs/sync.md, and reads them.
`cargo xtask test` reads the ones that it wrote before, in tests/fixtures/python-tuf.
  --bless  what it writes now becomes what is read there

Example:
  cargo xtask interop
",
        run: tuf::interop,
    },
    Command {
        name: "conformance",
        usage: "--suite DIR [ARGUMENT]...",
        about: "our client of signed updates under the public suite for clients of TUF",
        details: "\
DIR is a checkout of github.com/theupdateframework/tuf-conformance; what it needs is installed into
target/tuf-conformance. Needs faketime. More arguments go to pytest.

Examples:
  cargo xtask conformance --suite ~/tuf-conformance
  cargo xtask conformance --suite ~/tuf-conformance -k rollback -rA
",
        run: tuf::conformance,
    },
    Command {
        name: "android",
        usage: "test|shots|kill|bench [TEST]...",
        about: "the Android app without a device: real views, compiled, tested and photographed (docs/android.md)",
        details: "\
Builds the library for this machine's JVM, generates Kotlin from it, builds the packs that the app carries, compiles the
app against the platform's classes and runs it in Robolectric. Nothing of Google's tools is needed; aapt2 is.
  test   everything; TEST is a class, or CLASS#method
  shots  the pictures alone: target/android/shots, each beside its approved one; what is other is in target/android/differs
         --bless: those of this run are the approved ones from now on (look at them first)
  kill   the story in a process that is halted after every press and started again (test: after two of them, eight in CI)
  bench  what drawing costs, as ratios; --out FILE: into docs/performance.md

The first run fetches about 1 GB into Maven's folder. Environment:
  CHILDFIRST_OFFLINE  set: Maven asks no registry
  CHILDFIRST_ROOT     a force's own root of signed updates, for the app to carry (left out: one for development)
  CHILDFIRST_SEED     the monkey presses what it pressed then

Examples:
  cargo xtask android test
  cargo xtask android test StoryTest
  cargo xtask android shots --bless
  cargo xtask android bench --out docs/performance.md
",
        run: android::android,
    },
    Command {
        name: "deny",
        usage: "",
        about: "bans, licences and sources of every dependency (deny.toml)",
        details: "Advisories need a network, and are asked for apart: `cargo deny check advisories`.\n",
        run: commands::deny,
    },
    Command {
        name: "fmt",
        usage: "",
        about: "format the whole workspace",
        details: "",
        run: commands::fmt,
    },
    Command {
        name: "schema",
        usage: "",
        about: "write again the JSON Schemas that are derived from the types",
        details: "\
Runs every test with `schema` in its path with UPDATE=1: the tests that check that a schema in the repository is
current then write it first. Look at the difference before it is committed.
",
        run: commands::schema,
    },
];

const EXAMPLES: &str = "\
Examples:
  cargo xtask test                         before every push
  CHILDFIRST_KILLS=200 cargo xtask test    with as many kills as CI
  cargo xtask fmt                          when the format stage failed
  cargo xtask schema                       when a type of the packs changed
  cargo xtask bench --quick                the figures, in short
  cargo xtask fuzz --for 8h                over night: what no test thought of
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args_os()
        .skip(1)
        .map(|argument| argument.to_string_lossy().into_owned())
        .collect();
    match dispatch(&arguments) {
        Ok(code) => code,
        Err(Failure::Usage(message)) => {
            complain(&message);
            ExitCode::from(2)
        }
        Err(Failure::Io(what, error)) => {
            complain(&format!("{what}: {error}"));
            ExitCode::FAILURE
        }
    }
}

/// Finds the command and runs it, or prints the help that was asked for.
fn dispatch(arguments: &[String]) -> Result<ExitCode, Failure> {
    let (name, rest) = match arguments.split_first() {
        None => return Err(Failure::Usage(format!("which command?\n\n{}", help()))),
        Some((name, rest)) => (name.as_str(), rest),
    };
    if matches!(name, "--help" | "-h" | "help") {
        let text = match rest.first() {
            Some(topic) => help_of(find(topic)?),
            None => help(),
        };
        return say(&text).map(|()| ExitCode::SUCCESS);
    }
    let command = find(name)?;
    // What follows `--` belongs to the program that the command starts.
    let ours = rest.split(|argument| argument == "--").next().unwrap_or_default();
    if ours
        .iter()
        .any(|argument| argument == "--help" || argument == "-h")
    {
        return say(&help_of(command)).map(|()| ExitCode::SUCCESS);
    }
    if command.usage.is_empty()
        && let Some(extra) = rest.first()
    {
        return Err(Failure::Usage(format!(
            "`cargo xtask {name}` takes no arguments, and was given `{extra}`; `cargo xtask {name} --help` says what it does"
        )));
    }
    (command.run)(rest)
}

fn find(name: &str) -> Result<&'static Command, Failure> {
    COMMANDS
        .iter()
        .find(|command| command.name == name)
        .ok_or_else(|| {
            let near = COMMANDS.iter().find(|command| resembles(command.name, name));
            let hint = near
                .map(|command| format!(" (did you mean `{}`?)", command.name))
                .unwrap_or_default();
            Failure::Usage(format!("there is no command `{name}`{hint}\n\n{}", list()))
        })
}

/// Whether what was typed could have been meant as this name: one is the beginning of the other, or they share all
/// letters but one.
fn resembles(name: &str, typed: &str) -> bool {
    let mut left: Vec<char> = typed.chars().collect();
    let shared = name.chars().filter(|letter| {
        left.iter()
            .position(|other| other == letter)
            .map(|at| left.swap_remove(at))
            .is_some()
    });
    let longer = name.len().max(typed.chars().count());
    typed.starts_with(name) || (!typed.is_empty() && name.starts_with(typed)) || shared.count() + 1 >= longer
}

fn list() -> String {
    let width = COMMANDS
        .iter()
        .map(|command| command.name.len())
        .max()
        .unwrap_or_default();
    let mut text = String::from("Commands:\n");
    for command in COMMANDS {
        let _ = writeln!(text, "  {:width$}  {}", command.name, command.about);
    }
    text
}

fn help() -> String {
    format!(
        "Usage: cargo xtask COMMAND [ARGUMENT]...\n\n{}\n`cargo xtask COMMAND --help` says more of one.\n\n{EXAMPLES}\nExit codes: 0 all is well, 1 something failed, 2 asked for in a way it doesn't know.\n",
        list()
    )
}

fn help_of(command: &Command) -> String {
    let space = if command.usage.is_empty() { "" } else { " " };
    let gap = if command.details.is_empty() { "" } else { "\n" };
    format!(
        "cargo xtask {}{space}{}\n\n{}\n{gap}{}",
        command.name, command.usage, command.about, command.details
    )
}

/// Prints for a person.
fn say(text: &str) -> Result<(), Failure> {
    put(&mut std::io::stdout(), text.as_bytes())
}

/// Prints at once, and reports a reader that has gone as an error, where `println!` would panic.
fn put(out: &mut dyn Write, bytes: &[u8]) -> Result<(), Failure> {
    out.write_all(bytes)
        .and_then(|()| out.flush())
        .map_err(|error| Failure::Io("cannot print".to_owned(), error))
}

/// Tells a person what went wrong. There is nobody left to tell when that fails too.
fn complain(message: &str) {
    let _ = writeln!(std::io::stderr(), "xtask: {}", message.trim_end());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usage_error(arguments: &[&str]) -> String {
        let arguments: Vec<String> = arguments.iter().map(|&argument| argument.to_owned()).collect();
        match dispatch(&arguments) {
            Err(Failure::Usage(message)) => message,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_unknown_command_names_the_one_that_was_meant_and_lists_all() {
        let message = usage_error(&["tests"]);
        assert!(
            message.starts_with("there is no command `tests` (did you mean `test`?)"),
            "{message}"
        );
        for command in COMMANDS {
            assert!(message.contains(command.about), "{message}");
        }
        for (typed, meant) in [
            ("tets", "test"),
            ("te", "test"),
            ("shema", "schema"),
            ("bnech", "bench"),
        ] {
            let message = usage_error(&[typed]);
            assert!(message.contains(&format!("did you mean `{meant}`?")), "{message}");
        }
        assert!(usage_error(&["frob"]).starts_with("there is no command `frob`\n"));
        assert!(usage_error(&["frobnicate"]).starts_with("there is no command `frobnicate`\n"));
        assert!(usage_error(&["help", "frobnicate"]).starts_with("there is no command `frobnicate`\n"));
    }

    #[test]
    fn no_command_and_arguments_that_a_command_cannot_take_are_errors() {
        assert!(usage_error(&[]).starts_with("which command?"));
        assert!(usage_error(&["test", "--fast"]).contains("takes no arguments, and was given `--fast`"));
    }

    #[test]
    fn every_command_has_a_line_of_help_and_its_own_name() {
        for (at, command) in COMMANDS.iter().enumerate() {
            assert!(help().contains(command.about));
            assert!(help_of(command).contains(command.name));
            assert!(
                COMMANDS
                    .iter()
                    .skip(at + 1)
                    .all(|other| other.name != command.name)
            );
        }
    }
}
