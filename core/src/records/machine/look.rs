//! Everything that can be seen of the records, compared with the model.
//!
//! Refuses to open what is locked: then it looks that it does stay locked.

use super::super::START;
use super::super::file::asides;
use super::super::read::Verified;
use super::super::{Content, RecordsState, commitment, hex, link};
use super::Found;
use super::model::{DeviceKey, Model, Tale};
use super::rig::Rig;
use crate::error::Error;
use proptest::{prop_assert, prop_assert_eq};
use std::collections::HashSet;

pub(super) fn everything(rig: &Rig, model: &mut Model) -> Found {
    let store = rig.store();
    prop_assert_eq!(store.state(), model.state);
    prop_assert_eq!(asides(rig.path()).map(|all| all.len()), Ok(model.asides as usize));
    match model.stored.owed {
        Some(owed) => prop_assert_eq!(store.owes(), Ok(owed)),
        None => model.stored.owed = store.owes().ok(),
    }
    let used: HashSet<_> = store.packs_in_use().unwrap().into_iter().collect();
    prop_assert_eq!(
        used,
        model
            .stored
            .tales
            .iter()
            .map(|tale| tale.pins)
            .collect::<HashSet<_>>()
    );
    if let Some(error) = model.locked() {
        prop_assert_eq!(store.list().err(), Some(error.clone()));
        prop_assert_eq!(store.tombstones().err(), Some(error.clone()));
        for tale in &model.stored.tales {
            prop_assert_eq!(store.open_interaction(&tale.id).err(), Some(error.clone()));
            prop_assert_eq!(store.draft(&tale.handle).err(), Some(Error::Closed));
        }
        return Ok(());
    }
    prop_assert!(model.state == RecordsState::Ready && model.device == DeviceKey::Sure);

    let listing = store.list().unwrap();
    prop_assert_eq!(listing.damage, None);
    let listed: Vec<_> = listing
        .interactions
        .into_iter()
        .map(|one| (one.id, one.seq, one.pins, one.card))
        .collect();
    let expected = model.stored.tales.iter();
    let expected = expected.map(|tale| (tale.id, tale.head.seq, tale.pins, Ok(tale.card.clone())));
    prop_assert_eq!(listed, expected.collect::<Vec<_>>());
    for tale in &mut model.stored.tales {
        one(rig, tale)?;
    }

    let mut stones: Vec<_> = store.tombstones().unwrap().into_iter().collect();
    stones.sort_by_key(|stone| stone.id);
    let stones: Vec<_> = stones
        .into_iter()
        .map(|stone| (stone.id, stone.head, stone.words))
        .collect();
    let mut expected: Vec<_> = model
        .stored
        .stones
        .iter()
        .map(|stone| (stone.id, Some(stone.head), stone.words.clone()))
        .collect();
    expected.sort_by_key(|stone| stone.0);
    prop_assert_eq!(stones, expected);
    for stone in &model.stored.stones {
        prop_assert!(store.open_interaction(&stone.id).is_err());
    }
    Ok(())
}

fn one(rig: &Rig, tale: &mut Tale) -> Found {
    let store = rig.store();
    if !tale.open {
        // A handle from before locking.
        prop_assert_eq!(store.draft(&tale.handle).err(), Some(Error::Closed));
    }
    let opened = store.open_interaction(&tale.id);
    prop_assert!(opened.is_ok(), "{:?}", opened.err());
    let opened = opened.unwrap();
    (tale.handle, tale.open) = (opened.key, true);
    prop_assert_eq!((opened.head, opened.pins), (tale.head, tale.pins));
    prop_assert_eq!(&opened.card, &tale.card);
    prop_assert_eq!(opened.entries.len(), tale.lines.len());
    let mut hash = START;
    for (n, (entry, line)) in (1..).zip(opened.entries.iter().zip(&tale.lines)) {
        prop_assert_eq!(entry.seq, n);
        match &entry.content {
            Content::Kept { salt, plaintext } => {
                prop_assert_eq!(Some(plaintext), line.words.as_ref());
                prop_assert_eq!(commitment(salt, plaintext), entry.commitment);
            }
            Content::Erased => prop_assert!(line.words.is_none(), "the words of {} are gone", n),
        }
        hash = link(&tale.id, n, &entry.commitment, &hash);
        prop_assert_eq!(entry.hash, hash);
        prop_assert_eq!(hex(&hash), line.hash.as_str());
    }
    let erased = tale.lines.iter().filter(|line| line.words.is_none()).count() as u64;
    let head = tale.head;
    prop_assert_eq!(store.verify(&tale.id), Ok(Verified { head, erased }));
    prop_assert_eq!(store.draft(&tale.handle), Ok(tale.draft.clone()));
    Ok(())
}
