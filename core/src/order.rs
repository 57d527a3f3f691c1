//! One sort for every list, and sets that are not made by sorting.
//!
//! The standard library's sort is compiled anew for every type of element, at 4 to 7 kB each; here the places of a list
//! are sorted, by code that is there once, and the list is put in their order. Refuses to be anything but stable.

use std::cmp::Ordering;
use std::collections::BTreeSet;

/// Sorts a list; what is equal stays as it was.
pub(crate) fn sort<T: Ord>(list: &mut [T]) {
    sort_by(list, T::cmp);
}

/// Sorts a list by a key of each; what is equal stays as it was.
pub(crate) fn sort_by_key<T, K: Ord>(list: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(list, |a, b| key(a).cmp(&key(b)));
}

/// Sorts a list as told; what is equal stays as it was.
pub(crate) fn sort_by<T>(list: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let mut from = places(list.len(), &|a, b| match (list.get(a), list.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    });
    // Round each cycle once: what belongs at a place comes there, and what was there moves on.
    for start in 0..list.len() {
        let mut at = start;
        while let Some(next) = from.get_mut(at).map(|place| std::mem::replace(place, at))
            && next != start
        {
            list.swap(at, next);
            at = next;
        }
    }
}

/// A set of what is given. `collect` would sort it first, with a sort of its own.
pub(crate) fn set<T: Ord>(all: impl IntoIterator<Item = T>) -> BTreeSet<T> {
    let mut set = BTreeSet::new();
    set.extend(all);
    set
}

/// For each place of a list, where the element comes from that belongs there.
fn places(len: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut from: Vec<usize> = (0..len).collect();
    from.sort_by(|a, b| compare(*a, *b));
    from
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_sorts_as_the_standard_library_does(list: Vec<(u8, String)>) {
            let (mut ours, mut theirs) = (list.clone(), list.clone());
            sort_by_key(&mut ours, |(key, _)| *key);
            theirs.sort_by_key(|(key, _)| *key);
            prop_assert_eq!(&ours, &theirs);
            sort(&mut ours);
            theirs.sort();
            prop_assert_eq!(&ours, &theirs);
            sort_by(&mut ours, |a, b| b.cmp(a));
            theirs.reverse();
            prop_assert_eq!(&ours, &theirs);
            prop_assert_eq!(set(list.clone()), list.into_iter().collect::<BTreeSet<_>>());
        }
    }

    #[test]
    fn it_takes_time_for_what_there_is_and_no_more() {
        // One cycle through all: following it anew from each place would take hours.
        let mut list: Vec<u32> = (1..1_000_000).chain([0]).collect();
        sort(&mut list);
        assert!(list.iter().copied().eq(0..1_000_000));
    }
}
