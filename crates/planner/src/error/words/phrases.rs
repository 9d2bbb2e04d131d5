//! Parts of sentences: names in a row, what a caller wrote, forms and kinds as nouns.
//!
//! Knows no problem.

use alloc::format;
use alloc::string::String;
use core::fmt;

use crate::error::Expected;
use crate::value::Kind;

pub(super) fn of_model(model: Option<&str>) -> String {
    model.map_or(String::new(), |model| format!(" of {model}"))
}

/// Names in backquotes, with commas; a long list is cut.
pub(super) fn list(names: &[String]) -> String {
    let mut text = String::new();
    for (idx, name) in names.iter().take(24).enumerate() {
        let separator = if idx == 0 { "" } else { ", " };
        text.push_str(separator);
        text.push('`');
        text.push_str(name);
        text.push('`');
    }
    if names.len() > 24 {
        text.push_str(", ...");
    }
    text
}

/// Something a caller wrote, cut to a length that fits a message and without letters that would break its line.
pub(super) fn shown(written: &str) -> String {
    let visible = |letter: char| if letter.is_control() { '\u{fffd}' } else { letter };
    let mut text: String = written.chars().take(60).map(visible).collect();
    if written.chars().nth(60).is_some() {
        text.push_str("...");
    }
    text
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Expected::Object => "an object",
            Expected::Arguments => "an object of arguments",
            Expected::Fields => "an object of fields",
            Expected::Verbs => "an object that says what to do, as { create: ... }",
            Expected::Rows => "an object or an array of objects",
            Expected::Selection => "an object of fields and relations",
            Expected::List => "a list",
            Expected::FieldNames => "a list of field names",
            Expected::Text => "a text",
            Expected::Letters => "a text with letters",
            Expected::Boolean => "a boolean",
            Expected::WholeNumber => "a whole number",
            Expected::Conditions => "an object of conditions",
            Expected::Switch => "true, false or an object of conditions",
            Expected::CaseMode => "`default` or `insensitive`",
            Expected::Ordered => "a number or a text",
            Expected::Order => "an object with what to put rows in order by",
        })
    }
}

pub(super) fn noun(kind: Kind) -> &'static str {
    match kind {
        Kind::Null => "null",
        Kind::False => "false",
        Kind::True => "true",
        Kind::Int => "a whole number",
        Kind::Float => "a number with a fraction",
        Kind::NotFinite => "NaN or an infinity",
        Kind::BigInt => "a bigint",
        Kind::Text => "a string",
        Kind::Date => "a Date",
        Kind::BadDate => "an invalid Date",
        Kind::Bytes => "bytes",
        Kind::Decimal => "a decimal object",
        Kind::List => "an array",
        Kind::Object => "an object",
        Kind::Function => "a function",
        Kind::Symbol => "a symbol",
        Kind::Exotic => "an object that is no record",
        Kind::Cycle => "an object that contains itself",
        Kind::TooDeep => "something too deep to read",
        Kind::TooMany => "more than may be read",
        Kind::Unreadable => "something that threw when it was read",
        Kind::Missing => "nothing",
        Kind::DbNull => "DbNull",
        Kind::JsonNull => "JsonNull",
        Kind::AnyNull => "AnyNull",
        Kind::Negative => "a number below zero",
    }
}
