//! The program at a terminal of its own: what is printed is read, what is typed is keys.
//!
//! Refuses to wait for ever.

#![allow(dead_code, reason = "each test file takes what it needs")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where something is not as it should be"
)]

use portable_pty::{Child, CommandBuilder, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::path::Path;
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// Longer than any of this takes on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(120);

/// A terminal with the program on it.
pub struct Terminal {
    /// The program.
    pub child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    printed: Receiver<Vec<u8>>,
    /// What was printed and not yet expected.
    screen: String,
    /// The lines that were printed.
    pub lines: usize,
    /// The keys that were pressed.
    pub presses: usize,
}

impl Terminal {
    /// Starts the program in this folder, on a terminal of so many rows and columns. What is drawn depends on `TERM`.
    pub fn start(
        (rows, cols): (u16, u16),
        folder: &Path,
        arguments: &[&str],
        env: &[(&str, &str)],
    ) -> Terminal {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_childfirst"));
        command.args(arguments);
        Terminal::with((rows, cols), folder, command, env)
    }

    /// Starts any command so: a shell, for what is left behind on the terminal.
    pub fn with(
        (rows, cols): (u16, u16),
        folder: &Path,
        mut command: CommandBuilder,
        env: &[(&str, &str)],
    ) -> Terminal {
        let size = PtySize {
            rows,
            cols,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).unwrap();
        command.cwd(folder);
        for (name, value) in env {
            command.env(name, value);
        }
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
    pub fn expect(&mut self, words: &str) -> String {
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

    /// Presses these keys.
    pub fn type_in(&mut self, words: &str) {
        self.presses += words.chars().count();
        self.keys.write_all(words.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// At this prompt, types this and presses Enter.
    pub fn at(&mut self, prompt: &str, words: &str) {
        self.expect(prompt);
        self.type_in(words);
        self.type_in("\r");
    }

    /// Everything that is still printed until it ends, and its exit code.
    pub fn rest(mut self) -> (String, u32) {
        let code = self.child.wait().unwrap().exit_code();
        while let Ok(bytes) = self.printed.recv_timeout(Duration::from_secs(5)) {
            self.screen.push_str(&String::from_utf8_lossy(&bytes));
        }
        (self.screen, code)
    }

    /// Kills it, as a phone that runs out of power does.
    pub fn kill(mut self) {
        let id = self.child.process_id().unwrap().to_string();
        assert!(Command::new("kill").args(["-9", &id]).status().unwrap().success());
        self.child.wait().unwrap();
    }

    /// Waits for its good end, and gives the lines and the presses.
    pub fn end(mut self) -> (usize, usize) {
        assert!(self.child.wait().unwrap().success());
        (self.lines, self.presses)
    }
}

/// The program on this data folder.
pub fn start(folder: &Path) -> Terminal {
    let data = folder.display().to_string();
    let env = [
        ("CHILDFIRST_DATA", data.as_str()),
        ("TERM", "xterm"),
        ("NO_COLOR", "1"),
    ];
    Terminal::start((50, 100), folder, &[], &env)
}

/// A device on which somebody has chosen before.
pub fn chosen(folder: &Path, role: &str, more: &str) {
    let settings = format!("{{\"pack\":\"hampshire\",\"role\":\"{role}\",\"recorder\":\"Op 7\"{more}}}");
    std::fs::write(folder.join("settings.json"), settings).unwrap();
}
