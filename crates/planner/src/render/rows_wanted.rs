//! Which rows a read finds for each row around them: conditions, order, how many, from where, and no two alike.
//!
//! Knows nothing of where the rows around stand, but for the keys that they lend.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::arrays::Arrays;
use super::filter::condition;
use super::related::{Rows, counted, direction, order_value};
use super::writer::{comma, identifier, table};
use crate::plan::{Read, Step};
use crate::request::{Filter, Order};
use crate::schema::{FieldId, Holder, Model, Schema};

/// Rows that are found.
pub(super) struct Found {
    /// Where they stand, joined to the rows around them.
    pub(super) from: String,
    /// Their columns.
    pub(super) columns: Vec<String>,
    /// What they are put in order by.
    pub(super) order: String,
}

/// The rows of a read for each row of `outer`, whose number and keys are given as expressions.
#[allow(clippy::too_many_arguments, reason = "what is read, and what it is read for")]
pub(super) fn found(
    schema: &Schema,
    step: &Step,
    model: &Model,
    read: &Read,
    outer: &str,
    number: &str,
    key: &dyn Fn(usize) -> String,
    arrays: &mut Arrays<'_>,
) -> Option<Found> {
    let rows = Rows::of(schema, model, "t");
    let source = source(schema, model, read, key, "t")?;
    let fields = step.gives.iter().map(|field| model.field(*field).map(|field| rows.column(field)));
    let mut columns = fields.collect::<Option<Vec<String>>>()?;
    for (relation, filter) in &read.counts {
        columns.push(counted(rows, *relation, filter, arrays)?);
    }
    let orders = orders(rows, &read.wanted.order, arrays)?;
    let primary = primary_key(rows)?;
    let met = match read.wanted.filter.as_ref().filter(|filter| **filter != Filter::everything()) {
        Some(filter) => Some(condition(schema, model, "t", filter, arrays)?),
        None => None,
    };
    if !read.wanted.is_limited() {
        let met = met.map_or(String::new(), |met| format!(" WHERE {met}"));
        let order = comma([number.to_string()].into_iter().chain(directed(&orders, false)).chain(primary));
        return Some(Found { from: format!("{outer} JOIN {}{met}", source.joined), columns, order });
    }
    let inner = limited(rows, read, key, &source, &columns, &orders, met, arrays)?;
    let n_columns = columns.len();
    let named = |prefix: char, n: usize| (0..n).map(move |position| format!("s.{prefix}{position}"));
    let directions = orders.iter().map(|(order, _)| direction(order, false));
    let ordered =
        named('k', orders.len()).zip(directions).map(|(name, direction)| format!("{name}{direction}"));
    let order =
        comma([number.to_string()].into_iter().chain(ordered).chain(named('q', model.primary_key().len())));
    Some(Found {
        from: format!("{outer} CROSS JOIN LATERAL ({inner}) AS s"),
        columns: named('c', n_columns).collect(),
        order,
    })
}

/// The table that is read.
struct Source {
    /// As what is joined to the rows around, with the condition.
    joined: String,
    /// Alone.
    from: String,
    /// The condition.
    linked: String,
}

fn source(
    schema: &Schema,
    model: &Model,
    read: &Read,
    key: &dyn Fn(usize) -> String,
    alias: &str,
) -> Option<Source> {
    let target = format!("{} AS {alias}", table(model.schema.as_deref(), &model.table));
    let equal = |fields: &[FieldId]| -> Option<String> {
        let mut conditions = Vec::new();
        for (position, field) in fields.iter().enumerate() {
            let column = identifier(&model.field(*field)?.column);
            conditions.push(format!("{alias}.{column} = {}", key(position)));
        }
        Some(conditions.join(" AND "))
    };
    let relation = match read.relation {
        Some((from, id)) => Some(schema.model(from)?.relation(id)?),
        None => None,
    };
    let by_fields = |fields: &[FieldId]| {
        let linked = equal(fields)?;
        Some(Source { joined: format!("{target} ON {linked}"), from: target.clone(), linked })
    };
    match relation.map(|relation| &relation.holder) {
        None => by_fields(&read.lent),
        Some(Holder::Here(pairs) | Holder::There(pairs)) => {
            by_fields(&pairs.iter().map(|(_, there)| *there).collect::<Vec<FieldId>>())
        }
        Some(Holder::Between(junction)) => {
            let pairs = format!("{} AS j", table(junction.schema.as_deref(), &junction.table));
            let far = identifier(&model.field(junction.there_field)?.column);
            let far = format!("{target} ON {alias}.{far} = j.{}", identifier(&junction.there));
            let linked = format!("j.{} = {}", identifier(&junction.here), key(0));
            let joined = format!("{pairs} ON {linked} JOIN {far}");
            Some(Source { joined, from: format!("{pairs} JOIN {far}"), linked })
        }
    }
}

/// What rows are put in order by, each with its expression.
fn orders<'o>(
    rows: Rows<'_>,
    orders: &'o [Order],
    arrays: &mut Arrays<'_>,
) -> Option<Vec<(&'o Order, String)>> {
    orders.iter().map(|order| Some((order, order_value(rows, order, arrays)?))).collect()
}

fn directed<'o>(orders: &'o [(&Order, String)], is_reversed: bool) -> impl Iterator<Item = String> + use<'o> {
    orders.iter().map(move |(order, value)| format!("{value}{}", direction(order, is_reversed)))
}

fn primary_key(rows: Rows<'_>) -> Option<Vec<String>> {
    let key = rows.model.primary_key().iter();
    key.map(|field| rows.model.field(*field).map(|field| rows.column(field))).collect()
}

/// So many rows from the start or the end, for one row around them: with columns `c`, orders `k` and the key `q`.
#[allow(clippy::too_many_arguments, reason = "what is read, and all that is wanted of it")]
fn limited(
    rows: Rows<'_>,
    read: &Read,
    key: &dyn Fn(usize) -> String,
    source: &Source,
    columns: &[String],
    orders: &[(&Order, String)],
    met: Option<String>,
    arrays: &mut Arrays<'_>,
) -> Option<String> {
    let wanted = &read.wanted;
    let is_reversed = wanted.take.is_some_and(|take| take.last);
    let primary = primary_key(rows)?;
    let mut conditions: Vec<String> = [source.linked.clone()].into();
    conditions.extend(met);
    let mut from = source.from.clone();
    if let Some(cursor) = &wanted.cursor {
        let (at, condition) = from_cursor(rows, read, key, cursor, orders, is_reversed, arrays)?;
        from = format!("{from} CROSS JOIN {at}");
        conditions.push(condition);
    }
    let named = |prefix: char, values: &mut dyn Iterator<Item = &String>| -> Vec<String> {
        values.enumerate().map(|(position, value)| format!("{value} AS {prefix}{position}")).collect()
    };
    let mut all = named('c', &mut columns.iter());
    all.extend(named('k', &mut orders.iter().map(|(_, value)| value)));
    all.extend(named('q', &mut primary.iter()));
    let back = if is_reversed { " DESC" } else { "" };
    let order = |prefix: &str| {
        let orders = orders
            .iter()
            .enumerate()
            .map(|(position, (order, _))| format!("{prefix}k{position}{}", direction(order, is_reversed)));
        comma(orders.chain((0..primary.len()).map(|position| format!("{prefix}q{position}{back}"))))
    };
    let conditions = conditions.join(" AND ");
    let mut sql = if wanted.distinct.is_empty() {
        format!("SELECT {} FROM {from} WHERE {conditions} ORDER BY {}", comma(all), order(""))
    } else {
        let fields =
            wanted.distinct.iter().map(|field| rows.model.field(*field).map(|field| rows.column(field)));
        let distinct = comma(fields.collect::<Option<Vec<String>>>()?);
        let inner = directed(orders, is_reversed).chain(primary.iter().map(|key| format!("{key}{back}")));
        let inner = comma([distinct.clone()].into_iter().chain(inner));
        let first = format!(
            "SELECT DISTINCT ON ({distinct}) {} FROM {from} WHERE {conditions} ORDER BY {inner}",
            comma(all)
        );
        format!("SELECT d.* FROM ({first}) AS d ORDER BY {}", order("d."))
    };
    if let Some(take) = wanted.take {
        let sign = if take.last { "-" } else { "" };
        sql.push_str(&format!(" LIMIT {sign}{}::int8", arrays.single(take.slot)));
    }
    if let Some(skip) = wanted.skip {
        sql.push_str(&format!(" OFFSET {}::int8", arrays.single(skip)));
    }
    Some(sql)
}

/// The row that a cursor names, and the condition that a row does not come before it. Among rows that are paired it has
/// to be one of them; else it may be any.
fn from_cursor(
    rows: Rows<'_>,
    read: &Read,
    key: &dyn Fn(usize) -> String,
    cursor: &Filter,
    orders: &[(&Order, String)],
    is_reversed: bool,
    arrays: &mut Arrays<'_>,
) -> Option<(String, String)> {
    let here = Rows::of(rows.schema, rows.model, "u");
    let mut conditions: Vec<String> = [condition(rows.schema, rows.model, "u", cursor, arrays)?].into();
    let mut from = format!("{} AS u", table(rows.model.schema.as_deref(), &rows.model.table));
    if is_between(rows.schema, read) {
        let source = source(rows.schema, rows.model, read, key, "u")?;
        from = source.from;
        conditions.push(source.linked);
        if let Some(filter) = read.wanted.filter.as_ref().filter(|filter| **filter != Filter::everything()) {
            conditions.push(condition(rows.schema, rows.model, "u", filter, arrays)?);
        }
    }
    let primary = primary_key(rows)?;
    let mut values = Vec::new();
    for (position, (order, _)) in orders.iter().enumerate() {
        values.push(format!("{} AS k{position}", order_value(here, order, arrays)?));
    }
    values
        .extend(primary_key(here)?.iter().enumerate().map(|(position, key)| format!("{key} AS q{position}")));
    let at = format!("(SELECT {} FROM {from} WHERE {}) AS f", comma(values), conditions.join(" AND "));
    // After the cursor in the first thing that differs, or the same in all.
    let mut same: Vec<String> = Vec::new();
    let mut ways: Vec<String> = Vec::new();
    let mut way = |value: &str, cursor: String, is_descending: bool, nulls_first: Option<bool>| {
        let after = after(value, &cursor, is_descending, nulls_first);
        ways.push(same.iter().cloned().chain([after]).collect::<Vec<_>>().join(" AND "));
        same.push(match nulls_first {
            Some(_) => format!("{value} IS NOT DISTINCT FROM {cursor}"),
            None => format!("{value} = {cursor}"),
        });
    };
    for (position, (order, value)) in orders.iter().enumerate() {
        let is_descending = order.descending != is_reversed;
        let nulls_first = order.nulls_first.unwrap_or(order.descending) != is_reversed;
        way(value, format!("f.k{position}"), is_descending, Some(nulls_first));
    }
    for (position, key) in primary.iter().enumerate() {
        way(key, format!("f.q{position}"), is_reversed, None);
    }
    ways.push(same.join(" AND "));
    Some((at, format!("({})", ways.join(" OR "))))
}

fn is_between(schema: &Schema, read: &Read) -> bool {
    let relation = read.relation.and_then(|(from, id)| schema.model(from)?.relation(id));
    relation.is_some_and(|relation| matches!(relation.holder, Holder::Between(_)))
}

/// Whether a value comes after another one; where it may be missing, by where missing ones come.
fn after(value: &str, other: &str, is_descending: bool, nulls_first: Option<bool>) -> String {
    let beyond = format!("{value} {} {other}", if is_descending { "<" } else { ">" });
    match nulls_first {
        None => beyond,
        Some(true) => format!("({beyond} OR {value} IS NOT NULL AND {other} IS NULL)"),
        Some(false) => format!("({beyond} OR {value} IS NULL AND {other} IS NOT NULL)"),
    }
}
