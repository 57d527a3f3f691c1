//! The test vectors (`tests/vectors/README.md`), worked through in Rust; and that they leave nothing out.
//!
//! What they should hold is read where it is defined: errors in core, steps in the page, operations and kinds of entry in
//! the schemas. Refuses to bless: `cargo xtask vectors --bless` does.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "rigs stop loudly"
)]

use childfirst::error::{Cause, Error, Part, Trouble};
use childfirst::sets::Role;
use childfirst::vectors::{VectorStep, vector_step};
use childfirst_tests::errors::{every_error, words};
use childfirst_tests::vectors::{Step, Vector, differences, files, folder, name_of, work};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;

/// Errors that no vector can have, and why not.
fn out_of_reach() -> Vec<(Error, &'static str)> {
    const DISK: &str = "needs a disk that is full, failing or write-protected: survival.rs, faults.rs";
    const BYTES: &str =
        "needs bytes of the data folder that were changed from outside: survival.rs, core's own tests";
    const RACE: &str = "needs two threads at one time: core/src/records/machine";
    const NOBODY: &str = "the types allow it, and no code of core gives it";
    let unavailable = |cause| Error::Unavailable { cause };
    let not_saved = |cause| Error::NotSaved { cause };
    let damaged = |what| Error::Damaged { what };
    let not_updated = |why| Error::NotUpdated { why };
    vec![
        (unavailable(Cause::DiskFull), DISK),
        (unavailable(Cause::ReadOnly), DISK),
        (unavailable(Cause::Disk), DISK),
        (unavailable(Cause::Busy), RACE),
        (
            unavailable(Cause::Random),
            "needs a system without random numbers",
        ),
        (damaged(Part::Records), BYTES),
        (damaged(Part::Key), BYTES),
        (damaged(Part::Interaction), BYTES),
        (damaged(Part::Draft), BYTES),
        (damaged(Part::Pack), BYTES),
        (damaged(Part::Values), BYTES),
        (damaged(Part::Guidance), NOBODY),
        (
            Error::Newer { what: Part::Records },
            "needs a file that a newer version wrote: core/src/records/tests.rs",
        ),
        (
            Error::Newer { what: Part::Entry },
            "needs an entry that a newer version sealed in another form: core/src/records/tests.rs",
        ),
        (not_saved(Cause::DiskFull), DISK),
        (not_saved(Cause::ReadOnly), DISK),
        (not_saved(Cause::Disk), DISK),
        (
            not_saved(Cause::Moved),
            "needs a folder that is moved while it is open: survival.rs",
        ),
        (not_saved(Cause::Busy), RACE),
        (not_saved(Cause::KeyStore), NOBODY),
        (not_saved(Cause::Random), NOBODY),
        (Error::NotFound { what: Part::Guidance }, NOBODY),
        (Error::NotFound { what: Part::Child }, NOBODY),
        (
            not_updated(Trouble::UnderWay),
            "needs a second thread, or a transport that comes back in: the tests of transports in every language",
        ),
        (
            not_updated(Trouble::TooManyRoots),
            "needs more than 64 roots, as many files: core/src/sync/tests",
        ),
        (
            not_updated(Trouble::DevelopmentRoot),
            "needs a build for release, and the vectors run against builds for tests: core/src/sync/tests",
        ),
    ]
}

/// Every vector with its name, in order.
fn all() -> Vec<(String, Vector)> {
    let read = |path: std::path::PathBuf| {
        let name = name_of(&path);
        let text = fs::read_to_string(&path).unwrap();
        let vector = Vector::read(&text).unwrap_or_else(|why| panic!("{name}: {why}"));
        (name, vector)
    };
    files().unwrap().into_iter().map(read).collect()
}

fn one(name: &str) -> Vector {
    let found = all().into_iter().find(|(other, _)| other == name);
    found.unwrap_or_else(|| panic!("there is no vector {name}")).1
}

/// Every step of every vector.
fn steps() -> Vec<Step> {
    all().into_iter().flat_map(|(_, vector)| vector.steps).collect()
}

/// A field of a step's line or host step.
fn field(step: &Step, of: fn(&Step) -> Option<&str>, name: &str) -> Option<String> {
    let fields: Value = serde_json::from_str(of(step)?).unwrap();
    Some(fields.get(name)?.as_str()?.to_owned())
}

fn line(step: &Step) -> Option<&str> {
    step.line.as_ref().map(|raw| raw.get())
}

fn host(step: &Step) -> Option<&str> {
    step.host.as_ref().map(|raw| raw.get())
}

/// What is in the first and not in the second.
fn missing(all: &BTreeSet<String>, found: &BTreeSet<String>) -> Vec<String> {
    all.difference(found).cloned().collect()
}

#[test]
fn every_vector_gives_what_stands_in_it() {
    let mut wrong = Vec::new();
    let vectors = all();
    for (name, vector) in &vectors {
        match work(name, vector) {
            Ok(gave) => wrong.extend(differences(name, vector, &gave)),
            Err(why) => wrong.push(why),
        }
    }
    // Not by `println!`, which a test that passes keeps to itself: the count is said beside those of other languages.
    let _ = writeln!(
        std::io::stdout(),
        "{} vectors, {} steps in Rust",
        vectors.len(),
        steps().len()
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(vectors.len() >= 40, "{} vectors", vectors.len());
}

#[test]
fn one_worked_twice_gives_the_same_bytes() {
    for name in [
        "three-children-at-home",
        "lost-device-recovered",
        "erased",
        "updates-one-force-gone-bad",
    ] {
        let vector = one(name);
        let (first, second) = (work(name, &vector).unwrap(), work(name, &vector).unwrap());
        assert_eq!(vector.written(&first), vector.written(&second), "{name}");
        let stands = fs::read_to_string(folder().join(format!("{name}.json"))).unwrap();
        assert!(
            vector.written(&first) == stands,
            "{name} is not as it would be written"
        );
    }
}

#[test]
fn a_changed_answer_a_changed_line_and_a_changed_seed_are_caught() {
    let name = "three-children-at-home";
    let gave = work(name, &one(name)).unwrap();
    let differ = |vector: &Vector| differences(name, vector, &gave).len();
    assert_eq!(differ(&one(name)), 0);

    let mut changed = one(name);
    let hash = changed.steps[3].gives.as_mut().unwrap().hash.as_mut().unwrap();
    hash.replace_range(0..1, if hash.starts_with('0') { "1" } else { "0" });
    assert_eq!(differ(&changed), 1);

    // A letter of a child's words: from there on every hash is another.
    let text = fs::read_to_string(folder().join(format!("{name}.json"))).unwrap();
    let other = Vector::read(&text.replacen("so he doesn’t hear", "so he can’t hear", 1)).unwrap();
    let found = differences(name, &other, &work(name, &other).unwrap());
    assert!(found.len() > 10, "{} differences", found.len());

    // Under another name the same steps have other ids, keys and salts.
    let found = differences(name, &one(name), &work("another-name", &one(name)).unwrap());
    assert!(found.len() > 30, "{} differences", found.len());
}

#[test]
fn every_error_has_a_vector_or_a_reason_why_not() {
    let found: BTreeSet<String> = steps()
        .into_iter()
        .filter_map(|step| step.gives.and_then(|gives| gives.error))
        .collect();
    let name = |error: &Error| words(error).join(" ");
    let out: BTreeSet<String> = out_of_reach().iter().map(|(error, _)| name(error)).collect();
    let every: BTreeSet<String> = every_error().iter().map(name).collect();
    let reachable: BTreeSet<String> = every.difference(&out).cloned().collect();
    assert_eq!(
        missing(&reachable, &found),
        Vec::<String>::new(),
        "no vector has it"
    );
    assert_eq!(
        missing(&found, &reachable),
        Vec::<String>::new(),
        "not an error, or called out of reach"
    );
    assert_eq!(
        missing(&out, &every),
        Vec::<String>::new(),
        "called out of reach, and there is none"
    );
    println!(
        "{} errors in vectors, {} out of reach of {}",
        found.len(),
        out.len(),
        every.len()
    );
}

/// The names in the first cells of the table under a heading, without that of the cells themselves.
fn on_the_page(heading: &str, between: &str, head: &str) -> BTreeSet<String> {
    let page = fs::read_to_string(folder().join("README.md")).unwrap();
    let (_, rest) = page.split_once(heading).expect("the heading");
    let table = rest.split("\n##").next().unwrap_or_default();
    let row = |row: &str| -> Vec<String> {
        let cell = row.split('|').nth(1).unwrap_or_default();
        let names = cell
            .split(between)
            .filter_map(|part| part.trim().strip_prefix('`')?.split('`').next());
        names.map(str::to_owned).collect()
    };
    let rows = table.lines().filter(|line| line.starts_with("| `"));
    rows.flat_map(row).filter(|name| name != head).collect()
}

#[test]
fn every_answer_of_a_transport_occurs_and_no_other() {
    let mut said = on_the_page("### The transport", ", ", "answers");
    // What it answers when nothing is said.
    assert!(said.remove("right"));
    let found = steps()
        .iter()
        .filter_map(|step| {
            field(step, host, "answers").filter(|_| field(step, host, "do").unwrap() == "transport")
        })
        .collect();
    assert_eq!(missing(&said, &found), Vec::<String>::new(), "no vector has it");
    assert_eq!(
        missing(&found, &said),
        Vec::<String>::new(),
        "the page does not say it"
    );
}

#[test]
fn every_host_step_of_the_page_occurs_and_no_other() {
    let said = on_the_page("### A host step", " / ", "do");
    let found = steps()
        .iter()
        .filter_map(|step| field(step, host, "do"))
        .collect();
    assert_eq!(missing(&said, &found), Vec::<String>::new(), "no vector has it");
    assert_eq!(
        missing(&found, &said),
        Vec::<String>::new(),
        "the page does not say it"
    );
}

#[test]
fn every_case_of_a_step_occurs() {
    const CASES: [&str; 14] = [
        "begin",
        "resume",
        "perform",
        "erase",
        "move",
        "export",
        "draft",
        "draft_dropped",
        "worklist",
        "state",
        "record",
        "log_copy",
        "verify",
        "draft_dropped_at",
    ];
    let case = |step: VectorStep| match step {
        VectorStep::Begin { .. } => CASES[0],
        VectorStep::Resume => CASES[1],
        VectorStep::Perform { .. } => CASES[2],
        VectorStep::Erase { .. } => CASES[3],
        VectorStep::Move { .. } => CASES[4],
        VectorStep::Export { .. } => CASES[5],
        VectorStep::Draft { .. } => CASES[6],
        VectorStep::DraftDropped => CASES[7],
        VectorStep::Worklist => CASES[8],
        VectorStep::State => CASES[9],
        VectorStep::Record => CASES[10],
        VectorStep::LogCopy { .. } => CASES[11],
        VectorStep::Verify => CASES[12],
        VectorStep::DraftDroppedAt { .. } => CASES[13],
    };
    let steps = steps();
    // The runner's own fields are nothing to core: as it stands the line of an export that is kept is read all the same.
    let read = steps
        .iter()
        .filter_map(line)
        .filter_map(|line| vector_step(line).ok());
    let found: BTreeSet<String> = read.map(|step| case(step).to_owned()).collect();
    let all = CASES.map(str::to_owned).into();
    assert_eq!(missing(&all, &found), Vec::<String>::new());
}

#[test]
fn every_operation_of_a_script_and_every_kind_of_entry_occurs() {
    let schema = |name: &str| -> Value {
        let path = folder().join("../../content/schema").join(name);
        serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
    };
    let named = |of: &Value, name: &str| -> BTreeSet<String> {
        let one = |one: &Value| one["properties"][name]["const"].as_str().unwrap().to_owned();
        of["oneOf"].as_array().unwrap().iter().map(one).collect()
    };
    let steps = steps();
    let found: BTreeSet<String> = steps.iter().filter_map(|step| field(step, line, "op")).collect();
    let operations = named(&schema("script.schema.json"), "op");
    assert_eq!(
        missing(&operations, &found),
        Vec::<String>::new(),
        "no vector has it"
    );
    assert_eq!(
        missing(&found, &operations),
        Vec::<String>::new(),
        "it is no operation"
    );

    // What a host was given as an entry, leaf by leaf.
    let mut kinds = BTreeSet::new();
    for step in &steps {
        let gives = step.gives.clone().unwrap_or_default();
        for line in gives.lines.into_iter().chain(gives.first).flatten() {
            let kind = line.split("event.kind: ").nth(1);
            kinds.extend(kind.and_then(|rest| rest.split(';').next()).map(str::to_owned));
        }
    }
    let mut stored = named(&schema("export.schema.json")["$defs"]["Stored"], "kind");
    stored.extend(["gone", "newer"].map(str::to_owned));
    assert_eq!(
        missing(&stored, &kinds),
        Vec::<String>::new(),
        "no vector shows such an entry"
    );
}

#[test]
fn every_role_begins_an_interaction_or_is_refused() {
    let found: BTreeSet<String> = steps()
        .iter()
        .filter_map(|step| field(step, line, "role"))
        .collect();
    let roles = Role::ALL.iter().map(|role| role.as_str().to_owned()).collect();
    assert_eq!(missing(&roles, &found), Vec::<String>::new());
}

#[test]
fn the_vectors_stay_small_enough_to_be_read() {
    let mut bytes = 0;
    let mut folders = vec![folder()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            match entry.path().is_dir() {
                true => folders.push(entry.path()),
                false => bytes += entry.metadata().unwrap().len(),
            }
        }
    }
    assert!(bytes < 1_500_000, "{bytes} bytes");
}
