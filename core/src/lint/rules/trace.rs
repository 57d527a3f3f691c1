//! Rules of trace: nothing that no document carries, and nothing of a document left out.

super::rules! {
    Error "untraced-number": "A number, and a time limit, in guidance is a term of the ledger of the document that it cites, or of an age band.",
        "An invented limit is followed as if it were law.", "CONTENT 3",
        "\"text\": \"Send it within 24 hours.\"" => "\"text\": \"Send it. Delay loses the chance to help.\"";
    Error "untraced-telephone": "No telephone number stands in guidance that its document does not carry.",
        "A wrong number is worse than none; a force fills in its own as a value.", "CONTENT 3",
        "\"text\": \"Call 01234 567 890.\"" => "\"value\": \"referral-line\"";
    Error "untraced-form": "The name of a form in guidance is a term of the ledger of the document that it cites.",
        "A form of another force is a dead end.", "CONTENT 3; CONTENT, Sharing (do not mix forces)",
        "\"text\": \"Fill in the MG11.\"" => "\"text\": \"Ordinarily by the C39d form.\", with C39d among the terms";
    Error "untraced-statute": "An Act, a section or a code in guidance is a term of the ledger of the document that it cites.",
        "Law is not ours to state.", "CONTENT 3; PRACTICE, first paragraph",
        "\"text\": \"Use section 46 of the Children Act.\"" => "\"value\": \"powers-to-protect\"";
    Warning "number-not-in-text": "A number in a passage, a definition or a table stands in the document that it cites.",
        "A slip of the pen in a table is a false fact. Looked for where the text is at hand.", "CONTENT 1 and 12",
        "\"54\" in a table whose document has 53" => "\"53\"";
    Error "copied-sentence": "Eight words of a document in the same order do not stand in what is to be our own words.",
        "What is copied is not understood, and its strength goes unexamined. Titles carry over; terms of art are declared in the ledger. Looked for where the text is at hand.",
        "CONTENT 1",
        "a passage with the document's own sentence" => "what it asks of an officer, in other words";
    Warning "section-not-in-ledger": "The section that a citation names is one that the ledger has seen in the document.",
        "A reader must find the sentence.", "CONTENT 1",
        "\"section\": \"Chapter nine\"" => "\"section\": \"Tackling crime and offending\"";
    Error "route-of-another-force": "A route rests on the force's own document.",
        "Another force's route leads nowhere here, and somebody waits for an answer.", "CONTENT, Risk and Sharing",
        "a Kent route that cites Norfolk" => "a Kent route with a value to set";
    Warning "no-ledger": "Every document has a ledger in content/coverage.",
        "Without one nobody can tell what was left out, or why.", "CONTENT 1; DESIGN 5",
        "a document and no content/coverage/DOCUMENT.json" => "`childfirst coverage … --update`, filled in";
    Error "ledger-unreadable": "A ledger is strict JSON of its shape, in a plain file with the name of its document.",
        "What cannot be read accounts for nothing.", "CONTENT 1",
        "content/coverage/kent.json with \"document\": \"kent-2011-14\"" => "content/coverage/kent-2011-14.json";
    Error "ledger-outside": "A ledger names its texts by their files' names alone.",
        "A path could lead anywhere.", "CONTENT 1; DESIGN 5",
        "\"texts\": [\"../secret.txt\"]" => "\"texts\": [\"strategy.txt\"]";
    Warning "ledger-unknown-document": "A ledger is of a document that a pack declares.",
        "It accounts for nothing that anybody reads.", "CONTENT 1",
        "a ledger of a document that was renamed" => "the ledger renamed as well";
    Error "ledger-twice": "A unit has one line in its ledger.",
        "Of two, one is mended and the other is not.", "CONTENT 1",
        "two lines of one hash" => "one line, with \"times\": 2";
    Error "ledger-unaccounted": "A line of a ledger has ids, or says why none carries it.",
        "A sentence that is neither carried nor left out is forgotten.", "CONTENT 1",
        "a line with neither \"ids\" nor \"left_out\"" => "\"left_out\": \"the office's own history\"";
    Error "ledger-bare": "A line of a ledger says its place and what it is about.",
        "A hash tells a reader nothing.", "CONTENT 1",
        "\"about\": \"\"" => "\"about\": \"ask and listen, also to babies\"";
    Error "ledger-unknown-id": "An id in a ledger is that of a piece.",
        "The sentence would count as carried, and no piece carries it.", "CONTENT 1",
        "\"ids\": [\"norfolk/route/gone\"]" => "the id as it is now";
    Error "ledger-not-carried": "A piece that cites a document is on a line of its ledger.",
        "What rests on no sentence is invented.", "CONTENT 1 and 3",
        "an item that cites Norfolk, on no line of its ledger" => "its id on the line of the sentence that it rests on";
    Error "ledger-missing": "Every sentence, heading and cell of a text is on a line of its ledger.",
        "Nothing is passed over in silence. Looked for where the text is at hand.", "CONTENT 1",
        "a sentence that no line accounts for" => "a line for it";
    Error "ledger-stale": "Every line of a ledger is of a unit that the texts have.",
        "A line of nothing hides that its sentence is gone. Looked for where the text is at hand.", "CONTENT 1",
        "a hash that no unit has" => "the line taken away";
    Error "ledger-times": "A line says how often its unit stands in the texts.",
        "A sentence that is printed twice may mean two things. Looked for where the text is at hand.", "CONTENT 1",
        "no \"times\" where a heading stands twice" => "\"times\": 2";
    Error "ledger-term": "A term of a ledger has at most seven words and names a unit that has it.",
        "What the unit does not say is no term of the document.", "CONTENT 1 and 3",
        "\"term\": \"C39d\" with the hash of another sentence" => "the hash of the sentence that names the form";
}
