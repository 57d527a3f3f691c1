//! `values`: what a force has filled in where the guidance leaves something open, and filling it in.
//!
//! Refuses a key that the pack does not declare, a date that is none, and to show an empty line as if it were set.

use super::names;
use super::out::{self, Page};
use crate::app::App;
use crate::cli::{self, ValuesCommand};
use crate::failure::{Failure, code};
use crate::interactive::settings::Settings;
use childfirst::guidance::TakeValuesError;
use childfirst::interaction::local::{LocalState, LocalValue, Locals};
use childfirst::ordinary;
use childfirst::pack::types::ValueKey;
use childfirst::pack::values::{Kept, ValuesFile};
use childfirst::pack::{Pack, Values};
use serde_json::json;
use std::path::Path;
use std::sync::Arc;

/// Shows the values, or changes them.
///
/// # Errors
/// For a key that there is not, or what cannot be stored.
pub fn run(app: &App, asked: &cli::Values) -> Result<(), Failure> {
    let pack = pack(app, asked.pack.as_deref())?;
    match &asked.what {
        None => show(app, &pack, asked.json),
        Some(ValuesCommand::Set { key, text, owner }) => {
            declared(&pack, key)?;
            if text.trim().is_empty() {
                let sentence = "Words are needed. `childfirst values unset KEY` takes a value away.";
                return Err(Failure::new(code::REFUSED, sentence));
            }
            let kept = Kept {
                owner: owner.clone(),
                set_on: app.now().to_rfc3339().get(..10).map(str::to_owned),
            };
            let mut file = in_use(app, &pack)?;
            file.values.insert(key.clone(), text.trim().to_owned());
            file.kept.insert(key.clone(), kept);
            take(app, &pack, &file)?;
            done(&pack, key, "Set")
        }
        Some(ValuesCommand::Unset { key }) => {
            declared(&pack, key)?;
            let mut file = in_use(app, &pack)?;
            file.values.remove(key);
            file.kept.remove(key);
            take(app, &pack, &file)?;
            done(&pack, key, "Taken away: it reads as not set")
        }
        Some(ValuesCommand::Take { file }) => {
            let bytes = ordinary::read(file).map_err(|_| {
                Failure::new(
                    code::NOT_FOUND,
                    match ordinary::is_something_else(file) {
                        true => "That is not an ordinary file. Name the file itself.",
                        false => "There is no file of that name that can be read.",
                    },
                )
            })?;
            let values = app.guidance().take_values(&pack, &bytes).map_err(refused)?;
            let set = pack.file().values.len() - values.unset().len();
            let mut page = Page::new();
            let of = pack.file().values.len();
            page.line(
                0,
                0,
                &format!("Taken into use for {}: {set} of {of} set.", pack.file().title),
            );
            page.end()
        }
        Some(ValuesCommand::File { out }) => write(app, &pack, out.as_deref()),
    }
}

/// The pack that is meant: named, chosen on this device, or the only one with a worklist that nothing is built on.
fn pack(app: &App, named: Option<&str>) -> Result<Arc<Pack>, Failure> {
    if let Some(name) = named {
        return app.pack(name);
    }
    if let Some(chosen) = Settings::read(app.folder()) {
        return app.pack(&chosen.pack);
    }
    let packs = app.guidance().in_use();
    let base = |id: &str| {
        packs
            .iter()
            .any(|pack| pack.file().built_on.iter().any(|on| on.pack == id))
    };
    let mut forces = packs
        .iter()
        .filter(|pack| !pack.file().roles.is_empty() && !base(&pack.file().id));
    match (forces.next(), forces.next()) {
        (Some(only), None) => app.pack(&only.file().id),
        _ => Err(Failure::new(
            code::USAGE,
            "Say of which pack: --pack NAME. `childfirst packs` shows them.",
        )),
    }
}

fn declared<'p>(pack: &'p Pack, key: &str) -> Result<&'p ValueKey, Failure> {
    let keys = &pack.file().values;
    let found = keys.iter().find(|it| it.key == key);
    found.ok_or_else(|| {
        let keys: Vec<&str> = keys.iter().map(|it| it.key.as_str()).collect();
        names::unknown("local value", key, keys)
    })
}

/// The file in use, to be changed. What cannot be read is not written over in parts.
fn in_use(app: &App, pack: &Pack) -> Result<ValuesFile, Failure> {
    let values = app.guidance().values(pack).map_err(|_| {
        Failure::new(
            code::DAMAGED,
            "The values in use cannot be read, so nothing of them is changed. Take the whole file again: childfirst \
            values take FILE.",
        )
    })?;
    let mut file = values.file().clone();
    file.kept
        .retain(|key, _| pack.file().values.iter().any(|it| it.key == *key));
    Ok(file)
}

fn take(app: &App, pack: &Pack, file: &ValuesFile) -> Result<(), Failure> {
    let bytes = serde_json::to_vec_pretty(file).unwrap_or_default();
    app.guidance()
        .take_values(pack, &bytes)
        .map(drop)
        .map_err(refused)
}

fn refused(error: TakeValuesError) -> Failure {
    match error {
        TakeValuesError::Values(error) => Failure::new(code::REFUSED, sentence(&error.to_string())),
        TakeValuesError::Store(error) => error.into(),
    }
}

fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(char::to_uppercase);
    let words: String = first.into_iter().flatten().chain(letters).collect();
    format!("{words}.")
}

fn done(pack: &Pack, key: &str, what: &str) -> Result<(), Failure> {
    let label = declared(pack, key)?.label.clone();
    let mut page = Page::new();
    page.line(0, 0, &format!("{label}. {what}, for {}.", pack.file().title));
    page.end()
}

fn write(app: &App, pack: &Pack, out: Option<&Path>) -> Result<(), Failure> {
    let mut bytes = serde_json::to_vec_pretty(&in_use(app, pack)?).unwrap_or_default();
    bytes.push(b'\n');
    let Some(path) = out else {
        return out::raw(String::from_utf8_lossy(&bytes).trim_end());
    };
    out::new_file(path, &bytes)
}

fn show(app: &App, pack: &Pack, json: bool) -> Result<(), Failure> {
    let values = app.values(pack);
    let locals = Locals {
        pack,
        now: values.as_deref(),
        began: None,
    }
    .all();
    let kept = |key: &str| {
        values
            .as_ref()
            .and_then(|values| values.file().kept.get(key).cloned())
    };
    if json {
        return out::json(&as_json(pack, values.as_deref(), &locals, kept));
    }
    let mut page = Page::new();
    let set = locals.iter().filter(|it| it.text.is_some()).count();
    let title = &pack.file().title;
    page.heading(0, &format!("{title}: {set} of {} local values set", locals.len()));
    if values.is_none() {
        let words = "The values in use cannot be read. Take the file again: childfirst values take FILE.";
        page.line(0, 2, words);
    }
    let stops = pack.file().values.iter().zip(&locals);
    let stops = stops
        .filter(|(it, local)| it.immediate && local.text.is_none())
        .count();
    if stops > 0 {
        let words =
            format!("{stops} not set, and an immediate step rests on each: set those before a roll-out.");
        page.line(0, 2, &words);
    }
    for (it, local) in pack.file().values.iter().zip(&locals) {
        page.gap();
        page.heading(0, &format!("{}  ({})", it.label, it.key));
        page.line(2, 2, &state_words(it, local));
        if let Some(kept) = kept(&it.key).filter(|_| local.text.is_some()) {
            let owner = kept.owner.map(|owner| format!("Kept by {owner}."));
            let on = kept.set_on.map(|day| format!("Set on {day}."));
            let words: Vec<String> = owner.into_iter().chain(on).collect();
            page.line(2, 2, &words.join(" "));
        }
        page.line(2, 2, &it.help);
        page.line(2, 2, &format!("Used in: {}", used_in(pack, &it.key)));
    }
    page.end()
}

fn state_words(it: &ValueKey, local: &LocalValue) -> String {
    match (local.state, it.immediate) {
        (LocalState::NotSet, true) => "Not set. An immediate step rests on it.".to_owned(),
        (LocalState::NotSet, false) => "Not set.".to_owned(),
        (LocalState::Unreadable, _) => "Cannot be read.".to_owned(),
        _ => local.words(),
    }
}

fn as_json(
    pack: &Pack,
    values: Option<&Values>,
    locals: &[LocalValue],
    kept: impl Fn(&str) -> Option<Kept>,
) -> serde_json::Value {
    let one = |(it, local): (&ValueKey, &LocalValue)| {
        json!({
            "key": it.key, "label": it.label, "help": it.help, "kind": it.kind, "immediate": it.immediate,
            "state": local.state, "text": local.text, "kept": kept(&it.key), "used_in": used_in(pack, &it.key),
        })
    };
    let all: Vec<_> = pack.file().values.iter().zip(locals).map(one).collect();
    json!({ "pack": pack.file().id, "digest": values.map(Values::digest_hex), "values": all })
}

/// Where officers see it, by what it stands in.
fn used_in(pack: &Pack, key: &str) -> String {
    let file = pack.file();
    let is = |value: &Option<String>| value.as_deref() == Some(key);
    let mut used = Vec::new();
    let mut count = |n: usize, one: &str, many: &str| match n {
        0 => {}
        1 => used.push(one.to_owned()),
        n => used.push(format!("{n} {many}")),
    };
    let steps = file.danger_steps.iter().filter(|it| is(&it.value)).count();
    count(steps, "danger steps", "danger steps");
    count(
        file.notices.iter().filter(|it| is(&it.value)).count(),
        "a notice",
        "notices",
    );
    let items = pack.items().iter().filter(|it| is(&it.item.value)).count();
    count(items, "an item", "items");
    count(
        file.routes.iter().filter(|it| is(&it.value)).count(),
        "a route",
        "routes",
    );
    let say = file.words_to_say.iter().filter(|it| is(&it.value)).count();
    count(say, "words to say", "words to say");
    match key {
        childfirst::pack::values::CONFIRMED_UNTIL => used.push("the line that names the guidance".to_owned()),
        childfirst::pack::values::LOG_COPY_LENGTH => used.push("the copy for the log".to_owned()),
        childfirst::pack::values::PACE => used.push("the pace notice".to_owned()),
        _ => {}
    }
    match used.is_empty() {
        true => "nothing in this version".to_owned(),
        false => used.join(", "),
    }
}
