//! Codes: ours for each problem, Prisma's where it has one, and the classes of error that callers catch apart.
//!
//! The hundred of a code says who must act: 1 the schema, 2 what was written, 3 what it means, 4 limits, 5 the rows were
//! not as the write needs, 6 the database refused, 9 a mistake of ours. A retired code is never used again.

use serde::Serialize;

use super::{CoderFault, Problem};

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
            Problem::ReferenceElsewhere { .. } => "TW343",
            Problem::ReferenceUnfit { .. } => "TW344",
            Problem::ReturningBeside { .. } => "TW345",
            Problem::OrderOfList { .. } => "TW341",
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
            Problem::Coder { fault: CoderFault::Negative, field, .. } if field == "limit" => Some("P2019"),
            Problem::Coder { fault: CoderFault::NotOne, .. } => Some("P2019"),
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
            Problem::Coder { fault: CoderFault::Negative, field, .. } if field == "limit" => Class::Database,
            other => match other.code().as_bytes().get(2) {
                Some(b'1') => Class::Schema,
                Some(b'5' | b'6') => Class::Database,
                Some(b'9') => Class::Internal,
                _ => Class::Validation,
            },
        }
    }
}
