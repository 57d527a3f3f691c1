//! Two builds over one source tree: what both name is the same in both.

#![cfg(test)]

/// The value between two marks.
fn between<'t>(text: &'t str, from: &str, to: &str) -> Option<&'t str> {
    let rest = &text[text.find(from)? + from.len()..];
    Some(rest[..rest.find(to)?].trim())
}

#[test]
fn gradle_and_maven_name_the_same_versions() {
    let pom = include_str!("../../../android/pom.xml");
    let catalog = include_str!("../../../android/gradle/libs.versions.toml");
    for name in ["kotlin", "jna", "junit", "robolectric"] {
        let maven = between(pom, &format!("<{name}.version>"), "<");
        let gradle = between(catalog, &format!("\n{name} = \""), "\"");
        assert!(maven.is_some(), "android/pom.xml has no {name}.version");
        assert_eq!(maven, gradle, "{name}");
    }
    for name in ["min", "target"] {
        let maven = between(pom, &format!("<sdk.{name}>"), "<");
        let gradle = between(catalog, &format!("\nsdk-{name} = \""), "\"");
        assert!(maven.is_some(), "android/pom.xml has no sdk.{name}");
        assert_eq!(maven, gradle, "sdk {name}");
    }
}

#[test]
fn a_difference_is_found() {
    assert_eq!(
        between("\nkotlin = \"2.3.21\"", "\nkotlin = \"", "\""),
        Some("2.3.21")
    );
    assert_eq!(between("\nkotlin = \"2.3.21\"", "\njna = \"", "\""), None);
}
