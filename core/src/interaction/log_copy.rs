//! The copy for the incident log: what those going need first, in one line of plain text.
//!
//! Whole parts are left out, least urgent first, when the force's log takes no more; the text says that there is more.
//! How danger stands, what must not be said, where, and which children are never left out. Refuses quote marks round
//! anything but the exact words of a child, and to say that officers were told before they were.

use super::call;
use super::call_lines::officers_told;
use super::entry::{Event, Known};
use super::lines::{danger_words, told_words};
use super::log_parts::{Part, Rank, plain};
use super::state::{Child, State};
use super::worklist::default_label;
use crate::age::Age;
use crate::pack::Pack;
use crate::sets::*;
use crate::time::{Moment, When};

/// A copy for the log.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct LogCopy {
    /// The text. Empty only where the force's log takes not even how danger stands.
    pub text: String,
    /// How many characters it has.
    pub characters: u32,
    /// How many the force's log takes; none where the force has not set it, and nothing is left out.
    pub longest: Option<u32>,
    /// How many parts were left out. The text says so.
    pub left_out: u32,
    /// Whether even what is never left out did not fit, and was cut at a word. The text says so.
    pub too_long: bool,
    /// The last entry that it knows of.
    pub upto: u64,
}

/// What has been copied, and what was written since.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct LogStanding {
    /// When something was last copied; none before the first time.
    pub copied: Option<When>,
    /// Entries that the log does not have.
    pub since: u32,
}

impl LogStanding {
    /// How it stands, in words.
    pub fn words(&self) -> String {
        match (&self.copied, self.since) {
            (None, _) => "Not copied yet".to_owned(),
            (Some(at), since) if at.precision == Precision::Unknown => match since {
                0 => "Copied, time not known, nothing since".to_owned(),
                1 => "Copied, time not known. Not copied since: 1 entry".to_owned(),
                n => format!("Copied, time not known. Not copied since: {n} entries"),
            },
            (Some(at), 0) => format!("Copied {}, nothing since", at.at.clock_seconds()),
            (Some(at), 1) => format!("Not copied since {}: 1 entry", at.at.clock_seconds()),
            (Some(at), n) => format!("Not copied since {}: {n} entries", at.at.clock_seconds()),
        }
    }
}

/// What has been copied for the log, and what was written since.
pub fn log_standing(state: &State) -> LogStanding {
    let copies = state.lines.iter().rev().filter_map(|line| match &line.event {
        Event::CopiedForTheLog(copy) => Some((line.at, copy.upto.unwrap_or(line.seq))),
        _ => None,
    });
    let last = copies.take(1).next();
    LogStanding {
        copied: last.map(|(at, _)| at),
        since: state.news_since(last.map_or(0, |(_, upto)| upto)),
    }
}

/// Makes the copy. `longest` is how many characters the force's log takes; none: nothing is left out.
pub fn log_copy(pack: &Pack, state: &State, longest: Option<u32>, now: Moment) -> LogCopy {
    let parts = parts(pack, state, now);
    let whole = Shown::of(&parts, &vec![false; parts.len()]);
    let shown = match longest {
        Some(longest) if chars(&whole.text) > longest as usize => shortened(&parts, longest as usize),
        _ => whole,
    };
    LogCopy {
        characters: chars(&shown.text) as u32,
        text: shown.text,
        longest,
        left_out: shown.left_out,
        too_long: shown.too_long,
        upto: state.last,
    }
}

/// A text under way.
struct Shown {
    text: String,
    left_out: u32,
    too_long: bool,
}

impl Shown {
    /// The parts but those that are gone.
    fn of(parts: &[Part], gone: &[bool]) -> Shown {
        let mut text = String::new();
        let mut heading = None;
        let mut left_out = 0;
        for (part, gone) in parts.iter().zip(gone) {
            if *gone {
                left_out += 1;
                continue;
            }
            // What was said by the same child, or heard as well, is not headed twice.
            let again = part.heading.is_some() && part.heading == heading;
            if !text.is_empty() {
                text.push(' ');
            }
            if let (Some(heading), false) = (&part.heading, again) {
                text.push_str(heading);
                text.push_str(": ");
            }
            text.push_str(&part.text);
            heading.clone_from(&part.heading);
        }
        if left_out > 0 {
            text.push_str(&format!(" +{left_out} in Child First"));
        }
        Shown {
            text,
            left_out,
            too_long: false,
        }
    }
}

/// The places of the parts that may be left out, the first to go first.
fn leaving(parts: &[Part]) -> Vec<usize> {
    let may = |at: &usize| parts.get(*at).is_some_and(|part| part.rank != Rank::Kept);
    let mut places: Vec<usize> = (0..parts.len()).filter(may).collect();
    // What the log has had is less urgent than what it has not; of what is alike, the older.
    crate::order::sort_by_key(&mut places, |at| {
        parts
            .get(*at)
            .map(|part| (std::cmp::Reverse(part.rank), !part.copied, *at))
    });
    places
}

fn shortened(parts: &[Part], longest: usize) -> Shown {
    let places = leaving(parts);
    // All that may go, and then back what there is room for, the most urgent first.
    let mut gone = vec![false; parts.len()];
    let set = |gone: &mut Vec<bool>, at: usize, is: bool| {
        if let Some(gone) = gone.get_mut(at) {
            *gone = is;
        }
    };
    for at in &places {
        set(&mut gone, *at, true);
    }
    let mut shown = Shown::of(parts, &gone);
    if chars(&shown.text) > longest {
        return cut(parts, longest);
    }
    for at in places.iter().rev() {
        set(&mut gone, *at, false);
        let with = Shown::of(parts, &gone);
        if chars(&with.text) <= longest {
            shown = with;
        } else {
            set(&mut gone, *at, true);
        }
    }
    shown
}

/// What is never left out does not fit: as many whole words of it as do, and that it is cut. How danger stands comes
/// first, and is whole or nothing is copied.
fn cut(parts: &[Part], longest: usize) -> Shown {
    let kept: Vec<&str> = parts
        .iter()
        .filter(|part| part.rank == Rank::Kept)
        .map(|part| part.text.as_str())
        .collect();
    let left_out = (parts.len() - kept.len()) as u32;
    let danger = kept.first().copied().unwrap_or_default();
    let text = kept.join(" ");
    let mut best = String::new();
    for mark in [" … CUT HERE, more in Child First", " CUT"] {
        let room = longest.saturating_sub(chars(mark));
        let mut end = 0;
        let mut count = 0;
        for (at, letter) in text.char_indices() {
            if count > room {
                break;
            }
            if letter == ' ' {
                end = at;
            }
            count += 1;
        }
        if count <= room {
            end = text.len();
        }
        let fits = text.get(..end).unwrap_or_default();
        if fits.len() >= danger.len() && !danger.is_empty() {
            best = format!("{fits}{mark}");
            break;
        }
    }
    Shown {
        text: best,
        left_out,
        too_long: true,
    }
}

fn chars(text: &str) -> usize {
    text.chars().count()
}

/// Every part, in the order in which it stands.
fn parts(pack: &Pack, state: &State, now: Moment) -> Vec<Part> {
    let mut parts = vec![Part::kept(danger(state, now))];
    for line in &state.handling {
        if let Event::HandlingSet(set) = &line.event {
            parts.push(Part::kept(format!("HANDLING: {}", plain(&set.words))));
        }
    }
    for (_, text) in super::hand_over::handling(state) {
        parts.push(Part::kept(format!("HANDLING: {}", plain(&text))));
    }
    parts.push(Part::kept(super::log_parts::place(pack, state)));
    if call::is_silent(state) {
        parts.push(Part::of(Rank::Silent, "SILENT CALL.".to_owned()));
    }
    parts.extend(super::log_parts::asked(
        pack,
        state,
        CallStep::SafeToTalk,
        Rank::Safe,
    ));
    parts.extend(
        state
            .present_children()
            .map(|child| Part::kept(child_part(state, child))),
    );
    parts.extend(super::log_parts::others(pack, state));
    parts.extend(super::log_parts::asked(pack, state, CallStep::Hurt, Rank::Hurt));
    parts.extend(super::log_parts::asked(
        pack,
        state,
        CallStep::WhereIsHeOrShe,
        Rank::There,
    ));
    parts.extend(super::log_parts::said_and_noticed(pack, state));
    parts.extend(super::log_parts::other_answers(pack, state));
    if let Some(told) = officers_told(pack, state) {
        let text = match (&told.last, told.since) {
            (None, _) => "OFFICERS NOT YET TOLD.".to_owned(),
            (Some(last), since) => {
                let how = told_words(last.told.how).trim_start_matches("told ");
                let since = match since {
                    0 => String::new(),
                    n => format!(" NOT TOLD SINCE: {n}."),
                };
                format!("OFFICERS told {} {how}.{since}", clock(&last.at, now))
            }
        };
        parts.push(Part::of(Rank::Officers, text));
    }
    let copied = super::log_parts::copied_before(state);
    for part in &mut parts {
        part.copied = copied.iter().any(|text| text.contains(&part.text));
    }
    parts
}

fn danger(state: &State, now: Moment) -> String {
    match state.danger_now() {
        None => "DANGER not asked yet.".to_owned(),
        Some(last) => {
            let known = match short(&last.known_by) {
                known if known.is_empty() => String::new(),
                known => format!(" ({known})"),
            };
            let answer = match last.answer {
                Danger::Yes => "YES",
                answer => danger_words(answer),
            };
            format!("DANGER {answer} {}{known}.", clock(&last.at, now))
        }
    }
}

fn child_part(state: &State, child: &Child) -> String {
    let own = default_label(child.age, child.number, &State::default());
    let mut text = format!("CHILD {}", child.number);
    if child.label != own && child.label != format!("{own} {}", child.number) {
        text = format!("{text} {}", plain(&child.label));
    }
    text = format!(
        "{text}, {}",
        match child.age {
            Age::NotKnown => "age not known".to_owned(),
            age => age.words(),
        }
    );
    if child.presence != Presence::NotKnown {
        text = format!("{text}, {}", super::because::presence_words(child.presence));
    }
    if matches!(child.seen, Seen::Awake | Seen::Asleep) {
        text = format!("{text}, {}", super::lines::seen_words(child.seen));
    } else if super::log_parts::heard(state, child.number) {
        text.push_str(", heard");
    }
    format!("{text}.")
}

/// A time, with its day where that is not today.
fn clock(at: &When, now: Moment) -> String {
    let day = match at.at.date() == now.date() {
        true => String::new(),
        false => format!("{} ", at.at.date()),
    };
    match at.precision {
        Precision::Exact => format!("{day}{}", at.at.clock_beside(&now)),
        Precision::About => format!("about {day}{}", at.at.clock_beside(&now)),
        Precision::Day => format!("on {}", at.at.date()),
        Precision::Unknown => "time not known".to_owned(),
    }
}

/// How something is known, in the fewest words.
pub(super) fn short(known_by: &[Known]) -> String {
    let one = |known: &Known| {
        let who = known.who.as_deref().map(plain);
        let by = |how: &str| match &who {
            Some(who) => format!("{how} by {who}"),
            None => how.to_owned(),
        };
        match known.how {
            KnownBy::Seen => by("seen"),
            KnownBy::Heard => by("heard"),
            KnownBy::ChildSaid => format!("{} said", who.clone().unwrap_or_else(|| "child".to_owned())),
            KnownBy::AdultSaid => format!("{} said", who.clone().unwrap_or_else(|| "adult".to_owned())),
            KnownBy::Records if who.as_deref() == Some("incident log") => "in log".to_owned(),
            KnownBy::Records => who
                .as_ref()
                .map_or_else(|| "records".to_owned(), |who| format!("records: {who}")),
            KnownBy::Assumed => by("assumed"),
        }
    };
    known_by.iter().map(one).collect::<Vec<_>>().join(", ")
}
