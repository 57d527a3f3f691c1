//! The keys, in the order in which they are needed.
//!
//! Refuses to be longer than one screen.

use super::Flow;
use super::keys;
use super::session::Session;

/// The keys of a call.
const ON_A_CALL: &[(&[&str], &str)] = &[
    (
        &["Enter"],
        "after words: saves them. Alone: passes on; at the first question: already in the log",
    ),
    (
        &["danger_yes"],
        "immediate danger: yes. /danger asks, /safe what changed",
    ),
    (
        &["silent_call"],
        "silent call: yes or no is enough. Again: can talk now",
    ),
    (&["copy_for_the_log"], "the copy for the log"),
    (
        &["told_officers"],
        "the officers going were told: /t r, /t PC Rowe, radio. Only when it is true",
    ),
    (
        &["child_on_the_line"],
        "a child is on the line: /child 9. From then on lines are that child’s words",
    ),
    (
        &["heard", "records", "assumed"],
        "how it is known, before or after the words: heard, records, assumed",
    ),
    (
        &["child_said", "adult_said"],
        "child said, adult said who: “he has a knife /a neighbour”",
    ),
    (
        &["gist", "unasked"],
        "of a child’s words: the gist and not the words; nobody had asked",
    ),
    (&["already_in_log"], "already in the log"),
    (
        &["later", "not_done", "does_not_apply"],
        "later, owner; not done, why; does not apply, why",
    ),
    (&["/w", "/o"], "a child’s words; what you heard"),
    (
        &["?"],
        "prompts of this item. ?2 words answers one. /why: why, and source",
    ),
    (
        &["/closed"],
        "the line closed: why. /return: called back, or writing up",
    ),
    (
        &["/kids"],
        "the children and what is known. /place where. /ref log 417",
    ),
    (
        &["/handling"],
        "prints above everything: who must not know that the child called",
    ),
    (&["/parts"], "all lists; go anywhere. /back, /skip, /undo"),
    (
        &["/hand"],
        "hands over. /record reads it, /done completes, /quit: nothing is lost",
    ),
];

const HELP: &[(&str, &str)] = &[
    (
        "Enter",
        "after words: saves them. Alone: passes on, and the item stays open",
    ),
    ("/y", "immediate danger: yes. /danger asks, /safe what changed"),
    (
        "/w",
        "a child’s words: /w words, or /w 3: words for child 3. /o words: what you saw",
    ),
    (
        "/s /h",
        "how it is known, before or after the words: seen, heard, felt or smelt",
    ),
    (
        "/c /a",
        "child said, adult said who: “his brother has a key /a mother”, “/a mother: he left”",
    ),
    (
        "/r /x",
        "records, assumed. /at 02:20, /about 02:20: when it was, if earlier",
    ),
    (
        "?",
        "prompts of this item. ?2 words answers one. /why: why, and source",
    ),
    (
        "/l",
        "later: /l PC Rowe, radio. /n why: not done. /d why: does not apply",
    ),
    ("/kids", "the children and what is known. /place where"),
    ("/parts", "all lists; go anywhere. /back, /skip"),
    (
        "/told",
        "/told 19 PC Rowe radio: told of entry 19. /t: told the officers going",
    ),
    ("/share", "decide, sent, receipt confirmed. /hand hands over"),
    (
        "/left",
        "leave the scene: /left why; who stays. /return all, some, none",
    ),
    (
        "/ref",
        "/ref log 417, bwv, notebook, custody. /handling: prints above everything",
    ),
    ("/undo", "the last entry was pressed by mistake"),
    (
        "/say",
        "words to say: “What are you writing about us?”. /find words: search",
    ),
    (
        "/record",
        "the record. /done completes. /quit stops; nothing is lost",
    ),
];

impl Session<'_, '_> {
    /// The keys.
    pub fn help(&self) -> Flow<()> {
        let call = self.call()?;
        let screen = &self.desk.screen;
        screen.gap();
        if call {
            for (keys, words) in ON_A_CALL {
                let keys: Vec<String> = keys.iter().map(|key| named(key)).collect();
                screen.listed(&format!("{:<12}", keys.join(" ")), words);
            }
            return Ok(());
        }
        for (key, words) in HELP {
            screen.listed(&format!("{key:<7}"), words);
        }
        Ok(())
    }
}

/// A key of a call: by its name, where a force may change it, else as it is.
fn named(key: &str) -> String {
    match keys::word(key) {
        word if word.is_empty() => key.to_owned(),
        word => word,
    }
}
