//! What screens say where an interaction is left, handed on, exported or come back to.

use super::*;
use crate::interaction::closing::WaitingKind::{Later, NotReached, Open, Unsent, Untold};

fn kinds(all: &[crate::interaction::closing::Waiting]) -> Vec<crate::interaction::closing::WaitingKind> {
    let mut kinds: Vec<_> = all.iter().map(|one| one.kind).collect();
    kinds.dedup();
    kinds
}

/// An interaction on guidance that has all that there is, with so many children.
fn begin(host: &Host, children: usize) -> Arc<Interaction> {
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content/hampshire");
    let pack = crate::pack::build::build(&pack, &[]).unwrap();
    host.door.guidance().install(&pack.bytes).unwrap();
    let how = Begin {
        pack: "hampshire".into(),
        role: Role::ResponseOfficer,
        recorder: Some("PC Rowe".into()),
    };
    let it = host.records.begin(how, now()).unwrap();
    for _ in 0..children {
        perform(&it, r#"{"op":"child_added","age":"9"}"#);
    }
    it
}

/// An item that is answered in words, as an operation names it, its id and its list.
fn an_item(it: &Interaction) -> (String, String, String) {
    let pack = it.pack().unwrap();
    let found = pack
        .items()
        .iter()
        .find(|found| found.item.answered_by == AnsweredBy::Answer)
        .unwrap();
    let child = if found.item.scope == Scope::Child {
        r#","child":1"#
    } else {
        ""
    };
    let id = found.item.id.clone();
    let list = pack.lists()[found.list as usize].id.clone();
    (format!(r#""item":"{id}"{child}"#), id, list)
}

#[test]
fn what_waits_leads_with_unsent_and_untold_and_says_how_each_stands() {
    let host = Host::new();
    let it = begin(&host, 1);
    let (item, _, list) = an_item(&it);
    perform(
        &it,
        r#"{"op":"sharing_moved","stage":"decided","to":"Social care","how":"the MASH form"}"#,
    );
    perform(
        &it,
        &format!(r#"{{"op":"answered",{item},"outcome":"later","owner":"PC Adeyemi"}}"#),
    );
    let all = it.waiting().unwrap();
    assert_eq!(kinds(&all)[..2], [Unsent, Untold]);
    assert_eq!(all[0].stands, "Social care, the MASH form");
    assert!(all[0].about.starts_with("Decided ") && all[0].about.ends_with(", not sent"));
    assert_eq!(
        (all[1].stands.as_str(), all[1].under.as_deref()),
        ("Later: PC Adeyemi", Some("Not told yet"))
    );
    let close = it.list_close(list.clone()).unwrap();
    assert!(!close.complete);
    assert!(close.title.starts_with("1 not sent, ") && close.title.ends_with("1 for later, 1 not told yet"));
    let told = format!(
        r#"{{"op":"told","entry":{},"to":"PC Adeyemi","how":"radio"}}"#,
        all[1].entry
    );
    perform(&it, &told);
    let then = it.waiting().unwrap();
    let later = then.iter().find(|one| one.kind == Later).unwrap();
    assert!(later.under.as_deref().unwrap().starts_with("Told by radio, "));
    assert!(!it.list_close(list).unwrap().title.contains("not told yet"));
    assert!(matches!(
        it.list_close("none".into()),
        Err(Error::NotFound { .. })
    ));
}

#[test]
fn a_list_end_names_what_is_known_only_from_others_and_what_is_answered() {
    let host = Host::new();
    let it = begin(&host, 1);
    let (item, id, list) = an_item(&it);
    let answer = |known: &str| {
        format!(r#"{{"op":"answered",{item},"value":"his brother has a key","known_by":[{known}]}}"#)
    };
    perform(&it, &answer(r#"{"how":"adult_said","who":"mother"}"#));
    let close = it.list_close(list.clone()).unwrap();
    assert!(
        close.rest.ends_with("1 not seen, heard or said by a child."),
        "{}",
        close.rest
    );
    let told = &close.only_told[0];
    assert_eq!(
        (told.value.as_str(), told.how.as_deref()),
        ("His brother has a key", Some("Mother said"))
    );
    assert_eq!(told.item.as_deref(), Some(id.as_str()));
    perform(&it, &answer(r#"{"how":"seen"}"#));
    let then = it.list_close(list).unwrap();
    assert!(then.only_told.is_empty());
    assert_eq!(then.answered.len(), close.answered.len() + 1);
}

#[test]
fn leaving_names_what_is_not_reached_and_coming_back_offers_it_again() {
    let host = Host::new();
    let it = begin(&host, 1);
    let before = it.before_leaving().unwrap();
    assert!(before.ask_danger && !before.away && !before.not_reached.is_empty());
    assert!(before.not_reached.iter().all(|one| one.kind == Open));
    perform(&it, r#"{"op":"left_scene","why":"called away"}"#);
    let away = it.waiting().unwrap();
    let missed = away.iter().filter(|one| one.kind == NotReached);
    assert_eq!(missed.clone().count(), before.not_reached.len());
    assert!(
        missed
            .clone()
            .all(|one| one.stands == "Not reached" && one.under.is_some())
    );
    assert!(it.before_leaving().unwrap().away);
}

#[test]
fn what_has_to_be_said_first_is_what_the_hand_over_keeps() {
    let host = Host::new();
    let it = begin(&host, 1);
    perform(
        &it,
        r#"{"op":"sharing_moved","stage":"decided","to":"Social care"}"#,
    );
    let lines: Vec<String> = it
        .to_say_first()
        .unwrap()
        .into_iter()
        .map(|line| line.text)
        .collect();
    assert!(lines[0].starts_with("Decided, not sent: "));
    perform(&it, r#"{"op":"handed_over","to":"Sgt Lane","how":"in_person"}"#);
    let entries = it.entries().unwrap();
    let Event::HandedOver(hand) = &entries.last().unwrap().event else {
        panic!("no hand-over");
    };
    assert_eq!(hand.say_first, lines);
}

#[test]
fn an_export_is_previewed_as_it_is_made_and_the_preview_writes_nothing() {
    let host = Host::new();
    let it = begin(&host, 2);
    perform(&it, r#"{"op":"observed","children":[2],"words":"asleep"}"#);
    perform(
        &it,
        r#"{"op":"handling_set","words":"afraid of him knowing","children":[1]}"#,
    );
    let how = ExportHow {
        format: ExportFormat::Json,
        child: Some(1),
        reader: None,
    };
    let before = it.head().unwrap().seq;
    let preview = it.export_preview(how.clone(), now().now).unwrap();
    assert_eq!(it.head().unwrap().seq, before);
    let made = it.export(how, now()).unwrap();
    let left_out: usize = made.left_out.iter().map(|one| one.entries.len()).sum();
    assert_eq!(preview.left_out as usize, left_out);
    assert!(preview.left_out > 0 && !preview.left_out_lines.is_empty());
    assert!(
        preview
            .handling
            .iter()
            .any(|line| line.contains("afraid of him knowing"))
    );
    assert_eq!(preview.entries, before);
    let whole = it
        .export_preview(ExportHow::whole(ExportFormat::Text), now().now)
        .unwrap();
    assert_eq!((whole.left_out, whole.children), (0, 2));
    assert!(whole.missing.contains(&"incident log number".to_owned()));
    let nobody = ExportHow {
        reader: Some("nobody".into()),
        ..ExportHow::whole(ExportFormat::Text)
    };
    assert!(matches!(
        it.export_preview(nobody, now().now),
        Err(Error::Refused { .. })
    ));
}
