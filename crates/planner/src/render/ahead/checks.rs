//! What must hold of the rows of a statement, said on the server: else it ends the write with a notice.
//!
//! Knows nothing of how statements get there.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::render::gaps::from_part;
use crate::render::notice::Notice;
use crate::render::script::{GuardForm, Statement};
use crate::render::source::SentRows;
use crate::render::writer::comma;

/// The checks of a statement whose rows are the parts `y` (all), `x` (those it is about) and `r` (what came of them).
pub(super) fn checks(statement: &Statement, rows: &SentRows, n_given: usize) -> Vec<String> {
    let (x, r) = (from_part("x"), from_part("r"));
    let mut checks = Vec::new();
    // What finds rows gives them, even where nothing of them is asked.
    let is_listed = statement.gives_rows || statement.kind == "find";
    let found = match is_listed {
        true => format!("(SELECT count(*) FROM {r})"),
        false => format!("(SELECT n FROM {r})"),
    };
    let unfit = |holds: &str, which: &str| match is_listed {
        true => unless(holds, Notice::RowUnfit, which),
        false => unless(holds, Notice::RowsUnfit, &found),
    };
    match &statement.guard {
        GuardForm::Any | GuardForm::Kept => {}
        GuardForm::Each { .. } | GuardForm::Again { .. } => {
            let first = format!("(SELECT min(x.m) FROM {x} LEFT JOIN {r} ON r.n = x.n WHERE r.n IS NULL)");
            checks.push(unfit(&format!("{found} = (SELECT count(*) FROM {x})"), &first));
        }
        GuardForm::None { .. } => {
            let first = format!("(SELECT min(x.m) FROM {x} JOIN {r} ON r.n = x.n)");
            checks.push(unfit(&format!("{found} = 0"), &first));
        }
    }
    if let Some(once) = statement.once.as_ref().filter(|_| !rows.is_lone) {
        let meet = |holds: &str| unless(holds, Notice::RowsMeet, &found);
        let given = comma((0..n_given).map(|position| format!("r.g{position}")));
        if once.found {
            checks.push(meet(&format!("(SELECT count(*) = count(DISTINCT ROW({given})::text) FROM {r})")));
        }
        let sent = comma(rows.columns.iter().map(|column| format!("x.{}", column.name)));
        let missing = format!("{x} LEFT JOIN {r} ON r.n = x.n WHERE r.n IS NULL");
        if !sent.is_empty() {
            checks.push(meet(&format!(
                "(SELECT count(*) = count(DISTINCT (x.m IS NULL, {sent})::text) FROM {missing})"
            )));
        }
    }
    checks
}

/// A text that is no number ends the statement. What comes last in it is not known before it runs, so that the server
/// cannot try to read it while it still plans.
fn unless(holds: &str, notice: Notice, last: &str) -> String {
    format!("CASE WHEN {holds} THEN 0 ELSE concat('{} ', {last})::int8 END", notice.text())
}
