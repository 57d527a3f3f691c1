//! What is only looked at: words to say, search, the record.
//!
//! Words to say stand alone on the screen, with nothing of the record behind them. Refuses to change anything.

use super::Flow;
use super::item::place;
use super::session::{Session, some};
use crate::commands::review::prompt_id;
use childfirst::guidance::HitKind;
use childfirst::interaction::operation::{AnswerReview, Made, Operation, Review};

/// How many finds are shown.
const MOST: u32 = 8;

impl Session<'_, '_> {
    /// Words to say: "What are you writing about us?".
    pub fn say(&mut self) -> Flow<()> {
        let screen = &self.desk.screen;
        screen.out_of_sight();
        // What cannot be read is not shown either: the safe-working words stand for it.
        for words in &self.pack.file().words_to_say {
            screen.gap();
            screen.say(&words.asked);
            let own = words.value.as_ref().map(|key| self.local(key)).transpose()?;
            match own.as_ref().and_then(|own| own.text.as_ref()) {
                Some(text) => screen.bold(text),
                None => {
                    screen.bold(&words.text);
                    screen.under("Safe working. Your force has not set its own words.");
                }
            }
        }
        screen.gap();
        self.ask_words("Enter goes back: ", None)?;
        self.desk.screen.out_of_sight();
        Ok(())
    }

    /// Searches the guidance, and comes back here.
    pub fn find(&mut self, typed: &str) -> Flow<()> {
        let Some(words) = self.need(typed, "Find: ")? else {
            return Ok(());
        };
        let id = self.pack.file().id.clone();
        let hits = match self.desk.app.guidance().search(&words, vec![id], MOST) {
            Ok(hits) => hits,
            Err(error) => {
                self.desk.screen.say(&crate::failure::sentence(&error));
                return Ok(());
            }
        };
        let screen = &self.desk.screen;
        screen.gap();
        if hits.is_empty() {
            screen.say("Nothing found. Fewer or other words may find more.");
        }
        for hit in hits {
            let place = hit.section.or(hit.place).unwrap_or_default();
            let source = match hit.document {
                Some(document) => format!("{document}: {place}"),
                // A domain is a heading, and neither.
                None if hit.kind == HitKind::Domain => "domain of risk".to_owned(),
                None => "Safe working: in no strategy".to_owned(),
            };
            let title = if hit.title == hit.text {
                String::new()
            } else {
                format!("{}. ", hit.title)
            };
            screen.listed(
                "-",
                &format!("{title}{} ({source})", hit.text.trim_end_matches('.')),
            );
        }
        Ok(())
    }

    /// The sheet for a supervisor, and their review, which becomes an entry with their name.
    pub fn review(&mut self) -> Flow<()> {
        let sheet = self.interaction.review_sheet()?;
        let screen = &self.desk.screen;
        screen.gap();
        screen.bold(&sheet.title);
        screen.say(&sheet.about);
        for section in sheet.sections() {
            screen.gap();
            match section.section.as_str() {
                "danger" => screen.danger(&section.title),
                _ => screen.bold(&section.title),
            }
            for line in section.lines {
                screen.listed("-", &line.text);
            }
        }
        screen.gap();
        screen.bold("Your review becomes an entry of this record.");
        let Some(by) = self
            .ask_words("Who reviews (Enter: only read): ", None)?
            .and_then(|by| some(&by))
        else {
            return Ok(());
        };
        // Each line of it has a place: they are saved together, at the end.
        let mut typed_at = Vec::new();
        let at = place("reviewed", 0);
        let Some(words) = self.need_at(&at, "", "What you saw in this record: ")? else {
            return Ok(());
        };
        typed_at.push((at, words.clone()));
        let at = place("reviewed#asked_of", 0);
        let asked_of = self.need_at(&at, "", "What is asked, and of whom (Enter: nothing): ")?;
        typed_at.extend(asked_of.clone().map(|asked| (at, asked)));
        let mut answers = Vec::new();
        loop {
            let at = place(&format!("reviewed#{}", answers.len() + 1), 0);
            let ask = "A prompt, by its number, and words (Enter: done): ";
            let Some(typed) = self.need_at(&at, "", ask)? else {
                break;
            };
            let (number, words) = super::parse::first_word(&typed);
            match prompt_id(&self.pack.file().review, number) {
                Ok(prompt) if !words.is_empty() => {
                    answers.push(AnswerReview {
                        prompt,
                        words: words.to_owned(),
                    });
                    typed_at.push((at, typed));
                }
                _ => self
                    .desk
                    .screen
                    .say("“2 yes, for all three”: its number on the sheet, and words."),
            }
        }
        let made = Made {
            author: Some(by),
            ..Made::now(self.now())
        };
        let review = Review {
            words,
            asked_of,
            answers,
        };
        let saved = self
            .save_made(Operation::Reviewed(review), made, "Reviewed")?
            .is_some();
        self.settle_all(typed_at, saved);
        Ok(())
    }

    /// The record: what comes first, then child by child. Every entry, when all is asked for.
    pub fn record(&mut self, rest: &str) -> Flow<()> {
        let all = rest.trim().eq_ignore_ascii_case("all");
        let record = self.interaction.record()?;
        let screen = &self.desk.screen;
        screen.gap();
        for section in record.sections.iter().filter(|one| one.section == "handling") {
            for line in &section.lines {
                screen.bold(&format!("Handling: {}", line.text));
            }
        }
        screen.bold(&record.title);
        for fact in &record.facts {
            screen.under(&format!("{}: {}", fact.label, fact.value));
        }
        if let Some(past) = self.desk.app.status(&self.pack).past_end {
            screen.under(&past);
        }
        for section in &record.sections {
            if section.section == "handling" || (section.section == "log" && !all) {
                continue;
            }
            screen.gap();
            screen.bold(&section.title);
            for line in &section.lines {
                let mut parts = line.lines().into_iter();
                screen.listed("-", &parts.next().unwrap_or_default());
                parts.for_each(|part| screen.listed("", &part));
            }
        }
        screen.gap();
        if !all {
            screen.under("Every entry, in order: /record all. As a file: /export html, text or json.");
        }
        Ok(())
    }
}
