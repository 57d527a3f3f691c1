//! Kotlin: a jar with its sources and its KDoc, and JUnit over the library whose ids can be seeded.
//!
//! Generates and mends the sources; Maven (bindings/kotlin/pom.xml) compiles, packages and runs. Refuses to call a run
//! good that Maven does not, whatever the reports say.

mod kdoc;
mod mend;
pub mod results;

use super::api;
use super::steps::{Ended, device_library, ended, run, well};
use super::{Language, Library, build, file_name, generate, place, report};
use crate::stage::{Program, program, root, succeeds};
use crate::{Failure, complain, say};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What runs over the library that is packaged, which has no ids that can be seeded.
const DEVICE_TESTS: &str = "-Dchildfirst.tests=src/device/kotlin";

/// What is said when Maven or the JDK is missing.
pub const ABSENT: &str = "Kotlin needs Maven and a JDK of at least 17: for example \
    `apt-get install maven openjdk-17-jdk-headless` or `brew install maven openjdk@17`";

/// Ends well where Kotlin can be built.
pub fn probe() -> Program {
    program("bash").args(["-c", "mvn --version && javac --version"])
}

/// The package, into a folder: the jar, its sources, its KDoc.
pub fn package(out: &Path) -> Result<ExitCode, Failure> {
    let work = Work::of("packaged");
    ended(|| {
        ready()?;
        work.empty()?;
        work.sources(Library::Described)?;
        work.device_library()?;
        run(
            "maven",
            work.maven("package")
                .args([DEVICE_TESTS, "-Dtest=LoadsTest", "-Pkdoc"]),
        )?;
        std::fs::create_dir_all(out).map_err(at(out))?;
        for name in jar_names(&work.maven)? {
            let (from, to) = (work.maven.join(&name), out.join(&name));
            std::fs::copy(&from, &to).map_err(at(&to))?;
            say(&format!("{}\n", to.display()))?;
        }
        Ok(())
    })
}

/// The sources as the app compiles them, mended, and the library that they are of, for this machine's JVM.
pub fn sources(generated: &Path, library: &Path) -> Result<ExitCode, Failure> {
    let work = Work {
        generated: generated.to_owned(),
        library: library.to_owned(),
        maven: PathBuf::new(),
    };
    ended(|| {
        ready()?;
        let built = work.sources(Library::Described)?;
        clear(library)?;
        std::fs::create_dir_all(library).map_err(at(library))?;
        std::fs::copy(&built, library.join(file_name())).map_err(at(&built))?;
        Ok(())
    })
}

/// Its tests.
pub fn test() -> Result<ExitCode, Failure> {
    let work = Work::of("tested");
    let ran = ended(|| {
        ready()?;
        work.empty()?;
        let library = work.sources(Library::Tested)?;
        work.load(&library)?;
        work.documented()?;
        run("maven", work.maven("test"))
    })?;
    let mut passed = 0;
    let mut failed = 0;
    for class in results::read(&work.reports()).unwrap_or_default() {
        passed += class.passed;
        failed += class.failed.len() as u64;
        let what = if class.name == "VectorsTest" {
            " vectors"
        } else {
            ""
        };
        say(&format!(
            "{}: {}{what} passed, {} failed\n",
            class.name,
            class.passed,
            class.failed.len()
        ))?;
        for (name, said) in class.failed {
            say(&format!("  FAILED {name}: {said}\n"))?;
        }
    }
    show(&work.measures())?;
    // A run that died before its report was written.
    if ran != ExitCode::SUCCESS {
        failed = failed.max(1);
    }
    report(passed, failed)
}

/// Its measures, over the library that is packaged.
pub fn bench() -> Result<ExitCode, Failure> {
    let work = Work::of("packaged");
    ended(|| {
        ready()?;
        work.empty()?;
        work.sources(Library::Described)?;
        work.device_library()?;
        run(
            "maven",
            work.maven("test").args([DEVICE_TESTS, "-Dtest=MeasuresTest"]),
        )?;
        show(&work.measures())?;
        Ok(())
    })
}

fn ready() -> Result<(), Ended> {
    if succeeds(&probe()) {
        return Ok(());
    }
    complain(ABSENT);
    Err(Ended::Said(ExitCode::FAILURE))
}

/// Where one kind of run has its things: what is tested and what is packaged never meet.
struct Work {
    generated: PathBuf,
    library: PathBuf,
    maven: PathBuf,
}

impl Work {
    fn of(kind: &str) -> Work {
        let folder = place(Language::Kotlin).join(kind);
        Work {
            generated: folder.join("generated"),
            library: folder.join("library"),
            maven: folder.join("maven"),
        }
    }

    /// Forgets what Maven made before: a class whose source is gone would be packaged, a test would run again, and a
    /// report would speak of another run.
    fn empty(&self) -> Result<(), Failure> {
        clear(&self.maven)
    }

    fn reports(&self) -> PathBuf {
        self.maven.join("surefire-reports")
    }

    /// What the tests and the bench measured, a line each.
    fn measures(&self) -> PathBuf {
        self.maven.join("measures.txt")
    }

    fn maven(&self, goal: &str) -> Program {
        let set = |name: &str, path: &Path| format!("-Dchildfirst.{name}={}", path.display());
        program("mvn")
            // Cargo's own: JNA would find another library there than the one that is packaged.
            .env_remove("LD_LIBRARY_PATH")
            .env_remove("DYLD_FALLBACK_LIBRARY_PATH")
            .args([
                "-q",
                "-B",
                "-Dstyle.color=never",
                "-f",
                "bindings/kotlin/pom.xml",
                goal,
            ])
            .args([
                set("generated", &self.generated),
                set("library", &self.library),
                set("build", &self.maven),
                set("root", &root()),
            ])
    }

    /// Builds a library and generates from it; gives the library.
    fn sources(&self, library: Library) -> Result<PathBuf, Ended> {
        let library = build(library)?.map_err(Ended::Said)?;
        well(generate(Language::Kotlin, &library, &self.generated)?)?;
        let path = self.generated.join("org/childfirst/childfirst.kt");
        let source = std::fs::read_to_string(&path).map_err(at(&path))?;
        let source = mend::mend(&source).map_err(|what| {
            complain(&what);
            Ended::Said(ExitCode::FAILURE)
        })?;
        std::fs::write(&path, kdoc::kdoc(&source)).map_err(at(&path))?;
        Ok(library)
    }

    /// Puts the library that devices load where the jar takes it from.
    fn device_library(&self) -> Result<(), Ended> {
        self.load(&device_library()?)
    }

    /// Puts a library where JNA looks for it: on the class path, below the name that it has for this machine.
    fn load(&self, library: &Path) -> Result<(), Ended> {
        clear(&self.library)?;
        let folder = self.library.join(jna_platform());
        std::fs::create_dir_all(&folder).map_err(at(&folder))?;
        std::fs::copy(library, folder.join(file_name())).map_err(at(library))?;
        Ok(())
    }

    /// Makes a function of the block in `docs/api.md`, for the tests to compile and run.
    fn documented(&self) -> Result<(), Ended> {
        let folder = self.maven.join("documented");
        std::fs::create_dir_all(&folder).map_err(at(&folder))?;
        let path = folder.join("Documented.kt");
        let source = format!(
            "package documented\n\nimport org.childfirst.*\n\n\
             fun documented(folder: String, packBytes: ByteArray, vault: KeyVault) {{\n{}}}\n",
            api::block("kotlin")?
        );
        std::fs::write(&path, source).map_err(at(&path))?;
        Ok(())
    }
}

/// What JNA calls the folder of this machine's libraries in a jar.
fn jna_platform() -> String {
    let system = match std::env::consts::OS {
        "macos" => "darwin",
        "windows" => "win32",
        other => other,
    };
    format!("{system}-{}", std::env::consts::ARCH.replace('_', "-"))
}

/// The jars that Maven made.
fn jar_names(folder: &Path) -> Result<Vec<String>, Failure> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(at(folder))? {
        let name = entry
            .map_err(at(folder))?
            .file_name()
            .to_string_lossy()
            .into_owned();
        if name.ends_with(".jar") {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// Removes what is there, if it is.
fn clear(path: &Path) -> Result<(), Failure> {
    let removed = if path.is_dir() {
        std::fs::remove_dir_all(path)
    } else if path.exists() {
        std::fs::remove_file(path)
    } else {
        Ok(())
    };
    removed.map_err(at(path))
}

/// Prints a file, if it is there.
fn show(path: &Path) -> Result<(), Failure> {
    match std::fs::read_to_string(path) {
        Ok(text) => say(&text),
        Err(_) => Ok(()),
    }
}

fn at(path: &Path) -> impl Fn(std::io::Error) -> Failure {
    let path = path.display().to_string();
    move |error| Failure::Io(path.clone(), error)
}
