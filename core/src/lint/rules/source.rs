//! Rules of the files: what can be read, and what is hidden in it.

super::rules! {
    Error "no-manifest": "A pack's folder holds pack.json.",
        "Without a manifest nobody knows which pack it is, or what it builds on.", "DESIGN 5, content/FORMAT.md",
        "content/norfolk/ without a pack.json" => "content/norfolk/pack.json";
    Error "symlink": "A pack is what is in its folder; nothing is a link.",
        "A link can lead out of the folder, and then what is built is not what was reviewed.", "DESIGN 5",
        "content/norfolk/more.json -> ../../elsewhere.json" => "the file itself in the folder";
    Error "unreadable": "Every source is a plain file that can be read.",
        "A pipe, a device or a file without rights makes a pack that builds on one machine and not on the next.", "DESIGN 5",
        "content/norfolk/pipe.json is a pipe" => "a plain file";
    Error "too-large": "A source file, and a built pack, is at most 8 MB.",
        "A phone reads the pack in one piece.", "DESIGN 5",
        "a table of every incident since 2010" => "the table that an officer looks things up in";
    Error "not-utf8": "Sources are UTF-8.",
        "Another encoding turns a quote mark into something else on the next machine.", "DESIGN 5",
        "a file saved as Windows-1252" => "the same, saved as UTF-8";
    Error "not-json": "Sources are JSON.",
        "What cannot be read is not built.", "DESIGN 5",
        "{\"items\": [,]}" => "{\"items\": []}";
    Error "cut-short": "Every bracket and quote is closed.",
        "A file that ends too soon has lost something.", "DESIGN 5",
        "{\"items\": [" => "{\"items\": []}";
    Error "too-deep": "Nothing is nested deeper than any guidance is.",
        "A reader that follows it could be made to fail.", "DESIGN 5",
        "[[[[… 200 deep …]]]]" => "lists of items of prompts";
    Error "duplicate-key": "A key stands once in an object.",
        "Of two, readers take one and reviewers see the other: a signed text must mean one thing.", "DESIGN 5",
        "{\"text\": \"Ask.\", \"text\": \"Do not ask.\"}" => "{\"text\": \"Ask.\"}";
    Error "not-an-integer": "Numbers are integers.",
        "A fraction is rounded differently on different machines, and no guidance needs one.", "DESIGN 5",
        "\"order\": 1.5" => "\"order\": 2";
    Error "hidden-mark": "No text and no id holds a mark that cannot be seen.",
        "Marks that turn the direction of reading, or join nothing, make a text read one way and mean another.",
        "DESIGN 5; CONTENT 1 (what is reviewed is what is shown)",
        "\"text\": \"Do not\\u200b wait.\"" => "\"text\": \"Do not wait.\"";
    Error "lookalike": "No text and no id holds a letter of another script that looks like one of ours.",
        "Two ids that look the same and are not make an overlay change nothing, unseen; a search does not find the word.",
        "DESIGN 5",
        "\"id\": \"six-principles/now/s\\u0435e\", with a Cyrillic letter" => "\"id\": \"six-principles/now/see\"";
}
