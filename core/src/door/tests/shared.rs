//! A device that several officers use: what each sees of the others' records.

use super::*;

#[test]
fn of_other_peoples_open_records_place_and_time_are_seen_and_nothing_else() {
    let host = Host::new();
    let begin = |recorder: Option<&str>, minute: i64| {
        let how = Begin {
            pack: "six-principles".into(),
            role: Role::ResponseOfficer,
            recorder: recorder.map(str::to_owned),
        };
        let it = host.records.begin(how, Made::now(at(minute))).unwrap();
        perform(&it, r#"{"op":"scene_set","place":"school"}"#);
        it
    };
    begin(Some("PC Rowe"), 4);
    let done = begin(Some("PC Rowe"), 3);
    perform(&done, r#"{"op":"completed"}"#);
    begin(Some("PC Lane"), 2);
    begin(None, 1);
    let seen_by = |recorder: Option<&str>| -> Vec<&str> {
        let rows = host.records.list_for(recorder.map(str::to_owned)).unwrap();
        let kind = |row: &ListedFor| match row {
            ListedFor::Own { listed } if listed.completed => "own, completed",
            ListedFor::Own { .. } => "own",
            ListedFor::Unnamed { .. } => "unnamed",
            ListedFor::Other { .. } => "other",
        };
        rows.iter().map(kind).collect()
    };
    assert_eq!(
        seen_by(Some("PC Rowe")),
        ["own", "own, completed", "other", "unnamed"]
    );
    assert_eq!(
        seen_by(Some(" PC Rowe ")),
        ["own", "own, completed", "other", "unnamed"]
    );
    assert_eq!(seen_by(Some("PC Lane")), ["other", "own", "unnamed"]);
    assert_eq!(seen_by(Some("Sgt Hill")), ["other", "other", "unnamed"]);
    // Who gives no name has no record of their own, and what has no name is nobody's.
    assert_eq!(seen_by(None), ["other", "other", "unnamed"]);
    assert_eq!(seen_by(Some("  ")), ["other", "other", "unnamed"]);
    for row in host.records.list_for(Some("Sgt Hill".into())).unwrap() {
        let json = serde_json::to_value(&row).unwrap();
        let mut fields: Vec<&str> = json.as_object().unwrap().keys().map(String::as_str).collect();
        fields.retain(|field| !matches!(*field, "whose" | "place" | "began_at" | "last_at"));
        let none: &[&str] = match row {
            ListedFor::Unnamed { .. } => &["id"],
            _ => &[],
        };
        assert_eq!(fields, none);
        assert_eq!(json["place"], "school");
    }
    // Whoever looks after the records has every one.
    assert_eq!(host.records.list().unwrap().len(), 4);
}
