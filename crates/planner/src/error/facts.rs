//! What problems are made of: relations as errors speak of them, what should stand in a place, why a coder failed.
//!
//! Knows no wording; `words` has it all.

use alloc::string::String;

/// A relation as errors speak of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelationFacts {
    /// The name both ends share.
    pub name: String,
    /// `one-to-one`, `one-to-many` or `many-to-many`.
    pub kind: &'static str,
}

/// What should stand in a place where something of another form does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the words of each say what it is")]
pub enum Expected {
    Object,
    Arguments,
    Fields,
    Verbs,
    Rows,
    Selection,
    List,
    FieldNames,
    Text,
    Letters,
    Boolean,
    WholeNumber,
    Conditions,
    Switch,
    CaseMode,
    Ordered,
    Order,
}

/// Why a coder cannot turn a value into the database's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are the faults")]
pub enum CoderFault {
    NotAnInteger,
    OutOfRange,
    NotANumber,
    UnsafeInteger,
    LoneSurrogate,
    NulCharacter,
    InvalidDate,
    NotADateTime,
    NotADate,
    NotATime,
    NotAUuid,
    UnknownEnumValue,
    NotADecimal,
    NotBase64,
    NotJson,
    CyclicJson,
    TooDeep,
    TooLarge,
    WrongKind,
    Negative,
    NotOne,
}

/// Every fault with the name that hosts use and its code.
const CODER_FAULTS: &[(CoderFault, &str, &str)] = &[
    (CoderFault::NotAnInteger, "NotAnInteger", "TW320"),
    (CoderFault::OutOfRange, "OutOfRange", "TW321"),
    (CoderFault::NotANumber, "NotANumber", "TW322"),
    (CoderFault::UnsafeInteger, "UnsafeInteger", "TW323"),
    (CoderFault::LoneSurrogate, "LoneSurrogate", "TW324"),
    (CoderFault::NulCharacter, "NulCharacter", "TW325"),
    (CoderFault::InvalidDate, "InvalidDate", "TW326"),
    (CoderFault::NotADateTime, "NotADateTime", "TW327"),
    (CoderFault::NotADate, "NotADate", "TW335"),
    (CoderFault::NotATime, "NotATime", "TW336"),
    (CoderFault::NotAUuid, "NotAUuid", "TW328"),
    (CoderFault::UnknownEnumValue, "UnknownEnumValue", "TW329"),
    (CoderFault::NotADecimal, "NotADecimal", "TW330"),
    (CoderFault::NotBase64, "NotBase64", "TW331"),
    (CoderFault::NotJson, "NotJson", "TW332"),
    (CoderFault::CyclicJson, "CyclicJson", "TW333"),
    (CoderFault::TooDeep, "TooDeep", "TW337"),
    (CoderFault::TooLarge, "TooLarge", "TW338"),
    (CoderFault::WrongKind, "WrongKind", "TW334"),
    (CoderFault::Negative, "Negative", "TW339"),
    (CoderFault::NotOne, "NotOne", "TW342"),
];

impl CoderFault {
    /// The fault with that name; a name that is none means that the kind of value was wrong.
    #[must_use]
    pub fn named(name: &str) -> CoderFault {
        CODER_FAULTS
            .iter()
            .find(|(_, known, _)| *known == name)
            .map_or(CoderFault::WrongKind, |(fault, ..)| *fault)
    }

    pub(super) fn code(self) -> &'static str {
        CODER_FAULTS.iter().find(|(fault, ..)| *fault == self).map_or("TW334", |(.., code)| code)
    }
}
