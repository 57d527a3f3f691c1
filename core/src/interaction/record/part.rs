//! The parts of a record: what each is called, and in which order they stand, by child or on the force's own form.
//!
//! The order is data where a force has one (`export` in its guidance), else ours. Refuses to lose a part that a form
//! does not name: it stands under the part that it belongs to, or before the log under our own heading.

use crate::pack::types::ExportSection;

/// Declares the parts once: id, heading, the word before a line that stands under another heading.
macro_rules! parts {
    ($($(#[$meta:meta])* $variant:ident = $id:literal, $title:literal, $label:literal;)+) => {
        /// A part of the record.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Part { $($(#[$meta])* $variant,)+ }

        impl Part {
            /// Every part, in our own order.
            pub const ALL: &'static [Part] = &[$(Part::$variant,)+];

            /// Its id, as a form names it.
            pub const fn id(self) -> &'static str {
                match self { $(Part::$variant => $id,)+ }
            }

            /// Its heading, where a form has none for it.
            pub const fn title(self) -> &'static str {
                match self { $(Part::$variant => $title,)+ }
            }

            /// What stands before its line under a heading that is not its own.
            pub const fn label(self) -> &'static str {
                match self { $(Part::$variant => $label,)+ }
            }
        }
    };
}

parts! {
    /// The handling lines: above everything.
    Handling = "handling", "Handling", "";
    /// Whether it stands anywhere else, and what an export is.
    Where = "where", "Where this stands", "";
    /// Sharings decided and not sent.
    Unsent = "unsent", "Decided, not sent", "Decided, not sent";
    /// For later, and the owner not told.
    Untold = "untold", "Not told yet", "Not told yet";
    /// The scene was left before.
    NotReached = "not_reached", "Not reached", "Not reached";
    /// Not answered.
    Open = "open", "Still open", "Open";
    /// For later.
    Later = "later", "For later", "Later";
    /// Not done.
    NotDone = "not_done", "Not done", "Not done";
    /// May apply.
    MayApply = "may_apply", "May apply", "";
    /// What nobody gave.
    Missing = "missing", "Missing", "Missing";
    /// The answers about immediate danger.
    Danger = "danger", "Immediate danger", "";
    /// The children: seen, where.
    Children = "children", "The children", "";
    /// What children said.
    Words = "words", "In the child’s words", "";
    /// What was seen and heard.
    Observed = "observed", "Observed", "";
    /// Risk.
    Risk = "risk", "Risk, in the recorder’s words", "";
    /// Involvement and factors.
    Known = "known", "What is known", "";
    /// Answers to items and prompts.
    Answers = "answers", "Answers", "";
    /// With whom it was shared, in short: in a child's own section alone.
    Shared = "shared", "Shared", "";
    /// Known only from an adult, from records or assumed.
    Hearsay = "hearsay", "Not seen, heard or said by a child", "";
    /// Sharing, stage by stage.
    Sharing = "sharing", "Sharing", "";
    /// Who was told.
    Told = "told", "Who was told", "";
    /// Hand-overs.
    HandedOver = "handed_over", "Handed over", "";
    /// Leaving and coming back.
    Scene = "scene", "Leaving and coming back", "";
    /// What was told before arrival.
    BeforeArrival = "before_arrival", "Told before: records, not verified", "";
    /// References.
    References = "references", "References", "";
    /// Reviews.
    Review = "review", "Review", "";
    /// Holds, completion, another pack.
    Status = "status", "Completed, held, other guidance", "";
    /// Exports before this one.
    Exports = "exports", "Exports made", "";
    /// Corrections and erasures.
    Corrections = "corrections", "Corrections", "";
    /// The clock went back.
    Clock = "clock", "The clock went back", "";
    /// Every entry.
    Log = "log", "Every entry, in order", "";
}

impl Part {
    /// The part of this id.
    pub fn of(id: &str) -> Option<Part> {
        Part::ALL.iter().copied().find(|part| part.id() == id)
    }

    /// Whether it is said of a child, and stands in that child's section.
    pub const fn is_of_a_child(self) -> bool {
        use Part::{Answers, Children, Known, Observed, Risk, Shared, Words};
        matches!(
            self,
            Children | Words | Observed | Risk | Known | Answers | Shared
        )
    }

    /// Whether it is not done with, of a child or of the scene.
    pub const fn is_open(self) -> bool {
        matches!(
            self,
            Part::Untold | Part::NotReached | Part::Open | Part::Later | Part::NotDone
        )
    }

    /// Whether its heading says how many.
    pub const fn is_counted(self) -> bool {
        self.is_open() || matches!(self, Part::Unsent | Part::Hearsay)
    }

    /// Where it stands on a form that does not name it.
    const fn belongs_to(self) -> Option<Part> {
        match self {
            Part::Untold => Some(Part::Unsent),
            Part::NotReached | Part::Later | Part::NotDone | Part::MayApply | Part::Missing => {
                Some(Part::Open)
            }
            Part::Known => Some(Part::Children),
            _ => None,
        }
    }
}

/// A section of a form: its heading and the parts that stand in it.
pub struct FormPart {
    /// The id of the part that gives it its place.
    pub part: Part,
    /// The heading.
    pub title: String,
    /// What stands in it, in our order.
    pub parts: Vec<Part>,
}

/// Every part in the order of a form; without one, in ours.
pub fn form(sections: &[ExportSection]) -> Vec<FormPart> {
    let mut form: Vec<FormPart> = Vec::new();
    for section in sections {
        // What a newer guidance may name, or a name that stands twice, takes no part away.
        let part = Part::of(&section.section);
        if let Some(part) = part.filter(|part| !form.iter().any(|one| one.part == *part)) {
            let title = section.title.clone();
            form.push(FormPart {
                part,
                title,
                parts: vec![part],
            });
        }
    }
    for part in Part::ALL.iter().copied() {
        if form.iter().any(|one| one.part == part) {
            continue;
        }
        let under = part.belongs_to();
        match form.iter_mut().find(|one| Some(one.part) == under) {
            Some(one) => one.parts.push(part),
            None => {
                let own = FormPart {
                    part,
                    title: part.title().to_owned(),
                    parts: vec![part],
                };
                // What it does not name stands before its log; what an export is, at its head.
                let log = form.iter().position(|one| one.part == Part::Log);
                let at = match part {
                    Part::Handling | Part::Where => form.len().min(1),
                    _ => log.unwrap_or(form.len()),
                };
                form.insert(at, own);
            }
        }
    }
    // A form may put it elsewhere; PRACTICE puts it above everything.
    if let Some(at) = form.iter().position(|one| one.part == Part::Handling) {
        let handling = form.remove(at);
        form.insert(0, handling);
    }
    form
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sections_that_a_form_may_name_are_those_that_there_are() {
        let ours: Vec<&str> = Part::ALL
            .iter()
            .filter(|part| **part != Part::Shared)
            .map(|part| part.id())
            .collect();
        assert_eq!(ours, crate::pack::types::EXPORT_SECTIONS);
    }

    fn named(all: &[(&str, &str)]) -> Vec<ExportSection> {
        let one = |(section, title): &(&str, &str)| ExportSection {
            section: (*section).to_owned(),
            title: (*title).to_owned(),
        };
        all.iter().map(one).collect()
    }

    #[test]
    fn a_form_orders_the_parts_and_loses_none() {
        for sections in [
            vec![],
            named(&[("risk", "R"), ("words", "W"), ("risk", "again"), ("weather", "?")]),
            named(&[("log", "L"), ("handling", "H"), ("open", "O")]),
        ] {
            let form = form(&sections);
            let mut all: Vec<Part> = form.iter().flat_map(|one| one.parts.clone()).collect();
            all.sort_unstable();
            assert_eq!(all, Part::ALL, "each part once");
            assert_eq!(form.first().map(|one| one.part), Some(Part::Handling));
        }
        let own = form(&named(&[("risk", "R"), ("words", "W"), ("log", "L")]));
        let at = |part| own.iter().position(|one| one.part == part);
        assert!(at(Part::Risk) < at(Part::Words) && at(Part::Words) < at(Part::Log));
        assert_eq!(own.last().map(|one| one.title.as_str()), Some("L"));
        let open = form(&named(&[("open", "Left")]));
        let open = open.iter().find(|one| one.part == Part::Open).unwrap();
        assert!(open.parts.contains(&Part::NotReached) && open.parts.contains(&Part::Missing));
    }
}
