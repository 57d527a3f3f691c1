//! The worklist: what is to be done now, as rows by index, from a pack and a state.
//!
//! Pure and quick: no I/O, no copies of guidance (the item's words are fetched once per pack). Refuses to count
//! prompts or folded rows as left, to hide what may apply, and to tick anything in bulk.

use super::call::{self, Call};
use super::hearsay::{self, answer_is_hearsay};
use super::standing::{self, ChildBits, Found, SceneBits};
use super::state::{Child, State, is_hearsay};
use crate::age::Age;
use crate::pack::Pack;
use crate::pack::types::Item;
use crate::sets::*;

/// How a row stands with the officer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Not answered.
    Open,
    /// Answered.
    Done,
    /// For later, with an owner.
    Later,
    /// Not done, and why.
    NotDone,
    /// Does not apply, and why.
    NotApplicable,
    /// The scene was left before it was reached.
    NotReached,
}

/// One item, for the scene or for one child.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Row {
    /// Index of the item in the pack.
    pub item: u32,
    /// The child's number; 0 for the scene.
    pub child: u32,
    /// How it stands.
    pub standing: Standing,
    /// Why, as codes: which case of the item.
    pub case: u32,
    /// Why, as codes: the dimensions by which it applies (see [`standing::dimension`]).
    pub known: u32,
    /// Why, as codes: the dimensions that are not known.
    pub unknown: u32,
    /// Why, as codes: the child that meets it; 0 for none in particular.
    pub by: u32,
    /// Folded: it may apply only because something is not known.
    pub folded: bool,
    /// How it stands with the officer.
    pub mark: Mark,
    /// The entry of its answer; 0 for none.
    pub answer: u64,
    /// Whether the answer is not seen, heard or said by a child.
    pub hearsay: bool,
    /// Whether it was answered under earlier wording: the interaction moved to another pack since.
    pub earlier_wording: bool,
    /// Why it waits, on a call. It is shown all the same, and not counted as left.
    pub waits: Option<Waits>,
}

/// The rows of one list.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ListRows {
    /// Index of the list in the pack.
    pub list: u32,
    /// Its phase.
    pub phase: Phase,
    /// Index of its first row.
    pub from: u32,
    /// Index after its last row.
    pub to: u32,
    /// Rows left: open, not folded, and waiting for nothing.
    pub left: u32,
    /// Rows that wait.
    pub waiting: u32,
    /// Rows for later.
    pub later: u32,
    /// Rows answered: done, not done, or does not apply.
    pub answered: u32,
    /// Rows not reached.
    pub not_reached: u32,
    /// Folded rows.
    pub folded: u32,
    /// Answers that are not seen, heard or said by a child.
    pub hearsay: u32,
}

/// A pinned notice.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct NoticeRow {
    /// Index of the notice in the pack.
    pub notice: u32,
    /// The child for whom it shows; 0 for the scene.
    pub child: u32,
}

/// A route that follows.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct RouteRow {
    /// Index of the route in the pack.
    pub route: u32,
    /// Whether it follows whatever the level.
    pub whatever_the_level: bool,
    /// Whether it follows, or may.
    pub standing: Standing,
}

/// The worklist.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Worklist {
    /// The notices that stand above everything.
    pub notices: Vec<NoticeRow>,
    /// The rows, list by list.
    pub rows: Vec<Row>,
    /// The lists, in order.
    pub lists: Vec<ListRows>,
    /// How many facts of the whole interaction are not seen, heard or said by a child: answers, observations, what
    /// is known of the children, and danger. List ends and records say this count.
    pub hearsay: u32,
}

impl Worklist {
    /// The rows of a list.
    pub fn rows_of(&self, list: &ListRows) -> &[Row] {
        self.rows
            .get(list.from as usize..list.to as usize)
            .unwrap_or_default()
    }
}

/// Makes the worklist of a state.
pub fn worklist(pack: &Pack, state: &State) -> Worklist {
    let scene = SceneBits::of(state);
    let children: Vec<ChildBits> = state
        .present_children()
        .map(|child| ChildBits::of(pack, child))
        .collect();
    let stand_in = [ChildBits::unknown(pack)];
    let met_by: &[ChildBits] = if children.is_empty() { &stand_in } else { &children };
    let answers = Answers::of(pack, state);
    let call = Call::of(pack, state);
    let mut work = Worklist {
        notices: Vec::new(),
        rows: Vec::with_capacity(pack.items().len() * (children.len() + 1)),
        lists: Vec::with_capacity(pack.lists().len()),
        hearsay: hearsay::count(state),
    };
    for (index, found) in pack.items().iter().enumerate() {
        let index = index as u32;
        if work.lists.last().is_none_or(|last| last.list != found.list) {
            let at = work.rows.len() as u32;
            work.lists.push(ListRows::empty(found.list, found.phase, at));
        }
        let mut add = |child: u32, why: Found| {
            let Answer {
                mark,
                entry: answer,
                hearsay,
                earlier_wording,
            } = answers.mark(&found.item, index, child);
            // A fact that would answer it is no answer to what was never asked: of another role, for example.
            if why.standing == Standing::DoesNotApply && !answers.itself(index, child) {
                return;
            }
            let may = why.standing == Standing::MayApply;
            let standing = if may && found.item.immediate {
                Standing::Applies
            } else {
                why.standing
            };
            let open = mark == Mark::Open;
            let mark = if open && answers.out_of_reach(child) && needs_scene(&found.item, found.phase) {
                Mark::NotReached
            } else {
                mark
            };
            let folded = open && standing == Standing::MayApply;
            let waits = match mark {
                Mark::Open if !folded => call.waits(&found.item, found.phase),
                _ => None,
            };
            let Found {
                case,
                known,
                unknown,
                by,
                ..
            } = why;
            let row = Row {
                item: index,
                child,
                standing,
                case,
                known,
                unknown,
                by,
                folded,
                mark,
                answer,
                hearsay,
                earlier_wording,
                waits,
            };
            if let Some(list) = work.lists.last_mut() {
                list.count(&row);
            }
            work.rows.push(row);
        };
        match found.item.scope {
            Scope::Scene => add(0, standing::for_scene(&found.cases, &scene, met_by)),
            Scope::Child => {
                for child in &children {
                    add(child.number, standing::for_child(&found.cases, &scene, child));
                }
            }
        }
    }
    // A list for other roles leaves nothing behind.
    work.lists.retain(|list| list.from < list.to);
    let silent = call::is_silent(state);
    for (index, notice) in pack.file().notices.iter().enumerate() {
        if notice.on_silent_call && !silent {
            continue;
        }
        let cases = pack.notice_cases(index);
        for child in met_by {
            // A notice without cases stands for everybody.
            if cases.is_empty() {
                work.notices.push(NoticeRow {
                    notice: index as u32,
                    child: 0,
                });
                break;
            }
            if standing::for_child(cases, &scene, child).standing == Standing::Applies {
                work.notices.push(NoticeRow {
                    notice: index as u32,
                    child: child.number,
                });
            }
        }
    }
    work
}

impl ListRows {
    fn empty(list: u32, phase: Phase, at: u32) -> ListRows {
        let (left, waiting, later, answered, not_reached, folded, hearsay) = (0, 0, 0, 0, 0, 0, 0);
        ListRows {
            list,
            phase,
            from: at,
            to: at,
            left,
            waiting,
            later,
            answered,
            not_reached,
            folded,
            hearsay,
        }
    }

    fn count(&mut self, row: &Row) {
        self.to += 1;
        self.hearsay += u32::from(row.hearsay);
        match row.mark {
            _ if row.folded => self.folded += 1,
            Mark::Open if row.waits.is_some() => self.waiting += 1,
            Mark::Open => self.left += 1,
            Mark::Later => self.later += 1,
            Mark::NotReached => self.not_reached += 1,
            Mark::Done | Mark::NotDone | Mark::NotApplicable => self.answered += 1,
        }
    }
}

/// The routes that follow for a child (none: no child yet), from a level or, without one, from any.
pub fn routes(pack: &Pack, state: &State, child: Option<u32>, level: Option<Level>) -> Vec<RouteRow> {
    let scene = SceneBits::of(state);
    let child = child
        .and_then(|child| state.child(child))
        .map_or_else(|| ChildBits::unknown(pack), |child| ChildBits::of(pack, child));
    let mut rows = Vec::new();
    for (index, route) in pack.file().routes.iter().enumerate() {
        let cases = pack.route_cases(index);
        let whatever_the_level = route.levels.is_empty();
        if !whatever_the_level && level.is_some_and(|level| !route.levels.contains(&level)) {
            continue;
        }
        let standing = match cases {
            [] => Standing::Applies,
            cases => standing::for_child(cases, &scene, &child).standing,
        };
        if standing != Standing::DoesNotApply {
            rows.push(RouteRow {
                route: index as u32,
                whatever_the_level,
                standing,
            });
        }
    }
    // Whatever the level comes first.
    crate::order::sort_by_key(&mut rows, |row| !row.whatever_the_level);
    rows
}

/// Whether an item can be done only at the scene, or on the line.
pub fn needs_scene(item: &Item, phase: Phase) -> bool {
    item.at_scene.unwrap_or(phase != Phase::Afterwards)
}

/// The label of a child that the officer has not labelled: `baby`, `child`, `unborn child`. With its number where
/// another child would read the same, so that no two are taken for one.
pub fn default_label(age: Age, number: u32, others: &State) -> String {
    let label = match age {
        Age::Unborn => "unborn child",
        Age::Months { most, .. } if most < 12 => "baby",
        // No age tells this child from the next.
        Age::NotKnown => return format!("child {number}"),
        Age::Months { .. } => "child",
    };
    let same = |child: &Child| child.label == label && child.age == age;
    if others.present_children().any(same) {
        format!("{label} {number}")
    } else {
        label.to_owned()
    }
}

/// Whether danger is asked before this row (none: the end of a list). It comes first; on a call only where, safe to
/// talk and hurt come before it (PRACTICE 4 and 7), and it has its key from the first second all the same.
pub fn danger_comes_before(pack: &Pack, row: Option<&Row>) -> bool {
    let found = row.and_then(|row| pack.items().get(row.item as usize));
    found.is_none_or(|found| !call::before_danger(&found.item))
}

/// The wording of an item in which an answer was asked for.
pub(super) fn as_asked<'p>(item: &'p Item, answer: &super::entry::Answered) -> &'p str {
    match &item.silent {
        Some(silent) if answer.on_silent_call => &silent.text,
        _ => &item.text,
    }
}

/// How an item stands.
struct Answer {
    mark: Mark,
    /// The entry that answered it; 0 for none.
    entry: u64,
    hearsay: bool,
    earlier_wording: bool,
}

/// Words that answer an item by name.
struct Naming {
    item: u32,
    /// The child; 0: any.
    child: u32,
    entry: u64,
    hearsay: bool,
}

/// An entry of another kind that answers an item; 0 for none.
#[derive(Clone, Copy, Default)]
struct Derived {
    entry: u64,
    hearsay: bool,
}

/// The answers of a state, found by item index and child.
struct Answers<'a> {
    state: &'a State,
    /// For each item and child (0: the scene), the place of its answer in the state, from 1.
    at: Vec<u32>,
    width: usize,
    /// Words, and tellings, that answer an item by name.
    words: Vec<Naming>,
}

impl<'a> Answers<'a> {
    fn of(pack: &Pack, state: &'a State) -> Answers<'a> {
        let width = state.children.len() + 1;
        let mut at = vec![0; pack.items().len() * width];
        for (place, now) in state.answers.iter().enumerate() {
            let Some(item) = pack.item_index(&now.answer.shown.id) else {
                continue;
            };
            let slot = item as usize * width + now.answer.child.unwrap_or(0) as usize;
            if let Some(slot) = at.get_mut(slot) {
                *slot = place as u32 + 1;
            }
        }
        let mut words = Vec::new();
        // A quote is said by a child, whoever wrote it down. It answers for the child who said it: what a sister says
        // about her brother is not his own words, and he is still to be talked with.
        let quotes = state.quotes.iter().map(|now| {
            let said = now.quote.child.as_slice();
            (&now.quote.answers, said, now.seq, false)
        });
        let observed = state.observations.iter().map(|now| {
            let hearsay = is_hearsay(&now.observation.known_by);
            (&now.observation.answers, now.about.as_slice(), now.seq, hearsay)
        });
        for (answers, of, entry, hearsay) in quotes.chain(observed) {
            let Some(item) = answers.as_ref().and_then(|shown| pack.item_index(&shown.id)) else {
                continue;
            };
            let naming = |child| Naming {
                item,
                child,
                entry,
                hearsay,
            };
            words.push(naming(0));
            words.extend(of.iter().map(|child| naming(*child)));
        }
        let told = state.told.iter().filter(|now| now.told.how != Told::NotYet);
        words.extend(told.filter_map(|now| {
            let answers = now.told.answers.as_ref()?;
            Some(Naming {
                item: pack.item_index(&answers.id)?,
                child: 0,
                entry: now.seq,
                hearsay: false,
            })
        }));
        Answers {
            state,
            at,
            width,
            words,
        }
    }

    /// Whether the scene has been left, as far as this child (0: the scene) goes.
    fn out_of_reach(&self, child: u32) -> bool {
        match (&self.state.left, self.state.back_with) {
            (None, _) => false,
            (Some(_), None | Some(With::None)) => true,
            (Some(_), Some(With::Some)) => child != 0 && !self.state.back_with_children.contains(&child),
            (Some(_), Some(With::All)) => false,
        }
    }

    /// How an item stands for a child (0: the scene).
    fn mark(&self, item: &Item, index: u32, child: u32) -> Answer {
        let slot = index as usize * self.width + child as usize;
        let place = self.at.get(slot).copied().unwrap_or(0);
        let said = (place as usize)
            .checked_sub(1)
            .and_then(|place| self.state.answers.get(place));
        let (said_since, since) = self.open_since(item, child);
        let said = said.filter(|now| now.seq > said_since);
        let derived = match self.derived(item, index, child) {
            derived if derived.entry > since => derived,
            _ => Derived::default(),
        };
        match said {
            // The later of the two stands: a fact recorded after "later" has answered it.
            Some(now) if now.seq > derived.entry => {
                let mark = match now.answer.outcome {
                    Outcome::Done => Mark::Done,
                    Outcome::NotDone => Mark::NotDone,
                    Outcome::NotApplicable => Mark::NotApplicable,
                    Outcome::Later => Mark::Later,
                    Outcome::NotReached => Mark::NotReached,
                };
                Answer {
                    mark,
                    entry: now.seq,
                    hearsay: answer_is_hearsay(self.state, &now.answer),
                    earlier_wording: now.answer.shown.text != as_asked(item, &now.answer),
                }
            }
            _ => Answer {
                mark: if derived.entry > 0 { Mark::Done } else { Mark::Open },
                entry: derived.entry,
                hearsay: derived.hearsay,
                earlier_wording: false,
            },
        }
    }

    /// Since which entry an item is open again for a child (0: the scene), as its answer was erased: no answer before it
    /// stands, nor, where that was an answer itself, another fact.
    fn open_since(&self, item: &Item, child: u32) -> (u64, u64) {
        let (mut answers, mut facts) = (0, 0);
        for again in &self.state.open_again {
            let own = match &again.item {
                Some(id) => *id == item.id,
                None => again.by == item.answered_by,
            };
            let of_child = again.children.contains(&child);
            let itself = again.by == AnsweredBy::Answer;
            if own && (of_child || child == 0 && (again.children.is_empty() || !itself)) {
                answers = answers.max(again.entry);
                facts = if itself { facts.max(again.entry) } else { facts };
            }
        }
        (answers, facts)
    }

    /// Whether an item was itself answered for a child (0: the scene), or words were recorded as its answer.
    fn itself(&self, index: u32, child: u32) -> bool {
        let slot = index as usize * self.width + child as usize;
        self.at.get(slot).is_some_and(|place| *place != 0)
            || self
                .words
                .iter()
                .any(|naming| naming.item == index && naming.child == child)
    }

    /// Whether a child has no statement of risk. One that was made before anybody was named is of none of them.
    fn without_risk(&self) -> bool {
        let stated = |child: u32| self.state.risks.iter().any(|now| now.risk.child == Some(child));
        let mut children = self.state.present_children();
        children.any(|child| !stated(child.number))
    }

    /// The entry of another kind that answers an item, and whether it is known only from others.
    fn derived(&self, item: &Item, index: u32, child: u32) -> Derived {
        let state = self.state;
        let of_child = |number: Option<u32>| child == 0 || number == Some(child);
        let by_entry = |entry: u64| Derived {
            entry,
            hearsay: false,
        };
        let named = || {
            let words = self.words.iter();
            let named = words.filter(|naming| naming.item == index && naming.child == child);
            named.map(|naming| (naming.entry, naming.hearsay))
        };
        // Whether there are others is not answered by the child who calls.
        let others = item.call_step == Some(CallStep::OtherChildren);
        match item.answered_by {
            AnsweredBy::Answer | AnsweredBy::Told => latest(named()),
            AnsweredBy::Danger => state.danger_now().map_or(Derived::default(), |now| Derived {
                entry: now.seq,
                hearsay: is_hearsay(&now.known_by),
            }),
            AnsweredBy::Children => by_entry(
                state
                    .present_children()
                    .filter(|child| !others || child.presence != Presence::OnTelephone)
                    .map(|child| child.entry)
                    .max()
                    .unwrap_or(0),
            ),
            AnsweredBy::Seen => match state.child(child) {
                // Not seen is said, and is not seeing: the item stays open. So does what somebody else saw: the
                // item asks the recorder to look, and a mother's word, counted as an answer, would be the way in
                // which a child is never looked at.
                Some(child) if child.seen_by_recorder() => by_entry(child.seen_entry),
                _ => Derived::default(),
            },
            AnsweredBy::Words => {
                // Words that were said to another question are not yet listening, where nobody is asked by name.
                let elsewhere = |answers: &Option<super::entry::Shown>| {
                    child == 0 && answers.as_ref().is_some_and(|shown| shown.id != item.id)
                };
                let quoted = state
                    .quotes
                    .iter()
                    .rev()
                    .find(|now| of_child(now.quote.child) && !elsewhere(&now.quote.answers));
                latest(named().chain(quoted.map(|now| (now.seq, false))))
            }
            // For each child: one statement does not close what is asked once for all of them.
            AnsweredBy::Risk if child == 0 && self.without_risk() => Derived::default(),
            AnsweredBy::Risk => {
                let stated = state.risks.iter().rev().find(|now| of_child(now.risk.child));
                by_entry(stated.map_or(0, |now| now.seq))
            }
            AnsweredBy::Sharing => by_entry(state.sharings.iter().map(|now| now.seq).max().unwrap_or(0)),
        }
    }
}

/// The latest of the entries that answer is the answer; it is known only from others while nothing else answers too.
fn latest(found: impl Iterator<Item = (u64, bool)>) -> Derived {
    let mut latest = Derived {
        entry: 0,
        hearsay: true,
    };
    for (entry, hearsay) in found {
        latest.entry = latest.entry.max(entry);
        latest.hearsay &= hearsay;
    }
    latest.hearsay &= latest.entry > 0;
    latest
}
