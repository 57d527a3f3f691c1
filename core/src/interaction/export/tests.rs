//! What must hold of every text and page: nothing that was typed is markup, a heading or a head of the chain.

use super::html::data;
use super::*;
use crate::age::Age;
use crate::interaction::lines::capital;
use crate::interaction::record::plain;
use crate::sets::*;
use crate::time::When;
use proptest::prelude::*;

fn at(minute: i64) -> Moment {
    let start = Moment::parse("2026-11-22T02:09:31+00:00").unwrap();
    Moment::new(start.utc + chrono::Duration::minutes(minute), 0)
}

/// A record in which these words stand wherever words can.
fn record(words: &str) -> Vec<Entry> {
    let some = || Some(words.to_owned());
    let known = || {
        vec![Known {
            how: KnownBy::AdultSaid,
            who: some(),
        }]
    };
    let shown = |id: &str| Shown {
        id: id.into(),
        phase: None,
        list: None,
        text: "What is seen?".into(),
        value: Some(words.into()),
    };
    let pack = PackRef {
        id: "p".into(),
        version: 1,
        title: "P".into(),
        digest: "00".repeat(32),
    };
    let child = |child| ChildAdded {
        child,
        label: words.into(),
        age: Age::parse("9").unwrap(),
    };
    let quoted = |fidelity| Quoted {
        child: Some(1),
        words: words.into(),
        fidelity,
        asked: Asked::Asked,
        question: some(),
        present: vec![words.into()],
        answers: None,
    };
    let moved = |sharing, stage| SharingMoved {
        sharing,
        stage,
        to: some(),
        how: some(),
        what: some(),
        why: some(),
        considered: some(),
        by: some(),
        route: None,
    };
    let later = Answered {
        shown: shown("p/later"),
        prompt: false,
        child: Some(2),
        outcome: Outcome::Later,
        value: None,
        known_by: known(),
        quotes: vec![],
        reason: some(),
        owner: some(),
        told: None,
        already_in_log: false,
        on_silent_call: false,
        yes_no: None,
    };
    let answered = Answered {
        shown: shown("p/a"),
        outcome: Outcome::Done,
        value: some(),
        child: None,
        ..later.clone()
    };
    let events = vec![
        Event::Begun(Begun {
            pack,
            values: None,
            role: Role::ResponseOfficer,
            recorder: some(),
        }),
        Event::SceneSet(SceneSet {
            place: Place::Home,
            words: some(),
        }),
        Event::ChildAdded(child(1)),
        Event::ChildAdded(child(2)),
        Event::HandlingSet(HandlingSet { words: words.into() }),
        Event::DangerAsked(DangerAsked {
            answer: Danger::SafeNow,
            known_by: known(),
            because: AskedBecause::Start,
            words: some(),
            not_seen: vec![1],
            shown: None,
        }),
        Event::Quoted(quoted(Fidelity::Exact)),
        Event::Quoted(quoted(Fidelity::Gist)),
        Event::Observed(Observed {
            words: words.into(),
            known_by: known(),
            answers: None,
        }),
        Event::RiskStated(RiskStated {
            child: Some(1),
            level: Level::ImmediateDanger,
            words: words.into(),
            words_from: None,
            seen: Seen::Awake,
            routes: vec![shown("p/r")],
        }),
        Event::Answered(answered),
        Event::Answered(later),
        Event::SharingMoved(moved(None, SharingStage::Decided)),
        Event::SharingMoved(moved(Some(13), SharingStage::Sent)),
        Event::TakenOver(TakenOver {
            from: some(),
            how: Told::Log,
            words: words.into(),
            file: None,
        }),
        Event::ReferenceAdded(ReferenceAdded {
            reference: ReferenceKind::IncidentLog,
            words: words.into(),
        }),
        Event::Corrected(Corrected {
            entry: 7,
            how: Correction::Reworded { words: words.into() },
            reason: some(),
        }),
        Event::HandedOver(HandedOver {
            to: words.into(),
            how: Told::Radio,
            said_back: None,
            words: some(),
            say_first: vec![words.into()],
        }),
        Event::Reviewed(Reviewed {
            words: words.into(),
            asked_of: some(),
            answers: vec![ReviewAnswer {
                shown: shown("p/review"),
                words: words.into(),
            }],
        }),
        Event::Erased(Erased {
            entry: 9,
            reason: words.into(),
            authority: words.into(),
            remains: None,
        }),
    ];
    let about = |event: &Event| match event {
        Event::HandlingSet(_) | Event::Quoted(_) | Event::RiskStated(_) => vec![1],
        Event::SharingMoved(_) | Event::Observed(_) => vec![1, 2],
        Event::Answered(answered) => answered.child.into_iter().collect(),
        _ => vec![],
    };
    let entry = |(seq, event): (u64, Event)| Entry {
        seq,
        author: some(),
        done_at: When::exactly(at(0)),
        recorded_at: at(seq as i64),
        about: about(&event),
        event,
    };
    (1..).zip(events).map(entry).collect()
}

/// The export of a record, as the door makes it, with a made-up chain.
fn exported(mut entries: Vec<Entry>, how: &ExportHow) -> File {
    let state = fold::fold(&entries);
    let plan = plan(how, &state, &entries, None, &at(60)).unwrap();
    let seq = entries.len() as u64 + 1;
    entries.push(Entry {
        seq,
        author: None,
        done_at: When::exactly(at(60)),
        recorded_at: at(60),
        about: plan.about.clone(),
        event: Event::Exported(plan.exported.clone()),
    });
    let one = |entry: &Entry| {
        let goes = plan.going.goes(entry.seq) || entry.seq == seq;
        let words = || String::from_utf8(wire::encode(entry).unwrap()).unwrap();
        FileEntry {
            seq: entry.seq,
            commitment: format!("{:064x}", entry.seq),
            salt: goes.then(|| "ab".repeat(32)),
            entry: goes.then(words),
        }
    };
    File {
        format: FORMAT.into(),
        v: VERSION,
        interaction: "5".repeat(32),
        head: FileHead {
            seq,
            hash: "c".repeat(64),
        },
        entries: entries.iter().map(one).collect(),
    }
}

fn page(words: &str) -> String {
    let how = ExportHow::whole(ExportFormat::Html);
    render(&exported(record(words), &how), how.format).unwrap()
}

fn text(words: &str) -> String {
    let how = ExportHow::whole(ExportFormat::Text);
    render(&exported(record(words), &how), how.format).unwrap()
}

/// The tags of a page in their order, without those that words make of line ends and directions; and its words.
fn taken_apart(page: &str) -> (Vec<String>, String) {
    let (head, tail) = page.split_once(data(page).unwrap()).unwrap();
    let (mut tags, mut words) = (Vec::new(), String::new());
    for part in format!("{head}{tail}").split('<').skip(1) {
        let (tag, rest) = part.split_once('>').expect("a tag that does not end");
        match tag {
            "br" => words.push('\n'),
            "bdi" => words.push(plain::ISOLATE),
            "/bdi" => words.push(plain::END_ISOLATE),
            tag => tags.push(tag.to_owned()),
        }
        words.push_str(rest.strip_prefix('\n').filter(|_| tag == "br").unwrap_or(rest));
    }
    for (escaped, letter) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ] {
        words = words.replace(escaped, letter);
    }
    (tags, words)
}

fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => Just("</script>".to_owned()), 2 => Just("<!--".to_owned()), 2 => Just("-->".to_owned()),
        2 => Just("\"><img src=x onerror=alert(1)>".to_owned()), 1 => Just("</bdi></li></style>".to_owned()),
        1 => Just("&lt;&#39;'".to_owned()), 1 => Just("\0\u{1b}[2J\u{7f}\u{85}".to_owned()),
        1 => Just("\u{202e}\u{2066}\u{2069}\u{200f}".to_owned()), 1 => Just("خائفة".to_owned()),
        1 => Just("\nHead of the chain: 00\n# x\n- y".to_owned()), 1 => Just("\r\n\u{2028}".to_owned()),
        1 => Just("]]>\\u003c{{".to_owned()), 2 => any::<String>(),
    ];
    prop::collection::vec(piece, 1..6).prop_map(|all| format!("w{}", all.concat()))
}

/// Turns what follows it.
const OVERRIDE: char = '\u{202e}';

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is typed, a page has the same elements as with plain words, its data reads back, and the words stand in
    /// it to be read.
    #[test]
    fn no_words_break_out_of_a_page(words in hostile()) {
        let (plain_page, page) = (page("w"), page(&words));
        let (tags, shown) = taken_apart(&page);
        let hash = |tags: &[String]| tags.iter().filter(|tag| !tag.contains("sha256-")).cloned().collect::<Vec<_>>();
        prop_assert_eq!(hash(&tags), hash(&taken_apart(&plain_page).0));
        prop_assert!(shown.contains(&*plain::words(words.trim())), "{}", shown);
        let file = File::read(data(&page).unwrap()).unwrap();
        let said = |entry: &Entry| matches!(&entry.event, Event::Reviewed(one) if one.words == words);
        prop_assert!(entries(&file).unwrap().iter().any(said));
        prop_assert_eq!(render(&file, ExportFormat::Html).unwrap(), page.clone());
        prop_assert!(!page.contains(['\0', '\r', OVERRIDE]));
    }

    /// Nor can typed words pass for a heading of a text, or for its head of the chain.
    #[test]
    fn no_words_pass_for_a_heading_or_a_head(words in hostile()) {
        let made = text(&words);
        let found = head(&made).unwrap();
        prop_assert_eq!((found.interaction, found.entries), ("5".repeat(32), 21));
        prop_assert_eq!(found.head, "c".repeat(64));
        let own = |text: &str| -> Vec<String> {
            // Facts may hold typed words in their own line.
            let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with(['-', ' ']));
            lines.map(|line| line.split(": ").next().unwrap_or(line).to_owned()).collect()
        };
        prop_assert_eq!(own(&made), own(&text("w")));
        prop_assert!(!made.contains('\t') && !made.contains('\0'));
    }
}

#[test]
fn headings_of_a_page_come_in_order_and_tables_name_their_columns() {
    let made = page("He said so.");
    let (tags, _) = taken_apart(&made);
    let levels: Vec<u32> = tags
        .iter()
        .filter_map(|tag| tag.strip_prefix('h')?.parse().ok())
        .collect();
    assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1);
    assert_eq!(levels[0], 1);
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
    assert_eq!(made.matches("<th scope=\"col\">").count(), 3);
    assert_eq!(made.matches("<th scope=\"row\">").count(), 21);
    assert!(made.starts_with("<!doctype html>\n<html lang=\"en-GB\">"));
    let of = |what: &str| made.matches(what).count();
    assert_eq!(
        (
            of("<script"),
            of("http://"),
            of("https://"),
            of("style="),
            of(" on")
        ),
        (1, 0, 0, 0, made.matches(" on").count())
    );
    assert!(
        !tags.iter().any(|tag| tag.contains(" on") || tag.contains("src=")),
        "{tags:?}"
    );
    assert!(made.contains("default-src 'none'") && !made.contains("unsafe"));
    assert!(made.contains("“He said so.”"), "an exact quote has its marks");
    let plain = made.matches("“He said so.”").count();
    assert_eq!(
        plain, 4,
        "and a gist has none: a quote, its correction and both in the log"
    );
}

#[test]
fn what_is_not_in_an_export_is_left_out_with_why_and_nothing_else_is() {
    for (how, children) in [
        (ExportHow::whole(ExportFormat::Html), None),
        (
            ExportHow {
                child: Some(2),
                ..ExportHow::whole(ExportFormat::Html)
            },
            Some(2),
        ),
    ] {
        let file = exported(record("word"), &how);
        let made = render(&file, how.format).unwrap();
        let out = file.entries.iter().filter(|entry| entry.entry.is_none()).count();
        let named = made.matches("Left out: ").count();
        assert_eq!(named, if children.is_some() { out } else { 0 });
        assert_eq!(made.contains("Part of the record"), children.is_some());
        // The erased entry is no longer read, and in a whole export that is all that lacks its words.
        assert_eq!(out > 1, children.is_some());
        assert_eq!(made.contains(&capital("Incident log")), children.is_none());
    }
}

/// Every pair of colours in which words stand, light and dark: at least 7:1 (WCAG 2).
#[test]
fn words_stand_out_in_every_pair_of_colours() {
    let style = include_str!("page.css");
    let (light, dark) = style.split_once("prefers-color-scheme: dark").unwrap();
    let colour = |block: &str, name: &str| -> [f64; 3] {
        let (_, rest) = block.split_once(&format!("--{name}: #")).unwrap();
        [0, 2, 4].map(|at| {
            let part = f64::from(u8::from_str_radix(&rest[at..at + 2], 16).unwrap()) / 255.0;
            if part <= 0.04045 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        })
    };
    let light_of = |[r, g, b]: [f64; 3]| 0.2126 * r + 0.7152 * g + 0.0722 * b;
    for block in [light, dark] {
        for (words, behind, least) in [
            ("ink", "page", 7.0),
            ("ink", "sunken", 7.0),
            ("ink-2", "page", 7.0),
            ("ink-2", "sunken", 7.0),
            ("accent", "page", 7.0),
            ("accent", "sunken", 7.0),
            ("danger", "page", 7.0),
            ("edge", "page", 3.0),
        ] {
            let (a, b) = (light_of(colour(block, words)), light_of(colour(block, behind)));
            let ratio = (a.max(b) + 0.05) / (a.min(b) + 0.05);
            assert!(ratio >= least, "{words} on {behind}: {ratio:.1}");
        }
    }
}
