//! What a host asks in the middle of an interaction: a child's voice, the six principles, what a sharing begins with, an
//! entry that is to be corrected, and what was told before arrival.
//!
//! Refuses to change anything: all of it is read.

use super::interaction::Interaction;
use crate::error::Result;
use crate::interaction::export::FORMAT;
use crate::interaction::hand_over::{self, Offered};
use crate::interaction::mending::{self, EntryLine};
use crate::interaction::principles::{self, PrincipleView};
use crate::interaction::sharing::{self, SharingOffer};
use crate::interaction::voice::{self, Voice};

#[uniffi::export]
impl Interaction {
    /// What each child said and did; last, where there is any, what is written of a child that is not named yet.
    ///
    /// # Errors
    /// As [`Interaction::worklist`].
    pub fn voices(&self) -> Result<Vec<Voice>> {
        Ok(voice::voices(&*self.pack()?, &self.state()?))
    }

    /// The six principles with what serves them here and now: guides first, then must-dos.
    ///
    /// # Errors
    /// As [`Interaction::worklist`].
    pub fn principles(&self) -> Result<Vec<PrincipleView>> {
        Ok(principles::principles(&*self.pack()?, &self.state()?))
    }

    /// What a sharing begins with: whom and how from the route, the rest from this record.
    ///
    /// # Errors
    /// As [`Interaction::worklist`].
    pub fn sharing_offer(&self) -> Result<SharingOffer> {
        Ok(sharing::offer(
            &*self.pack()?,
            &self.state()?,
            &self.local_values()?,
        ))
    }

    /// An entry that may be corrected. None: there is none of this number, or it is the first.
    ///
    /// # Errors
    /// As [`Interaction::state`].
    pub fn entry_line(&self, entry: u64) -> Result<Option<EntryLine>> {
        Ok(mending::entry_line(&self.state()?, &self.entries()?, entry))
    }

    /// The children that hand-overs name and that were not added here yet.
    ///
    /// # Errors
    /// As [`Interaction::state`].
    pub fn offered(&self) -> Result<Vec<Offered>> {
        Ok(hand_over::offered(&self.state()?))
    }
}

/// Whether a text is meant as the file of a hand-over, whole or not. What is not is words, and is kept as it is.
#[uniffi::export]
pub fn is_hand_over_file(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    text.starts_with(['{', '<']) && text.contains(FORMAT)
}
