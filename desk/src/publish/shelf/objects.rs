//! An object store as the place: S3 and what speaks like it, Google's, Azure's.
//!
//! Both promises are the store's own: a write under `If-None-Match: *` or `If-Match`. Not every store that speaks S3 keeps
//! them, and one that does not would let two publishers overwrite each other: that is tried before anything is published,
//! and refused.

use super::{Shelf, Tag};
use crate::failure::{Failure, code};
use object_store::path::Path;
use object_store::{
    Attribute, Attributes, Error, ObjectStore, ObjectStoreExt as _, PutMode, PutOptions, UpdateVersion,
};
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::runtime::{Builder, Runtime};
use url::Url;

/// Where it is tried whether the store keeps its promises. No part of the repository.
const PROBE: &str = ".childfirst-probe";
const CURRENT: &str = "metadata/timestamp.json";
/// What the environment says of accounts and addresses: as the stores' own tools read it.
const FAMILIES: [&str; 3] = ["AWS_", "GOOGLE_", "AZURE_"];

/// A bucket, or a part of one.
pub struct Objects {
    store: Box<dyn ObjectStore>,
    below: Path,
    runtime: Runtime,
    tried: AtomicBool,
}

impl Objects {
    /// The place that an address names; who may write there is in the environment.
    pub fn at(address: &str) -> Result<Objects, Failure> {
        let no_place = || {
            let sentence = "That is no place to publish to. Name a folder or a bucket: file:///srv/guidance, s3://bucket/guidance.";
            Failure::new(code::USAGE, sentence)
        };
        let url = Url::parse(address).map_err(|_| no_place())?;
        if !matches!(
            url.scheme(),
            "s3" | "s3a" | "gs" | "az" | "azure" | "abfs" | "abfss"
        ) {
            return Err(no_place());
        }
        // Where another was installed before, that one stays.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let options =
            std::env::vars().filter(|(name, _)| FAMILIES.iter().any(|family| name.starts_with(family)));
        let options = options.map(|(name, value)| (name.to_ascii_lowercase(), value));
        let (store, below) = object_store::parse_url_opts(&url, options).map_err(|_| {
            let sentence = "The environment does not say who may write to that bucket. Set it as the store's own tools read it, for S3: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION.";
            Failure::new(code::USAGE, sentence)
        })?;
        let runtime = Builder::new_current_thread().enable_all().build();
        Ok(Objects {
            store,
            below,
            runtime: runtime.map_err(|_| unreached())?,
            tried: AtomicBool::new(false),
        })
    }

    fn path(&self, path: &str) -> Path {
        let path = Path::from(path);
        self.below.parts().chain(path.parts()).collect()
    }

    fn put(&self, path: &str, bytes: &[u8], mode: PutMode) -> Result<bool, Failure> {
        let mut attributes = Attributes::new();
        let keep = match path {
            CURRENT | PROBE => "no-cache",
            _ => "public, max-age=31536000, immutable",
        };
        attributes.insert(Attribute::CacheControl, keep.into());
        attributes.insert(Attribute::ContentType, "application/json".into());
        let options = PutOptions {
            mode,
            attributes,
            ..PutOptions::default()
        };
        let swaps = matches!(options.mode, PutMode::Update(_));
        let place = self.path(path);
        let put = self.store.put_opts(&place, bytes.to_vec().into(), options);
        match self.runtime.block_on(put) {
            // What was to be put in its place is gone.
            Err(Error::NotFound { .. }) if swaps => Ok(false),
            Ok(_) => Ok(true),
            Err(Error::AlreadyExists { .. } | Error::Precondition { .. }) => Ok(false),
            Err(error) => Err(failed(&error)),
        }
    }

    /// Tries both promises where nothing rests on them yet.
    fn try_it(&self) -> Result<(), Failure> {
        if self.tried.load(Ordering::Relaxed) {
            return Ok(());
        }
        self.put(PROBE, b"1", PutMode::Create)?;
        let tag = || Ok(self.read(PROBE)?.ok_or_else(unkept)?.1);
        let made_twice = self.put(PROBE, b"2", PutMode::Create)?;
        let version = if tag()?.0.contains('\n') { "\n1" } else { "" };
        let other = Tag(format!("\"{}\"{version}", "0".repeat(32)));
        let swapped = self.put(PROBE, b"3", PutMode::Update(update(&other)))?;
        let swap = |tag: &Tag| self.put(PROBE, b"4", PutMode::Update(update(tag)));
        if made_twice || swapped || !swaps(tag, swap)? {
            return Err(unkept());
        }
        self.tried.store(true, Ordering::Relaxed);
        Ok(())
    }
}

/// How often another publisher may be before us, who tries the same store at this moment.
const OTHERS: usize = 64;

/// Whether what is there is replaced under its own tag. Refused is no answer while another keeps replacing it: only where
/// nothing changed meanwhile.
fn swaps(
    tag: impl Fn() -> Result<Tag, Failure>,
    swap: impl Fn(&Tag) -> Result<bool, Failure>,
) -> Result<bool, Failure> {
    let mut there = tag()?;
    for _ in 0..OTHERS {
        if swap(&there)? {
            return Ok(true);
        }
        let now = tag()?;
        if now.0 == there.0 {
            return Ok(false);
        }
        there = now;
    }
    // Each time another replaced it: so it can be.
    Ok(true)
}

/// A tag holds the ETag and, where the store has one, the version, divided by a line.
fn update(tag: &Tag) -> UpdateVersion {
    let mut parts = tag.0.splitn(2, '\n').map(str::to_owned);
    UpdateVersion {
        e_tag: parts.next().filter(|tag| !tag.is_empty()),
        version: parts.next(),
    }
}

impl Shelf for Objects {
    fn read(&self, path: &str) -> Result<Option<(Vec<u8>, Tag)>, Failure> {
        let read = self.runtime.block_on(async {
            let got = self.store.get(&self.path(path)).await?;
            let (e_tag, version) = (got.meta.e_tag.clone(), got.meta.version.clone());
            let bytes = got.bytes().await?;
            Ok::<_, Error>((bytes.to_vec(), e_tag.unwrap_or_default(), version))
        });
        match read {
            Ok((bytes, e_tag, version)) => {
                let version = version.map(|version| format!("\n{version}")).unwrap_or_default();
                Ok(Some((bytes, Tag(format!("{e_tag}{version}")))))
            }
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(failed(&error)),
        }
    }

    fn create(&self, path: &str, bytes: &[u8]) -> Result<bool, Failure> {
        self.try_it()?;
        self.put(path, bytes, PutMode::Create)
    }

    fn swap(&self, path: &str, bytes: &[u8], before: Option<&Tag>) -> Result<bool, Failure> {
        self.try_it()?;
        let mode = before.map_or(PutMode::Create, |tag| PutMode::Update(update(tag)));
        self.put(path, bytes, mode)
    }
}

fn failed(error: &Error) -> Failure {
    match error {
        Error::PermissionDenied { .. } | Error::Unauthenticated { .. } => {
            let sentence = "Not published whole: the store does not let this account read and write there. Readers see what they saw before. Give it the right to, then publish again.";
            Failure::new(code::NOT_SAVED, sentence)
        }
        Error::NotImplemented { .. } | Error::NotSupported { .. } => unkept(),
        _ => unreached(),
    }
}

fn unreached() -> Failure {
    let sentence = "Not published whole: the store could not be reached, or there is no such bucket. Readers see what they saw before. Check the address and the network, then publish again.";
    Failure::new(code::NOT_SAVED, sentence)
}

fn unkept() -> Failure {
    let sentence = "Not published: this store does not keep two publishers apart (it ignores If-None-Match or If-Match). Use another store, or publish to a folder that a web server serves.";
    Failure::new(code::REFUSED, sentence)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    /// The number of what is there, how often another publisher is before us, and whether the store swaps at all.
    fn tried(others: u32, swapping: bool) -> bool {
        let (there, left) = (Cell::new(0), Cell::new(others));
        let tag = || Ok(Tag(there.get().to_string()));
        let swap = |tag: &Tag| {
            if let Some(fewer) = left.get().checked_sub(1) {
                left.set(fewer);
                there.set(there.get() + 1);
            }
            Ok(swapping && tag.0 == there.get().to_string())
        };
        swaps(tag, swap).is_ok_and(|kept| kept)
    }

    #[test]
    fn another_publisher_who_tries_the_store_at_the_same_time_finds_no_fault_with_it() {
        assert!(tried(0, true));
        assert!(tried(1, true));
        assert!(tried(7, true));
        assert!(tried(1000, true));
        // The control: one that never does is found out, also with others about.
        assert!(!tried(0, false));
        assert!(!tried(7, false));
    }
}
