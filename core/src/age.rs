//! A child's age as an officer knows it: unborn, a range of months, or not known.
//!
//! Typed as people say it (`8m`, `9`, `about 12`, `9-11`). Refuses to guess: a word that is not an age is an error,
//! and *not known* is a full answer.

use crate::error::{Error, Refusal, Result};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The oldest age taken, in months: past the vulnerable age of 18 to 24 nobody here is a child or young person.
const MOST_MONTHS: u32 = 30 * 12;

/// A child's age.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, uniffi::Enum)]
pub enum Age {
    /// Not born yet.
    Unborn,
    /// Between two ages in whole months, both included.
    Months {
        /// The youngest that the child may be.
        least: u32,
        /// The oldest that the child may be.
        most: u32,
    },
    /// Not known. Counts as a child, of any age.
    NotKnown,
}

/// An age as it is typed: `8m`, `3w`, `9`, `9-11`, `~12`, `about 12`, `unborn`, `not known`.
///
/// # Errors
/// [`Error::Refused`] when it is none.
#[uniffi::export]
pub fn age_typed(typed: &str) -> Result<Age> {
    Age::parse(typed).ok_or(Error::Refused {
        why: Refusal::OutOfRange,
    })
}

impl Age {
    /// Reads an age as it is typed: `8m`, `3w`, `9`, `9-11`, `~12`, `about 12`, `unborn`, `not known`.
    pub fn parse(typed: &str) -> Option<Age> {
        let text = typed.trim().to_lowercase().replace('–', "-");
        match text.as_str() {
            "unborn" => return Some(Age::Unborn),
            "not known" | "not_known" | "unknown" | "?" => return Some(Age::NotKnown),
            "newborn" | "under 1 month" => return Some(Age::Months { least: 0, most: 0 }),
            _ => {}
        }
        let about = text
            .strip_prefix('~')
            .or_else(|| text.strip_prefix("about "))
            .map(str::trim);
        if let Some(rest) = about {
            let (least, most) = span(rest)?;
            // About twelve is eleven to thirteen; about eight months is seven to nine.
            let slack = if most > least { 12 } else { 1 };
            return range(least.saturating_sub(slack), most.checked_add(slack)?);
        }
        if let Some((from, to)) = text.split_once('-') {
            // In `8-14m` the unit stands once, for both.
            let unit: String = to
                .trim()
                .trim_start_matches(|c: char| c.is_ascii_digit())
                .to_owned();
            let from = from.trim();
            let from = if from.ends_with(|c: char| c.is_ascii_digit()) {
                format!("{from}{unit}")
            } else {
                from.to_owned()
            };
            return range(span(&from)?.0, span(to.trim())?.1);
        }
        let (least, most) = span(&text)?;
        range(least, most)
    }

    /// Words for a header: `9`, `8 months`, `under 1 month`, `9 to 11`, `11 to 13`, `unborn`, `age not known`.
    pub fn words(&self) -> String {
        let months = |n: u32| {
            if n == 1 {
                "1 month".to_owned()
            } else {
                format!("{n} months")
            }
        };
        match *self {
            Age::Unborn => "unborn".to_owned(),
            Age::NotKnown => "age not known".to_owned(),
            Age::Months { least, most } if least % 12 == 0 && most % 12 == 11 => {
                let (from, to) = (least / 12, most / 12);
                if from == to {
                    from.to_string()
                } else {
                    format!("{from} to {to}")
                }
            }
            Age::Months { least: 0, most: 0 } => "under 1 month".to_owned(),
            Age::Months { least, most } if least == most => months(least),
            Age::Months { least, most } => format!("{least} to {}", months(most)),
        }
    }

    /// The stored form: `unborn`, `not_known`, or months as `108-119m`.
    pub fn stored(&self) -> String {
        match self {
            Age::Unborn => "unborn".to_owned(),
            Age::NotKnown => "not_known".to_owned(),
            Age::Months { least, most } => format!("{least}-{most}m"),
        }
    }
}

/// Reads a child as it is typed: an age alone, or a label and an age (`girl 9`, `older boy, about 12`, `baby 8m`).
///
/// Gives the label, where there is one, and the age; what holds no age is all label.
pub fn parse_child(typed: &str) -> (Option<String>, Age) {
    let typed = typed.trim();
    if let Some(age) = Age::parse(typed) {
        return (None, age);
    }
    // The age stands last; try the longest ending first, so that "girl about 12" is not "girl about" and 12.
    for (at, space) in typed
        .char_indices()
        .filter(|(_, c)| c.is_whitespace() || *c == ',')
    {
        let (label, rest) = (typed.get(..at), typed.get(at + space.len_utf8()..));
        if let (Some(label), Some(rest)) = (label, rest)
            && let Some(age) = Age::parse(rest.trim_start_matches([',', ' ']))
        {
            let label = label.trim().trim_end_matches(',').trim();
            return ((!label.is_empty()).then(|| label.to_owned()), age);
        }
    }
    ((!typed.is_empty()).then(|| typed.to_owned()), Age::NotKnown)
}

/// A child as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Typed {
    /// What was typed of it.
    pub typed: String,
    /// Its label, where one was typed.
    pub label: Option<String>,
    /// Its age.
    pub age: Age,
}

/// Reads the children of a line: `8m, 3, 9`, `girl 9 and boy 3`. None when something in it looks like an age and is
/// none: nothing of such a line is recorded.
pub fn parse_children(typed: &str) -> Option<Vec<Typed>> {
    let mut all: Vec<Typed> = Vec::new();
    let typed = typed.replace(" and ", ", ");
    for part in typed
        .split([',', ';'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        let (label, age) = parse_child(part);
        match (&label, age, all.last_mut()) {
            // "girl, 9": the age of the one before.
            (None, age, Some(before))
                if before.label.is_some() && before.age == Age::NotKnown && age != Age::NotKnown =>
            {
                before.age = age;
                before.typed.push_str(", ");
                before.typed.push_str(part);
            }
            (Some(label), Age::NotKnown, _) if label.starts_with(|letter: char| letter.is_ascii_digit()) => {
                return None;
            }
            _ => all.push(Typed {
                typed: part.to_owned(),
                label,
                age,
            }),
        }
    }
    (!all.is_empty()).then_some(all)
}

fn range(least: u32, most: u32) -> Option<Age> {
    (least <= most && most <= MOST_MONTHS).then_some(Age::Months { least, most })
}

/// The months that one typed number covers: a year is twelve of them, a week or a day none.
fn span(text: &str) -> Option<(u32, u32)> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, unit) = text.split_at_checked(digits)?;
    let number: u32 = number.parse().ok().filter(|n| *n <= 1000)?;
    match unit.trim() {
        "" | "y" | "year" | "years" => Some((number * 12, number * 12 + 11)),
        "m" | "month" | "months" => Some((number, number)),
        // A month has at least four weeks: 3 weeks is no month yet, 6 weeks is one.
        "w" | "week" | "weeks" => Some((number * 7 / 30, number * 7 / 30)),
        "d" | "day" | "days" => Some((number / 30, number / 30)),
        _ => None,
    }
}

impl Serialize for Age {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.stored())
    }
}

impl<'de> Deserialize<'de> for Age {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        Age::parse(&text).ok_or_else(|| de::Error::custom("not an age"))
    }
}

#[cfg(feature = "build")]
impl schemars::JsonSchema for Age {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Age".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "description":
            "An age as it is typed: 8m, 3w, 9, 9-11, ~12, about 12, unborn, not_known." })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_read_as_officers_type_them() {
        let months = |least, most| Some(Age::Months { least, most });
        for (typed, want) in [
            ("8m", months(8, 8)),
            ("9", months(108, 119)),
            ("9-11", months(108, 143)),
            ("~12", months(132, 167)),
            ("about 12", months(132, 167)),
            ("about 8m", months(7, 9)),
            ("8m-14m", months(8, 14)),
            ("8-14m", months(8, 14)),
            ("3w", months(0, 0)),
            ("6 weeks", months(1, 1)),
            ("0", months(0, 11)),
            (" Unborn ", Some(Age::Unborn)),
            ("not known", Some(Age::NotKnown)),
            ("11-9", None),
            ("girl", None),
            ("", None),
            ("-", None),
            ("99", None),
            ("99999999999", None),
            ("é", None),
        ] {
            assert_eq!(Age::parse(typed), want, "{typed}");
        }
    }

    #[test]
    fn a_child_reads_as_it_is_typed() {
        let nine = Age::parse("9").unwrap();
        let label = |label: &str| Some(label.to_owned());
        for (typed, want) in [
            ("girl 9", (label("girl"), nine)),
            ("9", (None, nine)),
            ("girl, 9", (label("girl"), nine)),
            (
                "older boy about 12",
                (label("older boy"), Age::parse("~12").unwrap()),
            ),
            ("baby 8m", (label("baby"), Age::parse("8m").unwrap())),
            (
                "boy in the red coat",
                (label("boy in the red coat"), Age::NotKnown),
            ),
            ("", (None, Age::NotKnown)),
        ] {
            assert_eq!(parse_child(typed), want, "{typed}");
        }
    }

    #[test]
    fn every_age_reads_back_from_its_stored_form() {
        for least in 0..=240 {
            for most in [least, least + 11, least + 12] {
                let age = Age::Months { least, most };
                assert_eq!(Age::parse(&age.stored()), Some(age));
            }
        }
        assert_eq!(Age::parse("9").unwrap().words(), "9");
        assert_eq!(Age::parse("8m").unwrap().words(), "8 months");
        assert_eq!(Age::parse("3w").unwrap().words(), "under 1 month");
        assert_eq!(Age::parse("0-3m").unwrap().words(), "0 to 3 months");
    }

    #[test]
    fn several_children_on_one_line() {
        let read = |typed| {
            parse_children(typed).map(|all| {
                all.into_iter()
                    .map(|one| format!("{}/{}", one.label.unwrap_or_default(), one.age.words()))
                    .collect::<Vec<_>>()
            })
        };
        let want = |words: &[&str]| Some(words.iter().map(|word| (*word).to_owned()).collect());
        assert_eq!(read("8m, 3, 9"), want(&["/8 months", "/3", "/9"]));
        assert_eq!(read("8m, 3 and 9"), want(&["/8 months", "/3", "/9"]));
        assert_eq!(read("girl, 9; boy 3"), want(&["girl/9", "boy/3"]));
        assert_eq!(
            read("boy in the red coat, baby 8m"),
            want(&["boy in the red coat/age not known", "baby/8 months"])
        );
        assert_eq!(read("not known, 9"), want(&["/age not known", "/9"]));
        assert_eq!(read("8mm"), None);
        assert_eq!(read(" , "), None);
    }
}
