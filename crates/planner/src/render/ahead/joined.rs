//! The rows of a statement, put together on the server: what the host knows of them, joined to what earlier statements
//! have kept of the rows that they belong to.
//!
//! Knows nothing of what is done with them.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::kept::Lending;
use crate::listed::Listed;
use crate::render::script::{KeyForm, Parameter, PickForm, RowsForm, SourceForm};
use crate::render::source::SentColumn;
use crate::render::writer::comma;
use crate::request::GroupId;

/// Rows of an earlier statement that rows of this one belong to.
#[derive(PartialEq)]
struct Place {
    step: u32,
    group: GroupId,
    /// For each batch, what comes before it, where it is asked at all.
    before: Vec<Option<Vec<SourceForm>>>,
}

/// The rows of a statement while they are being put together on the server.
pub(super) struct Joined<'c> {
    lending: Lending<'c>,
    places: Vec<Place>,
    /// The columns of each place, beside whether the row came.
    columns: Vec<Vec<u32>>,
}

impl<'c> Joined<'c> {
    pub(super) fn new(lending: Lending<'c>) -> Joined<'c> {
        Joined { lending, places: Vec::new(), columns: Vec::new() }
    }

    /// Whether no row hangs on an earlier one.
    pub(super) fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The positions of the earlier rows, as parameters.
    pub(super) fn parameters(&self) -> impl Iterator<Item = Parameter> {
        self.places.iter().map(|place| Parameter::Place {
            step: place.step,
            group: place.group,
            before: place.before.clone(),
        })
    }

    /// The alias of a place.
    fn place(&mut self, place: Place) -> usize {
        let known = self.places.iter().position(|own| *own == place);
        known.unwrap_or_else(|| {
            self.places.push(place);
            self.columns.push(Vec::new());
            self.places.len() - 1
        })
    }

    /// A column that a place lends.
    fn lent(&mut self, place: usize, column: u32) -> Option<String> {
        let columns = self.columns.get_mut(place)?;
        if !columns.contains(&column) {
            columns.push(column);
        }
        Some(format!("a{place}.c{column}"))
    }

    /// A column of the source rows, with the keys that are lent for it.
    pub(super) fn column(&mut self, column: &SentColumn, sources: &[Vec<SourceForm>]) -> Option<String> {
        let name = &column.name;
        let own = match &column.list {
            None => format!("y.{name}"),
            Some(cast) => format!("y.{name}::{cast}[]"),
        };
        let mut keys: Vec<KeyForm> = Vec::new();
        for key in sources.iter().flatten().filter_map(key_of) {
            if !keys.contains(key) {
                keys.push(key.clone());
            }
        }
        let mut cases = String::new();
        for key in &keys {
            let before: Vec<Option<Vec<SourceForm>>> = sources.iter().map(|of| before(of, key)).collect();
            // Keys that are asked in one order here and in another there have no order in common.
            let is_after = |other: &KeyForm| keys.iter().position(|one| one == other);
            let at = is_after(key);
            let is_ordered =
                before.iter().flatten().flatten().filter_map(key_of).all(|other| is_after(other) < at);
            if !is_ordered {
                return None;
            }
            let known = |of: Vec<SourceForm>| of.into_iter().filter(|one| key_of(one).is_none()).collect();
            let before = before.into_iter().map(|of| of.map(known)).collect();
            let place = self.place(Place { step: key.step, group: key.group, before });
            let lent = self.lent(place, key.column)?;
            cases.push_str(&format!(" WHEN a{place}.h THEN {lent}::{}", column.cast));
        }
        Some(match cases.as_str() {
            "" => format!("{own} AS {name}"),
            _ if column.list.is_some() => return None,
            _ => format!("CASE{cases} ELSE {own} END AS {name}"),
        })
    }

    /// Whether a row is among those that a statement is about, as far as that hangs on earlier ones.
    pub(super) fn pick(&mut self, pick: &PickForm) -> Option<Option<String>> {
        let (of, wanted) = match pick {
            PickForm::Test { .. } | PickForm::Any { .. } => return Some(None),
            PickForm::Found { of } => (of, true),
            PickForm::Missing { of } => (of, false),
        };
        let mut came = Vec::new();
        for RowsForm { step, group } in of {
            let before = [Some(Vec::new())].into();
            let place = self.place(Place { step: *step, group: (*group)?, before });
            came.push(format!("coalesce(a{place}.h, false)"));
        }
        let came = came.join(" OR ");
        Some(Some(if wanted { format!("({came})") } else { format!("NOT ({came})") }))
    }

    /// The earlier rows, joined to the rows of this statement.
    pub(super) fn joins(&self) -> Option<String> {
        let mut text = String::new();
        for (position, (place, columns)) in self.places.iter().zip(&self.columns).enumerate() {
            let mut arrays = [self.lending.came(place.step)].to_vec();
            for column in columns {
                arrays.push(self.lending.column(place.step, *column)?);
            }
            let names: String = columns.iter().map(|column| format!("c{column}, ")).listed().concat();
            text.push_str(&format!(
                " LEFT JOIN unnest({}) WITH ORDINALITY AS a{position}(h, {names}m) ON a{position}.m = y.p{position}",
                comma(arrays)
            ));
        }
        Some(text)
    }
}

pub(super) fn key_of(source: &SourceForm) -> Option<&KeyForm> {
    match source {
        SourceForm::Key(key) => Some(key),
        _ => None,
    }
}

/// What comes before a key among the sources of a batch, if it is among them.
fn before(sources: &[SourceForm], key: &KeyForm) -> Option<Vec<SourceForm>> {
    let at = sources.iter().position(|source| key_of(source) == Some(key))?;
    sources.get(..at).map(<[SourceForm]>::to_vec)
}
