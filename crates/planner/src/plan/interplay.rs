//! Finds the places where rows cannot be written all at once, because one may touch what another one touches.
//!
//! Level by level is as good as row by row while the rows of one list, with everything inside of them, leave each other
//! alone. Where they might not, a host whose list has more than one row asks for a plan that takes them one by one.

use alloc::vec::Vec;

use crate::request::{GroupId, Layout, Verb};
use crate::schema::{Holder, ModelId, Relation, Schema};
use crate::validate::{Checked, CheckedItem, CheckedNode, CheckedVerb};
use crate::value::Kind;

/// What rows of a model may have done to them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Touch {
    /// They are made, or looked at.
    Add,
    /// They are linked to another row than before.
    Move,
    /// They are changed or deleted, but only such as are linked to the row around, and to no other.
    Own,
    /// They are changed or deleted.
    Any,
}

/// The groups of which only one row can be carried out at a time.
pub(super) fn one_by_one(schema: &Schema, checked: &Checked) -> Vec<GroupId> {
    let mut groups = Vec::new();
    item(schema, &checked.root, &mut groups);
    groups.retain(|group| can_be_many(&checked.layout, *group));
    groups
}

fn item(schema: &Schema, of: &CheckedItem, groups: &mut Vec<GroupId>) -> Vec<(ModelId, Touch)> {
    let mut touched = Vec::new();
    for one in of.data.iter().chain(&of.change) {
        touched.extend(node(schema, one, groups));
    }
    touched
}

/// What is touched below the rows of a node.
fn node(schema: &Schema, of: &CheckedNode, groups: &mut Vec<GroupId>) -> Vec<(ModelId, Touch)> {
    let mut touched: Vec<(ModelId, Touch)> = Vec::new();
    let mut is_tangled = false;
    for link in &of.links {
        let Some(relation) = schema.model(of.model).and_then(|model| model.relation(link.relation)) else {
            continue;
        };
        is_tangled |= takes_in_turn(schema, relation, &link.verbs);
        for verb in &link.verbs {
            let mut own: Vec<(ModelId, Touch)> = [(relation.to, touch(relation, verb))].into();
            if matches!(relation.holder, Holder::Here(_)) {
                own.push((of.model, touch(relation, verb)));
            }
            for one in &verb.items {
                own.extend(item(schema, one, groups));
                // What one of them changes, the next may look for.
                if verb.verb == Verb::UpdateMany {
                    groups.push(one.group);
                }
            }
            let meet = |one: &(ModelId, Touch), other: &(ModelId, Touch)| {
                one.0 == other.0 && matters(one.1, other.1)
            };
            is_tangled |= own.iter().any(|one| touched.iter().any(|other| meet(one, other)));
            is_tangled |= own.iter().skip(1).any(|one| own.first().is_some_and(|first| meet(one, first)));
            is_tangled |= own.iter().any(|one| one.1 == Touch::Any);
            touched.extend(own);
        }
    }
    is_tangled |= touched.iter().any(|(model, touch)| *model == of.model && *touch != Touch::Add);
    if is_tangled {
        groups.push(of.group);
    }
    touched
}

/// Whether rows are linked in several ways, so that one may take from another what it has just been linked to.
fn takes_in_turn(schema: &Schema, relation: &Relation, verbs: &[CheckedVerb]) -> bool {
    let inverse = schema.model(relation.to).and_then(|to| to.relation(relation.inverse));
    let is_one_to_one = !relation.many && inverse.is_some_and(|inverse| !inverse.many);
    let links = verbs.iter().filter(|verb| matches!(verb.verb, Verb::Connect | Verb::ConnectOrCreate));
    let n_ways: usize = links.map(|verb| verb.items.len()).sum();
    matches!(relation.holder, Holder::Here(_)) && is_one_to_one && n_ways > 1
}

/// Whether a group may have several rows: it stands in an array, or inside of what does.
fn can_be_many(layout: &Layout, group: GroupId) -> bool {
    let mut group = Some(group);
    while let Some(slot) = group.and_then(|id| layout.slot(layout.group(id)?.slot)) {
        if slot.kinds.has(Kind::List) {
            return true;
        }
        group = slot.group;
    }
    false
}

/// Whether it matters which of two comes first, done inside of different rows.
fn matters(one: Touch, other: Touch) -> bool {
    !matches!((one, other), (Touch::Add, Touch::Add | Touch::Own) | (Touch::Own, Touch::Add | Touch::Own))
}

fn touch(relation: &Relation, verb: &CheckedVerb) -> Touch {
    let is_between = matches!(relation.holder, Holder::Between(_));
    let is_here = matches!(relation.holder, Holder::Here(_));
    match verb.verb {
        Verb::Create | Verb::CreateMany => Touch::Add,
        Verb::Connect | Verb::ConnectOrCreate | Verb::Set if is_between => Touch::Add,
        Verb::Connect | Verb::ConnectOrCreate if is_here && !relation.many => Touch::Add,
        Verb::Connect | Verb::ConnectOrCreate | Verb::Set => Touch::Move,
        Verb::Disconnect if is_between => Touch::Own,
        Verb::Update
        | Verb::Upsert
        | Verb::Delete
        | Verb::UpdateMany
        | Verb::DeleteMany
        | Verb::Disconnect => {
            if is_between || is_here {
                Touch::Any
            } else {
                Touch::Own
            }
        }
    }
}
