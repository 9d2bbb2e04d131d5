//! Relations: how two models join, seen from one of them.

use alloc::string::String;
use alloc::vec::Vec;

use super::{FieldId, ModelId};

/// A relation's position in its model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RelationId(pub u32);

/// Two models joined, seen from one end.
#[derive(Clone, Debug)]
pub struct Relation {
    /// What the caller calls it.
    pub name: String,
    /// The model at the other end.
    pub to: ModelId,
    /// The same relation, seen from there.
    pub inverse: RelationId,
    /// Whether there may be many rows at the other end.
    pub many: bool,
    /// Who stores the link.
    pub holder: Holder,
    /// The name both ends share: the given one, or both models' names joined with `To`.
    pub link_name: String,
    /// The database's name of the foreign key, where this end holds it.
    pub constraint: Option<String>,
    /// What happens to the holding rows when the row they point at is deleted.
    pub on_delete: ReferentialAction,
    /// What happens to the holding rows when the key they point at changes.
    pub on_update: ReferentialAction,
}

/// What the database does with rows that point at a row which goes away or changes its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferentialAction {
    /// Refuse, at the end of the statement or transaction.
    NoAction,
    /// Refuse at once.
    Restrict,
    /// Do the same to them.
    Cascade,
    /// Let them point at nothing.
    SetNull,
    /// Let them point at their default.
    SetDefault,
}

/// Who stores a link. Pairs are (field of this model, field of the other), in the order of the foreign key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holder {
    /// This model holds the other's key.
    Here(Vec<(FieldId, FieldId)>),
    /// The other model holds this one's key.
    There(Vec<(FieldId, FieldId)>),
    /// A junction table holds both keys.
    Between(Junction),
}

/// A table of pairs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Junction {
    /// The database schema it lives in, if one is named.
    pub schema: Option<String>,
    /// The table's name.
    pub table: String,
    /// The column with this model's key.
    pub here: String,
    /// The column with the other model's key.
    pub there: String,
    /// The key of this model that is stored.
    pub here_field: FieldId,
    /// The key of the other model that is stored.
    pub there_field: FieldId,
}
