//! Plan -> text, for people and for the case files.
//!
//! One line a step: what it does, for which rows of the request, which columns it writes and where each value comes from.
//! A field alone takes the value that the request has under its name; `2.id` is the field `id` of the row that step 2 made.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::Write;

use super::step::{
    Action, Answer, Batch, Insert, KeyMaking, Link, Plan, Read, Related, RowsOf, Source, Step,
};
use crate::request::Test;
use crate::schema::{FieldId, Generator, Holder, ModelId, Schema};

/// A plan as readable text.
#[must_use]
pub fn show(schema: &Schema, plan: &Plan) -> String {
    let mut text = String::new();
    for step in &plan.steps {
        let _ = writeln!(text, "{:>3}  {}", step.id.0 + 1, show_step(schema, plan, step));
    }
    let _ = writeln!(text, "answer {}", show_answer(schema, &plan.answer));
    text
}

fn show_step(schema: &Schema, plan: &Plan, step: &Step) -> String {
    let mut line = match &step.action {
        Action::Insert(insert) => show_insert(schema, plan, step.model, insert),
        Action::Link(link) => show_link(schema, plan, step.model, link),
        Action::Read(read) => show_read(schema, step.model, read),
    };
    if !step.gives.is_empty() {
        let _ = write!(line, "  gives {}", names(schema, step.model, &step.gives));
    }
    line
}

fn show_insert(schema: &Schema, plan: &Plan, model: ModelId, insert: &Insert) -> String {
    let mut line =
        format!("insert {} at {}", model_name(schema, model), show_batches(plan, insert.batches.iter()));
    for column in &insert.columns {
        let name = field_name(schema, model, column.field);
        let shown: Vec<String> =
            column.sources.iter().map(|sources| show_sources(schema, plan, model, sources)).collect();
        let is_same = shown.windows(2).all(|pair| pair.first() == pair.last());
        let shown = if is_same { shown.into_iter().next().unwrap_or_default() } else { shown.join(" & ") };
        let _ = if shown == name { write!(line, "  {name}") } else { write!(line, "  {name} <- {shown}") };
    }
    match &insert.key {
        KeyMaking::Known { drawn, .. } if !drawn.is_empty() => {
            let _ = write!(line, "  draws {}", names(schema, model, drawn));
        }
        KeyMaking::Ordinal => line.push_str("  keeps positions"),
        KeyMaking::Unneeded | KeyMaking::Known { .. } => {}
    }
    line
}

fn show_link(schema: &Schema, plan: &Plan, model: ModelId, link: &Link) -> String {
    let batches = show_batches(plan, link.batches.iter().map(|batch| &batch.batch));
    let mut line = format!("link {} by {} at {batches}", model_name(schema, model), link.junction.table);
    for batch in &link.batches {
        let here = show_sources(schema, plan, model, &batch.here);
        let there = show_sources(schema, plan, model, &batch.there);
        let _ = write!(line, "  {} <- {here}  {} <- {there}", link.junction.here, link.junction.there);
    }
    line
}

fn show_read(schema: &Schema, model: ModelId, read: &Read) -> String {
    let of = show_rows(&read.of);
    let relation = read.relation.and_then(|(from, relation)| {
        let from = schema.model(from)?;
        let relation = from.relation(relation)?;
        let by = match relation.holder {
            Holder::Here(_) => "that they point at",
            Holder::There(_) => "that point at them",
            Holder::Between(_) => "paired with them",
        };
        Some(format!("read {} as {}.{} of {of}, {by}", model_name(schema, model), from.name, relation.name))
    });
    relation.unwrap_or_else(|| format!("read {} again, {of}", model_name(schema, model)))
}

fn show_batches<'p>(plan: &Plan, batches: impl Iterator<Item = &'p Batch>) -> String {
    let shown = batches.map(|batch| {
        let mut text = plan.layout.path_of_group(batch.group).to_string();
        for (test, wanted) in &batch.only {
            let name = match test {
                Test::Slot(slot) => plan.layout.slot(*slot).map_or(String::new(), |slot| slot.name.clone()),
                Test::Rows(group) => plan.layout.path_of_group(*group).to_string(),
            };
            let _ = write!(text, " {} {name}", if *wanted { "with" } else { "without" });
        }
        text
    });
    shown.collect::<Vec<_>>().join(" & ")
}

fn show_sources(schema: &Schema, plan: &Plan, model: ModelId, sources: &[Source]) -> String {
    let shown = sources.iter().map(|source| match source {
        Source::Given(slot) => plan.layout.slot(*slot).map_or("given", |slot| slot.name.as_str()).to_string(),
        Source::Key(key) => {
            let model = plan.step(key.step).map(|step| step.model);
            let name = model.map_or(String::new(), |model| field_name(schema, model, key.field));
            format!("{}.{name}", key.step.0 + 1)
        }
        Source::Sent(key) => {
            let model = plan.step(key.step).map(|step| step.model);
            let name = model.map_or(String::new(), |model| field_name(schema, model, key.field));
            format!("{}.{name} as sent", key.step.0 + 1)
        }
        Source::Own(own) => {
            format!(
                "{} of the row at {}",
                field_name(schema, model, own.field),
                plan.layout.path_of_group(own.group)
            )
        }
        Source::Default => "default".to_string(),
        Source::Now => "now".to_string(),
        Source::Made(generator) => show_generator(*generator),
        Source::Drawn => "drawn".to_string(),
        Source::Null => "null".to_string(),
    });
    shown.collect::<Vec<_>>().join(" or ")
}

fn show_generator(generator: Generator) -> String {
    match generator {
        Generator::Uuid(version) => format!("new uuid v{version}"),
        Generator::Cuid(1) => "new cuid".to_string(),
        Generator::Cuid(version) => format!("new cuid v{version}"),
        Generator::Ulid => "new ulid".to_string(),
        Generator::Nanoid(length) => format!("new nanoid of {length}"),
    }
}

fn show_answer(schema: &Schema, answer: &Answer) -> String {
    let mut parts = Vec::new();
    if !answer.fields.is_empty() {
        parts.push(names(schema, answer.model, &answer.fields));
    }
    for relation in &answer.relations {
        let model = schema.model(answer.model);
        let name =
            model.and_then(|model| model.relation(relation.relation)).map_or("", |one| one.name.as_str());
        let rows = match &relation.rows {
            Related::Nothing if relation.many => "[]".to_string(),
            Related::Nothing => "null".to_string(),
            Related::Written(answer) | Related::Read(answer) => show_answer(schema, answer),
        };
        let (open, close) = if relation.many { ("[", "]") } else { ("", "") };
        let rows =
            if matches!(relation.rows, Related::Nothing) { rows } else { format!("{open}{rows}{close}") };
        parts.push(format!("{name}: {rows}"));
    }
    format!("{} {{ {} }}", show_rows(&answer.rows), parts.join(", "))
}

fn show_rows(rows: &[RowsOf]) -> String {
    let mut steps: Vec<u32> = rows.iter().map(|rows| rows.step.0 + 1).collect();
    steps.dedup();
    steps.iter().map(ToString::to_string).collect::<Vec<_>>().join("+")
}

fn names(schema: &Schema, model: ModelId, fields: &[FieldId]) -> String {
    fields.iter().map(|field| field_name(schema, model, *field)).collect::<Vec<_>>().join(", ")
}

fn field_name(schema: &Schema, model: ModelId, field: FieldId) -> String {
    schema.model(model).and_then(|model| model.field(field)).map_or(String::new(), |field| field.name.clone())
}

fn model_name(schema: &Schema, model: ModelId) -> String {
    schema.model(model).map_or(String::new(), |model| model.name.clone())
}
