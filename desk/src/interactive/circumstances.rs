//! Reads what is typed about children: which of them, where, seen, how involved, what is known.
//!
//! Pure: a line and the pack's factors in, what it says out. Refuses a line of which a part is not understood, so
//! that nothing is set by half.

use childfirst::interaction::entry::{FactorSet, Known};
use childfirst::pack::types::Factor;
use childfirst::sets::{FactorState, Involvement, Place, Presence, Seen};

use super::parse;

/// What a line says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Told {
    /// The children by number; none named: the line says it of all.
    pub children: Vec<u32>,
    /// Where they are.
    pub presence: Option<Presence>,
    /// Seen by the officer.
    pub seen: Option<Seen>,
    /// How involved; added to what was known.
    pub involved: Vec<Involvement>,
    /// Not involved so, after all.
    pub not_involved: Vec<Involvement>,
    /// In no other way.
    pub only: bool,
    /// Factors.
    pub factors: Vec<FactorSet>,
    /// How this is known.
    pub known: Vec<Known>,
}

/// Seen and presence in one short line: `a w`, `n b /a mother`.
pub fn seen_line(typed: &str) -> Option<Told> {
    let said = parse::said(typed);
    let mut told = Told {
        known: said.known,
        ..Told::default()
    };
    for word in words(&said.words) {
        match (seen(&word), presence(&word)) {
            (Some(seen), _) => told.seen = Some(seen),
            (None, Some(presence)) => told.presence = Some(presence),
            // "not seen", "with me": the second word says nothing more.
            (None, None) if matches!(word.as_str(), "seen" | "me" | "the") => {}
            (None, None) => return None,
        }
    }
    (told.seen.is_some() || told.presence.is_some()).then_some(told)
}

/// What is known: `all adults`, `3 witness`, `1 not speaking`, `all domestic abuse no`, `2 asleep nearby`.
pub fn known_line(typed: &str, factors: &[Factor], children: usize) -> Option<Told> {
    let said = parse::said(typed);
    let mut told = Told {
        known: said.known,
        ..Told::default()
    };
    let mut rest: Vec<String> = words(&said.words);
    let mut all = false;
    while let Some(first) = rest.first() {
        if first == "all" {
            all = true;
            rest.remove(0);
            break;
        }
        let Ok(number) = first.parse::<u32>() else { break };
        if number == 0 || number as usize > children {
            return None;
        }
        told.children.push(number);
        rest.remove(0);
    }
    if rest.first().is_some_and(|word| word == "only") {
        told.only = true;
        rest.remove(0);
    }
    // The whole words of an involvement come before a factor that only holds them: "missing".
    let not = rest.first().is_some_and(|word| word == "not");
    let phrase = rest
        .iter()
        .skip(usize::from(not))
        .cloned()
        .collect::<Vec<_>>()
        .join(" ");
    if let Some(how) = involvement(&phrase) {
        if not {
            told.not_involved.push(how);
        } else {
            told.involved.push(how);
        }
        return Some(told);
    }
    let state = match rest.last().map(String::as_str) {
        Some("yes" | "y") => Some(FactorState::Present),
        Some("no") => Some(FactorState::Absent),
        Some("unknown") => Some(FactorState::NotKnown),
        _ => None,
    };
    let named: Vec<String> = match state {
        Some(_) => rest.iter().take(rest.len() - 1).cloned().collect(),
        None => rest.clone(),
    };
    if let Some(factor) = factor(&named, factors) {
        told.factors.push(FactorSet {
            factor: factor.to_owned(),
            state: state.unwrap_or(FactorState::Present),
        });
        return Some(told);
    }
    let line = seen_line(&rest.join(" "))?;
    told.presence = line.presence;
    told.seen = line.seen;
    // Seeing is said of each child by number, never of all in one press; where they are, of all only in words.
    let named = !told.children.is_empty() || children == 1;
    let clear = named || (all && told.seen.is_none());
    (clear && !told.only).then_some(told)
}

/// A place, by its first letters; what follows a comma says where exactly.
pub fn place(typed: &str) -> Option<(Place, Option<String>)> {
    let (kind, words) = typed.split_once(',').unwrap_or((typed, ""));
    let kind = kind.trim().to_lowercase();
    let names: [(&str, Place); 12] = [
        ("home", Place::Home),
        ("street", Place::Street),
        ("public place", Place::Street),
        ("school", Place::School),
        ("college", Place::School),
        ("police station", Place::PoliceStation),
        ("custody", Place::Custody),
        ("children’s home", Place::ChildrensHome),
        ("children's home", Place::ChildrensHome),
        ("hospital", Place::Hospital),
        ("online", Place::Online),
        ("elsewhere", Place::Elsewhere),
    ];
    let short = match kind.as_str() {
        "p" => Some(Place::PoliceStation),
        "sc" => Some(Place::School),
        "c" | "cu" => Some(Place::Custody),
        "ch" => Some(Place::ChildrensHome),
        _ => None,
    };
    let found = names
        .iter()
        .find(|(name, _)| !kind.is_empty() && name.starts_with(&kind));
    let place = short.or(found.map(|(_, place)| *place))?;
    let words = words.trim();
    Some((place, (!words.is_empty()).then(|| words.to_owned())))
}

fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split([' ', ',', ';'])
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

fn seen(word: &str) -> Option<Seen> {
    Some(match word {
        "a" | "awake" => Seen::Awake,
        "s" | "asleep" => Seen::Asleep,
        "n" | "not" => Seen::NotSeen,
        _ => return None,
    })
}

fn presence(word: &str) -> Option<Presence> {
    Some(match word {
        "w" | "with" => Presence::WithMe,
        "b" | "nearby" => Presence::Nearby,
        "e" | "elsewhere" => Presence::Elsewhere,
        "t" | "telephone" => Presence::OnTelephone,
        _ => return None,
    })
}

fn involvement(phrase: &str) -> Option<Involvement> {
    Some(match phrase {
        "v" | "victim" => Involvement::Victim,
        "witness" => Involvement::Witness,
        "suspected" | "may be suspected" => Involvement::Suspected,
        "missing" => Involvement::Missing,
        "found" => Involvement::Found,
        "adults" | "adults are the subject" => Involvement::PresentAdultsSubject,
        "concern" | "welfare" | "concern for welfare" => Involvement::WelfareConcern,
        _ => return None,
    })
}

/// A factor by its number (`f5`) or by words of its label or id. Words that fit more than one fit none.
fn factor<'f>(words: &[String], factors: &'f [Factor]) -> Option<&'f str> {
    if let [one] = words
        && let Some(number) = one
            .strip_prefix('f')
            .and_then(|number| number.parse::<usize>().ok())
    {
        return factors
            .get(number.checked_sub(1)?)
            .map(|factor| factor.id.as_str());
    }
    let typed = words.join(" ");
    if typed.chars().count() < 4 {
        return None;
    }
    let fits = |factor: &&Factor| {
        let id = factor.id.replace('-', " ");
        let label = factor.label.to_lowercase();
        let starts = |text: &str| text.split([' ', ',']).any(|word| word.starts_with(&typed));
        id.contains(&typed) || label.contains(&typed) && (typed.contains(' ') || starts(&label))
    };
    let same = factors.iter().find(|factor| factor.id.replace('-', " ") == typed);
    let mut found = factors.iter().filter(fits);
    match (same, found.next(), found.next()) {
        (Some(same), _, _) => Some(same.id.as_str()),
        (None, Some(one), None) => Some(one.id.as_str()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use childfirst::sets::{KnownBy, Origin};

    fn factors() -> Vec<Factor> {
        [
            ("not-speaking", "a baby, or a child who does not speak"),
            ("domestic-abuse", "domestic abuse in the home"),
            ("abuse", "emotional, sexual or physical abuse"),
            ("missing-episodes", "earlier missing episodes"),
        ]
        .map(|(id, label)| Factor {
            id: id.to_owned(),
            label: label.to_owned(),
            condition: String::new(),
            origin: Origin::Practice,
            source: None,
            reason: None,
        })
        .to_vec()
    }

    #[test]
    fn seen_and_presence_in_one_short_line() {
        let told = seen_line("a w").unwrap();
        assert_eq!(
            (told.seen, told.presence),
            (Some(Seen::Awake), Some(Presence::WithMe))
        );
        let told = seen_line("n, b /a mother").unwrap();
        assert_eq!(told.seen, Some(Seen::NotSeen));
        assert_eq!(told.known.first().unwrap().how, KnownBy::AdultSaid);
        assert_eq!(
            seen_line("asleep nearby").unwrap().presence,
            Some(Presence::Nearby)
        );
        assert_eq!(seen_line("not seen").unwrap().seen, Some(Seen::NotSeen));
        assert_eq!(seen_line("he is upstairs"), None);
        assert_eq!(seen_line(""), None);
    }

    #[test]
    fn what_is_known_is_said_of_all_or_of_some() {
        let line = |typed| known_line(typed, &factors(), 3);
        let told = line("1, 3 domestic abuse").unwrap();
        assert_eq!(told.children, [1, 3]);
        assert_eq!(told.factors.first().unwrap().state, FactorState::Present);
        assert_eq!(
            line("all abuse no").unwrap().factors.first().unwrap().factor,
            "abuse"
        );
        assert_eq!(
            line("1 not speaking").unwrap().factors.first().unwrap().factor,
            "not-speaking"
        );
        assert_eq!(
            line("f2 yes").unwrap().factors.first().unwrap().factor,
            "domestic-abuse"
        );
        assert_eq!(line("3 only witness").unwrap().involved, [Involvement::Witness]);
        assert_eq!(line("2 missing").unwrap().involved, [Involvement::Missing]);
        assert_eq!(
            line("2 not witness").unwrap().not_involved,
            [Involvement::Witness]
        );
        assert_eq!(line("2 asleep").unwrap().seen, Some(Seen::Asleep));
        assert_eq!(line("all with me").unwrap().presence, Some(Presence::WithMe));
        for bulk in ["all awake", "a w", "n", "awake", "with me"] {
            assert_eq!(line(bulk), None, "{bulk}: no child was named");
        }
        for nothing in ["4 witness", "0 witness", "sad", "all", "", "f99", "1 only asleep"] {
            assert_eq!(line(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn a_place_by_its_first_letters() {
        assert_eq!(place("h"), Some((Place::Home, None)));
        assert_eq!(place("Ho"), Some((Place::Home, None)));
        assert_eq!(place("hos"), Some((Place::Hospital, None)));
        assert_eq!(place("sc"), Some((Place::School, None)));
        assert_eq!(
            place("s, by the park"),
            Some((Place::Street, Some("by the park".to_owned())))
        );
        assert_eq!(place("moon"), None);
        assert_eq!(place(""), None);
    }
}
