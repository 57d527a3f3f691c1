//! The record: the readable account of an interaction. What is unsent, untold and open comes first.
//!
//! Made from entries and state alone, except for what is still open, which asks the worklist. Refuses to shorten,
//! to rank, or to say *shared* of what was not sent.

use super::call;
use super::entry::*;
use super::lines::{self, Words, capital};
use super::state::{Child, State};
use super::worklist::{Mark, Row, as_asked, worklist};
use crate::pack::Pack;
use crate::sets::*;

/// One line of the record, and the entry that it rests on (0: none in particular).
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct RecordLine {
    /// The words.
    pub text: String,
    /// The entry.
    pub entry: u64,
}

/// A section of the record.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct RecordSection {
    /// What it is: `handling`, `first`, `danger`, `child`, `answers`, `sharing`, `told`, `references`, `corrections`,
    /// `log`.
    pub section: String,
    /// Its heading.
    pub title: String,
    /// Its lines.
    pub lines: Vec<RecordLine>,
}

/// The record of an interaction.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct Record {
    /// Its heading: place, day and times.
    pub title: String,
    /// Who recorded, on which guidance, how many entries.
    pub about: String,
    /// Its sections, in order.
    pub sections: Vec<RecordSection>,
}

/// Makes the record.
///
/// The pack adds what is still open. Without it, on a device that no longer has it, the rest is whole and the record
/// says what is missing.
pub fn record(pack: Option<&Pack>, state: &State, entries: &[Entry]) -> Record {
    let words = Words { state };
    let mut sections = Vec::new();
    let mut section = |id: &str, title: String, lines: Vec<RecordLine>| {
        if !lines.is_empty() {
            sections.push(RecordSection {
                section: id.to_owned(),
                title,
                lines,
            });
        }
    };
    let own = words.handling().into_iter();
    let mut handling: Vec<RecordLine> = own.map(|(entry, text)| RecordLine { text, entry }).collect();
    let handed = super::hand_over::handling(state).into_iter();
    handling.extend(handed.map(|(entry, text)| RecordLine { text, entry }));
    section("handling", "Handling".to_owned(), handling);
    if state.only_here() {
        let text = "On this device only. Not in your force’s system".to_owned();
        section(
            "only_here",
            "Where this stands".to_owned(),
            vec![RecordLine { text, entry: 0 }],
        );
    }
    section(
        "first",
        "First: not sent, not told, still open".to_owned(),
        first(state, pack),
    );
    section("danger", "Immediate danger".to_owned(), danger(state, &words));
    for child in state.present_children() {
        section(
            "child",
            capital(&child.title()),
            of_child(pack, state, &words, Some(child)),
        );
    }
    section(
        "answers",
        if call::is_one(state) {
            "The call"
        } else {
            "The scene"
        }
        .to_owned(),
        of_child(pack, state, &words, None),
    );
    let sharing = state.sharings.iter().map(|now| {
        let about = words.children(&now.about);
        let by = words.author(&now.author);
        let text = format!(
            "{}. About: {about}. {by}, {}",
            words.sharing(&now.sharing),
            words.when(&now.at, None)
        );
        RecordLine { text, entry: now.seq }
    });
    section("sharing", "Sharing".to_owned(), sharing.collect());
    section(
        "told",
        "Told, handed over, reviewed".to_owned(),
        told(state, entries, &words),
    );
    let references: Vec<RecordLine> = entries_of(entries, state, &words, |event| {
        matches!(event, Event::ReferenceAdded(_) | Event::TakenOver(_))
    });
    section("references", "References, and told before".to_owned(), references);
    let corrected = entries_of(entries, state, &words, |e| {
        matches!(e, Event::Corrected(_) | Event::Erased(_))
    });
    section("corrections", "Corrections".to_owned(), corrected);
    section("clock", "The clock went back".to_owned(), clock(state));
    section(
        "log",
        "Every entry, in order".to_owned(),
        entries.iter().map(|e| log_line(e, &words)).collect(),
    );
    let (title, about) = heading(state, &words);
    Record {
        title,
        about,
        sections,
    }
}

impl Record {
    /// The record as plain text, for a terminal or to paste.
    pub fn to_text(&self) -> String {
        let mut text = format!("{}\n{}\n", self.title, self.about);
        for section in &self.sections {
            text.push_str(&format!("\n{}\n", section.title));
            for line in &section.lines {
                text.push_str(&format!("  {}\n", line.text.replace('\n', "\n    ")));
            }
        }
        text
    }
}

/// What has to be said first at a hand-over: unsent, not reached, untold, for later, and what is missing.
pub fn say_first(state: &State, pack: &Pack) -> Vec<String> {
    first(state, Some(pack))
        .into_iter()
        .map(|line| line.text)
        .collect()
}

fn heading(state: &State, words: &Words<'_>) -> (String, String) {
    let place = state.scene.as_ref().map_or(Place::NotKnown, |scene| scene.place);
    let place = match place {
        Place::NotKnown => "place not known".to_owned(),
        place => super::because::place_words(place).to_owned(),
    };
    let from = state
        .began_at
        .map(|at| format!("{} {}", at.date(), at.clock()))
        .unwrap_or_default();
    let to = state.last_at.map(|at| words.moment(&at)).unwrap_or_default();
    let role = state.role().map(lines::role_words).unwrap_or_default();
    let pack = state
        .pack
        .as_ref()
        .map(|pack| format!("{}, version {}", pack.title, pack.version));
    let title = format!("Record: {place}, {from} to {to}");
    let about = format!(
        "{}, {role}. {} entries, on {}.",
        words.author(&None),
        state.last,
        pack.unwrap_or_default()
    );
    (title, about)
}

fn first(state: &State, pack: Option<&Pack>) -> Vec<RecordLine> {
    let words = Words { state };
    let mut lines = Vec::new();
    for now in state.unsent() {
        let about = words.children(&now.about);
        let with = now.sharing.to.clone().unwrap_or_default();
        let by = words.author(&now.author);
        let text = format!(
            "Decided, not sent: {with}. About: {about}. {by}, {}",
            words.when(&now.at, None)
        );
        lines.push(RecordLine { text, entry: now.seq });
    }
    for now in state.untold() {
        let owner = now.answer.owner.clone().unwrap_or_default();
        let about = now
            .answer
            .child
            .map(|child| format!("{}: ", words.child(child)))
            .unwrap_or_default();
        let text = format!("Not told yet: {owner}. Later: {about}{}", now.answer.shown.text);
        lines.push(RecordLine { text, entry: now.seq });
    }
    let told = pack.and_then(|pack| super::call_lines::officers_told(pack, state));
    if let Some((told, last)) = told.and_then(|told| Some((told.clone(), told.last?)))
        && told.since > 0
    {
        lines.push(RecordLine {
            text: told.words(state),
            entry: last.seq,
        });
    }
    match pack {
        Some(pack) => still_open(state, pack, &words, &mut lines),
        None => {
            let text = "Open items cannot be listed: this guidance is no longer on the device".to_owned();
            lines.push(RecordLine { text, entry: 0 });
        }
    }
    if state.recorder().is_none() {
        lines.push(RecordLine {
            text: "Missing: who records".to_owned(),
            entry: 0,
        });
    }
    let log = |line: &super::state::Line| matches!(&line.event, Event::ReferenceAdded(to) if to.reference == ReferenceKind::IncidentLog);
    if !state.lines.iter().any(log) {
        lines.push(RecordLine {
            text: "Missing: incident log number".to_owned(),
            entry: 0,
        });
    }
    lines
}

fn still_open(state: &State, pack: &Pack, words: &Words<'_>, lines: &mut Vec<RecordLine>) {
    let work = worklist(pack, state);
    let named = |row: &Row| {
        let item = pack
            .items()
            .get(row.item as usize)
            .map(|found| found.item.text.clone())
            .unwrap_or_default();
        if row.child == 0 {
            item
        } else {
            format!("{}: {item}", words.child(row.child))
        }
    };
    for (mark, title) in [
        (Mark::NotReached, "Not reached"),
        (Mark::Open, "Open"),
        (Mark::Later, "Later"),
        (Mark::NotDone, "Not done"),
    ] {
        for row in work.rows.iter().filter(|row| row.mark == mark && !row.folded) {
            let told = state.untold().any(|now| now.seq == row.answer);
            let text = match (mark, state.answers.iter().find(|now| now.seq == row.answer)) {
                (Mark::Later, _) if told => continue,
                (Mark::Later | Mark::NotDone, Some(now)) => {
                    lines::then(words.answer(&now.answer, &now.author), &named(row))
                }
                _ => format!("{title}: {}", named(row)),
            };
            lines.push(RecordLine {
                text,
                entry: row.answer,
            });
        }
    }
    for list in work.lists.iter() {
        if let Some(text) = super::because::fold_row(pack, &work, list) {
            lines.push(RecordLine { text, entry: 0 });
        }
    }
}

fn danger(state: &State, words: &Words<'_>) -> Vec<RecordLine> {
    let line = |now: &super::state::DangerNow| {
        let asked = DangerAsked {
            answer: now.answer,
            known_by: now.known_by.clone(),
            because: now.because,
            words: now.words.clone(),
            not_seen: now.not_seen.clone(),
            shown: None,
        };
        let text = format!(
            "{}  {}",
            words.when(&now.at, None),
            words.danger(&asked, &now.author)
        );
        RecordLine { text, entry: now.seq }
    };
    state.danger.iter().map(line).collect()
}

/// What is recorded of one child, or, with none, of the scene.
fn of_child(pack: Option<&Pack>, state: &State, words: &Words<'_>, child: Option<&Child>) -> Vec<RecordLine> {
    let number = child.map(|child| child.number);
    let mut lines = Vec::new();
    if let Some(child) = child {
        let seen = match &child.seen_at {
            Some(at) => format!("{}, {}", lines::seen_words(child.seen), words.when(at, None)),
            None => lines::seen_words(child.seen).to_owned(),
        };
        let mut text = format!(
            "{}. {}",
            capital(&seen),
            capital(super::because::presence_words(child.presence))
        );
        if child.presence == Presence::NotKnown {
            text = format!("{}. Where the child is: not known", capital(&seen));
        } else if child.presence == Presence::WithMe {
            text = format!("{}. With {}", capital(&seen), words.author(&None));
        }
        // Nobody is seen on a call.
        if call::is_one(state) && child.seen == Seen::NotSaid {
            text = text.replacen(&format!("{}. ", capital(&seen)), "", 1);
        }
        let involved: Vec<&str> = child
            .involved
            .iter()
            .map(|how| super::because::involvement_words(*how))
            .collect();
        if !involved.is_empty() {
            text = format!("{text}. Involved as: {}", involved.join(", "));
        }
        lines.push(RecordLine {
            text,
            entry: child.seen_entry,
        });
    }
    for now in state.quotes.iter().filter(|now| now.quote.child == number) {
        let when = words.when(&now.at, Some(&now.written));
        let text = format!(
            "Said: {}{}. {}, {when}",
            words.quote(&now.quote),
            words.said_to(&now.quote.answers),
            words.author(&now.author)
        );
        lines.push(RecordLine { text, entry: now.seq });
    }
    let about = |about: &[u32]| number.map_or(about.is_empty(), |number| about.contains(&number));
    for now in state.observations.iter().filter(|now| about(&now.about)) {
        let known = words.known(&now.observation.known_by, &now.author);
        let text = format!(
            "Observed: {} ({known}), {}",
            now.observation.words,
            words.when(&now.at, None)
        );
        lines.push(RecordLine { text, entry: now.seq });
    }
    for now in state.risks.iter().rev().filter(|now| now.risk.child == number) {
        let seen = matches!(now.risk.seen, Seen::Awake | Seen::Asleep) || number.is_none();
        let seen = if seen { "" } else { " [not seen by the recorder]" };
        let level = lines::level_words(now.risk.level);
        let by = words.author(&now.author);
        let text = format!("Risk: {level}. {}{seen}", now.risk.words);
        let text = lines::then(text, &format!("{by}, {}", words.when(&now.at, None)));
        lines.push(RecordLine { text, entry: now.seq });
    }
    for now in state.answers.iter().filter(|now| now.answer.child == number) {
        let text = format!(
            "{} {}",
            now.answer.shown.text,
            words.answer(&now.answer, &now.author)
        );
        let by = words.author(&now.author);
        let mut text = lines::then(text, &format!("{by}, {}", words.when(&now.at, None)));
        let worded = pack.and_then(|pack| pack.item(&now.answer.shown.id));
        if worded.is_some_and(|found| as_asked(&found.item, &now.answer) != now.answer.shown.text) {
            text.push_str(" [answered under earlier wording]");
        }
        lines.push(RecordLine { text, entry: now.seq });
    }
    lines
}

fn told(state: &State, entries: &[Entry], words: &Words<'_>) -> Vec<RecordLine> {
    entries_of(entries, state, words, |event| {
        matches!(
            event,
            Event::Told(_)
                | Event::HandedOver(_)
                | Event::Reviewed(_)
                | Event::Exported(_)
                | Event::LeftScene(_)
                | Event::Returned(_)
                | Event::SilentCallSet(_)
                | Event::HoldSet(_)
                | Event::HoldLifted(_)
        )
    })
}

fn entries_of(
    entries: &[Entry],
    state: &State,
    words: &Words<'_>,
    wanted: impl Fn(&Event) -> bool,
) -> Vec<RecordLine> {
    let struck = |entry: &&Entry| {
        !state.corrections.iter().any(|line| {
            matches!(&line.event, Event::Corrected(c) if c.entry == entry.seq && c.how == Correction::PressedByMistake)
        })
    };
    let line = |entry: &Entry| {
        let when = words.when(&entry.done_at, Some(&entry.recorded_at));
        let text = lines::then(
            super::hand_over::account_line(&entry.event).unwrap_or_else(|| words.event(entry)),
            &format!("{}, {when}", words.author(&entry.author)),
        );
        RecordLine {
            text,
            entry: entry.seq,
        }
    };
    entries
        .iter()
        .filter(|entry| wanted(&entry.event))
        .filter(struck)
        .map(line)
        .collect()
}

fn clock(state: &State) -> Vec<RecordLine> {
    let line = |seq: &u64| {
        let text =
            format!("Entry {seq} bears an earlier time than the entry before it. The numbers give the order");
        RecordLine { text, entry: *seq }
    };
    state.clock_back.iter().map(line).collect()
}

fn log_line(entry: &Entry, words: &Words<'_>) -> RecordLine {
    // What the line says itself is not said again.
    let said = match &entry.event {
        Event::ChildAdded(_) => true,
        Event::Quoted(quote) => quote.child.is_some_and(|child| entry.about == [child]),
        _ => false,
    };
    let about = words.children(&entry.about);
    let about = if about.is_empty() || said {
        String::new()
    } else {
        format!(" [about {about}]")
    };
    let when = match (entry.done_at.precision, entry.done_at.at == entry.recorded_at) {
        (Precision::Exact, true) => entry.recorded_at.clock_seconds(),
        _ => format!(
            "{}, for {}",
            entry.recorded_at.clock_seconds(),
            words.when(&entry.done_at, None)
        ),
    };
    // Who wrote it stands with what was written, above the routes that were shown for it.
    let event = words.event(entry);
    let (event, shown) = match &entry.event {
        Event::RiskStated(risk) if !risk.routes.is_empty() => event
            .split_once("\nShown as following: ")
            .map_or((event.as_str(), String::new()), |(event, shown)| {
                (event, format!("\nShown as following: {shown}"))
            }),
        _ => (event.as_str(), String::new()),
    };
    let line = format!("{:>3}  {when}  {event}{about}", entry.seq);
    let text = match entry.event {
        // Who wrote it went with its words.
        Event::Gone => line,
        _ => lines::then(line, &words.author(&entry.author)),
    };
    let corrected = words
        .state
        .corrections
        .iter()
        .filter_map(|line| match &line.event {
            Event::Corrected(of) if of.entry == entry.seq => Some(line.seq),
            _ => None,
        });
    let text = corrected.fold(text, |text, by| format!("{text} [corrected by entry {by}]"));
    let text = format!("{text}{shown}");
    RecordLine {
        text,
        entry: entry.seq,
    }
}
