//! "Why is this here": the sentence, made from a row's codes. And what is not known, for a fold.
//!
//! Refuses to explain why something matters: that is the item's own `why`. A factor is a condition here, never a
//! cause.

use super::standing::dimension;
use super::state::{Child, State};
use super::worklist::{ListRows, Row, Worklist};
use crate::age::Age;
use crate::pack::Pack;
use crate::pack::types::Case;
use crate::sets::*;

/// Why a row is here, in a sentence.
pub fn because(pack: &Pack, state: &State, row: &Row) -> String {
    let item = pack.items().get(row.item as usize).map(|found| &found.item);
    let case = item.and_then(|item| item.cases.get(row.case as usize));
    let child = state.child(row.by);
    // In a sentence, "girl (9) is a witness": a title's comma would divide it.
    let who = child.map_or_else(
        || "a child".to_owned(),
        |child| match child.age {
            Age::NotKnown => child.called(),
            Age::Unborn if child.label.contains("unborn") => child.called(),
            age => format!("{} ({})", child.called(), age.words()),
        },
    );
    match (row.standing, case) {
        (Standing::DoesNotApply, _) => "Kept: it was answered, and no longer applies.".to_owned(),
        (Standing::MayApply, Some(case)) => {
            format!(
                "May apply, if {}.",
                conditions(pack, case, row.unknown, &who).join(" and ")
            )
        }
        (Standing::Applies, Some(case)) if row.unknown != 0 => {
            let what = conditions(pack, case, row.unknown, &who).join(" and ");
            format!("Shown at once, in case {what}.")
        }
        (Standing::Applies, Some(case)) if row.known != 0 => {
            let case = child.map_or_else(|| case.clone(), |child| that_hold(pack, state, case, child));
            format!(
                "Here because {}.",
                conditions(pack, &case, row.known, &who).join(" and ")
            )
        }
        _ if item.is_some_and(|item| item.scope == Scope::Child) => "Asked for every child.".to_owned(),
        _ => "Asked every time.".to_owned(),
    }
}

/// The case with only those of its values that hold: of "a victim or a witness", what this child is.
fn that_hold(pack: &Pack, state: &State, case: &Case, child: &Child) -> Case {
    let may_be = |id: &String| {
        let band = pack.file().age_bands.iter().find(|band| band.id == *id);
        band.is_some_and(|band| match child.age {
            Age::NotKnown => true,
            Age::Unborn => band.unborn,
            Age::Months { least, most } => {
                band.born
                    && band.from_months.is_none_or(|from| most >= from)
                    && band.to_months.is_none_or(|to| least <= to)
            }
        })
    };
    let present = |id: &String| {
        let set = child.factors.iter().find(|set| set.factor == *id);
        set.is_some_and(|set| set.state == FactorState::Present)
    };
    let place = state.scene.as_ref().map(|scene| scene.place);
    Case {
        roles: case.roles.clone(),
        ages: case.ages.iter().filter(|id| may_be(id)).cloned().collect(),
        involved: case
            .involved
            .iter()
            .filter(|how| child.involved.contains(how))
            .copied()
            .collect(),
        places: case
            .places
            .iter()
            .filter(|it| Some(**it) == place)
            .copied()
            .collect(),
        presence: case
            .presence
            .iter()
            .filter(|it| **it == child.presence)
            .copied()
            .collect(),
        factors: case.factors.iter().filter(|id| present(id)).cloned().collect(),
    }
}

/// What the folded rows of a list depend on: "there is domestic abuse in the home".
pub fn fold_conditions(pack: &Pack, work: &Worklist, list: &ListRows) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for row in work.rows_of(list).iter().filter(|row| row.folded) {
        let item = pack.items().get(row.item as usize).map(|found| &found.item);
        let Some(case) = item.and_then(|item| item.cases.get(row.case as usize)) else {
            continue;
        };
        let one = conditions(pack, case, row.unknown, "a child").join(" and ");
        if !all.contains(&one) {
            all.push(one);
        }
    }
    all
}

/// The one row that folded rows become: "May apply: 3, if there is domestic abuse in the home".
pub fn fold_row(pack: &Pack, work: &Worklist, list: &ListRows) -> Option<String> {
    let conditions = fold_conditions(pack, work, list);
    (list.folded > 0).then(|| format!("May apply: {}, if {}", list.folded, conditions.join(", or if ")))
}

/// What a case asks in the given dimensions, each as the words after "if".
pub fn conditions(pack: &Pack, case: &Case, dimensions: u32, who: &str) -> Vec<String> {
    let mut all = Vec::new();
    // What the words of one dimension share is said once: "a child is elsewhere, nearby or on the telephone".
    let mut add = |dimension: u32, shared: String, words: Vec<String>| {
        if dimensions & dimension != 0 && !words.is_empty() {
            all.push(format!("{shared}{}", either(&words)));
        }
    };
    let label = |id: &String| {
        pack.file()
            .age_bands
            .iter()
            .find(|band| band.id == *id)
            .map(|b| b.label.clone())
    };
    let ages = case.ages.iter().filter_map(label).collect();
    add(dimension::AGE, format!("{who} is "), ages);
    let how = case.involved.iter().map(|how| involved(*how, who)).collect();
    add(dimension::INVOLVED, String::new(), how);
    let places = case
        .places
        .iter()
        .map(|place| place_words(*place).to_owned())
        .collect();
    add(dimension::PLACE, "the place is ".to_owned(), places);
    let presence = case
        .presence
        .iter()
        .map(|p| presence_words(*p).to_owned())
        .collect();
    add(dimension::PRESENCE, format!("{who} is "), presence);
    let factor = |id: &String| {
        pack.file()
            .factors
            .iter()
            .find(|f| f.id == *id)
            .map(|f| f.condition.clone())
    };
    let factors = case.factors.iter().filter_map(factor).collect();
    add(dimension::FACTORS, String::new(), factors);
    all
}

/// `a`, `a or b`, `a, b or c`; where one of them has a comma of its own, `a; b; or c`.
fn either(words: &[String]) -> String {
    let commas = words.iter().any(|word| word.contains(','));
    match (words, commas) {
        ([], _) => String::new(),
        ([one], _) => one.clone(),
        ([first @ .., last], false) => format!("{} or {last}", first.join(", ")),
        ([first @ .., last], true) => format!("{}; or {last}", first.join("; ")),
    }
}

/// An involvement, as the words after "if".
fn involved(how: Involvement, who: &str) -> String {
    match how {
        Involvement::Victim => format!("{who} is a victim"),
        Involvement::Witness => format!("{who} is a witness"),
        Involvement::Suspected => format!("{who} may be suspected"),
        Involvement::Missing => format!("{who} is missing"),
        Involvement::Found => format!("{who} was missing and is found"),
        Involvement::PresentAdultsSubject => format!("{who} is present where adults are the subject"),
        Involvement::WelfareConcern => format!("there is a concern for the welfare of {who}"),
    }
}

/// An involvement on its own, as a screen and a record say it.
pub fn involvement_words(how: Involvement) -> &'static str {
    match how {
        Involvement::Victim => "victim",
        Involvement::Witness => "witness",
        Involvement::Suspected => "may be suspected",
        Involvement::Missing => "missing",
        Involvement::Found => "found",
        Involvement::PresentAdultsSubject => "present where adults are the subject",
        Involvement::WelfareConcern => "concern for welfare",
    }
}

/// A place, as a screen and a record say it.
pub fn place_words(place: Place) -> &'static str {
    match place {
        Place::Home => "home",
        Place::Street => "street or public place",
        Place::School => "school or college",
        Place::ChildrensHome => "children’s home",
        Place::Hospital => "hospital",
        Place::PoliceStation => "police station, not custody",
        Place::Custody => "custody",
        Place::Online => "online",
        Place::Elsewhere => "elsewhere",
        Place::NotKnown => "not known",
    }
}

/// A presence, as a screen and a record say it.
pub fn presence_words(presence: Presence) -> &'static str {
    match presence {
        Presence::WithMe => "with me",
        Presence::Nearby => "nearby",
        Presence::Elsewhere => "elsewhere",
        Presence::OnTelephone => "on the telephone",
        Presence::NotKnown => "not known",
    }
}

/// What is not known yet of the circumstances, in a few words each.
pub fn unknowns(pack: &Pack, state: &State) -> Vec<String> {
    let mut all = Vec::new();
    if state
        .scene
        .as_ref()
        .is_none_or(|scene| scene.place == Place::NotKnown)
    {
        all.push("place".to_owned());
    }
    if state.present_children().next().is_none() {
        all.push("which children".to_owned());
    }
    for child in state.present_children() {
        let mut one = Vec::new();
        if child.age == Age::NotKnown {
            one.push("age".to_owned());
        }
        if child.presence == Presence::NotKnown {
            one.push("where the child is".to_owned());
        }
        if child.may_be_others {
            let how = if child.involved.is_empty() {
                "how involved"
            } else {
                "whether involved in other ways"
            };
            one.push(how.to_owned());
        }
        let said = child
            .factors
            .iter()
            .filter(|set| set.state != FactorState::NotKnown)
            .count();
        match pack.file().factors.len().saturating_sub(said) {
            0 => {}
            1 => one.push("1 factor".to_owned()),
            n => one.push(format!("{n} factors")),
        }
        all.extend(one.into_iter().map(|what| format!("{}: {what}", child.title())));
    }
    all
}
