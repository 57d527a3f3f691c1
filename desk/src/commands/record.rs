//! `record`: the readable account, whole; or, as JSON, an export that verifies alone.
//!
//! Refuses to shorten an entry, and to note a print as an export: what leaves this desk is said with `exported`.

use super::out::{self, Page};
use super::view::past_end;
use crate::app::App;
use crate::cli::OneInteraction;
use crate::failure::Failure;

/// Prints the record.
///
/// # Errors
/// When there is none of that id, or it does not hold together.
pub fn run(app: &App, one: &OneInteraction) -> Result<(), Failure> {
    let interaction = app.interaction(&one.id)?;
    if one.json {
        return out::raw(&interaction.export_json()?);
    }
    let record = interaction.record()?;
    let mut page = Page::new();
    page.heading(0, &record.title);
    page.line(0, 2, &record.about);
    if let Some(year) = interaction
        .pack()
        .ok()
        .and_then(|pack| past_end(&pack, app.year()))
    {
        page.line(0, 2, &format!("Past its end date: {year}"));
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
