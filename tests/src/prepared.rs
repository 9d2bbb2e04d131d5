//! A request taken through the planner's line, with everything a host needs to carry it out.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value as Json;
use treewright::{
    Context, Error, Layout, Pace, Plan, ReadLimits, Reading, Schema, Script, Value, arguments_of, locate,
    optimize, parse, plan, prepare, read, render, validate,
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
    /// How much of it is read.
    pub limits: ReadLimits,
    /// What was asked, of which model.
    pub asked: (String, String),
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

/// Everything up to the script. Rows that may touch what others touch go one by one.
///
/// # Errors
/// Everything that is wrong, each with its place.
pub fn prepared(
    schema: &Arc<Schema>,
    defaults: &Defaults,
    asked: (&str, &str),
    arguments: &Value,
    limits: ReadLimits,
) -> Result<Prepared, Vec<Error>> {
    let prepared = prepared_at(schema, defaults, asked, arguments, limits, Pace::AtOnce)?;
    let crowds = prepared.script.one_by_one.iter().map(|group| prepared.reading.n_rows(*group));
    match crowds.max() {
        Some(2..) => prepared.one_by_one(),
        _ => Ok(prepared),
    }
}

fn prepared_at(
    schema: &Arc<Schema>,
    defaults: &Defaults,
    (verb, model): (&str, &str),
    arguments: &Value,
    limits: ReadLimits,
    pace: Pace,
) -> Result<Prepared, Vec<Error>> {
    let context = arguments_of(schema, verb, model).map_err(|error| vec![error])?;
    let reading = read(schema, context, arguments, limits, pace);
    let prepared = prepare(schema, &reading.shape).map_err(|error| vec![error])?;
    let faults = prepared.findings.faults.iter().chain(&prepared.findings.rules);
    let errors: Vec<Error> = faults.flat_map(|fault| locate(fault, &reading)).collect();
    match prepared.ready {
        Some((plan, script)) if errors.is_empty() => Ok(Prepared {
            schema: Arc::clone(schema),
            defaults: defaults.clone(),
            arguments: arguments.clone(),
            limits,
            asked: (verb.to_owned(), model.to_owned()),
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
    /// The same request with a plan that takes rows one by one, wherever their order may matter.
    ///
    /// # Errors
    /// When there are too many of them.
    pub fn one_by_one(&self) -> Result<Prepared, Vec<Error>> {
        let asked = (self.asked.0.as_str(), self.asked.1.as_str());
        prepared_at(&self.schema, &self.defaults, asked, &self.arguments, self.limits, Pace::OneByOne)
    }

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
