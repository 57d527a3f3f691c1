//! The worklist as a page that a trainer reads: what to do, why it is here, and what to notice, ask and think about.
//!
//! Refuses to print what may apply among what applies, and a value that nobody set as if it were there.

use super::*;
use crate::commands::out::Page;
use childfirst::interaction::call::waits_words;
use childfirst::interaction::lines::{level_words, one_of_role};
use childfirst::interaction::local::LocalValue;

/// Prints the worklist. `all`: every prompt of every domain, and the folded rows.
pub fn print(view: &View<'_>, page: &mut Page, all: bool) {
    let role = view.role.map(one_of_role).unwrap_or_default();
    page.heading(0, &format!("{}. For {role}", view.pack.pin));
    if let Some(past) = &view.pack.past_words {
        page.line(0, 2, past);
    }
    if !view.unknowns.is_empty() {
        page.line(0, 2, &format!("Not known: {}", view.unknowns.join("; ")));
    }
    if let Some(danger) = &view.danger {
        page.gap();
        let first = match view.role {
            Some(Role::CallHandler) => "With its key from the first second, and asked after hurt",
            _ => "First",
        };
        page.danger(0, &format!("{first}: {}", danger.question));
        page.line(2, 0, danger.hint);
        page.line(2, 0, "If yes:");
        for (n, step) in danger.steps.iter().enumerate() {
            page.line(
                4,
                3,
                &format!("{}. {}{}", n + 1, step.text, unset_after(&step.value)),
            );
        }
    }
    for notice in &view.notices {
        page.gap();
        page.line(
            0,
            8,
            &format!("Notice: {}{}", notice.text, unset_after(&notice.value)),
        );
        page.line(8, 2, &source_words(&notice.from));
    }
    let rows = || {
        let lists = view.phases.iter().flat_map(|phase| &phase.lists);
        lists
            .flat_map(|list| &list.items)
            .filter_map(|item| item.child.as_ref())
    };
    let several = rows().any(|child| child.number > 1);
    for phase in &view.phases {
        page.gap();
        let open = phase.counts.left + phase.counts.waiting;
        page.heading(0, &format!("{}: {}", phase.title, items_words(open)));
        for list in &phase.lists {
            if list.title != phase.title {
                page.heading(1, list.title);
            }
            for item in list.items.iter().filter(|item| all || !item.folded) {
                print_item(item, page, all, several);
            }
            if let Some(fold) = &list.fold {
                page.line(2, 4, fold);
            }
        }
    }
    print_routes(view, page);
}

fn print_item(item: &ItemView<'_>, page: &mut Page, all: bool, several: bool) {
    let each = match (&item.child, item.scope) {
        (Some(child), _) if several => format!("  ({})", child.title),
        (_, Scope::Child) => "  (each child)".to_owned(),
        _ => String::new(),
    };
    page.heading(2, &format!("- {}{each}", item.text));
    page.line(6, 2, item.why);
    page.line(6, 2, &format!("{} {}", item.because, source_words(&item.from)));
    if let Some(value) = &item.value {
        page.line(6, 2, &value_words(value));
    }
    if let Some(silent) = &item.silent {
        let words = format!("Silent call: {} Safe working: {}", silent.text, silent.reason);
        page.line(6, 2, &words);
    }
    if let Some(waits) = item.waits {
        page.line(6, 2, &format!("{}.", waits_words(waits)));
    }
    let own = item.prompts.iter().filter(|prompt| prompt.domain.is_none());
    own.for_each(|prompt| print_prompt(prompt, page, 6));
    let mut domains: Vec<DomainView<'_>> = Vec::new();
    for domain in item.prompts.iter().filter_map(|prompt| prompt.domain) {
        if !domains.contains(&domain) {
            domains.push(domain);
        }
    }
    if all {
        for domain in domains {
            page.line(6, 2, &format!("{}:", domain.title));
            let of_it = item.prompts.iter().filter(|prompt| prompt.domain == Some(domain));
            of_it.for_each(|prompt| print_prompt(prompt, page, 8));
        }
    } else if !domains.is_empty() {
        let of = |domain: &DomainView<'_>| {
            item.prompts
                .iter()
                .filter(|prompt| prompt.domain == Some(*domain))
                .count()
        };
        let each: Vec<String> = domains
            .iter()
            .map(|domain| format!("{} {}", domain.title, of(domain)))
            .collect();
        page.line(
            6,
            2,
            &format!("Prompts by domain (--all shows them): {}", each.join(", ")),
        );
    }
}

fn print_prompt(prompt: &PromptView<'_>, page: &mut Page, indent: usize) {
    let condition = prompt
        .condition
        .as_deref()
        .map(|when| format!(" (if {when})"))
        .unwrap_or_default();
    page.line(
        indent,
        4,
        &format!("{}: {}{condition}", prompt_words(prompt.kind), prompt.text),
    );
    if let Some(silent) = &prompt.silent {
        page.line(indent + 2, 2, &format!("Silent call: {}", silent.text));
    }
}

fn print_routes(view: &View<'_>, page: &mut Page) {
    if view.routes.is_empty() {
        return;
    }
    page.gap();
    page.heading(0, "What follows in this force");
    for route in &view.routes {
        let when = match (route.whatever_the_level, route.standing) {
            (true, Standing::MayApply) => "May follow, whatever the level",
            (true, _) => "Whatever the level",
            (false, _) if route.urgent => "Urgent, at any level",
            (false, _) => "",
        };
        let levels: Vec<&str> = route.levels.iter().map(|level| level_words(*level)).collect();
        let when = if when.is_empty() {
            levels.join(", ")
        } else {
            when.to_owned()
        };
        page.line(2, 4, &format!("- {when}. {}", route.text));
        let to: Vec<&str> = route.to.into_iter().chain(route.how).collect();
        if !to.is_empty() {
            page.line(6, 2, &to.join(", "));
        }
        if let Some(value) = &route.value {
            page.line(6, 2, &value_words(value));
        }
        page.line(6, 2, &source_words(&route.from));
    }
}

/// How many items are to do.
fn items_words(left: u32) -> String {
    match left {
        1 => "1 item".to_owned(),
        n => format!("{n} items"),
    }
}

/// A kind of prompt, as a screen says it.
pub fn prompt_words(kind: PromptKind) -> &'static str {
    match kind {
        PromptKind::Notice => "Notice",
        PromptKind::AskAdult => "Ask an adult",
        PromptKind::AskChild => "Ask the child",
        PromptKind::Think => "Think",
    }
}

/// Where something comes from, in a line.
pub fn source_words(from: &FromView<'_>) -> String {
    match (&from.source, from.reason) {
        (Some(source), _) => {
            let note = source
                .note
                .map(|note| format!(" Note: {note}"))
                .unwrap_or_default();
            format!("Source: {}, {}.{note}", source.title, source.section)
        }
        (None, Some(reason)) => format!("Practice: {reason}"),
        (None, None) => "Practice.".to_owned(),
    }
}

/// A local value, or that it is not set.
pub fn value_words(value: &ValueView<'_>) -> String {
    let words = LocalValue {
        key: value.value.to_owned(),
        label: value.value_label.to_owned(),
        state: value.value_state,
        text: value.value_text.clone(),
    };
    match value.unset {
        true => format!("{}: {} ({})", value.value_label, words.words(), value.value),
        false => format!("{}: {}", value.value_label, words.words()),
    }
}

fn unset_after(value: &Option<ValueView<'_>>) -> String {
    value
        .as_ref()
        .map(|value| format!(" [{}]", value_words(value)))
        .unwrap_or_default()
}
