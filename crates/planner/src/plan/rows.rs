//! Rows that steps make or find, and how later steps take keys from them.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::Builder;
use super::step::{
    Action, Batch, Conflict, Deed, Except, Find, Guard, KeyRef, Lender, Lock, Near, Once, Pick, RowsOf,
    Scope, Source, Step,
};
use crate::error::{Problem, RelationFacts};
use crate::listed::{AllListed, Listed};
use crate::request::{Filter, GroupId, SlotId};
use crate::schema::{FieldId, Holder, Model, ModelId, Relation, RelationId};

/// The rows of a node: what lends their keys, in the order it is asked.
#[derive(Clone, Debug)]
pub(super) struct Own {
    pub(super) model: ModelId,
    /// Where the rows stand in the request.
    pub(super) group: GroupId,
    pub(super) rows: Vec<Lender>,
    /// The steps that changed fields of the rows, the latest first.
    pub(super) changed: Vec<(Lender, Vec<FieldId>)>,
    /// Which rows of the request are meant.
    pub(super) picks: Vec<Pick>,
    /// Whether the rows have just been made, so that nothing is linked to them yet.
    pub(super) is_new: bool,
    /// Rows that these will point at when their turn comes.
    pub(super) later: Vec<Later>,
}

/// Rows that a node's rows will point at when their turn comes.
#[derive(Clone, Debug)]
pub(super) struct Later {
    pub(super) relation: RelationId,
    /// The item they belong to.
    pub(super) item: GroupId,
    pub(super) rows: Vec<Lender>,
}

impl Lender {
    pub(super) fn rows(self) -> RowsOf {
        RowsOf { step: self.step, group: Some(self.group) }
    }
}

impl Own {
    /// The rows of the request that are meant, by the group of something inside of them.
    pub(super) fn batch(&self, group: GroupId) -> Batch {
        Batch { group, only: self.picks.clone(), entry: None }
    }

    /// The same with one more thing asked of each.
    pub(super) fn batch_with(&self, group: GroupId, pick: Pick) -> Batch {
        let mut batch = self.batch(group);
        batch.only.push(pick);
        batch
    }

    /// The rows' steps, as an answer names them.
    pub(super) fn rows_of(&self, key: &[FieldId]) -> Vec<RowsOf> {
        let is_of_key = |fields: &[FieldId]| key.iter().any(|field| fields.contains(field));
        let changed = self.changed.iter().filter(|(_, fields)| is_of_key(fields));
        changed.map(|(lender, _)| lender).chain(&self.rows).map(|lender| lender.rows()).listed()
    }
}

impl Builder<'_> {
    /// The key of rows in one field, from the first step that has it.
    pub(super) fn keys(&mut self, rows: &[Lender], field: FieldId) -> Vec<Source> {
        for lender in rows {
            self.give(lender.step, field);
        }
        let key = |lender: &Lender| Source::Key(KeyRef { step: lender.step, group: lender.group, field });
        rows.iter().map(key).listed()
    }

    /// The key of a node's rows in one field, as it is by now.
    pub(super) fn own_keys(&mut self, own: &Own, field: FieldId) -> Vec<Source> {
        let changed = own.changed.iter().filter(|(_, fields)| fields.contains(&field));
        let lenders: Vec<Lender> = changed.map(|(lender, _)| lender).chain(&own.rows).copied().listed();
        self.keys(&lenders, field)
    }

    /// The primary key of rows, field by field.
    pub(super) fn primary_keys(&mut self, model: ModelId, rows: &[Lender]) -> Vec<(FieldId, Vec<Source>)> {
        let fields = self.schema.model(model).map_or(Vec::new(), |model| model.primary_key().to_vec());
        fields.into_iter().map(|field| (field, self.keys(rows, field))).listed()
    }

    /// The primary key of a node's rows, as it is by now.
    pub(super) fn own_primary_keys(&mut self, own: &Own) -> Vec<(FieldId, Vec<Source>)> {
        let fields = self.schema.model(own.model).map_or(Vec::new(), |model| model.primary_key().to_vec());
        fields.into_iter().map(|field| (field, self.own_keys(own, field))).listed()
    }

    /// The rows at the other end of a relation of a node's rows.
    pub(super) fn scope(&mut self, own: &Own, id: RelationId, relation: &Relation) -> Scope {
        if self.may_point_elsewhere(own, relation) {
            return Scope { from: own.model, relation: id, near: Near::Row(self.own_primary_keys(own)) };
        }
        let fields: Vec<FieldId> = match &relation.holder {
            Holder::Here(pairs) | Holder::There(pairs) => pairs.iter().map(|(here, _)| *here).listed(),
            Holder::Between(junction) => [junction.here_field].into(),
        };
        let keys = fields.into_iter().map(|field| self.own_keys(own, field)).listed();
        Scope { from: own.model, relation: id, near: Near::Fields(keys) }
    }

    /// Whether a step for other rows may have changed what a node's rows point at, since they were found: such rows may
    /// be the node's own, or the ones they point at may have been given another key.
    fn may_point_elsewhere(&self, own: &Own, relation: &Relation) -> bool {
        let (Holder::Here(pairs), Some(found)) = (&relation.holder, own.rows.first()) else {
            return false;
        };
        let is_own = |step: &Step| own.changed.iter().any(|(lender, _)| lender.step == step.id);
        let since = self.steps.iter().skip(found.step.0 as usize + 1).filter(|step| !is_own(step));
        let changes = |step: &Step, field: FieldId| match &step.action {
            Action::Update(update) => update.columns.iter().any(|column| column.field == field),
            _ => false,
        };
        let moves = |step: &Step| {
            let is_here = step.model == own.model && pairs.iter().any(|(here, _)| changes(step, *here));
            is_here || step.model == relation.to && pairs.iter().any(|(_, there)| changes(step, *there))
        };
        since.into_iter().any(moves)
    }

    /// The rows at the other end of a relation of rows that are no node's own.
    pub(super) fn scope_of(&mut self, model: ModelId, rows: &[Lender], id: RelationId) -> Option<Scope> {
        let relation = self.schema.model(model)?.relation(id)?;
        let fields: Vec<FieldId> = match &relation.holder {
            Holder::Here(pairs) | Holder::There(pairs) => pairs.iter().map(|(here, _)| *here).listed(),
            Holder::Between(junction) => [junction.here_field].into(),
        };
        let keys = fields.into_iter().map(|field| self.keys(rows, field)).listed();
        Some(Scope { from: model, relation: id, near: Near::Fields(keys) })
    }

    /// The rows of the request for which a step has found rows.
    pub(super) fn batch_of_found(&self, found: Lender) -> Batch {
        let step = self.steps.get(found.step.0 as usize);
        let entry = step.and_then(|step| step.batches().first().and_then(|batch| batch.entry));
        Batch { group: found.group, only: [Pick::Found([found].into())].into(), entry }
    }

    /// Finds at most one row for each row of a batch.
    pub(super) fn find(&mut self, model: ModelId, finding: Finding) -> Lender {
        let Finding { batch, scope, filter, lock, once, guard } = finding;
        let group = batch.group;
        let find = Find { batch, scope, filter, except: Except::Nothing, lock, once };
        let step = self.push(model, Action::Find(find), guard, Deed::Nothing);
        let key = self.schema.model(model).map_or(Vec::new(), |model| model.primary_key().to_vec());
        for field in key {
            self.give(step, field);
        }
        Lender { step, group }
    }
}

/// What is to be found.
pub(super) struct Finding {
    pub(super) batch: Batch,
    pub(super) scope: Option<Scope>,
    pub(super) filter: Filter,
    pub(super) lock: Lock,
    pub(super) once: Once,
    pub(super) guard: Guard,
}

impl Finding {
    /// Rows that meet a condition.
    pub(super) fn of(batch: Batch, filter: &Filter) -> Finding {
        Finding {
            batch,
            scope: None,
            filter: filter.clone(),
            lock: Lock::Nothing,
            once: Once::Never,
            guard: Guard::AnyNumber,
        }
    }
}

/// A relation as errors speak of it.
pub(super) fn facts(relation: &Relation, inverse_many: bool) -> RelationFacts {
    let kind = match (&relation.holder, relation.many, inverse_many) {
        (Holder::Between(_), ..) => "many-to-many",
        (_, false, false) => "one-to-one",
        _ => "one-to-many",
    };
    RelationFacts { name: relation.link_name.clone(), kind }
}

/// What is wrong when a row is not there that something nested needs.
pub(super) fn missing(
    operation: &'static str,
    model: &Model,
    relation: RelationFacts,
    needed_for: Option<&'static str>,
) -> Problem {
    Problem::RecordMissing {
        operation,
        model: model.name.clone(),
        relation: Some(Box::new(relation)),
        needed_for,
    }
}

/// Where the key that an item's rows are looked for by is, and where the same key of those made instead: nothing,
/// unless all of both are values of the request.
pub(super) fn same_key(item: &crate::validate::CheckedItem) -> Vec<(SlotId, SlotId)> {
    use crate::validate::Setter;
    let columns = item.data.as_ref().map_or(&[][..], |data| &data.columns);
    let made = |field: FieldId| {
        let column = columns.iter().find(|column| column.field == field)?;
        match column.setters.as_slice() {
            [Setter::Slot(slot)] => Some(*slot),
            _ => None,
        }
    };
    let pairs = item.key.iter().map(|(field, slot)| Some((*slot, made(*field)?)));
    pairs.all_listed().unwrap_or_default()
}

/// What is wrong when the key that an item's rows are looked for by is taken, though no row meets the condition.
pub(super) fn taken(model: &Model, item: &crate::validate::CheckedItem) -> Problem {
    let key: Vec<FieldId> = item.key.iter().map(|(field, _)| *field).listed();
    let fields = key.iter().filter_map(|field| model.field(*field));
    let rule = model.keys.iter().find(|rule| rule.fields == key);
    Problem::Unique {
        model: Some(model.name.clone()),
        fields: fields.map(|field| field.name.clone()).listed(),
        constraint: rule.map(|rule| rule.constraint.clone()),
    }
}

/// What becomes of a row to be made whose key, as the condition names it, is there already.
pub(super) fn skip_key(item: &crate::validate::CheckedItem) -> Conflict {
    use crate::validate::Setter;
    let Some(data) = &item.data else {
        return Conflict::Fail;
    };
    let is_given = |field: FieldId| {
        data.columns.iter().any(|column| {
            column.field == field && column.setters.iter().all(|setter| matches!(setter, Setter::Slot(_)))
        })
    };
    if item.key.is_empty() || !item.key.iter().all(|(field, _)| is_given(*field)) {
        return Conflict::Fail;
    }
    Conflict::SkipKey(item.key.iter().map(|(field, _)| *field).listed())
}
