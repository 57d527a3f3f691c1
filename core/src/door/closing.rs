//! What a host reads where an interaction is left, handed on, exported or come back to. Nothing here is written.
//!
//! Refuses to make an export in order to say what it would be: that would be an entry.

use super::interaction::Interaction;
use crate::error::{Error, Part, Result};
use crate::interaction::closing::{self, BeforeLeaving, ExportPreview, ListClose, Waiting};
use crate::interaction::export::{self, ExportHow};
use crate::interaction::record::{RecordLine, say_first_lines};
use crate::time::Moment;

#[uniffi::export]
impl Interaction {
    /// Everything that is not done with: unsent, untold, not reached, open, then what is for later.
    ///
    /// # Errors
    /// As [`Interaction::worklist`].
    pub fn waiting(&self) -> Result<Vec<Waiting>> {
        Ok(closing::waiting(&*self.pack()?, &self.state()?))
    }

    /// How a list stands at its end.
    ///
    /// # Errors
    /// As [`Interaction::worklist`]; [`Error::NotFound`] for a list that the officer has not.
    pub fn list_close(&self, list: String) -> Result<ListClose> {
        closing::list_close(&*self.pack()?, &self.state()?, &list).ok_or(Error::NotFound { what: Part::Pack })
    }

    /// What leaving the scene now would leave.
    ///
    /// # Errors
    /// As [`Interaction::worklist`].
    pub fn before_leaving(&self) -> Result<BeforeLeaving> {
        Ok(closing::before_leaving(&*self.pack()?, &self.state()?))
    }

    /// What has to be said first at a hand-over. The entry of the hand-over keeps just these lines.
    ///
    /// # Errors
    /// As [`Interaction::worklist`].
    pub fn to_say_first(&self) -> Result<Vec<RecordLine>> {
        Ok(say_first_lines(&self.state()?, &*self.pack()?))
    }

    /// What an export would be if it were made now. Nothing is exported.
    ///
    /// # Errors
    /// As [`Interaction::export`].
    pub fn export_preview(&self, how: ExportHow, now: Moment) -> Result<ExportPreview> {
        let (state, entries, pack) = (self.state()?, self.entries()?, self.pack().ok());
        let planned = export::plan(&how, &state, &entries, pack.as_deref(), &now)?;
        Ok(closing::preview(&planned, &state, entries.len() as u64))
    }
}
