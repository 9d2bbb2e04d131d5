//! A plan being carried out by a host's hands: one turn, one reply, until it is done or failed.
//!
//! Knows nothing of connections or clocks. There is one way in, so there is no order to get wrong; a session ends after
//! at most one turn a wave, whatever the replies say.

mod ahead;
mod keyring;
mod refusal;

pub use ahead::{Meaning, meaning};
pub use refusal::{Failure, PlacedColumn, Placing, Refusal, place};

use alloc::boxed::Box;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use serde::Serialize;

use crate::error::{Problem, Words};
use crate::path::Path;
use crate::render::{GuardForm, Parameter, Script, SourceForm, Statement};
use crate::schema::Schema;
use keyring::Keyring;

/// A plan being carried out.
#[derive(Clone, Debug)]
pub struct Session {
    schema: Arc<Schema>,
    script: Arc<Script>,
    /// The wave whose reply is awaited; none once the session is over.
    wave: Option<usize>,
    keyring: Keyring,
    n_rows: u32,
}

/// What the session asks of the host.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "turn", rename_all = "camelCase")]
pub enum Turn {
    /// Send these calls and bring back what they gave.
    Run(Wave),
    /// All is written.
    Done(Outcome),
    /// Nothing is to be kept.
    Failed(Box<Failure>),
}

/// All calls that can be sent together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Wave {
    /// The calls, in order.
    pub calls: Vec<Call>,
}

/// A statement to be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Call {
    /// The statement's position in the script.
    pub statement: u32,
    /// The keys it borrows from rows that came back.
    pub keys: Vec<Borrowed>,
}

/// A column of an earlier statement's rows, in the order the rows were sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Borrowed {
    /// The earlier statement.
    pub step: u32,
    /// The position of the column.
    pub column: u32,
    /// The values, as the database wrote them.
    pub values: Vec<Option<String>>,
}

/// What the host brings back for one wave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// What each call gave, for as many as succeeded.
    pub rows: Vec<Rows>,
    /// Why the next call did not succeed.
    pub refusal: Option<Refusal>,
}

/// What one call gave back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rows {
    /// How many rows were sent.
    pub given: u32,
    /// How many rows came back, or were counted.
    pub rows: u32,
    /// The columns that the statement lends, in the order the rows were sent.
    pub lent: Vec<Vec<Option<String>>>,
}

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// How many statements ran.
    pub statements: u32,
    /// How many rows were written.
    pub rows: u32,
}

impl Session {
    /// Starts carrying out a script.
    #[must_use]
    pub fn start(schema: Arc<Schema>, script: Arc<Script>) -> (Session, Turn) {
        let mut session = Session { schema, script, wave: None, keyring: Keyring::default(), n_rows: 0 };
        let turn = session.open(0);
        (session, turn)
    }

    /// Takes a reply and tells what is next. After the end, everything fails.
    pub fn next(&mut self, reply: Reply) -> Turn {
        let Some(wave) = self.wave.take() else {
            return Turn::Failed(Box::new(failure(Problem::SessionOver, None)));
        };
        match self.take(wave, reply) {
            Ok(()) => self.open(wave + 1),
            Err(failure) => Turn::Failed(failure),
        }
    }

    /// Asks for a wave, or is done when there is none.
    fn open(&mut self, wave: usize) -> Turn {
        let Some(statements) = self.script.waves.get(wave) else {
            let n_sent = self.script.waves.iter().map(Vec::len).sum::<usize>();
            let statements = u32::try_from(n_sent).unwrap_or(u32::MAX);
            return Turn::Done(Outcome { statements, rows: self.n_rows });
        };
        let calls = statements.iter().map(|statement| Call {
            statement: *statement,
            keys: self
                .script
                .statements
                .get(*statement as usize)
                .map_or(Vec::new(), |one| self.borrowed(one)),
        });
        let calls = calls.collect();
        self.wave = Some(wave);
        Turn::Run(Wave { calls })
    }

    /// Every key a statement borrows, once.
    fn borrowed(&self, statement: &Statement) -> Vec<Borrowed> {
        let mut wanted: Vec<(u32, u32)> = Vec::new();
        let mut want = |step: u32, column: u32| {
            if !wanted.contains(&(step, column)) {
                wanted.push((step, column));
            }
        };
        for parameter in &statement.parameters {
            match parameter {
                Parameter::Values { sources, .. } => {
                    for source in sources.iter().flatten() {
                        if let SourceForm::Key(key) = source {
                            want(key.step, key.column);
                        }
                    }
                }
                Parameter::Lent { of } => of.iter().for_each(|lent| want(lent.step, lent.column)),
                Parameter::Positions { .. }
                | Parameter::Has { .. }
                | Parameter::Around { .. }
                | Parameter::Place { .. }
                | Parameter::Span { .. }
                | Parameter::Count
                | Parameter::Number { .. }
                | Parameter::Single { .. } => {}
            }
        }
        let keys = wanted.into_iter().map(|(step, column)| Borrowed {
            step,
            column,
            values: self.keyring.column(step, column).to_vec(),
        });
        keys.collect()
    }

    fn take(&mut self, wave: usize, reply: Reply) -> Result<(), Box<Failure>> {
        let script = Arc::clone(&self.script);
        let statements = script.waves.get(wave).map_or(&[][..], Vec::as_slice);
        let n_expected = statements.len();
        let n_rows = reply.rows.len();
        for (id, rows) in statements.iter().zip(reply.rows) {
            let Some(statement) = script.statements.get(*id as usize) else {
                continue;
            };
            self.take_rows(*id, statement, rows)?;
        }
        match reply.refusal {
            Some(refusal) => {
                let failed = statements.get(n_rows).copied();
                Err(Box::new(place(&self.schema, Some(&script), failed, &refusal)))
            }
            None if n_rows != n_expected => {
                Err(Box::new(failure(Problem::ReplyUnfit { why: "it does not answer every call" }, None)))
            }
            None => Ok(()),
        }
    }

    fn take_rows(&mut self, id: u32, statement: &Statement, rows: Rows) -> Result<(), Box<Failure>> {
        let unfit = |why| Err(Box::new(failure(Problem::ReplyUnfit { why }, Some(id))));
        if let Some(failure) = guarded(statement, id, &rows) {
            return Err(Box::new(failure));
        }
        if rows.lent.len() != statement.lends.len() {
            return unfit("it does not bring every column that is lent");
        }
        let length = if statement.by_position { rows.given } else { rows.rows };
        if rows.lent.iter().any(|column| column.len() != length as usize) {
            return unfit("a lent column is not as long as there are rows");
        }
        self.keyring.keep(id, &statement.lends, rows.lent);
        if !matches!(statement.kind, "read" | "find") {
            self.n_rows = self.n_rows.saturating_add(rows.rows);
        }
        Ok(())
    }
}

/// Why the number of rows is not as it must be.
fn guarded(statement: &Statement, id: u32, rows: &Rows) -> Option<Failure> {
    let lost = || Problem::RowsLost { model: statement.model.clone() }.words();
    let (words, again) = match &statement.guard {
        GuardForm::Any => return None,
        GuardForm::None { words } => {
            return (rows.rows > 0)
                .then(|| of_model(statement, failed(words.clone(), Some(id), Placing::Found)));
        }
        _ if rows.rows == rows.given => return None,
        GuardForm::Kept => (lost(), false),
        GuardForm::Each { words } => (words.clone(), false),
        GuardForm::Again { words, .. } => (words.clone(), true),
    };
    let placing = match statement.guard {
        GuardForm::Kept if !statement.gives_rows => Placing::Rows,
        _ => Placing::Missing,
    };
    let (target, constraint) = match &statement.guard {
        GuardForm::Again { target, constraint, .. } => (target.clone(), constraint.clone()),
        _ => (Vec::new(), None),
    };
    let failure = Failure { again, target, constraint, ..failed(words, Some(id), placing) };
    Some(of_model(statement, failure))
}

fn of_model(statement: &Statement, failure: Failure) -> Failure {
    Failure { model: Some(statement.model.clone()), ..failure }
}

fn failure(problem: Problem, statement: Option<u32>) -> Failure {
    failed(problem.words(), statement, Placing::Rows)
}

fn failed(words: Words, statement: Option<u32>, placing: Placing) -> Failure {
    Failure {
        words,
        again: false,
        path: Path::root(),
        model: None,
        target: Vec::new(),
        constraint: None,
        statement,
        placing,
        row: None,
        columns: Vec::new(),
    }
}
