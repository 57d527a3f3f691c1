//! `review`: the sheet for a supervisor, and the review that becomes an entry.
//!
//! Prints what core makes of the record, and records what the supervisor says. Refuses to mark anybody, and a review
//! by nobody.

use super::names;
use super::out::{self, Page};
use super::salvage;
use crate::app::App;
use crate::cli;
use crate::failure::{Failure, code, refused_blank};
use childfirst::Interaction;
use childfirst::interaction::operation::{AnswerReview, Made, Operation, Review};
use childfirst::pack::types::ReviewPrompt;

/// Prints the sheet, or records a review.
///
/// # Errors
/// When there is none of that id, or the review cannot be taken.
pub fn run(app: &App, what: &cli::Review) -> Result<(), Failure> {
    let interaction = app.interaction(&what.id).map_err(salvage::hint)?;
    match (&what.by, &what.words) {
        (Some(by), Some(words)) => record(app, &interaction, by, words, what),
        _ => print(app, &interaction, what.json),
    }
}

fn print(app: &App, interaction: &Interaction, json: bool) -> Result<(), Failure> {
    let sheet = interaction.review_sheet()?;
    if json {
        return out::json(&sheet);
    }
    let mut page = Page::new();
    page.heading(0, &sheet.title);
    page.line(0, 2, &sheet.about);
    let pack = interaction.pack().ok();
    if let Some(past) = pack.and_then(|pack| app.status(&pack).past_end) {
        page.line(0, 2, &past);
    }
    for section in sheet.sections() {
        page.gap();
        match section.section {
            "danger" => page.danger(0, &section.title),
            _ => page.heading(0, &section.title),
        }
        for line in &section.lines {
            page.line(2, 2, &line.text);
        }
    }
    page.end()
}

fn record(
    app: &App,
    interaction: &Interaction,
    by: &str,
    words: &str,
    what: &cli::Review,
) -> Result<(), Failure> {
    refused_blank(by)?;
    let pack = interaction.pack()?;
    let prompts = &pack.file().review;
    let mut answers = Vec::new();
    for typed in &what.answer {
        let Some((id, words)) = typed.split_once('=') else {
            return Err(Failure::new(
                code::USAGE,
                "An answer is PROMPT-ID=WORDS. `childfirst review ID --json` has the ids.",
            ));
        };
        answers.push(AnswerReview {
            prompt: prompt_id(prompts, id.trim())?,
            words: words.trim().to_owned(),
        });
    }
    let made = Made {
        now: app.now(),
        done_at: None,
        author: Some(by.to_owned()),
    };
    let review = Review {
        words: words.to_owned(),
        asked_of: what.asked_of.clone(),
        answers,
    };
    let receipt = interaction.perform(Operation::Reviewed(review), made)?;
    let mut page = Page::new();
    page.line(0, 0, &format!("Reviewed. Entry {} of the record.", receipt.seq));
    page.end()
}

/// A prompt by its id, by the last part of it, or by its number on the sheet.
pub fn prompt_id(prompts: &[ReviewPrompt], typed: &str) -> Result<String, Failure> {
    let number = typed.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
    if let Some(prompt) = number.and_then(|n| prompts.get(n)) {
        return Ok(prompt.id.clone());
    }
    let last = |id: &str| id.rsplit('/').next().unwrap_or_default() == typed;
    let found = prompts
        .iter()
        .find(|prompt| prompt.id == typed || last(&prompt.id));
    let ids: Vec<&str> = prompts.iter().map(|prompt| prompt.id.as_str()).collect();
    match found {
        Some(prompt) => Ok(prompt.id.clone()),
        None => Err(names::unknown("prompt for the review", typed, ids)),
    }
}
