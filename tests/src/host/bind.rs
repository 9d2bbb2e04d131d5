//! Puts values into the parameters of a call: for each row the first source that it has.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use treewright::{Call, CoderForm, GroupId, LentForm, Parameter, SlotId, SourceForm, TestForm, Value};

use crate::coding::Coding;
use crate::fakedb::{Bound, Gave, NOW};
use crate::prepared::Prepared;

/// A row of the request: its group and position.
pub(super) type Place = (GroupId, usize);

/// For each row of one group, the row of another that belongs to it.
type Neighbors = Rc<Vec<Option<usize>>>;

/// What is known of a statement once it was sent.
#[derive(Debug, Default)]
pub(super) struct Sent {
    /// The rows it was about.
    pub(super) places: Vec<Place>,
    pub(super) positions: BTreeMap<Place, usize>,
    /// For a read, the rows whose keys it was sent: statement and position.
    pub(super) lenders: Vec<(u32, usize)>,
    pub(super) bound: Vec<Bound>,
    pub(super) gave: Gave,
}

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
        let places: Vec<Vec<Place>> = form
            .batches
            .iter()
            .map(|batch| {
                let n_rows = self.prepared.reading.n_rows(batch.group);
                let all = (0..n_rows).map(|row| (batch.group, row));
                all.filter(|place| batch.only.iter().all(|test| self.passes(*place, test))).collect()
            })
            .collect();
        let flat: Vec<Place> = places.iter().flatten().copied().collect();
        let sent = &mut self.sent[call.statement as usize];
        sent.positions = flat.iter().copied().zip(0..).collect();
        sent.places.clone_from(&flat);
        let bound = form.parameters.iter().map(|parameter| match parameter {
            Parameter::Count => Bound::Count(flat.len()),
            Parameter::Lent { of } => Bound::Values(self.lent(call, of)),
            Parameter::Positions { of } => {
                let mut values = Vec::new();
                for (places, group) in places.iter().zip(of) {
                    values.extend(places.iter().map(|place| self.own_position(call, *place, *group)));
                }
                Bound::Values(values)
            }
            Parameter::Values { coder, sources } => {
                let mut values = Vec::new();
                for (places, sources) in places.iter().zip(sources) {
                    values.extend(places.iter().map(|place| self.value(call, coder, *place, sources)));
                }
                Bound::Values(values)
            }
        });
        let bound = bound.collect();
        (
            bound,
            flat.iter()
                .map(|(group, row)| self.prepared.reading.path_of_group(*group, *row).to_string())
                .collect(),
        )
    }

    pub(super) fn keep(&mut self, statement: u32, bound: Vec<Bound>, gave: Gave) {
        let sent = &mut self.sent[statement as usize];
        (sent.bound, sent.gave) = (bound, gave);
    }

    /// How a column that comes back is written.
    pub(super) fn coding(&self, statement: u32, column: u32) -> Coding {
        let form = &self.prepared.script.statements[statement as usize];
        Coding::of_form(&self.prepared.schema, &form.columns[column as usize].coder)
    }

    fn value(&mut self, call: &Call, coder: &CoderForm, place: Place, sources: &[SourceForm]) -> Value {
        for source in sources {
            if let Some(value) = self.taken(call, coder, place, source) {
                return value;
            }
        }
        panic!("no source has a value for {}.{} at {place:?}", coder.model, coder.field)
    }

    /// The value of a source, if the row has it.
    fn taken(&mut self, call: &Call, coder: &CoderForm, place: Place, source: &SourceForm) -> Option<Value> {
        let coding = Coding::of_form(&self.prepared.schema, coder);
        match source {
            SourceForm::Given(slot) => self.given(place, *slot).map(|value| coding.encode(&value)),
            SourceForm::Key(key) => {
                let position = self.position(place, key.step, key.group)?;
                let column = call.keys.iter().find(|keys| (keys.step, keys.column) == (key.step, key.column));
                let values = &column.expect("the session hands out every key that is borrowed").values;
                Some(self.coding(key.step, key.column).from_text(values[position].as_deref()))
            }
            SourceForm::Sent(sent) => {
                let position = self.position(place, sent.step, sent.group)?;
                match &self.sent[sent.step as usize].bound[sent.parameter as usize] {
                    Bound::Values(values) => Some(values[position].clone()),
                    Bound::Count(_) => panic!("a count was sent, no value"),
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

    fn given(&self, (group, row): Place, slot: SlotId) -> Option<Value> {
        let own = GroupId(self.prepared.reading.slots[slot.0 as usize].group?);
        let row = self.neighbor(group, row, own)?;
        self.prepared.reading.value(slot, row).cloned()
    }

    /// Where among the rows of a statement the row stands that belongs to a place.
    fn position(&self, (group, row): Place, statement: u32, lending: GroupId) -> Option<usize> {
        let row = self.neighbor(group, row, lending)?;
        self.sent[statement as usize].positions.get(&(lending, row)).copied()
    }

    /// The position, from 1, of the row of the same statement that a row takes values from.
    fn own_position(&self, call: &Call, place: Place, group: Option<GroupId>) -> Value {
        let position = group.and_then(|group| self.position(place, call.statement, group));
        position.map_or(Value::Null, |position| Value::Int(position as i64 + 1))
    }

    fn passes(&self, (group, row): Place, test: &TestForm) -> bool {
        self.prepared.reading.passes(group, row, test.test) == test.wanted
    }

    /// The keys that a read is sent.
    fn lent(&mut self, call: &Call, of: &[LentForm]) -> Vec<Value> {
        let mut values = Vec::new();
        let mut lenders = Vec::new();
        for lent in of {
            let column = call.keys.iter().find(|keys| (keys.step, keys.column) == (lent.step, lent.column));
            let coding = self.coding(lent.step, lent.column);
            let sent = &self.sent[lent.step as usize];
            for (position, text) in column.expect("the session hands out every key").values.iter().enumerate()
            {
                let is_one = lent.group.is_none_or(|group| sent.places[position].0 == group);
                if is_one {
                    values.push(coding.from_text(text.as_deref()));
                    lenders.push((lent.step, position));
                }
            }
        }
        self.sent[call.statement as usize].lenders = lenders;
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

/// How many rows were sent.
pub(super) fn n_rows(bound: &[Bound]) -> u32 {
    let count = match bound.first() {
        Some(Bound::Values(values)) => values.len(),
        Some(Bound::Count(count)) => *count,
        None => 0,
    };
    u32::try_from(count).expect("fewer rows than a number holds")
}
