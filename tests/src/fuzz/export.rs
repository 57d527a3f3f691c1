//! What must hold of an export that verifies: the chain is the one that is documented, and nothing in the file can be
//! another without its being seen; nor, in a page, anything that it shows.
//!
//! The chain is computed here once more, from the design and not from core's code.

use super::choice;
use childfirst::{Checked, Error};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Judges a checker by these bytes: as an export, and as the words of one that is made of them.
pub fn judge(data: &[u8], verify: impl Fn(&str) -> Result<Checked, Error>) {
    let text = String::from_utf8_lossy(data);
    match (verify(&text), page(&text)) {
        (Ok(checked), None) => holds(&text, &checked, data, &verify),
        (Ok(checked), Some(json)) => {
            assert_eq!(
                verify(json).as_ref(),
                Ok(&checked),
                "a page and its data say two things"
            );
            for salt in 0..8 {
                let changed = with_another_letter(&text, choice(data, salt));
                assert!(
                    verify(&changed).is_err(),
                    "a letter of a page is another: not seen"
                );
            }
        }
        (Err(_), _) => {}
    }
    let made = make(data);
    match verify(&made) {
        Ok(checked) => holds(&made, &checked, data, &verify),
        Err(error) => panic!("a whole export is refused: {error}"),
    }
}

/// What is taken over from a file is a file that holds, read to its end, whatever stands in it.
pub fn judge_hand_over(data: &[u8]) {
    let text = String::from_utf8_lossy(data).into_owned();
    for text in [make(data), text] {
        if let Ok(hand) = childfirst::read_hand_over(&text, None) {
            assert!(!hand.account.is_empty() && !hand.from.is_empty());
            if let Ok(checked) = childfirst::verify_export(text.trim()) {
                assert_eq!(
                    (hand.file.head, hand.file.entries),
                    (checked.head, checked.entries)
                );
            } else {
                assert!(
                    text.trim_start_matches('\u{feff}').trim().starts_with('<'),
                    "taken, and does not hold"
                );
            }
        }
    }
}

/// The data in a page.
fn page(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("id=\"child-first-record\">")?;
    rest.split_once("</script>").map(|(json, _)| json)
}

/// Another letter at one place. Line ends are the one thing that may be another.
fn with_another_letter(text: &str, at: usize) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    let at = (0..letters.len())
        .map(|more| (at + more) % letters.len())
        .find(|at| !matches!(letters[*at], '\n' | '\r' | '\u{feff}'));
    if let Some(letter) = at.and_then(|at| letters.get_mut(at)) {
        *letter = if *letter == 'x' { 'y' } else { 'x' };
    }
    letters.into_iter().collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text
        .bytes()
        .map(|c| (c as char).to_digit(16).unwrap_or(99) as u8)
        .collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

/// `h_n`, as DESIGN 6 says it.
fn link(id: &[u8], n: u64, commitment: &[u8], before: &[u8]) -> Vec<u8> {
    let mut all = b"child-first/chain\x01".to_vec();
    all.extend_from_slice(id);
    all.extend_from_slice(&n.to_be_bytes());
    all.extend_from_slice(commitment);
    all.extend_from_slice(before);
    Sha256::digest(all).to_vec()
}

/// A whole export with these bytes for its words: an entry for each line, an empty one for an erased entry, and at the
/// end the erasures, because a file has to say why words are not there.
pub fn make(data: &[u8]) -> String {
    let id: Vec<u8> = Sha256::digest(data)[..16].to_vec();
    let (mut head, mut entries) = (vec![0; 32], Vec::new());
    let lines = data.split(|byte| *byte == b'\n').take(6);
    let mut lines: Vec<String> = lines
        .map(|line| String::from_utf8_lossy(line).into_owned())
        .collect();
    let bare = (1u64..).zip(&lines).filter(|(_, line)| line.is_empty());
    let erasures: Vec<String> = bare.map(|(n, _)| erasure(n)).collect();
    lines.extend(erasures);
    for (n, words) in (1u64..).zip(lines) {
        let salt = Sha256::digest([b"salt", n.to_be_bytes().as_slice(), data].concat());
        let commitment = Sha256::digest([salt.as_slice(), words.as_bytes()].concat());
        head = link(&id, n, &commitment, &head);
        let mut entry = json!({ "seq": n, "commitment": hex(&commitment) });
        if !words.is_empty() {
            entry["salt"] = hex(&salt).into();
            entry["entry"] = words.into();
        }
        entries.push(entry);
    }
    let head = json!({ "seq": entries.len(), "hash": hex(&head) });
    let file = json!({
        "format": "child-first-record", "v": 1, "interaction": hex(&id), "head": head, "entries": entries,
    });
    serde_json::to_string_pretty(&file).unwrap()
}

/// An entry that says that another was erased.
fn erasure(entry: u64) -> String {
    let at = "2026-11-22T02:09:31.000+00:00";
    json!({
        "v": 1, "done_at": { "at": at, "precision": "exact" }, "recorded_at": at, "kind": "erased",
        "body": { "entry": entry, "reason": "a name", "authority": "DPO" },
    })
    .to_string()
}

/// Whatever a checker accepts: it is the documented chain, its form does not matter, and no change goes unseen.
fn holds(text: &str, checked: &Checked, data: &[u8], verify: &impl Fn(&str) -> Result<Checked, Error>) {
    let file: Value = serde_json::from_str(text).unwrap();
    assert!(written_as_we_write(&file), "taken in other digits than we write");
    let entries = file["entries"].as_array().unwrap();
    let id = unhex(file["interaction"].as_str().unwrap());
    let mut head = vec![0; 32];
    let mut without_words = 0;
    for (n, entry) in (1..).zip(entries) {
        let commitment = unhex(entry["commitment"].as_str().unwrap());
        match (entry["salt"].as_str(), entry["entry"].as_str()) {
            (Some(salt), Some(words)) => {
                let found = Sha256::digest([unhex(salt).as_slice(), words.as_bytes()].concat());
                assert_eq!(
                    found.as_slice(),
                    commitment,
                    "entry {n} is not what was committed to"
                );
            }
            _ => without_words += 1,
        }
        head = link(&id, n, &commitment, &head);
    }
    assert_eq!(
        hex(&head),
        checked.head,
        "another head than the documented chain has"
    );
    assert_eq!(
        (checked.entries, checked.without_words),
        (entries.len() as u64, without_words)
    );
    assert_eq!(
        verify(&file.to_string()).as_ref(),
        Ok(checked),
        "its form says something"
    );
    assert_eq!(file["interaction"], checked.interaction.as_str());

    if checked.says.is_some() {
        let with_words = |entry: &Value| entry["entry"].is_string();
        // Not the last: without it the file says nothing of itself, which is told.
        let found = entries.iter().rev().skip(1).position(with_words);
        if let Some(at) = found.map(|at| entries.len() - 2 - at) {
            let mut changed = file.clone();
            let entry = changed["entries"][at].as_object_mut().unwrap();
            entry.retain(|name, _| !matches!(name.as_str(), "salt" | "entry"));
            assert!(verify(&changed.to_string()).is_err(), "words taken out: not seen");
        }
    }
    for (what, changed) in changes(&file, data) {
        assert!(verify(&changed.to_string()).is_err(), "{what}: not seen");
    }
}

/// Whether every digest is in small hexadecimal digits and nothing else.
pub fn written_as_we_write(file: &Value) -> bool {
    let small = |text: &Value| {
        let digits = |text: &str| text.bytes().all(|c| matches!(c, b'0'..=b'9' | b'a'..=b'f'));
        text.as_str().is_none_or(digits)
    };
    let entry = |entry: &Value| small(&entry["commitment"]) && small(&entry["salt"]);
    small(&file["interaction"])
        && small(&file["head"]["hash"])
        && file["entries"]
            .as_array()
            .is_some_and(|all| all.iter().all(entry))
}

/// The file with one thing another in each.
fn changes(file: &Value, data: &[u8]) -> Vec<(String, Value)> {
    let count = file["entries"].as_array().unwrap().len();
    let mut all = Vec::new();
    let mut change = |what: String, f: &dyn Fn(&mut Value)| {
        let mut changed = file.clone();
        f(&mut changed);
        if changed != *file {
            all.push((what, changed));
        }
    };
    // With no entries there is no link, and so nothing that vouches for the id.
    if count > 0 {
        change("interaction".into(), &|file| {
            digit(&mut file["interaction"], choice(data, 1))
        });
    }
    change("head".into(), &|file| {
        digit(&mut file["head"]["hash"], choice(data, 2))
    });
    change("head number".into(), &|file| {
        file["head"]["seq"] = (count + 1).into()
    });
    change("one more field".into(), &|file| {
        file["record"] = "nothing was said".into()
    });
    // Two of them for each input: every input changes others.
    for salt in 0..count.min(2) as u64 {
        let n = choice(data, salt) % count;
        change(format!("commitment {n}"), &|file| {
            digit(&mut file["entries"][n]["commitment"], choice(data, salt + 10));
        });
        change(format!("number {n}"), &|file| {
            file["entries"][n]["seq"] = (n + 2).into()
        });
        if file["entries"][n]["entry"].is_string() {
            change(format!("salt {n}"), &|file| {
                digit(&mut file["entries"][n]["salt"], choice(data, salt + 20));
            });
            change(format!("words {n}"), &|file| {
                letter(&mut file["entries"][n]["entry"], choice(data, salt + 30))
            });
            change(format!("no salt {n}"), &|file| {
                file["entries"][n]["salt"] = Value::Null
            });
        }
        change(format!("without {n}"), &|file| {
            file["entries"].as_array_mut().unwrap().remove(n);
        });
        change(format!("twice {n}"), &|file| {
            let entries = file["entries"].as_array_mut().unwrap();
            entries.insert(n, entries[n].clone());
        });
        if n > 0 {
            change(format!("swapped {n}"), &|file| {
                file["entries"].as_array_mut().unwrap().swap(n - 1, n)
            });
        }
    }
    all
}

/// Another digit at one place.
fn digit(text: &mut Value, at: usize) {
    let mut digits: Vec<char> = text.as_str().unwrap().chars().collect();
    let at = at % digits.len();
    let now = digits[at].to_digit(16).unwrap_or(0);
    digits[at] = char::from_digit((now + 1 + at as u32 % 14) % 16, 16).unwrap();
    *text = digits.into_iter().collect::<String>().into();
}

/// Another letter at one place of the words; of no words, one.
fn letter(text: &mut Value, at: usize) {
    let mut letters: Vec<char> = text.as_str().unwrap().chars().collect();
    let at = at % letters.len().max(1);
    match letters.get_mut(at) {
        Some(letter) => *letter = if *letter == 'x' { 'y' } else { 'x' },
        None => letters.push('x'),
    }
    *text = letters.into_iter().collect::<String>().into();
}
