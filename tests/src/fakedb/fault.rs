//! A connection to the database in memory that can go wrong at one chosen call.

use treewright::{Guard, Plan, Refusal, Reply, Rows, Statement, Step};

use super::{Bound, Database, Gave};

/// What goes wrong, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The call, from 0.
    pub at: usize,
    /// What happens.
    pub mishap: Mishap,
}

/// The ways in which a call goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mishap {
    /// The database refuses, with a SQL state that the seed picks.
    Refused(u64),
    /// The connection is gone.
    Dropped,
    /// The database skips every row.
    NoRow,
    /// The database skips the row that the seed picks.
    RowLess(u64),
    /// A row comes back twice.
    RowMore,
    /// A column that is lent does not come back.
    ColumnLess,
    /// A column that is lent is shorter than there are rows.
    ColumnShort,
    /// The reply does not answer this call nor those after it, and does not say why.
    ReplyShort,
    /// The reply answers a call that was never made.
    ReplyLong,
    /// All is well until the transaction shall end.
    NoCommit,
}

impl Mishap {
    /// Every mishap, with what the seed picks.
    #[must_use]
    pub fn all(seed: u64) -> [Mishap; 10] {
        [
            Mishap::Refused(seed),
            Mishap::Dropped,
            Mishap::NoRow,
            Mishap::RowLess(seed),
            Mishap::RowMore,
            Mishap::ColumnLess,
            Mishap::ColumnShort,
            Mishap::ReplyShort,
            Mishap::ReplyLong,
            Mishap::NoCommit,
        ]
    }
}

/// A database, and what will go wrong with it.
#[derive(Clone, Debug)]
pub struct Connection {
    /// The database as it is, inside of the transaction if there is one.
    pub database: Database,
    /// What goes wrong.
    pub fault: Option<Fault>,
    /// How many rows each call was about.
    pub n_rows: Vec<usize>,
    before: Option<Database>,
}

impl Connection {
    /// A connection that works.
    #[must_use]
    pub fn new(database: Database) -> Connection {
        Connection { database, fault: None, n_rows: Vec::new(), before: None }
    }

    /// Starts a transaction.
    pub fn begin(&mut self) {
        self.before = Some(self.database.clone());
    }

    /// Ends the transaction, and keeps what it did.
    ///
    /// # Errors
    /// When the connection is gone.
    pub fn commit(&mut self) -> Result<(), Refusal> {
        if self.fault.is_some_and(|fault| fault.mishap == Mishap::NoCommit) {
            self.rollback();
            return Err(refusal(None));
        }
        self.before = None;
        Ok(())
    }

    /// Ends the transaction, and forgets what it did.
    pub fn rollback(&mut self) {
        if let Some(before) = self.before.take() {
            self.database = before;
        }
    }

    /// Makes a call. A call that is refused leaves nothing, with a transaction around it or without.
    ///
    /// # Errors
    /// What the database has against it.
    pub fn call(
        &mut self,
        plan: &Plan,
        step: &Step,
        statement: &Statement,
        bound: &[Bound],
        origins: &[String],
    ) -> Result<Gave, Refusal> {
        let mishap = self.fault.filter(|fault| fault.at == self.n_calls()).map(|fault| fault.mishap);
        let skips = step.guard == Guard::EveryRow;
        let n_rows = origins.len();
        self.n_rows.push(n_rows);
        match mishap {
            Some(Mishap::Refused(seed)) => return Err(refusal(Some(STATES[seed as usize % STATES.len()]))),
            Some(Mishap::Dropped) => return Err(refusal(None)),
            Some(Mishap::NoRow) if skips && n_rows > 0 => return Err(lost_row(0)),
            Some(Mishap::RowLess(seed)) if skips && n_rows > 0 => {
                return Err(lost_row(seed as usize % n_rows));
            }
            _ => {}
        }
        let mut gave = self.attempt(plan, step, statement, bound, origins)?;
        match mishap {
            Some(Mishap::NoRow) => gave = Gave::default(),
            Some(Mishap::RowLess(_)) => {
                gave.rows.pop();
                gave.n_rows = gave.n_rows.saturating_sub(1);
            }
            Some(Mishap::RowMore) => {
                gave.rows.extend(gave.rows.last().cloned());
                gave.n_rows += 1;
            }
            _ => {}
        }
        Ok(gave)
    }

    /// Reads what a statement reads along with its own rows: no call of its own, and no mishap of its own.
    ///
    /// # Panics
    /// When the step is no read.
    #[must_use]
    pub fn read(
        &mut self,
        plan: &Plan,
        step: &Step,
        statement: &Statement,
        bound: &[Bound],
        origins: &[String],
    ) -> Gave {
        self.attempt(plan, step, statement, bound, origins).expect("a read is not refused")
    }

    fn attempt(
        &mut self,
        plan: &Plan,
        step: &Step,
        statement: &Statement,
        bound: &[Bound],
        origins: &[String],
    ) -> Result<Gave, Refusal> {
        let before = self.database.clone();
        let gave = self.database.carry_out(plan, step, statement, bound, origins);
        if gave.is_err() {
            self.database.tables = before.tables;
            self.database.junctions = before.junctions;
        }
        gave
    }

    /// Spoils the reply to a wave, if its last call was the one that goes wrong.
    pub fn spoil(&self, reply: &mut Reply, first_call: usize) {
        let Some(Fault { at, mishap }) = self.fault.filter(|fault| fault.at >= first_call) else {
            return;
        };
        let position = at - first_call;
        match mishap {
            Mishap::ColumnLess if position < reply.rows.len() => {
                reply.rows[position].lent.pop();
            }
            Mishap::ColumnShort if position < reply.rows.len() => {
                if let Some(column) = reply.rows[position].lent.last_mut() {
                    column.pop();
                }
            }
            Mishap::ReplyShort => reply.rows.truncate(position),
            Mishap::ReplyLong => reply.rows.push(Rows { given: 1, rows: 1, lent: Vec::new() }),
            _ => {}
        }
    }

    /// How many calls were made.
    #[must_use]
    pub fn n_calls(&self) -> usize {
        self.n_rows.len()
    }
}

/// What a guarded statement fails with when the database skips one of its rows.
fn lost_row(row: usize) -> Refusal {
    Refusal {
        state: Some("22P02".into()),
        message: format!("invalid input syntax for type bigint: \"treewright: lost row {}\"", row + 1),
        ..Refusal::default()
    }
}

const STATES: &[&str] = &[
    "23505", "23503", "23502", "23514", "22001", "22003", "22P02", "40001", "40P01", "42501", "42P01",
    "42703", "57P01", "XX000",
];

fn refusal(state: Option<&str>) -> Refusal {
    let message = if state.is_some() { "refused by chance" } else { "the connection was closed" };
    Refusal { state: state.map(str::to_owned), message: message.to_owned(), ..Refusal::default() }
}
