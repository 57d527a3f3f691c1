//! The worklist as this tool shows it: rows joined with the pack's words, for JSON and for a page of text.
//!
//! The same for circumstances given on the command line and for an interaction. Refuses to decide anything: what
//! applies, why and what follows is core's.

mod make;
mod text;

pub use make::{Made, make};
pub use text::{print, prompt_words};

use childfirst::interaction::local::LocalState;
use childfirst::interaction::worklist::Mark;
use childfirst::sets::*;
use serde::Serialize;

/// The worklist, whole.
#[derive(Debug, Serialize)]
pub struct View<'a> {
    /// The guidance.
    pub pack: PackView<'a>,
    /// Whose worklist.
    pub role: Option<Role>,
    /// What is not known yet.
    pub unknowns: Vec<String>,
    /// The danger question.
    pub danger: Option<DangerView<'a>>,
    /// What is pinned above everything.
    pub notices: Vec<NoticeView<'a>>,
    /// The lists, by phase.
    pub phases: Vec<PhaseView<'a>>,
    /// How many facts of the whole interaction are not seen, heard or said by a child.
    pub hearsay: u32,
    /// What follows, in this force.
    pub routes: Vec<RouteView<'a>>,
}

/// The guidance.
#[derive(Debug, Serialize)]
pub struct PackView<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its version.
    pub version: u32,
    /// The SHA-256 of its bytes.
    pub digest: &'a str,
    /// Its title.
    pub title: &'a str,
    /// The last year of its main document, where it says one.
    pub to_year: Option<u32>,
    /// Whether that year is past.
    pub past_end: bool,
    /// The line that says which guidance it is.
    pub pin: String,
    /// That its time is past, in a sentence.
    #[serde(skip)]
    pub past_words: Option<String>,
}

/// Where a document carries something.
#[derive(Debug, Serialize)]
pub struct SourceView<'a> {
    /// The document's id.
    pub document: &'a str,
    /// Its short title.
    pub title: &'a str,
    /// The heading.
    pub section: &'a str,
    /// Which sentence.
    pub rests_on: &'a str,
    /// What is damaged or contradicted there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<&'a str>,
}

/// Where guidance comes from: a document, or practice with its reason.
#[derive(Debug, Serialize)]
pub struct FromView<'a> {
    /// Source or practice.
    pub origin: Origin,
    /// Where a document carries it.
    pub source: Option<SourceView<'a>>,
    /// Why practice has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'a str>,
}

/// A local value that something rests on.
#[derive(Debug, Serialize)]
pub struct ValueView<'a> {
    /// Its key.
    pub value: &'a str,
    /// What it is.
    pub value_label: &'a str,
    /// True: there are no words of the force to show.
    pub unset: bool,
    /// How it stands: set, corrected since the record began, not set, or not to be read on this device.
    pub value_state: LocalState,
    /// The force's own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value_text: Option<String>,
}

/// The danger question, and how it stands.
#[derive(Debug, Serialize)]
pub struct DangerView<'a> {
    /// Its id.
    pub id: &'a str,
    /// The question.
    pub question: &'a str,
    /// What widens it.
    pub hint: &'a str,
    /// Why it comes first.
    pub why: &'a str,
    /// Source or practice, and its reason.
    #[serde(flatten)]
    pub from: FromView<'a>,
    /// What is shown when the answer is yes.
    pub steps: Vec<StepView<'a>>,
    /// How it was last answered, in an interaction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered: Option<childfirst::DangerBlock>,
}

/// One step that follows from yes.
#[derive(Debug, Serialize)]
pub struct StepView<'a> {
    /// Its id.
    pub id: &'a str,
    /// The words.
    pub text: &'a str,
    /// Where it comes from.
    #[serde(flatten)]
    pub from: FromView<'a>,
    /// The local value that it needs.
    #[serde(flatten)]
    pub value: Option<ValueView<'a>>,
}

/// A pinned notice.
#[derive(Debug, Serialize)]
pub struct NoticeView<'a> {
    /// Its id.
    pub id: &'a str,
    /// The words.
    pub text: &'a str,
    /// The child for whom it shows.
    pub child: Option<ChildView>,
    /// Where it comes from.
    #[serde(flatten)]
    pub from: FromView<'a>,
    /// The force's own words.
    #[serde(flatten)]
    pub value: Option<ValueView<'a>>,
}

/// A child of the interaction.
#[derive(Debug, Clone, Serialize)]
pub struct ChildView {
    /// Its number.
    pub number: u32,
    /// Label and age.
    pub title: String,
}

/// How many rows stand how. Folded rows and prompts are never counted as left.
#[derive(Debug, Default, Clone, Copy, Serialize)]
pub struct Counts {
    /// Open.
    pub left: u32,
    /// For later.
    pub later: u32,
    /// Done, not done or does not apply.
    pub answered: u32,
    /// Not reached.
    pub not_reached: u32,
    /// Folded.
    pub folded: u32,
    /// Answers not seen, heard or said by a child.
    pub hearsay: u32,
}

/// A phase.
#[derive(Debug, Serialize)]
pub struct PhaseView<'a> {
    /// Which.
    pub phase: Phase,
    /// Its words, for this role.
    pub title: &'static str,
    /// Its counts.
    #[serde(flatten)]
    pub counts: Counts,
    /// Its lists.
    pub lists: Vec<ListView<'a>>,
}

/// A list.
#[derive(Debug, Serialize)]
pub struct ListView<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its title.
    pub title: &'a str,
    /// Its counts.
    #[serde(flatten)]
    pub counts: Counts,
    /// "May apply: 3, if …", where rows are folded.
    pub fold: Option<String>,
    /// Its rows.
    pub items: Vec<ItemView<'a>>,
}

/// A row: an item, for the scene or for one child.
#[derive(Debug, Serialize)]
pub struct ItemView<'a> {
    /// Its id.
    pub id: &'a str,
    /// The words.
    pub text: &'a str,
    /// Why it matters.
    pub why: &'a str,
    /// Which kind of entry answers it.
    pub kind: AnsweredBy,
    /// Where it comes from.
    #[serde(flatten)]
    pub from: FromView<'a>,
    /// The principles that it serves.
    pub principles: &'a [String],
    /// How it stands.
    pub standing: Standing,
    /// Whether it applies whenever it may.
    pub immediate: bool,
    /// Asked once, or for each child.
    pub scope: Scope,
    /// For which child, in an interaction.
    pub child: Option<ChildView>,
    /// Why it is here.
    pub because: String,
    /// Whether it is folded.
    pub folded: bool,
    /// How it stands with the officer.
    pub mark: Mark,
    /// The answer in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    /// The entry of the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<u64>,
    /// Whether the answer is not seen, heard or said by a child.
    pub hearsay: bool,
    /// Whether it was answered under earlier wording.
    pub earlier_wording: bool,
    /// The local value that says how in this force.
    #[serde(flatten)]
    pub value: Option<ValueView<'a>>,
    /// What to notice, ask and think about: its own, then those of its domains.
    pub prompts: Vec<PromptView<'a>>,
}

/// A prompt.
#[derive(Debug, Serialize)]
pub struct PromptView<'a> {
    /// Its id.
    pub id: &'a str,
    /// What it is for.
    pub kind: PromptKind,
    /// The words.
    pub text: &'a str,
    /// How it stands.
    pub standing: Standing,
    /// What it depends on, where it may apply.
    #[serde(rename = "if", skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
    /// The domain that it belongs to; none: the item's own.
    pub domain: Option<DomainView<'a>>,
    /// Where it comes from.
    #[serde(flatten)]
    pub from: FromView<'a>,
}

/// A domain of risk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct DomainView<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its title.
    pub title: &'a str,
}

/// A route: what follows in this force.
#[derive(Debug, Serialize)]
pub struct RouteView<'a> {
    /// Its id.
    pub id: &'a str,
    /// What follows.
    pub text: &'a str,
    /// How it stands.
    pub standing: Standing,
    /// Whether it follows whatever the level.
    pub whatever_the_level: bool,
    /// The levels from which it follows.
    pub levels: &'a [Level],
    /// Whether it is the way for urgent cases.
    pub urgent: bool,
    /// Who to tell.
    pub to: Option<&'a str>,
    /// How.
    pub how: Option<&'a str>,
    /// The children for whom it follows or may.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<u32>,
    /// Where it comes from.
    #[serde(flatten)]
    pub from: FromView<'a>,
    /// The force's own route.
    #[serde(flatten)]
    pub value: Option<ValueView<'a>>,
}
