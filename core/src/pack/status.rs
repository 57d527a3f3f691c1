//! Which guidance it is and whether its time is past, as every screen, record and route says it.
//!
//! Refuses to hide an end date: what a force has confirmed in use stands beside it and does not take its place.

use super::values::CONFIRMED_UNTIL;
use super::{Pack, Values};
use crate::time::Moment;

/// The status of a pack, in words.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct PackStatus {
    /// For the line that stands on every screen: `Hampshire 2021-24, version 1`.
    pub pin: String,
    /// For home, pack, route and record: "Past its end date: the strategy ran 2021 to 2024." None while it runs.
    pub past_end: Option<String>,
    /// Whether the force has confirmed it in use until a day that is not past.
    pub confirmed: bool,
}

/// How a pack stands now. `values` are none when they cannot be read.
pub fn status(pack: &Pack, values: Option<&Values>, now: Moment) -> PackStatus {
    let file = pack.file();
    let until = values.and_then(|values| values.get(CONFIRMED_UNTIL));
    let until = until.and_then(|day| chrono::NaiveDate::parse_from_str(day, "%Y-%m-%d").ok());
    let confirmed = until.filter(|until| now.day().is_some_and(|today| today <= *until));
    let day = |until: chrono::NaiveDate| until.format("%-d %B %Y").to_string();
    let pin = match confirmed {
        Some(until) => format!(
            "{}, version {}, confirmed in use until {}",
            file.title,
            file.version,
            day(until)
        ),
        None => format!("{}, version {}", file.title, file.version),
    };
    let main = file.documents.iter().find(|it| it.id == file.main_document);
    let year = now.day().map_or(0, |today| chrono::Datelike::year(&today));
    let past = main.and_then(|it| Some((it.from_year, it.to_year?)));
    let past = past.filter(|(_, to)| i64::from(year) > i64::from(*to));
    let past_end = past.map(|(from, to)| {
        let from = from.map_or_else(String::new, |from| format!("{from} "));
        let ran = format!("Past its end date: the strategy ran {from}to {to}.");
        match (confirmed, until) {
            (Some(until), _) => format!("{ran} Your force has confirmed it in use until {}.", day(until)),
            (None, Some(until)) => format!("{ran} Your force had confirmed it until {}.", day(until)),
            (None, None) => ran,
        }
    });
    PackStatus {
        pin,
        past_end,
        confirmed: confirmed.is_some(),
    }
}

#[cfg(all(test, feature = "build"))]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn an_end_date_stands_whatever_a_force_has_confirmed() {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content/hampshire");
        let pack = Pack::read(&crate::pack::build::build(&source, &[]).unwrap().bytes).unwrap();
        let at = |day: &str, until: &str| {
            let text =
                format!(r#"{{"format":1,"pack":"hampshire","values":{{"{CONFIRMED_UNTIL}":"{until}"}}}}"#);
            let values = Values::read(text.as_bytes(), &pack).unwrap();
            status(
                &pack,
                Some(&values),
                Moment::parse(&format!("{day}T23:30:00+01:00")).unwrap(),
            )
        };
        let runs = at("2024-12-31", "");
        assert_eq!(
            (runs.pin.as_str(), runs.past_end),
            ("Hampshire 2021-24, version 1", None)
        );
        let past = "Past its end date: the strategy ran 2021 to 2024.";
        assert_eq!(at("2025-01-01", "").past_end.unwrap(), past);
        let confirmed = at("2027-03-31", "2027-03-31");
        assert!(confirmed.confirmed && confirmed.pin.ends_with("confirmed in use until 31 March 2027"));
        assert!(confirmed.past_end.unwrap().starts_with(past));
        let no_longer = at("2027-04-01", "2027-03-31");
        assert!(!no_longer.confirmed && !no_longer.pin.contains("confirmed"));
        assert!(
            no_longer
                .past_end
                .unwrap()
                .ends_with("had confirmed it until 31 March 2027.")
        );
    }
}
