//! What must hold of a pack: its digest is that of its bytes, it reads the same twice, and whatever is recorded on
//! it, there is a worklist.

use childfirst::age::Age;
use childfirst::interaction::because::{because, fold_conditions, unknowns};
use childfirst::interaction::entry::*;
use childfirst::interaction::fold::fold;
use childfirst::interaction::operation::*;
use childfirst::interaction::prepare::prepare;
use childfirst::interaction::prompts::prompts;
use childfirst::interaction::record::record;
use childfirst::interaction::worklist::{routes, worklist};
use childfirst::pack::{Pack, PackError, Values};
use childfirst::sets::*;
use childfirst::time::When;
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

/// Judges a reader by these bytes.
pub fn judge(data: &[u8], read: impl Fn(&[u8]) -> Result<Pack, PackError>) {
    match read(data) {
        Err(error) => {
            assert_eq!(read(data).as_ref(), Err(&error), "it is refused for one reason");
            let said = error.to_string();
            assert!(
                !said.is_empty() && said.len() < 4096,
                "{} bytes of error",
                said.len()
            );
        }
        Ok(pack) => {
            let digest: [u8; 32] = Sha256::digest(data).into();
            assert_eq!(pack.digest(), &digest, "the digest is that of the bytes");
            assert_eq!(read(data).as_ref(), Ok(&pack), "it reads the same twice");
            for role in &pack.file().roles {
                walk(&pack, *role);
            }
        }
    }
}

/// Records what there is to record, and asks for everything that is made of it on the way.
fn walk(pack: &Pack, role: Role) {
    let begun = Begun {
        pack: PackRef {
            id: pack.file().id.clone(),
            version: pack.file().version,
            title: pack.file().title.clone(),
            digest: pack.digest_hex().to_owned(),
        },
        values: None,
        role,
        recorder: None,
    };
    let mut entries = vec![entry(1, vec![], Event::Begun(begun))];
    look(pack, &entries);
    for operation in operations(pack) {
        let state = fold(&entries);
        if let Ok(prepared) = prepare(operation, &state, pack, None) {
            let seq = entries.len() as u64 + 1;
            entries.push(entry(seq, prepared.about, prepared.event));
        }
    }
    look(pack, &entries);
}

fn entry(seq: u64, about: Vec<u32>, event: Event) -> Entry {
    let now = crate::at(seq as i64);
    Entry {
        seq,
        author: None,
        done_at: When::exactly(now),
        recorded_at: now,
        about,
        event,
    }
}

fn operations(pack: &Pack) -> Vec<Operation> {
    let add = |age: &str| {
        let age = Age::parse(age).unwrap();
        Operation::ChildAdded(AddChild { label: None, age })
    };
    let mut all: Vec<Operation> = ["unborn", "0", "9", "17", "not_known"].map(add).into();
    all.push(Operation::SceneSet(SceneSet {
        place: Place::Home,
        words: None,
    }));
    let factors = pack.file().factors.iter().take(8).map(|factor| FactorSet {
        factor: factor.id.clone(),
        state: FactorState::Present,
    });
    all.push(Operation::CircumstancesSet(SetCircumstances {
        children: vec![1, 3],
        presence: Some(Presence::WithMe),
        seen: Some(Seen::Awake),
        involved: Some(vec![Involvement::Suspected]),
        may_be_others: Some(false),
        factors: factors.collect(),
        known_by: vec![],
    }));
    for found in pack.items().iter().take(6) {
        let mut answer = crate::answer(&found.item.id, 3);
        answer.child = (found.item.scope == Scope::Child).then_some(2);
        all.push(Operation::Answered(answer));
    }
    all.extend(pack.lists().iter().take(3).map(|list| {
        let list = list.id.clone();
        Operation::ListEnded(EndList { list })
    }));
    all
}

fn look(pack: &Pack, entries: &[Entry]) {
    let state = fold(entries);
    let work = worklist(pack, &state);
    assert_eq!(work, worklist(pack, &state), "the same, whenever it is asked for");
    for row in &work.rows {
        assert!((row.item as usize) < pack.items().len());
        let _ = because(pack, &state, row);
        for prompt in prompts(pack, &state, row.item, row.child) {
            assert!((prompt.prompt as usize) < pack.prompts().len());
        }
    }
    for list in &work.lists {
        assert!(list.from <= list.to && list.to as usize <= work.rows.len());
        let _ = fold_conditions(pack, &work, list);
    }
    let _ = unknowns(pack, &state);
    for level in [None, Some(Level::ImmediateDanger)] {
        for route in routes(pack, &state, Some(1), level) {
            assert!((route.route as usize) < pack.file().routes.len());
        }
    }
    assert!(!record(Some(pack), &state, entries).sections.is_empty());
}

/// The pack of which values are judged.
static HAMPSHIRE: LazyLock<Pack> = LazyLock::new(|| Pack::read(&crate::built("hampshire").bytes).unwrap());

/// What must hold of values: they are of bytes, they read the same twice, and they write what reads the same.
pub fn judge_values(data: &[u8]) {
    let Ok(values) = Values::read(data, &HAMPSHIRE) else {
        return;
    };
    let digest: [u8; 32] = Sha256::digest(data).into();
    assert_eq!(values.digest(), &digest);
    assert_eq!(Values::read(data, &HAMPSHIRE).as_ref(), Ok(&values));
    let again = Values::read(&values.to_bytes(), &HAMPSHIRE).unwrap();
    // What is empty is left out, and reads as unset all the same.
    assert_eq!(again.unset(), values.unset());
    assert_eq!(again.to_bytes(), values.to_bytes());
    for value in &HAMPSHIRE.file().values {
        let set = values.get(&value.key).is_some();
        assert_eq!(again.get(&value.key), values.get(&value.key));
        assert_ne!(
            set,
            values.unset().contains(&value.key),
            "set, or unset, and never both"
        );
    }
}
