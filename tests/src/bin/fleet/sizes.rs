//! How long the lists get as forces grow: what was published, with its own entries repeated under other names and keys.

use crate::nginx::Nginx;
use childfirst::{Request, Transport as _};
use childfirst_desk::transport::Http;
use childfirst_tests::fleet::published::FOLLOWED;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::fs;
use std::path::Path;

/// How many people hold a release key of a force.
const PEOPLE: usize = 3;
/// A number that no publisher comes to.
const FREE: u64 = 900_000_000;

/// Bytes of a file, and of the answer that carries it under gzip, head and all.
pub struct Size {
    pub plain: usize,
    pub answered: u64,
}

/// `targets` and `snapshot` of so many forces.
pub fn of_forces(nginx: &Nginx, www: &Path, forces: usize) -> [Size; 2] {
    let (mut targets, mut snapshot) = (newest(www, "targets"), newest(www, "snapshot"));
    let role = targets["signed"]["delegations"]["roles"][0].clone();
    let entry = snapshot["signed"]["meta"][format!("{FOLLOWED}.json")].clone();
    let (mut keys, mut roles, mut meta) = (json!({}), Vec::new(), json!({}));
    meta["targets.json"] = snapshot["signed"]["meta"]["targets.json"].clone();
    for force in 0..forces {
        let name = format!("force-{force:03}");
        let ids: Vec<String> = (0..PEOPLE)
            .map(|who| digest(&format!("{name} id {who}")))
            .collect();
        for id in &ids {
            let public = json!({"public": digest(&format!("{id} key"))});
            keys[id] = json!({"keytype": "ed25519", "scheme": "ed25519", "keyval": public});
        }
        let mut role = role.clone();
        (role["name"], role["keyids"], role["paths"]) =
            (json!(name), json!(ids), json!([format!("{name}/*")]));
        roles.push(role);
        let mut entry = entry.clone();
        if entry["hashes"].is_object() {
            entry["hashes"]["sha256"] = digest(&name).into();
        }
        meta[format!("{name}.json")] = entry;
    }
    targets["signed"]["delegations"] = json!({"keys": keys, "roles": roles});
    snapshot["signed"]["meta"] = meta;
    [("targets", targets), ("snapshot", snapshot)].map(|(name, file)| measured(nginx, www, name, &file))
}

/// A force's role that lists so many releases.
pub fn of_releases(nginx: &Nginx, www: &Path, releases: usize) -> Size {
    let mut role = newest(www, FOLLOWED);
    let targets = role["signed"]["targets"].as_object().unwrap();
    let target = targets.values().next().unwrap().clone();
    let mut listed = json!({});
    for release in 0..releases {
        let mut target = target.clone();
        target["hashes"]["sha256"] = digest(&format!("release {release}")).into();
        target["custom"]["childfirst"]["version"] = release.into();
        listed[format!("{FOLLOWED}/v{release}.json")] = target;
    }
    role["signed"]["targets"] = listed;
    measured(nginx, www, FOLLOWED, &role)
}

/// The newest file of a role.
fn newest(www: &Path, role: &str) -> Value {
    let end = format!(".{role}.json");
    let number = |name: &str| name.strip_suffix(&end)?.parse::<u64>().ok();
    let names = fs::read_dir(www.join("metadata")).unwrap();
    let newest = names
        .filter_map(|file| number(&file.unwrap().file_name().to_string_lossy()))
        .filter(|number| *number < FREE)
        .max();
    let name = format!("{}{end}", newest.expect("it was published"));
    serde_json::from_slice(&fs::read(www.join("metadata").join(name)).unwrap()).unwrap()
}

fn measured(nginx: &Nginx, www: &Path, role: &str, file: &Value) -> Size {
    let bytes = serde_json::to_vec(file).unwrap();
    let name = format!("metadata/{FREE}.{role}.json");
    fs::write(www.join(&name), &bytes).unwrap();
    let mark = nginx.mark();
    let request = Request {
        url: format!("{}/{name}", nginx.url()),
        etag: None,
        last_modified: None,
        from_byte: 0,
        most_bytes: 8 << 20,
        timeout_ms: 20_000,
    };
    let reply = Http::new().fetch(request).unwrap();
    assert_eq!((reply.status, &reply.body), (200, &bytes));
    let answered = nginx.since(mark, 1).answered;
    fs::remove_file(www.join(name)).unwrap();
    Size {
        plain: bytes.len(),
        answered,
    }
}

fn digest(text: &str) -> String {
    Sha256::digest(text)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
