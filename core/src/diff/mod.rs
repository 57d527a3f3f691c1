//! What changed between two packs, in a trainer's words: added, withdrawn and why, reworded, shown to others than before.
//!
//! The desk's work, never a device's. Refuses to summarise words away: whatever was reworded stands in both wordings.

mod pieces;
mod shown;

pub use shown::ShownTo;

use self::pieces::{Piece, pieces};
use self::shown::Grid;
use crate::pack::Pack;
use std::collections::{BTreeMap, HashMap, HashSet};

/// A pack, as a comparison names it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Side {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// Its title.
    pub title: String,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub digest: String,
}

/// What happened to a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// It is new.
    Added,
    /// It is no longer there.
    Withdrawn,
    /// It is there in both, and differs.
    Changed,
}

/// One thing about a piece that differs.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Difference {
    /// What it is, in a trainer's words: `words`, `why it matters`, `source, section`.
    pub what: String,
    /// Whether it is words that officers read.
    pub wording: bool,
    /// Before; none where there was nothing.
    pub before: Option<String>,
    /// Now; none where there is nothing.
    pub after: Option<String>,
}

/// A piece that changed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Change {
    /// What happened.
    pub kind: Kind,
    /// The section: `items`, `prompts`, `routes` …
    pub section: String,
    /// Its id.
    pub id: String,
    /// Its title or words, as they are now; of what was withdrawn, as they were.
    pub title: String,
    /// The list, item or domain that it stands in.
    pub under: Option<String>,
    /// Why it was withdrawn, where the pack says it.
    pub reason: Option<String>,
    /// What differs.
    pub differences: Vec<Difference>,
    /// To whom it is shown now and was not, or no longer.
    pub shown: Option<ShownTo>,
}

impl Change {
    /// Whether words that officers read differ.
    pub fn reworded(&self) -> bool {
        self.differences.iter().any(|one| one.wording)
    }
}

/// What changed from one pack to another.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct PackDiff {
    /// The pack before.
    pub from: Side,
    /// The pack now.
    pub to: Side,
    /// Pieces added.
    pub added: u32,
    /// Pieces withdrawn.
    pub withdrawn: u32,
    /// Pieces reworded.
    pub reworded: u32,
    /// Pieces shown to others than before.
    pub shown_otherwise: u32,
    /// Every change, section by section, in the order of the pack.
    pub changes: Vec<Change>,
}

/// Compares two packs.
pub fn diff(from: &Pack, to: &Pack) -> PackDiff {
    let (old, new) = (pieces(from), pieces(to));
    let before: HashMap<(&str, &str), &Piece> = old.iter().map(|it| (it.key(), it)).collect();
    let now: HashSet<(&str, &str)> = new.iter().map(Piece::key).collect();
    let reasons: HashMap<&str, &str> = to
        .file()
        .withdrawn
        .iter()
        .map(|it| (it.id.as_str(), it.reason.as_str()))
        .collect();
    let grid = Grid::of(from, to);
    let mut changes = Vec::new();
    for piece in &new {
        match before.get(&piece.key()) {
            None => changes.push(whole(Kind::Added, piece, None)),
            Some(old) => changes.extend(changed(old, piece, &grid)),
        }
    }
    for piece in old.iter().filter(|it| !now.contains(&it.key())) {
        changes.push(whole(
            Kind::Withdrawn,
            piece,
            reasons.get(piece.id.as_str()).copied(),
        ));
    }
    if from.file().id != to.file().id {
        // Two packs beside each other: each says of itself what it is, and that is no change.
        changes.retain(|change| change.section != "pack");
    }
    // In the order of the sections; within one, what is there now before what is gone.
    changes.sort_by_key(|change| pieces::place_of(&change.section));
    let count = |wanted: &dyn Fn(&Change) -> bool| changes.iter().filter(|it| wanted(it)).count() as u32;
    PackDiff {
        from: side(from),
        to: side(to),
        added: count(&|it| it.kind == Kind::Added),
        withdrawn: count(&|it| it.kind == Kind::Withdrawn),
        reworded: count(&|it| it.kind == Kind::Changed && it.reworded()),
        shown_otherwise: count(&|it| it.shown.is_some()),
        changes,
    }
}

fn side(pack: &Pack) -> Side {
    let file = pack.file();
    Side {
        id: file.id.clone(),
        version: file.version,
        title: file.title.clone(),
        digest: pack.digest_hex().to_owned(),
    }
}

fn whole(kind: Kind, piece: &Piece, reason: Option<&str>) -> Change {
    // Of what is new every word is said: whoever signs it reads it here.
    let said = piece
        .fields
        .iter()
        .filter(|(_, words)| kind == Kind::Added && !words.is_empty());
    let said = said.map(|(name, words)| Difference {
        what: pieces::words_for(name),
        wording: pieces::is_wording(name),
        before: None,
        after: Some(words.clone()),
    });
    Change {
        kind,
        section: piece.section.to_owned(),
        id: piece.id.clone(),
        title: piece.title.clone(),
        under: piece.under.clone(),
        reason: reason.map(str::to_owned),
        differences: said.collect(),
        shown: None,
    }
}

fn changed(old: &Piece, new: &Piece, grid: &Grid<'_>) -> Option<Change> {
    let mut differences = Vec::new();
    let names: BTreeMap<&String, ()> = old
        .fields
        .keys()
        .chain(new.fields.keys())
        .map(|it| (it, ()))
        .collect();
    for name in names.keys() {
        let (before, after) = (old.fields.get(*name), new.fields.get(*name));
        if before != after {
            differences.push(Difference {
                what: pieces::words_for(name),
                wording: pieces::is_wording(name),
                before: before.cloned(),
                after: after.cloned(),
            });
        }
    }
    if old.under != new.under {
        differences.push(Difference {
            what: "where it stands".to_owned(),
            wording: false,
            before: old.under.clone(),
            after: new.under.clone(),
        });
    }
    let shown = grid.compare(&old.shown, &new.shown);
    (!differences.is_empty() || shown.is_some()).then(|| Change {
        differences,
        shown,
        ..whole(Kind::Changed, new, None)
    })
}

#[cfg(test)]
mod tests;
