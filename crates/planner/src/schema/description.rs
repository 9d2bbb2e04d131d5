//! The description in named parts, as it was written: names are still names here, and `load` resolves them.

use alloc::string::String;
use alloc::vec::Vec;

use super::Plain;
use super::model::{Default, Trigger};
use super::relation::ReferentialAction;
use crate::path::Path;

/// A whole description.
#[derive(Debug, core::default::Default)]
pub(super) struct SchemaDescription {
    pub(super) postgres: Option<u32>,
    pub(super) models: Vec<ModelDescription>,
    pub(super) enums: Vec<EnumDescription>,
}

#[derive(Debug)]
pub(super) struct ModelDescription {
    pub(super) name: String,
    pub(super) path: Path,
    pub(super) schema: Option<String>,
    pub(super) table: String,
    pub(super) fields: Vec<FieldDescription>,
    pub(super) relations: Vec<RelationDescription>,
    pub(super) key: Option<KeyDescription>,
    pub(super) uniques: Vec<KeyDescription>,
    pub(super) triggers: Vec<Trigger>,
}

#[derive(Debug)]
pub(super) struct FieldDescription {
    pub(super) name: String,
    pub(super) path: Path,
    pub(super) type_name: String,
    /// Where the type is written: at the field itself, if that is all there is.
    pub(super) type_path: Path,
    pub(super) column: String,
    pub(super) list: bool,
    pub(super) nullable: bool,
    pub(super) native: Option<String>,
    pub(super) default: Option<Default>,
    /// What stands in a default that is a value, to be compared with the type.
    pub(super) default_value: Option<Plain>,
    pub(super) updated_at: bool,
    pub(super) generated: bool,
    pub(super) is_key: bool,
    pub(super) is_unique: bool,
}

#[derive(Debug)]
pub(super) struct KeyDescription {
    pub(super) path: Path,
    pub(super) name: Option<String>,
    pub(super) fields: Vec<String>,
    pub(super) constraint: Option<String>,
}

#[derive(Debug)]
pub(super) struct RelationDescription {
    pub(super) name: String,
    pub(super) path: Path,
    pub(super) to: String,
    pub(super) many: bool,
    pub(super) link_name: Option<String>,
    pub(super) fields: Vec<String>,
    pub(super) references: Vec<String>,
    pub(super) constraint: Option<String>,
    pub(super) on_delete: Option<ReferentialAction>,
    pub(super) on_update: Option<ReferentialAction>,
    pub(super) through: Option<ThroughDescription>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ThroughDescription {
    pub(super) schema: Option<String>,
    pub(super) table: String,
    pub(super) here: String,
    pub(super) there: String,
}

#[derive(Debug)]
pub(super) struct EnumDescription {
    pub(super) name: String,
    pub(super) path: Path,
    pub(super) schema: Option<String>,
    pub(super) type_name: String,
    pub(super) values: Vec<(String, String)>,
}

/// The usual name PostgreSQL gives a constraint that the description does not name, cut to what an identifier may have.
pub(super) fn usual_constraint(table: &str, columns: &[&str], suffix: &str) -> String {
    let mut name = String::from(table);
    for part in columns.iter().chain([&suffix]) {
        name.push('_');
        name.push_str(part);
    }
    name
}
