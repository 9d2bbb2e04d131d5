//! Puts values into the parameters of a call: for each row the first source that it has.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use treewright::{
    BatchForm, Call, CoderForm, GroupId, Kind, LentForm, Parameter, PickForm, RowsForm, SlotId, SourceForm,
    Statement, Value,
};

use super::sent::{Place, Sent};
use crate::coding::Coding;
use crate::fakedb::{Bound, Gave, NOW};
use crate::prepared::Prepared;

/// For each row of one group, the row of another that belongs to it.
type Neighbors = Rc<Vec<Option<usize>>>;

/// Binds one call after the other, and remembers what was sent and what came back.
#[derive(Debug)]
pub(super) struct Binder<'p> {
    pub(super) prepared: &'p Prepared,
    pub(super) sent: Vec<Sent>,
    neighbors: RefCell<BTreeMap<(u32, u32), Neighbors>>,
    n_made: u64,
}

impl<'p> Binder<'p> {
    pub(super) fn new(prepared: &'p Prepared) -> Binder<'p> {
        let sent = prepared.script.statements.iter().map(|_| Sent::default()).collect();
        Binder { prepared, sent, neighbors: RefCell::default(), n_made: 0 }
    }

    /// The parameters of a call, and where in the request its rows stand.
    pub(super) fn bind(&mut self, call: &Call) -> (Vec<Bound>, Vec<String>) {
        let form = &self.prepared.script.statements[call.statement as usize];
        let mut places: Vec<Vec<Place>> = form.batches.iter().map(|batch| self.places(batch)).collect();
        if !form.last.is_empty() {
            self.keep_last(call, form, &mut places);
        }
        let flat: Vec<Place> = places.iter().flatten().copied().collect();
        self.sent[call.statement as usize].send(&flat);
        let bound = form.parameters.iter().map(|parameter| self.bound(call, form, &places, parameter));
        let bound = bound.collect();
        let path = |(group, row): &Place| self.prepared.reading.path_of_group(*group, *row).to_string();
        (bound, flat.iter().map(path).collect())
    }

    /// The rows of a group that a statement is about.
    fn places(&self, batch: &BatchForm) -> Vec<Place> {
        let n_rows = self.prepared.reading.n_rows(batch.group);
        let all = (0..n_rows).map(|row| (batch.group, row));
        all.filter(|place| batch.only.iter().all(|pick| self.passes(*place, pick))).collect()
    }

    fn passes(&self, place: Place, pick: &PickForm) -> bool {
        let (group, row) = place;
        let reading = &self.prepared.reading;
        let came = |of: &[RowsForm]| of.iter().any(|rows| self.came(place, rows));
        match pick {
            PickForm::Test { test, wanted } => reading.passes(group, row, *test) == *wanted,
            PickForm::Any { tests } => tests.iter().any(|test| reading.passes(group, row, *test)),
            PickForm::Found { of } => came(of),
            PickForm::Missing { of } => !came(of),
        }
    }

    /// Whether the row that belongs to a place came back of a statement.
    fn came(&self, (group, row): Place, rows: &RowsForm) -> bool {
        let lending = rows.group.expect("rows of the request stand in a group");
        let position = self.neighbor(group, row, lending);
        let position = position.and_then(|row| self.sent[rows.step as usize].row_of((lending, row)));
        position.is_some()
    }

    /// Where several rows are about the same row of the database, only the last is sent.
    fn keep_last(&mut self, call: &Call, form: &Statement, places: &mut [Vec<Place>]) {
        for (batch, places) in places.iter_mut().enumerate() {
            let mut last: BTreeMap<String, usize> = BTreeMap::new();
            let keys: Vec<String> = places
                .iter()
                .map(|place| {
                    let parts = form.last.iter().map(|at| match &form.parameters[*at as usize] {
                        Parameter::Values { coder, sources } => {
                            format!("{:?}", self.value(call, coder, *place, &sources[batch]))
                        }
                        other => panic!("{other:?} brings no key"),
                    });
                    parts.collect::<Vec<_>>().join(", ")
                })
                .collect();
            for (position, key) in keys.iter().enumerate() {
                last.insert(key.clone(), position);
            }
            let mut position = 0;
            places.retain(|_| {
                let key = &keys[position];
                position += 1;
                last[key] == position - 1
            });
        }
    }

    fn bound(
        &mut self,
        call: &Call,
        form: &Statement,
        places: &[Vec<Place>],
        parameter: &Parameter,
    ) -> Bound {
        let flat = || places.iter().flatten().copied();
        let mut values = Vec::new();
        match parameter {
            Parameter::Place { .. } | Parameter::Span { .. } => panic!("a wave is sent what has come back"),
            Parameter::Count => return Bound::Count(flat().count()),
            Parameter::Number { slot } => {
                let value = self.prepared.reading.value(*slot, 0).cloned();
                return Bound::Number(value.unwrap_or(Value::Null));
            }
            Parameter::Single { coder, slot } => {
                let value = self.prepared.reading.value(*slot, 0).cloned().unwrap_or(Value::Null);
                return Bound::Number(Coding::of_form(&self.prepared.schema, coder).encode(&value));
            }
            Parameter::Lent { of } => values = self.lent(call, of),
            Parameter::Around { of } => values = self.around(call, of),
            Parameter::Has { test } => {
                let has = |(group, row): Place| self.prepared.reading.passes(group, row, *test);
                values.extend(flat().map(|place| Value::Bool(has(place))));
            }
            Parameter::Positions { of } => {
                for (places, group) in places.iter().zip(of) {
                    values.extend(places.iter().map(|place| self.own_position(call, *place, *group)));
                }
            }
            Parameter::Values { coder, sources } => {
                for (places, sources) in places.iter().zip(sources) {
                    for place in places {
                        let value = self.value(call, coder, *place, sources);
                        let is_needed = form.kind == "insert" || form.kind == "link";
                        assert!(
                            value.is_some() || !is_needed,
                            "no source has a value for {}.{} at {place:?}",
                            coder.model,
                            coder.field
                        );
                        values.push(value.unwrap_or(Value::Null));
                    }
                }
            }
        }
        Bound::Values(values)
    }

    pub(super) fn keep(&mut self, statement: u32, bound: Vec<Bound>, gave: Gave) {
        let form = &self.prepared.script.statements[statement as usize];
        self.sent[statement as usize].keep(bound, gave, form);
    }

    /// How a column that comes back is written.
    pub(super) fn coding(&self, statement: u32, column: u32) -> Coding {
        let form = &self.prepared.script.statements[statement as usize];
        Coding::of_form(&self.prepared.schema, &form.columns[column as usize].coder)
    }

    fn value(
        &mut self,
        call: &Call,
        coder: &CoderForm,
        place: Place,
        sources: &[SourceForm],
    ) -> Option<Value> {
        sources.iter().find_map(|source| self.taken(call, coder, place, source))
    }

    /// The value of a source, if the row has it.
    fn taken(&mut self, call: &Call, coder: &CoderForm, place: Place, source: &SourceForm) -> Option<Value> {
        let coding = Coding::of_form(&self.prepared.schema, coder);
        match source {
            SourceForm::Given(slot) => self.given(place, *slot).map(|value| coding.encode(&value)),
            SourceForm::Key(key) => {
                let (group, row) = place;
                let row = self.neighbor(group, row, key.group)?;
                let sent = &self.sent[key.step as usize];
                sent.row_of((key.group, row))?;
                let column = call.keys.iter().find(|keys| (keys.step, keys.column) == (key.step, key.column));
                let values = &column.expect("the session hands out every key that is borrowed").values;
                let text = values[sent.position_of((key.group, row))?].as_deref();
                Some(self.coding(key.step, key.column).from_text(text))
            }
            SourceForm::Sent(sent) => {
                let position = self.position(place, sent.step, sent.group)?;
                match &self.sent[sent.step as usize].bound[sent.parameter as usize] {
                    Bound::Values(values) => Some(values[position].clone()),
                    Bound::Count(_) | Bound::Number(_) => panic!("a number was sent, no values"),
                }
            }
            SourceForm::Default => {
                let default = self.prepared.defaults.get(&(coder.model.clone(), coder.field.clone()));
                Some(coding.encode(default.expect("the default stands in the description")))
            }
            SourceForm::Now => Some(Value::Date(NOW)),
            SourceForm::Made(made) => {
                self.n_made += 1;
                Some(Value::Text(format!("made-{}-{}", made.generator, self.n_made)))
            }
            SourceForm::Null => Some(Value::Null),
        }
    }

    /// What the request has in a slot. An object that was read on is no value.
    fn given(&self, (group, row): Place, slot: SlotId) -> Option<Value> {
        let reading = &self.prepared.reading;
        let own = GroupId(reading.slots[slot.0 as usize].group?);
        let row = self.neighbor(group, row, own)?;
        let was_read_on = reading.groups.iter().any(|group| group.slot == slot.0);
        let is_object = reading.kind(slot, row) == Some(Kind::Object);
        reading.value(slot, row).filter(|_| !(is_object && was_read_on)).cloned()
    }

    /// The values that a row has in the first slots of some pairs, and in the second.
    pub(super) fn keys_of(&self, place: Place, pairs: &[(SlotId, SlotId)]) -> [String; 2] {
        let text = |slots: Vec<SlotId>| {
            let values: Vec<_> = slots.into_iter().map(|slot| self.given(place, slot)).collect();
            format!("{values:?}")
        };
        [
            text(pairs.iter().map(|(looked, _)| *looked).collect()),
            text(pairs.iter().map(|(_, made)| *made).collect()),
        ]
    }

    /// Where among the rows of a statement the row stands that belongs to a place.
    fn position(&self, (group, row): Place, statement: u32, lending: GroupId) -> Option<usize> {
        let row = self.neighbor(group, row, lending)?;
        self.sent[statement as usize].position_of((lending, row))
    }

    /// The position, from 1, of the row of the same statement that a row takes values from.
    fn own_position(&self, call: &Call, place: Place, group: Option<GroupId>) -> Value {
        let position = group.and_then(|group| self.position(place, call.statement, group));
        position.map_or(Value::Null, |position| Value::Int(position as i64 + 1))
    }

    /// The keys of earlier rows, as far as they came back.
    fn lent(&mut self, call: &Call, of: &[LentForm]) -> Vec<Value> {
        let mut values = Vec::new();
        let mut lenders = Vec::new();
        for lent in of {
            let column = call.keys.iter().find(|keys| (keys.step, keys.column) == (lent.step, lent.column));
            let coding = self.coding(lent.step, lent.column);
            let texts = &column.expect("the session hands out every key").values;
            for (at, position) in self.sent[lent.step as usize].came(lent.group) {
                values.push(coding.from_text(texts[position].as_deref()));
                lenders.push((lent.step, at));
            }
        }
        self.sent[call.statement as usize].lenders = lenders;
        values
    }

    /// For each of those rows, the position of the row of this statement that it belongs to.
    fn around(&self, call: &Call, of: &[RowsForm]) -> Vec<Value> {
        let mut values = Vec::new();
        let batches = &self.prepared.script.statements[call.statement as usize].batches;
        for rows in of {
            let sent = &self.sent[rows.step as usize];
            for (_, position) in sent.came(rows.group) {
                let place = sent.places[position];
                let around =
                    batches.iter().find_map(|batch| self.position(place, call.statement, batch.group));
                values.push(around.map_or(Value::Null, |position| Value::Int(position as i64 + 1)));
            }
        }
        values
    }

    /// The row of another group that belongs to a row: the one it stands in, or the one that stands in it.
    fn neighbor(&self, from: GroupId, row: usize, to: GroupId) -> Option<usize> {
        let neighbors = self.neighbors.borrow().get(&(from.0, to.0)).cloned();
        let neighbors = neighbors.unwrap_or_else(|| {
            let found = Rc::new(self.find_neighbors(from, to));
            self.neighbors.borrow_mut().insert((from.0, to.0), Rc::clone(&found));
            found
        });
        neighbors[row]
    }

    fn find_neighbors(&self, from: GroupId, to: GroupId) -> Vec<Option<usize>> {
        let reading = &self.prepared.reading;
        let outwards = |from: GroupId, row: usize, to: GroupId| {
            let (mut group, mut row) = (from.0, row);
            while group != to.0 {
                let rows = &reading.groups[group as usize];
                row = rows.parents[row] as usize;
                group = reading.slots[rows.slot as usize].group?;
            }
            Some(row)
        };
        if self.is_inside(from, to) {
            return (0..reading.n_rows(from)).map(|row| outwards(from, row, to)).collect();
        }
        let mut inner = vec![None; reading.n_rows(from)];
        for row in (0..reading.n_rows(to)).rev() {
            if let Some(outer) = outwards(to, row, from) {
                inner[outer] = Some(row);
            }
        }
        inner
    }

    /// The rows of a group that stand inside of a row, or the row around it.
    pub(super) fn related(&self, (group, row): Place, to: GroupId) -> Vec<usize> {
        if self.is_inside(group, to) {
            return self.neighbor(group, row, to).into_iter().collect();
        }
        let rows = 0..self.prepared.reading.n_rows(to);
        rows.filter(|inner| self.neighbor(to, *inner, group) == Some(row)).collect()
    }

    /// Whether the rows of one group stand inside of rows of another.
    fn is_inside(&self, inner: GroupId, outer: GroupId) -> bool {
        let reading = &self.prepared.reading;
        let around = |group: &u32| {
            let slot = reading.groups[*group as usize].slot;
            reading.slots[slot as usize].group
        };
        std::iter::successors(Some(inner.0), around).any(|group| group == outer.0)
    }
}
