//! Statements one after the other in one transaction, none of which waits for another.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::kept::{Carriage, Lending};
use super::{Frame, Parts, Piece, followed, pieces};
use crate::listed::Listed;
use crate::plan::Plan;
use crate::render::gaps::Standing;
use crate::render::postgres::Rendered;
use crate::render::script::{PipelinedCall, Statement};
use crate::schema::Schema;

/// The calls, in order; or the statement that cannot be sent before others have come back.
pub(in crate::render) fn pipelined(
    schema: &Schema,
    plan: &Plan,
    statements: &[Statement],
    texts: &[Rendered],
) -> Result<Vec<PipelinedCall>, u32> {
    let (pieces, kept) = pieces(statements, texts);
    let lending = Lending { schema, plan, carriage: Carriage::Pipelined };
    let calls = pieces.iter().map(|piece| {
        let parts = piece.parts(kept.of(piece.id), lending).ok_or(piece.id)?;
        Ok(call(piece, parts))
    });
    calls.collect()
}

fn call(piece: &Piece<'_>, parts: Parts) -> PipelinedCall {
    let Parts { frame, rows, parameters } = parts;
    let statement = piece.id;
    let text = match frame {
        None => rows,
        // What hangs on no other statement, and no other on it, is sent as it is.
        Some(Frame { hangs: false, kept: None, .. }) => {
            let (sql, parameters) = (piece.statement.sql.clone(), piece.parameters.clone());
            return PipelinedCall { statement, sql, parameters };
        }
        Some(frame) => {
            let given: String = (0..frame.n_given).map(|position| format!(", g{position}")).listed().concat();
            let (kept, from) = match &frame.kept {
                None => (String::new(), "r"),
                Some(kept) => (format!(", k AS MATERIALIZED ({kept})"), "k LEFT JOIN r ON true"),
            };
            format!(
                "WITH {}r(n{given}) AS MATERIALIZED ({rows}){kept} SELECT r.* FROM {from} ORDER BY r.n",
                followed(&frame.before),
            )
        }
    };
    PipelinedCall { statement, sql: Standing::Alone.settle(&text), parameters }
}
