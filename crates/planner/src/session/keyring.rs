//! The keys learned so far: columns of rows that came back, by statement and position.

use alloc::string::String;
use alloc::vec::Vec;

/// Keys by statement and column.
#[derive(Clone, Debug, Default)]
pub(super) struct Keyring {
    columns: Vec<Kept>,
}

/// One column of one statement.
#[derive(Clone, Debug)]
struct Kept {
    step: u32,
    column: u32,
    values: Vec<Option<String>>,
}

impl Keyring {
    /// Keeps what a statement lends.
    pub(super) fn keep(&mut self, step: u32, positions: &[u32], columns: Vec<Vec<Option<String>>>) {
        for (column, values) in positions.iter().zip(columns) {
            self.columns.push(Kept { step, column: *column, values });
        }
    }

    /// A column that was kept; nothing if there is none.
    pub(super) fn column(&self, step: u32, column: u32) -> &[Option<String>] {
        let found = self.columns.iter().find(|kept| kept.step == step && kept.column == column);
        found.map_or(&[], |kept| &kept.values)
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;
    use alloc::vec;

    use super::*;

    #[test]
    fn gives_back_what_it_keeps() {
        let mut keyring = Keyring::default();
        keyring.keep(2, &[0, 3], vec![vec![Some("1".to_string()), None], vec![Some("x".to_string()), None]]);
        assert_eq!(keyring.column(2, 3), [Some("x".to_string()), None]);
        assert_eq!(keyring.column(2, 1), []);
        assert_eq!(keyring.column(0, 0), []);
    }
}
