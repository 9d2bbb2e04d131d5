//! The rows that a statement reads its values from, and the gaps in its text where they are spoken of.
//!
//! A text says nothing of where its source rows come from, so the same text serves rows that the host sends and rows that
//! the server puts together from what earlier statements gave.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::script::LentForm;
use super::writer::comma;
use crate::listed::Listed;

/// Where the source rows stand in a text.
pub(super) const ROWS: char = '\u{1}';

/// Where their number stands in a text.
pub(super) const N_ROWS: char = '\u{2}';

/// Where the position of a source row stands in a text, as rows inside of it know it.
pub(super) const POSITION: char = '\u{3}';

/// What stands before and behind a gap for keys.
const LENT: char = '\u{4}';

/// Where keys that earlier rows lend stand in a text, by the position of their parameter.
pub(super) fn lent_at(parameter: usize) -> String {
    format!("{LENT}{parameter}{LENT}")
}

/// A text with its gaps for keys filled, each known by the position of its parameter. Gaps are found by single letters:
/// the search for a text of any length would weigh as much as a whole verb.
pub(super) fn fill_lent(text: &str, keys: &[(usize, String)]) -> String {
    let in_gap = |piece: &str| {
        let parameter: usize = piece.parse().ok()?;
        keys.iter().find(|(known, _)| *known == parameter).map(|(_, keys)| keys.as_str())
    };
    let mut filled = String::new();
    for (position, piece) in text.split(LENT).enumerate() {
        let is_gap = position % 2 == 1;
        filled.push_str(is_gap.then(|| in_gap(piece)).flatten().unwrap_or(piece));
    }
    filled
}

/// Source rows.
#[derive(Clone, Debug)]
pub(super) enum SourceRows {
    /// Rows of the request: arrays that are sent, each by its parameter, as a table `x` with a position `n`.
    Sent(SentRows),
    /// The keys that rows of earlier statements lend, as a table `k` with a number `n`.
    Lent(Vec<LentColumn>),
    /// None: the text has no gap.
    Nothing,
}

/// Rows of the request.
#[derive(Clone, Debug)]
pub(super) struct SentRows {
    pub(super) columns: Vec<SentColumn>,
    /// The parameter with their number, where there is no column.
    pub(super) count: usize,
    /// Whether each row has its position `n`.
    pub(super) is_numbered: bool,
    /// The keys of earlier rows that a text speaks of, beside its own rows.
    pub(super) lent: Vec<LentColumn>,
}

/// An array that is sent.
#[derive(Clone, Debug)]
pub(super) struct SentColumn {
    pub(super) name: String,
    /// The type of its elements as they are sent.
    pub(super) cast: String,
    /// The type of the lists that they are read as, where they are sent as the texts of their literals.
    pub(super) list: Option<String>,
    /// The position of its parameter.
    pub(super) parameter: usize,
}

/// A key that rows of earlier statements lend.
#[derive(Clone, Debug)]
pub(super) struct LentColumn {
    /// The position of its parameter.
    pub(super) parameter: usize,
    pub(super) cast: String,
    pub(super) of: Vec<LentForm>,
}

impl SourceRows {
    /// A text with its gaps filled by what the host sends.
    pub(super) fn fill(&self, text: &str) -> String {
        match self {
            SourceRows::Sent(sent) => {
                let text = text.replace(ROWS, &sent.text()).replace(N_ROWS, &sent.number());
                let keys: Vec<(usize, String)> =
                    sent.lent.iter().map(|lent| (lent.parameter, lent.sent())).listed();
                fill_lent(&text.replace(POSITION, "x.n"), &keys)
            }
            SourceRows::Lent(columns) => text.replace(ROWS, &lent_text(columns)),
            SourceRows::Nothing => text.to_string(),
        }
    }
}

impl SentRows {
    fn text(&self) -> String {
        if self.columns.is_empty() {
            return format!("generate_series(1, ${}::int4) AS x(n)", self.count + 1);
        }
        let sent = self.arrays("x");
        if self.columns.iter().all(|column| column.list.is_none()) {
            return sent;
        }
        // The offset is a fence: without it a list would be read anew for each row that it is compared with.
        format!("(SELECT {}, n FROM {sent} OFFSET 0) AS x", comma(self.columns.iter().map(SentColumn::read)))
    }

    /// The arrays as a table.
    pub(super) fn arrays(&self, alias: &str) -> String {
        let casts = comma(self.columns.iter().map(SentColumn::sent));
        let names = comma(self.columns.iter().map(|column| column.name.clone()));
        match self.is_numbered {
            true => format!("unnest({casts}) WITH ORDINALITY AS {alias}({names}, n)"),
            false => format!("unnest({casts}) AS {alias}({names})"),
        }
    }

    fn number(&self) -> String {
        match self.columns.first() {
            Some(first) => format!("cardinality({})", first.sent()),
            None => format!("${}::int4", self.count + 1),
        }
    }
}

impl SentColumn {
    /// The array as it is sent.
    pub(super) fn sent(&self) -> String {
        format!("${}::{}[]", self.parameter + 1, self.cast)
    }

    /// The column as it is read.
    fn read(&self) -> String {
        let name = &self.name;
        match &self.list {
            None => name.clone(),
            Some(cast) => format!("{name}::{cast}[] AS {name}"),
        }
    }
}

impl LentColumn {
    /// The array as it is sent.
    fn sent(&self) -> String {
        format!("${}::{}[]", self.parameter + 1, self.cast)
    }
}

fn lent_text(columns: &[LentColumn]) -> String {
    let arrays = comma(columns.iter().map(LentColumn::sent));
    let names = comma((0..columns.len()).map(|position| format!("c{position}")));
    format!("unnest({arrays}) WITH ORDINALITY AS k({names}, n)")
}
