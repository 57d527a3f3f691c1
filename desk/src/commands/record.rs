//! `record`: the readable account, whole, to read here.
//!
//! Refuses to shorten an entry, and to note a print as an export: what leaves this desk goes by `export`.

use super::out::Page;
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
    let record = interaction.record()?;
    let mut page = Page::new();
    let (above, below): (Vec<_>, Vec<_>) = record.sections.iter().partition(|one| one.section == "handling");
    for section in above {
        for line in &section.lines {
            page.heading(0, &format!("Handling: {}", line.text));
        }
        page.gap();
    }
    page.heading(0, &record.title);
    for fact in &record.facts {
        page.line(0, 2, &format!("{}: {}", fact.label, fact.value));
    }
    if let Some(past) = interaction
        .pack()
        .ok()
        .and_then(|pack| app.status(&pack).past_end)
    {
        page.line(0, 2, &past);
    }
    for section in below {
        page.gap();
        page.heading(0, &section.title);
        for line in &section.lines {
            for (at, part) in line.lines().iter().enumerate() {
                page.line(if at == 0 { 2 } else { 4 }, 4, part);
            }
        }
    }
    page.end()
}
