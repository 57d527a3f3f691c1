//! The interactive path at a real terminal: a domestic abuse call with three children, killed half way and resumed.
//!
//! Drives the program through a pseudo-terminal, as an officer would: what is printed is read, what is typed is keys.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

#[path = "common/terminal.rs"]
mod terminal;

use std::io::Write;
use std::process::Command;
use std::time::Duration;
use terminal::{chosen, start};

#[test]
fn an_officer_works_through_a_domestic_call_and_a_kill_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();

    // First use, and danger before anything else.
    let mut officer = start(folder.path());
    officer.expect("Hampshire Constabulary");
    officer.at("Your force", "1");
    officer.expect("response officer");
    officer.at("Your role: ", "1");
    officer.at("Name or number: ", "PC Rowe");
    officer.expect("Past its end date: the strategy ran 2021 to 2024.");
    officer.at("Enter starts", "");
    officer.expect("On this device only. Not in your force’s system.");
    officer.expect("Is any child in immediate danger now?");
    officer.at("Danger: ", "n s");

    // The children; danger again; where; each child seen.
    officer.at("Which children: ", "8m, 3, girl 9");
    officer.expect("3 girl, 9");
    officer.at("Which children: ", "");
    officer.expect("Asked again: a child was added.");
    officer.at("Danger: ", "n s");
    officer.at("Where: ", "h");
    officer.at("Known: ", "all domestic abuse");
    officer.at("Known: ", "");
    officer.expect("Where is anyone a child may fear?");
    officer.at("Answer (", "In the kitchen, with my colleague /s");
    officer.at("Seen ", "n b /a mother");
    officer.expect("But not seen: baby, 8 months; child, 3; girl, 9");
    officer.at("Seen ", "s b");
    officer.at("Seen ", "a w");

    // Half way: a line is half typed when the process is killed.
    officer.at("Said, or seen", "lies still, does not look up /s");
    officer.at("Said, or seen", "/l PC Adeyemi, radio");
    officer.expect("Girl, 9. Seen awake");
    officer.expect("Said, or seen");
    officer.type_in("When he shouts I take");
    std::thread::sleep(Duration::from_millis(4500));
    let before = (officer.lines, officer.presses);
    officer.kill();

    // Resumed at the very line, with nothing asked again.
    let mut officer = start(folder.path());
    officer.expect("   1 Home, ");
    officer.at("Enter starts, 1 goes on with it", "1");
    officer.expect("Adeyemi, told by radio");
    officer.expect("A draft is kept: 5 words.");
    let between = officer.expect("Girl, 9. Seen awake");
    assert!(!between.contains("Danger: "), "a plain restart asks nothing");
    officer.expect("Said, or seen");
    officer.expect("When he shouts I take");
    officer.type_in(" Sam upstairs and shut the door.\r");
    officer.at("How (", "e, u");
    officer.expect("Words of girl, 9. Saved on this device");
    officer.expect("Who can come back");
    officer.at("Answer (", "His brother has a key /a mother");
    officer.at("Answer (", "I am here to keep them safe");
    officer.expect("Now: complete except: 1 still open, 1 for later.");
    officer.expect("2 not seen, heard or said by a child:");
    officer.at("Enter: on to Before leaving", "");

    // A risk for each child, danger asked first; words may be started from, the level never.
    officer.at("Answer (", "At their aunt’s, with her /a aunt");
    officer.expect("Did any child see or hear force");
    officer.at("Answer (", "No");
    officer.expect("Asked again, before risk.");
    officer.at("Danger: ", "n s");
    officer.at(
        "Risk for baby, 8 months",
        "Partner shouts and hits walls, most weekends.",
    );
    officer.expect("Baby, 8 months: not seen by you");
    officer.at("Level: ", "3");
    officer.expect("What follows in Hampshire Constabulary");
    officer.expect("your force has not set this");
    officer.at("Risk for child, 3", "= His sister takes him up.");
    officer.expect("most weekends. His sister takes him up.");
    officer.type_in("\r");
    officer.at("Level: ", "3");
    officer.expect("the same as for baby, 8 months");
    officer.at("Risk for girl, 9", "He hits walls; she takes her brother up.");
    officer.at("Level: ", "3");

    // A sharing decision, and one thing for later with an owner.
    officer.at("Share with: ", "Children’s social care");
    officer.at("How (form", "telephone");
    officer.at("What: ", "Her words, what was seen");
    officer.at("Why: ", "Harm most weekends");
    officer.at("Considered", "");
    officer.expect("Decided, not sent. Saved on this device");
    officer.at("Sent already?", "");
    officer.expect("What cannot wait?");
    officer.at("Answer (", "/l PC Rowe");
    officer.expect("Later. Not told yet");
    officer.expect("Before leaving: complete except: 1 for later, 1 not told yet.");

    // The record leads with what is not sent and not told, and marks only exact words as quoted.
    officer.at("Enter: on to Afterwards", "/record");
    officer.expect("On this device only. Not in your force’s system");
    officer.expect("Decided, not sent: 1");
    officer.expect("Children’s social care. About: ");
    officer.expect("Not told yet: 1");
    officer.expect("PC Rowe. Later: What cannot wait?");
    officer.expect("“When he shouts I take Sam upstairs and shut the door.” Exact. Unasked.");
    officer.expect("Every entry, in order: /record all");
    officer.at("Enter: on to Afterwards", "/record all");
    officer.expect("Every entry, in order");
    officer.at("Enter: on to Afterwards", "/export pdf");
    officer.expect("An export is html, text or json. Nothing was exported.");
    officer.at("Enter: on to Afterwards", "/export html 3");
    officer.expect("Exported: ");
    officer.expect("entries are without their words:");
    officer.expect("Exporting is not sending.");
    let made: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .flatten()
        .map(|file| file.file_name())
        .collect();
    assert!(
        made.iter()
            .any(|name| name.to_string_lossy().ends_with("-child-3.html")),
        "{made:?}"
    );
    officer.at("Enter: on to Afterwards", "/export text Nobody we know");
    officer.expect("Readers in this record: Children’s social care");
    officer.at("Enter: on to Afterwards", "/quit");
    officer.expect("Nothing is lost.");
    let (lines, presses) = officer.end();
    println!(
        "the domestic call: {} lines, {} key presses",
        lines + before.0,
        presses + before.1
    );
}

#[test]
fn a_call_asks_danger_after_where_safe_and_hurt_and_takes_yes_at_any_time() {
    let folder = tempfile::tempdir().unwrap();
    let mut handler = start(folder.path());
    handler.at("Your force", "1");
    handler.at("Your role: ", "2");
    handler.at("Name or number: ", "");
    handler.at("Enter starts", "");
    // The number of the log is the first field, and danger has its key there already.
    handler.at("Incident number", "417");
    handler.expect("Incident log. Saved on this device");
    handler.expect("/y yes, at any time");
    handler.expect("Say: Where are you?");
    handler.at("Answer (", "");
    handler.expect("Already in the log. Saved on this device");
    handler.expect("If the line drops or the caller cannot speak: your force has not set this.");
    handler.at("Answer (", "Yes, in the bathroom /c");
    handler.at("Answer (", "/y");
    handler.expect("Immediate danger: yes, ");
    handler.expect("1 Get help moving to the child.");
    handler.expect("Saved on this device");
    handler.at("Answer (", "Mum’s lip is bleeding /c");
    let on = handler.expect("Where is he or she now?");
    assert!(
        !on.contains("Is any child in immediate danger now?"),
        "yes was answered"
    );
    handler.at("Answer (", "/quit");
    handler.end();
}

#[test]
fn danger_has_its_key_before_the_first_field_of_a_call() {
    let folder = tempfile::tempdir().unwrap();
    chosen(folder.path(), "call_handler", "");
    let mut handler = start(folder.path());
    handler.at("Enter starts", "");
    handler.at("Incident number", "/y");
    handler.expect("Immediate danger: yes, ");
    handler.at("Incident number", "/quit");
    handler.end();
}

/// The first minute of PRACTICE 7, whispered: what the handler presses up to the copy for the log and the telling.
#[test]
fn a_whispered_call_is_answered_in_a_few_presses() {
    let folder = tempfile::tempdir().unwrap();
    chosen(folder.path(), "call_handler", "");
    let mut handler = start(folder.path());
    handler.expect("A call now? Press Enter.");
    handler.at("Enter starts", "");
    handler.at("Incident number", "");
    let began = handler.presses;
    handler.at("Answer (", "");
    handler.expect("Is it safe to talk?");
    handler.at("Answer (", "n");
    // Offered in one press, and not taken by itself.
    handler.at("Enter: silent call", "");
    handler.expect("Silent call. Saved on this device");
    handler.expect(
        "Speak low, you may be overheard. Ask so that yes or no is enough. Do not read back. If the line",
    );
    handler.expect("Say, low: Is anyone hurt?");
    handler.at("y n 0, or heard", "y");
    handler.expect("Is any child in immediate danger now?");
    handler.at("Danger: ", "c");
    handler.expect("Say, low: Is anyone near you now?");
    handler.at("y n 0, or heard", "0");
    handler.expect("No answer. Saved on this device");
    handler.expect("Say, low: Are there other children where you are, or a baby?");
    handler.at("y n 0, or heard", "y");
    let asked = handler.presses - began;
    handler.expect("Listen. Write the words, the noises and what is not said. Waits: cannot be yes or no.");
    handler.at("Enter: on to Before the line closes", "");
    handler.at("Told (", "/copy");
    handler.expect("DANGER cannot tell ");
    handler.expect("SILENT CALL. SAFE TO TALK: no.");
    handler.expect("Longest copy: your force has not set this.");
    // Shown is not copied.
    handler.at("y: it stands in the log now", "");
    handler.expect("Not copied yet.");
    handler.at("Told (", "/copy");
    handler.at("y: it stands in the log now", "y");
    handler.expect("Copied for the log. Saved on this device");
    handler.expect(", nothing since.");
    handler.at("Told (", "r");
    handler.expect("The officers going were told. Saved on this device");
    println!(
        "a whispered call: {asked} presses to danger and the five, {} to the telling",
        handler.presses - began
    );
    assert!(asked <= 15, "{asked} presses");

    // What waits says why; what must be done shows when the call is over.
    handler.expect("Waits until it is safe to talk.");
    handler.expect("Not on a silent call.");
    handler.at("Enter: on to the line", "");
    handler.expect("What must be done shows when the call is over.");
    // What is typed is heard, until it says otherwise.
    handler.at("Heard, or child said /c", "a door, then nothing");
    handler.at("Heard, or child said /c", "/silent");
    handler.expect("Can talk now. Saved on this device");
    // What waited is gone back to.
    let back = handler.expect("Listen. Write the words");
    assert!(back.contains("Not told yet: 2 entries"), "{back}");
    handler.at("Said, word for word", "he is in the hall /g /c");
    handler.expect("Child said, gist. Saved on this device");
    handler.at("Said, word for word", "");
    handler.at("Enter: on to Before the line closes", "");
    handler.expect("When it is safe, ask what worries the child");
    handler.at("Answer (", "/child 9");
    handler.expect("on the telephone");
    handler.at("Danger: ", "n");
    handler.at("Child said, word for word", "To go to nan");
    handler.expect("Only if it is safe: say back");
    handler.at("Child said, word for word", "Said back, she said yes /x");
    handler.at("Enter: on to the line", "");
    handler.at("(e call ended, d line dropped)", "d");
    handler.expect("The line closed. Saved on this device");
    handler.expect("If the line drops or the caller cannot speak: your force has not set this.");
    handler.expect("Asked again: the line closed.");
    handler.at("Danger: ", "c");
    // Once is enough before risk.
    let on = handler.expect("Risk for child, 9");
    assert!(!on.contains("Is any child in immediate danger now?"), "{on}");
    handler.at("(? prompts): ", "/record");
    handler.expect("“To go to nan”. Exact. Not said whether asked");
    handler.expect("The line closed: the line dropped");
    handler.at("(? prompts): ", "/quit");
    handler.end();
}

#[test]
fn the_officer_who_takes_a_hand_over_asks_danger_anew_and_adds_its_children_in_one_press() {
    let (there, here) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let script = concat!(
        "{\"op\":\"begun\",\"pack\":\"hampshire\",\"role\":\"call_handler\",\"recorder\":\"Op 7\"}\n",
        "{\"op\":\"danger_asked\",\"answer\":\"not_now\"}\n",
        "{\"op\":\"child_added\",\"label\":\"girl\",\"age\":\"9\"}\n",
        "{\"op\":\"child_added\",\"age\":\"8m\"}\n",
        "{\"op\":\"quoted\",\"child\":1,\"words\":\"He has got Mum’s phone.\",\"fidelity\":\"exact\"}\n",
    );
    let run = |arguments: &[&str], stdin: &str| {
        let mut child = Command::new(env!("CARGO_BIN_EXE_childfirst"))
            .args(arguments)
            .env("CHILDFIRST_DATA", there.path())
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(stdin.as_bytes()).unwrap();
        String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap()
    };
    let receipts = run(&["walk", "--script", "-"], script);
    let id = receipts.split("\"interaction\":\"").nth(1).unwrap()[..8].to_owned();
    let export = run(&["export", &id, "--format", "json", "--out", "-"], "");
    let file = there.path().join("hand over.json");
    std::fs::write(&file, &export).unwrap();
    let broken = there.path().join("broken.json");
    std::fs::write(&broken, export.replace("Mum’s", "Dad’s")).unwrap();

    chosen(here.path(), "response_officer", "");
    let mut officer = start(here.path());
    officer.at("Enter starts", "t");
    officer.at("or a file", &broken.display().to_string());
    officer.expect("That is no hand-over, or it was changed since it was made.");
    officer.expect("Nothing was recorded.");
    officer.at("Enter starts, t told before arrival", "t");
    officer.at("or a file", &format!("'{}'", file.display()));
    officer.expect("Told before arrival, Op 7, call handler (records, not verified)");
    officer.expect("“He has got Mum’s phone.”");
    officer.expect("Told before arrival: records, not verified. Saved on this device");
    officer.expect("Is any child in immediate danger now?");
    officer.at("Danger: ", "n s");
    officer.expect("Named by control room (records, not verified):");
    officer.expect("1 girl, 9");
    officer.expect("2 baby, 8 months");
    officer.at("Which children: ", "=");
    officer.expect("Girl, 9. Saved on this device");
    officer.expect("Baby, 8 months. Saved on this device");
    officer.at("Which children: ", "");
    officer.at("Danger: ", "n s");
    officer.at("Where: ", "h");
    officer.at("Known: ", "");
    officer.expect("But not seen: girl, 9; baby, 8 months");
    officer.at("Answer (", "/quit");
    officer.end();
}

#[test]
fn what_was_told_is_pasted_and_kept_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    chosen(folder.path(), "response_officer", "");
    let mut officer = start(folder.path());
    officer.at("Enter starts", "t");
    officer.expect("or a file");
    // As a terminal hands over what is pasted: whole, with its line ends.
    officer.type_in("\x1b[200~Neighbour heard shouting\nbaby crying\x1b[201~\r");
    officer.at("More (Enter: that is all)", "");
    officer.at("From whom, and how", "control room, radio");
    officer.expect("records, not verified. Saved on this device");
    officer.at("Danger: ", "/record");
    officer.expect("Control room: Neighbour heard");
    officer.expect("baby crying");
    officer.at("Danger: ", "/quit");
    officer.end();
}

#[test]
fn a_force_changes_its_keys_and_a_change_that_means_two_things_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let keys = ",\"keys\":{\"told_officers\":\"/k\",\"copy_for_the_log\":\"/cc\"},\"clipboard\":true";
    chosen(folder.path(), "call_handler", keys);
    let mut handler = start(folder.path());
    handler.at("Enter starts", "");
    handler.at("Incident number", "");
    handler.expect("/cc copies, /k when they were told.");
    handler.at("Answer (", "/t r");
    handler.expect("There is no such command.");
    // What could not be taken stands in the line again.
    handler.at("/t r", "\u{15}/k r");
    handler.expect("The officers going were told. Saved on this device");
    handler.at("Answer (", "/cc");
    // Offered to the terminal's clipboard; whether it took it nobody knows, and nothing says so.
    handler.expect("\x1b]52;c;REFOR0VS");
    handler.expect("It was put on the clipboard, where this terminal allows it.");
    handler.at("y: it stands in the log now", "");
    handler.at("Answer (", "/quit");
    handler.end();

    let folder = tempfile::tempdir().unwrap();
    chosen(
        folder.path(),
        "call_handler",
        ",\"keys\":{\"told_officers\":\"/h\"}",
    );
    let mut handler = start(folder.path());
    handler.expect("The keys are the usual ones: two keys are /h.");
    handler.at("Enter starts", "/quit");
    handler.end();
}

#[test]
fn the_same_path_works_from_a_pipe() {
    use std::process::Stdio;
    let folder = tempfile::tempdir().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_childfirst"))
        .env("CHILDFIRST_DATA", folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    // Danger passed by with Enter twice; then the pipe ends, and nothing is lost.
    let typed = "1\n1\nPC 1\n\n\n\n9\n\nc a neighbour\ns, by the park\n\nHe has gone\na w\n";
    child.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
    let out = child.wait_with_output().unwrap();
    assert!(out.status.success());
    let text = String::from_utf8(out.stdout).unwrap();
    for words in [
        "Enter once more goes on without answering.",
        "Immediate danger: not answered",
        "Immediate danger: cannot tell",
        "Street or public place. Saved on this device",
        "Child, 9. Saved on this device",
        "Nothing is lost.",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    assert!(!text.contains('\x1b'), "a pipe gets no colour");
    let words = std::fs::read_to_string(folder.path().join("settings.json")).unwrap();
    assert!(words.contains("response_officer"));
}

/// Somebody talks while a number or a letter is asked for: what was typed is not lost, and nothing of it stands in the
/// way of the one letter that says danger.
#[test]
fn words_typed_where_a_letter_was_asked_for_come_back() {
    let folder = tempfile::tempdir().unwrap();
    chosen(folder.path(), "call_handler", "");
    let mut handler = start(folder.path());
    handler.at("Enter starts", "");
    handler.at("Incident number", "");
    handler.at("Answer (", "/danger");
    handler.at("Danger: ", "he has a knife");
    handler.expect("Your words come back when this is answered.");
    handler.at("Danger: ", "he shouts too");
    handler.at("Danger: ", "y");
    handler.expect("Act now.");
    // To its beginning, and the key before it.
    handler.expect("he has a knife. he shouts too");
    handler.type_in("\x01/o \r");
    handler.expect("Saved on this device");
    handler.at("Answer (", "/parts");
    handler.at("Go to (", "mum is crying");
    handler.expect("put /o before it");
    handler.expect("mum is crying");
    handler.type_in("\x01/o \r");
    handler.expect("Saved on this device");
    handler.at("Go to (", "");
    handler.at("Answer (", "/record");
    handler.expect("he has a knife. he shouts too. Heard by Op 7");
    handler.expect("mum is crying. Heard by Op 7");
    handler.at("Answer (", "/quit");
    handler.end();
}
