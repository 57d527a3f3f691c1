//! Rules of structure: ids, fields, references, overlays, sizes. The builder's own; nothing is built while one is broken.

super::rules! {
    Error "unknown-section": "A source has only sections that there are.",
        "A misspelt section would be left out in silence.", "DESIGN 5, content/FORMAT.md",
        "{\"notises\": []}" => "{\"notices\": []}";
    Error "unknown-field": "A piece has only fields that there are.",
        "A misspelt field would be left out in silence.", "DESIGN 5, content/schema",
        "\"immediat\": true" => "\"immediate\": true";
    Error "missing-field": "A piece has every field that it needs.",
        "An item without its why, or a route without its text, is a dead end on a screen.", "DESIGN 5, content/schema",
        "an item without \"why\"" => "\"why\": \"A child seen is a child checked.\"";
    Error "wrong-type": "A field holds what it is to hold.",
        "What cannot be read is not built.", "DESIGN 5, content/schema",
        "\"order\": \"first\"" => "\"order\": 1";
    Error "not-in-set": "Words of a closed set are spelt as DESIGN 3 has them.",
        "A word that nobody knows would never apply.", "DESIGN 3",
        "\"roles\": [\"response-officer\"]" => "\"roles\": [\"response_officer\"]";
    Error "id-syntax": "An id is a path of kebab-case words that begins with its pack; vocabulary is one word.",
        "Ids stand in records for ever.", "DESIGN 3",
        "\"id\": \"norfolk/Send C39d\"" => "\"id\": \"norfolk/route/send-the-form\"";
    Error "id-not-folder": "A pack's folder has its id.",
        "Packs find each other by name.", "DESIGN 5",
        "content/norfolk/pack.json with \"id\": \"suffolk\"" => "content/suffolk/pack.json";
    Error "id-of-another-pack": "A piece's id begins with its own pack, or with one below that has it.",
        "An id says who answers for it.", "DESIGN 5",
        "\"id\": \"hampshire/…\" in norfolk" => "\"id\": \"norfolk/…\"";
    Error "id-of-a-pack-below": "An item of a pack below is replaced in replace_items and nowhere else.",
        "A change to what another pack says is meant, and is seen.", "DESIGN 5",
        "an item of the base again in a list of the force" => "the item in \"replace_items\"";
    Error "duplicate-id": "An id is used once.",
        "Two pieces of one id: one of them is never seen.", "DESIGN 5",
        "two items \"norfolk/now/see\"" => "one of them";
    Error "two-on-one-id": "Nothing is replaced and withdrawn at once.",
        "Which of the two is meant, nobody can tell.", "DESIGN 5",
        "an id in replace_items, or as a route of your own, and in withdraw" => "in one of them";
    Error "replaces-nothing": "What is replaced is there.",
        "When a pack below changes, the packs above it must notice.", "DESIGN 5",
        "replace_items with an id that the base has not" => "the id as the base has it";
    Error "withdraws-nothing": "What is withdrawn is there.",
        "A withdrawal that does nothing leaves the guidance in place, unseen.", "DESIGN 5",
        "withdraw with an id that no pack below has" => "the id as the pack below has it";
    Error "adds-to-nothing": "What is added to is there.",
        "The addition would be lost.", "DESIGN 5",
        "add_prompts to an item that there is not" => "the item's id as the pack below has it";
    Error "withdrawn-referred-to": "Nothing refers to what the same pack withdraws, and no piece of a pack below does.",
        "A prompt added to a withdrawn item goes away with it, unseen; an item whose domain is withdrawn loses its prompts.", "DESIGN 5",
        "withdraw an item, and add_prompts to it" => "the prompts on another item";
    Error "packs-below-differ": "What two packs below share is the same in both.",
        "Otherwise the order of two words in `extends` decides what an officer reads.", "DESIGN 5",
        "two packs below with a document of one id and two titles" => "one of them, or a replacement here";
    Error "extends-absent": "What a pack builds on is beside it.",
        "A pack is whole or it is not built.", "DESIGN 5",
        "\"extends\": [\"six-principle\"]" => "\"extends\": [\"six-principles\"]";
    Error "extends-broken": "What a pack builds on builds.",
        "A pack is whole or it is not built.", "DESIGN 5",
        "a base with findings" => "the base mended first";
    Error "extends-loop": "Packs do not build on each other in a circle.",
        "There would be no first.", "DESIGN 5",
        "a extends b, b extends a" => "what both share in a third";
    Error "empty-text": "No text is empty.",
        "An empty line on a screen is a question nobody can answer.", "CONTENT 5",
        "\"text\": \"\"" => "\"text\": \"What cannot wait?\"";
    Error "missing-version": "A pack has a version, from 1.",
        "A record says which version was shown.", "DESIGN 5",
        "\"version\": 0" => "\"version\": 1";
    Error "unknown-document": "A citation names a document that the pack declares.",
        "What rests on nothing is invented.", "CONTENT 1",
        "\"document\": \"norfolk\"" => "\"document\": \"norfolk-2013-16\"";
    Error "unknown-principle": "A principle that is named is there.",
        "The proof counts principles by their ids.", "CONTENT, The six key principles",
        "\"principles\": [\"voice\"]" => "\"principles\": [\"six-principles/principle/voice-of-the-child\"]";
    Error "unknown-domain": "A risk domain that is named is there.",
        "Its prompts would never be seen.", "DESIGN 3",
        "\"domains\": [\"six-principles/domain/home\"]" => "\"domains\": [\"six-principles/domain/home-and-family\"]";
    Error "unknown-value": "A local value that is named is declared.",
        "A force could never fill it in.", "CONTENT 3",
        "\"value\": \"mash-number\" without a value of that key" => "the value in \"values\"";
    Error "bad-case-value": "A case names age bands and factors that there are, and never not_known.",
        "A case that nothing meets hides guidance; not known shows all anyway.", "CONTENT 9",
        "\"places\": [\"not_known\"]" => "no \"places\" at all";
    Error "bad-age-band": "Somebody is in an age band.",
        "What is for nobody is never shown.", "CONTENT, Circumstances",
        "\"from_months\": 120, \"to_months\": 119" => "\"from_months\": 120, \"to_months\": 215";
    Error "too-many-items": "A list has at most nine items.",
        "Longer lists are not read to their end.", "CONTENT 7",
        "a list of twelve" => "two lists, or prompts";
    Error "too-many-prompts": "An item or a domain has at most nine prompts.",
        "Longer lists are not read to their end.", "CONTENT 7",
        "a domain of eleven prompts" => "two domains";
    Error "too-many-factors": "A pack has at most 64 factors.",
        "Nobody asks about more, and a device holds them in the bits of one number.", "DESIGN 5",
        "65 factors" => "those that change what is asked";
    Error "too-many-ages": "The age bands cut the line of ages into at most 64 parts.",
        "Nobody tells more apart, and a device holds them in the bits of one number.", "DESIGN 5",
        "a band for each month of five years" => "bands that change what is asked";
    Error "table-width": "Every row of a table has a cell for each column.",
        "A cell under the wrong heading says something else.", "CONTENT, The packs",
        "four columns, and a row of three" => "an empty cell where there is nothing";
    Error "enormous-table": "A table has at most 300 rows and 12 columns, and a cell at most 2,000 characters.",
        "On a telephone nobody finds anything in a larger one; the longest of the documents has a tenth of that.", "CONTENT 7",
        "a table of 1,000 rows, or a cell of two pages" => "tables by what is looked for in them, and the long text in `reference`";
    Error "missing-budget": "Every role of a pack has a budget.",
        "Without one nothing keeps its lists short.", "PRACTICE 1",
        "\"roles\": [\"custody_staff\"] without a budget of it" => "the budget in \"budgets\"";
    Error "missing-danger": "A pack with a flow has the danger question.",
        "It is the first entry of every interaction.", "PRACTICE 2",
        "roles, and no \"danger\"" => "\"extends\": [\"six-principles\"]";
    Error "missing-route": "Something follows from every level.",
        "An officer who has stated a level must see what to do with it.", "CONTENT, Risk",
        "no route with \"levels\": [\"in_need_of_support\"]" => "a route with a value to set";
    Error "two-call-steps": "Each question of a call is one item.",
        "Where, safe to talk and hurt are found by it; of two nobody knows which was meant.", "PRACTICE 4",
        "two items with \"call_step\": \"where\"" => "one of them";
    Error "misplaced-call-step": "A question of a call is asked once, in a list of the phase now for call handlers alone.",
        "Anywhere else it is not asked when it is needed.", "PRACTICE 4",
        "\"call_step\": \"hurt\" in a list of response officers" => "the item in the call handlers' list";
    Error "bad-waits": "On a call an item waits until it is safe to talk, or is for no silent call; elsewhere nothing waits.",
        "What waits for anything else would wait for ever.", "PRACTICE 4",
        "\"waits\": \"until_the_call_is_over\"" => "\"waits\": \"until_safe_to_talk\"";
    Error "told-for-a-child": "What a telling answers is asked once.",
        "Somebody is told of the whole, not child by child.", "PRACTICE 3",
        "\"answered_by\": \"told\", \"scope\": \"child\"" => "\"scope\": \"scene\"";
    Error "long-silent-question": "On a silent call a question is one question of at most 20 words.",
        "Whoever whispers, or only listens, answers by yes or no.", "PRACTICE 4; CONTENT 5",
        "\"silent\": {\"text\": \"Tell me where you are.\", …}" => "\"silent\": {\"text\": \"Are you inside a building?\", …}";
    Error "missing-source": "What has origin source cites document, section and sentence.",
        "What cannot be traced may be invented.", "CONTENT 1",
        "\"origin\": \"source\" without \"source\"" => "\"source\": {\"document\": …, \"section\": …, \"rests_on\": …}";
    Error "missing-reason": "What has origin practice, and what is withdrawn, says why.",
        "Practice items are few, and each is argued.", "CONTENT 2",
        "\"origin\": \"practice\" without \"reason\"" => "\"reason\": \"No document asks it; …\"";
    Error "practice-with-source": "What has origin practice cites no document.",
        "It is one or the other; practice is never passed off as a strategy.", "CONTENT 2",
        "\"origin\": \"practice\" with \"source\"" => "one of the two";
    Error "practice-outside-base": "Practice lives in the base pack alone.",
        "One place to argue it, one place to look for it.", "CONTENT 2",
        "a practice item in norfolk" => "the same in six-principles, or with a document of the force's own";
}
