//! What a typed line means: an answer, with how it is known; or a command.
//!
//! The marks are those of the desk keys (`/s` seen, `/a who` adult said, …). Refuses to guess: a line that begins with
//! an unknown command is given back, and words are never changed.

use super::keys;
use childfirst::interaction::entry::Known;
use childfirst::sets::{KnownBy, Precision, Told};

/// What a line asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// Later, with an owner.
    Later,
    /// Not done, and why.
    NotDone,
    /// Does not apply, and why.
    NotApplicable,
    /// Already in the log.
    InLog,
    /// A child's words.
    Words,
    /// What was seen or heard.
    Observe,
    /// The danger question.
    Danger,
    /// Danger: yes, at once.
    Yes,
    /// Safe now, and what changed.
    Safe,
    /// The children, and what is known.
    Kids,
    /// Where.
    Place,
    /// All lists.
    Parts,
    /// To the item before.
    Back,
    /// Past this item.
    Skip,
    /// Somebody was told.
    Told,
    /// The officers going were told.
    ToldOfficers,
    /// A silent call, or its end.
    Silent,
    /// The copy for the log.
    Copy,
    /// The child on the line.
    OnTheLine,
    /// A sharing.
    Share,
    /// Leaving.
    Left,
    /// Coming back.
    Return,
    /// A reference.
    Reference,
    /// The handling line.
    Handling,
    /// Pressed by mistake.
    Undo,
    /// Should read otherwise.
    Fix,
    /// Is about another child.
    Move,
    /// Writing up afterwards.
    Writing,
    /// At the scene.
    Scene,
    /// What comes next is now.
    Now,
    /// The sheet for a supervisor.
    Review,
    /// Words to say.
    Say,
    /// Search.
    Find,
    /// The record.
    Record,
    /// A record as a file.
    Export,
    /// Hand over.
    Hand,
    /// Complete.
    Done,
    /// Stop for now.
    Quit,
    /// Help.
    Help,
    /// Why, and source.
    Why,
}

const COMMANDS: &[(&[&str], Command)] = &[
    (&["/l", "/later"], Command::Later),
    (&["/n", "/notdone"], Command::NotDone),
    (&["/d"], Command::NotApplicable),
    (&["/i", "/inlog"], Command::InLog),
    (&["/w", "/words"], Command::Words),
    (&["/o", "/observe"], Command::Observe),
    (&["/danger"], Command::Danger),
    (&["/y", "/yes"], Command::Yes),
    (&["/safe"], Command::Safe),
    (&["/kids", "/children"], Command::Kids),
    (&["/place"], Command::Place),
    (&["/p", "/parts"], Command::Parts),
    (&["/b", "/back"], Command::Back),
    (&["/skip"], Command::Skip),
    (&["/told"], Command::Told),
    (&["/t"], Command::ToldOfficers),
    (&["/silent"], Command::Silent),
    (&["/copy"], Command::Copy),
    (&["/child"], Command::OnTheLine),
    (&["/share"], Command::Share),
    (&["/left", "/leave", "/closed"], Command::Left),
    (&["/return"], Command::Return),
    (&["/ref"], Command::Reference),
    (&["/handling"], Command::Handling),
    (&["/undo"], Command::Undo),
    (&["/fix"], Command::Fix),
    (&["/move"], Command::Move),
    (&["/writing"], Command::Writing),
    (&["/scene"], Command::Scene),
    (&["/now"], Command::Now),
    (&["/review"], Command::Review),
    (&["/say"], Command::Say),
    (&["/find", "/f"], Command::Find),
    (&["/record"], Command::Record),
    (&["/export"], Command::Export),
    (&["/hand"], Command::Hand),
    (&["/done"], Command::Done),
    (&["/q", "/quit", "/exit"], Command::Quit),
    (&["/help"], Command::Help),
    (&["/why"], Command::Why),
];

/// A line, as it was meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// Words, with or without marks of how they are known.
    Words(String),
    /// The prompts, or one of them: `?`, `?3 words`.
    Prompts(String),
    /// A command, and what stands after it.
    Command(Command, String),
    /// No command of that name.
    Unknown,
}

/// Reads a line.
pub fn line(typed: &str) -> Line {
    let typed = typed.trim();
    if let Some(rest) = typed.strip_prefix('?') {
        return Line::Prompts(rest.trim().to_owned());
    }
    let (first, rest) = first_word(typed);
    if !first.starts_with('/') || mark(first).is_some() {
        return Line::Words(typed.to_owned());
    }
    match keys::in_use().command(&first.to_lowercase()) {
        Some(command) => Line::Command(command, rest.to_owned()),
        None => Line::Unknown,
    }
}

/// The command of a word, where no key was changed.
pub fn usual_command(word: &str) -> Option<Command> {
    let found = COMMANDS.iter().find(|(names, _)| names.contains(&word));
    found.map(|(_, command)| *command)
}

/// A command as it is typed.
pub fn written(command: Command, rest: &str) -> String {
    let names = COMMANDS.iter().find(|(_, known)| *known == command);
    let name = names.and_then(|(names, _)| names.first()).unwrap_or(&"");
    format!("{name} {rest}").trim().to_owned()
}

/// The first word and the rest.
pub fn first_word(text: &str) -> (&str, &str) {
    let text = text.trim();
    match text.split_once(char::is_whitespace) {
        Some((first, rest)) => (first, rest.trim()),
        None => (text, ""),
    }
}

/// Words, how they are known, and when it was.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Said {
    /// The words.
    pub words: String,
    /// How they are known.
    pub known: Vec<Known>,
    /// The time on the wall, where it was earlier.
    pub earlier: Option<(Clock, Precision)>,
    /// The gist, where the words stand for what a child said.
    pub gist: bool,
    /// Nobody had asked.
    pub unasked: bool,
}

/// A time on the wall: hours and minutes.
pub type Clock = (u32, u32);

/// What a word that begins with a stroke says of the words before or after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// How they are known.
    Known(KnownBy),
    /// When it was.
    Time(Precision),
    /// The gist.
    Gist,
    /// Nobody had asked.
    Unasked,
}

fn mark(word: &str) -> Option<Mark> {
    word.starts_with('/')
        .then(|| keys::in_use().mark(&word.to_lowercase()))
        .flatten()
}

/// The mark of a word, where no key was changed.
pub fn usual_mark(word: &str) -> Option<Mark> {
    Some(match word {
        "/g" => Mark::Gist,
        "/u" => Mark::Unasked,
        "/s" => Mark::Known(KnownBy::Seen),
        "/h" => Mark::Known(KnownBy::Heard),
        "/c" => Mark::Known(KnownBy::ChildSaid),
        "/a" => Mark::Known(KnownBy::AdultSaid),
        "/r" => Mark::Known(KnownBy::Records),
        "/x" => Mark::Known(KnownBy::Assumed),
        "/at" => Mark::Time(Precision::Exact),
        "/about" => Mark::Time(Precision::About),
        _ => return None,
    })
}

/// Takes the marks out of a line. They may follow the words or come first: `his brother has a key /a mother`,
/// `/a mother his brother has a key`, `/a his mother: the brother has a key`.
pub fn said(typed: &str) -> Said {
    let mut found = Said::default();
    let mut parts: Vec<(Option<Mark>, Vec<&str>)> = vec![(None, Vec::new())];
    for word in typed.split_whitespace() {
        match (mark(word), parts.last_mut()) {
            (Some(mark), _) => parts.push((Some(mark), Vec::new())),
            (None, Some((_, words))) => words.push(word),
            (None, None) => {}
        }
    }
    for (mark, words) in parts {
        let mut text = words.join(" ");
        match mark {
            None => {}
            Some(Mark::Gist) => found.gist = true,
            Some(Mark::Unasked) => found.unasked = true,
            Some(Mark::Time(precision)) => {
                let (first, rest) = first_word(&text);
                match clock(first) {
                    Some(at) => {
                        found.earlier = Some((at, precision));
                        text = rest.to_owned();
                    }
                    None if precision == Precision::Exact => text = format!("/at {text}"),
                    None => text = format!("/about {text}"),
                }
            }
            Some(Mark::Known(how)) => {
                let who = who(how, &mut text, found.words.is_empty());
                found.known.push(Known { how, who });
            }
        }
        if !text.is_empty() {
            if !found.words.is_empty() {
                found.words.push(' ');
            }
            found.words.push_str(&text);
        }
    }
    found
}

/// Who said it, taken off the words: all that follows where the words came first, else up to a colon or one word.
fn who(how: KnownBy, text: &mut String, first: bool) -> Option<String> {
    let named = matches!(how, KnownBy::AdultSaid | KnownBy::ChildSaid | KnownBy::Records);
    if !named || text.is_empty() {
        return None;
    }
    if !first {
        return Some(std::mem::take(text));
    }
    if how != KnownBy::AdultSaid {
        return None;
    }
    let (who, rest) = match text.split_once(':') {
        Some((who, rest)) => (who.trim().to_owned(), rest.trim().to_owned()),
        None => {
            let (who, rest) = first_word(text);
            (who.to_owned(), rest.to_owned())
        }
    };
    *text = rest;
    Some(who)
}

/// How something is known, in letters: `s`, `a mother`, `/a mother /s`. None when it is something else.
pub fn known(typed: &str) -> Option<Vec<Known>> {
    let mut all: Vec<Known> = Vec::new();
    for word in typed.split_whitespace() {
        // A letter alone is the usual mark, whatever key stands for it in a line.
        let marked = match word.chars().count() {
            1 => usual_mark(&format!("/{}", word.to_lowercase())),
            _ => mark(word),
        };
        match (marked, all.last_mut()) {
            (Some(Mark::Known(how)), _) => all.push(Known { how, who: None }),
            (None, Some(last)) => match &mut last.who {
                Some(who) => {
                    who.push(' ');
                    who.push_str(word);
                }
                None => last.who = Some(word.to_owned()),
            },
            _ => return None,
        }
    }
    Some(all)
}

/// A time on the wall.
pub fn clock(typed: &str) -> Option<Clock> {
    let (hours, minutes) = typed.split_once([':', '.'])?;
    let digits =
        |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|letter| letter.is_ascii_digit());
    if !digits(hours) || minutes.len() != 2 || !digits(minutes) {
        return None;
    }
    let (hours, minutes) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then_some((hours, minutes))
}

const TOLD: &[(&str, Told)] = &[
    ("told in person", Told::InPerson),
    ("in person", Told::InPerson),
    ("by radio", Told::Radio),
    ("radio", Told::Radio),
    ("by telephone", Told::Telephone),
    ("telephone", Told::Telephone),
    ("by phone", Told::Telephone),
    ("phone", Told::Telephone),
    ("in the log", Told::Log),
    ("log", Told::Log),
    ("not told yet", Told::NotYet),
    ("not told", Told::NotYet),
    ("not yet", Told::NotYet),
];

/// Who, and how they were told: `PC Adeyemi, radio`.
pub fn told(typed: &str) -> (String, Option<Told>) {
    let typed = typed.trim();
    let lower = typed.to_lowercase();
    for (words, how) in TOLD {
        let Some(before) = lower.strip_suffix(words) else {
            continue;
        };
        if before.is_empty() || before.ends_with([' ', ',']) {
            let who = typed.get(..before.len()).unwrap_or_default();
            return (who.trim_end_matches([' ', ',']).to_owned(), Some(*how));
        }
    }
    (typed.to_owned(), None)
}

/// Somebody told: who, how, whether they said it back, and when, if earlier.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Telling {
    /// Who was told.
    pub who: String,
    /// How.
    pub how: Option<Told>,
    /// Whether they said it back; none: not said.
    pub said_back: Option<bool>,
    /// The time on the wall, where it was earlier.
    pub earlier: Option<(Clock, Precision)>,
}

impl Telling {
    /// What was said first, and where it says nothing, what was said next.
    pub fn or_else(self, next: Telling) -> Telling {
        Telling {
            who: if self.who.is_empty() { next.who } else { self.who },
            how: self.how.or(next.how),
            said_back: self.said_back.or(next.said_back),
            earlier: self.earlier.or(next.earlier),
        }
    }
}

/// Reads a telling: `PC Adeyemi, radio, said back /at 02:57`.
pub fn telling(typed: &str) -> Telling {
    let said = said(typed);
    let mut words = said.words.trim_end_matches([' ', ',']).to_owned();
    let mut said_back = None;
    for (ending, back) in [("not said back", false), ("said back", true)] {
        let lower = words.to_lowercase();
        if let Some(before) = lower.strip_suffix(ending)
            && (before.is_empty() || before.ends_with([' ', ',']))
        {
            said_back = Some(back);
            words.truncate(before.trim_end_matches([' ', ',']).len());
            break;
        }
    }
    let (who, how) = told(&words);
    Telling {
        who,
        how,
        said_back,
        earlier: said.earlier,
    }
}

/// A line that says a time and nothing else: `/at 02:20`, `/about 2:05`.
pub fn only_time(typed: &str) -> Option<(Clock, Precision)> {
    let said = said(typed);
    (said.words.is_empty() && said.known.is_empty())
        .then_some(said.earlier)
        .flatten()
}

/// What an answer points at: the entries that it names, and what was typed beside them. `19`, `19, 23 her words`.
pub fn pointed(typed: &str) -> (Vec<u64>, String) {
    let mut entries = Vec::new();
    let mut rest = typed.trim();
    loop {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (number, after) = rest.split_at_checked(digits).unwrap_or(("", rest));
        let whole = after.is_empty() || after.starts_with([' ', ',']);
        match number.parse().ok().filter(|_| whole) {
            Some(entry) => entries.push(entry),
            None => break,
        }
        rest = after.trim_start_matches([' ', ',']);
    }
    (entries, rest.to_owned())
}

/// Children named by number before a colon: `1 3: words`. None named: the words as they stand.
pub fn whom(typed: &str) -> (Vec<u32>, &str) {
    let Some((first, rest)) = typed.split_once(':') else {
        return (Vec::new(), typed);
    };
    let numbers: Option<Vec<u32>> = first
        .split([',', ' '])
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().ok())
        .collect();
    match numbers {
        Some(numbers) if !numbers.is_empty() => (numbers, rest.trim()),
        _ => (Vec::new(), typed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_telling_says_who_how_said_back_and_when() {
        let read = telling("PC Adeyemi, radio, said back /at 02:57");
        assert_eq!(read.who, "PC Adeyemi");
        assert_eq!((read.how, read.said_back), (Some(Told::Radio), Some(true)));
        assert_eq!(read.earlier, Some(((2, 57), Precision::Exact)));
        let read = telling("Sgt Hill in person not said back");
        assert_eq!((read.who.as_str(), read.said_back), ("Sgt Hill", Some(false)));
        assert_eq!(telling("radio").how, Some(Told::Radio));
        assert_eq!(telling("Sgt Hill").how, None);
        assert_eq!(telling("").who, "");
    }

    #[test]
    fn an_answer_points_at_entries() {
        assert_eq!(pointed("19"), (vec![19], String::new()));
        assert_eq!(
            pointed("19, 23 her words"),
            (vec![19, 23], "her words".to_owned())
        );
        assert_eq!(pointed("19th"), (vec![], "19th".to_owned()));
        assert_eq!(pointed(""), (vec![], String::new()));
        assert_eq!(only_time("/at 02:20"), Some(((2, 20), Precision::Exact)));
        assert_eq!(only_time("/at 02:20 he left"), None);
        assert_eq!(only_time("he left"), None);
    }

    #[test]
    fn with_whom_and_about_whom() {
        assert_eq!(whom("1,3: the school"), (vec![1, 3], "the school"));
        assert_eq!(
            whom("school: the head teacher"),
            (vec![], "school: the head teacher")
        );
        assert_eq!(whom("MASH"), (vec![], "MASH"));
    }

    fn one(how: KnownBy, who: Option<&str>) -> Vec<Known> {
        let who = who.map(str::to_owned);
        vec![Known { how, who }]
    }

    #[test]
    fn marks_follow_the_words_or_come_first() {
        let want = |words: &str, known| Said {
            words: words.to_owned(),
            known,
            ..Said::default()
        };
        let mother = || one(KnownBy::AdultSaid, Some("mother"));
        for typed in [
            "his brother has a key /a mother",
            "/a mother his brother has a key",
            "/A mother: his brother has a key",
        ] {
            assert_eq!(said(typed), want("his brother has a key", mother()), "{typed}");
        }
        assert_eq!(
            said("/a step father: he left"),
            want("he left", one(KnownBy::AdultSaid, Some("step father")))
        );
        assert_eq!(
            said("/s lip bleeding"),
            want("lip bleeding", one(KnownBy::Seen, None))
        );
        assert_eq!(
            said("he left /r CAD 417"),
            want("he left", one(KnownBy::Records, Some("CAD 417")))
        );
        assert_eq!(said("and/or 3/4"), want("and/or 3/4", vec![]));
        let both = said("upstairs /s /a neighbour");
        assert_eq!((both.words.as_str(), both.known.len()), ("upstairs", 2));
    }

    #[test]
    fn an_earlier_time_is_taken_out_of_the_words() {
        let early = said("he went out /about 2:05 /h");
        assert_eq!(early.words, "he went out");
        assert_eq!(early.earlier, Some(((2, 5), Precision::About)));
        assert_eq!(said("/at 02:20 he left").words, "he left");
        // No time after it: nothing is lost.
        assert_eq!(said("he waits /at the door").words, "he waits /at the door");
        assert_eq!((clock("24:00"), clock("1:5"), clock("+1:00")), (None, None, None));
    }

    #[test]
    fn commands_stand_at_the_start_of_a_line_only() {
        assert_eq!(
            line("/l PC Rowe"),
            Line::Command(Command::Later, "PC Rowe".into())
        );
        assert_eq!(line(" /Danger "), Line::Command(Command::Danger, String::new()));
        assert_eq!(line("/s in the hall"), Line::Words("/s in the hall".into()));
        assert_eq!(line("he said /quit"), Line::Words("he said /quit".into()));
        assert_eq!(line("?3 yes"), Line::Prompts("3 yes".into()));
        assert_eq!(line("/nothing of ours"), Line::Unknown);
        assert_eq!(line("/"), Line::Unknown);
        assert_eq!(line(""), Line::Words(String::new()));
    }

    #[test]
    fn no_command_has_two_meanings() {
        let mut names: Vec<&str> = COMMANDS
            .iter()
            .flat_map(|(names, _)| names.iter().copied())
            .collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        assert!(names.iter().all(|name| mark(name).is_none()));
    }

    #[test]
    fn letters_say_how_danger_is_known() {
        assert_eq!(known("s"), Some(one(KnownBy::Seen, None)));
        assert_eq!(
            known("a his mother"),
            Some(one(KnownBy::AdultSaid, Some("his mother")))
        );
        assert_eq!(known("/a mother /s").map(|all| all.len()), Some(2));
        assert_eq!(known(""), Some(vec![]));
        assert_eq!(known("quiet"), None);
    }

    #[test]
    fn the_owner_and_how_told() {
        let pc = || "PC Adeyemi".to_owned();
        assert_eq!(told("PC Adeyemi, radio"), (pc(), Some(Told::Radio)));
        assert_eq!(told("PC Adeyemi in person"), (pc(), Some(Told::InPerson)));
        assert_eq!(told("PC Adeyemi"), (pc(), None));
        assert_eq!(told("Sgt Catalog"), ("Sgt Catalog".to_owned(), None));
        assert_eq!(told("radio"), (String::new(), Some(Told::Radio)));
    }
}
