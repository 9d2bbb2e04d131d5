//! What becomes of a value that is reckoned with, as PostgreSQL does it.

use treewright::{Change, Field, Refusal, Value};

/// The value after a change by another one.
pub(crate) fn reckoned(field: &Field, old: &Value, change: Change, by: &Value) -> Result<Value, Refusal> {
    if change == Change::Push {
        let mut items = match old {
            Value::List(items) => items.clone(),
            _ => Vec::new(),
        };
        match by {
            Value::List(more) => items.extend(more.iter().cloned()),
            one => items.push(one.clone()),
        }
        return Ok(Value::List(items));
    }
    Ok(match (old, by) {
        (Value::Null, _) | (_, Value::Null) => Value::Null,
        (Value::Int(old), Value::Int(by)) => Value::Int(whole(*old, change, *by).ok_or_else(|| failed(*by))?),
        (Value::Float(old), Value::Float(by)) => Value::Float(match change {
            Change::Increment => old + by,
            Change::Decrement => old - by,
            Change::Multiply => old * by,
            _ => old / by,
        }),
        (Value::Text(old), Value::Text(by)) => Value::Text(decimal(old, change, by)),
        _ => panic!("{} cannot be reckoned with: {old:?} and {by:?}", field.name),
    })
}

fn whole(old: i64, change: Change, by: i64) -> Option<i64> {
    match change {
        Change::Increment => old.checked_add(by),
        Change::Decrement => old.checked_sub(by),
        Change::Multiply => old.checked_mul(by),
        _ => old.checked_div(by),
    }
}

fn failed(by: i64) -> Refusal {
    let (state, message) =
        if by == 0 { ("22012", "division by zero") } else { ("22003", "integer out of range") };
    Refusal { state: Some(state.into()), message: message.into(), ..Refusal::default() }
}

/// Decimals keep their places: as many as the longer one has, or both together when they are multiplied.
fn decimal(old: &str, change: Change, by: &str) -> String {
    let parts = |text: &str| -> (i128, usize) {
        let places = text.split_once('.').map_or(0, |(_, places)| places.len());
        (text.replace('.', "").parse().expect("digits"), places)
    };
    let ((old, old_places), (by, by_places)) = (parts(old), parts(by));
    let places = old_places.max(by_places);
    let scaled = |digits: i128, own: usize| digits * 10_i128.pow((places - own) as u32);
    let (digits, places) = match change {
        Change::Increment => (scaled(old, old_places) + scaled(by, by_places), places),
        Change::Decrement => (scaled(old, old_places) - scaled(by, by_places), places),
        Change::Multiply => (old * by, old_places + by_places),
        _ => panic!("the database in memory does not divide decimals"),
    };
    if places == 0 {
        return digits.to_string();
    }
    let sign = if digits < 0 { "-" } else { "" };
    let digits = format!("{:0>width$}", digits.abs(), width = places + 1);
    let (whole, rest) = digits.split_at(digits.len() - places);
    format!("{sign}{whole}.{rest}")
}
