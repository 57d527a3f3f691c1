//! The sheet for a supervisor: one page over one interaction, and the pack's prompts to look at the decision with.
//!
//! What is unsent, untold and not reached comes first; then, child by child, seen, heard, risk, shared, open; then how
//! danger ran, where each child is when the officer goes, what is known only from others, and which references there
//! are. A child's first words stand whole, and the others are counted: the record has every one. Refuses a mark, a
//! rank or a pace of anybody, and to say that a prompt does not apply while that is not known.

use super::because::{self, conditions};
use super::before_yes::as_before;
use super::call_lines::left_words;
use super::entry::{DangerAsked, Event};
use super::hearsay;
use super::leads;
use super::lines::{self, Words, capital, then};
use super::record::{RecordLine, RecordSection};
use super::standing::{ChildBits, SceneBits, for_scene};
use super::state::{Child, ObservationNow, QuoteNow, RiskNow, State};
use super::worklist::{Mark, Row, Worklist, worklist};
use crate::pack::Pack;
use crate::pack::types::{Case, ReviewPrompt};
use crate::sets::*;

/// The risk as it was stated last for a child.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct ReviewRisk {
    /// The level.
    pub level: Level,
    /// The level in words, with what stands beside it.
    pub title: String,
    /// The officer's own words, whole.
    pub words: String,
    /// Who stated it, and when.
    pub by: String,
    /// The levels that were stated before it, each with its time, oldest first.
    pub before: Vec<String>,
    /// The entry.
    pub entry: u64,
}

/// One child on the sheet.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct ReviewChild {
    /// Its number; 0 for words of a child of whom it is not known which.
    pub child: u32,
    /// Its title.
    pub title: String,
    /// Whether it was seen, when, and what others said of it.
    pub seen: String,
    /// Its first words, whole; or what was observed; or *not spoken with*, and why.
    pub heard: RecordLine,
    /// How many more quotes and observations of it there are.
    pub heard_more: u32,
    /// The risk; none before one was stated.
    pub risk: Option<ReviewRisk>,
    /// What is shared about it, each with its stage.
    pub shared: Vec<RecordLine>,
    /// What is still open of it.
    pub open: Vec<RecordLine>,
}

/// A prompt of the pack to look at the decision with.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct ReviewQuestion {
    /// Its id.
    pub id: String,
    /// The question.
    pub text: String,
    /// Where it stands in a document, or that it is safe working.
    pub source: String,
    /// Why it does not apply, where that was truly said: `no child is suspected`. None: it applies, or may.
    pub does_not_apply: Option<String>,
    /// What was said to it in a review.
    pub answers: Vec<RecordLine>,
}

/// The sheet.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct ReviewSheet {
    /// Place, day and time.
    pub title: String,
    /// Who recorded, on which guidance, how many entries.
    pub about: String,
    /// The handling lines: they stand above everything.
    pub handling: Vec<String>,
    /// That nothing of it stands elsewhere, where that is so.
    pub only_here: Option<String>,
    /// Not sent, not told, not reached: first.
    pub first: Vec<RecordLine>,
    /// The children.
    pub children: Vec<ReviewChild>,
    /// What is still open and about no one child.
    pub open: Vec<RecordLine>,
    /// How danger ran, oldest first.
    pub danger: Vec<RecordLine>,
    /// Where each child is when the officer goes, and with whom.
    pub when_you_go: Vec<RecordLine>,
    /// How many facts are not seen, heard or said by a child.
    pub hearsay_count: u32,
    /// Which they are.
    pub hearsay: Vec<RecordLine>,
    /// References that were given.
    pub references: Vec<RecordLine>,
    /// What is missing of the record itself.
    pub missing: Vec<String>,
    /// The prompts.
    pub questions: Vec<ReviewQuestion>,
    /// Reviews so far.
    pub reviews: Vec<RecordLine>,
    /// The hold, while it stands.
    pub hold: Option<RecordLine>,
}

/// Makes the sheet. Without the pack, on a device that no longer has it, what is open and the prompts are left out,
/// and `first` says so.
pub fn review(pack: Option<&Pack>, state: &State, entries: &[super::entry::Entry]) -> ReviewSheet {
    let words = Words { state };
    let work = pack.map(|pack| (pack, worklist(pack, state)));
    let sheet = Sheet {
        state,
        words: &words,
        work: work.as_ref().map(|(pack, work)| (*pack, work)),
    };
    let mut children: Vec<ReviewChild> = state
        .present_children()
        .map(|child| sheet.child(Some(child)))
        .collect();
    // Heard on a call, of nobody knows which child: it is not lost on the way to a supervisor.
    let of_nobody = state.quotes.iter().any(|now| now.quote.child.is_none())
        || state.risks.iter().any(|now| now.risk.child.is_none());
    if of_nobody {
        children.push(sheet.child(None));
    }
    let hearsay = hearsay::lines(state);
    let line = |entry: u64, text: String| RecordLine {
        text,
        entry,
        ..RecordLine::default()
    };
    let (title, about) = heading(state, &words);
    ReviewSheet {
        title,
        about,
        handling: words.handling().iter().map(|(_, line)| capital(line)).collect(),
        only_here: state
            .only_here()
            .then(|| "On this device only. Not in your force’s system".to_owned()),
        first: sheet.first(),
        children,
        open: sheet.open(0),
        danger: sheet.danger(),
        when_you_go: sheet.when_you_go(),
        hearsay_count: hearsay.len() as u32,
        hearsay,
        references: sheet.references(),
        missing: leads::missing(state).into_iter().map(str::to_owned).collect(),
        questions: pack.map(|pack| sheet.questions(pack)).unwrap_or_default(),
        reviews: sheet.reviews(entries),
        hold: state.hold.as_ref().map(|held| {
            let why = match &held.event {
                Event::HoldSet(why) => why.reason.as_str(),
                _ => "",
            };
            let by = words.author(&held.author);
            line(
                held.seq,
                format!("Held: {why}. {by}, {}", words.when(&held.at, None)),
            )
        }),
    }
}

impl ReviewSheet {
    /// The sheet as headings and lines, in the order in which it is read: what a terminal and a page print.
    pub fn sections(&self) -> Vec<RecordSection> {
        let line = |entry: u64, text: String| RecordLine {
            text,
            entry,
            ..RecordLine::default()
        };
        let mut all = Vec::new();
        let mut section = |id: &str, title: &str, lines: Vec<RecordLine>| {
            if !lines.is_empty() {
                all.push(RecordSection {
                    section: id.to_owned(),
                    title: title.to_owned(),
                    child: 0,
                    lines,
                });
            }
        };
        let one = |text: &Option<String>| text.iter().map(|text| line(0, text.clone())).collect();
        let handling = self.handling.iter().map(|text| line(0, text.clone()));
        section("handling", "Handling", handling.collect());
        section("only_here", "Where this stands", one(&self.only_here));
        section("hold", "Held", self.hold.iter().cloned().collect());
        section(
            "first",
            "First: not sent, not told, not reached",
            self.first.clone(),
        );
        for child in &self.children {
            section("child", &child.title, child.lines());
        }
        section("open", "Still open, about no one child", self.open.clone());
        section("danger", "Immediate danger", self.danger.clone());
        section(
            "when_you_go",
            "Where each child is, and with whom",
            self.when_you_go.clone(),
        );
        if let Some(count) = hearsay::words(self.hearsay_count) {
            section("hearsay", &count, self.hearsay.clone());
        }
        let missing = self
            .missing
            .iter()
            .map(|what| line(0, format!("Missing: {what}")));
        section(
            "references",
            "References",
            missing.chain(self.references.clone()).collect(),
        );
        // Where they stand is said once for all of the same place.
        let mut source = "";
        let questions = (1..).zip(&self.questions).flat_map(|(number, question)| {
            let apply = question
                .does_not_apply
                .as_ref()
                .map(|why| format!(" Does not apply: {why}."));
            let mut asked = format!("{number}. {}{}", question.text, apply.unwrap_or_default());
            if source != question.source {
                source = &question.source;
                asked = format!("{asked} ({source})");
            }
            let answers = question
                .answers
                .iter()
                .map(|said| line(said.entry, format!("Said: {}", said.text)));
            std::iter::once(line(0, asked)).chain(answers)
        });
        section(
            "questions",
            "Look at the decision. Prompts, not a mark",
            questions.collect(),
        );
        section("reviews", "Reviews", self.reviews.clone());
        all
    }
}

impl ReviewChild {
    fn lines(&self) -> Vec<RecordLine> {
        let line = |entry: u64, text: String| RecordLine {
            text,
            entry,
            ..RecordLine::default()
        };
        let mut all = vec![line(0, self.seen.clone())];
        let heard = match self.heard_more {
            0 => self.heard.text.clone(),
            more => then(self.heard.text.clone(), &format!("{more} more in the record")),
        };
        all.push(line(self.heard.entry, heard));
        match &self.risk {
            None => all.push(line(0, "Risk: not stated".to_owned())),
            Some(risk) => {
                let text = format!("Risk: {}. {}", risk.title, risk.words);
                all.push(line(risk.entry, then(text, &risk.by)));
                if !risk.before.is_empty() {
                    all.push(line(0, format!("Stated before: {}", risk.before.join("; "))));
                }
            }
        }
        let named = |name: &str, lines: &[RecordLine], none: &str| -> Vec<RecordLine> {
            match lines {
                [] => vec![line(0, format!("{name}: {none}"))],
                lines => lines
                    .iter()
                    .map(|of| line(of.entry, format!("{name}: {}", of.text)))
                    .collect(),
            }
        };
        all.extend(named("Sharing", &self.shared, "nothing decided"));
        if self.child != 0 {
            all.extend(named("Still open", &self.open, "nothing"));
        }
        all
    }
}

struct Sheet<'a> {
    state: &'a State,
    words: &'a Words<'a>,
    work: Option<(&'a Pack, &'a Worklist)>,
}

impl Sheet<'_> {
    fn first(&self) -> Vec<RecordLine> {
        let mut first = leads::unsent_and_untold(self.state);
        match self.work {
            Some((pack, _)) => first.extend(leads::not_reached(self.state, pack)),
            None => first.push(RecordLine {
                text: "Open items cannot be listed: this guidance is no longer on the device".to_owned(),
                entry: 0,
                ..RecordLine::default()
            }),
        }
        first
    }

    fn child(&self, child: Option<&Child>) -> ReviewChild {
        let number = child.map(|child| child.number);
        let (heard, heard_more) = self.heard(number);
        let (title, seen) = match child {
            Some(child) => (capital(&child.title()), capital(&self.words.seen(child))),
            None => ("A child, not known which".to_owned(), "Not seen".to_owned()),
        };
        ReviewChild {
            child: number.unwrap_or(0),
            title,
            seen,
            heard,
            heard_more,
            risk: self.risk(number),
            shared: self.shared(number),
            open: number.map(|number| self.open(number)).unwrap_or_default(),
        }
    }

    /// The first words whole, and how many more; else what was observed, by those who were there before by others.
    fn heard(&self, number: Option<u32>) -> (RecordLine, u32) {
        let (state, words) = (self.state, self.words);
        let quotes: Vec<&QuoteNow> = state
            .quotes
            .iter()
            .filter(|now| now.quote.child == number)
            .collect();
        let mut observed: Vec<&ObservationNow> = state
            .observations
            .iter()
            .filter(|now| number.is_some_and(|number| now.about.contains(&number)))
            .collect();
        crate::order::sort_by_key(&mut observed, |now| {
            super::state::is_hearsay(&now.observation.known_by)
        });
        let more = (quotes.len() + observed.len()).saturating_sub(1) as u32;
        if let Some(first) = quotes.first() {
            let when = words.when(&first.at, Some(&first.written));
            let text = format!("{} {when}", words.quote(&first.quote));
            let entry = first.seq;
            return (
                RecordLine {
                    text,
                    entry,
                    ..RecordLine::default()
                },
                more,
            );
        }
        if let Some(first) = observed.first() {
            let text = words.observed(&first.observation, &first.author);
            let text = format!("Not spoken with. {text}, {}", words.when(&first.at, None));
            let entry = first.seq;
            return (
                RecordLine {
                    text,
                    entry,
                    ..RecordLine::default()
                },
                more,
            );
        }
        let why = self.why_not_heard(number.unwrap_or(0));
        let text = why.map_or_else(
            || "Not spoken with".to_owned(),
            |why| format!("Not spoken with. {why}"),
        );
        (
            RecordLine {
                text,
                entry: 0,
                ..RecordLine::default()
            },
            0,
        )
    }

    /// Why nobody spoke with the child: for later, not done, not reached.
    fn why_not_heard(&self, child: u32) -> Option<String> {
        let (pack, work) = self.work?;
        let talks = |row: &&Row| {
            let item = pack.items().get(row.item as usize).map(|found| &found.item);
            row.child == child && item.is_some_and(|item| item.answered_by == AnsweredBy::Words)
        };
        let row = work.rows.iter().find(talks)?;
        match row.mark {
            Mark::NotReached => Some("Not reached".to_owned()),
            _ => self.answer_of(row),
        }
    }

    fn answer_of(&self, row: &Row) -> Option<String> {
        let now = self.state.answers.iter().find(|now| now.seq == row.answer)?;
        let when = self.words.when(&now.at, None);
        Some(format!("{}, {when}", self.words.answer(&now.answer, &now.author)))
    }

    fn risk(&self, number: Option<u32>) -> Option<ReviewRisk> {
        let words = self.words;
        let mut of_child: Vec<&RiskNow> = self
            .state
            .risks
            .iter()
            .filter(|now| now.risk.child == number)
            .collect();
        let last = of_child.pop()?;
        let when = |now: &RiskNow| words.when(&now.at, None);
        let before = of_child
            .iter()
            .map(|now| format!("{}, {}", lines::level_words(now.risk.level), when(now)));
        let beside = words.beside_level(&last.risk);
        Some(ReviewRisk {
            level: last.risk.level,
            title: format!("{}{beside}", lines::level_words(last.risk.level)),
            words: last.risk.words.clone(),
            by: format!("{}, {}", words.author(&last.author), when(last)),
            before: before.collect(),
            entry: last.seq,
        })
    }

    /// What is shared about a child, by stage. *Shared* is never said of what was not sent.
    fn shared(&self, number: Option<u32>) -> Vec<RecordLine> {
        let about = |about: &[u32]| match number {
            Some(number) => about.is_empty() || about.contains(&number),
            None => about.is_empty(),
        };
        let sharings = self.state.sharings.iter().filter(|now| about(&now.about));
        let line = |now: &super::state::SharingNow| {
            let stage = match now.sharing.stage {
                SharingStage::Decided => "Decided, not sent",
                SharingStage::Sent => "Sent, receipt not confirmed",
                SharingStage::Confirmed => "Sent, receipt confirmed",
                SharingStage::NotShared => "Decided not to share",
            };
            let when = self.words.when(&now.at, None);
            let mut text = format!("{stage}, {when}");
            if let Some(to) = &now.sharing.to {
                text = format!("{text}: {to}");
            }
            if let (SharingStage::NotShared, Some(why)) = (now.sharing.stage, &now.sharing.why) {
                text = then(text, &format!("Why: {why}"));
            }
            RecordLine {
                text,
                entry: now.seq,
                ..RecordLine::default()
            }
        };
        sharings.map(line).collect()
    }

    /// What is still open for a child, or (0) for no one child.
    fn open(&self, child: u32) -> Vec<RecordLine> {
        let Some((pack, work)) = self.work else {
            return Vec::new();
        };
        let text_of = |row: &Row| {
            let found = pack.items().get(row.item as usize);
            found.map(|found| found.item.text.clone()).unwrap_or_default()
        };
        let line = |row: &Row| {
            let how = match row.mark {
                Mark::Open => "Not answered".to_owned(),
                Mark::NotReached => "Not reached".to_owned(),
                Mark::Later | Mark::NotDone => self.answer_of(row)?,
                Mark::Done | Mark::NotApplicable => return None,
            };
            Some(RecordLine {
                text: format!("{} {how}", text_of(row)),
                entry: row.answer,
                ..RecordLine::default()
            })
        };
        let rows = work.rows.iter().filter(|row| row.child == child && !row.folded);
        rows.filter_map(line).collect()
    }

    fn danger(&self) -> Vec<RecordLine> {
        let line = |now: &super::state::DangerNow| {
            let asked = DangerAsked {
                answer: now.answer,
                known_by: now.known_by.clone(),
                because: now.because,
                words: now.words.clone(),
                not_seen: now.not_seen.clone(),
                shown: None,
            };
            // Under its heading the name of it is not said again.
            let said = self.words.danger(&asked, &now.author);
            let said = said.strip_prefix("Immediate danger: ").unwrap_or(&said);
            let when = self.words.when(&now.at, None);
            let said = match as_before(now.before.iter()) {
                Some(before) => then(capital(said), &before),
                None => capital(said),
            };
            RecordLine {
                text: format!("{when}  {said}"),
                entry: now.seq,
                ..RecordLine::default()
            }
        };
        self.state.danger.iter().map(line).collect()
    }

    /// The answer to the item that asks it; else where each child is, as far as that was said. And who stays.
    fn when_you_go(&self) -> Vec<RecordLine> {
        let asks = |id: &str| {
            let item = self.work.and_then(|(pack, _)| pack.item(id));
            item.is_some_and(|found| found.item.sheet == Some(SheetPlace::WhenYouGo))
        };
        let mut all: Vec<RecordLine> = Vec::new();
        for now in self.state.answers.iter().filter(|now| asks(&now.answer.shown.id)) {
            let child = now
                .answer
                .child
                .map(|child| format!("{}: ", self.words.child(child)));
            let answer = self.words.answer(&now.answer, &now.author);
            let when = self.words.when(&now.at, None);
            all.push(RecordLine {
                text: capital(&format!("{}{answer}, {when}", child.unwrap_or_default())),
                entry: now.seq,
                ..RecordLine::default()
            });
        }
        if all.is_empty() {
            for child in self.state.present_children() {
                let place = self.words.presence(child);
                let place = place.map_or_else(
                    || "not said".to_owned(),
                    |place| format!("not said. Last known: {place}"),
                );
                all.push(RecordLine {
                    text: format!("{}: {place}", capital(&child.title())),
                    entry: 0,
                    ..RecordLine::default()
                });
            }
        }
        if let Some(left) = &self.state.left {
            let when = self.words.when(&left.at, None);
            let mut text = format!("{} {when}: {}", left_words(self.state), left.left.why);
            if let Some(who) = &left.left.staying {
                text = then(text, &format!("{who} stays"));
            }
            all.push(RecordLine {
                text,
                entry: left.seq,
                ..RecordLine::default()
            });
        }
        all
    }

    fn references(&self) -> Vec<RecordLine> {
        let line = |line: &super::state::Line| match &line.event {
            Event::ReferenceAdded(to) => Some(RecordLine {
                text: format!("{}: {}", lines::reference_words(to.reference), to.words),
                entry: line.seq,
                ..RecordLine::default()
            }),
            _ => None,
        };
        self.state.lines.iter().filter_map(line).collect()
    }

    fn questions(&self, pack: &Pack) -> Vec<ReviewQuestion> {
        let scene = SceneBits::of(self.state);
        let mut children: Vec<ChildBits> = self
            .state
            .present_children()
            .map(|child| ChildBits::of(pack, child))
            .collect();
        if children.is_empty() {
            children.push(ChildBits::unknown(pack));
        }
        let question = |(at, prompt): (usize, &ReviewPrompt)| {
            let cases = pack.review_cases(at);
            let applies =
                cases.is_empty() || for_scene(cases, &scene, &children).standing != Standing::DoesNotApply;
            ReviewQuestion {
                id: prompt.id.clone(),
                text: prompt.text.clone(),
                source: source(pack, prompt),
                does_not_apply: (!applies).then(|| none_of(pack, &prompt.cases)),
                answers: self.answers_to(&prompt.id),
            }
        };
        pack.file().review.iter().enumerate().map(question).collect()
    }

    fn answers_to(&self, prompt: &str) -> Vec<RecordLine> {
        let reviews = self.state.lines.iter().filter_map(|line| match &line.event {
            Event::Reviewed(review) => Some((line, review)),
            _ => None,
        });
        let answers = reviews.flat_map(|(line, review)| review.answers.iter().map(move |one| (line, one)));
        let of_prompt = answers.filter(|(_, one)| one.shown.id == prompt);
        of_prompt
            .map(|(line, one)| RecordLine {
                text: then(one.words.clone(), &self.words.author(&line.author)),
                entry: line.seq,
                ..RecordLine::default()
            })
            .collect()
    }

    /// The reviews so far, as they stand: one that was pressed by mistake is none.
    fn reviews(&self, entries: &[super::entry::Entry]) -> Vec<RecordLine> {
        let reviews = self.state.lines.iter().filter_map(|line| {
            let entry = entries.iter().find(|entry| entry.seq == line.seq)?;
            let event = line.event.clone();
            matches!(event, Event::Reviewed(_)).then(|| super::entry::Entry {
                event,
                ..entry.clone()
            })
        });
        reviews
            .map(|entry| {
                let by = self.words.author(&entry.author);
                let when = self.words.when(&entry.done_at, Some(&entry.recorded_at));
                RecordLine {
                    text: then(self.words.event(&entry), &format!("{by}, {when}")),
                    entry: entry.seq,
                    ..RecordLine::default()
                }
            })
            .collect()
    }
}

fn heading(state: &State, words: &Words<'_>) -> (String, String) {
    let place = state.scene.as_ref().map_or(Place::NotKnown, |scene| scene.place);
    let place = match place {
        Place::NotKnown => "Place not known".to_owned(),
        place => capital(because::place_words(place)),
    };
    let began = state
        .began_at
        .map(|at| format!(", {}, {}", at.date(), at.clock()))
        .unwrap_or_default();
    let role = state.role().map(lines::role_words).unwrap_or_default();
    let pack = state
        .pack
        .as_ref()
        .map(|pack| format!("{}, version {}", pack.title, pack.version));
    let about = format!(
        "{}, {role}. {}. {} entries.",
        words.author(&None),
        pack.unwrap_or_default(),
        state.last
    );
    (format!("{place}{began}"), about)
}

/// Where a prompt stands, or that it stands nowhere.
fn source(pack: &Pack, prompt: &ReviewPrompt) -> String {
    let Some(source) = &prompt.source else {
        let reason = prompt.reason.as_deref().unwrap_or_default();
        return format!("Safe working: in no strategy. {reason}")
            .trim()
            .to_owned();
    };
    let document = pack
        .file()
        .documents
        .iter()
        .find(|document| document.id == source.document);
    let short = document.map_or(source.document.as_str(), |document| document.short.as_str());
    format!("{short}: {}", source.section)
}

/// That no child is what a prompt is about: `no child is suspected`.
fn none_of(pack: &Pack, cases: &[Case]) -> String {
    let only_involved = |case: &Case| {
        let involved = Case {
            involved: case.involved.clone(),
            ..Case::default()
        };
        *case == involved
    };
    let mut all: Vec<String> = Vec::new();
    for case in cases {
        if only_involved(case) {
            all.extend(case.involved.iter().map(|how| is_so(*how).to_owned()));
        } else {
            let so = conditions(pack, case, u32::MAX, "the child").join(" and ");
            all.push(format!("is so that {so}"));
        }
    }
    format!("no child {}", all.join(", or "))
}

/// An involvement, as the words after "no child".
fn is_so(how: Involvement) -> &'static str {
    match how {
        Involvement::Victim => "is a victim",
        Involvement::Witness => "is a witness",
        Involvement::Suspected => "is suspected",
        Involvement::Missing => "is missing",
        Involvement::Found => "was missing and is found",
        Involvement::PresentAdultsSubject => "is present where adults are the subject",
        Involvement::WelfareConcern => "gives concern for welfare",
    }
}
