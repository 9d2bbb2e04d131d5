//! A script for connections that hold no transaction: as one statement, each statement of the script a part of it; or
//! where that cannot be, as statements to be sent as one.
//!
//! Every value comes back as text, in columns with names of their own, so that no client can read it otherwise than it was
//! sent.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::Serialize;

use super::apart::forced_apart;
use super::kept::{Carriage, Kept, Lending};
use super::{Frame, Parts, Piece, followed, pieces};
use crate::listed::Listed;
use crate::plan::{Plan, StepId};
use crate::render::gaps::{Standing, from_part, part};
use crate::render::postgres::Rendered;
use crate::render::read::as_text;
use crate::render::script::{Parameter, PipelinedCall, Statement};
use crate::render::writer::comma;
use crate::schema::Schema;

/// A script to be sent as a whole, every value that comes back a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fused {
    /// The one statement, if it can be one.
    pub call: Option<FusedCall>,
    /// The first statement that cannot be part of it.
    pub apart: Option<u32>,
    /// The statements to be sent as one, where one is not enough, if none of them waits for another.
    pub calls: Option<Vec<PipelinedCall>>,
}

/// All statements of a script as one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FusedCall {
    /// The text. Each row that comes back begins with the position of its statement in the script; one that has nothing
    /// next stands for no row.
    pub sql: String,
    /// What goes into its parameters, statement by statement.
    pub parts: Vec<FusedPart>,
}

/// What one statement has to do with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FusedPart {
    /// The statement's position in the script.
    pub statement: u32,
    /// The next parameters, as for a statement that is sent before others have come back.
    pub parameters: Vec<Parameter>,
    /// How many columns its rows have, behind the position of the statement.
    pub width: u32,
}

/// A script as a whole.
pub(in crate::render) fn fused(
    schema: &Schema,
    plan: &Plan,
    statements: &[Statement],
    texts: &[Rendered],
) -> Fused {
    let (pieces, kept) = pieces(statements, texts);
    let whole = Whole { schema, plan, statements, pieces: &pieces, kept: &kept };
    match whole.call() {
        Ok(call) => Fused { call: Some(call), apart: None, calls: None },
        Err(apart) => Fused { call: None, apart: Some(apart), calls: whole.calls() },
    }
}

/// A script that is to be sent as a whole.
struct Whole<'p> {
    schema: &'p Schema,
    plan: &'p Plan,
    statements: &'p [Statement],
    pieces: &'p [Piece<'p>],
    kept: &'p Kept,
}

/// A statement as its parts of the whole.
struct Fusing {
    id: u32,
    /// Its parts, with their names.
    with: String,
    /// Where its rows are taken from.
    from: String,
    /// Its columns as texts.
    columns: Vec<String>,
    parameters: Vec<Parameter>,
}

impl Whole<'_> {
    /// The one statement; or the first that cannot be part of it.
    fn call(&self) -> Result<FusedCall, u32> {
        if let Some(step) = forced_apart(self.schema, self.plan) {
            let within = self.statements.get(step.0 as usize).and_then(|statement| statement.within);
            return Err(within.unwrap_or(step.0));
        }
        let mut fused: Vec<Fusing> = Vec::new();
        let mut before = 0;
        for piece in self.pieces {
            let one = self.fusing(piece, Carriage::Fused).ok_or(piece.id)?;
            let standing = Standing::Among { statement: one.id, before };
            before += one.parameters.len();
            fused.push(Fusing { with: standing.settle(&one.with), ..one });
        }
        let width = fused.iter().map(|one| one.columns.len()).max().unwrap_or(0);
        let rows = fused.iter().enumerate().map(|(position, one)| {
            let mut columns = [format!("'{}'", one.id)].to_vec();
            columns.extend(one.columns.iter().cloned());
            columns.resize(width + 1, "NULL".to_string());
            // The first of them names the columns of all.
            let columns = if position == 0 { named(&columns) } else { comma(columns) };
            let standing = Standing::Among { statement: one.id, before: 0 };
            standing.settle(&format!("SELECT {columns} FROM {}", one.from))
        });
        let rows = rows.listed().join(" UNION ALL ");
        let with = comma(fused.iter().map(|one| one.with.clone()));
        let parts = fused.into_iter().map(|one| FusedPart {
            statement: one.id,
            width: u32::try_from(one.columns.len()).unwrap_or(u32::MAX),
            parameters: one.parameters,
        });
        Ok(FusedCall { sql: format!("WITH {with} {rows}"), parts: parts.collect() })
    }

    /// The statements one by one.
    fn calls(&self) -> Option<Vec<PipelinedCall>> {
        let calls = self.pieces.iter().map(|piece| {
            let one = self.fusing(piece, Carriage::Pipelined)?;
            let text = format!("WITH {} SELECT {} FROM {}", one.with, named(&one.columns), one.from);
            let sql = Standing::Among { statement: one.id, before: 0 }.settle(&text);
            Some(PipelinedCall { statement: one.id, sql, parameters: one.parameters })
        });
        calls.collect()
    }

    fn fusing(&self, piece: &Piece<'_>, carriage: Carriage) -> Option<Fusing> {
        let lending = Lending { schema: self.schema, plan: self.plan, carriage };
        let Parts { frame, rows, parameters } = piece.parts(self.kept.of(piece.id), lending)?;
        let columns = self.columns(piece)?;
        let names = comma((0..columns.len()).map(|position| match position {
            0 => "n".to_string(),
            _ => format!("g{}", position - 1),
        }));
        let rows = format!("{}({names}) AS MATERIALIZED ({rows})", part("r"));
        let (with, from) = match frame {
            None => (rows, from_part("r")),
            Some(Frame { before, kept: None, .. }) => {
                (format!("{}{rows}", followed(&before)), from_part("r"))
            }
            Some(Frame { before, kept: Some(kept), .. }) => (
                format!("{}{rows}, {} AS MATERIALIZED ({kept})", followed(&before), part("k")),
                format!("{} LEFT JOIN {} ON true", from_part("k"), from_part("r")),
            ),
        };
        Some(Fusing { id: piece.id, with, from, columns, parameters })
    }

    /// The columns of a statement's rows as the texts that the server would send for them.
    fn columns(&self, piece: &Piece<'_>) -> Option<Vec<String>> {
        let Piece { id, statement, .. } = piece;
        let number = "r.n::text".to_string();
        if !statement.gives_rows {
            return Some([number].into());
        }
        let step = self.plan.step(StepId(*id))?;
        let model = self.schema.model(step.model)?;
        let n_columns = |statement: &Statement| statement.columns.len();
        let is_read = statement.levels.is_empty();
        let width = match is_read {
            true => n_columns(statement),
            // Rows of several statements are as wide as the widest, and tell their number and their statement.
            false => {
                let levels = statement.levels.iter().filter_map(|id| self.statements.get(*id as usize));
                levels.chain([*statement]).map(n_columns).max()? + 2
            }
        };
        let column = |position: usize| {
            let name = format!("r.g{position}");
            let field = step.gives.get(position).and_then(|id| model.field(*id)).filter(|_| is_read);
            field.map_or_else(|| format!("{name}::text"), |field| as_text(field, &name))
        };
        Some([number].into_iter().chain((0..width).map(column)).collect())
    }
}

/// Columns with names of their own.
fn named(columns: &[String]) -> String {
    comma(columns.iter().enumerate().map(|(position, column)| format!("{column} AS c{position}")))
}
