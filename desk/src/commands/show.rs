//! `show`: where an interaction stands now. Danger first, then the children, what is left, what is for later.
//!
//! Refuses to say *shared* of what was not sent, and to count a folded row or a prompt as left.

use super::out::{self, Page};
use super::salvage;
use super::view::{self, ItemView, Made, View};
use crate::app::App;
use crate::cli::Show;
use crate::failure::Failure;
use childfirst::interaction::because::{involvement_words, place_words};
use childfirst::interaction::hearsay;
use childfirst::interaction::lines::{Words, capital};
use childfirst::interaction::state::{Child, State};
use childfirst::interaction::worklist::Mark;
use childfirst::sets::{Danger, Place};
use childfirst::{DangerBlock, Interaction};
use serde_json::json;

/// Prints where an interaction stands.
///
/// # Errors
/// When there is none of that id, or it cannot be read.
pub fn run(app: &App, one: &Show) -> Result<(), Failure> {
    if one.salvage {
        return salvage::run(app, one);
    }
    let interaction = app.interaction(&one.id).map_err(salvage::hint)?;
    if one.json {
        return out::json(&as_json(app, &interaction)?);
    }
    let state = interaction.state()?;
    let pack = interaction.pack()?;
    let danger = interaction.danger(app.now())?;
    let view = view::make(Made {
        pack: &pack,
        state: &state,
        stand_in: false,
        danger: Some(danger.clone()),
        locals: interaction.local_values()?,
        status: app.status(&pack),
    });
    let mut page = Page::new();
    heading(&interaction.id(), &state, &view, &mut page);
    print_danger(&danger, &mut page);
    for child in state.present_children() {
        print_child(child, &state, &mut page);
    }
    print_lists(&view, &mut page);
    print_told_only(&state, &mut page);
    print_later(&state, &mut page);
    page.end()
}

/// State and worklist, for programs.
///
/// # Errors
/// When the guidance is not on the device.
pub fn as_json(app: &App, interaction: &Interaction) -> Result<serde_json::Value, Failure> {
    let state = interaction.state()?;
    let pack = interaction.pack()?;
    let view = view::make(Made {
        pack: &pack,
        state: &state,
        stand_in: false,
        danger: Some(interaction.danger(app.now())?),
        locals: interaction.local_values()?,
        status: app.status(&pack),
    });
    Ok(
        json!({ "interaction": interaction.id(), "only_here": state.only_here(), "state": state, "worklist": view }),
    )
}

fn heading(id: &str, state: &State, view: &View<'_>, page: &mut Page) {
    let words = Words { state };
    for (_, line) in words.handling() {
        page.heading(0, &format!("Handling: {line}"));
    }
    let place = match &state.scene {
        Some(scene) if scene.place != Place::NotKnown => capital(place_words(scene.place)),
        _ => "Place not known".to_owned(),
    };
    let began = state
        .began_at
        .map(|at| format!("{}, {}", at.date(), at.clock()))
        .unwrap_or_default();
    page.heading(0, &format!("{place}. {began}"));
    if let Some(at) = &state.scene.as_ref().and_then(|scene| scene.words.clone()) {
        page.line(0, 2, at);
    }
    let last = state.last_at.map(|at| words.moment(&at)).unwrap_or_default();
    page.line(
        0,
        2,
        &format!(
            "{}. Last written {last}, entry {}. {id}",
            words.author(&None),
            state.last
        ),
    );
    page.line(0, 2, &view.pack.pin);
    if let Some(past) = &view.pack.past_words {
        page.line(0, 2, past);
    }
    if state.only_here() {
        page.line(0, 2, "On this device only. Not in your force’s system");
    }
    if let Some(line) = &state.completed {
        page.line(0, 2, &format!("Completed, {}", words.when(&line.at, None)));
    }
    if let Some(left) = &state.left {
        page.line(
            0,
            2,
            &format!(
                "Left the scene, {}: {}",
                words.when(&left.at, None),
                left.left.why
            ),
        );
    }
    for notice in &view.notices {
        let who = notice
            .child
            .as_ref()
            .map(|child| format!("{}: ", child.title))
            .unwrap_or_default();
        page.line(0, 2, &format!("Notice: {who}{}", notice.text));
    }
}

fn print_danger(danger: &DangerBlock, page: &mut Page) {
    page.gap();
    let ask = match (danger.answer, danger.ask) {
        (None, _) => ". Ask now",
        (_, Some(_)) => ". Ask again",
        (_, None) => "",
    };
    let line = format!("{}{ask}", danger.words);
    match danger.answer {
        None | Some(Danger::Yes) => page.danger(0, &line),
        Some(_) => page.line(0, 2, &line),
    }
}

fn print_child(child: &Child, state: &State, page: &mut Page) {
    let words = Words { state };
    page.gap();
    page.heading(0, &capital(&child.title()));
    let place = match words.presence(child) {
        None => "Where the child is: not known".to_owned(),
        Some(place) => capital(&place),
    };
    let mut line = format!("{}. {place}", capital(&words.seen(child)));
    if !child.involved.is_empty() {
        let how: Vec<&str> = child.involved.iter().map(|how| involvement_words(*how)).collect();
        line = format!("{line}. Involved as: {}", how.join(", "));
    }
    page.line(2, 2, &line);
    for now in state
        .quotes
        .iter()
        .filter(|now| now.quote.child == Some(child.number))
    {
        page.line(2, 2, &format!("Said: {}", words.quote(&now.quote)));
    }
    match state.risk(Some(child.number)) {
        Some(now) => page.line(2, 2, &words.risk(&now.risk)),
        None => page.line(2, 2, "Risk: not stated yet"),
    }
}

fn print_lists(view: &View<'_>, page: &mut Page) {
    for phase in &view.phases {
        let counts = phase.counts;
        page.gap();
        let mut words = vec![match counts.left {
            0 => "nothing left".to_owned(),
            n => format!("{n} left"),
        }];
        for (n, what) in [
            (counts.answered, "answered"),
            (counts.later, "for later"),
            (counts.not_reached, "not reached"),
        ] {
            if n > 0 {
                words.push(format!("{n} {what}"));
            }
        }
        page.heading(0, &format!("{}: {}", phase.title, words.join(", ")));
        for list in &phase.lists {
            for (mark, word) in [(Mark::Open, "Open"), (Mark::NotReached, "Not reached")] {
                let rows = list.items.iter().filter(|row| row.mark == mark && !row.folded);
                rows.for_each(|row| page.line(2, 4, &format!("{word}: {}", named(row))));
            }
            if let Some(fold) = &list.fold {
                page.line(2, 4, fold);
            }
        }
    }
}

/// What of the whole is known only from others: counted, and named.
fn print_told_only(state: &State, page: &mut Page) {
    let Some(count) = hearsay::words(hearsay::count(state)) else {
        return;
    };
    page.gap();
    page.heading(0, &count);
    hearsay::lines(state)
        .iter()
        .for_each(|line| page.line(2, 4, &line.text));
}

fn print_later(state: &State, page: &mut Page) {
    let words = Words { state };
    let mut lines = Vec::new();
    for now in state.unsent() {
        let to = now.sharing.to.as_deref().unwrap_or("not said with whom");
        lines.push(format!(
            "Decided, not sent: {to}. About: {}",
            words.children(&now.about)
        ));
    }
    for now in &state.answers {
        if now.answer.outcome == childfirst::sets::Outcome::Later {
            let who = now
                .answer
                .child
                .map(|child| format!("{}: ", words.child(child)))
                .unwrap_or_default();
            lines.push(format!(
                "{who}{} {}",
                now.answer.shown.text,
                words.answer(&now.answer, &now.author)
            ));
        }
    }
    if lines.is_empty() {
        return;
    }
    page.gap();
    page.heading(0, "For later");
    lines.iter().for_each(|line| page.line(2, 4, line));
}

fn named(row: &ItemView<'_>) -> String {
    match &row.child {
        Some(child) => format!("{}: {}", child.title, row.text),
        None => row.text.to_owned(),
    }
}
