//! `lint`: whether packs are fit for officers and children, with file, line, rule and how to mend it; and the proof.
//!
//! Opens no data folder. Refuses to be quiet about what it could not check, and to call anything proved that was not.

mod sarif;

use super::names;
use super::out::{self, Page};
use crate::cli::Lint;
use crate::failure::{Failure, code};
use childfirst::lint::ledger::Ledger;
use childfirst::lint::proof::Proof;
use childfirst::lint::rules::{self, Rule, Severity};
use childfirst::lint::{Linted, Options, lint};
use childfirst::pack::build::Finding;
use childfirst::time::Moment;
use chrono::Datelike;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Checks packs, or tells about the rules.
///
/// # Errors
/// Exit code 1 with an error among the findings; with `--strict` with a warning as well.
pub fn run(asked: &Lint, now: Option<Moment>) -> Result<(), Failure> {
    if asked.rules {
        return list_rules(asked.json);
    }
    if let Some(id) = &asked.explain {
        return explain(id, asked.json);
    }
    let options = options(asked, now)?;
    let began = Instant::now();
    let mut linted = lint(&options);
    if options.coverage.is_none() {
        let sentence = "There is no folder `coverage` beside the packs, so nothing says what of the documents is carried.";
        linted.unchecked.push(sentence.to_owned());
    }
    let checked = began.elapsed().as_millis();
    let began = Instant::now();
    linted.prove();
    let proved = began.elapsed().as_millis();
    let (errors, warnings) = (count(&linted, Severity::Error), count(&linted, Severity::Warning));
    let advice = count(&linted, Severity::Advice);
    if asked.sarif {
        out::json(&sarif::log(&linted.findings))?;
    } else if asked.json {
        out::json(&json!({
            "ok": errors == 0 && !(asked.strict && warnings > 0),
            "packs": options.packs.iter().map(|pack| pack.display().to_string()).collect::<Vec<_>>(),
            "counts": { "error": errors, "warning": warnings, "advice": advice },
            "findings": linted.findings.iter().map(finding).collect::<Vec<_>>(),
            "proofs": linted.proofs.iter().map(proof).collect::<Vec<_>>(),
            "texts": options.texts.as_ref().map(|texts| texts.display().to_string()),
            "unchecked": linted.unchecked,
            "milliseconds": { "checks": checked, "proofs": proved },
        }))?;
    } else {
        print(&linted, &options, (checked, proved))?;
    }
    let of = |n: usize, one: &str| {
        if n == 1 {
            format!("1 {one}")
        } else {
            format!("{n} {one}s")
        }
    };
    let bad = errors > 0 || (asked.strict && warnings > 0);
    let sentence = format!(
        "{}, {}, {advice} advice in {}.",
        of(errors, "error"),
        of(warnings, "warning"),
        of(options.packs.len(), "pack")
    );
    if bad {
        let sentence = format!("{sentence} `childfirst lint --explain RULE` says why a rule is there.");
        return Err(Failure::new(code::FOUND, sentence));
    }
    if !asked.sarif && !asked.json {
        let mut page = Page::new();
        page.line(0, 0, &sentence);
        return page.end();
    }
    Ok(())
}

fn count(linted: &Linted, severity: Severity) -> usize {
    linted
        .findings
        .iter()
        .filter(|one| rules::severity(one.rule) == severity)
        .count()
}

/// Which packs, with which ledgers, texts and values.
fn options(asked: &Lint, now: Option<Moment>) -> Result<Options, Failure> {
    let content = if Path::new("content").is_dir() {
        Path::new("content")
    } else {
        Path::new(".")
    };
    let mut packs = Vec::new();
    for name in &asked.packs {
        let path = Path::new(name);
        // A folder, or the name of one among the packs here.
        let folder = if path.is_dir() || path.components().count() > 1 {
            path.to_path_buf()
        } else {
            content.join(name)
        };
        if !folder.is_dir() {
            let have = beside(content);
            let have: Vec<String> = have
                .iter()
                .filter_map(|pack| Some(pack.file_name()?.to_str()?.to_owned()))
                .collect();
            return Err(names::unknown(
                "pack",
                name,
                have.iter().map(String::as_str).collect::<Vec<_>>(),
            ));
        }
        packs.push(folder);
    }
    let root = packs.first().map_or(content, |pack| parent(pack)).to_path_buf();
    let all = beside(&root);
    if packs.is_empty() {
        packs.clone_from(&all);
    }
    if packs.is_empty() {
        let sentence = "There is no pack here. Name the folder of one, or go where `content` is.";
        return Err(Failure::new(code::NOT_FOUND, sentence));
    }
    let coverage = root.join("coverage");
    let release = match (asked.release, &asked.values) {
        (false, _) => None,
        (true, None) => Some(None),
        (true, Some(path)) => Some(Some(fs::read(path).map_err(|_| {
            Failure::new(
                code::NOT_FOUND,
                "There is no file of values of that name that can be read.",
            )
        })?)),
    };
    if release.as_ref().is_some_and(Option::is_some) && packs.len() != 1 {
        let sentence = "Values are those of one force: name its pack.";
        return Err(Failure::new(code::USAGE, sentence));
    }
    let given = now.map(|now| now.to_rfc3339().chars().take(4).collect::<String>());
    let year = given.map_or_else(
        || u32::try_from(chrono::Local::now().year()).ok(),
        |year| year.parse().ok(),
    );
    Ok(Options {
        beside: all,
        roots: Vec::new(),
        texts: asked.texts.clone().or_else(|| texts_beside(&root, &coverage)),
        coverage: coverage.is_dir().then_some(coverage),
        year,
        release,
        packs,
    })
}

fn parent(pack: &Path) -> &Path {
    match pack.parent() {
        Some(parent) if parent != Path::new("") => parent,
        Some(_) => Path::new("."),
        None => pack,
    }
}

/// The folders beside each other that hold a pack. One that is a link is listed, so that it is reported.
fn beside(root: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(root).into_iter().flatten().flatten();
    let path = |entry: fs::DirEntry| match root == Path::new(".") {
        true => PathBuf::from(entry.file_name()),
        false => entry.path(),
    };
    let mut packs: Vec<PathBuf> = entries
        .map(path)
        .filter(|path| path.join("pack.json").is_file())
        .collect();
    packs.sort();
    packs
}

/// The documents' texts, where somebody keeps them beside the checkout: a folder `seeds`, there or one folder down, with
/// a text that a ledger names.
fn texts_beside(root: &Path, coverage: &Path) -> Option<PathBuf> {
    let ledgers = fs::read_dir(coverage)
        .ok()?
        .flatten()
        .filter_map(|entry| fs::read(entry.path()).ok());
    let ledgers = ledgers.filter_map(|bytes| serde_json::from_slice::<Ledger>(&bytes).ok());
    let names: Vec<String> = ledgers.flat_map(|ledger| ledger.texts).collect();
    let content = root.canonicalize().ok()?;
    let around = content.parent()?.parent()?;
    let entries = fs::read_dir(around).ok()?;
    let mut folders: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path().join("seeds"))
        .collect();
    folders.push(around.join("seeds"));
    folders.sort();
    let has_one = |folder: &PathBuf| {
        names
            .iter()
            .any(|name| !name.contains('/') && folder.join(name).is_file())
    };
    folders.into_iter().find(has_one)
}

fn finding(one: &Finding) -> Value {
    json!({
        "file": one.file, "line": one.line, "rule": one.rule, "severity": rules::severity(one.rule),
        "name": one.name, "sentence": one.sentence,
    })
}

fn proof(one: &Proof) -> Value {
    let fullest: Vec<Value> = one
        .fullest
        .iter()
        .map(|full| json!({ "role": full.role, "phase": full.phase, "once": full.once, "per_child": full.per_child }))
        .collect();
    json!({
        "pack": one.pack,
        "floor": { "holds": one.floor, "combinations": one.combinations, "stand_for": one.stand_for },
        "ceiling": { "holds": one.ceiling, "states": one.states, "stand_for": one.stand_for_states, "known": one.known_states, "fullest": fullest },
        "reachable": { "holds": one.reachable, "pieces": one.pieces },
    })
}

fn print(linted: &Linted, options: &Options, (checked, proved): (u128, u128)) -> Result<(), Failure> {
    let mut page = Page::new();
    for one in &linted.findings {
        let severity = rules::severity(one.rule).as_str();
        page.row(&format!(
            "{}:{}: {severity} [{}] {}: {}",
            one.file, one.line, one.rule, one.name, one.sentence
        ));
    }
    let mut of_rule: BTreeMap<&str, usize> = BTreeMap::new();
    linted
        .findings
        .iter()
        .for_each(|one| *of_rule.entry(one.rule).or_default() += 1);
    if linted.findings.len() > 20 {
        page.gap();
        of_rule
            .iter()
            .for_each(|(rule, n)| page.row(&format!("{n:6}  {rule}")));
    }
    if !linted.findings.is_empty() {
        page.gap();
    }
    for one in &linted.proofs {
        page.heading(0, &format!("Proof of {}", one.pack));
        let holds = |holds: bool| if holds { "holds" } else { "DOES NOT HOLD" };
        page.line(
            2,
            2,
            &format!(
                "Floor {}: {} combinations, standing for {}.",
                holds(one.floor),
                thousands(one.combinations),
                thousands(one.stand_for)
            ),
        );
        page.line(
            2,
            2,
            &format!(
                "Ceiling {}: {} sets of up to three factors, standing for {}; and {} states in which more is known.",
                holds(one.ceiling),
                thousands(one.states),
                thousands(one.stand_for_states),
                thousands(one.known_states)
            ),
        );
        for full in &one.fullest {
            let once = if full.once == 1 {
                "1 item".to_owned()
            } else {
                format!("{} items", full.once)
            };
            let once_and_each = match full.per_child {
                0 => once,
                each => format!("{once} and {each} a child"),
            };
            page.line(
                4,
                2,
                &format!("{}, {}: at most {once_and_each}", full.role, full.phase),
            );
        }
        page.line(
            2,
            2,
            &format!(
                "Reachability {}: {} pieces.",
                holds(one.reachable),
                thousands(one.pieces)
            ),
        );
    }
    linted
        .unchecked
        .iter()
        .for_each(|sentence| page.line(0, 0, sentence));
    if let Some(texts) = &options.texts {
        page.line(
            0,
            0,
            &format!("Compared with the documents' texts in {}.", texts.display()),
        );
    }
    page.line(0, 0, &format!("Checks {checked} ms, proofs {proved} ms."));
    page.end()
}

/// A number as people read it: `15,360`.
fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn list_rules(json: bool) -> Result<(), Failure> {
    if json {
        return out::json(&rules::all().collect::<Vec<_>>());
    }
    let mut page = Page::new();
    for (title, rules) in rules::GROUPS {
        page.heading(0, title);
        for rule in *rules {
            page.line(
                2,
                4,
                &format!("{} ({}): {}", rule.id, rule.severity.as_str(), rule.what),
            );
        }
    }
    page.end()
}

fn explain(id: &str, json: bool) -> Result<(), Failure> {
    let Some(rule) = rules::find(id) else {
        return Err(names::unknown(
            "rule",
            id,
            rules::all().map(|rule| rule.id).collect::<Vec<_>>(),
        ));
    };
    if json {
        return out::json(rule);
    }
    let Rule {
        severity,
        what,
        why,
        from,
        bad,
        good,
        ..
    } = rule;
    let mut page = Page::new();
    page.heading(0, &format!("{id} ({})", severity.as_str()));
    page.line(2, 2, what);
    page.line(2, 2, &format!("Why: {why}"));
    page.line(2, 2, &format!("From: {from}."));
    page.line(2, 2, &format!("Not so: {bad}"));
    page.line(2, 2, &format!("But so: {good}"));
    page.end()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_people_write_them() {
        let read: Vec<String> = [0, 999, 1000, 15_360, 1_228_800]
            .iter()
            .map(|n| thousands(*n))
            .collect();
        assert_eq!(read, ["0", "999", "1,000", "15,360", "1,228,800"]);
    }
}
