//! What pytest's report says of a run.
//!
//! Refuses to take a test that was skipped for one that passed.

/// How a run ended.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Results {
    /// Tests that held.
    pub passed: u64,
    /// Tests that did not, or could not begin.
    pub failed: u64,
    /// Tests that were skipped, or expected to fail and did.
    pub skipped: u64,
    /// Of those that held, vectors.
    pub vectors: u64,
}

impl Results {
    /// Reads a report. Of what is none it says that nothing passed.
    pub fn read(xml: &str) -> Results {
        let mut results = Results::default();
        // Every `<` that a test printed is `&lt;` in a report.
        for case in xml.split("<testcase ").skip(1) {
            let holds = |tag: &str| case.contains(tag);
            if holds("<failure") || holds("<error") {
                results.failed += 1;
            } else if holds("<skipped") {
                results.skipped += 1;
            } else {
                results.passed += 1;
                results.vectors += u64::from(case.contains("name=\"test_vector["));
            }
        }
        results
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_counted_by_what_became_of_each_test() {
        let xml = r#"<?xml version="1.0"?><testsuites><testsuite name="pytest" errors="1" failures="1" skipped="1" tests="5">
<testcase classname="tests.test_vectors" name="test_vector[erased]" time="0.1" />
<testcase classname="tests.test_vectors" name="test_vector[destroyed]" time="0.1"><failure message="&lt;testcase ">no</failure></testcase>
<testcase classname="tests.test_time" name="test_a" time="0.1"><system-out>&lt;failure</system-out></testcase>
<testcase classname="tests.test_time" name="test_b" time="0.1"><skipped type="pytest.skip" message="later">x</skipped></testcase>
<testcase classname="tests.test_time" name="test_c" time="0.1"><error message="x">y</error></testcase></testsuite></testsuites>"#;
        let wanted = Results {
            passed: 2,
            failed: 2,
            skipped: 1,
            vectors: 1,
        };
        assert_eq!(Results::read(xml), wanted);
        assert_eq!(Results::read(""), Results::default());
    }
}
