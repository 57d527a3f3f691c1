//! Working through an interaction at a keyboard: one thing at a time, one line for each answer.
//!
//! Prints what matters now, asks, and records what is typed. Refuses to hold any rule about children: what is asked,
//! when and why is the core's and the pack's. Refuses to say *saved* before the receipt is there.

mod arrival;
mod ask;
mod call;
mod call_items;
mod children;
mod circumstances;
mod danger;
mod drafts;
mod end;
mod export;
mod for_the_log;
mod help;
mod home;
mod input;
mod item;
mod keys;
mod known;
mod leave;
mod look;
mod parse;
mod parts;
mod prompts;
mod resume;
mod risk;
mod screen;
mod session;
pub mod settings;
mod share;
mod steer;
mod tell;
mod words;

use crate::app::App;
use crate::failure::Failure;

/// Works at the keyboard until the officer stops.
///
/// # Errors
/// When the records cannot be opened.
pub fn run(app: &App) -> Result<(), Failure> {
    home::run(app)
}

/// Why a dialogue ends before its end.
pub enum Stop {
    /// The officer stops for now.
    Quit,
    /// Back to the start: this interaction is completed.
    Home,
    /// Nothing more can be read or written.
    Failed(Failure),
}

impl From<childfirst::Error> for Stop {
    fn from(error: childfirst::Error) -> Stop {
        Stop::Failed(error.into())
    }
}

/// What a step gives, unless it is stopped.
pub type Flow<T> = Result<T, Stop>;
