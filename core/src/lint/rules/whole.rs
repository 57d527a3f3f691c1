//! Rules of the pack as a whole: what is used, what is said twice, dates, releases, and the proof.

super::rules! {
    Warning "unused-value": "Something rests on every local value.",
        "A force would fill in what nobody ever reads.", "CONTENT 3",
        "a value that no piece names" => "\"value\" in the piece that needs it";
    Advice "unused-factor": "Something depends on every factor.",
        "An officer is asked about it, and nothing follows.", "CONTENT 10",
        "a factor that no `for` names" => "a prompt for it, or no such factor";
    Advice "unused-age-band": "Something depends on every age band.",
        "A band that changes nothing cuts ages apart for nothing.", "CONTENT, Circumstances",
        "a band that no `for` names" => "a piece for it, or no such band";
    Warning "unused-document": "Something rests on every document.",
        "A pack that names a document seems to carry it.", "CONTENT 1",
        "a document that nothing cites" => "a passage from it";
    Warning "synonym-finds-nothing": "A synonym means something that stands in the pack.",
        "Whoever types it finds nothing and takes it that there is nothing.", "DESIGN 6",
        "\"term\": \"AWOL\", \"means\": [\"truant\"], and no text has truant" => "\"means\": [\"missing\"]";
    Error "synonym-twice": "A term stands once among the synonyms, whatever its capitals.",
        "A search takes one of the two.", "DESIGN 6",
        "\"CSE\" and \"cse\"" => "one of them, with all that it means";
    Error "dates-reversed": "A document ends no earlier than it begins.",
        "Whether guidance has run out is said on every screen.", "CONTENT 11",
        "\"from_year\": 2016, \"to_year\": 2013" => "\"from_year\": 2013, \"to_year\": 2016";
    Advice "past-end": "A document whose time has run out is known to have.",
        "Screens say \"past its end date\", and a force confirms it in use or does not.", "CONTENT 11; PRACTICE 5",
        "\"to_year\": 2016" => "the same: an end date is never hidden";
    Warning "near-duplicate": "No two items or prompts that one officer can see say nearly the same.",
        "What is asked twice is answered once, and a child may be asked twice.", "PRACTICE 1 and 3",
        "\"Who lives here?\" and \"Who lives here now?\"" => "one of them";
    Warning "immediate-not-marked": "A value on which an immediate step rests is marked as immediate.",
        "Otherwise a release that leaves it empty is not stopped.", "PRACTICE 5",
        "a step of danger on a value without \"immediate\": true" => "\"immediate\": true";
    Error "unset-immediate": "In a force's release every value on which an immediate step rests is set.",
        "\"Your force has not set this\" is no answer to a child in danger. Only with --release.", "PRACTICE 5",
        "--release without who to tell when a child is in danger" => "`childfirst values set danger-tell …`";
    Warning "example-left": "No words begin with \"Example:\".",
        "A new pack begins with words that are made up. Who reads them takes them for the force's own.", "CONTENT 3",
        "\"text\": \"Example: You must tell whoever your force names.\"" => "what your document says, in your own words";
    Error "example-released": "A force's release has no words that begin with \"Example:\".",
        "An officer would act on what nobody decided. Only with --release.", "CONTENT 3; PRACTICE 5",
        "--release with an example in it" => "your own document and words in the place of each";
    Error "values-refused": "The file of values of a release is that of its pack.",
        "Values of another force would be released. Only with --release.", "PRACTICE 5; DESIGN 3",
        "--values kent.json for norfolk" => "--values norfolk.json";
    Error "floor": "In every circumstance, with no factor at all, each of the six principles is reached by an item that applies.",
        "A child of whom little is known is the one who must not be missed. Proved over every role, age, involvement, place and presence, known or not.",
        "PRACTICE 1; DESIGN 5; CONTENT, The six key principles",
        "a call handler, age not known: nothing for Share information" => "an item of that principle that applies there";
    Error "level-without-route": "In every circumstance something follows from every level.",
        "An officer who has stated a level must see what to do with it. Proved like the floor.", "DESIGN 5; CONTENT, Risk",
        "a response officer, place: custody: nothing follows from in_need_of_support" => "a route for every place, or one with a value";
    Error "danger-first": "Danger is asked first; on a call after where, safe to talk and hurt, and those are asked of everybody.",
        "Every other question can wait. Proved like the floor.", "CONTENT 6; PRACTICE 2 and 4",
        "a call handler, place: online: \"Where are you?\" is not asked before danger" => "the three without a `for`";
    Error "ceiling": "With three children, everything unknown and any three factors present no phase holds more than its budget.",
        "A list that is too long is not worked through. Proved with the worklist itself; a fold counts as one.", "PRACTICE 1; DESIGN 5",
        "a response officer with three children, nothing known but domestic abuse in the home: now holds 6 items" => "one of them as a prompt";
    Warning "ceiling-known": "No phase holds more than its budget when something is known either.",
        "What folds into one row while it is not known unfolds when it is. Every circumstance with up to two involvements and three factors.",
        "PRACTICE 1 (a hard budget)",
        "a response officer, may be suspected: now holds 12 items" => "prompts for that child under the items there are";
    Error "unreachable": "Every item, prompt, notice, route and domain can show to somebody.",
        "What nobody can see was written for nothing, or hides by mistake.", "DESIGN 5",
        "a prompt for the unborn under an item for 10 to 17" => "the prompt under an item for both";
}
