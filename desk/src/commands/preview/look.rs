//! One look at the sources: what each pack builds to, and what lint finds in them, shortest way first.
//!
//! Refuses to sum up what was not checked as if it held.

use crate::commands::lint::in_a_line;
use childfirst::lint::Linted;
use childfirst::lint::rules::{self, Severity};
use childfirst::pack::build::{Finding, build};
use childfirst::pack::error::PackError;
use childfirst::pack::values::ValuesError;
use childfirst::pack::{Pack, Values};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What each pack came to, in the order in which they were named.
pub struct Look {
    /// The packs; of one that does not build, why.
    pub packs: Vec<Result<Arc<Pack>, Vec<Finding>>>,
    /// The force's values, where a file of them was named: its path and its bytes.
    pub values: Option<(PathBuf, Vec<u8>)>,
    /// When.
    pub at: String,
}

/// Builds each of these folders, and reads the file of values.
pub fn look(folders: &[PathBuf], values: Option<&Path>, at: String) -> Look {
    Look {
        packs: folders.iter().map(|folder| one(folder)).collect(),
        // One that cannot be read is empty, and said to be no values.
        values: values.map(|path| {
            (
                path.to_path_buf(),
                childfirst::ordinary::read(path).unwrap_or_default(),
            )
        }),
        at,
    }
}

/// The force's values for a pack; what is wrong with them as a finding in their file.
pub fn values(pack: &Pack, file: Option<&(PathBuf, Vec<u8>)>) -> Result<Values, Finding> {
    let Some((path, bytes)) = file else {
        return Ok(Values::none(pack));
    };
    Values::read(bytes, pack).map_err(|error| Finding {
        file: path.display().to_string(),
        line: line_of(&error),
        rule: "values-refused",
        name: pack.file().id.clone(),
        sentence: error.to_string(),
    })
}

fn line_of(error: &ValuesError) -> usize {
    match error {
        ValuesError::Unreadable(
            PackError::DuplicateKey { line, .. }
            | PackError::NotInteger { line, .. }
            | PackError::NotJson { line, .. }
            | PackError::Shape { line, .. }
            | PackError::TooDeep { line },
        ) => *line,
        _ => 1,
    }
}

fn one(folder: &Path) -> Result<Arc<Pack>, Vec<Finding>> {
    let built = build(folder, &[])?;
    let read = Pack::read(&built.bytes).map_err(|error| {
        vec![Finding {
            file: folder.display().to_string(),
            line: 1,
            rule: "not-json",
            name: built.file.id.clone(),
            sentence: error.to_string(),
        }]
    })?;
    Ok(Arc::new(read))
}

/// A finding as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// File, line, severity, rule, name and sentence.
    pub text: String,
    /// How it would be right, for an error.
    pub mend: Option<String>,
}

/// What lint found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The gravest first.
    pub lines: Vec<Line>,
    /// How many errors.
    pub errors: usize,
    /// The counts and the proofs, in a sentence.
    pub counts: String,
}

/// Sums up what lint found, the gravest first. `whole`: every pack that was asked for builds.
pub fn sum(linted: &Linted, whole: bool) -> Summary {
    let of = |severity: Severity| {
        let all = linted.findings.iter();
        all.filter(|one| rules::severity(one.rule) == severity)
            .map(line)
            .collect::<Vec<_>>()
    };
    let (errors, warnings, advice) = (of(Severity::Error), of(Severity::Warning), of(Severity::Advice));
    let proofs = &linted.proofs;
    let proof = match (
        proofs.len(),
        proofs.iter().all(|it| it.floor && it.ceiling && it.reachable),
    ) {
        (0, _) => "Nothing was proved.",
        (_, true) if !whole => "The proof holds of what builds.",
        (1, true) => "The proof holds.",
        (_, true) => "The proofs hold.",
        (_, false) => "The proof DOES NOT HOLD.",
    };
    let n = |n: usize, one: &str| format!("{n} {one}{}", if n == 1 { "" } else { "s" });
    Summary {
        errors: errors.len(),
        counts: format!(
            "{}, {}, {} advice. {proof}",
            n(errors.len(), "error"),
            n(warnings.len(), "warning"),
            advice.len()
        ),
        lines: [errors, warnings, advice].concat(),
    }
}

/// A finding, with an example of right where it is an error.
pub fn line(one: &Finding) -> Line {
    let severity = rules::severity(one.rule);
    let rule = rules::find(one.rule).filter(|_| severity == Severity::Error);
    Line {
        text: in_a_line(one),
        mend: rule.map(|rule| format!("Like this: {}", rule.good)),
    }
}
