//! The shapes of a source: the manifest, and the sections that add to, replace and withdraw what a pack below has.
//!
//! These exist in sources alone; nothing of them is shipped. Refuses negation: what a pack below has goes away only
//! by a withdrawal with its reason.

use crate::pack::types::*;
use crate::sets::Role;
use schemars::JsonSchema;
use serde::Deserialize;

/// Items added to a list of a pack below.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct AddToList {
    /// The list's id.
    pub list: String,
    /// The item after which they stand. Null: at the top.
    pub after: Option<String>,
    /// The items.
    pub items: Vec<Item>,
}

/// Prompts added to a domain of a pack below.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct AddToDomain {
    /// The domain's id.
    pub domain: String,
    /// The prompts; they stand after those that are there.
    pub prompts: Vec<Prompt>,
}

/// Prompts added to an item of a pack below.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct AddPrompts {
    /// The item's id.
    pub item: String,
    /// The prompts; they stand after those that are there.
    pub prompts: Vec<Prompt>,
}

/// The manifest: `pack.json` without its sections.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Manifest {
    pub id: String,
    pub version: u32,
    pub title: String,
    pub force: String,
    pub lang: String,
    pub main_document: String,
    pub roles: Vec<Role>,
    #[serde(default)]
    pub extends: Vec<String>,
}

/// The fields of a manifest.
pub(crate) const MANIFEST: &[&str] = &[
    "id",
    "version",
    "title",
    "force",
    "lang",
    "main_document",
    "roles",
    "extends",
];

/// A source file of a pack: any sections, and in `pack.json` the manifest as well.
#[derive(JsonSchema)]
#[allow(dead_code, reason = "read by the schema alone")]
pub(crate) struct PackSource {
    /// The schema that an editor checks this file with.
    #[serde(rename = "$schema", default)]
    schema: Option<String>,
    /// The pack's id, one kebab-case word: the name of its folder. `pack.json` only, like the next seven.
    #[serde(default)]
    id: Option<String>,
    /// Its version; higher is newer.
    #[serde(default)]
    version: Option<u32>,
    /// Its title.
    #[serde(default)]
    title: Option<String>,
    /// The force or body whose guidance it is.
    #[serde(default)]
    force: Option<String>,
    /// Language, as in BCP 47.
    #[serde(default)]
    lang: Option<String>,
    /// The document whose dates are the pack's dates.
    #[serde(default)]
    main_document: Option<String>,
    /// The roles that have a flow in it.
    #[serde(default)]
    roles: Vec<Role>,
    /// The packs that it builds on: names of folders beside its own.
    #[serde(default)]
    extends: Vec<String>,
    #[serde(default)]
    documents: Vec<Document>,
    #[serde(default)]
    age_bands: Vec<AgeBand>,
    #[serde(default)]
    factors: Vec<Factor>,
    #[serde(default)]
    synonyms: Vec<Synonym>,
    #[serde(default)]
    principles: Vec<Principle>,
    #[serde(default)]
    danger: Option<DangerQuestion>,
    #[serde(default)]
    danger_steps: Vec<DangerStep>,
    #[serde(default)]
    lists: Vec<List>,
    #[serde(default)]
    domains: Vec<Domain>,
    #[serde(default)]
    notices: Vec<Notice>,
    #[serde(default)]
    routes: Vec<Route>,
    #[serde(default)]
    definitions: Vec<Definition>,
    #[serde(default)]
    reference: Vec<Reference>,
    #[serde(default)]
    tables: Vec<Table>,
    #[serde(default)]
    words_to_say: Vec<WordsToSay>,
    #[serde(default)]
    review: Vec<ReviewPrompt>,
    /// The order of the export. Replaces that of a pack below as a whole.
    #[serde(default)]
    export: Vec<ExportSection>,
    #[serde(default)]
    values: Vec<ValueKey>,
    #[serde(default)]
    budgets: Vec<Budget>,
    /// Items added to lists of packs below.
    #[serde(default)]
    add_to_lists: Vec<AddToList>,
    /// Prompts added to domains of packs below.
    #[serde(default)]
    add_to_domains: Vec<AddToDomain>,
    /// Prompts added to items of packs below.
    #[serde(default)]
    add_prompts: Vec<AddPrompts>,
    /// Items that stand in the place of the item of the same id of a pack below.
    #[serde(default)]
    replace_items: Vec<Item>,
    /// What is taken away of the packs below, and why.
    #[serde(default)]
    withdraw: Vec<Withdrawn>,
}
