//! The plans that `story` walks through: which steps, in which order.

/// One step. Interactions have names of one letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Opens the data folder.
    Open,
    /// Unlocks the records.
    Unlock,
    /// Begins an interaction.
    Begin(char),
    /// Answers with so many bytes of words.
    Answer(char, usize),
    /// Keeps a draft.
    Draft(char),
    /// Closes the database as before a suspension.
    Suspend,
    /// Locks.
    Lock,
    /// Closes everything.
    Close,
    /// Opens an interaction again.
    Resume(char),
    /// Erases an entry.
    Erase(char, u32),
    /// Destroys an interaction.
    Destroy(char),
    /// The device loses its key.
    LoseKey,
    /// Starts new records.
    Anew,
}

use Step::*;

/// The pack that the plans work through: the reader's small one, for it is read anew at every opening.
pub const PACK: &str = "force";
/// An item of it that words answer.
pub const ITEM: &str = "force/now/tell";

/// Every way of writing there is, in short.
const WHOLE: &[Step] = &[
    Open,
    Unlock,
    Begin('a'),
    Answer('a', 20),
    Answer('a', 3_000),
    Draft('a'),
    Begin('b'),
    Answer('b', 20),
    Answer('b', 9_000),
    Suspend,
    Answer('a', 200),
    Draft('a'),
    Answer('b', 200),
    Erase('a', 3),
    Answer('a', 200),
    Close,
    Open,
    Unlock,
    Resume('a'),
    Answer('a', 20),
    Destroy('b'),
    Begin('c'),
    Answer('c', 20),
    Answer('a', 20),
    Lock,
    Unlock,
    Resume('c'),
    Answer('c', 900),
    Suspend,
    Resume('a'),
    Answer('a', 20),
    Answer('c', 20),
];

/// The key goes, and new records are begun beside the old.
const ANEW: &[Step] = &[
    Open,
    Unlock,
    Begin('a'),
    Answer('a', 20),
    Answer('a', 6_000),
    Close,
    LoseKey,
    Open,
    Unlock,
    Anew,
    Unlock,
    Begin('b'),
    Answer('b', 20),
    Answer('b', 3_000),
    Close,
    Open,
    Unlock,
    Resume('b'),
    Answer('b', 20),
];

/// The steps of a plan. `large` fills the log until SQLite brings it into the file by itself, and begins it anew.
///
/// # Panics
/// For a name that is none.
pub fn plan(name: &str) -> Vec<Step> {
    match name {
        "whole" => WHOLE.to_vec(),
        "anew" => ANEW.to_vec(),
        "large" => {
            let mut steps = vec![Open, Unlock, Begin('a'), Begin('b')];
            // A thousand pages of the log, by many small answers: sealing large ones takes long unoptimised.
            for n in 0..300 {
                steps.push(Answer(if n % 3 == 0 { 'b' } else { 'a' }, 20));
                if n == 200 {
                    steps.push(Erase('b', 2));
                }
            }
            steps
        }
        other => panic!("there is no plan `{other}`: whole, anew, large"),
    }
}

/// The words of a step.
pub fn words(step: usize, bytes: usize) -> String {
    let mut words = format!("step {step} ");
    while words.len() < bytes {
        words.push_str("she said he was angry ");
    }
    words
}
