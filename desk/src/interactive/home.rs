//! The start: who, in what role, on which guidance; what is not finished; begin or go on.
//!
//! Another officer's record shows its place and time, and nothing else. Refuses to hide an end date, or that what is
//! kept here stands nowhere else.

use super::call::record_title;
use super::drafts::Drafts;
use super::input::Input;
use super::keys;
use super::known::place_title;
use super::screen::Screen;
use super::session::{Desk, Session};
use super::settings::{SetByForce, Settings};
use super::{Flow, Stop};
use crate::app::App;
use crate::failure::{Failure, sentence};
use childfirst::interaction::lines::role_words;
use childfirst::interaction::operation::{Made, TakeOver};
use childfirst::interaction::worklist::{Mark, Row};
use childfirst::pack::Pack;
use childfirst::sets::{Role, Waits};
use childfirst::time::Moment;
use childfirst::{Begin, Interaction, Listed, ListedFor};
use std::sync::Arc;

/// Stands wherever a record does.
pub const ONLY_HERE: &str = "On this device only. Not in your force’s system.";

/// Works until the officer stops.
pub fn run(app: &App) -> Result<(), Failure> {
    let records = app.records()?;
    let drafts = Drafts::start();
    let mut input = Input::new(drafts.clone());
    let screen = Screen::new();
    let known = Settings::read(app.folder()).filter(|known| app.pack(&known.pack).is_ok());
    let first = known.is_none();
    screen.bold("Child First");
    let settings = match known.map_or_else(|| choose(app, &screen, &mut input), Ok) {
        Ok(settings) => settings,
        Err(stop) => return ended(stop, &screen),
    };
    if let Err(why) = keys::take(&settings.keys) {
        screen.say(&format!("The keys are the usual ones: {why}."));
    }
    let mut desk = Desk {
        app,
        records,
        screen,
        input,
        drafts: drafts.clone(),
        settings,
    };
    let stopped = desk.home(first);
    drafts.stop();
    ended(stopped, &desk.screen)
}

fn ended(stopped: impl Into<Stop>, screen: &Screen) -> Result<(), Failure> {
    match stopped.into() {
        Stop::Failed(failure) => Err(failure),
        Stop::Quit | Stop::Home => {
            screen.gap();
            Ok(())
        }
    }
}

impl Desk<'_> {
    /// The start, again and again until the officer stops.
    fn home(&mut self, mut first: bool) -> Stop {
        loop {
            let stop = match self.start(first) {
                Ok(()) => continue,
                Err(stop) => stop,
            };
            self.drafts.of(None);
            match stop {
                Stop::Home => first = false,
                stop => return stop,
            }
        }
    }

    fn start(&mut self, first: bool) -> Flow<()> {
        let pack = self.app.pack(&self.settings.pack).map_err(Stop::Failed)?;
        let own = self.greet(&pack, first)?;
        let go_on = match own.len() {
            0 => String::new(),
            1 => ", 1 goes on with it".to_owned(),
            n => format!(", 1 to {n} goes on with one"),
        };
        self.screen.gap();
        if self.settings.role == Role::CallHandler {
            self.screen.bold("A call now? Press Enter.");
            self.screen
                .under("Where is asked first. Immediate danger has its key from then on: /y.");
        } else {
            self.screen.bold("With a child now? Press Enter.");
            self.screen
                .under("Nothing else is needed. Immediate danger is asked first.");
        }
        let told = match self.settings.role {
            Role::CallHandler => "",
            _ => ", t told before arrival",
        };
        loop {
            let prompt = format!("Enter starts{go_on}{told}, /change, /quit: ");
            let typed = self.ask(&prompt)?;
            match typed.to_lowercase().as_str() {
                "" | "s" | "/start" => return self.begin(None),
                "t" if !told.is_empty() => {
                    return match self.told_before_arrival()? {
                        Some(take) => self.begin(Some(take)),
                        None => Ok(()),
                    };
                }
                "/q" | "q" | "/quit" => return Err(Stop::Quit),
                "/change" => {
                    self.settings = choose(self.app, &self.screen, &mut self.input)?;
                    return Ok(());
                }
                number => {
                    let chosen = number.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
                    match chosen.and_then(|n| own.get(n)) {
                        Some(id) => return self.resume(id.clone()),
                        None => self
                            .screen
                            .say("Enter, a number from the list, /change or /quit."),
                    }
                }
            }
        }
    }

    /// Who, on what, and what is not finished. Gives the ids that can be gone on with.
    fn greet(&self, pack: &Pack, first: bool) -> Flow<Vec<String>> {
        let screen = &self.screen;
        let who = self.settings.recorder.as_deref().unwrap_or("no name given");
        let status = self.app.status(pack);
        screen.say(&format!(
            "Recording as {who}, {}. {}.",
            role_words(self.settings.role),
            status.pin
        ));
        if let Some(past) = status.past_end {
            screen.say(&past);
        }
        if first {
            screen.say(
                "No signal is needed: everything you need is on this device. Records are sealed; their key is a file in the data folder that only you can read.",
            );
        }
        let mut open = self.records.list_for(self.settings.recorder.clone())?;
        open.retain(|one| !matches!(one, ListedFor::Own { listed } if listed.completed));
        let mut own = Vec::new();
        // Said once where it is so of all; of somebody else's record nobody here knows it.
        let only_here = |one: &ListedFor| matches!(one, ListedFor::Own { listed } if listed.only_here);
        let all_only_here = open.iter().all(only_here);
        if !open.is_empty() {
            screen.gap();
            screen.say(&match all_only_here {
                true => format!("Not finished. {ONLY_HERE}"),
                false => "Not finished.".to_owned(),
            });
        }
        for one in open {
            let only_here = only_here(&one) && !all_only_here;
            let (id, mut line) = self.listed(one);
            if only_here && id.is_some() {
                line = format!("{line}. On this device only");
            }
            match id {
                Some(id) => {
                    own.push(id);
                    screen.listed(&own.len().to_string(), &line);
                }
                None => screen.listed("-", &line),
            }
        }
        Ok(own)
    }

    /// A record that is not finished, and its id where it can be gone on with. What keeps one of them shut keeps
    /// nobody from beginning another.
    fn listed(&self, one: ListedFor) -> (Option<String>, String) {
        let now = self.app.now();
        let titled = |place, began_at: Option<Moment>| {
            let when = began_at.map_or_else(String::new, |at| day_and_clock(at, now));
            format!("{}, {when}", place_title(place))
        };
        match one {
            ListedFor::Other { place, began_at, .. } => (
                None,
                format!("{}. Another officer’s record", titled(place, began_at)),
            ),
            ListedFor::Unnamed {
                id, place, began_at, ..
            } => (
                Some(id),
                format!("{}. No recorder was named", titled(place, began_at)),
            ),
            ListedFor::Own { listed } if listed.id.is_empty() => {
                let words = "The records are damaged. Some may be missing here. Ask for help.";
                (None, words.to_owned())
            }
            ListedFor::Own { listed } => {
                if let Some(what) = listed.problem {
                    return (
                        None,
                        format!("A record that cannot be opened: {what}. It is kept."),
                    );
                }
                let title = titled(listed.place, listed.began_at);
                match self.records.resume(listed.id.clone()) {
                    Ok(found) => {
                        let left = left(&listed, &found);
                        let title = match found.state() {
                            Ok(state) => record_title(&state),
                            Err(_) => place_title(listed.place),
                        };
                        let when = listed
                            .began_at
                            .map_or_else(String::new, |at| day_and_clock(at, now));
                        (Some(listed.id), format!("{title}, {when}. {left}"))
                    }
                    Err(error) => (None, format!("{title}. {}", sentence(&error))),
                }
            }
        }
    }

    fn begin(&mut self, told: Option<TakeOver>) -> Flow<()> {
        let how = Begin {
            pack: self.settings.pack.clone(),
            role: self.settings.role,
            recorder: self.settings.recorder.clone(),
        };
        let now = self.app.now();
        let interaction = self.records.begin(how, Made::now(now))?;
        self.screen.say(&format!(
            "Saved on this device {}, entry 1. {ONLY_HERE} /help lists the keys.",
            now.clock_seconds()
        ));
        self.work(interaction, true, told)
    }

    fn resume(&mut self, id: String) -> Flow<()> {
        let interaction = self.records.resume(id)?;
        self.work(interaction, false, None)
    }

    fn work(&mut self, interaction: Arc<Interaction>, new: bool, told: Option<TakeOver>) -> Flow<()> {
        let mut session = Session::new(self, Arc::clone(&interaction))?;
        let stopped = match new {
            true => session.begun(told).and_then(|()| session.run()),
            false => session.come_back().and_then(|()| session.run()),
        };
        if let Err(Stop::Quit) = stopped {
            self.screen.gap();
            if interaction.drafts().is_ok_and(|drafts| !drafts.is_empty()) {
                self.screen
                    .say("What was half typed is kept, sealed. It comes back at its place.");
            }
            let only = if interaction.state()?.only_here() {
                ONLY_HERE
            } else {
                ""
            };
            self.screen.say(&format!(
                "Nothing is lost. Start childfirst again to go on. {only}"
            ));
        }
        stopped
    }
}

fn left(listed: &Listed, interaction: &Interaction) -> String {
    let mut left = Vec::new();
    for (count, words) in [
        (listed.unsent, "decided and not sent"),
        (listed.untold, "not told yet"),
    ] {
        if count > 0 {
            left.push(format!("{count} {words}"));
        }
    }
    let open = interaction.worklist().map(|work| {
        // What must be done shows when the call is over.
        let open = |row: &&Row| {
            matches!(row.mark, Mark::Open | Mark::NotReached)
                && !row.folded
                && row.waits != Some(Waits::UntilTheCallIsOver)
        };
        work.rows.iter().filter(open).count()
    });
    match open {
        Ok(0) => {}
        Ok(open) => left.push(format!("{open} still open")),
        Err(_) => left.push("its guidance is not on this device".to_owned()),
    }
    if left.is_empty() {
        "Nothing left open".to_owned()
    } else {
        left.join(", ")
    }
}

/// `02:09` today, `21 November 2026 23:50` before.
pub fn day_and_clock(at: Moment, now: Moment) -> String {
    let clock = at.clock_beside(&now);
    if at.date() == now.date() {
        clock
    } else {
        format!("{} {clock}", at.date())
    }
}

/// Asks for force, role and recorder, and keeps them.
fn choose(app: &App, screen: &Screen, input: &mut Input) -> Flow<Settings> {
    let packs = app.guidance().in_use();
    // A base that others are built on is nobody's force.
    let base = |id: &str| {
        packs
            .iter()
            .any(|pack| pack.file().built_on.iter().any(|on| on.pack == id))
    };
    let mut forces: Vec<_> = packs
        .iter()
        .filter(|pack| !pack.file().lists.is_empty() && !base(&pack.file().id))
        .collect();
    forces.sort_by_key(|pack| pack.file().force.clone());
    screen.gap();
    screen.say("First, once: your force, your role, and who records. /change asks again.");
    let names: Vec<String> = forces
        .iter()
        .map(|pack| format!("{} ({})", pack.file().force, pack.file().title))
        .collect();
    let force = number(screen, input, "Your force", &names)?;
    let Some(pack) = forces.get(force) else {
        return Err(Stop::Failed(Failure::new(
            crate::failure::code::NOT_FOUND,
            "No guidance of a force is installed. `childfirst packs` shows what there is.",
        )));
    };
    let roles: Vec<Role> = Role::ALL
        .iter()
        .copied()
        .filter(|role| pack.file().roles.contains(role))
        .collect();
    let names: Vec<String> = roles.iter().map(|role| role_words(*role).to_owned()).collect();
    let role = number(screen, input, "Your role", &names)?;
    screen.gap();
    screen.say("Who records: your name or number. It stands in the record. Enter alone: no name; it is listed as missing at hand-over.");
    let recorder = line(input, "Name or number: ")?;
    // What a force set stays, whoever uses the device.
    let set = SetByForce::read(app.folder());
    let settings = Settings {
        pack: pack.file().id.clone(),
        role: roles.get(role).copied().unwrap_or(Role::ResponseOfficer),
        recorder: (!recorder.is_empty()).then_some(recorder),
        keys: set.keys,
        clipboard: set.clipboard,
    };
    if settings.write(app.folder()).is_err() {
        screen.say("This choice could not be kept. It holds until you stop, and is asked again next time.");
    }
    screen.gap();
    Ok(settings)
}

fn number(screen: &Screen, input: &mut Input, what: &str, names: &[String]) -> Flow<usize> {
    screen.gap();
    for (at, name) in names.iter().enumerate() {
        screen.listed(&(at + 1).to_string(), name);
    }
    loop {
        let alone = if names.len() == 1 {
            " (Enter takes the only one)"
        } else {
            ""
        };
        let typed = line(input, &format!("{what}{alone}: "))?;
        if typed.is_empty() && names.len() <= 1 {
            return Ok(0);
        }
        let lower = typed.to_lowercase();
        let named = names
            .iter()
            .position(|name| !lower.is_empty() && name.to_lowercase().starts_with(&lower));
        let chosen = lower
            .parse::<usize>()
            .ok()
            .and_then(|n| n.checked_sub(1))
            .or(named);
        match chosen.filter(|n| *n < names.len()) {
            Some(chosen) => return Ok(chosen),
            None => screen.say("Type the number of a line above."),
        }
    }
}

fn line(input: &mut Input, prompt: &str) -> Flow<String> {
    match input.read(prompt, "", None) {
        super::input::Typed::Line(line) => Ok(line),
        super::input::Typed::End => Err(Stop::Quit),
    }
}
