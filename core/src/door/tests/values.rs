//! A force's values through the door: shown at once, kept as they were shown, and never said to be unset when they
//! cannot be read.

use super::*;
use crate::error::Part;
use crate::interaction::local::LocalState;
use crate::pack::{Pack, Values};

const ROUTE: &str = "tell";

fn take(host: &Host, number: &str) -> Arc<Values> {
    let pack = pack(host);
    let text = format!(r#"{{"format":1,"pack":"six-principles","values":{{"tell":"{number}"}}}}"#);
    host.door.guidance().take_values(&pack, text.as_bytes()).unwrap()
}

fn pack(host: &Host) -> Arc<Pack> {
    host.door.guidance().pack("six-principles").unwrap()
}

fn shown(interaction: &Interaction) -> (LocalState, Option<String>) {
    let all = interaction.local_values().unwrap();
    let one = all.into_iter().find(|one| one.key == ROUTE).unwrap();
    (one.state, one.text)
}

/// States a risk and gives what was shown as following from it.
fn routes(interaction: &Interaction) -> Vec<Option<String>> {
    let risk = r#"{"op":"risk_stated","words":"Shouting every weekend.","level":"in_need_of_support"}"#;
    perform(interaction, risk);
    let state = interaction.state().unwrap();
    let stated = &state.risks.last().unwrap().risk;
    stated.routes.iter().map(|route| route.value.clone()).collect()
}

#[test]
fn a_corrected_number_shows_at_once_and_the_log_keeps_what_was_shown() {
    let host = Host::new();
    assert_eq!(shown(&host.begin(0)), (LocalState::NotSet, None));
    let first = take(&host, "ext 1");
    let open = host.begin(0);
    assert_eq!(shown(&open), (LocalState::Set, Some("ext 1".into())));
    assert_eq!(routes(&open), [Some("ext 1".into())]);
    take(&host, "ext 2");
    assert_eq!(shown(&open), (LocalState::Corrected, Some("ext 2".into())));
    assert_eq!(routes(&open), [Some("ext 2".into())]);
    // The same after a restart: what it began with is its own file.
    let id = open.id();
    drop(open);
    let host = host.reopen();
    let open = host.records.resume(id).unwrap();
    assert_eq!(shown(&open), (LocalState::Corrected, Some("ext 2".into())));
    let state = open.state().unwrap();
    assert_eq!(state.values.as_deref(), Some(first.digest_hex()));
    let log = open.record().unwrap().to_text();
    assert!(log.contains("ext 1") && log.contains("ext 2"), "{log}");
    // One that begins now was begun with the new number: nothing is corrected in it.
    assert_eq!(shown(&host.begin(0)), (LocalState::Set, Some("ext 2".into())));
}

#[test]
fn values_that_cannot_be_read_are_not_called_unset_and_keep_nobody_from_recording() {
    let host = Host::new();
    let taken = take(&host, "ext 1");
    let open = host.begin(0);
    let file = host
        .dir
        .path()
        .join("values")
        .join(format!("{}.json", taken.digest_hex()));
    let choice = host.dir.path().join("values/in-use.json");
    for damaged in [&choice, &file] {
        let whole = std::fs::read(damaged).unwrap();
        std::fs::write(damaged, &whole[..whole.len() / 2]).unwrap();
        // Another process, so that nothing is read from memory.
        let door = open_again(&host);
        let read = door.guidance().values(&pack(&host));
        assert_eq!(read.err(), Some(Error::Damaged { what: Part::Values }));
        std::fs::write(damaged, &whole).unwrap();
    }
    std::fs::write(&choice, "{").unwrap();
    assert_eq!(shown(&open), (LocalState::Unreadable, None));
    assert_eq!(routes(&open), [None]);
    // Taking them again mends it.
    take(&host, "ext 3");
    assert_eq!(shown(&open), (LocalState::Corrected, Some("ext 3".into())));
}

fn open_again(host: &Host) -> Arc<ChildFirst> {
    open(host.dir.path())
}

#[test]
fn values_outlive_a_new_version_of_their_pack() {
    let host = Host::new();
    let older = pack(&host);
    let text = r#"{"format":1,"pack":"six-principles","values":{"tell":"ext 1","until":"2027-03-31"}}"#;
    host.door.guidance().take_values(&older, text.as_bytes()).unwrap();
    // The next version no longer has one of the keys, and wants a number of the other.
    let mut file = older.file().clone();
    file.version += 1;
    file.values.retain(|value| value.key != "until");
    let newer = Pack::read(&serde_json::to_vec(&file).unwrap()).unwrap();
    let joined = host.door.guidance().values(&newer).unwrap();
    assert_eq!((joined.get("tell"), joined.get("until")), (Some("ext 1"), None));
    let slip = host.door.guidance().take_values(&newer, text.as_bytes());
    assert!(
        slip.is_err(),
        "whoever fills them in is told of a key that is not there"
    );
    assert_eq!(
        host.door.guidance().values(&newer).unwrap().get("tell"),
        Some("ext 1")
    );
}
