//! Counts tests from what XCTest prints while it prints it.
//!
//! Refuses to believe a run that says nothing: a test that began and never ended died with the program, and has failed.

/// What XCTest has said so far.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Results {
    /// Tests that held.
    pub passed: u64,
    /// Tests that did not.
    pub failed: u64,
    /// Of those that held, vectors.
    pub vectors: u64,
    running: Option<String>,
}

impl Results {
    /// Takes a line; gives what is shown of it. A test that held is one short line, and where tests begin and end is
    /// XCTest's own affair; everything else is passed on.
    pub fn line(&mut self, line: &str) -> Option<String> {
        if let Some((name, said)) = test(line) {
            if said.starts_with("started") {
                self.running = Some(name);
                return None;
            }
            self.running = None;
            if said.starts_with("passed") {
                self.passed += 1;
                self.vectors += u64::from(name.starts_with("VectorTests."));
                return Some(format!("ok      {name}"));
            }
            self.failed += 1;
            return Some(format!("FAILED  {name}"));
        }
        let own = ["Test Suite ", "\t Executed ", "[0/1] Planning build"];
        (!own.iter().any(|begin| line.starts_with(begin))).then(|| line.to_owned())
    }

    /// Takes the end of the output, and whether the program ended well.
    pub fn ended(&mut self, well: bool) -> Option<String> {
        let died = self.running.take();
        if died.is_some() || (!well && self.failed == 0) {
            self.failed += 1;
        }
        died.map(|name| format!("FAILED  {name}: the program died in it"))
    }
}

/// `Test Case 'VectorTests.test_erased' passed (0.1 seconds)`, on Linux; `-[Module.VectorTests test_erased]`, on macOS.
fn test(line: &str) -> Option<(String, &str)> {
    let (name, said) = line.strip_prefix("Test Case '")?.split_once("' ")?;
    let name = match name.strip_prefix("-[").and_then(|name| name.strip_suffix(']')) {
        Some(name) => {
            let (class, method) = name.split_once(' ')?;
            let class = class.rsplit('.').next().unwrap_or(class);
            format!("{class}.{method}")
        }
        None => name.to_owned(),
    };
    Some((name, said))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, well: bool) -> (Results, Vec<String>) {
        let mut results = Results::default();
        let mut shown: Vec<String> = text.lines().filter_map(|line| results.line(line)).collect();
        shown.extend(results.ended(well));
        (results, shown)
    }

    const RUN: &str = "\
Test Suite 'All tests' started at 2026-11-26 01:00:00.000
Test Case 'VectorTests.test_erased' started at 2026-11-26 01:00:00.000
Test Case 'VectorTests.test_erased' passed (0.1 seconds)
Test Case '-[KitTests.DateTests testYear]' started.
/x/DateTests.swift:9: error: DateTests.testYear : XCTAssertEqual failed
Test Case '-[KitTests.DateTests testYear]' failed (0.1 seconds).
\t Executed 2 tests, with 1 failure (0 unexpected) in 0.2 (0.2) seconds
";

    #[test]
    fn each_test_is_counted_once_and_a_failure_is_shown_whole() {
        let (results, shown) = read(RUN, false);
        assert_eq!((results.passed, results.failed, results.vectors), (1, 1, 1));
        assert_eq!(
            shown,
            [
                "ok      VectorTests.test_erased",
                "/x/DateTests.swift:9: error: DateTests.testYear : XCTAssertEqual failed",
                "FAILED  DateTests.testYear",
            ]
        );
    }

    #[test]
    fn a_test_that_never_ended_has_failed_and_so_has_a_run_that_says_nothing() {
        let crash = "Test Case 'A.b' started at x\nFatal error: gone\n";
        let (results, shown) = read(crash, false);
        assert_eq!((results.passed, results.failed), (0, 1));
        assert_eq!(
            shown,
            ["Fatal error: gone", "FAILED  A.b: the program died in it"]
        );
        assert_eq!(read("", false).0.failed, 1);
        assert_eq!(read(crash, true).0.failed, 1);
    }
}
