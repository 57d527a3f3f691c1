//! The repositories that the test vectors are served (`tests/vectors/repositories`): signed once, by keys that everybody
//! knows, and the same bytes whenever they are signed again.
//!
//! A folder holds what one publication added; whoever serves it lays it over those before. Refuses to write, but for
//! `UPDATE=1`: a vector never changes by itself.

use super::repo::signed;
use super::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

type Files = BTreeMap<String, Vec<u8>>;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors")
}

/// A pack as it was built once, with another version.
fn version(id: &str, version: u32) -> Vec<u8> {
    let file = folder().join(format!("packs/{id}-5.json"));
    let mut file: Value = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
    file["version"] = version.into();
    serde_json::to_vec(&file).unwrap()
}

fn values(key: &str, text: &str) -> Vec<u8> {
    serde_json::to_vec(&json!({"format": 1, "pack": "force", "values": {key: text}})).unwrap()
}

fn first() -> Repo {
    let mut repo = Repo::new(at(0).utc);
    repo.pack(&version("force", 5), json!({"summary": "One word"}));
    repo.pack(&version("six-principles", 5), json!({}));
    repo.publish();
    repo
}

/// What each folder adds to the one that it is laid over.
fn publications() -> BTreeMap<&'static str, Files> {
    let mut all = BTreeMap::new();
    let mut add = |name, before: &Files, repo: &Repo| {
        let is_new = |(path, bytes): &(&String, &Vec<u8>)| before.get(*path) != Some(*bytes);
        let new = repo.files.iter().filter(is_new);
        all.insert(
            name,
            new.map(|(path, bytes)| (path.clone(), bytes.clone())).collect(),
        );
    };
    let first = first();
    add("first", &Files::new(), &first);

    let mut repo = first.clone();
    repo.pack(&version("force", 6), json!({"summary": "Another word"}));
    repo.publish();
    let second = repo.clone();
    add("second", &first.files, &second);

    let mut repo = second.clone();
    repo.force("force").targets = json!({});
    repo.publish();
    add("withdrawn", &second.files, &repo);

    let mut repo = second.clone();
    let safety = json!({"safety": true, "summary": "A number that was wrong"});
    repo.pack(&version("force", 7), safety);
    repo.pack(&version("force", 8), json!({"summary": "A comma"}));
    repo.publish();
    add("safety", &second.files, &repo);

    let file: Value = serde_json::from_slice(&version("force", 5)).unwrap();
    let key = file["values"][0]["key"].as_str().unwrap();
    let mut repo = first.clone();
    repo.values("force", 1, &values(key, "101"));
    repo.publish();
    let with_values = repo.clone();
    add("values", &first.files, &with_values);
    repo.values("force", 2, &values("nowhere", "101"));
    repo.publish();
    add("values-of-another", &with_values.files, &repo);

    let mut repo = second.clone();
    // A snapshot that is signed, and is not the one that the timestamp names.
    repo.signed_at = at(1).utc;
    repo.expires = at(24 * 8).utc;
    repo.publish_snapshot();
    repo.publish_timestamp();
    let path = format!("metadata/{}.snapshot.json", repo.snapshot_version);
    let other = repo.files[&path].len();
    repo.files.insert(path, vec![b'{'; other]);
    add("mixed", &second.files, &repo);

    let mut repo = second.clone();
    repo.timestamp_key = "stranger";
    repo.publish_timestamp();
    add("stranger", &second.files, &repo);

    let mut repo = first.clone();
    repo.pack(&version("force", 6), json!({}));
    repo.pack(&version("six-principles", 6), json!({}));
    repo.force("force").signers = vec!["writer"];
    repo.publish();
    add("one-signature", &first.files, &repo);

    let mut repo = first.clone();
    repo.pack(&version("force", 6), json!({"share": 5000}));
    repo.pack(&version("six-principles", 6), json!({"share": 5000}));
    repo.publish();
    add("half", &first.files, &repo);

    let mut repo = first.clone();
    repo.rotate(vec!["ben", "dan"]);
    repo.pack(&version("force", 6), json!({}));
    repo.publish();
    let rotated = repo.clone();
    add("rotated", &first.files, &rotated);
    repo.root["version"] = 3.into();
    repo.put_root(&["eve", "mallory"]);
    add("rotated-by-strangers", &rotated.files, &repo);

    let mut repo = first.clone();
    repo.timestamp_version += 1;
    let mut timestamp = repo.timestamp();
    timestamp["spec_version"] = "2.0.0".into();
    let bytes = signed(&timestamp, &[repo.timestamp_key]);
    repo.files.insert("metadata/timestamp.json".into(), bytes);
    add("newer-specification", &first.files, &repo);

    let mut repo = first.clone();
    let mut newer: Value = serde_json::from_slice(&version("six-principles", 6)).unwrap();
    newer["format"] = 99.into();
    repo.pack(&serde_json::to_vec(&newer).unwrap(), json!({}));
    repo.pack(br#"{"id": "force", "version": 6}"#, json!({}));
    repo.publish();
    add("unusable", &first.files, &repo);

    let mut repo = Repo::new(at(0).utc);
    repo.root["childfirst"] = json!({"development": true});
    repo.put_root(&["ann", "ben"]);
    repo.pack(&version("force", 5), json!({}));
    repo.pack(&version("six-principles", 5), json!({}));
    repo.publish();
    add("development", &Files::new(), &repo);
    all
}

/// What stands in a folder, by path.
fn standing(folder: &Path) -> Files {
    let mut files = Files::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).into_iter().flatten().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let inside = path.strip_prefix(folder).unwrap().components();
            let names: Vec<_> = inside.map(|part| part.as_os_str().to_str().unwrap()).collect();
            files.insert(names.join("/"), fs::read(&path).unwrap());
        }
    }
    files
}

#[test]
fn the_repositories_of_the_vectors_are_these() {
    let publications = publications();
    let folder = folder().join("repositories");
    if std::env::var_os("UPDATE").is_some() {
        for (name, files) in &publications {
            for (path, bytes) in files {
                let path = folder.join(name).join(path);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, bytes).unwrap();
            }
        }
    }
    for (name, files) in &publications {
        assert!(
            standing(&folder.join(name)) == *files,
            "{name}: delete it and run `UPDATE=1 cargo test -p childfirst --all-features the_repositories`"
        );
    }
    let named = fs::read_dir(&folder)
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().path().is_dir());
    assert_eq!(
        named.count(),
        publications.len(),
        "a folder that nothing is written to"
    );
}
