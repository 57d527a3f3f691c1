//! `lint`: whether packs are fit for officers and children, with file, line, rule and how to mend it; and the proof.
//!
//! Opens no data folder. Refuses to be quiet about what it could not check, and to call anything proved that was not.

mod sarif;

use super::names;
use super::out::{self, Page};
use super::sources::{self, Asked};
use crate::cli::Lint;
use crate::failure::{Failure, code};
use childfirst::lint::proof::Proof;
use childfirst::lint::rules::{self, Rule, Severity};
use childfirst::lint::{Linted, Options, lint};
use childfirst::pack::build::Finding;
use childfirst::time::Moment;
use serde_json::{Value, json};
use std::collections::BTreeMap;
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
    let options = sources::options(&Asked {
        packs: &asked.packs,
        texts: asked.texts.as_deref(),
        release: asked.release,
        values: asked.values.as_deref(),
        now,
    })?;
    let began = Instant::now();
    let mut linted = checked(&options);
    let ms = began.elapsed().as_millis();
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
            "texts": options.texts.iter().map(|texts| texts.display().to_string()).collect::<Vec<_>>(),
            "unchecked": linted.unchecked,
            "milliseconds": { "checks": ms, "proofs": proved },
        }))?;
    } else {
        let mut page = Page::new();
        text(&mut page, &linted, &options);
        page.line(0, 0, &format!("Checks {ms} ms, proofs {proved} ms."));
        page.end()?;
    }
    let bad = errors > 0 || (asked.strict && warnings > 0);
    let sentence = sum(&linted, &options);
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

/// Everything but the proof.
fn checked(options: &Options) -> Linted {
    let mut linted = lint(options);
    if options.coverage.is_none() {
        let sentence = "There is no folder `coverage` beside the packs, so nothing says what of the documents is carried.";
        linted.unchecked.push(sentence.to_owned());
    }
    linted
}

/// The whole report as a text, to be kept with what is signed; and how many errors there are.
pub fn report(options: &Options) -> (String, usize) {
    let mut linted = checked(options);
    linted.prove();
    let mut page = Page::kept(100, false);
    text(&mut page, &linted, options);
    page.line(0, 0, &sum(&linted, options));
    (page.lines().join("\n"), count(&linted, Severity::Error))
}

/// What was found, in a line.
fn sum(linted: &Linted, options: &Options) -> String {
    let of = |n: usize, one: &str| {
        if n == 1 {
            format!("1 {one}")
        } else {
            format!("{n} {one}s")
        }
    };
    format!(
        "{}, {}, {} advice in {}.",
        of(count(linted, Severity::Error), "error"),
        of(count(linted, Severity::Warning), "warning"),
        count(linted, Severity::Advice),
        of(options.packs.len(), "pack")
    )
}

fn count(linted: &Linted, severity: Severity) -> usize {
    linted
        .findings
        .iter()
        .filter(|one| rules::severity(one.rule) == severity)
        .count()
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

/// A finding as it stands in a text: file, line, severity, rule, name and how to mend it.
pub fn in_a_line(one: &Finding) -> String {
    let severity = rules::severity(one.rule).as_str();
    format!(
        "{}:{}: {severity} [{}] {}: {}",
        one.file, one.line, one.rule, one.name, one.sentence
    )
}

fn text(page: &mut Page, linted: &Linted, options: &Options) {
    for one in &linted.findings {
        page.row(&in_a_line(one));
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
    for texts in &options.texts {
        page.line(
            0,
            0,
            &format!("Compared with the documents' texts in {}.", texts.display()),
        );
    }
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
