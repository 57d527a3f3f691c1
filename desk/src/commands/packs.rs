//! `packs`: the installed guidance, with its dates. Needs no key.
//!
//! Refuses to hide that a document is past its end date.

use super::out::{self, Page};
use crate::app::App;
use crate::failure::Failure;
use childfirst::guidance::PackInfo;
use serde_json::json;

/// Prints the installed packs.
///
/// # Errors
/// When the folder cannot be read.
pub fn run(app: &App, json: bool) -> Result<(), Failure> {
    let all = app.guidance().installed(app.year())?;
    if json {
        let all: Vec<_> = all.iter().map(as_json).collect();
        return out::json(&all);
    }
    let mut page = Page::new();
    for (n, one) in all.iter().enumerate() {
        if n > 0 {
            page.gap();
        }
        page.heading(0, &format!("{}  {}, version {}", one.id, one.title, one.version));
        let years = match (one.from_year, one.to_year) {
            (Some(from), Some(to)) => format!(". {from} to {to}"),
            (None, Some(to)) => format!(". To {to}"),
            (Some(from), None) => format!(". From {from}"),
            (None, None) => String::new(),
        };
        let past = if one.past_end { ", past its end date" } else { "" };
        page.line(2, 2, &format!("{}{years}{past}", one.force));
        let flow = if one.has_flow {
            "Has a worklist"
        } else {
            "To read and search; no worklist"
        };
        page.line(2, 2, &format!("{flow}{}", used(one, &all)));
        page.line(2, 2, &format!("SHA-256 {}", one.digest));
    }
    page.end()
}

/// Whether it is in use, and if not, why. One number with other words in it is not another version.
fn used(one: &PackInfo, all: &[PackInfo]) -> &'static str {
    let in_use = all.iter().find(|other| other.active && other.id == one.id);
    match in_use {
        _ if one.active => "",
        Some(other) if other.version == one.version => {
            ". The same version as the one in use, with other content: refused"
        }
        Some(other) if other.version < one.version => ". Not in use",
        _ => ". An older version: not in use",
    }
}

fn as_json(one: &PackInfo) -> serde_json::Value {
    json!({
        "id": one.id, "version": one.version, "digest": one.digest, "title": one.title, "force": one.force,
        "lang": one.lang, "active": one.active, "has_flow": one.has_flow, "from_year": one.from_year,
        "to_year": one.to_year, "past_end": one.past_end,
    })
}
