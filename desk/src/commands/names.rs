//! The nearest name to a mistyped one.
//!
//! Refuses to guess: it suggests, and the command is not run. What was typed is not repeated.

use crate::failure::{Failure, code};

/// The nearest of the names, if one is near.
pub fn nearest<'a>(typed: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = typed.to_lowercase();
    // A path is mistyped at its end more often than at its beginning, which many share.
    let last = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
    names
        .into_iter()
        .map(|name| {
            let whole = strsim::jaro_winkler(&typed, name);
            let end = strsim::jaro_winkler(&last(&typed), &last(name));
            // Half a name is a beginning of it, and as good as the whole.
            let part = typed.len() >= 3 && name.contains(&typed);
            (if part { 0.9_f64.max(end) } else { whole.min(end) }, name)
        })
        .filter(|(near, _)| *near > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

/// Words as an id: small letters, numbers and single hyphens. Empty where nothing of them can be kept.
pub fn kebab(words: &str) -> String {
    let plain = |letter: char| {
        letter
            .is_ascii_alphanumeric()
            .then(|| letter.to_ascii_lowercase())
    };
    let letters: String = words.chars().map(|letter| plain(letter).unwrap_or(' ')).collect();
    letters
        .split(' ')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("-")
}

/// Nothing of that name, with the nearest or with all there are.
pub fn unknown<'a>(what: &str, typed: &str, names: impl IntoIterator<Item = &'a str> + Clone) -> Failure {
    let sentence = match nearest(typed, names.clone()) {
        Some(name) => format!("There is no {what} of that name. Did you mean {name}?"),
        None => {
            let all: Vec<&str> = names.into_iter().collect();
            format!("There is no {what} of that name. There are: {}.", all.join(", "))
        }
    };
    Failure::new(code::NOT_FOUND, sentence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typo_finds_its_name_and_nonsense_finds_none() {
        let factors = ["domestic-abuse", "abuse", "neglect", "missing-episodes"];
        assert_eq!(nearest("domestic-abus", factors), Some("domestic-abuse"));
        assert_eq!(nearest("neglct", factors), Some("neglect"));
        assert_eq!(nearest("missing", factors), Some("missing-episodes"));
        assert_eq!(nearest("zzz", factors), None);
        assert_eq!(
            nearest(
                "six-principles/now/see-teh-child",
                [
                    "six-principles/now/see-the-child",
                    "six-principles/now/tell-the-child"
                ]
            ),
            Some("six-principles/now/see-the-child")
        );
    }
}
