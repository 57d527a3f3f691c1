//! `publish`: what people signed goes to the server, and the machine says that it is current. Opens no data folder.

use super::out::{self, Page};
use super::repo;
use crate::failure::{Failure, code};
use crate::publish::cli::Publish;
use crate::publish::folder::Folder;
use crate::publish::proposal::Proposal;
use crate::publish::send::Sender;
use crate::publish::{device, key, passphrase, shelf};
use childfirst::time::Moment;
use serde_json::json;

/// Publishes.
///
/// # Errors
/// When nothing is signed, the key is not the machine's, or the place cannot be written.
pub fn run(asked: &Publish, now: Option<Moment>) -> Result<(), Failure> {
    let mut folder = Folder::open(asked.at.repo.as_deref())?;
    let (state, _) = Proposal::settle(&folder)?;
    let at = repo::clock(now);
    let (whole, waiting) = state.whole(at)?;
    let to = asked
        .to
        .clone()
        .or_else(|| folder.config.to.clone())
        .ok_or_else(|| {
            Failure::new(
                code::USAGE,
                "Say where to publish, the first time: --to file:///srv/guidance",
            )
        })?;
    let place = shelf::at(&to)?;
    let passphrase = passphrase::of(&asked.with.key, asked.with.passphrase_file.as_deref())?;
    let key = key::open(&asked.with.key, &passphrase)?;
    let sender = Sender {
        state: &state,
        folder: &folder,
        key: &key,
        now: at,
    };
    sender.counts()?;
    let sent = sender.send(&whole, place.as_ref(), &|files| {
        device::reads(&state, files, Moment::new(at, 0))
    })?;
    if folder.config.to.as_ref() != Some(&to) {
        folder.config.to = Some(to.clone());
        folder.save()?;
    }
    if asked.json {
        return out::json(&json!({
            "to": to, "new": sent.new, "files": sent.files, "snapshot": sent.snapshot, "timestamp": sent.timestamp,
            "waiting": waiting,
        }));
    }
    let mut page = Page::new();
    let heading = if sent.new {
        format!(
            "Published to {to}: number {}, {} new files.",
            sent.snapshot, sent.files
        )
    } else {
        format!(
            "Nothing new. {to} says again that number {} is current.",
            sent.snapshot
        )
    };
    page.heading(0, &heading);
    page.line(
        2,
        2,
        "Devices that ask from now on take it. Say this again within a week: childfirst publish",
    );
    for role in waiting {
        page.line(2, 2, &format!("Newer keys are signed and not in use yet: what {role} offers has to be signed by its people first. childfirst renew {role}, or propose"));
    }
    for sentence in repo::soon(&state, at) {
        page.line(2, 2, &sentence);
    }
    page.end()
}
