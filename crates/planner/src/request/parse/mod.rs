//! Shape -> RequestTree: entries become fields, relations and verbs; what is none of them is a fault.
//!
//! Each kind of object has a room. Knows nothing of what a row needs or what its values may be.

mod arguments;
mod forms;
mod rows;
mod searches;
mod selection;
mod touched;
mod verbs;
mod walk;
mod wanted;

pub(crate) use forms::unreadable;

use alloc::vec::Vec;

use super::grammar::Context;
use super::{Fault, Layout, RequestTree};
use crate::error::{Error, Problem};
use crate::schema::Schema;

/// Resolves the names of a shape.
///
/// # Errors
/// When the text is no shape of this schema. What is wrong with the request is in the tree's faults instead.
pub fn parse(schema: &Schema, shape: &str) -> Result<RequestTree, Error> {
    let (layout, context) = Layout::read(schema, shape)?;
    let Context::Arguments(operation, model) = context else {
        return Err(Error { problem: Problem::ShapeMalformed { at: 0 }, path: crate::path::Path::root() });
    };
    let mut parser = Parser { schema, layout: &layout, faults: Vec::new(), rules: Vec::new() };
    let (root, selection, tally) = parser.arguments(operation, model);
    let (faults, rules) = (parser.faults, parser.rules);
    Ok(RequestTree { operation, model, layout, root, selection, tally, faults, rules })
}

pub(super) struct Parser<'s> {
    pub(super) schema: &'s Schema,
    pub(super) layout: &'s Layout,
    pub(super) faults: Vec<Fault>,
    /// What may be wrong in some row: only a host can tell.
    pub(super) rules: Vec<Fault>,
}
