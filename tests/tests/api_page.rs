//! The twenty lines of `docs/api.md` in Rust: compiled, run, and letter by letter those of the page.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test stops loudly, and the lines print what an app would show"
)]

use childfirst::age::age_typed;
use childfirst::interaction::entry::*;
use childfirst::interaction::export::ExportHow;
use childfirst::interaction::operation::*;
use childfirst::interaction::worklist::Mark;
use childfirst::sets::*;
use childfirst::time::Moment;
use childfirst::{Begin, ChildFirst, Config, Error, KeyVault, Result, VaultError};
use childfirst_tests::{TestVault, vectors};
use std::sync::Arc;
use std::time::SystemTime;

/// Laid out as the page is, beside three other languages.
#[rustfmt::skip]
fn twenty_lines(folder: &str, pack_bytes: Vec<u8>, vault: Arc<dyn KeyVault>) -> Result<()> {
    // begin
    let app = ChildFirst::open(Config::at(folder))?;
    app.guidance().install_pack(pack_bytes)?;
    let made = || Made::now(Moment::new(SystemTime::now().into(), 0));
    let work = || {
        let how = Begin { pack: "hampshire".into(), role: Role::ResponseOfficer, recorder: Some("PC Rowe".into()) };
        let it = app.unlock(vault)?.begin(how, made())?;
        let known_by = vec![Known { how: KnownBy::Heard, who: None }];
        it.answer_danger(AnswerDanger { answer: Danger::NotNow, known_by, because: None, words: None }, made())?;
        it.add_child(AddChild { label: Some("older girl".into()), age: age_typed("9")? }, made())?;
        let known_by = vec![Known { how: KnownBy::AdultSaid, who: Some("mother".into()) }];
        let who = Answer::to("six-principles/now/who-can-come-back");
        it.answer(Answer { value: Some("His brother has a key".into()), known_by, ..who }, made())?;
        let words = Quote::of("I take Sam upstairs and shut the door.");
        let words = Quote { child: Some(1), fidelity: Fidelity::Exact, asked: Asked::Unasked, ..words };
        println!("Saved on this device, entry {}", it.quote(words, made())?.seq);
        for row in it.worklist()?.rows.into_iter().filter(|row| row.mark == Mark::Open) {
            println!("{} {}", it.pack()?.items()[row.item as usize].item.text, it.because(row)?);
        }
        Ok(it.export(ExportHow::whole(ExportFormat::Text), made())?.text)
    };
    match work() {
        Ok(text) => println!("{text}"),
        Err(Error::Locked) => println!("Locked. Unlock this device and try again."),
        Err(Error::NotSaved { cause }) => println!("Not saved: {cause}."),
        Err(other) => return Err(other),
    }
    // end
    Ok(())
}

const PAGE: &str = include_str!("../../docs/api.md");

/// What stands between two marks.
fn between<'a>(text: &'a str, begin: &str, end: &str) -> &'a str {
    text.split_once(begin).unwrap().1.split_once(end).unwrap().0
}

#[test]
fn the_lines_that_run_are_those_of_the_page() {
    let run = between(include_str!("api_page.rs"), "    // begin\n", "    // end\n");
    let run: String = run
        .split_inclusive('\n')
        .map(|line| line.strip_prefix("    ").unwrap_or(line))
        .collect();
    assert_eq!(between(PAGE, "```rust\n", "```\n"), run);
}

#[test]
fn what_they_record_is_there_afterwards() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    let pack = std::fs::read(vectors::folder().join("packs/hampshire-1.json")).unwrap();
    twenty_lines(path, pack.clone(), Arc::new(Locked)).unwrap();
    twenty_lines(path, pack, Arc::new(TestVault)).unwrap();
    let records = ChildFirst::open(Config::at(path)).unwrap();
    let records = records.unlock(Arc::new(TestVault)).unwrap();
    let listed = records.list().unwrap();
    // Begun, danger, child, answer, words, export; and of the first time, which was locked, nothing.
    assert_eq!(listed.iter().map(|one| one.entries).collect::<Vec<_>>(), [6]);
}

/// A key store of a device that is locked.
struct Locked;

impl KeyVault for Locked {
    fn wrap_key(&self, _: Vec<u8>) -> Result<Vec<u8>, VaultError> {
        Err(VaultError::Locked)
    }
    fn unwrap_key(&self, _: Vec<u8>) -> Result<Vec<u8>, VaultError> {
        Err(VaultError::Locked)
    }
    fn rotate_key(&self) -> Result<(), VaultError> {
        Err(VaultError::Locked)
    }
}
