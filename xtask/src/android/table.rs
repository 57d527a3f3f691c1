//! The rows of docs/performance.md that the app's tests measure.
//!
//! Refuses to write into a file that has no place for them.

use super::at;
use crate::Failure;
use std::path::Path;

const BEGIN: &str = "<!-- android: begin -->\n";
const END: &str = "<!-- android: end -->";

/// Puts the rows between their marks in a file. What else was measured is no row.
pub fn put(file: &Path, measured: &str) -> Result<(), Failure> {
    let text = std::fs::read_to_string(file).map_err(at(file))?;
    let new = between(&text, measured)
        .ok_or_else(|| Failure::Usage(format!("{} has no place for this table", file.display())))?;
    std::fs::write(file, new).map_err(at(file))
}

fn between(text: &str, measured: &str) -> Option<String> {
    let (before, rest) = text.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    let rows: String = measured
        .lines()
        .filter(|line| line.starts_with('|'))
        .map(|line| format!("{line}\n"))
        .collect();
    Some(format!(
        "{before}{BEGIN}| what | beside | measured |\n|---|---|---|\n{rows}{END}{after}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_between_their_marks() {
        let text = format!("a\n{BEGIN}old\n{END}\nb\n");
        let new = between(&text, "| x | y | 2 × |\nmonkey: 3 records\n");
        assert_eq!(
            new.as_deref(),
            Some(
                "a\n<!-- android: begin -->\n| what | beside | measured |\n|---|---|---|\n| x | y | 2 × |\n<!-- android: end -->\nb\n"
            )
        );
        assert_eq!(between("no marks", "| x |"), None);
    }

    #[test]
    fn the_page_has_a_place_for_them() {
        let page = include_str!("../../../docs/performance.md");
        assert!(between(page, "").is_some());
    }
}
