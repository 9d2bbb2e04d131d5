//! Makes the objects a caller gets from the rows that came back.

use serde_json::{Map, Value as Json};
use treewright::{AnswerForm, AnswerPart};

use super::bind::Binder;
use crate::prepared::Prepared;

/// A row that came back: the statement, and its position among the rows of it.
type Cursor = (u32, usize);

/// What the caller gets.
pub(super) fn answer(prepared: &Prepared, binder: &Binder<'_>) -> Json {
    let form = &prepared.script.answer;
    let mut roots: Vec<Cursor> = Vec::new();
    for rows in &form.rows {
        let sent = &binder.sent[rows.step as usize];
        match rows.group {
            // Rows that were written are there even where nothing of them is asked to come back.
            Some(group) => {
                let places = sent.places.iter().zip(0..);
                roots.extend(places.filter(|(place, _)| place.0 == group).map(|(_, at)| (rows.step, at)));
            }
            None => roots.extend((0..sent.gave.rows.len()).map(|at| (rows.step, at))),
        }
    }
    roots.first().map_or(Json::Null, |root| object(binder, form, *root))
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
                for row in binder.related(sent.places[at], group) {
                    let position = inner.positions.get(&(group, row));
                    found.extend(position.map(|position| (row, (rows.step, *position))));
                }
            }
            ("read", None) => {
                let is_of = |position: usize| inner.lenders[position - 1] == (statement, at);
                let rows_of =
                    inner.gave.rows.iter().enumerate().filter(|(_, (position, _))| is_of(*position));
                found.extend(rows_of.map(|(at, _)| (at, (rows.step, at))));
            }
            (by, group) => panic!("rows of {group:?} come {by}"),
        }
    }
    // Rows that went into several statements stand in the caller's order all the same.
    found.sort_unstable();
    found.into_iter().map(|(_, cursor)| cursor).collect()
}
