//! A wasm module with its functions in the order in which it packs best. Nothing in them changes but their numbers.

#![allow(clippy::indexing_slicing, reason = "a program that cannot go on has failed")]

use std::convert::Infallible;

use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{CodeSection, FunctionSection, Module};
use wasmparser::{CodeSectionReader, CustomSectionReader, FunctionSectionReader, Parser, Payload, TypeRef};

use crate::likeness::by_likeness;

/// The module with like functions near each other.
pub(crate) fn pack(wasm: &[u8]) -> Result<Vec<u8>, String> {
    let (n_imported, bodies) = functions(wasm).map_err(|error| format!("the glue's wasm: {error}"))?;
    let order = by_likeness(&bodies);
    let mut places = vec![0; order.len()];
    for (place, function) in (n_imported..).zip(&order) {
        places[*function] = place;
    }
    let mut module = Module::new();
    Reorder { n_imported, order, places }
        .parse_core_module(&mut module, Parser::new(0), wasm)
        .map_err(|error| format!("the glue's wasm: {error}"))?;
    Ok(module.finish())
}

/// How many functions are imported, and the bytes of all others.
fn functions(wasm: &[u8]) -> Result<(u32, Vec<&[u8]>), wasmparser::BinaryReaderError> {
    let (mut n_imported, mut bodies) = (0, Vec::new());
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    n_imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes()),
            _ => {}
        }
    }
    Ok((n_imported, bodies))
}

/// Where functions were, and where they shall be.
struct Reorder {
    n_imported: u32,
    /// The functions that are not imported, in the order in which they shall be.
    order: Vec<usize>,
    /// The new number of each.
    places: Vec<u32>,
}

impl Reencode for Reorder {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error> {
        let own = function.checked_sub(self.n_imported);
        Ok(own.map_or(function, |own| self.places[own as usize]))
    }

    /// Notes for other programs: there are none to come.
    fn parse_custom_section(&mut self, _: &mut Module, _: CustomSectionReader<'_>) -> Result<(), Error> {
        Ok(())
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), Error> {
        let types = section.into_iter().collect::<Result<Vec<u32>, _>>()?;
        for function in &self.order {
            functions.function(types[*function]);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), Error> {
        let mut bodies = section.into_iter().map(|body| body.map(Some)).collect::<Result<Vec<_>, _>>()?;
        for function in self.order.clone() {
            if let Some(body) = bodies[function].take() {
                utils::parse_function_body(self, code, body)?;
            }
        }
        Ok(())
    }
}
