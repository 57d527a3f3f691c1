//! What is half typed at a real terminal, and interrupted: it comes back at its place, once, and until it is saved or emptied.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

#[path = "common/terminal.rs"]
mod terminal;

use std::path::Path;
use terminal::{Terminal, chosen, start};

#[test]
fn danger_in_the_middle_of_a_childs_words_leaves_them_half_typed_also_on_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    chosen(folder.path(), "response_officer", "");
    let mut officer = start(folder.path());
    officer.at("Enter starts", "");
    officer.at("Danger: ", "n s");
    officer.at("Which children: ", "girl 9");
    officer.at("Which children: ", "");
    officer.at("Danger: ", "n s");
    officer.at("Where: ", "h");
    officer.at("Known: ", "/w When he shouts I take Sam upstairs");
    officer.at("How (", "/danger");
    officer.at("Danger: ", "n s");
    officer.expect("Saved on this device");
    officer.expect("How (");
    officer.kill();

    let mut officer = start(folder.path());
    officer.at("Enter starts, 1 goes on with it", "1");
    officer.expect("A draft is kept: 7 words.");
    officer.expect("When he shouts I take Sam upstairs");
    officer.type_in("\r");
    officer.at("How (", "e, u");
    officer.expect("Saved on this device");
    officer.expect("Known: ");
    officer.kill();

    // What is saved is half typed no more.
    let mut officer = start(folder.path());
    officer.at("Enter starts, 1 goes on with it", "1");
    let on = officer.expect("Known: ");
    assert!(!on.contains("A draft is kept"), "{on}");
    officer.kill();
}

#[test]
fn what_is_saved_in_the_middle_of_a_line_leaves_it_and_what_is_saved_is_offered_no_more() {
    let folder = tempfile::tempdir().unwrap();
    chosen(folder.path(), "response_officer", "");
    let mut officer = start(folder.path());
    officer.at("Enter starts", "");
    officer.at("Danger: ", "n s");
    officer.at("Which children: ", "girl 9, boy 8");
    officer.at("Which children: ", "");
    officer.at("Danger: ", "n s");
    officer.at("Where: ", "h");
    // Words in one line, saved: they are no draft.
    officer.at("Known: ", "/w 1: He hits me every night");
    officer.at("How (", "e, u");
    officer.expect("Words of girl, 9. Saved on this device");
    officer.expect("Known: ");
    officer.kill();
    let mut officer = start(folder.path());
    officer.at("Enter starts, 1 goes on with it", "1");
    let on = officer.expect("Known: ");
    assert!(!on.contains("A draft is kept"), "{on}");
    // Something else is seen, of another child, before it was said how the words came.
    officer.type_in("/w 1: She says he locks her in at night\r");
    officer.at("How (", "/o 2: cold hands /s");
    officer.expect("Boy, 8: seen or heard by you. Saved");
    officer.expect("How (");
    officer.kill();
    let mut officer = start(folder.path());
    officer.at("Enter starts, 1 goes on with it", "1");
    officer.expect("A draft is kept: 8 words.");
    officer.expect("She says he locks her in at night");
    // Danger, said at its line, puts away nothing of it.
    officer.type_in("\x15/y\r");
    officer.expect("Immediate danger: yes, ");
    officer.kill();
    let mut officer = start(folder.path());
    officer.at("Enter starts, 1 goes on with it", "1");
    officer.expect("A draft is kept: 8 words.");
    officer.kill();
}

/// A response officer on this folder, past the first questions, with a girl of 9 and a boy of 8.
fn past_the_questions(folder: &Path) -> Terminal {
    chosen(folder, "response_officer", "");
    let mut officer = start(folder);
    officer.at("Enter starts", "");
    officer.at("Danger: ", "n s");
    officer.at("Which children: ", "girl 9, boy 8");
    officer.at("Which children: ", "");
    officer.at("Danger: ", "n s");
    officer.at("Where: ", "h");
    officer.expect("Known: ");
    officer
}

/// Interrupted in the middle of a line, and started again: the line stands where it was typed.
fn interrupted(mut officer: Terminal, folder: &Path, prompt: &str, words: &str) -> Terminal {
    officer.type_in("\x03");
    officer.expect("Nothing is lost.");
    officer.end();
    let mut officer = start(folder);
    officer.at("Enter starts, 1 goes on with it", "1");
    officer.expect("A draft is kept");
    officer.expect(prompt);
    officer.expect(words);
    officer
}

#[test]
fn what_is_half_typed_of_a_handling_a_reference_a_telling_or_a_hand_over_comes_back_at_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let mut officer = past_the_questions(at);

    officer.type_in("/handling\r");
    officer.expect("Handling (");
    officer.type_in("1: afraid of him");
    let mut officer = interrupted(officer, at, "Handling (", "1: afraid of him");
    officer.type_in(" knowing\r");
    officer.expect("Handling. Saved on this device");
    officer.expect("Known: ");

    officer.type_in("/ref\r");
    officer.expect("Reference (");
    officer.type_in("log 41");
    let mut officer = interrupted(officer, at, "Reference (", "log 41");
    officer.type_in("7\r");
    officer.expect("Saved on this device");
    officer.expect("Known: ");

    // Typed whole with the command, and something more is asked.
    officer.type_in("/told PC Adeyemi, said back\r");
    officer.expect("How: p in person");
    let mut officer = interrupted(officer, at, "Told: whom?", "PC Adeyemi, said back");
    officer.type_in("\r");
    officer.at("How: p in person", "r");
    officer.expect("PC Adeyemi, told by radio. Saved on this device");
    officer.expect("Known: ");

    officer.type_in("/hand Sgt Hill\r");
    officer.expect("How: p in person");
    let mut officer = interrupted(officer, at, "To whom, and how", "Sgt Hill");
    officer.type_in("\r");
    officer.at("How: p in person", "p");
    officer.at("Said back?", "y");
    officer.expect("Handed over. Saved on this device");
    officer.expect("Known: ");
    officer.kill();

    // What is saved is half typed no more.
    let mut officer = start(at);
    officer.at("Enter starts, 1 goes on with it", "1");
    let on = officer.expect("Known: ");
    assert!(!on.contains("A draft is kept"), "{on}");
    officer.at("", "/record all");
    officer.expect("afraid of him knowing");
    officer.expect("Told PC Adeyemi, told by radio. Said back");
    officer.kill();
}

#[test]
fn what_is_half_typed_of_a_later_a_leaving_or_a_sharing_comes_back_at_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let mut officer = past_the_questions(at);
    officer.at("", "");
    officer.expect("Where is anyone a child may fear?");
    officer.expect("Answer (");
    officer.type_in("/later\r");
    officer.expect("Later: who does it?");
    officer.type_in("PC Adey");
    let mut officer = interrupted(officer, at, "Later: who does it?", "PC Adey");
    officer.type_in("emi, radio\r");
    officer.expect("Later. Saved on this device");
    officer.expect("Seen ");
    officer.type_in("/d\r");
    officer.expect("Does not apply: why?");
    officer.type_in("with her fat");
    let mut officer = interrupted(officer, at, "Does not apply: why?", "with her fat");
    officer.type_in("her\r");
    officer.expect("Saved on this device");

    // A sharing is of several lines: each stands where it was typed.
    officer.at("Seen ", "/share");
    officer.at("Share with: ", "1: Children’s social care");
    officer.at("How (form", "telephone");
    officer.expect("What: ");
    officer.type_in("her words, and what");
    let mut officer = interrupted(officer, at, "Share with: ", "1: Children’s social care");
    officer.type_in("\r");
    officer.expect("How (form");
    officer.expect("telephone");
    officer.type_in("\r");
    officer.expect("What: ");
    officer.expect("her words, and what");
    officer.type_in(" was seen\r");
    officer.at("Why: ", "");
    officer.at("Considered", "");
    officer.expect("Decided, not sent. Saved on this device");
    officer.at("Sent already?", "");
    officer.at("Seen ", "/share");
    officer.at("Number moves it on", "1");
    officer.expect("s sent, and how");
    officer.type_in("n her mother wi");
    officer.type_in("\x03");
    officer.expect("Nothing is lost.");
    officer.end();
    let mut officer = start(at);
    officer.at("Enter starts, 1 goes on with it", "1");
    officer.at("Number moves it on", "1");
    officer.expect("n her mother wi");
    officer.type_in("ll ask herself\r");
    officer.expect("Not shared. Saved on this device");

    officer.at("Seen ", "/left");
    officer.at("Danger: ", "n s");
    officer.expect("Why do you leave");
    officer.type_in("another call\r");
    officer.expect("Who stays");
    officer.type_in("PC La");
    let mut officer = interrupted(officer, at, "Why do you leave", "another call");
    officer.type_in("\r");
    officer.expect("Who stays");
    officer.expect("PC La");
    officer.type_in("ne\r");
    officer.expect("Left the scene. Saved on this device");
    // The next line is asked for.
    officer.expect("\x1b[?2004h");
    officer.kill();

    let mut officer = start(at);
    officer.at("Enter starts, 1 goes on with it", "1");
    let on = officer.expect("With the children now?");
    assert!(!on.contains("A draft is kept"), "{on}");
    officer.kill();
}

#[test]
fn the_words_of_a_child_that_is_another_by_now_come_back_for_that_one() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let mut officer = past_the_questions(at);
    officer.type_in("/w 1: He locks me in at night\r");
    officer.at("How (", "/kids 1 same as 2");
    officer.expect("Saved on this device");
    officer.expect("How (");
    let mut officer = interrupted(officer, at, "Words of boy, 8", "He locks me in at night");
    officer.type_in("\r");
    officer.at("How (", "e, u");
    officer.expect("Words of boy, 8. Saved on this device");
    officer.expect("Known: ");
    officer.kill();
    let mut officer = start(at);
    officer.at("Enter starts, 1 goes on with it", "1");
    let on = officer.expect("Known: ");
    assert!(!on.contains("A draft is kept"), "{on}");
    officer.kill();
}

#[test]
fn a_line_that_is_emptied_is_offered_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let mut officer = past_the_questions(at);
    officer.type_in("/told PC Adeyemi\r");
    officer.expect("How: p in person");
    // It came back, and is deleted: with Ctrl-U, then Enter.
    let mut officer = interrupted(officer, at, "Told: whom?", "PC Adeyemi");
    officer.type_in("\x15\r");
    officer.expect("Known: ");
    // Typed, kept by itself after a while, and deleted before it was ever saved.
    officer.type_in("/ref\r");
    officer.expect("Reference (");
    officer.type_in("log 41");
    std::thread::sleep(std::time::Duration::from_millis(4500));
    officer.type_in("\x15\r");
    officer.expect("Known: ");
    // Interrupted after it was deleted and before Enter, it is not given up yet.
    officer.type_in("/handling\r");
    officer.expect("Handling (");
    officer.type_in("1: afraid of him");
    let mut officer = interrupted(officer, at, "Handling (", "1: afraid of him");
    officer.type_in("\x15");
    let mut officer = interrupted(officer, at, "Handling (", "1: afraid of him");
    officer.type_in("\x15\r");
    officer.expect("Known: ");
    officer.kill();
    let mut officer = start(at);
    officer.at("Enter starts, 1 goes on with it", "1");
    let on = officer.expect("Known: ");
    assert!(!on.contains("A draft is kept"), "{on}");
    officer.kill();
}
