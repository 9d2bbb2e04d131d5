//! Which rows a read finds: conditions, order, how many, from where, and no two alike; for each row around, or of all.
//!
//! Knows nothing of where the rows around stand, but for the keys that they lend.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::arrays::Arrays;
use super::cursor::from_cursor;
use super::filter::condition;
use super::related::{Rows, counted, direction, order_value};
use super::writer::{comma, identifier, table};
use crate::listed::{AllListed, Listed};
use crate::plan::Read;
use crate::request::{Filter, Order, Wanted};
use crate::schema::{FieldId, Holder, Model, Schema};

/// What is read, and for which rows.
#[derive(Clone, Copy)]
pub(super) struct Search<'r> {
    pub(super) schema: &'r Schema,
    pub(super) model: &'r Model,
    pub(super) read: &'r Read,
    /// The rows around, unless all rows of the model are looked at.
    pub(super) around: Option<Around<'r>>,
}

/// Rows around others, as expressions.
#[derive(Clone, Copy)]
pub(super) struct Around<'r> {
    /// Where they stand.
    pub(super) from: &'r str,
    /// The number of each.
    pub(super) number: &'r str,
    /// The keys that each lends, by their positions.
    pub(super) key: &'r dyn Fn(usize) -> String,
}

/// Rows that are found.
pub(super) struct Found {
    /// Where they stand, joined to the rows around them.
    pub(super) from: String,
    /// The number of the row around each.
    pub(super) number: String,
    /// Their columns.
    pub(super) columns: Vec<String>,
    /// What they are put in order by.
    pub(super) order: String,
}

/// What comes back of the rows that are found, as expressions.
struct Wish<'o> {
    columns: Vec<String>,
    orders: Vec<(&'o Order, String)>,
    /// What they meet, if they have to meet anything.
    met: Option<String>,
    primary: Vec<String>,
}

impl<'r> Search<'r> {
    /// The rows, with these fields of each.
    pub(super) fn rows(self, gives: &[FieldId], arrays: &mut Arrays<'_>) -> Option<Found> {
        let rows = Rows::of(self.schema, self.model, "t");
        let source = self.source("t")?;
        let fields = gives.iter().map(|field| self.model.field(*field).map(|field| rows.column(field)));
        let mut columns = fields.all_listed()?;
        for (relation, filter) in &self.read.counts {
            columns.push(counted(rows, *relation, filter, arrays)?);
        }
        let orders = orders(rows, &self.wanted().order, arrays)?;
        let primary = primary_key(rows)?;
        let met = self.met("t", arrays)?;
        let number = self.around.map(|around| around.number.to_string());
        let wish = Wish { columns, orders, met, primary };
        if !self.wanted().is_limited() {
            let from = match self.around {
                Some(around) => format!("{} JOIN {}", around.from, source.joined),
                None => source.from,
            };
            let from = wish.met.iter().fold(from, |from, met| format!("{from} WHERE {met}"));
            let order =
                comma(number.iter().cloned().chain(directed(&wish.orders, false)).chain(wish.primary));
            return Some(Found { from, number: numbered(number), columns: wish.columns, order });
        }
        let inner = self.limited(&source, &wish, arrays)?;
        let named = |prefix: char, n: usize| (0..n).map(move |position| format!("s.{prefix}{position}"));
        let directions = wish.orders.iter().map(|(order, _)| direction(order, false));
        let ordered = named('k', wish.orders.len())
            .zip(directions)
            .map(|(name, direction)| format!("{name}{direction}"));
        let order = comma(number.iter().cloned().chain(ordered).chain(named('q', wish.primary.len())));
        let from = match self.around {
            Some(around) => format!("{} CROSS JOIN LATERAL ({inner}) AS s", around.from),
            None => format!("({inner}) AS s"),
        };
        let columns = named('c', wish.columns.len()).listed();
        Some(Found { from, number: numbered(number), columns, order })
    }

    pub(super) fn wanted(self) -> &'r Wanted {
        &self.read.wanted
    }

    /// What the rows meet, if they have to meet anything.
    pub(super) fn met(self, alias: &str, arrays: &mut Arrays<'_>) -> Option<Option<String>> {
        match self.wanted().filter.as_ref().filter(|filter| **filter != Filter::everything()) {
            Some(filter) => condition(self.schema, self.model, alias, filter, arrays).map(Some),
            None => Some(None),
        }
    }

    /// The table that is read.
    pub(super) fn source(self, alias: &str) -> Option<Source> {
        let model = self.model;
        let target = format!("{} AS {alias}", table(model.schema.as_deref(), &model.table));
        let Some(Around { key, .. }) = self.around else {
            return Some(Source { joined: target.clone(), from: target, linked: None });
        };
        let by_fields = |fields: &[FieldId]| {
            let mut conditions = Vec::new();
            for (position, field) in fields.iter().enumerate() {
                let column = identifier(&model.field(*field)?.column);
                conditions.push(format!("{alias}.{column} = {}", key(position)));
            }
            let linked = conditions.join(" AND ");
            let joined = format!("{target} ON {linked}");
            Some(Source { joined, from: target.clone(), linked: Some(linked) })
        };
        let relation = match self.read.relation {
            Some((from, id)) => Some(self.schema.model(from)?.relation(id)?),
            None => None,
        };
        match relation.map(|relation| &relation.holder) {
            None => by_fields(&self.read.lent),
            Some(Holder::Here(pairs) | Holder::There(pairs)) => {
                by_fields(&pairs.iter().map(|(_, there)| *there).listed())
            }
            Some(Holder::Between(junction)) => {
                let pairs = format!("{} AS j", table(junction.schema.as_deref(), &junction.table));
                let far = identifier(&model.field(junction.there_field)?.column);
                let far = format!("{target} ON {alias}.{far} = j.{}", identifier(&junction.there));
                let linked = format!("j.{} = {}", identifier(&junction.here), key(0));
                let joined = format!("{pairs} ON {linked} JOIN {far}");
                Some(Source { joined, from: format!("{pairs} JOIN {far}"), linked: Some(linked) })
            }
        }
    }

    /// So many rows from the start or the end, for one row around them: with columns `c`, orders `k` and the key `q`.
    fn limited(self, source: &Source, wish: &Wish<'_>, arrays: &mut Arrays<'_>) -> Option<String> {
        let (wanted, rows) = (self.wanted(), Rows::of(self.schema, self.model, "t"));
        let Wish { columns, orders, met, primary } = wish;
        let is_reversed = wanted.take.is_some_and(|take| take.last);
        let mut conditions: Vec<String> = source.linked.iter().chain(met).cloned().listed();
        let mut from = source.from.clone();
        if wanted.cursor.is_some() {
            let (at, condition) = from_cursor(self, orders, is_reversed, arrays)?;
            from = format!("{from} CROSS JOIN {at}");
            conditions.push(condition);
        }
        let named = |prefix: char, values: &mut dyn Iterator<Item = &String>| -> Vec<String> {
            values.enumerate().map(|(position, value)| format!("{value} AS {prefix}{position}")).listed()
        };
        let mut all = named('c', &mut columns.iter());
        all.extend(named('k', &mut orders.iter().map(|(_, value)| value)));
        all.extend(named('q', &mut primary.iter()));
        let back = if is_reversed { " DESC" } else { "" };
        let order = |prefix: &str| {
            let orders = orders.iter().enumerate().map(|(position, (order, _))| {
                format!("{prefix}k{position}{}", direction(order, is_reversed))
            });
            comma(orders.chain((0..primary.len()).map(|position| format!("{prefix}q{position}{back}"))))
        };
        if !conditions.is_empty() {
            from = format!("{from} WHERE {}", conditions.join(" AND "));
        }
        let mut sql = if wanted.distinct.is_empty() {
            format!("SELECT {} FROM {from} ORDER BY {}", comma(all), order(""))
        } else {
            let fields =
                wanted.distinct.iter().map(|field| rows.model.field(*field).map(|field| rows.column(field)));
            let distinct = comma(fields.all_listed()?);
            let inner = directed(orders, is_reversed).chain(primary.iter().map(|key| format!("{key}{back}")));
            let inner = comma([distinct.clone()].into_iter().chain(inner));
            let first =
                format!("SELECT DISTINCT ON ({distinct}) {} FROM {from} ORDER BY {inner}", comma(all));
            format!("SELECT d.* FROM ({first}) AS d ORDER BY {}", order("d."))
        };
        match wanted.take {
            None if wanted.only_first => sql.push_str(" LIMIT 1"),
            Some(take) => {
                let sign = if take.last { "-" } else { "" };
                sql.push_str(&format!(" LIMIT {sign}{}::int8", arrays.single(take.slot)));
            }
            None => {}
        }
        if let Some(skip) = wanted.skip {
            sql.push_str(&format!(" OFFSET {}::int8", arrays.single(skip)));
        }
        Some(sql)
    }
}

/// The table that is read.
pub(super) struct Source {
    /// As what is joined to the rows around, with the condition.
    joined: String,
    /// Alone.
    pub(super) from: String,
    /// The condition, if there are rows around.
    pub(super) linked: Option<String>,
}

/// Where no rows are around, all stand inside of the one request.
fn numbered(number: Option<String>) -> String {
    number.unwrap_or_else(|| "1".to_string())
}

/// What rows are put in order by, each with its expression.
fn orders<'o>(
    rows: Rows<'_>,
    orders: &'o [Order],
    arrays: &mut Arrays<'_>,
) -> Option<Vec<(&'o Order, String)>> {
    orders.iter().map(|order| Some((order, order_value(rows, order, arrays)?))).all_listed()
}

fn directed<'o>(orders: &'o [(&Order, String)], is_reversed: bool) -> impl Iterator<Item = String> + use<'o> {
    orders.iter().map(move |(order, value)| format!("{value}{}", direction(order, is_reversed)))
}

pub(super) fn primary_key(rows: Rows<'_>) -> Option<Vec<String>> {
    let key = rows.model.primary_key().iter();
    key.map(|field| rows.model.field(*field).map(|field| rows.column(field))).all_listed()
}
