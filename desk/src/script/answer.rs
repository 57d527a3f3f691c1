//! The one line out for a line in: a receipt, what was read, or why nothing was done.
//!
//! Refuses to repeat what the line said.

use super::line::Fault;
use crate::failure::{Failure, code};
use childfirst::{Error, Receipt};
use serde_json::{Map, Value, json};

/// A line out.
pub struct Reply {
    /// The line in.
    pub line: u64,
    /// It, without its end.
    pub text: String,
    /// The exit code of what went wrong; none when it went well.
    pub failed: Option<u8>,
}

impl Reply {
    /// Recorded, and on the disk.
    pub fn receipt(line: u64, kind: &str, receipt: &Receipt) -> Reply {
        Reply::ok(
            line,
            json!({
                "ok": true, "seq": receipt.seq, "interaction": receipt.interaction, "hash": receipt.hash, "kind": kind,
            }),
        )
    }

    /// Done, or read.
    pub fn ok(line: u64, value: Value) -> Reply {
        Reply {
            line,
            text: value.to_string(),
            failed: None,
        }
    }

    /// Not an operation.
    pub fn fault(line: u64, fault: &Fault) -> Reply {
        let mut error = Map::new();
        error.insert("error".to_owned(), json!("line"));
        error.insert("why".to_owned(), json!(fault.why()));
        if let Some(field) = fault.field() {
            error.insert("field".to_owned(), json!(field));
        }
        Reply::failed(line, error, &fault.sentence(), code::REFUSED)
    }

    /// An operation that core did not take or could not keep.
    pub fn error(line: u64, error: Error) -> Reply {
        let fields = match serde_json::to_value(&error) {
            Ok(Value::Object(fields)) => fields,
            _ => Map::new(),
        };
        let Failure { code, sentence } = error.into();
        Reply::failed(line, fields, &sentence, code)
    }

    /// A failure of this tool's own.
    pub fn failure(line: u64, why: &str, failure: &Failure) -> Reply {
        let mut error = Map::new();
        error.insert("error".to_owned(), json!(why));
        Reply::failed(line, error, &failure.sentence, failure.code)
    }

    fn failed(line: u64, fields: Map<String, Value>, sentence: &str, code: u8) -> Reply {
        let mut all = Map::new();
        all.insert("ok".to_owned(), json!(false));
        all.insert("line".to_owned(), json!(line));
        all.extend(fields);
        all.insert("sentence".to_owned(), json!(sentence));
        Reply {
            line,
            text: Value::Object(all).to_string(),
            failed: Some(code),
        }
    }
}
