//! Checking, salvaging, keeping and erasing through the door.

use super::*;
use crate::error::Part;

#[test]
fn erasing_how_a_child_was_added_moves_nobody_into_its_place() {
    let host = Host::new();
    let it = host.begin(0);
    perform(&it, r#"{"op":"child_added","label":"a full name","age":"9"}"#);
    perform(&it, r#"{"op":"child_added","label":"baby","age":"8m"}"#);
    perform(
        &it,
        r#"{"op":"circumstances_set","children":[2],"seen":"asleep"}"#,
    );
    host.records.erase(it.id(), erased(2), now()).unwrap();
    let state = it.state().unwrap();
    assert_eq!(state.child(2).map(|child| child.label.as_str()), Some("baby"));
    assert_eq!(state.child(2).map(|child| child.seen), Some(Seen::Asleep));
    assert_eq!(state.child(1).map(|child| child.seen), Some(Seen::NotSaid));
    perform(&it, r#"{"op":"child_added","label":"third","age":"3"}"#);
    perform(
        &it,
        r#"{"op":"risk_stated","child":3,"words":"Afraid.","level":"in_need_of_support"}"#,
    );
    let added = it.entries().unwrap().len() as u64 - 1;
    host.records.erase(it.id(), erased(added), now()).unwrap();
    // A number that something is said of is not given to another child.
    perform(&it, r#"{"op":"child_added","label":"fourth","age":"4"}"#);
    let state = it.state().unwrap();
    assert_eq!(state.child(4).map(|child| child.label.as_str()), Some("fourth"));
    assert_eq!(
        state.risk(Some(3)).map(|now| now.risk.words.as_str()),
        Some("Afraid.")
    );
    let host = host.reopen();
    assert_eq!(host.records.resume(it.id()).unwrap().state().unwrap(), state);
}

fn damage(host: &Host, sql: &str) {
    host.door.prepare_suspend().unwrap();
    let conn = rusqlite::Connection::open(host.dir.path().join("records.db")).unwrap();
    assert!(conn.execute(sql, []).unwrap() > 0, "{sql}");
}

#[test]
fn a_check_names_what_is_damaged_and_the_rest_holds() {
    let host = Host::new();
    let (first, second) = (host.begin(1), host.begin(2));
    let whole = host.records.check().unwrap();
    assert_eq!(whole.file_problem, None);
    let heads: Vec<_> = whole.interactions.iter().map(|one| one.head.clone()).collect();
    let hash = |it: &Interaction| Some(it.head().unwrap().hash);
    assert_eq!(heads, [hash(&first), hash(&second)]);

    damage(
        &host,
        "UPDATE entry SET sealed = zeroblob(590) WHERE at = (1 << 24) + 2",
    );
    let check = host.records.check().unwrap();
    assert_eq!(check.file_problem, None);
    assert_eq!(check.interactions[0].problem, Some(Part::Entry));
    assert_eq!(
        (check.interactions[0].entries, &check.interactions[0].head),
        (2, &None)
    );
    assert_eq!(check.interactions[1], whole.interactions[1]);
    damage(
        &host,
        "INSERT INTO entry SELECT (7 << 24) + 1, sealed FROM entry WHERE at = (2 << 24) + 1",
    );
    let check = host.records.check().unwrap();
    assert_eq!(
        check.file_problem,
        Some(Part::Records),
        "an entry without its interaction"
    );
    assert_eq!(check.interactions[1], whole.interactions[1]);
    host.door.lock();
    assert_eq!(host.records.check().err(), Some(Error::Closed));
}

#[test]
fn what_still_reads_of_a_damaged_interaction_is_there_with_its_number() {
    let host = Host::new();
    let it = host.begin(1);
    for word in ["three", "four", "five", "six", "seven"] {
        it.perform(seen(1, word), now()).unwrap();
    }
    host.records.erase(it.id(), erased(3), now()).unwrap();
    let whole = host.records.salvage(it.id()).unwrap();
    assert_eq!(
        (whole.problem, whole.entries.len(), whole.missing.len()),
        (None, 8, 0)
    );
    assert_eq!(whole.entries[2].left, Left::Erased);
    let id = it.id();
    let words = |salvaged: &Salvaged| -> Vec<(u64, Left)> {
        salvaged.entries.iter().map(|one| (one.seq, one.left)).collect()
    };
    damage(
        &host,
        "UPDATE entry SET sealed = zeroblob(590) WHERE at = (1 << 24) + 4",
    );
    damage(&host, "DELETE FROM entry WHERE at = (1 << 24) + 6");
    damage(&host, "DELETE FROM entry WHERE at = (1 << 24) + 8");
    let host = host.reopen();
    assert_eq!(
        host.records.resume(id.clone()).err(),
        Some(Error::Damaged { what: Part::Entry })
    );
    let left = host.records.salvage(id.clone()).unwrap();
    assert_eq!(left.problem, Some(Part::Entry));
    let missing = |number| Missing {
        from: number,
        to: number,
    };
    assert_eq!(left.missing, [missing(6), missing(8)]);
    assert_eq!(
        words(&left),
        [
            (1, Left::Readable),
            (2, Left::Readable),
            (3, Left::Erased),
            (4, Left::Damaged),
            (5, Left::Readable),
            (7, Left::Readable),
        ]
    );
    let Some(Event::Observed(read)) = left.entries[4].entry.as_ref().map(|entry| &entry.event) else {
        panic!("entry 5 reads")
    };
    assert_eq!(read.words, "five");
    // Without its head the end is not known; without its key nothing reads. Neither is an error.
    damage(&host, "UPDATE interaction SET head = zeroblob(600) WHERE n = 1");
    let left = host.records.salvage(id.clone()).unwrap();
    assert_eq!(
        (left.problem, left.missing),
        (Some(Part::Interaction), vec![missing(6)])
    );
    damage(&host, "DELETE FROM key_wrap WHERE interaction = 1");
    let left = host.records.salvage(id).unwrap();
    assert_eq!((left.problem, left.entries.len()), (Some(Part::Key), 0));
    let none = host.records.salvage("0".repeat(32)).err();
    assert_eq!(
        none,
        Some(Error::NotFound {
            what: Part::Interaction
        })
    );
}

#[test]
fn due_is_what_is_completed_elsewhere_too_not_held_and_old_by_every_one_of_its_entries() {
    const DAY: i64 = 24 * 60;
    let host = Host::new();
    let due = |days, minute| -> Vec<String> {
        let due = host.records.due(days, at(minute)).unwrap();
        due.into_iter().map(|one| one.id).collect()
    };
    let it = host.begin(0);
    assert_eq!(due(0, 0), [""; 0], "open, and only here");
    json(&it);
    assert_eq!(due(0, 0), [""; 0], "open");
    perform(&it, r#"{"op":"completed"}"#);
    assert_eq!(due(0, 0), [it.id()]);
    assert_eq!(due(30, 30 * DAY - 1), [""; 0]);
    assert_eq!(due(30, 30 * DAY), [it.id()]);
    assert_eq!(due(0, -1), [""; 0], "last written in the future");
    assert_eq!(due(u32::MAX, 30 * DAY), [""; 0]);
    perform(&it, r#"{"op":"hold_set","reason":"a court"}"#);
    assert_eq!(due(30, 90 * DAY), [""; 0], "held");
    perform(&it, r#"{"op":"hold_lifted","reason":"over"}"#);
    assert_eq!(due(30, 90 * DAY), [it.id()]);
    // Written while the clock was ahead, and then with the clock put right: the later of the two counts.
    it.perform(op(r#"{"op":"reviewed","words":"seen"}"#), Made::now(at(80 * DAY)))
        .unwrap();
    perform(&it, r#"{"op":"reviewed","words":"seen again"}"#);
    assert_eq!(due(30, 90 * DAY), [""; 0]);
    assert_eq!(due(30, 110 * DAY), [it.id()]);
    assert!(
        host.records.destroyed().unwrap().is_empty(),
        "nothing goes by itself"
    );
}

#[test]
fn what_is_held_is_neither_erased_nor_destroyed_and_what_is_erased_is_not_erased_again() {
    use crate::error::Refusal;
    let host = Host::new();
    let it = host.begin(1);
    let refused = |entry| match host.records.erase(it.id(), erased(entry), now()) {
        Err(Error::Refused { why }) => Some(why),
        _ => None,
    };
    let before = host.vault.vault.calls();
    assert_eq!(refused(0), Some(Refusal::NoSuchEntry));
    assert_eq!(
        refused(1),
        Some(Refusal::NoSuchEntry),
        "the first: everything hangs on it"
    );
    assert_eq!(refused(3), Some(Refusal::NoSuchEntry));
    perform(&it, r#"{"op":"hold_set","reason":"a court"}"#);
    assert_eq!(refused(2), Some(Refusal::Held));
    assert_eq!(refused(3), Some(Refusal::Held), "nor the hold itself");
    assert_eq!(
        host.vault.vault.calls(),
        before,
        "the key store is not asked for nothing"
    );
    perform(&it, r#"{"op":"hold_lifted","reason":"over"}"#);
    assert_eq!(refused(2), None);
    assert_eq!(refused(2), Some(Refusal::NoSuchEntry));
}

#[test]
fn a_head_that_was_written_down_is_found_in_the_chain_or_is_not() {
    let host = Host::new();
    let (it, other) = (host.begin(3), host.begin(3));
    let head = it.head().unwrap();
    perform(&it, r#"{"op":"reviewed","words":"seen"}"#);
    let place = |of: &Interaction, hash: &str| of.entries_with_hash(hash);
    assert_eq!(place(&it, &head.hash), Ok(vec![4]));
    assert_eq!(place(&it, &head.hash[..8].to_uppercase()), Ok(vec![4]));
    assert_eq!(place(&it, &it.head().unwrap().hash), Ok(vec![5]));
    assert_eq!(place(&other, &head.hash), Ok(vec![]));
    for wrong in ["", "1234567", "nothexad", &format!("{}0", head.hash)] {
        assert!(place(&it, wrong).is_err(), "{wrong}");
    }
}

/// The threat model says so, and so does whoever shows a check.
#[test]
fn an_older_copy_of_the_whole_folder_opens_and_holds() {
    let host = Host::new();
    let it = host.begin(1);
    host.door.prepare_suspend().unwrap();
    let older = tempfile::tempdir().unwrap();
    copy(host.dir.path(), older.path());
    let newer = it.perform(seen(1, "what the older copy lacks"), now()).unwrap();
    let door = open(older.path());
    let records = door.unlock(host.vault()).unwrap();
    let check = records.check().unwrap();
    assert_eq!((check.file_problem, check.interactions[0].problem), (None, None));
    let again = records.resume(it.id()).unwrap();
    assert_eq!(again.verify().unwrap().seq, newer.seq - 1);
    // Only what was kept elsewhere shows it.
    assert_eq!(again.entries_with_hash(&newer.hash), Ok(vec![]));
}

/// Nor does a chain say who wrote it. With an export in hand, or with the key, all of it can be written anew.
#[test]
fn whoever_has_an_export_or_the_key_can_write_a_chain_that_holds() {
    use crate::records::{START, commitment, hex, link};
    let host = Host::new();
    let it = host.begin(1);
    it.perform(seen(1, "a bruise"), now()).unwrap();
    let text = json(&it);
    let mut forged: serde_json::Value = serde_json::from_str(&text).unwrap();
    let id = crate::records::Id::parse(&it.id()).unwrap();
    let mut hash = START;
    for entry in forged["entries"].as_array_mut().unwrap() {
        let words = entry["entry"].as_str().unwrap().replace("a bruise", "nothing");
        let salt = [7; 32];
        let stated = commitment(&salt, words.as_bytes());
        hash = link(&id, entry["seq"].as_u64().unwrap(), &stated, &hash);
        *entry = serde_json::json!({
            "seq": entry["seq"], "commitment": hex(&stated), "salt": hex(&salt), "entry": words,
        });
    }
    forged["head"]["hash"] = hex(&hash).into();
    let forged = forged.to_string();
    let checked = verify_export(&forged).unwrap();
    assert!(forged.contains("nothing") && !forged.contains("a bruise"));
    // What was kept elsewhere, the head of the true one, is what shows it.
    assert_ne!(checked.head, it.head().unwrap().hash);
}
