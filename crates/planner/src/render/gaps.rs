//! Gaps in a text: what is only known once it is settled where a statement stands among others, and how its rows get there.
//!
//! A gap is a control character, which no text of SQL has; where a gap is one of several, which one stands between two.

use alloc::format;
use alloc::string::{String, ToString};

/// Where the source rows stand.
pub(super) const ROWS: char = '\u{1}';

/// Where their number stands.
pub(super) const N_ROWS: char = '\u{2}';

/// Where the position of a source row stands, as rows inside of it know it.
pub(super) const POSITION: char = '\u{3}';

const LENT: char = '\u{4}';
const PARAMETER: char = '\u{5}';
const PART: char = '\u{6}';
const FROM: char = '\u{7}';
/// Where a text tells the statement that it belongs to, if that is not known without.
pub(super) const OF_STATEMENT: char = '\u{8}';

/// Where keys that earlier rows lend stand, by the position of their parameter.
pub(super) fn lent_at(parameter: usize) -> String {
    format!("{LENT}{parameter}{LENT}")
}

/// The place of a parameter, by its position among those of the statement.
pub(super) fn parameter_at(position: usize) -> String {
    format!("{PARAMETER}{position}{PARAMETER}")
}

/// The name of a part of a statement where the part begins.
pub(super) fn part(name: &str) -> String {
    format!("{PART}{name}{PART}")
}

/// A part of a statement where rows are taken from it; it goes by its name there.
pub(super) fn from_part(name: &str) -> String {
    format!("{FROM}{name}{FROM}")
}

/// What fills the gaps that speak of source rows.
pub(super) struct Filling<'f> {
    pub(super) rows: &'f str,
    pub(super) number: &'f str,
    pub(super) position: &'f str,
    pub(super) lent: &'f dyn Fn(usize) -> String,
}

impl Filling<'_> {
    /// A text that speaks of source rows no longer.
    pub(super) fn fill(&self, text: &str) -> String {
        filled(text, |gap, name| match gap {
            ROWS => Some(self.rows.to_string()),
            N_ROWS => Some(self.number.to_string()),
            POSITION => Some(self.position.to_string()),
            LENT => Some((self.lent)(name.parse().ok()?)),
            _ => None,
        })
    }
}

/// Where a statement stands.
#[derive(Clone, Copy)]
pub(super) enum Standing {
    /// By itself.
    Alone,
    /// In one text with others.
    Among {
        /// The statement's number.
        statement: u32,
        /// How many parameters come before its own.
        before: usize,
    },
}

impl Standing {
    /// A text without gaps, where those that speak of source rows are filled.
    pub(super) fn settle(self, text: &str) -> String {
        filled(text, |gap, name| match (gap, self) {
            (PARAMETER, Standing::Alone) => Some(format!("${}", name.parse::<usize>().ok()? + 1)),
            (PARAMETER, Standing::Among { before, .. }) => {
                Some(format!("${}", name.parse::<usize>().ok()? + before + 1))
            }
            (OF_STATEMENT, Standing::Alone) => Some(String::new()),
            (OF_STATEMENT, Standing::Among { statement, .. }) => Some(format!(" of {statement}")),
            (PART | FROM, Standing::Alone) => Some(name.to_string()),
            (PART, Standing::Among { statement, .. }) => Some(format!("{name}{statement}")),
            (FROM, Standing::Among { statement, .. }) => Some(format!("{name}{statement} AS {name}")),
            _ => None,
        })
    }
}

/// A text with the gaps filled for which there is something.
fn filled(text: &str, fill: impl Fn(char, &str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut rest = text;
    while let Some(at) = rest.find(|character: char| (ROWS..=OF_STATEMENT).contains(&character)) {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let mut characters = after.chars();
        let gap = characters.next().unwrap_or_default();
        let behind = characters.as_str();
        let (name, next) = match gap {
            ROWS | N_ROWS | POSITION | OF_STATEMENT => ("", behind),
            _ => behind.split_once(gap).unwrap_or((behind, "")),
        };
        let whole = after.get(..after.len() - next.len()).unwrap_or_default();
        match fill(gap, name) {
            Some(filling) => out.push_str(&filling),
            None => out.push_str(whole),
        }
        rest = next;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_settled_alone_and_among_others() {
        let text = format!("{} AS ({}::int4) SELECT FROM {}", part("w"), parameter_at(1), from_part("w"));
        assert_eq!(Standing::Alone.settle(&text), "w AS ($2::int4) SELECT FROM w");
        let among = Standing::Among { statement: 3, before: 10 };
        assert_eq!(among.settle(&text), "w3 AS ($12::int4) SELECT FROM w3 AS w");
    }

    #[test]
    fn source_rows_are_filled_and_the_rest_is_kept() {
        let text = format!("{ROWS} {N_ROWS} {POSITION} {} {}", lent_at(4), parameter_at(0));
        let filling = Filling { rows: "x", number: "2", position: "x.m", lent: &|at| format!("<{at}>") };
        assert_eq!(filling.fill(&text), format!("x 2 x.m <4> {}", parameter_at(0)));
    }
}
