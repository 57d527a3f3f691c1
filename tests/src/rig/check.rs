//! What a data folder has to hold after what a program said: everything that it said is saved, and no word that
//! nobody wrote.

use super::plan::{Step, words};
use super::run::room;
use childfirst::interaction::entry::{Entry, Event};
use childfirst::{ChildFirst, Config, Error, Interaction, Records};
use childfirst_desk::vault::FileVault;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// What was said of one interaction.
#[derive(Debug, Clone, Default)]
pub struct Of {
    /// Each receipt: number, and the words that stand for it.
    pub receipts: Vec<(usize, String)>,
    /// The step of the last draft that was kept.
    pub draft: Option<usize>,
    /// Entries said to be erased.
    pub erased: Vec<usize>,
    /// Said to be destroyed.
    pub destroyed: bool,
    /// Said to be gone, with a key still to be forgotten.
    pub owed: bool,
}

/// What a program said, up to some moment.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// By id.
    pub interactions: BTreeMap<String, Of>,
    /// The name of each in the plan.
    pub names: BTreeMap<char, String>,
    /// The step that was begun last.
    pub step: usize,
    /// Steps that failed.
    pub failed: Vec<usize>,
    /// New records were begun, or may have been.
    pub anew: bool,
    /// The interactions of the records before those.
    pub before: Vec<String>,
    /// Complaints of the program itself: guidance that did not work, errors of the wrong kind.
    pub wrong: Vec<String>,
}

impl Told {
    /// Reads what was said. `plan` says what a step means.
    pub fn of(lines: &[String], plan: &[Step]) -> Told {
        let mut told = Told::default();
        for line in lines {
            let parts: Vec<&str> = line.split(' ').collect();
            match parts.as_slice() {
                ["S", step] => told.begin(step.parse().expect("a number"), plan),
                ["R", name, id, seq, rest @ ..] => {
                    told.names
                        .insert(name.chars().next().expect("a name"), (*id).to_owned());
                    let of = told.interactions.entry((*id).to_owned()).or_default();
                    of.receipts.push((seq.parse().expect("a number"), rest.join(" ")));
                }
                ["D", _, id, "step", step] => {
                    let of = told.interactions.entry((*id).to_owned()).or_default();
                    of.draft = step.parse().ok();
                }
                ["X", _, id, entry] => {
                    let of = told.interactions.entry((*id).to_owned()).or_default();
                    of.erased.push(entry.parse().expect("a number"));
                }
                ["Z", _, id, complete] => {
                    let of = told.interactions.entry((*id).to_owned()).or_default();
                    of.destroyed |= *complete == "true";
                    of.owed |= *complete == "false";
                }
                ["N", _] => {}
                ["E", step, ..] => {
                    told.failed.push(step.parse().expect("a number"));
                    if line.contains("\"damaged\"") {
                        told.wrong
                            .push(format!("a failing disk was taken for damage: {line}"));
                    }
                    if line.contains("\"key_gone\"") && !plan.contains(&Step::LoseKey) {
                        told.wrong
                            .push(format!("a failing disk was taken for a lost key: {line}"));
                    }
                }
                ["G", "ok"] | ["END"] => {}
                other => told.wrong.push(other.join(" ")),
            }
        }
        told
    }

    fn begin(&mut self, step: usize, plan: &[Step]) {
        self.step = step;
        if plan.get(step) == Some(&Step::Anew) {
            self.anew = true;
            self.before = self.interactions.keys().cloned().collect();
        }
    }

    /// Whether a step on this interaction is under way, or failed and may have left its trace.
    fn open(&self, plan: &[Step], id: &str, which: impl Fn(&Step) -> Option<char>) -> bool {
        let steps = self.failed.iter().chain([&self.step]);
        steps
            .filter_map(|step| plan.get(*step).and_then(&which))
            .any(|name| self.names.get(&name).map(String::as_str) == Some(id))
    }
}

/// A folder's records opened, with what opened them.
pub struct Opened {
    /// Keeps the folder.
    pub app: Arc<ChildFirst>,
    /// The records.
    pub records: Arc<Records>,
}

/// Opens a folder as a new process would.
///
/// # Errors
/// What the door says.
pub fn open(folder: &Path) -> Result<Opened, Error> {
    let app = ChildFirst::open(Config::at(folder.display().to_string()))?;
    let records = app.unlock(Arc::new(FileVault::of(folder)))?;
    Ok(Opened { app, records })
}

/// Checks a folder against what was said. `kept_key` is the key that the plan lost.
///
/// # Errors
/// A sentence that says what is not as it was said.
pub fn check(folder: &Path, told: &Told, plan: &[Step], kept_key: &Path) -> Result<(), String> {
    if let Some(wrong) = told.wrong.first() {
        return Err(wrong.clone());
    }
    let (mut here, mut before) = (told.clone(), told.clone());
    here.interactions.retain(|id, _| !told.before.contains(id));
    before.interactions.retain(|id, _| told.before.contains(id));
    let old = room();
    if told.anew {
        let aside = |rest: &str| [format!("records.1.db{rest}"), format!("records.db{rest}")];
        for rest in ["", "-wal"] {
            // Set aside, or not yet: the file goes first and its log after it.
            if let Some(found) = aside(rest)
                .iter()
                .map(|name| folder.join(name))
                .find(|path| path.exists())
            {
                fs::copy(found, old.path().join(format!("records.db{rest}"))).map_err(|e| e.to_string())?;
            }
        }
        let key = Some(kept_key.to_owned()).filter(|key| fs::metadata(key).is_ok_and(|key| key.len() > 0));
        // Not lost after all, on a disk that failed just then; or there never was one, and nothing was begun.
        let key = key.unwrap_or(folder.join("device.key"));
        if key.exists() {
            fs::copy(key, old.path().join("device.key")).map_err(|e| e.to_string())?;
        } else if !before.interactions.is_empty() {
            return Err("the key was lost before the plan lost it".into());
        }
    }
    if told.anew && !before.interactions.is_empty() {
        let opened =
            open(old.path()).map_err(|error| format!("the records set aside do not open: {error}"))?;
        everything(&opened, &before, plan).map_err(|wrong| format!("records set aside: {wrong}"))?;
    }
    match open(folder) {
        Ok(opened) => {
            if opened
                .app
                .guidance()
                .search("child", vec![], 3)
                .map_or(0, |hits| hits.len())
                == 0
            {
                return Err("guidance finds nothing".into());
            }
            everything(&opened, &here, plan)
        }
        // Between the loss of the key and the new records there is nothing to open, by design: the file is kept.
        Err(Error::KeyGone) if plan.contains(&Step::LoseKey) && here.interactions.is_empty() => Ok(()),
        Err(Error::KeyGone) if lost_key(told, plan) && !told.anew => Ok(()),
        Err(error) => Err(format!("does not open: {error}")),
    }
}

fn lost_key(told: &Told, plan: &[Step]) -> bool {
    plan.iter()
        .position(|step| *step == Step::LoseKey)
        .is_some_and(|at| told.step >= at)
}

fn everything(opened: &Opened, told: &Told, plan: &[Step]) -> Result<(), String> {
    for (id, of) in &told.interactions {
        let destroying = told.open(plan, id, |step| match step {
            Step::Destroy(name) => Some(*name),
            _ => None,
        });
        match opened.records.resume(id.clone()) {
            Err(Error::NotFound { .. }) if of.destroyed || of.owed || destroying => {}
            Err(error) => return Err(format!("{id} does not open: {error}")),
            Ok(_) if of.destroyed => return Err(format!("{id} was said to be destroyed")),
            Ok(found) => one(&found, id, of, told, plan)?,
        }
    }
    for listed in opened.records.list().map_err(|error| error.to_string())? {
        if let Some(problem) = listed.problem {
            return Err(format!("{}: {problem} in the list", listed.id));
        }
    }
    Ok(())
}

fn one(found: &Interaction, id: &str, of: &Of, told: &Told, plan: &[Step]) -> Result<(), String> {
    found
        .verify()
        .map_err(|error| format!("{id} does not verify: {error}"))?;
    let entries = found.entries().map_err(|error| error.to_string())?;
    for (seq, said) in &of.receipts {
        let erasing = told.open(plan, id, |step| match step {
            Step::Erase(name, entry) if *entry as usize == *seq => Some(*name),
            _ => None,
        });
        let gone = of.erased.contains(seq);
        let entry = entries
            .get(seq - 1)
            .ok_or(format!("{id} entry {seq} was receipted and is lost"))?;
        match (&entry.event, gone) {
            (Event::Gone, false) if !erasing => return Err(format!("{id} entry {seq} is gone")),
            (Event::Gone, _) => {}
            (_, true) => return Err(format!("{id} entry {seq} was said to be erased")),
            (_, false) if says(entry) != *said => {
                return Err(format!(
                    "{id} entry {seq} says `{}`, receipted `{said}`",
                    says(entry)
                ));
            }
            (_, false) => {}
        }
    }
    // What was under way may be there; what failed may be, too, when the disk failed after it was written.
    let last = of.receipts.last().map_or(0, |(seq, _)| *seq);
    if entries.len() > last + 1 + told.failed.len() {
        return Err(format!("{id}: {} entries, {last} receipted", entries.len()));
    }
    let known: Vec<String> = (0..plan.len()).map(|step| format!("step {step}")).collect();
    for entry in &entries {
        let said = says(entry);
        if !known.contains(&said) && !["begun", "erased", "gone"].contains(&said.as_str()) {
            return Err(format!("{id} entry {} was written by nobody", entry.seq));
        }
    }
    if let Some(step) = of.draft {
        let kept = found.draft().map_err(|error| format!("{id}: draft: {error}"))?;
        let fits = kept.is_some_and(|kept| (step..=told.step).any(|step| kept.words == words(step, 40)));
        if !fits {
            return Err(format!("{id}: the draft of step {step} is lost"));
        }
    }
    Ok(())
}

/// The short form of what an entry says, as the program said it with its receipt.
fn says(entry: &Entry) -> String {
    match &entry.event {
        Event::Begun(_) => "begun".into(),
        Event::Erased(_) => "erased".into(),
        Event::Gone => "gone".into(),
        Event::Answered(answered) => {
            let words = answered.value.as_deref().unwrap_or_default();
            words.split(' ').take(2).collect::<Vec<_>>().join(" ")
        }
        other => format!("{other:?}").chars().take(20).collect(),
    }
}
