//! The program that the rigs below SQLite watch: a plan of steps through the one door, each said as it is begun and
//! as it is done. `story FOLDER PLAN [KEPT-KEY]`; the plans are in `childfirst_tests::rig::plan`.
//!
//! Refuses to stop at an error: it says it, shows that guidance still works, tries once more and goes on.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "rigs stop loudly"
)]

use childfirst::error::Part;
use childfirst::interaction::entry::Erased;
use childfirst::interaction::operation::Made;
use childfirst::sets::Role;
use childfirst::{Begin, ChildFirst, Config, Draft, Error, Interaction, Records};
use childfirst_desk::vault::FileVault;
use childfirst_tests::rig::plan::{ITEM, PACK, Step, plan, words};
use childfirst_tests::{answer, at};
use std::collections::HashMap;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

struct Story {
    folder: PathBuf,
    kept_key: Option<PathBuf>,
    app: Option<Arc<ChildFirst>>,
    records: Option<Arc<Records>>,
    open: HashMap<char, Arc<Interaction>>,
    ids: HashMap<char, String>,
}

/// One line, in one write: its place among the operations of the disk is what the rigs read.
fn say(line: &str) {
    let mut out = std::io::stdout();
    out.write_all(format!("{line}\n").as_bytes()).unwrap();
    out.flush().unwrap();
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().expect("story FOLDER PLAN [KEPT-KEY]"));
    let steps = plan(&arguments.next().expect("which plan?"));
    let kept_key = arguments.next().map(PathBuf::from);
    let mut story = Story {
        folder,
        kept_key,
        app: None,
        records: None,
        open: HashMap::new(),
        ids: HashMap::new(),
    };
    for (number, step) in steps.iter().enumerate() {
        say(&format!("S {number}"));
        for _ in 0..2 {
            match story.perform(number, step) {
                Ok(()) => break,
                Err(error) => {
                    say(&format!("E {number} {}", serde_json::to_string(&error).unwrap()));
                    story.guidance();
                }
            }
        }
    }
    story.guidance();
    say("END");
}

impl Story {
    /// Guidance works whatever happens to the records.
    fn guidance(&self) {
        let Some(app) = &self.app else { return };
        match app.guidance().search("child", vec![], 5) {
            Ok(hits) if !hits.is_empty() => say("G ok"),
            Ok(_) => say("G nothing found"),
            Err(error) => say(&format!("G {error}")),
        }
    }

    fn perform(&mut self, number: usize, step: &Step) -> Result<(), Error> {
        let now = Made::now(at(number as i64));
        match step {
            Step::Open => {
                let folder = self.folder.display().to_string();
                self.app = Some(ChildFirst::open(Config::at(folder))?);
            }
            Step::Unlock => {
                let vault = FileVault::of(&self.folder);
                self.records = Some(self.app()?.unlock(Arc::new(vault))?);
            }
            Step::Begin(name) => {
                let how = Begin {
                    pack: PACK.into(),
                    role: Role::ResponseOfficer,
                    recorder: None,
                };
                let begun = self.records()?.begin(how, now)?;
                self.ids.insert(*name, begun.id());
                say(&format!("R {name} {} 1 begun", begun.id()));
                self.open.insert(*name, begun);
            }
            Step::Answer(name, bytes) => {
                let mut what = answer(ITEM, 0);
                what.value = Some(words(number, *bytes));
                let receipt = self.interaction(*name)?.answer(what, now)?;
                say(&format!(
                    "R {name} {} {} step {number}",
                    receipt.interaction, receipt.seq
                ));
            }
            Step::Draft(name) => {
                let interaction = self.interaction(*name)?;
                interaction.keep_draft(Draft {
                    place: ITEM.into(),
                    child: None,
                    words: words(number, 40),
                })?;
                say(&format!("D {name} {} step {number}", interaction.id()));
            }
            Step::Suspend => self.app()?.prepare_suspend()?,
            Step::Lock => {
                self.app()?.lock();
                self.open.clear();
            }
            Step::Close => {
                self.open.clear();
                self.records = None;
                self.app = None;
            }
            Step::Resume(name) => {
                let id = self.id(*name)?;
                let found = self.records()?.resume(id)?;
                self.open.insert(*name, found);
            }
            Step::Erase(name, entry) => {
                let erased = Erased {
                    entry: u64::from(*entry),
                    reason: "another's name".into(),
                    authority: "Sgt Hale".into(),
                    remains: None,
                };
                let id = self.id(*name)?;
                let erasure = self.records()?.erase(id.clone(), erased, now)?;
                say(&format!("R {name} {id} {} erased", erasure.receipt.seq));
                say(&format!("X {name} {id} {entry}"));
            }
            Step::Destroy(name) => {
                let id = self.id(*name)?;
                self.open.remove(name);
                let gone = self
                    .records()?
                    .destroy(id.clone(), "retention over".into(), now)?;
                say(&format!("Z {name} {id} {}", gone.complete));
            }
            Step::LoseKey => {
                let key = self.folder.join("device.key");
                if let Some(kept) = &self.kept_key
                    && key.exists()
                {
                    // On a disk that fails the key stays, and the plan goes on with it.
                    std::fs::copy(&key, kept).map_err(|_| Error::Closed)?;
                }
                let _ = std::fs::remove_file(key);
            }
            Step::Anew => {
                let number = self.app()?.start_new_records()?;
                say(&format!("N {number}"));
            }
        }
        Ok(())
    }

    fn app(&self) -> Result<Arc<ChildFirst>, Error> {
        self.app.clone().ok_or(Error::Closed)
    }

    fn records(&self) -> Result<Arc<Records>, Error> {
        self.records.clone().ok_or(Error::Closed)
    }

    fn id(&self, name: char) -> Result<String, Error> {
        let what = Part::Interaction;
        self.ids.get(&name).cloned().ok_or(Error::NotFound { what })
    }

    fn interaction(&self, name: char) -> Result<Arc<Interaction>, Error> {
        let what = Part::Interaction;
        self.open.get(&name).cloned().ok_or(Error::NotFound { what })
    }
}
