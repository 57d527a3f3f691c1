//! What the entries amount to: the only state there is.
//!
//! Plain data, read by the worklist, the record and the screens. Refuses to be changed by anything but the fold
//! (`fold`), and knows nothing of packs: entries carry the wording that was shown.

use super::before_yes::Asked;
use super::entry::*;
use crate::age::Age;
use crate::sets::*;
use crate::time::{Moment, When};
use serde::Serialize;

/// Derives what every part of the state shares.
macro_rules! state_types {
    ($($(#[$meta:meta])* $name:ident { $($(#[$fmeta:meta])* $field:ident: $ty:ty,)+ })+) => { $(
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, uniffi::Record)]
        $(#[$meta])*
        pub struct $name { $($(#[$fmeta])* pub $field: $ty,)+ }
    )+ };
}

state_types! {
    /// What is known of a child only from somebody else: kept beside what the recorder knows, never in its place.
    FromOthers {
        /// What is known.
        what: Circumstance,
        /// From whom.
        known_by: Vec<Known>,
        /// The entry.
        entry: u64,
        /// When it was so.
        at: When,
        /// Who wrote it.
        author: Option<String>,
    }

    /// A child of the interaction, as far as is known now.
    Child {
        /// Its number, from 1.
        number: u32,
        /// The entry that added it.
        entry: u64,
        /// The officer's label.
        label: String,
        /// What stands beside the label where another present child would read alike: its number.
        apart: String,
        /// Its age.
        age: Age,
        /// Where it is.
        presence: Presence,
        /// Whether the recorder has seen it, with own eyes. What somebody else says of it is in `from_others`.
        seen: Seen,
        /// The entry that set the seen mark; 0 before one did.
        seen_entry: u64,
        /// Since when the seen mark stands.
        seen_at: Option<When>,
        /// How it is involved.
        involved: Vec<Involvement>,
        /// Whether it may be involved in other ways too: true until said.
        may_be_others: bool,
        /// Factors about which something was said.
        factors: Vec<FactorSet>,
        /// What of this is known only from an adult, from records, assumed, or by somebody else's eyes.
        from_others: Vec<FromOthers>,
        /// The child that it turned out to be.
        merged_into: Option<u32>,
    }

    /// One asking of the danger question.
    DangerNow {
        /// The entry.
        seq: u64,
        /// When.
        at: When,
        /// The answer.
        answer: Danger,
        /// How it is known.
        known_by: Vec<Known>,
        /// Why it was asked.
        because: AskedBecause,
        /// Children not seen at that time.
        not_seen: Vec<u32>,
        /// The yeses that it was before, though it was written after them: it closes none of these.
        before: Vec<u64>,
        /// What changed.
        words: Option<String>,
        /// Who answered.
        author: Option<String>,
    }

    /// How an item or prompt stands, by its latest answer.
    AnswerNow {
        /// The entry.
        seq: u64,
        /// When.
        at: When,
        /// Who answered.
        author: Option<String>,
        /// The answer, for the child that it is now about.
        answer: Answered,
    }

    /// A quote, for the child that it is now about.
    QuoteNow {
        /// The entry.
        seq: u64,
        /// When it was said.
        at: When,
        /// When it was written.
        written: Moment,
        /// Who wrote it.
        author: Option<String>,
        /// The children it is about.
        about: Vec<u32>,
        /// The quote.
        quote: Quoted,
    }

    /// An observation.
    ObservationNow {
        /// The entry.
        seq: u64,
        /// When.
        at: When,
        /// Who wrote it.
        author: Option<String>,
        /// The children it is about.
        about: Vec<u32>,
        /// The observation.
        observation: Observed,
    }

    /// A statement of risk. Every one stands; the latest for a child leads.
    RiskNow {
        /// The entry.
        seq: u64,
        /// When.
        at: When,
        /// Who stated it.
        author: Option<String>,
        /// The statement.
        risk: RiskStated,
    }

    /// A sharing, as far as it has come.
    SharingNow {
        /// The entry that began it.
        first: u64,
        /// The entry of its present stage.
        seq: u64,
        /// When it came there.
        at: When,
        /// Who moved it.
        author: Option<String>,
        /// The children it is about.
        about: Vec<u32>,
        /// The sharing, with what was said of it at any stage.
        sharing: SharingMoved,
    }

    /// Somebody told.
    ToldNow {
        /// The entry.
        seq: u64,
        /// When.
        at: When,
        /// Who told.
        author: Option<String>,
        /// What.
        told: ToldSomeone,
    }

    /// A list that was ended.
    ListEnd {
        /// The entry.
        seq: u64,
        /// When.
        at: When,
        /// What it left.
        end: ListEnded,
    }

    /// A leaving of the scene.
    Leaving {
        /// The entry.
        seq: u64,
        /// When.
        at: When,
        /// Why, and what was not reached.
        left: LeftScene,
    }

    /// Words of one line with who wrote them and when: references, handling, hand-overs, reviews.
    Line {
        /// The entry.
        seq: u64,
        /// When.
        at: When,
        /// Who.
        author: Option<String>,
        /// The children it is about.
        about: Vec<u32>,
        /// What happened.
        event: Event,
    }

    /// An item that is open again, as the words that answered it were erased: nothing older answers it in their place.
    OpenAgain {
        /// The entry that was erased.
        entry: u64,
        /// The item; none: whatever is answered in this way.
        item: Option<String>,
        /// In which way it was answered.
        by: AnsweredBy,
        /// The children; none: the scene.
        children: Vec<u32>,
    }

    /// A silent call, or its end.
    SilentCallNow {
        /// The entry.
        seq: u64,
        /// When.
        at: When,
        /// Who.
        author: Option<String>,
        /// Silent; false: can talk now.
        on: bool,
    }

    /// The state of an interaction.
    #[derive(Default)]
    State {
        /// The last entry's sequence number.
        last: u64,
        /// When the last entry was written.
        last_at: Option<Moment>,
        /// When it began.
        began_at: Option<Moment>,
        /// How it began.
        begun: Option<Begun>,
        /// The guidance that it is pinned to now.
        pack: Option<PackRef>,
        /// Digest of the values it is pinned to now.
        values: Option<String>,
        /// Where the scene is.
        scene: Option<SceneSet>,
        /// The children, by number.
        children: Vec<Child>,
        /// Every asking of danger, oldest first.
        danger: Vec<DangerNow>,
        /// Why danger is to be asked now, if it is.
        ask_danger: Option<AskedBecause>,
        /// Whether it has been asked before stating risk, since the children or the scene last changed.
        asked_before_risk: bool,
        /// Whether it has been asked before leaving, likewise.
        asked_before_leaving: bool,
        /// Answers to items and prompts: the latest for each and each child.
        answers: Vec<AnswerNow>,
        /// Items that are open again, as their answers were erased.
        open_again: Vec<OpenAgain>,
        /// Quotes, oldest first.
        quotes: Vec<QuoteNow>,
        /// Observations, oldest first.
        observations: Vec<ObservationNow>,
        /// Risk statements, oldest first.
        risks: Vec<RiskNow>,
        /// Sharings.
        sharings: Vec<SharingNow>,
        /// Who was told, oldest first.
        told: Vec<ToldNow>,
        /// Lists ended: the latest end of each.
        lists_ended: Vec<ListEnd>,
        /// The leaving, while the scene is left.
        left: Option<Leaving>,
        /// With which children the officer is back, after a leaving.
        back_with: Option<With>,
        /// The children that the officer is back with, when some.
        back_with_children: Vec<u32>,
        /// At the scene, or writing up.
        mode: Option<Mode>,
        /// While writing up: when the last fact was, where it was said to be earlier. It is offered for the next one,
        /// shown before it counts, and never put on anything by itself.
        carried: Option<When>,
        /// References, hand-overs, exports, reviews, copies for the log, told before arrival: oldest first.
        lines: Vec<Line>,
        /// The handling lines, the latest about the same children: they print above everything.
        handling: Vec<Line>,
        /// The hold, while it stands.
        hold: Option<Line>,
        /// The completion, while it stands.
        completed: Option<Line>,
        /// Corrections and erasures, oldest first.
        corrections: Vec<Line>,
        /// Entries whose time is before that of the entry before them: the clock went back.
        clock_back: Vec<u64>,
        /// Whether the call is silent: the last that was said of it.
        silent_call: Option<SilentCallNow>,
        /// The entries, oldest first, that those going have to be told and the log has to have.
        news: Vec<u64>,
        /// Whether something was written by a newer version: then nothing more can be written.
        read_only: bool,
    }
}

/// One thing known of a child.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, uniffi::Enum)]
#[serde(tag = "circumstance", rename_all = "snake_case")]
pub enum Circumstance {
    /// That it was awake or asleep.
    Seen {
        /// Awake or asleep.
        seen: Seen,
    },
    /// Where it is.
    Presence {
        /// Where.
        presence: Presence,
    },
    /// How it is involved.
    Involved {
        /// The whole set.
        involved: Vec<Involvement>,
    },
    /// A factor.
    Factor {
        /// The factor and what is known of it.
        set: FactorSet,
    },
}

impl Circumstance {
    /// Whether both say the same thing of a child, so that the later stands in the place of the earlier.
    pub fn same(&self, other: &Circumstance) -> bool {
        match (self, other) {
            (Circumstance::Factor { set: a }, Circumstance::Factor { set: b }) => a.factor == b.factor,
            (a, b) => std::mem::discriminant(a) == std::mem::discriminant(b),
        }
    }
}

impl DangerNow {
    /// It, as far as its order goes.
    pub(super) fn asked(&self) -> Asked {
        Asked {
            seq: self.seq,
            answer: self.answer,
            at: self.at,
        }
    }
}

impl Child {
    /// Whether the recorder has seen the child. What a mother or a colleague saw is not that.
    pub fn seen_by_recorder(&self) -> bool {
        matches!(self.seen, Seen::Awake | Seen::Asleep)
    }

    /// What somebody else said of its being awake or asleep, while that is newer than the recorder's own sight.
    pub fn seen_by_others(&self) -> Option<&FromOthers> {
        let seen = |from: &&FromOthers| matches!(from.what, Circumstance::Seen { .. });
        self.from_others.iter().find(seen)
    }

    /// What the child is called: the label, and its number where another would be called the same.
    pub fn called(&self) -> String {
        format!("{}{}", self.label, self.apart)
    }

    /// How a screen and a record name the child: `girl, 9`.
    pub fn title(&self) -> String {
        match self.age {
            Age::NotKnown => self.called(),
            Age::Unborn if self.label.contains("unborn") => self.called(),
            age => format!("{}, {}", self.called(), age.words()),
        }
    }
}

impl State {
    /// The child of this number, following merges.
    pub fn child(&self, number: u32) -> Option<&Child> {
        let mut child = self.children.get((number.checked_sub(1)?) as usize)?;
        // A merge points at another child; as many steps as there are children is the longest honest path.
        for _ in 0..self.children.len() {
            match child.merged_into {
                Some(into) => child = self.children.get((into.checked_sub(1)?) as usize)?,
                None => return Some(child),
            }
        }
        None
    }

    /// The children that are not merged into another, by number.
    pub fn present_children(&self) -> impl Iterator<Item = &Child> {
        self.children.iter().filter(|child| child.merged_into.is_none())
    }

    /// The latest answer to danger. Passed by, the answer before stands: a *yes* is closed by *safe now* alone, and two
    /// presses of Enter are not that. Nor is it closed by how it was before it, written down afterwards. Only where
    /// nothing was ever answered is it *not answered*.
    pub fn danger_now(&self) -> Option<&DangerNow> {
        let answered = |now: &&DangerNow| now.answer != Danger::NotAnswered;
        let mut stands: Option<&DangerNow> = None;
        for now in self.danger.iter().filter(answered) {
            if !stands.is_some_and(|yes| now.before.contains(&yes.seq)) {
                stands = Some(now);
            }
        }
        stands.or(self.danger.last())
    }

    /// The latest answer to an item or prompt for a child (none: the scene).
    pub fn answer(&self, item: &str, child: Option<u32>) -> Option<&AnswerNow> {
        self.answers
            .iter()
            .find(|now| now.answer.child == child && now.answer.shown.id == item)
    }

    /// The latest statement of risk for a child (none: the scene).
    pub fn risk(&self, child: Option<u32>) -> Option<&RiskNow> {
        self.risks.iter().rev().find(|now| now.risk.child == child)
    }

    /// The role in which it is recorded.
    pub fn role(&self) -> Option<Role> {
        self.begun.as_ref().map(|begun| begun.role)
    }

    /// The recorder, where one was named.
    pub fn recorder(&self) -> Option<&str> {
        self.begun.as_ref().and_then(|begun| begun.recorder.as_deref())
    }

    /// Sharings that were decided and have not been sent: they lead every summary.
    pub fn unsent(&self) -> impl Iterator<Item = &SharingNow> {
        self.sharings
            .iter()
            .filter(|now| now.sharing.stage == SharingStage::Decided)
    }

    /// Items for later whose owner has not been told. Telling somebody else of it does not tell the owner; telling the
    /// owner of it is in the answer (`fold`).
    pub fn untold(&self) -> impl Iterator<Item = &AnswerNow> {
        self.answers.iter().filter(|now| {
            now.answer.outcome == Outcome::Later
                && !matches!(now.answer.told, Some(told) if told != Told::NotYet)
        })
    }

    /// How many entries that those going have to be told, and the log has to have, came after this one.
    pub fn news_since(&self, seq: u64) -> u32 {
        self.news.iter().rev().take_while(|news| **news > seq).count() as u32
    }

    /// Whether nothing of this record is known to stand anywhere but on this device. A hand-over that was not told yet
    /// was none.
    pub fn only_here(&self) -> bool {
        !self.lines.iter().any(|line| match &line.event {
            Event::HandedOver(hand) => hand.how != Told::NotYet,
            Event::Exported(_) => true,
            _ => false,
        })
    }

    /// Whether the officer is at the scene: it was not left, or the officer is back with children, and is not writing
    /// up.
    pub fn at_scene(&self) -> bool {
        let there = self.left.is_none() || matches!(self.back_with, Some(With::All | With::Some));
        there && self.mode != Some(Mode::WritingUp)
    }

    /// The child last spoken of: a child's words are one press away, and open on that child.
    pub fn last_spoken_of(&self) -> Option<u32> {
        let quotes = self.quotes.iter().map(|now| (now.seq, now.quote.child));
        let observed = self.observations.iter().map(|now| {
            let only = match now.about.as_slice() {
                [child] => Some(*child),
                _ => None,
            };
            (now.seq, only)
        });
        let answers = self.answers.iter().map(|now| (now.seq, now.answer.child));
        let risks = self.risks.iter().map(|now| (now.seq, now.risk.child));
        let seen = self
            .children
            .iter()
            .map(|child| (child.seen_entry, Some(child.number)));
        let all = quotes.chain(observed).chain(answers).chain(risks).chain(seen);
        let named = all.filter_map(|(seq, child)| Some((seq, self.child(child?)?.number)));
        named.filter(|(seq, _)| *seq > 0).max().map(|(_, child)| child)
    }
}

/// Whether two names, as they are typed, are of the same person: `Adeyemi` and `PC Adeyemi`.
pub fn same_person(one: &str, other: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        let name = name.to_lowercase();
        name.split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let (one, other) = (words(one), words(other));
    let (fewer, more) = if one.len() <= other.len() {
        (&one, &other)
    } else {
        (&other, &one)
    };
    !fewer.is_empty() && fewer.iter().all(|word| more.contains(word))
}

/// Whether this is the recorder's own sight of a child.
///
/// Nothing said of how it is known: the writer saw. Said: only *seen*, and by nobody else's eyes. A mother who says
/// "asleep" has seen the child; the officer has not, and the two must never read the same. Nor is a child that was
/// only heard a child that was seen, nor one that a colleague saw a child that the recorder saw.
pub fn own_sight(known_by: &[Known], author: Option<&str>, recorder: Option<&str>) -> bool {
    let recorder = recorder.map(str::trim);
    let own = |who: Option<&str>| who.is_none() || recorder.is_none() || who.map(str::trim) == recorder;
    let eyes = |known: &Known| {
        known.how == KnownBy::Seen
            && match known.who.as_deref() {
                Some(who) => recorder == Some(who.trim()),
                None => own(author),
            }
    };
    if known_by.is_empty() {
        own(author)
    } else {
        known_by.iter().any(eyes)
    }
}

/// Whether all of `known_by` lie in adult said, records or assumed: not seen, heard or said by a child.
pub fn is_hearsay(known_by: &[Known]) -> bool {
    !known_by.is_empty()
        && known_by
            .iter()
            .all(|k| matches!(k.how, KnownBy::AdultSaid | KnownBy::Records | KnownBy::Assumed))
}
