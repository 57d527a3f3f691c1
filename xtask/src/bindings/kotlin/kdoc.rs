//! Core's doc comments as KDoc: what Rust's links point at, by the names that Kotlin has for it.
//!
//! Refuses to leave a link that leads nowhere: what Kotlin does not have stands there as code.

use super::super::camel;

/// The source with its comments rewritten. Nothing else in it changes.
pub fn kdoc(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    for line in source.split_inclusive('\n') {
        let text = line.trim_start();
        if !text.starts_with("* ") {
            out.push_str(line);
        } else if text.trim_end() == "* # Errors" {
            out.push_str(&line.replace("# Errors", "@throws ChildFirstException"));
        } else {
            out.push_str(&rewritten(line, source));
        }
    }
    out
}

/// One line of a comment: links first, then names of members that stand in it as code.
fn rewritten(line: &str, source: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('`') {
        let Some((code, after)) = after.split_once('`') else {
            break;
        };
        match (before.strip_suffix('['), after.strip_prefix(']')) {
            (Some(before), Some(after)) => {
                out.push_str(before);
                out.push_str(&link(code, source));
                rest = after;
            }
            _ => {
                out.push_str(before);
                let name = camel(code);
                let known = name != code && is_member(&name, source);
                out.push_str(&format!("`{}`", if known { &name } else { code }));
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// What a link of Rust is here: a link, or code where there is nothing to lead to.
fn link(path: &str, source: &str) -> String {
    let path = path.trim_start_matches("crate::");
    let (owner, member) = path.split_once("::").unwrap_or((path, ""));
    let owner = if owner == "Error" {
        "ChildFirstException"
    } else {
        owner
    };
    if !is_type(owner, source) {
        return format!("`{}`", path.replace("::", "."));
    }
    let member = if member.is_empty() {
        return format!("[{owner}]");
    } else if source.contains(&format!("\nenum class {owner} ")) {
        shouted(member)
    } else {
        camel(member)
    };
    let known = match member.starts_with(char::is_uppercase) {
        true => source.contains(&format!(" class {member}")) || source.contains(&format!(" {member},\n")),
        false => is_member(&member, source),
    };
    if known {
        format!("[{owner}.{member}]")
    } else {
        format!("`{member}`")
    }
}

fn is_type(name: &str, source: &str) -> bool {
    ["class", "interface", "object"].iter().any(|kind| {
        [" ", ":", "("]
            .iter()
            .any(|end| source.contains(&format!("{kind} {name}{end}")))
    })
}

fn is_member(name: &str, source: &str) -> bool {
    source.contains(&format!("fun `{name}`(")) || source.contains(&format!("val `{name}`:"))
}

/// `DiskFull` as `DISK_FULL`.
fn shouted(name: &str) -> String {
    let mut out = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.push(letter.to_ascii_uppercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "\
/**
 * Opens what `wrap_key` made, as of age `not_known`. See [`Records::destroy_all`] and [`crate::pack::LIMIT`].
 *
 * # Errors
 * [`crate::Error::NotSaved`] with [`Cause::DiskFull`]; [`Begun`].
 */
fun `wrapKey`() = '`'
fun `destroyAll`()
interface Records {
data class Begun (
enum class Cause {
    DISK_FULL,
sealed class ChildFirstException: kotlin.Exception() {
    class NotSaved(
val not_known = \"[`Records::destroy_all`]\"
";

    #[test]
    fn links_lead_to_what_kotlin_has_and_only_comments_change() {
        let out = kdoc(SOURCE);
        let (comment, code) = out.split_once(" */\n").unwrap();
        assert_eq!(
            comment,
            "\
/**
 * Opens what `wrapKey` made, as of age `not_known`. See [Records.destroyAll] and `pack.LIMIT`.
 *
 * @throws ChildFirstException
 * [ChildFirstException.NotSaved] with [Cause.DISK_FULL]; [Begun].
"
        );
        assert_eq!(code, SOURCE.split_once(" */\n").unwrap().1);
    }
}
