//! Reachability: every item, prompt, notice, route and domain can show to somebody.
//!
//! For each a circumstance is made from what its cases, and those of what it stands under, allow together; then the
//! evaluator is asked whether it shows there. Refuses to call reachable what it has not seen to show.

use super::grid::all_ages;
use super::words::{present, state};
use super::{Counterexample, Own, Proof};
use crate::age::Age;
use crate::interaction::entry::SceneSet;
use crate::interaction::prompts::prompts;
use crate::interaction::state::{SilentCallNow, State};
use crate::interaction::worklist::{routes, worklist};
use crate::pack::cases::{CompiledCase, involvement_bit, place_bit, presence_bit, role_bit};
use crate::pack::{Pack, PackPrompt, Under};
use crate::sets::{Involvement, Place, Presence, Role};
use crate::time::{Instant, Moment, When};

/// Looks at every piece.
pub(super) fn prove(pack: &Pack, own: Own<'_>, proof: &mut Proof) -> Vec<Counterexample> {
    let mut reach = Reach {
        pack,
        own,
        ages: all_ages(pack),
        pieces: 0,
        against: Vec::new(),
    };
    reach.items();
    reach.domains();
    reach.notices_and_routes();
    proof.pieces += reach.pieces;
    reach.against
}

struct Reach<'p> {
    pack: &'p Pack,
    own: Own<'p>,
    ages: Vec<(Age, u64)>,
    pieces: u64,
    against: Vec<Counterexample>,
}

impl Reach<'_> {
    fn unreachable(&mut self, section: &'static str, id: &str, why: &str, cases: &[&[CompiledCase]]) {
        if !(self.own)(section, id) && self.is_of_other_roles(cases) {
            self.pieces -= 1;
            return;
        }
        self.against.push(Counterexample {
            rule: "unreachable",
            piece: Some((section, id.to_owned())),
            words: format!("it can show to nobody: {why}"),
        });
    }

    /// Whether it is for roles alone that this pack leaves out. Of what a pack below wrote, that is a choice and no
    /// fault; what this pack wrote, or wrote anew in its place, it has to show to somebody.
    fn is_of_other_roles(&self, cases: &[&[CompiledCase]]) -> bool {
        let file = self.pack.file();
        let declared = file.roles.iter().fold(0, |roles, role| roles | role_bit(*role));
        let some = cases.iter().filter(|some| !some.is_empty());
        let roles = some.map(|some| some.iter().fold(0, |roles, case| roles | case.roles));
        roles.fold(declared, |left, roles| left & roles) == 0
    }

    fn items(&mut self) {
        for (at, found) in self.pack.items().iter().enumerate() {
            self.pieces += 1;
            let shows = |state: &State| {
                worklist(self.pack, state)
                    .rows
                    .iter()
                    .any(|row| row.item as usize == at)
            };
            if self.some(&[&found.cases], shows).is_none() {
                let why = "no role of the pack has it, or no child meets its case: widen its `for`, or take it away";
                self.unreachable("items", &found.item.id, why, &[&found.cases]);
                continue;
            }
            for prompt in self.pack.prompts_under(Under::Item(at as u32)) {
                self.prompt(prompt, at, &[&found.cases]);
            }
        }
    }

    fn domains(&mut self) {
        for (at, domain) in self.pack.file().domains.iter().enumerate() {
            self.pieces += 1;
            let cases = self.pack.domain_cases(at);
            let items: Vec<usize> = (0..self.pack.items().len())
                .filter(|item| {
                    let found = self.pack.items().get(*item);
                    found.is_some_and(|found| found.item.domains.contains(&domain.id))
                })
                .collect();
            let of = |item: &usize| self.pack.items().get(*item).map_or(&[][..], |found| &found.cases);
            let under: Vec<usize> = items
                .iter()
                .copied()
                .filter(|item| self.witness(&[of(item), cases]).is_some())
                .collect();
            if under.is_empty() {
                let why = "no item that can show names it with a child who meets its case: name it in the `domains` of one";
                self.unreachable("domains", &domain.id, why, &[cases]);
                continue;
            }
            for prompt in self.pack.prompts_under(Under::Domain(at as u32)) {
                self.pieces += 1;
                let shown = under.iter().any(|item| {
                    let shows = |state: &State| self.shows_under(prompt, *item, state);
                    self.some(&[of(item), cases, &prompt.cases], shows).is_some()
                });
                if !shown {
                    let why = "its case, its domain's and that of an item exclude each other: widen its `for`, or take it away";
                    self.unreachable("prompts", &prompt.prompt.id, why, &[cases, &prompt.cases]);
                }
            }
        }
    }

    fn prompt(&mut self, prompt: &PackPrompt, item: usize, above: &[&[CompiledCase]]) {
        self.pieces += 1;
        let shows = |state: &State| self.shows_under(prompt, item, state);
        let all: Vec<&[CompiledCase]> = above.iter().copied().chain([prompt.cases.as_slice()]).collect();
        if self.some(&all, shows).is_none() {
            let why = "its case and that of its item exclude each other: widen its `for`, or take it away";
            self.unreachable("prompts", &prompt.prompt.id, why, &all);
        }
    }

    fn shows_under(&self, prompt: &PackPrompt, item: usize, state: &State) -> bool {
        let index = self.pack.prompt_index(&prompt.prompt.id);
        let rows = prompts(self.pack, state, item as u32, 1);
        rows.iter().any(|row| Some(row.prompt) == index)
    }

    fn notices_and_routes(&mut self) {
        let why = "no role of the pack has it, or no child meets its case: widen its `for`, or take it away";
        for (at, notice) in self.pack.file().notices.iter().enumerate() {
            self.pieces += 1;
            let shows = |state: &State| {
                let mut state = state.clone();
                state.silent_call = notice.on_silent_call.then(silent_call);
                let work = worklist(self.pack, &state);
                work.notices.iter().any(|row| row.notice as usize == at)
            };
            // Only a call can be silent.
            let on_a_call = [CompiledCase {
                roles: role_bit(Role::CallHandler),
                ..CompiledCase::ANY
            }];
            let above = if notice.on_silent_call {
                &on_a_call[..]
            } else {
                &[]
            };
            if self.some(&[above, self.pack.notice_cases(at)], shows).is_none() {
                self.unreachable("notices", &notice.id, why, &[above, self.pack.notice_cases(at)]);
            }
        }
        for (at, route) in self.pack.file().routes.iter().enumerate() {
            self.pieces += 1;
            let shows = |state: &State| {
                let level = route.levels.first().copied();
                routes(self.pack, state, Some(1), level)
                    .iter()
                    .any(|row| row.route as usize == at)
            };
            if self.some(&[self.pack.route_cases(at)], shows).is_none() {
                self.unreachable("routes", &route.id, why, &[self.pack.route_cases(at)]);
            }
        }
    }

    /// A state in which one of each of these cases holds, if it shows there.
    fn some(&self, cases: &[&[CompiledCase]], shows: impl Fn(&State) -> bool) -> Option<State> {
        self.witness(cases).filter(|state| shows(state))
    }

    /// A state in which one child meets one case of each.
    fn witness(&self, cases: &[&[CompiledCase]]) -> Option<State> {
        let declared = self
            .pack
            .file()
            .roles
            .iter()
            .fold(0, |roles, role| roles | role_bit(*role));
        let mut so_far = vec![CompiledCase {
            roles: declared,
            ..CompiledCase::ANY
        }];
        for some in cases.iter().filter(|some| !some.is_empty()) {
            so_far = so_far
                .iter()
                .flat_map(|a| some.iter().map(|b| both(a, b)))
                .collect();
        }
        so_far.iter().find_map(|case| self.state_of(case))
    }

    fn state_of(&self, case: &CompiledCase) -> Option<State> {
        let role = Role::ALL.iter().find(|role| case.roles & role_bit(**role) != 0)?;
        let place = Place::ALL
            .iter()
            .find(|place| case.places & place_bit(**place) != 0)?;
        let presence = Presence::ALL
            .iter()
            .find(|presence| case.presence & presence_bit(**presence) != 0)?;
        let (age, _) = self.ages.iter().find(|(_, atoms)| *atoms & !case.ages == 0)?;
        let mut state = state(*role, 1);
        state.scene = Some(SceneSet {
            place: *place,
            words: None,
        });
        let factors = self.pack.file().factors.iter().enumerate();
        let factors =
            factors.filter(|(at, _)| case.factors & 1_u64.checked_shl(*at as u32).unwrap_or(0) != 0);
        for child in &mut state.children {
            child.age = *age;
            child.presence = *presence;
            child.involved = Involvement::ALL
                .iter()
                .copied()
                .filter(|how| case.involved & involvement_bit(*how) != 0)
                .collect();
            child.may_be_others = false;
            child.factors = present(factors.clone().map(|(_, factor)| factor.id.as_str()));
        }
        Some(state)
    }
}

/// A call that is silent from its beginning.
fn silent_call() -> SilentCallNow {
    SilentCallNow {
        seq: 1,
        at: When::exactly(Moment::new(Instant::UNIX_EPOCH, 0)),
        author: None,
        on: true,
    }
}

/// What one child meets who meets both: of involvements and factors it may have those of either.
fn both(a: &CompiledCase, b: &CompiledCase) -> CompiledCase {
    CompiledCase {
        roles: a.roles & b.roles,
        ages: a.ages & b.ages,
        involved: a.involved | b.involved,
        places: a.places & b.places,
        presence: a.presence & b.presence,
        factors: a.factors | b.factors,
    }
}
