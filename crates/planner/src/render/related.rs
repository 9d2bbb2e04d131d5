//! Rows of a table by an alias, the rows at the other end of a relation, and what is said of those in one expression.
//!
//! Knows nothing of conditions' own text.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::arrays::Arrays;
use super::filter::{comparable, condition_on};
use super::writer::{identifier, table};
use crate::request::{Filter, Order, OrderBy};
use crate::schema::{Field, Holder, Model, Relation, RelationId, Schema};

/// Rows that something is said of.
#[derive(Clone, Copy)]
pub(super) struct Rows<'m> {
    pub(super) schema: &'m Schema,
    pub(super) model: &'m Model,
    pub(super) alias: &'m str,
    /// How many relations lead to them.
    pub(super) depth: usize,
    /// Whether it matters which of false and unknown a condition is: below a NOT the one becomes true, the other stays.
    pub(super) exact: bool,
}

impl<'m> Rows<'m> {
    pub(super) fn of(schema: &'m Schema, model: &'m Model, alias: &'m str) -> Rows<'m> {
        Rows { schema, model, alias, depth: 0, exact: false }
    }

    pub(super) fn column(self, field: &Field) -> String {
        match self.depth {
            0 => format!("{}.{}", self.alias, identifier(&field.column)),
            depth => format!("t{depth}.{}", identifier(&field.column)),
        }
    }
}

/// The rows at the other end of a relation.
pub(super) struct Far<'m> {
    pub(super) rows: Rows<'m>,
    /// Where they stand.
    pub(super) from: String,
    /// What makes them those of a row at this end.
    pub(super) linked: String,
}

pub(super) fn far<'m>(rows: Rows<'m>, relation: &Relation) -> Option<Far<'m>> {
    let to = rows.schema.model(relation.to)?;
    let depth = rows.depth + 1;
    let there = Rows { model: to, depth, ..rows };
    let target = format!("{} AS t{depth}", table(to.schema.as_deref(), &to.table));
    let mut conditions = Vec::new();
    let from = match &relation.holder {
        Holder::Here(pairs) | Holder::There(pairs) => {
            for (here, other) in pairs {
                let (here, other) = (rows.model.field(*here)?, to.field(*other)?);
                conditions.push(format!("{} = {}", there.column(other), rows.column(here)));
            }
            target
        }
        Holder::Between(junction) => {
            let here = rows.column(rows.model.field(junction.here_field)?);
            conditions.push(format!("j{depth}.{} = {here}", identifier(&junction.here)));
            format!(
                "{} AS j{depth} JOIN {target} ON {} = j{depth}.{}",
                table(junction.schema.as_deref(), &junction.table),
                there.column(to.field(junction.there_field)?),
                identifier(&junction.there),
            )
        }
    };
    Some(Far { rows: there, from, linked: conditions.join(" AND ") })
}

/// How many rows of a relation meet a condition.
pub(super) fn counted(
    rows: Rows<'_>,
    relation: RelationId,
    filter: &Filter,
    arrays: &mut Arrays<'_>,
) -> Option<String> {
    let Far { rows: there, from, linked } = far(rows, rows.model.relation(relation)?)?;
    let met = match *filter == Filter::everything() {
        true => String::new(),
        false => format!(" AND {}", condition_on(there, filter, arrays)?),
    };
    Some(format!("(SELECT count(*) FROM {from} WHERE {linked}{met})"))
}

/// What rows are put in order by. Where there is no row, there are none to be counted.
pub(super) fn order_value(rows: Rows<'_>, order: &Order, arrays: &mut Arrays<'_>) -> Option<String> {
    let value = value_through(rows, order, arrays)?;
    let is_count = matches!(order.by, OrderBy::Count(_));
    Some(if is_count && !order.through.is_empty() { format!("coalesce({value}, 0)") } else { value })
}

fn value_through(rows: Rows<'_>, order: &Order, arrays: &mut Arrays<'_>) -> Option<String> {
    let Some((first, rest)) = order.through.split_first() else {
        return match order.by {
            OrderBy::Field(field) => Some(comparable(rows, rows.model.field(field)?)),
            OrderBy::Count(relation) => counted(rows, relation, &Filter::everything(), arrays),
        };
    };
    let Far { rows: there, from, linked } = far(rows, rows.model.relation(*first)?)?;
    let inner = Order { through: rest.to_vec(), ..order.clone() };
    let value = value_through(there, &inner, arrays)?;
    Some(format!("(SELECT {value} FROM {from} WHERE {linked})"))
}

/// Which way an order goes: as it is written, or turned round.
pub(super) fn direction(order: &Order, is_reversed: bool) -> String {
    let mut text = if order.descending != is_reversed { " DESC" } else { "" }.to_string();
    match order.nulls_first.map(|first| first != is_reversed) {
        Some(true) => text.push_str(" NULLS FIRST"),
        Some(false) => text.push_str(" NULLS LAST"),
        None => {}
    }
    text
}
