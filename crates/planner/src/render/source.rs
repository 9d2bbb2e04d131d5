//! The rows that a statement reads its values from.
//!
//! A text says nothing of where its source rows come from, so the same text serves rows that the host sends and rows that
//! the server puts together from what earlier statements gave.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::gaps::{Filling, parameter_at};
use super::script::LentForm;
use super::writer::comma;

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
    /// Whether there is one row at most, which the server then knows before it looks at what is sent: it plans for one row,
    /// and the same way each time.
    pub(super) is_lone: bool,
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
                let own = |parameter: usize| sent.lent.iter().find(|lent| lent.parameter == parameter);
                let lent = |parameter: usize| own(parameter).map_or_else(String::new, LentColumn::sent);
                let (rows, number) = (sent.text(), sent.number());
                Filling { rows: &rows, number: &number, position: "x.n", lent: &lent }.fill(text)
            }
            SourceRows::Lent(columns) => from_rows(&lent_text(columns), text),
            SourceRows::Nothing => text.to_string(),
        }
    }
}

impl SentRows {
    pub(super) fn text(&self) -> String {
        // The offset is a fence. Without it a list would be read anew for each row that it is compared with, and the server
        // would see while it plans that a value does not fit into its column, though there may be no row for it.
        if self.columns.iter().all(|column| column.list.is_none()) {
            return if self.is_lone { self.lone("x", " OFFSET 0") } else { self.arrays("x") };
        }
        let columns = comma(self.columns.iter().map(SentColumn::read));
        format!("(SELECT {columns}, n FROM {} OFFSET 0) AS x", self.arrays("x"))
    }

    /// The arrays as a table.
    pub(super) fn arrays(&self, alias: &str) -> String {
        if self.is_lone {
            return self.lone(alias, "");
        }
        if self.columns.is_empty() {
            return format!("generate_series(1, {}) AS {alias}(n)", self.number());
        }
        let casts = comma(self.columns.iter().map(SentColumn::sent));
        let names = comma(self.columns.iter().map(|column| column.name.clone()));
        match self.is_numbered {
            true => format!("unnest({casts}) WITH ORDINALITY AS {alias}({names}, n)"),
            false => format!("unnest({casts}) AS {alias}({names})"),
        }
    }

    /// The first elements of the arrays as a table, if they have any.
    fn lone(&self, alias: &str, fence: &str) -> String {
        let firsts = self.columns.iter().map(|column| format!("({})[1] AS {}", column.sent(), column.name));
        let number = self.is_numbered.then(|| "1::int8 AS n".to_string());
        format!("(SELECT {} WHERE {} > 0{fence}) AS {alias}", comma(firsts.chain(number)), self.number())
    }

    /// How many rows there are.
    pub(super) fn number(&self) -> String {
        match self.columns.first() {
            Some(first) => format!("cardinality({})", first.sent()),
            None => format!("{}::int4", parameter_at(self.count)),
        }
    }
}

impl SentColumn {
    /// The array as it is sent.
    pub(super) fn sent(&self) -> String {
        format!("{}::{}[]", parameter_at(self.parameter), self.cast)
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
        format!("{}::{}[]", parameter_at(self.parameter), self.cast)
    }
}

/// A text that speaks of source rows only where they come from.
pub(super) fn from_rows(rows: &str, text: &str) -> String {
    Filling { rows, number: "", position: "", lent: &|_| String::new() }.fill(text)
}

fn lent_text(columns: &[LentColumn]) -> String {
    let arrays = comma(columns.iter().map(LentColumn::sent));
    let names = comma((0..columns.len()).map(|position| format!("c{position}")));
    format!("unnest({arrays}) WITH ORDINALITY AS k({names}, n)")
}
