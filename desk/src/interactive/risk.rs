//! Risk, for one child: danger is asked again first, then the officer's own words, then the level.
//!
//! Refuses a level without words, and a level taken from a sibling: only words may be started from.

use super::Flow;
use super::ask::Reply;
use super::item::place;
use super::known::capital;
use super::parse;
use super::parse::Command;
use super::session::{Session, Spot};
use childfirst::interaction::because::conditions;
use childfirst::interaction::danger;
use childfirst::interaction::entry::AskedBecause;
use childfirst::interaction::lines::{level_line, level_words, then};
use childfirst::interaction::operation::{Operation, StateRisk};
use childfirst::interaction::state::RiskNow;
use childfirst::interaction::worklist::RouteRow;
use childfirst::pack::types::Item;
use childfirst::sets::{Level, Standing};

impl Session<'_, '_> {
    /// Danger, before risk: once, until the children or the scene change.
    pub fn danger_before_risk(&mut self) -> Flow<()> {
        if danger::before_risk(&self.state()?) {
            self.danger(Some(AskedBecause::BeforeRisk))?;
        }
        Ok(())
    }

    /// States the risk for the child of a row; of a row for all, for each child in turn.
    pub fn risk(&mut self, spot: Spot, item: &Item) -> Flow<()> {
        let state = self.state()?;
        let mut children: Vec<Option<u32>> = match spot.child {
            0 => state
                .present_children()
                .map(|child| Some(child.number))
                .filter(|child| state.risk(*child).is_none())
                .collect(),
            child => vec![Some(child)],
        };
        if children.is_empty() {
            // All stated before: stating it again is for one child, chosen. No child named: for the scene.
            children.push(self.which_child("", None)?);
        }
        let mut stated = false;
        for child in children {
            match self.risk_of(spot, item, child)? {
                true => stated = true,
                false if self.queued.is_some() => return Ok(()),
                false => {}
            }
        }
        self.leave(spot, stated);
        Ok(())
    }

    fn risk_of(&mut self, spot: Spot, item: &Item, child: Option<u32>) -> Flow<bool> {
        let state = self.state()?;
        let at = place(&item.id, child.unwrap_or(0));
        let title = match child {
            Some(child) => self.title(child)?,
            None => "the children".to_owned(),
        };
        let before: Option<RiskNow> = state
            .risks
            .iter()
            .rev()
            .find(|now| now.risk.child != child)
            .cloned();
        let screen = &self.desk.screen;
        if let Some(now) = state.risk(child) {
            let level = level_words(now.risk.level);
            screen.under(&format!("Stated before: {level}. {}", now.risk.words));
        }
        if let Some(before) = &before {
            let from = before
                .risk
                .child
                .and_then(|child| state.child(child))
                .map_or_else(String::new, |child| child.title());
            screen.under(&format!(
                "= starts from the words for {from}. The level is not copied."
            ));
        }
        let mut from = None;
        let prompt = format!("Risk for {title} (? prompts): ");
        loop {
            let typed = match self.ask(&prompt, Some(at.clone()))? {
                Reply::Words(words) => words,
                Reply::Prompts(rest) => {
                    let work = self.interaction.worklist()?;
                    if let Some(row) = work.rows.iter().find(|row| Spot::from(*row) == spot) {
                        self.prompts(row, &rest)?;
                    }
                    continue;
                }
                Reply::Command(Command::Skip, _) => return Ok(false),
                Reply::Command(command, rest) => {
                    self.queued = Some((command, rest));
                    return Ok(false);
                }
            };
            match (&before, typed.as_str()) {
                (_, "") => return Ok(false),
                // What follows the sign comes after the words that were started from, to be read before it counts.
                (before, with) if with.starts_with('=') => {
                    let (named, more) = parse::pointed(with.trim_start_matches('='));
                    let chosen = match named.first() {
                        Some(seq) => state.risks.iter().find(|now| now.seq == *seq),
                        None => before.as_ref(),
                    };
                    // A child's words are not the officer's own: a risk starts from a statement of risk alone.
                    let Some(before) = chosen else {
                        self.desk
                            .screen
                            .say("No statement of risk is there to start from. Nothing was recorded.");
                        continue;
                    };
                    from = Some(before.seq);
                    let more = more.trim();
                    let words = if more.is_empty() {
                        before.risk.words.clone()
                    } else {
                        then(before.risk.words.clone(), more)
                    };
                    self.keep(&at, &words);
                    continue;
                }
                _ => {}
            }
            self.desk.drafts.hold(&at, &typed);
            let Some(level) = self.level(child)? else {
                self.desk
                    .screen
                    .say("No level, so nothing was recorded. Your words come back here.");
                self.keep(&at, &typed);
                if self.queued.is_some() {
                    return Ok(false);
                }
                continue;
            };
            self.what_follows(child, Some(level), &title)?;
            let operation = Operation::RiskStated(StateRisk {
                child,
                words: typed.clone(),
                level,
                words_from: from,
            });
            let what = format!("{}: {}", capital(&title), level_words(level).to_lowercase());
            if self.save_at(operation, None, &what)?.is_some() {
                self.desk.drafts.done(&at);
                return Ok(true);
            }
            self.keep(&at, &typed);
        }
    }

    fn level(&mut self, child: Option<u32>) -> Flow<Option<Level>> {
        let state = self.state()?;
        let child = child.and_then(|child| state.child(child));
        for (at, level) in Level::ALL.iter().enumerate() {
            let words = level_line(*level, child);
            self.desk.screen.listed(&(at + 1).to_string(), &words);
        }
        self.choose("Level: ", |typed| {
            let number: usize = typed.parse().ok()?;
            Level::ALL.get(number.checked_sub(1)?).copied()
        })
    }

    /// What follows in this force: whatever the level first, then at this level.
    pub fn what_follows(&mut self, child: Option<u32>, level: Option<Level>, title: &str) -> Flow<()> {
        let rows = self.interaction.routes(child, level)?;
        let shown: Vec<u32> = rows.iter().map(|row| row.route).collect();
        let force = self.pack.file().force.clone();
        let screen = &self.desk.screen;
        if let Some((before, of)) = &self.routes_shown
            && *before == shown
        {
            screen.say(&format!("What follows in {force}: the same as for {of}."));
            return Ok(());
        }
        screen.bold(&format!("What follows in {force}"));
        let mut unset = Vec::new();
        for row in rows.iter().filter(|row| row.standing == Standing::Applies) {
            let Some(route) = self.pack.file().routes.get(row.route as usize) else {
                continue;
            };
            let first = if row.whatever_the_level {
                "Whatever the level. "
            } else {
                ""
            };
            let mut text = format!("{first}{}", route.text);
            for (name, value) in [("To", &route.to), ("How", &route.how)] {
                if let Some(value) = value {
                    text = format!("{text} {name}: {value}.");
                }
            }
            if let Some(key) = &route.value {
                let local = self.local(key)?;
                match local.text {
                    Some(_) => {
                        text = format!("{text} In your force: {}.", local.words().trim_end_matches('.'))
                    }
                    None => unset.push(local.words()),
                }
            }
            screen.under(&text);
        }
        unset.dedup();
        for words in unset {
            screen.under(&format!("Who to tell and how: {words}."));
        }
        let may: Vec<String> = rows
            .iter()
            .filter(|row| row.standing == Standing::MayApply)
            .filter_map(|row| self.route_condition(row))
            .collect();
        if !may.is_empty() {
            screen.under(&format!(
                "More may follow: {}, if {}.",
                may.len(),
                may.join(", or if ")
            ));
        }
        if let Some(past) = self.desk.app.status(&self.pack).past_end {
            screen.under(&past);
        }
        self.routes_shown = Some((shown, title.to_owned()));
        Ok(())
    }

    fn route_condition(&self, row: &RouteRow) -> Option<String> {
        let route = self.pack.file().routes.get(row.route as usize)?;
        let words: Vec<String> = route
            .cases
            .iter()
            .flat_map(|case| conditions(&self.pack, case, u32::MAX, "the child"))
            .collect();
        Some(words.join(" or "))
    }
}
