//! Which interactions have been kept for as long as a force keeps them.
//!
//! How long that is, is the force's to say. Refuses to destroy anything, ever, by itself; to call due what is held,
//! open, damaged, or stands nowhere else; and to trust a clock that went back.

use super::records::{Listed, Records};
use crate::error::Result;
use crate::time::Moment;
use chrono::Duration;

#[uniffi::export]
impl Records {
    /// The interactions that were last written to at least `days` ago: completed, not held, and known to stand
    /// somewhere else. Newest first. Somebody decides on each, and calls [`Records::destroy`].
    ///
    /// # Errors
    /// As [`Records::list`].
    pub fn due(&self, days: u32, now: Moment) -> Result<Vec<Listed>> {
        let kept = |at: &Moment| now.utc.signed_duration_since(at.utc) >= Duration::days(i64::from(days));
        let mut due = Vec::new();
        for one in self.list()? {
            let looks_due = one.problem.is_none() && one.completed && !one.held && !one.only_here;
            if looks_due && one.last_at.as_ref().is_some_and(kept) && self.all_kept(&one.id, kept)? {
                due.push(one);
            }
        }
        Ok(due)
    }
}

impl Records {
    /// Nothing is due on a summary alone: one whose entries do not read is not, nor one with any entry that was
    /// written later than its last, before a clock went back.
    fn all_kept(&self, id: &str, kept: impl Fn(&Moment) -> bool) -> Result<bool> {
        let entries = match self.resume(id.to_owned()).and_then(|it| it.entries()) {
            Ok(entries) => entries,
            Err(crate::Error::Damaged { .. } | crate::Error::Newer { .. }) => return Ok(false),
            Err(error) => return Err(error),
        };
        Ok(entries.iter().all(|entry| kept(&entry.recorded_at)))
    }
}
