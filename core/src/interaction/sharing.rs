//! What a sharing begins with: the route fills in whom and how, the record what there is; only what and why are typed.
//!
//! Refuses another force's route, and to say that something was considered which is not in this record.

use super::local::LocalValue;
use super::state::State;
use super::worklist::routes;
use crate::pack::Pack;
use crate::pack::types::Route;
use crate::sets::Standing;

/// What a sharing begins with. All of it can be changed.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct SharingOffer {
    /// The route that it comes from. None: no route follows from a risk that was stated.
    pub route: Option<String>,
    /// With whom: the document's own words, or else the force's. None: nobody has said.
    pub to: Option<String>,
    /// How.
    pub how: Option<String>,
    /// What the force has not set, where the route leaves it to the force.
    pub unset: Option<LocalValue>,
    /// What of this record there is to consider. None: nothing yet.
    pub considered: Option<String>,
    /// Who records.
    pub by: Option<String>,
}

/// What a sharing begins with. `locals` are the local values of the pack.
pub fn offer(pack: &Pack, state: &State, locals: &[LocalValue]) -> SharingOffer {
    let route = route(pack, state);
    let own = route
        .and_then(|route| route.value.as_ref())
        .and_then(|key| locals.iter().find(|own| own.key == *key));
    let to = route
        .and_then(|route| route.to.clone())
        .or_else(|| own.and_then(|own| own.text.clone()));
    SharingOffer {
        route: route.map(|route| route.id.clone()),
        unset: own.filter(|own| to.is_none() && own.text.is_none()).cloned(),
        to,
        how: route.and_then(|route| route.how.clone()),
        considered: considered(state),
        by: state.recorder().map(str::to_owned),
    }
}

/// The route that fills in whom and how: one that follows from a risk that was stated, and names somebody where one
/// does; those whatever the level come first.
pub fn route<'a>(pack: &'a Pack, state: &State) -> Option<&'a Route> {
    let mut found: Option<&Route> = None;
    for child in state.present_children() {
        let Some(stated) = state.risk(Some(child.number)) else {
            continue;
        };
        for row in routes(pack, state, Some(child.number), Some(stated.risk.level)) {
            let route = pack.file().routes.get(row.route as usize);
            if let (Standing::Applies, Some(route)) = (row.standing, route)
                && found.is_none_or(|old| old.to.is_none() && route.to.is_some())
            {
                found = Some(route);
            }
        }
    }
    found
}

/// What of this record there is to consider.
fn considered(state: &State) -> Option<String> {
    let there = [
        (!state.quotes.is_empty(), "what was said by a child"),
        (!state.observations.is_empty(), "what was seen"),
        (!state.risks.is_empty(), "the risk as stated"),
    ];
    let words: Vec<&str> = there
        .iter()
        .filter(|(is, _)| *is)
        .map(|(_, words)| *words)
        .collect();
    (!words.is_empty()).then(|| format!("Of this record: {}", words.join(", ")))
}
