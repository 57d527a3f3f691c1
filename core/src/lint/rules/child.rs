//! Rules for the child's sake: no labels, no leading.

super::rules! {
    Error "labels-a-child": "Nothing that an officer works with labels a child, or blames one for what others did.",
        "Words decide how a child is met, and stand in records that the child may read one day. Reference may name a document's own terms.",
        "CONTENT 10. Beside it: TACT, Language that Cares; The Children's Society, Appropriate Language: Child Exploitation; the Independent Inquiry into Child Sexual Abuse, Organised networks, part E.3; the Youth Justice Board, Child First",
        "\"text\": \"Is this LAC streetwise?\"" => "\"text\": \"A child in care may have learned to look older.\"";
    Error "leads-a-child": "What is asked of a child suggests no event, person, feeling or answer.",
        "A child takes up what is put to them. Afterwards nobody can tell whose words they were.",
        "PRACTICE 3. Beside it: Achieving Best Evidence; the NICHD protocol",
        "\"text\": \"Did your dad hurt you?\"" => "\"text\": \"What is it like at home?\"";
    Error "asks-why": "Nothing asks a child why.",
        "A child hears blame in it.", "PRACTICE 6 (never begin with why)",
        "\"text\": \"Why did you go?\"" => "\"text\": \"What is different this time?\"";
    Error "asks-what-happened": "\"What has happened to this child?\" is for an officer to think about, never to ask.",
        "Of a child who may be suspected it would be the beginning of an interview.", "PRACTICE 3",
        "\"kind\": \"ask_child\", \"text\": \"What has happened to you?\"" => "\"kind\": \"think\", \"text\": \"What has happened to this child?\"";
    Warning "closed-question": "What is asked of a child is not answered by yes or no.",
        "One of the two seems wanted, and a frightened child gives it. On a silent call it is asked like this for a reason, and then it is an item.",
        "PRACTICE 3. Beside it: Achieving Best Evidence",
        "\"text\": \"Do you like school?\"" => "\"text\": \"What is a normal day like for you?\"";
    Warning "leads-an-adult": "What is asked of an adult does not name what one person may have done to another.",
        "An accusation asked as a question ends the talk, and can come back on the child.", "PRACTICE 3",
        "\"text\": \"Did he hit the children?\"" => "\"text\": \"What was happening before the child went?\"";
}
