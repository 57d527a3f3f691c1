//! The preview at a terminal: drawn over and over on a screen of its own, with a key for everything.
//!
//! The terminal is as it was when this ends, by a key or by a signal that asks it to. Refuses to wait for lint before a key is answered.

use super::look::{Summary, sum};
use super::paint::{Body, Frame, Place, body, findings};
use super::show::{OneView, Shown, Wanted};
use super::watch::{News, Watch};
use crate::commands::out;
use crate::failure::{Failure, code};
use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use crossterm::terminal::{
    Clear, ClearType, DisableLineWrap, EnableLineWrap, EnterAlternateScreen, LeaveAlternateScreen,
};
use crossterm::{cursor, execute, queue, style, terminal};
use signal_hook::consts::TERM_SIGNALS;
use signal_hook::flag;
use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// So long a key is waited for before it is asked whether there is news.
const TICK: Duration = Duration::from_millis(100);

/// Shows worklists until somebody ends it.
///
/// # Errors
/// When the terminal cannot be drawn on.
pub fn run(wanted: Wanted) -> Result<(), Failure> {
    let failed = |_| {
        let sentence =
            "This terminal cannot be drawn on. Print it instead, with --once or --watch in a pipe.";
        Failure::new(code::NOT_SAVED, sentence)
    };
    let asked_to_end = Arc::new(AtomicBool::new(false));
    for signal in TERM_SIGNALS {
        flag::register(*signal, Arc::clone(&asked_to_end)).map_err(failed)?;
    }
    let _screen = Screen::open().map_err(failed)?;
    let mut desk = Desk {
        place: Place {
            all: wanted.all,
            ..Place::default()
        },
        styled: out::styled(),
        watch: Watch::start(wanted.clone()),
        wanted,
        shown: Shown::default(),
        before: None,
        summary: None,
        refused: None,
        at: String::new(),
        body: Body::default(),
        room: 0,
        to_new: false,
    };
    desk.work(&asked_to_end).map_err(failed)
}

/// The terminal, taken for as long as this lives.
struct Screen;

impl Screen {
    fn open() -> io::Result<Screen> {
        terminal::enable_raw_mode()?;
        let screen = Screen;
        execute!(
            io::stdout(),
            EnterAlternateScreen,
            DisableLineWrap,
            cursor::Hide,
            Clear(ClearType::All)
        )?;
        Ok(screen)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // A terminal that is gone needs nothing back.
        let _ = execute!(io::stdout(), cursor::Show, EnableLineWrap, LeaveAlternateScreen);
        let _ = terminal::disable_raw_mode();
    }
}

struct Desk {
    wanted: Wanted,
    watch: Watch,
    shown: Shown,
    before: Option<Shown>,
    summary: Option<Summary>,
    /// Why lint could not look at all.
    refused: Option<String>,
    at: String,
    place: Place,
    body: Body,
    styled: bool,
    /// How many lines of the body show.
    room: usize,
    /// Whether to go where the first new line is.
    to_new: bool,
}

impl Desk {
    fn work(&mut self, asked_to_end: &AtomicBool) -> io::Result<()> {
        let mut draw = true;
        while !asked_to_end.load(Ordering::Relaxed) {
            while let Some(news) = self.watch.now() {
                self.take(news);
                draw = true;
            }
            if draw {
                self.draw()?;
            }
            draw = false;
            if event::poll(TICK)? {
                match event::read()? {
                    Event::Key(key) if key.kind != KeyEventKind::Release => {
                        if !self.press(key) {
                            return Ok(());
                        }
                        draw = true;
                    }
                    Event::Resize(..) => draw = true,
                    _ => {}
                }
            }
        }
        Ok(())
    }

    fn take(&mut self, news: News) {
        match news {
            News::Looked(look) => {
                let first = self.at.is_empty();
                self.at.clone_from(&look.at);
                let before = self.shown.again();
                self.shown.take(*look);
                // A look that built nothing new is no new wording.
                if self.shown.faults.is_empty() && !first {
                    self.before = Some(before);
                    self.to_new = true;
                }
                (self.summary, self.refused) = (None, None);
            }
            News::Linted(Ok(linted)) => {
                self.summary = Some(sum(&linted, self.shown.faults.is_empty()));
            }
            News::Linted(Err(failure)) => self.refused = Some(failure.sentence),
        }
    }

    fn views(&self) -> Vec<OneView> {
        self.wanted.views(&self.shown)
    }

    fn draw(&mut self) -> io::Result<()> {
        let (width, height) = terminal::size()?;
        let size = (usize::from(width), usize::from(height));
        let views = self.views();
        self.place.view = self.place.view.min(views.len().saturating_sub(1));
        let refused = self.refused.as_ref().map(|sentence| Summary {
            lines: Vec::new(),
            errors: 0,
            counts: sentence.clone(),
        });
        let summary = self.summary.as_ref().or(refused.as_ref());
        self.body = match (self.place.findings, views.get(self.place.view)) {
            (true, _) | (_, None) => findings(&self.shown, summary, size.0),
            (false, Some(view)) => {
                let both = (&self.shown, self.before.as_ref());
                body(&self.wanted, both, *view, (size.0, self.place.all, self.styled))
            }
        };
        let mut painted = self.frame(&views, summary, size).paint();
        let top = self.place.top;
        self.room = painted.room;
        if std::mem::take(&mut self.to_new) {
            let visible = |at: &&usize| (top..top + painted.room).contains(*at);
            let first = self.body.new.first().copied();
            if let (None, Some(first)) = (self.body.new.iter().find(visible), first) {
                self.place.top = self.above(first);
            }
        }
        self.place.top = self
            .place
            .top
            .min(self.body.lines.len().saturating_sub(self.room));
        if self.place.top != top {
            painted = self.frame(&views, summary, size).paint();
        }
        let mut out = io::stdout().lock();
        for (row, line) in (0..height).zip(&painted.lines) {
            queue!(
                out,
                cursor::MoveTo(0, row),
                Clear(ClearType::CurrentLine),
                style::Print(line)
            )?;
        }
        out.flush()
    }

    fn frame<'a>(
        &'a self,
        views: &'a [OneView],
        summary: Option<&'a Summary>,
        size: (usize, usize),
    ) -> Frame<'a> {
        Frame {
            shown: &self.shown,
            views,
            summary,
            body: &self.body,
            place: &self.place,
            at: &self.at,
            size,
        }
    }

    /// Takes a key. False: it ends.
    fn press(&mut self, key: KeyEvent) -> bool {
        let page = self.room.saturating_sub(1).max(1);
        let (top, views) = (self.place.top, self.views().len().max(1));
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Char('c' | 'd') if control => return false,
            KeyCode::Char('q') | KeyCode::Esc => return false,
            _ if control => {}
            KeyCode::Down | KeyCode::Char('j') | KeyCode::Enter => self.place.top = top + 1,
            KeyCode::Up | KeyCode::Char('k') => self.place.top = top.saturating_sub(1),
            KeyCode::PageDown | KeyCode::Char(' ') => self.place.top = top + page,
            KeyCode::PageUp | KeyCode::Char('b') => self.place.top = top.saturating_sub(page),
            KeyCode::Home | KeyCode::Char('g') => self.place.top = 0,
            KeyCode::End | KeyCode::Char('G') => self.place.top = self.body.lines.len(),
            KeyCode::Tab | KeyCode::Right => self.go((self.place.view + 1) % views),
            KeyCode::BackTab | KeyCode::Left => self.go((self.place.view + views - 1) % views),
            KeyCode::Char('f') => {
                self.place.findings = !self.place.findings;
                self.place.top = 0;
            }
            KeyCode::Char('a') => self.place.all = !self.place.all,
            KeyCode::Char('n') => {
                let next = self.body.new.iter().find(|at| self.above(**at) > top);
                if let Some(at) = next.or(self.body.new.first()) {
                    self.place.top = self.above(*at);
                }
            }
            KeyCode::Char('r') => self.watch.again(),
            _ => {}
        }
        true
    }

    /// Where the screen begins so that a line stands under what it belongs to.
    fn above(&self, line: usize) -> usize {
        line.saturating_sub(self.room / 3)
    }

    fn go(&mut self, view: usize) {
        (self.place.view, self.place.top, self.place.findings) = (view, 0, false);
    }
}
