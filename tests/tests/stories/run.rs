//! Runs a story by the program: the script, then what stands on the disk afterwards.
//!
//! Every word comes from a command's output. Refuses to take a story as run when a line of it did something else than
//! the story says, or when what is on the disk does not verify.

use super::show;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// What came of a story.
pub struct Made {
    /// What was wrong with the run itself.
    pub wrong: Vec<String>,
    /// What is compared, file by file.
    pub files: BTreeMap<String, String>,
    /// The worklists of the first script, as they came.
    pub worklists: Vec<Value>,
}

/// What a script takes over: the last export of the script before it.
const HANDED: &str = "the export of story.ndjson";

/// A line that a story expects to be refused.
#[derive(Debug)]
struct Refused {
    line: u64,
    why: String,
}

/// The scripts of a story: what its files begin with, and where it is.
pub fn scripts(story: &Path) -> Vec<(&'static str, PathBuf)> {
    [("", "story.ndjson"), ("officer-", "officer.ndjson")]
        .into_iter()
        .map(|(name, file)| (name, story.join(file)))
        .filter(|(_, file)| file.exists())
        .collect()
}

/// The lines of a script.
pub fn lines(script: &Path) -> Vec<Value> {
    let text = fs::read_to_string(script).unwrap_or_else(|error| panic!("{}: {error}", script.display()));
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect()
}

/// Runs a story, each script on a device of its own.
pub fn story(story: &Path) -> Made {
    let mut made = Made {
        wrong: Vec::new(),
        files: BTreeMap::new(),
        worklists: Vec::new(),
    };
    let mut handed = None;
    for (name, script) in scripts(story) {
        handed = device(story, name, &script, handed.as_deref(), &mut made);
    }
    made
}

/// Runs one script. Gives back the last export that it made, for the device that it is handed to.
fn device(story: &Path, name: &str, script: &Path, handed: Option<&str>, made: &mut Made) -> Option<String> {
    let data = tempfile::tempdir().unwrap();
    let mut lines = lines(script);
    for line in lines.iter_mut().filter(|line| line["export"] == HANDED) {
        line["export"] = handed.expect("the script before it exports").into();
    }
    let script = data.path().join("script.ndjson");
    let text_of = lines.iter().map(|line| format!("{line}\n")).collect::<String>();
    fs::write(&script, text_of).unwrap();
    let now = lines.last().unwrap()["now"].as_str().unwrap().to_owned();
    let program = |arguments: &[&str]| program(Some(data.path()), &now, arguments);

    let refused = if name.is_empty() {
        refused(story)
    } else {
        Vec::new()
    };
    let ran = program(&["walk", "--script", &script.display().to_string()]);
    let wanted = if refused.is_empty() { 0 } else { 7 };
    if ran.status.code() != Some(wanted) {
        made.wrong.push(format!(
            "{name}walk ended with {:?}, not {wanted}: {}",
            ran.status.code(),
            text(&ran.stderr)
        ));
    }
    let answers: Vec<Value> = text(&ran.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(answers.len(), lines.len(), "a line, an answer");
    for (number, (line, answer)) in (1..).zip(lines.iter().zip(&answers)) {
        let may = refused.iter().find(|one| one.line == number);
        let right = match may {
            None => answer["ok"] == true,
            Some(one) => answer["ok"] == false && answer["why"] == one.why.as_str(),
        };
        if !right {
            let wanted = may.map_or("to be taken", |one| one.why.as_str());
            made.wrong
                .push(format!("{name}line {number}: {answer}\nwas {wanted}: {line}"));
        }
    }

    let id = answers[0]["interaction"].as_str().unwrap();
    let whole = program(&["verify", id]);
    if !whole.status.success() {
        made.wrong.push(format!("{name}verify: {}", text(&whole.stderr)));
    }
    let record = program(&["record", id]);
    made.files
        .insert(format!("{name}record.txt"), stable(&text(&record.stdout)));
    let role = lines[0]["role"].as_str().unwrap();
    let always = always(role);
    let mut page = String::new();
    for (line, answer) in lines.iter().zip(&answers) {
        if line["op"] == "worklist" {
            page.push_str(&show::worklist(&answer["worklist"], &line["now"], &always));
            if name.is_empty() {
                made.worklists.push(answer["worklist"].clone());
            }
        }
    }
    made.files.insert(format!("{name}worklist.txt"), stable(&page));
    let mut last = None;
    for (line, answer) in lines
        .iter()
        .zip(&answers)
        .filter(|(line, _)| line["op"] == "exported")
    {
        let file = answer["text"].as_str().unwrap().to_owned();
        made.wrong.extend(verifies(&program, data.path(), &file));
        if let Some(child) = line["child"].as_u64() {
            let (text, wrong) = exported(&program, &file, id, child, &lines);
            made.files
                .insert(format!("{name}export-child-{child}.txt"), stable(&text));
            made.wrong.extend(wrong);
        }
        last = Some(file);
    }
    last
}

/// What is wrong with an export that does not check alone.
fn verifies(program: &dyn Fn(&[&str]) -> Output, data: &Path, file: &str) -> Option<String> {
    let path = data.join("export.json");
    fs::write(&path, file).unwrap();
    let whole = program(&["verify", &path.display().to_string()]);
    (!whole.status.success()).then(|| format!("an export does not verify: {}", text(&whole.stderr)))
}

/// The export for one child as a text, to be read; and whether it, or the file, says anything of others.
fn exported(
    program: &dyn Fn(&[&str]) -> Output,
    file: &str,
    id: &str,
    child: u64,
    lines: &[Value],
) -> (String, Vec<String>) {
    let export = |format: &str, more: &[&str]| {
        let ran = program(&[&["export", id, "--format", format, "--out", "-"], more].concat());
        text(&ran.stdout)
    };
    let number = child.to_string();
    let read = export("text", &["--child", &number]);
    let (all, all_read) = (export("json", &[]), export("text", &[]));
    let mut wrong = Vec::new();
    for words in of_others(lines, child) {
        let quoted = serde_json::to_string(&serde_json::to_string(words).unwrap()).unwrap();
        let inner = quoted.trim_matches('"').trim_matches(['\\', '"']);
        assert!(
            all.contains(inner) && all_read.contains(words),
            "the whole export has them: {words}"
        );
        if file.contains(inner) || read.contains(words) {
            wrong.push(format!(
                "the export for child {child} has words about another: {words}"
            ));
        }
    }
    (read, wrong)
}

/// Words of a script that are about other children and not about this one.
fn of_others(lines: &[Value], child: u64) -> impl Iterator<Item = &str> {
    lines
        .iter()
        .filter(|line| {
            ["quoted", "observed", "risk_stated"]
                .map(Value::from)
                .contains(&line["op"])
        })
        .filter(move |line| {
            let one = line["child"].as_u64().into_iter();
            let many = line["children"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_u64);
            one.chain(many).all(|about| about != child)
        })
        .filter_map(|line| line["words"].as_str())
}

/// The prompts of the two roles, whatever is known.
pub struct Prompts {
    /// Of the kind that is asked of a child.
    pub to_a_child: BTreeSet<String>,
    /// The words of every question that the guidance itself puts: items and prompts to a child.
    pub asked: BTreeSet<String>,
}

/// Reads the prompts of the guidance.
pub fn prompts() -> Prompts {
    let mut all = Prompts {
        to_a_child: BTreeSet::new(),
        asked: BTreeSet::new(),
    };
    for role in ["response_officer", "call_handler"] {
        for item in show::items(&unknown(role)) {
            all.asked.extend(item["text"].as_str().map(str::to_owned));
            for prompt in item["prompts"].as_array().unwrap() {
                if prompt["kind"] == "ask_child" {
                    all.to_a_child.extend(prompt["text"].as_str().map(str::to_owned));
                }
            }
        }
    }
    all.asked.extend(all.to_a_child.iter().cloned());
    all
}

/// The ids of what applies in a role whatever is known.
fn always(role: &str) -> BTreeSet<String> {
    show::applying(&unknown(role)).map(|(id, _)| id).collect()
}

/// The worklist of a role when nothing is known.
fn unknown(role: &str) -> Value {
    let arguments = ["worklist", "--pack", "hampshire", "--role", role, "--json"];
    let ran = program(None, "2026-11-22T02:00:00+00:00", &arguments);
    serde_json::from_str(&text(&ran.stdout)).unwrap_or_else(|error| panic!("{error}: {}", text(&ran.stderr)))
}

fn refused(story: &Path) -> Vec<Refused> {
    let Ok(text) = fs::read_to_string(story.join("refused.json")) else {
        return Vec::new();
    };
    let all: Vec<Value> = serde_json::from_str(&text).unwrap();
    let one = |it: &Value| Refused {
        line: it["line"].as_u64().unwrap(),
        why: it["why"].as_str().unwrap().to_owned(),
    };
    all.iter().map(one).collect()
}

fn program(data: Option<&Path>, now: &str, arguments: &[&str]) -> Output {
    let own = tempfile::tempdir().unwrap();
    let data = data.unwrap_or(own.path());
    Command::new(env!("CARGO_BIN_EXE_desk"))
        .args(["--now", now, "--data"])
        .arg(data)
        .args(arguments)
        .env_remove("CHILDFIRST_DATA")
        .env_remove("CHILDFIRST_RECOVERY_KEY")
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Ids and hashes are random: each stands as `<hex>`.
pub fn stable(text: &str) -> String {
    let mut out = String::new();
    let mut run = String::new();
    for letter in text.chars().chain(['\n']) {
        if letter.is_ascii_digit() || ('a'..='f').contains(&letter) {
            run.push(letter);
            continue;
        }
        out.push_str(if run.len() >= 8 { "<hex>" } else { &run });
        run.clear();
        out.push(letter);
    }
    out.pop();
    out
}
