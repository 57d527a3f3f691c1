//! A hand-over that another device exported: checked, kept as records, not verified, and never the taker's own.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]
#![cfg(all(feature = "build", feature = "store"))]

use childfirst::error::{Error, Part, Refusal, Result};
use childfirst::interaction::entry::{AskedBecause, Event, TakenOver};
use childfirst::interaction::export::ExportHow;
use childfirst::interaction::hand_over::{NOT_VERIFIED, offered};
use childfirst::interaction::operation::{Made, Operation};
use childfirst::pack::build::build;
use childfirst::sets::{ExportFormat, KnownBy, Presence, Role, Seen};
use childfirst::time::Moment;
use childfirst::{
    Begin, ChildFirst, Config, Interaction, KeyVault, Receipt, Records, VaultError, read_hand_over,
};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;

struct Vault;

impl KeyVault for Vault {
    fn wrap_key(&self, key: Vec<u8>) -> Result<Vec<u8>, VaultError> {
        Ok(key.iter().map(|byte| byte ^ 0x5a).collect())
    }
    fn unwrap_key(&self, wrapped: Vec<u8>) -> Result<Vec<u8>, VaultError> {
        self.wrap_key(wrapped)
    }
    fn rotate_key(&self) -> Result<(), VaultError> {
        Ok(())
    }
}

fn at(minute: u64) -> Moment {
    let start = Moment::parse("2026-11-22T02:41:00+00:00").unwrap();
    Moment::new(start.utc + std::time::Duration::from_secs(60 * minute), 0)
}

/// The record as a file of the call's, whole or of one child.
fn export_of(interaction: &Interaction, child: Option<u32>) -> String {
    let how = ExportHow {
        child,
        ..ExportHow::whole(ExportFormat::Json)
    };
    interaction.export(how, Made::now(at(58))).unwrap().text
}

/// A device with Hampshire's guidance, or with none.
fn device(folder: &Path) -> (Arc<ChildFirst>, Arc<Records>) {
    let child_first = ChildFirst::open(Config::at(folder.display().to_string())).unwrap();
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content/hampshire");
    child_first
        .guidance()
        .install(&build(&pack, &[]).unwrap().bytes)
        .unwrap();
    let records = child_first.unlock(Arc::new(Vault)).unwrap();
    (child_first, records)
}

fn begin(records: &Records, role: Role, recorder: &str) -> Arc<Interaction> {
    let how = Begin {
        pack: "hampshire".into(),
        role,
        recorder: Some(recorder.into()),
    };
    records.begin(how, Made::now(at(0))).unwrap()
}

fn perform(interaction: &Interaction, line: Value) -> Result<Receipt> {
    let operation: Operation = serde_json::from_value(line).unwrap();
    let next = interaction.state().unwrap().last;
    interaction.perform(operation, Made::now(at(next)))
}

/// A call with a child on the line and one beside it.
fn call(records: &Records) -> Arc<Interaction> {
    let call = begin(records, Role::CallHandler, "Op 7");
    for line in [
        json!({"op":"reference_added","reference":"incident_log","words":"417 of 22 November"}),
        json!({"op":"danger_asked","answer":"yes"}),
        json!({"op":"answered","item":"six-principles/call-now/where","value":"14 Mill Lane"}),
        json!({"op":"child_added","age":"9","label":"girl"}),
        json!({"op":"child_added","age":"8m"}),
        json!({"op":"circumstances_set","children":[1,2],"presence":"on_telephone","seen":"awake","involved":["witness"],
            "factors":[{"factor":"domestic-abuse","state":"present"}]}),
        json!({"op":"quoted","child":1,"words":"He has got Mum’s phone.","fidelity":"exact"}),
        json!({"op":"handling_set","words":"Afraid of him knowing who called"}),
        json!({"op":"told","to":"the officers going","how":"radio",
            "answers":"six-principles/call-before/tell-the-officers"}),
    ] {
        perform(&call, line).unwrap();
    }
    call
}

fn take(interaction: &Interaction, export: &str) -> Result<Receipt> {
    perform(
        interaction,
        json!({"op":"taken_over","how":"log","export":export}),
    )
}

fn taken(interaction: &Interaction) -> TakenOver {
    let entries = interaction.entries().unwrap();
    let found = entries.into_iter().rev().find_map(|entry| match entry.event {
        Event::TakenOver(taken) => Some(taken),
        _ => None,
    });
    found.unwrap()
}

#[test]
fn the_officer_opens_the_call_handlers_export_as_records_not_verified() {
    let (there, here) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (_one, calls) = device(there.path());
    let call = call(&calls);
    let export = export_of(&call, None);
    let (child_first, records) = device(here.path());
    // Looked at first, before anything begins.
    let hand = read_hand_over(&export, Some(child_first.guidance())).unwrap();
    assert_eq!(hand.from, "Op 7, call handler");
    assert_eq!(hand.file.children.len(), 2);
    assert!(
        hand.account.contains("Still open: ")
            && hand.account.contains("\n  Is it safe to talk? Yes or no?\n"),
        "{}",
        hand.account
    );
    assert!(
        !hand.account.contains("On this device only"),
        "it says nothing of this device"
    );
    let without = read_hand_over(&export, None).unwrap();
    assert!(without.account.contains("Open items cannot be listed"));

    let officer = begin(&records, Role::ResponseOfficer, "PC 4471");
    take(&officer, &export).unwrap();
    let taken = taken(&officer);
    let file = taken.file.clone().unwrap();
    let head = call.head().unwrap();
    assert_eq!(
        (file.interaction, file.head, file.entries),
        (call.id(), head.hash, head.seq)
    );
    assert_eq!(taken.from.as_deref(), Some("Op 7, call handler"));
    for said in [
        "Immediate danger\n  Yes. Op 7, ",
        "Where are you? 14 Mill Lane",
        "Girl, 9",
        "“He has got Mum’s phone.”",
        "Told the officers going",
        "Is it safe to talk? Yes or no?\n",
        "417 of 22 November",
        "Every entry, in order",
    ] {
        assert!(taken.words.contains(said), "{said}\n{}", taken.words);
    }

    // Nothing of it is the officer's own: danger is asked anew, nobody is there, nothing was answered, seen or said.
    let state = officer.state().unwrap();
    assert_eq!(state.ask_danger, Some(AskedBecause::Start));
    assert!(state.danger.is_empty() && state.children.is_empty() && state.answers.is_empty());
    assert!(state.quotes.is_empty() && state.told.is_empty() && state.scene.is_none());

    // And wherever it stands it says what it is.
    let record = officer.record().unwrap();
    let mut places = 0;
    for section in &record.sections {
        for line in section
            .lines
            .iter()
            .filter(|line| line.text.contains("Mill Lane"))
        {
            assert!(line.text.contains(NOT_VERIFIED), "{}", line.text);
            places += 1;
        }
    }
    assert_eq!(places, 2, "told before, and the log");
    // What must not be said stands above everything, here too.
    let first = &record.sections[0];
    assert_eq!(first.section, "handling");
    assert_eq!(
        first.lines[0].text,
        "From Op 7, call handler (records, not verified): Afraid of him knowing who called"
    );
    let told = record
        .sections
        .iter()
        .find(|section| section.section == "before_arrival");
    assert!(
        !told.unwrap().lines[0].text.contains("Begun."),
        "every entry stands once, where all entries do"
    );
}

#[test]
fn its_children_are_added_only_when_somebody_adds_them() {
    let (there, here) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (_one, calls) = device(there.path());
    let export = export_of(&call(&calls), None);
    let (_two, records) = device(here.path());
    let officer = begin(&records, Role::ResponseOfficer, "PC 4471");
    take(&officer, &export).unwrap();
    let children = |officer: &Interaction| offered(&officer.state().unwrap());
    let titles: Vec<String> = children(&officer).into_iter().map(|one| one.title).collect();
    assert_eq!(titles, ["girl, 9", "baby, 8 months"]);
    // One whom the officer named already is not offered again.
    perform(&officer, json!({"op":"child_added","age":"8m"})).unwrap();
    let [girl] = children(&officer).try_into().unwrap();
    officer.add_offered(girl, Made::now(at(20))).unwrap();
    assert_eq!(children(&officer), []);

    let state = officer.state().unwrap();
    let girl = state.child(2).unwrap();
    assert_eq!(girl.title(), "girl, 9");
    assert_eq!((girl.presence, girl.seen), (Presence::NotKnown, Seen::NotSaid));
    assert!(!girl.involved.is_empty() && girl.factors[0].factor == "domestic-abuse");
    let entries = officer.entries().unwrap();
    let Event::CircumstancesSet(set) = &entries.last().unwrap().event else {
        panic!("the circumstances are an entry");
    };
    let known = &set.known_by[0];
    assert_eq!(
        (known.how, known.who.as_deref()),
        (KnownBy::Records, Some("control room"))
    );
}

#[test]
fn a_file_that_does_not_hold_is_refused_and_nothing_is_recorded() {
    let (there, here) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (_one, calls) = device(there.path());
    let call = call(&calls);
    let export = export_of(&call, None);
    let (_two, records) = device(here.path());
    let officer = begin(&records, Role::ResponseOfficer, "PC 4471");
    let mut value: Value = serde_json::from_str(&export).unwrap();
    value["entries"].as_array_mut().unwrap().remove(3);
    let one_less = value.to_string();
    let head = call.head().unwrap().hash;
    let broken = Err(Error::Refused {
        why: Refusal::BrokenHandOver,
    });
    for (what, text) in [
        ("words changed", export.replacen("Mill Lane", "Hill Lane", 1)),
        ("an entry less", one_less),
        ("another end", export.replacen(&head, &"0".repeat(64), 1)),
        ("cut", export[..export.len() / 2].to_owned()),
        ("no export", "A neighbour heard shouting".to_owned()),
        ("another file", "{\"pack\":\"hampshire\"}".to_owned()),
        ("an empty page", "<html><body></body></html>".to_owned()),
        ("nothing", String::new()),
    ] {
        assert_ne!(text, export, "{what}");
        assert_eq!(take(&officer, &text), broken, "{what}");
        assert_eq!(read_hand_over(&text, None).err(), broken.clone().err(), "{what}");
    }
    let newer = export.replacen("\"v\": 1", "\"v\": 99", 1);
    assert_ne!(newer, export);
    assert_eq!(take(&officer, &newer), Err(Error::Newer { what: Part::Export }));
    // A record is not handed over to itself, and a file's words are its own.
    let why = |why| Err(Error::Refused { why });
    assert_eq!(take(&call, &export), why(Refusal::OutOfOrder));
    let both = json!({"op":"taken_over","how":"log","export":export,"words":"and more"});
    assert_eq!(perform(&officer, both), why(Refusal::OutOfRange));
    assert_eq!(officer.entries().unwrap().len(), 1, "nothing was recorded");
    // The control: the same file, whole.
    take(&officer, &export).unwrap();
    // Pasted text is kept as it is, and is no file.
    let pasted = "Neighbour:  “shouting”\n\n two children";
    perform(&officer, json!({"op":"taken_over","how":"radio","words":pasted})).unwrap();
    assert_eq!(
        (taken(&officer).words.as_str(), taken(&officer).file),
        (pasted, None)
    );
}

#[test]
fn a_page_that_carries_the_export_is_opened_as_well() {
    let there = tempfile::tempdir().unwrap();
    let (_one, calls) = device(there.path());
    let export = export_of(&call(&calls), None);
    let page = format!(
        "<!doctype html>\n<html><body><p>Told.</p>\n<script type=\"application/json\" id=\"child-first-record\">\n{}\n\
        </script></body></html>",
        export.replace("</", "<\\/")
    );
    assert_eq!(read_hand_over(&page, None), read_hand_over(&export, None));
    assert!(read_hand_over(&page, None).is_ok());
    assert!(read_hand_over(&page.replacen("Mill", "Hill", 1), None).is_err());
}

#[test]
fn an_export_for_one_child_says_what_it_lacks() {
    let (there, here) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (_one, calls) = device(there.path());
    let export = export_of(&call(&calls), Some(1));
    let (_two, records) = device(here.path());
    let officer = begin(&records, Role::ResponseOfficer, "PC 4471");
    take(&officer, &export).unwrap();
    let taken = taken(&officer);
    assert!(taken.file.unwrap().without_words > 0);
    assert!(taken.words.contains("He has got Mum’s phone.") && !taken.words.contains("baby"));
    let text = officer.record().unwrap().to_text();
    assert!(text.contains("without words, chain holds to"), "{text}");
}

#[test]
fn what_is_longer_than_an_entry_is_fitted_and_says_what_is_left_out() {
    let (there, here) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (_one, calls) = device(there.path());
    let (_two, records) = device(here.path());
    let officer = begin(&records, Role::ResponseOfficer, "PC 4471");
    let call = call(&calls);
    let words = |n: usize| format!("line {n} {}", "“word” ".repeat(250));
    let quote = |n: usize| {
        let line = json!({"op":"quoted","child":1,"words":words(n),"fidelity":"exact"});
        perform(&call, line).unwrap();
    };
    // The account fits, account and log do not.
    (0..18).for_each(quote);
    take(&officer, &export_of(&call, None)).unwrap();
    let text = taken(&officer).words;
    assert!(
        (0..18).all(|n| text.contains(&format!("line {n} "))),
        "the account is whole"
    );
    assert!(
        text.ends_with("Left out here: every entry in order, 29. The file that was handed over has them."),
        "{text}"
    );
    // Not even the account fits: whole lines, and how many are not there.
    (18..40).for_each(quote);
    take(&officer, &export_of(&call, None)).unwrap();
    let text = taken(&officer).words;
    assert!(
        text.contains("Immediate danger\n  Yes. Op 7")
            && text.contains("lines of the account and every entry in order, 52")
    );
    for line in text.lines().filter(|line| line.contains("line ")) {
        let whole = line.ends_with(')') && line.contains(" (entry ");
        assert!(whole || line.starts_with("Left out"), "{line}");
    }
    // And it is handed on as it is.
    let third = begin(&records, Role::ResponseOfficer, "PC 9");
    take(&third, &export_of(&officer, None)).unwrap();
    assert!(taken(&third).words.contains(NOT_VERIFIED));
}
