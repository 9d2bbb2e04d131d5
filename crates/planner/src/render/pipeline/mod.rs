//! A script whose statements are all sent at once: what one lends the next is kept on the server, in settings that live as
//! long as the transaction.
//!
//! A statement then sees all rows of its groups, as `y`, each with its number. Which of them it is about, and the keys that
//! earlier statements lend them, the server puts together as `x`. What only a host can settle (which row is missing, whether
//! rows meet that were taken together) ends the statement, and all that was sent with it is undone.

mod joined;
mod kept;

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::script::{GuardForm, Parameter, PickForm, PipelinedCall, RowsForm, Statement};
use super::source::{N_ROWS, POSITION, ROWS, SentColumn, SentRows, SourceRows, fill_lent};
use super::writer::comma;
use crate::plan::Plan;
use crate::schema::Schema;
use joined::{Joined, key_of};
use kept::{Casts, Kept, lent_rows, setting};

/// What a statement says when a host has to take a closer look, step by step.
const NEEDS_STEPS: &str = "treewright: step by step";

/// A statement that is written for this carriage.
pub(super) struct Piece<'p> {
    pub(super) statement: &'p Statement,
    pub(super) with: String,
    pub(super) select: String,
    pub(super) source: SourceRows,
    pub(super) parameters: Vec<Parameter>,
}

/// The calls, in order; or the statement that cannot be sent before others have come back.
pub(super) fn calls(
    schema: &Schema,
    plan: &Plan,
    pieces: Vec<(u32, Piece<'_>)>,
) -> Result<Vec<PipelinedCall>, u32> {
    let mut kept = Kept::default();
    for (_, piece) in &pieces {
        piece.needs(&mut kept);
    }
    let casts = Casts { schema, plan };
    let called = pieces.into_iter().map(|(id, piece)| {
        let own = kept.of(id);
        piece.call(id, own, casts).ok_or(id)
    });
    called.collect()
}

impl Piece<'_> {
    /// What has to be kept of earlier statements.
    fn needs(&self, kept: &mut Kept) {
        for parameter in &self.parameters {
            if let Parameter::Values { sources, .. } = parameter {
                for key in sources.iter().flatten().filter_map(key_of) {
                    kept.add(key.step, Some(key.column));
                }
            }
        }
        let lent = match &self.source {
            SourceRows::Lent(columns) => columns.as_slice(),
            SourceRows::Sent(rows) => rows.lent.as_slice(),
            SourceRows::Nothing => &[],
        };
        for lent in lent.iter().flat_map(|column| &column.of) {
            kept.add(lent.step, Some(lent.column));
        }
        for pick in self.statement.batches.iter().flat_map(|batch| &batch.only) {
            if let PickForm::Found { of } | PickForm::Missing { of } = pick {
                for rows in of {
                    kept.add(rows.step, None);
                }
            }
        }
    }

    fn call(self, id: u32, kept: Option<&[u32]>, casts: Casts<'_>) -> Option<PipelinedCall> {
        match &self.source {
            SourceRows::Nothing => Some(self.as_in_waves(id)),
            SourceRows::Lent(columns) => {
                let rows = lent_rows(columns, casts)?;
                let text = match self.with.as_str() {
                    "" => self.select,
                    with => format!("WITH {with} {}", self.select),
                };
                let sql = text.replace(ROWS, &rows);
                Some(PipelinedCall { statement: id, sql, parameters: self.parameters })
            }
            SourceRows::Sent(rows) => self.sent(id, rows, kept, casts),
        }
    }

    /// The statement as it is, which hangs on no other.
    fn as_in_waves(&self, id: u32) -> PipelinedCall {
        PipelinedCall { statement: id, sql: self.statement.sql.clone(), parameters: self.parameters.clone() }
    }

    fn sent(
        &self,
        id: u32,
        rows: &SentRows,
        kept: Option<&[u32]>,
        casts: Casts<'_>,
    ) -> Option<PipelinedCall> {
        let mut joined = Joined::new(casts);
        let mut columns = Vec::new();
        for column in &rows.columns {
            let sources = match self.parameters.get(column.parameter)? {
                Parameter::Values { sources, .. } => sources.as_slice(),
                _ => &[],
            };
            columns.push(joined.column(column, sources)?);
        }
        let picks = self.picks(&mut joined)?;
        // Rows that take values from each other know their places among all of them.
        let is_own = self.parameters.iter().any(|parameter| matches!(parameter, Parameter::Positions { .. }));
        if is_own && !picks.is_empty() {
            return None;
        }
        let checks = self.checks(rows);
        let hangs_on_none = joined.is_empty() && rows.lent.is_empty() && self.statement.last.is_empty();
        if hangs_on_none && checks.is_empty() && kept.is_none() {
            return Some(self.as_in_waves(id));
        }
        let mut parameters = self.parameters.clone();
        let mut all = rows.clone();
        all.is_numbered = true;
        for (position, place) in joined.parameters().enumerate() {
            let parameter = parameters.len();
            parameters.push(place);
            let name = format!("p{position}");
            all.columns.push(SentColumn { name, cast: "int8".to_string(), list: None, parameter });
        }
        let y = match all.columns.is_empty() {
            true => format!("generate_series(1, ${}::int4) AS y(n)", all.count + 1),
            false => all.arrays("y"),
        };
        let columns: String = columns.iter().map(|column| format!(", {column}")).collect();
        let picked = if picks.is_empty() { String::new() } else { format!(" WHERE {}", picks.join(" AND ")) };
        let from = format!("y{}{picked}", joined.joins()?);
        let x = match self.last_keys(rows) {
            None => format!("SELECT row_number() OVER (ORDER BY y.n) AS n, y.n AS m{columns} FROM {from}"),
            Some(_) if self.statement.gives_rows => return None,
            // Where several rows are about one row of the database, the last one counts.
            Some(keys) => format!(
                "SELECT row_number() OVER (ORDER BY q.m) AS n, q.* FROM \
                 (SELECT DISTINCT ON ({keys}) * FROM (SELECT y.n AS m{columns} FROM {from}) AS u \
                 ORDER BY {keys}, u.m DESC) AS q"
            ),
        };
        let lent = rows.keys_kept(casts)?;
        let fill = |text: &str| {
            let text =
                text.replace(ROWS, "x").replace(N_ROWS, "(SELECT count(*) FROM x)").replace(POSITION, "x.m");
            fill_lent(&text, &lent)
        };
        let with = if self.with.is_empty() { String::new() } else { format!(", {}", fill(&self.with)) };
        let gives: String = (0..self.n_given()).map(|position| format!(", g{position}")).collect();
        let (keeping, from) = self.keeping(id, kept);
        let kept = comma(keeping.into_iter().chain(checks));
        let sql = format!(
            "WITH y AS MATERIALIZED (SELECT * FROM {y}), x AS MATERIALIZED ({x}){with}, \
             r(n{gives}) AS MATERIALIZED ({}), k AS MATERIALIZED (SELECT {kept} FROM {from}) \
             SELECT r.* FROM k LEFT JOIN r ON true ORDER BY r.n",
            fill(&self.select),
        );
        Some(PipelinedCall { statement: id, sql, parameters })
    }

    /// The columns with the key of the row that is changed, where only the last of several changes counts.
    fn last_keys(&self, rows: &SentRows) -> Option<String> {
        let keys = self.statement.last.iter().filter_map(|parameter| {
            let column = rows.columns.iter().find(|column| column.parameter == *parameter as usize)?;
            Some(format!("u.{}", column.name))
        });
        let keys = comma(keys);
        (!keys.is_empty()).then_some(keys)
    }

    fn n_given(&self) -> usize {
        if self.statement.gives_rows { self.statement.columns.len() } else { 0 }
    }

    fn picks(&self, joined: &mut Joined<'_>) -> Option<Vec<String>> {
        let mut picks = Vec::new();
        for batch in &self.statement.batches {
            for pick in &batch.only {
                picks.extend(joined.pick(pick)?);
            }
        }
        // Batches that hang on different rows have no condition in common.
        (picks.is_empty() || self.statement.batches.len() == 1).then_some(picks)
    }

    /// What is kept for later statements, and of which rows.
    fn keeping(&self, id: u32, kept: Option<&[u32]>) -> (Vec<String>, &'static str) {
        let (place, from) = match self.statement.by_position {
            true => ("y.n", "y LEFT JOIN x ON x.m = y.n LEFT JOIN r ON r.n = x.n"),
            false => ("r.n", "r"),
        };
        let Some(columns) = kept else {
            return (["1 AS h".to_string()].into(), "(SELECT 1) AS u");
        };
        let keep = |column: Option<u32>, value: String| {
            let name = setting(id, column);
            format!("set_config('{name}', coalesce(array_agg({value} ORDER BY {place}), '{{}}')::text, true)")
        };
        let came = keep(None, "r.n IS NOT NULL".to_string());
        let values = columns.iter().map(|column| keep(Some(*column), format!("r.g{column}")));
        ([came].into_iter().chain(values).collect(), from)
    }

    /// What must hold of the rows, or else a host has to look.
    fn checks(&self, rows: &SentRows) -> Vec<String> {
        let statement = self.statement;
        let unless = |holds: &str| {
            format!("CASE WHEN {holds} THEN 0 ELSE ('{NEEDS_STEPS}' || (SELECT count(*) FROM r))::int8 END")
        };
        let mut checks = Vec::new();
        // What finds rows gives them, even where nothing of them is asked.
        let is_listed = statement.gives_rows || statement.kind == "find";
        let found = if is_listed { "(SELECT count(*) FROM r)" } else { "(SELECT n FROM r)" };
        match &statement.guard {
            GuardForm::Any | GuardForm::Kept => {}
            GuardForm::Each { .. } | GuardForm::Again { .. } => {
                checks.push(unless(&format!("{found} = (SELECT count(*) FROM x)")));
            }
            GuardForm::None { .. } => checks.push(unless(&format!("{found} = 0"))),
        }
        if let Some(once) = &statement.once {
            let given = comma((0..self.n_given()).map(|position| format!("r.g{position}")));
            if once.found {
                checks.push(unless(&format!("(SELECT count(*) = count(DISTINCT ({given})::text) FROM r)")));
            }
            let sent = comma(rows.columns.iter().map(|column| format!("x.{}", column.name)));
            let missing = "x LEFT JOIN r ON r.n = x.n WHERE r.n IS NULL";
            if !sent.is_empty() {
                checks.push(unless(&format!(
                    "(SELECT count(*) = count(DISTINCT (x.m IS NULL, {sent})::text) FROM {missing})"
                )));
            }
        }
        checks
    }
}

/// A parameter as it is sent before earlier statements have come back.
pub(super) fn ahead(parameter: Parameter) -> Parameter {
    match parameter {
        Parameter::Lent { of } => Parameter::Span {
            of: of.into_iter().map(|one| RowsForm { step: one.step, group: one.group }).collect(),
        },
        other => other,
    }
}
