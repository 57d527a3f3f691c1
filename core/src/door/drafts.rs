//! What is half typed: one draft for each place and child, so that what is typed in one place puts away nothing that
//! waits in another.
//!
//! Sealed, outside the log, never exported. Refuses to guess what a newer version kept: that stays as it is.

use super::interaction::Interaction;
use crate::error::{Error, Part, Refusal, Result};
use crate::interaction::state::State;
use serde::{Deserialize, Serialize};

/// What is half typed at one place. Sealed, replaced in place, outside the log, never exported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, uniffi::Record)]
pub struct Draft {
    /// Where it was being typed: the id of an item or prompt, or a kind of entry (`quoted`, `risk_stated`).
    pub place: String,
    /// The child it was about.
    pub child: Option<u32>,
    /// The words so far.
    pub words: String,
}

#[uniffi::export]
impl Interaction {
    /// Keeps what is half typed, in the place of what was kept for the same place and child. Any other draft stays. A
    /// child that was merged into another is that one.
    ///
    /// # Errors
    /// [`Error::NotSaved`] when it could not be written; [`Error::Refused`] when all that is half typed is longer than an
    /// entry may be; [`Error::Damaged`] when what is kept is of a newer version. Then this is not kept, and the rest stays.
    pub fn keep_draft(&self, draft: Draft) -> Result<()> {
        self.change(|drafts, state| {
            drafts.retain(|kept| !kept.stands_at(&draft.place, draft.child, state));
            drafts.push(draft);
        })
    }

    /// What was typed last of what is half typed.
    ///
    /// # Errors
    /// [`Error::Damaged`] when it does not open; it is kept all the same.
    pub fn draft(&self) -> Result<Option<Draft>> {
        Ok(self.drafts()?.pop())
    }

    /// Everything that is half typed, one for each place and child; what was typed last comes last. Each is of the child
    /// that it is by now; what was typed for two that are one child since stands in one, a line for each.
    ///
    /// # Errors
    /// [`Error::Damaged`] when it does not open; it is kept all the same.
    pub fn drafts(&self) -> Result<Vec<Draft>> {
        let inner = self.inner()?;
        let kept = match self.store.draft(&inner.key)? {
            Some(bytes) => read(&bytes)?,
            None => Vec::new(),
        };
        Ok(of_now(kept, inner.state()))
    }

    /// Forgets what was half typed at one place, for one child: it is saved, or given up. Any other draft stays.
    ///
    /// # Errors
    /// As [`Interaction::keep_draft`].
    pub fn drop_draft_at(&self, place: String, child: Option<u32>) -> Result<()> {
        self.change(|drafts, state| drafts.retain(|kept| !kept.stands_at(&place, child, state)))
    }

    /// Forgets everything that is half typed.
    ///
    /// # Errors
    /// [`Error::NotSaved`] when it could not be written.
    pub fn drop_draft(&self) -> Result<()> {
        self.store.clear_draft(&self.inner()?.key)
    }
}

impl Interaction {
    fn change(&self, change: impl FnOnce(&mut Vec<Draft>, &State)) -> Result<()> {
        // Held all the while: two threads that type lose nothing of each other's.
        let inner = self.inner()?;
        let mut drafts = match self.store.draft(&inner.key) {
            Ok(Some(bytes)) => read(&bytes)?,
            // What its key does not open any more, nothing will: no reason to keep nothing of what is typed now.
            Ok(None) | Err(Error::Damaged { .. }) => Vec::new(),
            Err(error) => return Err(error),
        };
        let before = drafts.clone();
        change(&mut drafts, inner.state());
        if drafts == before {
            return Ok(());
        }
        if drafts.is_empty() {
            return self.store.clear_draft(&inner.key);
        }
        let bytes = serde_json::to_vec(&drafts).map_err(|_| Error::Refused {
            why: Refusal::OutOfRange,
        })?;
        self.store.put_draft(&inner.key, &bytes)
    }
}

impl Draft {
    fn stands_at(&self, place: &str, child: Option<u32>, state: &State) -> bool {
        self.place == place && by_now(self.child, state) == by_now(child, state)
    }
}

/// The child that a number is by now. A merge may be taken back, so what is kept has the number that was typed for.
fn by_now(child: Option<u32>, state: &State) -> Option<u32> {
    child.map(|number| state.child(number).map_or(number, |child| child.number))
}

/// Each draft for the child that it is of by now, the latest last.
fn of_now(kept: Vec<Draft>, state: &State) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    for mut draft in kept {
        let same = drafts
            .iter()
            .position(|other| other.stands_at(&draft.place, draft.child, state));
        if let Some(at) = same {
            let before = drafts.remove(at);
            draft.words = format!("{}\n{}", before.words, draft.words);
        }
        draft.child = by_now(draft.child, state);
        drafts.push(draft);
    }
    drafts
}

/// What is kept: a list, or the one draft that an earlier version kept.
fn read(bytes: &[u8]) -> Result<Vec<Draft>> {
    let read = match bytes.first() {
        Some(b'{') => crate::json::read(bytes).map(|one| vec![one]),
        _ => crate::json::read(bytes),
    };
    read.map_err(|_| Error::Damaged { what: Part::Draft })
}
