//! What is said of a value that cannot be turned into the database's text.
//!
//! Knows nothing of other problems.

use alloc::format;
use alloc::string::{String, ToString};
use core::fmt;

use super::phrases::shown;
use crate::error::CoderFault;

pub(super) fn coder_message(
    fault: CoderFault,
    model: &str,
    field: &str,
    detail: Option<&str>,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let what = match fault {
        CoderFault::NotAnInteger => "takes whole numbers only",
        CoderFault::OutOfRange => "cannot hold a number that large",
        CoderFault::NotANumber => "takes finite numbers only",
        CoderFault::UnsafeInteger => "was given a number that has lost digits already",
        CoderFault::LoneSurrogate => "was given text with half a surrogate pair, which UTF-8 cannot hold",
        CoderFault::NulCharacter => "was given text with a NUL character, which PostgreSQL cannot hold",
        CoderFault::InvalidDate => "was given a Date that holds no date",
        CoderFault::NotADateTime => "was given text that is no point in time",
        CoderFault::NotADate => "was given text that is no day",
        CoderFault::NotATime => "was given text that is no time of day",
        CoderFault::TooDeep => "was given a JSON value that is nested too deep",
        CoderFault::TooLarge => "was given more than can be sent in one value",
        CoderFault::NotAUuid => "was given text that is no UUID",
        CoderFault::UnknownEnumValue => "was given a value its enum does not have",
        CoderFault::NotADecimal => "was given text that is no decimal number",
        CoderFault::NotBase64 => "was given text that is not base64",
        CoderFault::NotJson => "was given a value that JSON cannot hold",
        CoderFault::CyclicJson => "was given a value that contains itself",
        CoderFault::WrongKind => "was given a value of another kind",
        CoderFault::Negative => "cannot be negative",
        CoderFault::NotOne => "can only be 1, for the first row, or -1, for the last",
    };
    match model {
        "" => write!(f, "`{field}` {what}")?,
        model => write!(f, "{model}.{field} {what}")?,
    }
    match (fault, detail) {
        (CoderFault::NotJson | CoderFault::OutOfRange, Some(detail)) => write!(f, ": {}", shown(detail)),
        _ => Ok(()),
    }
}

pub(super) fn coder_help(fault: CoderFault, detail: Option<&str>) -> Option<String> {
    match fault {
        CoderFault::UnknownEnumValue => detail.map(|known| format!("its values are {known}")),
        CoderFault::UnsafeInteger => Some("write it as a bigint, as in 9007199254740993n".to_string()),
        CoderFault::NotADateTime => Some("write a Date, or ISO 8601 text with time and zone".to_string()),
        CoderFault::NulCharacter | CoderFault::LoneSurrogate => {
            Some("take the character out, or store the text as Bytes".to_string())
        }
        CoderFault::NotOne => Some("to read several rows, use findMany".to_string()),
        _ => None,
    }
}
