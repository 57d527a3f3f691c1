//! What surefire's reports say of a run: how many of each class passed, and what failed.
//!
//! Refuses to believe that nothing failed: a report that was expected and is not there counts as a failure (the caller).

use std::path::Path;

/// A class of tests.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Class {
    /// Its name, without the package.
    pub name: String,
    /// How many passed.
    pub passed: u64,
    /// What failed: the name of the test, and the first line of what it said.
    pub failed: Vec<(String, String)>,
}

/// Every report in a folder, by name.
pub fn read(folder: &Path) -> std::io::Result<Vec<Class>> {
    let mut classes = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|kind| kind == "xml") {
            classes.push(class(&std::fs::read_to_string(&path)?));
        }
    }
    classes.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(classes)
}

/// One report.
fn class(xml: &str) -> Class {
    let xml = without_cdata(xml);
    let mut cases = xml.split("<testcase ");
    let suite = cases.next().unwrap_or_default();
    let name = attribute(
        suite.split_once("<testsuite ").map_or("", |(_, rest)| rest),
        "name",
    );
    let mut class = Class {
        name: name.rsplit('.').next().unwrap_or_default().to_owned(),
        ..Class::default()
    };
    for case in cases {
        let wrong = ["<failure", "<error", "<skipped"]
            .iter()
            .find_map(|tag| case.split_once(tag));
        match wrong {
            None => class.passed += 1,
            Some((_, wrong)) => {
                let said = attribute(wrong, "message");
                let first = said.lines().next().unwrap_or_default().to_owned();
                class.failed.push((attribute(case, "name"), first));
            }
        }
    }
    class
}

/// What programs printed may look like anything.
fn without_cdata(xml: &str) -> String {
    let mut out = String::new();
    let mut rest = xml;
    while let Some((before, after)) = rest.split_once("<![CDATA[") {
        out.push_str(before);
        rest = after.split_once("]]>").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out
}

/// An attribute of the tag that the text begins in.
fn attribute(text: &str, name: &str) -> String {
    let tag = format!(" {}", text.split('>').next().unwrap_or_default());
    let value = tag
        .split_once(&format!(" {name}=\""))
        .and_then(|(_, rest)| rest.split_once('"'))
        .map_or("", |(value, _)| value);
    [
        ("&#10;", "\n"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(value.to_owned(), |value, (from, to)| value.replace(from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_counted_whatever_its_tests_printed() {
        let xml = r#"<?xml version="1.0"?>
<testsuite xsi:x="1" name="org.childfirst.HostTest" time="1.2" tests="4">
  <testcase name="a" classname="org.childfirst.HostTest" time="0.1"/>
  <testcase name="b &lt;c&gt;" classname="org.childfirst.HostTest" time="0.1">
    <failure message="one &amp; two&#10;three" type="x"><![CDATA[<testcase name="no"/>]]></failure>
  </testcase>
  <testcase name="d" classname="x"><system-out><![CDATA[<failure message="no"/>]]></system-out></testcase>
  <testcase name="e" classname="x"><skipped message="later"/></testcase>
</testsuite>"#;
        let failed = [("b <c>", "one & two"), ("e", "later")];
        assert_eq!(
            class(xml),
            Class {
                name: "HostTest".to_owned(),
                passed: 2,
                failed: failed
                    .map(|(name, said)| (name.to_owned(), said.to_owned()))
                    .to_vec(),
            }
        );
    }
}
