//! What screens say where an interaction is left, handed on or come back to: what is not done with, and how it stands.
//!
//! A line for each, unsent and untold first. Refuses to call shared what was not sent, told what was not said, and done
//! what was not reached; and to shorten what somebody typed.

use super::because::fold_row;
use super::call;
use super::danger;
use super::entry::LeftOut;
use super::export::Planned;
use super::hearsay::{self, OnlyTold};
use super::leads::{missing, named};
use super::lines::{UNNAMED, Words, capital, phase_words, told_words};
use super::record::exports::why_words;
use super::state::{AnswerNow, SharingNow, State};
use super::worklist::{Mark, Row, needs_scene, worklist};
use crate::pack::Pack;
use crate::sets::Told;

/// Why something is not done with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum WaitingKind {
    /// Decided to share, and not sent.
    Unsent,
    /// For later, and its owner was not told.
    Untold,
    /// The scene was left before.
    NotReached,
    /// Not answered.
    Open,
    /// For later, and its owner knows.
    Later,
}

/// Something that is not done with, as a row of a screen.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct Waiting {
    /// Why.
    pub kind: WaitingKind,
    /// What it is: `Decided 02:53, not sent`, or what is asked, and of whom.
    pub about: String,
    /// How it stands: `Later: PC Adeyemi`, `Not reached`; of a sharing, with whom and how.
    pub stands: String,
    /// What belongs under it: `Told by radio, 02:57`, `Not told yet`.
    pub under: Option<String>,
    /// The entry that it rests on. 0: none.
    pub entry: u64,
    /// The item. None for a sharing.
    pub item: Option<String>,
    /// The child that the item is about; 0: the scene.
    pub child: u32,
    /// Who is to be told, or with whom it is to be shared.
    pub whom: Option<String>,
}

/// How a list stands at its end.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct ListClose {
    /// The list's id, for ending it.
    pub list: String,
    /// `1 not sent, 1 still open, 1 for later, 1 not told yet`; or that it is complete.
    pub title: String,
    /// `The rest of Before leaving is answered. 4 not seen, heard or said by a child.` May be empty.
    pub rest: String,
    /// Whether nothing waits.
    pub complete: bool,
    /// What is not done with: unsent and untold of the whole interaction first, then the rest of this list.
    pub waiting: Vec<Waiting>,
    /// What of the whole interaction is known only from others.
    pub only_told: Vec<OnlyTold>,
    /// Where in the list's rows those stand that are answered and are not known only from others.
    pub answered: Vec<u32>,
    /// The one row that folded rows become. None: there are none.
    pub fold: Option<String>,
}

/// What leaving the scene would leave.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct BeforeLeaving {
    /// Whether danger is asked first.
    pub ask_danger: bool,
    /// Whether the scene is left already.
    pub away: bool,
    /// What would be *not reached*, which is not *not done*.
    pub not_reached: Vec<Waiting>,
}

/// What an export would be, before it is made.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct ExportPreview {
    /// How many entries the record has.
    pub entries: u64,
    /// How many children it is about.
    pub children: u32,
    /// How many entries would be without their words.
    pub left_out: u32,
    /// Each of them, and why: `Entries 3, 7 left out: about another child`.
    pub left_out_lines: Vec<String>,
    /// The handling lines that would be printed above everything.
    pub handling: Vec<String>,
    /// What nobody gave: `incident log number`.
    pub missing: Vec<String>,
    /// Whether its order is that of the force's own form.
    pub own_form: bool,
}

/// Everything that is not done with: unsent, untold, not reached, open, then what is for later with somebody who knows.
pub fn waiting(pack: &Pack, state: &State) -> Vec<Waiting> {
    let work = worklist(pack, state);
    let mut all = unsent(state);
    all.extend(rows(pack, state, &work.rows));
    all.sort_by_key(|one| one.kind);
    all
}

/// How a list stands at its end. None: no such list.
pub fn list_close(pack: &Pack, state: &State, list: &str) -> Option<ListClose> {
    let work = worklist(pack, state);
    let index = pack.lists().iter().position(|one| one.id == list)?;
    let counts = work.lists.iter().find(|one| one.list as usize == index)?;
    let own = work.rows_of(counts);
    let phase = phase_words(counts.phase, state.role());
    let mut waiting = unsent(state);
    let here = rows(pack, state, own);
    let elsewhere = rows(pack, state, &work.rows);
    let untold = |one: &&Waiting| one.kind == WaitingKind::Untold && !here.contains(one);
    waiting.extend(elsewhere.iter().filter(untold).cloned());
    waiting.extend(here.iter().cloned());
    waiting.sort_by_key(|one| one.kind);
    let count = |kinds: &[WaitingKind]| waiting.iter().filter(|one| kinds.contains(&one.kind)).count();
    use WaitingKind::{Later, NotReached, Open, Unsent, Untold};
    let titles: Vec<String> = [
        (count(&[Unsent]), "not sent"),
        (count(&[Open, NotReached]), "still open"),
        (count(&[Later, Untold]), "for later"),
        (count(&[Untold]), "not told yet"),
    ]
    .iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, what)| format!("{count} {what}"))
    .collect();
    let answered: Vec<u32> = (0u32..)
        .zip(own)
        .filter(|(_, row)| !row.folded && !row.hearsay)
        .filter(|(_, row)| matches!(row.mark, Mark::Done | Mark::NotDone | Mark::NotApplicable))
        .map(|(at, _)| at)
        .collect();
    let complete = titles.is_empty();
    let rest = [
        (!complete && counts.answered > 0).then(|| format!("The rest of {phase} is answered.")),
        hearsay::words(work.hearsay).map(|words| format!("{words}.")),
    ];
    Some(ListClose {
        list: list.to_owned(),
        title: match complete {
            true => format!("{phase}: complete"),
            false => capital(&titles.join(", ")),
        },
        rest: rest.into_iter().flatten().collect::<Vec<_>>().join(" "),
        complete,
        waiting,
        only_told: hearsay::only_told(state),
        answered,
        fold: fold_row(pack, &work, counts),
    })
}

/// What leaving now would leave.
pub fn before_leaving(pack: &Pack, state: &State) -> BeforeLeaving {
    let work = worklist(pack, state);
    let missed = |row: &&Row| {
        let found = pack.items().get(row.item as usize);
        row.mark == Mark::Open
            && !row.folded
            && found.is_some_and(|found| needs_scene(&found.item, found.phase))
    };
    let missed: Vec<Row> = work.rows.iter().filter(missed).cloned().collect();
    BeforeLeaving {
        ask_danger: danger::before_leaving(state),
        away: away(state),
        not_reached: rows(pack, state, &missed),
    }
}

/// What a planned export would be.
pub fn preview(planned: &Planned, state: &State, entries: u64) -> ExportPreview {
    let words = Words { state };
    let left = planned.going.left_out();
    let line = |one: &LeftOut| {
        let what = if one.entries.len() == 1 {
            "Entry"
        } else {
            "Entries"
        };
        let why = why_words(one.why, &planned.exported);
        format!("{what} {} left out: {why}", runs(&one.entries))
    };
    let mut handling: Vec<String> = words
        .handling()
        .into_iter()
        .filter(|(seq, _)| planned.going.goes(*seq))
        .map(|(_, line)| capital(&line))
        .collect();
    if planned
        .exported
        .say_first
        .as_ref()
        .is_some_and(|first| first.handling_left_out)
    {
        let who = words.author(&None);
        handling.push(format!(
            "An instruction that is not in this export stands in the whole record. Ask {who} before anything of it is \
             passed on"
        ));
    }
    ExportPreview {
        entries,
        children: state.present_children().count() as u32,
        left_out: left.iter().map(|one| one.entries.len() as u32).sum(),
        left_out_lines: left.iter().map(line).collect(),
        handling,
        missing: missing(state).into_iter().map(str::to_owned).collect(),
        own_form: !planned.exported.form.is_empty(),
    }
}

/// Numbers in words, each run of neighbours as its ends: `2, 12 to 15, 26`.
fn runs(numbers: &[u64]) -> String {
    let mut runs: Vec<(u64, u64)> = Vec::new();
    for number in numbers.iter().copied() {
        match runs.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(number) => *last = number,
            _ => runs.push((number, number)),
        }
    }
    let words = runs.into_iter().map(|(first, last)| match last - first {
        0 => first.to_string(),
        1 => format!("{first}, {last}"),
        _ => format!("{first} to {last}"),
    });
    words.collect::<Vec<_>>().join(", ")
}

fn away(state: &State) -> bool {
    state.left.is_some() && !state.at_scene()
}

fn unsent(state: &State) -> Vec<Waiting> {
    let words = Words { state };
    let one = |now: &SharingNow| {
        let whom = now
            .sharing
            .to
            .clone()
            .unwrap_or_else(|| "not said with whom".to_owned());
        let how = now.sharing.how.as_deref().map(|how| format!(", {how}"));
        let about = words.children(&now.about);
        Waiting {
            kind: WaitingKind::Unsent,
            about: format!("Decided {}, not sent", words.when(&now.at, None)),
            stands: format!("{whom}{}", how.unwrap_or_default()),
            under: (!about.is_empty()).then(|| format!("About: {about}")),
            entry: now.first,
            item: None,
            child: 0,
            whom: Some(whom),
        }
    };
    state.unsent().map(one).collect()
}

/// The rows that are not done with.
fn rows(pack: &Pack, state: &State, rows: &[Row]) -> Vec<Waiting> {
    let words = Words { state };
    let one = |row: &Row| {
        let answer = state.answers.iter().find(|now| now.seq == row.answer);
        let untold = state.untold().any(|now| now.seq == row.answer);
        let (kind, stands, under) = match row.mark {
            Mark::Open if !row.folded => {
                let stands = row.waits.map_or("Not answered", call::waits_words);
                (WaitingKind::Open, stands.to_owned(), None)
            }
            Mark::NotReached if !row.folded => {
                let with = match row.child {
                    0 => "back there".to_owned(),
                    child => format!("with {}", words.child(child)),
                };
                let offered = away(state).then(|| format!("Offered again when you are {with}"));
                (WaitingKind::NotReached, "Not reached".to_owned(), offered)
            }
            Mark::Later => {
                let kind = if untold {
                    WaitingKind::Untold
                } else {
                    WaitingKind::Later
                };
                (
                    kind,
                    format!("Later: {}", owner(answer)),
                    answer.map(|now| told(state, now, untold)),
                )
            }
            _ => return None,
        };
        let item = pack.items().get(row.item as usize)?;
        Some(Waiting {
            kind,
            about: capital(&named(row, pack, &words)),
            stands,
            under,
            entry: row.answer,
            item: Some(item.item.id.clone()),
            child: row.child,
            whom: answer.and_then(|now| now.answer.owner.clone()),
        })
    };
    rows.iter().filter_map(one).collect()
}

fn owner(answer: Option<&AnswerNow>) -> &str {
    answer
        .and_then(|now| now.answer.owner.as_deref())
        .unwrap_or(UNNAMED)
}

/// Whether and how the owner was told, and why it is for later.
fn told(state: &State, now: &AnswerNow, untold: bool) -> String {
    let words = Words { state };
    let since = (state.told.iter().rev())
        .find(|told| told.told.entry == Some(now.seq) && told.told.how != Told::NotYet);
    let how = match (untold, since, now.answer.told) {
        (true, _, _) => told_words(Told::NotYet).to_owned(),
        (false, Some(since), _) => format!("{}, {}", told_words(since.told.how), words.when(&since.at, None)),
        (false, None, told) => told_words(told.unwrap_or(Told::NotYet)).to_owned(),
    };
    let why = now.answer.reason.as_deref().map(|why| format!(". {why}"));
    capital(&format!("{how}{}", why.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::runs;

    #[test]
    fn every_number_is_in_its_run() {
        assert_eq!(runs(&[]), "");
        assert_eq!(runs(&[4]), "4");
        assert_eq!(runs(&[2, 12, 13, 14, 15, 26, 27, 40]), "2, 12 to 15, 26, 27, 40");
    }
}
