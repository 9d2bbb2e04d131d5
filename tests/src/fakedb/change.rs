//! Finds, changes, deletes and unlinks rows that are there.

use treewright::{
    Change, ColumnChange, Delete, Except, FieldId, Find, Near, Pairs, Refusal, Scope, Step, Target, Unlink,
    Update, Value, Where,
};

use super::reckon::reckoned;
use super::values::Values;
use super::{Database, Gave};

impl Database {
    pub(super) fn carry_find(&self, values: &Values<'_>, step: &Step, find: &Find, n_rows: usize) -> Gave {
        let mut found: Vec<(usize, usize)> = Vec::new();
        for row in 0..n_rows {
            let scope = find.scope.as_ref();
            let met = self.conditions(values, step, scope, &find.filter, &find.except, row);
            found.extend(met.into_iter().map(|at| (at, row + 1)));
        }
        found.sort_by(|one, other| self.by_key(step.model, one.0, other.0));
        let rows = found.iter().map(|(at, position)| (*position, self.given(step, *at)));
        Gave { n_rows: found.len(), rows: rows.collect() }
    }

    pub(super) fn carry_update(
        &mut self,
        values: &Values<'_>,
        step: &Step,
        update: &Update,
        n_rows: usize,
    ) -> Result<Gave, Refusal> {
        let mut changes: Vec<(usize, usize, Vec<Value>)> = Vec::new();
        for row in 0..n_rows {
            for at in self.targets(values, step, &update.target, row) {
                let cells = self.changed(values, step, update, at, row)?;
                let old = &self.rows(step.model)[at].cells;
                let is_same = |field: &FieldId| cells[field.0 as usize] == old[field.0 as usize];
                if !update.unless_same.is_empty() && update.unless_same.iter().all(is_same) {
                    continue;
                }
                match changes.iter().find(|(other, ..)| *other == at) {
                    None => changes.push((at, row + 1, cells)),
                    // Of several rows that change one row the same way, the database takes any.
                    Some((.., other)) => {
                        assert_eq!(*other, cells, "two rows of one statement change a row in two ways");
                    }
                }
            }
        }
        self.change_rows(step.model, changes.iter().map(|(at, _, cells)| (*at, cells.clone())).collect())?;
        let given = changes.iter().map(|(at, position, _)| (*position, self.given(step, *at)));
        let mut rows: Vec<(usize, Vec<Value>)> = given.collect();
        rows.sort_by_key(|(position, _)| *position);
        let rows = if step.gives.is_empty() { Vec::new() } else { rows };
        Ok(Gave { n_rows: changes.len(), rows })
    }

    pub(super) fn carry_delete(
        &mut self,
        values: &Values<'_>,
        step: &Step,
        delete: &Delete,
        n_rows: usize,
    ) -> Result<Gave, Refusal> {
        let mut gone: Vec<(usize, usize)> = Vec::new();
        for row in 0..n_rows {
            for at in self.targets(values, step, &delete.target, row) {
                // Of several rows that delete one row, the database takes any.
                if !gone.iter().any(|(other, _)| *other == at) {
                    gone.push((at, row + 1));
                }
            }
        }
        let given = gone.iter().map(|(at, position)| (*position, self.given(step, *at)));
        let rows = if step.gives.is_empty() { Vec::new() } else { given.collect() };
        self.delete_rows(step.model, gone.iter().map(|(at, _)| *at).collect())?;
        Ok(Gave { n_rows: gone.len(), rows })
    }

    pub(super) fn carry_unlink(
        &mut self,
        values: &Values<'_>,
        step: &Step,
        unlink: &Unlink,
        n_rows: usize,
    ) -> Gave {
        let junction = &unlink.junction;
        let position = self.junction(junction);
        let near = usize::from(self.junctions[position].columns[0].0 != junction.here);
        let far_model = self.junctions[position].columns[1 - near].1;
        let (model, far) = (self.model(step.model), self.model(far_model));
        let is_gone = |pair: &[Value; 2]| {
            (0..n_rows).any(|row| {
                let is_near = pair[near] == *values.of(model, junction.here_field, &unlink.here, row);
                let there = &pair[1 - near];
                is_near
                    && match &unlink.pairs {
                        Pairs::With(sources) => there == values.of(far, junction.there_field, sources, row),
                        Pairs::Except(rows) if rows.is_empty() => true,
                        Pairs::Except(rows) => {
                            !values.is_among(rows, &[(far, junction.there_field, there)], row)
                        }
                    }
            })
        };
        let kept: Vec<[Value; 2]> =
            self.junctions[position].rows.iter().filter(|pair| !is_gone(pair)).cloned().collect();
        let n_rows = self.junctions[position].rows.len() - kept.len();
        self.junctions[position].rows = kept;
        Gave { n_rows, rows: Vec::new() }
    }

    /// The rows that a row of the request means.
    fn targets(&self, values: &Values<'_>, step: &Step, target: &Target, row: usize) -> Vec<usize> {
        match target {
            Target::Key(keys) => {
                let model = self.model(step.model);
                let key: Vec<_> = keys
                    .iter()
                    .map(|(field, sources)| (*field, values.of(model, *field, sources, row)))
                    .collect();
                let is_it = |at: &usize| {
                    let cells = &self.rows(step.model)[*at].cells;
                    key.iter()
                        .all(|(field, value)| **value != Value::Null && cells[field.0 as usize] == **value)
                };
                (0..self.rows(step.model).len()).filter(is_it).collect()
            }
            Target::Where(Where { scope, filter, except, limit }) => {
                let mut met = self.conditions(values, step, scope.as_ref(), filter, except, row);
                let limit =
                    limit.map_or(usize::MAX, |slot| usize::try_from(values.number(slot)).unwrap_or(0));
                met.truncate(limit);
                met
            }
        }
    }

    fn conditions(
        &self,
        values: &Values<'_>,
        step: &Step,
        scope: Option<&Scope>,
        filter: &treewright::Filter,
        except: &Except,
        row: usize,
    ) -> Vec<usize> {
        let all: Vec<usize> = match scope {
            None => (0..self.rows(step.model).len()).collect(),
            Some(scope) => {
                let from = self.model(scope.from);
                let relation = from.relation(scope.relation).expect("a relation");
                let fields = super::near_fields(relation);
                match &scope.near {
                    Near::Fields(keys) => {
                        let keys = fields.iter().zip(keys);
                        let keys = keys.map(|(field, sources)| values.of(from, *field, sources, row));
                        self.related_rows(relation, &keys.collect::<Vec<_>>())
                    }
                    Near::Row(keys) => {
                        let key: Vec<FieldId> = keys.iter().map(|(field, _)| *field).collect();
                        let of = keys.iter().map(|(field, sources)| values.of(from, *field, sources, row));
                        let near = self.rows_with(scope.from, &key, &of.collect::<Vec<_>>());
                        let cells = near.first().map(|at| self.rows(scope.from)[*at].cells.as_slice());
                        cells.map_or(Vec::new(), |cells| {
                            self.related_rows(relation, &self.near_keys(relation, cells))
                        })
                    }
                }
            }
        };
        let is_meant = |at: &usize| {
            let cells = &self.rows(step.model)[*at].cells;
            self.meets(values, step.model, cells, filter, row) == Some(true)
                && !self.is_excepted(values, step, except, cells, row)
        };
        all.into_iter().filter(is_meant).collect()
    }

    fn is_excepted(
        &self,
        values: &Values<'_>,
        step: &Step,
        except: &Except,
        cells: &[Value],
        row: usize,
    ) -> bool {
        let model = self.model(step.model);
        match except {
            Except::Nothing => false,
            Except::Key(keys) => keys
                .iter()
                .all(|(field, sources)| cells[field.0 as usize] == *values.of(model, *field, sources, row)),
            Except::Found(rows, key) => {
                let key: Vec<_> = key.iter().map(|field| (model, *field, &cells[field.0 as usize])).collect();
                values.is_among(rows, &key, row)
            }
        }
    }

    /// A row as a step changes it.
    fn changed(
        &self,
        values: &Values<'_>,
        step: &Step,
        update: &Update,
        at: usize,
        row: usize,
    ) -> Result<Vec<Value>, Refusal> {
        let model = self.model(step.model);
        let old = &self.rows(step.model)[at].cells;
        let mut cells = old.clone();
        for column in &update.columns {
            let has = |change: &&ColumnChange| change.when.is_none_or(|test| values.has(test, row));
            let Some(ColumnChange { change, sources, .. }) = column.changes.iter().find(has) else {
                continue;
            };
            let value = values.of(model, column.field, sources, row);
            let field = model.field(column.field).expect("a field");
            let position = column.field.0 as usize;
            cells[position] = match change {
                Change::Set => value.clone(),
                other => reckoned(field, &old[position], *other, value)?,
            };
        }
        Ok(cells)
    }
}
