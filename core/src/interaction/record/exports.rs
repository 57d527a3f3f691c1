//! What an export says of itself, in words: its form, for whom it is, what had to be said first, what was left out.
//!
//! Words that stay true whatever became of the file. Refuses to say *sent*: exporting is not sending.

use crate::interaction::entry::{Exported, OpenItem, SayFirst};
use crate::interaction::lines::Words;
use crate::sets::{ExportFormat, LeftOutWhy};

impl Words<'_> {
    /// What was exported: `An export was made: HTML page, for girl, 9, alone. 22 entries left out`.
    pub fn exported(&self, export: &Exported) -> String {
        let left_out: usize = export.left_out.iter().map(|one| one.entries.len()).sum();
        let left_out = match left_out {
            0 => String::new(),
            1 => ". 1 entry without its words".to_owned(),
            n => format!(". {n} entries without their words"),
        };
        let form = form_words(&export.format);
        format!("An export was made: {form}, {}{left_out}", self.for_whom(export))
    }

    /// For whom an export is: `whole record`, `for girl, 9, alone`, `for Children’s social care alone`.
    pub fn for_whom(&self, export: &Exported) -> String {
        match (export.for_child, &export.for_reader) {
            (None, None) => "whole record".to_owned(),
            (Some(child), None) => format!("for {}, alone", self.child(child)),
            (None, Some(reader)) => format!("for {reader}, alone"),
            (Some(child), Some(reader)) => format!("for {reader}, about {}, alone", self.child(child)),
        }
    }

    /// What had to be said first when an export was made, a line each.
    pub fn said_first(&self, first: &SayFirst) -> Vec<String> {
        let mut all = Vec::new();
        let entries = |entries: &[u64]| {
            entries
                .iter()
                .map(|seq| format!("entry {seq}"))
                .collect::<Vec<_>>()
                .join(", ")
        };
        for (title, seqs) in [
            ("decided, not sent", &first.unsent),
            ("not told yet", &first.untold),
        ] {
            if !seqs.is_empty() {
                all.push(format!("{title}: {}", entries(seqs)));
            }
        }
        for (title, items) in [
            ("not reached", &first.not_reached),
            ("open", &first.open),
            ("for later", &first.later),
            ("not done", &first.not_done),
        ] {
            all.extend(items.iter().map(|item| format!("{title}: {}", self.item(item))));
        }
        all.extend(first.officers.iter().cloned());
        all.extend(first.may_apply.iter().cloned());
        if first.no_guidance {
            all.push("open items could not be listed".to_owned());
        }
        if first.no_incident_log {
            all.push("missing: incident log number".to_owned());
        }
        all
    }

    /// An item, and for whom.
    pub fn item(&self, item: &OpenItem) -> String {
        match item.child {
            Some(child) => format!("{}: {}", self.child(child), item.text),
            None => item.text.clone(),
        }
    }
}

/// A form of export, as a record says it.
pub fn form_words(format: &str) -> &str {
    match format.parse() {
        Ok(ExportFormat::Text) => "text",
        Ok(ExportFormat::Json) => "JSON",
        Ok(ExportFormat::Html) => "HTML page",
        Err(_) => format,
    }
}

/// Why an entry has no words in this export.
pub fn why_words(why: LeftOutWhy, export: &Exported) -> &'static str {
    let (one, whole) = (export.for_child.is_some(), is_whole(export));
    match why {
        LeftOutWhy::AnotherChild if one => "about another child",
        LeftOutWhy::AnotherChild => "about a child who is no part of what was shared",
        LeftOutWhy::OthersToo if one => "about this child and others",
        LeftOutWhy::OthersToo => "about a child who is no part of what was shared, too",
        LeftOutWhy::NobodyInParticular => "about nobody in particular",
        LeftOutWhy::OtherReader => "decided for, or said to, somebody else",
        LeftOutWhy::EarlierExport => "an earlier export",
        LeftOutWhy::RestsOnLeftOut => "rests on an entry that is left out",
        LeftOutWhy::Erased if whole => "its words were erased",
        LeftOutWhy::Erased => "erased, or about what was erased",
    }
}

/// Whether an export is of the whole record.
pub fn is_whole(export: &Exported) -> bool {
    export.for_child.is_none() && export.for_reader.is_none()
}
