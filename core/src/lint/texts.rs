//! Every text of a pack in one flat view: where it stands, what it is for, and what it rests on.
//!
//! What an officer works with is told apart from what is read and from what only an author sees: a word that would
//! label a child in an item may stand in a reference that reports what a document says. Refuses to judge.

use crate::pack::types::{Citation, Item, PackFile, Prompt, SilentQuestion};
use crate::sets::PromptKind;

/// What a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// An item's instruction or question.
    Item,
    /// A prompt.
    Prompt(PromptKind),
    /// How an item or prompt is asked on a silent call, to be answered by yes or no.
    Silent,
    /// A notice.
    Notice,
    /// The danger question.
    Danger,
    /// A step of danger.
    DangerStep,
    /// A prompt for the review.
    Review,
    /// What widens the danger question.
    Hint,
    /// Why an item matters.
    Why,
    /// What a route says.
    Route,
    /// To whom a route leads, and how.
    Contact,
    /// Words to say, and when.
    WordsToSay,
    /// The label or the condition of a factor, the label of an age band.
    Vocabulary,
    /// A principle, in our own words.
    Principle,
    /// The title of a list or a domain.
    Heading,
    /// A passage, a definition or a cell to be read.
    Reading,
    /// A title or term as a document prints it.
    Printed,
    /// A note of damage or contradiction.
    Note,
    /// Why practice has something.
    Reason,
    /// Which sentence something rests on, in our own words.
    RestsOn,
    /// What a value is, and what to fill in.
    Help,
}

impl What {
    /// Asked or said to an officer on one line: at most twenty words.
    pub fn is_line(self) -> bool {
        matches!(
            self,
            What::Item
                | What::Prompt(_)
                | What::Silent
                | What::Notice
                | What::Danger
                | What::DangerStep
                | What::Review
        )
    }

    /// Part of what an officer works with.
    pub fn is_guidance(self) -> bool {
        self.is_line()
            || matches!(
                self,
                What::Hint
                    | What::Why
                    | What::Route
                    | What::Contact
                    | What::WordsToSay
                    | What::Vocabulary
                    | What::Principle
                    | What::Heading
            )
    }

    /// In our own words, so that it never repeats a document's sentence. Titles and terms carry over as they are.
    pub fn is_ours(self) -> bool {
        self != What::Printed
    }
}

/// One text of a pack.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text<'p> {
    /// The section of its piece.
    pub section: &'static str,
    /// Its piece: id, key or term.
    pub id: &'p str,
    /// What it is.
    pub what: What,
    /// The words.
    pub text: &'p str,
    /// The row of a table that it stands in, from 1; 0 for anything else.
    pub row: usize,
    /// What its piece rests on; none where it is practice, or has no origin.
    pub source: Option<&'p Citation>,
}

impl Text<'_> {
    /// Where in its piece it stands, to begin a sentence with.
    pub fn within(&self) -> String {
        match self.row {
            0 => String::new(),
            row => format!("row {row}: "),
        }
    }
}

/// Every text of a pack, section by section.
pub(super) fn texts(file: &PackFile) -> Vec<Text<'_>> {
    let mut all = All { texts: Vec::new() };
    for it in &file.documents {
        let piece = Piece("documents", &it.id, None);
        all.add(piece, What::Printed, [&it.title, &it.short, &it.publisher]);
        all.add(piece, What::Note, &it.notes);
    }
    for it in &file.age_bands {
        let piece = Piece("age_bands", &it.id, it.source.as_ref());
        all.add(piece, What::Vocabulary, [&it.label]);
        all.cited(piece, &None);
    }
    for it in &file.factors {
        let piece = Piece("factors", &it.id, it.source.as_ref());
        all.add(piece, What::Vocabulary, [&it.label, &it.condition]);
        all.cited(piece, &it.reason);
    }
    for it in &file.principles {
        let piece = Piece("principles", &it.id, Some(&it.source));
        all.add(piece, What::Printed, [&it.title]);
        all.add(piece, What::Principle, [&it.text]);
        all.cited(piece, &None);
    }
    if let Some(it) = &file.danger {
        let piece = Piece("danger", &it.id, None);
        all.add(piece, What::Danger, [&it.text]);
        all.add(piece, What::Hint, [&it.hint]);
        all.add(piece, What::Why, [&it.why]);
        all.cited(piece, &it.reason);
    }
    for it in &file.danger_steps {
        let piece = Piece("danger_steps", &it.id, it.source.as_ref());
        all.add(piece, What::DangerStep, [&it.text]);
        all.cited(piece, &it.reason);
    }
    for list in &file.lists {
        all.add(Piece("lists", &list.id, None), What::Heading, [&list.title]);
        list.items.iter().for_each(|item| all.item(item));
    }
    for it in &file.domains {
        all.add(Piece("domains", &it.id, None), What::Heading, [&it.title]);
        it.prompts.iter().for_each(|prompt| all.prompt(prompt));
    }
    for it in &file.notices {
        let piece = Piece("notices", &it.id, it.source.as_ref());
        all.add(piece, What::Notice, [&it.text]);
        all.cited(piece, &it.reason);
    }
    for it in &file.routes {
        let piece = Piece("routes", &it.id, it.source.as_ref());
        all.add(piece, What::Route, [&it.text]);
        all.add(piece, What::Contact, it.to.iter().chain(&it.how));
        all.cited(piece, &it.reason);
    }
    all.reading(file);
    for it in &file.words_to_say {
        let piece = Piece("words_to_say", &it.id, None);
        all.add(piece, What::WordsToSay, [&it.asked, &it.text]);
        all.cited(piece, &it.reason);
    }
    for it in &file.review {
        let piece = Piece("review", &it.id, it.source.as_ref());
        all.add(piece, What::Review, [&it.text]);
        all.cited(piece, &it.reason);
    }
    for it in &file.values {
        all.add(Piece("values", &it.key, None), What::Help, [&it.label, &it.help]);
    }
    all.texts
}

#[derive(Clone, Copy)]
struct Piece<'p>(&'static str, &'p str, Option<&'p Citation>);

struct All<'p> {
    texts: Vec<Text<'p>>,
}

impl<'p> All<'p> {
    fn add(&mut self, piece: Piece<'p>, what: What, texts: impl IntoIterator<Item = &'p String>) {
        let Piece(section, id, source) = piece;
        self.texts.extend(texts.into_iter().map(|text| Text {
            section,
            id,
            what,
            text,
            row: 0,
            source,
        }));
    }

    /// The words about where a piece comes from.
    fn cited(&mut self, piece: Piece<'p>, reason: &'p Option<String>) {
        self.add(piece, What::Reason, reason);
        if let Some(source) = piece.2 {
            self.add(piece, What::RestsOn, [&source.rests_on]);
            self.add(piece, What::Note, &source.note);
        }
    }

    fn item(&mut self, it: &'p Item) {
        let piece = Piece("items", &it.id, it.source.as_ref());
        self.add(piece, What::Item, [&it.text]);
        self.add(piece, What::Why, [&it.why]);
        self.silent(piece, &it.silent);
        self.cited(piece, &it.reason);
        it.prompts.iter().for_each(|prompt| self.prompt(prompt));
    }

    fn prompt(&mut self, it: &'p Prompt) {
        let piece = Piece("prompts", &it.id, it.source.as_ref());
        self.add(piece, What::Prompt(it.kind), [&it.text]);
        self.silent(piece, &it.silent);
        self.cited(piece, &it.reason);
    }

    /// Always safe working: it rests on no document.
    fn silent(&mut self, piece: Piece<'p>, silent: &'p Option<SilentQuestion>) {
        let Piece(section, id, _) = piece;
        self.add(
            Piece(section, id, None),
            What::Silent,
            silent.iter().map(|it| &it.text),
        );
        self.add(
            Piece(section, id, None),
            What::Reason,
            silent.iter().map(|it| &it.reason),
        );
    }

    fn reading(&mut self, file: &'p PackFile) {
        for it in &file.definitions {
            let piece = Piece("definitions", &it.id, Some(&it.source));
            self.add(piece, What::Printed, [&it.term]);
            self.add(piece, What::Reading, std::iter::once(&it.text).chain(&it.points));
            self.cited(piece, &None);
        }
        for it in &file.reference {
            let piece = Piece("reference", &it.id, Some(&it.source));
            self.add(piece, What::Printed, [&it.title, &it.place]);
            self.add(piece, What::Reading, [&it.text]);
            self.add(piece, What::Note, &it.note);
            self.cited(piece, &None);
        }
        for it in &file.tables {
            let piece = Piece("tables", &it.id, Some(&it.source));
            self.add(
                piece,
                What::Printed,
                std::iter::once(&it.title).chain(&it.columns),
            );
            for (row, cells) in (1..).zip(&it.rows) {
                let from = self.texts.len();
                self.add(piece, What::Reading, cells);
                self.texts.iter_mut().skip(from).for_each(|text| text.row = row);
            }
            self.add(piece, What::Note, &it.notes);
            self.cited(piece, &None);
        }
    }
}
