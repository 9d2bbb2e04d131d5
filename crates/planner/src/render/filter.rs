//! Conditions as PostgreSQL, over the rows of a table and over arrays with the values that they are compared with.
//!
//! A condition reads its values from a source row `x`, one for each row of the request that it is asked for, so one text
//! serves any number of them. What rows of other tables must meet stands in a subquery.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::arrays::Arrays;
use super::related::{Far, Rows, far};
use super::script::{CoderForm, coder_of};
use super::unknown::may_be_unknown;
use crate::listed::AllListed;
use crate::request::{Comparison, Filter, JsonComparison, Quantifier, SlotId};
use crate::schema::{Coder, Field, Model, ModelId, RelationId, Scalar, Schema};

/// A condition over the rows of a table; none if the model lacks what it names.
pub(super) fn condition(
    schema: &Schema,
    model: &Model,
    alias: &str,
    filter: &Filter,
    arrays: &mut Arrays<'_>,
) -> Option<String> {
    condition_on(Rows::of(schema, model, alias), filter, arrays)
}

pub(super) fn condition_on(rows: Rows<'_>, filter: &Filter, arrays: &mut Arrays<'_>) -> Option<String> {
    let mut joined = |parts: &[Filter], word: &str| {
        let parts = parts.iter().map(|part| condition_on(rows, part, arrays));
        Some(format!("({})", parts.all_listed()?.join(word)))
    };
    match filter {
        Filter::All(parts) if parts.is_empty() => Some("true".to_string()),
        Filter::Any(parts) if parts.is_empty() => Some("false".to_string()),
        Filter::All(parts) => joined(parts, " AND "),
        Filter::Any(parts) => joined(parts, " OR "),
        Filter::Not(part) => Some(negated(&condition_on(Rows { exact: true, ..rows }, part, arrays)?, part)),
        Filter::Null(field) => Some(format!("{} IS NULL", rows.column(rows.model.field(*field)?))),
        Filter::Compare { field, by, slot, insensitive } => {
            let field = rows.model.field(*field)?;
            let (coder, cast) = value_form(rows.schema, rows.model, field, *by);
            let (list, any_case) = (coder.list, ignores_case(field, *insensitive));
            let value = arrays.slot(coder, if any_case { "text" } else { &cast }, list, *slot);
            Some(compared(rows, field, *by, &value, any_case))
        }
        Filter::Beside { field, by, other, insensitive, .. } => {
            let (field, other) = (rows.model.field(*field)?, rows.model.field(*other)?);
            let any_case = ignores_case(field, *insensitive);
            let is_text = any_case && !other.list;
            let is_searched =
                matches!(by, Comparison::Contains | Comparison::StartsWith | Comparison::EndsWith);
            let text = if is_text || is_searched { "::text" } else { "" };
            let value = format!("{}{text}", comparable(rows, other));
            Some(compared(rows, field, *by, &value, any_case))
        }
        Filter::Json { field, path, by, slot, insensitive } => {
            let place = json_place(rows, rows.model.field(*field)?, *path, arrays);
            Some(json_compared(rows, &place, *by, *slot, *insensitive, arrays))
        }
        Filter::Related { relation, how, filter } => related(rows, *relation, *how, filter, arrays),
    }
}

/// The text of a condition, turned round.
fn negated(text: &str, filter: &Filter) -> String {
    match filter {
        Filter::All(parts) | Filter::Any(parts) if !parts.is_empty() => format!("NOT {text}"),
        _ => format!("NOT ({text})"),
    }
}

/// A field compared with a value.
fn compared(rows: Rows<'_>, field: &Field, by: Comparison, value: &str, any_case: bool) -> String {
    let column = comparable(rows, field);
    if any_case {
        return compared_in_any_case(&column, by, value);
    }
    match by {
        Comparison::Equal => format!("{column} = {value}"),
        Comparison::Unequal => format!("{column} <> {value}"),
        Comparison::In => format!("{column} = ANY ({value})"),
        Comparison::NotIn => format!("{column} <> ALL ({value})"),
        Comparison::Less => format!("{column} < {value}"),
        Comparison::LessOrEqual => format!("{column} <= {value}"),
        Comparison::Greater => format!("{column} > {value}"),
        Comparison::GreaterOrEqual => format!("{column} >= {value}"),
        Comparison::Contains => format!("{column}::text LIKE '%' || {value} || '%'"),
        Comparison::StartsWith => format!("{column}::text LIKE {value} || '%'"),
        Comparison::EndsWith => format!("{column}::text LIKE '%' || {value}"),
        Comparison::Has => format!("{column} @> ARRAY[{value}]"),
        Comparison::HasSome => format!("{column} && {value}"),
        Comparison::HasEvery => format!("{column} @> {value}"),
        Comparison::IsEmpty => format!("({column} = '{{}}') = {value}"),
    }
}

/// A column as what can be compared: json itself cannot.
pub(super) fn comparable(rows: Rows<'_>, field: &Field) -> String {
    let column = rows.column(field);
    match (field.native.coder, field.list) {
        (Coder::Json, false) => format!("{column}::jsonb"),
        (Coder::Json, true) => format!("{column}::jsonb[]"),
        _ => column,
    }
}

/// Whether upper and lower case are the same. Where a value has no case of its own, they are so without our help.
fn ignores_case(field: &Field, insensitive: bool) -> bool {
    insensitive && !field.list && field.native.coder == Coder::Text
}

/// A text compared with a value, upper and lower case being the same.
fn compared_in_any_case(column: &str, by: Comparison, value: &str) -> String {
    let ordered = |operator: &str| format!("lower({column}::text) {operator} lower({value})");
    // All texts of a list at once, in its literal.
    let lower = || format!("lower(({value})::text)::text[]");
    match by {
        Comparison::In => format!("lower({column}::text) = ANY ({})", lower()),
        Comparison::NotIn => format!("lower({column}::text) <> ALL ({})", lower()),
        Comparison::Unequal => format!("{column}::text NOT ILIKE {value}"),
        Comparison::Less => ordered("<"),
        Comparison::LessOrEqual => ordered("<="),
        Comparison::Greater => ordered(">"),
        Comparison::GreaterOrEqual => ordered(">="),
        Comparison::Contains => format!("{column}::text ILIKE '%' || {value} || '%'"),
        Comparison::StartsWith => format!("{column}::text ILIKE {value} || '%'"),
        Comparison::EndsWith => format!("{column}::text ILIKE '%' || {value}"),
        Comparison::Equal
        | Comparison::Has
        | Comparison::HasSome
        | Comparison::HasEvery
        | Comparison::IsEmpty => format!("{column}::text ILIKE {value}"),
    }
}

/// A place inside of a JSON field, as expressions.
struct JsonPlace<'m> {
    field: &'m Field,
    /// What is there.
    json: String,
    /// The same as text; a string without its quotes.
    text: String,
    /// Whether it is the whole value.
    whole: bool,
}

fn json_place<'m>(
    rows: Rows<'_>,
    field: &'m Field,
    path: Option<SlotId>,
    arrays: &mut Arrays<'_>,
) -> JsonPlace<'m> {
    let column = comparable(rows, field);
    let Some(path) = path else {
        return JsonPlace { field, text: format!("({column} #>> '{{}}')"), json: column, whole: true };
    };
    let coder = CoderForm { list: true, ..text_coder(rows.schema, rows.model, field) };
    let path = arrays.slot(coder, "text", true, path);
    JsonPlace {
        field,
        json: format!("({column} #> {path})"),
        text: format!("({column} #>> {path})"),
        whole: false,
    }
}

/// What is at a place inside of a JSON field compared with a value. Nothing of another type is ordered or searched: it
/// is neither in nor out, as a field without a value is.
fn json_compared(
    rows: Rows<'_>,
    place: &JsonPlace<'_>,
    by: JsonComparison,
    slot: SlotId,
    insensitive: bool,
    arrays: &mut Arrays<'_>,
) -> String {
    let JsonPlace { field, json, text, whole } = place;
    let (coder, cast) = json_value_form(rows.schema, rows.model, field, by);
    let value = arrays.slot(coder, cast, false, slot);
    let like = if insensitive { "ILIKE" } else { "LIKE" };
    let typed = |condition: String, of_type: &str| match rows.exact {
        true => format!("CASE WHEN jsonb_typeof({json}) = {of_type} THEN {condition} END"),
        false => format!("({condition} AND jsonb_typeof({json}) = {of_type})"),
    };
    let ordered =
        |operator: &str| typed(format!("{json} {operator} {value}"), &format!("jsonb_typeof({value})"));
    let string = |condition: String| typed(condition, "'string'");
    let array = |condition: String| typed(condition, "'array'");
    // The marker for the database's NULL arrives as no value, and asks for a place where nothing is.
    let or_nothing = |condition: String, nothing: &str| match whole {
        true => condition,
        false => format!("CASE WHEN {value} IS NULL THEN {json} {nothing} ELSE {condition} END"),
    };
    match by {
        JsonComparison::Equal if insensitive => {
            or_nothing(format!("{json}::text ILIKE {value}::text"), "IS NULL")
        }
        JsonComparison::Equal => or_nothing(format!("{json} = {value}"), "IS NULL"),
        JsonComparison::Unequal if insensitive => {
            or_nothing(format!("{json}::text NOT ILIKE {value}::text"), "IS NOT NULL")
        }
        JsonComparison::Unequal => or_nothing(format!("{json} <> {value}"), "IS NOT NULL"),
        JsonComparison::Null => format!("coalesce({json}, {value}) = {value}"),
        JsonComparison::NotNull => format!("coalesce({json}, {value}) <> {value}"),
        JsonComparison::Less => ordered("<"),
        JsonComparison::LessOrEqual => ordered("<="),
        JsonComparison::Greater => ordered(">"),
        JsonComparison::GreaterOrEqual => ordered(">="),
        JsonComparison::StringContains => string(format!("{text} {like} '%' || {value} || '%'")),
        JsonComparison::StringStartsWith => string(format!("{text} {like} {value} || '%'")),
        JsonComparison::StringEndsWith => string(format!("{text} {like} '%' || {value}")),
        JsonComparison::ArrayContains => array(format!("{json} @> {value}")),
        JsonComparison::ArrayStartsWith => array(format!("{json} -> 0 = {value}")),
        JsonComparison::ArrayEndsWith => array(format!("{json} -> -1 = {value}")),
    }
}

/// Whether so many of the rows at the other end of a relation meet a condition.
fn related(
    rows: Rows<'_>,
    relation: RelationId,
    how: Quantifier,
    filter: &Filter,
    arrays: &mut Arrays<'_>,
) -> Option<String> {
    let relation = rows.model.relation(relation)?;
    let Far { rows: there, from, linked } = far(rows, relation)?;
    let is_open = how == Quantifier::Some && may_be_unknown(rows.schema, there.model, filter);
    let is_told = rows.exact && !relation.many && is_open;
    let exact = is_told || how == Quantifier::Every;
    let there = Rows { exact, ..there };
    let met = condition_on(there, filter, arrays)?;
    let exists = |condition: &str| format!("EXISTS (SELECT FROM {from} WHERE {linked}{condition})");
    Some(match how {
        Quantifier::Some if *filter == Filter::everything() => exists(""),
        Quantifier::Some if is_told => {
            format!("({} AND (SELECT {met} FROM {from} WHERE {linked}))", exists(""))
        }
        Quantifier::Some => exists(&format!(" AND {met}")),
        Quantifier::None if *filter == Filter::everything() => format!("NOT {}", exists("")),
        Quantifier::None => format!("NOT {}", exists(&format!(" AND {met}"))),
        Quantifier::Every => format!("NOT {}", exists(&format!(" AND {}", negated(&met, filter)))),
    })
}

/// How the values of every slot of a condition become text.
pub(crate) fn filter_coders(
    schema: &Schema,
    model: ModelId,
    filter: &Filter,
    out: &mut Vec<(SlotId, CoderForm)>,
) {
    let Some(here) = schema.model(model) else {
        return;
    };
    match filter {
        Filter::All(parts) | Filter::Any(parts) => {
            parts.iter().for_each(|part| filter_coders(schema, model, part, out));
        }
        Filter::Not(part) => filter_coders(schema, model, part, out),
        Filter::Null(_) | Filter::Beside { .. } => {}
        Filter::Compare { field, by, slot, .. } => {
            let field = here.field(*field);
            out.extend(field.map(|field| (*slot, value_form(schema, here, field, *by).0)));
        }
        Filter::Json { field, path, by, slot, .. } => {
            let Some(field) = here.field(*field) else {
                return;
            };
            let path_coder = || CoderForm { list: true, ..text_coder(schema, here, field) };
            out.extend(path.map(|path| (path, path_coder())));
            out.push((*slot, json_value_form(schema, here, field, *by).0));
        }
        Filter::Related { relation, filter, .. } => {
            if let Some(relation) = here.relation(*relation) {
                filter_coders(schema, relation.to, filter, out);
            }
        }
    }
}

/// How a value that a field is compared with becomes text, and the type of the value or of its elements.
fn value_form(schema: &Schema, model: &Model, field: &Field, by: Comparison) -> (CoderForm, String) {
    let mut own = coder_of(schema, model, field);
    let mut cast = field.native.cast.clone();
    if field.scalar == Scalar::Json {
        own.coder = Coder::Jsonb;
        cast = "jsonb".to_string();
    }
    match by {
        Comparison::In | Comparison::NotIn | Comparison::HasSome | Comparison::HasEvery => {
            (CoderForm { list: true, ..own }, cast)
        }
        Comparison::Has => (CoderForm { list: false, ..own }, cast),
        Comparison::Contains | Comparison::StartsWith | Comparison::EndsWith => {
            (text_coder(schema, model, field), "text".to_string())
        }
        Comparison::IsEmpty => {
            (CoderForm { coder: Coder::Bool, list: false, enumeration: None, ..own }, "bool".to_string())
        }
        Comparison::Equal
        | Comparison::Unequal
        | Comparison::Less
        | Comparison::LessOrEqual
        | Comparison::Greater
        | Comparison::GreaterOrEqual => (own, cast),
    }
}

/// How a value that JSON is compared with becomes text, and its type.
fn json_value_form(
    schema: &Schema,
    model: &Model,
    field: &Field,
    by: JsonComparison,
) -> (CoderForm, &'static str) {
    match by {
        JsonComparison::StringContains
        | JsonComparison::StringStartsWith
        | JsonComparison::StringEndsWith => (text_coder(schema, model, field), "text"),
        JsonComparison::Equal
        | JsonComparison::Unequal
        | JsonComparison::Null
        | JsonComparison::NotNull
        | JsonComparison::Less
        | JsonComparison::LessOrEqual
        | JsonComparison::Greater
        | JsonComparison::GreaterOrEqual
        | JsonComparison::ArrayContains
        | JsonComparison::ArrayStartsWith
        | JsonComparison::ArrayEndsWith => {
            (CoderForm { coder: Coder::Jsonb, ..coder_of(schema, model, field) }, "jsonb")
        }
    }
}

fn text_coder(schema: &Schema, model: &Model, field: &Field) -> CoderForm {
    CoderForm { coder: Coder::Text, list: false, enumeration: None, ..coder_of(schema, model, field) }
}
