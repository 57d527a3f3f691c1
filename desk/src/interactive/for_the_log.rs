//! The copy for the incident log: shown whole, put on the clipboard where that is wanted, noted once it went.
//!
//! A terminal cannot say whether its clipboard took something. Refuses to say *copied* before somebody did.

use super::Flow;
use super::danger::said;
use super::session::Session;
use childfirst::interaction::local::LocalState;
use childfirst::interaction::log_copy::{LogCopy, log_standing};
use childfirst::interaction::operation::{CopyForTheLog, Operation};
use childfirst::pack::values::LOG_COPY_LENGTH;

impl Session<'_, '_> {
    /// Shows the copy, and notes it when it stands in the log.
    pub fn copy_for_the_log(&mut self) -> Flow<()> {
        let copy = self.interaction.log_copy(self.now())?;
        let length = self.local(LOG_COPY_LENGTH)?;
        let screen = &self.desk.screen;
        screen.gap();
        screen.bold("For the log");
        if copy.text.is_empty() {
            screen.say(
                "Your force’s log takes too little: not even how danger stands. There is nothing to copy.",
            );
            screen.under(&said(&length));
            return Ok(());
        }
        screen.whole(&copy.text);
        screen.under(&match length.state {
            LocalState::NotSet => format!(
                "{} characters. Longest copy: your force has not set this.",
                copy.characters
            ),
            _ => format!("{} characters. {}", copy.characters, said(&length)),
        });
        if let Some(words) = left_out(&copy) {
            screen.under(&words);
        }
        let went = match self.desk.settings.clipboard && screen.clipboard(&copy.text) {
            true => {
                "It was put on the clipboard, where this terminal allows it. y: it stands in the log now. Enter: not: "
            }
            false => "Copy it from the screen. y: it stands in the log now. Enter: not: ",
        };
        let yes = self.choose(went, |typed| matches!(typed, "y" | "yes").then_some(()))?;
        if yes.is_some() {
            let operation = Operation::CopiedForTheLog(CopyForTheLog {
                words: copy.text,
                upto: Some(copy.upto),
            });
            self.save_at(operation, None, "Copied for the log")?;
        }
        let standing = log_standing(&self.state()?).words();
        self.desk.screen.say(&format!("{standing}."));
        Ok(())
    }
}

fn left_out(copy: &LogCopy) -> Option<String> {
    match (copy.too_long, copy.left_out) {
        (true, _) => {
            Some("It was cut: not even danger, place and children fit. Say the rest by voice.".to_owned())
        }
        (false, 0) => None,
        (false, 1) => Some("1 part was left out, the least urgent. It stands in the record.".to_owned()),
        (false, n) => Some(format!(
            "{n} parts were left out, the least urgent first. They stand in the record."
        )),
    }
}
