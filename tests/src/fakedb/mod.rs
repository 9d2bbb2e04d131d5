//! Tables in memory that carry out steps, not SQL, and refuse what a database would.
//!
//! Knows nothing of requests. Three things that real tables do by triggers and expressions are settled by convention,
//! so that the tables beside the cases can do the same:
//!
//! - a `beforeInsert` trigger puts the texts of a row's primary key into small letters;
//! - an `afterInsert` trigger adds one to the row's field `revision`;
//! - a generated column has the text of the column before it, in small letters;
//! - a default that only the database knows is a fresh UUID, the next number, or the text `secret`.

mod actions;
mod carry;
mod change;
mod defaults;
mod fault;
mod filter;
mod read;
mod reckon;
mod rules;
mod values;

pub use carry::{Bound, Gave};
pub use fault::{Connection, Fault, Mishap};
pub(crate) use filter::compare;
pub(crate) use reckon::reckoned;

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use treewright::{
    Conflict, Default, FieldId, Holder, Junction, Model, ModelId, Refusal, Relation, Schema, Trigger, Value,
};

/// The instant at which everything happens: the first moment of 2030.
pub const NOW: i64 = 1_893_456_000_000;

/// A whole database.
#[derive(Clone, Debug)]
pub struct Database {
    pub(crate) schema: Arc<Schema>,
    /// The tables of the models, in the order of the schema.
    pub tables: Vec<Table>,
    /// The junction tables, in the order of the schema.
    pub junctions: Vec<Pairs>,
    /// The last number of every sequence, by what draws from it.
    numbers: BTreeMap<String, i64>,
}

/// The rows of a model.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// In the order they were made.
    pub rows: Vec<Row>,
}

/// A row, and the place in the request that asked for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// One cell a field.
    pub cells: Vec<Value>,
    /// The path of the row in the request, if it came from one.
    pub origin: Option<String>,
}

/// The rows of a junction table.
#[derive(Clone, Debug, PartialEq)]
pub struct Pairs {
    /// The schema and name of the table.
    pub table: (Option<String>, String),
    /// The columns in the order of their names, each with the field it points at.
    pub columns: [(String, ModelId, FieldId); 2],
    /// The pairs, in the order they were made.
    pub rows: Vec<[Value; 2]>,
}

/// What a statement says about one cell of a new row.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// The value.
    Sent(Value),
    /// The column's default, evaluated by the statement.
    Drawn,
    /// What a row before it in the same statement has in a field.
    Own(usize, FieldId),
    /// Nothing: the table decides.
    Left,
}

impl Database {
    /// Empty tables of a schema.
    #[must_use]
    pub fn new(schema: &Arc<Schema>) -> Database {
        let mut junctions: Vec<Pairs> = Vec::new();
        for (model, relation) in
            schema.models().flat_map(|(id, model)| model.relations().map(move |(_, one)| (id, one)))
        {
            let Holder::Between(junction) = &relation.holder else {
                continue;
            };
            let table = (junction.schema.clone(), junction.table.clone());
            if junctions.iter().all(|known| known.table != table) {
                let mut columns = [
                    (junction.here.clone(), model, junction.here_field),
                    (junction.there.clone(), relation.to, junction.there_field),
                ];
                columns.sort_by(|one, other| one.0.cmp(&other.0));
                junctions.push(Pairs { table, columns, rows: Vec::new() });
            }
        }
        let tables = schema.models().map(|_| Table::default()).collect();
        Database { schema: Arc::clone(schema), tables, junctions, numbers: BTreeMap::new() }
    }

    /// The model with that number.
    #[must_use]
    pub fn model(&self, id: ModelId) -> &Model {
        self.schema.model(id).expect("a model of the schema")
    }

    /// The rows of a model.
    #[must_use]
    pub fn rows(&self, id: ModelId) -> &[Row] {
        &self.tables[id.0 as usize].rows
    }

    /// Whether the rows are the same, whatever numbers were drawn meanwhile.
    #[must_use]
    pub fn has_rows_of(&self, other: &Database) -> bool {
        self.tables == other.tables && self.junctions == other.junctions
    }

    /// Makes rows of one model as one statement does. Gives the keys they were sent with, before any trigger; none for a
    /// row that was left out because it is there already.
    ///
    /// # Errors
    /// When a rule stands against it; the tables may then be left half written, as inside a transaction that failed.
    pub fn insert(
        &mut self,
        id: ModelId,
        new: Vec<(Vec<Cell>, String)>,
        conflict: &Conflict,
    ) -> Result<Vec<Option<Vec<Value>>>, Refusal> {
        let start = self.rows(id).len();
        let mut keys = Vec::new();
        for (mut cells, origin) in new {
            for cell in &mut cells {
                if let Cell::Own(row, field) = *cell {
                    *cell = Cell::Sent(self.rows(id)[start + row].cells[field.0 as usize].clone());
                }
            }
            let mut row = self.filled(id, cells)?;
            let key =
                self.model(id).primary_key().iter().map(|field| row[field.0 as usize].clone()).collect();
            self.before_insert(id, &mut row);
            self.not_null(id, &row)?;
            if self.is_left_out(id, &row, conflict) {
                keys.push(None);
                continue;
            }
            keys.push(Some(key));
            self.tables[id.0 as usize].rows.push(Row { cells: row, origin: Some(origin) });
        }
        self.unique(id)?;
        self.foreign_keys(id, start)?;
        Ok(keys)
    }

    /// What the table's triggers do once a statement has made rows: the last so many of them.
    pub(crate) fn after_insert(&mut self, id: ModelId, n_rows: usize) {
        let model = self.schema.model(id).expect("a model of the schema");
        let revision = model.field_named("revision").filter(|_| model.has(Trigger::AfterInsert));
        let rows = &mut self.tables[id.0 as usize].rows;
        let start = rows.len() - n_rows;
        for row in &mut rows[start..] {
            if let Some(Value::Int(number)) = revision.map(|field| &mut row.cells[field.0 as usize]) {
                *number += 1;
            }
        }
    }

    /// Adds a pair to a junction table; tells whether it is new.
    ///
    /// # Errors
    /// When either end points at nothing.
    pub fn link(&mut self, junction: &Junction, here: Value, there: Value) -> Result<bool, Refusal> {
        let position = self.junction(junction);
        let pairs = &self.junctions[position];
        let is_first = pairs.columns[0].0 == junction.here;
        let pair = if is_first { [here, there] } else { [there, here] };
        for ((column, model, field), value) in pairs.columns.iter().zip(&pair) {
            let is_there = self.rows(*model).iter().any(|row| row.cells[field.0 as usize] == *value);
            if !is_there {
                return Err(Refusal {
                    state: Some("23503".into()),
                    message: "insert or update on table violates foreign key constraint".into(),
                    table: Some(junction.table.clone()),
                    constraint: Some(format!("{}_{column}_fkey", junction.table)),
                    ..Refusal::default()
                });
            }
        }
        let is_new = !pairs.rows.contains(&pair);
        if is_new {
            self.junctions[position].rows.push(pair);
        }
        Ok(is_new)
    }

    /// The position of a junction table.
    #[must_use]
    pub fn junction(&self, junction: &Junction) -> usize {
        let table = (junction.schema.clone(), junction.table.clone());
        self.junctions.iter().position(|pairs| pairs.table == table).expect("a junction of the schema")
    }

    /// Puts rows there as they are, before any request: what they leave out is null, a default that is a value aside.
    ///
    /// # Panics
    /// When a rule stands against them.
    pub fn lay(&mut self, id: ModelId, cells: Vec<Value>) {
        let start = self.rows(id).len();
        self.not_null(id, &cells).expect("rows laid before a request have what they need");
        self.tables[id.0 as usize].rows.push(Row { cells, origin: None });
        self.unique(id).expect("rows laid before a request are unique");
        self.foreign_keys(id, start).expect("rows laid before a request point at rows");
    }

    /// Puts rows there as they are, in any order, and lets the sequences go on after them.
    ///
    /// # Panics
    /// When a rule stands against them.
    pub fn load(&mut self, rows: Vec<(ModelId, Vec<Value>)>) {
        for (id, cells) in rows {
            self.not_null(id, &cells).expect("rows that are there before have what they need");
            self.tables[id.0 as usize].rows.push(Row { cells, origin: None });
        }
        let schema = Arc::clone(&self.schema);
        for (id, model) in schema.models() {
            self.unique(id).expect("rows that are there before are unique");
            self.foreign_keys(id, 0).expect("rows that are there before point at rows");
            for (field_id, field) in model.fields() {
                if matches!(field.default, Some(Default::Sequence(_))) {
                    let numbers =
                        self.rows(id).iter().filter_map(|row| match row.cells[field_id.0 as usize] {
                            Value::Int(number) => Some(number),
                            _ => None,
                        });
                    let largest = numbers.max().unwrap_or(0);
                    self.numbers.insert(format!("{}.{}", id.0, field_id.0), largest);
                }
            }
        }
    }
}

/// The fields of the near rows that a relation joins by.
pub(crate) fn near_fields(relation: &Relation) -> Vec<FieldId> {
    match &relation.holder {
        Holder::Here(pairs) | Holder::There(pairs) => pairs.iter().map(|(here, _)| *here).collect(),
        Holder::Between(junction) => vec![junction.here_field],
    }
}

/// The order in which a database sorts values of one column.
#[must_use]
pub fn order(one: &Value, other: &Value) -> Ordering {
    match (one, other) {
        (Value::Int(one), Value::Int(other)) | (Value::Date(one), Value::Date(other)) => one.cmp(other),
        (Value::Text(one), Value::Text(other)) => one.cmp(other),
        (Value::Bytes(one), Value::Bytes(other)) => one.cmp(other),
        (Value::Bool(one), Value::Bool(other)) => one.cmp(other),
        (Value::Float(one), Value::Float(other)) => one.total_cmp(other),
        _ => Ordering::Equal,
    }
}
