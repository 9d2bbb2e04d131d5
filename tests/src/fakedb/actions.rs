//! What happens to rows that point at rows which change their key or go away: cascades, nulls, or the database's no.

use treewright::{FieldId, Holder, ModelId, ReferentialAction, Refusal, Relation, Value};

use super::Database;

/// Rows of one model that point at some others: the pairs of the foreign key, and what happens to them.
struct Pointing {
    model: ModelId,
    pairs: Vec<(FieldId, FieldId)>,
    relation: Relation,
}

impl Database {
    /// Puts other cells into rows, and lets those that point at them follow.
    ///
    /// # Errors
    /// When a rule stands against it; the tables may then be left half changed.
    pub fn change_rows(&mut self, id: ModelId, changes: Vec<(usize, Vec<Value>)>) -> Result<(), Refusal> {
        self.put_cells(id, changes)?;
        self.all_foreign_keys()
    }

    /// Every row points at rows that are there.
    fn all_foreign_keys(&self) -> Result<(), Refusal> {
        self.schema.models().try_for_each(|(id, _)| self.foreign_keys(id, 0))
    }

    fn put_cells(&mut self, id: ModelId, changes: Vec<(usize, Vec<Value>)>) -> Result<(), Refusal> {
        let mut followers: Vec<(ModelId, usize, Vec<Value>)> = Vec::new();
        let mut pairs: Vec<(FieldId, Value, Value)> = Vec::new();
        for (at, cells) in &changes {
            let old = self.rows(id)[*at].cells.clone();
            for (field, _) in
                self.model(id).fields().filter(|(field, _)| old[field.0 as usize] != cells[field.0 as usize])
            {
                pairs.push((field, old[field.0 as usize].clone(), cells[field.0 as usize].clone()));
            }
            followers.extend(self.followers(id, &old, cells)?);
        }
        for (at, mut cells) in changes {
            self.regenerate(id, &mut cells);
            self.not_null(id, &cells)?;
            self.tables[id.0 as usize].rows[at].cells = cells;
        }
        self.unique(id)?;
        self.follow_in_junctions(id, &pairs);
        for (model, at, cells) in followers {
            self.put_cells(model, vec![(at, cells)])?;
        }
        Ok(())
    }

    /// The rows that point at a row by a key that changes, as they will be.
    fn followers(
        &self,
        id: ModelId,
        old: &[Value],
        new: &[Value],
    ) -> Result<Vec<(ModelId, usize, Vec<Value>)>, Refusal> {
        let mut followers = Vec::new();
        for pointing in self.pointing(id) {
            let is_same = |(_, there): &(FieldId, FieldId)| old[there.0 as usize] == new[there.0 as usize];
            if pointing.pairs.iter().all(is_same) {
                continue;
            }
            for at in self.rows_pointing(&pointing, old) {
                let mut cells = self.rows(pointing.model)[at].cells.clone();
                for (here, there) in &pointing.pairs {
                    cells[here.0 as usize] = match pointing.relation.on_update {
                        ReferentialAction::Cascade => new[there.0 as usize].clone(),
                        ReferentialAction::SetNull => Value::Null,
                        _ => return Err(self.still_pointed_at(id, &pointing)),
                    };
                }
                followers.push((pointing.model, at, cells));
            }
        }
        Ok(followers)
    }

    fn follow_in_junctions(&mut self, id: ModelId, changes: &[(FieldId, Value, Value)]) {
        for junction in &mut self.junctions {
            for side in 0..2 {
                let (_, model, field) = junction.columns[side];
                let own = changes.iter().filter(|(changed, ..)| model == id && *changed == field);
                for (_, old, new) in own {
                    junction
                        .rows
                        .iter_mut()
                        .filter(|pair| pair[side] == *old)
                        .for_each(|pair| pair[side] = new.clone());
                }
            }
        }
    }

    /// Takes rows away, and does with those that point at them what the relation says.
    ///
    /// # Errors
    /// When a row that stays points at one of them; the tables may then be left half changed.
    pub fn delete_rows(&mut self, id: ModelId, mut gone: Vec<usize>) -> Result<(), Refusal> {
        gone.sort_unstable();
        let lost: Vec<Vec<Value>> = gone.iter().map(|at| self.rows(id)[*at].cells.clone()).collect();
        for at in gone.into_iter().rev() {
            self.tables[id.0 as usize].rows.remove(at);
        }
        for junction in &mut self.junctions {
            for side in 0..2 {
                let (_, model, field) = junction.columns[side];
                let is_lost =
                    |pair: &[Value; 2]| lost.iter().any(|cells| cells[field.0 as usize] == pair[side]);
                junction.rows.retain(|pair| model != id || !is_lost(pair));
            }
        }
        for pointing in self.pointing(id) {
            for cells in &lost {
                let left = self.rows_pointing(&pointing, cells);
                if left.is_empty() {
                    continue;
                }
                match pointing.relation.on_delete {
                    ReferentialAction::Cascade => self.delete_rows(pointing.model, left)?,
                    ReferentialAction::SetNull => {
                        let changes = left.into_iter().map(|at| {
                            let mut cells = self.rows(pointing.model)[at].cells.clone();
                            pointing.pairs.iter().for_each(|(here, _)| cells[here.0 as usize] = Value::Null);
                            (at, cells)
                        });
                        let changes = changes.collect();
                        self.put_cells(pointing.model, changes)?;
                    }
                    _ => return Err(self.still_pointed_at(id, &pointing)),
                }
            }
        }
        Ok(())
    }

    /// Every foreign key that leads to a model.
    fn pointing(&self, id: ModelId) -> Vec<Pointing> {
        let mut pointing = Vec::new();
        for (model, holder) in self.schema.models() {
            for (_, relation) in holder.relations().filter(|(_, relation)| relation.to == id) {
                if let Holder::Here(pairs) = &relation.holder {
                    pointing.push(Pointing { model, pairs: pairs.clone(), relation: relation.clone() });
                }
            }
        }
        pointing
    }

    fn rows_pointing(&self, pointing: &Pointing, cells: &[Value]) -> Vec<usize> {
        let points = |(here, there): &(FieldId, FieldId), own: &[Value]| {
            own[here.0 as usize] != Value::Null && own[here.0 as usize] == cells[there.0 as usize]
        };
        let rows = self.rows(pointing.model).iter().enumerate();
        let pointing_ones =
            rows.filter(|(_, row)| pointing.pairs.iter().all(|pair| points(pair, &row.cells)));
        pointing_ones.map(|(at, _)| at).collect()
    }

    fn still_pointed_at(&self, id: ModelId, pointing: &Pointing) -> Refusal {
        let table = &self.model(id).table;
        let holder = &self.model(pointing.model).table;
        let names = pointing.pairs.iter().filter_map(|(here, _)| self.model(pointing.model).field(*here));
        let names: Vec<&str> = names.map(|field| field.column.as_str()).collect();
        Refusal {
            state: Some("23503".into()),
            message: format!("update or delete on table \"{table}\" violates foreign key constraint"),
            detail: Some(format!(
                "Key ({})=(?) is still referenced from table \"{holder}\".",
                names.join(", ")
            )),
            table: Some(holder.clone()),
            constraint: pointing.relation.constraint.clone(),
            ..Refusal::default()
        }
    }

    /// The generated columns of a row that has changed.
    fn regenerate(&self, id: ModelId, cells: &mut [Value]) {
        for (field, _) in self.model(id).fields().filter(|(_, field)| field.generated) {
            let position = field.0 as usize;
            if let Some(Value::Text(before)) = position.checked_sub(1).map(|before| cells[before].clone()) {
                cells[position] = Value::Text(before.to_lowercase());
            }
        }
    }
}
