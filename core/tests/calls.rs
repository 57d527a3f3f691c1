//! The behaviour of a call (PRACTICE 4), on the guidance that is shipped.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]
#![cfg(feature = "build")]

mod played;

use childfirst::error::{Error, Refusal};
use childfirst::interaction::call_lines::officers_told;
use childfirst::interaction::log_copy::{log_copy, log_standing};
use childfirst::interaction::worklist::{Mark, danger_comes_before};
use childfirst::pack::calls::MOST_WORDS;
use childfirst::sets::{AnsweredBy, CallStep, Phase, PromptKind, Role, Waits};
use played::{Played, hampshire};
use serde_json::json;

const WHERE: &str = "six-principles/call-now/where";
const SAFE: &str = "six-principles/call-now/safe-to-talk";
const HURT: &str = "six-principles/call-now/hurt";
const THERE: &str = "six-principles/call-now/where-is-he-or-she";
const OTHERS: &str = "six-principles/call-now/other-children";
const LISTEN: &str = "six-principles/call-now/what-has-happened";
const TELL: &str = "six-principles/call-before/tell-the-officers";

fn refused(why: Refusal) -> Result<u64, Error> {
    Err(Error::Refused { why })
}

#[test]
fn the_questions_come_in_their_order_and_danger_after_hurt() {
    let call = Played::call();
    let order: Vec<(String, bool)> = call
        .work()
        .rows
        .iter()
        .filter(|row| call.pack.items()[row.item as usize].phase == Phase::Now)
        .map(|row| {
            let id = call.pack.items()[row.item as usize].item.id.clone();
            (id, danger_comes_before(&call.pack, Some(row)))
        })
        .collect();
    let want = [
        (WHERE, false),
        (SAFE, false),
        (HURT, false),
        (THERE, true),
        (OTHERS, true),
        (LISTEN, true),
    ];
    assert_eq!(order, want.map(|(id, danger)| (id.to_owned(), danger)));
}

#[test]
fn each_of_the_five_can_be_in_the_log_already_and_counts_as_records() {
    let mut call = Played::call();
    for item in [WHERE, SAFE, HURT, THERE, OTHERS] {
        let seq = call.play(json!({"op":"answered","item":item,"already_in_log":true}));
        let row = call.row(item.strip_prefix("six-principles/").unwrap());
        assert_eq!(
            (row.mark, row.answer, row.hearsay),
            (Mark::Done, seq, true),
            "{item}"
        );
        let line = call.line(seq);
        assert!(
            line.contains("Already in the log (from records: incident log)")
                && line.contains("[not seen, heard or said by a child]"),
            "{line}"
        );
    }
    let with = call.play(
        json!({"op":"answered","item":HURT,"already_in_log":true,"value":"lip","known_by":[{"how":"seen"}]}),
    );
    assert!(
        call.line(with)
            .contains("Already in the log: lip (from records: incident log)")
    );
    // It is no way to have told somebody, or to have said a risk.
    let told = call.try_to(json!({"op":"answered","item":TELL,"already_in_log":true}));
    assert_eq!(told, refused(Refusal::AnsweredElsewhere));
    let later = call.try_to(
        json!({"op":"answered","item":HURT,"already_in_log":true,"outcome":"later","owner":"PC Rowe"}),
    );
    assert_eq!(later, refused(Refusal::OutOfRange));
}

#[test]
fn the_child_who_calls_is_not_an_answer_to_whether_there_are_others() {
    let mut call = Played::call();
    call.play(json!({"op":"child_added","age":"9"}));
    call.play(json!({"op":"circumstances_set","children":[1],"presence":"on_telephone"}));
    assert_eq!(call.row("call-now/other-children").mark, Mark::Open);
    call.play(json!({"op":"child_added","age":"8m"}));
    assert_eq!(call.row("call-now/other-children").mark, Mark::Done);
    // None is an answer; that there are some is answered by naming them.
    let mut call = Played::call();
    let yes = call.try_to(json!({"op":"answered","item":OTHERS,"yes_no":"yes"}));
    assert_eq!(yes, refused(Refusal::AnsweredElsewhere));
    call.play(json!({"op":"answered","item":OTHERS,"yes_no":"no","known_by":[{"how":"child_said"}]}));
    assert_eq!(call.row("call-now/other-children").mark, Mark::Done);
}

#[test]
fn worries_wait_until_it_is_safe_and_saying_back_for_no_silent_call() {
    let mut call = Played::call();
    let worries = |call: &Played| call.row("call-before/worries-and-wishes").waits;
    let back = |call: &Played| call.row("call-before/say-back").waits;
    assert_eq!(
        (worries(&call), back(&call)),
        (Some(Waits::UntilSafeToTalk), None)
    );
    call.play(json!({"op":"answered","item":SAFE,"yes_no":"yes","value":"Yes, in the bathroom"}));
    assert_eq!((worries(&call), back(&call)), (None, None));
    call.play(json!({"op":"answered","item":SAFE,"yes_no":"no"}));
    let waits = Some(Waits::UntilSafeToTalk);
    assert_eq!((worries(&call), back(&call)), (waits, waits));
    // Not by itself: no one said that the call is silent.
    assert!(call.state.silent_call.is_none());
    call.play(json!({"op":"silent_call_set","on":true}));
    assert_eq!(
        (worries(&call), back(&call)),
        (waits, Some(Waits::NotOnASilentCall))
    );
    // "Can talk now" is the later word.
    call.play(json!({"op":"silent_call_set","on":false}));
    assert_eq!((worries(&call), back(&call)), (None, None));
    // Words that nobody said to be a yes are none.
    call.play(json!({"op":"answered","item":SAFE,"value":"he is back"}));
    assert_eq!(worries(&call), waits);
}

#[test]
fn what_waits_is_shown_and_not_counted_and_can_be_answered() {
    let mut call = Played::call();
    assert_eq!(call.counts(Phase::Now), (6, 0));
    assert_eq!(call.counts(Phase::BeforeLeaving), (2, 1));
    assert_eq!(call.counts(Phase::Afterwards), (0, 3));
    call.play(json!({"op":"silent_call_set","on":true}));
    assert_eq!(call.counts(Phase::Now), (5, 1));
    assert_eq!(
        call.row("call-now/what-has-happened").waits,
        Some(Waits::NotYesOrNo)
    );
    // Telling those going is asked of nobody on the line.
    assert_eq!(call.row("call-before/tell-the-officers").waits, None);
    call.play(json!({"op":"quoted","words":"please","fidelity":"exact","answers":LISTEN}));
    let row = call.row("call-now/what-has-happened");
    assert_eq!((row.mark, row.waits), (Mark::Done, None));
}

#[test]
fn must_dos_show_when_the_call_is_over_and_hide_when_it_goes_on() {
    let mut call = Played::call();
    let hidden = |call: &Played| call.row("call-afterwards/what-cannot-wait").waits;
    assert_eq!(hidden(&call), Some(Waits::UntilTheCallIsOver));
    let closed = call.play(json!({"op":"left_scene","why":"the line dropped"}));
    assert_eq!(hidden(&call), None);
    assert_eq!(call.counts(Phase::Afterwards), (3, 0));
    assert_eq!(call.row("call-now/where").mark, Mark::NotReached);
    let line = call.line(closed);
    assert!(
        line.starts_with("The line closed: the line dropped. Not reached: Where are you?"),
        "{line}"
    );
    let back = call.play(json!({"op":"returned","with":"all"}));
    assert_eq!(call.line(back), "Called back: on the line again");
    assert_eq!(hidden(&call), Some(Waits::UntilTheCallIsOver));
    assert_eq!(call.row("call-now/where").mark, Mark::Open);
    // An officer's list waits for no call.
    let officer = Played::begin(Role::ResponseOfficer);
    assert!(officer.work().rows.iter().all(|row| row.waits.is_none()));
}

#[test]
fn nothing_of_a_call_speaks_of_a_scene_that_was_left() {
    let mut call = Played::call();
    call.play(json!({"op":"child_added","age":"9"}));
    call.play(json!({"op":"danger_asked","answer":"not_now"}));
    call.play(json!({"op":"left_scene","why":"ended","staying":"Op 9"}));
    call.play(json!({"op":"danger_asked","answer":"cannot_tell","because":"before_leaving"}));
    call.play(json!({"op":"returned","with":"some","children":[1]}));
    call.play(json!({"op":"mode_set","mode":"at_scene"}));
    call.play(json!({"op":"danger_asked","answer":"not_now","because":"returned"}));
    call.play(json!({"op":"returned","with":"none"}));
    let text = call.record().to_text();
    for of_a_scene in [
        "eft the scene",
        "leaving",
        "At the scene",
        "The scene",
        "coming back",
        "not seen",
        "seen",
    ] {
        assert!(!text.contains(of_a_scene), "{of_a_scene}\n{text}");
    }
    assert!(
        text.contains("The line closed: ended. Op 9 stays on it"),
        "{text}"
    );
    assert!(text.contains("Called back: on the line again with child, 9"));
    // The control: an officer's does.
    let mut officer = Played::begin(Role::ResponseOfficer);
    officer.play(json!({"op":"left_scene","why":"ended"}));
    assert!(officer.record().to_text().contains("Left the scene: ended"));
}

#[test]
fn a_silent_call_asks_for_yes_or_no_and_the_entry_keeps_what_was_asked() {
    let mut call = Played::call();
    let notice = |call: &Played| {
        let file = call.pack.file();
        let mut shown = call.work().notices.into_iter();
        shown.any(|row| file.notices[row.notice as usize].on_silent_call)
    };
    assert!(!notice(&call));
    // Yes is no answer to where somebody is.
    let yes = json!({"op":"answered","item":WHERE,"yes_no":"yes"});
    assert_eq!(call.try_to(yes.clone()), refused(Refusal::WordsNeeded));
    call.play(json!({"op":"silent_call_set","on":true}));
    let twice = call.try_to(json!({"op":"silent_call_set","on":true}));
    assert_eq!(twice, refused(Refusal::OutOfOrder));
    assert!(notice(&call));
    let seq = call.play(yes);
    assert_eq!(
        call.line(seq),
        "I will say an address. Is that where you are? Yes, on a silent call"
    );
    assert!(!call.row("call-now/where").earlier_wording);
    let none = call.play(json!({"op":"answered","item":THERE,"yes_no":"no_answer","value":"a door"}));
    assert_eq!(
        call.line(none),
        "Is anyone near you now? No answer, on a silent call: a door"
    );
    // Others may be there and not named: on a silent call that is all that can be had.
    call.play(json!({"op":"answered","item":OTHERS,"yes_no":"yes"}));
    assert_eq!(call.row("call-now/other-children").mark, Mark::Done);
    // A prompt to ask has its question too, or is not asked.
    let see = "six-principles/call-now/where/see";
    let seq = call.play(json!({"op":"answered","item":see,"yes_no":"no"}));
    assert_eq!(call.line(seq), "Are you inside a building? No, on a silent call");
    let tell = "six-principles/call-now/what-has-happened/tell";
    let no = call.try_to(json!({"op":"answered","item":tell,"yes_no":"no"}));
    assert_eq!(no, refused(Refusal::WordsNeeded));
    // The end of the call ends the band; the record says when it was silent.
    call.play(json!({"op":"left_scene","why":"dropped"}));
    assert!(!notice(&call));
    assert!(
        call.record()
            .to_text()
            .contains("Silent call: the caller may be overheard")
    );
}

#[test]
fn every_silent_question_is_one_that_yes_or_no_answers() {
    let pack = hampshire();
    let mut count = 0;
    let mut look = |id: &str, text: &str, reason: &str| {
        count += 1;
        let words = text.split_whitespace().count();
        assert!(words <= MOST_WORDS && text.ends_with('?'), "{id}: {text}");
        assert!(!reason.is_empty(), "{id}");
        // A question that begins like this asks for more than yes or no.
        let last = text.rsplit_once(". ").map_or(text, |(_, last)| last);
        for open in ["What", "Who", "Where", "Why", "How", "When", "Which", "Tell"] {
            assert!(!last.starts_with(open), "{id}: {text}");
        }
        // Nobody is named, and nothing is said to have happened.
        for leading in [
            " he ", " she ", " him", " her", "afraid", "fear", "hit", "dad", "father",
        ] {
            assert!(!text.to_lowercase().contains(leading), "{id}: {text}");
        }
    };
    for found in pack.items() {
        let item = &found.item;
        if let Some(silent) = &item.silent {
            look(&item.id, &silent.text, &silent.reason);
        }
        for prompt in &item.prompts {
            if let Some(silent) = &prompt.silent {
                assert!(matches!(prompt.kind, PromptKind::AskChild | PromptKind::AskAdult));
                look(&prompt.id, &silent.text, &silent.reason);
            }
        }
    }
    assert!(count >= 9, "{count}");
    for step in CallStep::ALL {
        let found = pack.items().iter().find(|it| it.item.call_step == Some(*step));
        assert!(found.is_some_and(|it| it.item.silent.is_some()), "{step}");
    }
}

/// No text says that officers were told before a telling that stands.
#[test]
fn told_is_said_only_when_somebody_was_told() {
    let texts = |call: &Played| {
        let record = call.record();
        let sections = record.sections.iter().filter(|section| section.section != "log");
        let mut all: Vec<String> = sections
            .flat_map(|section| section.lines.iter().map(|line| line.text.clone()))
            .collect();
        all.push(log_copy(&call.pack, &call.state, None, call.now()).text);
        all.push(officers_told(&call.pack, &call.state).unwrap().words(&call.state));
        all.join("\n")
    };
    let says = |call: &Played| {
        let text = texts(call);
        text.contains("OFFICERS told") || text.contains("Officers told") || text.contains("Told the officers")
    };
    let mut call = Played::call();
    call.play(json!({"op":"quoted","words":"He has Mum’s phone","fidelity":"exact"}));
    assert!(!says(&call) && texts(&call).contains("OFFICERS NOT YET TOLD."));
    // Neither typed, nor not yet, nor of something else.
    let typed = call.try_to(json!({"op":"answered","item":TELL,"value":"Told them"}));
    assert_eq!(typed, refused(Refusal::AnsweredElsewhere));
    let not_yet = call.try_to(json!({"op":"told","to":"the officers","how":"not_yet","answers":TELL}));
    assert_eq!(not_yet, refused(Refusal::NotYet));
    let other = call.try_to(json!({"op":"told","to":"the officers","how":"radio","answers":HURT}));
    assert_eq!(other, refused(Refusal::AnsweredElsewhere));
    call.play(json!({"op":"told","to":"the sergeant","how":"radio"}));
    assert!(!says(&call));
    call.play(json!({"op":"answered","item":TELL,"outcome":"later","owner":"Op 9"}));
    assert!(!says(&call));
    let told = call.play(json!({"op":"told","to":"the officers going","how":"radio","answers":TELL}));
    assert!(says(&call));
    let row = call.row("call-before/tell-the-officers");
    assert_eq!((row.mark, row.answer), (Mark::Done, told));
    call.play(json!({"op":"corrected","entry":told,"how":"pressed_by_mistake"}));
    assert!(!says(&call), "{}", texts(&call));
    assert_eq!(call.row("call-before/tell-the-officers").mark, Mark::Later);
}

#[test]
fn what_came_after_a_telling_and_a_copy_is_counted() {
    let mut call = Played::call();
    let standing = |call: &Played| {
        let told = officers_told(&call.pack, &call.state).unwrap();
        (log_standing(&call.state).since, told.since)
    };
    call.play(json!({"op":"answered","item":HURT,"yes_no":"yes"}));
    call.play(json!({"op":"danger_asked","answer":"cannot_tell"}));
    assert_eq!(standing(&call), (2, 2));
    assert_eq!(log_standing(&call.state).words(), "Not copied yet");
    let copy = log_copy(&call.pack, &call.state, None, call.now());
    // Something is written between the showing and the pasting: the copy did not have it.
    let between = call.play(json!({"op":"quoted","words":"in the hall","fidelity":"exact"}));
    call.play(json!({"op":"copied_for_the_log","words":copy.text,"upto":copy.upto}));
    call.play(json!({"op":"told","to":"the officers going","how":"radio","answers":TELL}));
    assert_eq!(standing(&call), (1, 0));
    assert!(
        log_standing(&call.state)
            .words()
            .starts_with("Not copied since 02:41:50: 1 entry")
    );
    // A list end, a reference and a danger passed by are no news.
    call.play(json!({"op":"list_ended","list":"six-principles/list/call-now"}));
    call.play(json!({"op":"reference_added","reference":"incident_log","words":"417"}));
    call.play(json!({"op":"danger_asked","answer":"not_answered"}));
    assert_eq!(standing(&call), (1, 0));
    // That something was wrong is: those going have it as it was.
    call.play(json!({"op":"corrected","entry":between,"how":"pressed_by_mistake"}));
    assert_eq!(standing(&call), (1, 1));
    let words = officers_told(&call.pack, &call.state).unwrap().words(&call.state);
    assert_eq!(words, "Officers told 02:42 by radio. Not told yet: 1 entry since");
    assert!(
        call.record().to_text().contains(&words),
        "untold leads the record"
    );
    let copy = log_copy(&call.pack, &call.state, None, call.now());
    assert!(
        copy.text
            .ends_with("OFFICERS told 02:42 by radio. NOT TOLD SINCE: 1."),
        "{}",
        copy.text
    );
    call.play(json!({"op":"copied_for_the_log","words":copy.text,"upto":copy.upto}));
    assert!(log_standing(&call.state).words().ends_with("nothing since"));
}

/// Words beside a yes or a no are never read without it.
#[test]
fn yes_is_said_with_the_words_that_followed_it() {
    let mut call = Played::call();
    for (words, want) in [
        ("in the bathroom", "Yes: in the bathroom"),
        ("Yes, in the bathroom", "Yes, in the bathroom"),
        ("yesterday he left", "Yes: yesterday he left"),
    ] {
        let seq = call.play(json!({"op":"answered","item":SAFE,"yes_no":"yes","value":words}));
        let line = call.line(seq);
        assert!(line.ends_with(want), "{line}");
    }
    let text = log_copy(&call.pack, &call.state, None, call.now()).text;
    assert!(text.contains("SAFE TO TALK: yes, yesterday he left."), "{text}");
}

#[test]
fn one_item_of_a_call_is_answered_by_telling() {
    let pack = hampshire();
    let told = pack
        .items()
        .iter()
        .filter(|it| it.item.answered_by == AnsweredBy::Told);
    assert_eq!(told.count(), 1);
    assert!(officers_told(&pack, &Played::begin(Role::ResponseOfficer).state).is_none());
}

/// A bug once: what a call handler wrote with nothing said of how read as seen.
#[test]
fn what_is_observed_on_a_call_was_heard() {
    let mut call = Played::call();
    call.play(json!({"op":"observed","children":[],"words":"a door"}));
    assert!(call.record().to_text().contains("a door. Heard by Op 7"));
}

/// A bug once: one child's statement closed what is asked once for every child.
#[test]
fn the_risk_of_one_child_does_not_close_that_of_another() {
    let mut call = Played::call();
    let open = |call: &Played| {
        let text = call.record().to_text();
        text.contains("\n  State the risk for each child in your own words, then the level.\n")
    };
    call.play(json!({"op":"risk_stated","words":"Somebody screams","level":"in_need_of_support"}));
    assert!(!open(&call), "nobody is named yet");
    call.play(json!({"op":"child_added","age":"9"}));
    call.play(json!({"op":"child_added","age":"3"}));
    assert!(open(&call), "{}", call.record().to_text());
    call.play(json!({"op":"risk_stated","child":1,"words":"Alone","level":"in_need_of_support"}));
    assert!(open(&call), "{}", call.record().to_text());
    call.play(json!({"op":"risk_stated","child":2,"words":"Alone","level":"in_need_of_support"}));
    assert!(!open(&call), "{}", call.record().to_text());
}
