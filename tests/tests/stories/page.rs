//! Whether a page tells what happened: every line that it quotes stands in what came of its story.
//!
//! A fenced block marked `record`, `worklist` or `export` quotes whole lines; `…` alone stands for lines left out.
//! Words in quote marks anywhere else stand in it too. Refuses a page that nobody reads in three minutes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// How long a page may be.
const WORDS: usize = 750;

/// What a page quotes that is not so.
pub fn drifted(page: &Path, made: &BTreeMap<String, String>) -> Vec<String> {
    match fs::read_to_string(page) {
        Ok(text) => check(&text, made),
        Err(error) => vec![format!("{}: {error}", page.display())],
    }
}

fn check(page: &str, made: &BTreeMap<String, String>) -> Vec<String> {
    let mut found = Vec::new();
    let mut fence: Option<String> = None;
    let mut blocks = 0;
    for (number, line) in (1..).zip(page.lines()) {
        if let Some(mark) = line.strip_prefix("```") {
            fence = match fence {
                Some(_) => None,
                None => Some(mark.trim().to_owned()),
            };
            blocks += usize::from(fence.is_some());
            if fence
                .as_deref()
                .is_some_and(|kind| lines_of(kind, made).is_empty())
            {
                found.push(format!(
                    "page, line {number}: a block is marked record, worklist or export"
                ));
            }
            continue;
        }
        match &fence {
            Some(kind) => {
                let known = lines_of(kind, made);
                if !matches!(line.trim(), "" | "…") && !known.contains(line.trim()) {
                    found.push(format!("page, line {number}, stands in no {kind}: {line}"));
                }
            }
            None => {
                for quoted in quotes(line) {
                    if !made.values().any(|text| text.contains(quoted)) {
                        found.push(format!("page, line {number}, quotes what is nowhere: “{quoted}”"));
                    }
                }
            }
        }
    }
    if blocks < 2 {
        found.push(
            "page: it shows what the officer sees and what the record says, so two blocks at least"
                .to_owned(),
        );
    }
    let words = page.split_whitespace().count();
    if words > WORDS {
        found.push(format!(
            "page: {words} words; at most {WORDS} are read in a few minutes"
        ));
    }
    found
}

/// The lines of what came of a story, of one kind.
fn lines_of<'a>(kind: &str, made: &'a BTreeMap<String, String>) -> BTreeSet<&'a str> {
    let of_kind = |file: &&String| {
        let plain = file.strip_prefix("officer-").unwrap_or(file);
        !kind.is_empty() && plain.starts_with(kind)
    };
    let files = made.iter().filter(|(file, _)| of_kind(file));
    files.flat_map(|(_, text)| text.lines().map(str::trim)).collect()
}

/// What stands in quote marks in a line of prose, without the stop that the sentence around it needs.
fn quotes(line: &str) -> impl Iterator<Item = &str> {
    line.split('“')
        .skip(1)
        .filter_map(|rest| rest.split_once('”').map(|(quoted, _)| quoted))
        .map(|quoted| quoted.trim_end_matches(['.', ',']))
}

#[test]
fn a_page_that_says_what_is_nowhere_is_found() {
    let made = BTreeMap::from([
        (
            "record.txt".to_owned(),
            "  Said: “Bang door.”\n  Seen awake, 02:10\n".to_owned(),
        ),
        ("officer-worklist.txt".to_owned(), "Now: 6 left\n".to_owned()),
    ]);
    let good =
        "The boy said “Bang door.”\n\n```record\nSaid: “Bang door.”\n…\n```\n```worklist\nNow: 6 left\n```\n";
    assert_eq!(check(good, &made), Vec::<String>::new());
    for (from, to) in [
        ("Said: “Bang door.”", "Said: “Bang the door.”"),
        ("Now: 6 left", "Now: 5 left"),
        ("The boy said “Bang door.”", "The boy said “Bang.”, “Bad door.”"),
        ("```worklist", "```text"),
        ("```worklist\nNow: 6 left\n```", ""),
    ] {
        let bad = good.replacen(from, to, 1);
        assert!(!check(&bad, &made).is_empty(), "{bad}");
    }
}
