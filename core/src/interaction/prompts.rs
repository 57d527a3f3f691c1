//! Which prompts stand under an item here and now: its own, then those of its risk domains.
//!
//! A prompt of a domain needs one child that meets both, the domain's case and its own. Pure, as the worklist is.
//! Refuses to count: a prompt is never left over.

use super::because::conditions;
use super::standing::{ChildBits, Found, SceneBits, for_child};
use super::state::State;
use crate::pack::types::Case;
use crate::pack::{CompiledCase, Pack, Under};
use crate::sets::Standing;

/// A prompt that applies or may apply.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct PromptRow {
    /// Index of the prompt in the pack.
    pub prompt: u32,
    /// Index of its domain in the pack; none: the item's own.
    pub domain: Option<u32>,
    /// How it stands.
    pub standing: Standing,
    /// Why, as codes: which case of the prompt.
    pub case: u32,
    /// Why, as codes: the dimensions of that case that are not known.
    pub unknown: u32,
    /// Why, as codes: which case of the domain.
    pub domain_case: u32,
    /// Why, as codes: the dimensions of that case that are not known.
    pub domain_unknown: u32,
}

/// The prompts under an item, for a child or (0) for the scene.
pub fn prompts(pack: &Pack, state: &State, item: u32, child: u32) -> Vec<PromptRow> {
    let scene = SceneBits::of(state);
    let mut children: Vec<ChildBits> = match child {
        0 => state
            .present_children()
            .map(|one| ChildBits::of(pack, one))
            .collect(),
        number => state
            .child(number)
            .map(|one| ChildBits::of(pack, one))
            .into_iter()
            .collect(),
    };
    if children.is_empty() {
        children.push(ChildBits::unknown(pack));
    }
    let mut rows = Vec::new();
    let mut add = |under: Under, domain: Option<u32>, of_domain: &[CompiledCase]| {
        for found in pack.prompts_under(under) {
            let best = children
                .iter()
                .map(|child| {
                    (
                        stands(of_domain, &scene, child),
                        stands(&found.cases, &scene, child),
                    )
                })
                .min_by_key(|(domain, own)| domain.standing.max(own.standing));
            let (Some((of_domain, own)), Some(prompt)) = (best, pack.prompt_index(&found.prompt.id)) else {
                continue;
            };
            let standing = of_domain.standing.max(own.standing);
            if standing != Standing::DoesNotApply {
                rows.push(PromptRow {
                    prompt,
                    domain,
                    standing,
                    case: own.case,
                    unknown: own.unknown,
                    domain_case: of_domain.case,
                    domain_unknown: of_domain.unknown,
                });
            }
        }
    };
    add(Under::Item(item), None, &[]);
    let domains = pack
        .items()
        .get(item as usize)
        .map(|found| found.item.domains.as_slice());
    for id in domains.unwrap_or_default() {
        let at = pack.file().domains.iter().position(|domain| domain.id == *id);
        if let Some(at) = at {
            add(Under::Domain(at as u32), Some(at as u32), pack.domain_cases(at));
        }
    }
    rows
}

/// What a prompt that may apply depends on, as the words after "if".
pub fn prompt_condition(pack: &Pack, row: &PromptRow) -> Option<String> {
    if row.standing != Standing::MayApply {
        return None;
    }
    let own = pack
        .prompts()
        .get(row.prompt as usize)
        .map(|found| found.prompt.cases.as_slice());
    let domain = row
        .domain
        .and_then(|at| pack.file().domains.get(at as usize))
        .map(|domain| domain.cases.as_slice());
    let words = |cases: Option<&[Case]>, case: u32, unknown: u32| {
        let case = cases.and_then(|cases| cases.get(case as usize));
        case.map(|case| conditions(pack, case, unknown, "a child"))
            .unwrap_or_default()
    };
    let mut all = words(domain, row.domain_case, row.domain_unknown);
    for one in words(own, row.case, row.unknown) {
        if !all.contains(&one) {
            all.push(one);
        }
    }
    (!all.is_empty()).then(|| all.join(" and "))
}

/// How cases stand for one child. None at all: always.
fn stands(cases: &[CompiledCase], scene: &SceneBits, child: &ChildBits) -> Found {
    match cases {
        [] => Found {
            standing: Standing::Applies,
            case: 0,
            known: 0,
            unknown: 0,
            by: child.number,
        },
        cases => for_child(cases, scene, child),
    }
}
