//! Where a refresh is, in one line at a terminal that is written over and gone at the end.
//!
//! Refuses to write to a pipe: what a program reads is the outcome.

use childfirst::{Progress, Step, TransportError, Watch};
use std::io::{IsTerminal as _, Write as _, stderr};
use std::sync::Arc;

/// Whoever sits at the terminal is told.
pub struct Told;

impl Told {
    /// None where standard error is no terminal, or one that cannot be drawn on.
    pub fn at_a_terminal() -> Option<Arc<dyn Watch>> {
        let drawn = stderr().is_terminal() && !crate::commands::out::dumb();
        drawn.then(|| Arc::new(Told) as Arc<dyn Watch>)
    }
}

impl Watch for Told {
    fn progress(&self, progress: Progress) -> Result<(), TransportError> {
        // That it cannot be told is no reason to stop.
        let _ = write!(stderr(), "\r\x1b[K{}", line(&progress));
        Ok(())
    }
}

impl Drop for Told {
    fn drop(&mut self) {
        let _ = write!(stderr(), "\r\x1b[K");
    }
}

fn line(progress: &Progress) -> String {
    let of = crate::commands::out::harmless(progress.of.as_deref().unwrap_or_default());
    match progress.step {
        Step::Asking => "Asking whether there is anything new …".into(),
        Step::Checking => format!("Checking {of} …"),
        Step::Downloading => {
            let kilobytes = |bytes: u64| bytes.div_ceil(1000);
            let (here, all) = (kilobytes(progress.bytes), kilobytes(progress.of_bytes));
            format!("Fetching {of}: {here} of {all} kB")
        }
        Step::Switching => "Taking it into use …".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_download_says_how_far_it_is_and_no_name_steers_the_terminal() {
        let progress = |step, of: &str| Progress {
            step,
            of: Some(of.into()),
            bytes: 1,
            of_bytes: 240_000,
        };
        assert_eq!(
            line(&progress(Step::Downloading, "hampshire")),
            "Fetching hampshire: 1 of 240 kB"
        );
        assert!(!line(&progress(Step::Checking, "\x1b[2J")).contains('\x1b'));
    }
}
