//! A script whose statements are all sent at once: what one lends the next is kept on the server, in settings that live as
//! long as the transaction.
//!
//! A statement then sees all rows of its groups, as `y`, each with its number. Which of them it is about, and the keys that
//! earlier statements lend them, the server puts together as `x`. What only a host can settle (which row is missing, whether
//! rows meet that were taken together) ends the statement, and all that was sent with it is undone.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::script::{
    GuardForm, KeyForm, Parameter, PickForm, PipelinedCall, RowsForm, SourceForm, Statement,
};
use super::source::{LentColumn, N_ROWS, ROWS, SentColumn, SentRows, SourceRows};
use super::writer::comma;
use crate::plan::{Plan, StepId};
use crate::schema::Schema;

/// What a statement says when a host has to take a closer look, step by step.
pub(crate) const NEEDS_STEPS: &str = "treewright: step by step";

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

/// What is kept of each statement for later ones: whether its rows came, and these columns of them.
#[derive(Default)]
struct Kept(Vec<(u32, Vec<u32>)>);

impl Kept {
    fn of(&self, step: u32) -> Option<&[u32]> {
        self.0.iter().find(|(own, _)| *own == step).map(|(_, columns)| columns.as_slice())
    }

    fn add(&mut self, step: u32, column: Option<u32>) {
        let known = self.0.iter().position(|(own, _)| *own == step);
        let position = known.unwrap_or_else(|| {
            self.0.push((step, Vec::new()));
            self.0.len() - 1
        });
        if let (Some((_, columns)), Some(column)) = (self.0.get_mut(position), column)
            && !columns.contains(&column)
        {
            columns.push(column);
        }
    }
}

/// The types of what steps lend.
#[derive(Clone, Copy)]
struct Casts<'s> {
    schema: &'s Schema,
    plan: &'s Plan,
}

impl Casts<'_> {
    fn of(self, step: u32, column: u32) -> Option<String> {
        let step = self.plan.step(StepId(step))?;
        let field = step.gives.get(column as usize)?;
        Some(self.schema.model(step.model)?.field(*field)?.native.cast.clone())
    }
}

/// A setting with what a statement keeps: whether each row came, or a column.
fn setting(step: u32, column: Option<u32>) -> String {
    match column {
        None => format!("treewright.s{step}h"),
        Some(column) => format!("treewright.s{step}c{column}"),
    }
}

/// The array that is kept in a setting; read once a statement.
fn array(step: u32, column: Option<u32>, cast: &str) -> String {
    format!("(SELECT current_setting('{}')::{cast}[])", setting(step, column))
}

/// Rows of an earlier statement that rows of this one belong to.
#[derive(PartialEq)]
struct Place {
    step: u32,
    group: crate::request::GroupId,
    /// For each batch, what comes before it, where it is asked at all.
    before: Vec<Option<Vec<SourceForm>>>,
}

/// The rows of a statement while they are being put together on the server.
struct Joined<'c> {
    casts: Casts<'c>,
    places: Vec<Place>,
    /// The columns of each place, beside whether the row came.
    columns: Vec<Vec<u32>>,
}

impl Joined<'_> {
    /// The alias of a place.
    fn place(&mut self, place: Place) -> usize {
        let known = self.places.iter().position(|own| *own == place);
        known.unwrap_or_else(|| {
            self.places.push(place);
            self.columns.push(Vec::new());
            self.places.len() - 1
        })
    }

    /// A column that a place lends.
    fn lent(&mut self, place: usize, column: u32) -> Option<String> {
        let columns = self.columns.get_mut(place)?;
        if !columns.contains(&column) {
            columns.push(column);
        }
        Some(format!("a{place}.c{column}"))
    }

    /// A column of the source rows, with the keys that are lent for it.
    fn column(&mut self, column: &SentColumn, sources: &[Vec<SourceForm>]) -> Option<String> {
        let name = &column.name;
        let own = match &column.list {
            None => format!("y.{name}"),
            Some(cast) => format!("y.{name}::{cast}[]"),
        };
        let mut keys: Vec<KeyForm> = Vec::new();
        for key in sources.iter().flatten().filter_map(key_of) {
            if !keys.contains(key) {
                keys.push(key.clone());
            }
        }
        let mut cases = String::new();
        for key in &keys {
            let before: Vec<Option<Vec<SourceForm>>> = sources.iter().map(|of| before(of, key)).collect();
            // Keys that are asked in one order here and in another there have no order in common.
            let is_after = |other: &KeyForm| keys.iter().position(|one| one == other);
            let at = is_after(key);
            let is_ordered =
                before.iter().flatten().flatten().filter_map(key_of).all(|other| is_after(other) < at);
            if !is_ordered {
                return None;
            }
            let known = |of: Vec<SourceForm>| of.into_iter().filter(|one| key_of(one).is_none()).collect();
            let before = before.into_iter().map(|of| of.map(known)).collect();
            let place = self.place(Place { step: key.step, group: key.group, before });
            let lent = self.lent(place, key.column)?;
            cases.push_str(&format!(" WHEN a{place}.h THEN {lent}::{}", column.cast));
        }
        Some(match cases.as_str() {
            "" => format!("{own} AS {name}"),
            _ if column.list.is_some() => return None,
            _ => format!("CASE{cases} ELSE {own} END AS {name}"),
        })
    }

    /// Whether a row is among those that a statement is about, as far as that hangs on earlier ones.
    fn pick(&mut self, pick: &PickForm) -> Option<Option<String>> {
        let (of, wanted) = match pick {
            PickForm::Test { .. } | PickForm::Any { .. } => return Some(None),
            PickForm::Found { of } => (of, true),
            PickForm::Missing { of } => (of, false),
        };
        let mut came = Vec::new();
        for RowsForm { step, group } in of {
            let before = [Some(Vec::new())].into();
            let place = self.place(Place { step: *step, group: (*group)?, before });
            came.push(format!("coalesce(a{place}.h, false)"));
        }
        let came = came.join(" OR ");
        Some(Some(if wanted { format!("({came})") } else { format!("NOT ({came})") }))
    }

    /// The earlier rows, joined to the rows of this statement.
    fn joins(&self) -> Option<String> {
        let mut text = String::new();
        for (position, (place, columns)) in self.places.iter().zip(&self.columns).enumerate() {
            let mut arrays = [array(place.step, None, "bool")].to_vec();
            for column in columns {
                let cast = self.casts.of(place.step, *column)?;
                arrays.push(array(place.step, Some(*column), &cast));
            }
            let names: String = columns.iter().map(|column| format!("c{column}, ")).collect();
            text.push_str(&format!(
                " LEFT JOIN unnest({}) WITH ORDINALITY AS a{position}(h, {names}m) ON a{position}.m = y.p{position}",
                comma(arrays)
            ));
        }
        Some(text)
    }
}

fn key_of(source: &SourceForm) -> Option<&KeyForm> {
    match source {
        SourceForm::Key(key) => Some(key),
        _ => None,
    }
}

/// What comes before a key among the sources of a batch, if it is among them.
fn before(sources: &[SourceForm], key: &KeyForm) -> Option<Vec<SourceForm>> {
    let at = sources.iter().position(|source| key_of(source) == Some(key))?;
    sources.get(..at).map(<[SourceForm]>::to_vec)
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
        if let SourceRows::Lent(columns) = &self.source {
            for lent in columns.iter().flat_map(|column| &column.of) {
                kept.add(lent.step, Some(lent.column));
            }
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
        let text = |with: &str, select: &str| match with {
            "" => select.to_string(),
            with => format!("WITH {with} {select}"),
        };
        match &self.source {
            SourceRows::Nothing => {
                let sql = text(&self.with, &self.select);
                Some(PipelinedCall { statement: id, sql, parameters: self.parameters })
            }
            SourceRows::Lent(columns) => {
                let rows = lent_rows(columns, casts)?;
                let sql = text(&self.with, &self.select).replace(ROWS, &rows);
                Some(PipelinedCall { statement: id, sql, parameters: self.parameters })
            }
            SourceRows::Sent(rows) => self.sent(id, rows, kept, casts),
        }
    }

    fn sent(
        &self,
        id: u32,
        rows: &SentRows,
        kept: Option<&[u32]>,
        casts: Casts<'_>,
    ) -> Option<PipelinedCall> {
        let is_plain =
            |parameter: &Parameter| !matches!(parameter, Parameter::Span { .. } | Parameter::Around { .. });
        if !self.parameters.iter().all(is_plain) {
            return None;
        }
        let mut joined = Joined { casts, places: Vec::new(), columns: Vec::new() };
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
        if joined.places.is_empty() && checks.is_empty() && kept.is_none() && self.statement.last.is_empty() {
            let filled = |text: &str| rows_filled(rows, text);
            let sql = if self.with.is_empty() {
                filled(&self.select)
            } else {
                format!("WITH {} {}", filled(&self.with), filled(&self.select))
            };
            return Some(PipelinedCall { statement: id, sql, parameters: self.parameters.clone() });
        }
        let mut parameters = self.parameters.clone();
        let mut all = rows.clone();
        all.is_numbered = true;
        for (position, place) in joined.places.iter().enumerate() {
            let parameter = parameters.len();
            let (step, group, before) = (place.step, place.group, place.before.clone());
            parameters.push(Parameter::Place { step, group, before });
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
        let fill = |text: &str| text.replace(ROWS, "x").replace(N_ROWS, "(SELECT count(*) FROM x)");
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

fn rows_filled(rows: &SentRows, text: &str) -> String {
    SourceRows::Sent(rows.clone()).fill(text)
}

/// The keys that rows of earlier statements lend, put together on the server.
fn lent_rows(columns: &[LentColumn], casts: Casts<'_>) -> Option<String> {
    let first = columns.first()?;
    let names = comma((0..columns.len()).map(|position| format!("c{position}")));
    let mut parts = Vec::new();
    for (part, rows) in first.of.iter().enumerate() {
        let slice = |array: String, parameter: usize| {
            let bound = |at: usize| format!("(${}::int4[])[{}]", parameter + 1, 2 * part + at);
            format!("({array})[{}:{}]", bound(1), bound(2))
        };
        let mut arrays = [slice(array(rows.step, None, "bool"), 0)].to_vec();
        for (parameter, column) in columns.iter().enumerate() {
            let lent = column.of.get(part)?;
            let cast = casts.of(lent.step, lent.column)?;
            arrays.push(slice(array(lent.step, Some(lent.column), &cast), parameter));
        }
        parts.push(format!(
            "SELECT {part} AS o, m, {names} FROM unnest({}) WITH ORDINALITY AS u(h, {names}, m) WHERE h",
            comma(arrays)
        ));
    }
    let names = (0..columns.len())
        .zip(columns)
        .map(|(position, column)| format!("u.c{position}::{} AS c{position}", column.cast));
    Some(format!(
        "(SELECT {}, row_number() OVER (ORDER BY u.o, u.m) AS n FROM ({}) AS u) AS k",
        comma(names),
        parts.join(" UNION ALL ")
    ))
}
