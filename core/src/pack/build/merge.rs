//! Putting a pack together: the packs below, then what its own sources add, replace and withdraw.
//!
//! Refuses an overlay that does nothing: replacing or withdrawing what is not there is a finding, so that a change
//! below is noticed above.

mod withdrawn;

use super::own::{Own, Place, Places};
use crate::pack::check::{BASE, Fault};
use crate::pack::elements::{elements, shown};
use crate::pack::types::*;
use crate::sets::Origin;
use std::collections::{HashMap, HashSet};

/// A pack below, as it was built.
pub(crate) struct Below<'b> {
    pub file: &'b PackFile,
    pub places: &'b Places,
}

/// The pack, where its pieces stand, and what the putting together found.
pub(crate) struct Merged {
    pub file: PackFile,
    pub places: Places,
    pub faults: Vec<Fault>,
    /// Pieces of packs below that refer to what is withdrawn here, by section and id: said at the withdrawal.
    pub still: HashSet<(&'static str, String)>,
}

/// Puts a pack together. The manifest's fields are the caller's.
pub(crate) fn merge(id: &str, own: Own, below: &[Below<'_>]) -> Merged {
    let mut merge = Merge {
        file: PackFile::default(),
        faults: Vec::new(),
    };
    let mut places = Places::new();
    for pack in below {
        merge.join(pack.file);
        places.extend(
            pack.places
                .iter()
                .map(|(key, place)| (key.clone(), place.clone())),
        );
    }
    // A pack below is read in its own manifest, not in this one.
    places.retain(|(section, _), _| *section != "pack");
    let there: HashSet<String> = elements(&merge.file).iter().map(|it| it.id.to_owned()).collect();
    merge.ownership(id, &own, &there);
    places.extend(own.places.clone());
    let gone: Vec<String> = own.withdraw.iter().map(|it| it.id.clone()).collect();
    let mine: HashSet<(&'static str, String)> = own.places.keys().cloned().collect();
    merge.overlay(own, &there);
    let still = merge.still(&gone, &mine, &places);
    merge.flatten();
    Merged {
        file: merge.file,
        places,
        faults: merge.faults,
        still,
    }
}

struct Merge {
    file: PackFile,
    faults: Vec<Fault>,
}

/// Calls a macro for every section that is a list of elements of one id each, with the way to that id.
macro_rules! sections {
    ($do:ident) => {
        $do!(documents, id);
        $do!(age_bands, id);
        $do!(factors, id);
        $do!(synonyms, term);
        $do!(principles, id);
        $do!(danger_steps, id);
        $do!(lists, id);
        $do!(domains, id);
        $do!(notices, id);
        $do!(routes, id);
        $do!(definitions, id);
        $do!(reference, id);
        $do!(tables, id);
        $do!(words_to_say, id);
        $do!(review, id);
        $do!(values, key);
        $do!(budgets, role);
    };
}

impl Merge {
    fn fault(&mut self, rule: &'static str, section: &'static str, name: &str, sentence: String) {
        self.faults.push(Fault {
            rule,
            section,
            name: name.to_owned(),
            sentence,
        });
    }

    /// Joins a pack below to those before it. What two of them share must be the same in both.
    fn join(&mut self, below: &PackFile) {
        macro_rules! join {
            ($section:ident, $id:ident) => {
                for it in &below.$section {
                    match self.file.$section.iter().find(|other| other.$id == it.$id) {
                        None => self.file.$section.push(it.clone()),
                        Some(other) if other == it => {}
                        Some(_) => {
                            let name = shown(&it.$id.to_string());
                            let sentence = format!("two packs below have \"{name}\" in {}, and not the same: replace it here or mend one", stringify!($section));
                            self.fault("packs-below-differ", "pack", "extends", sentence);
                        }
                    }
                }
            };
        }
        sections!(join);
        if self.file.danger.is_none() {
            self.file.danger.clone_from(&below.danger);
        }
        if self.file.export.is_empty() {
            self.file.export.clone_from(&below.export);
        }
        for it in &below.withdrawn {
            if !self.file.withdrawn.contains(it) {
                self.file.withdrawn.push(it.clone());
            }
        }
    }

    /// Whether own elements carry the pack's own id, and stand where they may.
    fn ownership(&mut self, id: &str, own: &Own, there: &HashSet<String>) {
        let mut mine = own.file.clone();
        mine.danger = own.file.danger.clone();
        mine.lists
            .extend(own.add_to_lists.iter().map(|add| added_list(&add.items)));
        for it in elements(&mine) {
            let foreign = it.path && it.id.split('/').next() != Some(id);
            if foreign && !there.contains(it.id) && it.id.contains('/') {
                let sentence = format!(
                    "its id begins with another pack, which has nothing of this id: begin it with \"{id}/\""
                );
                self.fault("id-of-another-pack", it.section, it.id, sentence);
            }
            if !it.path && it.origin == Some(Origin::Practice) && id != BASE {
                let sentence =
                    format!("practice lives only in \"{BASE}\": cite a document, or move it there");
                self.fault("practice-outside-base", it.section, it.id, sentence);
            }
        }
        let replaced: HashSet<&str> = own.file.lists.iter().map(|list| list.id.as_str()).collect();
        let kept = self
            .file
            .lists
            .iter()
            .filter(|list| !replaced.contains(list.id.as_str()));
        let below: HashSet<&str> = kept
            .flat_map(|list| &list.items)
            .map(|item| item.id.as_str())
            .collect();
        let again: Vec<String> = mine
            .lists
            .iter()
            .flat_map(|list| &list.items)
            .filter(|item| below.contains(item.id.as_str()))
            .map(|item| item.id.clone())
            .collect();
        for id in again {
            let sentence = "an item of this id stands in a pack below: put it into replace_items".to_owned();
            self.fault("id-of-a-pack-below", "items", &id, sentence);
        }
    }

    fn overlay(&mut self, own: Own, there: &HashSet<String>) {
        // Whatever has the id of a piece below stands in its place.
        let again = elements(&own.file).into_iter().map(|it| it.id.to_owned());
        let mut touched: HashSet<String> = again.filter(|id| there.contains(id)).collect();
        macro_rules! take {
            ($section:ident, $id:ident) => {
                for it in own.file.$section {
                    match self
                        .file
                        .$section
                        .iter_mut()
                        .find(|other| other.$id == it.$id)
                    {
                        Some(other) => *other = it,
                        None => self.file.$section.push(it),
                    }
                }
            };
        }
        sections!(take);
        if own.file.danger.is_some() {
            self.file.danger = own.file.danger;
        }
        if own.has_export {
            self.file.export = own.file.export;
        }
        for item in own.replace_items {
            touched.insert(item.id.clone());
            let mut items = self.file.lists.iter_mut().flat_map(|list| &mut list.items);
            match items.find(|other| other.id == item.id && there.contains(&item.id)) {
                Some(other) => *other = item,
                None => {
                    let sentence = self.without(
                        "no pack below has an item of this id: nothing is replaced",
                        &item.id,
                    );
                    self.fault("replaces-nothing", "items", &item.id, sentence);
                }
            }
        }
        self.add_items(own.add_to_lists);
        self.add_prompts(own.add_to_domains, own.add_prompts);
        for it in own.withdraw {
            self.withdraw(it, there, &touched);
        }
    }

    fn add_items(&mut self, adds: Vec<AddToList>) {
        // What is added in one place stands in the order in which it is written.
        let mut before: HashMap<(String, Option<String>), usize> = HashMap::new();
        for add in adds {
            let Some(list) = self.file.lists.iter_mut().find(|list| list.id == add.list) else {
                let sentence = self.without("there is no list of this id to add to", &add.list);
                self.fault("adds-to-nothing", "add_to_lists", &add.list, sentence);
                continue;
            };
            let after = match &add.after {
                None => Some(0),
                Some(id) => list.items.iter().position(|item| item.id == *id).map(|at| at + 1),
            };
            let Some(after) = after else {
                let id = shown(add.after.as_deref().unwrap_or_default());
                let after = add.after.as_deref().unwrap_or_default();
                let sentence = self.without(&format!("`after` is \"{id}\", which is not in the list"), after);
                self.fault("adds-to-nothing", "add_to_lists", &add.list, sentence);
                continue;
            };
            let count = before.entry((add.list, add.after)).or_default();
            let at = (after + *count).min(list.items.len());
            *count += add.items.len();
            list.items.splice(at..at, add.items);
        }
    }

    fn add_prompts(&mut self, domains: Vec<AddToDomain>, items: Vec<AddPrompts>) {
        for add in domains {
            match self.file.domains.iter_mut().find(|it| it.id == add.domain) {
                Some(domain) => domain.prompts.extend(add.prompts),
                None => {
                    let sentence = self.without("there is no domain of this id to add to", &add.domain);
                    self.fault("adds-to-nothing", "add_to_domains", &add.domain, sentence);
                }
            }
        }
        for add in items {
            let mut all = self.file.lists.iter_mut().flat_map(|list| &mut list.items);
            match all.find(|it| it.id == add.item) {
                Some(item) => item.prompts.extend(add.prompts),
                None => {
                    let sentence = self.without("there is no item of this id to add to", &add.item);
                    self.fault("adds-to-nothing", "add_prompts", &add.item, sentence);
                }
            }
        }
    }

    fn withdraw(&mut self, it: Withdrawn, there: &HashSet<String>, touched: &HashSet<String>) {
        if it.reason.trim().is_empty() {
            let sentence = "it is withdrawn without a reason: say why".to_owned();
            self.fault("missing-reason", "withdraw", &it.id, sentence);
        }
        if touched.contains(&it.id) {
            let sentence = "it is both replaced and withdrawn: do one".to_owned();
            return self.fault("two-on-one-id", "withdraw", &it.id, sentence);
        }
        if !there.contains(&it.id) {
            let sentence = self.without("no pack below has this id: nothing is withdrawn", &it.id);
            return self.fault("withdraws-nothing", "withdraw", &it.id, sentence);
        }
        macro_rules! drop_it {
            (synonyms, $id:ident) => {};
            (budgets, $id:ident) => {};
            ($section:ident, $id:ident) => {
                self.file.$section.retain(|other| other.$id != it.id);
            };
        }
        sections!(drop_it);
        self.file.danger.take_if(|danger| danger.id == it.id);
        for list in &mut self.file.lists {
            list.items.retain(|item| item.id != it.id);
            for item in &mut list.items {
                item.prompts.retain(|prompt| prompt.id != it.id);
            }
        }
        for domain in &mut self.file.domains {
            domain.prompts.retain(|prompt| prompt.id != it.id);
        }
        self.file.withdrawn.push(it);
    }

    /// Puts everything into the order in which it is shipped.
    fn flatten(&mut self) {
        self.file
            .lists
            .sort_by(|a, b| (a.phase, a.order, &a.id).cmp(&(b.phase, b.order, &b.id)));
        self.file
            .danger_steps
            .sort_by(|a, b| (a.order, &a.id).cmp(&(b.order, &b.id)));
        self.file.withdrawn.sort_by(|a, b| a.id.cmp(&b.id));
    }
}

/// A list to hold added items while their ids are looked at. Its own id is a path of the first.
fn added_list(items: &[Item]) -> List {
    List {
        id: String::new(),
        phase: crate::sets::Phase::Now,
        order: 0,
        title: String::new(),
        roles: Vec::new(),
        items: items.to_vec(),
    }
}

/// The place of a fault: that of its piece, or the manifest's.
pub(crate) fn place_of(fault: &Fault, places: &Places, manifest: &Place) -> Place {
    places
        .get(&(fault.section, fault.name.clone()))
        .unwrap_or(manifest)
        .clone()
}

use super::source::{AddPrompts, AddToDomain, AddToList};
