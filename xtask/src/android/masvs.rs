//! `docs/masvs.md`: a line for each control of the standard, and no test named that is not there.

#![cfg(test)]

use crate::stage::root;

/// How many controls each group has.
const GROUPS: [(&str, u32); 8] = [
    ("STORAGE", 2),
    ("CRYPTO", 2),
    ("AUTH", 3),
    ("NETWORK", 2),
    ("PLATFORM", 3),
    ("CODE", 4),
    ("RESILIENCE", 4),
    ("PRIVACY", 4),
];

#[test]
fn every_control_has_its_line_and_every_test_named_exists() {
    let text = include_str!("../../../docs/masvs.md");
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with("| "))
        .skip(1)
        .collect();
    let controls = GROUPS
        .iter()
        .flat_map(|(group, of)| (1..=*of).map(move |n| format!("{group}-{n}")));
    let wanted: Vec<String> = controls.collect();
    let cell = |line: &str, n: usize| line.split('|').nth(n).unwrap_or_default().trim().to_owned();
    let found: Vec<String> = lines.iter().map(|line| cell(line, 1)).collect();
    assert_eq!(found, wanted);
    let tests = root().join("android/app/src/test/kotlin/org/childfirst/app");
    for line in lines {
        let stands = cell(line, 3);
        assert!(
            ["met", "argued", "not run here"].contains(&stands.as_str()),
            "{line}"
        );
        let named: Vec<&str> = line
            .split('`')
            .skip(1)
            .step_by(2)
            .filter(|it| it.ends_with("Test"))
            .collect();
        assert!(stands != "met" || !named.is_empty(), "{line}");
        for name in named {
            assert!(tests.join(format!("{name}.kt")).exists(), "{name}");
        }
    }
}
