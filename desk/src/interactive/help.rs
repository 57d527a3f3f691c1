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
        "/w /o",
        "a child’s words, what you saw: /w words, /w 3: words, /o 1 3: words",
    ),
    (
        "/s /h",
        "how it is known, before or after the words: seen, heard or felt",
    ),
    (
        "/c /a",
        "child or adult said: “he has a key /a mother”. /r records, /x assumed",
    ),
    (
        "/at",
        "02:20, /about 02:20: when it was. Alone: for what is next. /now ends it",
    ),
    (
        "=",
        "what was said and seen. =19 answers with entry 19; ?2 =19 a prompt",
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
        "/told 19 radio, said back: told of entry 19. /t: the officers going",
    ),
    ("/share", "decide, sent, receipt confirmed. /hand hands over"),
    (
        "/left",
        "why; who stays. /return all, some, none. /writing: afterwards. /scene",
    ),
    (
        "/ref",
        "log 417, bwv, notebook, custody. /handling 3: prints above everything",
    ),
    (
        "/undo",
        "pressed by mistake; /undo 19. /fix 19 words. /move 19 2: to child 2",
    ),
    ("/say", "“What are you writing about us?”. /find words: search"),
    (
        "/export",
        "a file: html, text or json. /export html 3: child 3; a name: for them",
    ),
    (
        "/record",
        "/record all: every entry. /review: the sheet. /done. /quit loses nothing",
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

#[cfg(test)]
mod tests {
    use super::*;

    /// On the smallest screen in use, 80 by 24, with the prompt below it: each key has one line.
    #[test]
    fn the_keys_stand_on_one_screen() {
        assert!(HELP.len() <= 22, "{}", HELP.len());
        for (key, words) in HELP {
            let long = 1 + 7.max(key.chars().count()) + words.chars().count();
            assert!(long <= 80, "{key}: {long}");
        }
    }
}
