//! Every mistake there can be, as facts.
//!
//! Knows nothing of codes and wording.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

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
    ReturningBeside {
        verb: &'static str,
    },
    ReferenceElsewhere {
        model: String,
        name: String,
    },
    ReferenceUnfit {
        name: String,
        found: String,
        field: String,
    },
    OrderOfList {
        name: String,
    },
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

impl Problem {
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
