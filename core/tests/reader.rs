//! The reader never panics and never takes a pack for another, whatever bytes it is given.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]
#![cfg(feature = "build")]

use childfirst::pack::values::{Values, ValuesError};
use childfirst::pack::{Pack, build::build, cases::CompiledCase};
use proptest::prelude::*;
use std::path::Path;
use std::sync::LazyLock;

static FORCE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    build(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packs/force"),
        &[],
    )
    .unwrap()
    .bytes
});

#[test]
fn items_are_flat_and_indexed_with_their_cases() {
    let pack = Pack::read(&FORCE).unwrap();
    assert_eq!(pack.items().len(), 3);
    for (n, item) in pack.items().iter().enumerate() {
        assert_eq!(pack.item_index(&item.item.id), Some(n as u32));
        assert_eq!(item.position, n as u32);
        assert_eq!(pack.lists()[item.list as usize].id, "six-principles/list/now");
        assert_eq!(
            item.cases,
            [CompiledCase {
                roles: 1,
                ..CompiledCase::ANY
            }]
        );
    }
    let gifts = pack.prompt("six-principles/now/see/gifts").unwrap();
    let under_10 = pack.age_atoms(childfirst::age::Age::parse("9").unwrap());
    assert_eq!(
        gifts.cases,
        [CompiledCase {
            ages: under_10,
            factors: 1,
            ..CompiledCase::ANY
        }]
    );
    assert_eq!(pack.prompts_under(gifts.under), std::slice::from_ref(gifts));
    assert_eq!(pack.items()[0].prompts, 0..1);
    assert_eq!(pack.route_cases(0), []);
}

#[test]
fn values_are_those_of_the_pack_and_unset_says_so() {
    let pack = Pack::read(&FORCE).unwrap();
    let none = Values::none(&pack);
    assert_eq!(
        (none.get("tell"), none.unset()),
        (None, &["tell", "until", "longest"].map(str::to_owned)[..])
    );
    let text = r#"{"format":1,"pack":"force","values":{"tell":"the duty desk","until":"2026-03-31"},"kept":{"tell":{"owner":"control room"}}}"#;
    let values = Values::read(text.as_bytes(), &pack).unwrap();
    assert_eq!(
        (values.get("tell"), values.unset()),
        (Some("the duty desk"), &["longest".to_owned()][..])
    );
    assert_eq!(values.to_bytes(), text.as_bytes());
    assert_eq!(Values::read(&none.to_bytes(), &pack).unwrap(), none);
    let read = |from: &str, to: &str| Values::read(text.replace(from, to).as_bytes(), &pack).unwrap_err();
    assert!(
        matches!(read("\"tell\":\"the", "\"tel\":\"the"), ValuesError::UnknownKey { key, .. } if key == "tel")
    );
    assert!(matches!(
        read("\"force\"", "\"kent\""),
        ValuesError::OtherPack { .. }
    ));
    assert_eq!(read("\"format\":1", "\"format\":2"), ValuesError::Newer);
    assert!(matches!(read("2026-03-31", "soon"), ValuesError::NotADate { key } if key == "until"));
    for marked in ["\\u001b[2Jdesk", "\\u202e321", "a\\u0007b"] {
        let marks = read("the duty desk", marked);
        assert!(
            matches!(marks, ValuesError::Marks { key } if key == "tell"),
            "{marked}"
        );
    }
    let number = read("\"until\":\"2026-03-31\"", "\"longest\":\"0\"");
    assert!(matches!(number, ValuesError::NotANumber { key } if key == "longest"));
    assert!(matches!(read("}}}", "}}"), ValuesError::Unreadable(_)));
    assert_eq!(
        Values::read(text.replace("the duty desk", " ").as_bytes(), &pack)
            .unwrap()
            .get("tell"),
        None
    );
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = Pack::read(&bytes);
    }

    #[test]
    fn a_pack_with_bytes_changed_is_read_or_refused(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in proptest::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = FORCE.clone();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        match Pack::read(&bytes) {
            Ok(pack) => prop_assert_eq!(bytes == *FORCE, pack.digest() == Pack::read(&FORCE).unwrap().digest()),
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
    }

    /// Words of JSON in any order: deeper than random bytes ever get.
    #[test]
    fn any_json_is_read_or_refused(parts in proptest::collection::vec(prop::sample::select(vec![
        "{", "}", "[", "]", ",", ":", "\"lists\"", "\"items\"", "\"format\"", "\"for\"", "\"id\"", "1", "null", "\"a/b\"",
    ]), 0..60)) {
        let _ = Pack::read(parts.concat().as_bytes());
    }
}
