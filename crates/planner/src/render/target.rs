//! Finding, changing and deleting rows that are there, as PostgreSQL.
//!
//! Rows are found once, in the order of their keys, and locked as they are found; what is done with them later goes by
//! their keys. One text serves any number of rows.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::arrays::Arrays;
use super::filter::condition;
use super::gaps::{ROWS, from_part, part};
use super::postgres::Rendered;
use super::writer::{comma, identifier, table};
use crate::listed::{AllListed, Listed};
use crate::plan::{
    ColumnChange, Delete, Except, Find, Lock, Near, Pairs, Plan, Scope, Source, Step, Target, Unlink, Update,
    UpdateColumn, Where,
};
use crate::request::{Change, Filter};
use crate::schema::{Field, FieldId, Holder, Model, Schema};

/// Rows to be found, as SQL.
pub(super) fn find_statement(
    schema: &Schema,
    plan: &Plan,
    step: &Step,
    model: &Model,
    find: &Find,
) -> Option<Rendered> {
    let mut arrays = Arrays::new(schema, plan);
    let wanted = conditions(&mut arrays, model, find.scope.as_ref(), &find.filter, &find.except)?;
    let order = comma(key_columns(model)?.into_iter().map(|column| format!("t.{column}")));
    let lock = match find.lock {
        Lock::Nothing => "",
        Lock::Change => " FOR NO KEY UPDATE OF t",
        Lock::Delete => " FOR UPDATE OF t",
    };
    let select = format!(
        "SELECT x.n{} FROM {ROWS} JOIN {} AS t ON {wanted} ORDER BY {order}{lock}",
        given(step, model),
        table(model.schema.as_deref(), &model.table),
    );
    Some(Rendered::of("find", (String::new(), select), arrays.into_rows()))
}

/// Rows to be changed, as SQL.
pub(super) fn update_statement(
    schema: &Schema,
    plan: &Plan,
    step: &Step,
    model: &Model,
    update: &Update,
) -> Option<Rendered> {
    let mut arrays = Arrays::new(schema, plan);
    let mut sets = Vec::new();
    for column in &update.columns {
        sets.push(set(&mut arrays, model, column)?);
    }
    let target = table(model.schema.as_deref(), &model.table);
    let mut wanted = target_condition(&mut arrays, model, &update.target)?;
    if !update.unless_same.is_empty() {
        wanted.push_str(&format!(" AND {}", unlike(&mut arrays, model, update)?));
    }
    let text = match (sets.is_empty(), step.gives.is_empty()) {
        // Nothing is to be changed, but how many rows are meant is still asked.
        (true, true) => {
            (String::new(), format!("SELECT count(*) FROM {ROWS} JOIN {target} AS t ON {wanted}"))
        }
        (true, false) => {
            let select =
                format!("SELECT x.n{} FROM {ROWS} JOIN {target} AS t ON {wanted}", given(step, model));
            (String::new(), select)
        }
        (false, _) => {
            let (returning, result) = written(step, model);
            let sets = comma(sets);
            let with = format!(
                "{} AS (UPDATE {target} AS t SET {sets} FROM {ROWS} WHERE {wanted} RETURNING {returning})",
                part("w")
            );
            (with, result)
        }
    };
    let last = match &update.target {
        Target::Key(keys) if update.last => key_parameters(&mut arrays, model, keys)?,
        Target::Key(_) | Target::Where(_) => Vec::new(),
    };
    Some(Rendered { last, ..Rendered::of("update", text, arrays.into_rows()) })
}

/// Rows to be deleted, as SQL.
pub(super) fn delete_statement(
    schema: &Schema,
    plan: &Plan,
    step: &Step,
    model: &Model,
    delete: &Delete,
) -> Option<Rendered> {
    let mut arrays = Arrays::new(schema, plan);
    let wanted = target_condition(&mut arrays, model, &delete.target)?;
    let target = table(model.schema.as_deref(), &model.table);
    let (returning, result) = written(step, model);
    let with = format!(
        "{} AS (DELETE FROM {target} AS t USING {ROWS} WHERE {wanted} RETURNING {returning})",
        part("w")
    );
    Some(Rendered::of("delete", (with, result), arrays.into_rows()))
}

/// What a statement gives back of rows that it has written, by way of `w`: what is asked of them, or their number.
fn written(step: &Step, model: &Model) -> (String, String) {
    if step.gives.is_empty() {
        return ("1".to_string(), format!("SELECT count(*) FROM {}", from_part("w")));
    }
    let names = (0..step.gives.len()).map(|position| format!("w.g{position}"));
    (
        format!("x.n{}", named(step, model)),
        format!("SELECT w.n, {} FROM {} ORDER BY w.n", comma(names), from_part("w")),
    )
}

/// Pairs to be removed, as SQL.
pub(super) fn unlink_statement(
    schema: &Schema,
    plan: &Plan,
    near: &Model,
    unlink: &Unlink,
) -> Option<Rendered> {
    let junction = &unlink.junction;
    let far = near.relations().find_map(|(_, relation)| match &relation.holder {
        Holder::Between(own) if own == junction => schema.model(relation.to),
        _ => None,
    })?;
    let mut arrays = Arrays::new(schema, plan);
    let here = arrays.sources(near, junction.here_field, &unlink.here)?;
    let there = format!("j.{}", identifier(&junction.there));
    let which = match &unlink.pairs {
        Pairs::With(sources) => {
            format!(" AND {there} = {}", arrays.sources(far, junction.there_field, sources)?)
        }
        Pairs::Except(rows) if rows.is_empty() => String::new(),
        Pairs::Except(rows) => {
            format!(" AND {}", arrays.none_of(far, rows, &[(junction.there_field, there)])?)
        }
    };
    let with = format!(
        "{} AS (DELETE FROM {} AS j USING {ROWS} WHERE j.{} = {here}{which} RETURNING 1)",
        part("d"),
        table(junction.schema.as_deref(), &junction.table),
        identifier(&junction.here),
    );
    Some(Rendered::of(
        "unlink",
        (with, format!("SELECT count(*) FROM {}", from_part("d"))),
        arrays.into_rows(),
    ))
}

fn target_condition(arrays: &mut Arrays<'_>, model: &Model, target: &Target) -> Option<String> {
    match target {
        Target::Key(keys) => key_condition(arrays, model, keys),
        Target::Where(Where { scope, filter, except, limit }) => {
            let Some(limit) = limit else {
                return conditions(arrays, model, scope.as_ref(), filter, except);
            };
            // Only what is asked at the top has a limit, and that stands in no relation.
            let schema = arrays.schema;
            let wanted = condition(schema, model, "l", filter, arrays)?;
            let limit = arrays.single(*limit);
            let columns = key_columns(model)?;
            let list = |alias: &str| comma(columns.iter().map(|column| format!("{alias}.{column}")));
            Some(format!(
                "({}) IN (SELECT {} FROM {} AS l WHERE {wanted} LIMIT {limit}::int8)",
                list("t"),
                list("l"),
                table(model.schema.as_deref(), &model.table),
            ))
        }
    }
}

fn key_condition(arrays: &mut Arrays<'_>, model: &Model, keys: &[(FieldId, Vec<Source>)]) -> Option<String> {
    let mut conditions = Vec::new();
    for (field, sources) in keys {
        let value = arrays.sources(model, *field, sources)?;
        conditions.push(format!("t.{} = {value}", identifier(&model.field(*field)?.column)));
    }
    Some(conditions.join(" AND "))
}

/// That a row does not hold the new values of some fields yet.
fn unlike(arrays: &mut Arrays<'_>, model: &Model, update: &Update) -> Option<String> {
    let (mut there, mut new) = (Vec::new(), Vec::new());
    for id in &update.unless_same {
        let column = update.columns.iter().find(|column| column.field == *id)?;
        let change = column.changes.first()?;
        there.push(format!("t.{}", identifier(&model.field(*id)?.column)));
        new.push(arrays.sources(model, *id, &change.sources)?);
    }
    Some(format!("({}) IS DISTINCT FROM ({})", comma(there), comma(new)))
}

/// The parameters that a key is sent in.
fn key_parameters(
    arrays: &mut Arrays<'_>,
    model: &Model,
    keys: &[(FieldId, Vec<Source>)],
) -> Option<Vec<u32>> {
    let mut parameters = Vec::new();
    for (field, sources) in keys {
        let expression = arrays.sources(model, *field, sources)?;
        parameters.push(u32::try_from(arrays.parameter_of(&expression)?).ok()?);
    }
    Some(parameters)
}

/// Which rows of a table `t` are meant, for each source row `x`.
fn conditions(
    arrays: &mut Arrays<'_>,
    model: &Model,
    scope: Option<&Scope>,
    filter: &Filter,
    except: &Except,
) -> Option<String> {
    let mut conditions = Vec::new();
    if let Some(scope) = scope {
        conditions.push(scope_condition(arrays, model, scope)?);
    }
    if *filter != Filter::everything() {
        let schema = arrays.schema;
        conditions.push(condition(schema, model, "t", filter, arrays)?);
    }
    match except {
        Except::Nothing => {}
        Except::Key(keys) => {
            let mut columns = Vec::new();
            let mut values = Vec::new();
            for (field, sources) in keys {
                values.push(arrays.sources(model, *field, sources)?);
                columns.push(format!("t.{}", identifier(&model.field(*field)?.column)));
            }
            conditions.push(format!("({}) IS DISTINCT FROM ({})", comma(columns), comma(values)));
        }
        Except::Found(rows, key) => {
            let mut columns = Vec::new();
            for field in key {
                columns.push((*field, format!("t.{}", identifier(&model.field(*field)?.column))));
            }
            conditions.push(arrays.none_of(model, rows, &columns)?);
        }
    }
    if conditions.is_empty() {
        conditions.push("true".to_string());
    }
    Some(conditions.join(" AND "))
}

fn scope_condition(arrays: &mut Arrays<'_>, model: &Model, scope: &Scope) -> Option<String> {
    let schema = arrays.schema;
    let from = schema.model(scope.from)?;
    let relation = from.relation(scope.relation)?;
    let keys = match &scope.near {
        Near::Fields(keys) => keys,
        Near::Row(keys) => return row_scope_condition(arrays, model, from, &relation.holder, keys),
    };
    match &relation.holder {
        Holder::Here(pairs) | Holder::There(pairs) => {
            let mut conditions = Vec::new();
            for ((here, there), sources) in pairs.iter().zip(keys) {
                let value = arrays.sources(from, *here, sources)?;
                conditions.push(format!("t.{} = {value}", identifier(&model.field(*there)?.column)));
            }
            Some(conditions.join(" AND "))
        }
        Holder::Between(junction) => {
            let value = arrays.sources(from, junction.here_field, keys.first()?)?;
            Some(format!(
                "EXISTS (SELECT FROM {} AS j WHERE j.{} = {value} AND j.{} = t.{})",
                table(junction.schema.as_deref(), &junction.table),
                identifier(&junction.here),
                identifier(&junction.there),
                identifier(&model.field(junction.there_field)?.column),
            ))
        }
    }
}

/// That a row is the one at which the row with a key points now.
fn row_scope_condition(
    arrays: &mut Arrays<'_>,
    model: &Model,
    from: &Model,
    holder: &Holder,
    keys: &[(FieldId, Vec<Source>)],
) -> Option<String> {
    let Holder::Here(pairs) = holder else {
        return None;
    };
    let mut conditions = Vec::new();
    for (field, sources) in keys {
        let value = arrays.sources(from, *field, sources)?;
        conditions.push(format!("o.{} = {value}", identifier(&from.field(*field)?.column)));
    }
    for (here, there) in pairs {
        let (here, there) = (&from.field(*here)?.column, &model.field(*there)?.column);
        conditions.push(format!("o.{} = t.{}", identifier(here), identifier(there)));
    }
    let table = table(from.schema.as_deref(), &from.table);
    Some(format!("EXISTS (SELECT FROM {table} AS o WHERE {})", conditions.join(" AND ")))
}

/// What becomes of a column: the first change that a row has, else what is there.
fn set(arrays: &mut Arrays<'_>, model: &Model, column: &UpdateColumn) -> Option<String> {
    let field = model.field(column.field)?;
    let name = identifier(&field.column);
    let mut cases = String::new();
    let mut otherwise = format!("t.{name}");
    for change in &column.changes {
        let value = changed(arrays, model, column.field, field, change)?;
        match change.when {
            Some(test) => {
                let has = arrays.has(test);
                cases.push_str(&format!(" WHEN {has} THEN {value}"));
            }
            None => {
                otherwise = value;
                break;
            }
        }
    }
    Some(match cases.is_empty() {
        true => format!("{name} = {otherwise}"),
        false => format!("{name} = CASE{cases} ELSE {otherwise} END"),
    })
}

fn changed(
    arrays: &mut Arrays<'_>,
    model: &Model,
    id: FieldId,
    field: &Field,
    change: &ColumnChange,
) -> Option<String> {
    let value = arrays.sources(model, id, &change.sources)?;
    let there = format!("t.{}", identifier(&field.column));
    Some(match change.change {
        Change::Set => value,
        Change::Increment => format!("({there} + {value})"),
        Change::Decrement => format!("({there} - {value})"),
        Change::Multiply => format!("({there} * {value})"),
        Change::Divide => format!("({there} / {value})"),
        Change::Push => format!("(coalesce({there}, '{{}}') || {value})"),
    })
}

fn key_columns(model: &Model) -> Option<Vec<String>> {
    model.primary_key().iter().map(|field| Some(identifier(&model.field(*field)?.column))).all_listed()
}

/// The columns that come back of `t`.
fn given(step: &Step, model: &Model) -> String {
    let fields = step.gives.iter().filter_map(|field| model.field(*field));
    fields.map(|field| format!(", t.{}", identifier(&field.column))).listed().concat()
}

/// The same, named so that no column of the table can be mistaken for one of ours.
fn named(step: &Step, model: &Model) -> String {
    let fields = step.gives.iter().filter_map(|field| model.field(*field));
    (0..)
        .zip(fields)
        .map(|(position, field): (usize, _)| format!(", t.{} AS g{position}", identifier(&field.column)))
        .listed()
        .concat()
}
