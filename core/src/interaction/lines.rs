//! One entry as one line of plain English, whole: an entry is never shortened in a record.
//!
//! Names, never "me" or "you". Quote marks only round words said to be exact. Refuses to need a pack: entries keep
//! the wording that was shown.

use super::because::{involvement_words, place_words, presence_words};
use super::call;
use super::entry::*;
use super::hearsay::{self, answer_is_hearsay};
use super::state::{Child, Circumstance, State, is_hearsay, own_sight};
use crate::sets::*;
use crate::time::{Moment, When};

/// What stands where no recorder was named.
pub const UNNAMED: &str = "recorder not named";

/// What is known only from an adult, from records or assumed.
pub const HEARSAY: &str = " [not seen, heard or said by a child]";

/// The words of the record, for one state: who is who, and which day it is.
pub struct Words<'a> {
    /// The state.
    pub state: &'a State,
}

impl Words<'_> {
    /// Who wrote it.
    pub fn author(&self, author: &Option<String>) -> String {
        author
            .clone()
            .or_else(|| self.state.recorder().map(str::to_owned))
            .unwrap_or_else(|| UNNAMED.to_owned())
    }

    /// The child's title, or what stands for a child that is no longer listed.
    pub fn child(&self, number: u32) -> String {
        match self.state.child(number) {
            Some(child) => child.title(),
            None => format!("child {number}, added by mistake"),
        }
    }

    /// The children's titles.
    pub fn children(&self, numbers: &[u32]) -> String {
        let mut titles: Vec<String> = numbers.iter().map(|number| self.child(*number)).collect();
        titles.dedup();
        titles.join("; ")
    }

    /// A time, with its day where that is not the day on which the interaction began, and with its offset where the
    /// clock was set otherwise than when it began.
    pub fn moment(&self, at: &Moment) -> String {
        self.day(at, at.clock())
    }

    /// The same, of a time that is shown as `clock`.
    pub(super) fn day(&self, at: &Moment, clock: String) -> String {
        match self.state.began_at {
            None => format!("{clock}, {}", at.date()),
            Some(began) if began.date() == at.date() => format!("{clock}{}", at.apart_from(&began)),
            Some(began) => format!("{clock}{}, {}", at.apart_from(&began), at.date()),
        }
    }

    /// When something happened, as exactly as it is known, and when it was written if that was another minute.
    pub fn when(&self, when: &When, written: Option<&Moment>) -> String {
        let at = match when.precision {
            Precision::Exact => self.moment(&when.at),
            Precision::About => format!("about {}", self.moment(&when.at)),
            Precision::Day => format!("on {}", when.at.date()),
            Precision::Unknown => "time not known".to_owned(),
        };
        match written {
            Some(written) if self.moment(written) != at => format!("{at}, written {}", self.moment(written)),
            _ => at,
        }
    }

    /// How something is known: `seen by PC Rowe; mother said`.
    pub fn known(&self, known_by: &[Known], author: &Option<String>) -> String {
        let one = |known: &Known| {
            let who = known.who.clone();
            let author = || self.author(author);
            match known.how {
                KnownBy::Seen => format!("seen by {}", who.unwrap_or_else(author)),
                KnownBy::Heard if call::is_one(self.state) => {
                    format!("heard by {}", who.unwrap_or_else(author))
                }
                KnownBy::Heard => format!("heard, felt or smelt by {}", who.unwrap_or_else(author)),
                KnownBy::ChildSaid => format!("{} said", who.unwrap_or_else(|| "the child".to_owned())),
                KnownBy::AdultSaid => format!("{} said", who.unwrap_or_else(|| "an adult".to_owned())),
                KnownBy::Records => {
                    who.map_or_else(|| "from records".to_owned(), |w| format!("from records: {w}"))
                }
                KnownBy::Assumed => format!("assumed by {}", who.unwrap_or_else(author)),
            }
        };
        known_by.iter().map(one).collect::<Vec<_>>().join("; ")
    }

    /// A quote, with quote marks only when exact.
    pub fn quote(&self, quote: &Quoted) -> String {
        format!("{} ({})", self.quote_words(quote), self.quote_how(quote))
    }

    /// The words of a quote alone, with quote marks only when exact.
    pub fn quote_words(&self, quote: &Quoted) -> String {
        match (quote.fidelity, quote.words.trim()) {
            (Fidelity::OnBwv, "") => "Not written here".to_owned(),
            (Fidelity::Exact, words) => format!("“{words}”"),
            (_, words) => words.to_owned(),
        }
    }

    /// How close a quote is, whether it was asked for, and who was there.
    pub fn quote_how(&self, quote: &Quoted) -> String {
        then(self.quote_close(quote).to_owned(), &self.quote_came(quote))
    }

    /// How close a quote is to what was said.
    pub fn quote_close(&self, quote: &Quoted) -> &'static str {
        match quote.fidelity {
            Fidelity::Exact => "Exact",
            Fidelity::Gist => "Gist",
            Fidelity::OnBwv => "On body-worn video",
            Fidelity::NotSaid => "Gist (how close was not said)",
        }
    }

    /// Whether a quote was asked for, and who was there.
    pub fn quote_came(&self, quote: &Quoted) -> String {
        let asked = match (quote.asked, &quote.question) {
            (_, Some(question)) => format!("Asked: {question}"),
            (Asked::Unasked, None) => "Unasked".to_owned(),
            (Asked::Asked, None) => "Asked; the question was not written".to_owned(),
            (Asked::NotSaid, None) => "Not said whether asked".to_owned(),
        };
        match quote.present.as_slice() {
            [] => asked,
            who => then(asked, &format!("With: {}", who.join(", "))),
        }
    }

    /// Whether a child was seen, and when: `seen awake, 02:13`. What somebody else saw stands beside it, as theirs:
    /// `not seen. Mother said: asleep, 02:20`.
    pub fn seen(&self, child: &Child) -> String {
        let others = child.seen_by_others();
        let own = match (&child.seen_at, child.seen, others) {
            (Some(at), seen, _) if seen != Seen::NotSaid => {
                format!("{}, {}", seen_words(seen), self.when(at, None))
            }
            // Who says how another knows it has not seen it.
            (_, _, Some(_)) => seen_words(Seen::NotSeen).to_owned(),
            (_, seen, None) => seen_words(seen).to_owned(),
        };
        match others {
            Some(from) => {
                let seen = match &from.what {
                    Circumstance::Seen { seen } => hearsay::sight(*seen),
                    _ => "",
                };
                let who = capital(&self.known(&from.known_by, &from.author));
                format!("{own}. {who}: {seen}, {}", self.when(&from.at, None))
            }
            None => own,
        }
    }

    /// Where a child is, with who said so where only somebody else did: `nearby (mother said)`. None: not known.
    pub fn presence(&self, child: &Child) -> Option<String> {
        if child.presence == Presence::NotKnown {
            return None;
        }
        let words = match child.presence {
            Presence::WithMe => format!("with {}", self.author(&None)),
            presence => presence_words(presence).to_owned(),
        };
        let told = child
            .from_others
            .iter()
            .find(|from| matches!(from.what, Circumstance::Presence { .. }));
        Some(match told {
            Some(from) => format!("{words} ({})", self.known(&from.known_by, &from.author)),
            None => words,
        })
    }

    /// What stands beside a level while the recorder has not seen the child, and first of all beside *no concern
    /// found now*: `baby, 8 months: not seen by PC Rowe`. Never a gate. None once the recorder has.
    pub fn not_seen(&self, child: &Child) -> Option<String> {
        let who = self.state.recorder().unwrap_or("the recorder");
        let unseen = !child.seen_by_recorder();
        unseen.then(|| format!("{}: not seen by {who}", child.title()))
    }

    /// What stands beside a level that was stated while the recorder had not seen the child.
    pub fn beside_level(&self, risk: &RiskStated) -> String {
        let who = self.state.recorder().unwrap_or("the recorder");
        match (risk.child, risk.seen) {
            (None, _) | (_, Seen::Awake | Seen::Asleep) => String::new(),
            (Some(child), _) => format!(". {}: not seen by {who}", capital(&self.child(child))),
        }
    }

    /// A statement of risk: the level with what stands beside it, then the officer's words.
    pub fn risk(&self, risk: &RiskStated) -> String {
        let beside = self.beside_level(risk);
        format!("Risk: {}{beside}. {}", level_words(risk.level), risk.words)
    }

    /// The value of an answer, with how it is known, and marked when it is known only from others.
    pub fn answer(&self, answer: &Answered, author: &Option<String>) -> String {
        let mut text = self.plain_answer(answer, author);
        if answer_is_hearsay(self.state, answer) {
            text.push_str(HEARSAY);
        }
        text
    }

    /// The same without the mark, for where a heading says it of all.
    pub fn plain_answer(&self, answer: &Answered, author: &Option<String>) -> String {
        let text = self.answer_words(answer);
        match self.known(&answer.known_by, author) {
            known if known.is_empty() => text,
            known => format!("{text} ({known})"),
        }
    }

    /// The value of an answer alone, or what became of its item.
    pub fn answer_words(&self, answer: &Answered) -> String {
        let reason = answer
            .reason
            .as_deref()
            .map(|why| format!(": {why}"))
            .unwrap_or_default();
        let mut text = match answer.outcome {
            Outcome::Done => call::done_words(answer),
            Outcome::NotDone => format!("Not done{reason}"),
            Outcome::NotApplicable => format!("Does not apply{reason}"),
            Outcome::NotReached => "Not reached".to_owned(),
            Outcome::Later => {
                let owner = answer.owner.as_deref().unwrap_or(UNNAMED);
                format!(
                    "Later: {owner}, {}{reason}",
                    told_words(answer.told.unwrap_or(Told::NotYet))
                )
            }
        };
        if answer.outcome != Outcome::Done
            && let Some(value) = &answer.value
        {
            text = then(text, value);
        }
        let quotes: Vec<String> = answer.quotes.iter().map(|seq| format!("entry {seq}")).collect();
        if !quotes.is_empty() {
            let stands = format!("see {}", quotes.join(", "));
            text = if text.is_empty() {
                stands
            } else {
                format!("{text} ({stands})")
            };
        }
        text
    }

    /// What was seen, heard or not said. What nobody here saw or heard is not called observed.
    pub fn observed(&self, observed: &Observed, author: &Option<String>) -> String {
        let hearsay = is_hearsay(&observed.known_by);
        let name = if hearsay { "Noted" } else { "Observed" };
        let known = self.known(&observed.known_by, author);
        format!("{name}: {} ({known}){}", observed.words, mark(&observed.known_by))
    }

    /// A sharing, in the words of its stage. *Shared* is never said of what was not sent.
    pub fn sharing(&self, sharing: &SharingMoved) -> String {
        let with = sharing.to.as_deref().unwrap_or("not said with whom");
        let mut text = match sharing.stage {
            SharingStage::Decided => format!("Decided, not sent: {with}"),
            SharingStage::Sent => format!("Sent, receipt not confirmed: {with}"),
            SharingStage::Confirmed => format!("Sent, receipt confirmed: {with}"),
            SharingStage::NotShared => format!("Decided not to share: {with}"),
        };
        for (name, value) in [
            ("How", &sharing.how),
            ("What", &sharing.what),
            ("Why", &sharing.why),
            ("Considered", &sharing.considered),
            ("By", &sharing.by),
        ] {
            if let Some(value) = value {
                text = then(text, &format!("{name}: {value}"));
            }
        }
        text
    }

    /// What happened, in one line.
    pub fn event(&self, entry: &Entry) -> String {
        let author = &entry.author;
        match &entry.event {
            Event::Begun(begun) => {
                let pack = &begun.pack;
                let recorder = begun.recorder.as_deref().unwrap_or(UNNAMED);
                format!(
                    "Begun. {recorder}, {}. {}, version {}",
                    role_words(begun.role),
                    pack.title,
                    pack.version
                )
            }
            Event::SceneSet(scene) => match &scene.words {
                Some(words) => format!("Scene: {}. {words}", place_words(scene.place)),
                None => format!("Scene: {}", place_words(scene.place)),
            },
            Event::ChildAdded(added) => format!(
                "Child {} added: {}, {}",
                added.child,
                added.label,
                added.age.words()
            ),
            Event::ChildRelabelled(new) => {
                let label = new.label.clone();
                let age = new.age.map(|age| match age {
                    crate::age::Age::Months { .. } => format!("age {}", age.words()),
                    age => age.words(),
                });
                let now: Vec<String> = [label, age].into_iter().flatten().collect();
                format!("Child {} now: {}", new.child, now.join(", "))
            }
            Event::ChildMerged(merge) => {
                format!("Child {} is the same child as child {}", merge.child, merge.into)
            }
            Event::CircumstancesSet(set) => {
                format!(
                    "Known: {}{}",
                    self.circumstances(set, author),
                    mark(&set.known_by)
                )
            }
            Event::DangerAsked(asked) => self.danger(asked, author),
            Event::Answered(answered) => {
                format!("{} {}", answered.shown.text, self.answer(answered, author))
            }
            Event::Quoted(quoted) => {
                let who = quoted
                    .child
                    .map_or_else(|| "A child".to_owned(), |child| self.child(child));
                let to = self.said_to(&quoted.answers);
                format!("{who} said: {}{to}", self.quote(quoted))
            }
            Event::Observed(observed) => {
                let to = self.said_to(&observed.answers);
                format!("{}{to}", self.observed(observed, author))
            }
            Event::RiskStated(risk) => {
                let mut text = self.risk(risk);
                for route in &risk.routes {
                    text = format!("{text}\nShown as following: {}", shown_words(route));
                }
                text
            }
            Event::Told(told) => {
                let of = told
                    .entry
                    .map(|entry| format!(" of entry {entry}"))
                    .unwrap_or_default();
                sentences(
                    format!("Told {}{of}, {}", told.to, told_words(told.how)),
                    [told.words.clone(), said_back(told.said_back)],
                )
            }
            Event::SharingMoved(moved) => self.sharing(moved),
            Event::ListEnded(end) => {
                let left = [
                    ("open", &end.open),
                    ("for later", &end.later),
                    ("folded, may apply", &end.folded),
                ];
                let mut text = format!("List ended: {}", end.shown.text);
                for (name, items) in left {
                    if !items.is_empty() {
                        text = then(text, &format!("{} {name}: {}", items.len(), self.items(items)));
                    }
                }
                match hearsay::words(end.hearsay) {
                    None => text,
                    Some(words) => then(text, &words),
                }
            }
            Event::LeftScene(left) if call::is_one(self.state) => self.line_closed(left),
            Event::Returned(back) if call::is_one(self.state) => self.called_back(back, &entry.about),
            Event::SilentCallSet(set) => self.silent_call(set),
            Event::LeftScene(left) => {
                let staying = left.staying.as_deref().map(|who| format!("{who} stays"));
                let open = match left.not_reached.as_slice() {
                    [] => None,
                    items => Some(format!("Not reached: {}", self.items(items))),
                };
                sentences(format!("Left the scene: {}", left.why), [staying, open])
            }
            Event::Returned(back) => match back.with {
                With::All => "Back, with all the children".to_owned(),
                With::Some => format!("Back, with {}", self.children(&entry.about)),
                With::None => "Back at the record, with none of the children".to_owned(),
            },
            Event::ModeSet(set) => match set.mode {
                Mode::AtScene if call::is_one(self.state) => "On the line".to_owned(),
                Mode::AtScene => "At the scene".to_owned(),
                Mode::WritingUp => "Writing up afterwards".to_owned(),
            },
            Event::ReferenceAdded(to) => format!("{}: {}", reference_words(to.reference), to.words),
            Event::HandlingSet(set) => format!("Handling: {}", set.words),
            Event::CopiedForTheLog(copy) => format!("Copied for the log: {}", copy.words),
            Event::HandedOver(hand) => {
                // An earlier version took it not told. It is a plan, and does not read as done.
                let text = match hand.how {
                    Told::NotYet => format!("To be handed over to {}, not told yet", hand.to),
                    how => format!("Handed over to {}, {}", hand.to, told_words(how)),
                };
                let first = match hand.say_first.as_slice() {
                    [] => None,
                    lines => Some(format!("Said first: {}", lines.join("; "))),
                };
                sentences(text, [hand.words.clone(), said_back(hand.said_back), first])
            }
            Event::Exported(export) => format!("{}. Exporting is not sending", self.exported(export)),
            Event::Reviewed(review) => {
                let mut text = format!("Reviewed: {}", review.words);
                if let Some(asked) = &review.asked_of {
                    text = then(text, &format!("Asked of {asked}"));
                }
                for answer in &review.answers {
                    text = format!("{text}\nTo: {} {}", answer.shown.text, answer.words);
                }
                text
            }
            Event::HoldSet(why) => format!("Hold set: {}", why.reason),
            Event::HoldLifted(why) => format!("Hold lifted: {}", why.reason),
            Event::Completed(end) => format!(
                "Completed. {} open, {} for later, {} decided and not sent, {} not told",
                end.open, end.later, end.unsent, end.untold
            ),
            Event::Reopened(why) => format!("Reopened: {}", why.reason),
            Event::MovedToPack(moved) => {
                format!(
                    "Guidance moved from {} version {} to {} version {}",
                    moved.from.title, moved.from.version, moved.to.title, moved.to.version
                )
            }
            Event::Corrected(c) => {
                let text = match &c.how {
                    Correction::PressedByMistake => format!("Entry {} was pressed by mistake", c.entry),
                    Correction::MovedToChild { child } => {
                        format!("Entry {} is about {}", c.entry, self.child(*child))
                    }
                    Correction::Reworded { words } => format!("Entry {} should read: {words}", c.entry),
                };
                sentences(text, [c.reason.as_deref().map(|why| format!("Why: {why}"))])
            }
            Event::Erased(erased) => {
                let text = format!(
                    "Entry {} erased: {}. Authority: {}",
                    erased.entry, erased.reason, erased.authority
                );
                self.erased(erased)
                    .iter()
                    .fold(text, |text, more| then(text, more))
            }
            Event::TakenOver(TakenOver {
                from,
                words,
                file: Some(file),
                ..
            }) => super::hand_over::taken_line(from.as_deref(), words, file),
            Event::TakenOver(taken) => {
                let from = taken
                    .from
                    .as_deref()
                    .map(|f| format!(" by {f}"))
                    .unwrap_or_default();
                format!(
                    "Told before{from}, {} (records, not verified): {}",
                    told_words(taken.how),
                    taken.words
                )
            }
            Event::Gone => "Erased: the words are gone, the place in the chain stays".to_owned(),
            Event::Newer { kind, v } => format!("Written by a newer version ({kind} {v}): update to read it"),
        }
    }

    /// What happened, without the lists that an entry carries of what was open: for a screen that says what was done
    /// last, where those lists stand beside it. A record has the whole entry.
    pub fn done_last(&self, entry: &Entry) -> String {
        let mut entry = entry.clone();
        match &mut entry.event {
            Event::HandedOver(hand) => hand.say_first.clear(),
            Event::LeftScene(left) => left.not_reached.clear(),
            Event::ListEnded(end) => {
                end.open.clear();
                end.later.clear();
                end.folded.clear();
                end.hearsay = 0;
            }
            Event::RiskStated(risk) => risk.routes.clear(),
            _ => {}
        }
        self.event(&entry)
    }

    /// The handling lines, each with its entry and the children it is about: they stand above everything.
    pub fn handling(&self) -> Vec<(u64, String)> {
        let one = |line: &super::state::Line| {
            let Event::HandlingSet(set) = &line.event else {
                return None;
            };
            let about = self.children(&line.about);
            let text = match about.is_empty() {
                true => set.words.clone(),
                false => format!("{about}: {}", set.words),
            };
            Some((line.seq, text))
        };
        self.state.handling.iter().filter_map(one).collect()
    }

    /// A danger answer in one line.
    pub fn danger(&self, asked: &DangerAsked, author: &Option<String>) -> String {
        let known = match self.known(&asked.known_by, author) {
            known if known.is_empty() => String::new(),
            known => format!(" ({known})"),
        };
        let words = asked.words.as_deref();
        // Nobody is seen on a call.
        let named = no_danger(asked.answer) && !call::is_one(self.state) && !asked.not_seen.is_empty();
        let not_seen = match (named, words) {
            (false, _) => String::new(),
            (true, None) => format!(", but not seen: {}", self.children(&asked.not_seen)),
            // After the officer's own words, in a sentence that is not theirs.
            (true, Some(words)) => {
                let stop = if words.ends_with(['.', '!', '?']) { "" } else { "." };
                format!("{stop} But not seen: {}", self.children(&asked.not_seen))
            }
        };
        let words = words.map(|words| format!(": {words}")).unwrap_or_default();
        format!(
            "Immediate danger: {}{words}{not_seen}{known}{}{}",
            danger_words(asked.answer),
            super::call_lines::because_words(asked.because)
                .filter(|_| call::is_one(self.state))
                .unwrap_or(because_words(asked.because)),
            mark(&asked.known_by)
        )
    }

    pub(super) fn items(&self, items: &[OpenItem]) -> String {
        let one = |item: &OpenItem| match item.child {
            Some(child) => format!("{}: {}", self.child(child), item.text),
            None => item.text.clone(),
        };
        items.iter().map(one).collect::<Vec<_>>().join("; ")
    }

    fn circumstances(&self, set: &CircumstancesSet, author: &Option<String>) -> String {
        let mut all = Vec::new();
        if let Some(presence) = set.presence {
            all.push(match presence {
                Presence::NotKnown => "whereabouts not known".to_owned(),
                Presence::WithMe => format!("with {}", self.author(author)),
                other => presence_words(other).to_owned(),
            });
        }
        if let Some(seen) = set.seen {
            // What somebody else saw is not said as if it had been seen here.
            let own = own_sight(&set.known_by, author.as_deref(), self.state.recorder());
            let words = if own {
                seen_words(seen)
            } else {
                hearsay::sight(seen)
            };
            all.push(words.to_owned());
        }
        if let Some(involved) = &set.involved {
            let words: Vec<&str> = involved.iter().map(|how| involvement_words(*how)).collect();
            all.push(format!(
                "involved as {}",
                if words.is_empty() {
                    "not said".to_owned()
                } else {
                    words.join(", ")
                }
            ));
        }
        match set.may_be_others {
            Some(true) => all.push("may be involved in other ways".to_owned()),
            Some(false) => all.push("in no other way".to_owned()),
            None => {}
        }
        for factor in &set.factors {
            all.push(hearsay::factor(factor));
        }
        let known = self.known(&set.known_by, author);
        if known.is_empty() {
            all.join(", ")
        } else {
            format!("{} ({known})", all.join(", "))
        }
    }
}

/// The mark of what is known only from others.
fn mark(known_by: &[Known]) -> &'static str {
    if is_hearsay(known_by) { HEARSAY } else { "" }
}

/// Adds a sentence. What is already closed is not closed again, and no word of anybody is changed for it.
pub fn then(mut text: String, more: &str) -> String {
    text.push_str(if is_closed(&text) { " " } else { ". " });
    text.push_str(more);
    text
}

/// Guidance as it was shown, with the force's own words where it had any.
pub fn shown_words(shown: &Shown) -> String {
    match &shown.value {
        Some(value) => then(shown.text.clone(), value),
        None => shown.text.clone(),
    }
}

/// Whether a sentence is closed. A quote is closed by what stands last in it.
pub fn is_closed(text: &str) -> bool {
    let end = text.trim_end_matches(['”', super::record::plain::END_ISOLATE]);
    end.ends_with(['.', '?', '!', '…'])
}

/// Adds those that there are.
fn sentences<const N: usize>(text: String, more: [Option<String>; N]) -> String {
    more.iter().flatten().fold(text, |text, more| then(text, more))
}

fn said_back(said_back: Option<bool>) -> Option<String> {
    let words = match said_back? {
        true => "Said back",
        false => "Not said back",
    };
    Some(words.to_owned())
}

fn because_words(because: AskedBecause) -> &'static str {
    match because {
        AskedBecause::Start | AskedBecause::Chosen => "",
        AskedBecause::ChildAdded => ", asked as a child was added",
        AskedBecause::BeforeRisk => ", before risk",
        AskedBecause::BeforeLeaving => ", before leaving",
        AskedBecause::Returned => ", on coming back",
        AskedBecause::Level => ", asked as the level is immediate danger",
    }
}

/// Whether an answer says that no child is in danger. What was not seen stands beside it, always: whoever has not been
/// seen is not safe for having been left out.
pub fn no_danger(answer: Danger) -> bool {
    matches!(answer, Danger::NotNow | Danger::SafeNow)
}

/// A danger answer, as a screen and a record say it.
pub fn danger_words(answer: Danger) -> &'static str {
    match answer {
        Danger::Yes => "yes",
        Danger::NotNow => "not now",
        Danger::CannotTell => "cannot tell",
        Danger::NotAnswered => "not answered",
        Danger::SafeNow => "safe now",
    }
}

/// A seen mark, as a screen and a record say it.
pub fn seen_words(seen: Seen) -> &'static str {
    match seen {
        Seen::Awake => "seen awake",
        Seen::Asleep => "seen asleep",
        Seen::NotSeen => "not seen",
        Seen::NotSaid => "not said whether seen",
    }
}

/// What stands on a screen beside a level, and first of all beside *no concern found now*, while the officer has not
/// seen the child: `Baby, 8 months: not seen by you`. It is said, and never a gate.
pub fn not_seen_by_you(child: &Child) -> Option<String> {
    let unseen = !child.seen_by_recorder();
    unseen.then(|| format!("{}: not seen by you", capital(&child.title())))
}

/// A level, as a screen offers it for a child.
pub fn level_line(level: Level, child: Option<&Child>) -> String {
    let beside = child
        .filter(|_| level == Level::NoConcernFoundNow)
        .and_then(not_seen_by_you);
    match beside {
        Some(beside) => format!("{}. {beside}", level_words(level)),
        None => level_words(level).to_owned(),
    }
}

/// A level, as a screen and a record say it.
pub fn level_words(level: Level) -> &'static str {
    match level {
        Level::NoConcernFoundNow => "No concern found now",
        Level::InNeedOfSupport => "In need of support",
        Level::AtRiskOfSignificantHarm => "At risk of significant harm",
        Level::ImmediateDanger => "Immediate danger",
    }
}

/// A role, as a screen and a record say it.
pub fn role_words(role: Role) -> &'static str {
    match role {
        Role::ResponseOfficer => "response officer",
        Role::CallHandler => "call handler",
        Role::NeighbourhoodOfficer => "neighbourhood officer",
        Role::Investigator => "investigator",
        Role::CustodyStaff => "custody staff",
        Role::Supervisor => "supervisor",
    }
}

/// A role, as a sentence speaks of somebody who has it.
pub fn one_of_role(role: Role) -> String {
    let words = role_words(role);
    match role {
        Role::CustodyStaff => words.to_owned(),
        Role::Investigator => format!("an {words}"),
        _ => format!("a {words}"),
    }
}

/// How somebody was told, as a screen and a record say it.
pub fn told_words(told: Told) -> &'static str {
    match told {
        Told::InPerson => "told in person",
        Told::Radio => "told by radio",
        Told::Telephone => "told by telephone",
        Told::Log => "told in the log",
        Told::NotYet => "not told yet",
    }
}

/// A kind of reference, as a screen and a record say it.
pub fn reference_words(kind: ReferenceKind) -> &'static str {
    match kind {
        ReferenceKind::IncidentLog => "Incident log",
        ReferenceKind::BodyWornVideo => "Body-worn video",
        ReferenceKind::Notebook => "Notebook",
        ReferenceKind::Custody => "Custody record",
        ReferenceKind::Other => "Reference",
    }
}

/// A phase, as a screen and a record say it. A call handler's line closes where an officer leaves.
pub fn phase_words(phase: Phase, role: Option<Role>) -> &'static str {
    match (phase, role) {
        (Phase::Now, _) => "Now",
        (Phase::BeforeLeaving, Some(Role::CallHandler)) => "Before the line closes",
        (Phase::BeforeLeaving, _) => "Before leaving",
        (Phase::Afterwards, _) => "Afterwards",
    }
}

/// The same with its first letter small.
pub fn uncapital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// The same with its first letter as a capital.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
