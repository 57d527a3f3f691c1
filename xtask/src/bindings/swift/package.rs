//! A package that is put together: what is written by hand, what is generated, and a library.
//!
//! Refuses to write a file that says the same already: Swift would compile it anew.

use super::{Ended, idiom, well};
use crate::bindings::{Language, file_name, generate, place};
use crate::stage::root;
use crate::{Failure, complain};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Where what is written by hand stands.
const WRITTEN: &str = "ios/ChildFirstKit";

/// Where what is generated stands in a package.
pub const GENERATED: &str = "Sources/ChildFirstCore/ChildFirstCore.swift";

/// A package that is put together. Where it is put together again, only what changed is compiled.
pub struct Package {
    /// Where it is.
    pub folder: PathBuf,
    /// What was put in, by where it is in the package.
    put: BTreeSet<PathBuf>,
}

impl Package {
    /// A package in a folder.
    pub fn at(folder: PathBuf) -> Package {
        let put = BTreeSet::new();
        Package { folder, put }
    }

    /// What is written by hand, with or without its tests.
    pub fn written(&mut self, tests: bool) -> Result<(), Failure> {
        for file in files(&root().join(WRITTEN))? {
            let inside = file.strip_prefix(root().join(WRITTEN)).unwrap_or(&file);
            if tests || !inside.starts_with("Tests") {
                let text = std::fs::read(&file).map_err(at(&file))?;
                self.put_bytes(inside, &text)?;
            }
        }
        Ok(())
    }

    /// What is generated from a library: the sources, and the header of what they call.
    pub fn generated(&mut self, library: &Path) -> Result<(), Ended> {
        let folder = place(Language::Swift).join("generated");
        well(generate(Language::Swift, library, &folder)?)?;
        let read = |name: &str| std::fs::read_to_string(folder.join(name)).map_err(at(&folder));
        let source = idiom::idiom(&read("ChildFirstCore.swift")?).map_err(|what| {
            complain(&what);
            Ended::Said(ExitCode::FAILURE)
        })?;
        self.put(GENERATED, &source)?;
        self.put("Sources/childfirstFFI/childfirstFFI.h", &read("childfirstFFI.h")?)?;
        Ok(())
    }

    /// A line of core's comments on what a receipt is that does not stand in the generated sources.
    pub fn lost_comment(&self) -> Result<Option<String>, Failure> {
        let read = |path: PathBuf| std::fs::read_to_string(&path).map_err(at(&path));
        let core = read(root().join("core/src/records/mod.rs"))?;
        let swift = read(self.folder.join(GENERATED))?;
        let about = core
            .split_once("pub struct Receipt {")
            .map_or(("", ""), |(before, after)| {
                let begun = before.rfind("\n\n").unwrap_or_default();
                (
                    before.get(begun..).unwrap_or_default(),
                    after.split('}').next().unwrap_or_default(),
                )
            });
        let comments = [about.0, about.1].into_iter().flat_map(str::lines);
        let mut comments = comments
            .filter_map(|line| line.trim().strip_prefix("/// "))
            .peekable();
        if comments.peek().is_none() {
            return Ok(Some("none is found in core/src/records/mod.rs".to_owned()));
        }
        Ok(comments
            .find(|comment| !swift.contains(comment))
            .map(str::to_owned))
    }

    /// The library of this machine.
    pub fn library(&mut self, library: &Path) -> Result<(), Failure> {
        let bytes = std::fs::read(library).map_err(at(library))?;
        self.put_bytes(&Path::new("lib").join(file_name()), &bytes)
    }

    /// Writes a file that is made here.
    pub fn put(&mut self, inside: &str, text: &str) -> Result<(), Failure> {
        self.put_bytes(Path::new(inside), text.as_bytes())
    }

    /// Writes a file, unless it says the same already: then nothing is compiled anew for it.
    fn put_bytes(&mut self, inside: &Path, bytes: &[u8]) -> Result<(), Failure> {
        let path = self.folder.join(inside);
        self.put.insert(inside.to_owned());
        if std::fs::read(&path).is_ok_and(|there| there == bytes) {
            return Ok(());
        }
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(at(folder))?;
        }
        std::fs::write(&path, bytes).map_err(at(&path))
    }

    /// Takes away what was put in before, and is no more.
    pub fn tidied(&self) -> Result<(), Failure> {
        for file in files(&self.folder)? {
            let inside = file.strip_prefix(&self.folder).unwrap_or(&file);
            if !self.put.contains(inside) {
                std::fs::remove_file(&file).map_err(at(&file))?;
            }
        }
        Ok(())
    }
}

/// Every file in a folder and below, but for what begins with a dot.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(at(folder))? {
        let path = entry.map_err(at(folder))?.path();
        if path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with('.'))
        {
            continue;
        }
        if path.is_dir() {
            all.extend(files(&path)?);
        } else {
            all.push(path);
        }
    }
    Ok(all)
}

/// What could not be done, of which file.
pub fn at(path: &Path) -> impl Fn(std::io::Error) -> Failure {
    let path = path.display().to_string();
    move |error| Failure::Io(path.clone(), error)
}
