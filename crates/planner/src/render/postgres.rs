//! Each step as a statement: what all have in common, and the text of links. Others have rooms of their own.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::count::{ALL, count_statement};
use super::gaps::{ROWS, Standing, from_part, part};
use super::insert::insert_statement;
use super::read::{Readings, read_statement};
use super::script::{
    BatchForm, ColumnForm, GuardForm, OnceForm, Parameter, PickForm, RowsForm, Statement, coder_of,
    count_coder,
};
use super::source::{SentColumn, SentRows, SourceRows};
use super::source_form;
use super::target::{delete_statement, find_statement, unlink_statement, update_statement};
use super::writer::{identifier, table};
use crate::error::Problem;
use crate::listed::{AllListed, Listed};
use crate::plan::{Action, Batch, Deed, Guard, Lender, Link, Once, Pick, Plan, Source, Step, StepId, Target};
use crate::schema::{FieldId, Holder, Model, Schema};

/// A step as a statement; none if it cannot be written.
pub(super) fn statement(
    schema: &Schema,
    plan: &Plan,
    step: &Step,
    lent: &[(StepId, FieldId)],
    readings: &Readings,
) -> Option<(Statement, Rendered)> {
    let model = schema.model(step.model)?;
    let mut rendered = match &step.action {
        Action::Insert(insert) => insert_statement(schema, plan, step, model, insert)?,
        Action::Link(link) => link_statement(schema, plan, step, link)?,
        Action::Unlink(unlink) => unlink_statement(schema, plan, model, unlink)?,
        Action::Find(find) => find_statement(schema, plan, step, model, find)?,
        Action::Update(update) => update_statement(schema, plan, step, model, update)?,
        Action::Delete(delete) => delete_statement(schema, plan, step, model, delete)?,
        Action::Count(count) => count_statement(schema, plan, model, count)?,
        Action::Read(read) => read_statement(schema, plan, step, model, read, readings)?,
    };
    if let SourceRows::Sent(rows) = &mut rendered.source {
        rows.is_lone = is_lone(plan, step);
    }
    let columns = step.gives.iter().filter_map(|field| model.field(*field));
    let statement = Statement {
        kind: rendered.kind,
        model: model.name.clone(),
        at: step
            .batches()
            .into_iter()
            .map(|batch| plan.layout.path_of_group(batch.group).to_string())
            .listed(),
        sql: rendered.sql(),
        parameters: rendered.parameters.clone(),
        batches: step.batches().into_iter().map(batch_form).listed(),
        columns: columns
            .map(|field| ColumnForm { name: field.name.clone(), coder: coder_of(schema, model, field) })
            .chain(counted_columns(model, step))
            .listed(),
        lends: (0..)
            .zip(&step.gives)
            .filter(|(_, field)| lent.contains(&(step.id, **field)))
            .map(|(position, _)| position)
            .listed(),
        gives_rows: !step.gives.is_empty() || matches!(step.action, Action::Read(_) | Action::Count(_)),
        guard: guard_form(&step.guard),
        by_position: is_by_position(step),
        once: once_form(&step.action),
        last: rendered.last.clone(),
        races: matches!(step.action, Action::Insert(_)) && waits_for_missing(step),
        deed: deed_word(step.deed),
        within: readings.trunk_of(step.id).map(|trunk| trunk.0),
        levels: readings.branches_of(step.id).iter().map(|step| step.0).listed(),
    };
    Some((statement, rendered))
}

/// Whether one row comes back at most for each row of the request.
fn is_by_position(step: &Step) -> bool {
    match &step.action {
        Action::Insert(_) | Action::Find(_) => true,
        Action::Update(update) => matches!(update.target, Target::Key(_)),
        Action::Link(_) | Action::Unlink(_) | Action::Delete(_) | Action::Read(_) | Action::Count(_) => false,
    }
}

/// Whether one row comes back at most.
pub(super) fn gives_one(plan: &Plan, step: &Step) -> bool {
    is_lone(plan, step) && is_by_position(step)
}

/// Whether a step is about one row of the request at most.
fn is_lone(plan: &Plan, step: &Step) -> bool {
    match step.batches().as_slice() {
        [batch] => plan.layout.is_lone(batch.group),
        _ => false,
    }
}

/// The columns with numbers: of a read behind its fields, or of a count.
fn counted_columns(model: &Model, step: &Step) -> Vec<ColumnForm> {
    let names: Vec<&str> = match &step.action {
        Action::Read(read) => {
            let relations = read.counts.iter().filter_map(|(id, _)| model.relation(*id));
            relations.map(|relation| relation.name.as_str()).listed()
        }
        Action::Count(count) => {
            let name = |field: FieldId| model.field(field).map(|field| field.name.as_str());
            count.of.iter().filter_map(|field| field.map_or(Some(ALL), name)).listed()
        }
        _ => Vec::new(),
    };
    let column = |name: &str| ColumnForm { name: name.to_string(), coder: count_coder(name) };
    names.into_iter().map(column).listed()
}

/// The position of the parameter that a field of an insert is sent in.
pub(super) fn parameter_of(step: &Step, field: FieldId) -> Option<u32> {
    let Action::Insert(insert) = &step.action else {
        return None;
    };
    let position = insert.columns.iter().position(|column| column.field == field)?;
    u32::try_from(position).ok()
}

fn batch_form(batch: &Batch) -> BatchForm {
    let rows = |lenders: &[Lender]| -> Vec<RowsForm> {
        lenders.iter().map(|one| RowsForm { step: one.step.0, group: Some(one.group) }).listed()
    };
    let only = batch.only.iter().map(|pick| match pick {
        Pick::Test(test, wanted) => PickForm::Test { test: *test, wanted: *wanted },
        Pick::Any(tests) => PickForm::Any { tests: tests.clone() },
        Pick::Found(lenders) => PickForm::Found { of: rows(lenders) },
        Pick::Missing(lenders) => PickForm::Missing { of: rows(lenders) },
    });
    BatchForm { group: batch.group, only: only.listed(), entry: batch.entry }
}

fn once_form(action: &Action) -> Option<OnceForm> {
    let Action::Find(find) = action else {
        return None;
    };
    match &find.once {
        Once::Never => None,
        Once::Always(same) => Some(OnceForm { found: true, same: same.clone() }),
        Once::Missing(same) => Some(OnceForm { found: false, same: same.clone() }),
    }
}

fn guard_form(guard: &Guard) -> GuardForm {
    match guard {
        Guard::AnyNumber => GuardForm::Any,
        Guard::EveryRow => GuardForm::Kept,
        Guard::Each(problem) => GuardForm::Each { words: problem.words() },
        Guard::EachOrAgain(problem, at) => {
            let (target, constraint) = match &**problem {
                Problem::Unique { fields, constraint, .. } => (fields.clone(), constraint.clone()),
                _ => (Vec::new(), None),
            };
            GuardForm::Again { words: problem.words(), at: *at, target, constraint }
        }
        Guard::NoRow(problem) => GuardForm::None { words: problem.words() },
    }
}

fn deed_word(deed: Deed) -> Option<&'static str> {
    Some(match deed {
        Deed::Nothing => return None,
        Deed::Created => "created",
        Deed::Updated => "updated",
        Deed::Connected => "connected",
        Deed::Disconnected => "disconnected",
        Deed::Deleted => "deleted",
    })
}

/// Whether the step makes rows that were not there a moment ago.
fn waits_for_missing(step: &Step) -> bool {
    step.batches().iter().any(|batch| batch.only.iter().any(|pick| matches!(pick, Pick::Missing(_))))
}

/// A step as text.
pub(super) struct Rendered {
    pub(super) kind: &'static str,
    /// What stands before the rest, as named parts of it; empty if nothing does.
    pub(super) with: String,
    /// The rest.
    pub(super) select: String,
    /// What fills the gaps of both.
    pub(super) source: SourceRows,
    pub(super) parameters: Vec<Parameter>,
    /// The parameters with the key of the row that is changed, where the last of several changes counts.
    pub(super) last: Vec<u32>,
}

impl Rendered {
    pub(super) fn of(
        kind: &'static str,
        (with, select): (String, String),
        (parameters, source): (Vec<Parameter>, SourceRows),
    ) -> Rendered {
        Rendered { kind, with, select, source, parameters, last: Vec::new() }
    }

    /// The whole text, with values that the host sends.
    fn sql(&self) -> String {
        let text = match self.with.as_str() {
            "" => self.source.fill(&self.select),
            with => self.source.fill(&format!("WITH {with} {}", self.select)),
        };
        Standing::Alone.settle(&text)
    }
}

fn link_statement(schema: &Schema, plan: &Plan, step: &Step, link: &Link) -> Option<Rendered> {
    let junction = &link.junction;
    let near = schema.model(step.model)?;
    let here = near.field(junction.here_field)?;
    let far = near.relations().find_map(|(_, relation)| match &relation.holder {
        Holder::Between(own) if own == junction => schema.model(relation.to),
        _ => None,
    })?;
    let there = far.field(junction.there_field)?;
    let forms = |pick: fn(&crate::plan::LinkBatch) -> &Vec<Source>| {
        let of_batch =
            |sources: &Vec<Source>| sources.iter().map(|source| source_form(plan, source)).all_listed();
        link.batches.iter().map(|batch| of_batch(pick(batch))).all_listed()
    };
    let parameters = [
        Parameter::Values { coder: coder_of(schema, near, here), sources: forms(|batch| &batch.here)? },
        Parameter::Values { coder: coder_of(schema, far, there), sources: forms(|batch| &batch.there)? },
    ];
    let with = format!(
        "{} AS (INSERT INTO {} ({}, {}) SELECT x.c0, x.c1 FROM {ROWS} ORDER BY 1, 2 ON CONFLICT DO NOTHING \
         RETURNING 1)",
        part("i"),
        table(junction.schema.as_deref(), &junction.table),
        identifier(&junction.here),
        identifier(&junction.there),
    );
    let columns = [here, there].into_iter().enumerate().map(|(parameter, field)| SentColumn {
        name: format!("c{parameter}"),
        cast: field.native.cast.clone(),
        list: None,
        parameter,
    });
    let rows = SentRows {
        columns: columns.listed(),
        count: 0,
        is_numbered: false,
        is_lone: false,
        lent: Vec::new(),
    };
    let select = format!("SELECT count(*) FROM {}", from_part("i"));
    Some(Rendered::of("link", (with, select), (parameters.into(), SourceRows::Sent(rows))))
}
