//! Finds the row of the request that a failure is about, as hosts of any language do it.

use treewright::{
    Failure, GroupId, GuardForm, Kind, Parameter, Path, Placing, Reading, SourceForm, Statement,
};

use super::bind::Binder;
use super::sent::{Place, Sent};
use crate::coding::plain_text;
use crate::fakedb::Bound;

/// The failure with its path: of one row, or what the paths of all rows of the statement begin with.
pub(super) fn placed(binder: &Binder<'_>, failure: Failure, detail: Option<&str>) -> Failure {
    let path = path(binder, &failure, detail).unwrap_or_else(|| failure.path.clone());
    Failure { path, ..failure }
}

fn path(binder: &Binder<'_>, failure: &Failure, detail: Option<&str>) -> Option<Path> {
    let sent = &binder.sent[failure.statement? as usize];
    let reading = &binder.prepared.reading;
    let fitting = match sent.places.len() {
        0 => return None,
        1 => vec![0],
        _ => rows_that_fit(sent, failure, detail),
    };
    let row = match fitting.as_slice() {
        [one] => *one,
        // Two rows with the same values: the later one could not be made beside the earlier.
        [_, later, ..] if failure.placing == Placing::Detail => *later,
        _ => {
            let form = &binder.prepared.script.statements[failure.statement? as usize];
            return Some(shared_path(reading, form, &sent.places));
        }
    };
    let (group, at) = sent.places[row];
    let form = &binder.prepared.script.statements[failure.statement? as usize];
    let path = path_of_place(reading, form, (group, at));
    let path = match failure.placing {
        Placing::Missing => path_of_missing(reading, form, (group, at)),
        _ => path,
    };
    let [column] = failure.columns.as_slice() else {
        return Some(path);
    };
    let given = column.parameter.and_then(|parameter| given_at(reading, form, parameter, (group, at)));
    Some(given.unwrap_or(path))
}

/// What is not there was looked for by the `where`, unless it is what could not be made.
fn path_of_missing(reading: &Reading, form: &Statement, (group, row): Place) -> Path {
    if let GuardForm::Again { at: Some(slot), .. } = &form.guard
        && let Some(own) = reading.slots[slot.0 as usize].group
        && let Some(row) = reading.related(group, row, GroupId(own))
    {
        return reading.path_of_slot(*slot, row);
    }
    let path = match form.kind {
        "find" => path_of_place(reading, form, (group, row)),
        _ => reading.path_of_group(group, row),
    };
    if path.0.is_empty() { path.name("where") } else { path }
}

/// Where in the request the value of a parameter comes from, for a row.
fn given_at(reading: &Reading, form: &Statement, parameter: u32, (group, row): Place) -> Option<Path> {
    let Parameter::Values { sources, .. } = form.parameters.get(parameter as usize)? else {
        return None;
    };
    let batch = form.batches.iter().position(|batch| batch.group == group)?;
    sources.get(batch)?.iter().find_map(|source| {
        let SourceForm::Given(slot) = source else {
            return None;
        };
        let own = reading.slots.get(slot.0 as usize)?.group.map(GroupId)?;
        let row = reading.related(group, row, own)?;
        let kind = reading.kind(*slot, row)?;
        (kind != Kind::Object).then(|| reading.path_of_slot(*slot, row))
    })
}

/// The path of a row, or of the entry of the row that asks for the statement.
fn path_of_place(reading: &Reading, form: &Statement, (group, row): Place) -> Path {
    let batch = form.batches.iter().find(|batch| batch.group == group);
    match batch.and_then(|batch| batch.entry) {
        Some(entry) => reading.path_of_slot(entry, row),
        None => reading.path_of_group(group, row),
    }
}

fn rows_that_fit(sent: &Sent, failure: &Failure, detail: Option<&str>) -> Vec<usize> {
    let all = 0..sent.places.len();
    let came = |row: &usize| sent.row_of(sent.places[*row]).is_some();
    let texts = |row: usize| -> Option<Vec<String>> {
        let text = |parameter: Option<u32>| match sent.bound.get(parameter? as usize)? {
            Bound::Values(values) => values.get(row).map(plain_text),
            Bound::Count(_) | Bound::Number(_) => None,
        };
        failure.columns.iter().map(|column| text(column.parameter)).collect()
    };
    match failure.placing {
        Placing::Position => failure.row.map(|row| row as usize).into_iter().collect(),
        Placing::Rows => Vec::new(),
        Placing::Missing => all.clone().find(|row| !came(row)).into_iter().collect(),
        Placing::Found => all.clone().find(came).into_iter().collect(),
        Placing::Null => {
            let is_null =
                |row: &usize| texts(*row).is_some_and(|texts| texts.iter().all(|text| text == "null"));
            all.filter(is_null).collect()
        }
        Placing::Detail => {
            let printed =
                detail.and_then(|detail| detail.split_once(")=(")).map_or("", |(_, printed)| printed);
            let begins = |row: &usize| {
                texts(*row).is_some_and(|texts| printed.starts_with(&format!("{})", texts.join(", "))))
            };
            all.filter(begins).collect()
        }
    }
}

/// What the paths of all rows begin with.
fn shared_path(reading: &Reading, form: &Statement, places: &[Place]) -> Path {
    let mut paths = places.iter().map(|place| path_of_place(reading, form, *place).0);
    let mut shared = paths.next().unwrap_or_default();
    for path in paths {
        let n_same = shared.iter().zip(&path).take_while(|(one, other)| one == other).count();
        shared.truncate(n_same);
    }
    Path(shared)
}
