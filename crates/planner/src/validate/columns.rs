//! The rules of columns: each is set once, and each required one is set in every row.
//!
//! A column can be set by its field, by a relation this model holds, by the relation the rows are nested in, or by a
//! default. Which rows use which of them only a host can tell; here it is settled in which order they are asked.

use alloc::vec::Vec;

use super::verbs::waits;
use super::{Nest, Validator};
use crate::error::Problem;
use crate::listed::Listed;
use crate::request::{Change, Context, Fault, GroupId, Node, Slot, SlotId, Spot, Test, Verb};
use crate::schema::{Default, Field, FieldId, Holder, Model, RelationId};
use crate::value::{Kind, Kinds};

/// A column of rows to be made, and where its values come from: the first setter that a row has.
#[derive(Clone, Debug)]
pub struct Column {
    /// The field.
    pub field: FieldId,
    /// What can set it, in the order they are asked.
    pub setters: Vec<Setter>,
}

/// Something that sets a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setter {
    /// A value of the request.
    Slot(SlotId),
    /// What a value of the request does to the value that is there.
    Change(Change, SlotId),
    /// The row that the relation makes or finds at its other end.
    Link(RelationId, GroupId),
    /// Nothing, where the slot says true: the relation is unlinked.
    Unlink(SlotId),
    /// The row this one is written inside of.
    Outer,
    /// What the schema says when nothing else does.
    Default,
    /// Nothing: the column is null.
    Null,
    /// Whatever the database computes when the column is left out.
    Database,
}

impl Validator<'_> {
    /// Settles what sets each column; columns that nothing sets are left out.
    pub(super) fn columns(&mut self, model: &Model, node: &Node, nest: Option<Nest<'_>>) -> Vec<Column> {
        let mut columns = Vec::new();
        let mut clashes = Vec::new();
        for (id, field) in model.fields() {
            let mut setters = self.written_setters(model, node, nest, id);
            self.clash(field, node.group, nest, &setters, &mut clashes);
            let is_settled = setters.iter().any(|setter| self.is_always(node, *setter));
            if !is_settled {
                match fallback(field) {
                    // With nothing written the database does by itself what its default says.
                    Some(Setter::Database | Setter::Null) if setters.is_empty() => {}
                    Some(fallback) => setters.push(fallback),
                    None => self.missing(model, id, field, node.group, &setters),
                }
            }
            if !setters.is_empty() {
                columns.push(Column { field: id, setters });
            }
        }
        columns
    }

    /// Settles what changes each column; columns that nothing changes are left alone.
    pub(super) fn changed_columns(
        &mut self,
        model: &Model,
        node: &Node,
        nest: Option<Nest<'_>>,
    ) -> Vec<Column> {
        let mut columns = Vec::new();
        let mut clashes = Vec::new();
        for (id, field) in model.fields() {
            let mut setters = self.written_setters(model, node, nest, id);
            self.clash(field, node.group, nest, &setters, &mut clashes);
            setters.retain(|setter| *setter != Setter::Outer);
            if !setters.is_empty() {
                columns.push(Column { field: id, setters });
            }
        }
        columns
    }

    /// Everything in the request that sets a column in some row.
    fn written_setters(
        &self,
        model: &Model,
        node: &Node,
        nest: Option<Nest<'_>>,
        id: FieldId,
    ) -> Vec<Setter> {
        let mut setters = Vec::new();
        for given in node.given.iter().filter(|given| given.field == id) {
            setters.extend(given.changes.iter().map(|(change, slot)| match change {
                Change::Set => Setter::Slot(*slot),
                change => Setter::Change(*change, *slot),
            }));
            setters.push(Setter::Slot(given.slot));
        }
        for link in &node.links {
            let Some(relation) = model.relation(link.relation) else {
                continue;
            };
            let holds =
                matches!(&relation.holder, Holder::Here(pairs) if pairs.iter().any(|(here, _)| *here == id));
            let is_nullable = model.field(id).is_some_and(|field| field.nullable);
            for verb in link.verbs.iter().filter(|_| holds) {
                match verb.verb {
                    Verb::Create | Verb::Connect | Verb::ConnectOrCreate => {
                        setters.extend(verb.items.iter().map(|item| Setter::Link(link.relation, item.group)));
                    }
                    Verb::Disconnect if is_nullable && !waits(model, node, link, verb.verb) => {
                        setters.push(Setter::Unlink(verb.slot));
                    }
                    _ => {}
                }
            }
        }
        if nest.is_some_and(|nest| nest.sets.contains(&id)) {
            setters.push(Setter::Outer);
        }
        setters
    }

    /// Whether a setter is there in every row.
    fn is_always(&self, node: &Node, setter: Setter) -> bool {
        match setter {
            Setter::Slot(slot) => self.is_slot_always(slot, node.group),
            Setter::Link(_, group) => self.is_group_always(group, node.group),
            Setter::Change(..) | Setter::Unlink(_) => false,
            Setter::Outer | Setter::Default | Setter::Null | Setter::Database => true,
        }
    }

    /// Whether every row of a group, or the one row below each of them, has a value in the slot.
    fn is_slot_always(&self, slot: SlotId, group: GroupId) -> bool {
        let Some(slot) = self.layout.slot(slot) else {
            return false;
        };
        slot.always && slot.group.is_some_and(|own| own == group || self.is_group_always(own, group))
    }

    /// Whether every row of the outer group has a row below it in the inner one.
    fn is_group_always(&self, inner: GroupId, outer: GroupId) -> bool {
        let Some(slot) = self.layout.group(inner).and_then(|group| self.layout.slot(group.slot)) else {
            return false;
        };
        let is_one_row = slot.kinds == Kinds::of(&[Kind::Object]) && slot.below.len() == 1;
        let is_here = |own: GroupId| own == outer || self.is_group_always(own, outer);
        slot.always && is_one_row && slot.group.is_some_and(is_here)
    }

    /// No column is set twice in one row. The `set` of a list and the field around it are one and the same.
    fn clash(
        &mut self,
        field: &Field,
        group: GroupId,
        nest: Option<Nest<'_>>,
        setters: &[Setter],
        clashes: &mut Vec<(Setter, Setter)>,
    ) {
        for (position, first) in setters.iter().enumerate() {
            for second in setters.iter().skip(position + 1) {
                if clashes.contains(&(*first, *second)) || self.are_one(*first, *second) {
                    continue;
                }
                clashes.push((*first, *second));
                let by = match (second, nest) {
                    (Setter::Outer, Some(nest)) => Some(self.layout.path_of_slot(nest.link.slot)),
                    _ => None,
                };
                let problem = Problem::SetTwice { field: field.name.clone(), by };
                let fault = match (test(*first), test(*second)) {
                    (Some(first), Some(second)) => {
                        Fault { problem, spot: Spot::Both { group, first, second } }
                    }
                    (Some(Test::Slot(slot) | Test::Kind(slot, _)), None) => Fault::of_slot(problem, slot),
                    (Some(Test::Rows(inner)), None) => Fault {
                        problem,
                        spot: Spot::Lacking { group: inner, tests: Vec::new(), name: "".into() },
                    },
                    (None, _) => continue,
                };
                let is_certain = |setter: Setter| match setter {
                    Setter::Slot(slot) => self.is_slot_always(slot, group),
                    Setter::Link(_, inner) => self.is_group_always(inner, group),
                    Setter::Change(..) | Setter::Unlink(_) => false,
                    Setter::Outer | Setter::Default | Setter::Null | Setter::Database => true,
                };
                if *second == Setter::Outer || (is_certain(*first) && is_certain(*second)) {
                    self.findings.faults.push(fault);
                } else {
                    self.findings.rules.push(fault);
                }
            }
        }
    }

    /// Whether two setters are the same entry: the object around a change, or one change of several in such an object.
    fn are_one(&self, first: Setter, second: Setter) -> bool {
        let slot_of = |setter: Setter| match setter {
            Setter::Slot(slot) | Setter::Change(_, slot) => self.layout.slot(slot),
            _ => None,
        };
        let (Some(first), Some(second)) = (slot_of(first), slot_of(second)) else {
            return false;
        };
        let is_change = |slot: &Slot| {
            let context = slot.group.and_then(|group| self.layout.group(group)).map(|group| group.context);
            matches!(
                context,
                Some(Context::ListWrite(..) | Context::ListChange(..) | Context::ValueChange(..))
            )
        };
        is_change(first) || is_change(second)
    }

    /// A required field is set in every row.
    fn missing(&mut self, model: &Model, id: FieldId, field: &Field, group: GroupId, setters: &[Setter]) {
        let holder = model.relations().find(|(_, relation)| {
            matches!(&relation.holder, Holder::Here(pairs) if pairs.iter().any(|(here, _)| *here == id))
        });
        let (name, or) = match holder {
            Some((_, relation)) => (field.name.clone(), Some(relation.name.clone())),
            None => (field.name.clone(), None),
        };
        let place = or.clone().unwrap_or_else(|| name.clone());
        let problem = Problem::Missing { model: model.name.clone(), field: name, or };
        let tests: Vec<Test> = setters.iter().filter_map(|setter| test(*setter)).listed();
        let is_certain = tests.len() < 2;
        let fault = Fault { problem, spot: Spot::Lacking { group, tests, name: place } };
        if is_certain {
            self.findings.faults.push(fault);
        } else {
            self.findings.rules.push(fault);
        }
    }
}

/// How a host tells whether a row has a setter; the outer row is always there.
pub(crate) fn test(setter: Setter) -> Option<Test> {
    match setter {
        Setter::Slot(slot) | Setter::Change(_, slot) => Some(Test::Slot(slot)),
        Setter::Link(_, group) => Some(Test::Rows(group)),
        Setter::Unlink(slot) => Some(Test::Kind(slot, Kind::True as u32)),
        Setter::Outer | Setter::Default | Setter::Null | Setter::Database => None,
    }
}

/// What sets a column in rows where nothing in the request does; none if the field is required.
fn fallback(field: &Field) -> Option<Setter> {
    match &field.default {
        Some(Default::Sequence(_) | Default::Database(_)) => Some(Setter::Database),
        Some(Default::Value | Default::Now | Default::Made(_)) => Some(Setter::Default),
        None if field.generated => Some(Setter::Database),
        None if field.updated_at => Some(Setter::Default),
        None if field.nullable || field.list => Some(Setter::Null),
        None => None,
    }
}
