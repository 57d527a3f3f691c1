//! `new-pack`: begins an overlay of a force's own, with something of each kind in it that lint lets pass.
//!
//! Opens no data folder. Refuses to write over anything, and to leave half a pack behind.

mod starter;

use self::starter::{Starter, TEXT};
use super::out::{self, Page};
use super::{names, sources};
use crate::cli::NewPack;
use crate::failure::{Failure, code};
use childfirst::pack::build::build;
use childfirst::pack::types::PackFile;
use childfirst::sets::Role;
use childfirst::time::Moment;
use chrono::Datelike;
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};

/// Folders beside the packs that are none.
const TAKEN: &[&str] = &["coverage", "schema", "texts", "seeds", "content"];
/// A name is read in ids, in every line of a report.
const LONGEST: usize = 40;

/// Begins a pack.
///
/// # Errors
/// A name that cannot be one, something there already, a pack below that is not there or does not build, and a folder
/// that cannot be written to. Nothing is left behind.
pub fn run(asked: &NewPack, now: Option<Moment>) -> Result<(), Failure> {
    let name = name(&asked.name)?;
    let root = match &asked.dir {
        Some(folder) => folder.as_path(),
        None => sources::content(),
    };
    if !root.is_dir() {
        let sentence =
            "There is no such folder. Name with --dir the one in which the packs lie beside each other.";
        return Err(Failure::new(code::NOT_FOUND, sentence));
    }
    let below = below(root, &asked.extends)?;
    let roles = roles(&below, &asked.role)?;
    let usual = usual_force(name);
    let force = said("--force", asked.force.as_deref().unwrap_or(&usual))?;
    let title = said("--title", asked.title.as_deref().unwrap_or(force))?;
    let year = now
        .and_then(|now| now.to_rfc3339().get(..4).and_then(|year| year.parse().ok()))
        .or_else(|| u32::try_from(chrono::Local::now().year()).ok());
    let starter = Starter {
        name,
        force,
        title,
        extends: &asked.extends,
        roles: &roles,
        below: &below,
        year: year.unwrap_or_default(),
    };
    let written = write(root, &starter)?;
    print(asked, root, &starter, &written)
}

/// The name as the id of a pack.
fn name(typed: &str) -> Result<&str, Failure> {
    let usual = names::kebab(typed);
    let refused = |sentence: String| Err(Failure::new(code::REFUSED, sentence));
    if TAKEN.contains(&typed) {
        return refused("That is the name of a folder that lies beside the packs. Take another.".to_owned());
    }
    if typed.len() > LONGEST {
        return refused(format!(
            "That name is longer than {LONGEST} letters, and it stands in every id. Take a shorter one."
        ));
    }
    if usual != typed || typed.is_empty() {
        let rule =
            "The name of a pack is small letters, numbers and hyphens, without spaces: it begins every id.";
        return match usual.as_str() {
            "" => refused(format!("{rule} Like: anytown")),
            usual => refused(format!("{rule} Like: {usual}")),
        };
    }
    Ok(typed)
}

/// A force's name, from that of its pack, where none was said.
fn usual_force(name: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    };
    name.split('-').map(capital).collect::<Vec<_>>().join(" ")
}

/// Words for a screen: one line, with something in it.
fn said<'a>(which: &str, words: &'a str) -> Result<&'a str, Failure> {
    let words = words.trim();
    if words.is_empty() || words.chars().any(char::is_control) {
        let sentence = format!("{which} is one line of words: officers read it.");
        return Err(Failure::new(code::REFUSED, sentence));
    }
    Ok(words)
}

/// The packs below, each built.
fn below(root: &Path, extends: &[String]) -> Result<Vec<PackFile>, Failure> {
    let mut below = Vec::new();
    for id in extends {
        let folder = root.join(id);
        if names::kebab(id) != *id || !folder.join("pack.json").is_file() {
            let have = sources::beside(root);
            let have: Vec<&str> = have
                .iter()
                .filter_map(|pack| pack.file_name()?.to_str())
                .collect();
            if have.is_empty() {
                let sentence = format!(
                    "There is no pack in {}, so there is nothing to build on. Go where `content` is, or name with --dir \
                    the folder in which the packs lie beside each other.",
                    root.display()
                );
                return Err(Failure::new(code::NOT_FOUND, sentence));
            }
            return Err(names::unknown("pack", id, have));
        }
        let built = build(&folder, &[]).map_err(|found| {
            let n = found.len();
            let folder = folder.display();
            let sentence = format!(
                "{id} does not build, so nothing can be built on it ({n} to mend). See: childfirst build {folder}"
            );
            Failure::new(code::FOUND, sentence)
        })?;
        below.push(built.file);
    }
    Ok(below)
}

/// Those asked for, or all that the packs below have.
fn roles(below: &[PackFile], asked: &[Role]) -> Result<Vec<Role>, Failure> {
    let mut have: Vec<Role> = Vec::new();
    for role in below.iter().flat_map(|file| &file.roles) {
        if !have.contains(role) {
            have.push(*role);
        }
    }
    if let Some(role) = asked.iter().find(|role| !have.contains(role)) {
        let words: Vec<&str> = have.iter().map(|role| role.as_str()).collect();
        let sentence = format!(
            "What it builds on has no worklist for {role}. It has: {}.",
            words.join(", ")
        );
        return Err(Failure::new(code::NOT_FOUND, sentence));
    }
    Ok(match asked {
        [] => have,
        asked => asked.to_vec(),
    })
}

/// A file that was written, and what it is for.
type Written = (PathBuf, &'static str);

/// Writes all of it, or nothing.
fn write(root: &Path, starter: &Starter<'_>) -> Result<Vec<Written>, Failure> {
    let folder = root.join(starter.name);
    let document = starter.document();
    let mut ledger = serde_json::to_string_pretty(&starter.ledger())
        .map_err(|_| Failure::new(code::NOT_SAVED, "The ledger could not be made."))?;
    ledger.push('\n');
    let files = starter.files().into_iter();
    let mut all: Vec<(PathBuf, &'static str, String)> = files
        .map(|(name, about, text)| (folder.join(name), about, text))
        .collect();
    let text = root.join("texts").join(format!("{document}.txt"));
    all.push((text, "the text of the example document", TEXT.to_owned()));
    let path = root.join("coverage").join(format!("{document}.json"));
    all.push((path, "its ledger: what carries each sentence", ledger));
    let there = all.iter().map(|(path, ..)| path).chain([&folder]);
    if let Some(path) = there.rev().find(|path| fs::symlink_metadata(path).is_ok()) {
        let sentence = format!(
            "{} is there already, and nothing is written over. Take another name, or move it away.",
            path.display()
        );
        return Err(Failure::new(code::REFUSED, sentence));
    }
    let mut made = Made::default();
    for (path, _, text) in &all {
        made.file(path, text)?;
    }
    made.keep();
    Ok(all.into_iter().map(|(path, about, _)| (path, about)).collect())
}

/// What was made so far; taken away again when it is dropped before the end.
#[derive(Default)]
struct Made(Vec<PathBuf>);

impl Made {
    fn file(&mut self, path: &Path, text: &str) -> Result<(), Failure> {
        if let Some(folder) = path.parent() {
            self.folder(folder)?;
        }
        // Noted before it is written: a disk that is full leaves half a file.
        let fresh = fs::symlink_metadata(path).is_err();
        self.0.extend(fresh.then(|| path.to_path_buf()));
        out::new_file(path, text.as_bytes())
    }

    fn folder(&mut self, folder: &Path) -> Result<(), Failure> {
        if folder.is_dir() {
            return Ok(());
        }
        fs::create_dir(folder).map_err(|_| {
            let sentence = format!(
                "{} could not be made. Give yourself the right to write there, or name another place with --dir.",
                folder.display()
            );
            Failure::new(code::NOT_SAVED, sentence)
        })?;
        self.0.push(folder.to_path_buf());
        Ok(())
    }

    fn keep(mut self) {
        self.0.clear();
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        for path in self.0.iter().rev() {
            // A folder goes only when it is empty: nothing that somebody else put there meanwhile.
            let _ = fs::remove_file(path).or_else(|_| fs::remove_dir(path));
        }
    }
}

fn print(asked: &NewPack, root: &Path, starter: &Starter<'_>, written: &[Written]) -> Result<(), Failure> {
    let shown = |path: &Path| {
        let path = path.strip_prefix(".").unwrap_or(path);
        path.display().to_string()
    };
    if asked.json {
        let files: Vec<String> = written.iter().map(|(path, _)| shown(path)).collect();
        return out::json(&json!({
            "ok": true, "pack": starter.name, "document": starter.document(),
            "folder": shown(&root.join(starter.name)), "files": files,
        }));
    }
    let mut page = Page::new();
    page.heading(
        0,
        &format!("{}, on {}", starter.title, starter.extends.join(" and ")),
    );
    let paths: Vec<String> = written.iter().map(|(path, _)| shown(path)).collect();
    let widest = paths.iter().map(|path| path.chars().count()).max().unwrap_or(0);
    for (path, (_, about)) in paths.iter().zip(written) {
        page.line(2, 2, &format!("{path:widest$}  {about}"));
    }
    page.line(
        0,
        0,
        "What begins with “Example:” is made up. Put your own document and your own words in its place.",
    );
    // As it has to be typed here: its name where the packs are looked for, else its folder.
    let named = match root == sources::content() {
        true => starter.name.to_owned(),
        false => shown(&root.join(starter.name)),
    };
    page.line(0, 0, "Next:");
    page.line(2, 2, &format!("childfirst lint {named}"));
    page.line(2, 2, &format!("childfirst preview {named}"));
    page.line(
        2,
        2,
        "docs/authoring.md has ten minutes that go through all of it.",
    );
    page.end()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_none_is_refused_with_one_that_is() {
        assert_eq!(name("north-town-2").as_deref(), Ok("north-town-2"));
        for (typed, like) in [
            ("Anytown Police", "anytown-police"),
            ("any_town", "any-town"),
            ("../anytown", "anytown"),
            ("-anytown-", "anytown"),
            ("", "anytown"),
            ("Ω", "anytown"),
        ] {
            let refused = name(typed).unwrap_err();
            assert_eq!(refused.code, code::REFUSED);
            assert!(refused.sentence.ends_with(&format!("Like: {like}")), "{refused}");
        }
        assert!(name("coverage").is_err() && name(&"a".repeat(41)).is_err());
        assert_eq!(usual_force("north-town"), "North Town");
    }
}
