//! How a vector stands in its file: read strictly, written so that a difference reads as prose.
//!
//! What a person wrote (about, notes, lines, host steps) is kept letter by letter. Refuses unknown fields.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// A vector.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vector {
    /// The version of the format.
    pub v: u32,
    /// What it shows.
    pub about: String,
    /// Its steps.
    pub steps: Vec<Step>,
}

/// A step.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Why it is here, for whoever reads.
    #[serde(default)]
    pub note: Option<String>,
    /// A line of a script.
    #[serde(default)]
    pub line: Option<Box<RawValue>>,
    /// Something that the host does.
    #[serde(default)]
    pub host: Option<Box<RawValue>>,
    /// What it gives.
    #[serde(default)]
    pub gives: Option<Gives>,
}

/// What a step gives.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gives {
    /// An error: its case and detail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// Of a receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<u64>,
    /// Of a receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hash: Option<String>,
    /// Of an erasure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complete: Option<bool>,
    /// Of an export.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Of an export.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_out: Option<Vec<u64>>,
    /// Of an export, and of many lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// Of many lines: how many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// Few lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lines: Option<Vec<String>>,
    /// Of many lines: the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<Vec<String>>,
}

/// As many lines stand whole.
const WHOLE: usize = 60;
/// Of more, so many.
const FIRST: usize = 20;

impl Gives {
    /// Lines.
    pub fn lines(lines: Vec<String>) -> Gives {
        Gives::default().with_lines(lines)
    }

    /// With lines.
    pub fn with_lines(mut self, lines: Vec<String>) -> Gives {
        if lines.len() <= WHOLE {
            self.lines = Some(lines);
            return self;
        }
        self.sha256 = Some(sha256(lines.join("\n").as_bytes()));
        self.count = Some(lines.len() as u64);
        self.first = Some(lines.into_iter().take(FIRST).collect());
        self
    }
}

/// SHA-256, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

impl Step {
    /// What is asked, for a message.
    pub fn asked(&self) -> String {
        let of = |raw: &Option<Box<RawValue>>| raw.as_ref().map(|raw| raw.get().chars().take(160).collect());
        of(&self.line)
            .or(of(&self.host))
            .unwrap_or_else(|| "nothing".to_owned())
    }
}

impl Vector {
    /// Reads a vector.
    ///
    /// # Errors
    /// Where it is none.
    pub fn read(text: &str) -> Result<Vector, String> {
        let vector: Vector = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if vector.v != 1 {
            return Err(format!(
                "format {} is not known here: it is for a newer version",
                vector.v
            ));
        }
        let halves = vector
            .steps
            .iter()
            .position(|step| step.line.is_some() == step.host.is_some());
        match halves {
            Some(n) => Err(format!("step {}: either a line or a host step", n + 1)),
            None => Ok(vector),
        }
    }

    /// The vector with what its steps gave, as a file.
    pub fn written(&self, gave: &[Gives]) -> String {
        let mut text = format!(
            "{{\n  \"v\": {},\n  \"about\": {},\n  \"steps\": [",
            self.v,
            json(&self.about)
        );
        for (n, (step, gave)) in self.steps.iter().zip(gave).enumerate() {
            text.push_str(if n == 0 { "\n" } else { ",\n" });
            text.push_str("    {");
            if let Some(note) = &step.note {
                let _ = write!(text, "\"note\": {},\n     ", json(note));
            }
            for (name, raw) in [("line", &step.line), ("host", &step.host)] {
                if let Some(raw) = raw {
                    let _ = write!(text, "\"{name}\": {},", raw.get());
                }
            }
            let _ = write!(text, "\n     \"gives\": {}}}", gives(gave));
        }
        text.push_str("\n  ]\n}\n");
        text
    }
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// What a step gave: short things in one line, lines under each other.
fn gives(gave: &Gives) -> String {
    let mut parts = Vec::new();
    let mut add = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            parts.push(format!("\"{name}\": {value}"));
        }
    };
    add("error", gave.error.as_ref().map(json));
    add("seq", gave.seq.as_ref().map(json));
    add("hash", gave.hash.as_ref().map(json));
    add("complete", gave.complete.as_ref().map(json));
    add("name", gave.name.as_ref().map(json));
    add("left_out", gave.left_out.as_ref().map(json));
    add("sha256", gave.sha256.as_ref().map(json));
    add("count", gave.count.as_ref().map(json));
    add("lines", gave.lines.as_deref().map(block));
    add("first", gave.first.as_deref().map(block));
    format!("{{{}}}", parts.join(", "))
}

fn block(lines: &[String]) -> String {
    match lines {
        [] => "[]".to_owned(),
        [one] => format!("[{}]", json(one)),
        many => {
            let each: Vec<String> = many
                .iter()
                .map(|line| format!("\n       {}", json(line)))
                .collect();
            format!("[{}]", each.join(","))
        }
    }
}

/// Where two differ, for a person: line by line where both have lines.
pub(super) fn difference(expected: &Gives, gave: &Gives) -> Vec<String> {
    let lines = |of: &Gives| of.lines.clone().or_else(|| of.first.clone()).unwrap_or_default();
    let (was, is) = (lines(expected), lines(gave));
    let mut said = Vec::new();
    let bare = |of: &Gives| Gives {
        lines: None,
        first: None,
        ..of.clone()
    };
    if bare(expected) != bare(gave) {
        said.push(format!("  expected {}", gives(&bare(expected))));
        said.push(format!("  gave     {}", gives(&bare(gave))));
    }
    for n in 0..was.len().max(is.len()) {
        let (was, is) = (was.get(n), is.get(n));
        if was != is {
            said.push(format!("  line {} expected {}", n + 1, json(&was)));
            said.push(format!("  line {} gave     {}", n + 1, json(&is)));
        }
    }
    said
}
