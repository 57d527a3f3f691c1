//! Whether a question puts words into a child's mouth. A short list of ways to begin and to end that do.
//!
//! Honest about what it is: it knows the forms that a closed, leading or blaming question takes, and no meaning. A
//! question that passes may still lead; one that is found here does.

/// Ways to begin that offer the answer, and the one that blames.
const BEGINNINGS: &[&str] = &[
    "are you afraid",
    "are you scared",
    "can you confirm",
    "did",
    "do you mean",
    "do you think he",
    "do you think she",
    "does",
    "had",
    "has",
    "have",
    "how many times",
    "is he",
    "is it true",
    "is she",
    "isn’t",
    "isn't",
    "so he",
    "so she",
    "so you",
    "was",
    "wasn’t",
    "were",
    "who hit",
    "who hurt",
    "why",
    "would you say",
];

/// What turns a statement into a question that wants a yes.
const TAGS: &[&str] = &[
    "didn’t",
    "didn't",
    "isn’t it",
    "isn't it",
    "wasn’t",
    "wasn't",
    "right?",
    "yes?",
    "or not?",
];

/// Why a question leads, if it does.
pub fn leads(question: &str) -> Option<String> {
    let plain = question.trim().to_lowercase();
    // Of a prompt such as “Apart from adults: what is it like at home?” the question is asked.
    let asked = plain.rsplit_once(": ").map_or(plain.as_str(), |(_, asked)| asked);
    let begins = |with: &&&str| {
        asked
            .strip_prefix(**with)
            .is_some_and(|rest| rest.starts_with([' ', ',', '?']) || rest.is_empty())
    };
    if let Some(with) = BEGINNINGS.iter().find(begins) {
        return Some(format!("it begins with “{with}”"));
    }
    TAGS.iter()
        .find(|tag| asked.contains(**tag))
        .map(|tag| format!("it asks for a yes with “{tag}”"))
}

#[test]
fn leading_questions_are_found_and_open_ones_pass() {
    for leading in [
        "Did he hit you?",
        "Was it Dad?",
        "Is he the one?",
        "Has he hurt you before?",
        "Has your mum hurt you?",
        "Have you seen him do it?",
        "So he pushed you?",
        "He pushed you, didn’t he?",
        "That was last night, right?",
        "Why did you run away?",
        "Are you scared of him?",
        "Who hit you?",
        "Apart from adults: did he shout?",
        "Does he?",
    ] {
        assert!(leads(leading).is_some(), "{leading}");
    }
    for open in [
        "What is on your mind just now?",
        "What would you like to happen?",
        "Tell me what has happened.",
        "How are you?",
        "What do you need just now?",
        "Where are they?",
        "Apart from adults: what is it like at home?",
        "Who is near you now?",
        "How do you feel about where you will be?",
        "What is different this time?",
    ] {
        assert_eq!(leads(open), None, "{open}");
    }
}
