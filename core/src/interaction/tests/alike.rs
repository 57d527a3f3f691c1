//! Two present children never have one title, whatever is corrected, merged, or taken back.

use super::*;

/// The first child that reads so keeps its label, and no two read the same.
fn told_apart(state: &State) -> Result<(), TestCaseError> {
    let mut own: BTreeSet<String> = BTreeSet::new();
    let mut titles: BTreeSet<String> = BTreeSet::new();
    for child in state.present_children() {
        let mut bare = child.clone();
        bare.apart = String::new();
        let first = own.insert(bare.title().to_lowercase());
        let title = child.title().to_lowercase();
        prop_assert!(titles.insert(title.clone()), "two are {title}");
        if first && child.number == 1 {
            prop_assert_eq!(&child.apart, "");
        }
        if !first {
            prop_assert!(child.apart.contains(&child.number.to_string()));
        }
    }
    Ok(())
}

fn steps() -> impl Strategy<Value = Vec<Operation>> {
    let label = || {
        any_of(&[
            "girl", "Girl", "girl 2", "girl 3", "girl, 9", "boy", "child", "child 2",
        ])
    };
    let age = || {
        let nine = Age::Months {
            least: 108,
            most: 119,
        };
        proptest::sample::select(vec![Age::NotKnown, nine, Age::Unborn])
    };
    let some = |label: Option<&str>| label.map(str::to_owned);
    let one = prop_oneof![
        3 => (proptest::option::of(label()), age()).prop_map(move |(label, age)| Operation::ChildAdded(AddChild { label: some(label), age })),
        3 => (1u32..5, proptest::option::of(label()), proptest::option::of(age())).prop_map(move |(child, label, age)|
            Operation::ChildRelabelled(ChildRelabelled { child, label: some(label), age })),
        1 => (1u32..5, 1u32..5).prop_map(|(child, into)| Operation::ChildMerged(ChildMerged { child, into })),
        3 => (2u64..20).prop_map(|entry| Operation::Corrected(Corrected {
            entry, how: Correction::PressedByMistake, reason: None })),
    ];
    proptest::collection::vec(one, 0..20)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn two_present_children_never_have_one_title(steps in steps()) {
        let pack = three_items(vec![]);
        for end in 0..=steps.len() {
            let (entries, state) = play(&pack, steps.iter().take(end).cloned().collect());
            told_apart(&state)?;
            prop_assert_eq!(&fold(&entries), &state);
        }
    }
}

fn child(label: &str) -> Operation {
    let (label, age) = (
        Some(label.into()),
        Age::Months {
            least: 108,
            most: 119,
        },
    );
    Operation::ChildAdded(AddChild { label, age })
}

fn mistake(entry: u64) -> Operation {
    let how = Correction::PressedByMistake;
    Operation::Corrected(Corrected {
        entry,
        how,
        reason: None,
    })
}

#[test]
fn a_label_that_is_taken_back_leaves_two_that_are_told_apart() {
    let pack = three_items(vec![]);
    let renamed = Operation::ChildRelabelled(ChildRelabelled {
        child: 1,
        label: Some("older girl".into()),
        age: None,
    });
    let all = vec![child("girl"), renamed, child("Girl"), mistake(3)];
    let (entries, state) = play(&pack, all.clone());
    let titles =
        |state: &State| -> Vec<String> { state.present_children().map(|child| child.title()).collect() };
    assert_eq!(titles(&state), ["girl, 9", "Girl 2, 9"]);
    // The entries stand as they were.
    assert!(matches!(&entries[3].event, Event::ChildAdded(added) if added.label == "Girl"));
    // Taken back in its turn, nothing stands beside the label any more.
    let (_, state) = play(&pack, [all, vec![mistake(5)]].concat());
    assert_eq!(titles(&state), ["older girl, 9", "Girl, 9"]);
}

#[test]
fn a_merge_that_is_taken_back_leaves_two_that_are_told_apart() {
    let pack = three_items(vec![]);
    let merged = Operation::ChildMerged(ChildMerged { child: 1, into: 2 });
    let all = vec![child("girl"), child("boy"), merged, child("girl"), mistake(4)];
    let (_, state) = play(&pack, all);
    let titles: Vec<String> = state.present_children().map(|child| child.title()).collect();
    assert_eq!(titles, ["girl, 9", "boy, 9", "girl 3, 9"]);
}
