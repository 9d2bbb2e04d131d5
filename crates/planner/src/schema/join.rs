//! Joins the two sides of every relation: who holds the link, and which fields equal which.
//!
//! Knows nothing of columns or types beyond whether a foreign key's fields can hold what they reference.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::description::{RelationDescription, SchemaDescription, ThroughDescription, usual_constraint};
use super::load::resolve_fields;
use super::model::{Field, FieldId, Model, ModelId};
use super::native::Coder;
use super::relation::{Holder, Junction, ReferentialAction, Relation, RelationId};
use crate::error::{Error, Problem, nearest};
use crate::listed::Listed;

/// One side of a relation as described, with where it stands.
#[derive(Clone, Copy)]
struct Side<'d> {
    model: usize,
    position: usize,
    relation: &'d RelationDescription,
}

/// Fills in every model's relations, in the order of the description.
pub(super) fn relations(description: &SchemaDescription, models: &mut [Model], errors: &mut Vec<Error>) {
    let mut sides = Vec::new();
    for (model, described) in description.models.iter().enumerate() {
        for (position, relation) in described.relations.iter().enumerate() {
            sides.push(Side { model, position, relation });
        }
    }
    let mut joined = Vec::new();
    for side in &sides {
        let Some(target) = target(side, description, errors) else {
            continue;
        };
        let Some(other) = other_side(side, target, &sides, description, errors) else {
            continue;
        };
        let Some(holder) = holder(side, &other, models, errors) else {
            continue;
        };
        let relation = resolved(side, &other, target, holder, models);
        joined.push((side.model, relation));
    }
    for (model, relation) in joined {
        if let Some(model) = models.get_mut(model) {
            model.relations.push(relation);
        }
    }
}

fn target(side: &Side<'_>, description: &SchemaDescription, errors: &mut Vec<Error>) -> Option<usize> {
    let name = &side.relation.to;
    let found = description.models.iter().position(|model| model.name == *name);
    if found.is_none() && !name.is_empty() {
        let known = description.models.iter().map(|model| model.name.as_str());
        let problem = Problem::ModelUnknown { name: name.clone(), nearest: nearest(name, known) };
        let entry = if side.relation.many { "many" } else { "one" };
        errors.push(Error { problem, path: side.relation.path.name(entry) });
    }
    found
}

/// The one relation of the other model that is this one seen from there.
fn other_side<'d>(
    side: &Side<'d>,
    target: usize,
    sides: &[Side<'d>],
    description: &SchemaDescription,
    errors: &mut Vec<Error>,
) -> Option<Side<'d>> {
    let here = description.models.get(side.model).map_or("", |model| model.name.as_str());
    let is_itself = |other: &Side<'_>| other.model == side.model && other.position == side.position;
    let candidates: Vec<Side<'d>> = sides
        .iter()
        .filter(|other| other.model == target && other.relation.to == here && !is_itself(other))
        .filter(|other| other.relation.link_name == side.relation.link_name)
        .copied()
        .listed();
    match candidates.as_slice() {
        [other] => {
            // The partner must have no second suitor: two unnamed relations to one model cannot be told apart.
            let suitors = sides.iter().filter(|suitor| {
                suitor.model == side.model
                    && suitor.relation.to == side.relation.to
                    && suitor.relation.link_name == side.relation.link_name
                    && !(suitor.model == other.model && suitor.position == other.position)
            });
            if suitors.count() > 1 {
                let problem = Problem::RelationAmbiguous { to: side.relation.to.clone() };
                errors.push(Error { problem, path: side.relation.path.clone() });
                return None;
            }
            Some(*other)
        }
        [] => {
            let problem = Problem::RelationOneSided {
                model: here.to_string(),
                relation: side.relation.name.clone(),
                to: side.relation.to.clone(),
            };
            errors.push(Error { problem, path: side.relation.path.clone() });
            None
        }
        _ => {
            let problem = Problem::RelationAmbiguous { to: side.relation.to.clone() };
            errors.push(Error { problem, path: side.relation.path.clone() });
            None
        }
    }
}

fn holder(side: &Side<'_>, other: &Side<'_>, models: &[Model], errors: &mut Vec<Error>) -> Option<Holder> {
    let holds = |side: &Side<'_>| !side.relation.fields.is_empty() || !side.relation.references.is_empty();
    let mut fail = |problem: Problem| {
        errors.push(Error { problem, path: side.relation.path.clone() });
        None
    };
    match (holds(side), holds(other)) {
        (true, true) => fail(Problem::RelationHeldTwice { other: other.relation.name.clone() }),
        (true, false) if side.relation.many => fail(Problem::RelationManyHolds),
        (true, false) => foreign_key(side, other, models, errors).map(Holder::Here),
        // The holding side reports what is wrong with the key; here it only matters whether there is one.
        (false, true) if other.relation.many => None,
        (false, true) => {
            let pairs = foreign_key(other, side, models, &mut Vec::new())?;
            Some(Holder::There(pairs.into_iter().map(|(there, here)| (here, there)).listed()))
        }
        (false, false) if side.relation.many && other.relation.many => {
            junction(side, other, models, errors).map(Holder::Between)
        }
        (false, false) => fail(Problem::RelationUnheld { other: other.relation.name.clone() }),
    }
}

/// The pairs of a foreign key, from the side that holds it.
fn foreign_key(
    side: &Side<'_>,
    other: &Side<'_>,
    models: &[Model],
    errors: &mut Vec<Error>,
) -> Option<Vec<(FieldId, FieldId)>> {
    let (here, there) = (models.get(side.model)?, models.get(other.model)?);
    let path = &side.relation.path;
    let fields =
        resolve_fields(&side.relation.fields, &here.fields, &here.name, &path.name("fields"), errors);
    let references_path = path.name("references");
    let written = &side.relation.references;
    let references = resolve_fields(written, &there.fields, &there.name, &references_path, errors);
    let (fields, references) = (fields?, references?);
    if fields.len() != references.len() || fields.is_empty() {
        let problem = Problem::RelationCounts { fields: fields.len(), references: references.len() };
        errors.push(Error { problem, path: path.clone() });
        return None;
    }
    let is_key = |key: &super::Key| {
        key.fields.len() == references.len() && key.fields.iter().all(|field| references.contains(field))
    };
    if !there.keys.iter().any(is_key) {
        let problem = Problem::ReferenceNotUnique { model: there.name.clone(), fields: written.clone() };
        errors.push(Error { problem, path: references_path });
        return None;
    }
    let pairs: Vec<(FieldId, FieldId)> = fields.into_iter().zip(references).listed();
    let problem = unfit_pairs(side, other, here, there, &pairs);
    match problem {
        Some(problem) => {
            errors.push(Error { problem, path: path.clone() });
            None
        }
        None => Some(pairs),
    }
}

/// Why the fields of a foreign key cannot hold what they reference, or cannot do so once.
fn unfit_pairs(
    side: &Side<'_>,
    other: &Side<'_>,
    here: &Model,
    there: &Model,
    pairs: &[(FieldId, FieldId)],
) -> Option<Problem> {
    for (field, reference) in pairs {
        let (field, reference) = (here.field(*field)?, there.field(*reference)?);
        // PostgreSQL compares no UUID with a text.
        let is_uuid = |field: &Field| field.native.coder == Coder::Uuid;
        if field.scalar != reference.scalar || field.list || is_uuid(field) != is_uuid(reference) {
            return Some(Problem::RelationTypes {
                field: field.name.clone(),
                reference: reference.name.clone(),
            });
        }
    }
    let is_unique = here.keys.iter().any(|key| {
        !key.fields.is_empty() && key.fields.iter().all(|field| pairs.iter().any(|(here, _)| here == field))
    });
    let needs_unique = !other.relation.many && !is_unique;
    needs_unique.then(|| Problem::OneToOneNotUnique { fields: side.relation.fields.clone() })
}

fn junction(
    side: &Side<'_>,
    other: &Side<'_>,
    models: &[Model],
    errors: &mut Vec<Error>,
) -> Option<Junction> {
    let (here, there) = (models.get(side.model)?, models.get(other.model)?);
    let single = |model: &Model, errors: &mut Vec<Error>| match model.primary_key() {
        [field] => Some(*field),
        _ => {
            let problem = Problem::JunctionKey { model: model.name.clone() };
            errors.push(Error { problem, path: side.relation.path.clone() });
            None
        }
    };
    let (here_field, there_field) = (single(here, errors)?, single(there, errors)?);
    let mirrored = other.relation.through.as_ref().map(|through| ThroughDescription {
        here: through.there.clone(),
        there: through.here.clone(),
        ..through.clone()
    });
    let through = match (&side.relation.through, mirrored) {
        (Some(own), Some(mirrored)) if *own != mirrored => {
            let problem = Problem::ThroughDiffers { other: other.relation.name.clone() };
            errors.push(Error { problem, path: side.relation.path.name("through") });
            return None;
        }
        (Some(own), _) => own.clone(),
        (None, Some(mirrored)) => mirrored,
        (None, None) => usual_junction(side, other, here, there),
    };
    let ThroughDescription { schema, table, here, there } = through;
    Some(Junction { schema, table, here, there, here_field, there_field })
}

/// The junction table that Prisma makes: `_AToB`, or `_` and the relation's name, with the columns `A` and `B`. `A` is
/// the model whose name sorts first; between a model and itself, the relation whose name does.
fn usual_junction(side: &Side<'_>, other: &Side<'_>, here: &Model, there: &Model) -> ThroughDescription {
    let is_first = match here.name.cmp(&there.name) {
        core::cmp::Ordering::Less => true,
        core::cmp::Ordering::Greater => false,
        core::cmp::Ordering::Equal => side.relation.name <= other.relation.name,
    };
    let (here_column, there_column) = if is_first { ("A", "B") } else { ("B", "A") };
    ThroughDescription {
        schema: here.schema.clone(),
        table: format!("_{}", link_name(side, here, there)),
        here: here_column.to_string(),
        there: there_column.to_string(),
    }
}

fn link_name(side: &Side<'_>, here: &Model, there: &Model) -> String {
    side.relation.link_name.clone().unwrap_or_else(|| {
        let (first, second) = if here.name <= there.name { (here, there) } else { (there, here) };
        format!("{}To{}", first.name, second.name)
    })
}

fn resolved(side: &Side<'_>, other: &Side<'_>, target: usize, holder: Holder, models: &[Model]) -> Relation {
    let (here, there) = (models.get(side.model), models.get(target));
    let link_name = here.zip(there).map_or_else(String::new, |(here, there)| link_name(side, here, there));
    let (constraint, nullable) = match (&holder, here) {
        (Holder::Here(pairs), Some(here)) => {
            let fields = pairs.iter().filter_map(|(field, _)| here.field(*field));
            let columns: Vec<&str> = fields.clone().map(|field| field.column.as_str()).listed();
            let usual = usual_constraint(&here.table, &columns, "fkey");
            (
                Some(side.relation.constraint.clone().unwrap_or(usual)),
                fields.clone().all(|field| field.nullable),
            )
        }
        _ => (None, false),
    };
    let on_delete = if nullable { ReferentialAction::SetNull } else { ReferentialAction::Restrict };
    Relation {
        name: side.relation.name.clone(),
        to: ModelId(u32::try_from(target).unwrap_or(u32::MAX)),
        inverse: RelationId(u32::try_from(other.position).unwrap_or(u32::MAX)),
        many: side.relation.many,
        holder,
        link_name,
        constraint,
        on_delete: side.relation.on_delete.or(other.relation.on_delete).unwrap_or(on_delete),
        on_update: side.relation.on_update.or(other.relation.on_update).unwrap_or(ReferentialAction::Cascade),
    }
}
