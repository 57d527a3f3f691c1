//! The copy for the incident log: what must hold of it whatever was recorded, at any length.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]
#![cfg(feature = "build")]

mod played;

use childfirst::interaction::log_copy::{LogCopy, log_copy};
use childfirst::sets::Fidelity;
use played::Played;
use proptest::prelude::*;
use serde_json::{Value, json};

const ITEMS: [&str; 5] = [
    "where",
    "safe-to-talk",
    "hurt",
    "where-is-he-or-she",
    "other-children",
];

fn item(at: usize) -> String {
    format!("six-principles/call-now/{}", ITEMS[at % ITEMS.len()])
}

/// Words that are typed: with marks, line ends, letters that steer a terminal, and a token that no others have.
fn words() -> impl Strategy<Value = String> {
    let odd = proptest::sample::select(vec![
        "",
        "\"no\"",
        "“go away”",
        "«so»",
        "one\ntwo",
        "a\u{7}b\u{1b}[31m",
        "Mum’s lip.",
        "\u{202e}",
        "+9 in Child First",
        "OFFICERS told",
    ]);
    ("[a-z]{0,9}", odd).prop_map(|(plain, odd)| format!("{plain} {odd} TOKEN"))
}

fn lines() -> impl Strategy<Value = Vec<Value>> {
    let how = proptest::sample::select(vec![
        json!([]),
        json!([{"how":"heard"}]),
        json!([{"how":"adult_said","who":"“mother”"}]),
        json!([{"how":"child_said"},{"how":"seen"}]),
        json!([{"how":"records","who":"CAD 9"}]),
    ]);
    let danger = proptest::sample::select(vec!["yes", "not_now", "cannot_tell", "not_answered"]);
    let fidelity = proptest::sample::select(vec!["exact", "gist", "not_said"]);
    let yes_no = proptest::sample::select(vec!["yes", "no", "no_answer"]);
    let one = prop_oneof![
        2 => ("[a-z]{0,6}", proptest::sample::select(vec!["8m", "9", "not_known", "unborn"])).prop_map(
            |(label, age)| json!({"op":"child_added","label":label,"age":age})),
        1 => (1u32..4, proptest::sample::select(vec!["on_telephone", "nearby"])).prop_map(
            |(child, presence)| json!({"op":"circumstances_set","children":[child],"presence":presence})),
        3 => (danger, how.clone()).prop_map(|(answer, known_by)| json!({"op":"danger_asked","answer":answer,"known_by":known_by})),
        4 => (0usize..5, words(), how.clone()).prop_map(|(at, value, known_by)| {
            json!({"op":"answered","item":item(at),"value":value,"known_by":known_by})}),
        2 => (0usize..5).prop_map(|at| json!({"op":"answered","item":item(at),"already_in_log":true})),
        2 => (0usize..5, yes_no, words()).prop_map(|(at, said, value)| {
            json!({"op":"answered","item":item(at),"yes_no":said,"value":value})}),
        1 => words().prop_map(|value| json!({"op":"answered","item":"six-principles/call-now/where/see","value":value})),
        5 => (1u32..4, words(), fidelity, proptest::option::of(0usize..4)).prop_map(|(child, words, fidelity, at)| {
            let answers = at.map(item);
            json!({"op":"quoted","child":child,"words":words,"fidelity":fidelity,"answers":answers})}),
        1 => (words(), proptest::sample::select(vec!["exact", "gist"])).prop_map(
            |(words, fidelity)| json!({"op":"quoted","words":words,"fidelity":fidelity})),
        4 => (1u32..4, words(), how).prop_map(|(child, words, known_by)| {
            json!({"op":"observed","children":[child],"words":words,"known_by":known_by})}),
        1 => words().prop_map(|words| json!({"op":"handling_set","words":words})),
        1 => words().prop_map(|words| json!({"op":"scene_set","place":"home","words":words})),
        1 => any::<bool>().prop_map(|on| json!({"op":"silent_call_set","on":on})),
        1 => Just(json!({"op":"told","to":"those going","how":"radio","answers":"six-principles/call-before/tell-the-officers"})),
        1 => Just(json!({"op":"COPY"})),
        2 => (2u64..20).prop_map(|entry| json!({"op":"corrected","entry":entry,"how":"pressed_by_mistake"})),
        1 => (2u64..20).prop_map(|entry| json!({"op":"ERASE","entry":entry})),
        1 => (2u64..20, 1u32..4).prop_map(|(entry, child)| json!({"op":"corrected","entry":entry,"how":{"moved_to_child":{"child":child}}})),
        1 => (1u32..4, 1u32..4).prop_map(|(child, into)| json!({"op":"child_merged","child":child,"into":into})),
        1 => Just(json!({"op":"left_scene","why":"the line dropped"})),
    ];
    proptest::collection::vec(one, 0..30)
}

/// Plays what follows, each token made the entry's own.
fn play(lines: Vec<Value>) -> Played {
    let mut call = Played::call();
    for line in lines {
        let next = call.entries.len() + 1;
        let text = line.to_string().replace("TOKEN", &format!("t{next}t"));
        let line: Value = serde_json::from_str(&text).unwrap();
        match line["op"].as_str().unwrap() {
            "COPY" => {
                let copy = log_copy(&call.pack, &call.state, None, call.now());
                call.play(json!({"op":"copied_for_the_log","words":copy.text,"upto":copy.upto}));
            }
            "ERASE" => {
                let entry = line["entry"].as_u64().unwrap();
                if entry < next as u64 {
                    call.erase(entry);
                }
            }
            _ => {
                let _ = call.try_to(line);
            }
        }
    }
    call
}

/// Everything in quote marks, and whether every mark that opens also closes.
fn quoted(text: &str) -> (Vec<String>, bool) {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('“') {
        let Some((inside, more)) = after.split_once('”') else {
            return (found, false);
        };
        found.push(inside.to_owned());
        rest = more;
    }
    (found, !rest.contains('”'))
}

fn squeezed(words: &str) -> String {
    let marks = ['"', '“', '”', '«', '»', '’'];
    words
        .chars()
        .filter(|letter| {
            !marks.contains(letter)
                && !letter.is_control()
                && !letter.is_whitespace()
                && *letter != '\u{202e}'
        })
        .collect()
}

fn judge(call: &Played, copy: &LogCopy, longest: Option<u32>) {
    let text = copy.text.as_str();
    assert_eq!(copy.characters as usize, text.chars().count());
    assert_eq!(copy.upto, call.state.last);
    if let Some(longest) = longest {
        assert!(
            copy.characters <= longest,
            "{} of {longest}: {text}",
            copy.characters
        );
    }
    assert!(
        !text
            .chars()
            .any(|letter| letter.is_control() || letter == '\u{202e}'),
        "{text:?}"
    );
    // Danger, whole; or nothing at all, and only where next to nothing is taken.
    if text.is_empty() {
        assert!(
            copy.too_long && longest.is_some_and(|longest| longest < 70),
            "{longest:?}"
        );
        return;
    }
    let dangers = ["YES", "not now", "cannot tell", "not answered", "not asked yet"];
    assert!(
        dangers
            .iter()
            .any(|answer| text.starts_with(&format!("DANGER {answer}"))),
        "{text}"
    );
    // Quote marks close, and hold the exact words of a quote that stands and was said by a child.
    let (inside, closed) = quoted(text);
    assert!(closed, "{text}");
    let exact: Vec<String> = call
        .state
        .quotes
        .iter()
        .filter(|now| now.quote.fidelity == Fidelity::Exact)
        .map(|now| squeezed(&now.quote.words))
        .collect();
    for words in inside {
        assert!(
            exact.contains(&squeezed(&words)),
            "“{words}” is nobody's exact words: {text}"
        );
    }
    assert!(!text.contains('"') && !text.contains('«'), "{text}");
    // What says that there is more says how much. Typed words may look like it; ours ends the text.
    match (copy.left_out, copy.too_long) {
        (_, true) => assert!(
            text.ends_with(" CUT HERE, more in Child First") || text.ends_with(" CUT"),
            "{text}"
        ),
        (0, false) => {}
        (n, false) => assert!(text.ends_with(&format!(" +{n} in Child First")), "{text}"),
    }
    // Typed words may look like it, and never have a time.
    let told = call.state.told.iter().any(|now| now.told.answers.is_some());
    assert!(told || !text.contains("OFFICERS told 02:"), "{text}");
    if !copy.too_long {
        for child in call.state.present_children() {
            assert!(text.contains(&format!("CHILD {}", child.number)), "{text}");
        }
        assert!(
            text.contains(" AT: ") || text.contains(" AT not known."),
            "{text}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn a_copy_is_never_longer_than_the_log_takes_and_never_without_danger(lines in lines(), longest in 1u32..600) {
        let call = play(lines);
        for longest in [None, Some(longest), Some(u32::MAX)] {
            let copy = log_copy(&call.pack, &call.state, longest, call.now());
            judge(&call, &copy, longest);
            prop_assert_eq!(copy.longest, longest);
            if longest.is_none_or(|longest| longest == u32::MAX) {
                prop_assert_eq!((copy.left_out, copy.too_long), (0, false), "nothing is cut without a length");
            }
        }
    }

    /// What was struck or erased is said nowhere; what stands is said somewhere.
    #[test]
    fn what_counts_for_nothing_is_not_copied(lines in lines()) {
        let call = play(lines);
        let text = log_copy(&call.pack, &call.state, None, call.now()).text;
        let stands: Vec<u64> = call.state.answers.iter().map(|now| now.seq)
            .chain(call.state.quotes.iter().map(|now| now.seq))
            .chain(call.state.observations.iter().map(|now| now.seq))
            .chain(call.state.handling.iter().map(|line| line.seq))
            .collect();
        for seq in 2..=call.state.last {
            let token = format!("t{seq}t");
            let scene = call.state.scene.as_ref().and_then(|scene| scene.words.as_ref());
            let scene = scene.is_some_and(|words| words.contains(&token));
            if text.contains(&token) {
                prop_assert!(stands.contains(&seq) || scene, "{token} counts for nothing: {text}");
            }
        }
        for now in &call.state.quotes {
            prop_assert!(text.contains(&format!("t{}t", now.seq)), "entry {} is missing: {text}", now.seq);
        }
    }
}

/// The controls: the judge finds what it is there to find.
#[test]
fn a_copy_that_is_wrong_is_found() {
    let mut call = Played::call();
    call.play(json!({"op":"danger_asked","answer":"yes"}));
    call.play(json!({"op":"quoted","words":"he broke it","fidelity":"gist"}));
    let copy = log_copy(&call.pack, &call.state, None, call.now());
    judge(&call, &copy, None);
    let bad = |change: &dyn Fn(&mut LogCopy)| {
        let mut copy = copy.clone();
        change(&mut copy);
        copy.characters = copy.text.chars().count() as u32;
        let judged =
            std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| judge(&call, &copy, Some(500))));
        assert!(judged.is_err(), "{}", copy.text);
    };
    bad(&|copy| copy.text = copy.text.replace("he broke it", "“he broke it”"));
    bad(&|copy| copy.text = copy.text.replace("DANGER YES", "YES"));
    bad(&|copy| copy.text.push_str(&"x".repeat(600)));
    bad(&|copy| copy.text.push_str(" “half"));
    bad(&|copy| copy.left_out = 2);
}

fn story() -> Played {
    let mut call = Played::call();
    let listen = "six-principles/call-now/what-has-happened";
    for line in [
        json!({"op":"reference_added","reference":"incident_log","words":"417, 22 Nov"}),
        json!({"op":"answered","item":item(0),"already_in_log":true}),
        json!({"op":"child_added","age":"not_known"}),
        json!({"op":"circumstances_set","children":[1],"presence":"on_telephone"}),
        json!({"op":"answered","item":item(1),"yes_no":"yes","value":"Yes, in the bathroom","known_by":[{"how":"child_said"}]}),
        json!({"op":"quoted","child":1,"words":"Mum’s lip is bleeding.","fidelity":"exact","answers":item(2)}),
        json!({"op":"danger_asked","answer":"cannot_tell"}),
        json!({"op":"observed","children":[1],"words":"Knocking, and a man’s voice close by","known_by":[{"how":"heard"}],"answers":listen}),
        json!({"op":"quoted","child":1,"words":"He has got Mum’s phone.","fidelity":"exact","asked":"unasked"}),
    ] {
        call.play(line);
    }
    call
}

#[test]
fn it_reads_as_it_is_drawn() {
    let call = story();
    let copy = |longest| log_copy(&call.pack, &call.state, longest, call.now());
    assert_eq!(
        copy(None).text,
        "DANGER cannot tell 02:42. AT: in log. SAFE TO TALK: Yes, in the bathroom (child said). CHILD 1, age not known, \
        on the telephone, heard. OTHERS not known. HURT: Mum’s lip is bleeding (child said). HEARD: Knocking, and a \
        man’s voice close by. CHILD SAID: “He has got Mum’s phone.” OFFICERS NOT YET TOLD."
    );
    let short = copy(Some(200));
    assert_eq!(
        short.text,
        "DANGER cannot tell 02:42. AT: in log. CHILD 1, age not known, on the telephone, heard. OTHERS not known. \
        HURT: Mum’s lip is bleeding (child said). OFFICERS NOT YET TOLD. +3 in Child First"
    );
    assert_eq!(short.left_out, 3);
    let cut = copy(Some(70));
    assert_eq!(
        cut.text,
        "DANGER cannot tell 02:42. AT: in log. … CUT HERE, more in Child First"
    );
    assert!(cut.too_long);
    assert_eq!(copy(Some(20)).text, "");
}

#[test]
fn what_the_log_has_had_leaves_before_what_it_has_not() {
    let mut call = story();
    let copy = log_copy(&call.pack, &call.state, None, call.now());
    call.play(json!({"op":"copied_for_the_log","words":copy.text,"upto":copy.upto}));
    call.play(
        json!({"op":"observed","children":[1],"words":"A door, then nothing","known_by":[{"how":"heard"}]}),
    );
    let text = log_copy(&call.pack, &call.state, Some(275), call.now()).text;
    assert!(
        text.contains("A door, then nothing") && !text.contains("Knocking"),
        "{text}"
    );
}

#[test]
fn a_danger_passed_by_does_not_hide_the_last_answer() {
    let mut call = Played::call();
    call.play(json!({"op":"danger_asked","answer":"yes"}));
    call.play(json!({"op":"danger_asked","answer":"not_answered"}));
    let text = log_copy(&call.pack, &call.state, None, call.now()).text;
    assert!(text.starts_with("DANGER YES 02:41."), "{text}");
}

#[test]
fn what_must_not_be_said_is_never_left_out() {
    let mut call = story();
    call.play(json!({"op":"handling_set","words":"Afraid of him knowing who called"}));
    let text = log_copy(&call.pack, &call.state, Some(160), call.now()).text;
    assert!(
        text.starts_with("DANGER cannot tell 02:42. HANDLING: Afraid of him knowing who called. AT: in log."),
        "{text}"
    );
}

/// A long part that goes makes no room for nothing: what is shorter and fits stands, the most urgent first.
#[test]
fn what_there_is_room_for_stands() {
    let mut call = story();
    let long = format!("In the hall {}", "and up and down ".repeat(20));
    call.play(json!({"op":"answered","item":item(3),"value":long}));
    let text = log_copy(&call.pack, &call.state, Some(260), call.now()).text;
    assert!(!text.contains("THERE"), "{text}");
    for stands in [
        "HURT: ",
        "OTHERS not known.",
        "OFFICERS NOT YET TOLD.",
        "SAFE TO TALK: ",
    ] {
        assert!(text.contains(stands), "{stands}\n{text}");
    }
}
