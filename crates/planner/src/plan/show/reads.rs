//! Reads and answers as text: which rows come back, in which order, and what is made of them.
//!
//! Knows nothing of what is written.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::Write;

use super::{model_name, names, show_filter, show_rows};
use crate::listed::Listed;
use crate::plan::step::{Answer, Count, Plan, Read, Related};
use crate::request::{Filter, Order, OrderBy, SlotId, Wanted};
use crate::schema::{FieldId, Holder, ModelId, Schema};

pub(super) fn show_read(schema: &Schema, plan: &Plan, model: ModelId, read: &Read) -> String {
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
    let alone = || match read.batch {
        Some(_) => format!("read {}", model_name(schema, model)),
        None => format!("read {} again, {of}", model_name(schema, model)),
    };
    let mut text = relation.unwrap_or_else(alone);
    text.push_str(&show_wanted(schema, plan, model, &read.wanted));
    for (id, filter) in &read.counts {
        let relation = schema.model(model).and_then(|model| model.relation(*id));
        if let Some(relation) = relation {
            let _ = write!(text, "  counts {}", relation.name);
            if *filter != Filter::everything() {
                let _ = write!(text, " where {}", show_filter(schema, plan, relation.to, filter));
            }
        }
    }
    text
}

pub(super) fn show_count(schema: &Schema, plan: &Plan, model: ModelId, count: &Count) -> String {
    let wanted = show_wanted(schema, plan, model, &count.wanted);
    let of_field = |field: &Option<FieldId>| match field {
        Some(field) => names(schema, model, &[*field]),
        None => "all".to_string(),
    };
    let of: Vec<String> = count.of.iter().map(of_field).listed();
    format!("count {}{wanted}  of {}", model_name(schema, model), of.join(", "))
}

fn show_wanted(schema: &Schema, plan: &Plan, model: ModelId, wanted: &Wanted) -> String {
    let mut text = String::new();
    let slot = |slot: SlotId| plan.layout.path_of_slot(slot).to_string();
    if let Some(filter) = wanted.filter.as_ref().filter(|filter| **filter != Filter::everything()) {
        let _ = write!(text, "  where {}", show_filter(schema, plan, model, filter));
    }
    if !wanted.order.is_empty() {
        let orders: Vec<String> = wanted.order.iter().map(|order| show_order(schema, model, order)).listed();
        let _ = write!(text, "  by {}", orders.join(", "));
    }
    if !wanted.distinct.is_empty() {
        let _ = write!(text, "  distinct {}", names(schema, model, &wanted.distinct));
    }
    if let Some(cursor) = &wanted.cursor {
        let _ = write!(text, "  from {}", show_filter(schema, plan, model, cursor));
    }
    if let Some(skip) = wanted.skip {
        let _ = write!(text, "  skips {}", slot(skip));
    }
    if let Some(take) = wanted.take {
        let _ = write!(text, "  takes {}{}", if take.last { "the last " } else { "" }, slot(take.slot));
    } else if wanted.only_first {
        text.push_str("  takes the first");
    }
    text
}

fn show_order(schema: &Schema, model: ModelId, order: &Order) -> String {
    let mut text = String::new();
    let mut at = schema.model(model);
    for id in &order.through {
        let relation = at.and_then(|model| model.relation(*id));
        let _ = write!(text, "{}.", relation.map_or("", |relation| relation.name.as_str()));
        at = relation.and_then(|relation| schema.model(relation.to));
    }
    match order.by {
        OrderBy::Field(field) => {
            text.push_str(at.and_then(|model| model.field(field)).map_or("", |field| field.name.as_str()));
        }
        OrderBy::Count(relation) => {
            let relation = at.and_then(|model| model.relation(relation));
            let _ = write!(text, "count of {}", relation.map_or("", |relation| relation.name.as_str()));
        }
    }
    text.push_str(if order.descending { " desc" } else { "" });
    text.push_str(match order.nulls_first {
        Some(true) => " nulls first",
        Some(false) => " nulls last",
        None => "",
    });
    text
}

pub(super) fn show_answer(schema: &Schema, answer: &Answer) -> String {
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
    if !answer.counts.is_empty() {
        let model = schema.model(answer.model);
        let counted = answer.counts.iter().filter_map(|id| model?.relation(*id));
        let counted: Vec<String> = counted.map(|relation| relation.name.clone()).listed();
        parts.push(format!("_count: {{ {} }}", counted.join(", ")));
    }
    format!("{} {{ {} }}", show_rows(&answer.rows), parts.join(", "))
}
