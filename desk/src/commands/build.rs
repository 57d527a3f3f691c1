//! `build`: a pack from its folder of sources, or every finding in them. Opens no data folder.
//!
//! Refuses to write anything while there is a finding. What is written is the built bytes and nothing else.

use super::out::{self, Page};
use crate::cli::Build;
use crate::failure::{Failure, code};
use childfirst::pack::build::{Built, Finding, build};
use serde_json::json;

/// Builds a pack.
///
/// # Errors
/// Exit code 1 with any finding.
pub fn run(asked: &Build) -> Result<(), Failure> {
    if !asked.dir.is_dir() {
        return Err(Failure::new(
            code::NOT_FOUND,
            "There is no such folder. Name the folder that holds the pack's pack.json.",
        ));
    }
    let built = match build(&asked.dir, &[]) {
        Ok(built) => built,
        Err(found) => return findings(&found, asked.json),
    };
    if let Some(path) = &asked.out {
        out::in_place(path, &built.bytes, "The pack")?;
    }
    print(&built, asked)
}

fn print(built: &Built, asked: &Build) -> Result<(), Failure> {
    let file = &built.file;
    if asked.json {
        let out = asked.out.as_ref().map(|path| path.display().to_string());
        return out::json(&json!({
            "ok": true, "id": file.id, "version": file.version, "digest": built.digest,
            "bytes": built.bytes.len(), "out": out, "findings": [],
        }));
    }
    let items: usize = file.lists.iter().map(|list| list.items.len()).sum();
    let mut page = Page::new();
    page.heading(0, &format!("{}, version {}: no findings", file.id, file.version));
    page.line(2, 2, &format!("SHA-256 {}", built.digest));
    page.line(
        2,
        2,
        &format!(
            "{} bytes: {} lists with {items} items, {} domains, {} passages, {} tables",
            built.bytes.len(),
            file.lists.len(),
            file.domains.len(),
            file.reference.len(),
            file.tables.len()
        ),
    );
    for on in &file.built_on {
        page.line(
            2,
            2,
            &format!(
                "Built on {}, version {}, SHA-256 {}",
                on.pack, on.version, on.digest
            ),
        );
    }
    match &asked.out {
        Some(path) => page.line(2, 2, &format!("Written to {}", path.display())),
        None => page.line(2, 2, "Nothing was written. --out FILE writes it."),
    }
    page.end()
}

fn findings(found: &[Finding], json: bool) -> Result<(), Failure> {
    if json {
        let all: Vec<_> = found
            .iter()
            .map(|one| json!({ "file": one.file, "line": one.line, "rule": one.rule, "name": one.name, "sentence": one.sentence }))
            .collect();
        out::json(&json!({ "ok": false, "findings": all }))?;
    } else {
        let mut page = Page::new();
        found.iter().for_each(|one| page.row(&one.to_string()));
        page.end()?;
    }
    let sentence = match found.len() {
        1 => "There is 1 finding, so nothing was built. Mend it and build again.".to_owned(),
        n => format!("There are {n} findings, so nothing was built. Mend them and build again."),
    };
    Err(Failure::new(code::FOUND, sentence))
}
