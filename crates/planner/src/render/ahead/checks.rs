//! What must hold of the rows of a statement, said on the server: else it ends the write with a notice.
//!
//! Knows nothing of how statements get there.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::render::gaps::from_part;
use crate::render::notice::Notice;
use crate::render::script::{GuardForm, Statement};
use crate::render::source::SentRows;
use crate::render::writer::comma;

/// The checks of a statement over its rows: `x`, those it is about, each with what came of it as `r`, if anything did.
pub(super) fn checks(statement: &Statement, rows: &SentRows, n_given: usize) -> Vec<String> {
    let mut checks = Vec::new();
    // What finds rows gives them, even where nothing of them is asked.
    let is_listed = statement.gives_rows || statement.kind == "find";
    let found = match is_listed {
        true => "count(r.n)".to_string(),
        false => format!("(SELECT n FROM {})", from_part("r")),
    };
    let unfit = |holds: &str, which: &str| match is_listed {
        true => unless(holds, Notice::RowUnfit, &format!("min(x.m) FILTER (WHERE r.n {which})")),
        false => unless(holds, Notice::RowsUnfit, &found),
    };
    match &statement.guard {
        GuardForm::Any | GuardForm::Kept => {}
        GuardForm::Each { .. } | GuardForm::Again { .. } => {
            checks.push(unfit(&format!("{found} = count(x.n)"), "IS NULL"));
        }
        GuardForm::None { .. } => checks.push(unfit(&format!("{found} = 0"), "IS NOT NULL")),
    }
    // One row meets no other.
    if let Some(once) = statement.once.as_ref().filter(|_| !rows.is_lone) {
        let meet = |number: &str, values: &str, which: &str| {
            let distinct = format!("count(DISTINCT {values}::text) FILTER (WHERE {which})");
            unless(&format!("{number} = {distinct}"), Notice::RowsMeet, &found)
        };
        let given = comma((0..n_given).map(|position| format!("r.g{position}")));
        if once.found {
            checks.push(meet("count(r.n)", &format!("ROW({given})"), "r.n IS NOT NULL"));
        }
        let sent = comma(rows.columns.iter().map(|column| format!("x.{}", column.name)));
        if !sent.is_empty() {
            let missing = "x.n IS NOT NULL AND r.n IS NULL";
            checks.push(meet("count(x.n) - count(r.n)", &format!("ROW({sent})"), missing));
        }
    }
    checks
}

/// A text that is no number ends the statement. What comes last in it is not known before it runs, so that the server
/// cannot try to read it while it still plans.
fn unless(holds: &str, notice: Notice, last: &str) -> String {
    format!("CASE WHEN {holds} THEN 0 ELSE concat('{} ', {last})::int8 END", notice.text())
}
