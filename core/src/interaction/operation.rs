//! Operations: what a front end or a script asks to be recorded, one for each kind of entry.
//!
//! An operation names guidance by id; the wording that was shown is added from the pinned pack (`prepare`), so that
//! no front end can record words that the pack did not show. Beginning and moving to a pack belong to the door.

use super::entry::*;
use crate::age::Age;
use crate::pack::Pack;
use crate::sets::*;
use crate::time::{Moment, When};
use serde::Deserialize;

/// Who writes, and when: what every operation carries besides itself.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Made {
    /// The host's clock now.
    pub now: Moment,
    /// When it happened. Left out: now.
    #[uniffi(default = None)]
    pub done_at: Option<When>,
    /// Who writes. Left out: the recorder.
    #[uniffi(default = None)]
    pub author: Option<String>,
}

impl Made {
    /// Written and done now, by the recorder.
    pub fn now(now: Moment) -> Made {
        Made {
            now,
            done_at: None,
            author: None,
        }
    }
}

/// Derives what every operation's fields share.
macro_rules! operations {
    ($($(#[$meta:meta])* $name:ident { $($(#[$fmeta:meta])* $field:ident: $ty:ty,)* })+) => { $(
        #[derive(Debug, Clone, PartialEq, Eq, Deserialize, uniffi::Record)]
        #[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
        $(#[$meta])*
        pub struct $name { $($(#[$fmeta])* pub $field: $ty,)* }
    )+ };
}

operations! {
    /// Add a child.
    AddChild {
        /// A label of the officer's choice: "older girl". Left out: made from the age.
        #[serde(default)]
        #[uniffi(default = None)]
        label: Option<String>,
        /// The age, as typed: `8m`, `3`, `9`, `~12`, `unborn`, `not_known`.
        #[serde(default = "not_known")]
        age: Age,
    }

    /// Set circumstances of children. What is left out is not changed.
    SetCircumstances {
        /// Which children.
        children: Vec<u32>,
        /// Where they are.
        #[serde(default)]
        #[uniffi(default = None)]
        presence: Option<Presence>,
        /// Whether the recorder has seen them.
        #[serde(default)]
        #[uniffi(default = None)]
        seen: Option<Seen>,
        /// How they are involved: the whole set.
        #[serde(default)]
        #[uniffi(default = None)]
        involved: Option<Vec<Involvement>>,
        /// Whether other involvements may hold as well.
        #[serde(default)]
        #[uniffi(default = None)]
        may_be_others: Option<bool>,
        /// What is known of factors.
        #[serde(default)]
        #[uniffi(default = [])]
        factors: Vec<FactorSet>,
        /// How this is known.
        #[serde(default)]
        #[uniffi(default = [])]
        known_by: Vec<Known>,
    }

    /// Answer the danger question.
    AnswerDanger {
        /// The answer.
        answer: Danger,
        /// How it is known. Yes asks nothing.
        #[serde(default)]
        #[uniffi(default = [])]
        known_by: Vec<Known>,
        /// Why it was asked. Left out: what was due, or chosen.
        #[serde(default)]
        #[uniffi(default = None)]
        because: Option<AskedBecause>,
        /// For *safe now*: what changed.
        #[serde(default)]
        #[uniffi(default = None)]
        words: Option<String>,
    }

    /// Answer an item or a prompt.
    Answer {
        /// The id of the item or prompt.
        item: String,
        /// The child, for an item that is asked for each child.
        #[serde(default)]
        #[uniffi(default = None)]
        child: Option<u32>,
        /// The value, in words.
        #[serde(default)]
        #[uniffi(default = None)]
        value: Option<String>,
        /// How it stands. Left out: done.
        #[serde(default = "done")]
        outcome: Outcome,
        /// How it is known.
        #[serde(default)]
        #[uniffi(default = [])]
        known_by: Vec<Known>,
        /// Entries of quotes and observations that are the answer.
        #[serde(default)]
        #[uniffi(default = [])]
        quotes: Vec<u64>,
        /// Why not done, or why it does not apply.
        #[serde(default)]
        #[uniffi(default = None)]
        reason: Option<String>,
        /// For *later*: who does it.
        #[serde(default)]
        #[uniffi(default = None)]
        owner: Option<String>,
        /// For *later*: how the owner was told.
        #[serde(default)]
        #[uniffi(default = None)]
        told: Option<Told>,
        /// It stands in the incident log already: words are not needed, and it is known by records.
        #[serde(default)]
        #[uniffi(default = false)]
        already_in_log: bool,
        /// What was said to a question that takes yes or no: on a silent call, and wherever the question is one.
        #[serde(default)]
        #[uniffi(default = None)]
        yes_no: Option<YesNo>,
    }

    /// Record what a child said.
    Quote {
        /// The child who said it.
        #[serde(default)]
        #[uniffi(default = None)]
        child: Option<u32>,
        /// Other children that it is about.
        #[serde(default)]
        #[uniffi(default = [])]
        also_about: Vec<u32>,
        /// The words.
        #[serde(default)]
        #[uniffi(default = "")]
        words: String,
        /// How close they are to what was said. Left out: not said, read as gist.
        #[serde(default = "fidelity_not_said")]
        fidelity: Fidelity,
        /// Asked or unasked.
        #[serde(default = "asked_not_said")]
        asked: Asked,
        /// What was asked.
        #[serde(default)]
        #[uniffi(default = None)]
        question: Option<String>,
        /// Who else was there.
        #[serde(default)]
        #[uniffi(default = [])]
        present: Vec<String>,
        /// The id of the item that it answers.
        #[serde(default)]
        #[uniffi(default = None)]
        answers: Option<String>,
    }

    /// Record what was seen, heard or not said.
    Observe {
        /// The children it is about.
        children: Vec<u32>,
        /// The words.
        words: String,
        /// How it is known. Left out: seen; on a call: heard.
        #[serde(default)]
        #[uniffi(default = [])]
        known_by: Vec<Known>,
        /// The id of the item that it answers.
        #[serde(default)]
        #[uniffi(default = None)]
        answers: Option<String>,
    }

    /// State a risk, in words, then the level.
    StateRisk {
        /// The child. May be left out only while none has been added.
        #[serde(default)]
        #[uniffi(default = None)]
        child: Option<u32>,
        /// The words.
        words: String,
        /// The level.
        level: Level,
        /// The statement from whose words these were started.
        #[serde(default)]
        #[uniffi(default = None)]
        words_from: Option<u64>,
    }

    /// Record that somebody was told.
    TellSomeone {
        /// The entry that they were told of, a *later* for example.
        #[serde(default)]
        #[uniffi(default = None)]
        entry: Option<u64>,
        /// Who was told.
        to: String,
        /// How.
        how: Told,
        /// What was said.
        #[serde(default)]
        #[uniffi(default = None)]
        words: Option<String>,
        /// Whether they said it back.
        #[serde(default)]
        #[uniffi(default = None)]
        said_back: Option<bool>,
        /// The id of the item that the telling answers.
        #[serde(default)]
        #[uniffi(default = None)]
        answers: Option<String>,
    }

    /// Move a sharing: decide, send, confirm, or decide not to.
    MoveSharing {
        /// The entry that began it; left out to begin one.
        #[serde(default)]
        #[uniffi(default = None)]
        sharing: Option<u64>,
        /// The stage.
        stage: SharingStage,
        /// The children it is about. Left out: as before, or all.
        #[serde(default)]
        #[uniffi(default = [])]
        children: Vec<u32>,
        /// With whom.
        #[serde(default)]
        #[uniffi(default = None)]
        to: Option<String>,
        /// How.
        #[serde(default)]
        #[uniffi(default = None)]
        how: Option<String>,
        /// What.
        #[serde(default)]
        #[uniffi(default = None)]
        what: Option<String>,
        /// On what basis; or why not.
        #[serde(default)]
        #[uniffi(default = None)]
        why: Option<String>,
        /// What was considered.
        #[serde(default)]
        #[uniffi(default = None)]
        considered: Option<String>,
        /// By whom, where it is not the author.
        #[serde(default)]
        #[uniffi(default = None)]
        by: Option<String>,
        /// The id of the route that it follows.
        #[serde(default)]
        #[uniffi(default = None)]
        route: Option<String>,
    }

    /// End a list.
    EndList {
        /// The list's id.
        list: String,
    }

    /// Leave the scene.
    Leave {
        /// Why.
        why: String,
        /// Who stays.
        #[serde(default)]
        #[uniffi(default = None)]
        staying: Option<String>,
    }

    /// Come back.
    Return {
        /// With which of the children.
        with: With,
        /// When some: which.
        #[serde(default)]
        #[uniffi(default = [])]
        children: Vec<u32>,
    }

    /// Set the handling line.
    SetHandling {
        /// The line.
        words: String,
        /// The children it is about.
        #[serde(default)]
        #[uniffi(default = [])]
        children: Vec<u32>,
    }

    /// Hand over.
    HandOver {
        /// To whom.
        to: String,
        /// How.
        how: Told,
        /// Whether they said it back.
        #[serde(default)]
        #[uniffi(default = None)]
        said_back: Option<bool>,
        /// Anything more that was said.
        #[serde(default)]
        #[uniffi(default = None)]
        words: Option<String>,
    }

    /// Note what was copied for the log.
    CopyForTheLog {
        /// The text that was copied.
        words: String,
        /// The last entry that the text knew of. Left out: every one before this.
        #[serde(default)]
        #[uniffi(default = None)]
        upto: Option<u64>,
    }

    /// Take over, or keep what was told before arrival. It is kept as records, not verified.
    TakeOver {
        /// From whom. Left out, of a file: who recorded it.
        #[serde(default)]
        #[uniffi(default = None)]
        from: Option<String>,
        /// How.
        how: Told,
        /// What was told, as it was. Left out with a file: its account stands in their place.
        #[serde(default)]
        #[uniffi(default = "")]
        words: String,
        /// The text of an exported file, in place of words.
        #[serde(default)]
        #[uniffi(default = None)]
        export: Option<String>,
    }

    /// An answer to a prompt of the review.
    AnswerReview {
        /// The id of the prompt.
        prompt: String,
        /// The supervisor's words.
        words: String,
    }

    /// Review, as a supervisor.
    Review {
        /// The supervisor's words: what was seen in this record.
        words: String,
        /// What is asked, and of whom.
        #[serde(default)]
        #[uniffi(default = None)]
        asked_of: Option<String>,
        /// Answers to the pack's prompts for the review: any, or none.
        #[serde(default)]
        #[uniffi(default = [])]
        answers: Vec<AnswerReview>,
    }

    /// Nothing to say with it.
    Nothing {}
}

impl Answer {
    /// An answer to an item or a prompt, done, with nothing in it yet: what a program fills in.
    pub fn to(item: impl Into<String>) -> Answer {
        Answer {
            item: item.into(),
            child: None,
            value: None,
            outcome: Outcome::Done,
            known_by: Vec::new(),
            quotes: Vec::new(),
            reason: None,
            owner: None,
            told: None,
            already_in_log: false,
            yes_no: None,
        }
    }
}

impl Quote {
    /// Words, of which nothing else is said yet: what a program fills in.
    pub fn of(words: impl Into<String>) -> Quote {
        Quote {
            child: None,
            also_about: Vec::new(),
            words: words.into(),
            fidelity: Fidelity::NotSaid,
            asked: Asked::NotSaid,
            question: None,
            present: Vec::new(),
            answers: None,
        }
    }
}

fn not_known() -> Age {
    Age::NotKnown
}
fn done() -> Outcome {
    Outcome::Done
}
fn fidelity_not_said() -> Fidelity {
    Fidelity::NotSaid
}
fn asked_not_said() -> Asked {
    Asked::NotSaid
}

/// One operation. The tag `op` is the kind of entry that it makes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, uniffi::Enum)]
#[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
#[serde(tag = "op", rename_all = "snake_case")]
pub enum Operation {
    /// Where the scene is.
    SceneSet(SceneSet),
    /// A child.
    ChildAdded(AddChild),
    /// A child's label or age, as now known.
    ChildRelabelled(ChildRelabelled),
    /// Two of the list are the same child.
    ChildMerged(ChildMerged),
    /// Circumstances of children.
    CircumstancesSet(SetCircumstances),
    /// The danger question.
    DangerAsked(AnswerDanger),
    /// An item or a prompt.
    Answered(Answer),
    /// What a child said.
    Quoted(Quote),
    /// What was seen, heard or not said.
    Observed(Observe),
    /// Risk, for one child.
    RiskStated(StateRisk),
    /// Somebody told.
    Told(TellSomeone),
    /// A sharing.
    SharingMoved(MoveSharing),
    /// The end of a list.
    ListEnded(EndList),
    /// Leaving the scene.
    LeftScene(Leave),
    /// Coming back.
    Returned(Return),
    /// At the scene, or writing up.
    ModeSet(ModeSet),
    /// A reference: incident log, body-worn video, notebook, custody.
    ReferenceAdded(ReferenceAdded),
    /// The handling line.
    HandlingSet(SetHandling),
    /// A copy for the log.
    CopiedForTheLog(CopyForTheLog),
    /// A hand-over.
    HandedOver(HandOver),
    /// A supervisor's review.
    Reviewed(Review),
    /// A hold.
    HoldSet(Reason),
    /// The end of a hold.
    HoldLifted(Reason),
    /// Completion.
    Completed(Nothing),
    /// Reopening.
    Reopened(Reason),
    /// A correction.
    Corrected(Corrected),
    /// A taking over, or what was told before arrival.
    TakenOver(TakeOver),
    /// A silent call, or its end.
    SilentCallSet(SilentCallSet),
}

impl Operation {
    /// Whether it is a fact of the scene or the line, and takes the time that is carried forward while writing up: an
    /// answer, words, what was seen, where. What is done afterwards, a risk, a sharing, being told and *later* are of
    /// their own time.
    pub fn may_be_earlier(&self, pack: &Pack) -> bool {
        match self {
            Operation::Answered(answer) => {
                let item = pack.item(&answer.item);
                answer.outcome == Outcome::Done && item.is_none_or(|found| found.phase != Phase::Afterwards)
            }
            Operation::SceneSet(_)
            | Operation::CircumstancesSet(_)
            | Operation::Quoted(_)
            | Operation::Observed(_) => true,
            _ => false,
        }
    }
}
