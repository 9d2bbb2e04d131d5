//! RequestTree -> Checked: every rule runs, every mistake is gathered.
//!
//! Knows nothing of steps or SQL. Only this room can make a `Checked`, so whoever holds one may rely on its rules: each
//! required field is set in every row, no column is set twice, every value is of a kind its field takes.

mod columns;
mod fields;
mod limits;
mod verbs;

pub(crate) use columns::test;
pub use columns::{Column, Setter};

use alloc::vec::Vec;

use crate::listed::Listed;
use crate::request::{
    Fault, Filter, GroupId, Item, Layout, LinkNode, Node, Operation, RequestTree, Selection, SlotId, Tally,
    Verb,
};
use crate::schema::{FieldId, Holder, ModelId, RelationId, Schema};

/// A request that passed validation.
#[derive(Clone, Debug)]
pub struct Checked {
    pub(crate) operation: Operation,
    pub(crate) model: ModelId,
    pub(crate) layout: Layout,
    pub(crate) root: CheckedItem,
    pub(crate) selection: Selection,
    pub(crate) tally: Option<Tally>,
    /// What a host still has to check, because only the rows can tell.
    pub rules: Vec<Fault>,
}

/// An item whose columns are settled.
#[derive(Clone, Debug)]
pub(crate) struct CheckedItem {
    pub(crate) model: ModelId,
    pub(crate) group: GroupId,
    pub(crate) filter: Filter,
    pub(crate) key: Vec<(FieldId, SlotId)>,
    pub(crate) data: Option<CheckedNode>,
    pub(crate) change: Option<CheckedNode>,
    pub(crate) skip: Option<SlotId>,
    pub(crate) limit: Option<SlotId>,
}

/// A node whose columns are settled.
#[derive(Clone, Debug)]
pub(crate) struct CheckedNode {
    pub(crate) model: ModelId,
    pub(crate) group: GroupId,
    pub(crate) columns: Vec<Column>,
    pub(crate) links: Vec<CheckedLink>,
}

/// What is done with a relation.
#[derive(Clone, Debug)]
pub(crate) struct CheckedLink {
    pub(crate) relation: RelationId,
    pub(crate) verbs: Vec<CheckedVerb>,
}

/// One verb at a relation.
#[derive(Clone, Debug)]
pub(crate) struct CheckedVerb {
    pub(crate) verb: Verb,
    pub(crate) slot: SlotId,
    pub(crate) items: Vec<CheckedItem>,
    /// Whether rows are let go when it is its turn, and not with their other columns.
    pub(crate) waits: bool,
}

/// What is wrong with a request: what is certain, and what the rows may add.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// What is wrong in at least one row.
    pub faults: Vec<Fault>,
    /// What may be wrong in some row.
    pub rules: Vec<Fault>,
}

/// Checks a tree against every rule.
///
/// # Errors
/// Everything that is wrong, at least one thing.
pub fn validate(schema: &Schema, tree: RequestTree) -> Result<Checked, Findings> {
    let mut findings = Findings { faults: tree.faults, rules: tree.rules };
    findings.faults.extend(limits::places(&tree.layout));
    let mut validator = Validator { schema, layout: &tree.layout, findings: &mut findings };
    let is_many = tree.operation.is_many();
    let root = tree.root.as_ref().map(|root| validator.item(root, None, is_many));
    match root {
        Some(root) if findings.faults.is_empty() => Ok(Checked {
            operation: tree.operation,
            model: tree.model,
            layout: tree.layout,
            root,
            selection: tree.selection,
            tally: tree.tally,
            rules: findings.rules,
        }),
        _ => Err(findings),
    }
}

/// The relation by which rows are written inside of others, from the outer side.
#[derive(Clone, Copy)]
struct Nest<'t> {
    link: &'t LinkNode,
    /// The fields the relation sets in the inner rows.
    sets: &'t [FieldId],
}

struct Validator<'t> {
    schema: &'t Schema,
    layout: &'t Layout,
    findings: &'t mut Findings,
}

impl Validator<'_> {
    fn item(&mut self, item: &Item, nest: Option<Nest<'_>>, is_many: bool) -> CheckedItem {
        if let Some(change) = item.change.as_ref().filter(|_| is_many) {
            self.fields_only(change);
        }
        CheckedItem {
            model: item.model,
            group: item.group,
            filter: item.filter.clone().unwrap_or(Filter::everything()),
            key: item.key.clone(),
            data: item.data.as_ref().map(|node| self.node(node, nest, Purpose::Make)),
            change: item.change.as_ref().map(|node| self.node(node, nest, Purpose::Change)),
            skip: item.skip,
            limit: item.limit,
        }
    }

    fn node(&mut self, node: &Node, nest: Option<Nest<'_>>, purpose: Purpose) -> CheckedNode {
        let mut checked =
            CheckedNode { model: node.model, group: node.group, columns: Vec::new(), links: Vec::new() };
        let Some(model) = self.schema.model(node.model) else {
            return checked;
        };
        self.given_fields(model, node);
        checked.columns = match purpose {
            Purpose::Make => self.columns(model, node, nest),
            Purpose::Change => self.changed_columns(model, node, nest),
        };
        for link in &node.links {
            let Some(relation) = model.relation(link.relation) else {
                continue;
            };
            let sets: Vec<FieldId> = match &relation.holder {
                Holder::There(pairs) => pairs.iter().map(|(_, there)| *there).listed(),
                Holder::Here(_) | Holder::Between(_) => Vec::new(),
            };
            let nest = Nest { link, sets: &sets };
            let mut verbs = Vec::new();
            for verb in &link.verbs {
                self.verb(node.model, relation, verb);
                let is_many = verb.verb == Verb::UpdateMany;
                let items = verb.items.iter().map(|item| self.item(item, Some(nest), is_many));
                verbs.push(CheckedVerb {
                    verb: verb.verb,
                    slot: verb.slot,
                    items: items.listed(),
                    waits: verbs::waits(model, node, link, verb.verb),
                });
            }
            checked.links.push(CheckedLink { relation: link.relation, verbs });
        }
        checked
    }
}

/// What becomes of the rows of a node.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Make,
    Change,
}
