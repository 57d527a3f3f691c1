//! What is wanted, and what of it is there to be shown: of each pack the newest that builds.
//!
//! Refuses to forget that what is shown is older than what was saved.

use super::look::{Look, look, values};
use crate::cli::Preview;
use crate::commands::circumstances;
use crate::commands::out::Page;
use crate::commands::sources::{self, Asked};
use crate::commands::view::{self, Made};
use crate::failure::{Failure, code};
use childfirst::interaction::lines::role_words;
use childfirst::interaction::local::Locals;
use childfirst::lint::{Linted, Options, lint};
use childfirst::pack::build::Finding;
use childfirst::pack::status::status;
use childfirst::pack::{Pack, Values};
use childfirst::sets::{Phase, Role};
use childfirst::time::Moment;
use chrono::Timelike;
use std::path::PathBuf;
use std::sync::Arc;

/// What was asked for.
#[derive(Clone)]
pub struct Wanted {
    /// Whether everything is shown that is folded.
    pub all: bool,
    names: Vec<String>,
    folders: Vec<PathBuf>,
    texts: Option<PathBuf>,
    values: Option<PathBuf>,
    roles: Vec<Role>,
    phase: Option<Phase>,
    given: crate::cli::Circumstances,
    now: Option<Moment>,
}

/// One worklist: whose, of which pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OneView {
    /// Which of the packs.
    pub pack: usize,
    /// Whose; none of a pack that has no worklist for anybody asked for.
    pub role: Option<Role>,
}

/// The newest of each pack that builds.
#[derive(Default)]
pub struct Shown {
    /// Why packs do not build.
    pub faults: Vec<Finding>,
    /// Why the file of values cannot be taken; those before are shown.
    pub values: Vec<Finding>,
    packs: Vec<Option<One>>,
}

#[derive(Clone)]
struct One {
    pack: Arc<Pack>,
    values: Option<Arc<Values>>,
    at: String,
    old: bool,
}

impl Wanted {
    /// What was asked for, with the packs' folders.
    pub fn new(asked: &Preview, now: Option<Moment>) -> Result<Wanted, Failure> {
        let mut wanted = Wanted {
            all: asked.all,
            names: asked.packs.clone(),
            folders: Vec::new(),
            texts: asked.texts.clone(),
            values: asked.values.clone(),
            roles: asked.role.clone(),
            phase: asked.phase,
            given: asked.given.clone(),
            now,
        };
        if let Some(values) = &wanted.values {
            sources::values(values)?;
        }
        wanted.folders = wanted.options()?.packs;
        Ok(wanted)
    }

    fn options(&self) -> Result<Options, Failure> {
        sources::options(&Asked {
            packs: &self.names,
            texts: self.texts.as_deref(),
            release: false,
            values: None,
            now: self.now,
        })
    }

    /// Builds the packs.
    pub fn look(&self) -> Look {
        look(&self.folders, self.values.as_deref(), self.clock())
    }

    /// Lints the packs, with their proofs.
    pub fn linted(&self) -> Result<Linted, Failure> {
        let mut linted = lint(&self.options()?);
        linted.prove();
        Ok(linted)
    }

    /// Everything that could change what is shown: folders whose files are looked at, and single files.
    pub fn watched(&self) -> Vec<PathBuf> {
        let mut all: Vec<PathBuf> = self.folders.clone();
        if let Ok(options) = self.options() {
            all.extend(options.beside);
            all.extend(options.coverage);
            all.extend(options.texts);
        }
        all.extend(self.values.clone());
        all.sort();
        all.dedup();
        all
    }

    /// What can never be shown, whatever is mended in the sources: said before anything else.
    pub fn refuse(&self, first: &Look) -> Result<(), Failure> {
        let packs: Vec<&Arc<Pack>> = first.packs.iter().filter_map(|it| it.as_ref().ok()).collect();
        for pack in &packs {
            for role in &pack.file().roles {
                circumstances::state(pack, *role, &self.given)?;
            }
        }
        let has = |pack: &Pack| self.roles.iter().any(|role| pack.file().roles.contains(role));
        if let (false, [pack, ..]) = (self.roles.is_empty(), packs.as_slice())
            && packs.len() == first.packs.len()
            && !packs.iter().any(|pack| has(pack))
        {
            return Err(circumstances::no_flow(pack));
        }
        for pack in &packs {
            values(pack, first.values.as_ref()).map_err(|found| {
                let sentence = format!("{}:{}: {}", found.file, found.line, found.sentence);
                Failure::new(code::REFUSED, sentence)
            })?;
        }
        Ok(())
    }

    /// The worklists that there are.
    pub fn views(&self, shown: &Shown) -> Vec<OneView> {
        let mut views = Vec::new();
        for (pack, one) in shown.packs.iter().enumerate() {
            let Some(one) = one else { continue };
            let roles = one.pack.file().roles.iter();
            let roles: Vec<Role> = roles
                .filter(|role| self.roles.is_empty() || self.roles.contains(role))
                .copied()
                .collect();
            match roles.as_slice() {
                [] => views.push(OneView { pack, role: None }),
                roles => views.extend(roles.iter().map(|role| OneView {
                    pack,
                    role: Some(*role),
                })),
            }
        }
        views
    }

    /// Prints one worklist: the same as `childfirst worklist`.
    pub fn print(&self, shown: &Shown, one: OneView, page: &mut Page, all: bool) -> Result<(), Failure> {
        let Some(found) = shown.packs.get(one.pack).and_then(Option::as_ref) else {
            return Ok(());
        };
        let pack = found.pack.as_ref();
        let Some(role) = one.role else {
            return Err(circumstances::no_flow(pack));
        };
        let state = circumstances::state(pack, role, &self.given)?;
        let values = found.values.as_deref();
        let now = self.now.unwrap_or_else(|| {
            let now = chrono::Local::now();
            Moment::new(now.to_utc(), now.offset().local_minus_utc() / 60)
        });
        let mut view = view::make(Made {
            pack,
            state: &state,
            stand_in: !circumstances::describe_a_child(&self.given),
            danger: None,
            locals: Locals {
                pack,
                now: values,
                began: None,
            }
            .all(),
            status: status(pack, values, now),
        });
        if let Some(phase) = self.phase {
            view.phases.retain(|it| it.phase == phase);
            (view.danger, view.routes) = (None, Vec::new());
            view.notices.clear();
        }
        view::print(&view, page, all);
        Ok(())
    }

    /// The time of the day, to the second.
    pub fn clock(&self) -> String {
        if let Some(now) = self.now {
            let text = now.to_rfc3339();
            return text.get(11..19).unwrap_or_default().to_owned();
        }
        let now = chrono::Local::now();
        format!("{:02}:{:02}:{:02}", now.hour(), now.minute(), now.second())
    }
}

impl Shown {
    /// Takes what a look found: the newest that builds stands, and what does not build is named.
    pub fn take(&mut self, look: Look) {
        self.packs.resize(look.packs.len(), None);
        (self.faults, self.values) = (Vec::new(), Vec::new());
        for (one, found) in self.packs.iter_mut().zip(look.packs) {
            match found {
                Ok(pack) => {
                    let old = one.as_ref().and_then(|one| one.values.clone());
                    let values = match values(&pack, look.values.as_ref()) {
                        Ok(values) => Some(Arc::new(values)),
                        Err(found) => {
                            self.values.push(found);
                            old
                        }
                    };
                    *one = Some(One {
                        pack,
                        values,
                        at: look.at.clone(),
                        old: false,
                    });
                }
                Err(found) => {
                    self.faults.extend(found);
                    one.iter_mut().for_each(|one| one.old = true);
                }
            }
        }
        self.faults.sort();
        self.faults.dedup();
    }

    /// The same packs, to compare with later.
    pub fn again(&self) -> Shown {
        Shown {
            packs: self.packs.clone(),
            ..Shown::default()
        }
    }

    /// That packs are not shown at all, because they have not been built yet.
    pub fn absent(&self) -> Option<String> {
        match self.packs.iter().filter(|one| one.is_none()).count() {
            0 => None,
            1 => Some("1 pack DOES NOT BUILD, and is not shown.".to_owned()),
            n => Some(format!("{n} packs DO NOT BUILD, and are not shown.")),
        }
    }

    /// When a pack was built that is shown and does not build any more.
    pub fn old(&self, pack: usize) -> Option<&str> {
        let one = self.packs.get(pack)?.as_ref()?;
        one.old.then_some(one.at.as_str())
    }

    fn pack(&self, at: usize) -> Option<&Pack> {
        self.packs.get(at)?.as_ref().map(|one| one.pack.as_ref())
    }

    /// What a view is called: `Anytown Police, response officer`.
    pub fn title(&self, view: OneView) -> String {
        let title = self.pack(view.pack).map_or("", |pack| pack.file().title.as_str());
        match view.role {
            Some(role) => format!("{title}, {}", role_words(role)),
            None => title.to_owned(),
        }
    }
}
