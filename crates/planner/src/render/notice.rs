//! What a statement says of itself when it ends a write: the text of no number, which the server quotes as it refuses to
//! read it as one.
//!
//! Written and read here alone, so that both ends of the way agree.

use alloc::format;
use alloc::string::String;

use super::gaps::OF_STATEMENT;

/// What a statement says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Notice {
    /// A row that was sent has not been kept; its number among those that were sent follows.
    RowLost,
    /// Rows that were sent have not been kept.
    RowsLost,
    /// A row is not as it must be; its number among those that the host knows of follows.
    RowUnfit,
    /// Not as many rows as there must be.
    RowsUnfit,
    /// Rows meet that were taken together.
    RowsMeet,
}

/// What was said, and of what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Noticed {
    pub(crate) notice: Notice,
    /// The statement, where it was not sent by itself.
    pub(crate) statement: Option<u32>,
    /// The position of the row, counted from 0.
    pub(crate) row: Option<u32>,
}

impl Notice {
    const ALL: [Notice; 5] =
        [Notice::RowsLost, Notice::RowLost, Notice::RowsUnfit, Notice::RowUnfit, Notice::RowsMeet];

    fn words(self) -> &'static str {
        match self {
            Notice::RowLost => "treewright: lost row",
            Notice::RowsLost => "treewright: lost rows",
            Notice::RowUnfit => "treewright: unfit row",
            Notice::RowsUnfit => "treewright: unfit rows",
            Notice::RowsMeet => "treewright: rows meet",
        }
    }

    /// The text, with a gap where it tells the statement.
    pub(super) fn text(self) -> String {
        format!("{}{OF_STATEMENT}", self.words())
    }

    /// What a message of the server quotes, in whatever language it does.
    pub(crate) fn read(message: &str) -> Option<Noticed> {
        let found = Notice::ALL.into_iter().find_map(|notice| {
            let (_, after) = message.split_once(notice.words())?;
            Some((notice, after))
        });
        let (notice, after) = found?;
        let (statement, after) = match after.strip_prefix(" of ") {
            None => (None, after),
            Some(after) => {
                let (number, after) = number(after);
                (number, after)
            }
        };
        let (row, _) = number(after.trim_start());
        let row = row.filter(|_| matches!(notice, Notice::RowLost | Notice::RowUnfit));
        Some(Noticed { notice, statement, row: row.and_then(|row| row.checked_sub(1)) })
    }
}

/// The number that a text begins with, and the rest.
fn number(text: &str) -> (Option<u32>, &str) {
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    (digits.parse().ok(), rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::gaps::Standing;

    #[test]
    fn what_is_written_is_read_again() {
        let among = Standing::Among { statement: 12, before: 0 };
        for notice in Notice::ALL {
            let alone = Standing::Alone.settle(&notice.text());
            let read = Notice::read(&format!("invalid input syntax for type bigint: \"{alone} 3\"")).unwrap();
            assert_eq!((read.notice, read.statement), (notice, None));
            let of = among.settle(&notice.text());
            let read = Notice::read(&format!("\u{ab}{of} 3\u{bb} ist keine Zahl")).unwrap();
            assert_eq!((read.notice, read.statement), (notice, Some(12)));
            let has_row = matches!(notice, Notice::RowLost | Notice::RowUnfit);
            assert_eq!(read.row, has_row.then_some(2));
        }
        assert_eq!(Notice::read("invalid input syntax for type bigint: \"treewright\""), None);
    }
}
