//! The screen as lines: the worklist above, what lint found below, the keys at the foot.
//!
//! Pure, so that a test reads what a trainer sees. Refuses to cut a line: what is longer than the screen goes on below.

use super::look::{Line, Summary, line};
use super::show::{OneView, Shown, Wanted};
use crate::commands::out::Page;
use similar::{Algorithm, ChangeTag, capture_diff_slices};

/// Before every line of a worklist: whether it is new.
const MARGIN: usize = 2;
/// So many lines of the worklist always show.
const LEAST: usize = 3;

/// What is on the screen beside the packs.
#[derive(Default)]
pub struct Place {
    /// Which of the worklists.
    pub view: usize,
    /// The first line that shows.
    pub top: usize,
    /// Whether the findings stand in the worklist's place.
    pub findings: bool,
    /// Whether everything is shown that is folded.
    pub all: bool,
}

/// The worklist, or the findings, laid out.
#[derive(Default)]
pub struct Body {
    /// The lines.
    pub lines: Vec<String>,
    /// The lines that were not there before the last save.
    pub new: Vec<usize>,
    /// How many went.
    pub gone: usize,
}

/// Lays out a worklist, and compares it with how it was.
pub fn body(
    wanted: &Wanted,
    (shown, before): (&Shown, Option<&Shown>),
    view: OneView,
    (width, all, styled): (usize, bool, bool),
) -> Body {
    let lay = |shown: &Shown| {
        let room = width.saturating_sub(MARGIN);
        let mut page = Page::kept(room, styled);
        if let Err(failure) = wanted.print(shown, view, &mut page, all) {
            page.line(0, 0, &failure.sentence);
        }
        let lines = page.lines().into_iter();
        lines.flat_map(|line| fit(&line, room)).collect::<Vec<_>>()
    };
    let lines = lay(shown);
    let mut body = Body {
        lines: lines.clone(),
        ..Body::default()
    };
    let Some(before) = before else { return body };
    let old = lay(before);
    for step in capture_diff_slices(Algorithm::Myers, &old, &lines) {
        for change in step.iter_changes(&old, &lines) {
            match (change.tag(), change.new_index()) {
                (ChangeTag::Insert, Some(at)) => body.new.push(at),
                (ChangeTag::Delete, _) => body.gone += 1,
                _ => {}
            }
        }
    }
    body
}

/// The findings, whole.
pub fn findings(shown: &Shown, summary: Option<&Summary>, width: usize) -> Body {
    let mut page = Page::kept(width.saturating_sub(MARGIN), false);
    for one in found(shown, summary) {
        page.line(0, 4, &one.text);
        one.mend.iter().for_each(|mend| page.line(4, 2, mend));
        page.gap();
    }
    let room = width.saturating_sub(MARGIN);
    let lines = page.lines();
    Body {
        lines: match lines.is_empty() {
            true => vec!["Nothing was found.".to_owned()],
            false => lines.iter().flat_map(|line| fit(line, room)).collect(),
        },
        ..Body::default()
    }
}

/// What is wrong with the values, and what lint found; until it has, why packs do not build.
pub fn found(shown: &Shown, summary: Option<&Summary>) -> Vec<Line> {
    let known = match summary {
        Some(summary) => summary.lines.clone(),
        None => shown.faults.iter().map(line).collect(),
    };
    shown.values.iter().map(line).chain(known).collect()
}

/// Everything that a frame is made of.
pub struct Frame<'a> {
    /// What is there to be shown.
    pub shown: &'a Shown,
    /// The worklists.
    pub views: &'a [OneView],
    /// What lint found; none while it is looking.
    pub summary: Option<&'a Summary>,
    /// The worklist, or the findings.
    pub body: &'a Body,
    /// Where the trainer is.
    pub place: &'a Place,
    /// When the last look was.
    pub at: &'a str,
    /// Width and height.
    pub size: (usize, usize),
}

/// A frame: exactly as many lines as the screen is high.
pub struct Painted {
    /// The lines.
    pub lines: Vec<String>,
    /// How many of them are the body's.
    pub room: usize,
}

impl Frame<'_> {
    /// Paints it.
    pub fn paint(&self) -> Painted {
        let (width, height) = self.size;
        let mut head = self.head();
        let mut foot = self.foot(height);
        // Whatever else there is, some of the worklist shows, and the keys.
        while head.len() + foot.len() + LEAST > height && foot.len() > 1 {
            foot.remove(foot.len() - 2);
        }
        head.truncate(height.saturating_sub(foot.len()));
        let room = height.saturating_sub(head.len() + foot.len());
        let mut lines = head;
        for at in self.place.top..self.place.top + room {
            let mark = if self.body.new.contains(&at) { "+ " } else { "  " };
            let text = self
                .body
                .lines
                .get(at)
                .map(|text| format!("{mark}{text}"))
                .unwrap_or_default();
            lines.push(text.trim_end().to_owned());
        }
        lines.extend(foot);
        lines.truncate(height);
        debug_assert!(width == 0 || lines.len() == height);
        Painted { lines, room }
    }

    fn head(&self) -> Vec<String> {
        let (width, _) = self.size;
        let view = self.views.get(self.place.view);
        let title = match (view, self.place.findings) {
            (_, true) => "What lint found".to_owned(),
            (None, _) => "Nothing that builds".to_owned(),
            (Some(view), _) => self.shown.title(*view),
        };
        let of = match (self.views.len(), self.place.findings) {
            (many, false) if many > 1 => format!(" ({} of {many})", self.place.view + 1),
            _ => String::new(),
        };
        let new = match (self.body.new.len(), self.body.gone) {
            (0, 0) => String::new(),
            (new, gone) => format!(" {new} new, {gone} gone."),
        };
        let mut lines = laid(&format!("{title}{of}. Looked at {}.{new}", self.at), width);
        if let Some(sentence) = self.shown.absent().filter(|_| view.is_some()) {
            lines.extend(laid(&sentence, width));
        }
        if let Some(since) = view.and_then(|view| self.shown.old(view.pack)) {
            let sentence = format!("DOES NOT BUILD. This is as it was at {since}, before the fault.");
            lines.extend(laid(&sentence, width));
        }
        lines
    }

    /// A line across, the counts, the gravest findings as far as there is room, the keys.
    fn foot(&self, height: usize) -> Vec<String> {
        let (width, _) = self.size;
        let counts = match (self.summary, self.shown.faults.is_empty()) {
            (Some(summary), _) => format!("Lint: {}", summary.counts),
            (None, true) => "Lint is looking.".to_owned(),
            (None, false) => "It does not build. Lint is looking.".to_owned(),
        };
        let mut foot = vec!["─".repeat(width)];
        foot.extend(laid(&counts, width));
        let most = (height / 3).max(LEAST);
        // Where they stand above, they are not told again.
        let all = match self.place.findings {
            true => Vec::new(),
            false => found(self.shown, self.summary),
        };
        let mut told = 0;
        for one in &all {
            let mut page = Page::kept(width, false);
            page.line(0, 2, &one.text);
            one.mend.iter().for_each(|mend| page.line(2, 2, mend));
            let lines: Vec<String> = page.lines().iter().flat_map(|line| fit(line, width)).collect();
            // The first is told whole, as far as the screen goes.
            if told > 0 && foot.len() + lines.len() > most {
                break;
            }
            foot.extend(lines);
            told += 1;
        }
        let more = all.len() - told;
        let keys = match (self.place.findings, more) {
            (true, _) => "f worklist".to_owned(),
            (false, 0) => "f findings".to_owned(),
            (false, more) => format!("f {more} more"),
        };
        let view = if self.views.len() > 1 { "Tab next  " } else { "" };
        let all = if self.place.all { "a less" } else { "a all" };
        // The way out comes first: on a narrow screen it is the one that has to stand there.
        let keys = format!("q quit  ↑ ↓ Space b  {view}{keys}  {all}  n new  r again");
        foot.extend(laid(&keys, width).into_iter().take(1));
        foot
    }
}

/// A sentence in lines, broken between words.
fn laid(text: &str, width: usize) -> Vec<String> {
    let mut page = Page::kept(width, false);
    page.line(0, 0, text);
    page.lines().iter().flat_map(|line| fit(line, width)).collect()
}

/// Breaks a line where the screen ends; marks that paint take no room and stay with what they paint.
pub fn fit(line: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    let mut lines = Vec::new();
    let (mut now, mut long, mut painting) = (String::new(), 0, false);
    let mut style = String::new();
    for letter in line.chars() {
        if letter == '\u{1b}' {
            painting = true;
            style.clear();
        }
        if painting {
            style.push(letter);
            now.push(letter);
            painting = letter != 'm';
            continue;
        }
        if long == width {
            let open = !style.is_empty() && style != "\u{1b}[0m";
            if open {
                now.push_str("\u{1b}[0m");
            }
            lines.push(std::mem::take(&mut now));
            long = 0;
            if open {
                now.push_str(&style);
            }
        }
        now.push(letter);
        long += 1;
    }
    lines.push(now);
    lines
}

/// A line as it is on the screen, without what paints it.
#[cfg(test)]
fn plain(line: &str) -> String {
    let mut text = String::new();
    let mut painting = false;
    for letter in line.chars() {
        painting |= letter == '\u{1b}';
        if !painting {
            text.push(letter);
        }
        painting &= letter != 'm';
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_broken_and_never_cut() {
        let long = format!("\u{1b}[1m{}\u{1b}[0m", "ab".repeat(50));
        let lines = fit(&long, 30);
        assert_eq!(lines.len(), 4);
        assert!(lines.iter().all(|line| plain(line).chars().count() <= 30));
        assert_eq!(
            lines.iter().map(|line| plain(line)).collect::<String>(),
            "ab".repeat(50)
        );
        assert!(
            lines
                .iter()
                .all(|line| line.starts_with("\u{1b}[1m") && line.ends_with("\u{1b}[0m"))
        );
        assert_eq!(fit("", 10), [""]);
    }

    #[test]
    fn a_frame_is_as_high_as_the_screen_and_holds_the_keys() {
        let many = |n: usize| {
            let line = Line {
                text: format!(
                    "content/anytown/prompts.json:6: error [two-things] {}",
                    "word ".repeat(20)
                ),
                mend: Some("Like this: one thing".to_owned()),
            };
            Summary {
                lines: vec![line; n],
                errors: n,
                counts: format!("{n} errors, 0 warnings, 0 advice. The proof holds."),
            }
        };
        let shown = Shown::default();
        let body = Body {
            lines: (0..100).map(|n| format!("line {n}")).collect(),
            new: vec![1],
            gone: 0,
        };
        for size in [(80, 24), (40, 10), (20, 6), (200, 60), (80, 3), (1, 1)] {
            for n in [0, 1, 9] {
                let place = Place::default();
                let summary = many(n);
                let painted = Frame {
                    shown: &shown,
                    views: &[],
                    summary: Some(&summary),
                    body: &body,
                    place: &place,
                    at: "14:22:07",
                    size,
                }
                .paint();
                assert_eq!(painted.lines.len(), size.1, "{size:?} {n}");
                let wide = painted
                    .lines
                    .iter()
                    .find(|line| line.chars().count() > size.0.max(12));
                assert_eq!(wide, None, "{size:?} {n}");
                if size == (80, 24) {
                    assert!(painted.lines.iter().any(|line| line == "+ line 1"));
                    assert!(painted.lines.last().unwrap().starts_with("q quit"));
                    assert!(painted.lines.iter().any(|line| line.starts_with("Lint: ")));
                }
            }
        }
    }
}
