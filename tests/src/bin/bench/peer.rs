//! The same work beside JavaRosa, the form engine of ODK Collect: `cargo xtask bench --peer`.
//!
//! What is comparable, and what is not, stands in docs/performance.md: JavaRosa seals, chains and syncs nothing, keeps
//! one instance and saves it whole; it evaluates XPath, which is more than our cases. The start of its JVM is apart.

use super::{Bench, grown, long, middle, show, time};
use childfirst::interaction::operation::Made;
use childfirst::pack::Pack;
use childfirst_tests::{answer, at, open};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

const ITEMS: usize = 200;
const ANSWERED: usize = 300;
const ITEM: &str = "six-principles/now/who-can-come-back";

impl Bench {
    /// Our flow of 200 items for three children, and a form with a question for each of its rows, turn by turn.
    pub fn peer(&mut self, class_path: &str) {
        let folder = self.folder();
        let file = grown(ITEMS);
        let bytes = serde_json::to_vec(&file).unwrap();
        Pack::read(&bytes).unwrap();
        let (id, rows) = {
            let (child_first, records) = open(folder.path());
            let digest = child_first.guidance().install(&bytes).unwrap();
            let interaction = long(&records, &digest, ANSWERED);
            let rows = interaction.worklist().unwrap().rows.len();
            (interaction.id(), rows)
        };
        let here = |name: &str| folder.path().join(name).display().to_string();
        let (form, instance) = (here("form.xml"), here("instance.xml"));
        java(class_path, &["make", &form, &rows.to_string()]);
        let rounds = (self.rounds / 25).clamp(5, 20);
        let saved = java(
            class_path,
            &[
                "save",
                &form,
                &instance,
                &ANSWERED.to_string(),
                &self.rounds.min(200).to_string(),
            ],
        );

        let me = std::env::current_exe().unwrap();
        let ours = || {
            let mut command = Command::new(&me);
            let ran = command
                .arg("--cold")
                .arg(folder.path())
                .arg(&id)
                .status()
                .unwrap();
            assert!(ran.success());
        };
        let (mut cold, mut jvm, mut opened, mut resumed) = (vec![], vec![], vec![], vec![]);
        for _ in 0..rounds {
            cold.push(time(ours));
            jvm.push(time(|| java(class_path, &["nothing"])));
            opened.push(of(&java(class_path, &["open", &form]), "open"));
            resumed.push(of(&java(class_path, &["resume", &form, &instance]), "resume"));
        }
        let (cold, opened, resumed) = (middle(&mut cold), middle(&mut opened), middle(&mut resumed));
        let times =
            |theirs: Duration, ours: Duration| format!("{:.0} ×", theirs.as_secs_f64() / ours.as_secs_f64());
        self.row("its JVM alone, whole process", "apart", show(middle(&mut jvm)));
        self.row(
            &format!("cold, to the first prompt: our whole process with {ANSWERED} entries, its form of {rows} questions without its JVM"),
            "≥ 30 × faster",
            format!("{} ({} against {})", times(opened, cold), show(cold), show(opened)),
        );
        self.row(
            &format!("cold, resumed with {ANSWERED} answers, in the same way"),
            "",
            format!(
                "{} ({} against {})",
                times(resumed, cold),
                show(cold),
                show(resumed)
            ),
        );

        let (_child_first, records) = open(folder.path());
        let interaction = records.resume(id).unwrap();
        let mut answers: Vec<Duration> = (0..self.rounds)
            .map(|_| {
                let what = answer(ITEM, 60);
                time(|| interaction.answer(what, Made::now(at(9_000))).unwrap())
            })
            .collect();
        let ours = middle(&mut answers);
        for (name, what) in [
            ("save_synced", "synced as ours is"),
            ("save_plain", "not synced, as Collect does"),
        ] {
            let theirs = of(&saved, name);
            self.row(
                &format!("one answer saved beside {ANSWERED} others, warm; its save {what}"),
                "",
                format!(
                    "{} ({} against {})",
                    times(theirs, ours),
                    show(ours),
                    show(theirs)
                ),
            );
        }
    }
}

/// Runs the peer, and gives what it printed.
fn java(class_path: &str, arguments: &[&str]) -> String {
    let ran = Command::new("java")
        .args(["-cp", class_path, "childfirst.peer.Peer"])
        .args(arguments)
        .output()
        .expect("java is there");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    String::from_utf8(ran.stdout).unwrap()
}

/// One of the times that it printed.
fn of(printed: &str, name: &str) -> Duration {
    let line = printed
        .lines()
        .find_map(|line| line.strip_prefix(&format!("{name}\t")));
    Duration::from_micros(line.and_then(|text| text.parse().ok()).expect("a time"))
}

/// Where the built peer is, beside this package.
pub fn class_path() -> String {
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("peer/target");
    let at = |name: &str| target.join(name).display().to_string();
    format!("{}:{}", at("classes"), at("dependency/*"))
}
