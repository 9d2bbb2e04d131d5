//! Statements that are sent before any of them has come back: what one lends the next stays on the server.
//!
//! A statement then sees all rows of its groups, as `y`, each with its number. Which of them it is about, and the keys that
//! earlier statements lend them, the server puts together as `x`; what comes of them is `r`, and `k` keeps what later
//! statements borrow. What is not as it must be ends the statement with a notice, and all that was sent with it is undone.
//!
//! How they travel has a room each: one after the other in one transaction, or fused into one.

mod apart;
mod checks;
mod fused;
mod joined;
mod kept;
mod pipelined;

pub(super) use fused::fused;
pub use fused::{Fused, FusedCall, FusedPart};
pub(super) use pipelined::pipelined;

use crate::listed::{AllListed, Listed};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::gaps::{Filling, from_part, part};
use super::postgres::Rendered;
use super::script::{GuardForm, Parameter, PickForm, RowsForm, Statement};
use super::source::{SentColumn, SentRows, SourceRows, from_rows};
use super::writer::comma;
use checks::checks;
use joined::{Joined, key_of};
use kept::{Kept, Lending, lent_rows};

/// A statement that is written for the way ahead.
struct Piece<'p> {
    id: u32,
    statement: &'p Statement,
    with: &'p str,
    select: &'p str,
    source: &'p SourceRows,
    parameters: Vec<Parameter>,
}

/// A statement as its parts, with gaps for where it stands.
struct Parts {
    frame: Option<Frame>,
    /// What gives the rows that come back.
    rows: String,
    parameters: Vec<Parameter>,
}

/// Which of the rows that the host knows of a statement is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum About {
    /// All, and each of them comes back.
    AllCome,
    /// All.
    All,
    /// Those that are picked.
    Some,
}

/// What stands around the rows of a statement that is sent rows of the request.
struct Frame {
    /// The parts `y` and `x`, as far as there is a need for them, and those of the statement itself.
    before: String,
    /// How many columns each row has, beside its number.
    n_given: usize,
    /// The part `k`, without its name, if anything is kept or checked.
    kept: Option<String>,
    /// Whether the rows are not simply those that are sent.
    hangs: bool,
}

/// The statements that are sent, with what is kept of each.
fn pieces<'p>(statements: &'p [Statement], texts: &'p [Rendered]) -> (Vec<Piece<'p>>, Kept) {
    let mut kept = Kept::default();
    let mut pieces = Vec::new();
    for (id, (statement, text)) in (0..).zip(statements.iter().zip(texts)) {
        if statement.within.is_some() {
            continue;
        }
        let Rendered { with, select, source, parameters, .. } = text;
        let parameters = parameters.iter().cloned().map(ahead).collect();
        let piece = Piece { id, statement, with, select, source, parameters };
        piece.needs(&mut kept);
        pieces.push(piece);
    }
    (pieces, kept)
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
        let lent = match self.source {
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

    /// The parts; none if its rows cannot be told before others have come back.
    fn parts(&self, kept: Option<&[u32]>, lending: Lending<'_>) -> Option<Parts> {
        match self.source {
            SourceRows::Nothing => Some(self.plain(self.whole())),
            SourceRows::Lent(columns) => {
                let rows = lent_rows(columns, lending)?;
                Some(self.plain(from_rows(&rows, &self.whole())))
            }
            SourceRows::Sent(rows) => self.framed(rows, kept, lending),
        }
    }

    fn plain(&self, rows: String) -> Parts {
        Parts { frame: None, rows, parameters: self.parameters.clone() }
    }

    /// The whole text.
    fn whole(&self) -> String {
        match self.with {
            "" => self.select.to_string(),
            with => format!("WITH {with} {}", self.select),
        }
    }

    fn framed(&self, rows: &SentRows, kept: Option<&[u32]>, lending: Lending<'_>) -> Option<Parts> {
        let mut joined = Joined::new(lending);
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
        let mut parameters = self.parameters.clone();
        let mut all = rows.clone();
        all.is_numbered = true;
        for (position, place) in joined.parameters().enumerate() {
            let parameter = match rows.columns.is_empty() && position == 0 {
                // The places tell how many rows there are, so the number by itself is not asked for any more.
                true => rows.count,
                false => parameters.len(),
            };
            match parameters.get_mut(parameter) {
                Some(number) => *number = place,
                None => parameters.push(place),
            }
            let name = format!("p{position}");
            all.columns.push(SentColumn { name, cast: "int8".to_string(), list: None, parameter });
        }
        let checks = checks(self.statement, rows, self.n_given());
        let last = self.last_keys(rows);
        let hangs = !joined.is_empty() || !rows.lent.is_empty() || last.is_some();
        let about = match (picks.is_empty() && last.is_none(), self.all_come()) {
            (true, true) => About::AllCome,
            (true, false) => About::All,
            (false, _) => About::Some,
        };
        let lent = rows.lent.iter().map(|column| Some((column.parameter, lending.keys(column)?)));
        let lent = lent.all_listed()?;
        let keys = |parameter: usize| {
            let found = lent.iter().find(|(own, _)| *own == parameter);
            found.map_or_else(String::new, |(_, keys)| keys.clone())
        };
        let kept = self.kept(kept, about, lending, &checks);
        // Rows that are sent as they are need no part of their own where nobody asks for them again.
        let is_direct = about == About::AllCome && joined.is_empty() && checks.is_empty();
        let (parts, from, number, position) = if is_direct {
            (Vec::new(), rows.text(), rows.number(), "x.n")
        } else {
            let parts = self.own_rows(&all, (&columns, &picks), last, &joined)?;
            (parts, from_part("x"), format!("(SELECT count(*) FROM {})", from_part("x")), "x.m")
        };
        let filling = Filling { rows: &from, number: &number, position, lent: &keys };
        let with = Some(filling.fill(self.with)).filter(|with| !with.is_empty());
        let frame =
            Frame { before: comma(parts.into_iter().chain(with)), n_given: self.n_given(), kept, hangs };
        Some(Parts { frame: Some(frame), rows: filling.fill(self.select), parameters })
    }

    /// Whether a row comes back for every one that the statement is about, or it fails.
    fn all_come(&self) -> bool {
        self.statement.kind == "insert"
            && self.statement.by_position
            && self.statement.guard == GuardForm::Kept
    }

    /// The rows that the statement is about, numbered, as parts of it.
    fn own_rows(
        &self,
        all: &SentRows,
        (columns, picks): (&[String], &[String]),
        last: Option<String>,
        joined: &Joined<'_>,
    ) -> Option<Vec<String>> {
        let sent = all.arrays("y");
        let columns: String = columns.iter().map(|column| format!(", {column}")).listed().concat();
        let joins = joined.joins(all.is_lone)?;
        let x = part("x");
        if picks.is_empty() && last.is_none() {
            // A join may turn rows about, and keys are drawn in the order of the request.
            let order = if joins.is_empty() || all.is_lone { "" } else { " ORDER BY y.n" };
            let own = format!("SELECT y.n AS n, y.n AS m{columns} FROM {sent}{joins}{order}");
            return Some([format!("{x} AS MATERIALIZED ({own})")].into());
        }
        let picked = if picks.is_empty() { String::new() } else { format!(" WHERE {}", picks.join(" AND ")) };
        let from = format!("{}{joins}{picked}", from_part("y"));
        let own = match last {
            None if all.is_lone => format!("SELECT y.n AS n, y.n AS m{columns} FROM {from}"),
            None => format!("SELECT row_number() OVER (ORDER BY y.n) AS n, y.n AS m{columns} FROM {from}"),
            Some(_) if self.statement.gives_rows => return None,
            // Where several rows are about one row of the database, the last one counts.
            Some(keys) => format!(
                "SELECT row_number() OVER (ORDER BY q.m) AS n, q.* FROM \
                 (SELECT DISTINCT ON ({keys}) * FROM (SELECT y.n AS m{columns} FROM {from}) AS u \
                 ORDER BY {keys}, u.m DESC) AS q"
            ),
        };
        let y = format!("{} AS MATERIALIZED (SELECT * FROM {sent})", part("y"));
        Some([y, format!("{x} AS MATERIALIZED ({own})")].into())
    }

    /// The columns with the key of the row that is changed, where only the last of several changes counts.
    fn last_keys(&self, rows: &SentRows) -> Option<String> {
        if rows.is_lone {
            return None;
        }
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

    /// What is kept for later statements, and what must hold.
    fn kept(
        &self,
        columns: Option<&[u32]>,
        about: About,
        lending: Lending<'_>,
        checks: &[String],
    ) -> Option<String> {
        let (y, x, r) = (from_part("y"), from_part("x"), from_part("r"));
        let of_x = format!("{x} LEFT JOIN {r} ON r.n = x.n");
        let Some(columns) = columns else {
            return (!checks.is_empty()).then(|| format!("SELECT {} FROM {of_x}", checks.join(", ")));
        };
        let (place, from) = match (self.statement.by_position, about) {
            (false, _) if !checks.is_empty() => ("r.n", of_x),
            (false, _) | (true, About::AllCome) => ("r.n", r),
            (true, About::All) => ("x.n", of_x),
            (true, About::Some) => {
                ("y.n", format!("{y} LEFT JOIN {x} ON x.m = y.n LEFT JOIN {r} ON r.n = x.n"))
            }
        };
        let came = lending.keep(self.id, None, "r.n IS NOT NULL", place);
        let values =
            columns.iter().map(|column| lending.keep(self.id, Some(*column), &format!("r.g{column}"), place));
        let kept = [came].into_iter().chain(values).chain(checks.iter().cloned());
        Some(format!("SELECT {} FROM {from}", comma(kept)))
    }
}

/// Parts that others follow, if there are any.
fn followed(parts: &str) -> String {
    if parts.is_empty() { String::new() } else { format!("{parts}, ") }
}

/// A parameter as it is sent before earlier statements have come back.
fn ahead(parameter: Parameter) -> Parameter {
    match parameter {
        Parameter::Lent { of } => Parameter::Span {
            of: of.into_iter().map(|one| RowsForm { step: one.step, group: one.group }).collect(),
        },
        other => other,
    }
}
