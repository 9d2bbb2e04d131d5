//! The rows of a statement, put together on the server: what the host knows of them, joined to what earlier statements
//! have kept of the rows that they belong to.
//!
//! Knows nothing of what is done with them.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::kept::Lending;
use crate::render::script::{KeyForm, Parameter, PickForm, RowsForm, SourceForm};
use crate::render::source::SentColumn;
use crate::render::writer::comma;
use crate::request::GroupId;

/// A position among the rows of earlier statements, which rows of this one belong to.
struct Place {
    group: GroupId,
    /// For each batch, what comes before it, where it is asked at all.
    before: Vec<Option<Vec<SourceForm>>>,
    /// The earlier statements, all of which count the same rows, each with the columns that are asked of it.
    lenders: Vec<(u32, Vec<u32>)>,
}

/// The rows of a statement while they are being put together on the server.
pub(super) struct Joined<'c> {
    lending: Lending<'c>,
    places: Vec<Place>,
}

impl<'c> Joined<'c> {
    pub(super) fn new(lending: Lending<'c>) -> Joined<'c> {
        Joined { lending, places: Vec::new() }
    }

    /// Whether no row hangs on an earlier one.
    pub(super) fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The positions of the earlier rows, as parameters.
    pub(super) fn parameters(&self) -> impl Iterator<Item = Parameter> {
        self.places.iter().filter_map(|place| {
            let (step, _) = place.lenders.first()?;
            Some(Parameter::Place { step: *step, group: place.group, before: place.before.clone() })
        })
    }

    /// The number of the place of a statement's row, where that statement is one of its lenders.
    fn place(&mut self, step: u32, group: GroupId, before: &[Option<Vec<SourceForm>>]) -> usize {
        let lending = self.lending;
        let known = self.places.iter_mut().enumerate().find(|(_, place)| {
            let first = place.lenders.first().map_or(step, |(first, _)| *first);
            place.group == group && place.before == before && lending.counts_alike(first, step)
        });
        match known {
            Some((position, place)) => {
                if !place.lenders.iter().any(|(own, _)| *own == step) {
                    place.lenders.push((step, Vec::new()));
                }
                position
            }
            None => {
                let lenders = [(step, Vec::new())].into();
                self.places.push(Place { group, before: before.to_vec(), lenders });
                self.places.len() - 1
            }
        }
    }

    /// A column that a statement lends at a place.
    fn lent(&mut self, place: usize, step: u32, column: u32) -> Option<String> {
        let lenders = &mut self.places.get_mut(place)?.lenders;
        let (_, columns) = lenders.iter_mut().find(|(own, _)| *own == step)?;
        if !columns.contains(&column) {
            columns.push(column);
        }
        Some(format!("a{place}.{}", column_name(step, column)))
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
            let before: Vec<_> = before.into_iter().map(|of| of.map(known)).collect();
            let place = self.place(key.step, key.group, &before);
            let lent = self.lent(place, key.step, key.column)?;
            cases.push_str(&format!(" WHEN a{place}.h{} THEN {lent}::{}", key.step, column.cast));
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
            let place = self.place(*step, (*group)?, &[Some(Vec::new())]);
            came.push(format!("coalesce(a{place}.h{step}, false)"));
        }
        let came = came.join(" OR ");
        Some(Some(if wanted { format!("({came})") } else { format!("NOT ({came})") }))
    }

    /// The earlier rows, joined to the rows of this statement, or to the one it has.
    pub(super) fn joins(&self, is_lone: bool) -> Option<String> {
        let mut text = String::new();
        for (position, place) in self.places.iter().enumerate() {
            let mut arrays = Vec::new();
            for (step, columns) in &place.lenders {
                arrays.push((self.lending.came(*step), format!("h{step}")));
                for column in columns {
                    arrays.push((self.lending.column(*step, *column)?, column_name(*step, *column)));
                }
            }
            if is_lone {
                let elements =
                    arrays.iter().map(|(array, name)| format!("({array})[y.p{position}] AS {name}"));
                text.push_str(&format!(" CROSS JOIN LATERAL (SELECT {}) AS a{position}", comma(elements)));
                continue;
            }
            let (arrays, names): (Vec<_>, Vec<_>) = arrays.into_iter().unzip();
            text.push_str(&format!(
                " LEFT JOIN unnest({}) WITH ORDINALITY AS a{position}({}, m) ON a{position}.m = y.p{position}",
                comma(arrays),
                comma(names)
            ));
        }
        Some(text)
    }
}

fn column_name(step: u32, column: u32) -> String {
    format!("c{step}_{column}")
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
