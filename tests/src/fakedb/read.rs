//! Reads: which rows come back for each row around them, and in which order.

use std::cmp::Ordering;

use treewright::{Count, FieldId, ModelId, Order, OrderBy, Parameter, Read, Step, Value, Wanted};

use super::carry::Gave;
use super::values::Values;
use super::{Bound, Database, order};

impl Database {
    pub(super) fn carry_read(&self, values: &Values<'_>, step: &Step, read: &Read) -> Gave {
        if read.batch.is_some() {
            let all = (0..self.rows(step.model).len()).collect();
            let found = self.wanted(values, step.model, all, &read.wanted);
            let rows: Vec<_> = found.iter().map(|at| (1, self.read_row(values, step, read, *at))).collect();
            return Gave { n_rows: rows.len(), rows };
        }
        let lent: Vec<&[Value]> =
            values.statement.parameters.iter().zip(values.bound).filter_map(lent).collect();
        let n_rows = lent.first().map_or(0, |keys| keys.len());
        let mut rows = Vec::new();
        for position in 0..n_rows {
            let keys: Vec<&Value> = lent.iter().map(|keys| &keys[position]).collect();
            let matching = self.matching(step.model, read, &keys);
            let found = self.wanted(values, step.model, matching, &read.wanted);
            rows.extend(found.iter().map(|at| (position + 1, self.read_row(values, step, read, *at))));
        }
        Gave { n_rows: rows.len(), rows }
    }

    fn read_row(&self, values: &Values<'_>, step: &Step, read: &Read, at: usize) -> Vec<Value> {
        let mut given = self.given(step, at);
        let cells = &self.rows(step.model)[at].cells;
        for (relation, filter) in &read.counts {
            let relation = self.model(step.model).relation(*relation).expect("a relation");
            let related = self.related_rows(relation, &self.near_keys(relation, cells));
            let far = |at: &usize| &self.rows(relation.to)[*at].cells;
            let met = |at: &usize| self.meets(values, relation.to, far(at), filter, 0) == Some(true);
            given.push(Value::Int(related.iter().filter(|at| met(at)).count() as i64));
        }
        given
    }

    pub(super) fn carry_count(&self, values: &Values<'_>, step: &Step, count: &Count) -> Gave {
        let all = (0..self.rows(step.model).len()).collect();
        let found = self.wanted(values, step.model, all, &count.wanted);
        let has =
            |at: &usize, field: FieldId| self.rows(step.model)[*at].cells[field.0 as usize] != Value::Null;
        let number = |field: &Option<FieldId>| match field {
            None => found.len(),
            Some(field) => found.iter().filter(|at| has(at, *field)).count(),
        };
        let numbers = count.of.iter().map(|field| Value::Int(number(field) as i64)).collect();
        Gave { n_rows: 1, rows: [(1, numbers)].into() }
    }

    /// The rows that a read finds by one set of keys.
    fn matching(&self, model: ModelId, read: &Read, keys: &[&Value]) -> Vec<usize> {
        match read.relation {
            None => self.rows_with(model, &read.lent, keys),
            Some((from, id)) => {
                self.related_rows(self.model(from).relation(id).expect("a relation of the schema"), keys)
            }
        }
    }

    /// Those of some rows that are wanted, in their order.
    fn wanted(&self, values: &Values<'_>, model: ModelId, found: Vec<usize>, wanted: &Wanted) -> Vec<usize> {
        let cells = |at: usize| self.rows(model)[at].cells.as_slice();
        let is_last = wanted.take.is_some_and(|take| take.last);
        let by = |one: &usize, other: &usize| {
            let order = self.by_orders(model, *one, *other, &wanted.order);
            if is_last { order.reverse() } else { order }
        };
        let meets = |at: usize, filter| self.meets(values, model, cells(at), filter, 0) == Some(true);
        let mut rows: Vec<usize> =
            found.into_iter().filter(|at| wanted.filter.iter().all(|filter| meets(*at, filter))).collect();
        rows.sort_by(by);
        if let Some(cursor) = &wanted.cursor {
            let Some(start) = (0..self.rows(model).len()).find(|at| meets(*at, cursor)) else {
                return Vec::new();
            };
            rows.retain(|at| by(at, &start).is_ge());
        }
        let mut seen: Vec<Vec<&Value>> = Vec::new();
        if !wanted.distinct.is_empty() {
            rows.retain(|at| {
                let own: Vec<&Value> =
                    wanted.distinct.iter().map(|field| &cells(*at)[field.0 as usize]).collect();
                let is_new = !seen.contains(&own);
                seen.push(own);
                is_new
            });
        }
        let number = |slot| usize::try_from(values.number(slot).unsigned_abs()).expect("a small number");
        if let Some(skip) = wanted.skip {
            rows.drain(..number(skip).min(rows.len()));
        }
        let take = wanted.take.map(|take| number(take.slot));
        if let Some(take) = take.or(wanted.only_first.then_some(1)) {
            rows.truncate(take);
        }
        if is_last {
            rows.reverse();
        }
        rows
    }

    fn by_orders(&self, model: ModelId, one: usize, other: usize, orders: &[Order]) -> Ordering {
        for by in orders {
            let [left, right] =
                [one, other].map(|at| self.order_value(model, &self.rows(model)[at].cells, by, 0));
            let nulls_first = by.nulls_first.unwrap_or(by.descending);
            let found = match (left == Value::Null, right == Value::Null) {
                (true, true) => Ordering::Equal,
                (true, false) if nulls_first => Ordering::Less,
                (false, true) if !nulls_first => Ordering::Less,
                (true, false) | (false, true) => Ordering::Greater,
                (false, false) if by.descending => order(&right, &left),
                (false, false) => order(&left, &right),
            };
            if found.is_ne() {
                return found;
            }
        }
        self.by_key(model, one, other)
    }

    fn order_value(&self, model: ModelId, cells: &[Value], by: &Order, step: usize) -> Value {
        let Some(relation) = by.through.get(step) else {
            return match by.by {
                OrderBy::Field(field) => cells[field.0 as usize].clone(),
                OrderBy::Count(relation) => {
                    let relation = self.model(model).relation(relation).expect("a relation");
                    let related = self.related_rows(relation, &self.near_keys(relation, cells));
                    Value::Int(related.len() as i64)
                }
            };
        };
        let relation = self.model(model).relation(*relation).expect("a relation");
        let related = self.related_rows(relation, &self.near_keys(relation, cells));
        let far = related.first().map(|at| self.rows(relation.to)[*at].cells.as_slice());
        let missing = if matches!(by.by, OrderBy::Count(_)) { Value::Int(0) } else { Value::Null };
        far.map_or(missing, |far| self.order_value(relation.to, far, by, step + 1))
    }
}

/// The keys that a parameter brings, one for each row around.
fn lent<'v>((parameter, bound): (&Parameter, &'v Bound)) -> Option<&'v [Value]> {
    match (parameter, bound) {
        (Parameter::Lent { .. }, Bound::Values(values)) => Some(values),
        _ => None,
    }
}
