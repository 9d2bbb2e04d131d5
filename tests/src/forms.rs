//! Values as JSON, with forms for what JSON has no word for: `{"$date": "2024-01-31T12:00:00.000Z"}`,
//! `{"$bytes": "AQI="}`, `{"$bigint": "9007199254740993"}`, `{"$float": "NaN"}`, `{"$field": "Post.likes"}`.
//!
//! Knows nothing of fields: what a value is worth there is for `coding`.

use serde_json::{Map, Value as Json, json};
use treewright::Value;

/// JSON as a host's value.
#[must_use]
pub fn to_value(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(flag) => Value::Bool(*flag),
        Json::Number(number) => match number.as_i64() {
            Some(whole) => Value::Int(whole),
            None => Value::Float(number.as_f64().expect("a number is a float at least")),
        },
        Json::String(text) => Value::Text(text.clone()),
        Json::Array(items) => Value::List(items.iter().map(to_value).collect()),
        Json::Object(entries) => special(entries).unwrap_or_else(|| {
            Value::Object(entries.iter().map(|(name, json)| (name.clone(), to_value(json))).collect())
        }),
    }
}

fn special(entries: &Map<String, Json>) -> Option<Value> {
    let (name, json) = entries.iter().next().filter(|_| entries.len() == 1)?;
    let text = || json.as_str().unwrap_or_else(|| panic!("{name} takes a text"));
    match name.as_str() {
        "$date" => Some(Value::Date(parse_date(text()).expect("$date is a point in time"))),
        "$bytes" => Some(Value::Bytes(parse_base64(text()).expect("$bytes is base64"))),
        "$bigint" => Some(Value::Int(text().parse().expect("$bigint is an integer"))),
        "$field" => Some(Value::Field(text().to_owned())),
        "$float" => Some(Value::Float(text().parse().expect("$float is a number"))),
        _ => None,
    }
}

/// A host's value as JSON.
#[must_use]
pub fn to_json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(flag) => json!(flag),
        Value::Int(number) => json!(number),
        Value::Float(number) if number.is_finite() => json!(number),
        Value::Float(number) => json!({ "$float": number.to_string() }),
        Value::Text(text) => json!(text),
        Value::Date(millis) => json!({ "$date": show_date(*millis) }),
        Value::Bytes(bytes) => json!({ "$bytes": show_base64(bytes) }),
        Value::List(items) => items.iter().map(to_json).collect(),
        Value::Field(name) => json!({ "$field": name }),
        Value::Object(entries) => {
            Json::Object(entries.iter().map(|(name, value)| (name.clone(), to_json(value))).collect())
        }
    }
}

const DAY: i64 = 86_400_000;

/// `2024-01-31T12:00:00.000Z`, or with fewer parts, as milliseconds since 1970.
#[must_use]
pub fn parse_date(text: &str) -> Option<i64> {
    let (day, time) = text.split_once('T').unwrap_or((text, "00:00:00Z"));
    let mut parts = day.splitn(3, '-').map(str::parse::<i64>);
    let (year, month, day) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    let mut parts = time.strip_suffix('Z')?.splitn(3, ':').map(str::parse::<f64>);
    let (hour, minute, second) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    let millis = (hour * 3600.0 + minute * 60.0 + second) * 1000.0;
    Some(days(year, month, day) * DAY + millis.round() as i64)
}

/// Milliseconds since 1970 as `2024-01-31T12:00:00.000Z`.
#[must_use]
pub fn show_date(millis: i64) -> String {
    let (mut year, rest) = (1970 + millis.div_euclid(DAY) / 366, millis.rem_euclid(DAY));
    let day = millis.div_euclid(DAY);
    year -= 2;
    while days(year + 1, 1, 1) <= day {
        year += 1;
    }
    let month = (1..=12).rev().find(|month| days(year, *month, 1) <= day).unwrap_or(1);
    let day = day - days(year, month, 1) + 1;
    let (hour, minute) = (rest / 3_600_000, rest / 60_000 % 60);
    let (second, millis) = (rest / 1000 % 60, rest % 1000);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millis:03}Z")
}

/// Days from 1970 to a day of the Gregorian calendar.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Base64 as bytes.
#[must_use]
pub fn parse_base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (mut bits, mut n_bits) = (0_u32, 0);
    for letter in text.trim_end_matches('=').bytes() {
        let digit = LETTERS.iter().position(|known| *known == letter)?;
        bits = (bits << 6) | digit as u32;
        n_bits += 6;
        if n_bits >= 8 {
            n_bits -= 8;
            bytes.push((bits >> n_bits) as u8);
        }
    }
    Some(bytes)
}

/// Bytes as base64.
#[must_use]
pub fn show_base64(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let bits =
            chunk.iter().fold(0_u32, |bits, byte| (bits << 8) | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for position in 0..4 {
            let digit = bits >> (18 - 6 * position) & 63;
            text.push(if position <= chunk.len() { char::from(LETTERS[digit as usize]) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_come_back() {
        for text in ["1969-12-31T23:59:59.999Z", "1970-01-01T00:00:00.000Z", "2024-02-29T12:34:56.789Z"] {
            assert_eq!(show_date(parse_date(text).unwrap()), text);
        }
        assert_eq!(show_date(parse_date("2100-03-01").unwrap()), "2100-03-01T00:00:00.000Z");
        assert_eq!(parse_date("2000-01-01T00:00:00Z"), Some(946_684_800_000));
    }

    #[test]
    fn bytes_come_back() {
        for text in ["", "AQ==", "AQI=", "AQID", "/+8A"] {
            assert_eq!(show_base64(&parse_base64(text).unwrap()), text);
        }
    }
}
