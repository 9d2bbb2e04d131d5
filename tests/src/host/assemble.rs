//! Makes what a caller gets from the rows that came back.

use serde_json::{Map, Value as Json, json};
use treewright::{AnswerForm, AnswerPart};

use super::bind::Binder;
use crate::prepared::Prepared;

/// A row that came back: the statement, and its position among the rows of it.
type Cursor = (u32, usize);

/// What the caller gets.
pub(super) fn answer(prepared: &Prepared, binder: &Binder<'_>) -> Json {
    let script = &prepared.script;
    let Some(form) = &script.answer else {
        if let ("number" | "numbers", [statement]) = (script.returns, script.counted.as_slice()) {
            return numbers(binder, *statement, script.returns == "number");
        }
        let counted = script.counted.iter().map(|statement| binder.sent[*statement as usize].gave.n_rows);
        return json!({ "count": counted.sum::<usize>() });
    };
    let mut roots: Vec<Cursor> = Vec::new();
    for rows in &form.rows {
        let came = binder.sent[rows.step as usize].came(rows.group);
        roots.extend(came.into_iter().map(|(at, _)| (rows.step, at)));
    }
    let mut objects = roots.iter().map(|root| object(binder, form, *root));
    match script.returns {
        "rows" => objects.collect(),
        _ => objects.next().unwrap_or(Json::Null),
    }
}

/// The numbers of a statement that counts: by name, or the first.
fn numbers(binder: &Binder<'_>, statement: u32, is_alone: bool) -> Json {
    let columns = &binder.prepared.script.statements[statement as usize].columns;
    let (_, row) = &binder.sent[statement as usize].gave.rows[0];
    let value = |at: usize| binder.coding(statement, at as u32).decode(&row[at]);
    if is_alone {
        return value(0);
    }
    let numbers = columns.iter().enumerate().map(|(at, column)| (column.name.clone(), value(at)));
    Json::Object(numbers.collect())
}

fn object(binder: &Binder<'_>, form: &AnswerForm, cursor: Cursor) -> Json {
    let (statement, at) = cursor;
    let among = form.rows.iter().position(|rows| rows.step == statement).expect("a row of the answer");
    let rows = &binder.sent[statement as usize].gave.rows;
    let mut entries = Map::new();
    for (name, positions) in &form.fields {
        let column = positions[among];
        let value = binder.coding(statement, column).decode(&rows[at].1[column as usize]);
        entries.insert(name.clone(), value);
    }
    for part in &form.relations {
        let related = related(binder, part, cursor);
        let inner =
            |cursor: &Cursor| object(binder, part.answer.as_ref().expect("rows have an answer"), *cursor);
        let mut objects = related.iter().map(inner);
        let value = if part.many { objects.collect() } else { objects.next().unwrap_or(Json::Null) };
        entries.insert(part.name.clone(), value);
    }
    if !form.counts.is_empty() {
        let counted = form.counts.iter().map(|(name, positions)| {
            let column = positions[among];
            let value = binder.coding(statement, column).decode(&rows[at].1[column as usize]);
            (name.clone(), value)
        });
        entries.insert("_count".to_owned(), Json::Object(counted.collect()));
    }
    Json::Object(entries)
}

/// The rows at the other end of a relation of one row.
fn related(binder: &Binder<'_>, part: &AnswerPart, (statement, at): Cursor) -> Vec<Cursor> {
    let Some(answer) = &part.answer else {
        assert_eq!(part.by, "nothing", "only of nothing there is no answer");
        return Vec::new();
    };
    let sent = &binder.sent[statement as usize];
    let mut found = Vec::new();
    for rows in &answer.rows {
        let inner = &binder.sent[rows.step as usize];
        match (part.by, rows.group) {
            ("written", Some(group)) => {
                let position = if sent.gave.rows.is_empty() { at } else { sent.gave.rows[at].0 - 1 };
                let order = answer.rows.iter().position(|one| one.group == rows.group);
                for row in binder.related(sent.places[position], group) {
                    let at = inner.row_of((group, row));
                    found.extend(at.map(|at| ((order, row), (rows.step, at))));
                }
            }
            ("read", None) => {
                let is_of = |position: usize| inner.lenders[position - 1] == (statement, at);
                let rows_of =
                    inner.gave.rows.iter().enumerate().filter(|(_, (position, _))| is_of(*position));
                found.extend(rows_of.map(|(at, _)| ((None, at), (rows.step, at))));
            }
            (by, group) => panic!("rows of {group:?} come {by}"),
        }
    }
    // Rows of one group that went into several statements stand together, in the caller's order.
    found.sort_unstable();
    found.into_iter().map(|(_, cursor)| cursor).collect()
}
