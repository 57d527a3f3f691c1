//! Who has signed a proposal, who may, and whether it is enough.
//!
//! What a change of keys needs is read from the keys before and after it. Refuses, wherever people sign, one person alone.

use super::folder::damaged;
use super::metadata::{Key, RoleKeys, Root};
use super::proposal::{Doc, Proposal};
use super::sign::Envelope;
use super::state::{State, find, of_root};
use crate::failure::{Failure, code};
use ed25519_dalek::SigningKey;
use std::collections::{BTreeMap, BTreeSet};

/// Whose signatures a file needs: enough of each of these.
pub type Needs = Vec<(BTreeMap<String, Key>, RoleKeys)>;

impl Proposal {
    fn doc(&self, role: &str) -> Option<&Doc> {
        self.docs.iter().find(|doc| doc.role == role)
    }

    /// Whose signatures one of its files needs.
    pub fn needs(&self, state: &State, doc: &Doc) -> Result<Needs, Failure> {
        let new_root = match self.doc("root") {
            Some(doc) => Some(
                serde_json::from_value::<Root>(doc.envelope.signed.clone())
                    .map_err(|_| damaged(&doc.name()))?,
            ),
            None => None,
        };
        let owned = |(keys, role): (&BTreeMap<String, Key>, RoleKeys)| (keys.clone(), role);
        let root = new_root.as_ref().or(state.root());
        let found: Needs = match doc.role.as_str() {
            "root" => [state.root(), new_root.as_ref()]
                .into_iter()
                .flatten()
                .filter_map(|root| of_root(root, "root").map(owned))
                .collect(),
            "targets" => root
                .and_then(|root| of_root(root, "targets"))
                .map(owned)
                .into_iter()
                .collect(),
            role => {
                let proposed = self.doc("targets").map(Doc::targets).transpose()?;
                let targets = proposed.as_ref().or(state.delegations());
                let found = targets.and_then(|targets| find(targets, role));
                found
                    .map(|(it, keys)| (keys.clone(), it.keys()))
                    .into_iter()
                    .collect()
            }
        };
        // Where people sign, two do.
        if found.is_empty() || found.iter().any(|(_, role)| role.threshold < 2) {
            let sentence = format!(
                "{} may be signed by nobody here, or by one person alone, and that is never enough. Do not sign it, and ask who proposed it.",
                doc.name()
            );
            return Err(Failure::new(code::REFUSED, sentence));
        }
        Ok(found)
    }

    /// For each of its files: who signed, and who else may.
    pub fn standing(&self, state: &State) -> Result<Vec<(String, BTreeSet<String>, Needs)>, Failure> {
        let mut all = Vec::new();
        for doc in &self.docs {
            let needs = self.needs(state, doc)?;
            let signed = needs
                .iter()
                .flat_map(|(keys, role)| doc.envelope.signers(keys, role))
                .collect();
            all.push((doc.name(), signed, needs));
        }
        Ok(all)
    }

    /// Whether enough people signed every file.
    pub fn enough(&self, state: &State) -> Result<bool, Failure> {
        for doc in &self.docs {
            let needs = self.needs(state, doc)?;
            if !needs.iter().all(|(keys, role)| doc.envelope.enough(keys, role)) {
                return Ok(false);
            }
        }
        Ok(!self.docs.is_empty())
    }

    /// The files that a key may sign.
    pub fn for_key(&self, state: &State, keyid: &str) -> Result<Vec<&Doc>, Failure> {
        let mut all = Vec::new();
        for doc in &self.docs {
            let needs = self.needs(state, doc)?;
            if needs
                .iter()
                .any(|(_, role)| role.keyids.iter().any(|id| id == keyid))
            {
                all.push(doc);
            }
        }
        Ok(all)
    }

    /// Signs what a key may sign.
    pub fn signatures(
        &self,
        state: &State,
        keyid: &str,
        key: &SigningKey,
    ) -> Result<BTreeMap<String, String>, Failure> {
        let mut all = BTreeMap::new();
        for doc in self.for_key(state, keyid)? {
            let mut envelope = Envelope::new(doc.envelope.signed.clone());
            let signed = envelope.sign(key).and_then(|()| envelope.signatures.pop());
            let signed = signed.ok_or_else(|| damaged(&doc.name()))?;
            all.insert(doc.name(), signed.sig);
        }
        Ok(all)
    }
}
