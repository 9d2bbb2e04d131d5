//! Facts of a problem for programs, by the names that Prisma gives them.
//!
//! Knows nothing of codes. What only people read is in `words`.

use alloc::collections::BTreeMap;
use alloc::string::String;

use super::Problem;

impl Problem {
    /// Facts for programs, by the names that Prisma gives them.
    #[must_use]
    pub fn meta(&self) -> BTreeMap<&'static str, Option<String>> {
        let mut meta = BTreeMap::new();
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
