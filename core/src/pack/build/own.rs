//! What a pack's own sources say, section by section, with the place of every named piece.
//!
//! Every element is read for itself, so that one run names every fault. Refuses fields and sections that nobody
//! knows: in a source they are slips of the pen, not a later version.

use super::files::{SourceFile, array, members, name};
use super::finding::Finding;
use super::source::{AddPrompts, AddToDomain, AddToList, MANIFEST, Manifest};
use crate::pack::types::*;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use std::collections::HashMap;

/// Where a named piece stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub file: String,
    pub line: usize,
}

/// Places by section and name.
pub(crate) type Places = HashMap<(&'static str, String), Place>;

/// A pack's own sources.
#[derive(Debug, Default)]
pub(crate) struct Own {
    pub manifest: Option<Manifest>,
    /// Its own sections.
    pub file: PackFile,
    pub has_export: bool,
    pub add_to_lists: Vec<AddToList>,
    pub add_to_domains: Vec<AddToDomain>,
    pub add_prompts: Vec<AddPrompts>,
    pub replace_items: Vec<Item>,
    pub withdraw: Vec<Withdrawn>,
    pub places: Places,
    /// Whether anything could not be read, so that what refers to it is not blamed.
    pub partial: bool,
}

/// Reads what the files of one pack say.
pub(crate) fn read(files: &[SourceFile], found: &mut Vec<Finding>) -> Own {
    let mut own = Own::default();
    for file in files {
        let Ok(root) = serde_json::from_str::<&RawValue>(&file.text) else {
            continue;
        };
        let mut reader = Reader {
            file,
            own: &mut own,
            found,
        };
        if root.get().starts_with('{') {
            reader.sections(root, file.manifest);
        } else {
            let sentence = "a source file is an object whose keys are sections".to_owned();
            reader.fault("wrong-type", root.get(), "the file", sentence);
        }
    }
    own
}

struct Reader<'a> {
    file: &'a SourceFile,
    own: &'a mut Own,
    found: &'a mut Vec<Finding>,
}

impl Reader<'_> {
    fn fault(&mut self, rule: &'static str, at: &str, name: &str, sentence: String) {
        self.own.partial = true;
        self.found.push(self.file.finding(rule, at, name, sentence));
    }

    fn sections(&mut self, root: &RawValue, is_manifest: bool) {
        if is_manifest {
            self.manifest(root);
        }
        for (key, raw) in members(root) {
            match key.as_ref() {
                "$schema" => {}
                key if MANIFEST.contains(&key) && is_manifest => {}
                "documents" => self.section("documents", raw, |own| &mut own.file.documents),
                "age_bands" => self.section("age_bands", raw, |own| &mut own.file.age_bands),
                "factors" => self.section("factors", raw, |own| &mut own.file.factors),
                "synonyms" => self.section("synonyms", raw, |own| &mut own.file.synonyms),
                "principles" => self.section("principles", raw, |own| &mut own.file.principles),
                "danger_steps" => self.section("danger_steps", raw, |own| &mut own.file.danger_steps),
                "lists" => self.section("lists", raw, |own| &mut own.file.lists),
                "domains" => self.section("domains", raw, |own| &mut own.file.domains),
                "notices" => self.section("notices", raw, |own| &mut own.file.notices),
                "routes" => self.section("routes", raw, |own| &mut own.file.routes),
                "definitions" => self.section("definitions", raw, |own| &mut own.file.definitions),
                "reference" => self.section("reference", raw, |own| &mut own.file.reference),
                "tables" => self.section("tables", raw, |own| &mut own.file.tables),
                "words_to_say" => self.section("words_to_say", raw, |own| &mut own.file.words_to_say),
                "review" => self.section("review", raw, |own| &mut own.file.review),
                "values" => self.section("values", raw, |own| &mut own.file.values),
                "budgets" => self.section("budgets", raw, |own| &mut own.file.budgets),
                "export" => {
                    self.own.has_export = true;
                    self.section("export", raw, |own| &mut own.file.export);
                }
                "add_to_lists" => self.section("add_to_lists", raw, |own| &mut own.add_to_lists),
                "add_to_domains" => self.section("add_to_domains", raw, |own| &mut own.add_to_domains),
                "add_prompts" => self.section("add_prompts", raw, |own| &mut own.add_prompts),
                "replace_items" => self.section("replace_items", raw, |own| &mut own.replace_items),
                "withdraw" => self.section("withdraw", raw, |own| &mut own.withdraw),
                "danger" => self.danger(raw),
                other => {
                    let sentence = "there is no section of this name: see content/FORMAT.md".to_owned();
                    self.fault("unknown-section", raw.get(), other, sentence);
                }
            }
        }
    }

    fn manifest(&mut self, root: &RawValue) {
        let Some(manifest) = self.typed::<Manifest>(root, false) else {
            return;
        };
        for (name, key) in [(manifest.id.clone(), "id"), ("extends".to_owned(), "extends")] {
            let line = members(root)
                .get(key)
                .map_or(1, |raw| self.file.line_of(raw.get()));
            self.own.places.insert(
                ("pack", name),
                Place {
                    file: self.file.shown.clone(),
                    line,
                },
            );
        }
        self.own.manifest = Some(manifest);
    }

    fn danger(&mut self, raw: &RawValue) {
        self.place("danger", raw);
        if let Some(danger) = self.typed::<DangerQuestion>(raw, true) {
            self.own.file.danger = Some(danger);
        }
    }

    /// Adds the elements of this file to the section.
    fn section<T: DeserializeOwned>(
        &mut self,
        section: &'static str,
        raw: &RawValue,
        of: impl Fn(&mut Own) -> &mut Vec<T>,
    ) {
        let Some(elements) = array(raw) else {
            self.fault(
                "wrong-type",
                raw.get(),
                section,
                "this section is a list, in [ ]".to_owned(),
            );
            return;
        };
        for element in elements {
            self.places_in(section, element);
            let before = self.found.len();
            match self.typed::<T>(element, true) {
                Some(it) => of(self.own).push(it),
                None => self.further(section, element, before),
            }
        }
    }

    /// Reads one element; a fault, or a field that nobody knows, is a finding at its own line.
    fn typed<T: DeserializeOwned>(&mut self, raw: &RawValue, all_fields: bool) -> Option<T> {
        let mut unknown = Vec::new();
        let mut from = serde_json::Deserializer::from_str(raw.get());
        let read = serde_ignored::deserialize(&mut from, |path| unknown.push(path.to_string()));
        for path in unknown.iter().filter(|_| all_fields) {
            let at = find(raw, path).unwrap_or(raw);
            let field = path.rsplit('.').next().unwrap_or_default();
            let name = self.file.name_of(at.get()).unwrap_or(field).to_owned();
            let sentence = format!(
                "there is no field `{}` here: see the JSON Schema",
                crate::pack::elements::shown(field)
            );
            self.found
                .push(self.file.finding("unknown-field", at.get(), &name, sentence));
        }
        match read {
            Ok(it) => Some(it),
            Err(error) => {
                let at = self.file.slice_at(raw.get(), error.line(), error.column());
                let text = error.to_string();
                let sentence = text.split(" at line ").next().unwrap_or_default().to_owned();
                let rule = if sentence.starts_with("missing field") {
                    "missing-field"
                } else if sentence.starts_with("unknown variant") {
                    "not-in-set"
                } else {
                    "wrong-type"
                };
                let named = self.file.name_of(at).map(str::to_owned).or_else(|| name(raw));
                let named = named.unwrap_or_else(|| "(no id)".to_owned());
                self.fault(rule, at, &named, sentence);
                None
            }
        }
    }

    /// After the first fault of a list: what else is wrong in its items.
    fn further(&mut self, section: &'static str, element: &RawValue, before: usize) {
        if !matches!(section, "lists" | "add_to_lists") {
            return;
        }
        let items = members(element)
            .get("items")
            .and_then(|raw| array(raw))
            .unwrap_or_default();
        for item in items {
            self.typed::<Item>(item, true);
        }
        let mut fresh = self.found.split_off(before);
        fresh.sort();
        fresh.dedup();
        self.found.append(&mut fresh);
    }

    /// Notes where an element stands, and the items and prompts in it.
    fn places_in(&mut self, section: &'static str, element: &RawValue) {
        self.place(
            if section == "replace_items" {
                "items"
            } else {
                section
            },
            element,
        );
        let inside = members(element);
        for item in inside.get("items").and_then(|raw| array(raw)).unwrap_or_default() {
            self.places_in("items", item);
        }
        for prompt in inside
            .get("prompts")
            .and_then(|raw| array(raw))
            .unwrap_or_default()
        {
            self.place("prompts", prompt);
        }
    }

    fn place(&mut self, section: &'static str, raw: &RawValue) {
        let Some(name) = name(raw) else { return };
        let adds = section.starts_with("add_");
        let place = Place {
            file: self.file.shown.clone(),
            line: self.file.line_of(raw.get()),
        };
        let old = self.own.places.insert((section, name.clone()), place);
        if let Some(old) = old.filter(|_| !adds) {
            let sentence = format!("it stands already in {}:{}: keep one", old.file, old.line);
            // The first is the one that keeps its place.
            self.own.places.insert((section, name.clone()), old);
            self.found
                .push(self.file.finding("duplicate-id", raw.get(), &name, sentence));
        }
    }
}

/// The value at serde_ignored's path, `items.2.prompts.0.text`, where it stands in the text.
fn find<'t>(raw: &'t RawValue, path: &str) -> Option<&'t RawValue> {
    path.split('.')
        .filter(|step| *step != "?")
        .try_fold(raw, |raw, step| match array(raw) {
            Some(elements) => elements.get(step.parse::<usize>().ok()?).copied(),
            None => members(raw).get(step).copied(),
        })
}
