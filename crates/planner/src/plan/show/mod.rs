//! Plan -> text, for people and for the case files.
//!
//! One line a step: what it does, for which rows of the request, which columns it writes and where each value comes from.
//! A field alone takes the value that the request has under its name; `2.id` is the field `id` of the row that step 2 made.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::Write;

mod reads;

use self::reads::{show_answer, show_count, show_read};
use super::step::{
    Action, Batch, Conflict, Delete, Except, Find, Guard, Insert, KeyMaking, Lender, Link, Lock, Near, Once,
    Pairs, Pick, Plan, Returned, RowsOf, Scope, Source, Step, Target, Unlink, Update, Where,
};
use crate::listed::Listed;
use crate::request::{Change, Comparison, Filter, Quantifier, SlotId, Test};
use crate::schema::{FieldId, Generator, ModelId, Schema};

/// A plan as readable text.
#[must_use]
pub fn show(schema: &Schema, plan: &Plan) -> String {
    let mut text = String::new();
    for step in &plan.steps {
        let _ = writeln!(text, "{:>3}  {}", step.id.0 + 1, show_step(schema, plan, step));
    }
    for group in &plan.one_by_one {
        let _ = writeln!(text, "one by one at {}", plan.layout.path_of_group(*group));
    }
    let _ = match &plan.returned {
        Returned::Row(answer) => writeln!(text, "answer {}", show_answer(schema, answer)),
        Returned::Rows(answer) => writeln!(text, "answer [{}]", show_answer(schema, answer)),
        Returned::Count(steps) => {
            let steps: Vec<String> = steps.iter().map(|step| (step.0 + 1).to_string()).listed();
            writeln!(text, "answer count of {}", steps.join("+"))
        }
        Returned::Number(step) => writeln!(text, "answer the number of {}", step.0 + 1),
        Returned::Numbers(step) => writeln!(text, "answer the numbers of {}", step.0 + 1),
    };
    text
}

fn show_step(schema: &Schema, plan: &Plan, step: &Step) -> String {
    let mut line = match &step.action {
        Action::Insert(insert) => show_insert(schema, plan, step.model, insert),
        Action::Link(link) => show_link(schema, plan, step.model, link),
        Action::Unlink(unlink) => show_unlink(schema, plan, step.model, unlink),
        Action::Find(find) => show_find(schema, plan, step.model, find),
        Action::Update(update) => show_update(schema, plan, step, update),
        Action::Delete(delete) => show_delete(schema, plan, step.model, delete),
        Action::Read(read) => show_read(schema, plan, step.model, read),
        Action::Count(count) => show_count(schema, plan, step.model, count),
    };
    match &step.guard {
        Guard::Each(problem) => {
            let _ = write!(line, "  each or {}", problem.code());
        }
        Guard::EachOrAgain(problem, _) => {
            let _ = write!(line, "  each or again, else {}", problem.code());
        }
        Guard::NoRow(problem) => {
            let _ = write!(line, "  none or {}", problem.code());
        }
        Guard::EveryRow | Guard::AnyNumber => {}
    }
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
            column.sources.iter().map(|sources| show_sources(schema, plan, model, sources)).listed();
        let is_same = shown.windows(2).all(|pair| pair.first() == pair.last());
        let shown = if is_same { shown.into_iter().next().unwrap_or_default() } else { shown.join(" & ") };
        let _ = if shown == name { write!(line, "  {name}") } else { write!(line, "  {name} <- {shown}") };
    }
    match &insert.conflict {
        Conflict::Fail => {}
        Conflict::Skip => line.push_str("  unless there"),
        Conflict::SkipKey(fields) => {
            let _ = write!(line, "  unless there by {}", names(schema, model, fields));
        }
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

fn show_batches<'p>(plan: &Plan, batches: impl Iterator<Item = &'p Batch>) -> String {
    let shown = batches.map(|batch| {
        let mut text = plan.layout.path_of_group(batch.group).to_string();
        for pick in &batch.only {
            text.push_str(&show_pick(plan, pick));
        }
        text
    });
    shown.listed().join(" & ")
}

fn show_pick(plan: &Plan, pick: &Pick) -> String {
    let lenders =
        |lenders: &[Lender]| lenders.iter().map(|one| (one.step.0 + 1).to_string()).listed().join("+");
    match pick {
        Pick::Test(test, true) => format!(" with {}", show_test(plan, *test)),
        Pick::Test(test, false) => format!(" without {}", show_test(plan, *test)),
        Pick::Any(tests) => {
            let shown: Vec<String> = tests.iter().map(|test| show_test(plan, *test)).listed();
            format!(" with {}", shown.join(" or "))
        }
        Pick::Found(of) => format!(" found by {}", lenders(of)),
        Pick::Missing(of) => format!(" not found by {}", lenders(of)),
    }
}

fn show_test(plan: &Plan, test: Test) -> String {
    let slot = |slot: SlotId| plan.layout.slot(slot).map_or(String::new(), |slot| slot.name.clone());
    match test {
        Test::Slot(id) => slot(id),
        Test::Rows(group) => plan.layout.path_of_group(group).to_string(),
        Test::Kind(id, _) => format!("{}: true", slot(id)),
    }
}

fn show_find(schema: &Schema, plan: &Plan, model: ModelId, find: &Find) -> String {
    let mut line =
        format!("find {} at {}", model_name(schema, model), show_batches(plan, [&find.batch].into_iter()));
    line.push_str(&show_where(schema, plan, model, find.scope.as_ref(), &find.filter, &find.except));
    match find.lock {
        Lock::Nothing => {}
        Lock::Change => line.push_str("  locked"),
        Lock::Delete => line.push_str("  locked to be deleted"),
    }
    match &find.once {
        Once::Never => {}
        Once::Always(_) => line.push_str("  each once"),
        Once::Missing(_) => line.push_str("  each missing once"),
    }
    line
}

fn show_update(schema: &Schema, plan: &Plan, step: &Step, update: &Update) -> String {
    let batch = show_batches(plan, [&update.batch].into_iter());
    let mut line = format!("update {} at {batch}", model_name(schema, step.model));
    line.push_str(&show_target(schema, plan, step.model, &update.target));
    for column in &update.columns {
        let name = field_name(schema, step.model, column.field);
        let changes = column.changes.iter().map(|change| {
            let value = show_sources(schema, plan, step.model, &change.sources);
            match change.change {
                Change::Set => value,
                other => format!("{} {value}", other.word()),
            }
        });
        let shown = changes.listed().join(" or ");
        let _ = if shown == name { write!(line, "  {name}") } else { write!(line, "  {name} <- {shown}") };
    }
    if !update.unless_same.is_empty() {
        line.push_str("  unless it is so");
    }
    line
}

fn show_delete(schema: &Schema, plan: &Plan, model: ModelId, delete: &Delete) -> String {
    let batch = show_batches(plan, [&delete.batch].into_iter());
    let target = show_target(schema, plan, model, &delete.target);
    format!("delete {} at {batch}{target}", model_name(schema, model))
}

fn show_unlink(schema: &Schema, plan: &Plan, model: ModelId, unlink: &Unlink) -> String {
    let batch = show_batches(plan, [&unlink.batch].into_iter());
    let here = show_sources(schema, plan, model, &unlink.here);
    let junction = &unlink.junction;
    let which = match &unlink.pairs {
        Pairs::With(there) => {
            format!("{} is {}", junction.there, show_sources(schema, plan, model, there))
        }
        Pairs::Except(rows) if rows.is_empty() => "all".to_string(),
        Pairs::Except(rows) => format!("all but {}", show_rows(rows)),
    };
    let name = model_name(schema, model);
    format!("unlink {name} by {} at {batch}  {} is {here}  {which}", junction.table, junction.here)
}

fn show_target(schema: &Schema, plan: &Plan, model: ModelId, target: &Target) -> String {
    match target {
        Target::Key(keys) => show_keys(schema, plan, model, keys),
        Target::Where(Where { scope, filter, except, limit }) => {
            let mut text = show_where(schema, plan, model, scope.as_ref(), filter, except);
            if limit.is_some() {
                text.push_str("  at most limit");
            }
            text
        }
    }
}

fn show_keys(schema: &Schema, plan: &Plan, model: ModelId, keys: &[(FieldId, Vec<Source>)]) -> String {
    let shown = keys.iter().map(|(field, sources)| {
        format!("  {} is {}", field_name(schema, model, *field), show_sources(schema, plan, model, sources))
    });
    shown.collect()
}

fn show_where(
    schema: &Schema,
    plan: &Plan,
    model: ModelId,
    scope: Option<&Scope>,
    filter: &Filter,
    except: &Except,
) -> String {
    let mut text = String::new();
    if let Some(scope) = scope {
        let from = schema.model(scope.from);
        let relation =
            from.and_then(|from| from.relation(scope.relation)).map_or("", |one| one.name.as_str());
        let _ = match &scope.near {
            Near::Fields(keys) => {
                let keys = keys.iter().map(|sources| show_sources(schema, plan, scope.from, sources));
                write!(text, "  as {relation} of {}", keys.listed().join(", "))
            }
            Near::Row(keys) => {
                write!(text, "  as {relation} by then of{}", show_keys(schema, plan, scope.from, keys))
            }
        };
    }
    if *filter != Filter::everything() {
        let _ = write!(text, "  where {}", show_filter(schema, plan, model, filter));
    }
    match except {
        Except::Nothing => {}
        Except::Key(keys) => {
            let _ = write!(text, "  but not{}", show_keys(schema, plan, model, keys));
        }
        Except::Found(rows, _) => {
            let _ = write!(text, "  but not {}", show_rows(rows));
        }
    }
    text
}

fn show_filter(schema: &Schema, plan: &Plan, model: ModelId, filter: &Filter) -> String {
    let several = |parts: &[Filter], word: &str| {
        let shown: Vec<String> = parts.iter().map(|part| show_filter(schema, plan, model, part)).listed();
        format!("({})", shown.join(word))
    };
    let slot = |slot: SlotId| plan.layout.path_of_slot(slot).to_string();
    match filter {
        Filter::All(parts) if parts.is_empty() => "anything".to_string(),
        Filter::Any(parts) if parts.is_empty() => "nothing".to_string(),
        Filter::All(parts) => match parts.as_slice() {
            [only] => show_filter(schema, plan, model, only),
            parts => several(parts, " and "),
        },
        Filter::Any(parts) => several(parts, " or "),
        Filter::Not(part) => format!("not {}", show_filter(schema, plan, model, part)),
        Filter::Null(field) => format!("{} is null", field_name(schema, model, *field)),
        Filter::Compare { field, by, slot: at, insensitive } => {
            let name = field_name(schema, model, *field);
            let case = if *insensitive { " in any case" } else { "" };
            format!("{name} {} {}{case}", show_comparison(*by), slot(*at))
        }
        Filter::Beside { field, by, other, insensitive, .. } => {
            let [name, other] = [field, other].map(|field| field_name(schema, model, *field));
            let case = if *insensitive { " in any case" } else { "" };
            format!("{name} {} its {other}{case}", show_comparison(*by))
        }
        Filter::Json { field, path, by, slot: at, .. } => {
            let name = field_name(schema, model, *field);
            let inside = path.map_or(String::new(), |path| format!(" at {}", slot(path)));
            format!("{name}{inside} {by:?} {}", slot(*at))
        }
        Filter::Related { relation, how, filter } => {
            let found = schema.model(model).and_then(|model| model.relation(*relation));
            let (name, to) = found.map_or(("", model), |one| (one.name.as_str(), one.to));
            let how = match how {
                Quantifier::Some => "some",
                Quantifier::None => "no",
                Quantifier::Every => "every",
            };
            format!("{how} {name} with {}", show_filter(schema, plan, to, filter))
        }
    }
}

fn show_comparison(by: Comparison) -> &'static str {
    match by {
        Comparison::Equal => "is",
        Comparison::Unequal => "is not",
        Comparison::In => "is in",
        Comparison::NotIn => "is not in",
        Comparison::Less => "<",
        Comparison::LessOrEqual => "<=",
        Comparison::Greater => ">",
        Comparison::GreaterOrEqual => ">=",
        Comparison::Contains => "contains",
        Comparison::StartsWith => "starts with",
        Comparison::EndsWith => "ends with",
        Comparison::Has => "has",
        Comparison::HasSome => "has some of",
        Comparison::HasEvery => "has every one of",
        Comparison::IsEmpty => "is empty by",
    }
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
    shown.listed().join(" or ")
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

fn show_rows(rows: &[RowsOf]) -> String {
    let mut steps: Vec<u32> = rows.iter().map(|rows| rows.step.0 + 1).listed();
    steps.dedup();
    steps.iter().map(ToString::to_string).listed().join("+")
}

fn names(schema: &Schema, model: ModelId, fields: &[FieldId]) -> String {
    fields.iter().map(|field| field_name(schema, model, *field)).listed().join(", ")
}

fn field_name(schema: &Schema, model: ModelId, field: FieldId) -> String {
    schema.model(model).and_then(|model| model.field(field)).map_or(String::new(), |field| field.name.clone())
}

fn model_name(schema: &Schema, model: ModelId) -> String {
    schema.model(model).map_or(String::new(), |model| model.name.clone())
}
