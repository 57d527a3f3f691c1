//! What a host does besides the lines of a script: devices, key stores, lists, checks, files that were made before.
//!
//! One arm for each row of the table in `tests/vectors/README.md`. Refuses an unknown step.

use super::file::Gives;
use super::run::{Run, Stop, bytes, given, made, receipt};
use childfirst::vectors::*;
use childfirst::{
    ChildFirst, Config, head_of_text, read_hand_over, recover, recovery_keypair, verify_export,
};
use serde_json::{Map, Value};
use std::fs;
use std::path::Path;

/// The fields of a host step.
pub(super) struct Fields<'a>(pub(super) &'a Map<String, Value>);

impl Fields<'_> {
    pub(super) fn text(&self, name: &str) -> Stop<String> {
        self.maybe(name).ok_or_else(|| format!("`{name}` is missing"))
    }
    pub(super) fn maybe(&self, name: &str) -> Option<String> {
        self.0.get(name).and_then(Value::as_str).map(str::to_owned)
    }
    pub(super) fn number(&self, name: &str) -> Stop<u32> {
        let found = self.0.get(name).and_then(Value::as_u64);
        found
            .and_then(|n| u32::try_from(n).ok())
            .ok_or_else(|| format!("`{name}` is missing"))
    }
    pub(super) fn texts(&self, name: &str) -> Vec<String> {
        let all = self.0.get(name).and_then(Value::as_array);
        let all = all.into_iter().flatten().filter_map(Value::as_str);
        all.map(str::to_owned).collect()
    }
    pub(super) fn is(&self, name: &str) -> bool {
        self.0.get(name).and_then(Value::as_bool).unwrap_or_default()
    }
}

fn drafted(draft: childfirst::Draft) -> [String; 3] {
    let child = draft.child.map_or("-".to_owned(), |child| child.to_string());
    [draft.place, child, draft.words]
}

fn nothing(result: Result<(), childfirst::Error>) -> Gives {
    given(result, |()| Gives::default())
}

pub(super) fn lines(result: Result<Vec<String>, childfirst::Error>) -> Gives {
    given(result, Gives::lines)
}

impl Run {
    /// Does what a host step says.
    pub(super) fn host(&mut self, all: &Map<String, Value>) -> Stop<Gives> {
        let fields = Fields(all);
        Ok(match fields.text("do")?.as_str() {
            "device" => {
                let public = self.pair.as_ref().map(|pair| pair.public.clone());
                let public = public.filter(|_| fields.is("recovery_key"));
                self.device(&fields.text("name")?, public)?;
                Gives::default()
            }
            "install" => {
                let installed = self.guidance()?.install_pack(bytes(&fields.text("file")?)?);
                lines(installed.map(|digest| vec![digest]))
            }
            "values" => {
                let (pack, file) = (fields.text("pack")?, bytes(&fields.text("file")?)?);
                lines(
                    self.guidance()?
                        .install_values(pack, file)
                        .map(|digest| vec![digest]),
                )
            }
            "vault" => {
                self.here()?.vault.answers(&fields.text("answers")?);
                Gives::default()
            }
            "lock" => {
                self.app()?.lock();
                Gives::default()
            }
            "unlock" => nothing(self.unlock()),
            "reopen" => {
                self.open()?;
                Gives::default()
            }
            "open_twice" => {
                let here = self.here()?;
                let vault = here.vault.clone();
                let opened = ChildFirst::open(Config::at(here.folder.display().to_string()));
                nothing(opened.and_then(|second| second.unlock(vault).map(drop)))
            }
            "open_below_a_file" => {
                let file = self.root.path().join("f");
                fs::write(&file, "f").map_err(|error| error.to_string())?;
                let below = Config::at(file.join("below").display().to_string());
                nothing(ChildFirst::open(below).map(drop))
            }
            "fixture" => {
                let folder = self.root.path().join("fixture");
                let from = super::folder().join("../fixtures").join(fields.text("name")?);
                copy(&from.join("data"), &folder).map_err(|error| error.to_string())?;
                self.add("fixture", folder, None)?;
                nothing(self.unlock())
            }
            "resume" => {
                let id = self.nth(fields.number("nth")?)?;
                let found = self.records()?.resume(id);
                self.gone_on(found)
            }
            "resume_id" => {
                let found = self.records()?.resume(fields.text("id")?);
                self.gone_on(found)
            }
            "head" => given(self.current()?.head(), receipt),
            "draft" => lines(
                self.current()?
                    .draft()
                    .map(|draft| draft.into_iter().flat_map(drafted).collect()),
            ),
            "drafts" => lines(
                self.current()?
                    .drafts()
                    .map(|drafts| drafts.into_iter().flat_map(drafted).collect()),
            ),
            "entries" => lines(self.current()?.entries().map(vector_entries)),
            "list" => lines(self.records()?.list().map(vector_list)),
            "list_for" => {
                let recorder = fields.maybe("recorder");
                lines(self.records()?.list_for(recorder).map(vector_list_for))
            }
            "due" => {
                let due = self.records()?.due(fields.number("days")?, made(all)?.now);
                lines(due.map(vector_list))
            }
            "destroy" => {
                let id = self.nth(fields.number("nth")?)?;
                let done = self.records()?.destroy(id, fields.text("reason")?, made(all)?);
                lines(done.map(|done| vector_destroyed(vec![done])))
            }
            "destroyed" => lines(self.records()?.destroyed().map(vector_destroyed)),
            "check" => lines(self.records()?.check().map(vector_check)),
            "salvage" => {
                let id = self.current()?.id();
                lines(self.records()?.salvage(id).map(vector_salvaged))
            }
            "danger" => lines(self.current()?.danger(made(all)?.now).map(vector_danger)),
            "routes" => {
                let it = self.current()?;
                let level = fields.maybe("level").map(|level| vector_level(&level));
                let level = level.transpose().map_err(|error| error.to_string())?;
                let routes = it.routes(fields.number("child").ok(), level);
                lines(routes.and_then(|routes| vector_routes(&it, routes)))
            }
            "local_values" => lines(self.current()?.local_values().map(vector_local_values)),
            "review_sheet" => lines(self.current()?.review_sheet().map(vector_review_sheet)),
            "officers_told" => lines(self.current()?.officers_told().map(vector_officers_told)),
            "pace" => lines(self.current()?.pace(made(all)?.now).map(vector_pace)),
            "readers" => lines(self.current()?.readers()),
            "find_hash" => {
                let found = self.current()?.entries_with_hash(&fields.text("of")?);
                lines(found.map(|found| found.iter().map(u64::to_string).collect()))
            }
            "search" => {
                let packs = fields.texts("packs");
                let (words, limit) = (fields.text("words")?, fields.number("limit")?);
                lines(self.guidance()?.search(&words, packs, limit).map(vector_hits))
            }
            "installed" => {
                let installed = self.guidance()?.installed(fields.number("year")?);
                lines(installed.map(vector_installed))
            }
            "verify_export" => lines(verify_export(&self.kept_text(&fields)?).map(vector_checked)),
            "read_hand_over" => {
                let guidance = Some(self.guidance()?);
                lines(read_hand_over(&self.kept_text(&fields)?, guidance).map(vector_hand_over))
            }
            "head_of_text" => {
                let head = head_of_text(&self.kept_text(&fields)?);
                let words = head.map(|head| vec![head.interaction, head.entries.to_string(), head.head]);
                Gives::lines(words.unwrap_or_default())
            }
            "recovery_keypair" => {
                let pair = recovery_keypair().map_err(|error| error.to_string())?;
                let public = pair.public.clone();
                self.pair = Some(pair);
                Gives::lines(vec![public])
            }
            "recover" => self.recovered(&fields)?,
            "start_new_records" => {
                let number = self.app()?.start_new_records();
                lines(number.map(|number| vec![number.to_string()]))
            }
            "forgetting_owed" => {
                let owed = self.records()?.forgetting_owed();
                lines(owed.map(|owed| vec![owed.to_string()]))
            }
            other => {
                let done = self.updates(other, all)?;
                done.ok_or_else(|| format!("there is no host step `{other}`"))?
            }
        })
    }

    /// The nth interaction, in the order in which they began.
    fn nth(&mut self, nth: u32) -> Stop<String> {
        let mut all = self.records()?.list().map_err(|error| error.to_string())?;
        all.sort_by_key(|one| (one.began_at.map(|at| at.utc), one.id.clone()));
        let found = all.into_iter().nth(nth.saturating_sub(1) as usize);
        found
            .map(|one| one.id)
            .ok_or_else(|| format!("there is no interaction {nth}"))
    }

    /// A kept text, or the one that is given, changed as is said.
    fn kept_text(&self, fields: &Fields<'_>) -> Stop<String> {
        if let Some(text) = fields.maybe("text") {
            return Ok(text);
        }
        let kept = self.kept.get(&fields.text("of")?);
        let kept = kept.ok_or("no export is kept by that name")?;
        let Some(change) = fields.0.get("change") else {
            return Ok(kept.clone());
        };
        let side = |n: usize| change.get(n).and_then(Value::as_str);
        match (side(0), side(1)) {
            (Some(from), Some(to)) if kept.contains(from) => Ok(kept.replace(from, to)),
            _ => Err("what is to be changed does not stand in it".to_owned()),
        }
    }

    fn recovered(&mut self, fields: &Fields<'_>) -> Stop<Gives> {
        let from = match fields.maybe("device") {
            Some(device) => self.folder_of(&device)?,
            None => self.root.path().join("empty"),
        };
        fs::create_dir_all(&from).map_err(|error| error.to_string())?;
        let own = self.pair.as_ref().map(|pair| pair.secret.clone());
        let secret = fields.maybe("secret").or(own).ok_or("no key pair is kept")?;
        let into = match fields.is("not_empty") {
            true => from.clone(),
            false => self.root.path().join("recovered"),
        };
        let vault = self.here()?.vault.clone();
        let (source, to) = (from.display().to_string(), into.display().to_string());
        Ok(match recover(source, to, secret, vault) {
            Err(error) => super::run::refused(&error),
            Ok(found) => {
                self.add("recovered", into, None)?;
                self.unlock().map_err(|error| error.to_string())?;
                let numbers = [found.recovered, found.not_recoverable, found.tombstones];
                Gives::lines(numbers.iter().map(u64::to_string).collect())
            }
        })
    }
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}
