//! `export`: a record, one child's part of it or one reader's, as text, JSON or a page.
//!
//! The record says that an export was made before the file exists, so that no file is unknown to it; when the file
//! cannot be written, the record says that too. Refuses to write over a file that it was not told to, and to call it
//! sent.

use super::out::Page;
use super::salvage;
use crate::app::App;
use crate::cli;
use crate::failure::{Failure, code, refused_blank};
use childfirst::interaction::entry::{Corrected, Correction, LeftOut};
use childfirst::interaction::export::ExportHow;
use childfirst::interaction::operation::Made;
use childfirst::sets::{ExportFormat, LeftOutWhy};
use childfirst::{ExportFile, Interaction};
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Where nothing is said of it: standard output.
const STANDARD_OUTPUT: &str = "-";

/// How many files that other processes left half written are passed by.
const LEFTOVERS: u32 = 100;

/// Exports.
///
/// # Errors
/// When there is no such interaction, child or reader, or the file cannot be written.
pub fn run(app: &App, asked: &cli::Export) -> Result<(), Failure> {
    let interaction = app.interaction(&asked.id).map_err(salvage::hint)?;
    if let Some(by) = &asked.by {
        refused_blank(by)?;
    }
    let how = ExportHow {
        format: asked.format,
        child: asked.child,
        reader: asked.reader.clone(),
    };
    let made = Made {
        author: asked.by.clone(),
        ..Made::now(app.now())
    };
    if asked.out.as_deref() == Some(Path::new(STANDARD_OUTPUT)) {
        let file = interaction.export(how, made.clone())?;
        // A reader that went away has not got it.
        let mut out = io::stdout().lock();
        let written = out.write_all(file.text.as_bytes()).and_then(|()| out.flush());
        written.map_err(|_| taken_back(&interaction, &file, made, not_written()))?;
        for line in report(&file, asked.format) {
            eprintln!("{line}");
        }
        return Ok(());
    }
    let (path, file) = to_file(&interaction, how, made, asked.out.as_deref(), asked.force)?;
    let mut page = Page::new();
    page.heading(0, &format!("Exported: {}", path.display()));
    for line in report(&file, asked.format) {
        page.line(2, 2, &line);
    }
    page.end()
}

/// Exports into a file: the one named, or one with a name of its own in the folder named or the one that this is.
///
/// # Errors
/// As [`run`].
pub fn to_file(
    interaction: &Interaction,
    how: ExportHow,
    made: Made,
    out: Option<&Path>,
    force: bool,
) -> Result<(PathBuf, ExportFile), Failure> {
    let own = PathBuf::from(interaction.export_name(how.clone())?);
    let path = match out {
        None => own,
        Some(folder) if folder.is_dir() => folder.join(own),
        Some(file) => file.to_owned(),
    };
    if !force && path.symlink_metadata().is_ok() {
        return Err(there_already());
    }
    // Before the record says anything: most of what can go wrong goes wrong here.
    let half = Half::begin(&path)?;
    let file = interaction.export(how, made.clone())?;
    match half.finish(file.text.as_bytes(), &path, force) {
        Ok(()) => Ok((path, file)),
        Err(failure) => Err(taken_back(interaction, &file, made, failure)),
    }
}

/// What is said of an export, besides where it is.
pub fn report(file: &ExportFile, format: ExportFormat) -> Vec<String> {
    let mut lines = Vec::new();
    let left_out: usize = file.left_out.iter().map(|one| one.entries.len()).sum();
    if left_out > 0 {
        let of = file.receipt.seq;
        lines.push(format!("{left_out} of {of} entries are without their words:"));
        lines.extend(file.left_out.iter().map(why));
    }
    lines.push(format!("SHA-256 {}", file.sha256));
    lines.push(format!(
        "Head of the chain, entry {}: {}",
        file.receipt.seq, file.receipt.hash
    ));
    lines.push(match format {
        ExportFormat::Text => {
            "A text cannot be checked alone: childfirst verify ID --head HASH compares it.".to_owned()
        }
        _ => "To check it, with nothing else at hand: childfirst verify FILE.".to_owned(),
    });
    lines.push(
        "Exporting is not sending. Read it before you give it to anybody. Drafts are never in it.".to_owned(),
    );
    lines
}

fn why(left_out: &LeftOut) -> String {
    let why = match left_out.why {
        LeftOutWhy::AnotherChild => "about a child for whom it is not",
        LeftOutWhy::OthersToo => "about such a child as well",
        LeftOutWhy::NobodyInParticular => "words about nobody in particular",
        LeftOutWhy::OtherReader => "decided for, or said to, somebody else",
        LeftOutWhy::EarlierExport => "an earlier export",
        LeftOutWhy::RestsOnLeftOut => "rests on one that is left out",
        LeftOutWhy::Erased => "erased, or about what was erased",
    };
    let numbers: Vec<String> = left_out.entries.iter().map(u64::to_string).collect();
    format!("- {why}: {}", numbers.join(", "))
}

/// The file could not be written: the record says so, as well as it can.
fn taken_back(interaction: &Interaction, file: &ExportFile, made: Made, failure: Failure) -> Failure {
    let corrected = Corrected {
        entry: file.receipt.seq,
        how: Correction::PressedByMistake,
        reason: Some("The file could not be written".to_owned()),
    };
    match interaction.correct(corrected, made) {
        Ok(_) => Failure::new(
            failure.code,
            format!("{} The record says that it was not.", failure.sentence),
        ),
        Err(_) => Failure::new(
            failure.code,
            format!(
                "{} The record says that an export was made, and that could not be corrected now: correct entry {}.",
                failure.sentence, file.receipt.seq
            ),
        ),
    }
}

fn there_already() -> Failure {
    Failure::new(
        code::REFUSED,
        "There is a file of that name already. Name another with --out, or write over it with --force.",
    )
}

fn not_written() -> Failure {
    Failure::new(
        code::NOT_SAVED,
        "The export could not be written there. Free some space, or name another place with --out.",
    )
}

/// A file under another name, until it is whole and on the disk.
struct Half {
    path: PathBuf,
    file: File,
}

impl Half {
    fn begin(target: &Path) -> Result<Half, Failure> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        // Nobody but its owner, as long as its owner does not say otherwise.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        // One that was left by a process that was killed is not ours to take away.
        for n in 0..LEFTOVERS {
            let path = target.with_file_name(format!(".childfirst-{}-{n}.part", std::process::id()));
            match options.open(&path) {
                Ok(file) => return Ok(Half { path, file }),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(_) => break,
            }
        }
        Err(not_written())
    }

    fn finish(mut self, bytes: &[u8], target: &Path, force: bool) -> Result<(), Failure> {
        let written = self.file.write_all(bytes).and_then(|()| self.file.sync_all());
        let placed = written.and_then(|()| match force {
            true => fs::rename(&self.path, target),
            false => place(&self.path, target),
        });
        placed
            .and_then(|()| sync_folder(target))
            .map_err(|error| match error.kind() {
                ErrorKind::AlreadyExists => there_already(),
                _ => not_written(),
            })
    }
}

impl Drop for Half {
    /// What was not finished goes: it is somebody's record.
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// Gives a file its name, unless another has it. Not every disk has links; there it is looked for first.
fn place(half: &Path, target: &Path) -> io::Result<()> {
    match fs::hard_link(half, target) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(error),
        Ok(()) => Ok(()),
        Err(_) if target.symlink_metadata().is_ok() => Err(ErrorKind::AlreadyExists.into()),
        Err(_) => fs::rename(half, target),
    }
}

/// A name is on the disk when its folder is.
fn sync_folder(target: &Path) -> io::Result<()> {
    if !cfg!(unix) {
        return Ok(());
    }
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new("."))).and_then(|folder| folder.sync_all())
}
