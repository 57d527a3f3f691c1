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
        "/export",
        "/export html, text or json: a file. /export html 3: for child 3 alone; a name: for that reader",
    ),
    (
        "/record",
        "the record; /record all: every entry. /done completes. /quit stops; nothing is lost",
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
