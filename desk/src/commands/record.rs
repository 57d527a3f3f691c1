//! `record`: the readable account, whole; or, as JSON, an export that verifies alone.
//!
//! Refuses to shorten an entry, and to note a print as an export: what leaves this desk is said with `exported`.

use super::out::{self, Page};
use super::salvage;
use crate::app::App;
use crate::cli::Record;
use crate::failure::Failure;

/// Prints the record.
///
/// # Errors
/// When there is none of that id, or it does not hold together.
pub fn run(app: &App, one: &Record) -> Result<(), Failure> {
    let interaction = app.interaction(&one.id).map_err(salvage::hint)?;
    if one.json {
        return out::raw(&match one.child {
            None => interaction.export_json()?,
            Some(child) => interaction.export_json_for_child(child)?,
        });
    }
    let record = interaction.record()?;
    let mut page = Page::new();
    page.heading(0, &record.title);
    page.line(0, 2, &record.about);
    if let Some(past) = interaction
        .pack()
        .ok()
        .and_then(|pack| app.status(&pack).past_end)
    {
        page.line(0, 2, &past);
    }
    for section in &record.sections {
        page.gap();
        page.heading(0, &section.title);
        for line in &section.lines {
            page.line(2, 4, &line.text);
        }
    }
    page.end()
}
