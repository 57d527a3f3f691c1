//! What went wrong, for a person at a desk: one sentence that says what to do next, and a stable exit code.
//!
//! Refuses to repeat what was typed or stored: a message may end in a log.

use childfirst::error::{Cause, Error, Part, Refusal, Trouble};
use std::fmt;

/// The exit codes. Stable: scripts rest on them. `childfirst --help` lists them.
pub mod code {
    /// Something was checked and does not hold: findings, a broken chain.
    pub const FOUND: u8 = 1;
    /// The command line cannot be taken (clap's own).
    pub const USAGE: u8 = 2;
    /// The data folder is in use by another process.
    pub const IN_USE: u8 = 3;
    /// The key is locked or gone.
    pub const KEY: u8 = 4;
    /// Something on the disk is damaged, or newer than this program.
    pub const DAMAGED: u8 = 5;
    /// Nothing was saved, or the disk could not be read.
    pub const NOT_SAVED: u8 = 6;
    /// What was given cannot be taken.
    pub const REFUSED: u8 = 7;
    /// There is nothing of that name.
    pub const NOT_FOUND: u8 = 8;
    /// Guidance was not updated; what is here stays in use.
    pub const NOT_UPDATED: u8 = 9;
}

/// A failure of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The exit code.
    pub code: u8,
    /// What went wrong and what to do next.
    pub sentence: String,
}

impl Failure {
    /// A failure with a sentence of its own.
    pub fn new(code: u8, sentence: impl Into<String>) -> Failure {
        Failure {
            code,
            sentence: sentence.into(),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        let code = match &error {
            Error::InUse => code::IN_USE,
            Error::Locked | Error::KeyGone => code::KEY,
            Error::Damaged { .. } | Error::Newer { .. } => code::DAMAGED,
            Error::NotSaved { .. } | Error::Unavailable { .. } | Error::Closed => code::NOT_SAVED,
            Error::Refused { .. } => code::REFUSED,
            Error::NotFound { .. } => code::NOT_FOUND,
            Error::NotUpdated { .. } => code::NOT_UPDATED,
        };
        Failure {
            code,
            sentence: sentence(&error),
        }
    }
}

/// What to tell the user, for each error that core knows.
pub fn sentence(error: &Error) -> String {
    match error {
        Error::InUse => {
            "Another Child First has this data folder open. Close it, or name another with --data.".into()
        }
        Error::Locked => "The key is locked. Unlock this computer and try again.".into(),
        Error::KeyGone => {
            "The key of these records is gone, so they cannot be opened. They are kept as they are. \
            Guidance still works. If they were sealed for a recovery key: childfirst recover. To go on with new \
            records: childfirst new-records."
                .into()
        }
        Error::Unavailable { cause } => format!("Not available now: {cause}. {}", mend(*cause)),
        Error::Damaged { what: Part::Records | Part::Key } => "The records are damaged. Nothing was changed or \
            deleted, and guidance still works. Keep the folder and ask for help. To go on with new records beside \
            them: childfirst new-records."
            .into(),
        Error::Damaged { what: Part::Trust } => "What this device knew of the signatures on guidance is damaged or gone. \
            Guidance still works, and nothing new is taken. To begin again from the root: childfirst sync --start-again."
            .into(),
        Error::Damaged { what } => format!(
            "{} damaged. Nothing was changed or deleted. Guidance still works. Keep the folder and ask for help.",
            sentence_start(*what, ["is", "are"])
        ),
        Error::Newer { what } => format!(
            "{} written by a newer version. Update this program to read on.",
            sentence_start(*what, ["was", "were"])
        ),
        // What SQLite wrote may have reached it after all.
        Error::NotSaved { cause: Cause::Disk } => "Not saved: the disk reported an error. Look whether it is there \
            before you write it again. If it happens again, copy the data folder to another disk."
            .into(),
        Error::NotSaved { cause } => format!("Not saved: {cause}. {}", mend(*cause)),
        Error::Refused { why } => refusal(*why).into(),
        Error::NotFound { what } => format!(
            "There is no such thing here: {what}. `childfirst list` and `childfirst packs` show what there is."
        ),
        Error::NotUpdated { why } => trouble(*why).into(),
        Error::Closed => {
            "It was closed meanwhile. Start again and resume it; what was saved is there.".into()
        }
    }
}

/// Refuses a name that says nothing.
///
/// # Errors
/// When it is empty or all spaces.
pub fn refused_blank(name: &str) -> Result<(), Failure> {
    if name.trim().is_empty() {
        Err(Failure::new(
            code::REFUSED,
            "A name is needed. Say who with --by.",
        ))
    } else {
        Ok(())
    }
}

fn mend(cause: Cause) -> &'static str {
    match cause {
        Cause::DiskFull => "Free some space and try again. What was saved before is safe.",
        Cause::ReadOnly => {
            "Give yourself the right to write to the data folder, or name another with --data."
        }
        Cause::Disk => {
            "Try again. If it happens again, copy the data folder to another disk. To go on with new records beside \
             these: childfirst new-records."
        }
        Cause::Moved => "Put the data folder back, or start again with --data.",
        Cause::Busy => "Try again in a moment.",
        Cause::KeyStore | Cause::Random => "Try again in a moment.",
    }
}

fn refusal(why: Refusal) -> &'static str {
    match why {
        Refusal::TooLong => "That is longer than an entry may be (64 kB). Split it into several.",
        Refusal::WordsNeeded => "Words are needed here. Write what was seen, heard or said.",
        Refusal::LevelWithoutWords => "A level needs words first. Write the risk, then the level.",
        Refusal::NoSuchChild => "There is no such child in this interaction. Add the child first.",
        Refusal::NoSuchReader => {
            "Nothing about a child was decided to be shared with that reader, or handed over to them. Give the name as \
             it stands in the record."
        }
        Refusal::ChildNeeded => "This is asked for each child. Say which child.",
        Refusal::NotForAChild => "This is asked once, not for a child. Leave the child out.",
        Refusal::NotInPack => "That is not in this guidance. `childfirst worklist` shows the ids.",
        Refusal::NoSuchEntry => {
            "There is no such entry, or it is not of that kind. `childfirst record` numbers them."
        }
        Refusal::OutOfRange => "A value is out of its range.",
        Refusal::AnsweredElsewhere => {
            "Another kind of entry answers this: a seen mark, words, a risk, a sharing or a telling."
        }
        Refusal::OwnerNeeded => "Later needs an owner. Say who does it.",
        Refusal::ReasonNeeded => "A reason is needed. Say why.",
        Refusal::OutOfOrder => "That does not follow from what is recorded.",
        Refusal::NotYet => {
            "It was not said yet. Record it when it was; until then say later, and who does it."
        }
        Refusal::ReadOnly => "This interaction can only be read: it was written by a newer version.",
        Refusal::Completed => "This interaction is completed. Reopen it first, with a reason.",
        Refusal::Held => "This record is held. Lift the hold first, with a reason.",
        Refusal::RecoveryKey => {
            "That is not a recovery key, or it is mistyped. The public one begins with cfpub1-, the secret one with cfsec1-."
        }
        Refusal::OtherRecoveryKey => {
            "These records were wrapped to another recovery key. Use the secret key that belongs to it."
        }
        Refusal::BrokenHandOver => {
            "That is no hand-over, or it was changed since it was made. Nothing of it was taken. Ask for it again."
        }
        Refusal::NotEmpty => "There is something in that folder already. Name one that is new or empty.",
        Refusal::NotAPack => "That is not a pack that can be used. Fetch it again.",
        Refusal::NotValues => "Those are not the values of that pack. Mend them, or fetch them again.",
    }
}

/// What to tell the user when guidance was not updated. In every case what is here stays in use.
pub fn trouble(why: Trouble) -> &'static str {
    match why {
        Trouble::Offline => {
            "Not updated: the server could not be reached. What is here stays in use. Try again later."
        }
        Trouble::TooSlow => {
            "Not updated: the server was too slow. What is here stays in use; the next try goes on where this one stopped."
        }
        Trouble::NotSecure => {
            "Not updated: no secure connection to the server. What is here stays in use. Check the date on this computer, or \
             use another network."
        }
        Trouble::SignInPage => {
            "Not updated: a sign-in page answered in the place of the server. What is here stays in use. Sign in to this \
             network, or use another."
        }
        Trouble::Redirected => {
            "Not updated: the server sent on to another address, which is not followed. What is here stays in use. Tell whoever \
             publishes your guidance."
        }
        Trouble::OutOfTurn => {
            "Not updated: the server answered out of turn. What is here stays in use. Try again later; if it happens again, tell \
             whoever publishes your guidance."
        }
        Trouble::Busy => "Not updated: the server is busy. What is here stays in use. Try again later.",
        Trouble::Missing => {
            "Not updated: something is missing on the server. What is here stays in use. Check the address, or tell whoever \
             publishes your guidance."
        }
        Trouble::TooMuch => {
            "Not updated: more came than there may be, and nothing of it was taken. What is here stays in use. Tell whoever \
             publishes your guidance."
        }
        Trouble::Garbled => {
            "Not updated: what came is cut short or garbled. What is here stays in use. Try again, or use another network."
        }
        Trouble::NotSigned => {
            "Not updated: what came is not signed by those who may sign it. What is here stays in use. Tell whoever publishes \
             your guidance."
        }
        Trouble::Older => "Not updated: what came is older than what is here. What is here stays in use.",
        Trouble::Mixed => {
            "Not updated: what came does not belong together. What is here stays in use. Try again; if it happens again, tell \
             whoever publishes your guidance."
        }
        Trouble::Expired => {
            "Not updated: the signatures have run out, or the clock of this computer is ahead. What is here stays in use. Check \
             the date; if it is right, tell whoever publishes your guidance."
        }
        Trouble::TooManyRoots => {
            "Not updated yet: the keys of the guidance changed more often than one try takes. What was checked is kept. Try again."
        }
        Trouble::DevelopmentRoot => {
            "Not updated: this root is for development, and its keys protect nothing. What is here stays in use. Use the root of \
             your force."
        }
        Trouble::BadRoot => {
            "Not updated: the root does not hold. What is here stays in use. Ask whoever publishes your guidance for it again."
        }
        Trouble::NotARepository => {
            "Not updated: that file is not guidance of ours, or is not whole. What is here stays in use. Ask for it again."
        }
        Trouble::Stopped => "Stopped. What is here stays in use, and what was checked is kept.",
        Trouble::UnderWay => "Guidance is being looked after already. Try again in a moment.",
        Trouble::NotDamaged => {
            "There is nothing to begin again: what this device knows of the signatures can be read, and stays."
        }
    }
}

fn sentence_start(what: Part, [one, many]: [&str; 2]) -> String {
    let words = what.to_string();
    let verb = if matches!(what, Part::Records | Part::Values) {
        many
    } else {
        one
    };
    let mut letters = words.chars();
    let capital: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .chain(letters)
        .collect();
    format!("{capital} {verb}")
}
