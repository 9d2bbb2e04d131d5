//! Writes SQL text: identifiers quoted, pieces joined, nothing else.

use alloc::format;
use alloc::string::String;

use crate::listed::Listed;
use crate::schema::native::quote_identifier;

/// An identifier.
pub(super) fn identifier(name: &str) -> String {
    quote_identifier(name)
}

/// A table, with its schema where one is named.
pub(super) fn table(schema: Option<&str>, name: &str) -> String {
    match schema {
        Some(schema) => format!("{}.{}", identifier(schema), identifier(name)),
        None => identifier(name),
    }
}

/// A text constant.
pub(super) fn constant(text: &str) -> String {
    let quoted = text.replace('\'', "''");
    if text.contains('\\') { format!("E'{}'", quoted.replace('\\', "\\\\")) } else { format!("'{quoted}'") }
}

/// Pieces with commas between them.
pub(super) fn comma(pieces: impl IntoIterator<Item = String>) -> String {
    pieces.into_iter().listed().join(", ")
}
