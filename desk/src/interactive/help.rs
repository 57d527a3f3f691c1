//! The keys, in the order in which they are needed.
//!
//! Refuses to be longer than one screen.

use super::session::Session;

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
        "/record",
        "reads it. /review: the sheet. /done completes. /quit; nothing is lost",
    ),
];

impl Session<'_, '_> {
    /// The keys.
    pub fn help(&self) {
        let screen = &self.desk.screen;
        screen.gap();
        for (key, words) in HELP {
            screen.listed(&format!("{key:<7}"), words);
        }
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
