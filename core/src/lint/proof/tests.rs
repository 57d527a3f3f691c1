//! The proof beside the worklist: over packs made at random nothing that can be known stands otherwise than some
//! combination of the proof, and the ceiling is the fullest there is. And what a counterexample says.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use super::grid::{Grid, all_ages};
use super::view::Views;
use super::words::{child, present, state};
use super::*;
use crate::age::Age;
use crate::interaction::entry::{FactorSet, SceneSet};
use crate::interaction::state::State;
use crate::interaction::worklist::worklist;
use crate::pack::types::*;
use crate::sets::*;
use proptest::prelude::*;
use std::collections::HashSet;
use std::path::Path;

/// Id, from, to, unborn, born.
type Band = (&'static str, Option<u32>, Option<u32>, bool, bool);

const BANDS: [Band; 4] = [
    ("unborn", None, None, true, false),
    ("baby", Some(0), Some(23), true, true),
    ("under-10", Some(0), Some(119), false, true),
    ("10-to-19", Some(120), Some(239), false, true),
];
const FACTORS: usize = 5;

fn some<T: Clone + std::fmt::Debug + 'static>(all: Vec<T>) -> impl Strategy<Value = Vec<T>> {
    let most = all.len().min(3);
    prop_oneof![
        2 => Just(Vec::new()),
        1 => proptest::sample::subsequence(all, 1..=most),
    ]
}

fn case() -> impl Strategy<Value = Case> {
    (
        some(BANDS.iter().map(|band| band.0.to_owned()).collect()),
        some(Involvement::ALL.to_vec()),
        some(
            Place::ALL
                .iter()
                .copied()
                .filter(|it| *it != Place::NotKnown)
                .collect(),
        ),
        some(
            Presence::ALL
                .iter()
                .copied()
                .filter(|it| *it != Presence::NotKnown)
                .collect(),
        ),
        some((0..FACTORS).map(|n| format!("f{n}")).collect()),
    )
        .prop_map(|(ages, involved, places, presence, factors)| Case {
            roles: Vec::new(),
            ages,
            involved,
            places,
            presence,
            factors,
        })
}

fn item(at: usize, (cases, immediate, of_child): (Vec<Case>, bool, bool)) -> Item {
    Item {
        id: format!("p/item/{at}"),
        scope: if of_child { Scope::Child } else { Scope::Scene },
        immediate,
        cases,
        ..blank()
    }
}

/// An item by way of its JSON, so that a new field with a default is no work here.
fn blank() -> Item {
    let text = r#"{"id": "p/item", "text": "T", "why": "W", "scope": "scene", "answered_by": "answer", "principles": [],
        "origin": "practice", "reason": "R"}"#;
    serde_json::from_str(text).unwrap()
}

fn pack() -> impl Strategy<Value = Pack> {
    let items = proptest::collection::vec(
        (
            proptest::collection::vec(case(), 0..3),
            any::<bool>(),
            any::<bool>(),
        ),
        1..6,
    );
    items.prop_map(|items| {
        let bands = BANDS.map(|(id, from_months, to_months, unborn, born)| AgeBand {
            id: id.into(),
            label: id.into(),
            from_months,
            to_months,
            unborn,
            born,
            origin: Origin::Practice,
            source: None,
        });
        let factors = (0..FACTORS).map(|n| Factor {
            id: format!("f{n}"),
            label: format!("f{n}"),
            condition: format!("there is f{n}"),
            origin: Origin::Practice,
            source: None,
            reason: None,
        });
        let list = List {
            id: "p/list".into(),
            phase: Phase::Now,
            order: 1,
            title: "L".into(),
            roles: vec![Role::ResponseOfficer],
            items: items
                .into_iter()
                .enumerate()
                .map(|(at, it)| item(at, it))
                .collect(),
        };
        let none = || PhaseBudget {
            once: 0,
            per_child: 0,
        };
        let file = PackFile {
            id: "p".into(),
            roles: vec![Role::ResponseOfficer],
            age_bands: bands.into(),
            factors: factors.collect(),
            lists: vec![list],
            budgets: vec![Budget {
                role: Role::ResponseOfficer,
                now: none(),
                before_leaving: none(),
                afterwards: none(),
            }],
            ..PackFile::default()
        };
        Pack::compile(file, [0; 32])
    })
}

/// A circumstance, as an officer would record it, with every factor absent.
fn recorded(
    pack: &Pack,
    age: Age,
    involved: &[Involvement],
    others: bool,
    place: Place,
    presence: Presence,
) -> State {
    let mut state = state(Role::ResponseOfficer, 0);
    state.scene = Some(SceneSet { place, words: None });
    let mut one = child(1);
    one.age = age;
    one.involved = involved.to_vec();
    one.may_be_others = others;
    one.presence = presence;
    let absent = |factor: &Factor| FactorSet {
        factor: factor.id.clone(),
        state: FactorState::Absent,
    };
    one.factors = pack.file().factors.iter().map(absent).collect();
    state.children.push(one);
    state
}

/// How every item stands in the worklist.
fn standings(pack: &Pack, state: &State) -> Vec<Standing> {
    let work = worklist(pack, state);
    let of = |at: usize| {
        let row = work.rows.iter().find(|row| row.item as usize == at);
        row.map_or(Standing::DoesNotApply, |row| row.standing)
    };
    (0..pack.items().len()).map(of).collect()
}

/// A combination, and how every item stands in it.
type Proved = ([usize; 4], Vec<Standing>);

/// How every item stands in each combination of the proof.
fn proved(pack: &Pack) -> (Grid, Vec<Proved>) {
    let views = Views::of(pack, Role::ResponseOfficer);
    let grid = Grid::new(pack, Role::ResponseOfficer, &views.cases());
    let mut all = Vec::new();
    grid.each((0, 0), |spot, scene, child| {
        let of = |at: usize| {
            let view = views.items.iter().find(|(item, _)| *item == at);
            view.map_or(Standing::DoesNotApply, |(_, view)| {
                views.all[*view].standing(scene, child)
            })
        };
        assert_eq!(grid.spot(grid.index(spot)), spot);
        assert_eq!(grid.index(spot) as usize, all.len());
        all.push((spot, (0..pack.items().len()).map(of).collect()));
    });
    (grid, all)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Whatever is recorded stands as in some combination: joining left nothing out.
    #[test]
    fn nothing_can_be_known_that_was_not_proved(
        pack in pack(),
        picks in proptest::collection::vec((any::<prop::sample::Index>(), 0_u8..128, any::<bool>(), 0..10_usize, 0..5_usize), 40),
    ) {
        let (_, all) = proved(&pack);
        let known: HashSet<&Vec<Standing>> = all.iter().map(|(_, standings)| standings).collect();
        let ages = all_ages(&pack);
        for (age, set, others, place, presence) in picks {
            let involved: Vec<Involvement> = Involvement::ALL.iter().enumerate()
                .filter(|(n, _)| set & (1 << n) != 0).map(|(_, how)| *how).collect();
            let state = recorded(&pack, ages[age.index(ages.len())].0, &involved, others, Place::ALL[place], Presence::ALL[presence]);
            prop_assert!(known.contains(&standings(&pack, &state)));
        }
    }

    /// And every combination is one that an officer can record, and stands in the worklist as the proof says.
    #[test]
    fn what_is_proved_is_what_runs(pack in pack(), pick in any::<prop::sample::Index>()) {
        let (grid, all) = proved(&pack);
        let (spot, stands) = &all[pick.index(all.len())];
        let involved = &grid.involved[spot[1]];
        let state = recorded(&pack, grid.ages[spot[0]].0, &involved.all, involved.others, grid.places[spot[2]], grid.presence[spot[3]]);
        prop_assert_eq!(&standings(&pack, &state), stands);
    }

    /// The fullest phase of the proof is the fullest over every set of up to three factors.
    #[test]
    fn the_ceiling_is_the_fullest_there_is(pack in pack()) {
        let mut proof = Proof::default();
        let (against, _) = ceiling::prove(&pack, &mut proof);
        let mut fullest = (0, 0);
        for a in 0..=FACTORS {
            for b in 0..=FACTORS {
                for c in 0..=FACTORS {
                    let mut state = state(Role::ResponseOfficer, 3);
                    let set: HashSet<usize> = [a, b, c].into_iter().filter(|n| *n < FACTORS).collect();
                    let ids: Vec<String> = set.iter().map(|n| format!("f{n}")).collect();
                    for child in &mut state.children {
                        child.factors = present(ids.iter().map(String::as_str));
                    }
                    let rows = worklist(&pack, &state).rows;
                    let open = |child: u32| rows.iter().filter(|row| !row.folded && row.child == child).count() as u32;
                    let fold = u32::from(rows.iter().any(|row| row.folded));
                    fullest.0 = fullest.0.max(open(0) + fold);
                    fullest.1 = fullest.1.max(open(1));
                }
            }
        }
        prop_assert_eq!((proof.fullest[0].once, proof.fullest[0].per_child), fullest);
        prop_assert_eq!(against.is_empty(), fullest == (0, 0));
    }
}

#[test]
fn sets_are_counted_as_they_are_made() {
    for n in 0..9 {
        for most in 0..4 {
            assert_eq!(
                ceiling::sets(n, most).len() as u64,
                ceiling::count_sets(n, most),
                "{n}, {most}"
            );
        }
    }
}

/// A shipped pack, spoilt.
fn spoilt(change: impl Fn(&mut PackFile)) -> Vec<String> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content/hampshire");
    let mut file = crate::pack::build::build(&source, &[]).unwrap().file;
    change(&mut file);
    let (_, against) = prove(&Pack::compile(file, [0; 32]), &|_, _| true).unwrap();
    against.into_iter().map(|one| one.words).collect()
}

const SHARE: &str = "six-principles/principle/share-information";

#[test]
fn what_unfolds_when_it_is_known_is_counted() {
    let suspected = Case {
        roles: vec![Role::ResponseOfficer],
        involved: vec![Involvement::Suspected],
        ..Case::default()
    };
    let words = spoilt(|file| {
        let list = file
            .lists
            .iter_mut()
            .find(|list| list.roles.contains(&Role::ResponseOfficer) && list.phase == Phase::Now);
        let items = (0..3).map(|n| Item {
            id: format!("hampshire/now/{n}"),
            cases: vec![suspected.clone()],
            ..blank()
        });
        list.unwrap().items.extend(items);
    });
    // Folded, they are one row more, and the phase is full.
    let over =
        "a response officer, may be suspected and nothing else: now holds 7 items asked once and 2 a child";
    assert!(words.len() == 1 && words[0].starts_with(over), "{words:?}");
}

fn restrict(file: &mut PackFile, role: Role, principle: &str, case: &Case) {
    let lists = file.lists.iter_mut().filter(|list| list.roles.contains(&role));
    for item in lists.flat_map(|list| &mut list.items) {
        if item.principles.iter().any(|id| id == principle) {
            item.cases = vec![case.clone()];
            item.immediate = false;
        }
    }
}

#[test]
fn a_counterexample_says_what_matters_and_nothing_else() {
    let all = spoilt(|_| {});
    assert!(all.is_empty(), "{all:?}");
    let under_18 = Case {
        ages: vec!["under-18".into()],
        ..Case::default()
    };
    let words = spoilt(|file| restrict(file, Role::CallHandler, SHARE, &under_18));
    assert_eq!(words.len(), 1, "{words:?}");
    assert!(
        words[0].starts_with("a call handler, age 18 to 24: nothing for Share information (in "),
        "{words:?}"
    );

    let seen = Case {
        ages: vec!["under-18".into(), "18-to-24".into(), "unborn".into()],
        presence: vec![Presence::WithMe],
        ..Case::default()
    };
    let words = spoilt(|file| restrict(file, Role::CallHandler, SHARE, &seen));
    assert!(
        words[0].starts_with("a call handler, child nearby: nothing for Share information"),
        "{words:?}"
    );

    let words = spoilt(|file| {
        for list in &mut file.lists {
            list.items
                .retain(|item| !item.principles.iter().any(|id| id == SHARE));
        }
    });
    let nothing = "a response officer, whatever is known: nothing for Share information: let an item of that principle apply there";
    assert!(words.contains(&nothing.to_owned()), "{words:?}");

    let words = spoilt(|file| {
        for route in &mut file.routes {
            route.cases = vec![Case {
                involved: vec![Involvement::Victim],
                ..Case::default()
            }];
        }
    });
    let level = "a call handler, involved in no way that is named: nothing follows from in_need_of_support";
    assert!(words.iter().any(|words| words.starts_with(level)), "{words:?}");

    let words = spoilt(|file| {
        file.danger_steps
            .retain(|step| !step.roles.contains(&Role::CallHandler))
    });
    assert!(
        words[0].starts_with("a call handler: nothing is shown when the answer to danger is yes"),
        "{words:?}"
    );
}
