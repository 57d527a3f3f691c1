//! What a later release of a pack says otherwise than the one that a record began with.
//!
//! For the line at an item, the page that shows both wordings, and the one sentence on home. Refuses to touch the
//! record: it keeps its wording. Says *corrected* only of what a release that was marked *safety* changed.

use super::store;
use super::updates::SAFETY;
use crate::error::{Error, Result};
use crate::guidance::Guidance as Library;
use crate::pack::Pack;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// A later release of a pack, and what it says otherwise.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct NewerPack {
    /// The pack's id.
    pub pack: String,
    /// The version that it is compared with.
    pub from_version: u32,
    /// The version in use.
    pub version: u32,
    /// The digest of the version in use.
    pub digest: String,
    /// Whether one of the releases since was marked *safety*: something dangerous was corrected.
    pub safety: bool,
    /// What is said otherwise, in the order of the pack; what is gone, last.
    pub pieces: Vec<Reworded>,
    /// How many words changed in all.
    pub words: u32,
}

/// A piece of guidance that is said otherwise.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Reworded {
    /// Its id.
    pub id: String,
    /// What it said; none where it is new.
    pub before: Option<String>,
    /// What it says now; none where it was withdrawn.
    pub now: Option<String>,
    /// Why it was withdrawn, where the pack says it.
    pub reason: Option<String>,
    /// Whether a release that was marked *safety* changed it.
    pub corrected: bool,
    /// How many words changed.
    pub words: u32,
}

pub(super) fn of(folder: &Path, library: &Library, digest: &str) -> Result<Option<NewerPack>> {
    let before = library.load(digest)?;
    let now = library.active(&before.file().id)?;
    if now.file().version <= before.file().version {
        return Ok(None);
    }
    let marked = match store::look_at(folder, |trust| trust.note(SAFETY)) {
        Ok(note) => note.flatten().unwrap_or_default(),
        // What is damaged there is said elsewhere. Which words differ is seen without it.
        Err(Error::Damaged { .. }) => String::new(),
        Err(error) => return Err(error),
    };
    let marked: BTreeMap<String, String> = serde_json::from_str(&marked).unwrap_or_default();
    let marked = marked
        .get(&before.file().id)
        .and_then(|digest| library.load(digest).ok())
        .filter(|pack| pack.file().version > before.file().version);
    let corrected = marked.as_deref().map(said);
    let (was, is) = (said(&before), said(&now));
    let held: HashMap<&str, &Vec<String>> = was.iter().map(|(id, words)| (id.as_str(), words)).collect();
    let there: HashMap<&str, &Vec<String>> = is.iter().map(|(id, words)| (id.as_str(), words)).collect();
    let gone = was.iter().filter(|(id, _)| !there.contains_key(id.as_str()));
    let mut pieces = Vec::new();
    for (id, _) in is.iter().chain(gone) {
        let (old, new) = (held.get(id.as_str()), there.get(id.as_str()));
        if old == new {
            continue;
        }
        let by_safety = corrected.as_ref().is_some_and(|them| {
            let then = them.iter().find(|(one, _)| one == id).map(|(_, words)| words);
            then != old.copied()
        });
        pieces.push(reworded(id, old.copied(), new.copied(), &now, by_safety));
    }
    let words = pieces
        .iter()
        .map(|piece| piece.words)
        .fold(0, u32::saturating_add);
    Ok(Some(NewerPack {
        pack: before.file().id.clone(),
        from_version: before.file().version,
        version: now.file().version,
        digest: now.digest_hex().to_owned(),
        safety: marked.is_some(),
        pieces,
        words,
    }))
}

fn reworded(
    id: &str,
    old: Option<&Vec<String>>,
    new: Option<&Vec<String>>,
    now: &Pack,
    corrected: bool,
) -> Reworded {
    // Of words and a reason only what differs is shown.
    let differs = |at: usize| old.and_then(|them| them.get(at)) != new.and_then(|them| them.get(at));
    let shown = |side: &Vec<String>| {
        let parts = side.iter().enumerate().filter(|(at, _)| differs(*at));
        let parts: Vec<&str> = parts
            .map(|(_, words)| words.as_str())
            .filter(|words| !words.is_empty())
            .collect();
        parts.join("\n")
    };
    let (before, after) = (old.map(shown), new.map(shown));
    let withdrawn = now.file().withdrawn.iter().find(|it| it.id == id);
    Reworded {
        id: id.to_owned(),
        words: changed(
            before.as_deref().unwrap_or_default(),
            after.as_deref().unwrap_or_default(),
        ),
        before,
        now: after,
        reason: withdrawn.filter(|_| new.is_none()).map(|it| it.reason.clone()),
        corrected,
    }
}

/// Every piece that somebody acts by, with its words.
fn said(pack: &Pack) -> Vec<(String, Vec<String>)> {
    let file = pack.file();
    let mut all = Vec::new();
    let mut add = |id: &String, words: &[&str]| {
        all.push((id.clone(), words.iter().map(|it| (*it).to_owned()).collect()));
    };
    if let Some(danger) = &file.danger {
        add(&danger.id, &[&danger.text, &danger.hint, &danger.why]);
    }
    for it in &file.danger_steps {
        add(&it.id, &[&it.text]);
    }
    for it in &file.notices {
        add(&it.id, &[&it.text]);
    }
    for item in pack.items() {
        add(&item.item.id, &[&item.item.text, &item.item.why]);
    }
    for prompt in pack.prompts() {
        add(&prompt.prompt.id, &[&prompt.prompt.text]);
    }
    for it in &file.routes {
        let (to, how) = (it.to.as_deref(), it.how.as_deref());
        add(
            &it.id,
            &[&it.text, to.unwrap_or_default(), how.unwrap_or_default()],
        );
    }
    for it in &file.definitions {
        add(&it.id, &[&it.term, &it.text]);
    }
    for it in &file.words_to_say {
        add(&it.id, &[&it.asked, &it.text]);
    }
    // A prompt may stand in several places.
    let mut met = std::collections::HashSet::new();
    all.retain(|(id, _)| met.insert(id.clone()));
    all
}

/// How many words changed: those that are new or other, or those that are gone where there are more of them.
fn changed(before: &str, now: &str) -> u32 {
    let old: Vec<&str> = before.split_whitespace().collect();
    let new: Vec<&str> = now.split_whitespace().collect();
    // The longest run of words that stand in both, in order.
    let mut row = vec![0_usize; new.len() + 1];
    for word in &old {
        let mut diagonal = 0;
        for (at, other) in new.iter().enumerate() {
            let above = row.get(at + 1).copied().unwrap_or(0);
            let left = row.get(at).copied().unwrap_or(0);
            let best = if word == other {
                diagonal + 1
            } else {
                above.max(left)
            };
            diagonal = above;
            if let Some(cell) = row.get_mut(at + 1) {
                *cell = best;
            }
        }
    }
    let same = row.last().copied().unwrap_or(0);
    u32::try_from(old.len().max(new.len()).saturating_sub(same)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::changed;

    #[test]
    fn words_that_changed_are_counted_once() {
        for (before, now, count) in [
            ("", "", 0),
            ("ask the child", "ask the child", 0),
            ("ask the child", "ask each child", 1),
            ("ask the child", "ask the child apart from adults", 3),
            ("ask the child apart from adults", "ask the child", 3),
            ("", "two words", 2),
        ] {
            assert_eq!(changed(before, now), count, "{before} / {now}");
        }
    }
}
