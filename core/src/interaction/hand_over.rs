//! What a hand-over says, for whoever takes over: an account in words, and the children that it names.
//!
//! All of it is records, not verified. Refuses to make anything of it the taker's own: nothing counts as seen or
//! heard, danger is asked anew, and a child is added only when somebody adds it.

use super::entry::*;
use super::lines::role_words;
use super::operation::{AddChild, Operation, SetCircumstances};
use super::record::{Record, RecordSection};
use super::state::{Child, State};
use super::wire::MOST_BYTES;
use super::worklist::default_label;
use crate::pack::Pack;
use crate::sets::*;

/// Stands wherever any of it does.
pub const NOT_VERIFIED: &str = "records, not verified";

/// Sections of a record that say something of the device it was made on, and nothing of the children.
const OF_THE_DEVICE: [&str; 1] = ["where"];
/// The section with every entry, in order.
const LOG: &str = "log";
/// Where it begins, after an account.
const LOG_BEGINS: &str = "\n\nEvery entry, in order:\n";

/// The children that a record names, as another interaction can add them.
pub fn children_of(state: &State) -> Vec<HandedChild> {
    let one = |child: &Child| {
        // A number that stood for the child there would be another child's here.
        let own = default_label(child.age, child.number, &State::default());
        let numbered = child.label == format!("{own} {}", child.number);
        HandedChild {
            label: (child.label != own && !numbered).then(|| child.label.clone()),
            age: child.age,
            involved: child.involved.clone(),
            factors: child.factors.clone(),
        }
    };
    state.present_children().map(one).collect()
}

/// A child of a hand-over that can be added here.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Offered {
    /// The entry that took the hand-over.
    pub entry: u64,
    /// How the child reads, once it is added.
    pub title: String,
    /// The child, as it is named there.
    pub child: HandedChild,
    /// Who says so.
    pub who: String,
}

/// The children of hand-overs that were not added yet. Two that read the same stay two.
pub fn offered(state: &State) -> Vec<Offered> {
    let mut there: Vec<&Child> = state.present_children().collect();
    let mut all = Vec::new();
    for line in &state.lines {
        let Event::TakenOver(TakenOver {
            file: Some(file),
            from,
            ..
        }) = &line.event
        else {
            continue;
        };
        let who = match (file.role, from) {
            (Some(Role::CallHandler), _) => "control room".to_owned(),
            (_, Some(from)) => from.clone(),
            (_, None) => "hand-over".to_owned(),
        };
        for child in &file.children {
            match there.iter().position(|known| same(known, child)) {
                Some(at) => {
                    there.swap_remove(at);
                }
                None => all.push(Offered {
                    entry: line.seq,
                    title: title(child, state),
                    child: child.clone(),
                    who: who.clone(),
                }),
            }
        }
    }
    all
}

/// Whether a child here reads as the one that was handed over.
fn same(here: &Child, handed: &HandedChild) -> bool {
    let own = default_label(here.age, here.number, &State::default());
    let unlabelled = here.label == own || here.label == format!("{own} {}", here.number);
    let label = match &handed.label {
        Some(label) => here.label == *label,
        None => unlabelled,
    };
    label && here.age == handed.age
}

fn title(handed: &HandedChild, state: &State) -> String {
    let next = state.children.len() as u32 + 1;
    let label = handed
        .label
        .clone()
        .unwrap_or_else(|| default_label(handed.age, next, state));
    match handed.age {
        crate::age::Age::NotKnown => label,
        age => format!("{label}, {}", age.words()),
    }
}

/// What adds an offered child as number `number`: the child, and what is known of it, by records. Where it is and
/// whether anybody saw it are for whoever is there.
pub fn additions(offered: &Offered, number: u32, pack: &Pack) -> Vec<Operation> {
    let HandedChild {
        label,
        age,
        involved,
        factors,
    } = offered.child.clone();
    let mut all = vec![Operation::ChildAdded(AddChild { label, age })];
    let here = |set: &FactorSet| pack.factor_index(&set.factor).is_some();
    let factors: Vec<FactorSet> = factors.into_iter().filter(here).collect();
    if !involved.is_empty() || !factors.is_empty() {
        all.push(Operation::CircumstancesSet(SetCircumstances {
            children: vec![number],
            presence: None,
            seen: None,
            involved: (!involved.is_empty()).then_some(involved),
            may_be_others: None,
            factors,
            known_by: vec![Known {
                how: KnownBy::Records,
                who: Some(offered.who.clone()),
            }],
        }));
    }
    all
}

/// Who recorded it, as the taker's record names them.
pub fn from(state: &State) -> String {
    let role = state.role().map(role_words).unwrap_or("role not known");
    match state.recorder() {
        Some(recorder) => format!("{recorder}, {role}"),
        None => format!("{role}, not named"),
    }
}

/// The account of a record: what it says first, danger, the children, their words, who was told, what is open.
pub fn account(record: &Record) -> String {
    let wanted = |section: &&RecordSection| {
        let section = section.section.as_str();
        section != LOG && !OF_THE_DEVICE.contains(&section)
    };
    let kept = Record {
        title: record.title.clone(),
        facts: record.facts.clone(),
        sections: record.sections.iter().filter(wanted).cloned().collect(),
    };
    kept.to_text().trim_end().to_owned()
}

/// The account as it fits into an entry: with the log where that fits too, else as many whole lines as do. What is
/// left out is counted.
pub fn fitting(record: &Record, spare: usize) -> String {
    let account = account(record);
    let log = record.sections.iter().filter(|section| section.section == LOG);
    let log: Vec<&str> = log
        .flat_map(|section| section.lines.iter().map(|line| line.text.as_str()))
        .collect();
    let most = MOST_BYTES.saturating_sub(1024).saturating_sub(spare);
    let whole = format!("{account}{LOG_BEGINS}{}", log.join("\n"));
    if stored(&whole) <= most {
        return whole;
    }
    let entries = log.len();
    let with = |lines: usize, account: &str| {
        let lines = match lines {
            0 => String::new(),
            1 => "1 line of the account and ".to_owned(),
            n => format!("{n} lines of the account and "),
        };
        format!(
            "{account}\n\nLeft out here: {lines}every entry in order, {entries}. The file that was handed over has them."
        )
    };
    let lines: Vec<&str> = account.lines().collect();
    let (mut fits, mut too_many) = (0, lines.len() + 1);
    while too_many - fits > 1 {
        let half = fits + (too_many - fits) / 2;
        let kept = lines.get(..half).unwrap_or_default().join("\n");
        match stored(&with(lines.len() - half, &kept)) <= most {
            true => fits = half,
            false => too_many = half,
        }
    }
    with(
        lines.len() - fits,
        &lines.get(..fits).unwrap_or_default().join("\n"),
    )
}

/// Bytes of a text as an entry stores it.
fn stored(text: &str) -> usize {
    serde_json::to_string(text).map_or(usize::MAX, |text| text.len())
}

/// The handling lines of what was handed over: who says so, and what must not be said.
pub fn handling(state: &State) -> Vec<(u64, String)> {
    let one = |line: &super::state::Line| match &line.event {
        Event::TakenOver(TakenOver {
            from,
            file: Some(file),
            ..
        }) => {
            let from = from.as_deref().unwrap_or("a hand-over");
            let words = file.handling.as_ref()?;
            Some((line.seq, format!("From {from} ({NOT_VERIFIED}): {words}")))
        }
        _ => None,
    };
    state.lines.iter().filter_map(one).collect()
}

/// How a taken file reads in a record.
pub(super) fn taken_line(from: Option<&str>, words: &str, file: &HandedFile) -> String {
    let from = from.map(|from| format!(" from {from}")).unwrap_or_default();
    // Which record it was is erased.
    if file.interaction.is_empty() {
        return format!("Hand-over{from} ({NOT_VERIFIED}): {words}");
    }
    let without = match file.without_words {
        0 => String::new(),
        n => format!(", {n} without words"),
    };
    format!(
        "Hand-over{from} ({NOT_VERIFIED}). Record {}, {} entries{without}, chain holds to {}:\n{words}",
        file.interaction, file.entries, file.head
    )
}

/// The same with the account alone: every entry stands where all entries do.
pub(super) fn account_line(event: &Event) -> Option<String> {
    match event {
        Event::TakenOver(TakenOver {
            from,
            words,
            file: Some(file),
            ..
        }) => {
            let account = words
                .split_once(LOG_BEGINS)
                .map_or(words.as_str(), |(account, _)| account);
            Some(taken_line(from.as_deref(), account, file))
        }
        _ => None,
    }
}
