//! Commands: those that may stand anywhere and come back to the same question, and those that go elsewhere.
//!
//! Refuses nothing that an officer may need in the middle of something else: a child's words and danger first.

use super::Flow;
use super::parse::Command;
use super::session::Session;
use childfirst::sets::Mode;

impl Session<'_, '_> {
    /// Follows a command that comes back to the same question. False: it goes elsewhere.
    pub fn anywhere(&mut self, command: Command, rest: &str) -> Flow<bool> {
        match command {
            Command::Danger => self.danger(None)?,
            Command::Yes => self.danger_yes()?,
            Command::Safe => self.safe(rest)?,
            Command::Words => self.words(rest)?,
            Command::Observe => self.observe(rest)?,
            Command::Kids => self.kids(rest)?,
            Command::Place => self.place(rest)?,
            Command::Told => self.told(rest)?,
            Command::ToldOfficers => {
                self.told_officers(rest)?;
            }
            Command::Silent => self.silent()?,
            Command::Copy => self.copy_for_the_log()?,
            Command::OnTheLine => self.on_the_line(rest)?,
            Command::Reference => self.reference(rest)?,
            Command::Handling => self.handling(rest)?,
            Command::Undo => self.undo(rest)?,
            Command::Fix => self.fix(rest)?,
            Command::Move => self.move_to(rest)?,
            Command::Writing => self.mode(Mode::WritingUp)?,
            Command::Scene => self.mode(Mode::AtScene)?,
            Command::Now => self.now_again(),
            Command::Review => self.review()?,
            Command::Say => self.say()?,
            Command::Find => self.find(rest)?,
            Command::Record => self.record(rest)?,
            Command::Export => self.export(rest)?,
            Command::Help => self.help()?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Follows a command that goes elsewhere.
    pub fn steer(&mut self, command: Command, rest: &str) -> Flow<()> {
        match command {
            Command::Later | Command::NotDone | Command::NotApplicable | Command::InLog => {
                match self.trail.last().copied() {
                    Some(spot) => {
                        self.outcome(spot, command, rest)?;
                    }
                    None => self.desk.screen.say("No item is open yet. /parts shows all."),
                }
            }
            Command::Parts => self.parts()?,
            Command::Back => {
                let now = self.trail.pop();
                match self.trail.pop().or(now) {
                    Some(before) => self.jump(before),
                    None => self.desk.screen.say("This is the first."),
                }
            }
            Command::Skip => {
                if let Some(spot) = self.trail.last().copied() {
                    self.leave(spot, false);
                }
            }
            Command::Share => {
                self.desk.screen.gap();
                self.share()?;
            }
            Command::Left => self.left(rest)?,
            Command::Return => self.back_again(rest)?,
            Command::Hand => self.hand(rest)?,
            Command::Done => self.done()?,
            command => {
                self.anywhere(command, rest)?;
            }
        }
        Ok(())
    }
}
