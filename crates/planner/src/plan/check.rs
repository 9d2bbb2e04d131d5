//! Proves a plan sound, sharing no code with the planner that made it.
//!
//! A plan is sound when every key points backwards at a step that gives it, every row of the request is written by
//! exactly one step, every value of the request is used, and every required column is written.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::step::{
    Action, Answer, Batch, Conflict, Guard, Insert, KeyMaking, Pick, Plan, Related, RowsOf, Source, Step,
    Update,
};
use crate::listed::Listed;
use crate::request::{Context, GroupId, SlotId, Test};
use crate::schema::{FieldId, Schema};
use crate::value::Kind;

/// Everything unsound about a plan; nothing, of a plan of ours.
#[must_use]
pub fn check(schema: &Schema, plan: &Plan) -> Vec<String> {
    let mut complaints = Vec::new();
    for (position, step) in plan.steps.iter().enumerate() {
        let mut complain = |what: String| complaints.push(format!("step {}: {what}", position + 1));
        if step.id.0 as usize != position {
            complain(format!("is numbered {}", step.id.0 + 1));
        }
        check_borrows(schema, plan, step, &mut complain);
        match &step.action {
            Action::Insert(insert) => check_insert(schema, plan, step, insert, &mut complain),
            Action::Link(_) | Action::Unlink(_) | Action::Find(_) => {}
            Action::Read(_) | Action::Count(_) => {}
            Action::Update(update) => check_update(schema, step, update, &mut complain),
            Action::Delete(_) => {}
        }
        check_mappings(plan, step, &mut complain);
    }
    check_rows(plan, &mut complaints);
    check_slots(plan, &mut complaints);
    if let Some(answer) = plan.returned.answer() {
        check_answer(schema, plan, answer, &mut complaints);
    }
    complaints
}

fn check_borrows(schema: &Schema, plan: &Plan, step: &Step, complain: &mut impl FnMut(String)) {
    let by_row: Vec<_> = step.waits_for();
    for (lender, field) in step.borrows() {
        let Some(lending) = plan.step(lender).filter(|_| lender < step.id) else {
            complain(format!("borrows from step {}, which has not run", lender.0 + 1));
            continue;
        };
        let sent = match &lending.action {
            Action::Insert(insert) => insert.columns.iter().any(|column| column.field == field),
            _ => false,
        };
        let is_given = by_row.contains(&lender) && lending.gives.contains(&field);
        if !is_given && !sent {
            complain(format!("borrows a field that step {} does not give", lender.0 + 1));
        }
        if schema.model(lending.model).and_then(|model| model.field(field)).is_none() {
            complain(format!("borrows a field that the model of step {} does not have", lender.0 + 1));
        }
    }
}

fn check_insert(
    schema: &Schema,
    plan: &Plan,
    step: &Step,
    insert: &Insert,
    complain: &mut impl FnMut(String),
) {
    let Some(model) = schema.model(step.model) else {
        return complain("acts on no model".into());
    };
    for (id, field) in model.fields() {
        let column = insert.columns.iter().find(|column| column.field == id);
        let needs = !field.nullable
            && !field.list
            && field.default.is_none()
            && !field.generated
            && !field.updated_at;
        if needs && column.is_none() {
            complain(format!("leaves out the required field {}", field.name));
        }
        if column.is_some() && field.generated {
            complain(format!("writes the generated field {}", field.name));
        }
        let nulls = column
            .is_some_and(|column| column.sources.iter().flatten().any(|source| *source == Source::Null));
        if nulls && needs {
            complain(format!("writes nulls to the required field {}", field.name));
        }
    }
    for column in &insert.columns {
        if column.sources.len() != insert.batches.len() || column.sources.iter().any(Vec::is_empty) {
            complain("has a column without a source for some rows".into());
        }
        if insert.columns.iter().filter(|other| other.field == column.field).count() > 1 {
            complain("writes a column twice".into());
        }
    }
    for batch in &insert.batches {
        let of_model =
            plan.layout.group(batch.group).map(|group| group.context) == Some(Context::Data(step.model));
        if !of_model {
            complain("writes rows of another model".into());
        }
    }
    let is_written = |field: &FieldId| insert.columns.iter().any(|column| column.field == *field);
    match &insert.key {
        KeyMaking::Unneeded if !step.gives.is_empty() => {
            complain("gives fields of rows it does not know".into())
        }
        KeyMaking::Known { fields, drawn } => {
            if fields.is_empty() || !fields.iter().all(|field| is_written(field) || drawn.contains(field)) {
                complain("knows its rows by a key it does not have".into());
            }
        }
        KeyMaking::Unneeded | KeyMaking::Ordinal => {}
    }
    if insert.conflict == Conflict::Fail && step.guard != Guard::EveryRow {
        complain("does not guard its rows".into());
    }
}

fn check_update(schema: &Schema, step: &Step, update: &Update, complain: &mut impl FnMut(String)) {
    let Some(model) = schema.model(step.model) else {
        return complain("acts on no model".into());
    };
    for column in &update.columns {
        let Some(field) = model.field(column.field) else {
            complain("changes a field that its model does not have".into());
            continue;
        };
        let nulls = column.changes.iter().any(|change| change.sources.contains(&Source::Null));
        if field.generated || (nulls && !field.nullable) {
            complain(format!("writes what {} cannot hold", field.name));
        }
        if column.changes.is_empty() || column.changes.iter().any(|change| change.sources.is_empty()) {
            complain("has a column without a source".into());
        }
        let n_open = column.changes.iter().take_while(|change| change.when.is_some()).count();
        if n_open + 1 < column.changes.len() {
            complain(format!("has a change of {} that no row comes to", field.name));
        }
    }
}

/// Rows of one group can be found from rows of another only along the request.
fn check_mappings(plan: &Plan, step: &Step, complain: &mut impl FnMut(String)) {
    let related =
        |one: GroupId, other: GroupId| plan.layout.is_inside(one, other) || plan.layout.is_inside(other, one);
    let check = |batch: &Batch, sources: &[Source], complain: &mut dyn FnMut(String)| {
        for source in sources {
            let group = match source {
                Source::Key(key) | Source::Sent(key) => {
                    let lends = plan
                        .step(key.step)
                        .is_some_and(|lender| lender.batches().iter().any(|batch| batch.group == key.group));
                    if !lends {
                        complain(format!("borrows from rows that step {} does not write", key.step.0 + 1));
                    }
                    Some(key.group)
                }
                Source::Own(own) => {
                    if !step.batches().iter().any(|batch| batch.group == own.group) {
                        complain("takes a value from rows of its own that it does not have".into());
                    }
                    Some(own.group)
                }
                Source::Given(slot) => plan.layout.slot(*slot).and_then(|slot| slot.group),
                Source::Default | Source::Now | Source::Made(_) | Source::Drawn | Source::Null => None,
            };
            if group.is_some_and(|group| !related(group, batch.group)) {
                complain("takes a value from rows that have nothing to do with its own".into());
            }
        }
    };
    match &step.action {
        Action::Insert(insert) => {
            for column in &insert.columns {
                for (batch, sources) in insert.batches.iter().zip(&column.sources) {
                    check(batch, sources, complain);
                }
            }
        }
        Action::Link(link) => {
            for batch in &link.batches {
                check(&batch.batch, &batch.here, complain);
                check(&batch.batch, &batch.there, complain);
            }
        }
        Action::Unlink(_) | Action::Find(_) | Action::Update(_) | Action::Delete(_) => {
            let sources: Vec<Source> = step.sources().into_iter().copied().listed();
            for batch in step.batches() {
                check(batch, &sources, complain);
            }
        }
        Action::Read(_) | Action::Count(_) => {}
    }
}

/// Every row of the request is made by exactly one insert.
fn check_rows(plan: &Plan, complaints: &mut Vec<String>) {
    for number in 0..plan.layout.groups.len() {
        let group = GroupId(u32::try_from(number).unwrap_or(u32::MAX));
        let is_data = matches!(plan.layout.group(group).map(|group| group.context), Some(Context::Data(_)));
        let inserts = plan.steps.iter().filter_map(|step| match &step.action {
            Action::Insert(insert) => Some(insert),
            _ => None,
        });
        let tests = |batch: &Batch| -> Vec<(Test, bool)> {
            let tests = batch.only.iter().filter_map(|pick| match pick {
                Pick::Test(test, wanted) => Some((*test, *wanted)),
                Pick::Any(_) | Pick::Found(_) | Pick::Missing(_) => None,
            });
            tests.listed()
        };
        let batches: Vec<Vec<(Test, bool)>> = inserts
            .flat_map(|insert| &insert.batches)
            .filter(|batch| batch.group == group)
            .map(tests)
            .listed();
        if is_data && !covers_once(&batches) {
            complaints
                .push(format!("the rows at {} are not each made once", plan.layout.path_of_group(group)));
        }
    }
}

/// Whether every combination of answers to the tests picks exactly one of the batches.
fn covers_once(batches: &[Vec<(Test, bool)>]) -> bool {
    let Some(tests) = batches.first().map(|only| only.iter().map(|(test, _)| *test).listed()) else {
        return false;
    };
    (0..1_u32 << tests.len().min(16)).all(|answers| {
        let passes =
            |test: &Test| tests.iter().position(|one| one == test).is_some_and(|bit| answers >> bit & 1 == 1);
        batches.iter().filter(|only| only.iter().all(|(test, wanted)| passes(test) == *wanted)).count() == 1
    })
}

/// Every value the caller gave goes into some step.
fn check_slots(plan: &Plan, complaints: &mut Vec<String>) {
    let used = |slot: SlotId| {
        plan.steps.iter().any(|step| {
            step.slots().contains(&slot)
                || step.sources().iter().any(|source| **source == Source::Given(slot))
        })
    };
    for group in &plan.layout.groups {
        let is_written = matches!(
            group.context,
            Context::Data(_)
                | Context::Change(_)
                | Context::ListWrite(..)
                | Context::ListChange(..)
                | Context::ValueChange(..)
        );
        if !is_written {
            continue;
        }
        for id in &group.slots {
            let Some(slot) = plan.layout.slot(*id) else {
                continue;
            };
            let is_value = slot.kinds.iter().any(|kind| kind != Kind::Object) || slot.below.is_empty();
            if is_value && !used(*id) {
                complaints.push(format!("the value at {} is not used", plan.layout.path_of_slot(*id)));
            }
        }
    }
}

fn check_answer(schema: &Schema, plan: &Plan, answer: &Answer, complaints: &mut Vec<String>) {
    for RowsOf { step, .. } in &answer.rows {
        let Some(step) = plan.step(*step) else {
            complaints.push("the answer takes rows of a step that is not there".into());
            continue;
        };
        if step.model != answer.model || !answer.fields.iter().all(|field| step.gives.contains(field)) {
            complaints.push(format!("the answer takes fields that step {} does not give", step.id.0 + 1));
        }
    }
    for relation in &answer.relations {
        let target =
            schema.model(answer.model).and_then(|model| model.relation(relation.relation)).map(|one| one.to);
        match &relation.rows {
            Related::Nothing => {}
            Related::Written(inner) | Related::Read(inner) => {
                if target != Some(inner.model) {
                    complaints.push("the answer takes rows of another model for a relation".into());
                }
                check_answer(schema, plan, inner, complaints);
            }
        }
    }
}
