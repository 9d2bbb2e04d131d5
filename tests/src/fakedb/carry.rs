//! Carries out one step of a plan with the values that a host bound for it.
//!
//! Knows a step as the planner states it, and none of the SQL it is rendered to: the two are told apart by the suites
//! that run the same cases on a real server.

use std::cmp::Ordering;

use treewright::{
    Action, FieldId, Holder, Insert, InsertColumn, KeyMaking, Link, ModelId, Plan, Refusal, Relation, Source,
    Statement, Step, Value,
};

use super::values::Values;
use super::{Cell, Database, order};

/// The values bound to one parameter.
#[derive(Clone, Debug, PartialEq)]
pub enum Bound {
    /// One value for each row.
    Values(Vec<Value>),
    /// The number of rows.
    Count(usize),
    /// A number of the request.
    Number(Value),
}

/// What a step gave back.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gave {
    /// Rows with the position, from 1, of the row that was sent; for a step that gives nothing, none.
    pub rows: Vec<(usize, Vec<Value>)>,
    /// How many rows there are, or were counted.
    pub n_rows: usize,
}

impl Database {
    /// Carries out a step.
    ///
    /// # Errors
    /// What the database has against it.
    pub fn carry_out(
        &mut self,
        plan: &Plan,
        step: &Step,
        statement: &Statement,
        bound: &[Bound],
        origins: &[String],
    ) -> Result<Gave, Refusal> {
        assert!(plan.step(step.id).is_some(), "the step is one of the plan");
        let values = Values { plan, statement, bound };
        match &step.action {
            Action::Insert(insert) => self.carry_insert(step, insert, bound, origins),
            Action::Link(link) => self.carry_link(link, bound),
            Action::Read(read) => Ok(self.carry_read(&values, step, read)),
            Action::Count(count) => Ok(self.carry_count(&values, step, count)),
            Action::Find(find) => Ok(self.carry_find(&values, step, find, origins.len())),
            Action::Update(update) => self.carry_update(&values, step, update, origins.len()),
            Action::Delete(delete) => self.carry_delete(&values, step, delete, origins.len()),
            Action::Unlink(unlink) => Ok(self.carry_unlink(&values, step, unlink, origins.len())),
        }
    }

    fn carry_insert(
        &mut self,
        step: &Step,
        insert: &Insert,
        bound: &[Bound],
        origins: &[String],
    ) -> Result<Gave, Refusal> {
        let n_rows = n_rows(bound);
        assert_eq!(n_rows, origins.len(), "every row comes from a place of the request");
        let mut new = Vec::new();
        for (row, origin) in origins.iter().enumerate() {
            let cells = self.model(step.model).fields().map(|(id, _)| cell(insert, bound, id, row));
            new.push((cells.collect(), origin.clone()));
        }
        let start = self.rows(step.model).len();
        let keys = self.insert(step.model, new, &insert.conflict)?;
        let n_made = keys.iter().flatten().count();
        let mut gave = Gave { rows: Vec::new(), n_rows: n_made };
        if !step.gives.is_empty() {
            gave.rows = self.known_again(step, insert, start, &keys);
            gave.n_rows = gave.rows.len();
        }
        self.after_insert(step.model, n_made);
        Ok(gave)
    }

    /// The new rows, each with the position of the row that was sent for it.
    fn known_again(
        &self,
        step: &Step,
        insert: &Insert,
        start: usize,
        keys: &[Option<Vec<Value>>],
    ) -> Vec<(usize, Vec<Value>)> {
        let new = &self.rows(step.model)[start..];
        let given =
            |cells: &[Value]| step.gives.iter().map(|field| cells[field.0 as usize].clone()).collect();
        let key = self.model(step.model).primary_key();
        let made = keys.iter().enumerate().filter_map(|(position, sent)| Some((position, sent.as_ref()?)));
        let found = |(at, (position, sent)): (usize, (usize, &Vec<Value>))| match &insert.key {
            KeyMaking::Unneeded => None,
            KeyMaking::Ordinal => Some((position + 1, given(&new[at].cells))),
            KeyMaking::Known { fields, .. } => {
                assert_eq!(fields, key, "rows are known again by their primary key");
                let is_it = |cells: &[Value]| {
                    key.iter().zip(sent).all(|(field, value)| cells[field.0 as usize] == *value)
                };
                // A row mostly stands where it was sent; a trigger that changed its key makes it lost.
                let near = new.get(at).filter(|row| is_it(&row.cells));
                let row = near.or_else(|| new.iter().find(|row| is_it(&row.cells)))?;
                Some((position + 1, given(&row.cells)))
            }
        };
        made.enumerate().filter_map(found).collect()
    }

    fn carry_link(&mut self, link: &Link, bound: &[Bound]) -> Result<Gave, Refusal> {
        let [Bound::Values(here), Bound::Values(there)] = bound else {
            panic!("a link takes two columns of keys");
        };
        let mut n_rows = 0;
        for (here, there) in here.iter().zip(there) {
            n_rows += usize::from(self.link(&link.junction, here.clone(), there.clone())?);
        }
        Ok(Gave { rows: Vec::new(), n_rows })
    }

    pub(super) fn rows_with(&self, model: ModelId, fields: &[FieldId], keys: &[&Value]) -> Vec<usize> {
        let equal = |cells: &[Value]| {
            let mut pairs = fields.iter().zip(keys);
            pairs.all(|(field, key)| **key != Value::Null && cells[field.0 as usize] == **key)
        };
        let rows = self.rows(model).iter().enumerate();
        rows.filter(|(_, row)| equal(&row.cells)).map(|(at, _)| at).collect()
    }

    /// The rows at the other end of a relation, by the keys of a row at this one.
    pub(crate) fn related_rows(&self, relation: &Relation, keys: &[&Value]) -> Vec<usize> {
        match &relation.holder {
            Holder::Here(pairs) | Holder::There(pairs) => {
                let there: Vec<FieldId> = pairs.iter().map(|(_, there)| *there).collect();
                self.rows_with(relation.to, &there, keys)
            }
            Holder::Between(junction) => {
                let pairs = &self.junctions[self.junction(junction)];
                let here = usize::from(pairs.columns[0].0 != junction.here);
                let linked = |cells: &[Value]| {
                    let far = &cells[junction.there_field.0 as usize];
                    pairs.rows.iter().any(|pair| pair[here] == *keys[0] && pair[1 - here] == *far)
                };
                let rows = self.rows(relation.to).iter().enumerate();
                rows.filter(|(_, row)| linked(&row.cells)).map(|(at, _)| at).collect()
            }
        }
    }

    /// The order of two rows of a table by their primary keys.
    pub(super) fn by_key(&self, model: ModelId, one: usize, other: usize) -> Ordering {
        let cell = |at: usize, field: &FieldId| &self.rows(model)[at].cells[field.0 as usize];
        let by_field = |field: &FieldId| order(cell(one, field), cell(other, field));
        let key = self.model(model).primary_key();
        key.iter().map(by_field).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    }

    /// What a step gives of a row.
    pub(super) fn given(&self, step: &Step, at: usize) -> Vec<Value> {
        let cells = &self.rows(step.model)[at].cells;
        step.gives.iter().map(|field| cells[field.0 as usize].clone()).collect()
    }
}

/// What an insert says of one cell.
fn cell(insert: &Insert, bound: &[Bound], field: FieldId, row: usize) -> Cell {
    let is_drawn = matches!(&insert.key, KeyMaking::Known { drawn, .. } if drawn.contains(&field));
    let Some(position) = insert.columns.iter().position(|column| column.field == field) else {
        return if is_drawn { Cell::Drawn } else { Cell::Left };
    };
    let can_draw = insert.columns[position].sources.iter().flatten().any(|source| *source == Source::Drawn);
    if let Some((own, from)) = own(insert, position)
        && let Value::Int(number) = value(&bound[insert.columns.len() + own], row)
    {
        return Cell::Own(usize::try_from(number - 1).expect("positions count from 1"), from);
    }
    match value(&bound[position], row) {
        Value::Null if can_draw => Cell::Drawn,
        value => Cell::Sent(value.clone()),
    }
}

/// For a column that rows take from each other: which of those columns it is, and the field that is taken.
fn own(insert: &Insert, position: usize) -> Option<(usize, FieldId)> {
    let taken = |column: &InsertColumn| {
        column.sources.iter().flatten().find_map(|source| match source {
            Source::Own(own) => Some(own.field),
            _ => None,
        })
    };
    let field = taken(&insert.columns[position])?;
    let before = insert.columns[..position].iter().filter(|column| taken(column).is_some());
    Some((before.count(), field))
}

fn value(bound: &Bound, row: usize) -> &Value {
    match bound {
        Bound::Values(values) => &values[row],
        Bound::Count(_) | Bound::Number(_) => panic!("a number has no values"),
    }
}

fn n_rows(bound: &[Bound]) -> usize {
    let counts: Vec<usize> = bound
        .iter()
        .map(|bound| match bound {
            Bound::Values(values) => values.len(),
            Bound::Count(count) => *count,
            Bound::Number(_) => panic!("only conditions have a number of their own"),
        })
        .collect();
    assert!(counts.windows(2).all(|pair| pair[0] == pair[1]), "every parameter has as many rows");
    counts.first().copied().unwrap_or(0)
}
