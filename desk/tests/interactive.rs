//! The interactive path at a real terminal: a domestic abuse call with three children, killed half way and resumed.
//!
//! Drives the program through a pseudo-terminal, as an officer would: what is printed is read, what is typed is keys.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use portable_pty::{Child, CommandBuilder, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::path::Path;
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// Longer than any of this takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    printed: Receiver<Vec<u8>>,
    /// What was printed and not yet expected.
    screen: String,
    lines: usize,
    presses: usize,
}

impl Terminal {
    fn start(folder: &Path) -> Terminal {
        let size = PtySize {
            rows: 50,
            cols: 100,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_childfirst"));
        command.env("CHILDFIRST_DATA", folder);
        command.cwd(folder);
        command.env("TERM", "xterm");
        command.env("NO_COLOR", "1");
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let keys = pair.master.take_writer().unwrap();
        let (send, printed) = channel();
        std::thread::spawn(move || {
            // The master lives as long as its reader is read.
            let _master = pair.master;
            let mut bytes = [0; 4096];
            while let Ok(count) = reader.read(&mut bytes) {
                if count == 0 || send.send(bytes[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        Terminal {
            child,
            keys,
            printed,
            screen: String::new(),
            lines: 0,
            presses: 0,
        }
    }

    /// Waits until this is printed, and takes it and what stands before it off the screen.
    fn expect(&mut self, words: &str) -> String {
        let start = Instant::now();
        loop {
            if let Some(at) = self.screen.find(words) {
                let rest = self.screen.split_off(at + words.len());
                return std::mem::replace(&mut self.screen, rest);
            }
            match self.printed.recv_timeout(Duration::from_millis(200)) {
                Ok(bytes) => {
                    let text = String::from_utf8_lossy(&bytes).into_owned();
                    self.lines += text.matches('\n').count();
                    self.screen.push_str(&text);
                }
                Err(_) if start.elapsed() < PATIENCE => {}
                Err(_) => panic!("not printed: {words:?}\n--- the screen:\n{}", self.screen),
            }
        }
    }

    fn type_in(&mut self, words: &str) {
        self.presses += words.chars().count();
        self.keys.write_all(words.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// At this prompt, types this and presses Enter.
    fn at(&mut self, prompt: &str, words: &str) {
        self.expect(prompt);
        self.type_in(words);
        self.type_in("\r");
    }

    fn kill(mut self) {
        let id = self.child.process_id().unwrap().to_string();
        assert!(Command::new("kill").args(["-9", &id]).status().unwrap().success());
        self.child.wait().unwrap();
    }

    fn end(mut self) -> (usize, usize) {
        assert!(self.child.wait().unwrap().success());
        (self.lines, self.presses)
    }
}

#[test]
fn an_officer_works_through_a_domestic_call_and_a_kill_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();

    // First use, and danger before anything else.
    let mut officer = Terminal::start(folder.path());
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
    let mut officer = Terminal::start(folder.path());
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
    officer.expect("1 not seen, heard or said by a child:");
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
    let mut handler = Terminal::start(folder.path());
    handler.at("Your force", "");
    handler.at("Your role: ", "2");
    handler.at("Name or number: ", "");
    handler.at("Enter starts", "");
    handler.expect("/y yes, at any time");
    handler.expect("Where are you?");
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
