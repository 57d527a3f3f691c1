//! From an operation to an event: checks that it follows from what is recorded, and adds the wording shown.
//!
//! Pure. Refuses what would mislead (a level without words, *later* without an owner, *sent* before *decided*) and
//! never for taste: what an officer says happened is recorded. Refusals carry no words of the record.

use super::call;
use super::entry::*;
use super::one_line;
use super::operation::*;
use super::state::State;
use super::worklist::{self, Mark};
use crate::age::Age;
use crate::error::{Error, Refusal, Result};
use crate::pack::types::{Item, Prompt, Route};
use crate::pack::{Pack, Values};
use crate::sets::*;
use std::borrow::Cow;

/// An event ready to be recorded, and the children it is about.
pub struct Prepared {
    /// The children.
    pub about: Vec<u32>,
    /// The event.
    pub event: Event,
}

/// Prepares one operation. `values` are the force's own, as they are shown now; none when they cannot be read. The file
/// of a hand-over is opened at the door, which knows exports; here it is refused.
///
/// # Errors
/// [`Error::Refused`], with the reason; nothing is recorded then.
pub fn prepare(
    operation: Operation,
    state: &State,
    pack: &Pack,
    values: Option<&Values>,
) -> Result<Prepared> {
    if state.read_only {
        return refuse(Refusal::ReadOnly);
    }
    let writes_after_completion = matches!(
        operation,
        Operation::Reopened(_)
            | Operation::Reviewed(_)
            | Operation::HoldSet(_)
            | Operation::HoldLifted(_)
            | Operation::HandedOver(_)
            | Operation::Corrected(_)
            | Operation::ReferenceAdded(_)
            | Operation::CopiedForTheLog(_)
    );
    if state.completed.is_some() && !writes_after_completion {
        return refuse(Refusal::Completed);
    }
    let p = Preparing { state, pack, values };
    match operation {
        Operation::SceneSet(scene) => Ok(about(vec![], Event::SceneSet(scene))),
        Operation::ChildAdded(add) => p.child_added(add),
        Operation::ChildRelabelled(new) => p.child_relabelled(new),
        Operation::ChildMerged(merge) => {
            // Who they are by now: one that was merged already is the other, and a ring would leave nobody.
            let (child, into) = (p.present(merge.child)?, p.present(merge.into)?);
            if child == into {
                return refuse(Refusal::NoSuchChild);
            }
            Ok(about(
                vec![child, into],
                Event::ChildMerged(ChildMerged { child, into }),
            ))
        }
        Operation::CircumstancesSet(set) => p.circumstances_set(set),
        Operation::DangerAsked(asked) => p.danger_asked(asked),
        Operation::Answered(answer) => p.answered(answer),
        Operation::Quoted(quote) => p.quoted(quote),
        Operation::Observed(observe) => p.observed(observe),
        Operation::RiskStated(risk) => p.risk_stated(risk),
        Operation::Told(told) => p.told(told),
        Operation::SharingMoved(sharing) => p.sharing_moved(sharing),
        Operation::ListEnded(end) => p.list_ended(&end),
        Operation::LeftScene(leave) => p.left_scene(leave),
        Operation::Returned(back) => {
            if state.left.is_none() {
                return refuse(Refusal::OutOfOrder);
            }
            let children = match back.with {
                With::All => p.all(),
                With::None => vec![],
                With::Some if back.children.is_empty() => return refuse(Refusal::ChildNeeded),
                With::Some => p.children(&back.children)?,
            };
            Ok(about(children, Event::Returned(Returned { with: back.with })))
        }
        Operation::ModeSet(set) => {
            // Who left comes back by saying with which children: then danger is asked.
            if set.mode == Mode::AtScene && p.away() {
                return refuse(Refusal::OutOfOrder);
            }
            Ok(about(vec![], Event::ModeSet(set)))
        }
        Operation::ReferenceAdded(reference) => {
            words(&reference.words)?;
            Ok(about(vec![], Event::ReferenceAdded(reference)))
        }
        Operation::HandlingSet(set) => {
            words(&set.words)?;
            Ok(about(
                p.children(&set.children)?,
                Event::HandlingSet(HandlingSet { words: set.words }),
            ))
        }
        Operation::CopiedForTheLog(copy) => {
            words(&copy.words)?;
            copy.upto.map_or(Ok(()), |entry| p.entry(entry))?;
            let CopyForTheLog { words, upto } = copy;
            Ok(about(
                vec![],
                Event::CopiedForTheLog(CopiedForTheLog { words, upto }),
            ))
        }
        Operation::HandedOver(hand) => p.handed_over(hand),
        Operation::Reviewed(review) => p.reviewed(review),
        Operation::HoldSet(why) => {
            reason(Some(&why.reason))?;
            Ok(about(vec![], Event::HoldSet(why)))
        }
        Operation::HoldLifted(why) => {
            reason(Some(&why.reason))?;
            if state.hold.is_none() {
                return refuse(Refusal::OutOfOrder);
            }
            Ok(about(vec![], Event::HoldLifted(why)))
        }
        Operation::Completed(_) => Ok(p.completed()),
        Operation::Reopened(why) => {
            reason(Some(&why.reason))?;
            if state.completed.is_none() {
                return refuse(Refusal::OutOfOrder);
            }
            Ok(about(vec![], Event::Reopened(why)))
        }
        Operation::Corrected(corrected) => p.corrected(corrected),
        Operation::TakenOver(TakeOver { export: Some(_), .. }) => refuse(Refusal::BrokenHandOver),
        Operation::TakenOver(taken) => {
            words(&taken.words)?;
            was_told(taken.how)?;
            let event = Event::TakenOver(TakenOver {
                from: taken.from,
                how: taken.how,
                words: taken.words,
                file: None,
            });
            Ok(about(vec![], event))
        }
        Operation::SilentCallSet(set) => {
            if set.on == state.silent_call.as_ref().is_some_and(|now| now.on) {
                return refuse(Refusal::OutOfOrder);
            }
            Ok(about(vec![], Event::SilentCallSet(set)))
        }
    }
}

fn refuse<T>(why: Refusal) -> Result<T> {
    Err(Error::Refused { why })
}

fn about(about: Vec<u32>, event: Event) -> Prepared {
    Prepared { about, event }
}

fn words(text: &str) -> Result<()> {
    if one_line::nothing(text) {
        refuse(Refusal::WordsNeeded)
    } else {
        Ok(())
    }
}

fn reason(text: Option<&String>) -> Result<()> {
    match text {
        Some(text) if !one_line::nothing(text) => Ok(()),
        _ => refuse(Refusal::ReasonNeeded),
    }
}

/// A telling that has not happened is none: it would read as told, and take a record off "on this device only". What
/// is still to be told is a *later* with its owner.
fn was_told(how: Told) -> Result<()> {
    match how {
        Told::NotYet => refuse(Refusal::NotYet),
        _ => Ok(()),
    }
}

fn said(text: &Option<String>) -> bool {
    text.as_ref().is_some_and(|text| !one_line::nothing(text))
}

/// An item or a prompt of the pack, by id.
enum Named<'a> {
    Item(&'a Item, Shown),
    Prompt(&'a Prompt),
}

struct Preparing<'a> {
    state: &'a State,
    pack: &'a Pack,
    values: Option<&'a Values>,
}

impl Preparing<'_> {
    /// Whether the scene was left and the officer is not back with any child.
    fn away(&self) -> bool {
        self.state.left.is_some() && matches!(self.state.back_with, None | Some(With::None))
    }

    /// Checks that the child is one of the interaction's.
    fn child(&self, number: u32) -> Result<u32> {
        match self.state.child(number) {
            Some(_) => Ok(number),
            None => refuse(Refusal::NoSuchChild),
        }
    }

    /// The child that this number is by now.
    fn present(&self, number: u32) -> Result<u32> {
        match self.state.child(number) {
            Some(child) => Ok(child.number),
            None => refuse(Refusal::NoSuchChild),
        }
    }

    fn children(&self, numbers: &[u32]) -> Result<Vec<u32>> {
        numbers.iter().map(|number| self.child(*number)).collect()
    }

    /// The force's own words for a key, as they are shown now.
    fn value(&self, key: &Option<String>) -> Option<String> {
        let text = self.values?.get(key.as_deref()?)?;
        Some(text.to_owned())
    }

    fn shown_route(&self, route: &Route) -> Shown {
        Shown {
            id: route.id.clone(),
            phase: None,
            list: None,
            text: route.text.clone(),
            value: self.value(&route.value),
        }
    }

    fn all(&self) -> Vec<u32> {
        self.state.present_children().map(|child| child.number).collect()
    }

    /// Checks that the entry is one of the interaction's.
    fn entry(&self, seq: u64) -> Result<()> {
        if seq >= 1 && seq <= self.state.last {
            Ok(())
        } else {
            refuse(Refusal::NoSuchEntry)
        }
    }

    fn about_of(&self, seq: u64) -> Option<Vec<u32>> {
        let answer = self.state.answers.iter().find(|now| now.seq == seq);
        let sharing = self
            .state
            .sharings
            .iter()
            .find(|now| now.first == seq || now.seq == seq);
        answer
            .map(|now| now.answer.child.into_iter().collect())
            .or_else(|| sharing.map(|now| now.about.clone()))
    }

    fn named(&self, id: &str) -> Result<Named<'_>> {
        if let Some(index) = self.pack.item_index(id)
            && let Some(found) = self.pack.items().get(index as usize)
        {
            let list = self
                .pack
                .lists()
                .get(found.list as usize)
                .map(|list| list.title.clone());
            let shown = Shown {
                id: id.to_owned(),
                phase: Some(found.phase),
                list,
                text: found.item.text.clone(),
                value: self.value(&found.item.value),
            };
            return Ok(Named::Item(&found.item, shown));
        }
        match self.pack.prompt(id) {
            Some(found) => Ok(Named::Prompt(&found.prompt)),
            None => refuse(Refusal::NotInPack),
        }
    }

    /// The item that a quote or observation answers, as worded.
    fn answers(&self, id: &Option<String>) -> Result<Option<Shown>> {
        match id.as_deref().map(|id| self.named(id)) {
            None => Ok(None),
            Some(Ok(Named::Item(_, shown))) => Ok(Some(shown)),
            Some(Ok(Named::Prompt(prompt))) => Ok(Some(shown_prompt(prompt))),
            Some(Err(error)) => Err(error),
        }
    }

    fn child_added(&self, add: AddChild) -> Result<Prepared> {
        let child = u32::try_from(self.state.children.len())
            .unwrap_or(u32::MAX)
            .saturating_add(1);
        let label = match add.label {
            Some(label) if !one_line::nothing(&label) => {
                self.own_label(&one_line::name(&label), add.age, child)
            }
            _ => worklist::default_label(add.age, child, self.state),
        };
        Ok(about(
            vec![child],
            Event::ChildAdded(ChildAdded {
                child,
                label,
                age: add.age,
            }),
        ))
    }

    /// The officer's label for a child; with the child's number where another of the same age has it already. Twins of
    /// one name in a record would be one child.
    fn own_label(&self, label: &str, age: Age, number: u32) -> String {
        // As it reads in a heading, which begins with a capital.
        let alike = label.to_lowercase();
        let taken = |child: &super::state::Child| {
            child.number != number && child.age == age && child.label.to_lowercase() == alike
        };
        match self.state.present_children().any(taken) {
            true => format!("{label} {number}"),
            false => label.to_owned(),
        }
    }

    /// A label or an age as now known. No words are no label; and a new age alone can make two alike.
    fn child_relabelled(&self, mut new: ChildRelabelled) -> Result<Prepared> {
        self.child(new.child)?;
        let typed = new
            .label
            .as_deref()
            .map(one_line::name)
            .filter(|label| !label.is_empty());
        new.label = match self.state.child(new.child) {
            Some(child) => {
                let label = typed.as_deref().unwrap_or(&child.label);
                let own = self.own_label(label, new.age.unwrap_or(child.age), child.number);
                (typed.is_some() || own != child.label).then_some(own)
            }
            None => typed.map(Cow::into_owned),
        };
        Ok(about(vec![new.child], Event::ChildRelabelled(new)))
    }

    fn circumstances_set(&self, set: SetCircumstances) -> Result<Prepared> {
        if set.children.is_empty() {
            return refuse(Refusal::ChildNeeded);
        }
        let children = self.children(&set.children)?;
        if set
            .factors
            .iter()
            .any(|new| !self.pack.file().factors.iter().any(|f| f.id == new.factor))
        {
            return refuse(Refusal::NotInPack);
        }
        let event = Event::CircumstancesSet(CircumstancesSet {
            presence: set.presence,
            seen: set.seen,
            involved: set.involved,
            may_be_others: set.may_be_others,
            factors: set.factors,
            known_by: set.known_by,
        });
        Ok(about(children, event))
    }

    fn danger_asked(&self, asked: AnswerDanger) -> Result<Prepared> {
        // *Safe now* closes a yes; before one there is nothing that changed.
        let stands = self
            .state
            .danger_now()
            .is_some_and(|now| now.answer == Danger::Yes);
        if asked.answer == Danger::SafeNow && !stands {
            return refuse(Refusal::OutOfOrder);
        }
        let unseen = |child: &&super::state::Child| !matches!(child.seen, Seen::Awake | Seen::Asleep);
        let not_seen = self
            .state
            .present_children()
            .filter(unseen)
            .map(|child| child.number)
            .collect();
        let shown = self.pack.file().danger.as_ref().map(|question| Shown {
            id: question.id.clone(),
            phase: Some(Phase::Now),
            list: None,
            text: question.text.clone(),
            value: None,
        });
        let because = asked
            .because
            .or(self.state.ask_danger)
            .unwrap_or(AskedBecause::Chosen);
        let event = Event::DangerAsked(DangerAsked {
            answer: asked.answer,
            known_by: asked.known_by,
            because,
            words: asked.words,
            not_seen,
            shown,
        });
        Ok(about(self.all(), event))
    }

    fn answered(&self, answer: Answer) -> Result<Prepared> {
        let (mut shown, prompt, silent, takes_yes_or_no) = match self.named(&answer.item)? {
            Named::Item(item, shown) => {
                self.item_fits(item, &answer)?;
                (shown, false, &item.silent, call::takes_yes_or_no(item))
            }
            Named::Prompt(prompt) => {
                answer.child.map_or(Ok(0), |child| self.child(child))?;
                (shown_prompt(prompt), true, &prompt.silent, false)
            }
        };
        // Yes is an answer to what was asked: on a silent call that is its yes-or-no question.
        let asked = call::asked_now(self.state, silent).filter(|_| answer.yes_no.is_some());
        if let Some(question) = asked {
            shown.text.clone_from(&question.text);
        }
        let yes_or_no = answer.yes_no.is_some() && (asked.is_some() || takes_yes_or_no);
        let short = answer.yes_no.is_some() || answer.already_in_log;
        if short && (answer.outcome != Outcome::Done || answer.yes_no.is_some() && answer.already_in_log) {
            return refuse(Refusal::OutOfRange);
        }
        let enough = yes_or_no || answer.already_in_log || said(&answer.value);
        match answer.outcome {
            Outcome::Done if !enough && answer.quotes.is_empty() => {
                return refuse(Refusal::WordsNeeded);
            }
            Outcome::NotDone | Outcome::NotApplicable => reason(answer.reason.as_ref())?,
            Outcome::Later if !said(&answer.owner) => return refuse(Refusal::OwnerNeeded),
            // Said by leaving the scene, not by a press.
            Outcome::NotReached => return refuse(Refusal::OutOfOrder),
            _ => {}
        }
        for seq in &answer.quotes {
            let quoted = self.state.quotes.iter().any(|now| now.seq == *seq);
            if !quoted && !self.state.observations.iter().any(|now| now.seq == *seq) {
                return refuse(Refusal::NoSuchEntry);
            }
        }
        let told = match answer.outcome {
            Outcome::Later => Some(answer.told.unwrap_or(Told::NotYet)),
            _ => answer.told,
        };
        let known_by = match answer.already_in_log {
            true => vec![Known {
                how: KnownBy::Records,
                who: Some("incident log".to_owned()),
            }],
            false => answer.known_by,
        };
        let event = Event::Answered(Answered {
            already_in_log: answer.already_in_log,
            yes_no: answer.yes_no,
            on_silent_call: asked.is_some(),
            shown,
            prompt,
            child: answer.child,
            outcome: answer.outcome,
            value: answer.value,
            known_by,
            quotes: answer.quotes,
            reason: answer.reason,
            owner: answer.owner,
            told,
        });
        Ok(about(answer.child.into_iter().collect(), event))
    }

    /// An item is answered for what it is asked of, and by the entry that answers it.
    fn item_fits(&self, item: &Item, answer: &Answer) -> Result<()> {
        match (item.scope, answer.child) {
            (Scope::Child, None) => return refuse(Refusal::ChildNeeded),
            (Scope::Scene, Some(_)) => return refuse(Refusal::NotForAChild),
            (Scope::Child, Some(child)) => {
                self.child(child)?;
            }
            (Scope::Scene, None) => {}
        }
        let own = match item.answered_by {
            AnsweredBy::Answer => true,
            // Words answer it, and a child's words may be pointed at.
            AnsweredBy::Words => !answer.quotes.is_empty() || answer.already_in_log,
            // That there are others is answered by naming them, where they can be named.
            AnsweredBy::Children => {
                let silent = call::asked_now(self.state, &item.silent).is_some();
                answer.already_in_log
                    || answer
                        .yes_no
                        .is_some_and(|said| silent || (said != YesNo::Yes && call::takes_yes_or_no(item)))
            }
            _ => false,
        };
        if answer.outcome == Outcome::Done && !own {
            refuse(Refusal::AnsweredElsewhere)
        } else {
            Ok(())
        }
    }

    /// That somebody was told. It answers an item only where it happened.
    fn told(&self, told: TellSomeone) -> Result<Prepared> {
        words(&told.to)?;
        was_told(told.how)?;
        told.entry.map_or(Ok(()), |entry| self.entry(entry))?;
        let answers = match told.answers.as_deref().map(|id| self.named(id)).transpose()? {
            None => None,
            Some(Named::Item(item, shown)) if item.answered_by == AnsweredBy::Told => Some(shown),
            Some(_) => return refuse(Refusal::AnsweredElsewhere),
        };
        let about_them = told.entry.and_then(|entry| self.about_of(entry));
        let event = Event::Told(ToldSomeone {
            entry: told.entry,
            to: told.to,
            how: told.how,
            words: told.words,
            said_back: told.said_back,
            answers,
        });
        Ok(about(about_them.unwrap_or_default(), event))
    }

    fn quoted(&self, quote: Quote) -> Result<Prepared> {
        if quote.fidelity != Fidelity::OnBwv {
            words(&quote.words)?;
        }
        if quote.child.is_none() && !self.all().is_empty() {
            return refuse(Refusal::ChildNeeded);
        }
        let mut them = Vec::new();
        for child in quote.child.iter().chain(&quote.also_about) {
            let child = self.child(*child)?;
            if !them.contains(&child) {
                them.push(child);
            }
        }
        let asked = if said(&quote.question) {
            Asked::Asked
        } else {
            quote.asked
        };
        let event = Event::Quoted(Quoted {
            child: quote.child,
            words: quote.words,
            fidelity: quote.fidelity,
            asked,
            question: quote.question,
            present: quote.present,
            answers: self.answers(&quote.answers)?,
        });
        Ok(about(them, event))
    }

    fn observed(&self, observe: Observe) -> Result<Prepared> {
        words(&observe.words)?;
        let children = self.children(&observe.children)?;
        let known_by = match observe.known_by {
            // Nobody sees down a telephone line.
            known if known.is_empty() => vec![Known {
                how: match super::call::is_one(self.state) {
                    true => KnownBy::Heard,
                    false => KnownBy::Seen,
                },
                who: None,
            }],
            known => known,
        };
        let answers = self.answers(&observe.answers)?;
        Ok(about(
            children,
            Event::Observed(Observed {
                words: observe.words,
                known_by,
                answers,
            }),
        ))
    }

    fn risk_stated(&self, risk: StateRisk) -> Result<Prepared> {
        if one_line::nothing(&risk.words) {
            return refuse(Refusal::LevelWithoutWords);
        }
        if risk.child.is_none() && !self.all().is_empty() {
            return refuse(Refusal::ChildNeeded);
        }
        let child = risk.child.map(|child| self.child(child)).transpose()?;
        if risk
            .words_from
            .is_some_and(|from| !self.state.risks.iter().any(|now| now.seq == from))
        {
            return refuse(Refusal::NoSuchEntry);
        }
        let seen = child
            .and_then(|child| self.state.child(child))
            .map_or(Seen::NotSaid, |child| child.seen);
        let routes = worklist::routes(self.pack, self.state, child, Some(risk.level));
        // The record names what followed, not what would have followed from something that nobody knew.
        let routes = routes
            .iter()
            .filter(|row| row.standing == Standing::Applies)
            .filter_map(|row| self.pack.file().routes.get(row.route as usize));
        let routes = routes.map(|route| self.shown_route(route));
        let event = Event::RiskStated(RiskStated {
            child,
            level: risk.level,
            words: risk.words,
            words_from: risk.words_from,
            seen,
            routes: routes.collect(),
        });
        Ok(about(child.into_iter().collect(), event))
    }

    fn sharing_moved(&self, sharing: MoveSharing) -> Result<Prepared> {
        let before = match sharing.sharing {
            None => None,
            Some(first) => match self.state.sharings.iter().find(|now| now.first == first) {
                Some(now) => Some(now),
                None => return refuse(Refusal::NoSuchEntry),
            },
        };
        use SharingStage::{Confirmed, Decided, NotShared, Sent};
        let was = before.map(|now| now.sharing.stage);
        match (was, sharing.stage) {
            // It may have been sent before anyone wrote that it was decided.
            (None, Decided | Sent) if !said(&sharing.to) => return refuse(Refusal::WordsNeeded),
            (_, NotShared) if !said(&sharing.why) => return refuse(Refusal::ReasonNeeded),
            (None | Some(Decided | NotShared), Confirmed) => return refuse(Refusal::OutOfOrder),
            (Some(Sent | Confirmed), NotShared | Decided) => return refuse(Refusal::OutOfOrder),
            _ => {}
        }
        let children = match (sharing.children.as_slice(), before) {
            ([], Some(now)) => now.about.clone(),
            ([], None) => self.all(),
            (children, _) => self.children(children)?,
        };
        let route = match &sharing.route {
            None => None,
            Some(id) => match self.pack.file().routes.iter().find(|route| route.id == *id) {
                Some(route) => Some(self.shown_route(route)),
                None => return refuse(Refusal::NotInPack),
            },
        };
        let event = Event::SharingMoved(SharingMoved {
            sharing: sharing.sharing,
            stage: sharing.stage,
            to: sharing.to,
            how: sharing.how,
            what: sharing.what,
            why: sharing.why,
            considered: sharing.considered,
            by: sharing.by,
            route,
        });
        Ok(about(children, event))
    }

    fn list_ended(&self, end: &EndList) -> Result<Prepared> {
        let work = worklist::worklist(self.pack, self.state);
        let index = self.pack.lists().iter().position(|list| list.id == end.list);
        let rows = index.and_then(|index| work.lists.iter().find(|list| list.list as usize == index));
        let (Some(rows), Some(list)) = (rows, index.and_then(|index| self.pack.lists().get(index))) else {
            return refuse(Refusal::NotInPack);
        };
        let named = |wanted: &dyn Fn(&worklist::Row) -> bool| -> Vec<OpenItem> {
            work.rows_of(rows)
                .iter()
                .filter(|row| wanted(row))
                .filter_map(|row| self.open_item(row))
                .collect()
        };
        let open = |row: &worklist::Row| matches!(row.mark, Mark::Open | Mark::NotReached);
        let event = Event::ListEnded(ListEnded {
            shown: Shown {
                id: list.id.clone(),
                phase: Some(list.phase),
                list: Some(list.title.clone()),
                text: list.title.clone(),
                value: None,
            },
            open: named(&|row| !row.folded && open(row)),
            later: named(&|row| row.mark == Mark::Later),
            folded: named(&|row| row.folded),
            // As the officer was shown it: of the whole interaction, not of this list alone.
            hearsay: work.hearsay,
        });
        Ok(about(self.all(), event))
    }

    fn left_scene(&self, leave: Leave) -> Result<Prepared> {
        reason(Some(&leave.why))?;
        if self.away() {
            return refuse(Refusal::OutOfOrder);
        }
        let work = worklist::worklist(self.pack, self.state);
        let at_scene = |row: &&worklist::Row| {
            let item = self.pack.items().get(row.item as usize);
            row.mark == Mark::Open
                && !row.folded
                && item.is_some_and(|item| worklist::needs_scene(&item.item, item.phase))
        };
        let not_reached = work
            .rows
            .iter()
            .filter(at_scene)
            .filter_map(|row| self.open_item(row))
            .collect();
        let event = Event::LeftScene(LeftScene {
            why: leave.why,
            staying: leave.staying,
            not_reached,
        });
        Ok(about(self.all(), event))
    }

    fn handed_over(&self, hand: HandOver) -> Result<Prepared> {
        words(&hand.to)?;
        was_told(hand.how)?;
        let event = Event::HandedOver(HandedOver {
            to: hand.to,
            how: hand.how,
            said_back: hand.said_back,
            words: hand.words,
            say_first: super::record::say_first(self.state, self.pack),
        });
        Ok(about(self.all(), event))
    }

    fn reviewed(&self, review: Review) -> Result<Prepared> {
        words(&review.words)?;
        let mut answers: Vec<ReviewAnswer> = Vec::new();
        for answer in review.answers {
            words(&answer.words)?;
            let prompts = &self.pack.file().review;
            let Some(prompt) = prompts.iter().find(|prompt| prompt.id == answer.prompt) else {
                return refuse(Refusal::NotInPack);
            };
            answers.push(ReviewAnswer {
                shown: Shown {
                    id: prompt.id.clone(),
                    phase: None,
                    list: None,
                    text: prompt.text.clone(),
                    value: None,
                },
                words: answer.words,
            });
        }
        let event = Event::Reviewed(Reviewed {
            words: review.words,
            asked_of: review.asked_of,
            answers,
        });
        Ok(about(vec![], event))
    }

    fn completed(&self) -> Prepared {
        let work = worklist::worklist(self.pack, self.state);
        let count = |mark: Mark| {
            work.rows
                .iter()
                .filter(|row| row.mark == mark && !row.folded)
                .count() as u32
        };
        let event = Event::Completed(Completed {
            open: count(Mark::Open) + count(Mark::NotReached),
            later: count(Mark::Later),
            unsent: self.state.unsent().count() as u32,
            untold: self.state.untold().count() as u32,
        });
        about(self.all(), event)
    }

    fn corrected(&self, corrected: Corrected) -> Result<Prepared> {
        // The first entry is what everything else hangs on; corrected are entries after it.
        if corrected.entry <= 1 {
            return refuse(Refusal::NoSuchEntry);
        }
        self.entry(corrected.entry)?;
        let them = match &corrected.how {
            Correction::MovedToChild { child } => {
                self.may_move(corrected.entry)?;
                vec![self.child(*child)?]
            }
            Correction::Reworded { words: new } => {
                words(new)?;
                vec![]
            }
            Correction::PressedByMistake => {
                self.may_take_back(corrected.entry)?;
                vec![]
            }
        };
        let entry = self.aimed(&corrected);
        Ok(about(them, Event::Corrected(Corrected { entry, ..corrected })))
    }

    /// A hold is lifted with a reason, and by nothing else; and what was erased is gone, whatever is said of it later.
    fn may_take_back(&self, entry: u64) -> Result<()> {
        let held = self.state.hold.as_ref().is_some_and(|hold| hold.seq == entry);
        let erased = |line: &super::state::Line| line.seq == entry && matches!(line.event, Event::Erased(_));
        if held || self.state.corrections.iter().any(erased) {
            return refuse(Refusal::OutOfOrder);
        }
        Ok(())
    }

    /// The entry that a correction is of. Whoever corrects a correction says anew how the first entry should read: else
    /// what was taken back would go on standing as a child's words.
    fn aimed(&self, corrected: &Corrected) -> u64 {
        let same = std::mem::discriminant(&corrected.how);
        let mut entry = corrected.entry;
        // A correction that was pressed by mistake is itself what is taken back.
        if corrected.how == Correction::PressedByMistake {
            return entry;
        }
        for line in self.state.corrections.iter().rev() {
            match &line.event {
                Event::Corrected(before)
                    if line.seq == entry && std::mem::discriminant(&before.how) == same =>
                {
                    entry = before.entry;
                }
                _ => {}
            }
        }
        entry
    }

    /// What is asked once, of the scene, is about no child, and would answer nothing if it were moved to one.
    fn may_move(&self, entry: u64) -> Result<()> {
        let answer = self.state.answers.iter().find(|now| now.seq == entry);
        let of_the_scene = answer.is_some_and(|now| now.answer.child.is_none() && !now.answer.prompt);
        if of_the_scene {
            refuse(Refusal::NotForAChild)
        } else {
            Ok(())
        }
    }

    fn open_item(&self, row: &worklist::Row) -> Option<OpenItem> {
        let item = &self.pack.items().get(row.item as usize)?.item;
        let child = (row.child > 0).then_some(row.child);
        Some(OpenItem {
            id: item.id.clone(),
            text: item.text.clone(),
            child,
        })
    }
}

fn shown_prompt(prompt: &Prompt) -> Shown {
    Shown {
        id: prompt.id.clone(),
        phase: None,
        list: None,
        text: prompt.text.clone(),
        value: None,
    }
}
