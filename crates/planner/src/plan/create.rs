//! Plans `create`: rows whose keys are needed first, then the row, then what points at it, then pairs.

use alloc::vec::Vec;

use super::step::{
    Action, Batch, Guard, Insert, InsertColumn, KeyMaking, KeyRef, Link, LinkBatch, Source, StepId,
};
use super::{Builder, Outer, Written};
use crate::request::Test;
use crate::schema::{Default, FieldId, Holder, Junction, Model, RelationId};
use crate::validate::{CheckedLink, CheckedNode, Column, Setter};

impl Builder<'_> {
    /// Plans the rows of a node and everything below them.
    pub(super) fn create(&mut self, node: &CheckedNode, outer: Option<Outer<'_>>) -> Written {
        let mut written = Written {
            model: node.model,
            group: node.group,
            steps: Vec::new(),
            links: Vec::new(),
            linked_only: Vec::new(),
        };
        let Some(model) = self.schema.model(node.model) else {
            return written;
        };
        let held = |link: &&CheckedLink| {
            matches!(model.relation(link.relation).map(|relation| &relation.holder), Some(Holder::Here(_)))
        };
        for link in node.links.iter().filter(held) {
            let inner = self.create(&link.node, None);
            written.links.push((link.relation, inner));
        }
        written.linked_only = linked_only(model, node);
        written.steps = self.insert(model, node, outer, &written);
        for link in node.links.iter().filter(|link| !held(link)) {
            let Some(relation) = model.relation(link.relation) else {
                continue;
            };
            let inner = match &relation.holder {
                Holder::There(pairs) => {
                    let pairs: Vec<(FieldId, FieldId)> =
                        pairs.iter().map(|(here, there)| (*there, *here)).collect();
                    let outer = Outer { group: node.group, steps: &written.steps, pairs: &pairs };
                    self.create(&link.node, Some(outer))
                }
                Holder::Between(junction) => {
                    let inner = self.create(&link.node, None);
                    self.link(junction, &written, &inner);
                    inner
                }
                Holder::Here(_) => continue,
            };
            written.links.push((link.relation, inner));
        }
        written
    }

    /// One insert, or several where rows differ in what they leave to the database.
    fn insert(
        &mut self,
        model: &Model,
        node: &CheckedNode,
        outer: Option<Outer<'_>>,
        written: &Written,
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
            variants = variants.into_iter().flat_map(both).collect();
        }
        let mut steps = Vec::new();
        for only in variants {
            let columns = node.columns.iter().filter_map(|column| {
                let is_left_out =
                    splitting_test(model, column).is_some_and(|test| only.contains(&(test, false)));
                let sources = self.sources(model, column, outer, written);
                (!is_left_out).then(|| InsertColumn { field: column.field, sources: [sources].into() })
            });
            let columns: Vec<InsertColumn> = columns.collect();
            for key in columns.iter().flat_map(|column| column.sources.iter().flatten()) {
                if let Source::Key(key) = key {
                    self.give(key.step, key.field);
                }
            }
            let batches = [Batch { group: node.group, only }].into();
            let insert = Insert { batches, columns, key: KeyMaking::Unneeded };
            steps.push(self.push(node.model, Action::Insert(insert), Guard::EveryRow));
        }
        steps
    }

    fn sources(
        &self,
        model: &Model,
        column: &Column,
        outer: Option<Outer<'_>>,
        written: &Written,
    ) -> Vec<Source> {
        let mut sources = Vec::new();
        for setter in &column.setters {
            match setter {
                Setter::Slot(slot) => sources.push(Source::Given(*slot)),
                Setter::Null => sources.push(Source::Null),
                Setter::Default => sources.push(default_source(model, column.field)),
                Setter::Database if is_drawable(model, column.field) => sources.push(Source::Drawn),
                Setter::Database => {}
                Setter::Outer => sources.extend(outer.iter().flat_map(|outer| outer.keys(column.field))),
                Setter::Link(relation, group) => {
                    let made =
                        written.links.iter().find(|(id, inner)| id == relation && inner.group == *group);
                    let pairs = match model.relation(*relation).map(|relation| &relation.holder) {
                        Some(Holder::Here(pairs)) => pairs.as_slice(),
                        _ => &[],
                    };
                    let outer = made.map(|(_, inner)| Outer { group: *group, steps: &inner.steps, pairs });
                    sources.extend(outer.iter().flat_map(|outer| outer.keys(column.field)));
                }
            }
        }
        sources
    }

    /// Pairs each far row with the near row it is written inside of.
    fn link(&mut self, junction: &Junction, near: &Written, far: &Written) {
        let keys = |written: &Written, field: FieldId| -> Vec<KeyRef> {
            written.steps.iter().map(|step| KeyRef { step: *step, group: written.group, field }).collect()
        };
        let (here, there) = (keys(near, junction.here_field), keys(far, junction.there_field));
        for key in here.iter().chain(&there) {
            self.give(key.step, key.field);
        }
        let batch = LinkBatch {
            batch: Batch { group: far.group, only: Vec::new() },
            here: here.into_iter().map(Source::Key).collect(),
            there: there.into_iter().map(Source::Key).collect(),
        };
        let link = Link { junction: junction.clone(), batches: [batch].into() };
        self.push(near.model, Action::Link(link), Guard::AnyNumber);
    }
}

impl Outer<'_> {
    /// The keys of the outer row that a field of the inner row equals.
    fn keys(&self, field: FieldId) -> Vec<Source> {
        let Some((_, lent)) = self.pairs.iter().find(|(set, _)| *set == field) else {
            return Vec::new();
        };
        let key = |step: &StepId| Source::Key(KeyRef { step: *step, group: self.group, field: *lent });
        self.steps.iter().map(key).collect()
    }
}

/// The relations whose columns are set by what is written inside of the rows, or not at all.
fn linked_only(model: &Model, node: &CheckedNode) -> Vec<RelationId> {
    let is_linked = |column: &Column, relation: RelationId| {
        column.setters.iter().all(|setter| match setter {
            Setter::Link(by, _) => *by == relation,
            Setter::Null => true,
            Setter::Slot(_) | Setter::Outer | Setter::Default | Setter::Database => false,
        })
    };
    let held = model.relations().filter(|(id, relation)| match &relation.holder {
        Holder::Here(pairs) => pairs.iter().all(|(field, _)| {
            let column = node.columns.iter().find(|column| column.field == *field);
            column.is_some_and(|column| is_linked(column, *id))
        }),
        Holder::There(_) | Holder::Between(_) => false,
    });
    held.map(|(id, _)| id).collect()
}

/// What tells apart the rows that give a value from those that leave it to a default which only the database knows.
fn splitting_test(model: &Model, column: &Column) -> Option<Test> {
    let is_left = column.setters.contains(&Setter::Database) && !is_drawable(model, column.field);
    let slot = column.setters.iter().find_map(|setter| match setter {
        Setter::Slot(slot) => Some(Test::Slot(*slot)),
        Setter::Link(_, group) => Some(Test::Rows(*group)),
        Setter::Outer | Setter::Default | Setter::Null | Setter::Database => None,
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
