//! The tables of `docs/scale.md`, in Markdown.
#![allow(clippy::cast_precision_loss, reason = "counts, far below 2^52")]

use crate::Measured;
use crate::flood::Flood;
use crate::sizes::Size;
use childfirst_tests::fleet::model::{Morning, Peaks};
use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

const BEGIN: &str = "<!-- measured: begin -->";
const END: &str = "<!-- measured: end -->";

/// Rows, by the table they stand in.
#[derive(Default)]
pub struct Tables {
    head: String,
    rates: String,
    floods: String,
    bytes: String,
    kinds: String,
    sizes: String,
    mornings: String,
    notes: String,
}

impl Tables {
    pub fn new(devices: usize, threads: usize, machine: String) -> Tables {
        let head = format!(
            "{devices} devices, {threads} at a time, and nginx on one machine: {machine}. No TLS, unless it is said.\n"
        );
        Tables {
            head,
            ..Tables::default()
        }
    }

    pub fn note(&mut self, sentence: &str) {
        let _ = writeln!(self.notes, "- {sentence}");
    }

    pub fn rate(&mut self, how: &str, it: &Measured) {
        let requests = it.run.requests.len();
        let rate = real(requests) / it.run.wall.as_secs_f64();
        let (request, device) = (spread(&it.run.requests), spread(&it.run.devices));
        let cpu = it.cpu.as_secs_f64() * 1e6 / real(requests);
        let _ = writeln!(
            self.rates,
            "| {}, {how} | {rate:.0} | {request} | {device} | {cpu:.0} µs |",
            it.what
        );
    }

    pub fn flood(&mut self, what: &str, it: &Flood) {
        let _ = writeln!(self.floods, "| {what} | {:.0} | {:.0} µs |", it.rate, it.cpu_us);
    }

    /// A row of bytes: what stood in the log of either server.
    pub fn bytes(&mut self, gzip: &Measured, plain: &Measured) {
        assert_eq!(gzip.what, plain.what);
        let each = |it: &Measured, sum: u64| sum as f64 / real(it.run.devices.len());
        let _ = writeln!(
            self.bytes,
            "| {} | {:.2} | {:.0} | {:.0} | {:.0} |",
            gzip.what,
            each(gzip, gzip.logged.requests),
            each(gzip, gzip.logged.asked),
            each(gzip, gzip.logged.answered),
            each(plain, plain.logged.answered)
        );
    }

    /// Each file once.
    pub fn kinds(&mut self, gzip: &[Measured], plain: &[Measured]) {
        let mut all = std::collections::BTreeMap::<_, [(u64, u64); 2]>::new();
        for (at, days) in [gzip, plain].into_iter().enumerate() {
            for (kind, sum) in days.iter().flat_map(|it| &it.logged.kinds) {
                let entry = &mut all.entry(kind.clone()).or_default()[at];
                *entry = (entry.0 + sum.0, entry.1 + sum.1);
            }
        }
        for ((kind, status), [gzip, plain]) in all {
            let mean = |(count, bytes): (u64, u64)| bytes / count.max(1);
            let _ = writeln!(
                self.kinds,
                "| {kind} | {status} | {} | {} |",
                mean(gzip),
                mean(plain)
            );
        }
    }

    pub fn forces(&mut self, forces: usize, [targets, snapshot]: &[Size; 2]) {
        for (name, size) in [("targets", targets), ("snapshot", snapshot)] {
            let _ = writeln!(
                self.sizes,
                "| `{name}` of {forces} forces | {} | {} |",
                size.plain, size.answered
            );
        }
    }

    pub fn releases(&mut self, releases: usize, size: &Size) {
        let _ = writeln!(
            self.sizes,
            "| a force's role that lists {releases} | {} | {} |",
            size.plain, size.answered
        );
    }

    pub fn morning(&mut self, who: &str, it: &Morning, peaks: Peaks, steady: f64) {
        let _ = writeln!(
            self.mornings,
            "| {who}: {} | {} | {} | {} | {steady:.0} |",
            it.devices,
            match it.within {
                60 => "a minute".into(),
                3600 => "an hour".into(),
                seconds => format!("{} minutes", seconds / 60),
            },
            peaks.first,
            peaks.later
        );
    }

    /// What core had the devices wait between polls.
    pub fn waits(&mut self, waits: &[i64]) {
        let distinct: std::collections::BTreeMap<i64, usize> =
            waits.iter().fold(Default::default(), |mut all, wait| {
                *all.entry(*wait).or_default() += 1;
                all
            });
        let sum: i64 = waits.iter().sum();
        let (least, most) = (waits.iter().min().unwrap(), waits.iter().max().unwrap());
        self.note(&format!(
            "Between polls the {} devices wait {least} to {most} s, {:.0} s on average, in {} steps; the fullest step has {} of them.",
            waits.len(),
            sum as f64 / real(waits.len()),
            distinct.len(),
            distinct.values().max().unwrap()
        ));
    }

    /// What core had them wait for their turn when all were switched on together.
    pub fn turns(&mut self, turns: &[i64]) {
        let mut minutes = [0_usize; super::SPREAD / 60];
        for turn in turns {
            minutes[usize::try_from(*turn).expect("no turn is past") / 60] += 1;
        }
        let fullest = minutes.iter().max().unwrap();
        assert!(fullest * 5 < turns.len() * 2, "they are spread: {minutes:?}");
        self.note(&format!(
            "Switched on together after a night, the {} devices are told to ask {} to {} s later; the fullest minute has {fullest} of them.",
            turns.len(),
            turns.iter().min().unwrap(),
            turns.iter().max().unwrap(),
        ));
    }

    /// Prints everything, and puts it into a file.
    pub fn end(&self, file: Option<&Path>) {
        let text = format!(
            "{}\n| a device, once | requests | bytes it sends | bytes it gets, gzip | without |\n|---|---|---|---|---|\n{}\n\
             | an answer, head and all | status | bytes, gzip | without |\n|---|---|---|---|\n{}\n\
             | real devices | requests/s | a request, p50, p99 | a device, p50, p99 | nginx, a request |\n|---|---|---|---|---|\n{}\n\
             | nginx alone, asked by the bytes of a poll | answers/s | nginx, each |\n|---|---|---|\n{}\n\
             | as forces grow | bytes | bytes on the wire, gzip |\n|---|---|---|\n{}\n\
             | reckoned: devices | switched on within | first, requests/s | later, fullest second | later, mean |\n|---|---|---|---|---|\n{}\n{}",
            self.head, self.bytes, self.kinds, self.rates, self.floods, self.sizes, self.mornings, self.notes
        );
        println!("{text}");
        let Some(file) = file else { return };
        let page = std::fs::read_to_string(file).unwrap();
        let (head, rest) = page
            .split_once(BEGIN)
            .expect("the file has the mark where the tables begin");
        let (_, tail) = rest
            .split_once(END)
            .expect("the file has the mark where the tables end");
        std::fs::write(file, format!("{head}{BEGIN}\n{text}{END}{tail}")).unwrap();
    }
}

/// The middle, and what one of a hundred exceeds.
fn spread(times: &[Duration]) -> String {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let at = |of: usize| sorted[(sorted.len() * of / 100).min(sorted.len() - 1)].as_secs_f64() * 1e3;
    format!("{:.1}, {:.1} ms", at(50), at(99))
}

fn real(count: usize) -> f64 {
    count as f64
}
