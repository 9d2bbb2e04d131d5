//! WriteTree -> Checked: every rule runs, every mistake is gathered.
//!
//! Knows nothing of steps or SQL. Only this room can make a `Checked`, so whoever holds one may rely on its rules: each
//! required field is set in every row, no column is set twice, every value is of a kind its field takes.

mod columns;
mod fields;
mod limits;

pub use columns::{Column, Setter};

use alloc::vec::Vec;

use crate::request::{Fault, GroupId, Layout, LinkNode, Node, Selection, Verb, WriteTree};
use crate::schema::{FieldId, Holder, ModelId, RelationId, Schema};

/// A request that passed validation.
#[derive(Clone, Debug)]
pub struct Checked {
    pub(crate) verb: Verb,
    pub(crate) model: ModelId,
    pub(crate) layout: Layout,
    pub(crate) root: CheckedNode,
    pub(crate) selection: Selection,
    /// What a host still has to check, because only the rows can tell.
    pub rules: Vec<Fault>,
}

/// A node whose columns are settled.
#[derive(Clone, Debug)]
pub(crate) struct CheckedNode {
    pub(crate) model: ModelId,
    pub(crate) group: GroupId,
    pub(crate) columns: Vec<Column>,
    pub(crate) links: Vec<CheckedLink>,
}

/// Rows to be made at the other end of a relation.
#[derive(Clone, Debug)]
pub(crate) struct CheckedLink {
    pub(crate) relation: RelationId,
    pub(crate) node: CheckedNode,
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
pub fn validate(schema: &Schema, tree: WriteTree) -> Result<Checked, Findings> {
    let mut findings = Findings { faults: tree.faults, rules: Vec::new() };
    findings.faults.extend(limits::places(&tree.layout));
    let mut validator = Validator { schema, layout: &tree.layout, findings: &mut findings };
    let root = tree.root.as_ref().map(|root| validator.node(root, None));
    match root {
        Some(root) if findings.faults.is_empty() => Ok(Checked {
            verb: tree.verb,
            model: tree.model,
            layout: tree.layout,
            root,
            selection: tree.selection,
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
    fn node(&mut self, node: &Node, nest: Option<Nest<'_>>) -> CheckedNode {
        let mut checked =
            CheckedNode { model: node.model, group: node.group, columns: Vec::new(), links: Vec::new() };
        let Some(model) = self.schema.model(node.model) else {
            return checked;
        };
        self.given_fields(model, node);
        checked.columns = self.columns(model, node, nest);
        for link in &node.links {
            let Some(relation) = model.relation(link.relation) else {
                continue;
            };
            let sets: Vec<FieldId> = match &relation.holder {
                Holder::There(pairs) => pairs.iter().map(|(_, there)| *there).collect(),
                Holder::Here(_) | Holder::Between(_) => Vec::new(),
            };
            for inner in link.verbs.iter().filter_map(|verb| match verb.verb {
                Verb::Create => verb.node.as_ref(),
            }) {
                let inner = self.node(inner, Some(Nest { link, sets: &sets }));
                checked.links.push(CheckedLink { relation: link.relation, node: inner });
            }
        }
        checked
    }
}
