//! Named entries of plain data: each read as what it should be, each mistake with its place.
//!
//! Knows nothing of schemas.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::Plain;
use crate::error::{Error, Expected, Problem, nearest};
use crate::listed::Listed;
use crate::path::Path;

/// Reads entries, and gathers what is wrong with them.
pub(super) struct Reader<'a> {
    pub(super) errors: &'a mut Vec<Error>,
}

/// Named entries, in order.
pub(super) type Entries<'p> = &'p [(String, Plain)];

impl Reader<'_> {
    pub(super) fn known(&mut self, entries: Entries<'_>, known: &[&'static str], path: &Path) {
        for (name, _) in entries {
            if !known.contains(&name.as_str()) {
                let problem = Problem::SchemaEntryUnknown {
                    name: name.clone(),
                    nearest: nearest(name, known.iter().copied()),
                    known: known.iter().map(|name| (*name).to_string()).listed(),
                };
                self.fail(problem, path.name(name));
            }
        }
    }

    pub(super) fn map<'p>(&mut self, plain: &'p Plain, path: &Path) -> Option<Entries<'p>> {
        match plain {
            Plain::Map(entries) => Some(entries),
            other => {
                self.fail(
                    Problem::SchemaForm { expected: Expected::Object, found: other.noun() },
                    path.clone(),
                );
                None
            }
        }
    }

    pub(super) fn list<'p>(&mut self, plain: &'p Plain, path: &Path) -> Option<&'p [Plain]> {
        match plain {
            Plain::List(items) => Some(items),
            other => {
                self.fail(
                    Problem::SchemaForm { expected: Expected::List, found: other.noun() },
                    path.clone(),
                );
                None
            }
        }
    }

    pub(super) fn texts(&mut self, plain: &Plain, path: &Path) -> Vec<String> {
        let mut texts = Vec::new();
        for (idx, item) in self.list(plain, path).unwrap_or(&[]).iter().enumerate() {
            match item {
                Plain::Text(text) => texts.push(text.clone()),
                other => {
                    let problem = Problem::SchemaForm { expected: Expected::Text, found: other.noun() };
                    self.fail(problem, path.index(idx));
                }
            }
        }
        texts
    }

    pub(super) fn text(&mut self, entries: Entries<'_>, name: &str, path: &Path) -> Option<String> {
        match entry(entries, name)? {
            Plain::Text(text) if !text.is_empty() && !text.contains('\0') => Some(text.clone()),
            Plain::Text(_) => {
                let problem =
                    Problem::SchemaForm { expected: Expected::Letters, found: "an empty text or a NUL" };
                self.fail(problem, path.name(name));
                None
            }
            other => {
                self.fail(
                    Problem::SchemaForm { expected: Expected::Text, found: other.noun() },
                    path.name(name),
                );
                None
            }
        }
    }

    pub(super) fn flag(&mut self, entries: Entries<'_>, name: &str, path: &Path) -> bool {
        match entry(entries, name) {
            None => false,
            Some(Plain::Bool(flag)) => *flag,
            Some(other) => {
                self.fail(
                    Problem::SchemaForm { expected: Expected::Boolean, found: other.noun() },
                    path.name(name),
                );
                false
            }
        }
    }

    pub(super) fn int(&mut self, entries: Entries<'_>, name: &str, path: &Path) -> Option<i64> {
        match entry(entries, name)? {
            Plain::Int(number) => Some(*number),
            Plain::Float(number) if *number == (*number as i64) as f64 => Some(*number as i64),
            other => {
                self.fail(
                    Problem::SchemaForm { expected: Expected::WholeNumber, found: other.noun() },
                    path.name(name),
                );
                None
            }
        }
    }

    pub(super) fn choice<T: Copy>(
        &mut self,
        plain: &Plain,
        choices: &[(&'static str, T)],
        path: Path,
    ) -> Option<T> {
        let names = choices.iter().map(|(name, _)| *name);
        let Plain::Text(written) = plain else {
            self.fail(Problem::SchemaForm { expected: Expected::Text, found: plain.noun() }, path);
            return None;
        };
        let found = choices.iter().find(|(name, _)| name == written);
        if found.is_none() {
            let problem = Problem::SchemaChoice {
                name: written.clone(),
                nearest: nearest(written, names.clone()),
                known: names.map(String::from).listed(),
            };
            self.fail(problem, path);
        }
        found.map(|(_, choice)| *choice)
    }

    pub(super) fn fail(&mut self, problem: Problem, path: Path) {
        self.errors.push(Error { problem, path });
    }
}

/// The entry of that name; an entry that is null counts as left out.
pub(super) fn entry<'p>(entries: Entries<'p>, name: &str) -> Option<&'p Plain> {
    entries
        .iter()
        .find(|(entry, _)| entry == name)
        .map(|(_, plain)| plain)
        .filter(|plain| **plain != Plain::Null)
}

/// The entries with their names.
pub(super) fn named<'p>(entries: Entries<'p>) -> impl Iterator<Item = (&'p str, &'p Plain)> {
    entries.iter().map(|(name, plain)| (name.as_str(), plain))
}
