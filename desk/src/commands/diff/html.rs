//! The comparison as one page that stands alone: to read on a screen, to print, to lay before whoever signs.
//!
//! What is gone is struck through and what is new underlined, so that nothing rests on colour. Refuses scripts and
//! anything from elsewhere; every word of a pack is escaped.

use super::{heading, kind_words, section_words, shown_words, sum};
use childfirst::diff::{Change, Difference, Kind, PackDiff};
use similar::{ChangeTag, TextDiff};

const STYLE: &str = "\
:root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;margin:0 auto;max-width:52rem;padding:1rem}\
h1{font-size:1.5rem}h2{font-size:1.2rem;border-top:1px solid;padding-top:.75rem}h3{font-size:1rem;margin-bottom:.25rem}\
code{overflow-wrap:anywhere}dl{margin:0 0 .5rem}dt{font-weight:600}dd{margin:0 0 .25rem 1rem;white-space:pre-line}\
del{text-decoration:line-through}ins{text-decoration:underline;font-weight:600}article{break-inside:avoid}\
@page{size:A4;margin:18mm}";

/// The page.
pub fn page(found: &PackDiff) -> String {
    let mut body = format!(
        "<h1>{}</h1>\n<p>{}</p>\n",
        escape(&heading(found)),
        escape(&sum(found))
    );
    for (name, side) in [("Before", &found.from), ("Now", &found.to)] {
        body.push_str(&format!(
            "<p>{name}: SHA-256 <code>{}</code></p>\n",
            escape(&side.digest)
        ));
    }
    let mut section = "";
    for change in &found.changes {
        if section != change.section {
            section = &change.section;
            body.push_str(&format!("<h2>{}</h2>\n", escape(&section_words(section))));
        }
        body.push_str(&one(change));
    }
    format!(
        "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
        <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
        <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n\
        <style>{STYLE}</style>\n</head>\n<body>\n{body}</body>\n</html>\n",
        escape(&heading(found))
    )
}

fn one(change: &Change) -> String {
    let mut text = format!(
        "<article>\n<h3>{}: <code>{}</code></h3>\n",
        kind_words(change),
        escape(&change.id)
    );
    if let Some(under) = &change.under {
        text.push_str(&format!("<p>In <code>{}</code></p>\n", escape(under)));
    }
    if change.kind != Kind::Changed {
        text.push_str(&format!("<p>{}</p>\n", escape(&change.title)));
    }
    if let Some(reason) = &change.reason {
        text.push_str(&format!("<p>Why: {}</p>\n", escape(reason)));
    }
    if !change.differences.is_empty() {
        let all: String = change.differences.iter().map(difference).collect();
        text.push_str(&format!("<dl>\n{all}</dl>\n"));
    }
    if let Some(shown) = &change.shown {
        text.push_str(&format!("<p>{}</p>\n", escape(&shown_words(shown))));
    }
    text.push_str("</article>\n");
    text
}

fn difference(one: &Difference) -> String {
    let (before, after) = (
        one.before.as_deref().unwrap_or(""),
        one.after.as_deref().unwrap_or(""),
    );
    let (old, new) = marked(before, after);
    let or_nothing = |text: String| {
        if text.is_empty() {
            "nothing".to_owned()
        } else {
            text
        }
    };
    format!(
        "<dt>{}</dt>\n<dd>Before: {}</dd>\n<dd>Now: {}</dd>\n",
        escape(&section_words(&one.what)),
        or_nothing(old),
        or_nothing(new)
    )
}

/// Both wordings, whole, with the words marked that are in one alone.
fn marked(before: &str, after: &str) -> (String, String) {
    let (mut old, mut new) = (String::new(), String::new());
    for change in TextDiff::from_words(before, after).iter_all_changes() {
        let words = escape(change.value());
        match change.tag() {
            ChangeTag::Equal => {
                old.push_str(&words);
                new.push_str(&words);
            }
            ChangeTag::Delete => old.push_str(&format!("<del>{words}</del>")),
            ChangeTag::Insert => new.push_str(&format!("<ins>{words}</ins>")),
        }
    }
    (old, new)
}

fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_wordings_stand_whole_and_what_differs_is_marked() {
        let (old, new) = marked("Ask the child.", "Ask each child <now>.");
        assert_eq!(old.replace("<del>", "").replace("</del>", ""), "Ask the child.");
        assert_eq!(
            new.replace("<ins>", "").replace("</ins>", ""),
            "Ask each child &lt;now&gt;."
        );
        assert!(old.contains("<del>the</del>") && new.contains("<ins>each</ins>"));
    }
}
