//! The ten minutes of `docs/authoring.md` and all of `docs/publishing.md`, word for word: files are saved, commands typed,
//! output compared.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where something is not as it should be"
)]

#[path = "common/page.rs"]
mod page;

use page::{Step, page, steps, walk};

#[test]
fn the_ten_minutes_of_the_page_are_true() {
    let steps = steps(&page("authoring"));
    let typed = steps
        .iter()
        .filter(|step| matches!(step, Step::Type { .. }))
        .count();
    assert!(
        typed > 12 && steps.len() > typed,
        "{typed} commands in {} steps",
        steps.len()
    );
    if let Some(wrong) = walk(&steps) {
        panic!("docs/authoring.md is not true any more:\n{wrong}");
    }
}

/// The control: a page that says something else is found out, whatever it is.
#[test]
fn a_page_that_is_not_true_is_found_out() {
    let page = page("authoring");
    for (from, to) in [
        (
            "0 errors, 5 warnings, 0 advice in 1 pack.",
            "0 errors, 4 warnings, 0 advice in 1 pack.",
        ),
        (
            "content/anytown/prompts.json:6: error",
            "content/anytown/prompts.json:7: error",
        ),
        (
            "      Whom to tell: Duty sergeant, then",
            "      Whom to tell: Somebody else, then",
        ),
        // And so is a file that is another one.
        (
            "\"text\": \"Did somebody hurt you in that room?\"",
            "\"text\": \"What would help you?\"",
        ),
    ] {
        assert!(page.contains(from), "{from}");
        let wrong = walk(&steps(&page.replacen(from, to, 1)));
        assert!(wrong.is_some(), "not found out: {from}");
    }
}

#[test]
fn what_the_page_on_publishing_says_is_true() {
    let steps = steps(&page("publishing"));
    let typed = steps.iter().filter(|step| matches!(step, Step::Type { .. }));
    assert!(typed.count() > 30);
    if let Some(wrong) = walk(&steps) {
        panic!("docs/publishing.md is not true any more:\n{wrong}");
    }
}

/// The control: with one signature, or another word typed, it does not go on.
#[test]
fn a_page_that_lets_one_person_publish_is_found_out() {
    let page = page("publishing");
    for (from, to) in [
        (
            "> anytown 1\nSigned by Dee Hart.",
            "> anytown\nSigned by Dee Hart.",
        ),
        (
            "$ childfirst approve anytown --key eli-roth.key --source content/anytown\n",
            "$ childfirst approve anytown --key dee-hart.key --source content/anytown\n",
        ),
    ] {
        assert!(page.contains(from), "{from}");
        assert!(
            walk(&steps(&page.replacen(from, to, 1))).is_some(),
            "not found out: {from}"
        );
    }
}
