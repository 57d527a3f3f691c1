//! `preview`: any worklist while its pack is being written, with what lint finds under it.
//!
//! The worklist is made and printed by what `childfirst worklist` uses, from sources instead of an installed pack. Opens no
//! data folder and changes nothing. Refuses to take the last good view away because a file does not build, and to pass
//! an old view off as the new one.

mod look;
mod paint;
mod screen;
mod show;
mod watch;

use self::look::{Summary, sum};
use self::show::{Shown, Wanted};
use self::watch::{News, Watch};
use super::out::{self, Page};
use crate::cli::Preview;
use crate::failure::{Failure, code};
use childfirst::time::Moment;
use std::io::IsTerminal;

/// Shows worklists of packs in sources, once or at every save.
///
/// # Errors
/// When there is no such pack, role, factor or file of values. Printed once: exit code 1 with an error among the findings.
pub fn run(asked: &Preview, now: Option<Moment>) -> Result<(), Failure> {
    let wanted = Wanted::new(asked, now)?;
    let terminal = std::io::stdout().is_terminal();
    if asked.once || !(terminal || asked.watch) {
        return once(&wanted);
    }
    let first = wanted.look();
    wanted.refuse(&first)?;
    if terminal && !out::dumb() {
        return screen::run(wanted);
    }
    again_and_again(wanted)
}

/// Prints everything once.
fn once(wanted: &Wanted) -> Result<(), Failure> {
    let look = wanted.look();
    wanted.refuse(&look)?;
    let mut shown = Shown::default();
    shown.take(look);
    let summary = sum(&wanted.linted()?, shown.faults.is_empty());
    let mut page = Page::new();
    plain(wanted, &shown, &summary, &mut page);
    page.end()?;
    let sentence = match (shown.faults.is_empty(), summary.errors) {
        (true, 0) => return Ok(()),
        (true, _) => "There are errors. `childfirst lint --explain RULE` says why a rule is there.",
        (false, _) => "It does not build. Mend what is named above and look again.",
    };
    Err(Failure::new(code::FOUND, sentence))
}

/// Prints everything again after every save, from top to bottom: for a pipe, a screen reader, a terminal that cannot be
/// drawn on. Ends when nobody reads any more, or by Ctrl-C.
fn again_and_again(wanted: Wanted) -> Result<(), Failure> {
    let mut shown = Shown::default();
    let watch = Watch::start(wanted.clone());
    loop {
        match watch.wait() {
            None => {}
            Some(News::Looked(look)) => shown.take(*look),
            Some(News::Linted(linted)) => {
                let mut page = Page::new();
                page.heading(0, &format!("At {}. Ctrl-C ends.", wanted.clock()));
                match linted {
                    Ok(linted) => plain(&wanted, &shown, &sum(&linted, shown.faults.is_empty()), &mut page),
                    Err(failure) => page.line(0, 0, &failure.sentence),
                }
                page.gap();
                if !page.end_read()? {
                    return Ok(());
                }
            }
        }
    }
}

/// Every view, and what lint found.
fn plain(wanted: &Wanted, shown: &Shown, summary: &Summary, page: &mut Page) {
    if let Some(sentence) = shown.absent() {
        page.line(0, 0, &sentence);
        page.gap();
    }
    for view in wanted.views(shown) {
        if let Some(since) = shown.old(view.pack) {
            let sentence =
                format!("It does not build. What follows is as it was at {since}, before the fault.");
            page.line(0, 0, &sentence);
        }
        if let Err(failure) = wanted.print(shown, view, page, wanted.all) {
            page.line(0, 0, &failure.sentence);
        }
        page.gap();
    }
    page.heading(0, "Lint");
    for one in &paint::found(shown, Some(summary)) {
        page.row(&one.text);
        one.mend.iter().for_each(|mend| page.line(2, 2, mend));
    }
    page.line(0, 0, &summary.counts);
}
