//! Finds the name that was probably meant.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::listed::Listed;

/// The known name nearest to what was written, if one is near enough to be meant.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest_of(written, &mut known.into_iter())
}

fn nearest_of(written: &str, known: &mut dyn Iterator<Item = &str>) -> Option<String> {
    if written.len() > 100 {
        return None;
    }
    let allowed = written.chars().count() / 3 + 1;
    let lower = written.to_ascii_lowercase();
    known
        .into_iter()
        .filter(|name| name.len() <= 100)
        .map(|name| (distance(&lower, &name.to_ascii_lowercase()), name))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name.to_string())
}

/// How many letters must be put in, taken out, changed or swapped with their neighbor to get from one to the other.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().listed();
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=to.len()).listed();
    let mut previous = None;
    for (row, letter) in from.chars().enumerate() {
        let mut next = alloc::vec![row + 1];
        for (column, other) in to.iter().enumerate() {
            let at = |line: &[usize], idx: usize| line.get(idx).copied().unwrap_or(usize::MAX / 2);
            let changed = at(&last, column) + usize::from(letter != *other);
            let mut best = changed.min(at(&last, column + 1) + 1).min(at(&next, column) + 1);
            let is_swap = column > 0 && previous == Some(*other) && to.get(column - 1) == Some(&letter);
            if is_swap {
                best = best.min(at(&before_last, column - 1) + 1);
            }
            next.push(best);
        }
        previous = Some(letter);
        before_last = core::mem::replace(&mut last, next);
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_meant() {
        assert_eq!(nearest("tilte", ["id", "title", "text"]), Some("title".to_string()));
        assert_eq!(nearest("Titel", ["id", "title"]), Some("title".to_string()));
        assert_eq!(nearest("emial", ["name", "email"]), Some("email".to_string()));
        assert_eq!(nearest("zzz", ["name", "email"]), None);
        assert_eq!(nearest("", ["name"]), None);
    }

    #[test]
    fn counts_changes() {
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("abc", "abc"), 0);
        assert_eq!(distance("acb", "abc"), 1);
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}
