//! Every error that there is, and what each is called.
//!
//! For the tests that ask of each whether it has its sentence (`survival`) and its vector (`vectors`). Refuses to compile
//! while a cause, a part, a refusal or a trouble is left out.

use childfirst::error::{Cause, Error, Part, Refusal, Trouble};

/// All of a closed set. One that is left out here is met by no arm, and does not compile.
macro_rules! every {
    ($set:ident: $($one:ident)+) => {{
        let _ = |one: $set| match one {
            $($set::$one => {})+
        };
        [$($set::$one),+]
    }};
}

/// Every error that there is: each case, with each cause or refusal, and with the parts that it is said of.
pub fn every_error() -> Vec<Error> {
    let causes = every!(Cause: DiskFull ReadOnly Disk Moved Busy KeyStore Random);
    let parts =
        every!(Part: Records Key Interaction Entry Chain Draft Pack Values Guidance Child Export Page Trust);
    let reasons = every!(Refusal:
        TooLong WordsNeeded LevelWithoutWords NoSuchChild NoSuchReader ChildNeeded NotForAChild NotInPack NoSuchEntry
        OutOfRange AnsweredElsewhere OwnerNeeded ReasonNeeded OutOfOrder NotYet ReadOnly Completed Held RecoveryKey
        OtherRecoveryKey BrokenHandOver NotEmpty NotAPack NotValues);
    let troubles = every!(Trouble:
        Offline TooSlow NotSecure SignInPage Redirected OutOfTurn Busy Missing TooMuch Garbled NotSigned Older Mixed Expired
        TooManyRoots DevelopmentRoot BadRoot NotARepository Stopped UnderWay NotDamaged);
    let newer = [
        Part::Records,
        Part::Entry,
        Part::Pack,
        Part::Values,
        Part::Export,
        Part::Page,
        Part::Trust,
    ];
    let missing = [
        Part::Interaction,
        Part::Pack,
        Part::Guidance,
        Part::Child,
        Part::Records,
        Part::Key,
    ];
    let damaged = parts.into_iter().filter(|part| *part != Part::Child);
    let mut all = vec![Error::InUse, Error::Locked, Error::KeyGone];
    all.extend(causes.map(|cause| Error::Unavailable { cause }));
    all.extend(damaged.map(|what| Error::Damaged { what }));
    all.extend(newer.map(|what| Error::Newer { what }));
    all.extend(causes.map(|cause| Error::NotSaved { cause }));
    all.extend(reasons.map(|why| Error::Refused { why }));
    all.extend(missing.map(|what| Error::NotFound { what }));
    all.extend(troubles.map(|why| Error::NotUpdated { why }));
    all.push(Error::Closed);
    all
}

/// What an error is called where it crosses to an app: its case, and its cause, part or refusal.
pub fn words(error: &Error) -> Vec<String> {
    let fields = serde_json::to_value(error).unwrap();
    let word = |name: &str| fields.get(name).and_then(|word| word.as_str()).map(str::to_owned);
    ["error", "cause", "what", "why"]
        .into_iter()
        .filter_map(word)
        .collect()
}
