//! A page as it is written: our own markup, and words, which are never taken for markup.
//!
//! Refuses to let one letter of what was typed through unescaped: nothing else here makes text.

use crate::interaction::record::plain::{END_ISOLATE, ISOLATE, steers};
use std::fmt::Write as _;

/// JSON in which no letter means anything to a page, nor to whoever looks at its source: none can end the element that it
/// stands in, or turn what stands beside it.
pub(super) fn in_a_script(json: &str) -> String {
    let mut made = String::with_capacity(json.len() + 64);
    for letter in json.chars() {
        if !matches!(letter, '<' | '>' | '&') && !steers(letter) {
            made.push(letter);
            continue;
        }
        for unit in letter.encode_utf16(&mut [0; 2]) {
            let _ = write!(made, "\\u{unit:04x}");
        }
    }
    made
}

/// A page as far as it is written.
pub(super) struct Page(pub String);

impl Page {
    /// Our own markup.
    pub fn put(&mut self, markup: &str) {
        self.0.push_str(markup);
    }

    /// Words, whoever wrote them.
    pub fn words(&mut self, words: &str) {
        let mut isolated = false;
        for letter in words.chars() {
            match letter {
                '&' => self.put("&amp;"),
                '<' => self.put("&lt;"),
                '>' => self.put("&gt;"),
                '"' => self.put("&quot;"),
                '\'' => self.put("&#39;"),
                '\n' => self.put("<br>\n"),
                ISOLATE if !isolated => {
                    self.put("<bdi>");
                    isolated = true;
                }
                END_ISOLATE if isolated => {
                    self.put("</bdi>");
                    isolated = false;
                }
                ISOLATE | END_ISOLATE => {}
                letter => self.0.push(letter),
            }
        }
        if isolated {
            self.put("</bdi>");
        }
    }

    /// An element with words in it.
    pub fn element(&mut self, tag: &str, class: &str, words: &str) {
        let class = if class.is_empty() {
            String::new()
        } else {
            format!(" class=\"{class}\"")
        };
        self.put(&format!("<{tag}{class}>"));
        self.words(words);
        self.put(&format!("</{tag}>"));
    }
}

/// Base64, for the policy's hash.
pub(super) fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let all = three.iter().fold(0u32, |all, byte| all << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for at in 0..4 {
            let letter = LETTERS
                .get((all >> (18 - 6 * at) & 63) as usize)
                .copied()
                .unwrap_or(b'A');
            text.push(if at <= three.len() {
                char::from(letter)
            } else {
                '='
            });
        }
    }
    text
}
