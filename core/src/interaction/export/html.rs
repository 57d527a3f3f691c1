//! An export as one page: to read on any screen, to print on A4, and to check, for it carries the JSON of its entries.
//!
//! Nothing in it runs and nothing is fetched. Whatever was typed is text: it is escaped here and nowhere else, and a
//! strict policy stands behind that. Refuses colour as the only sign of anything, and red for anything but immediate
//! danger.

use super::file::File;
use super::page::{Page, base64, in_a_script};
use crate::error::Result;
use crate::interaction::lines::is_closed;
use crate::interaction::record::{
    Account, LineMark, MISSING, PART_OF, Record, RecordLine, RecordSection, part::Part,
};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// How every page looks.
const STYLE: &str = include_str!("page.css");
/// What stands on each printed page where a handling line stands on the first.
const HANDLING: &str = "@page { @top-left { content: \"Handling instruction on page 1: read it first\" } }\n";

/// What stands before the JSON in a page, and after it.
const DATA: [&str; 2] = [
    "<script type=\"application/json\" id=\"child-first-record\">",
    "</script>",
];

/// The JSON that a page carries; none when it is no page.
pub fn data(text: &str) -> Option<&str> {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let is_page = start
        .get(..9)
        .is_some_and(|start| start.eq_ignore_ascii_case("<!doctype"));
    let (_, rest) = is_page.then(|| text.split_once(DATA[0])).flatten()?;
    rest.split_once(DATA[1]).map(|(json, _)| json)
}

/// Makes the page.
pub(super) fn render(account: &Account<'_>, file: &File) -> Result<String> {
    let record = account.by_child();
    let handled = record
        .sections
        .iter()
        .any(|one| one.section == Part::Handling.id());
    let mut style = STYLE.to_owned();
    // A page that has come loose says where it belongs. Digits alone: nothing that was typed stands in a style.
    let (id, seq) = (file.interaction.get(..8).unwrap_or_default(), file.head.seq);
    let _ = writeln!(
        style,
        "@page {{ @bottom-left {{ content: \"Record {id}, {seq} entries\" }} }}"
    );
    if handled {
        style.push_str(HANDLING);
    }
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        base64(&Sha256::digest(style.as_bytes()))
    );
    let mut page = Page(String::with_capacity(32 * 1024));
    page.put("<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.put(&format!(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n"
    ));
    page.put("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.put("<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n");
    page.put("<title>");
    // What a bar and a history show: place and day.
    page.words(&record.title);
    page.put(&format!("</title>\n<style>{style}</style>\n</head>\n<body>\n"));
    body(&mut page, &record, file);
    page.put(DATA[0]);
    page.put(&in_a_script(&file.to_line()?));
    page.put(DATA[1]);
    page.put("\n</body>\n</html>\n");
    Ok(page.0)
}

fn body(page: &mut Page, record: &Record, file: &File) {
    let (above, below): (Vec<_>, Vec<_>) = record
        .sections
        .iter()
        .partition(|one| one.section == Part::Handling.id());
    for section in above {
        page.put("<section class=\"handling\" aria-label=\"Handling\">\n");
        for line in &section.lines {
            page.put("<p><b>Handling:</b> ");
            page.words(&line.text);
            entry(page, line.entry);
            page.put("</p>\n");
        }
        page.put("</section>\n");
    }
    page.put("<header>\n");
    page.element("h1", "", &record.title);
    page.put("\n<dl class=\"facts\">\n");
    for fact in &record.facts {
        page.put("<div>");
        page.element("dt", "", &fact.label);
        if fact.value == MISSING || fact.label == PART_OF {
            page.put("<dd><b>");
            page.words(&fact.value);
            page.put("</b></dd>");
        } else {
            page.element("dd", "", &fact.value);
        }
        page.put("</div>\n");
    }
    page.put("</dl>\n</header>\n<main>\n");
    for one in below {
        section(page, one);
    }
    page.put("</main>\n<footer>\n<h2>To check</h2>\n<p>This page carries its entries as data. <code>childfirst verify</code> ");
    page.put("with the name of this file says whether an entry or a word of the page was changed since it was made. ");
    page.put("It does not show who made it: compare the head of the chain with one that was written down elsewhere.</p>\n");
    page.put("<dl class=\"facts\">\n");
    for (label, value) in [
        ("Interaction", file.interaction.clone()),
        ("Entries", file.head.seq.to_string()),
        ("Head of the chain", file.head.hash.clone()),
    ] {
        page.put("<div>");
        page.element("dt", "", label);
        page.element("dd", "hash", &value);
        page.put("</div>\n");
    }
    page.put("</dl>\n</footer>\n");
}

fn section(page: &mut Page, section: &RecordSection) {
    let part = Part::of(&section.section);
    let class = match part {
        None => "child",
        Some(Part::Log) => "log",
        Some(Part::Where) => "where",
        Some(part) if part == Part::Unsent || part.is_open() => "todo",
        Some(Part::MayApply | Part::Missing) => "todo quiet",
        Some(_) => "part",
    };
    page.put(&format!("<section class=\"{class}\">\n"));
    page.element("h2", "", &section.title);
    page.put("\n");
    match part {
        Some(Part::Log) => log(page, section),
        None => child(page, section),
        Some(_) => lines(page, section.lines.iter().collect()),
    }
    page.put("</section>\n");
}

/// A child's section: what was seen at its head, then part by part, then what is still open.
fn child(page: &mut Page, section: &RecordSection) {
    let mut at = 0;
    while let Some(first) = section.lines.get(at) {
        let part = Part::of(&first.part).filter(|part| !part.is_open());
        let same = |line: &&RecordLine| Part::of(&line.part).filter(|part| !part.is_open()) == part;
        let group: Vec<&RecordLine> = section.lines.iter().skip(at).take_while(same).collect();
        at += group.len();
        match part {
            Some(Part::Children) => {}
            Some(part) => page.element("h3", "", part.title()),
            None => page.element("h3", "", Part::Open.title()),
        }
        page.put("\n");
        lines(page, group);
    }
}

fn lines(page: &mut Page, lines: Vec<&RecordLine>) {
    page.put("<ul>\n");
    for one in lines {
        line(page, one);
    }
    page.put("</ul>\n");
}

fn line(page: &mut Page, line: &RecordLine) {
    let class = match line.mark {
        LineMark::Quote => "quote",
        LineMark::Gist => "gist",
        LineMark::Danger => "danger",
        LineMark::Open => "open",
        LineMark::Hearsay => "hearsay",
        LineMark::LeftOut | LineMark::None => "",
    };
    // The value leads; the question that it answers goes quiet.
    let part = Part::of(&line.part);
    let quiet = matches!(part, Some(Part::Answers | Part::Hearsay));
    page.put(&match class {
        "" => "<li>".to_owned(),
        class => format!("<li class=\"{class}\">"),
    });
    if !line.lead.is_empty() {
        let colon = !line.words.is_empty() && !line.lead.ends_with(['.', '?', '!', ':']);
        let lead = format!("{}{}", line.lead, if colon { ":" } else { "" });
        page.element(
            if quiet { "span" } else { "b" },
            if quiet { "asked" } else { "" },
            &lead,
        );
        if !line.words.is_empty() {
            page.put(" ");
        }
    }
    if !line.words.is_empty() {
        let tag = match (line.mark, quiet) {
            (LineMark::Quote | LineMark::Gist, _) => "blockquote",
            (_, true) => "b",
            _ => "span",
        };
        page.element(tag, "", &line.words);
        page.put(if tag == "blockquote" {
            " "
        } else {
            stop(&line.words, line)
        });
    } else if !line.lead.is_empty() {
        page.put(stop(&line.lead, line));
    }
    if line.mark == LineMark::Hearsay && part != Some(Part::Hearsay) {
        page.element("span", "mark", "Not seen, heard or said by a child");
        page.put(" ");
    }
    if !line.how.is_empty() {
        page.element("span", "how", &line.how);
    }
    entry(page, line.entry);
    notes(page, &line.notes);
    page.put("</li>\n");
}

/// What closes words before how they are known: size and colour alone divide nothing.
fn stop(words: &str, line: &RecordLine) -> &'static str {
    if line.how.is_empty() || is_closed(words) {
        " "
    } else {
        ". "
    }
}

fn notes(page: &mut Page, notes: &[String]) {
    for note in notes {
        page.put("\n");
        page.element("p", "note", note);
    }
}

/// Where in the log it stands.
fn entry(page: &mut Page, entry: u64) {
    if entry > 0 {
        page.put(&format!(" <a href=\"#e{entry}\">entry&nbsp;{entry}</a>"));
    }
}

fn log(page: &mut Page, section: &RecordSection) {
    page.put("<table>\n<thead><tr><th scope=\"col\">Entry</th><th scope=\"col\">Written</th>");
    page.put("<th scope=\"col\">What, and by whom</th></tr></thead>\n<tbody>\n");
    for line in &section.lines {
        let class = if line.mark == LineMark::LeftOut {
            " class=\"gone\""
        } else {
            ""
        };
        page.put(&format!(
            "<tr id=\"e{0}\"{class}><th scope=\"row\">{0}</th>",
            line.entry
        ));
        page.element("td", "when", &line.lead);
        page.put("<td>");
        page.words(&line.words);
        if !line.how.is_empty() {
            page.put(stop(&line.words, line));
            page.element("span", "how", &line.how);
        }
        notes(page, &line.notes);
        page.put("</td></tr>\n");
    }
    page.put("</tbody>\n</table>\n");
}
