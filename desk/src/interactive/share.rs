//! Sharing: decided, then sent, then receipt confirmed, each said only when it is true; or not shared, and why.
//!
//! The program sends nothing, and says so. Refuses to call shared what was not sent.

use super::Flow;
use super::item::place;
use super::parse;
use super::session::{Session, some};
use childfirst::interaction::lines::Words;
use childfirst::interaction::operation::{MoveSharing, Operation};
use childfirst::interaction::state::SharingNow;
use childfirst::sets::SharingStage;

impl Session<'_, '_> {
    /// Moves a sharing on, or begins one. True when something was recorded.
    pub fn share(&mut self) -> Flow<bool> {
        let state = self.state()?;
        let going: Vec<SharingNow> = state
            .sharings
            .iter()
            .filter(|now| matches!(now.sharing.stage, SharingStage::Decided | SharingStage::Sent))
            .cloned()
            .collect();
        if !going.is_empty() {
            self.desk.screen.bold("Sharing under way");
            for (at, now) in going.iter().enumerate() {
                let words = Words { state: &state }.sharing(&now.sharing);
                self.desk.screen.listed(&(at + 1).to_string(), &words);
            }
            let Some(typed) = self.ask_words("Number moves it on, Enter begins another, /back: ", None)?
            else {
                return Ok(false);
            };
            if let Some(now) = typed
                .parse::<usize>()
                .ok()
                .and_then(|n| going.get(n.checked_sub(1)?))
            {
                return self.move_on(now);
            }
        }
        self.begin_sharing()
    }

    fn begin_sharing(&mut self) -> Flow<bool> {
        let at = place("sharing_moved", 0);
        let offer = self.interaction.sharing_offer()?;
        let screen = &self.desk.screen;
        match (&offer.to, &offer.unset) {
            (Some(to), _) => screen.under(&format!("From the route: {to}. Enter takes it.")),
            (None, Some(own)) => screen.under(&format!("Whom the route names: {}.", own.words())),
            (None, None) => screen.under("Whom to share with: no route says."),
        }
        if let Some(past) = self.desk.app.status(&self.pack).past_end {
            screen.under(&past);
        }
        screen.under(
            "Not sharing: n and why. For some children only: begin with their numbers, “1,3: the school”.",
        );
        let Some(typed) = self.ask_words("Share with: ", Some(at.clone()))? else {
            return Ok(false);
        };
        let (first, rest) = parse::first_word(&typed);
        if first.eq_ignore_ascii_case("n") {
            let at = place("sharing_moved#not_shared", 0);
            let Some(why) = self.need_at(&at, rest, "Not sharing: why? ")? else {
                return Ok(false);
            };
            let mut not = blank(None, SharingStage::NotShared);
            not.why = Some(why.clone());
            let operation = Operation::SharingMoved(not);
            let saved = self.save_at(operation, None, "Not shared")?.is_some();
            return Ok(self.settle(&at, &why, saved));
        }
        let (children, to) = parse::whom(&typed);
        let Some(to) = some(to).or(offer.to) else {
            return Ok(false);
        };
        self.desk.drafts.hold(&at, &typed);
        let mut sharing = blank(None, SharingStage::Decided);
        (sharing.children, sharing.to) = (children, Some(to));
        let steps: [(&str, &str, Field); 4] = [
            ("how", "How (form, telephone, in person): ", |s| &mut s.how),
            ("what", "What: ", |s| &mut s.what),
            ("why", "Why: ", |s| &mut s.why),
            (
                "considered",
                "Considered (her words, own records, partners’): ",
                |s| &mut s.considered,
            ),
        ];
        self.desk.screen.under("Enter alone leaves a line out.");
        // Each line has a place: they are saved together, at the end.
        let mut typed_at = vec![(at, typed)];
        for (name, prompt, field) in steps {
            let at = place(&format!("sharing_moved#{name}"), 0);
            let Some(words) = self.ask_words(prompt, Some(at.clone()))? else {
                self.desk.screen.say("Nothing was recorded of this sharing.");
                self.settle_all(typed_at, false);
                return Ok(false);
            };
            if let Some(words) = some(&words) {
                self.desk.drafts.hold(&at, &words);
                typed_at.push((at, words.clone()));
                *field(&mut sharing) = Some(words);
            }
        }
        if sharing.how.is_none() {
            sharing.how = offer.how;
        }
        sharing.route = offer.route;
        let operation = Operation::SharingMoved(sharing);
        let first = self.save_at(operation, None, "Decided, not sent")?;
        self.settle_all(typed_at, first.is_some());
        let Some(first) = first else {
            return Ok(false);
        };
        self.sent(first)?;
        Ok(true)
    }

    fn sent(&mut self, first: u64) -> Flow<()> {
        self.desk
            .screen
            .under("This program sends nothing. /share says when it was sent.");
        let prompt = "Sent already? y only when it is true, Enter: not yet: ";
        let sent = self.choose(prompt, |typed| matches!(typed, "y" | "yes").then_some(()))?;
        if sent.is_some() {
            self.save_at(
                Operation::SharingMoved(blank(Some(first), SharingStage::Sent)),
                None,
                "Sent, receipt not confirmed",
            )?;
        }
        Ok(())
    }

    fn move_on(&mut self, now: &SharingNow) -> Flow<bool> {
        let decided = now.sharing.stage == SharingStage::Decided;
        let prompt = if decided {
            "s sent, and how; n why: not shared after all. “s by telephone /at 02:57”: "
        } else {
            "c receipt confirmed, “c /at 03:10”: "
        };
        let at = place(&format!("sharing_moved {}", now.first), 0);
        let (stage, said, typed) = loop {
            let Some(typed) = self.ask_words(prompt, Some(at.clone()))? else {
                return Ok(false);
            };
            let (first, rest) = parse::first_word(&typed);
            let stage = match first.to_lowercase().as_str() {
                "" => return Ok(false),
                "s" | "sent" if decided => SharingStage::Sent,
                "n" if decided => SharingStage::NotShared,
                "c" | "confirmed" if !decided => SharingStage::Confirmed,
                _ => {
                    let words = "That is not one of these. Nothing was recorded.";
                    self.not_taken(&typed, words);
                    continue;
                }
            };
            let said = parse::said(rest);
            break (stage, said, typed);
        };
        self.desk.drafts.hold(&at, &typed);
        let mut moved = blank(Some(now.first), stage);
        let mut typed_at = vec![(at, typed)];
        if stage == SharingStage::NotShared {
            let not = place("sharing_moved#not_shared", 0);
            let Some(why) = self.need_at(&not, &said.words, "Not sharing: why? ")? else {
                return Ok(false);
            };
            moved.why = Some(why.clone());
            typed_at.push((not, why));
        } else if decided {
            moved.how = some(&said.words);
        }
        let what = match stage {
            SharingStage::Sent => "Sent, receipt not confirmed",
            SharingStage::Confirmed => "Sent, receipt confirmed",
            _ => "Not shared",
        };
        let operation = Operation::SharingMoved(moved);
        let saved = self.save_at(operation, said.earlier, what)?.is_some();
        self.settle_all(typed_at, saved);
        Ok(saved)
    }
}

/// A part of a sharing that is typed.
type Field = fn(&mut MoveSharing) -> &mut Option<String>;

fn blank(sharing: Option<u64>, stage: SharingStage) -> MoveSharing {
    MoveSharing {
        sharing,
        stage,
        children: Vec::new(),
        to: None,
        how: None,
        what: None,
        why: None,
        considered: None,
        by: None,
        route: None,
    }
}
