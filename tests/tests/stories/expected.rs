//! What a story is expected to come to, and how a difference reads: a few lines of it, with what stood there before.
//!
//! Refuses to write anything unless it is told to bless, and never blesses a story that did not run as it says.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Set: what came of a story becomes what is expected of it.
const BLESS: &str = "CHILDFIRST_BLESS";

/// Compares, or, told to bless, writes.
pub fn compare(folder: &Path, made: &BTreeMap<String, String>) -> Vec<String> {
    if std::env::var_os(BLESS).is_none_or(|value| value.is_empty() || value == "0") {
        return compare_only(folder, made);
    }
    for file in stale(folder, made) {
        fs::remove_file(folder.join(file)).unwrap();
    }
    for (file, text) in made {
        fs::write(folder.join(file), text).unwrap();
    }
    Vec::new()
}

/// Compares, whatever the environment says.
pub fn compare_only(folder: &Path, made: &BTreeMap<String, String>) -> Vec<String> {
    let mut found = Vec::new();
    for (file, now) in made {
        match fs::read_to_string(folder.join(file)) {
            Ok(was) if was == *now => {}
            Ok(was) => found.push(format!(
                "{file} differs (- expected, + now):\n{}",
                difference(&was, now)
            )),
            Err(_) => found.push(format!("{file} is missing")),
        }
    }
    for file in stale(folder, made) {
        found.push(format!("{file} is expected, and nothing makes it"));
    }
    if !found.is_empty() {
        found.push(
            "Read the difference as a sergeant would. If it is better so: `cargo xtask stories --bless`, \
             look at `git diff tests/stories`, and mend the pages in docs/stories that quote it."
                .to_owned(),
        );
    }
    found
}

/// Files of what was expected that nothing makes any more.
fn stale(folder: &Path, made: &BTreeMap<String, String>) -> Vec<String> {
    let files = fs::read_dir(folder).unwrap().flatten();
    let names = files.filter_map(|file| file.file_name().into_string().ok());
    names
        .filter(|name| name.ends_with(".txt") && !made.contains_key(name))
        .collect()
}

/// The lines that differ, with a line of what is the same on either side.
fn difference(was: &str, now: &str) -> String {
    let (was, now): (Vec<&str>, Vec<&str>) = (was.lines().collect(), now.lines().collect());
    // The longest run of lines that both have, from each place on.
    let mut same = vec![vec![0u32; now.len() + 1]; was.len() + 1];
    for w in (0..was.len()).rev() {
        for n in (0..now.len()).rev() {
            same[w][n] = if was[w] == now[n] {
                same[w + 1][n + 1] + 1
            } else {
                same[w + 1][n].max(same[w][n + 1])
            };
        }
    }
    let mut lines: Vec<(char, &str)> = Vec::new();
    let (mut w, mut n) = (0, 0);
    while w < was.len() || n < now.len() {
        if w < was.len() && n < now.len() && was[w] == now[n] {
            lines.push((' ', was[w]));
            (w, n) = (w + 1, n + 1);
        } else if n == now.len() || (w < was.len() && same[w + 1][n] >= same[w][n + 1]) {
            lines.push(('-', was[w]));
            w += 1;
        } else {
            lines.push(('+', now[n]));
            n += 1;
        }
    }
    let near = |at: usize| {
        let around = &lines[at.saturating_sub(1)..lines.len().min(at + 2)];
        around.iter().any(|(mark, _)| *mark != ' ')
    };
    let mut page = String::new();
    for (at, (mark, line)) in lines.iter().enumerate().filter(|(at, _)| near(*at)) {
        if at > 0 && !near(at - 1) {
            page.push_str("  …\n");
        }
        let _ = writeln!(page, "{mark} {line}");
    }
    page
}
