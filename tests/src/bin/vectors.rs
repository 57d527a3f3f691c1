//! `cargo xtask vectors`: checks the test vectors, or writes what they gave when asked to.
//!
//! Refuses to write a vector that cannot be worked through to its end.

use childfirst_tests::vectors::{Vector, differences, files, name_of, work};
use std::fs;
use std::process::ExitCode;

fn main() -> ExitCode {
    let (flags, names): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|it| it.starts_with("--"));
    let bless = flags.iter().any(|flag| flag == "--bless");
    if let Some(unknown) = flags.iter().find(|flag| *flag != "--bless") {
        eprintln!("vectors: there is no {unknown}; --bless writes what the vectors gave");
        return ExitCode::from(2);
    }
    match all(bless, &names) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(why) => {
            eprintln!("vectors: {why}");
            ExitCode::FAILURE
        }
    }
}

fn all(bless: bool, names: &[String]) -> Result<bool, String> {
    let files = files()?;
    if let Some(missing) = names
        .iter()
        .find(|name| !files.iter().any(|file| name_of(file) == **name))
    {
        return Err(format!("there is no vector {missing}"));
    }
    let (mut worked, mut wrong) = (0, 0);
    for file in files {
        let name = name_of(&file);
        if !names.is_empty() && !names.contains(&name) {
            continue;
        }
        let text = fs::read_to_string(&file).map_err(|error| format!("{name}: {error}"))?;
        let vector = Vector::read(&text).map_err(|why| format!("{name}: {why}"))?;
        worked += 1;
        let gave = match work(&name, &vector) {
            Ok(gave) => gave,
            Err(why) => {
                wrong += 1;
                eprintln!("{why}");
                continue;
            }
        };
        if bless {
            let written = vector.written(&gave);
            if written != text {
                fs::write(&file, written).map_err(|error| format!("{name}: {error}"))?;
                println!("{name} is written anew: look at the difference");
            }
            continue;
        }
        let differs = differences(&name, &vector, &gave);
        if !differs.is_empty() {
            wrong += 1;
            eprintln!("{}", differs.join("\n"));
        }
    }
    println!("{worked} vectors, {wrong} of them not as they stand");
    Ok(wrong == 0)
}
