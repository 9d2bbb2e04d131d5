//! Plans what becomes of rows that are there: what they point at first, then their columns, then what points at them.

use alloc::vec::Vec;

use super::rows::{Later, Own};
use super::step::{
    Action, Batch, ColumnChange, Deed, Guard, Lender, Pick, Source, Target, Update, UpdateColumn,
};
use super::{Builder, Linked};
use crate::listed::{AllListed, Listed};
use crate::request::{Change, GroupId, SlotId, Test, Verb};
use crate::schema::{FieldId, Holder, Model, ModelId, RelationId};
use crate::validate::{CheckedNode, Column, Setter, test};
use crate::value::Kind;

impl Builder<'_> {
    /// Plans the changes of a node's rows and everything below them. The rows are as `own` says, but stand at the node.
    pub(super) fn change(&mut self, node: &CheckedNode, own: Own) -> Own {
        let mut own = Own { group: node.group, ..own };
        let Some(model) = self.schema.model(node.model) else {
            return own;
        };
        let (linked, later) = self.link_held(model, node, &own);
        own.later = later;
        let columns = self.update_columns(model, &node.columns, &linked, node.group);
        if !columns.is_empty() {
            let mut batch = own.batch(node.group);
            let whens: Vec<Option<Test>> = columns
                .iter()
                .filter(|column| !is_automatic(model, column))
                .flat_map(|column| column.changes.iter().map(|change| change.when))
                .listed();
            if let Some(tests) = whens.into_iter().all_listed() {
                batch.only.push(Pick::Any(tests));
            }
            let fields = columns.iter().map(|column| column.field).listed();
            let target = Target::Key(self.own_primary_keys(&own));
            let step = self.update(node.model, batch, target, columns, Deed::Updated);
            own.changed.insert(0, (Lender { step, group: node.group }, fields));
        }
        for link in &node.links {
            for verb in &link.verbs {
                let moved = self.verb(model, link.relation, verb, &own);
                moved.into_iter().for_each(|one| own.changed.insert(0, one));
            }
        }
        own
    }

    /// Makes or finds the rows that a node's rows will point at.
    pub(super) fn link_held(
        &mut self,
        model: &Model,
        node: &CheckedNode,
        own: &Own,
    ) -> (Vec<Linked>, Vec<Later>) {
        let (mut linked, mut later) = (Vec::new(), Vec::new());
        for link in &node.links {
            let Some(relation) = model.relation(link.relation) else {
                continue;
            };
            if !matches!(relation.holder, Holder::Here(_)) {
                continue;
            }
            for verb in &link.verbs {
                for item in &verb.items {
                    let written = self.held_rows(model, link.relation, verb.verb, item, own);
                    // A row that may have to be taken from another one is taken when its turn comes.
                    let is_later = verb.verb != Verb::Create && !own.is_new && self.is_one_to_one(relation);
                    if is_later {
                        let (relation, item) = (link.relation, item.group);
                        later.extend(written.map(|(rows, _)| Later { relation, item, rows }));
                        continue;
                    }
                    linked.extend(written.map(|(rows, made)| Linked {
                        relation: link.relation,
                        item: item.group,
                        rows,
                        made,
                    }));
                }
            }
        }
        (linked, later)
    }

    pub(super) fn update(
        &mut self,
        model: ModelId,
        batch: Batch,
        target: Target,
        columns: Vec<UpdateColumn>,
        deed: Deed,
    ) -> super::StepId {
        let update = Update {
            batch,
            target,
            columns,
            last: deed == Deed::Connected,
            finds: false,
            unless_same: Vec::new(),
        };
        self.push(model, Action::Update(update), Guard::AnyNumber, deed)
    }

    /// What becomes of the columns, and of those that hold the time of the last write.
    pub(super) fn update_columns(
        &mut self,
        model: &Model,
        columns: &[Column],
        linked: &[Linked],
        group: GroupId,
    ) -> Vec<UpdateColumn> {
        let mut updated = Vec::new();
        for column in columns {
            let changes = column.setters.iter().filter_map(|setter| {
                let sources = match setter {
                    Setter::Slot(slot) | Setter::Change(_, slot) => [Source::Given(*slot)].into(),
                    Setter::Link(relation, item) => {
                        self.linked_keys(model, *relation, *item, column.field, linked)
                    }
                    Setter::Unlink(_) | Setter::Null => [Source::Null].into(),
                    Setter::Outer | Setter::Default | Setter::Database => return None,
                };
                if sources.is_empty() {
                    return None;
                }
                let change = match setter {
                    Setter::Change(change, _) => *change,
                    _ => Change::Set,
                };
                let when = test(*setter).filter(|test| !self.is_in_every_row(*test, group));
                Some(ColumnChange { change, sources, when })
            });
            let changes: Vec<ColumnChange> = changes.listed();
            if !changes.is_empty() {
                updated.push(UpdateColumn { field: column.field, changes });
            }
        }
        if updated.is_empty() { updated } else { with_times(model, updated) }
    }

    /// The keys that a column takes from rows at the other end of a relation.
    pub(super) fn linked_keys(
        &mut self,
        model: &Model,
        relation: RelationId,
        item: GroupId,
        field: FieldId,
        linked: &[Linked],
    ) -> Vec<Source> {
        let pairs = match model.relation(relation).map(|relation| &relation.holder) {
            Some(Holder::Here(pairs)) => pairs.as_slice(),
            _ => &[],
        };
        let lent = pairs.iter().find(|(here, _)| *here == field).map(|(_, there)| *there);
        let rows = linked.iter().find(|one| one.relation == relation && one.item == item);
        match (lent, rows) {
            (Some(lent), Some(linked)) => self.keys(&linked.rows, lent),
            _ => Vec::new(),
        }
    }

    fn is_in_every_row(&self, test: Test, group: GroupId) -> bool {
        let is_always = |slot: SlotId| {
            let slot = self.layout.slot(slot);
            slot.is_some_and(|slot| slot.always && slot.group == Some(group) && !slot.kinds.has(Kind::Object))
        };
        match test {
            Test::Slot(slot) => is_always(slot),
            Test::Rows(_) | Test::Kind(..) => false,
        }
    }
}

/// The columns with those beside them that hold the time of the last write. It does not move for a row that only lets
/// go of another.
pub(super) fn with_times(model: &Model, mut columns: Vec<UpdateColumn>) -> Vec<UpdateColumn> {
    let is_written = |change: &&ColumnChange| change.sources != [Source::Null];
    let changes = columns.iter().flat_map(|column| &column.changes).filter(is_written);
    let mut whens: Vec<Option<Test>> = Vec::new();
    for change in changes {
        if !whens.contains(&change.when) {
            whens.push(change.when);
        }
    }
    if whens.contains(&None) {
        whens = [None].into();
    }
    let times = model.fields().filter(|(_, field)| field.updated_at);
    for (id, _) in times {
        let now = |when: &Option<Test>| ColumnChange {
            change: Change::Set,
            sources: [Source::Now].into(),
            when: *when,
        };
        let nows = whens.iter().map(now);
        match columns.iter_mut().find(|column| column.field == id) {
            Some(column) if column.changes.iter().all(|change| change.when.is_some()) => {
                column.changes.extend(nows);
            }
            Some(_) => {}
            None if whens.is_empty() => {}
            None => columns.push(UpdateColumn { field: id, changes: nows.listed() }),
        }
    }
    columns
}

/// Whether a column only holds the time of the last write.
fn is_automatic(model: &Model, column: &UpdateColumn) -> bool {
    let is_time = model.field(column.field).is_some_and(|field| field.updated_at);
    is_time && column.changes.iter().all(|change| change.sources == [Source::Now])
}
