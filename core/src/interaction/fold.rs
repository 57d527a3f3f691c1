//! The fold: entries in, [`State`] out. The same on every device, in any process, at any time.
//!
//! Refuses to reject: what was once recorded is folded, whatever a later version would allow. What may be recorded
//! is `prepare`'s to say. A correction, an erasure or a merge reaches back, so those fold the whole log again. Of what was erased,
//! `remains` says what it did.

use super::apart;
use super::before_yes::{Asked, Order};
use super::call::{is_news, is_one};
use super::entry::*;
use super::remains::{self, Remains};
use super::reword::reworded;
use super::state::*;
use crate::age::Age;
use crate::sets::*;
use crate::time::When;
use std::collections::HashMap;

/// Folds a whole log, oldest entry first.
pub fn fold(entries: &[Entry]) -> State {
    let (remains, stand_ins) = (remains::all(entries), remains::stand_ins(entries));
    let mut reach = Reach::of(
        entries
            .iter()
            .map(|entry| stand_ins.get(&entry.seq).unwrap_or(entry)),
    );
    reach.order = Order::of(entries);
    let mut state = State::default();
    for entry in entries {
        match remains.get(&entry.seq) {
            Some(remains) if entry.event == Event::Gone => {
                let now = stand_ins.get(&entry.seq).unwrap_or(entry);
                apply_remains(&mut state, now, remains, &reach);
            }
            _ => apply(&mut state, entry, &reach),
        }
    }
    apart::tell(&mut state);
    state
}

/// What an erased entry did, in its place. It is no news, and no time of it is carried on.
fn apply_remains(state: &mut State, entry: &Entry, remains: &Remains, reach: &Reach) {
    let (news, carried) = (state.news.len(), state.carried);
    apply(state, entry, reach);
    state.news.truncate(news);
    state.carried = carried;
    if !reach.struck.contains(&entry.seq) {
        let moved = reach.moved.get(&entry.seq).copied();
        let about = |child: Option<u32>| moved.or(child).map(|child| reach.child(child));
        remains::forget(state, entry.seq, remains, about);
    }
}

/// Folds one more entry. Gives back whether it reached back, so that the whole log has to be folded again.
#[must_use]
pub fn fold_one(state: &mut State, entry: &Entry) -> bool {
    if matches!(
        entry.event,
        Event::Corrected(_) | Event::Erased(_) | Event::ChildMerged(_)
    ) {
        return true;
    }
    // Corrections reach back only; a merge holds for what comes after it as well.
    let merged = |child: &Child| {
        child
            .merged_into
            .filter(|into| *into > 0)
            .map(|into| (child.number, into))
    };
    let reach = Reach {
        merged: state.children.iter().filter_map(merged).collect(),
        ..Reach::default()
    };
    apply(state, entry, &reach);
    apart::tell(state);
    false
}

/// What later entries say of earlier ones.
#[derive(Default)]
struct Reach {
    /// Entries that count for nothing.
    struck: Vec<u64>,
    /// Entries that are about another child.
    moved: HashMap<u64, u32>,
    /// Entries that read otherwise.
    reworded: HashMap<u64, String>,
    /// Children that are another child.
    merged: HashMap<u32, u32>,
    /// Which of erased answers to danger was before which.
    order: Order,
}

impl Reach {
    fn of<'a>(entries: impl DoubleEndedIterator<Item = &'a Entry>) -> Reach {
        let mut reach = Reach::default();
        // From the last: a correction that was itself pressed by mistake corrects nothing.
        for entry in entries.rev() {
            if reach.struck.contains(&entry.seq) {
                continue;
            }
            match &entry.event {
                Event::Corrected(c) if c.entry < entry.seq => match &c.how {
                    Correction::PressedByMistake => reach.struck.push(c.entry),
                    Correction::MovedToChild { child } => {
                        reach.moved.entry(c.entry).or_insert(*child);
                    }
                    Correction::Reworded { words } => {
                        reach.reworded.entry(c.entry).or_insert_with(|| words.clone());
                    }
                },
                Event::ChildMerged(merge) if merge.child != merge.into => {
                    reach.merged.insert(merge.child, merge.into);
                }
                _ => {}
            }
        }
        reach
    }

    /// The child that a number stands for now.
    fn child(&self, mut number: u32) -> u32 {
        for _ in 0..=self.merged.len() {
            match self.merged.get(&number) {
                Some(into) => number = *into,
                None => break,
            }
        }
        number
    }
}

/// Keeps the place of children whose adding was erased, so that nobody moves into it. What else is said of such a
/// child stands; its label and age are what was erased.
fn stand_in(state: &mut State, entry: &Entry, reach: &Reach) {
    let named = match &entry.event {
        Event::ChildAdded(added) => added.child.saturating_sub(1),
        _ => entry.about.iter().copied().max().unwrap_or_default(),
    };
    // No log has more children than entries.
    let named = u64::from(named).min(entry.seq) as u32;
    while (state.children.len() as u32) < named {
        let number = state.children.len() as u32 + 1;
        let merged = reach.merged.contains_key(&number);
        state.children.push(Child {
            number,
            entry: 0,
            label: format!("child {number}"),
            apart: String::new(),
            age: Age::NotKnown,
            presence: Presence::NotKnown,
            seen: Seen::NotSaid,
            seen_entry: 0,
            seen_at: None,
            involved: Vec::new(),
            may_be_others: true,
            factors: Vec::new(),
            from_others: Vec::new(),
            merged_into: merged.then(|| reach.child(number)),
        });
    }
}

fn apply(state: &mut State, entry: &Entry, reach: &Reach) {
    if state.last_at.is_some_and(|last| entry.recorded_at.utc < last.utc) {
        state.clock_back.push(entry.seq);
    }
    state.last = entry.seq;
    state.last_at = Some(entry.recorded_at);
    stand_in(state, entry, reach);
    let struck = reach.struck.contains(&entry.seq);
    if !struck && is_news(&entry.event) {
        state.news.push(entry.seq);
    }
    // A child stays numbered even when adding it was a mistake: other entries may name it.
    if struck && !matches!(entry.event, Event::ChildAdded(_) | Event::Begun(_)) {
        return;
    }
    let moved = reach
        .moved
        .get(&entry.seq)
        .copied()
        .map(|child| reach.child(child));
    let about = match moved {
        Some(child) => vec![child],
        None => children(&entry.about, reach),
    };
    let one = |child: Option<u32>| moved.or(child.map(|child| reach.child(child)));
    let now_reads = reach
        .reworded
        .get(&entry.seq)
        .map(|words| reworded(&entry.event, words));
    let event = now_reads.as_ref().unwrap_or(&entry.event);
    let line = |about| line(entry, event, about);
    let (seq, at, author) = (entry.seq, entry.done_at, entry.author.clone());
    match event {
        Event::Begun(begun) => {
            state.began_at = Some(entry.done_at.at);
            state.pack = Some(begun.pack.clone());
            state.values.clone_from(&begun.values);
            state.begun = Some(begun.clone());
            state.ask_danger = Some(AskedBecause::Start);
        }
        Event::SceneSet(scene) => state.scene = Some(scene.clone()),
        Event::ChildAdded(added) => {
            let merged = reach
                .merged
                .contains_key(&added.child)
                .then(|| reach.child(added.child));
            state.children.push(Child {
                number: added.child,
                entry: seq,
                label: added.label.clone(),
                apart: String::new(),
                age: added.age,
                presence: Presence::NotKnown,
                seen: Seen::NotSaid,
                seen_entry: 0,
                seen_at: None,
                involved: Vec::new(),
                may_be_others: true,
                factors: Vec::new(),
                from_others: Vec::new(),
                // Added by mistake: it stands for no child, not even another.
                merged_into: if struck { Some(0) } else { merged },
            });
            if !struck {
                ask_again(state, AskedBecause::ChildAdded);
            }
        }
        Event::ChildRelabelled(new) => with_child(state, one(Some(new.child)), |child| {
            if let Some(label) = &new.label {
                child.label.clone_from(label);
            }
            child.age = new.age.unwrap_or(child.age);
        }),
        Event::ChildMerged(_) => {}
        Event::CircumstancesSet(set) => {
            let own = own_sight(&set.known_by, entry.author.as_deref(), state.recorder());
            for number in about {
                with_child(state, Some(number), |child| circumstances(child, set, entry, own));
            }
        }
        Event::DangerAsked(asked) => {
            state.ask_danger = match asked.answer {
                Danger::NotAnswered => state.ask_danger,
                _ => None,
            };
            match asked.because {
                AskedBecause::BeforeRisk | AskedBecause::Level => state.asked_before_risk = true,
                AskedBecause::BeforeLeaving => {
                    state.asked_before_leaving = true;
                    // A line that closed shows nothing more before risk is stated.
                    state.asked_before_risk |= is_one(state);
                }
                _ => {}
            }
            let now = Asked {
                seq,
                at,
                answer: asked.answer,
            };
            let yes = state
                .danger
                .iter()
                .filter(|yes| reach.order.was_before(&now, &yes.asked()));
            let before = yes.map(|yes| yes.seq).collect();
            state.danger.push(DangerNow {
                seq,
                at,
                before,
                answer: asked.answer,
                known_by: asked.known_by.clone(),
                because: asked.because,
                not_seen: asked.not_seen.clone(),
                words: asked.words.clone(),
                author,
            });
        }
        Event::Answered(answered) => {
            let mut answer = answered.clone();
            answer.child = one(answered.child);
            let now = AnswerNow {
                seq,
                at,
                author,
                answer,
            };
            let same = |old: &AnswerNow| {
                old.answer.child == now.answer.child && old.answer.shown.id == now.answer.shown.id
            };
            match state.answers.iter_mut().find(|old| same(old)) {
                Some(old) => *old = now,
                None => state.answers.push(now),
            }
        }
        Event::Quoted(quoted) => {
            let quote = Quoted {
                child: one(quoted.child),
                ..quoted.clone()
            };
            state.quotes.push(QuoteNow {
                seq,
                at,
                written: entry.recorded_at,
                author,
                about,
                quote,
            });
        }
        Event::Observed(observed) => {
            let observation = observed.clone();
            state.observations.push(ObservationNow {
                seq,
                at,
                author,
                about,
                observation,
            });
        }
        Event::RiskStated(stated) => {
            let risk = RiskStated {
                child: one(stated.child),
                ..stated.clone()
            };
            // The level stands as stated; that danger was answered otherwise is asked, not inferred.
            if risk.level == Level::ImmediateDanger
                && state.danger_now().is_some_and(|now| now.answer != Danger::Yes)
            {
                ask_again(state, AskedBecause::Level);
            }
            state.risks.push(RiskNow {
                seq,
                at,
                author,
                risk,
            });
        }
        Event::Told(told) => {
            tell_owner(state, told);
            state.told.push(ToldNow {
                seq,
                at,
                author,
                told: told.clone(),
            });
        }
        Event::SharingMoved(moved) => sharing(state, entry, moved, about),
        Event::ListEnded(end) => {
            state.lists_ended.retain(|old| old.end.shown.id != end.shown.id);
            state.lists_ended.push(ListEnd {
                seq,
                at,
                end: end.clone(),
            });
        }
        Event::LeftScene(left) => {
            state.left = Some(Leaving {
                seq,
                at,
                left: left.clone(),
            });
            state.back_with = None;
            state.back_with_children.clear();
        }
        Event::Returned(back) => {
            state.back_with = Some(back.with);
            state.back_with_children = about;
            if back.with == With::None {
                state.mode = Some(Mode::WritingUp);
            } else {
                state.mode = Some(Mode::AtScene);
                ask_again(state, AskedBecause::Returned);
            }
            if back.with == With::All {
                state.left = None;
            }
        }
        Event::ModeSet(set) => state.mode = Some(set.mode),
        Event::HandlingSet(_) => {
            // A warning about one child does not take the place of one about another.
            state.handling.retain(|old| old.about != about);
            state.handling.push(line(about));
        }
        Event::HoldSet(_) => state.hold = Some(line(about)),
        Event::HoldLifted(_) => state.hold = None,
        Event::Completed(_) => state.completed = Some(line(about)),
        Event::Reopened(_) => state.completed = None,
        Event::MovedToPack(moved) => {
            state.pack = Some(moved.to.clone());
            state.values.clone_from(&moved.values);
        }
        Event::Corrected(_) | Event::Erased(_) => state.corrections.push(line(about)),
        Event::ReferenceAdded(_)
        | Event::CopiedForTheLog(_)
        | Event::HandedOver(_)
        | Event::Exported(_)
        | Event::Reviewed(_)
        | Event::TakenOver(_) => state.lines.push(line(about)),
        Event::SilentCallSet(set) => {
            state.silent_call = Some(SilentCallNow {
                seq,
                at,
                author,
                on: set.on,
            });
        }
        Event::Gone => {}
        Event::Newer { .. } => state.read_only = true,
    }
    carry(state, entry);
}

/// While writing up, the time that was said of one fact is offered for the next: a night is written down in its
/// order. Only a time that somebody stated is carried; one that is now, or leaves the scene and comes back, ends it.
fn carry(state: &mut State, entry: &Entry) {
    let fact = match &entry.event {
        Event::Answered(answered) => {
            answered.outcome == Outcome::Done && answered.shown.phase != Some(Phase::Afterwards)
        }
        Event::SceneSet(_) | Event::CircumstancesSet(_) | Event::Quoted(_) | Event::Observed(_) => true,
        _ => false,
    };
    if state.mode != Some(Mode::WritingUp) {
        state.carried = None;
    } else if fact {
        let now = entry.done_at == When::exactly(entry.recorded_at);
        state.carried = (!now).then_some(entry.done_at);
    }
}

/// Telling the owner of what is for later: from now on it reads as told, and how.
fn tell_owner(state: &mut State, told: &ToldSomeone) {
    let later = state.answers.iter_mut().find(|now| {
        let owner = now.answer.owner.as_deref().unwrap_or_default();
        now.answer.outcome == Outcome::Later && told.entry == Some(now.seq) && same_person(owner, &told.to)
    });
    if let Some(later) = later.filter(|_| told.how != Told::NotYet) {
        later.answer.told = Some(told.how);
    }
}

/// Danger is asked again by event, and an open question is not overtaken by a later one.
fn ask_again(state: &mut State, because: AskedBecause) {
    if state.ask_danger.is_none() && state.danger_now().is_none_or(|now| now.answer != Danger::Yes) {
        state.ask_danger = Some(because);
    }
    if because != AskedBecause::Level {
        state.asked_before_risk = false;
        state.asked_before_leaving = false;
    }
}

/// What of a child is now known otherwise. Seen is the recorder's own; what somebody else saw stands beside it, so that
/// nobody who reads `seen` can take a mother's word for it.
fn circumstances(child: &mut Child, set: &CircumstancesSet, entry: &Entry, own: bool) {
    child.presence = set.presence.unwrap_or(child.presence);
    let told_seen = set
        .seen
        .filter(|seen| !own && matches!(seen, Seen::Awake | Seen::Asleep));
    if let Some(seen) = set.seen
        && told_seen.is_none()
    {
        child.seen = seen;
        child.seen_entry = entry.seq;
        child.seen_at = Some(entry.done_at);
    }
    if let Some(involved) = &set.involved {
        child.involved.clone_from(involved);
    }
    child.may_be_others = set.may_be_others.unwrap_or(child.may_be_others);
    for new in &set.factors {
        match child.factors.iter_mut().find(|old| old.factor == new.factor) {
            Some(old) => old.state = new.state,
            None => child.factors.push(new.clone()),
        }
    }
    from_others(child, set, entry, told_seen);
}

/// Keeps what is known only from somebody else, and forgets that of what is now known better.
fn from_others(child: &mut Child, set: &CircumstancesSet, entry: &Entry, told_seen: Option<Seen>) {
    let hearsay = is_hearsay(&set.known_by);
    let known_by = match set.known_by.as_slice() {
        // Whoever wrote it saw it.
        [] => vec![Known {
            how: KnownBy::Seen,
            who: entry.author.clone(),
        }],
        known => known.to_vec(),
    };
    let mut keep = |what: Circumstance, from_others: bool| {
        child.from_others.retain(|old| !old.what.same(&what));
        if from_others {
            child.from_others.push(FromOthers {
                what,
                known_by: known_by.clone(),
                entry: entry.seq,
                at: entry.done_at,
                author: entry.author.clone(),
            });
        }
    };
    match (set.seen, told_seen) {
        (_, Some(seen)) => keep(Circumstance::Seen { seen }, true),
        // Own sight is the better knowledge. That the recorder has not seen the child takes nothing from others.
        (Some(seen @ (Seen::Awake | Seen::Asleep)), None) => keep(Circumstance::Seen { seen }, false),
        _ => {}
    }
    if let Some(presence) = set.presence {
        keep(
            Circumstance::Presence { presence },
            // Whom the recorder has beside them nobody has to tell of.
            hearsay && !matches!(presence, Presence::NotKnown | Presence::WithMe),
        );
    }
    if let Some(involved) = &set.involved {
        let involved = involved.clone();
        keep(Circumstance::Involved { involved }, hearsay);
    }
    for set in &set.factors {
        let known = set.state != FactorState::NotKnown;
        keep(Circumstance::Factor { set: set.clone() }, hearsay && known);
    }
}

/// A later stage adds what it says to what was said before: the route typed once stays.
fn sharing(state: &mut State, entry: &Entry, moved: &SharingMoved, about: Vec<u32>) {
    let first = moved.sharing.unwrap_or(entry.seq);
    let old = state.sharings.iter().position(|now| now.first == first);
    let before = old.map(|at| state.sharings.remove(at));
    let (was, about_before) = before.map_or((None, Vec::new()), |now| (Some(now.sharing), now.about));
    let keep = |new: &Option<String>, old: fn(&SharingMoved) -> &Option<String>| {
        new.clone()
            .or_else(|| was.as_ref().and_then(|was| old(was).clone()))
    };
    let sharing = SharingMoved {
        sharing: Some(first),
        stage: moved.stage,
        to: keep(&moved.to, |s| &s.to),
        how: keep(&moved.how, |s| &s.how),
        what: keep(&moved.what, |s| &s.what),
        why: keep(&moved.why, |s| &s.why),
        considered: keep(&moved.considered, |s| &s.considered),
        by: keep(&moved.by, |s| &s.by),
        route: moved
            .route
            .clone()
            .or_else(|| was.as_ref().and_then(|was| was.route.clone())),
    };
    let now = SharingNow {
        first,
        seq: entry.seq,
        at: entry.done_at,
        author: entry.author.clone(),
        about: if about.is_empty() { about_before } else { about },
        sharing,
    };
    match old {
        Some(at) => state.sharings.insert(at, now),
        None => state.sharings.push(now),
    }
}

fn line(entry: &Entry, event: &Event, about: Vec<u32>) -> Line {
    Line {
        seq: entry.seq,
        at: entry.done_at,
        author: entry.author.clone(),
        about,
        event: event.clone(),
    }
}

fn children(about: &[u32], reach: &Reach) -> Vec<u32> {
    let mut children: Vec<u32> = about.iter().map(|child| reach.child(*child)).collect();
    children.dedup();
    children
}

fn with_child(state: &mut State, number: Option<u32>, change: impl FnOnce(&mut Child)) {
    let index = number.and_then(|number| number.checked_sub(1));
    if let Some(child) = index.and_then(|index| state.children.get_mut(index as usize)) {
        change(child);
    }
}
