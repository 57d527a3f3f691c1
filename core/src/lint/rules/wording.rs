//! Rules of wording: short, plain, one thing at a time.

super::rules! {
    Error "too-many-words": "An item, a prompt, a notice, a step of danger and a review prompt has at most 20 words.",
        "It is read at a door, at night, with a child watching.", "CONTENT 5; PRACTICE 7",
        "\"text\": \"Ask the child in a place where nobody else can hear what they would like to see happen next and when it should\""
        => "\"text\": \"Where nobody can hear: what would the child like to happen?\"";
    Error "long-why": "`why` has at most two sentences.",
        "It is opened once, standing.", "CONTENT 5",
        "\"why\": \"It helps. It is kind. It is fair.\"" => "\"why\": \"A child who is heard may say more.\"";
    Warning "long-sentence": "A sentence of `why`, of a hint, of a route or of words to say has at most 20 words.",
        "One thing a sentence; a route that has to be read twice is not followed.", "CONTENT 5 and the copy rules of the screens",
        "\"text\": \"You must refer to …, and where it is urgent you must also …, unless …\"" => "\"text\": \"You must refer to …. Urgent: also call ….\"";
    Warning "two-things": "An item or prompt asks for one thing: one question, or one instruction.",
        "One fact, one answer: of two questions one stays unanswered and looks answered. Guessed from two question marks, and from \"and\" or \"then\" with a second verb.",
        "CONTENT 5",
        "\"text\": \"Where was the child? What did they hear?\"" => "\"text\": \"What could the child see or hear?\"";
    Warning "reading-age": "Guidance can be read at about the age of twelve.",
        "Tired people in bad light read plain words. Flesch-Kincaid (Kincaid and others, 1975) over a whole list and a whole pack, from 100 words on, so that one long word is no alarm; above grade 7.5.",
        "CONTENT 5",
        "a list of sentences like \"Consideration should be given to the appropriateness of information sharing\"" => "\"Decide what to share, and with whom.\"";
    Error "scores": "Guidance adds nothing up and rates nobody.",
        "A number that stands for a child's risk is taken for knowledge.", "CONTENT 4; DESIGN 10",
        "\"text\": \"Score the risk from 1 to 5.\"" => "\"text\": \"Write the risk in your own words, then the level.\"";
    Error "superseded-term": "Terms that are no longer in use stand in reference alone.",
        "Reprimands, final warnings, CAF and ContactPoint are gone: an officer who looks for them loses time.", "CONTENT 11",
        "\"text\": \"Is a final warning right for this child?\"" => "\"text\": \"Is there a way outside the courts for this child?\"";
    Error "danger-here": "The danger question never says \"here\".",
        "The danger may be where the child came from, or goes next.", "PRACTICE 2",
        "\"text\": \"Is any child in danger here?\"" => "\"text\": \"Is any child in immediate danger now?\"";
}
