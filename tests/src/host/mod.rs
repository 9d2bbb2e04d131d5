//! A host in Rust: carries turns to a connection and replies back, and makes the answer of the rows.
//!
//! Reads the script as any host does, never the plan; only the database in memory looks at steps.

mod assemble;
mod bind;
mod placed;
mod sent;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value as Json;
use treewright::{
    Borrowed, Call, Failure, OnceForm, Outcome, Parameter, Refusal, Reply, Rows, Session, Turn, Wave, place,
};

use crate::fakedb::{Bound, Connection};
use crate::prepared::Prepared;
use bind::Binder;

/// How a request went.
#[derive(Debug)]
pub struct Run {
    /// The session, which is over.
    pub session: Session,
    /// How often it was tried.
    pub n_tries: usize,
    /// How many turns it took in all.
    pub n_turns: usize,
    /// What the session said at the end.
    pub end: Result<Outcome, Box<Failure>>,
    /// What the caller gets.
    pub answer: Option<Json>,
}

/// How often a request is done again that another transaction may have overtaken.
const N_RETRIES: usize = 2;

/// Carries out a request.
///
/// # Panics
/// When a plan that takes rows one by one finds a row twice.
pub fn run(prepared: &Prepared, connection: &mut Connection) -> Run {
    let mut again;
    let mut prepared = prepared;
    let mut n_turns = 0;
    for n_retries in 0.. {
        let (mut run, wanted) = try_once(prepared, connection);
        n_turns += run.n_turns;
        (run.n_turns, run.n_tries) = (n_turns, n_retries + 1);
        match wanted {
            Wanted::OneByOne if n_retries < N_RETRIES => {
                again = prepared.one_by_one().expect("not too many rows go one by one");
                prepared = &again;
            }
            Wanted::OneByOne => panic!("a row is found twice where rows go one by one"),
            Wanted::Again if n_retries < N_RETRIES => {}
            Wanted::Again | Wanted::Nothing => return run,
        }
    }
    unreachable!("a request is not done again for ever")
}

/// What is to be done once a request was tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    Nothing,
    /// All again, for another transaction may have been faster.
    Again,
    /// All again with the rows one by one.
    OneByOne,
}

fn try_once(prepared: &Prepared, connection: &mut Connection) -> (Run, Wanted) {
    let script = Arc::clone(&prepared.script);
    let (mut session, mut turn) = Session::start(Arc::clone(&prepared.schema), Arc::clone(&script));
    let mut binder = Binder::new(prepared);
    let mut n_turns = 1;
    let mut wanted = Wanted::Nothing;
    let mut detail = None;
    if script.in_transaction {
        connection.begin();
    }
    let end = loop {
        match turn {
            Turn::Run(wave) => {
                let reply = send(&wave, prepared, connection, &mut binder, &mut wanted);
                detail = reply.refusal.as_ref().and_then(|refusal| refusal.detail.clone());
                turn = session.next(reply);
                n_turns += 1;
                if wanted == Wanted::OneByOne {
                    connection.rollback();
                    break Ok(Outcome { statements: 0, rows: 0 });
                }
            }
            Turn::Done(outcome) => {
                let failed =
                    |refusal: Refusal| Box::new(place(&prepared.schema, Some(&script), None, &refusal));
                let end = if script.in_transaction { connection.commit() } else { Ok(()) };
                break end.map(|()| outcome).map_err(failed);
            }
            Turn::Failed(failure) => {
                connection.rollback();
                let races = failure.statement.is_some_and(|at| script.statements[at as usize].races);
                if failure.again || (races && failure.words.problem == "TW601") {
                    wanted = Wanted::Again;
                }
                break Err(failure);
            }
        }
    };
    let end = end.map_err(|failure| Box::new(placed::placed(&binder, *failure, detail.as_deref())));
    let is_done = end.is_ok() && wanted == Wanted::Nothing;
    let answer = is_done.then(|| assemble::answer(prepared, &binder));
    (Run { session, n_tries: 1, n_turns, end, answer }, wanted)
}

/// Makes the calls of a wave, up to the first that is refused.
fn send(
    wave: &Wave,
    prepared: &Prepared,
    connection: &mut Connection,
    binder: &mut Binder<'_>,
    wanted: &mut Wanted,
) -> Reply {
    let first_call = connection.n_calls();
    let mut reply = Reply { rows: Vec::new(), refusal: None };
    for call in &wave.calls {
        let (bound, origins) = binder.bind(call);
        let step = &prepared.plan.steps[call.statement as usize];
        let form = &prepared.script.statements[call.statement as usize];
        match connection.call(&prepared.plan, step, form, &bound, &origins) {
            Ok(gave) => {
                binder.keep(call.statement, bound, gave);
                if form.once.as_ref().is_some_and(|once| binder.do_rows_meet(call.statement, once)) {
                    *wanted = Wanted::OneByOne;
                }
                reply.rows.push(binder.rows(call, origins.len()));
                read_within(prepared, connection, binder, &form.levels);
            }
            Err(refusal) => {
                binder.sent[call.statement as usize].bound = bound;
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

/// Reads what a statement reads along with its own rows.
fn read_within(prepared: &Prepared, connection: &mut Connection, binder: &mut Binder<'_>, levels: &[u32]) {
    for statement in levels {
        let form = &prepared.script.statements[*statement as usize];
        let mut keys = Vec::new();
        for (step, column) in lent_to(prepared, *statement) {
            let coding = binder.coding(step, column);
            let values = binder.sent[step as usize].column(column as usize);
            let values = values.map(|value| coding.text(value?)).collect();
            keys.push(Borrowed { step, column, values });
        }
        let (bound, origins) = binder.bind(&Call { statement: *statement, keys });
        let step = &prepared.plan.steps[*statement as usize];
        let gave = connection.read(&prepared.plan, step, form, &bound, &origins);
        binder.keep(*statement, bound, gave);
    }
}

/// The columns that a read within another one takes its keys from.
fn lent_to(prepared: &Prepared, statement: u32) -> Vec<(u32, u32)> {
    let lenders = prepared.script.statements[statement as usize].parameters.iter();
    let lent = lenders.flat_map(|parameter| match parameter {
        Parameter::Lent { of } => of.as_slice(),
        _ => &[],
    });
    lent.map(|lent| (lent.step, lent.column)).collect()
}

impl Binder<'_> {
    /// Whether two rows of the request found the same row, or two that found none asked for the same.
    fn do_rows_meet(&self, statement: u32, once: &OnceForm) -> bool {
        let sent = &self.sent[statement as usize];
        let mut seen: BTreeMap<String, bool> = BTreeMap::new();
        let mut made_so_far: Vec<String> = Vec::new();
        for (row, place) in sent.places.iter().enumerate() {
            let found = sent.row_of(*place);
            if found.is_some() && !once.found {
                continue;
            }
            let asked = sent.bound.iter().map(|bound| match bound {
                Bound::Values(values) => values.get(row),
                Bound::Count(_) | Bound::Number(_) => None,
            });
            let key = match found {
                Some(at) => format!("{:?}", sent.gave.rows[at].1),
                None => format!("missing {:?}", asked.collect::<Vec<_>>()),
            };
            // What is missing twice is well where the first makes just what the second looks for.
            let [looked, made] = self.keys_of(*place, &once.same);
            let is_made = found.is_none() && !once.found && !once.same.is_empty() && looked == made;
            let earlier = seen.insert(key, is_made);
            let is_repeated = earlier.is_some_and(|earlier| !(earlier && is_made));
            // What one looks for, an earlier one makes that looked for something else.
            if is_repeated || (earlier.is_none() && made_so_far.contains(&looked)) {
                return true;
            }
            if found.is_none() && !once.same.is_empty() {
                made_so_far.push(made);
            }
        }
        false
    }

    /// What a call gave, as the session takes it.
    fn rows(&self, call: &Call, n_rows: usize) -> Rows {
        let form = &self.prepared.script.statements[call.statement as usize];
        let sent = &self.sent[call.statement as usize];
        let lent = form.lends.iter().map(|position| {
            let coding = self.coding(call.statement, *position);
            sent.column(*position as usize).map(|value| coding.text(value?)).collect()
        });
        let given = if form.batches.is_empty() { sent.lenders.len() } else { n_rows };
        Rows { given: given as u32, rows: sent.gave.n_rows as u32, lent: lent.collect() }
    }
}
