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
    /// Where lines were asked for since words were last saved: what they are on their way to.
    asked: Vec<Place>,
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

    /// A line is asked for at this place; none: what is typed is no draft.
    pub fn at(&self, place: Option<Place>) {
        let mut typing = self.typing();
        if let Some(place) = &place
            && !typing.asked.contains(place)
        {
            typing.asked.push(place.clone());
        }
        typing.place = place;
        typing.changed = false;
        typing.words.clear();
    }

    /// The line is now this.
    pub fn typed(&self, line: &str) {
        let mut typing = self.typing();
        if typing.place.is_some() && typing.words != line {
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
        keep(&mut typing);
    }

    /// Keeps the line at once, when it ends without being saved.
    pub fn keep(&self) {
        keep(&mut self.typing());
    }

    /// Words that wait at a place are not on their way any more: whatever is saved next, they stay.
    pub fn set_aside(&self, place: &Place) {
        self.typing().asked.retain(|asked| asked != place);
    }

    /// Something is saved: the line that is typed now is, and where it was words, what led up to them. What waits in any
    /// other place stays.
    pub fn forget(&self, words: bool) {
        let mut typing = self.typing();
        typing.changed = false;
        typing.words.clear();
        let mut saved: Vec<Place> = typing.place.iter().cloned().collect();
        if words {
            saved.append(&mut typing.asked);
        }
        if let Some(interaction) = &typing.interaction {
            for place in saved {
                // What cannot be forgotten now is offered once more, and can be given up then.
                let _ = interaction.drop_draft_at(place.id, place.child);
            }
        }
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
    }
}
