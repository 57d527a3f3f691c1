//! Performs the lines of a script, one after the other, on the interaction that the script began or resumed.
//!
//! Refuses to do anything of a line that is not wholly understood, and to answer before the commit returned.

use super::answer::Reply;
use super::line::{Common, Fault, Line};
use super::ops::{self, EraseOp, Op};
use crate::app::App;
use crate::commands::show;
use crate::failure::{Failure, code};
use childfirst::interaction::entry::Erased;
use childfirst::interaction::export::ExportHow;
use childfirst::interaction::operation::Made;
use childfirst::{Begin, Draft, Interaction, Records};
use serde_json::json;
use std::sync::Arc;

/// Reads a line: the name of its operation, what every line may carry, and the operation.
pub(super) fn read(text: &str) -> Result<(String, Common, Op), Fault> {
    let line = Line::read(text)?;
    let op = ops::read(&line.op, line.fields)?;
    Ok((line.op, line.common, op))
}

/// A script under way.
pub struct Session<'a> {
    app: &'a App,
    records: Arc<Records>,
    interaction: Option<Arc<Interaction>>,
}

impl<'a> Session<'a> {
    /// A script at its first line.
    pub fn new(app: &'a App, records: Arc<Records>) -> Session<'a> {
        Session {
            app,
            records,
            interaction: None,
        }
    }

    /// Performs one line.
    pub fn perform(&mut self, number: u64, text: String) -> Reply {
        match read(&text) {
            Ok((name, common, op)) => self.op(number, &name, common, op),
            Err(fault) => Reply::fault(number, &fault),
        }
    }

    fn op(&mut self, number: u64, name: &str, common: Common, op: Op) -> Reply {
        let app = match common.now {
            Some(now) => &self.app.at(now),
            None => self.app,
        };
        let made = Made {
            now: app.now(),
            done_at: common.done_at.map(|at| at.0),
            author: common.author,
        };
        let op = match op {
            Op::Begun(begin) => return self.begin(number, begin, made),
            Op::Resumed(resume) => return self.resume(number, resume.interaction.as_deref()),
            op => op,
        };
        let Some(it) = &self.interaction else {
            let first = Failure::new(
                code::REFUSED,
                "No interaction yet. Begin with a begun or resumed line.",
            );
            return Reply::failure(number, "no_interaction", &first);
        };
        let receipt = match op {
            Op::Entry(operation) => it.perform(*operation, made),
            Op::Erased(EraseOp {
                entry,
                reason,
                authority,
            }) => {
                let remains = None;
                let erased = Erased {
                    entry,
                    reason,
                    authority,
                    remains,
                };
                return match self.records.erase(it.id(), erased, made) {
                    Ok(erasure) => Reply::erasure(number, name, &erasure),
                    Err(error) => Reply::error(number, error),
                };
            }
            Op::Exported(export) => {
                let (format, child, reader) = (export.format, export.child, export.reader);
                return match it.export(
                    ExportHow {
                        format,
                        child,
                        reader,
                    },
                    made,
                ) {
                    Ok(file) => Reply::export(number, name, &file),
                    Err(error) => Reply::error(number, error),
                };
            }
            Op::MovedToPack(to) => match self.app.pack(&to.pack) {
                Ok(pack) => it.move_to_pack(pack, made),
                Err(failure) => return Reply::failure(number, "not_found", &failure),
            },
            Op::Draft(draft) => {
                let (place, child, words) = (draft.place, draft.child, draft.words);
                return done(number, name, it.keep_draft(Draft { place, child, words }));
            }
            Op::DraftDropped(drop) => {
                let dropped = match drop.place {
                    Some(place) => it.drop_draft_at(place, drop.child),
                    None => it.drop_draft(),
                };
                return done(number, name, dropped);
            }
            Op::Worklist | Op::State => {
                let whole = show::as_json(app, it);
                let part = whole.map(|mut whole| whole.get_mut(name).map(serde_json::Value::take));
                return match part {
                    Ok(part) => Reply::ok(number, &json!({ "ok": true, "kind": name, name: part })),
                    Err(failure) => Reply::failure(number, "not_found", &failure),
                };
            }
            Op::Record => {
                return match it.record() {
                    Ok(record) => Reply::ok(number, &json!({ "ok": true, "kind": name, "record": record })),
                    Err(error) => Reply::error(number, error),
                };
            }
            Op::LogCopy => {
                return match it.log_copy(app.now()) {
                    Ok(copy) => Reply::ok(number, &json!({ "ok": true, "kind": name, name: copy })),
                    Err(error) => Reply::error(number, error),
                };
            }
            Op::Verify => {
                return match it.verify() {
                    Ok(head) => Reply::receipt(number, name, &head),
                    Err(error) => Reply::error(number, error),
                };
            }
            Op::Begun(_) | Op::Resumed(_) => Err(childfirst::Error::Closed),
        };
        match receipt {
            Ok(receipt) => Reply::receipt(number, name, &receipt),
            Err(error) => Reply::error(number, error),
        }
    }

    fn begin(&mut self, number: u64, begin: ops::BeginOp, made: Made) -> Reply {
        let pack = match self.app.pack(&begin.pack) {
            Ok(pack) => pack,
            Err(failure) => return Reply::failure(number, "not_found", &failure),
        };
        let how = Begin {
            pack: pack.digest_hex().to_owned(),
            role: begin.role,
            recorder: begin.recorder,
        };
        match self.records.begin(how, made).and_then(|it| Ok((it.head()?, it))) {
            Ok((receipt, it)) => {
                self.interaction = Some(it);
                Reply::receipt(number, "begun", &receipt)
            }
            Err(error) => Reply::error(number, error),
        }
    }

    fn resume(&mut self, number: u64, id: Option<&str>) -> Reply {
        let found = match id {
            Some(id) => self.app.interaction(id),
            None => self.newest(),
        };
        let found = match found {
            Ok(found) => found,
            Err(failure) => return Reply::failure(number, "not_found", &failure),
        };
        match found.head() {
            Ok(receipt) => {
                self.interaction = Some(found);
                Reply::receipt(number, "resumed", &receipt)
            }
            Err(error) => Reply::error(number, error),
        }
    }

    /// The interaction that began last.
    fn newest(&self) -> Result<Arc<Interaction>, Failure> {
        match self.records.list()?.into_iter().next() {
            Some(newest) => Ok(self.records.resume(newest.id)?),
            None => Err(Failure::new(
                code::NOT_FOUND,
                "There is no interaction to resume. Begin one.",
            )),
        }
    }
}

fn done(number: u64, name: &str, result: childfirst::Result<()>) -> Reply {
    match result {
        Ok(()) => Reply::ok(number, &json!({ "ok": true, "kind": name })),
        Err(error) => Reply::error(number, error),
    }
}
