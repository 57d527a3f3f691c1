//! One tiny broken pack for each fault that the builder names: its rule, file, line and name.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]
#![cfg(feature = "build")]

use childfirst::pack::build::{Built, Finding, build};
use childfirst::pack::{Pack, PackError};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A folder with the two good packs, to be spoilt.
struct Content(TempDir);

impl Content {
    fn new() -> Content {
        let folder = tempfile::tempdir().unwrap();
        let good = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packs");
        for file in [
            "six-principles/pack.json",
            "six-principles/flow.json",
            "force/pack.json",
        ] {
            let to = folder.path().join(file);
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::copy(good.join(file), to).unwrap();
        }
        Content(folder)
    }
    fn path(&self, file: &str) -> PathBuf {
        self.0.path().join(file)
    }
    fn spoil(&self, file: &str, from: &str, to: &str) -> &Content {
        let text = fs::read_to_string(self.path(file)).unwrap();
        assert!(text.contains(from), "{from} is not in {file}");
        fs::write(self.path(file), text.replacen(from, to, 1)).unwrap();
        self
    }
    fn write(&self, file: &str, bytes: impl AsRef<[u8]>) -> &Content {
        fs::create_dir_all(self.path(file).parent().unwrap()).unwrap();
        fs::write(self.path(file), bytes).unwrap();
        self
    }
    fn build(&self, pack: &str) -> Result<Built, Vec<Finding>> {
        build(&self.path(pack), &[])
    }
    /// The findings as (rule, file, line, name), the file within the content.
    fn findings(&self, pack: &str) -> Vec<(String, String, usize, String)> {
        let found = self.build(pack).expect_err("it builds");
        let within = |file: &str| {
            Path::new(file)
                .strip_prefix(self.0.path())
                .unwrap()
                .to_string_lossy()
                .into_owned()
        };
        found
            .iter()
            .map(|it| (it.rule.into(), within(&it.file), it.line, it.name.clone()))
            .collect()
    }
    #[track_caller]
    fn finds(&self, pack: &str, rule: &str, file: &str, line: usize, name: &str) {
        let found = self.findings(pack);
        let want = (rule.to_owned(), file.to_owned(), line, name.to_owned());
        assert!(found.contains(&want), "wanted {want:?}, found {found:#?}");
    }
    #[track_caller]
    fn finds_only(&self, pack: &str, rule: &str, file: &str, line: usize, name: &str) {
        self.finds(pack, rule, file, line, name);
        assert_eq!(self.findings(pack).len(), 1, "{:#?}", self.findings(pack));
    }
}

const BASE: &str = "six-principles/pack.json";
const FLOW: &str = "six-principles/flow.json";
const FORCE: &str = "force/pack.json";

/// Spoils one text of the base and wants one finding.
#[track_caller]
fn spoilt(file: &str, from: &str, to: &str, rule: &str, line: usize, name: &str) {
    Content::new()
        .spoil(file, from, to)
        .finds_only("six-principles", rule, file, line, name);
}

#[test]
fn good_packs_build_the_same_bytes_in_any_order_and_encoding() {
    let content = Content::new();
    let base = content.build("six-principles").unwrap();
    let force = content.build("force").unwrap();
    assert_eq!(force, content.build("force").unwrap());
    assert_eq!(force.file.built_on[0].digest, base.digest);
    assert_eq!(force.file.withdrawn[0].reason, "It has run out.");
    let ids: Vec<_> = force.file.lists[0]
        .items
        .iter()
        .map(|item| item.id.as_str())
        .collect();
    assert_eq!(
        ids,
        [
            "six-principles/now/see",
            "force/now/tell",
            "six-principles/now/listen"
        ]
    );
    assert_eq!(force.file.lists[0].items[2].text, "Listen to each child alone.");
    assert!(force.file.tables.is_empty());
    let pack = Pack::read(&force.bytes).unwrap();
    assert_eq!(pack.digest_hex(), force.digest);
    assert_eq!(*pack.file(), force.file);
    assert_eq!(force.place("items", "force/now/tell").unwrap().1, 15);
    // The same in NFC, in one file, with other space and another order of keys, is the same pack.
    content.spoil(FORCE, "caf\\u0301e", "caf\u{301}e");
    assert_eq!(content.build("force").unwrap().bytes, force.bytes);
    let flow: serde_json::Value = serde_json::from_slice(&fs::read(content.path(FLOW)).unwrap()).unwrap();
    fs::remove_file(content.path(FLOW)).unwrap();
    for (n, (section, value)) in flow.as_object().unwrap().iter().rev().enumerate() {
        let file = format!("six-principles/{n}/x.json");
        content.write(
            &file,
            serde_json::to_vec_pretty(&serde_json::json!({ section: value })).unwrap(),
        );
    }
    assert_eq!(content.build("six-principles").unwrap().bytes, base.bytes);
}

#[test]
fn files_that_are_not_strict_json_are_named_with_their_line() {
    let base = "six-principles";
    let bad = "six-principles/lists/bad.json";
    let cases: [(&str, Vec<u8>, usize, &str); 8] = [
        ("not-utf8", b"{\n\"lists\": [\xff]}".to_vec(), 2, "bad.json"),
        ("cut-short", b"{\n\"lists\": [\n".to_vec(), 3, "bad.json"),
        ("not-json", b"{\n\"lists\": [,]}".to_vec(), 2, "bad.json"),
        (
            "duplicate-key",
            b"{\"lists\": [],\n\"lists\": []}".to_vec(),
            2,
            "lists",
        ),
        ("not-an-integer", b"{\"lists\":\n [1.5]}".to_vec(), 2, "bad.json"),
        (
            "too-deep",
            format!("\n{}", "[".repeat(50_000)).into_bytes(),
            2,
            "bad.json",
        ),
        ("wrong-type", b"\n[]".to_vec(), 2, "the file"),
        ("unknown-section", b"{\n\"list\": []}".to_vec(), 2, "list"),
    ];
    for (rule, bytes, line, name) in cases {
        Content::new()
            .write(bad, bytes)
            .finds_only(base, rule, bad, line, name);
    }
    let large = Content::new();
    large
        .write(bad, vec![b' '; 100_000_000])
        .finds_only(base, "too-large", bad, 1, "bad.json");
}

#[test]
fn ids_and_references_are_named_at_their_own_line() {
    spoilt(
        FLOW,
        "six-principles/now/listen",
        "six-principles/now/see",
        "duplicate-id",
        31,
        "six-principles/now/see",
    );
    spoilt(
        FLOW,
        "six-principles/now/listen",
        "six-principles/Now/x",
        "id-syntax",
        31,
        "six-principles/Now/x",
    );
    spoilt(
        FLOW,
        "six-principles/now/listen",
        "kent/now/listen",
        "id-of-another-pack",
        31,
        "kent/now/listen",
    );
    let bidi = "six-principles/now/\\u{202e}x";
    spoilt(
        FLOW,
        "six-principles/now/listen",
        "six-principles/now/\u{202e}x",
        "id-syntax",
        31,
        bidi,
    );
    let see = "six-principles/now/see";
    spoilt(
        FLOW,
        "\"domains\": [\"six",
        "\"domains\": [\"sex",
        "unknown-domain",
        10,
        see,
    );
    spoilt(
        FLOW,
        "principles\": [\"six-principles/principle/voice",
        "principles\": [\"x",
        "unknown-principle",
        10,
        see,
    );
    spoilt(
        FLOW,
        "\"value\": \"tell\"",
        "\"value\": \"told\"",
        "unknown-value",
        49,
        "six-principles/route/tell",
    );
    let gifts = "six-principles/now/see/gifts";
    spoilt(
        FLOW,
        "\"document\": \"strategy\"",
        "\"document\": \"x\"",
        "unknown-document",
        20,
        gifts,
    );
    spoilt(
        FLOW,
        "[\"exploitation\"]",
        "[\"cse\"]",
        "bad-case-value",
        20,
        gifts,
    );
    spoilt(
        FLOW,
        "[\"under-10\"]",
        "[\"under-11\"]",
        "bad-case-value",
        20,
        gifts,
    );
    let listen = "six-principles/now/listen";
    spoilt(
        FLOW,
        "[\"home\"]",
        "[\"not_known\"]",
        "bad-case-value",
        31,
        listen,
    );
    spoilt(FLOW, "[\"home\"]", "[\"moon\"]", "not-in-set", 38, listen);
    spoilt(
        BASE,
        "\"main_document\": \"strategy\"",
        "\"main_document\": \"x\"",
        "unknown-document",
        2,
        "six-principles",
    );
    spoilt(
        BASE,
        "\"id\": \"unborn\"",
        "\"id\": \"un born\"",
        "id-syntax",
        18,
        "un born",
    );
}

#[test]
fn origin_source_and_reason_are_never_missing() {
    let see = "six-principles/now/see";
    spoilt(FLOW, "No document says it.", " ", "missing-reason", 10, see);
    spoilt(
        FLOW,
        "\"origin\": \"practice\"",
        "\"origin\": \"source\"",
        "missing-source",
        10,
        see,
    );
    spoilt(
        FLOW,
        "the table",
        "",
        "missing-source",
        52,
        "six-principles/table/plan",
    );
    spoilt(
        FLOW,
        "\"why\": \"Words show what a report cannot.\",",
        "",
        "missing-field",
        41,
        "six-principles/now/listen",
    );
    let outside = Content::new();
    outside.spoil(
        FORCE,
        "\"origin\": \"source\", \"source\": {\"document\": \"strategy\", \"section\": \"Voice\", \"rests_on\": \"trust\"}",
        "\"origin\": \"practice\", \"reason\": \"Good.\"",
    );
    outside.finds_only("force", "practice-outside-base", FORCE, 15, "force/now/tell");
    let factor = Content::new();
    let mine = "{\"factors\": [\n{\"id\": \"mine\", \"label\": \"x\", \"condition\": \"x\", \"origin\": \"practice\", \"reason\": \"y\"}]}";
    factor.write("force/f.json", mine).finds_only(
        "force",
        "practice-outside-base",
        "force/f.json",
        2,
        "mine",
    );
}

#[test]
fn numbers_and_flows_are_bounded_and_whole() {
    let nine = |what: &str| {
        let one = |n| {
            format!(
                "{{\"id\": \"six-principles/{what}/{n}\", \"kind\": \"think\", \"text\": \"Why?\", \"origin\": \"practice\", \"reason\": \"x\"}}"
            )
        };
        (0..10).map(one).collect::<Vec<_>>().join(",")
    };
    let home = "six-principles/domain/home";
    spoilt(
        FLOW,
        "\"prompts\": []",
        &format!("\"prompts\": [{}]", nine("p")),
        "too-many-prompts",
        46,
        home,
    );
    spoilt(
        FLOW,
        "\"domains\": [\"six-principles/domain/home\"]",
        &format!("\"domains\": [], \"x\": [{}]", nine("q")),
        "unknown-field",
        29,
        "six-principles/now/see",
    );
    spoilt(
        FLOW,
        "[\"Visit schools\", \"Youth team\"]",
        "[\"Visit schools\"]",
        "table-width",
        52,
        "six-principles/table/plan",
    );
    spoilt(
        BASE,
        "{\"role\": \"response_officer\", \"now\"",
        "{\"role\": \"call_handler\", \"now\"",
        "missing-budget",
        2,
        "six-principles",
    );
    let content = Content::new();
    content.spoil(FLOW, ", \"immediate_danger\"]", "]");
    content.finds_only("force", "missing-route", FORCE, 2, "force");
    assert!(content.build("six-principles").is_ok());
    let factors: Vec<_> = (0..64).map(|n| format!("{{\"id\": \"f{n}\", \"label\": \"x\", \"condition\": \"x\", \"origin\": \"practice\", \"reason\": \"x\"}}")).collect();
    let more = format!("{{\"factors\": [{}]}}", factors.join(","));
    let content = Content::new();
    content.write("six-principles/more.json", more);
    content.finds_only(
        "six-principles",
        "too-many-factors",
        "six-principles/more.json",
        1,
        "f63",
    );
    let bands: Vec<_> = (0..64)
        .map(|n| {
            format!("{{\"id\": \"b{n}\", \"label\": \"x\", \"from_months\": {n}, \"origin\": \"practice\"}}")
        })
        .collect();
    let content = Content::new();
    content.write(
        "six-principles/more.json",
        format!("{{\"age_bands\": [{}]}}", bands.join(",")),
    );
    content.finds_only(
        "six-principles",
        "too-many-ages",
        "six-principles/more.json",
        1,
        "b63",
    );
    let items: Vec<_> = (0..8).map(|n| format!("{{\"id\": \"force/n/{n}\", \"text\": \"x\", \"why\": \"x\", \"scope\": \"scene\", \"answered_by\": \"answer\", \"principles\": [], \"origin\": \"source\", \"source\": {{\"document\": \"strategy\", \"section\": \"x\", \"rests_on\": \"x\"}}}}")).collect();
    let content = Content::new();
    let add = format!(
        "{{\"add_to_lists\": [{{\"list\": \"six-principles/list/now\", \"after\": null, \"items\": [{}]}}]}}",
        items.join(",")
    );
    content.write("force/more.json", add);
    content.finds_only("force", "too-many-items", FLOW, 3, "six-principles/list/now");
    let content = Content::new();
    content.spoil(BASE, "\"danger\": {", "\"danger_was\": {");
    content.finds("six-principles", "unknown-section", BASE, 27, "danger_was");
}

/// A list of a call, with what is wrong in it.
const CALL: &str = r#"{"lists": [{"id": "six-principles/list/call", "phase": "now", "order": 1, "title": "Now",
"roles": ["call_handler"], "items": [
{"id": "six-principles/call/where", "text": "Where are you?", "why": "x", "scope": "scene", "answered_by": "answer",
"call_step": "where", "silent": {"text": "Are you there?", "reason": "x"}, "principles": [], "origin": "practice", "reason": "x",
"prompts": [{"id": "six-principles/call/where/p", "kind": "ask_child", "text": "x", "origin": "practice", "reason": "x",
"silent": {"text": "Inside?", "reason": "x"}}]},
{"id": "six-principles/call/wishes", "text": "What do you want?", "why": "x", "scope": "scene", "answered_by": "told",
"waits": "until_safe_to_talk", "principles": [], "origin": "practice", "reason": "x"}
]}]}"#;

#[test]
fn what_a_pack_says_of_calls_holds_nothing_back() {
    let (file, asked, wishes) = (
        "six-principles/call.json",
        "six-principles/call/where",
        "six-principles/call/wishes",
    );
    let whole = Content::new();
    whole.write(file, CALL).build("six-principles").unwrap();
    let long = format!("\"{}?\"", "word ".repeat(21).trim());
    for (from, to, rule, line, name) in [
        (
            "\"phase\": \"now\"",
            "\"phase\": \"afterwards\"",
            "misplaced-call-step",
            3,
            asked,
        ),
        (
            "[\"call_handler\"]",
            "[\"call_handler\", \"investigator\"]",
            "misplaced-call-step",
            3,
            asked,
        ),
        (
            "\"waits\": \"until",
            "\"call_step\": \"where\", \"waits\": \"until",
            "two-call-steps",
            7,
            wishes,
        ),
        (
            "until_safe_to_talk",
            "until_the_call_is_over",
            "bad-waits",
            7,
            wishes,
        ),
        (
            "\"scope\": \"scene\", \"answered_by\": \"told\"",
            "\"scope\": \"child\", \"answered_by\": \"told\"",
            "told-for-a-child",
            7,
            wishes,
        ),
        (
            "\"Are you there?\"",
            "\"Say where\"",
            "long-silent-question",
            3,
            asked,
        ),
        (
            "\"Inside?\"",
            &long,
            "long-silent-question",
            5,
            "six-principles/call/where/p",
        ),
        (
            "\"Inside?\", \"reason\": \"x\"",
            "\"Inside?\", \"reason\": \" \"",
            "empty-text",
            5,
            "six-principles/call/where/p",
        ),
    ] {
        let content = Content::new();
        content.write(file, CALL).spoil(file, from, to);
        content.finds("six-principles", rule, file, line, name);
    }
    // Asking for yes or no is practice: a force's own question waits on a silent call.
    let content = Content::new();
    content.spoil(
        FORCE,
        "\"why\": \"Trust.\"",
        "\"why\": \"Trust.\", \"silent\": {\"text\": \"Safe?\", \"reason\": \"x\"}",
    );
    content.finds_only("force", "practice-outside-base", FORCE, 15, "force/now/tell");
}

#[test]
fn what_a_pack_builds_on_is_there_and_does_not_loop() {
    let content = Content::new();
    content.spoil(FORCE, "[\"six-principles\"]", "[\"seven-principles\"]");
    content.finds_only("force", "extends-absent", FORCE, 9, "seven-principles");
    let content = Content::new();
    content.spoil(BASE, "\"extends\": []", "\"extends\": [\"force\"]");
    content.finds("force", "extends-loop", BASE, 9, "force");
    let text = content
        .build("force")
        .unwrap_err()
        .iter()
        .map(ToString::to_string)
        .collect::<String>();
    assert!(text.contains("force → six-principles → force"), "{text}");
    content.finds("force", "extends-broken", FORCE, 9, "six-principles");
    let content = Content::new();
    content.spoil(FORCE, "[\"six-principles\"]", "[\"../force\"]");
    content.finds_only("force", "extends-absent", FORCE, 9, "../force");
    fs::remove_file(content.path(FORCE)).unwrap();
    content.finds_only("force", "no-manifest", FORCE, 1, "force");
    let content = Content::new();
    content.spoil(FORCE, "\"id\": \"force\"", "\"id\": \"farce\"");
    content.finds("force", "id-not-folder", FORCE, 2, "farce");
}

#[test]
fn an_overlay_that_does_nothing_or_two_things_is_a_finding() {
    let found = |from: &str, to: &str, rule: &str, line: usize, name: &str| {
        Content::new()
            .spoil(FORCE, from, to)
            .finds_only("force", rule, FORCE, line, name);
    };
    let plan = "\"id\": \"six-principles/table/plan\"";
    found(
        plan,
        "\"id\": \"six-principles/table/plans\"",
        "withdraws-nothing",
        23,
        "six-principles/table/plans",
    );
    found(
        plan,
        "\"id\": \"six-principles/now/listen\"",
        "two-on-one-id",
        23,
        "six-principles/now/listen",
    );
    found(
        "It has run out.",
        "",
        "missing-reason",
        23,
        "six-principles/table/plan",
    );
    let nothing = "six-principles/now/hear";
    found(
        "\"id\": \"six-principles/now/listen\"",
        &format!("\"id\": \"{nothing}\""),
        "replaces-nothing",
        20,
        nothing,
    );
    found(
        "\"list\": \"six-principles/list/now\"",
        "\"list\": \"force/list/x\"",
        "adds-to-nothing",
        11,
        "force/list/x",
    );
    found(
        "\"after\": \"six-principles/now/see\"",
        "\"after\": \"x\"",
        "adds-to-nothing",
        11,
        "six-principles/list/now",
    );
    found(
        "force/now/tell",
        "six-principles/now/see",
        "id-of-a-pack-below",
        15,
        "six-principles/now/see",
    );
    // What a pack below refers to and this one withdraws, only this one can mend: it is found at the withdrawal.
    let content = Content::new();
    content.spoil(FORCE, plan, "\"id\": \"six-principles/domain/home\"");
    content.finds_only(
        "force",
        "withdrawn-referred-to",
        FORCE,
        23,
        "six-principles/domain/home",
    );
    let of = content.build("force").unwrap_err();
    assert!(
        of[0].sentence.contains("\"six-principles/now/see\"") && of[0].sentence.contains("flow.json:10"),
        "{}",
        of[0].sentence
    );
}

#[test]
fn many_findings_come_in_one_run_in_order() {
    let content = Content::new();
    content.spoil(FLOW, "\"scope\": \"child\"", "\"scope\": \"kid\"");
    content.spoil(FLOW, "\"scope\": \"child\"", "\"scope\": 7");
    content.spoil(FLOW, "\"id\": \"six-principles/domain/home\", ", "");
    content.write("six-principles/z.json", "{");
    let rules: Vec<_> = content
        .findings("six-principles")
        .into_iter()
        .map(|it| (it.0, it.2))
        .collect();
    let want = [
        ("not-in-set", 14),
        ("wrong-type", 35),
        ("missing-field", 46),
        ("cut-short", 1),
    ];
    assert_eq!(rules, want.map(|(rule, line)| (rule.to_owned(), line)));
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_is_refused() {
    let content = Content::new();
    std::os::unix::fs::symlink("/etc", content.path("six-principles/etc")).unwrap();
    content.finds_only("six-principles", "symlink", "six-principles/etc", 1, "etc");
}

#[test]
fn the_reader_refuses_with_one_sentence_and_quotes_nothing() {
    let bytes = Content::new().build("force").unwrap().bytes;
    let text = String::from_utf8(bytes.clone()).unwrap();
    let read = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        Pack::read(text.replacen(from, to, 1).as_bytes()).unwrap_err()
    };
    assert_eq!(
        Pack::read(&vec![b'['; 100_000_000]).unwrap_err(),
        PackError::TooLarge
    );
    assert_eq!(
        Pack::read(&bytes[..bytes.len() / 2]).unwrap_err(),
        PackError::CutShort
    );
    assert_eq!(Pack::read(b"").unwrap_err(), PackError::CutShort);
    assert_eq!(
        Pack::read(b"{}\xff").unwrap_err(),
        PackError::NotUtf8 { offset: 2 }
    );
    assert!(matches!(
        Pack::read(b"<html>").unwrap_err(),
        PackError::NotJson { line: 1, .. }
    ));
    assert_eq!(
        Pack::read("[".repeat(9999).as_bytes()).unwrap_err(),
        PackError::TooDeep { line: 1 }
    );
    let newer = PackError::Newer {
        format: 2,
        min_reader: 1,
        unknown_critical: 0,
    };
    assert_eq!(read("\"format\":1", "\"lists2\":[],\"format\":2"), newer);
    // Newer before wrong: a later format may have another shape.
    let shaped = text
        .replace("\"format\":1", "\"format\":9")
        .replace("\"lists\":[", "\"lists\":[7,");
    assert!(matches!(
        Pack::read(shaped.as_bytes()).unwrap_err(),
        PackError::Newer { format: 9, .. }
    ));
    assert!(matches!(
        read("\"min_reader\":1", "\"min_reader\":7"),
        PackError::Newer { min_reader: 7, .. }
    ));
    let critical = read("\"critical\":[]", "\"critical\":[\"media\"],\"media\":{}");
    assert!(matches!(
        critical,
        PackError::Newer {
            unknown_critical: 1,
            ..
        }
    ));
    let unknown = text.replacen("\"format\":1", "\"aaa\":{\"b\":[]},\"format\":1", 1);
    assert!(Pack::read(unknown.as_bytes()).is_ok());
    let twice = read("\"format\":1", "\"aaa\":{\"b\":1,\"b\":2},\"format\":1");
    assert!(matches!(twice, PackError::DuplicateKey { .. }));
    let secret = read("\"scope\":\"scene\"", "\"scope\":\"a child's name\"");
    assert!(matches!(&secret, PackError::Shape { line: 1, .. }));
    let missing = read("\"scope\":\"scene\",", "");
    assert!(missing.to_string().contains("`scope` is missing"), "{missing}");
    let unsound = read("\"principles\":[]", "\"principles\":[\"a child's name\"]");
    assert!(
        unsound.to_string().contains("[unknown-principle] force/now/tell"),
        "{unsound}"
    );
    assert!(!format!("{secret}{missing}").contains("a child's"));
}

#[test]
fn a_section_of_an_export_that_core_does_not_write_is_named() {
    let export = |section: &str| {
        format!("{{\n  \"export\": [\n    {{\"section\": \"{section}\", \"title\": \"T\"}}\n  ]\n}}")
    };
    let file = "six-principles/export.json";
    let content = Content::new();
    content.write(file, export("weather"));
    content.finds_only("six-principles", "unknown-section", file, 3, "weather");
    content.write(file, export("not_reached"));
    assert_eq!(content.build("six-principles").unwrap().file.export.len(), 1);
}
