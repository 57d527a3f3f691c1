//! The one line out for a line in: a receipt, what was read, or why nothing was done.
//!
//! Refuses to repeat what the line said.

use super::line::Fault;
use crate::failure::{Failure, code};
use childfirst::interaction::entry::LeftOut;
use childfirst::{Erasure, Error, ExportFile, Receipt};
use serde::Serialize;
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
        Reply::recorded(line, kind, receipt, None)
    }

    /// Erased, and whether for good: while a key is owed, an older copy of the folder may still open it.
    pub fn erasure(line: u64, kind: &str, erasure: &Erasure) -> Reply {
        Reply::recorded(line, kind, &erasure.receipt, Some(erasure.complete))
    }

    /// Exported: the receipt of the entry that says so, and the file.
    pub fn export(line: u64, kind: &str, file: &ExportFile) -> Reply {
        #[derive(Serialize)]
        struct Out<'a> {
            ok: bool,
            seq: u64,
            interaction: &'a str,
            hash: &'a str,
            kind: &'a str,
            name: &'a str,
            sha256: &'a str,
            left_out: &'a [LeftOut],
            text: &'a str,
        }
        let out = Out {
            ok: true,
            seq: file.receipt.seq,
            interaction: &file.receipt.interaction,
            hash: &file.receipt.hash,
            kind,
            name: &file.name,
            sha256: &file.sha256,
            left_out: &file.left_out,
            text: &file.text,
        };
        Reply::ok(line, &out)
    }

    fn recorded(line: u64, kind: &str, receipt: &Receipt, complete: Option<bool>) -> Reply {
        #[derive(Serialize)]
        struct Out<'a> {
            ok: bool,
            seq: u64,
            interaction: &'a str,
            hash: &'a str,
            kind: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            complete: Option<bool>,
        }
        let out = Out {
            ok: true,
            seq: receipt.seq,
            interaction: &receipt.interaction,
            hash: &receipt.hash,
            kind,
            complete,
        };
        Reply::ok(line, &out)
    }

    /// Done, or read.
    pub fn ok(line: u64, value: &impl Serialize) -> Reply {
        Reply {
            line,
            // Plain data always serialises; the entry itself is on the disk whatever is printed.
            text: serde_json::to_string(value).unwrap_or_default(),
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
        if let Some(takes) = fault.takes() {
            error.insert("takes".to_owned(), json!(takes));
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
        #[derive(Serialize)]
        struct Out<'a> {
            ok: bool,
            line: u64,
            #[serde(flatten)]
            fields: Map<String, Value>,
            sentence: &'a str,
        }
        let out = Out {
            ok: false,
            line,
            fields,
            sentence,
        };
        Reply {
            failed: Some(code),
            ..Reply::ok(line, &out)
        }
    }
}
