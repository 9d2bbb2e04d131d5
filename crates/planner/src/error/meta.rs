//! Facts of a problem for programs, by the names that Prisma gives them.
//!
//! Knows nothing of codes. What only people read is in `words`.

use alloc::string::String;
use alloc::vec::Vec;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::Problem;

/// Facts by name, in the order of their names. They are few: a map would weigh more than all that is said of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meta(Vec<(&'static str, Option<String>)>);

impl Meta {
    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn insert(&mut self, name: &'static str, fact: Option<String>) {
        let position = self.0.iter().take_while(|(known, _)| *known < name).count();
        self.0.insert(position, (name, fact));
    }
}

impl Serialize for Meta {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, fact) in &self.0 {
            map.serialize_entry(name, fact)?;
        }
        map.end()
    }
}

impl Problem {
    /// Facts for programs, by the names that Prisma gives them.
    #[must_use]
    pub fn meta(&self) -> Meta {
        let mut meta = Meta::default();
        match self {
            Problem::RecordMissing { operation, model, relation, needed_for } => {
                meta.insert("operation", Some((*operation).into()));
                if let Some(relation) = relation {
                    meta.insert("model", Some(model.clone()));
                    meta.insert("relation", Some(relation.name.clone()));
                    meta.insert("relationType", Some(relation.kind.into()));
                    meta.insert("neededFor", needed_for.map(Into::into));
                }
                meta.insert("cause", Some(alloc::format!("{self}")));
            }
            Problem::NotConnected { relation } => {
                meta.insert("relation", Some(relation.name.clone()));
                meta.insert("relationType", Some(relation.kind.into()));
            }
            Problem::NotDeleted { relation, parent, child } => {
                meta.insert("relation", Some(relation.name.clone()));
                meta.insert("parent", Some(parent.clone()));
                meta.insert("child", Some(child.clone()));
            }
            Problem::RelationRequired { relation, model_a, model_b } => {
                for (short, long, value) in [
                    ("relation", "relation_name", relation),
                    ("modelA", "model_a_name", model_a),
                    ("modelB", "model_b_name", model_b),
                ] {
                    meta.insert(short, Some(value.clone()));
                    meta.insert(long, Some(value.clone()));
                }
            }
            _ => {}
        }
        meta
    }
}
