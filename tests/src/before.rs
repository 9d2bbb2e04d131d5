//! The rows of a `.before` file: tables as `.rows` prints them, there before the request.

use std::sync::Arc;

use serde_json::Value as Json;
use treewright::{Coder, Field, ModelId, Value};

use crate::coding::Coding;
use crate::fakedb::Database;
use crate::forms::to_value;

/// Puts the rows of a file into a database; what a table's sequences draw then comes after them.
///
/// # Panics
/// When the file names what is not there.
pub fn load(database: &mut Database, text: &str) {
    let mut rows = Vec::new();
    for section in text.split("\n\n").filter(|section| !section.trim().is_empty()) {
        let mut lines = section.trim_matches('\n').lines();
        let (table, header) = (lines.next().unwrap_or(""), lines.next().unwrap_or(""));
        let starts = starts_of(header);
        let columns = cells_of(header, &starts);
        let model = database.schema.models().find(|(_, model)| model.table == table).map(|(id, _)| id);
        for line in lines {
            let cells = cells_of(line, &starts);
            match model {
                Some(id) => rows.push((id, row(database, id, &columns, &cells))),
                None => pair(database, table, &columns, &cells),
            }
        }
    }
    database.load(rows);
}

fn row(database: &Database, id: ModelId, columns: &[String], cells: &[String]) -> Vec<Value> {
    let schema = Arc::clone(&database.schema);
    let model = schema.model(id).expect("a model of the schema");
    for column in columns {
        let is_there = model.fields().any(|(_, field)| field.column == *column);
        assert!(is_there, "{} has no column `{column}`", model.table);
    }
    let cell = |field: &Field| {
        let position = columns.iter().position(|column| *column == field.column);
        let coding = Coding::of_field(&schema, field);
        position.map_or(Value::Null, |position| value(field, &coding, &cells[position]))
    };
    model.fields().map(|(_, field)| cell(field)).collect()
}

fn pair(database: &mut Database, table: &str, columns: &[String], cells: &[String]) {
    let schema = Arc::clone(&database.schema);
    let pairs = database.junctions.iter_mut().find(|pairs| pairs.table.1 == table);
    let pairs = pairs.unwrap_or_else(|| panic!("there is no table `{table}`"));
    let side = |side: usize| {
        let (column, model, field) = &pairs.columns[side];
        let field = schema.model(*model).and_then(|model| model.field(*field)).expect("a field");
        let position = columns.iter().position(|name| name == column).expect("both columns of a pair");
        value(field, &Coding::of_field(&schema, field), &cells[position])
    };
    let pair = [side(0), side(1)];
    pairs.rows.push(pair);
}

/// A cell as `.rows` prints it: texts in quotes, all else bare.
fn value(field: &Field, coding: &Coding, cell: &str) -> Value {
    if cell == "null" {
        return Value::Null;
    }
    if field.list {
        let json: Json = serde_json::from_str(cell).expect("a list of values that JSON can hold");
        return coding.encode(&to_value(&json));
    }
    match field.native.coder {
        Coder::Json | Coder::Jsonb => to_value(&serde_json::from_str(cell).expect("JSON")),
        Coder::Text | Coder::Uuid | Coder::Enum => {
            Value::Text(serde_json::from_str(cell).expect("a text in quotes"))
        }
        _ => coding.from_text(Some(cell)),
    }
}

fn starts_of(header: &str) -> Vec<usize> {
    let letters: Vec<char> = header.chars().collect();
    let bars = (0..letters.len()).filter(|at| letters[*at..].starts_with(&[' ', '|', ' ']));
    std::iter::once(0).chain(bars.map(|at| at + 3)).collect()
}

fn cells_of(line: &str, starts: &[usize]) -> Vec<String> {
    let letters: Vec<char> = line.chars().collect();
    let cell = |n: usize| {
        let end = starts.get(n + 1).map_or(letters.len(), |next| next - 3).min(letters.len());
        let start = starts[n].min(end);
        letters[start..end].iter().collect::<String>().trim().to_owned()
    };
    (0..starts.len()).map(cell).collect()
}
