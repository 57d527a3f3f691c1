//! A worklist as a page of text: what an officer sees at that moment, and how each row stands.
//!
//! Reads the JSON that the command prints (docs/cli.md). Refuses to decide anything of its own: what applies, what is
//! left and what is folded stands there as the program said it.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// The items of a worklist.
pub fn items(list: &Value) -> impl Iterator<Item = &Value> {
    of(list, "phases")
        .flat_map(|phase| of(phase, "lists"))
        .flat_map(|list| of(list, "items"))
}

/// How many rows stand open to an officer in these phases, answered or not. A fold is one.
pub fn rows(list: &Value, phases: &[&str]) -> usize {
    let wanted = of(list, "phases").filter(|phase| phases.contains(&text(phase, "phase")));
    wanted
        .flat_map(|phase| of(phase, "lists"))
        .map(|list| {
            let open = of(list, "items").filter(|row| row["folded"] == false).count();
            open + usize::from(list["fold"].is_string())
        })
        .sum()
}

/// The prompts that apply: id, and kind with words.
pub fn applying(list: &Value) -> impl Iterator<Item = (String, String)> {
    items(list)
        .flat_map(|item| of(item, "prompts"))
        .filter(|prompt| prompt["standing"] == "applies")
        .map(|prompt| {
            let kind = text(prompt, "kind").replace("ask_", "ask the ").replace('_', " ");
            (
                text(prompt, "id").to_owned(),
                format!("{kind}: {}", text(prompt, "text")),
            )
        })
}

/// The page of one worklist. `always` are the prompts that apply whatever is known: they are not listed.
pub fn worklist(list: &Value, now: &Value, always: &BTreeSet<String>) -> String {
    let clock = now.as_str().and_then(|now| now.get(11..19)).unwrap_or_default();
    let mut page = format!("== {clock}\n{}\n", danger(list));
    for notice in of(list, "notices") {
        let who = text(&notice["child"], "title");
        let _ = writeln!(page, "Notice, {who}: {}{}", text(notice, "text"), unset(notice));
    }
    for phase in of(list, "phases") {
        let _ = write!(page, "\n{}: {} left", text(phase, "title"), phase["left"]);
        for (count, words) in [
            ("answered", "answered"),
            ("later", "for later"),
            ("not_reached", "not reached"),
            ("hearsay", "not seen, heard or said by a child"),
        ] {
            if phase[count] != 0 {
                let _ = write!(page, ", {} {words}", phase[count]);
            }
        }
        page.push('\n');
        for list in of(phase, "lists") {
            of(list, "items").for_each(|row| row_line(row, &mut page));
            if let Some(fold) = list["fold"].as_str() {
                let _ = writeln!(page, "  folded         {fold}");
            }
        }
    }
    let mut known: Vec<String> = Vec::new();
    for (id, words) in applying(list) {
        if !always.contains(&id) && !known.contains(&words) {
            known.push(words);
        }
    }
    if !known.is_empty() {
        page.push_str("\nPrompts that apply because of what is known\n");
        known.iter().for_each(|words| {
            let _ = writeln!(page, "  {words}");
        });
    }
    let routes: Vec<&Value> = of(list, "routes")
        .filter(|route| route["whatever_the_level"] == true && route["standing"] == "applies")
        .collect();
    if !routes.is_empty() {
        page.push_str("\nWhat follows, whatever the level\n");
        routes.iter().for_each(|route| {
            let _ = writeln!(page, "  {}{}", text(route, "text"), unset(route));
        });
    }
    page.push('\n');
    page
}

fn row_line(row: &Value, page: &mut String) {
    if row["folded"] == true {
        return;
    }
    let mark = text(row, "mark").replace('_', " ");
    let who = row["child"]["title"]
        .as_str()
        .map(|title| format!("{title}: "))
        .unwrap_or_default();
    let _ = write!(page, "  {mark:<14} {who}{}", text(row, "text"));
    if let Some(answer) = row["answer"].as_str() {
        let _ = write!(page, "\n                 {answer}");
    }
    page.push('\n');
}

fn danger(list: &Value) -> String {
    let asked = &list["danger"]["answered"];
    let Some(answer) = asked["answer"].as_str() else {
        return "Immediate danger: not asked yet".to_owned();
    };
    let at = text(&asked["at"], "at").get(11..16).unwrap_or_default();
    let about = if asked["at"]["precision"] == "about" {
        "about "
    } else {
        ""
    };
    let titles: BTreeMap<u64, &str> = items(list)
        .filter_map(|row| Some((row["child"]["number"].as_u64()?, row["child"]["title"].as_str()?)))
        .collect();
    let unseen: Vec<&str> = of(asked, "not_seen")
        .filter_map(|child| titles.get(&child.as_u64()?).copied())
        .collect();
    let mut line = format!("Immediate danger: {}, {about}{at}", answer.replace('_', " "));
    if let Some(minutes) = asked["minutes_ago"].as_i64() {
        let _ = write!(line, ", {minutes} min ago");
    }
    if answer == "not_now" && !unseen.is_empty() {
        let _ = write!(line, ", but not seen: {}", unseen.join("; "));
    }
    if let Some(ask) = asked["ask"].as_str() {
        let _ = write!(line, ". Ask again ({})", ask.replace('_', " "));
    }
    line
}

fn unset(it: &Value) -> &'static str {
    if it["unset"] == true {
        " [your force has not set this]"
    } else {
        ""
    }
}

fn of<'a>(it: &'a Value, key: &str) -> std::slice::Iter<'a, Value> {
    it[key].as_array().map(Vec::as_slice).unwrap_or_default().iter()
}

fn text<'a>(it: &'a Value, key: &str) -> &'a str {
    it[key].as_str().unwrap_or_default()
}
