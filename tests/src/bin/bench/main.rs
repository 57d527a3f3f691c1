//! The measurements of DESIGN 9: `cargo xtask bench`. Ratios and growth, side by side in one run; none is a test.
//!
//! Prints a table in Markdown. `--quick` runs a tenth of the rounds. `--out FILE` puts the table between the marks
//! of that file (`docs/performance.md`). `--peer` measures beside JavaRosa instead, and has marks of its own.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "stops loudly"
)]

mod peer;

use childfirst::interaction::export::ExportHow;
use childfirst::interaction::operation::Made;
use childfirst::interaction::worklist::worklist;
use childfirst::pack::Pack;
use childfirst::pack::types::PackFile;
use childfirst::sets::*;
use childfirst::{Begin, Guidance, Interaction};
use childfirst_tests::*;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The words of the marks between which a table stands.
const MEASURED: &str = "measured";
const PEER: &str = "peer";

struct Bench {
    rounds: usize,
    rows: Vec<String>,
    /// On the disk that the checkout is on: a temporary folder may be memory.
    base: PathBuf,
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if let [first, folder, id] = args.as_slice()
        && first == "--cold"
    {
        return cold(Path::new(folder), id);
    }
    let quick = args.iter().any(|arg| arg == "--quick");
    let base = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../target/bench");
    std::fs::create_dir_all(&base).unwrap();
    let mut bench = Bench {
        rounds: if quick { 50 } else { 500 },
        rows: Vec::new(),
        base,
    };
    let marks = if args.iter().any(|arg| arg == "--peer") {
        bench.peer(&peer::class_path());
        PEER
    } else {
        bench.ours();
        MEASURED
    };
    let mut table = String::from("| what | target | measured |\n|---|---|---|\n");
    for row in &bench.rows {
        table.push_str(row);
        table.push('\n');
    }
    print!("{table}");
    if let Some(at) = args.iter().position(|arg| arg == "--out") {
        let file = &args[at + 1];
        let text = std::fs::read_to_string(file).unwrap();
        let (begin, end) = (
            format!("<!-- {marks}: begin -->"),
            format!("<!-- {marks}: end -->"),
        );
        let (head, rest) = text
            .split_once(&begin)
            .expect("the file has the mark where the table begins");
        let (_, tail) = rest
            .split_once(&end)
            .expect("the file has the mark where the table ends");
        std::fs::write(file, format!("{head}{begin}\n{table}{end}{tail}")).unwrap();
    }
}

impl Bench {
    fn ours(&mut self) {
        self.durable_answer();
        self.worklists();
        self.cold_process();
        self.resume();
        self.list();
        self.search();
        self.install();
    }

    fn row(&mut self, what: &str, target: &str, measured: String) {
        eprintln!("{what}: {measured}");
        self.rows.push(format!("| {what} | {target} | {measured} |"));
    }

    fn folder(&self) -> tempfile::TempDir {
        tempfile::tempdir_in(&self.base).unwrap()
    }

    /// An answer on the disk against a bare one-row commit of the same sealed bytes, turn by turn.
    fn durable_answer(&mut self) {
        for (bytes, name) in [(512, "512 B"), (4_096, "4 kB"), (65_536, "64 kB")] {
            let folder = self.folder();
            let (child_first, records) = open(folder.path());
            install_all(&child_first.guidance());
            let interaction = begin(&records);
            let bare = rusqlite::Connection::open(folder.path().join("bare.db")).unwrap();
            bare.execute_batch(
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON;
                 CREATE TABLE entry (n INTEGER PRIMARY KEY, sealed BLOB NOT NULL);",
            )
            .unwrap();
            // What an entry has beside its words: the words fill it up to the size that is measured.
            let beside = entry_bytes(&interaction, 100) - 100;
            // As large as the sealed row: a power of two, header and length, nonce and tag.
            let row = vec![7u8; bytes + 33 + 4 + 41];
            let (mut ours, mut theirs) = (Vec::new(), Vec::new());
            for round in 0..self.rounds {
                let what = answer("six-principles/now/who-can-come-back", bytes - beside);
                ours.push(time(|| {
                    interaction
                        .answer(what, Made::now(at(round as i64 / 60)))
                        .unwrap()
                }));
                theirs.push(time(|| {
                    let mut insert = bare
                        .prepare_cached("INSERT INTO entry (sealed) VALUES (?1)")
                        .unwrap();
                    let tx = bare.unchecked_transaction().unwrap();
                    insert.execute([&row]).unwrap();
                    tx.commit().unwrap();
                }));
            }
            let (ours, theirs) = (middle(&mut ours), middle(&mut theirs));
            let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
            let measured = format!("{ratio:.2} × ({} against {})", show(ours), show(theirs));
            self.row(
                &format!("durable answer of {name}, p50"),
                "≤ 1.25 × bare rusqlite",
                measured,
            );
        }
    }

    fn worklists(&mut self) {
        let mut times = Vec::new();
        for items in [200, 2_000] {
            let file = grown(items);
            let bytes = serde_json::to_vec(&file).unwrap();
            let pack = Pack::read(&bytes).unwrap();
            let folder = self.folder();
            let (child_first, records) = open(folder.path());
            let digest = child_first.guidance().install(&bytes).unwrap();
            let interaction = long(&records, &digest, 300);
            let state = interaction.state().unwrap();
            let rows = worklist(&pack, &state).rows.len();
            let mut all: Vec<Duration> = (0..self.rounds * 4)
                .map(|_| time(|| std::hint::black_box(worklist(&pack, &state))))
                .collect();
            let took = middle(&mut all);
            times.push(took);
            let target = if items == 200 {
                "≤ 60 µs"
            } else {
                "≤ 12 × the row above"
            };
            let what = format!("worklist, {items} items, 3 children, 300 entries ({rows} rows)");
            let grew = took.as_secs_f64() / times[0].as_secs_f64();
            let measured = if items == 200 {
                show(took)
            } else {
                format!("{} ({grew:.1} ×)", show(took))
            };
            self.row(&what, target, measured);
        }
    }

    fn cold_process(&mut self) {
        let folder = self.folder();
        let id = {
            let (child_first, records) = open(folder.path());
            install_all(&child_first.guidance());
            let interaction = begin(&records);
            add_three_children(&interaction);
            interaction.id()
        };
        let me = std::env::current_exe().unwrap();
        let run = || {
            let status = Command::new(&me)
                .arg("--cold")
                .arg(folder.path())
                .arg(&id)
                .status()
                .unwrap();
            assert!(status.success());
        };
        let mut all: Vec<Duration> = (0..self.rounds / 5).map(|_| time(run)).collect();
        let took = middle(&mut all);
        self.row(
            "open, unlock, resume, first worklist, whole process",
            "≤ 30 ms",
            show(took),
        );
    }

    fn resume(&mut self) {
        let mut times = Vec::new();
        for entries in [50, 500, 5_000] {
            let folder = self.folder();
            let id = {
                let (child_first, records) = open(folder.path());
                install_all(&child_first.guidance());
                let digest = child_first
                    .guidance()
                    .pack("hampshire")
                    .unwrap()
                    .digest_hex()
                    .to_owned();
                long(&records, &digest, entries).id()
            };
            let (_child_first, records) = open(folder.path());
            let mut all: Vec<Duration> = (0..self.rounds / 10)
                .map(|_| {
                    time(|| {
                        let interaction = records.resume(id.clone()).unwrap();
                        std::hint::black_box(interaction.worklist().unwrap());
                    })
                })
                .collect();
            let took = middle(&mut all);
            times.push(took);
            let grew = took.as_secs_f64() / times[times.len().saturating_sub(2)].as_secs_f64();
            let (target, measured) = match entries {
                50 => ("", show(took)),
                500 => (
                    "≤ 10 ms, and ≤ 12 × the row above",
                    format!("{} ({grew:.1} ×)", show(took)),
                ),
                _ => ("≤ 12 × the row above", format!("{} ({grew:.1} ×)", show(took))),
            };
            self.row(
                &format!("resume {entries} entries, with worklist"),
                target,
                measured,
            );
        }
    }

    fn list(&mut self) {
        let mut times = Vec::new();
        for interactions in [10, 1_000, 10_000] {
            let folder = self.folder();
            {
                let (child_first, records) = open(folder.path());
                install_all(&child_first.guidance());
                for _ in 0..interactions {
                    begin(&records);
                }
            }
            let mut all: Vec<Duration> = (0..self.rounds / 10)
                .map(|_| {
                    time(|| {
                        let (_child_first, records) = open(folder.path());
                        assert_eq!(records.list().unwrap().len(), interactions);
                    })
                })
                .collect();
            let took = middle(&mut all);
            times.push(took);
            let grew = took.as_secs_f64() / times[times.len().saturating_sub(2)].as_secs_f64();
            // The first row is opening and unlocking; from a thousand on it is listing that grows.
            let target = match interactions {
                10_000 => "≤ 12 × the row above",
                _ => "",
            };
            self.row(
                &format!("open, unlock and list {interactions}"),
                target,
                format!("{} ({grew:.1} ×)", show(took)),
            );
        }
    }

    fn search(&mut self) {
        let folder = self.folder();
        let (child_first, _records) = open(folder.path());
        let guidance = child_first.guidance();
        install_all(&guidance);
        let words = [
            "CSE",
            "child sexual exploitation",
            "domestic abuse",
            "baby",
            "knife",
            "miss",
            "listen voice",
            "share partners",
            "trauma",
            "zzz",
        ];
        guidance.search("warm", vec![], 20).unwrap();
        let mut all = Vec::new();
        for round in 0..self.rounds * 4 {
            let typed = words[round % words.len()];
            all.push(time(|| {
                std::hint::black_box(guidance.search(typed, vec![], 20).unwrap())
            }));
        }
        all.sort();
        let p99 = all[all.len() * 99 / 100];
        self.row(
            "search, first 20, p99",
            "≤ 2 ms",
            format!("{} (p50 {})", show(p99), show(middle(&mut all))),
        );
    }

    fn install(&mut self) {
        let packs: Vec<Vec<u8>> = PACKS.iter().map(|pack| built(pack).bytes).collect();
        let size: usize = packs.iter().map(Vec::len).sum();
        let mut all: Vec<Duration> = (0..self.rounds / 10)
            .map(|_| {
                let folder = self.folder();
                let (child_first, _records) = open(folder.path());
                let guidance = child_first.guidance();
                time(|| {
                    for pack in &packs {
                        guidance.install(pack).unwrap();
                    }
                    guidance.search("baby", vec![], 20).unwrap();
                })
            })
            .collect();
        let what = format!(
            "install {} packs from files and index them ({} kB)",
            packs.len(),
            size / 1000
        );
        let took = middle(&mut all);
        self.row(&what, "five: ≤ 250 ms", show(took));
    }
}

/// The bytes of an entry as it is sealed, with words of so many bytes.
fn entry_bytes(interaction: &Interaction, words: usize) -> usize {
    let what = answer("six-principles/now/who-can-come-back", words);
    interaction.answer(what, Made::now(at(0))).unwrap();
    let how = ExportHow::whole(ExportFormat::Json);
    let export = interaction.export(how, Made::now(at(0))).unwrap().text;
    let export: serde_json::Value = serde_json::from_str(&export).unwrap();
    // The last entry is the one that says so.
    let last = export["entries"].as_array().unwrap().iter().rev().nth(1).unwrap();
    last["entry"].as_str().unwrap().len()
}

/// What a cold process does: it is timed from outside, whole.
fn cold(folder: &Path, id: &str) {
    let (_child_first, records) = open(folder);
    let interaction = records.resume(id.to_owned()).unwrap();
    assert!(!interaction.worklist().unwrap().rows.is_empty());
}

/// An interaction of three children and this many entries.
fn long(records: &childfirst::Records, digest: &str, entries: usize) -> Arc<Interaction> {
    let how = Begin {
        pack: digest.into(),
        role: Role::ResponseOfficer,
        recorder: Some("PC Rowe".into()),
    };
    let interaction = records.begin(how, Made::now(at(0))).unwrap();
    add_three_children(&interaction);
    let pack = interaction.pack().unwrap();
    let items: Vec<(String, Scope)> = pack
        .items()
        .iter()
        .filter(|found| found.item.answered_by == AnsweredBy::Answer)
        .filter(|found| found.cases.iter().any(|case| case.roles & 1 != 0))
        .map(|found| (found.item.id.clone(), found.item.scope))
        .collect();
    for n in 4..entries {
        let (id, scope) = &items[n % items.len()];
        let mut what = answer(id, 60);
        what.child = (*scope == Scope::Child).then_some(n as u32 % 3 + 1);
        interaction
            .answer(what, Made::now(at(2 + n as i64 / 60)))
            .unwrap();
    }
    interaction
}

/// Hampshire's pack with the response officer's lists repeated until it holds this many items.
fn grown(items: usize) -> PackFile {
    let mut file = Pack::read(&built("hampshire").bytes).unwrap().file().clone();
    file.lists
        .retain(|list| list.roles.contains(&Role::ResponseOfficer));
    for item in file.lists.iter_mut().flat_map(|list| &mut list.items) {
        item.prompts.clear();
    }
    let (lists, mut copy) = (file.lists.clone(), 0);
    let count = |file: &PackFile| file.lists.iter().map(|list| list.items.len()).sum::<usize>();
    while count(&file) < items {
        for mut list in lists.clone() {
            list.id = format!("hampshire/copy-{copy}/{}", list.id.rsplit('/').next().unwrap());
            list.order += copy;
            for item in &mut list.items {
                item.id = format!("hampshire/copy-{copy}/{}", item.id.rsplit('/').next().unwrap());
                // Practice lives in the base alone; for a measurement any citation will do.
                item.origin = Origin::Source;
                item.source = Some(file.principles[0].source.clone());
                item.reason = None;
                // So that the masks are worked through and not skipped.
                item.scope = if item.answered_by == AnsweredBy::Answer {
                    Scope::Child
                } else {
                    item.scope
                };
                item.cases = file
                    .routes
                    .iter()
                    .flat_map(|route| route.cases.clone())
                    .take(2)
                    .collect();
            }
            list.items.truncate(items.saturating_sub(count(&file)));
            file.lists.push(list);
        }
        copy += 1;
    }
    file.lists.retain(|list| !list.items.is_empty());
    file
}

fn install_all(guidance: &Guidance) {
    for pack in PACKS {
        guidance.install(&built(pack).bytes).unwrap();
    }
}

fn time<T>(what: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    let made = what();
    let took = start.elapsed();
    drop(made);
    took
}

fn middle(times: &mut [Duration]) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn show(took: Duration) -> String {
    match took.as_nanos() {
        n if n < 10_000 => format!("{:.1} µs", n as f64 / 1e3),
        n if n < 1_000_000 => format!("{:.0} µs", n as f64 / 1e3),
        n => format!("{:.1} ms", n as f64 / 1e6),
    }
}
