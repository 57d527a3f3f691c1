//! What is half typed: kept sealed while it is being typed, and forgotten once it is saved.
//!
//! A thread looks every two seconds whether the line changed, so that a key press never waits for the disk. Refuses
//! to keep short answers (yes, no, a number): only words have a place to come back to.

use childfirst::{Draft, Interaction};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How often, at most, a half-typed line is written while it is being typed.
const EVERY: Duration = Duration::from_secs(2);

/// Where a line is being typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The id of an item or prompt, or a kind of entry.
    pub id: String,
    /// The child it is about.
    pub child: Option<u32>,
}

#[derive(Default)]
struct Typing {
    interaction: Option<Arc<Interaction>>,
    place: Option<Place>,
    words: String,
    changed: bool,
    /// Whether what stands in the line, or stood there, is kept.
    kept: bool,
    /// Where a line was asked for last, and nobody holds what was typed there: what is asked after it belongs to it.
    asked: Option<Place>,
    stop: bool,
}

/// The half-typed line of this process.
#[derive(Clone, Default)]
pub struct Drafts(Arc<(Mutex<Typing>, Condvar)>);

impl Drafts {
    /// Starts to look.
    pub fn start() -> Drafts {
        let drafts = Drafts::default();
        let mine = drafts.clone();
        // Without a thread drafts are kept when the line ends, and that is all that is lost.
        let _ = std::thread::Builder::new()
            .name("drafts".into())
            .spawn(move || mine.look());
        drafts
    }

    /// From now on, lines belong to this interaction.
    pub fn of(&self, interaction: Option<Arc<Interaction>>) {
        let mut typing = self.typing();
        *typing = Typing {
            interaction,
            ..Typing::default()
        };
    }

    /// A line is asked for at this place; none: what is typed is no draft. `kept`: something of it comes back.
    pub fn at(&self, place: Option<Place>, kept: bool) {
        let mut typing = self.typing();
        if place.is_some() {
            typing.asked.clone_from(&place);
        }
        typing.place = place;
        typing.kept = kept;
        typing.changed = false;
        typing.words.clear();
    }

    /// The line is now this.
    pub fn typed(&self, line: &str) {
        let mut typing = self.typing();
        // A command is no words: what is kept there stays.
        if typing.place.is_some() && typing.words != line && !line.starts_with('/') {
            typing.words.clear();
            typing.words.push_str(line);
            typing.changed = true;
        }
    }

    /// Keeps words at once: they were typed whole, and something more is asked before they are saved.
    pub fn hold(&self, place: &Place, words: &str) {
        let mut typing = self.typing();
        typing.place = Some(place.clone());
        typing.words = words.to_owned();
        typing.changed = true;
        typing.asked = None;
        keep(&mut typing);
    }

    /// Keeps the line at once, when it ends without being saved.
    pub fn keep(&self) {
        keep(&mut self.typing());
    }

    /// The line ended with nothing in it. What was kept of it was deleted on purpose.
    pub fn emptied(&self) {
        let mut typing = self.typing();
        typing.changed = false;
        typing.words.clear();
        if std::mem::take(&mut typing.kept)
            && let Some(place) = typing.place.clone()
        {
            forget(&typing, place);
        }
    }

    /// A command is followed before the line goes on: what it saves is not what was typed there.
    pub fn leave_line(&self) {
        let mut typing = self.typing();
        typing.asked = None;
        typing.place = None;
    }

    /// Words were saved: what was typed at the line that was asked for last is in them. What waits in any other place, or
    /// is held, stays.
    pub fn forget(&self) {
        let mut typing = self.typing();
        typing.changed = false;
        typing.words.clear();
        if let Some(place) = typing.asked.take() {
            forget(&typing, place);
        }
    }

    /// What was held at a place is saved.
    pub fn done(&self, place: &Place) {
        forget(&self.typing(), place.clone());
    }

    fn look(&self) {
        loop {
            let typing = self.typing();
            let waited = self.0.1.wait_timeout(typing, EVERY);
            let (mut typing, _) = waited.unwrap_or_else(PoisonError::into_inner);
            if typing.stop {
                return;
            }
            keep(&mut typing);
        }
    }

    fn typing(&self) -> MutexGuard<'_, Typing> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Stops looking, after keeping what is there.
    pub fn stop(&self) {
        let mut typing = self.typing();
        keep(&mut typing);
        typing.stop = true;
        typing.interaction = None;
        self.0.1.notify_all();
    }
}

fn forget(typing: &Typing, place: Place) {
    if let Some(interaction) = &typing.interaction {
        // What cannot be forgotten now is offered once more, and can be given up then.
        let _ = interaction.drop_draft_at(place.id, place.child);
    }
}

fn keep(typing: &mut Typing) {
    if !std::mem::take(&mut typing.changed) || typing.words.trim().is_empty() {
        return;
    }
    if let (Some(interaction), Some(place)) = (&typing.interaction, &typing.place) {
        // Not kept is not lost yet: it is tried again with the next key.
        let _ = interaction.keep_draft(Draft {
            place: place.id.clone(),
            child: place.child,
            words: typing.words.clone(),
        });
        typing.kept = true;
    }
}
