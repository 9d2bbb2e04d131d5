//! The whole line in one call: shape in, script out, or everything that is wrong.
//!
//! Decides nothing of its own. What comes out is what a host needs before it sends anything: the script, how each value
//! is written, and what only the rows can tell to be wrong.

use alloc::vec::Vec;

use serde::Serialize;

use crate::error::{Error, Words};
use crate::listed::Listed;
use crate::optimize::optimize;
use crate::plan::{Plan, plan};
use crate::render::{CoderForm, Script, coder_of, count_coder, filter_coders, number_coder, render};
use crate::request::{Fault, Item, Node, RequestTree, Selection, SlotId, Spot, Wanted, parse};
use crate::schema::{Coder, ModelId, Schema};
use crate::validate::{Findings, validate};

/// What becomes of a shape.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// What a host needs to know.
    pub form: PreparedForm,
    /// What is wrong, as facts.
    pub findings: Findings,
    /// The plan and its script, unless something is certainly wrong.
    pub ready: Option<(Plan, Script)>,
}

/// What becomes of a shape, as a host reads it.
#[derive(Clone, Debug, Serialize)]
pub struct PreparedForm {
    /// What is wrong in at least one row.
    pub faults: Vec<FaultForm>,
    /// What may be wrong in some row: the host looks.
    pub rules: Vec<FaultForm>,
    /// For each slot, how its values are written, if it holds values of a field.
    pub coders: Vec<Option<CoderForm>>,
}

/// A fault as a host reads it.
#[derive(Clone, Debug, Serialize)]
pub struct FaultForm {
    /// Which rows have it.
    pub spot: Spot,
    /// What it is.
    pub words: Words,
}

/// Takes a shape through the whole line.
///
/// # Errors
/// When the text is no shape of this schema, or a plan cannot be written: mistakes of ours.
pub fn prepare(schema: &Schema, shape: &str) -> Result<Prepared, Error> {
    let tree = parse(schema, shape)?;
    let coders = coders(schema, &tree);
    match validate(schema, tree) {
        Err(findings) => Ok(Prepared { form: form(&findings, coders), findings, ready: None }),
        Ok(checked) => {
            let plan = optimize(schema, plan(schema, &checked));
            let script = render(schema, &plan)?;
            let findings = Findings { faults: Vec::new(), rules: checked.rules };
            Ok(Prepared { form: form(&findings, coders), findings, ready: Some((plan, script)) })
        }
    }
}

fn form(findings: &Findings, coders: Vec<Option<CoderForm>>) -> PreparedForm {
    let forms = |faults: &[Fault]| -> Vec<FaultForm> {
        faults
            .iter()
            .map(|fault| FaultForm { spot: fault.spot.clone(), words: fault.problem.words() })
            .listed()
    };
    PreparedForm { faults: forms(&findings.faults), rules: forms(&findings.rules), coders }
}

/// How the values of each slot are written.
fn coders(schema: &Schema, tree: &RequestTree) -> Vec<Option<CoderForm>> {
    let mut known: Vec<(SlotId, CoderForm)> = Vec::new();
    let mut items: Vec<&Item> = tree.root.iter().listed();
    while let Some(item) = items.pop() {
        if let Some(filter) = &item.filter {
            filter_coders(schema, item.model, filter, &mut known);
        }
        known.extend(item.limit.map(|slot| (slot, count_coder("limit"))));
        for node in item.data.iter().chain(&item.change) {
            node_coders(schema, node, &mut known);
            let verbs = node.links.iter().flat_map(|link| &link.verbs);
            items.extend(verbs.flat_map(|verb| &verb.items));
        }
    }
    selection_coders(schema, tree.model, &tree.selection, &mut known);
    let mut coders: Vec<Option<CoderForm>> = tree.layout.slots.iter().map(|_| None).listed();
    for (slot, coder) in known {
        if let Some(place) = coders.get_mut(slot.0 as usize) {
            *place = Some(coder);
        }
    }
    coders
}

fn selection_coders(
    schema: &Schema,
    model: ModelId,
    selection: &Selection,
    known: &mut Vec<(SlotId, CoderForm)>,
) {
    let Wanted { filter, cursor, take, skip, only_first, .. } = &selection.wanted;
    for filter in filter.iter().chain(cursor) {
        filter_coders(schema, model, filter, known);
    }
    let coder = if *only_first { Coder::One } else { Coder::Int8 };
    known.extend(take.map(|take| (take.slot, number_coder("take", coder))));
    known.extend(skip.map(|slot| (slot, count_coder("skip"))));
    let Some(model) = schema.model(model) else {
        return;
    };
    for (id, filter) in &selection.counts {
        if let Some(relation) = model.relation(*id) {
            filter_coders(schema, relation.to, filter, known);
        }
    }
    for (id, nested) in &selection.relations {
        if let Some(relation) = model.relation(*id) {
            selection_coders(schema, relation.to, nested, known);
        }
    }
}

fn node_coders(schema: &Schema, node: &Node, known: &mut Vec<(SlotId, CoderForm)>) {
    let Some(model) = schema.model(node.model) else {
        return;
    };
    for given in &node.given {
        let Some(field) = model.field(given.field) else {
            continue;
        };
        known.push((given.slot, coder_of(schema, model, field)));
        for (_, slot) in &given.changes {
            known.push((*slot, coder_of(schema, model, field)));
        }
    }
}
