//! What a host in another language asks by id, where Rust hands out a whole [`Pack`]: installing, reading, moving.
//!
//! Refuses to pass on what another reader says of a file: a host is told what to do next, in the door's own errors.

use super::guidance::{Guidance, find};
use super::interaction::Interaction;
use crate::age::Typed;
use crate::error::{Error, Part, Refusal, Result};
use crate::guidance::{InstallError, TakeValuesError};
use crate::interaction::because;
use crate::interaction::entry::Known;
use crate::interaction::local::{LocalValue, Locals};
use crate::interaction::operation::Made;
use crate::interaction::screen::{self, Screen, ScreenPrompt};
use crate::interaction::worklist::Row;
use crate::pack::status::{PackStatus, status};
use crate::pack::types::PackFile;
use crate::pack::{PackError, ValuesError};
use crate::records::Receipt;
use crate::time::Moment;

/// A pack with everything that it says. Fetched once per pack; rows of a worklist point into it.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct PackContents {
    /// The SHA-256 of its bytes, in hexadecimal.
    pub digest: String,
    /// The pack as it is shipped.
    pub pack: PackFile,
    /// Where each item stands: item `n` of a worklist's row is number `n` of these.
    pub items: Vec<ItemPlace>,
}

/// Where an item stands in its pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct ItemPlace {
    /// Index of its list.
    pub list: u32,
    /// Index in the items of that list.
    pub position: u32,
}

#[uniffi::export]
impl Guidance {
    /// Checks and stores a pack that has been verified; gives its digest. The same bytes again change nothing.
    ///
    /// # Errors
    /// [`Error::Refused`] when the bytes are no pack, [`Error::Newer`] when it is made for a newer version,
    /// [`Error::NotSaved`] when it could not be stored.
    pub fn install_pack(&self, bytes: Vec<u8>) -> Result<String> {
        self.install(&bytes).map_err(|error| match error {
            InstallError::Pack(PackError::Newer { .. }) => Error::Newer { what: Part::Pack },
            InstallError::Pack(_) => refused(Refusal::NotAPack),
            InstallError::Store(error) => error,
        })
    }

    /// A pack by its digest, or the one in use of an id, with everything that it says.
    ///
    /// # Errors
    /// [`Error::NotFound`] or [`Error::Damaged`].
    pub fn contents(&self, pack: String) -> Result<PackContents> {
        let pack = find(self.library(), &pack)?;
        let place = |found: &crate::pack::PackItem| ItemPlace {
            list: found.list,
            position: found.position,
        };
        Ok(PackContents {
            digest: pack.digest_hex().to_owned(),
            pack: pack.file().clone(),
            items: pack.items().iter().map(place).collect(),
        })
    }

    /// How a pack stands now, in words: which it is, whether its time is past, whether the force has confirmed it.
    ///
    /// # Errors
    /// As [`Guidance::contents`].
    pub fn pack_status(&self, pack: String, now: Moment) -> Result<PackStatus> {
        let pack = find(self.library(), &pack)?;
        let values = self.values(&pack).ok();
        Ok(status(&pack, values.as_deref(), now))
    }

    /// What a force has filled in for every local value of a pack, read outside a record.
    ///
    /// # Errors
    /// As [`Guidance::contents`].
    pub fn local_values(&self, pack: String) -> Result<Vec<LocalValue>> {
        let pack = find(self.library(), &pack)?;
        let now = self.values(&pack).ok();
        let locals = Locals {
            pack: &pack,
            now: now.as_deref(),
            began: None,
        };
        Ok(locals.all())
    }

    /// Checks a force's values for a pack, stores them and takes them into use; gives their digest. They show at once,
    /// also in records that are open. What a record began with is kept.
    ///
    /// # Errors
    /// [`Error::Refused`] when the bytes are not values of that pack, [`Error::Newer`] when they are made for a newer
    /// version, [`Error::NotFound`] for a pack that is not installed, [`Error::NotSaved`] when they could not be stored.
    pub fn install_values(&self, pack: String, bytes: Vec<u8>) -> Result<String> {
        let pack = find(self.library(), &pack)?;
        let taken = self.take_values(&pack, &bytes).map_err(|error| match error {
            TakeValuesError::Values(ValuesError::Newer) => Error::Newer { what: Part::Values },
            TakeValuesError::Values(_) => refused(Refusal::NotValues),
            TakeValuesError::Store(error) => error,
        })?;
        Ok(taken.digest_hex().to_owned())
    }
}

#[uniffi::export]
impl Interaction {
    /// Moves the interaction to another pack, by its id or digest. Answers whose wording changed keep the wording that
    /// was shown.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a pack that is not installed, [`Error::Refused`] while it is read-only,
    /// [`Error::NotSaved`] when it could not be written.
    pub fn move_to(&self, pack: String, made: Made) -> Result<Receipt> {
        self.move_to_pack(self.pack_of(&pack)?, made)
    }

    /// Why a row of the worklist is here, in a sentence.
    ///
    /// # Errors
    /// As [`Interaction::worklist`].
    pub fn because(&self, row: Row) -> Result<String> {
        Ok(because::because(&*self.pack()?, &self.state()?, &row))
    }

    /// What the screens say now.
    ///
    /// # Errors
    /// As [`Interaction::worklist`].
    pub fn screen(&self) -> Result<Screen> {
        Ok(screen::screen(&*self.pack()?, &self.state()?))
    }

    /// The prompts under a row: its own, then those of its domains of risk.
    ///
    /// # Errors
    /// As [`Interaction::worklist`].
    pub fn prompts(&self, row: Row) -> Result<Vec<ScreenPrompt>> {
        Ok(screen::prompts(&*self.pack()?, &self.state()?, &row))
    }
}

/// Reads the children of a line as it was typed: `8m`, `girl 9`, `8m, 3, about 12`. None: something in it looks like an
/// age and is none.
#[uniffi::export]
pub fn read_children(typed: &str) -> Option<Vec<Typed>> {
    crate::age::parse_children(typed)
}

/// Whether what is known so is not seen, heard or said by a child: for the sign beside what is being typed.
#[uniffi::export]
pub fn is_hearsay(known_by: &[Known]) -> bool {
    crate::interaction::state::is_hearsay(known_by)
}

/// An age, as screens say it: `8 months`, `9`, `11 to 13`.
#[uniffi::export]
pub fn age_words(age: crate::age::Age) -> String {
    age.words()
}

fn refused(why: Refusal) -> Error {
    Error::Refused { why }
}
