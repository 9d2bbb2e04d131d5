//! What a refusal means of statements that were sent before any of them had come back.
//!
//! Knows nothing of rows. A statement that finds its rows not as they must be says so itself; anything else is the
//! server's word.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use super::refusal::{Failure, Refusal, place, place_among};
use super::{Rows, guarded};
use crate::listed::Listed;
use crate::render::{GuardForm, Notice, Script, Statement};
use crate::schema::{Holder, Model, Schema};

/// What a refusal means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "means", rename_all = "camelCase")]
pub enum Meaning {
    /// Rows meet that were taken together: they are to be taken one by one.
    RowsMeet,
    /// Nothing is to be kept.
    Failed {
        /// Why.
        failure: Box<Failure>,
        /// The statements that it may be about, where that is not known.
        among: Vec<u32>,
    },
}

/// What a refusal of statements means that were sent all at once; of which one, where the host knows.
#[must_use]
pub fn meaning(schema: &Schema, script: &Script, statement: Option<u32>, refusal: &Refusal) -> Meaning {
    let noticed = Notice::read(&refusal.message).filter(|_| refusal.state.as_deref() == Some("22P02"));
    let known = statement.or(noticed.and_then(|noticed| noticed.statement));
    let among = if known.is_some() { Vec::new() } else { candidates(schema, script, refusal) };
    let statement = match among.as_slice() {
        [only] => Some(*only),
        _ => known,
    };
    let notice = noticed.map(|noticed| noticed.notice);
    if notice == Some(Notice::RowsMeet) {
        return Meaning::RowsMeet;
    }
    let unfit = noticed
        .filter(|_| matches!(notice, Some(Notice::RowUnfit | Notice::RowsUnfit)))
        .and_then(|noticed| unfit(script, statement?, noticed.row));
    let failure = unfit.unwrap_or_else(|| place_among(schema, Some(script), (statement, &among), refusal));
    Meaning::Failed { failure: Box::new(failure), among }
}

/// The failure of a statement whose rows are not as they must be.
fn unfit(script: &Script, id: u32, row: Option<u32>) -> Option<Failure> {
    let statement = script.statements.get(id as usize)?;
    let rows = match statement.guard {
        GuardForm::None { .. } => 1,
        _ => 0,
    };
    let failure = guarded(statement, id, &Rows { given: 1, rows, lent: [].into() })?;
    Some(Failure { row, ..failure })
}

/// The statements that a refusal may be about, by the table and the columns that it names.
fn candidates(schema: &Schema, script: &Script, refusal: &Refusal) -> Vec<u32> {
    let Some(table) = &refusal.table else {
        return Vec::new();
    };
    let is_of_key = matches!(refusal.state.as_deref(), Some("23503" | "23001"));
    let fields = place(schema, Some(script), None, refusal).target;
    let is_it = |statement: &Statement| match statement.kind {
        "insert" | "update" => {
            let model = schema.model_named(&statement.model).and_then(|id| schema.model(id));
            model.is_some_and(|model| {
                let is_own = model.table == *table
                    && (statement.kind == "insert" || fields.is_empty() || fills(statement, &fields));
                // A key that changes may be what rows of another table point at.
                is_own || is_of_key && statement.kind == "update" && fills(statement, &pointed_at(model))
            })
        }
        "delete" => is_of_key,
        _ => false,
    };
    (0..).zip(&script.statements).filter(|(_, statement)| is_it(statement)).map(|(id, _)| id).collect()
}

/// The fields that rows of other tables, or pairs, hold copies of.
fn pointed_at(model: &Model) -> Vec<String> {
    let fields = model.relations().flat_map(|(_, relation)| match &relation.holder {
        Holder::Here(_) => Vec::new(),
        Holder::There(pairs) => pairs.iter().map(|(own, _)| *own).listed(),
        Holder::Between(junction) => [junction.here_field].into(),
    });
    fields.filter_map(|field| Some(model.field(field)?.name.clone())).collect()
}

/// Whether a statement gives one of these fields a value.
fn fills(statement: &Statement, fields: &[String]) -> bool {
    statement.fills.iter().any(|field| fields.contains(field))
}
