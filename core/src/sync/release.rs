//! What a role offers: packs and values, with what `docs/sync.md` adds to TUF.
//!
//! Refuses a target whose path says something else than its fields, and to obey anything but versions, readers, shares.

use crate::pack::read::{FORMAT, READER};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use sigstore_tuf::{TargetFile, Targets};

/// What is offered.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, Deserialize, uniffi::Enum,
)]
#[serde(rename_all = "snake_case")]
pub enum ReleaseKind {
    /// A pack.
    Pack,
    /// A force's values for a pack.
    Values,
}

/// Of 10,000 devices.
const ALL: u32 = 10_000;
const MOST_SUMMARY: usize = 200;

#[derive(Deserialize)]
struct Custom {
    kind: ReleaseKind,
    pack: String,
    version: u32,
    #[serde(default)]
    format: u32,
    #[serde(default)]
    min_reader: u32,
    #[serde(default)]
    force: String,
    #[serde(default)]
    safety: bool,
    #[serde(default = "all")]
    share: u32,
    #[serde(default)]
    summary: String,
}

const fn all() -> u32 {
    ALL
}

/// One release that a role offers.
#[derive(Debug, Clone)]
pub(super) struct Offer {
    pub kind: ReleaseKind,
    pub pack: String,
    pub version: u32,
    pub force: String,
    pub safety: bool,
    pub summary: String,
    pub path: String,
    pub digest: String,
    pub length: u64,
    /// Whether this program can read it.
    pub readable: bool,
}

/// What a role offers of the packs that it may publish, to the device of this lot. What is not understood is passed over.
pub(super) fn offers(role: &Targets, packs: &[String], lot: &[u8]) -> Vec<Offer> {
    let offers = role.targets.iter().filter_map(|(path, target)| {
        let offer = offer(path, target, lot)?;
        packs.contains(&offer.pack).then_some(offer)
    });
    offers.collect()
}

fn offer(path: &str, target: &TargetFile, lot: &[u8]) -> Option<Offer> {
    let custom: Custom = serde_json::from_value(target.custom.as_ref()?.get("childfirst")?.clone()).ok()?;
    let name = match custom.kind {
        ReleaseKind::Pack => format!("{}/v{}.json", custom.pack, custom.version),
        ReleaseKind::Values => format!("{}/values-{}.json", custom.pack, custom.version),
    };
    let digest = target.hashes.get("sha256")?.to_ascii_lowercase();
    let sound = path == name
        && is_id(&custom.pack)
        && digest.len() == 64
        && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !sound || !in_share(lot, &custom.pack, custom.version, custom.share) {
        return None;
    }
    Some(Offer {
        readable: custom.format <= FORMAT && custom.min_reader <= READER,
        kind: custom.kind,
        pack: custom.pack,
        version: custom.version,
        force: shown(&custom.force),
        safety: custom.safety,
        summary: shown(&custom.summary),
        path: path.to_owned(),
        digest,
        length: target.length,
    })
}

/// The part of a path's pattern that names a pack: `hampshire` of `hampshire/*`.
pub(super) fn pack_of(pattern: &str) -> Option<&str> {
    pattern.strip_suffix("/*").filter(|pack| is_id(pack))
}

/// Whether something can be the id of a pack, or the name of a role.
pub(super) fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 64
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// Whether the device of this lot is in the share of a release.
pub(super) fn in_share(lot: &[u8], pack: &str, version: u32, share: u32) -> bool {
    part(lot, pack, version) % u64::from(ALL) < u64::from(share)
}

/// A number that a device of this lot always has for this purpose, and that says nothing of any other.
pub(super) fn part(lot: &[u8], pack: &str, version: u32) -> u64 {
    let mut hash = Sha256::new();
    hash.update(b"childfirst-share-1");
    hash.update(lot);
    hash.update(pack.as_bytes());
    hash.update(b"/");
    hash.update(version.to_string().as_bytes());
    let digest = hash.finalize();
    let first = digest.iter().take(8);
    first.fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte))
}

/// A publisher's words for a screen: one line, with no letter that a screen would obey.
fn shown(text: &str) -> String {
    let obeyed = |c: char| {
        c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars()
        .map(|c| if obeyed(c) { ' ' } else { c })
        .take(MOST_SUMMARY)
        .collect::<String>()
        .trim()
        .to_owned()
}
