//! The one error that crosses the door: a variant for each thing the app should do next, with a typed cause.
//!
//! Sentences for the user live in the app's resources (`docs/errors.md` has ours). Carries no personal data, no
//! value that was typed or stored, and no text of another library's error.

/// What went wrong, named for what to do next.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, serde::Serialize, uniffi::Error)]
#[serde(tag = "error", rename_all = "snake_case")]
// Every language but Rust has an `Error` of its own.
#[uniffi(name = "ChildFirstError")]
pub enum Error {
    /// Another process owns the data folder. Close it, or choose another folder.
    #[error("the data folder is in use by another process")]
    InUse,
    /// The device's key is locked. Unlock the device and try again.
    #[error("the key is locked for now")]
    Locked,
    /// The device's key is gone for good. Old records cannot be opened; new records can be started.
    #[error("the key is gone for good")]
    KeyGone,
    /// The key store or the storage cannot be reached now. Try again.
    #[error("not available now: {cause}")]
    Unavailable {
        /// What cannot be reached.
        cause: Cause,
    },
    /// Something on the disk is damaged. It is kept as it is, never wiped.
    #[error("damaged: {what}")]
    Damaged {
        /// What is damaged.
        what: Part,
    },
    /// Something was written by a newer version. Update the app; meanwhile it is read-only.
    #[error("written by a newer version: {what}")]
    Newer {
        /// What is newer.
        what: Part,
    },
    /// Not saved, and nothing else was lost. Mend the cause and try again. With [`Cause::Disk`] the disk failed while
    /// it was written: it may be there all the same when the records are next opened, so look before writing again.
    #[error("not saved: {cause}")]
    NotSaved {
        /// Why.
        cause: Cause,
    },
    /// What was given cannot be taken. Correct it.
    #[error("refused: {why}")]
    Refused {
        /// Why.
        why: Refusal,
    },
    /// There is nothing of that name.
    #[error("not found: {what}")]
    NotFound {
        /// What was looked for.
        what: Part,
    },
    /// Guidance was not updated, and what is here stays in use. Mend what is named, or try again later.
    #[error("not updated: {why}")]
    NotUpdated {
        /// Why.
        why: Trouble,
    },
    /// This object was closed or locked meanwhile. Open it again.
    #[error("closed")]
    Closed,
}

/// A result whose error crosses the door.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why storage or the key store did not do what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, serde::Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The disk is full.
    #[error("the disk is full")]
    DiskFull,
    /// The folder or file may not be written.
    #[error("the folder cannot be written to")]
    ReadOnly,
    /// Reading, writing or syncing failed.
    #[error("the disk reported an error")]
    Disk,
    /// The folder or file is not where it was.
    #[error("the data folder was moved or removed")]
    Moved,
    /// The database stayed busy.
    #[error("the database is busy")]
    Busy,
    /// The key store did not answer.
    #[error("the key store did not answer")]
    KeyStore,
    /// The operating system gave no random numbers.
    #[error("the system gave no random numbers")]
    Random,
}

/// A part of what is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, serde::Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The records database as a whole.
    #[error("the records")]
    Records,
    /// One interaction.
    #[error("an interaction")]
    Interaction,
    /// One entry of an interaction.
    #[error("an entry")]
    Entry,
    /// The chain of an interaction: an entry was changed, moved or removed.
    #[error("the chain of entries")]
    Chain,
    /// A draft.
    #[error("a draft")]
    Draft,
    /// A pack file.
    #[error("a pack")]
    Pack,
    /// A force's values.
    #[error("the force's values")]
    Values,
    /// An item, prompt or list of the guidance.
    #[error("a piece of guidance")]
    Guidance,
    /// A child of the interaction.
    #[error("a child")]
    Child,
    /// The wrapped key of the records.
    #[error("the wrapped key")]
    Key,
    /// An exported file.
    #[error("an export")]
    Export,
    /// The readable page of an export: what it shows is not what the entries in it make.
    #[error("the page of an export")]
    Page,
    /// What this device knows of the signatures on guidance (`trust.db`).
    #[error("what is known of the signatures")]
    Trust,
}

/// Why something given was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, serde::Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// Longer than an entry may be (64 kB).
    #[error("it is longer than an entry may be")]
    TooLong,
    /// Words are needed and none were given.
    #[error("words are needed")]
    WordsNeeded,
    /// A risk level needs words first.
    #[error("a level needs words first")]
    LevelWithoutWords,
    /// No such child in this interaction.
    #[error("there is no such child in this interaction")]
    NoSuchChild,
    /// Nothing about a child was decided to be shared with that reader, or handed over to them.
    #[error("nothing was decided to be shared with that reader")]
    NoSuchReader,
    /// This item is asked for each child: say which.
    #[error("this item is asked for each child")]
    ChildNeeded,
    /// This item is asked once, not for a child.
    #[error("this item is asked once, not for a child")]
    NotForAChild,
    /// No such item, prompt, list or route in this interaction's pack.
    #[error("it is not in this interaction's pack")]
    NotInPack,
    /// No such entry, or not of the kind that is meant.
    #[error("there is no such entry of that kind")]
    NoSuchEntry,
    /// A value is out of its range or set.
    #[error("a value is out of range")]
    OutOfRange,
    /// Another entry answers this item: a danger answer, a quote, a risk statement.
    #[error("this item is answered by an entry of its own kind")]
    AnsweredElsewhere,
    /// *Later* needs an owner.
    #[error("later needs an owner")]
    OwnerNeeded,
    /// A reason is needed.
    #[error("a reason is needed")]
    ReasonNeeded,
    /// Not in this state: sent before decided, returned before left.
    #[error("it does not follow from what is recorded")]
    OutOfOrder,
    /// *Not told yet* is no telling and no hand-over. Record it once it was said.
    #[error("it was not said yet")]
    NotYet,
    /// The interaction is read-only: it holds entries of a newer version.
    #[error("the interaction is read-only")]
    ReadOnly,
    /// The interaction is completed. Reopen it first.
    #[error("the interaction is completed")]
    Completed,
    /// A hold prevents it. Lift the hold first.
    #[error("a hold prevents it")]
    Held,
    /// Not a recovery key of the kind that is asked for, or mistyped.
    #[error("it is not a recovery key, or it is mistyped")]
    RecoveryKey,
    /// A recovery key, but not the one that these records were wrapped to.
    #[error("these records were wrapped to another recovery key")]
    OtherRecoveryKey,
    /// A hand-over that does not hold together, or is none. Nothing of it was taken.
    #[error("the hand-over does not hold together")]
    BrokenHandOver,
    /// Something is in the folder already, and nothing there is written over. Name another.
    #[error("the folder is not empty")]
    NotEmpty,
    /// Not a pack that can be used. Fetch it again.
    #[error("it is not a pack that can be used")]
    NotAPack,
    /// Not the values of that pack. Mend them, or fetch them again.
    #[error("they are not the values of that pack")]
    NotValues,
}

/// Why guidance was not updated. What was verified before stays in use in every case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error, serde::Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// The server could not be reached.
    #[error("the server could not be reached")]
    Offline,
    /// The server did not answer in time, or too slowly.
    #[error("the server was too slow")]
    TooSlow,
    /// No secure connection to the server: its certificate, or somebody in between.
    #[error("no secure connection to the server")]
    NotSecure,
    /// A sign-in page or a proxy answered in the place of the server.
    #[error("a sign-in page answered in the place of the server")]
    SignInPage,
    /// The server sent on to another address. It is not followed.
    #[error("the server sent on to another address")]
    Redirected,
    /// The server answered that nothing had changed, and was not asked that.
    #[error("the server answered out of turn")]
    OutOfTurn,
    /// The server says that it cannot now.
    #[error("the server is busy")]
    Busy,
    /// Something that should be there is not.
    #[error("something is missing on the server")]
    Missing,
    /// More came than there may be.
    #[error("more came than there may be")]
    TooMuch,
    /// What came is cut short, or cannot be read.
    #[error("what came is cut short or garbled")]
    Garbled,
    /// Not signed by enough of those who may sign it.
    #[error("it is not signed by those who may sign it")]
    NotSigned,
    /// Older than what this device has verified already.
    #[error("it is older than what is here")]
    Older,
    /// Pieces that do not belong together.
    #[error("its pieces do not belong together")]
    Mixed,
    /// The signatures have run out, or the device's clock is ahead.
    #[error("its signatures have run out")]
    Expired,
    /// More changes of the root than one refresh takes. What was taken is kept; the next one goes on.
    #[error("more changes of the root than one refresh takes")]
    TooManyRoots,
    /// A root whose keys protect nothing, in a release build.
    #[error("the root is for development alone")]
    DevelopmentRoot,
    /// What was given as a root is none, or does not hold.
    #[error("the root does not hold")]
    BadRoot,
    /// The file is not a repository in one file.
    #[error("the file is not a repository")]
    NotARepository,
    /// It was stopped.
    #[error("it was stopped")]
    Stopped,
    /// A refresh is under way already.
    #[error("a refresh is under way already")]
    UnderWay,
    /// What this device knows of the signatures can be read: there is nothing to begin again.
    #[error("there is nothing to begin again")]
    NotDamaged,
}
