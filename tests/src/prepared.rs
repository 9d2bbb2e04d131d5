//! A request taken through the planner's line, with everything a host needs to carry it out.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value as Json;
use treewright::{
    Context, Error, Layout, Plan, ReadLimits, Reading, Schema, Script, Value, arguments_of, locate, optimize,
    parse, plan, prepare, read, render, validate,
};

use crate::forms::to_value;

/// The defaults that are values, by model and field: the planner leaves them to the host.
pub type Defaults = BTreeMap<(String, String), Value>;

/// A request that nothing is wrong with.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// The schema.
    pub schema: Arc<Schema>,
    /// The defaults that are values.
    pub defaults: Defaults,
    /// What the caller wrote.
    pub arguments: Value,
    /// The same, read.
    pub reading: Reading,
    /// The plan.
    pub plan: Plan,
    /// Its script.
    pub script: Arc<Script>,
}

/// The defaults that are values, from a description.
#[must_use]
pub fn defaults_of(description: &Json) -> Defaults {
    let entries = |json: &Json, name: &str| json[name].as_object().cloned().unwrap_or_default();
    let mut defaults = Defaults::new();
    for (model, description) in entries(description, "models") {
        for (field, description) in entries(&description, "fields") {
            if let Some(value) = description.get("default").and_then(|default| default.get("value")) {
                defaults.insert((model.clone(), field), to_value(value));
            }
        }
    }
    defaults
}

/// Everything up to the script.
///
/// # Errors
/// Everything that is wrong, each with its place.
pub fn prepared(
    schema: &Arc<Schema>,
    defaults: &Defaults,
    (verb, model): (&str, &str),
    arguments: &Value,
    limits: ReadLimits,
) -> Result<Prepared, Vec<Error>> {
    let context = arguments_of(schema, verb, model).map_err(|error| vec![error])?;
    let reading = read(schema, context, arguments, limits);
    let prepared = prepare(schema, &reading.shape).map_err(|error| vec![error])?;
    let faults = prepared.findings.faults.iter().chain(&prepared.findings.rules);
    let errors: Vec<Error> = faults.flat_map(|fault| locate(fault, &reading)).collect();
    match prepared.ready {
        Some((plan, script)) if errors.is_empty() => Ok(Prepared {
            schema: Arc::clone(schema),
            defaults: defaults.clone(),
            arguments: arguments.clone(),
            reading,
            plan,
            script: Arc::new(script),
        }),
        _ => Err(errors),
    }
}

/// The errors of a bare shape: with no rows to look at, their places stay open.
#[must_use]
pub fn errors_of_shape(schema: &Schema, shape: &str) -> Vec<Error> {
    let layout = match Layout::read(schema, shape) {
        Ok((layout, Context::Arguments(..))) => layout,
        Ok(_) => panic!("the shape is not one of arguments"),
        Err(error) => return vec![error],
    };
    match prepare(schema, shape) {
        Err(error) => vec![error],
        Ok(prepared) => prepared
            .findings
            .faults
            .iter()
            .map(|fault| Error { problem: fault.problem.clone(), path: fault.path(&layout) })
            .collect(),
    }
}

impl Prepared {
    /// The same request with its plan as it was before any pass.
    #[must_use]
    pub fn unoptimized(&self) -> Prepared {
        let tree = parse(&self.schema, &self.reading.shape).expect("the shape was read before");
        let checked = validate(&self.schema, tree).expect("the request was right before");
        let plan = plan(&self.schema, &checked);
        let script = render(&self.schema, &plan).expect("every plan can be written");
        Prepared { plan, script: Arc::new(script), ..self.clone() }
    }

    /// The same request with its passes run once more, which must change nothing.
    #[must_use]
    pub fn optimized_again(&self) -> Prepared {
        let plan = optimize(&self.schema, self.plan.clone());
        let script = render(&self.schema, &plan).expect("every plan can be written");
        Prepared { plan, script: Arc::new(script), ..self.clone() }
    }
}
