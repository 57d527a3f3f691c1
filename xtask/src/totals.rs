//! Counts tests from what `cargo test` prints while it prints it.

/// Tests, summed over every program of tests that said how it ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// They held.
    pub passed: u64,
    /// They did not.
    pub failed: u64,
    /// They are marked `#[ignore]` and were not run.
    pub ignored: u64,
}

/// Reads output in pieces of any size.
#[derive(Debug, Default)]
pub struct Totals {
    line: Vec<u8>,
    counts: Counts,
    started: u64,
    ended: u64,
}

impl Totals {
    /// Takes the next piece of output.
    pub fn feed(&mut self, piece: &[u8]) {
        for &byte in piece {
            if byte == b'\n' {
                let line = std::mem::take(&mut self.line);
                self.read(&line);
            } else {
                self.line.push(byte);
            }
        }
    }

    /// Takes the end of the output: a last line may have no line end.
    pub fn finish(&mut self) {
        let line = std::mem::take(&mut self.line);
        self.read(&line);
    }

    /// What has been counted so far.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// How many programs said how they ended.
    pub fn ended(&self) -> u64 {
        self.ended
    }

    /// How many programs of tests began and never said how they ended: they crashed, or were killed.
    pub fn unfinished(&self) -> u64 {
        self.started.saturating_sub(self.ended)
    }

    fn read(&mut self, line: &[u8]) {
        let line = without_colour(&String::from_utf8_lossy(line));
        let line = line.trim_end();
        if let Some(counts) = result(line) {
            self.counts.passed += counts.passed;
            self.counts.failed += counts.failed;
            self.counts.ignored += counts.ignored;
            self.ended += 1;
        } else if is_start(line) {
            self.started += 1;
        }
    }
}

/// `running 12 tests`, `running 1 test`.
fn is_start(line: &str) -> bool {
    let Some(rest) = line.strip_prefix("running ") else {
        return false;
    };
    let Some((number, noun)) = rest.split_once(' ') else {
        return false;
    };
    number.parse::<u64>().is_ok() && matches!(noun, "test" | "tests")
}

/// `test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.05s`.
fn result(line: &str) -> Option<Counts> {
    let (verdict, parts) = line.strip_prefix("test result: ")?.split_once(". ")?;
    if !matches!(verdict, "ok" | "FAILED") {
        return None;
    }
    let number = |noun: &str| {
        parts
            .split("; ")
            .find_map(|part| part.strip_suffix(noun)?.strip_suffix(' ')?.parse::<u64>().ok())
    };
    Some(Counts {
        passed: number("passed")?,
        failed: number("failed")?,
        ignored: number("ignored")?,
    })
}

/// The line without the escape sequences that colour it.
fn without_colour(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut characters = line.chars().peekable();
    while let Some(character) = characters.next() {
        if character == '\u{1b}' && characters.next_if_eq(&'[').is_some() {
            // A sequence ends at its first letter.
            characters.by_ref().find(char::is_ascii_alphabetic);
        } else {
            plain.push(character);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Totals {
        let mut totals = Totals::default();
        totals.feed(text.as_bytes());
        totals.finish();
        totals
    }

    const TWO_PROGRAMS: &str = "
running 3 tests
test a ... ok
test b ... ignored
test c ... ok

test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.05s


running 2 tests
test d ... FAILED
test e ... ok

failures:

---- d stdout ----
thread 'd' panicked at src/lib.rs:1:1: no

test result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured; 7 filtered out; finished in 1.00s
";

    #[test]
    fn results_are_summed_over_programs() {
        let totals = read(TWO_PROGRAMS);
        assert_eq!(
            totals.counts(),
            Counts {
                passed: 3,
                failed: 1,
                ignored: 1
            }
        );
        assert_eq!((totals.ended(), totals.unfinished()), (2, 0));
    }

    #[test]
    fn the_size_of_the_pieces_makes_no_difference() {
        for size in 1..40 {
            let mut totals = Totals::default();
            TWO_PROGRAMS
                .as_bytes()
                .chunks(size)
                .for_each(|piece| totals.feed(piece));
            totals.finish();
            assert_eq!(
                totals.counts(),
                Counts {
                    passed: 3,
                    failed: 1,
                    ignored: 1
                },
                "pieces of {size}"
            );
        }
    }

    #[test]
    fn a_last_line_without_an_end_a_line_end_of_windows_and_colours_are_read() {
        let one =
            "test result: ok. 4 passed; 0 failed; 2 ignored; 0 measured; 0 filtered out; finished in 0s";
        let wanted = Counts {
            passed: 4,
            failed: 0,
            ignored: 2,
        };
        assert_eq!(read(one).counts(), wanted);
        assert_eq!(read(&format!("{one}\r\n")).counts(), wanted);
        let coloured = one
            .replace("ok", "\u{1b}[32mok\u{1b}(B\u{1b}[m")
            .replace("\u{1b}(B", "");
        assert_eq!(read(&coloured).counts(), wanted);
    }

    #[test]
    fn a_program_that_dies_is_unfinished() {
        let totals = read(
            "running 5 tests\ntest a ... ok\n\nrunning 1 test\ntest b ... ok\n\ntest result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n",
        );
        assert_eq!(
            totals.counts(),
            Counts {
                passed: 1,
                failed: 0,
                ignored: 0
            }
        );
        assert_eq!((totals.ended(), totals.unfinished()), (1, 1));
    }

    #[test]
    fn what_only_resembles_a_result_is_not_counted() {
        for line in [
            "",
            "test result: ok.",
            "test result: ok. many passed; 0 failed; 0 ignored",
            "test result: ok. 1 passed; 0 failed",
            "test result: perhaps. 1 passed; 0 failed; 0 ignored",
            "  test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out",
            "it said: test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out",
            "test result: ok. -1 passed; 0 failed; 0 ignored",
            "running late",
            "running 5 tests of endurance",
            "test \u{fffd} ... ok",
        ] {
            let totals = read(line);
            assert_eq!(totals.counts(), Counts::default(), "{line}");
            assert_eq!((totals.started, totals.ended), (0, 0), "{line}");
        }
    }

    #[test]
    fn output_that_is_not_text_is_passed_over() {
        let mut totals = Totals::default();
        totals.feed(b"\xff\xfe\x00\n\x1b[\ntest result: ok. 1 passed; 0 failed; 0 ignored; 0 measured\n\x1b");
        totals.finish();
        assert_eq!(
            totals.counts(),
            Counts {
                passed: 1,
                failed: 0,
                ignored: 0
            }
        );
    }
}
