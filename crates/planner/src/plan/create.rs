//! Plans `create`: rows whose keys are needed first, then the row, then what points at it, then pairs.

use alloc::vec::Vec;

use super::rows::Own;
use super::step::{
    Action, Batch, Conflict, Deed, Guard, Insert, InsertColumn, KeyMaking, Lender, Pick, Source, StepId,
};
use super::{Builder, Linked, Outer};
use crate::listed::Listed;
use crate::request::{Test, Verb};
use crate::schema::{Default, FieldId, Holder, Model, ModelId, RelationId};
use crate::validate::{CheckedNode, Column, Setter};

/// A node with the steps that make its rows.
#[derive(Clone, Debug)]
pub(super) struct Written {
    pub(super) model: ModelId,
    pub(super) rows: Vec<Lender>,
    pub(super) links: Vec<(RelationId, Written)>,
    /// Relations that set columns of these rows, and nothing else sets them.
    pub(super) linked_only: Vec<RelationId>,
}

impl Written {
    /// What all verbs of a relation have made, as if it were one.
    pub(super) fn inside(&self, relation: RelationId) -> Option<Written> {
        let made = self.links.iter().filter(|(link, _)| *link == relation).map(|(_, inner)| inner.clone());
        made.reduce(|mut all, next| {
            all.rows.extend(next.rows);
            all.links.extend(next.links);
            all.linked_only.retain(|relation| next.linked_only.contains(relation));
            all
        })
    }
}

impl Builder<'_> {
    /// Plans the rows of a node and everything below them.
    pub(super) fn create(&mut self, node: &CheckedNode, outer: Option<Outer<'_>>, picks: &[Pick]) -> Written {
        self.create_unless(node, outer, picks, Conflict::Fail)
    }

    /// The same for rows some of which may be there already.
    pub(super) fn create_unless(
        &mut self,
        node: &CheckedNode,
        outer: Option<Outer<'_>>,
        picks: &[Pick],
        conflict: Conflict,
    ) -> Written {
        let mut written =
            Written { model: node.model, rows: Vec::new(), links: Vec::new(), linked_only: Vec::new() };
        let Some(model) = self.schema.model(node.model) else {
            return written;
        };
        let mut own = Own {
            model: node.model,
            group: node.group,
            rows: Vec::new(),
            changed: Vec::new(),
            picks: picks.to_vec(),
            is_new: true,
            later: Vec::new(),
        };
        let (linked, _) = self.link_held(model, node, &own);
        for one in &linked {
            written.links.extend(one.made.iter().map(|made| (one.relation, made.clone())));
        }
        written.linked_only = linked_only(model, node);
        let is_skipping = conflict != Conflict::Fail;
        let steps = self.insert(model, node, outer, &linked, picks, &conflict);
        written.rows = steps.into_iter().map(|step| Lender { step, group: node.group }).listed();
        own.rows.clone_from(&written.rows);
        if is_skipping {
            // What stands inside of a row that is left out is left out with it.
            own.picks.push(Pick::Found(own.rows.clone()));
            self.primary_keys(node.model, &written.rows);
        }
        for link in &node.links {
            let Some(relation) = model.relation(link.relation) else {
                continue;
            };
            for verb in &link.verbs {
                match (&relation.holder, verb.verb) {
                    (Holder::Here(_), _) => {}
                    (Holder::There(held), Verb::Create) => {
                        let pairs: Vec<(FieldId, FieldId)> =
                            held.iter().map(|(here, there)| (*there, *here)).listed();
                        for data in verb.items.iter().filter_map(|item| item.data.as_ref()) {
                            let outer = Outer { own: &own, pairs: &pairs };
                            let inner = self.create(data, Some(outer), &own.picks);
                            written.links.push((link.relation, inner));
                        }
                    }
                    (Holder::There(held), Verb::CreateMany) => {
                        let pairs: Vec<(FieldId, FieldId)> =
                            held.iter().map(|(here, there)| (*there, *here)).listed();
                        for item in &verb.items {
                            let outer = Outer { own: &own, pairs: &pairs };
                            let inner = self.create_many(item, Some(outer), &own.picks);
                            written.links.extend(inner.into_iter().map(|inner| (link.relation, inner)));
                        }
                    }
                    (Holder::Between(junction), Verb::Create) => {
                        for data in verb.items.iter().filter_map(|item| item.data.as_ref()) {
                            let inner = self.create(data, None, &own.picks);
                            self.pair(junction, &own, data.group, &inner.rows, own.picks.clone());
                            written.links.push((link.relation, inner));
                        }
                    }
                    _ => {
                        self.verb(model, link.relation, verb, &own);
                    }
                }
            }
        }
        written
    }

    /// One insert, or several where rows differ in what they leave to the database.
    fn insert(
        &mut self,
        model: &Model,
        node: &CheckedNode,
        outer: Option<Outer<'_>>,
        linked: &[Linked],
        picks: &[Pick],
        conflict: &Conflict,
    ) -> Vec<StepId> {
        let mut variants: Vec<Vec<(Test, bool)>> = [Vec::new()].into();
        for test in node.columns.iter().filter_map(|column| splitting_test(model, column)) {
            let both = |only: Vec<(Test, bool)>| {
                [true, false].map(|passes| {
                    let mut only = only.clone();
                    only.push((test, passes));
                    only
                })
            };
            variants = variants.into_iter().flat_map(both).listed();
        }
        let mut steps = Vec::new();
        for only in variants {
            let mut columns: Vec<InsertColumn> = Vec::new();
            for column in &node.columns {
                let is_left_out =
                    splitting_test(model, column).is_some_and(|test| only.contains(&(test, false)));
                if !is_left_out {
                    let sources = self.insert_sources(model, column, outer, linked);
                    columns.push(InsertColumn { field: column.field, sources: [sources].into() });
                }
            }
            let tests = only.into_iter().map(|(test, wanted)| Pick::Test(test, wanted));
            let only = picks.iter().cloned().chain(tests).listed();
            let batches = [Batch { group: node.group, only, entry: None }].into();
            let conflict = conflict.clone();
            let guard = if conflict == Conflict::Fail { Guard::EveryRow } else { Guard::AnyNumber };
            let insert = Insert { batches, columns, key: KeyMaking::Unneeded, conflict };
            steps.push(self.push(node.model, Action::Insert(insert), guard, Deed::Created));
        }
        steps
    }

    fn insert_sources(
        &mut self,
        model: &Model,
        column: &Column,
        outer: Option<Outer<'_>>,
        linked: &[Linked],
    ) -> Vec<Source> {
        let mut sources = Vec::new();
        for setter in &column.setters {
            match setter {
                Setter::Slot(slot) | Setter::Change(_, slot) => sources.push(Source::Given(*slot)),
                Setter::Null | Setter::Unlink(_) => sources.push(Source::Null),
                Setter::Default => sources.push(default_source(model, column.field)),
                Setter::Database if is_drawable(model, column.field) => sources.push(Source::Drawn),
                Setter::Database => {}
                Setter::Outer => {
                    if let Some(outer) = outer
                        && let Some(lent) = outer.lent(column.field)
                    {
                        sources.extend(self.own_keys(outer.own, lent));
                    }
                }
                Setter::Link(relation, item) => {
                    sources.extend(self.linked_keys(model, *relation, *item, column.field, linked));
                }
            }
        }
        sources
    }
}

impl Outer<'_> {
    /// The field of the outer row that a field of the inner row equals.
    fn lent(&self, field: FieldId) -> Option<FieldId> {
        self.pairs.iter().find(|(set, _)| *set == field).map(|(_, lent)| *lent)
    }
}

/// The relations whose columns are set by what is written inside of the rows, or not at all.
fn linked_only(model: &Model, node: &CheckedNode) -> Vec<RelationId> {
    let is_linked = |column: &Column, relation: RelationId| {
        column.setters.iter().all(|setter| match setter {
            Setter::Link(by, _) => *by == relation,
            Setter::Null => true,
            Setter::Slot(_)
            | Setter::Change(..)
            | Setter::Unlink(_)
            | Setter::Outer
            | Setter::Default
            | Setter::Database => false,
        })
    };
    let held = model.relations().filter(|(id, relation)| match &relation.holder {
        Holder::Here(pairs) => pairs.iter().all(|(field, _)| {
            let column = node.columns.iter().find(|column| column.field == *field);
            column.is_some_and(|column| is_linked(column, *id))
        }),
        Holder::There(_) | Holder::Between(_) => false,
    });
    held.map(|(id, _)| id).listed()
}

/// What tells apart the rows that give a value from those that leave it to a default which only the database knows.
fn splitting_test(model: &Model, column: &Column) -> Option<Test> {
    let is_left = column.setters.contains(&Setter::Database) && !is_drawable(model, column.field);
    let slot = column.setters.iter().find_map(|setter| match setter {
        Setter::Slot(slot) => Some(Test::Slot(*slot)),
        Setter::Link(_, group) => Some(Test::Rows(*group)),
        Setter::Change(..)
        | Setter::Unlink(_)
        | Setter::Outer
        | Setter::Default
        | Setter::Null
        | Setter::Database => None,
    });
    slot.filter(|_| is_left)
}

/// Whether a column's default can be evaluated before the row is made. A nullable column's cannot stand in for a value
/// that is missing, because a null may have been meant.
fn is_drawable(model: &Model, field: FieldId) -> bool {
    model.field(field).is_some_and(|field| field.is_drawable() && !field.nullable && !field.list)
}

fn default_source(model: &Model, field: FieldId) -> Source {
    match model.field(field).and_then(|field| field.default.as_ref()) {
        Some(Default::Value) => Source::Default,
        Some(Default::Made(generator)) => Source::Made(*generator),
        Some(Default::Now | Default::Sequence(_) | Default::Database(_)) | None => Source::Now,
    }
}
