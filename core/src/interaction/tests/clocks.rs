//! A time that was written by a clock set otherwise says by how much: in the night in which the clocks go back, half
//! past one is twice.

use super::*;
use crate::interaction::danger;
use crate::interaction::lines::Words;
use crate::interaction::record::record;

fn read(text: &str) -> Moment {
    Moment::parse(text).unwrap()
}

/// A log that began in summer time, with an observation at each of these times: when it was, and when it was written.
fn log(times: &[(&str, &str)]) -> Vec<Entry> {
    let mut all = vec![begun()];
    all[0].done_at = When::exactly(read("2026-10-25T01:20:00+01:00"));
    all[0].recorded_at = all[0].done_at.at;
    for (at, written) in times {
        let observed = Event::Observed(Observed {
            words: "cries".into(),
            known_by: vec![],
            answers: None,
        });
        let mut entry = entry(all.len() as u64 + 1, observed, vec![]);
        entry.done_at = When::exactly(read(at));
        entry.recorded_at = read(written);
        all.push(entry);
    }
    all
}

#[test]
fn a_time_by_another_clock_says_so_and_the_night_the_clocks_go_back_reads_well() {
    let night = [
        ("2026-10-25T01:50:00+01:00", "2026-10-25T01:50:00+01:00"),
        ("2026-10-25T01:10:00+00:00", "2026-10-25T01:10:00+00:00"),
        // Written an hour and more later, of before the change.
        ("2026-10-25T01:55:00+01:00", "2026-10-25T02:05:00+00:00"),
        // From a machine that is set to another zone.
        ("2026-10-25T07:12:00+05:30", "2026-10-25T02:12:00+00:00"),
    ];
    let entries = log(&night);
    let state = fold(&entries);
    let words = Words { state: &state };
    let when = |at: usize| words.when(&entries[at].done_at, Some(&entries[at].recorded_at));
    assert_eq!(when(1), "01:50");
    assert_eq!(when(2), "01:10 (+00:00)");
    assert_eq!(when(3), "01:55, written 02:05 (+00:00)");
    assert_eq!(when(4), "07:12 (+05:30), written 02:12 (+00:00)");
    // The heading and the log of the record say it as well.
    let text = record(None, &state, &entries).to_text();
    for line in [
        "Last entry 02:12 (+00:00)",
        "01:10:00 (+00:00)",
        "02:12:00 (+00:00), for 07:12 (+05:30)",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    // Where no clock was set otherwise nothing is said.
    let entries = log(&night[..1]);
    let text = record(None, &fold(&entries), &entries).to_text();
    assert!(!text.contains("(+"), "{text}");
}

#[test]
fn danger_of_before_the_clocks_went_back_does_not_seem_to_be_to_come() {
    let mut entries = log(&[]);
    let asked = Event::DangerAsked(DangerAsked {
        answer: Danger::NotNow,
        known_by: vec![],
        because: AskedBecause::Start,
        words: None,
        not_seen: vec![],
        shown: None,
    });
    let mut asked = entry(2, asked, vec![]);
    asked.done_at = When::exactly(read("2026-10-25T01:50:00+01:00"));
    asked.recorded_at = asked.done_at.at;
    entries.push(asked);
    let state = fold(&entries);
    let line = |now: &str| danger::line(&state, read(now));
    assert_eq!(
        line("2026-10-25T01:10:00+00:00"),
        "Immediate danger: not now, 01:50 (+01:00), 20 minutes ago"
    );
    assert_eq!(
        line("2026-10-25T01:55:00+01:00"),
        "Immediate danger: not now, 01:50, 5 minutes ago"
    );
}
