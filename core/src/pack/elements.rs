//! Every named piece of a pack in one flat view: what the checks, the builder and the search index walk.
//!
//! Refuses to interpret: it says where a piece stands and what it refers to, nothing more.

use super::types::{Case, Citation, PackFile, Prompt};
use crate::sets::Origin;

/// One named piece of a pack.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Element<'p> {
    /// The section that it stands in; `items` and `prompts` for those inside lists and domains.
    pub section: &'static str,
    /// Its id, key or term.
    pub id: &'p str,
    /// Whether its id is a path that carries its pack.
    pub path: bool,
    /// Source or practice, where it has an origin.
    pub origin: Option<Origin>,
    /// Its citation.
    pub source: Option<&'p Citation>,
    /// Its reason.
    pub reason: Option<&'p str>,
    /// Whether a practice needs a reason here: age bands have none.
    pub reasoned: bool,
    /// When it applies.
    pub cases: &'p [Case],
    /// The principles it serves.
    pub principles: &'p [String],
    /// The domains that help.
    pub domains: &'p [String],
    /// The local value it rests on.
    pub value: Option<&'p str>,
    /// The words that must not be empty.
    pub words: [&'p str; 2],
}

impl<'p> Element<'p> {
    fn new(section: &'static str, id: &'p str, words: [&'p str; 2]) -> Self {
        Element {
            section,
            id,
            path: true,
            origin: None,
            source: None,
            reason: None,
            reasoned: true,
            cases: &[],
            principles: &[],
            domains: &[],
            value: None,
            words,
        }
    }
    fn word(section: &'static str, id: &'p str, words: [&'p str; 2]) -> Self {
        Element {
            path: false,
            ..Element::new(section, id, words)
        }
    }
    fn origin(self, origin: Origin, source: &'p Option<Citation>, reason: &'p Option<String>) -> Self {
        Element {
            origin: Some(origin),
            source: source.as_ref(),
            reason: reason.as_deref(),
            ..self
        }
    }
    fn cited(self, source: &'p Citation) -> Self {
        Element {
            origin: Some(Origin::Source),
            source: Some(source),
            ..self
        }
    }
    fn value(self, value: &'p Option<String>) -> Self {
        Element {
            value: value.as_deref(),
            ..self
        }
    }
    fn cases(self, cases: &'p [Case]) -> Self {
        Element { cases, ..self }
    }
    fn principles(self, principles: &'p [String]) -> Self {
        Element { principles, ..self }
    }
}

fn prompt(it: &Prompt) -> Element<'_> {
    Element::new("prompts", &it.id, [&it.text, "-"])
        .origin(it.origin, &it.source, &it.reason)
        .cases(&it.cases)
        .principles(&it.principles)
}

/// Every named piece of the file, section by section.
pub(crate) fn elements(file: &PackFile) -> Vec<Element<'_>> {
    let mut all = Vec::new();
    all.extend(
        file.documents
            .iter()
            .map(|it| Element::word("documents", &it.id, [&it.title, &it.short])),
    );
    all.extend(file.age_bands.iter().map(|it| Element {
        reasoned: false,
        ..Element::word("age_bands", &it.id, [&it.label, "-"]).origin(it.origin, &it.source, &None)
    }));
    all.extend(file.factors.iter().map(|it| {
        Element::word("factors", &it.id, [&it.label, &it.condition]).origin(it.origin, &it.source, &it.reason)
    }));
    all.extend(file.principles.iter().map(|it| {
        // A principle may be one word or a path: it is vocabulary and guidance at once.
        let path = it.id.contains('/');
        Element {
            path,
            ..Element::new("principles", &it.id, [&it.title, &it.text]).cited(&it.source)
        }
    }));
    all.extend(
        file.danger.iter().map(|it| {
            Element::new("danger", &it.id, [&it.text, &it.why]).origin(it.origin, &None, &it.reason)
        }),
    );
    all.extend(file.danger_steps.iter().map(|it| {
        Element::new("danger_steps", &it.id, [&it.text, "-"])
            .origin(it.origin, &it.source, &it.reason)
            .value(&it.value)
    }));
    for list in &file.lists {
        all.push(Element::new("lists", &list.id, [&list.title, "-"]));
        for it in &list.items {
            all.push(Element {
                domains: &it.domains,
                ..Element::new("items", &it.id, [&it.text, &it.why])
                    .origin(it.origin, &it.source, &it.reason)
                    .cases(&it.cases)
                    .principles(&it.principles)
                    .value(&it.value)
            });
            all.extend(it.prompts.iter().map(prompt));
        }
    }
    for it in &file.domains {
        all.push(Element::new("domains", &it.id, [&it.title, "-"]).cases(&it.cases));
        all.extend(it.prompts.iter().map(prompt));
    }
    all.extend(file.notices.iter().map(|it| {
        Element::new("notices", &it.id, [&it.text, "-"])
            .origin(it.origin, &it.source, &it.reason)
            .cases(&it.cases)
            .value(&it.value)
    }));
    all.extend(file.routes.iter().map(|it| {
        Element::new("routes", &it.id, [&it.text, "-"])
            .origin(it.origin, &it.source, &it.reason)
            .cases(&it.cases)
            .value(&it.value)
    }));
    all.extend(
        file.definitions
            .iter()
            .map(|it| Element::new("definitions", &it.id, [&it.term, &it.text]).cited(&it.source)),
    );
    all.extend(
        file.reference
            .iter()
            .map(|it| Element::new("reference", &it.id, [&it.title, &it.text]).cited(&it.source)),
    );
    all.extend(
        file.tables
            .iter()
            .map(|it| Element::new("tables", &it.id, [&it.title, "-"]).cited(&it.source)),
    );
    all.extend(file.words_to_say.iter().map(|it| {
        Element::new("words_to_say", &it.id, [&it.asked, &it.text])
            .origin(it.origin, &None, &it.reason)
            .value(&it.value)
    }));
    all.extend(file.review.iter().map(|it| {
        Element::new("review", &it.id, [&it.text, "-"])
            .origin(it.origin, &it.source, &it.reason)
            .cases(&it.cases)
    }));
    all.extend(
        file.values
            .iter()
            .map(|it| Element::word("values", &it.key, [&it.label, &it.help])),
    );
    all
}

/// One kebab-case word of ASCII: `domestic-abuse`.
pub(crate) fn is_word(id: &str) -> bool {
    id.len() <= 60
        && id.split('-').all(|part| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        })
}

/// A path of kebab-case words that begins with a pack: `six-principles/now/see-each-child`.
pub(crate) fn is_path(id: &str) -> bool {
    id.len() <= 160 && id.contains('/') && id.split('/').all(is_word)
}

/// An id for a message: as it is when it is one, else escaped and cut, so that marks that read right to left and
/// letters that look like others show.
pub(crate) fn shown(id: &str) -> String {
    if is_word(id) || is_path(id) {
        return id.to_owned();
    }
    let mut text: String = id.chars().take(60).flat_map(escaped).collect();
    if id.chars().nth(60).is_some() {
        text.push('…');
    }
    text
}

fn escaped(c: char) -> Vec<char> {
    if c.is_ascii_graphic() || c == ' ' {
        vec![c]
    } else {
        c.escape_unicode().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_kebab_case_and_whatever_is_not_shows_as_what_it_is() {
        assert!(is_word("domestic-abuse") && is_word("10-to-17"));
        for bad in ["", "-a", "a-", "a--b", "A", "a_b", "a b", "а", "a/b"] {
            assert!(!is_word(bad), "{bad}");
        }
        assert!(is_path("six-principles/now/see-each-child"));
        for bad in ["six-principles", "a//b", "/a", "a/", "a/B", "a/\u{202e}b"] {
            assert!(!is_path(bad), "{bad}");
        }
        assert_eq!(shown("a/\u{202e}b"), "a/\\u{202e}b");
        assert_eq!(shown(&"é".repeat(100)).matches("\\u{e9}").count(), 60);
    }
}
