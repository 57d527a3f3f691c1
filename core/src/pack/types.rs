//! What guidance is: the types of a pack, as it is written in sources and as it is shipped.
//!
//! One definition serves the JSON of the sources, the JSON that is signed, the JSON Schema and the hosts' languages.
//! Refuses to decide anything: when something applies is data (`for`, a list of [`Case`]s), evaluated in `standing`.
//! Ids of guidance carry their pack and are paths in kebab-case (`six-principles/now/see-each-child`); ids of
//! vocabulary (age bands, factors, values) are single kebab-case words (`domestic-abuse`).

use crate::sets::*;
use serde::{Deserialize, Serialize};

/// Derives what every pack type shares.
macro_rules! pack_types {
    ($($(#[$meta:meta])* $name:ident { $($(#[$fmeta:meta])* $field:ident: $ty:ty,)+ })+) => { $(
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, uniffi::Record)]
        #[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
        $(#[$meta])*
        pub struct $name { $($(#[$fmeta])* pub $field: $ty,)+ }
    )+ };
}

/// What core can write in an export: the ids of its sections, in the order in which they stand where a force has none of
/// its own. What a form does not name stands under what it belongs to, or before the log.
pub const EXPORT_SECTIONS: &[&str] = &[
    "handling",
    "where",
    "unsent",
    "untold",
    "not_reached",
    "open",
    "later",
    "not_done",
    "may_apply",
    "missing",
    "danger",
    "children",
    "words",
    "observed",
    "risk",
    "known",
    "answers",
    "hearsay",
    "sharing",
    "told",
    "handed_over",
    "scene",
    "before_arrival",
    "references",
    "review",
    "status",
    "exports",
    "corrections",
    "clock",
    "log",
];

fn is_false(flag: &bool) -> bool {
    !flag
}

pack_types! {
    /// Where in which document a piece of guidance stands, and which sentence it rests on.
    Citation {
        /// The document's id, one of the pack's `documents`.
        document: String,
        /// The heading under which the sentence stands, as printed.
        section: String,
        /// Which sentence it rests on, in a few words of our own. Never the sentence itself.
        rests_on: String,
        /// What is damaged, contradicted or misplaced there, in our own words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    }

    /// A document that guidance rests on.
    Document {
        /// Its id: one kebab-case word.
        id: String,
        /// Its title, as printed.
        title: String,
        /// Who issued it.
        publisher: String,
        /// The short form for a source line, `Hampshire strategy 2021-24`.
        short: String,
        /// The first year it was in force, where it says one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from_year: Option<u32>,
        /// The last year it was in force. After it the pack says "past its end date".
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to_year: Option<u32>,
        /// What is damaged or contradictory in it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        notes: Vec<String>,
    }

    /// One way in which something can apply: a set of allowed values for each dimension. Dimensions left out
    /// allow anything; dimensions are ANDed, the values of one dimension ORed. There is no negation.
    #[derive(Default)]
    Case {
        /// Roles.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        roles: Vec<Role>,
        /// Ids of age bands.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        ages: Vec<String>,
        /// How a child is involved: any of these.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        involved: Vec<Involvement>,
        /// Where the scene is. `not_known` is not allowed here: not known shows all anyway.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        places: Vec<Place>,
        /// Where the child is. `not_known` is not allowed here.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        presence: Vec<Presence>,
        /// Ids of factors: any of these present.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        factors: Vec<String>,
    }

    /// A span of ages that guidance can name. Pack data: it differs by force.
    AgeBand {
        /// Its id: one kebab-case word.
        id: String,
        /// Words for it: `under 10`.
        label: String,
        /// The youngest age in it, in whole months. Left out: from birth.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from_months: Option<u32>,
        /// The oldest age in it, in whole months, included. Left out: no upper end.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to_months: Option<u32>,
        /// Whether it holds children not yet born.
        #[serde(default, skip_serializing_if = "is_false")]
        unborn: bool,
        /// Whether it holds children who are born. A band that holds only the unborn says false.
        #[serde(default = "yes", skip_serializing_if = "Clone::clone")]
        born: bool,
        /// Source or practice.
        origin: Origin,
        /// Where a document carries it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        source: Option<Citation>,
    }

    /// Something that may be known about a child or home and widens what is asked. Never a label.
    Factor {
        /// Its id: one kebab-case word.
        id: String,
        /// Words that follow "if there is" or stand alone: `domestic abuse in the home`.
        label: String,
        /// The whole condition after "if", for a fold: `there is domestic abuse in the home`.
        condition: String,
        /// Source or practice.
        origin: Origin,
        /// Where a document carries it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        source: Option<Citation>,
        /// Why practice has it, in one line.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    }

    /// Words that mean the same in a search: an abbreviation and what it stands for.
    Synonym {
        /// What is typed: `CSE`.
        term: String,
        /// What is looked for as well: `child sexual exploitation`.
        means: Vec<String>,
    }

    /// One of the six key principles.
    Principle {
        /// Its id.
        id: String,
        /// Its number among its kind: 1 to 3.
        number: u32,
        /// Whether it guides or must be done.
        kind: PrincipleKind,
        /// Its title, as the strategy prints it.
        title: String,
        /// What it asks, in our own words.
        text: String,
        /// Where it stands.
        source: Citation,
    }

    /// The yes-or-no question that stands in the place of an open one on a silent call. Always safe working.
    SilentQuestion {
        /// The question, at most 20 words. It does not lead.
        text: String,
        /// Why it is asked like this, in one line.
        reason: String,
    }

    /// Something to notice, ask or think about. Folded under an item or a domain; never counted as left.
    Prompt {
        /// Its id.
        id: String,
        /// What it is for.
        kind: PromptKind,
        /// The words, at most about 20.
        text: String,
        /// When it applies. Left out: always.
        #[serde(rename = "for", default, skip_serializing_if = "Vec::is_empty")]
        cases: Vec<Case>,
        /// Ids of the principles it serves.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        principles: Vec<String>,
        /// Source or practice.
        origin: Origin,
        /// Where a document carries it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        source: Option<Citation>,
        /// Why practice has it, in one line.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        /// How it is asked on a silent call. Left out: not at all.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        silent: Option<SilentQuestion>,
    }

    /// One instruction or question that asks for an answer and is counted.
    Item {
        /// Its id.
        id: String,
        /// The words, at most about 20, one thing.
        text: String,
        /// Why it matters, in one or two sentences.
        why: String,
        /// Asked once, or for each child.
        scope: Scope,
        /// Which entry answers it.
        answered_by: AnsweredBy,
        /// Applies whenever it may, and never folds.
        #[serde(default, skip_serializing_if = "is_false")]
        immediate: bool,
        /// Whether it can be done only at the scene (or on the line). Left out: yes, except afterwards.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at_scene: Option<bool>,
        /// Ids of the principles it serves.
        principles: Vec<String>,
        /// When it applies. Left out: always. A case without roles takes those of its list.
        #[serde(rename = "for", default, skip_serializing_if = "Vec::is_empty")]
        cases: Vec<Case>,
        /// Source or practice.
        origin: Origin,
        /// Where a document carries it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        source: Option<Citation>,
        /// Why practice has it, in one line.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        /// What to notice, ask and think about while at it; at most nine.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        prompts: Vec<Prompt>,
        /// Ids of the risk domains whose prompts help here.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        domains: Vec<String>,
        /// Key of a local value that says how in this force.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        value: Option<String>,
        /// The place of its answer on the sheet for a supervisor, where it has one of its own.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sheet: Option<SheetPlace>,
        /// Which of the questions of a call it is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        call_step: Option<CallStep>,
        /// How it is asked on a silent call. Left out: what needs the line waits then.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        silent: Option<SilentQuestion>,
        /// What it waits for on a call: `until_safe_to_talk` or `not_on_a_silent_call`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        waits: Option<Waits>,
    }

    /// What is worked through together: at most nine items.
    List {
        /// Its id.
        id: String,
        /// When it is worked through.
        phase: Phase,
        /// Its place among the lists of its phase; lower comes first.
        order: u32,
        /// Its title.
        title: String,
        /// Who works through it.
        roles: Vec<Role>,
        /// Its items, in the order in which things happen.
        items: Vec<Item>,
    }

    /// A domain of risk: prompts grouped so that none is forgotten.
    Domain {
        /// Its id.
        id: String,
        /// Its title: `Home and family`.
        title: String,
        /// When it applies. Left out: always.
        #[serde(rename = "for", default, skip_serializing_if = "Vec::is_empty")]
        cases: Vec<Case>,
        /// Its prompts; at most nine.
        prompts: Vec<Prompt>,
    }

    /// Pinned words for a circumstance. Not answered. Shows only when it applies.
    Notice {
        /// Its id.
        id: String,
        /// The words.
        text: String,
        /// When it applies.
        #[serde(rename = "for", default, skip_serializing_if = "Vec::is_empty")]
        cases: Vec<Case>,
        /// Whether it stands while a call is silent, and at no other time.
        #[serde(default, skip_serializing_if = "is_false")]
        on_silent_call: bool,
        /// Key of the local value that carries the force's own words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        value: Option<String>,
        /// Source or practice.
        origin: Origin,
        /// Where a document carries it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        source: Option<Citation>,
        /// Why practice has it, in one line.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    }

    /// One of the few lines shown when the answer to danger is yes.
    DangerStep {
        /// Its id.
        id: String,
        /// The words.
        text: String,
        /// Its place; lower comes first.
        order: u32,
        /// Who sees it. Left out: everybody.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        roles: Vec<Role>,
        /// Key of the local value that it needs, a telephone number for example.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        value: Option<String>,
        /// Source or practice.
        origin: Origin,
        /// Where a document carries it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        source: Option<Citation>,
        /// Why practice has it, in one line.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    }

    /// The danger question: the first entry of every interaction.
    DangerQuestion {
        /// Its id.
        id: String,
        /// The question. Never says "here".
        text: String,
        /// What widens it: where they are, came from, or go next.
        hint: String,
        /// Why it comes first.
        why: String,
        /// Source or practice.
        origin: Origin,
        /// Why practice has it, in one line.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    }

    /// What follows in this force: who to tell, how, and whether it is urgent.
    Route {
        /// Its id.
        id: String,
        /// What follows, in the strength of its sentence.
        text: String,
        /// The levels from which it follows. Empty: it follows from a circumstance, whatever the level.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        levels: Vec<Level>,
        /// The circumstances from which it follows.
        #[serde(rename = "for", default, skip_serializing_if = "Vec::is_empty")]
        cases: Vec<Case>,
        /// Who to tell, where a document or value says so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<String>,
        /// How.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        how: Option<String>,
        /// Whether it is the way for urgent cases.
        #[serde(default, skip_serializing_if = "is_false")]
        urgent: bool,
        /// Key of the local value that carries the force's own route.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        value: Option<String>,
        /// Source or practice.
        origin: Origin,
        /// Where a document carries it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        source: Option<Citation>,
        /// Why practice has it, in one line.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    }

    /// A term that a document defines.
    Definition {
        /// Its id.
        id: String,
        /// The term, as printed.
        term: String,
        /// What it means, in our own words.
        text: String,
        /// Its points, in our own words.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        points: Vec<String>,
        /// Where it stands.
        source: Citation,
    }

    /// A passage to read and search: an area of focus, an objective, a priority, governance.
    Reference {
        /// Its id.
        id: String,
        /// Its title.
        title: String,
        /// Where it is printed: `Tackling crime and offending, priority 2 of 4`.
        place: String,
        /// What it says, in our own words.
        text: String,
        /// A note on damage or a contradiction.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
        /// Where it stands.
        source: Citation,
    }

    /// A table to read and search, row for row.
    Table {
        /// Its id.
        id: String,
        /// Its title.
        title: String,
        /// The headings of its columns.
        columns: Vec<String>,
        /// Its rows; each has a cell for each column.
        rows: Vec<Vec<String>>,
        /// Notes on contradictions.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        notes: Vec<String>,
        /// Where it stands.
        source: Citation,
    }

    /// Words to say aloud when somebody asks what is being written.
    WordsToSay {
        /// Its id.
        id: String,
        /// What is asked, or to whom it is said.
        asked: String,
        /// The default words.
        text: String,
        /// Key of the local value that carries the force's own words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        value: Option<String>,
        /// Source or practice.
        origin: Origin,
        /// Why practice has it, in one line.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    }

    /// A prompt for the supervisor who reviews the record.
    ReviewPrompt {
        /// Its id.
        id: String,
        /// The question.
        text: String,
        /// The children it is asked about. Left out: any. It says that it does not apply when that is known of every
        /// child, never while it is not known.
        #[serde(rename = "for", default, skip_serializing_if = "Vec::is_empty")]
        cases: Vec<Case>,
        /// Source or practice.
        origin: Origin,
        /// Where a document carries it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        source: Option<Citation>,
        /// Why practice has it, in one line.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    }

    /// One section of the export, in the order of the force's own form.
    ExportSection {
        /// Its id, one of [`EXPORT_SECTIONS`].
        section: String,
        /// The heading on the force's form.
        title: String,
    }

    /// A local value that a force fills in. Empty by default: shown as "your force has not set this".
    ValueKey {
        /// Its key: one kebab-case word.
        key: String,
        /// What it is, for whoever fills it in.
        label: String,
        /// What to fill in, and what it is used for.
        help: String,
        /// What it may be. Left out: any words.
        #[serde(default = "text", skip_serializing_if = "is_text")]
        kind: ValueKind,
        /// Where an immediate step rests on it, a release that leaves it empty is stopped.
        #[serde(default, skip_serializing_if = "is_false")]
        immediate: bool,
    }

    /// How many items a phase may hold for a role: items asked once, and items for each child.
    PhaseBudget {
        /// Items asked once.
        once: u32,
        /// Items for each child.
        per_child: u32,
    }

    /// The ceiling for one role (PRACTICE 1).
    Budget {
        /// Whose.
        role: Role,
        /// Now.
        now: PhaseBudget,
        /// Before leaving; before the line closes.
        before_leaving: PhaseBudget,
        /// Afterwards.
        afterwards: PhaseBudget,
    }

    /// A pack that another was built on.
    BuiltOn {
        /// Its id.
        pack: String,
        /// Its version.
        version: u32,
        /// The SHA-256 of its shipped bytes, in hexadecimal.
        digest: String,
    }

    /// Guidance withdrawn from a pack below, with the reason.
    Withdrawn {
        /// The id of what is withdrawn.
        id: String,
        /// Why.
        reason: String,
    }
}

fn yes() -> bool {
    true
}

fn text() -> ValueKind {
    ValueKind::Text
}

fn is_text(kind: &ValueKind) -> bool {
    *kind == ValueKind::Text
}

/// A pack as it is shipped: whole and flat. Nothing is assembled on a device.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, uniffi::Record)]
#[serde(default)]
pub struct PackFile {
    /// The format of the file.
    pub format: u32,
    /// The oldest reader that can use it.
    pub min_reader: u32,
    /// Names of fields that a reader must understand or refuse the pack.
    pub critical: Vec<String>,
    /// The pack's id.
    pub id: String,
    /// Its version; higher is newer.
    pub version: u32,
    /// Its title: `Hampshire 2021-24`.
    pub title: String,
    /// The force or body whose guidance it is.
    pub force: String,
    /// Language, as in BCP 47.
    pub lang: String,
    /// The document whose dates are the pack's dates.
    pub main_document: String,
    /// The roles that have a flow in it.
    pub roles: Vec<Role>,
    /// What it was built on.
    pub built_on: Vec<BuiltOn>,
    /// What was withdrawn from those.
    pub withdrawn: Vec<Withdrawn>,
    /// The ceilings.
    pub budgets: Vec<Budget>,
    /// The documents that it rests on.
    pub documents: Vec<Document>,
    /// Age bands.
    pub age_bands: Vec<AgeBand>,
    /// Factors.
    pub factors: Vec<Factor>,
    /// Synonyms.
    pub synonyms: Vec<Synonym>,
    /// The principles.
    pub principles: Vec<Principle>,
    /// The danger question, where the pack has a flow.
    pub danger: Option<DangerQuestion>,
    /// What is shown when the answer is yes.
    pub danger_steps: Vec<DangerStep>,
    /// The lists, in order.
    pub lists: Vec<List>,
    /// The risk domains.
    pub domains: Vec<Domain>,
    /// The notices.
    pub notices: Vec<Notice>,
    /// The routes.
    pub routes: Vec<Route>,
    /// The definitions.
    pub definitions: Vec<Definition>,
    /// Passages to read.
    pub reference: Vec<Reference>,
    /// Tables to read.
    pub tables: Vec<Table>,
    /// Words to say.
    pub words_to_say: Vec<WordsToSay>,
    /// Prompts for the review.
    pub review: Vec<ReviewPrompt>,
    /// The order of the export.
    pub export: Vec<ExportSection>,
    /// Declared local values.
    pub values: Vec<ValueKey>,
}
