//! Rows to be made that may be there already: what becomes of them, and in which order the others are made.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::gaps::from_part;
use super::writer::{comma, identifier};
use crate::listed::{AllListed, Listed};
use crate::plan::{Conflict, Insert};
use crate::schema::{Default, Field, FieldId, Model};

/// The keys that rows to be made may share with others, as positions of their columns.
pub(super) struct Ordered {
    /// The key that rows are put in order by before they are made.
    key: Vec<usize>,
    /// The other keys that are known by then.
    others: Vec<Vec<usize>>,
}

impl Ordered {
    pub(super) fn of(model: &Model, insert: &Insert) -> Ordered {
        let among = |field: &FieldId| insert.columns.iter().position(|column| column.field == *field);
        let positions = |fields: &[FieldId]| fields.iter().map(among).all_listed();
        let mut keys: Vec<Vec<usize>> = match &insert.conflict {
            Conflict::Fail => Vec::new(),
            Conflict::SkipKey(fields) => positions(fields).into_iter().listed(),
            Conflict::Skip => model.keys.iter().filter_map(|key| positions(&key.fields)).listed(),
        };
        let others = keys.split_off(keys.len().min(1));
        Ordered { key: keys.pop().unwrap_or_default(), others }
    }

    /// Whether any order does.
    pub(super) fn is_empty(&self) -> bool {
        self.key.is_empty()
    }

    /// What is drawn before the rows are put in order, beside what is drawn already, so that the rows have their numbers
    /// by the order they were sent in.
    pub(super) fn drawn_before(&self, model: &Model, insert: &Insert, drawn: &[FieldId]) -> Vec<FieldId> {
        if self.is_empty() {
            return Vec::new();
        }
        let is_left =
            |id: FieldId| !drawn.contains(&id) && !insert.columns.iter().any(|column| column.field == id);
        let shows = |id: FieldId, field: &Field| {
            model.primary_key().contains(&id) || matches!(field.default, Some(Default::Sequence(_)))
        };
        let fields =
            model.fields().filter(|(id, field)| field.is_drawable() && is_left(*id) && shows(*id, field));
        fields.map(|(id, _)| id).listed()
    }

    /// The order in which rows of the kept source are made: where others may make the same ones, the same for all, so
    /// that none waits for one that waits for it. Of rows that share another key the first is made, so those keep the
    /// order they were sent in.
    pub(super) fn clause(&self) -> String {
        let shared = self.others.iter().map(|key| {
            let columns = format!("({})", comma(key.iter().map(kept)));
            let s = from_part("s");
            format!("(SELECT count(*) > count(DISTINCT {columns}) FROM {s} WHERE {columns} IS NOT NULL)")
        });
        let shared = shared.listed().join(" OR ");
        let keys = self.key.iter().map(|position| match shared.as_str() {
            "" => kept(position),
            _ => format!("CASE WHEN {shared} THEN NULL ELSE {} END", kept(position)),
        });
        comma(keys.chain(["s.n".to_string()]))
    }
}

/// A column of the kept source.
fn kept(position: &usize) -> String {
    format!("s.v{position}")
}

/// What becomes of rows that are there already.
pub(super) fn conflict_clause(model: &Model, insert: &Insert) -> Option<String> {
    Some(match &insert.conflict {
        Conflict::Fail => String::new(),
        Conflict::Skip => " ON CONFLICT DO NOTHING".to_string(),
        Conflict::SkipKey(fields) => {
            let columns = fields.iter().map(|field| Some(identifier(&model.field(*field)?.column)));
            format!(" ON CONFLICT ({}) DO NOTHING", comma(columns.all_listed()?))
        }
    })
}
