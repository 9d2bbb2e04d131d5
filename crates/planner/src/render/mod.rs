//! Plan -> Script: every step as SQL, with a source for each parameter and no values yet.
//!
//! Knows nothing of connections. Identifiers come from the schema only, values travel as parameters only, and no text
//! depends on how many rows there are.

mod ahead;
mod answer;
mod arrays;
mod conflict;
mod count;
mod cursor;
mod filter;
mod gaps;
mod insert;
mod notice;
mod postgres;
mod read;
mod related;
mod rows_wanted;
mod script;
mod source;
mod target;
mod unknown;
mod writer;

pub(crate) use filter::filter_coders;
pub(crate) use notice::Notice;
pub use script::{
    AnswerForm, AnswerPart, BatchForm, CoderForm, ColumnForm, GuardForm, KeyForm, LentForm, OnceForm,
    Parameter, PickForm, PipelinedCall, RowsForm, Script, SentForm, SourceForm, Statement, ValueForm,
};
pub(crate) use script::{coder_of, count_coder, number_coder};

use alloc::vec::Vec;

pub use ahead::{Fused, FusedCall, FusedPart};
use ahead::{fused, pipelined};
use postgres::Rendered;
use read::Readings;

use crate::error::{Error, Problem};
use crate::listed::Listed;
use crate::path::Path;
use crate::plan::{Plan, Returned, Source, StepId, waves};
use crate::schema::{FieldId, Schema};

/// Writes the script of a plan.
///
/// # Errors
/// When a table has no column that an insert could write, which its model must tell.
pub fn render(schema: &Schema, plan: &Plan) -> Result<Script, Error> {
    let readings = Readings::of(plan);
    let (statements, texts) = statements(schema, plan, &readings)?;
    let waves = waves(plan).into_iter().filter_map(|wave| {
        let sent = wave.into_iter().filter(|step| readings.trunk_of(*step).is_none());
        let sent: Vec<u32> = sent.map(|step| step.0).listed();
        (!sent.is_empty()).then_some(sent)
    });
    let waves = waves.listed();
    let (returns, counted) = match &plan.returned {
        Returned::Row(_) => ("row", Vec::new()),
        Returned::Rows(_) => ("rows", Vec::new()),
        Returned::Count(steps) => ("count", steps.iter().map(|step| step.0).listed()),
        Returned::Number(step) => ("number", [step.0].into()),
        Returned::Numbers(step) => ("numbers", [step.0].into()),
    };
    let in_transaction = statements.iter().filter(|statement| statement.within.is_none()).count() > 1;
    let (pipeline, waits) = match in_transaction.then(|| pipelined(schema, plan, &statements, &texts)) {
        None => (None, None),
        Some(Ok(calls)) => (Some(calls), None),
        Some(Err(statement)) => (None, Some(statement)),
    };
    Ok(Script {
        in_transaction,
        pipeline,
        waits,
        statements,
        waves,
        one_by_one: plan.one_by_one.clone(),
        returns,
        answer: plan.returned.answer().map(|answer| answer::form(schema, plan, answer)),
        counted,
    })
}

/// Writes the script of a plan as one statement, for connections that can send no more.
///
/// # Errors
/// As for `render`.
pub fn fuse(schema: &Schema, plan: &Plan) -> Result<Fused, Error> {
    let (statements, texts) = statements(schema, plan, &Readings::of(plan))?;
    Ok(fused(schema, plan, &statements, &texts))
}

/// Every step as a statement.
fn statements(
    schema: &Schema,
    plan: &Plan,
    readings: &Readings,
) -> Result<(Vec<Statement>, Vec<Rendered>), Error> {
    let lent = lent_fields(plan, readings);
    let written = plan.steps.iter().map(|step| {
        postgres::statement(schema, plan, step, &lent, readings).ok_or_else(|| Error {
            problem: Problem::PlanUnsound {
                why: alloc::format!("step {} cannot be written as SQL", step.id.0 + 1),
            },
            path: Path::root(),
        })
    });
    let written = written.collect::<Result<Vec<_>, _>>()?;
    Ok(written.into_iter().unzip())
}

/// The fields of each step that other steps borrow once its rows have come back.
fn lent_fields(plan: &Plan, readings: &Readings) -> Vec<(StepId, FieldId)> {
    let mut lent = Vec::new();
    for step in plan.steps.iter().filter(|step| readings.trunk_of(step.id).is_none()) {
        let waits_for = step.waits_for();
        lent.extend(step.borrows().into_iter().filter(|(lender, _)| waits_for.contains(lender)));
    }
    lent
}

/// A source as a host reads it.
fn source_form(plan: &Plan, source: &Source) -> Option<SourceForm> {
    let step = |id: StepId| plan.step(id);
    Some(match source {
        Source::Given(slot) => SourceForm::Given(*slot),
        Source::Key(key) => {
            let position = step(key.step)?.gives.iter().position(|field| *field == key.field)?;
            let column = u32::try_from(position).ok()?;
            SourceForm::Key(KeyForm { step: key.step.0, column, group: key.group })
        }
        Source::Sent(key) => {
            let position = postgres::parameter_of(step(key.step)?, key.field)?;
            SourceForm::Sent(SentForm { step: key.step.0, parameter: position, group: key.group })
        }
        Source::Default => SourceForm::Default,
        Source::Now => SourceForm::Now,
        Source::Made(generator) => SourceForm::Made(ValueForm::of(*generator)),
        Source::Own(_) | Source::Drawn | Source::Null => SourceForm::Null,
    })
}
