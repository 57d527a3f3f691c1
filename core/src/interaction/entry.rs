//! Entries: the immutable lines of an interaction's log, and what each kind carries (PRACTICE says why).
//!
//! An entry keeps the wording that was shown, so that a summary or an export needs no pack. Kinds are kept for
//! ever. Refuses to interpret: what entries amount to is the fold's (`state`), what may follow is `prepare`'s.

use super::remains::Remains;
use crate::age::Age;
use crate::pack::types::ExportSection;
use crate::sets::*;
use crate::time::{Moment, When};
use serde::{Deserialize, Serialize};

/// Derives what every payload shares.
macro_rules! payloads {
    ($($(#[$meta:meta])* $name:ident { $($(#[$fmeta:meta])* $field:ident: $ty:ty,)* })+) => { $(
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, uniffi::Record)]
        $(#[$meta])*
        pub struct $name { $($(#[$fmeta])* pub $field: $ty,)* }
    )+ };
}

payloads! {
    /// How something is known, and from whom.
    #[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
    Known {
        /// How.
        how: KnownBy,
        /// Who saw, heard or said it: "mother", "neighbour". Left out: the author.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[uniffi(default = None)]
        who: Option<String>,
    }

    /// Guidance as it was worded when it was shown.
    #[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
    Shown {
        /// Its id in the pack.
        id: String,
        /// The phase in which it stood.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        phase: Option<Phase>,
        /// The title of its list.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        list: Option<String>,
        /// Its words.
        text: String,
        /// The force's own words that stood beside it: a telephone number, a rule. None where it has set none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        value: Option<String>,
    }

    /// Something left open, as a list end, a leaving or a hand-over names it.
    #[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
    OpenItem {
        /// The item's id.
        id: String,
        /// Its words.
        text: String,
        /// The child it is asked for; none for the scene.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        child: Option<u32>,
    }

    /// The guidance that an interaction is pinned to.
    #[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
    PackRef {
        /// The pack's id.
        id: String,
        /// Its version.
        version: u32,
        /// Its title.
        title: String,
        /// SHA-256 of its shipped bytes, in hexadecimal.
        digest: String,
    }

    /// Begun: who, in what role, on which guidance.
    #[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
    Begun {
        /// The pack.
        pack: PackRef,
        /// SHA-256 of the force's values, where there are any.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        values: Option<String>,
        /// The role.
        role: Role,
        /// The recorder's name or number. Missing is listed at hand-over.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        recorder: Option<String>,
    }

    /// Scene set: where it is.
    #[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
    SceneSet {
        /// The kind of place.
        place: Place,
        /// Where exactly, in words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[uniffi(default = None)]
        words: Option<String>,
    }

    /// Child added.
    #[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
    ChildAdded {
        /// The child's number in this interaction, from 1.
        child: u32,
        /// The label that the officer chose; never required to be a name.
        label: String,
        /// The age, as far as it is known.
        age: Age,
    }

    /// Child relabelled.
    #[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
    ChildRelabelled {
        /// Which child.
        child: u32,
        /// The new label.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[uniffi(default = None)]
        label: Option<String>,
        /// The age as it is now known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[uniffi(default = None)]
        age: Option<Age>,
    }

    /// Child merged: two of the list are the same child.
    #[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
    ChildMerged {
        /// The child that goes.
        child: u32,
        /// The child that it is.
        into: u32,
    }

    /// What is known of one factor.
    #[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
    FactorSet {
        /// The factor's id in the pack.
        factor: String,
        /// Present, absent or not known.
        state: FactorState,
    }

    /// Circumstances set, for the children that the entry is about. What is left out is not changed.
    #[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
    CircumstancesSet {
        /// Where the children are.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        presence: Option<Presence>,
        /// Whether the recorder has seen them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        seen: Option<Seen>,
        /// How they are involved: the whole set.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        involved: Option<Vec<Involvement>>,
        /// Whether other involvements may hold as well.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        may_be_others: Option<bool>,
        /// What is known of factors.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        factors: Vec<FactorSet>,
        /// How this is known.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        known_by: Vec<Known>,
    }

    /// Danger asked.
    #[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
    DangerAsked {
        /// The answer.
        answer: Danger,
        /// How it is known. Yes asks nothing.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        known_by: Vec<Known>,
        /// Why it was asked this time.
        because: AskedBecause,
        /// For *safe now*: what changed. May follow later.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<String>,
        /// Children not seen by the recorder at that time.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        not_seen: Vec<u32>,
        /// The question as it was worded.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        shown: Option<Shown>,
    }

    /// Answered: an item or a prompt.
    #[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
    Answered {
        /// The item or prompt, as worded.
        shown: Shown,
        /// Whether it is a prompt, which is never counted.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        prompt: bool,
        /// The child, where it was asked for one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        child: Option<u32>,
        /// How it stands now.
        outcome: Outcome,
        /// The value, in the officer's words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        value: Option<String>,
        /// How it is known.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        known_by: Vec<Known>,
        /// Quotes and observations that are the answer.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        quotes: Vec<u64>,
        /// Why not done, or why it does not apply.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        /// For *later*: who does it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        owner: Option<String>,
        /// For *later*: how the owner was told.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        told: Option<Told>,
        /// It stands in the incident log already.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        already_in_log: bool,
        /// What was said to a question that takes yes or no.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        yes_no: Option<YesNo>,
        /// Asked on a silent call: the wording shown is the yes-or-no question.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        on_silent_call: bool,
    }

    /// Quoted: what a child said.
    #[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
    Quoted {
        /// The child who said it; none while it is not known which.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        child: Option<u32>,
        /// The words. May be empty only when they are on body-worn video.
        words: String,
        /// How close they are to what was said.
        fidelity: Fidelity,
        /// Asked or unasked.
        asked: Asked,
        /// What was asked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        question: Option<String>,
        /// Who else was there.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        present: Vec<String>,
        /// The item that it answers, as worded.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        answers: Option<Shown>,
    }

    /// Observed: what was seen, heard, or not said.
    #[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
    Observed {
        /// The words.
        words: String,
        /// How it is known.
        known_by: Vec<Known>,
        /// The item that it answers, as worded.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        answers: Option<Shown>,
    }

    /// Risk stated: the officer's own words and level for one child.
    #[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
    RiskStated {
        /// The child; none only where none has been added.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        child: Option<u32>,
        /// The level.
        level: Level,
        /// The words. No level without them.
        words: String,
        /// The statement from whose words these were started. The level is never copied.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words_from: Option<u64>,
        /// Whether the recorder had seen the child.
        seen: Seen,
        /// What followed in this force, as worded.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        routes: Vec<Shown>,
    }

    /// Told: somebody was told.
    #[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
    ToldSomeone {
        /// The entry that they were told of, a *later* for example.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        entry: Option<u64>,
        /// Who was told.
        to: String,
        /// How.
        how: Told,
        /// What was said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<String>,
        /// Whether they said it back.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        said_back: Option<bool>,
        /// The item that the telling answers, as worded.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        answers: Option<Shown>,
    }

    /// Silent call set: the caller may be overheard, and yes or no has to be enough; or can talk now.
    #[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
    SilentCallSet {
        /// Silent from now on; false: can talk now.
        on: bool,
    }

    /// Sharing moved: decided, sent, confirmed, or not shared.
    #[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
    SharingMoved {
        /// The sequence number of the entry that began this sharing; none in that entry itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sharing: Option<u64>,
        /// How far it has come.
        stage: SharingStage,
        /// With whom.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<String>,
        /// How.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        how: Option<String>,
        /// What.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        what: Option<String>,
        /// On what basis; or why not.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<String>,
        /// What was considered.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        considered: Option<String>,
        /// By whom, where it is not the author.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<String>,
        /// The route that it follows, as worded.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        route: Option<Shown>,
    }

    /// List ended, with what it left.
    #[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
    ListEnded {
        /// The list, as titled.
        shown: Shown,
        /// What is still open.
        open: Vec<OpenItem>,
        /// What is for later.
        later: Vec<OpenItem>,
        /// Folded rows that may apply and were left.
        folded: Vec<OpenItem>,
        /// How many facts of the interaction, up to here, are not seen, heard or said by a child.
        hearsay: u32,
    }

    /// Left the scene.
    #[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
    LeftScene {
        /// Why.
        why: String,
        /// Who stays.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        staying: Option<String>,
        /// Open items of the scene: not reached, which is not the same as not done.
        not_reached: Vec<OpenItem>,
    }

    /// Returned to the scene, or to the record.
    #[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
    Returned {
        /// With which of the children.
        with: With,
    }

    /// Mode set.
    #[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
    ModeSet {
        /// At the scene, or writing up.
        mode: Mode,
    }

    /// Reference added.
    #[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
    ReferenceAdded {
        /// To what.
        reference: ReferenceKind,
        /// The number or words.
        words: String,
    }

    /// Handling set: it prints above everything.
    #[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
    HandlingSet {
        /// The line, as in "afraid of him knowing".
        words: String,
    }

    /// Copied for the log.
    #[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
    CopiedForTheLog {
        /// The text that was copied.
        words: String,
        /// The last entry that the text knew of. Left out: every one before this.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        upto: Option<u64>,
    }

    /// Handed over.
    #[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
    HandedOver {
        /// To whom.
        to: String,
        /// How.
        how: Told,
        /// Whether they said it back.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        said_back: Option<bool>,
        /// Anything more that was said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<String>,
        /// What had to be said first: untold, unsent, open.
        say_first: Vec<String>,
    }

    /// What had to be said first when an export was made. Needs the pack, so it is kept as worded; what was typed is
    /// named by its entry and never copied, so that it cannot go where its entry does not.
    #[derive(Default)]
    #[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
    SayFirst {
        /// Sharings decided and not sent: the entries that began them.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        unsent: Vec<u64>,
        /// Items for later whose owner was not told: the entries that say so.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        untold: Vec<u64>,
        /// Items that the scene was left before.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        not_reached: Vec<OpenItem>,
        /// Items not answered.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        open: Vec<OpenItem>,
        /// Items for later.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        later: Vec<OpenItem>,
        /// Items not done.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        not_done: Vec<OpenItem>,
        /// Folded rows, each in the words that said it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        may_apply: Vec<String>,
        /// The guidance was not on the device, so what stood open could not be listed.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        no_guidance: bool,
        /// On a call: what those going have not been told since they were told last, in the words that said it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        officers: Option<String>,
        /// No incident log number was given.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        no_incident_log: bool,
        /// A handling instruction that may be about a child of this export stands in an entry that is left out.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        handling_left_out: bool,
        /// Entries of this export that an entry which is left out may say otherwise.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        overtaken: Vec<u64>,
        /// Answers given under wording that the guidance has changed since.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        earlier_wording: Vec<u64>,
    }

    /// Entries that have no words in an export, and why.
    #[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
    LeftOut {
        /// Why.
        why: LeftOutWhy,
        /// Which entries.
        entries: Vec<u64>,
    }

    /// Exported. Exporting is not sending.
    ///
    /// Stands in the export itself as its last entry: what the file is, what had to be said first, and what was left
    /// out of it. An entry without `renderer` was noted by hand and says less.
    #[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
    Exported {
        /// In which format.
        format: String,
        /// For which child alone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        for_child: Option<u32>,
        /// For which reader alone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        for_reader: Option<String>,
        /// SHA-256 of the exported bytes, in hexadecimal, where somebody noted it. No file says it of itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        digest: Option<String>,
        /// Which version of ours makes the readable account of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        renderer: Option<u32>,
        /// The last year in which the guidance was in force, where that was past.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        past_end: Option<u32>,
        /// What had to be said first.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        say_first: Option<SayFirst>,
        /// Every entry that has no words in it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        left_out: Vec<LeftOut>,
        /// The sections of the text in the order of the force's own form, where its guidance has one.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        form: Vec<ExportSection>,
    }

    /// A prompt of the review, and what the supervisor said to it.
    #[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
    ReviewAnswer {
        /// The prompt, as worded.
        shown: Shown,
        /// The words.
        words: String,
    }

    /// Reviewed by a supervisor.
    #[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
    Reviewed {
        /// The supervisor's words.
        words: String,
        /// What is asked, and of whom.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        asked_of: Option<String>,
        /// What was said to the prompts for the review.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        answers: Vec<ReviewAnswer>,
    }

    /// A hold set or lifted, a completion reopened: a reason.
    #[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
    Reason {
        /// The reason.
        reason: String,
    }

    /// Completed, with what stays open.
    #[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
    Completed {
        /// Items still open.
        open: u32,
        /// Items for later.
        later: u32,
        /// Sharings decided and not sent.
        unsent: u32,
        /// Later items and hand-overs not told.
        untold: u32,
    }

    /// Moved to another pack or other values.
    #[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
    MovedToPack {
        /// The guidance before.
        from: PackRef,
        /// The guidance from here on.
        to: PackRef,
        /// The values from here on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        values: Option<String>,
    }

    /// Corrected. The entry it is about stays as it was.
    #[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
    Corrected {
        /// Which entry.
        entry: u64,
        /// How.
        how: Correction,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[uniffi(default = None)]
        reason: Option<String>,
    }

    /// Erased: the words of an entry are gone; that it was, and what it did, stays.
    #[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
    Erased {
        /// Which entry.
        entry: u64,
        /// Why.
        reason: String,
        /// On whose authority.
        authority: String,
        /// What it did, so that nothing older comes back in its place. Found out when it is erased: what is given
        /// here is not taken.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[uniffi(default = None)]
        remains: Option<Remains>,
    }

    /// A child as a hand-over names it. It is no child of this interaction until somebody adds it.
    #[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
    HandedChild {
        /// Its label, where somebody chose one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        label: Option<String>,
        /// Its age.
        age: Age,
        /// How it is involved, as it says there.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        involved: Vec<Involvement>,
        /// What is known of factors, as it says there.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        factors: Vec<FactorSet>,
    }

    /// The file that was taken over: its chain held when it was opened. That does not verify what it says.
    #[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
    HandedFile {
        /// The interaction that it is a record of, in hexadecimal.
        interaction: String,
        /// The end of its chain, in hexadecimal.
        head: String,
        /// How many entries.
        entries: u64,
        /// Entries that stood in it without their words.
        without_words: u64,
        /// The role in which it was recorded.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        role: Option<Role>,
        /// Its handling line: what must not be said holds for whoever takes over.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        handling: Option<String>,
        /// The children that it names.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        children: Vec<HandedChild>,
    }

    /// Taken over, or told before arrival: kept as records, not verified.
    #[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
    TakenOver {
        /// From whom.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<String>,
        /// How.
        how: Told,
        /// What was told: as it was pasted or typed, or the account that a file gives.
        words: String,
        /// The file, where it came as one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        file: Option<HandedFile>,
    }

    /// One immutable line of an interaction's log.
    Entry {
        /// Its sequence number, from 1. It alone orders.
        seq: u64,
        /// Who wrote it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        author: Option<String>,
        /// When it happened.
        done_at: When,
        /// When it was written.
        recorded_at: Moment,
        /// The children it is about; none: the scene.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        about: Vec<u32>,
        /// What happened.
        event: Event,
    }
}

impl Entry {
    /// What is left of an entry without its words: its place, and when the entry before it was written.
    pub(crate) fn gone_after(seq: u64, before: Option<&Entry>) -> Entry {
        let at = before.map_or(Moment::new(Default::default(), 0), |entry| entry.recorded_at);
        let done_at = When {
            at,
            precision: Precision::Unknown,
        };
        Entry {
            seq,
            author: None,
            done_at,
            recorded_at: at,
            about: Vec::new(),
            event: Event::Gone,
        }
    }
}

/// Why danger was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, uniffi::Enum)]
#[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AskedBecause {
    /// The interaction began.
    Start,
    /// A child was added.
    ChildAdded,
    /// Risk is about to be stated.
    BeforeRisk,
    /// The scene is about to be left.
    BeforeLeaving,
    /// The officer is back with children.
    Returned,
    /// A level of immediate danger was stated while danger was not.
    Level,
    /// The officer chose to.
    Chosen,
}

/// How an entry was corrected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, uniffi::Enum)]
#[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Correction {
    /// It was pressed by mistake, and counts for nothing.
    PressedByMistake,
    /// It is about another child.
    MovedToChild {
        /// The child that it is about.
        child: u32,
    },
    /// Its words should read otherwise.
    Reworded {
        /// The words as they should read.
        words: String,
    },
}

/// What happened: one variant for each kind of entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, uniffi::Enum)]
#[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
#[serde(tag = "kind", content = "body", rename_all = "snake_case")]
pub enum Event {
    /// See [`Begun`].
    Begun(Begun),
    /// See [`SceneSet`].
    SceneSet(SceneSet),
    /// See [`ChildAdded`].
    ChildAdded(ChildAdded),
    /// See [`ChildRelabelled`].
    ChildRelabelled(ChildRelabelled),
    /// See [`ChildMerged`].
    ChildMerged(ChildMerged),
    /// See [`CircumstancesSet`].
    CircumstancesSet(CircumstancesSet),
    /// See [`DangerAsked`].
    DangerAsked(DangerAsked),
    /// See [`Answered`].
    Answered(Answered),
    /// See [`Quoted`].
    Quoted(Quoted),
    /// See [`Observed`].
    Observed(Observed),
    /// See [`RiskStated`].
    RiskStated(RiskStated),
    /// See [`ToldSomeone`].
    Told(ToldSomeone),
    /// See [`SharingMoved`].
    SharingMoved(SharingMoved),
    /// See [`ListEnded`].
    ListEnded(ListEnded),
    /// See [`LeftScene`].
    LeftScene(LeftScene),
    /// See [`Returned`].
    Returned(Returned),
    /// See [`ModeSet`].
    ModeSet(ModeSet),
    /// See [`ReferenceAdded`].
    ReferenceAdded(ReferenceAdded),
    /// See [`HandlingSet`].
    HandlingSet(HandlingSet),
    /// See [`CopiedForTheLog`].
    CopiedForTheLog(CopiedForTheLog),
    /// See [`HandedOver`].
    HandedOver(HandedOver),
    /// See [`Exported`].
    Exported(Exported),
    /// See [`Reviewed`].
    Reviewed(Reviewed),
    /// The record is held: it cannot be destroyed.
    HoldSet(Reason),
    /// The hold is lifted.
    HoldLifted(Reason),
    /// See [`Completed`].
    Completed(Completed),
    /// Reopened after completion.
    Reopened(Reason),
    /// See [`MovedToPack`].
    MovedToPack(MovedToPack),
    /// See [`Corrected`].
    Corrected(Corrected),
    /// See [`Erased`].
    Erased(Erased),
    /// See [`TakenOver`].
    TakenOver(TakenOver),
    /// See [`SilentCallSet`].
    SilentCallSet(SilentCallSet),
    /// The words of this entry were erased; its place in the chain stays.
    #[cfg_attr(feature = "build", schemars(skip))]
    Gone,
    /// Written by a newer version: shown as such, and the interaction is read-only.
    #[cfg_attr(feature = "build", schemars(skip))]
    Newer {
        /// The kind, as that version names it.
        kind: String,
        /// Its version.
        v: u32,
    },
}
