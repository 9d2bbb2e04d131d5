//! What is known of a statement once it was sent: the rows it was about, and which of them came back.

use std::collections::BTreeMap;

use treewright::{GroupId, Statement, Value};

use crate::fakedb::{Bound, Gave};

/// A row of the request: its group and position.
pub(super) type Place = (GroupId, usize);

/// A statement that was sent.
#[derive(Debug, Default)]
pub(super) struct Sent {
    /// The rows it was about.
    pub(super) places: Vec<Place>,
    positions: BTreeMap<Place, usize>,
    /// For a read, the rows whose keys it was sent: statement and position among the rows that came back of it.
    pub(super) lenders: Vec<(u32, usize)>,
    pub(super) bound: Vec<Bound>,
    pub(super) gave: Gave,
    /// For each row it was about, the row that came back for it.
    aligned: Vec<Option<usize>>,
    is_aligned: bool,
}

impl Sent {
    pub(super) fn send(&mut self, places: &[Place]) {
        self.positions = places.iter().copied().zip(0..).collect();
        self.places = places.to_vec();
    }

    pub(super) fn keep(&mut self, bound: Vec<Bound>, gave: Gave, form: &Statement) {
        self.is_aligned = form.by_position || !form.gives_rows;
        self.aligned = vec![None; self.places.len()];
        for (at, (position, _)) in gave.rows.iter().enumerate().filter(|_| form.by_position) {
            self.aligned[position - 1] = Some(at);
        }
        // Rows of which nothing comes back are there all the same, unless they may have been left out.
        if !form.gives_rows && gave.n_rows == self.places.len() {
            self.aligned = (0..self.places.len()).map(Some).collect();
        }
        (self.bound, self.gave) = (bound, gave);
    }

    /// Where among the rows that were sent a row of the request stands.
    pub(super) fn position_of(&self, place: Place) -> Option<usize> {
        self.positions.get(&place).copied()
    }

    /// The row that came back for a row of the request.
    pub(super) fn row_of(&self, place: Place) -> Option<usize> {
        self.aligned.get(self.position_of(place)?).copied().flatten()
    }

    /// The rows that came back, of one group or all: each with its position among those that were lent.
    pub(super) fn came(&self, group: Option<GroupId>) -> Vec<(usize, usize)> {
        match group {
            Some(group) => {
                let all = self.places.iter().zip(&self.aligned).enumerate();
                let of_group = all.filter(|(_, (place, _))| place.0 == group);
                of_group.filter_map(|(position, (_, at))| Some(((*at)?, position))).collect()
            }
            None => (0..self.gave.rows.len()).map(|at| (at, at)).collect(),
        }
    }

    /// A column of the rows that came back, as it is lent: with holes for rows that did not.
    pub(super) fn column<'s>(&'s self, column: usize) -> Box<dyn Iterator<Item = Option<&'s Value>> + 's> {
        let cell = move |at: usize| &self.gave.rows[at].1[column];
        match self.is_aligned {
            true => Box::new(self.aligned.iter().map(move |at| at.map(cell))),
            false => Box::new((0..self.gave.rows.len()).map(move |at| Some(cell(at)))),
        }
    }
}
