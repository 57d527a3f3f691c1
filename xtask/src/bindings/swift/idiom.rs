//! The generated Swift as Swift is written: cases of errors begin small, what a method is about has no label, a receipt
//! may be let go, a time is a `Date` by that name, and core's doc comments name things as they are called here. A number
//! is read at once.
//!
//! Refuses a source in which a rule finds nothing to do: another version of the generator is looked at again, never
//! passed on as it is. The compiler and the tests of the package see to the rest.

use super::super::camel;

/// Errors, whose cases the generator writes as Rust does.
const ERRORS: [&str; 3] = ["ChildFirstError", "KeyVaultError", "TransportError"];

/// First parameters that the name of the method says already.
const SAID: [&str; 6] = ["what", "how", "operation", "bytes", "draft", "text"];

/// Results that say no more than that it was done.
const LET_GO: [&str; 3] = ["-> Receipt ", "func installPack(", "func installValues("];

/// How the generator reads a number, byte by byte through a range of `Data`: most of what lifting a worklist cost.
const BYTE_BY_BYTE: &str = "\
    var value: T = 0
    let _ = withUnsafeMutableBytes(of: &value, { reader.data.copyBytes(to: $0, from: range)})
";

/// The same number, at once; the range was looked at before.
const AT_ONCE: &str = "\
    let start = range.lowerBound - reader.data.startIndex
    let value = reader.data.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: start, as: T.self) }
";

/// The source as Swift is written; or which rule found nothing.
pub fn idiom(source: &str) -> Result<String, String> {
    if !source.contains(BYTE_BY_BYTE) {
        return Err("the generated Swift has changed: numbers are read in another way".to_owned());
    }
    let source = source.replace(BYTE_BY_BYTE, AT_ONCE);
    // The type is a `Date` by another name: core's own.
    let dated = source
        .replace(": Instant\n", ": Date\n")
        .replace(": Instant, ", ": Date, ");
    if dated == source {
        return Err("the generated Swift has changed: no times are found".to_owned());
    }
    let mut source = dated;
    for error in ERRORS {
        source = small_cases(&source, error)
            .ok_or_else(|| format!("the generated Swift has changed: no cases of {error} are found"))?;
    }
    let (mut labels, mut let_go) = (0, 0);
    let mut doc = Doc::default();
    let mut out = String::with_capacity(source.len());
    for line in source.split_inclusive('\n') {
        let text = line.trim_start();
        if let Some(said) = text.strip_prefix("* ") {
            let indent = line.strip_suffix(text).unwrap_or_default();
            if let Some(said) = doc.line(said, &source) {
                out.push_str(&format!("{indent}* {said}"));
            }
            continue;
        }
        doc.ended();
        if !is_function(text) {
            out.push_str(line);
            continue;
        }
        if LET_GO.iter().any(|this| text.contains(this)) {
            let_go += 1;
            out.push_str("@discardableResult\n");
        }
        match SAID.iter().find(|label| text.contains(&format!("({label}: "))) {
            Some(label) => {
                labels += 1;
                out.push_str(&line.replacen(&format!("({label}: "), &format!("(_ {label}: "), 1));
            }
            None => out.push_str(line),
        }
    }
    match (labels, let_go) {
        (0, _) => Err("the generated Swift has changed: no labels are found".to_owned()),
        (_, 0) => Err("the generated Swift has changed: no receipts are found".to_owned()),
        _ => Ok(out),
    }
}

/// A function of the door, in a class, a protocol or by itself.
fn is_function(text: &str) -> bool {
    let beginnings = ["open func ", "func ", "public func "];
    beginnings.iter().any(|begin| text.starts_with(begin)) && !text.starts_with("public func Ffi")
}

/// An error with its converter, with the names of its cases begun small.
fn small_cases(source: &str, error: &str) -> Option<String> {
    let (before, rest) = source.split_once(&format!("enum {error}: "))?;
    let (body, after) = rest.split_once(&format!("func FfiConverterType{error}_lift"))?;
    let cases: Vec<&str> = body
        .lines()
        .filter_map(|line| line.trim_start().strip_prefix("case "))
        .filter(|name| name.starts_with(char::is_uppercase))
        .map(|name| {
            name.split(|c: char| !c.is_alphanumeric())
                .next()
                .unwrap_or_default()
        })
        .collect();
    if cases.is_empty() {
        return None;
    }
    // No name of a case begins another.
    let body = cases.iter().fold(body.to_owned(), |body, case| {
        let small = small(case);
        body.replace(&format!("case {case}"), &format!("case {small}"))
            .replace(&format!(" .{case}"), &format!(" .{small}"))
    });
    Some(format!(
        "{before}enum {error}: {body}func FfiConverterType{error}_lift{after}"
    ))
}

/// `NotSaved` as `notSaved`.
fn small(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(letters).collect()
}

/// Where in a comment we are.
#[derive(Default)]
enum Doc {
    #[default]
    Text,
    /// Rust's heading stood here; Swift's word for it comes before the next line.
    Heading,
    /// What follows Swift's word, set in.
    Throws,
}

impl Doc {
    /// A line of a comment as it stands in Swift; none for a heading that has no place there.
    fn line(&mut self, said: &str, source: &str) -> Option<String> {
        if said.trim_end() == "# Errors" {
            *self = Doc::Heading;
            return None;
        }
        let said = named(said, source);
        Some(match self {
            Doc::Text => said,
            Doc::Heading => {
                *self = Doc::Throws;
                format!("- Throws: {said}")
            }
            Doc::Throws => format!("  {said}"),
        })
    }

    fn ended(&mut self) {
        *self = Doc::Text;
    }
}

/// A line of a comment with Rust's paths and names as Swift has them.
fn named(said: &str, source: &str) -> String {
    let mut out = String::new();
    let mut rest = said;
    while let Some((before, after)) = rest.split_once('`') {
        let Some((code, after)) = after.split_once('`') else {
            break;
        };
        let (before, after) = match (before.strip_suffix('['), after.strip_prefix(']')) {
            (Some(before), Some(after)) => (before, after),
            _ => (before, after),
        };
        out.push_str(&format!("{before}`{}`", name(code, source)));
        rest = after;
    }
    out + rest
}

/// `Error::NotSaved` as `ChildFirstError.notSaved`, `wrap_key` as `wrapKey`. What Swift has not stays as it is.
fn name(code: &str, source: &str) -> String {
    let path = code.trim_start_matches("crate::");
    let Some((owner, member)) = path.split_once("::") else {
        let camel = camel(path);
        let known = source.contains(&format!("func {camel}(")) || source.contains(&format!("let {camel}: "));
        return if known { camel } else { path.to_owned() };
    };
    let owner = if owner == "Error" {
        "ChildFirstError"
    } else {
        owner
    };
    format!("{owner}.{}", camel(&small(member)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "\
/**
 * Answers, with `wrap_key`, of age `not_known`.
 *
 * # Errors
 * [`Error::NotSaved`] when it is not,
 * and [`crate::Error::Closed`].
 */
open func answer(what: Answer, made: Made)throws  -> Receipt  {
    func wrapKey(key: Data) throws  -> Data
public enum ChildFirstError: Swift.Error {
    case NotSaved(
        why: Cause
    )
    case Closed
        case 1: return .NotSaved(why: why)
        case let .NotSaved(why):
        case .Closed:
public func FfiConverterTypeChildFirstError_lift(
enum KeyVaultError: Swift.Error {
    case Locked
func FfiConverterTypeKeyVaultError_lift(
enum TransportError: Swift.Error {
    case TooMuch
func FfiConverterTypeTransportError_lift(
    let utc: Instant
let other = Case.NotSaved
    var value: T = 0
    let _ = withUnsafeMutableBytes(of: &value, { reader.data.copyBytes(to: $0, from: range)})
    reader.offset = range.upperBound
";

    #[test]
    fn it_reads_as_swift_is_written() {
        let expected = "\
/**
 * Answers, with `wrapKey`, of age `not_known`.
 *
 * - Throws: `ChildFirstError.notSaved` when it is not,
 *   and `ChildFirstError.closed`.
 */
@discardableResult
open func answer(_ what: Answer, made: Made)throws  -> Receipt  {
    func wrapKey(key: Data) throws  -> Data
public enum ChildFirstError: Swift.Error {
    case notSaved(
        why: Cause
    )
    case closed
        case 1: return .notSaved(why: why)
        case let .notSaved(why):
        case .closed:
public func FfiConverterTypeChildFirstError_lift(
enum KeyVaultError: Swift.Error {
    case locked
func FfiConverterTypeKeyVaultError_lift(
enum TransportError: Swift.Error {
    case tooMuch
func FfiConverterTypeTransportError_lift(
    let utc: Date
let other = Case.NotSaved
    let start = range.lowerBound - reader.data.startIndex
    let value = reader.data.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: start, as: T.self) }
    reader.offset = range.upperBound
";
        assert_eq!(idiom(SOURCE).as_deref(), Ok(expected));
    }

    #[test]
    fn a_rule_that_finds_nothing_is_said() {
        for (is, becomes) in [
            ("enum KeyVaultError", "struct KeyVaultError"),
            ("enum TransportError", "struct TransportError"),
            (": Instant", ": Moment"),
            ("(what: ", "(which: "),
            ("-> Receipt", "-> Proof"),
            ("var value: T = 0", "var number: T = 0"),
        ] {
            assert!(idiom(&SOURCE.replace(is, becomes)).is_err(), "{is}");
        }
    }
}
