//! Words that label a child, or blame one, and what to say instead.
//!
//! Looked for in what an officer works with. What is only read may name them: a reference reports a document's own
//! terms, and a synonym is what somebody may type. Refuses to be a list of words that are merely old.

use super::subject::{Subject, quoted};

/// A word that labels.
struct Label {
    /// The words, in lower case, each with or without an *s*; several forms.
    words: &'static [&'static str],
    /// What to say instead.
    say: &'static str,
}

/// Sources beside our own rule (CONTENT, rule 10: a factor widens what is asked and never labels): TACT, *Language that
/// Cares* (abscond, challenging behaviour); The Children's Society, *Appropriate Language: Child Exploitation* (what
/// lays on the child what others did); the Independent Inquiry into Child Sexual Abuse, *Organised networks*, part E.3
/// (lifestyle choice); Ofsted's inspections of child sexual abuse in the family (promiscuous, making choices);
/// HMICFRS on group-based exploitation, 2023 (forces are to end such language); the Youth Justice Board's *Child First*
/// (children, not offenders).
const LABELS: &[Label] = &[
    // Who the child is said to be.
    Label {
        words: &[
            "offender",
            "young offender",
            "youth offender",
            "child offender",
            "juvenile",
            "delinquent",
            "culprit",
        ],
        say: "a child who may have offended; of an adult, say that it is an adult",
    },
    Label {
        words: &[
            "troublemaker",
            "trouble maker",
            "trouble-maker",
            "tearaway",
            "yob",
            "thug",
            "hooligan",
        ],
        say: "what the child did",
    },
    Label {
        words: &[
            "problem child",
            "problem children",
            "problem family",
            "problem families",
            "difficult child",
            "difficult children",
            "challenging child",
            "challenging children",
            "naughty",
            "wayward",
            "out of control",
            "beyond control",
            "challenging behaviour",
        ],
        say: "what the child did, and what may lie behind it",
    },
    Label {
        words: &["youths", "minors"],
        say: "children, or young people",
    },
    Label {
        words: &[
            "gang member",
            "gang nominal",
            "nominal",
            "drug runner",
            "drug dealer",
            "drug mule",
            "money mule",
        ],
        say: "a child whom others may be using",
    },
    Label {
        words: &["child suspect", "young suspect", "suspect child"],
        say: "a child who may be suspected",
    },
    // What is laid on the child that others did.
    Label {
        words: &[
            "streetwise",
            "street-wise",
            "street wise",
            "worldly wise",
            "mature for",
            "older than their years",
        ],
        say: "what you saw; a child is a child, however they look or act",
    },
    Label {
        words: &[
            "promiscuous",
            "promiscuity",
            "sexually active",
            "child prostitute",
            "prostitute",
            "prostitution",
        ],
        say: "that the child may be abused or exploited",
    },
    Label {
        words: &[
            "lifestyle choice",
            "life style choice",
            "life-style choice",
            "poor choice",
            "bad choice",
            "risky choice",
            "making choices",
            "made choices",
        ],
        say: "what others did, and what the child had no power over",
    },
    Label {
        words: &[
            "putting himself at risk",
            "putting herself at risk",
            "putting themselves at risk",
            "putting themself at risk",
            "puts himself at risk",
            "puts herself at risk",
            "put themselves at risk",
            "places themselves at risk",
            "placing themselves at risk",
            "placing himself at risk",
            "placing herself at risk",
        ],
        say: "who or what puts the child at risk",
    },
    // How the child is said to deal with us.
    Label {
        words: &["absconder", "abscond", "absconded", "absconding", "runaway"],
        say: "a child who is missing, or has been missing",
    },
    Label {
        words: &[
            "attention seeking",
            "attention-seeking",
            "attention seeker",
            "attention-seeker",
            "manipulative",
            "liar",
        ],
        say: "what the child said or did",
    },
    Label {
        words: &[
            "hard to reach",
            "hard-to-reach",
            "hard to engage",
            "non-engaging",
            "refuses to engage",
            "refused to engage",
            "fails to engage",
            "failed to engage",
            "will not engage",
            "won't engage",
        ],
        say: "what was tried, and that it can be tried again",
    },
];

/// Abbreviations that stand for a child, as they are written: in capitals, with or without an *s*.
const ABBREVIATED: &[(&str, &str)] = &[
    ("LAC", "a child in care"),
    ("CLA", "a child in care"),
    ("CIN", "a child in need"),
    ("NEET", "a child who is not in school, training or work"),
    ("UASC", "a child alone who seeks asylum"),
    ("PYO", "a child who has offended more than once"),
];

/// Words before one of them that show an adult is meant.
const ADULT: &[&str] = &["adult", "sex", "convicted"];

/// Words after "a minor" and "a youth" where it is a child: not in "a minor offence", nor in "the youth court".
const AFTER_A_CHILD: &[&str] = &[
    "is", "was", "who", "has", "may", "and", "or", "in", "at", "with", "under",
];

/// Checks what an officer works with.
pub(super) fn check(subject: &mut Subject<'_>) {
    for text in subject
        .own_texts()
        .into_iter()
        .filter(|text| text.what.is_guidance())
    {
        if let Some((label, say)) = first_label(text.text) {
            let sentence = format!("{} labels a child: say {say}", quoted(&label));
            subject.report("labels-a-child", text.section, text.id, sentence);
        }
    }
}

/// The first label in a text, and what to say instead.
fn first_label(text: &str) -> Option<(String, &'static str)> {
    let written: Vec<&str> = text
        .split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '\'' | '’')))
        .filter(|word| !word.is_empty())
        .collect();
    for (at, word) in written.iter().enumerate() {
        let alone = word.trim_end_matches('s');
        if let Some((short, say)) = ABBREVIATED.iter().find(|(short, _)| *short == alone) {
            return Some(((*short).to_owned(), say));
        }
        let is = |word: &str, want: &str| word == want || word.strip_suffix('s') == Some(want);
        let at_word = |n: usize| written.get(n).map(|word| word.replace('’', "'").to_lowercase());
        for label in LABELS {
            for words in label.words {
                let mut here = words.split(' ').enumerate();
                let holds = here.all(|(n, want)| at_word(at + n).is_some_and(|word| is(&word, want)));
                let adult = at
                    .checked_sub(1)
                    .and_then(at_word)
                    .is_some_and(|word| ADULT.contains(&word.as_str()));
                if holds && !adult {
                    return Some(((*words).to_owned(), label.say));
                }
            }
        }
        let article = at
            .checked_sub(1)
            .and_then(at_word)
            .is_some_and(|word| matches!(word.as_str(), "a" | "the" | "this"));
        let child = at_word(at + 1).is_none_or(|next| AFTER_A_CHILD.contains(&next.as_str()));
        let noun = ["minor", "youth"]
            .into_iter()
            .find(|noun| word.eq_ignore_ascii_case(noun));
        if let (true, true, Some(noun)) = (article, child, noun) {
            return Some((noun.to_owned(), "child, or young person"));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_found_and_their_neighbours_are_not() {
        for labels in [
            "Is this a streetwise child?",
            "Ask the young offenders.",
            "A LAC may have moved.",
            "Is the child putting themselves at risk?",
            "Speak with the youths.",
            "The minor is asleep.",
            "Has the child absconded?",
            "An attention-seeking child",
        ] {
            assert!(first_label(labels).is_some(), "{labels}");
        }
        for fine in [
            "Ask the youth offending team.",
            "A minor offence, or a minor injury?",
            "Is an adult offender near?",
            "A black coat and a lack of food",
            "A child in care may have moved.",
            "Is the child at risk?",
            "Challenging a partner is healthy.",
        ] {
            assert_eq!(first_label(fine), None, "{fine}");
        }
    }
}
