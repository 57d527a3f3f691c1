//! `/export`: the record as a file, whole, for one child or for one reader.
//!
//! Says where the file is and what was left out. Refuses to call it sent.

use super::Flow;
use super::parse::first_word;
use super::session::Session;
use crate::commands::export::{report, to_file};
use childfirst::interaction::export::ExportHow;
use childfirst::interaction::operation::Made;
use childfirst::sets::ExportFormat;

impl Session<'_, '_> {
    /// Exports into this folder: `html`, `text 3`, `json Children’s social care`.
    pub fn export(&mut self, typed: &str) -> Flow<()> {
        let Some(typed) = self.need(typed, "Export as html, text or json: ")? else {
            return Ok(());
        };
        let (format, whom) = first_word(&typed);
        let Ok(format) = format.to_lowercase().parse::<ExportFormat>() else {
            self.desk
                .screen
                .say("An export is html, text or json. Nothing was exported.");
            return Ok(());
        };
        let child = whom.parse().ok();
        let reader = (child.is_none() && !whom.is_empty()).then(|| whom.to_owned());
        let how = ExportHow {
            format,
            child,
            reader,
        };
        match to_file(&self.interaction, how, Made::now(self.now()), None, false) {
            Ok((path, file)) => {
                let path = path.canonicalize().unwrap_or(path);
                self.desk.screen.say(&format!("Exported: {}", path.display()));
                for line in report(&file, format) {
                    self.desk.screen.under(&line);
                }
            }
            Err(failure) => {
                self.desk.screen.say(&failure.sentence);
                let readers = self.interaction.readers()?;
                if !whom.is_empty() && child.is_none() && !readers.is_empty() {
                    self.desk
                        .screen
                        .under(&format!("Readers in this record: {}", readers.join("; ")));
                }
            }
        }
        Ok(())
    }
}
