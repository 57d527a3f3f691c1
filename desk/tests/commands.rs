//! The commands that read guidance, and what is common to all: help, exit codes, typos, JSON.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where something is not as it should be"
)]

mod common;

use common::{Ran, program, run};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Stdio;

#[test]
fn every_command_helps_with_an_example_and_the_exit_codes_are_in_the_help() {
    let data = tempfile::tempdir().unwrap();
    let help = run(data.path(), &["--help"]);
    assert_eq!(help.code, 0);
    for words in [
        "Exit codes:",
        "device.key",
        "Examples:",
        "  7  ",
        "in use by another process",
    ] {
        assert!(help.out.contains(words), "{words}\n{}", help.out);
    }
    for command in [
        "walk",
        "worklist",
        "list",
        "show",
        "record",
        "export",
        "verify",
        "build",
        "diff",
        "coverage",
        "lint",
        "packs",
        "values",
        "sync",
        "repo",
        "key",
        "propose",
        "approve",
        "publish",
        "withdraw",
        "rotate",
        "renew",
        "serve",
        "search",
        "reference",
        "new-records",
        "recovery-key",
        "recover",
        "completions",
        "man",
    ] {
        let help = run(data.path(), &[command, "--help"]);
        assert!(
            help.code == 0 && help.out.contains("Example"),
            "{command}: {}",
            help.out
        );
    }
    assert!(
        run(data.path(), &["completions", "bash"])
            .out
            .contains("worklist")
    );
    assert!(run(data.path(), &["man"]).out.contains(".SH COMMAND WORKLIST"));
}

#[test]
fn the_worklist_has_the_shape_that_programs_rest_on() {
    let data = tempfile::tempdir().unwrap();
    let args = [
        "worklist",
        "--pack",
        "hampshire",
        "--role",
        "response_officer",
        "--json",
    ];
    let ran = run(data.path(), &args);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let work = ran.json();
    assert_eq!(work["pack"]["id"], "hampshire");
    assert_eq!(work["pack"]["digest"].as_str().unwrap().len(), 64);
    assert!(
        work["unknowns"]
            .as_array()
            .unwrap()
            .contains(&"which children".into())
    );
    assert!(work["danger"]["question"].is_string() && work["danger"]["steps"][0]["text"].is_string());
    let mut principles = BTreeSet::new();
    let mut prompts = 0;
    let phases: Vec<&str> = work["phases"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["phase"].as_str().unwrap())
        .collect();
    assert_eq!(phases, ["now", "before_leaving", "afterwards"]);
    for phase in work["phases"].as_array().unwrap() {
        for list in phase["lists"].as_array().unwrap() {
            for item in list["items"].as_array().unwrap() {
                for field in [
                    "id", "text", "why", "kind", "origin", "standing", "scope", "because",
                ] {
                    assert!(item[field].is_string(), "{field} of {item}");
                }
                assert!(item["immediate"].is_boolean());
                match item["origin"].as_str() {
                    Some("source") => {
                        assert!(
                            item["source"]["document"].is_string() && item["source"]["section"].is_string()
                        );
                    }
                    _ => assert!(item["reason"].is_string(), "{item}"),
                }
                for prompt in item["prompts"].as_array().unwrap() {
                    prompts += 1;
                    assert!(["applies", "may_apply"].contains(&prompt["standing"].as_str().unwrap()));
                    assert_eq!(
                        prompt["standing"] == "may_apply",
                        prompt["if"].is_string(),
                        "{prompt}"
                    );
                }
                if item["standing"] == "applies" {
                    principles.extend(
                        item["principles"]
                            .as_array()
                            .unwrap()
                            .iter()
                            .map(ToString::to_string),
                    );
                }
            }
        }
    }
    assert_eq!(
        principles.len(),
        6,
        "all six principles are reached: {principles:?}"
    );
    assert!(prompts > 80, "{prompts}");
    let routes = work["routes"].as_array().unwrap();
    assert!(
        routes
            .iter()
            .all(|it| it["value"].is_string() && it["unset"] == true),
        "{routes:?}"
    );
    assert!(
        !data.path().join("records.db").exists(),
        "reading guidance opens no records"
    );
}

#[test]
fn what_becomes_known_shows_in_the_worklist() {
    let data = tempfile::tempdir().unwrap();
    let work = |more: &[&str]| {
        let mut args = vec![
            "worklist",
            "--pack",
            "hampshire",
            "--role",
            "response_officer",
            "--json",
        ];
        args.extend(more);
        let ran = run(data.path(), &args);
        assert_eq!(ran.code, 0, "{}", ran.err);
        ran.json()
    };
    let suspected = work(&[
        "--age",
        "14",
        "--involved",
        "suspected,victim",
        "--place",
        "street",
    ]);
    assert!(!suspected["notices"].as_array().unwrap().is_empty());
    let named = |work: &serde_json::Value| {
        let routes = work["routes"].as_array().unwrap().clone();
        routes
            .into_iter()
            .map(|it| (it["id"].as_str().unwrap().to_owned(), it["standing"].clone()))
            .collect::<Vec<_>>()
    };
    let route = "hampshire/route/domestic-abuse-with-a-child".to_owned();
    assert!(named(&work(&["--factor", "domestic-abuse"])).contains(&(route.clone(), "applies".into())));
    assert!(named(&work(&["--age", "9"])).contains(&(route.clone(), "may_apply".into())));
    let said = work(&["--age", "9"]).to_string();
    assert!(
        said.contains("Here because the child (9) is under 18."),
        "only what holds is named"
    );
    let absent = work(&["--no-factor", "domestic-abuse", "--no-others"]);
    assert!(!named(&absent).iter().any(|(id, _)| *id == route));
}

#[test]
fn the_text_of_the_worklist_is_plain_in_a_pipe() {
    let data = tempfile::tempdir().unwrap();
    let ran = run(
        data.path(),
        &["worklist", "--pack", "hampshire", "--role", "call_handler"],
    );
    assert!(ran.out.contains("Before the line closes"), "{}", ran.out);
    assert!(ran.out.contains("your force has not set this"));
    assert!(
        ran.out
            .contains("Past its end date: the strategy ran 2021 to 2024.")
    );
    assert!(!ran.out.contains('\x1b'));
}

#[test]
fn a_typo_is_answered_with_the_nearest_name() {
    let data = tempfile::tempdir().unwrap();
    let base = ["worklist", "--pack", "hampshire", "--role", "response_officer"];
    let with = |more: &[&str]| run(data.path(), &[&base[..], more].concat());
    let ran = run(
        data.path(),
        &["worklist", "--pack", "hampshre", "--role", "response_officer"],
    );
    assert_eq!(ran.code, 8);
    assert_eq!(
        ran.err,
        "childfirst: There is no pack of that name. Did you mean hampshire?\n"
    );
    let ran = run(
        data.path(),
        &["worklist", "--pack", "hampshire", "--role", "response_oficer"],
    );
    assert!(ran.code == 2 && ran.err.starts_with("childfirst: ") && ran.err.contains("'response_officer'"));
    let ran = with(&["--factor", "domestic-abus"]);
    assert!(
        ran.code == 8 && ran.err.contains("Did you mean domestic-abuse?"),
        "{}",
        ran.err
    );
    let ran = with(&["--age", "nine"]);
    assert!(ran.code == 2 && ran.err.contains("8m, 3w, 9"), "{}", ran.err);
    let ran = with(&["--factor", "neglect", "--no-factor", "neglect"]);
    assert!(ran.code == 2, "{}", ran.err);
    let ran = run(
        data.path(),
        &["worklist", "--pack", "hampshire", "--role", "supervisor"],
    );
    assert!(
        ran.code == 8 && ran.err.contains("response_officer"),
        "{}",
        ran.err
    );
    let ran = run(
        data.path(),
        &["reference", "six-principles/principle/voice-of-teh-child"],
    );
    assert!(
        ran.code == 8 && ran.err.contains("voice-of-the-child?"),
        "{}",
        ran.err
    );
    assert_eq!(run(data.path(), &["wroklist"]).code, 2);
    assert_eq!(run(data.path(), &["list", "--now", "yesterday"]).code, 2);
}

#[test]
fn each_role_has_a_worklist_of_its_own_in_every_force() {
    let data = tempfile::tempdir().unwrap();
    let theirs = [
        ("neighbourhood_officer", "a neighbourhood officer"),
        ("investigator", "an investigator"),
        ("custody_staff", "custody staff"),
    ];
    let of_a_force = [
        (
            "hampshire",
            "custody_staff",
            "Fit custody to what this one child needs",
        ),
        (
            "kent",
            "investigator",
            "Investigation that involves a child: give it priority",
        ),
        ("norfolk", "investigator", "does the CAIU deal with it"),
        (
            "norfolk",
            "neighbourhood_officer",
            "which course fits this young person",
        ),
    ];
    for pack in ["hampshire", "kent", "norfolk"] {
        for (role, words) in theirs {
            let work = run(
                data.path(),
                &["worklist", "--pack", pack, "--role", role, "--all"],
            );
            assert!(
                work.out.contains(&format!(". For {words}\n")),
                "{pack}: {}",
                work.out
            );
            assert!(
                work.out.contains("Write the risk for each child"),
                "{pack} {role}"
            );
            // What another role works through is not theirs.
            assert!(!work.out.contains("Is it safe to talk?"), "{pack} {role}");
            for (force, whose, text) in of_a_force {
                let wanted = (force, whose) == (pack, role);
                assert!(!wanted || work.out.contains(text), "{pack} {role}: {}", work.out);
            }
        }
    }
    let call = ["worklist", "--pack", "norfolk", "--role", "call_handler", "--all"];
    let call = run(data.path(), &call);
    assert!(!call.out.contains("does the CAIU deal with it"), "{}", call.out);
}

#[test]
fn guidance_is_listed_searched_and_read() {
    let data = tempfile::tempdir().unwrap();
    let packs = run(data.path(), &["packs", "--json"]).json();
    let ids: Vec<&str> = packs
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["id"].as_str().unwrap())
        .collect();
    assert_eq!(
        ids,
        ["hampshire", "hmicfrs-2019", "kent", "norfolk", "six-principles"]
    );
    let hits = run(data.path(), &["search", "CSE", "--json", "--limit", "5"]).json();
    let hits = hits.as_array().unwrap();
    assert!(!hits.is_empty() && hits.len() <= 5);
    assert!(
        hits[0].to_string().to_lowercase().contains("exploitation"),
        "{}",
        hits[0]
    );
    // Whatever search finds can be read.
    let danger = run(data.path(), &["search", "danger", "--json", "--limit", "50"]).json();
    let kinds = |kind: &str| danger.as_array().unwrap().iter().any(|hit| hit["kind"] == kind);
    assert!(kinds("danger") && kinds("domain") && kinds("reference"));
    for hit in hits.iter().chain(danger.as_array().unwrap()) {
        let ran = run(data.path(), &["reference", hit["id"].as_str().unwrap(), "--json"]);
        assert_eq!(ran.code, 0, "{hit}");
    }
    // And says where it is printed.
    let words = run(
        data.path(),
        &["search", "contextual safeguarding", "--limit", "1"],
    );
    assert!(
        words.out.contains("Hampshire strategy 2021-24: Definitions"),
        "{}",
        words.out
    );
    let passage = run(
        data.path(),
        &["search", "section 11", "--pack", "hampshire", "--limit", "1"],
    );
    let place = "Hampshire strategy 2021-24: Building partnerships, paragraph 1";
    assert!(passage.out.contains(place), "{}", passage.out);
    // What is damaged in a document can be read with it.
    let document = run(data.path(), &["reference", "hampshire-2021-24"]);
    assert!(
        document.out.contains("2021 to 2024") && document.out.contains("H&VSSG"),
        "{}",
        document.out
    );
    let contents = run(data.path(), &["reference", "--pack", "hampshire"]);
    assert!(contents.out.contains("Principles") && contents.out.contains("Passages"));
    let table = run(data.path(), &["reference", "--json", "--pack", "hampshire"]).json();
    for piece in table[0]["contents"].as_array().unwrap() {
        let ran = run(data.path(), &["reference", piece["id"].as_str().unwrap()]);
        assert_eq!(ran.code, 0, "{piece}");
        assert!(ran.out.contains(piece["title"].as_str().unwrap()), "{piece}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let data = tempfile::tempdir().unwrap();
    let mut command = program(data.path());
    command.args([
        "worklist",
        "--pack",
        "hampshire",
        "--role",
        "response_officer",
        "--all",
    ]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    assert_eq!(
        (ended.status.code(), ended.stderr.as_slice()),
        (Some(0), &b""[..])
    );
}

#[test]
fn a_pack_is_built_checked_and_its_findings_named() {
    let data = tempfile::tempdir().unwrap();
    let content = concat!(env!("CARGO_MANIFEST_DIR"), "/../content/six-principles");
    let out = data.path().join("built.json");
    let ran = run(
        data.path(),
        &["build", content, "--out", out.to_str().unwrap(), "--json"],
    );
    assert_eq!(ran.code, 0, "{}", ran.err);
    let digest = ran.json()["digest"].as_str().unwrap().to_owned();
    let checked = run(data.path(), &["verify", out.to_str().unwrap(), "--json"]).json();
    assert_eq!(
        (&checked["ok"], checked["digest"].as_str()),
        (&true.into(), Some(digest.as_str()))
    );
    let mut bytes = std::fs::read(&out).unwrap();
    bytes.truncate(bytes.len() / 2);
    std::fs::write(&out, bytes).unwrap();
    assert_eq!(run(data.path(), &["verify", out.to_str().unwrap()]).code, 1);

    let broken = data.path().join("mine");
    std::fs::create_dir(&broken).unwrap();
    std::fs::write(
        broken.join("pack.json"),
        "{\n  \"id\": \"mine\",\n  \"colour\": 1\n}",
    )
    .unwrap();
    let ran = run(data.path(), &["build", broken.to_str().unwrap()]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.out.contains("pack.json:") && ran.err.starts_with("childfirst: There "),
        "{}{}",
        ran.out,
        ran.err
    );
    assert_eq!(run(data.path(), &["build", "no-such-folder"]).code, 8);
}

/// One number with other words in it is not an older version.
#[test]
fn a_pack_of_the_same_version_with_other_content_is_said_to_be_that() {
    use sha2::{Digest, Sha256};
    let data = tempfile::tempdir().unwrap();
    let packs = run(data.path(), &["packs", "--json"]).json();
    let kent = packs
        .as_array()
        .unwrap()
        .iter()
        .find(|pack| pack["id"] == "kent")
        .unwrap();
    let (digest, title) = (kent["digest"].as_str().unwrap(), kent["title"].as_str().unwrap());
    let folder = data.path().join("packs");
    let text = std::fs::read_to_string(folder.join(format!("{digest}.json"))).unwrap();
    let other = text.replacen(title, &format!("{title}."), 1);
    assert_ne!(text, other);
    let of = |bytes: &str| {
        Sha256::digest(bytes)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>()
    };
    std::fs::write(folder.join(format!("{}.json", of(&other))), &other).unwrap();
    let text = run(data.path(), &["packs"]).out;
    assert!(!text.contains("An older version"), "{text}");
    assert!(
        text.contains("The same version as the one in use, with other content: refused"),
        "{text}"
    );
}

/// A pipe would keep whoever opens it waiting for ever.
#[cfg(unix)]
#[test]
fn a_pipe_or_a_folder_in_the_place_of_a_file_is_refused_at_once() {
    use std::process::Stdio;
    use std::time::{Duration, Instant};
    let data = tempfile::tempdir().unwrap();
    let here = tempfile::tempdir().unwrap();
    let pipe = here.path().join("pipe");
    let made = |path: &Path| {
        assert!(
            std::process::Command::new("mkfifo")
                .arg(path)
                .status()
                .unwrap()
                .success()
        );
    };
    made(&pipe);
    let (pipe, dir) = (pipe.to_str().unwrap(), here.path().to_str().unwrap());
    let at_once = |data: &Path, args: &[&str]| -> Ran {
        let mut command = program(data);
        command
            .args(args)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let began = Instant::now();
        while child.try_wait().unwrap().is_none() {
            if began.elapsed() > Duration::from_secs(30) {
                child.kill().unwrap();
                panic!("{args:?} waits");
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        child.wait_with_output().unwrap().into()
    };
    for what in [pipe, dir] {
        for args in [
            ["walk", "--script", what].as_slice(),
            &["verify", what],
            &["values", "--pack", "kent", "take", what],
        ] {
            let ran = at_once(data.path(), args);
            assert_eq!(ran.code, 8, "{args:?}: {}", ran.err);
            assert!(ran.err.contains("not an ordinary file"), "{args:?}: {}", ran.err);
        }
    }
    assert_eq!(at_once(data.path(), &["diff", pipe, "kent"]).code, 8);
    // In the data folder.
    for name in ["records.db", "device.key"] {
        let data = tempfile::tempdir().unwrap();
        made(&data.path().join(name));
        let ran = at_once(data.path(), &["list"]);
        assert_eq!(ran.code, 5, "{}", ran.err);
        assert!(
            ran.err
                .contains(&format!("{name} in the data folder is not an ordinary file.")),
            "{}",
            ran.err
        );
        assert_eq!(at_once(data.path(), &["packs"]).code, 0);
    }
    let data = tempfile::tempdir().unwrap();
    std::fs::create_dir(data.path().join("records.db")).unwrap();
    let ran = at_once(data.path(), &["list"]);
    assert!(
        ran.code == 5 && ran.err.contains("not an ordinary file"),
        "{}",
        ran.err
    );
    // A pack.
    let packs = data.path().join("packs");
    std::fs::create_dir_all(&packs).unwrap();
    made(&packs.join(format!("{}.json", "ab".repeat(32))));
    assert_eq!(at_once(data.path(), &["packs"]).code, 0);
}
