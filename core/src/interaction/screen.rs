//! What the screens of an interaction say beside the guidance: its title, its children, what was answered, what is next.
//!
//! The words of the items are the pack's, and are fetched once with it; here is what changes with each entry. Refuses to
//! shorten anything and to say of a child what only somebody else saw: a screen has room to scroll.

use super::because::{fold_row, place_words};
use super::danger;
use super::entry::Known;
use super::hearsay;
use super::lines::{Words, capital, phase_words};
use super::prompts::{PromptRow, prompt_condition};
use super::state::{Child, State};
use super::worklist::{ListRows, Mark, Row, worklist};
use crate::pack::Pack;
use crate::sets::{KnownBy, Phase, Place, Presence, PromptKind, Seen};

/// What the screens of an interaction say now.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Screen {
    /// Where and when it began: `Home, 02:09`. The time alone until a place is set.
    pub title: String,
    /// Whether danger was answered yes, and nobody said since that it is safe.
    pub danger_yes: bool,
    /// The children, by number; merged ones are left out.
    pub children: Vec<ScreenChild>,
    /// The lists, in order.
    pub lists: Vec<ScreenList>,
    /// Where the row that comes next stands. None: nothing is left that can be answered.
    pub next: Option<NextRow>,
    /// The child last spoken of: a child's words open on that one.
    pub last_spoken_of: Option<u32>,
    /// The handling lines: they stand above everything that is shared or handed on.
    pub handling: Vec<String>,
}

/// A child, as screens name it.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ScreenChild {
    /// Its number.
    pub number: u32,
    /// `Girl, 9`.
    pub title: String,
    /// The officer's label, for where there is little room: `Girl`.
    pub label: String,
    /// Whether the recorder saw it: which sign stands before the words.
    pub seen: Seen,
    /// `Seen awake, 02:13`.
    pub seen_words: String,
    /// `With PC Rowe`. None: not known.
    pub presence_words: Option<String>,
    /// Where it is.
    pub presence: Presence,
}

/// A list, with what stands in its head and at its end.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ScreenList {
    /// Index of the list in the pack.
    pub list: u32,
    /// Its phase.
    pub phase: Phase,
    /// The phase, in words: `Before leaving`.
    pub title: String,
    /// Rows left: open, not folded, and waiting for nothing.
    pub left: u32,
    /// Rows that wait.
    pub waiting: u32,
    /// Rows for later.
    pub later: u32,
    /// Rows answered: done, not done, or does not apply.
    pub answered: u32,
    /// `1 not seen, heard or said by a child`. None where all is.
    pub hearsay: Option<String>,
    /// The one row that folded rows become. None: there are none.
    pub fold: Option<String>,
    /// Every row, the folded ones too.
    pub rows: Vec<ScreenRow>,
}

/// A row, with what was answered.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ScreenRow {
    /// The row.
    pub row: Row,
    /// The answer in words, or what became of the item. None: no answer yet.
    pub value: Option<String>,
    /// How it is known, for a sign beside the answer: `Seen`, `Mother said`. None: not said, or nothing to know.
    pub how: Option<String>,
}

/// A prompt that applies or may apply, with what was answered.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ScreenPrompt {
    /// Its id.
    pub id: String,
    /// Whether it is noticed, asked or thought about.
    pub kind: PromptKind,
    /// Its words.
    pub text: String,
    /// The domain of risk that it stands in. None: the item's own.
    pub domain: Option<String>,
    /// What it depends on, as the words after *if*. None: it applies.
    pub condition: Option<String>,
    /// The answer in words. None: no answer, and none is missing.
    pub value: Option<String>,
}

/// Where a row stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct NextRow {
    /// Index in [`Screen::lists`].
    pub list: u32,
    /// Index in its rows.
    pub row: u32,
}

/// What the screens say now.
pub fn screen(pack: &Pack, state: &State) -> Screen {
    let work = worklist(pack, state);
    let lists: Vec<ScreenList> = work
        .lists
        .iter()
        .map(|rows| ScreenList {
            list: rows.list,
            phase: rows.phase,
            title: phase_words(rows.phase, state.role()).to_owned(),
            left: rows.left,
            waiting: rows.waiting,
            later: rows.later,
            answered: rows.answered,
            hearsay: hearsay::words(rows.hearsay),
            fold: fold_row(pack, &work, rows),
            rows: work.rows_of(rows).iter().map(|row| said(state, row)).collect(),
        })
        .collect();
    Screen {
        title: title(state),
        danger_yes: danger::is_yes(state),
        children: state.present_children().map(|child| one(state, child)).collect(),
        next: next(&work.lists, &lists),
        lists,
        last_spoken_of: state.last_spoken_of(),
        handling: Words { state }
            .handling()
            .into_iter()
            .map(|(_, line)| line)
            .collect(),
    }
}

/// How screens name an interaction. Its children are not in it: it stands where others may look.
pub fn title(state: &State) -> String {
    let began = state.began_at.map(|at| at.clock()).unwrap_or_default();
    let place = state.scene.as_ref().map(|scene| scene.place);
    match place.filter(|place| *place != Place::NotKnown) {
        Some(place) => format!("{}, {began}", capital(place_words(place))),
        None => began,
    }
}

fn one(state: &State, child: &Child) -> ScreenChild {
    let words = Words { state };
    ScreenChild {
        number: child.number,
        title: capital(&child.title()),
        label: capital(&child.called()),
        seen: child.seen,
        seen_words: capital(&words.seen(child)),
        presence_words: words.presence(child).map(|words| capital(&words)),
        presence: child.presence,
    }
}

fn said(state: &State, row: &Row) -> ScreenRow {
    let now = state.answers.iter().find(|now| now.seq == row.answer);
    let value = now
        .map(|now| capital(&Words { state }.answer_words(&now.answer)))
        .filter(|value| !value.is_empty());
    ScreenRow {
        row: row.clone(),
        value,
        how: now.and_then(|now| how(&now.answer.known_by)),
    }
}

/// How something is known, as short as a sign beside it: who wrote it stands in the record.
pub fn how(known_by: &[Known]) -> Option<String> {
    let one = |known: &Known| {
        let said = |usual: &str| format!("{} said", capital(known.who.as_deref().unwrap_or(usual)));
        match known.how {
            KnownBy::Seen => "Seen".to_owned(),
            KnownBy::Heard => "Heard".to_owned(),
            KnownBy::ChildSaid => said("child"),
            KnownBy::AdultSaid => said("an adult"),
            KnownBy::Records => "Records".to_owned(),
            KnownBy::Assumed => "Assumed".to_owned(),
        }
    };
    (!known_by.is_empty()).then(|| known_by.iter().map(one).collect::<Vec<_>>().join(", "))
}

/// The prompts under a row, those of its domains after its own.
pub fn prompts(pack: &Pack, state: &State, row: &Row) -> Vec<ScreenPrompt> {
    let about = (row.child != 0).then_some(row.child);
    let one = |found: PromptRow| {
        let prompt = &pack.prompts().get(found.prompt as usize)?.prompt;
        let domain = found.domain.and_then(|at| pack.file().domains.get(at as usize));
        let answer = state.answer(&prompt.id, about);
        Some(ScreenPrompt {
            id: prompt.id.clone(),
            kind: prompt.kind,
            text: prompt.text.clone(),
            domain: domain.map(|domain| domain.title.clone()),
            condition: prompt_condition(pack, &found),
            value: answer.map(|now| Words { state }.answer_words(&now.answer)),
        })
    };
    let rows = super::prompts::prompts(pack, state, row.item, row.child);
    rows.into_iter().filter_map(one).collect()
}

/// The first row that is open, list by list. What is folded or waits is never next.
fn next(counts: &[ListRows], lists: &[ScreenList]) -> Option<NextRow> {
    let list = counts.iter().position(|list| list.left > 0)?;
    let open = |said: &ScreenRow| said.row.mark == Mark::Open && !said.row.folded && said.row.waits.is_none();
    let row = lists.get(list)?.rows.iter().position(open)?;
    Some(NextRow {
        list: u32::try_from(list).ok()?,
        row: u32::try_from(row).ok()?,
    })
}
