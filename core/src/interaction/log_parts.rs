//! The parts of a copy for the log that come from what was asked and what was said.
//!
//! Words go in as they were written, on one line; marks that could be taken for a child's exact words are set aside.
//! Refuses to say the same words twice.

use super::call;
use super::entry::{Answered, Event, Known};
use super::log_copy::short;
use super::state::{AnswerNow, ObservationNow, QuoteNow, State};
use crate::pack::{Pack, Under};
use crate::sets::*;

/// How urgent a part is: what stands later here leaves first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// Never left out.
    Kept,
    /// That the call is silent.
    Silent,
    /// Who is hurt.
    Hurt,
    /// Who is there.
    There,
    /// Other children.
    Others,
    /// Whether those going were told.
    Officers,
    /// Whether it is safe to talk.
    Safe,
    /// What was said, seen and heard.
    Words,
    /// Whatever else was answered.
    Answers,
}

/// One part.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub rank: Rank,
    /// What stands before it, once for several that share it.
    pub heading: Option<String>,
    /// A whole sentence.
    pub text: String,
    /// Whether the log has had it before.
    pub copied: bool,
}

impl Part {
    pub(super) fn of(rank: Rank, text: String) -> Part {
        let heading = None;
        let (text, copied) = (ended(text), false);
        Part {
            rank,
            heading,
            text,
            copied,
        }
    }

    pub(super) fn kept(text: String) -> Part {
        Part::of(Rank::Kept, text)
    }
}

/// The latest that answers a question of the call.
enum Latest<'a> {
    Answer(&'a AnswerNow),
    Quote(&'a QuoteNow),
    Noticed(&'a ObservationNow),
}

impl Latest<'_> {
    fn seq(&self) -> u64 {
        match self {
            Latest::Answer(now) => now.seq,
            Latest::Quote(now) => now.seq,
            Latest::Noticed(now) => now.seq,
        }
    }

    /// What was answered and how it is known. Without quote marks: it stands among other things.
    fn text(&self) -> String {
        match self {
            Latest::Answer(now) => answered(&now.answer),
            Latest::Quote(now) => with_known(plain(&now.quote.words), "child said"),
            Latest::Noticed(now) => {
                with_known(plain(&now.observation.words), &short(&now.observation.known_by))
            }
        }
    }
}

fn latest<'a>(pack: &Pack, state: &'a State, step: CallStep) -> Option<Latest<'a>> {
    let id = &call::step(pack, step)?.item.id;
    let names = |answers: &Option<super::entry::Shown>| answers.as_ref().is_some_and(|it| it.id == *id);
    let answer = state.answer(id, None).map(Latest::Answer);
    let quote = state.quotes.iter().rev().find(|now| names(&now.quote.answers));
    let noticed = state.observations.iter().rev();
    let noticed = noticed.clone().find(|now| names(&now.observation.answers));
    [answer, quote.map(Latest::Quote), noticed.map(Latest::Noticed)]
        .into_iter()
        .flatten()
        .max_by_key(Latest::seq)
}

/// Where it is. Never left out.
pub(super) fn place(pack: &Pack, state: &State) -> String {
    let asked = latest(pack, state, CallStep::Where).map(|latest| latest.text());
    let scene = state.scene.as_ref().map(|scene| {
        let place = super::because::place_words(scene.place);
        match &scene.words {
            Some(words) => format!("{place}, {}", plain(words)),
            None => place.to_owned(),
        }
    });
    match (asked, scene) {
        (Some(asked), Some(scene)) => format!("AT: {asked}; {scene}"),
        (Some(one), None) | (None, Some(one)) => format!("AT: {one}"),
        (None, None) => "AT not known".to_owned(),
    }
}

/// What was answered to a question of the call, if anything was.
pub(super) fn asked(pack: &Pack, state: &State, step: CallStep, rank: Rank) -> Option<Part> {
    let name = match step {
        CallStep::SafeToTalk => "SAFE TO TALK",
        CallStep::Hurt => "HURT",
        CallStep::WhereIsHeOrShe => "THERE",
        CallStep::Where => "AT",
        CallStep::OtherChildren => "OTHERS",
    };
    let latest = latest(pack, state, step)?;
    let text = latest.text();
    // On a silent call the question says it itself.
    let named = matches!(&latest, Latest::Answer(now) if now.answer.on_silent_call);
    let text = if named { text } else { format!("{name}: {text}") };
    Some(Part::of(rank, text))
}

/// Whether there are others, as far as children that stand in the copy do not say it.
pub(super) fn others(pack: &Pack, state: &State) -> Option<Part> {
    call::step(pack, CallStep::OtherChildren)?;
    let named = state
        .present_children()
        .filter(|child| child.presence != Presence::OnTelephone)
        .map(|child| child.entry)
        .max();
    match (latest(pack, state, CallStep::OtherChildren), named) {
        (Some(latest), named) if named.is_none_or(|named| latest.seq() > named) => {
            asked(pack, state, CallStep::OtherChildren, Rank::Others)
        }
        (_, Some(_)) => None,
        _ => Some(Part::of(Rank::Others, "OTHERS not known".to_owned())),
    }
}

/// What was said, seen and heard, oldest first, but what stands elsewhere as an answer.
pub(super) fn said_and_noticed(pack: &Pack, state: &State) -> Vec<Part> {
    let steps = [
        CallStep::Where,
        CallStep::SafeToTalk,
        CallStep::Hurt,
        CallStep::WhereIsHeOrShe,
    ];
    let elsewhere: Vec<u64> = steps
        .into_iter()
        .filter_map(|step| Some(latest(pack, state, step)?.seq()))
        .collect();
    let several = state.present_children().count() > 1;
    let mut all: Vec<(u64, Part)> = Vec::new();
    for now in &state.quotes {
        if now.quote.words.trim().is_empty() {
            continue;
        }
        let child = now.quote.child.and_then(|child| state.child(child));
        let who = match child {
            Some(child) if several => format!("CHILD {} SAID", child.number),
            Some(_) => "CHILD SAID".to_owned(),
            None => "A CHILD SAID".to_owned(),
        };
        let words = plain(&now.quote.words);
        let (heading, text) = match now.quote.fidelity {
            Fidelity::Exact => (who, format!("“{words}”")),
            _ => (format!("{who}, gist"), words),
        };
        all.push((now.seq, words_part(heading, text)));
    }
    for now in &state.observations {
        let mut heading = match now.observation.known_by.as_slice() {
            [
                Known {
                    how: KnownBy::Heard,
                    who: None,
                },
            ] => "HEARD".to_owned(),
            [] => "NOTED".to_owned(),
            known => short(known).to_uppercase(),
        };
        let about: Vec<u32> = now
            .about
            .iter()
            .filter_map(|child| Some(state.child(*child)?.number))
            .collect();
        if let ([child], true) = (about.as_slice(), several) {
            heading = format!("{heading}, CHILD {child}");
        }
        all.push((now.seq, words_part(heading, plain(&now.observation.words))));
    }
    all.retain(|(seq, _)| !elsewhere.contains(seq));
    crate::order::sort_by_key(&mut all, |(seq, _)| *seq);
    all.into_iter().map(|(_, part)| part).collect()
}

fn words_part(heading: String, text: String) -> Part {
    Part {
        heading: Some(heading),
        ..Part::of(Rank::Words, text)
    }
}

/// Whatever else was answered, with its question: a bare "no" says nothing.
pub(super) fn other_answers(pack: &Pack, state: &State) -> Vec<Part> {
    let step_of = |now: &AnswerNow| {
        let found =
            pack.item(&now.answer.shown.id)
                .or_else(|| match pack.prompt(&now.answer.shown.id)?.under {
                    Under::Item(at) => pack.items().get(at as usize),
                    Under::Domain(_) => None,
                });
        found.and_then(|found| found.item.call_step)
    };
    let mut answers: Vec<&AnswerNow> = state
        .answers
        .iter()
        .filter(|now| now.answer.outcome == Outcome::Done)
        .filter(|now| now.answer.prompt || step_of(now).is_none())
        // What points at words says them there.
        .filter(|now| now.answer.quotes.is_empty() || now.answer.value.is_some())
        .collect();
    crate::order::sort_by_key(&mut answers, |now| now.seq);
    let part = |now: &AnswerNow| {
        let rank = match step_of(now) {
            Some(_) => Rank::There,
            None => Rank::Answers,
        };
        let question = match now.answer.on_silent_call {
            true => String::new(),
            false => format!("{} ", plain(&now.answer.shown.text)),
        };
        let child = now.answer.child.and_then(|child| state.child(child));
        let child = child.map(|child| format!("CHILD {}: ", child.number));
        Part::of(
            rank,
            format!("{}{question}{}", child.unwrap_or_default(), answered(&now.answer)),
        )
    };
    answers.into_iter().map(part).collect()
}

/// What was answered, and how it is known. On a silent call with the question: yes alone would say nothing.
fn answered(answer: &Answered) -> String {
    let value = answer.value.as_deref().map(plain).unwrap_or_default();
    let reason = answer.reason.as_deref().map(plain).unwrap_or_default();
    let known = short(&answer.known_by);
    let yes_no = answer.yes_no.map(|said| call::yes_no_words(said).to_lowercase());
    match (answer.outcome, yes_no) {
        (Outcome::NotDone, _) => format!("not asked ({reason})"),
        (Outcome::NotApplicable, _) => format!("does not apply ({reason})"),
        (Outcome::Later | Outcome::NotReached, _) => "not asked yet".to_owned(),
        (Outcome::Done, _) if answer.already_in_log && value.is_empty() => "in log".to_owned(),
        (Outcome::Done, Some(said)) if answer.on_silent_call => {
            let question = plain(&answer.shown.text);
            let value = match value.as_str() {
                "" => String::new(),
                value => format!(", {value}"),
            };
            with_known(format!("{question} {said}{value}"), &known)
        }
        (Outcome::Done, Some(said)) if value.is_empty() => with_known(said, &known),
        (Outcome::Done, Some(said)) if !call::says_it(&value) => {
            with_known(format!("{said}, {value}"), &known)
        }
        (Outcome::Done, _) => with_known(value, &known),
    }
}

fn with_known(words: String, known: &str) -> String {
    match known {
        "" => words,
        known => format!("{} ({known})", words.trim_end_matches('.')),
    }
}

/// Whether a child has been heard: it said something, or was itself heard.
pub(super) fn heard(state: &State, child: u32) -> bool {
    let alone = |about: &[u32]| about == [child];
    let heard = |now: &ObservationNow| {
        let known = now.observation.known_by.iter();
        alone(&now.about)
            && known
                .clone()
                .any(|known| known.how == KnownBy::Heard && known.who.is_none())
    };
    let said = |now: &QuoteNow| {
        let said = now.quote.child.and_then(|said| state.child(said));
        said.is_some_and(|said| said.number == child)
    };
    state.quotes.iter().any(said) || state.observations.iter().any(heard)
}

/// What the log has had.
pub(super) fn copied_before(state: &State) -> Vec<&str> {
    let copies = state.lines.iter().filter_map(|line| match &line.event {
        Event::CopiedForTheLog(copy) => Some(copy.words.as_str()),
        _ => None,
    });
    copies.collect()
}

/// Words on one line, with no mark that could be taken for exact words.
pub(super) fn plain(words: &str) -> String {
    let mark = |letter: char| match letter {
        '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '＂' => '’',
        // What steers a terminal, or turns the way in which text runs.
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => ' ',
        letter if letter.is_control() => ' ',
        letter => letter,
    };
    let words: String = words.chars().map(mark).collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// With a stop at its end, where none stands there.
fn ended(mut text: String) -> String {
    if !text.ends_with(['.', '?', '!', '”']) {
        text.push('.');
    }
    text
}
