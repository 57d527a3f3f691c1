//! Canonical bytes: the same content is the same file, on every machine and in every year.
//!
//! Keys sorted by their bytes, NFC, integers, no space. Refuses to be used for verifying: what is verified is the
//! digest of the bytes that were shipped, never of bytes made again.

use serde_json::{Map, Value};
use unicode_normalization::UnicodeNormalization;

/// The canonical bytes of a value.
pub fn bytes(value: &Value) -> Vec<u8> {
    let mut out = String::new();
    write(value, &mut out);
    out.into_bytes()
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Object(map) => object(map, out),
        Value::Array(elements) => {
            out.push('[');
            for (n, element) in elements.iter().enumerate() {
                if n > 0 {
                    out.push(',');
                }
                write(element, out);
            }
            out.push(']');
        }
        Value::String(text) => string(text, out),
        scalar => out.push_str(&scalar.to_string()),
    }
}

fn object(map: &Map<String, Value>, out: &mut String) {
    // Sorted here and not by the map: another crate's feature may make it keep the order of insertion.
    let mut members: Vec<_> = map.iter().collect();
    members.sort_by(|a, b| a.0.cmp(b.0));
    out.push('{');
    for (n, (key, value)) in members.into_iter().enumerate() {
        if n > 0 {
            out.push(',');
        }
        string(key, out);
        out.push(':');
        write(value, out);
    }
    out.push('}');
}

fn string(text: &str, out: &mut String) {
    let nfc: String = text.nfc().collect();
    out.push_str(&Value::String(nfc).to_string());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_sorted_and_text_is_composed() {
        let value: Value =
            serde_json::from_str("{ \"b\": [1, true, null],\n \"a\": \"cafe\\u0301 \\n\" }").unwrap();
        assert_eq!(
            String::from_utf8(bytes(&value)).unwrap(),
            "{\"a\":\"caf\u{e9} \\n\",\"b\":[1,true,null]}"
        );
    }
}
