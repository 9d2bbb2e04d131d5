//! A host in Rust: carries turns to a connection and replies back, and makes the answer of the rows.
//!
//! Reads the script as any host does, never the plan; only the database in memory looks at steps.

mod assemble;
mod bind;

use std::sync::Arc;

use serde_json::Value as Json;
use treewright::{Failure, Outcome, Refusal, Reply, Rows, Session, Turn, Wave, place};

use crate::fakedb::{Connection, Gave};
use crate::prepared::Prepared;
use bind::Binder;

/// How a request went.
#[derive(Debug)]
pub struct Run {
    /// The session, which is over.
    pub session: Session,
    /// How many turns it took.
    pub n_turns: usize,
    /// What the session said at the end.
    pub end: Result<Outcome, Box<Failure>>,
    /// What the caller gets.
    pub answer: Option<Json>,
}

/// Carries out a request.
pub fn run(prepared: &Prepared, connection: &mut Connection) -> Run {
    let script = Arc::clone(&prepared.script);
    let (mut session, mut turn) = Session::start(Arc::clone(&prepared.schema), Arc::clone(&script));
    let mut binder = Binder::new(prepared);
    let mut n_turns = 1;
    if script.in_transaction {
        connection.begin();
    }
    let end = loop {
        match turn {
            Turn::Run(wave) => {
                let reply = send(&wave, prepared, connection, &mut binder);
                turn = session.next(reply);
                n_turns += 1;
            }
            Turn::Done(outcome) => {
                let failed =
                    |refusal: Refusal| Box::new(place(&prepared.schema, Some(&script), None, &refusal));
                let end = if script.in_transaction { connection.commit() } else { Ok(()) };
                break end.map(|()| outcome).map_err(failed);
            }
            Turn::Failed(failure) => {
                connection.rollback();
                break Err(failure);
            }
        }
    };
    let answer = end.is_ok().then(|| assemble::answer(prepared, &binder));
    Run { session, n_turns, end, answer }
}

/// Makes the calls of a wave, up to the first that is refused.
fn send(wave: &Wave, prepared: &Prepared, connection: &mut Connection, binder: &mut Binder<'_>) -> Reply {
    let first_call = connection.n_calls();
    let mut reply = Reply { rows: Vec::new(), refusal: None };
    for call in &wave.calls {
        let (bound, origins) = binder.bind(call);
        let step = &prepared.plan.steps[call.statement as usize];
        match connection.call(&prepared.plan, step, &bound, &origins) {
            Ok(gave) => {
                reply.rows.push(binder.rows(call.statement, &gave, &bound));
                binder.keep(call.statement, bound, gave);
            }
            Err(refusal) => {
                reply.refusal = Some(refusal);
                break;
            }
        }
    }
    if reply.refusal.is_none() {
        connection.spoil(&mut reply, first_call);
    }
    reply
}

impl Binder<'_> {
    /// What a call gave, as the session takes it.
    fn rows(&self, statement: u32, gave: &Gave, bound: &[crate::fakedb::Bound]) -> Rows {
        let form = &self.prepared.script.statements[statement as usize];
        let lent = form.lends.iter().map(|position| {
            let coding = self.coding(statement, *position);
            gave.rows.iter().map(|(_, cells)| coding.text(&cells[*position as usize])).collect()
        });
        Rows { given: bind::n_rows(bound), rows: gave.n_rows as u32, lent: lent.collect() }
    }
}
