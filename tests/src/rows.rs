//! All rows of a database as text, and values that nobody can foresee under names that repeat.
//!
//! A host of any language can print the same: tables with rows in the order of the schema, junction tables after them;
//! rows in the order of their primary keys, numbers as numbers; texts in quotes as JSON, all else bare.
//!
//! A text is fresh if it stands in a field whose default makes it (`uuid`, `cuid`, `ulid`, `nanoid`, or the database's
//! own UUIDs) and nowhere in the request. Fresh texts are named `<uuid 1>`, `<uuid 2>`, in the order in which they first
//! stand in the text; until then all are alike when rows are sorted, and pairs are sorted by those names. A point in time is `<now>` if it stands in a field
//! that is set to the present and nowhere in the request.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde_json::{Map, Value as Json};
use treewright::{Coder, Default, Field, Generator, Model, Value};

use crate::coding::Coding;
use crate::fakedb::{Database, order};
use crate::forms::parse_date;

/// Every row, and the answer below.
#[must_use]
pub fn show(database: &Database, answer: &Json, written: &[&Value]) -> String {
    let mut names = Names { written: leaves(written), kinds: BTreeMap::new(), numbers: BTreeMap::new() };
    names.gather(database);
    let mut text = String::new();
    for (id, model) in database.schema.models() {
        let codings: Vec<Coding> =
            model.fields().map(|(_, field)| Coding::of_field(&database.schema, field)).collect();
        let mut rows: Vec<&[Value]> = database.rows(id).iter().map(|row| row.cells.as_slice()).collect();
        rows.sort_by(|one, other| names.order(&sort_keys(model, one), &sort_keys(model, other)));
        let columns: Vec<String> = model.fields().map(|(_, field)| field.column.clone()).collect();
        let cells = |cells: &&[Value], names: &mut Names| {
            let fields = model.fields().map(|(_, field)| field).zip(*cells).zip(&codings);
            fields.map(|((field, value), coding)| names.cell(field, value, coding)).collect()
        };
        let rows: Vec<Vec<String>> = rows.iter().map(|row| cells(row, &mut names)).collect();
        table(&mut text, &model.table, &columns, &rows);
    }
    for pairs in &database.junctions {
        let mut rows: Vec<Vec<&Value>> = pairs.rows.iter().map(|pair| pair.iter().collect()).collect();
        // The rows that pairs point at have names by now.
        rows.sort_by_cached_key(|pair| pair.iter().map(|value| names.sortable(value)).collect::<Vec<_>>());
        let columns: Vec<String> = pairs.columns.iter().map(|(column, ..)| column.clone()).collect();
        let fields: Vec<&Field> = pairs
            .columns
            .iter()
            .map(|(_, model, field)| database.model(*model).field(*field).expect("a field"))
            .collect();
        let cells = |pair: &Vec<&Value>, names: &mut Names| {
            let cells = fields.iter().zip(pair);
            cells
                .map(|(field, value)| names.cell(field, value, &Coding::of_field(&database.schema, field)))
                .collect()
        };
        let rows: Vec<Vec<String>> = rows.iter().map(|pair| cells(pair, &mut names)).collect();
        table(&mut text, &pairs.table.1, &columns, &rows);
    }
    let answer = serde_json::to_string_pretty(&names.named(answer)).expect("JSON can be written");
    let _ = writeln!(text, "answer\n{answer}");
    text
}

/// The cells that rows are sorted by: those of the key first.
fn sort_keys<'r>(model: &Model, cells: &'r [Value]) -> Vec<&'r Value> {
    let key = model.primary_key().iter().map(|field| &cells[field.0 as usize]);
    key.chain(cells).collect()
}

fn table(text: &mut String, name: &str, columns: &[String], rows: &[Vec<String>]) {
    if rows.is_empty() {
        return;
    }
    let width = |position: usize| {
        let cells = rows.iter().map(|row| row[position].chars().count());
        cells.chain([columns[position].chars().count()]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns.len()).map(width).collect();
    let mut line = |cells: &[String]| {
        let cells: Vec<String> =
            cells.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        let _ = writeln!(text, "{}", format!("  {}", cells.join(" | ")).trim_end());
    };
    line(&[format!("\u{1}{name}")]);
    line(columns);
    for row in rows {
        line(row);
    }
    *text = text.replace("  \u{1}", "");
    text.push('\n');
}

/// Names for values that cannot be foreseen.
struct Names {
    /// Everything that stands in the request.
    written: BTreeSet<String>,
    /// The word for each fresh text.
    kinds: BTreeMap<String, &'static str>,
    /// The number of each fresh text that was named.
    numbers: BTreeMap<String, usize>,
}

impl Names {
    fn gather(&mut self, database: &Database) {
        for (id, model) in database.schema.models() {
            for (field_id, field) in model.fields() {
                let Some(word) = word(field) else {
                    continue;
                };
                for row in database.rows(id) {
                    if let Value::Text(text) = &row.cells[field_id.0 as usize]
                        && !self.written.contains(text)
                    {
                        self.kinds.insert(text.clone(), word);
                    }
                }
            }
        }
    }

    fn order(&self, one: &[&Value], other: &[&Value]) -> Ordering {
        let by_cell = |(one, other): (&&Value, &&Value)| order(&self.masked(one), &self.masked(other));
        one.iter().zip(other).map(by_cell).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    }

    fn masked(&self, value: &Value) -> Value {
        match value {
            Value::Text(text) if self.kinds.contains_key(text) => Value::Text(String::new()),
            other => other.clone(),
        }
    }

    /// A cell of a pair, as pairs are sorted: numbers as numbers, texts as texts, fresh texts by their names.
    fn sortable(&mut self, value: &Value) -> (i64, String) {
        match value {
            Value::Int(number) => (*number, String::new()),
            Value::Text(text) if self.kinds.contains_key(text) => (0, self.name(text)),
            Value::Text(text) => (0, text.clone()),
            other => (0, format!("{other:?}")),
        }
    }

    fn cell(&mut self, field: &Field, value: &Value, coding: &Coding) -> String {
        match value {
            Value::Text(text) if self.kinds.contains_key(text) => self.name(text),
            Value::Date(_)
                if is_present(field) && !self.written.contains(&coding.text(value).unwrap_or_default()) =>
            {
                "<now>".to_owned()
            }
            _ => coding.shown(value),
        }
    }

    fn name(&mut self, text: &str) -> String {
        let word = self.kinds[text];
        let next = self.numbers.keys().filter(|known| self.kinds[*known] == word).count() + 1;
        let number = self.numbers.entry(text.to_owned()).or_insert(next);
        format!("<{word} {number}>")
    }

    /// An answer with names in it. An answer tells no fields, so any point in time that was not written is the present.
    fn named(&mut self, json: &Json) -> Json {
        match json {
            Json::String(text) if self.kinds.contains_key(text) => Json::String(self.name(text)),
            Json::Array(items) => items.iter().map(|item| self.named(item)).collect(),
            Json::Object(entries) => match entries.get("$date") {
                Some(Json::String(date)) if !self.written.contains(date) => Json::String("<now>".to_owned()),
                _ => {
                    let mut named = Map::new();
                    for (name, json) in entries {
                        named.insert(name.clone(), self.named(json));
                    }
                    Json::Object(named)
                }
            },
            other => other.clone(),
        }
    }
}

/// The word for what a field's default makes, if nobody can foresee it.
fn word(field: &Field) -> Option<&'static str> {
    match (&field.default, field.native.coder) {
        (Some(Default::Made(Generator::Uuid(_))), _) | (Some(Default::Database(_)), Coder::Uuid) => {
            Some("uuid")
        }
        (Some(Default::Made(Generator::Cuid(_))), _) => Some("cuid"),
        (Some(Default::Made(Generator::Ulid)), _) => Some("ulid"),
        (Some(Default::Made(Generator::Nanoid(_))), _) => Some("nanoid"),
        _ => None,
    }
}

fn is_present(field: &Field) -> bool {
    field.updated_at || matches!(field.default, Some(Default::Now | Default::Database(_)))
}

/// Every text and point in time that was written, as the database would write it.
fn leaves(written: &[&Value]) -> BTreeSet<String> {
    let mut leaves = BTreeSet::new();
    let mut values: Vec<&Value> = written.to_vec();
    while let Some(value) = values.pop() {
        match value {
            Value::List(items) => values.extend(items),
            Value::Object(entries) => values.extend(entries.iter().map(|(_, value)| value)),
            Value::Text(text) => {
                leaves.insert(text.clone());
                leaves.extend(parse_date(text).map(crate::forms::show_date));
            }
            Value::Date(millis) => {
                leaves.insert(crate::forms::show_date(*millis));
            }
            _ => {}
        }
    }
    leaves
}
