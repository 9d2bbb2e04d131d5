//! The planner's thin WebAssembly skin: each function is a line or two, and decides nothing.

mod convert;

use std::sync::Arc;

use convert::{Handed, Thrown, into_json, into_names, into_value, thrown};
use treewright::{CoderFault, Context, Plan, Problem, Schema, Script};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// A planner for one schema.
#[wasm_bindgen]
pub struct Planner {
    schema: Arc<Schema>,
}

#[wasm_bindgen]
impl Planner {
    /// Loads a description; throws a list of errors when it is wrong.
    #[wasm_bindgen(constructor)]
    pub fn new(description: &JsValue) -> Result<Planner, Thrown> {
        let description = convert::into_plain(description)?;
        let schema =
            treewright::load_with(&description, &convert::small).map_err(|errors| thrown(&errors))?;
        Ok(Planner { schema: Arc::new(schema) })
    }

    /// The context in which the arguments of a verb are read.
    pub fn arguments(&self, verb: &str, model: &str) -> Result<u32, Thrown> {
        treewright::arguments_of(&self.schema, verb, model)
            .map(Context::number)
            .map_err(|error| thrown(&[error]))
    }

    /// What an object in a context may hold.
    pub fn entries(&self, context: u32) -> Handed {
        let context = Context::numbered(context);
        into_value(&context.map(|context| treewright::entries(&self.schema, context)).unwrap_or_default())
    }

    /// Takes a shape through the whole line.
    pub fn prepare(&self, shape: &str) -> Result<Prepared, Thrown> {
        let prepared = treewright::prepare(&self.schema, shape).map_err(|error| thrown(&[error]))?;
        let (plan, script) = prepared.ready.unzip();
        let script = script.map(Arc::new);
        Ok(Prepared { schema: self.schema.clone(), form: into_json(&prepared.form), plan, script })
    }

    /// Why the database said no outside of a session.
    pub fn place(&self, refusal: &JsValue) -> Handed {
        let refusal = convert::into_refusal(refusal)?;
        into_value(&treewright::place(&self.schema, None, None, &refusal))
    }
}

/// What became of a shape.
#[wasm_bindgen]
pub struct Prepared {
    schema: Arc<Schema>,
    form: String,
    plan: Option<Plan>,
    script: Option<Arc<Script>>,
}

#[wasm_bindgen]
impl Prepared {
    /// What is wrong, and how values are written, as JSON.
    #[must_use]
    pub fn form(&self) -> String {
        self.form.clone()
    }

    /// The plan as text, unless something is wrong.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        self.plan.as_ref().map(|plan| treewright::show(&self.schema, plan))
    }

    /// The script as JSON, unless something is wrong.
    #[must_use]
    pub fn script(&self) -> Option<String> {
        self.script.as_deref().map(into_json)
    }

    /// The script as one statement, as JSON: the call, or the statement that cannot be part of it.
    pub fn fused(&self) -> Result<Option<String>, Thrown> {
        let Some(plan) = &self.plan else {
            return Ok(None);
        };
        let fused = treewright::fuse(&self.schema, plan).map_err(|error| thrown(&[error]))?;
        Ok(Some(into_json(&fused)))
    }

    /// What a refusal means of statements that were sent all at once; of which one, where that is known.
    pub fn meaning(&self, statement: Option<u32>, refusal: &JsValue) -> Handed {
        let refusal = convert::into_refusal(refusal)?;
        let script = self.script.as_deref();
        into_value(&script.map(|script| treewright::meaning(&self.schema, script, statement, &refusal)))
    }

    /// Starts carrying out the script, unless something is wrong.
    #[must_use]
    pub fn start(&self) -> Option<Session> {
        let script = self.script.clone()?;
        let (session, turn) = treewright::Session::start(self.schema.clone(), script);
        Some(Session { session, turn })
    }
}

/// A plan being carried out.
#[wasm_bindgen]
pub struct Session {
    session: treewright::Session,
    turn: treewright::Turn,
}

#[wasm_bindgen]
impl Session {
    /// The turn that waits for a reply.
    pub fn turn(&self) -> Handed {
        into_value(&self.turn)
    }

    /// Takes a reply; gives the next turn.
    pub fn next(&mut self, reply: &JsValue) -> Handed {
        self.turn = self.session.next(convert::into_reply(reply)?);
        self.turn()
    }
}

/// Why a coder could not write a value, in words.
#[wasm_bindgen(js_name = coderWords)]
pub fn coder_words(fault: &str, model: String, field: String, detail: Option<String>) -> Handed {
    into_value(&Problem::Coder { fault: CoderFault::named(fault), model, field, detail }.words())
}

/// The kinds of value, in the order of their bits.
#[wasm_bindgen]
pub fn kinds() -> Handed {
    into_names(&treewright::Kind::ALL.map(treewright::Kind::name))
}
