//! The operations of a script: core's, and those that belong to the door, to a draft and to tests.
//!
//! One table makes the reader and the schema, so that they cannot differ. Refuses to know what an operation does.

use super::line::{Fault, fit};
use super::schema::takes;
use crate::commands::names::nearest;
use childfirst::interaction::entry::*;
use childfirst::interaction::operation::*;
use childfirst::sets::{ExportFormat, Role};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value};

/// Begin an interaction.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct BeginOp {
    /// The pack's id, or its digest.
    pub pack: String,
    /// The role.
    pub role: Role,
    /// The recorder's name or number.
    #[serde(default)]
    pub recorder: Option<String>,
}

/// Go on with an interaction.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct ResumeOp {
    /// Its id, or its beginning. Left out: the one that began last.
    #[serde(default)]
    pub interaction: Option<String>,
}

/// Export the record.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct ExportOp {
    /// In which form.
    pub format: ExportFormat,
    /// For this child alone.
    #[serde(default)]
    pub child: Option<u32>,
    /// For this reader alone: the name as it stands in a sharing or a hand-over.
    #[serde(default)]
    pub reader: Option<String>,
}

/// Move the interaction to another pack.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct MoveOp {
    /// The pack's id, or its digest.
    pub pack: String,
}

/// Keep what is half typed.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct DraftOp {
    /// Where it was being typed: the id of an item or prompt, or a kind of entry.
    pub place: String,
    /// The child it is about.
    #[serde(default)]
    pub child: Option<u32>,
    /// The words so far.
    pub words: String,
}

/// Forget what was half typed.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct DraftDropOp {
    /// Where it was being typed. Left out: everything that is half typed is forgotten.
    #[serde(default)]
    pub place: Option<String>,
    /// The child it is about.
    #[serde(default)]
    pub child: Option<u32>,
}

/// Erase an entry's words.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct EraseOp {
    /// Which entry.
    pub entry: u64,
    /// Why.
    pub reason: String,
    /// On whose authority.
    pub authority: String,
}

/// What a line asks for.
#[derive(Debug)]
pub enum Op {
    /// Begin.
    Begun(BeginOp),
    /// Go on.
    Resumed(ResumeOp),
    /// Another pack.
    MovedToPack(MoveOp),
    /// Export.
    Exported(ExportOp),
    /// Erase an entry's words.
    Erased(EraseOp),
    /// Keep a draft.
    Draft(DraftOp),
    /// Forget it.
    DraftDropped(DraftDropOp),
    /// Read the worklist.
    Worklist,
    /// Read the state.
    State,
    /// Read the record.
    Record,
    /// Read the copy for the log.
    LogCopy,
    /// Check the chain.
    Verify,
    /// Any other kind of entry.
    Entry(Box<Operation>),
}

/// Makes the reader and, for the schema, the list of operations with their fields.
macro_rules! ops {
    ($($name:literal: $ty:ty => $make:expr, $doc:literal;)+) => {
        /// Every operation.
        pub const NAMES: &[&str] = &[$($name,)+];

        /// Reads an operation by its name and fields.
        ///
        /// # Errors
        /// The field that is unknown, missing or wrong.
        pub fn read(name: &str, fields: Map<String, Value>) -> Result<Op, Fault> {
            match name {
                $($name => fit::<$ty>(fields)
                    .map_err(|fault| fault.with_takes(|inside| takes::<$ty>(inside)))
                    .map($make),)+
                other => Err(Fault::UnknownOp(nearest(other, NAMES.iter().copied()))),
            }
        }

        /// Every operation with what it does and the schema of its fields.
        #[cfg(test)]
        pub fn schemas(of: &mut schemars::SchemaGenerator) -> Vec<(&'static str, &'static str, schemars::Schema)> {
            vec![$(($name, $doc, <$ty as JsonSchema>::json_schema(of)),)+]
        }
    };
}

fn entry<T>(make: fn(T) -> Operation) -> impl Fn(T) -> Op {
    move |fields| Op::Entry(Box::new(make(fields)))
}

ops! {
    "begun": BeginOp => Op::Begun, "Begin an interaction. The lines after it are about it.";
    "resumed": ResumeOp => Op::Resumed, "Go on with an interaction. Writes nothing.";
    "danger_asked": AnswerDanger => entry(Operation::DangerAsked), "Answer the danger question.";
    "scene_set": SceneSet => entry(Operation::SceneSet), "Say where the scene is.";
    "child_added": AddChild => entry(Operation::ChildAdded), "Add a child.";
    "child_relabelled": ChildRelabelled => entry(Operation::ChildRelabelled), "Give a child another label or age.";
    "child_merged": ChildMerged => entry(Operation::ChildMerged), "Say that two of the list are the same child.";
    "circumstances_set": SetCircumstances => entry(Operation::CircumstancesSet), "Say what is known of children.";
    "answered": Answer => entry(Operation::Answered), "Answer an item or a prompt.";
    "quoted": Quote => entry(Operation::Quoted), "Record what a child said.";
    "observed": Observe => entry(Operation::Observed), "Record what was seen, heard or not said.";
    "risk_stated": StateRisk => entry(Operation::RiskStated), "State a risk: words, then the level.";
    "told": TellSomeone => entry(Operation::Told), "Record that somebody was told.";
    "sharing_moved": MoveSharing => entry(Operation::SharingMoved), "Decide to share, send, confirm, or decide not to.";
    "list_ended": EndList => entry(Operation::ListEnded), "End a list, with what it leaves.";
    "left_scene": Leave => entry(Operation::LeftScene), "Leave the scene.";
    "returned": Return => entry(Operation::Returned), "Come back.";
    "mode_set": ModeSet => entry(Operation::ModeSet), "At the scene, or writing up.";
    "reference_added": ReferenceAdded => entry(Operation::ReferenceAdded), "Add a reference outside this device.";
    "handling_set": SetHandling => entry(Operation::HandlingSet), "Set the line that prints above everything.";
    "copied_for_the_log": CopyForTheLog => entry(Operation::CopiedForTheLog), "Note what was copied for the log.";
    "taken_over": TakeOver => entry(Operation::TakenOver), "Keep what was told before arrival, or at a taking over.";
    "silent_call_set": SilentCallSet => entry(Operation::SilentCallSet), "Say that the call is silent, or that the caller can talk now.";
    "handed_over": HandOver => entry(Operation::HandedOver), "Hand over.";
    "exported": ExportOp => Op::Exported, "Export the record. The answer has the file in it.";
    "reviewed": Review => entry(Operation::Reviewed), "Add a supervisor's review.";
    "hold_set": Reason => entry(Operation::HoldSet), "Hold the record.";
    "hold_lifted": Reason => entry(Operation::HoldLifted), "Lift the hold.";
    "completed": Nothing => entry(Operation::Completed), "Complete it, with what stays open.";
    "reopened": Reason => entry(Operation::Reopened), "Reopen it.";
    "corrected": Corrected => entry(Operation::Corrected), "Correct an entry, which stays as it was.";
    "moved_to_pack": MoveOp => Op::MovedToPack, "Move the interaction to another pack.";
    "erased": EraseOp => Op::Erased, "Erase an entry's words; that it was there stays.";
    "draft": DraftOp => Op::Draft, "Keep what is half typed, in the place of what was kept for the same place and child.";
    "draft_dropped": DraftDropOp => Op::DraftDropped, "Forget what was half typed, at one place or everywhere.";
    "worklist": Nothing => |_| Op::Worklist, "Read the worklist. Writes nothing.";
    "state": Nothing => |_| Op::State, "Read the state. Writes nothing.";
    "log_copy": Nothing => |_| Op::LogCopy, "Read the copy for the incident log. Writes nothing.";
    "record": Nothing => |_| Op::Record, "Read the record. Writes nothing.";
    "verify": Nothing => |_| Op::Verify, "Check every seal and the whole chain. Writes nothing.";
}
