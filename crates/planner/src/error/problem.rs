//! Every mistake there can be, with its codes.
//!
//! The hundred of a code says who must act: 1 the schema, 2 what was written, 3 what it means, 4 limits, 5 the rows were
//! not as the write needs, 6 the database refused, 9 a mistake of ours. A retired code is never used again.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use super::{CoderFault, Expected, RelationFacts};
use crate::path::Path;
use crate::value::Kind;

/// What is wrong, as facts.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the words of each problem say what it is")]
pub enum Problem {
    SchemaForm {
        expected: Expected,
        found: &'static str,
    },
    SchemaEntryUnknown {
        name: String,
        nearest: Option<String>,
        known: Vec<String>,
    },
    SchemaEntryMissing {
        entry: &'static str,
    },
    SchemaChoice {
        name: String,
        nearest: Option<String>,
        known: Vec<String>,
    },
    SchemaTooLarge {
        limit: usize,
    },
    SchemaFieldUnknown {
        model: String,
        name: String,
        nearest: Option<String>,
    },
    TypeUnknown {
        name: String,
        nearest: Option<String>,
        known: Vec<String>,
    },
    NativeType {
        name: String,
        scalar: &'static str,
    },
    ModelUnknown {
        name: String,
        nearest: Option<String>,
    },
    NameTaken {
        name: String,
        other: String,
    },
    NameReserved {
        name: String,
    },
    TableTaken {
        table: String,
        other: String,
    },
    ColumnTaken {
        column: String,
        other: String,
    },
    FieldTwice {
        field: String,
    },
    ListNullable,
    KeyMissing,
    KeyTwice,
    KeyEmpty,
    KeyFieldUnfit {
        field: String,
    },
    DefaultForm,
    DefaultFunction {
        name: String,
        nearest: Option<String>,
        known: Vec<String>,
    },
    DefaultVersion {
        function: &'static str,
    },
    DefaultType {
        type_name: String,
    },
    UpdatedAtType,
    GeneratedDefault,
    EnumEmpty,
    EnumValueTaken {
        value: String,
    },
    RelationForm,
    RelationOneSided {
        model: String,
        relation: String,
        to: String,
    },
    RelationAmbiguous {
        to: String,
    },
    RelationHeldTwice {
        other: String,
    },
    RelationUnheld {
        other: String,
    },
    RelationManyHolds,
    RelationCounts {
        fields: usize,
        references: usize,
    },
    RelationTypes {
        field: String,
        reference: String,
    },
    ReferenceNotUnique {
        model: String,
        fields: Vec<String>,
    },
    OneToOneNotUnique {
        fields: Vec<String>,
    },
    JunctionKey {
        model: String,
    },
    ThroughDiffers {
        other: String,
    },

    FieldUnknown {
        model: String,
        name: String,
        nearest: Option<String>,
    },
    ArgumentUnknown {
        verb: &'static str,
        name: String,
        nearest: Option<String>,
        known: Vec<String>,
    },
    VerbUnknown {
        relation: String,
        name: String,
        nearest: Option<String>,
        known: Vec<String>,
    },
    EntryUnknown {
        name: String,
        known: Vec<String>,
    },
    Form {
        expected: Expected,
        found: Kind,
    },
    RelationNull {
        relation: String,
    },
    Hole,
    Unreadable,
    ModelNotThere {
        name: String,
        nearest: Option<String>,
    },
    VerbNotThere {
        name: String,
    },

    Missing {
        model: String,
        field: String,
        or: Option<String>,
    },
    ArgumentMissing {
        verb: &'static str,
        name: &'static str,
    },
    WrongKind {
        model: String,
        field: String,
        expected: String,
        found: Kind,
        list: bool,
    },
    NullForRequired {
        model: String,
        field: String,
    },
    ValueForGenerated {
        model: String,
        field: String,
    },
    SetTwice {
        field: String,
        by: Option<Path>,
    },
    ListForOne {
        relation: String,
    },
    SelectionForm {
        name: String,
        expected: &'static str,
        found: Kind,
    },
    SelectionEmpty {
        model: String,
    },
    SelectAndInclude,
    KeyWanted {
        model: String,
        candidates: Vec<String>,
    },
    FilterUnfit {
        field: String,
        name: String,
        known: Vec<String>,
    },
    UndefinedInWhere {
        name: String,
    },
    PathAlone,
    ChangeCount {
        model: String,
        field: String,
    },
    SwitchForList {
        relation: String,
        verb: &'static str,
    },
    VerbForUpdates {
        relation: String,
        verb: &'static str,
    },
    VerbForLists {
        relation: String,
        verb: &'static str,
    },
    VerbOfRequired {
        model: String,
        relation: String,
        verb: &'static str,
    },
    VerbBetween {
        relation: String,
        verb: &'static str,
    },
    Coder {
        fault: CoderFault,
        model: String,
        field: String,
        detail: Option<String>,
    },

    TooDeep,
    Circular,
    TooManyNodes,
    TooManyPlaces {
        limit: usize,
    },

    RowsLost {
        model: String,
    },
    RecordMissing {
        operation: &'static str,
        model: String,
        relation: Option<Box<RelationFacts>>,
        needed_for: Option<&'static str>,
    },
    NotConnected {
        relation: RelationFacts,
    },
    NotDeleted {
        relation: RelationFacts,
        parent: String,
        child: String,
    },
    RelationRequired {
        relation: String,
        model_a: String,
        model_b: String,
    },

    Unique {
        model: Option<String>,
        fields: Vec<String>,
        constraint: Option<String>,
    },
    ForeignKey {
        model: Option<String>,
        fields: Vec<String>,
        constraint: Option<String>,
    },
    StillReferenced {
        model: Option<String>,
    },
    NotNull {
        model: Option<String>,
        field: Option<String>,
    },
    Check {
        model: Option<String>,
        constraint: Option<String>,
    },
    TooLong {
        model: Option<String>,
    },
    OutOfRange {
        model: Option<String>,
    },
    BadText {
        model: Option<String>,
        text: String,
    },
    WriteConflict {
        state: String,
    },
    NotAllowed {
        text: String,
    },
    NoSuchTable {
        text: String,
    },
    NoSuchColumn {
        text: String,
    },
    ConnectionLost {
        text: String,
    },
    Refused {
        state: String,
        text: String,
    },

    ShapeMalformed {
        at: usize,
    },
    PlanUnsound {
        why: String,
    },
    ReplyUnfit {
        why: &'static str,
    },
    SessionOver,
}

/// The kinds of error that a caller will want to catch apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Class {
    /// The description of the schema is wrong.
    Schema,
    /// The request is wrong.
    Validation,
    /// The request goes round in a circle, or too deep.
    Circular,
    /// Something a write needs is not there.
    NotFound,
    /// A unique constraint stands against it.
    Unique,
    /// A foreign key stands against it.
    ForeignKey,
    /// A required relation would break.
    RequiredRelation,
    /// Another transaction was in the way.
    Conflict,
    /// Anything else that the database refused.
    Database,
    /// A mistake of ours.
    Internal,
}

impl Problem {
    /// Our own stable code.
    #[must_use]
    #[allow(clippy::too_many_lines, reason = "a table with a line for each problem")]
    pub fn code(&self) -> &'static str {
        match self {
            Problem::SchemaForm { .. } => "TW101",
            Problem::SchemaEntryUnknown { .. } => "TW102",
            Problem::SchemaEntryMissing { .. } => "TW103",
            Problem::SchemaChoice { .. } => "TW104",
            Problem::SchemaTooLarge { .. } => "TW105",
            Problem::SchemaFieldUnknown { .. } => "TW106",
            Problem::TypeUnknown { .. } => "TW107",
            Problem::NativeType { .. } => "TW108",
            Problem::ModelUnknown { .. } => "TW109",
            Problem::NameTaken { .. } => "TW110",
            Problem::NameReserved { .. } => "TW111",
            Problem::TableTaken { .. } => "TW112",
            Problem::ColumnTaken { .. } => "TW113",
            Problem::FieldTwice { .. } => "TW114",
            Problem::ListNullable => "TW115",
            Problem::KeyMissing => "TW116",
            Problem::KeyTwice => "TW117",
            Problem::KeyEmpty => "TW118",
            Problem::KeyFieldUnfit { .. } => "TW119",
            Problem::DefaultForm => "TW120",
            Problem::DefaultFunction { .. } => "TW121",
            Problem::DefaultVersion { .. } => "TW122",
            Problem::DefaultType { .. } => "TW123",
            Problem::UpdatedAtType => "TW124",
            Problem::GeneratedDefault => "TW125",
            Problem::EnumEmpty => "TW126",
            Problem::EnumValueTaken { .. } => "TW127",
            Problem::RelationForm => "TW130",
            Problem::RelationOneSided { .. } => "TW131",
            Problem::RelationAmbiguous { .. } => "TW132",
            Problem::RelationHeldTwice { .. } => "TW133",
            Problem::RelationUnheld { .. } => "TW134",
            Problem::RelationManyHolds => "TW135",
            Problem::RelationCounts { .. } => "TW136",
            Problem::RelationTypes { .. } => "TW137",
            Problem::ReferenceNotUnique { .. } => "TW138",
            Problem::OneToOneNotUnique { .. } => "TW139",
            Problem::JunctionKey { .. } => "TW140",
            Problem::ThroughDiffers { .. } => "TW141",
            Problem::FieldUnknown { .. } => "TW201",
            Problem::ArgumentUnknown { .. } => "TW202",
            Problem::VerbUnknown { .. } => "TW203",
            Problem::EntryUnknown { .. } => "TW204",
            Problem::Form { .. } => "TW205",
            Problem::RelationNull { .. } => "TW206",
            Problem::Hole => "TW207",
            Problem::Unreadable => "TW208",
            Problem::ModelNotThere { .. } => "TW209",
            Problem::VerbNotThere { .. } => "TW210",
            Problem::Missing { .. } => "TW301",
            Problem::WrongKind { .. } => "TW302",
            Problem::NullForRequired { .. } => "TW303",
            Problem::ValueForGenerated { .. } => "TW304",
            Problem::SetTwice { .. } => "TW305",
            Problem::ListForOne { .. } => "TW306",
            Problem::SelectionForm { .. } => "TW307",
            Problem::SelectionEmpty { .. } => "TW308",
            Problem::SelectAndInclude => "TW309",
            Problem::ArgumentMissing { .. } => "TW310",
            Problem::KeyWanted { .. } => "TW311",
            Problem::FilterUnfit { .. } => "TW312",
            Problem::UndefinedInWhere { .. } => "TW313",
            Problem::ChangeCount { .. } => "TW314",
            Problem::SwitchForList { .. } => "TW315",
            Problem::VerbForUpdates { .. } => "TW316",
            Problem::VerbForLists { .. } => "TW317",
            Problem::VerbOfRequired { .. } => "TW318",
            Problem::VerbBetween { .. } => "TW319",
            Problem::PathAlone => "TW340",
            Problem::Coder { fault, .. } => fault.code(),
            Problem::TooDeep => "TW401",
            Problem::Circular => "TW402",
            Problem::TooManyNodes => "TW403",
            Problem::TooManyPlaces { .. } => "TW404",
            Problem::RowsLost { .. } => "TW501",
            Problem::RecordMissing { .. } => "TW502",
            Problem::NotConnected { .. } => "TW503",
            Problem::NotDeleted { .. } => "TW504",
            Problem::RelationRequired { .. } => "TW505",
            Problem::StillReferenced { .. } => "TW614",
            Problem::Unique { .. } => "TW601",
            Problem::ForeignKey { .. } => "TW602",
            Problem::NotNull { .. } => "TW603",
            Problem::Check { .. } => "TW604",
            Problem::TooLong { .. } => "TW605",
            Problem::OutOfRange { .. } => "TW606",
            Problem::BadText { .. } => "TW607",
            Problem::WriteConflict { .. } => "TW608",
            Problem::NotAllowed { .. } => "TW609",
            Problem::NoSuchTable { .. } => "TW610",
            Problem::NoSuchColumn { .. } => "TW611",
            Problem::ConnectionLost { .. } => "TW612",
            Problem::Refused { .. } => "TW699",
            Problem::ShapeMalformed { .. } => "TW901",
            Problem::PlanUnsound { .. } => "TW902",
            Problem::ReplyUnfit { .. } => "TW903",
            Problem::SessionOver => "TW904",
        }
    }

    /// Prisma's code for the same thing, where it has one.
    #[must_use]
    pub fn prisma_code(&self) -> Option<&'static str> {
        match self {
            Problem::TooLong { .. } => Some("P2000"),
            Problem::Unique { .. } => Some("P2002"),
            Problem::ForeignKey { .. } | Problem::StillReferenced { .. } => Some("P2003"),
            Problem::BadText { .. } => Some("P2007"),
            Problem::Coder { fault: CoderFault::Negative, .. } => Some("P2019"),
            Problem::NotNull { .. } => Some("P2011"),
            Problem::OutOfRange { .. } => Some("P2020"),
            Problem::RecordMissing { .. } => Some("P2025"),
            Problem::NotConnected { relation } if relation.kind == "many-to-many" => Some("P2025"),
            Problem::NotConnected { .. } => Some("P2018"),
            Problem::NotDeleted { .. } => Some("P2017"),
            Problem::RelationRequired { .. } => Some("P2014"),
            Problem::NoSuchTable { .. } => Some("P2021"),
            Problem::NoSuchColumn { .. } => Some("P2022"),
            Problem::WriteConflict { .. } => Some("P2034"),
            Problem::Check { .. } | Problem::NotAllowed { .. } | Problem::Refused { .. } => Some("P2039"),
            _ => None,
        }
    }

    /// The kind of error to catch.
    #[must_use]
    pub fn class(&self) -> Class {
        match self {
            Problem::TooDeep | Problem::Circular => Class::Circular,
            Problem::Unique { .. } => Class::Unique,
            Problem::ForeignKey { .. } | Problem::StillReferenced { .. } => Class::ForeignKey,
            Problem::WriteConflict { .. } => Class::Conflict,
            Problem::RecordMissing { .. } | Problem::NotConnected { .. } | Problem::NotDeleted { .. } => {
                Class::NotFound
            }
            Problem::RelationRequired { .. } => Class::RequiredRelation,
            Problem::Coder { fault: CoderFault::Negative, .. } => Class::Database,
            other => match other.code().as_bytes().get(2) {
                Some(b'1') => Class::Schema,
                Some(b'5' | b'6') => Class::Database,
                Some(b'9') => Class::Internal,
                _ => Class::Validation,
            },
        }
    }
}

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

    /// The problem with the path of the other place it speaks of, which only a host knows.
    #[must_use]
    pub fn naming(&self, other: &Path) -> Problem {
        match self {
            Problem::SetTwice { field, .. } => {
                Problem::SetTwice { field: field.clone(), by: Some(other.clone()) }
            }
            problem => problem.clone(),
        }
    }
}
