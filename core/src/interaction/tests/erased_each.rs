//! What each kind of entry did stands when its words are erased, and nothing else does.

use super::erased::erase;
use super::*;
use crate::interaction::left_out::{going, overtaken, readers};
use crate::interaction::log_copy::log_standing;
use crate::interaction::record::record;
use crate::interaction::remains;
use crate::interaction::state::is_hearsay;
use crate::interaction::{danger, hand_over, lines};

/// A log of these events, about these children.
pub(super) fn log(events: Vec<(Event, Vec<u32>)>) -> Vec<Entry> {
    let mut entries = vec![begun()];
    for (event, about) in events {
        entries.push(entry(entries.len() as u64 + 1, event, about));
    }
    entries
}

pub(super) fn asked(answer: Danger, known_by: Vec<Known>, not_seen: Vec<u32>) -> Event {
    Event::DangerAsked(DangerAsked {
        answer,
        known_by,
        because: AskedBecause::Chosen,
        words: Some("his brother has a knife".into()),
        not_seen,
        shown: None,
    })
}

pub(super) fn child(number: u32) -> (Event, Vec<u32>) {
    let added = ChildAdded {
        child: number,
        label: "Sam".into(),
        age: Age::NotKnown,
    };
    (Event::ChildAdded(added), vec![number])
}

fn seen(seen: Seen, how: KnownBy, who: &str) -> Event {
    Event::CircumstancesSet(CircumstancesSet {
        presence: None,
        seen: Some(seen),
        involved: None,
        may_be_others: None,
        factors: vec![],
        known_by: vec![Known {
            how,
            who: (!who.is_empty()).then(|| who.to_owned()),
        }],
    })
}

pub(super) fn shown(id: &str) -> Shown {
    Shown {
        id: id.into(),
        phase: None,
        list: None,
        text: format!("{id}?"),
        value: None,
    }
}

pub(super) fn answered(id: &str, of: Option<u32>, outcome: Outcome) -> Event {
    Event::Answered(Answered {
        shown: shown(id),
        prompt: true,
        child: of,
        outcome,
        value: Some("his uncle".into()),
        known_by: vec![],
        quotes: vec![],
        reason: None,
        owner: (outcome == Outcome::Later).then(|| "PC Adeyemi".into()),
        told: (outcome == Outcome::Later).then_some(Told::NotYet),
        already_in_log: false,
        yes_no: None,
        on_silent_call: false,
    })
}

fn told(to: &str) -> Event {
    Event::Told(ToldSomeone {
        entry: Some(2),
        to: to.into(),
        how: Told::Radio,
        words: None,
        said_back: None,
        answers: None,
    })
}

pub(super) fn corrected(entry: u64, how: Correction) -> Event {
    Event::Corrected(Corrected {
        entry,
        how,
        reason: None,
    })
}

pub(super) fn reworded(entry: u64, words: &str) -> Event {
    corrected(entry, Correction::Reworded { words: words.into() })
}

/// All that a record says, a line each.
pub(super) fn said(entries: &[Entry]) -> String {
    record(None, &fold(entries), entries).to_text()
}

/// Danger's answers at these minutes, written one after the other from entry 2 on.
fn dangers(all: &[(Danger, i64)]) -> Vec<Entry> {
    let mut entries = log(all
        .iter()
        .map(|(answer, _)| (asked(*answer, vec![], vec![]), vec![]))
        .collect());
    for (entry, (_, minute)) in entries.iter_mut().skip(1).zip(all) {
        entry.done_at = When::exactly(at(*minute));
    }
    entries
}

#[test]
fn how_danger_was_before_a_yes_closes_it_as_little_when_either_is_erased() {
    use Danger::{CannotTell, NotNow, Yes};
    let now = |entries: &[Entry]| fold(entries).danger_now().map(|now| now.answer);
    for (all, stands) in [
        // Written after the yes, and from before it.
        (vec![(Yes, 2), (NotNow, 1)], Yes),
        (vec![(Yes, 3), (CannotTell, -600)], Yes),
        (vec![(NotNow, 2), (Yes, 3), (NotNow, 1)], Yes),
        // All written up afterwards: the yes of minute -60 was closed at minute -50.
        (vec![(NotNow, -70), (Yes, -60), (NotNow, -50)], NotNow),
        (
            vec![(NotNow, -70), (Yes, -60), (NotNow, -50), (NotNow, -65)],
            NotNow,
        ),
    ] {
        let entries = dangers(&all);
        assert_eq!(now(&entries), Some(stands), "{all:?}");
        // Whose line stands last, and is not the last word, says so: of the erased one nobody sees the time.
        let last = entries.len() as u64;
        let late = !fold(&entries).danger.last().unwrap().before.is_empty();
        for log in [entries.clone(), erase(&entries, last, true)] {
            assert_eq!(said(&log).contains("As it was before entry"), late, "{all:?}");
        }
        for one in 2..=last {
            let once = erase(&entries, one, true);
            assert_eq!(now(&once), Some(stands), "{one} of {all:?}");
            for other in (2..=entries.len() as u64).filter(|other| *other != one) {
                assert_eq!(
                    now(&erase(&once, other, true)),
                    Some(stands),
                    "{other} after {one} of {all:?}"
                );
            }
        }
    }
}

#[test]
fn an_erased_answer_to_danger_reads_no_firmer_than_it_was() {
    let mother = Known {
        how: KnownBy::AdultSaid,
        who: Some("Mrs Hall".into()),
    };
    let entries = log(vec![
        child(1),
        (asked(Danger::NotNow, vec![mother], vec![1]), vec![1]),
    ]);
    let after = erase(&entries, 3, true);
    let state = fold(&after);
    let now = state.danger_now().unwrap();
    assert_eq!((now.answer, &now.not_seen), (Danger::NotNow, &vec![1]));
    assert!(is_hearsay(&now.known_by));
    let text = said(&after);
    assert!(
        text.contains("An adult said") && text.contains("Not seen then: Sam"),
        "{text}"
    );
    assert!(!text.contains("Hall") && !text.contains("knife"), "{text}");
    // Nobody knows how old it is.
    let line = danger::line(&state, at(30));
    assert!(
        line.contains("not now, time not known") && !line.contains("ago"),
        "{line}"
    );
}

#[test]
fn who_was_told_does_not_become_not_told() {
    let untold = |entries: &[Entry]| fold(entries).untold().count();
    let later = answered("p/i1", None, Outcome::Later);
    let entries = log(vec![(later.clone(), vec![]), (told("Adeyemi"), vec![])]);
    assert_eq!(untold(&entries), 0);
    assert_eq!(
        untold(&erase(&entries, 3, false)),
        1,
        "an erasure that keeps nothing"
    );
    let after = erase(&entries, 3, true);
    assert_eq!(untold(&after), 0);
    let text = said(&after);
    assert!(
        text.contains("told by radio") && text.contains("Name erased"),
        "{text}"
    );
    // That somebody else knows is not that the owner does.
    let entries = log(vec![(later, vec![]), (told("PC Osei"), vec![])]);
    assert_eq!(untold(&erase(&entries, 3, true)), 1);
}

#[test]
fn what_went_from_this_device_does_not_stand_on_it_only() {
    let hand = HandedOver {
        to: "Mrs Hall".into(),
        how: Told::InPerson,
        said_back: None,
        words: None,
        say_first: vec!["Not told yet: Mrs Hall".into()],
    };
    let export = Exported {
        format: "html".into(),
        for_child: None,
        for_reader: Some("Mrs Hall".into()),
        digest: None,
        renderer: Some(1),
        past_end: None,
        say_first: None,
        left_out: vec![],
        form: vec![],
    };
    for event in [Event::HandedOver(hand), Event::Exported(export)] {
        let entries = log(vec![(event, vec![])]);
        assert!(fold(&erase(&entries, 2, false)).only_here());
        let after = erase(&entries, 2, true);
        assert!(!fold(&after).only_here());
        let text = said(&after);
        assert!(
            !text.contains("On this device only") && !text.contains("Hall"),
            "{text}"
        );
        assert!(!text.contains("whole record"), "{text}");
        // Nobody is a reader whose name nobody knows.
        assert!(readers(&fold(&after)).is_empty());
        let refused = going(&after, &fold(&after), None, Some(remains::NAME));
        assert_eq!(refused.err(), Some(Refusal::NoSuchReader));
    }
}

#[test]
fn a_handling_instruction_of_another_record_is_still_one() {
    let file = HandedFile {
        interaction: "ab".repeat(16),
        head: "cd".repeat(32),
        entries: 3,
        without_words: 0,
        role: None,
        handling: Some("Mrs Hall must not know".into()),
        children: vec![],
    };
    let taken = TakenOver {
        from: Some("PC Osei".into()),
        how: Told::InPerson,
        words: "An account".into(),
        file: Some(file),
    };
    let entries = log(vec![(Event::TakenOver(taken), vec![])]);
    let after = erase(&entries, 2, true);
    let lines = hand_over::handling(&fold(&after));
    assert!(
        lines
            .iter()
            .any(|(seq, words)| *seq == 2 && words.contains(remains::HANDLING)),
        "{lines:?}"
    );
    let text = said(&after);
    assert!(text.contains(remains::HANDLING), "{text}");
    for gone in ["Hall", "Osei", "account", "abab", "chain holds"] {
        assert!(!text.contains(gone), "{text}");
    }
}

#[test]
fn what_the_recorder_saw_stands_when_what_a_mother_said_is_erased() {
    let entries = log(vec![
        child(1),
        (seen(Seen::Awake, KnownBy::Seen, ""), vec![1]),
        (seen(Seen::Asleep, KnownBy::AdultSaid, "Mrs Hall"), vec![1]),
    ]);
    let after = fold(&erase(&entries, 4, true));
    assert_eq!(
        (after.children[0].seen, after.children[0].seen_entry),
        (Seen::Awake, 3)
    );
    assert!(after.children[0].seen_at.is_some());
    assert_eq!(after.children[0].from_others, []);
    // And what a mother said before that does not come back for it.
    let mut more = entries.clone();
    more.push(entry(
        5,
        seen(Seen::Awake, KnownBy::AdultSaid, "an aunt"),
        vec![1],
    ));
    assert_eq!(fold(&erase(&more, 5, true)).children[0].from_others, []);
    let own = fold(&erase(&entries, 3, true));
    assert_eq!(own.children[0].seen, Seen::NotSaid);
    assert!(own.children[0].seen_by_others().is_some());
}

/// In a part of the record nothing of an erasure goes: what was said before says that it may be said otherwise.
#[test]
fn what_a_mother_said_before_may_be_said_otherwise_in_a_part_of_the_record() {
    let said = |seen_as| (seen(seen_as, KnownBy::AdultSaid, ""), vec![1]);
    let entries = log(vec![child(1), said(Seen::Awake), said(Seen::Asleep)]);
    let after = erase(&entries, 4, true);
    let state = fold(&after);
    let part = going(&after, &state, Some(1), None).unwrap();
    assert!(part.goes(3) && !part.goes(4));
    assert_eq!(overtaken(&after, &state, &part), [3]);
}

#[test]
fn how_a_child_is_involved_stands_when_only_that_there_is_no_more_is_erased() {
    let set = |involved, may_be_others| {
        Event::CircumstancesSet(CircumstancesSet {
            presence: None,
            seen: None,
            involved,
            may_be_others,
            factors: vec![],
            known_by: vec![],
        })
    };
    let entries = log(vec![
        child(1),
        (set(Some(vec![Involvement::Victim]), None), vec![1]),
        (set(None, Some(false)), vec![1]),
    ]);
    let after = fold(&erase(&entries, 4, true));
    assert_eq!(after.children[0].involved, [Involvement::Victim]);
    assert!(after.children[0].may_be_others);
    let after = fold(&erase(&entries, 3, true));
    assert!(after.children[0].involved.is_empty());
}

#[test]
fn an_answer_that_was_moved_to_a_child_is_open_for_that_child() {
    let moved = corrected(5, Correction::MovedToChild { child: 1 });
    let entries = log(vec![
        child(1),
        (answered("p/q", Some(1), Outcome::Done), vec![1]),
        (answered("p/q", None, Outcome::Done), vec![]),
        (answered("p/q", None, Outcome::Done), vec![]),
        (moved, vec![1]),
    ]);
    let stands =
        |entries: &[Entry]| -> Vec<u64> { fold(entries).answers.iter().map(|now| now.seq).collect() };
    assert_eq!(stands(&entries), [5, 4]);
    assert_eq!(stands(&erase(&entries, 5, true)), [4]);
}

#[test]
fn what_was_lifted_or_reopened_is_not_held_or_completed_again() {
    let reason = || Reason {
        reason: "Mrs Hall asked".into(),
    };
    let completed = Completed {
        open: 0,
        later: 0,
        unsent: 0,
        untold: 0,
    };
    let entries = log(vec![
        (Event::HoldSet(reason()), vec![]),
        (Event::HoldLifted(reason()), vec![]),
        (Event::Completed(completed), vec![]),
        (Event::Reopened(reason()), vec![]),
    ]);
    let stands = |entries: &[Entry]| (fold(entries).hold.is_some(), fold(entries).completed.is_some());
    assert_eq!(stands(&erase(&entries, 3, true)), (false, false));
    assert_eq!(stands(&erase(&entries, 5, true)), (false, false));
    // A lifting that was a mistake leaves the hold, also where its reason is erased.
    let mut mistake = entries;
    mistake.push(entry(6, corrected(3, Correction::PressedByMistake), vec![]));
    assert_eq!(stands(&mistake), (true, false));
    assert_eq!(stands(&erase(&mistake, 2, true)), (true, false));
}

#[test]
fn what_was_copied_for_the_log_was_copied() {
    let copy = |words: &str| {
        let words = words.to_owned();
        Event::CopiedForTheLog(CopiedForTheLog { words, upto: Some(2) })
    };
    let entries = log(vec![child(1), (copy("DANGER not now. Mrs Hall"), vec![])]);
    let standing = log_standing(&fold(&erase(&entries, 3, true)));
    assert!(standing.copied.is_some());
    let words = standing.words();
    assert!(
        words.contains("time not known") && !words.contains("02:"),
        "{words}"
    );
}

#[test]
fn a_route_of_an_earlier_stage_is_not_that_of_a_later_one() {
    let moved = |sharing, route: &str| {
        Event::SharingMoved(SharingMoved {
            sharing,
            stage: SharingStage::Sent,
            to: Some("school".into()),
            how: None,
            what: None,
            why: None,
            considered: None,
            by: None,
            route: Some(shown(route)),
        })
    };
    let entries = log(vec![
        (moved(None, "r/old"), vec![]),
        (moved(Some(2), "r/new"), vec![]),
    ]);
    assert_eq!(fold(&erase(&entries, 3, true)).sharings[0].sharing.route, None);
}

/// A correction that is erased takes back no handling: what was corrected does not stand, and that there is one does.
#[test]
fn an_instruction_whose_correction_is_erased_is_still_an_instruction() {
    let words = "His father must not know".to_owned();
    let entries = log(vec![
        (Event::HandlingSet(HandlingSet { words }), vec![]),
        (reworded(2, "His uncle must not know"), vec![]),
    ]);
    let top = |entries: &[Entry]| {
        let made = record(None, &fold(entries), entries);
        let handling = made.sections.into_iter().find(|one| one.section == "handling");
        handling.unwrap().lines[0].text.clone()
    };
    assert!(top(&entries).contains("His uncle"), "{}", top(&entries));
    let after = erase(&entries, 3, true);
    assert!(top(&after).contains(remains::HANDLING), "{}", top(&after));
    let state = fold(&after);
    let words = lines::Words { state: &state };
    assert_eq!(words.handling(), [(2, remains::HANDLING.to_owned())]);
}

#[test]
fn a_child_whose_adding_is_erased_is_still_another_child() {
    let mut entries = log(vec![
        (asked(Danger::NotNow, vec![], vec![]), vec![]),
        child(1),
        child(2),
    ]);
    entries[1].about.clear();
    let goes = |entries: &[Entry]| going(entries, &fold(entries), Some(1), None).unwrap().goes(2);
    assert!(!goes(&entries));
    assert!(!goes(&erase(&entries, 4, true)));
}

#[test]
fn an_erasure_names_what_may_say_it_again() {
    let risk = |from| {
        Event::RiskStated(RiskStated {
            child: Some(1),
            level: Level::InNeedOfSupport,
            words: "alone with Mrs Hall".into(),
            words_from: from,
            seen: Seen::NotSaid,
            routes: vec![],
        })
    };
    let copy = CopiedForTheLog {
        words: "alone with Mrs Hall".into(),
        upto: None,
    };
    let entries = log(vec![
        child(1),
        (risk(None), vec![1]),
        (risk(Some(3)), vec![1]),
        (Event::CopiedForTheLog(copy), vec![]),
    ]);
    let once = erase(&entries, 3, true);
    assert_eq!(remains::may_repeat(&fold(&once), 3), [4, 5]);
    assert!(said(&once).contains("Entry 4 was made from the record as it was"));
    let all = erase(&erase(&once, 4, true), 5, true);
    assert_eq!(remains::may_repeat(&fold(&all), 3), Vec::<u64>::new());
    assert!(!said(&all).contains("Hall"));
    assert!(!format!("{:?}", fold(&all)).contains("Hall"));
}

#[test]
fn an_item_whose_answer_is_erased_is_open_and_no_older_answer_or_fact_closes_it() {
    let pack = three_items(vec![]);
    let mark = |entries: &[Entry]| {
        let rows = worklist(&pack, &fold(entries)).rows;
        rows.into_iter()
            .find(|row| row.item == 2)
            .map(|row| (row.mark, row.answer))
    };
    let quote = || {
        Event::Quoted(Quoted {
            child: Some(1),
            words: "He hit Sam".into(),
            fidelity: Fidelity::Exact,
            asked: Asked::Unasked,
            question: None,
            present: vec![],
            answers: None,
        })
    };
    let not_done = || answered("p/i2", None, Outcome::NotDone);
    // Not done, and then the child spoke.
    let entries = log(vec![child(1), (not_done(), vec![]), (quote(), vec![1])]);
    assert_eq!(mark(&entries), Some((Mark::Done, 4)));
    assert_eq!(
        mark(&erase(&entries, 4, false)),
        Some((Mark::NotDone, 3)),
        "an erasure that keeps nothing"
    );
    assert_eq!(mark(&erase(&entries, 4, true)), Some((Mark::Open, 0)));
    // What a child said besides answers it all the same.
    let more = log(vec![
        child(1),
        (not_done(), vec![]),
        (quote(), vec![1]),
        (quote(), vec![1]),
    ]);
    assert_eq!(mark(&erase(&more, 5, true)), Some((Mark::Done, 4)));
    // Somebody spoke, and then it was said that it was not done.
    let entries = log(vec![child(1), (quote(), vec![1]), (not_done(), vec![])]);
    assert_eq!(mark(&entries), Some((Mark::NotDone, 4)));
    assert_eq!(mark(&erase(&entries, 4, true)), Some((Mark::Open, 0)));
    // Answered anew, it is answered.
    let mut anew = erase(&entries, 4, true);
    anew.push(entry(6, not_done(), vec![]));
    assert_eq!(mark(&anew), Some((Mark::NotDone, 6)));
}
