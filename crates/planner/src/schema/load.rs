//! Description -> Schema: names resolved, every mistake found.
//!
//! Knows nothing of requests. A schema that comes out of here is whole: each relation has its other side, each foreign
//! key points at a key, and no two models share a table.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::description::{
    FieldDescription, KeyDescription, ModelDescription, SchemaDescription, usual_constraint,
};
use super::model::{Default, Enum, EnumId, Field, FieldId, Generator, Model, Scalar, Schema};
use super::{Key, NativeType, Plain, join, read};
use crate::error::{Error, Problem, nearest};
use crate::listed::Listed;
use crate::path::Path;

/// The most models, and the most fields and relations of one model, that a schema may have.
const MAX_ENTRIES: usize = 8_000;

const SCALARS: &[(&str, Scalar)] = &[
    ("String", Scalar::String),
    ("Int", Scalar::Int),
    ("BigInt", Scalar::BigInt),
    ("Float", Scalar::Float),
    ("Decimal", Scalar::Decimal),
    ("Boolean", Scalar::Boolean),
    ("DateTime", Scalar::DateTime),
    ("Json", Scalar::Json),
    ("Bytes", Scalar::Bytes),
];

/// Resolves a description, or tells everything that is wrong with it.
///
/// # Errors
/// Every mistake of the description, each with its place, in the order of the description.
pub fn load(plain: &Plain) -> Result<Schema, Vec<Error>> {
    load_with(plain, &|letter| letter.to_lowercase().collect())
}

/// The same for a host that lends how a letter becomes small: one that has Unicode's tables need not bring ours, which
/// are 11 kB.
///
/// # Errors
/// As those of `load`.
pub fn load_with(plain: &Plain, small: &dyn Fn(char) -> String) -> Result<Schema, Vec<Error>> {
    let mut errors = Vec::new();
    let description = read::read(plain, &mut errors);
    let mut loader = Loader { errors: &mut errors, small };
    loader.names(&description);
    let enums = loader.enums(&description);
    let mut models: Vec<Model> = description.models.iter().map(|model| loader.model(model, &enums)).listed();
    join::relations(&description, &mut models, &mut errors);
    if errors.is_empty() { Ok(Schema { models, enums, postgres: description.postgres }) } else { Err(errors) }
}

struct Loader<'a> {
    errors: &'a mut Vec<Error>,
    /// How a letter becomes small.
    small: &'a dyn Fn(char) -> String,
}

/// Names that are taken, in order, each with who has it.
#[derive(Default)]
struct Taken(Vec<(String, String)>);

impl Taken {
    /// Takes a name for somebody; tells who had it before.
    fn take(&mut self, name: &str, by: &str) -> Option<String> {
        match self.0.binary_search_by(|(taken, _)| taken.as_str().cmp(name)) {
            Ok(position) => self.0.get(position).map(|(_, owner)| owner.clone()),
            Err(position) => {
                self.0.insert(position, (name.to_owned(), by.to_owned()));
                None
            }
        }
    }
}

impl Loader<'_> {
    /// The name a caller reaches a model by: its own with a small first letter.
    fn accessor(&self, name: &str) -> String {
        let mut letters = name.chars();
        let first = letters.next().map(self.small).unwrap_or_default();
        first + letters.as_str()
    }

    fn fail(&mut self, problem: Problem, path: Path) {
        self.errors.push(Error { problem, path });
    }

    /// Names that must differ, differ; names that stand for something else are refused.
    fn names(&mut self, description: &SchemaDescription) {
        let mut tables = Taken::default();
        let mut accessors = Taken::default();
        if description.models.len() > MAX_ENTRIES {
            self.fail(Problem::SchemaTooLarge { limit: MAX_ENTRIES }, Path::root().name("models"));
        }
        for model in &description.models {
            self.name(&model.name, &model.path);
            if let Some(other) = accessors.take(&self.accessor(&model.name), &model.name) {
                let problem = Problem::NameTaken { name: model.name.clone(), other };
                self.fail(problem, model.path.clone());
            }
            let table = format!("{}\0{}", model.schema.as_deref().unwrap_or(""), model.table);
            if let Some(other) = tables.take(&table, &model.name) {
                let problem = Problem::TableTaken { table: model.table.clone(), other };
                self.fail(problem, model.path.clone());
            }
            self.names_of_model(model);
        }
        for one in &description.enums {
            let is_scalar = SCALARS.iter().any(|(scalar, _)| *scalar == one.name);
            let is_repeated = description.enums.iter().filter(|other| other.name == one.name).count() > 1;
            if is_scalar || is_repeated {
                let problem = Problem::NameTaken { name: one.name.clone(), other: one.name.clone() };
                self.fail(problem, one.path.clone());
            }
        }
    }

    fn names_of_model(&mut self, model: &ModelDescription) {
        if model.fields.len() + model.relations.len() > MAX_ENTRIES {
            self.fail(Problem::SchemaTooLarge { limit: MAX_ENTRIES }, model.path.clone());
        }
        let mut seen = Taken::default();
        let mut columns = Taken::default();
        for field in &model.fields {
            self.name(&field.name, &field.path);
            if seen.take(&field.name, "").is_some() {
                let problem = Problem::NameTaken { name: field.name.clone(), other: field.name.clone() };
                self.fail(problem, field.path.clone());
            }
            if let Some(other) = columns.take(&field.column, &field.name) {
                let problem = Problem::ColumnTaken { column: field.column.clone(), other };
                self.fail(problem, field.path.clone());
            }
        }
        for relation in &model.relations {
            self.name(&relation.name, &relation.path);
            if seen.take(&relation.name, "").is_some() {
                let problem =
                    Problem::NameTaken { name: relation.name.clone(), other: relation.name.clone() };
                self.fail(problem, relation.path.clone());
            }
        }
    }

    fn name(&mut self, name: &str, path: &Path) {
        let reserved = ["__proto__", "AND", "OR", "NOT", "then", "Then"];
        if name.is_empty() || name.starts_with('$') || name.contains('\0') || reserved.contains(&name) {
            self.fail(Problem::NameReserved { name: name.to_owned() }, path.clone());
        }
    }

    fn enums(&mut self, description: &SchemaDescription) -> Vec<Enum> {
        for one in &description.enums {
            if one.values.is_empty() {
                self.fail(Problem::EnumEmpty, one.path.clone());
            }
            let mut names = Taken::default();
            let mut labels = Taken::default();
            for (name, label) in &one.values {
                if names.take(name, "").is_some() || labels.take(label, "").is_some() {
                    self.fail(Problem::EnumValueTaken { value: name.clone() }, one.path.name("values"));
                }
            }
        }
        let resolved = description.enums.iter().map(|one| Enum {
            name: one.name.clone(),
            schema: one.schema.clone(),
            type_name: one.type_name.clone(),
            values: one.values.clone(),
        });
        resolved.listed()
    }

    fn model(&mut self, model: &ModelDescription, enums: &[Enum]) -> Model {
        let fields: Vec<Field> = model.fields.iter().map(|field| self.field(field, enums)).listed();
        let keys = self.keys(model, &fields);
        Model {
            name: model.name.clone(),
            schema: model.schema.clone(),
            table: model.table.clone(),
            fields,
            relations: Vec::new(),
            keys,
            triggers: model.triggers.clone(),
        }
    }

    fn field(&mut self, field: &FieldDescription, enums: &[Enum]) -> Field {
        let scalar = self.scalar(field, enums);
        let native = match (scalar, &field.native) {
            (Some(Scalar::Enum(id)), None) => {
                enums.get(id.0 as usize).map(|one| NativeType::of_enum(one.schema.as_deref(), &one.type_name))
            }
            (Some(scalar), Some(name)) => {
                let native = NativeType::named(name, scalar);
                if native.is_none() {
                    let problem = Problem::NativeType { name: name.clone(), scalar: scalar.word() };
                    self.fail(problem, field.path.name("native"));
                }
                native
            }
            _ => None,
        };
        let scalar = scalar.unwrap_or(Scalar::String);
        if field.list && field.nullable {
            self.fail(Problem::ListNullable, field.path.clone());
        }
        self.default(field, scalar, enums);
        Field {
            name: field.name.clone(),
            column: field.column.clone(),
            scalar,
            native: native.unwrap_or_else(|| NativeType::usual(scalar)),
            list: field.list,
            nullable: field.nullable,
            default: field.default.clone(),
            updated_at: field.updated_at,
            generated: field.generated,
        }
    }

    fn scalar(&mut self, field: &FieldDescription, enums: &[Enum]) -> Option<Scalar> {
        let name = field.type_name.as_str();
        if name.is_empty() {
            return None;
        }
        let own = SCALARS.iter().find(|(word, _)| *word == name).map(|(_, scalar)| *scalar);
        let of_enum = || {
            let found = (0..).map(EnumId).zip(enums).find(|(_, one)| one.name == name);
            found.map(|(id, _)| Scalar::Enum(id))
        };
        let scalar = own.or_else(of_enum);
        if scalar.is_none() {
            let words = SCALARS.iter().map(|(word, _)| *word);
            let known = words.chain(enums.iter().map(|one| one.name.as_str()));
            let problem = Problem::TypeUnknown {
                name: name.to_owned(),
                nearest: nearest(name, known.clone()),
                known: known.map(String::from).listed(),
            };
            self.fail(problem, field.type_path.clone());
        }
        scalar
    }

    /// A default fits its field.
    fn default(&mut self, field: &FieldDescription, scalar: Scalar, enums: &[Enum]) {
        let path = field.path.name("default");
        if field.updated_at && (scalar != Scalar::DateTime || field.list) {
            self.fail(Problem::UpdatedAtType, field.path.name("updatedAt"));
        }
        if field.generated && (field.default.is_some() || field.updated_at) {
            self.fail(Problem::GeneratedDefault, field.path.name("generated"));
        }
        let fits = match &field.default {
            None | Some(Default::Database(_)) => true,
            Some(Default::Now) => scalar == Scalar::DateTime && !field.list,
            Some(Default::Sequence(_)) => matches!(scalar, Scalar::Int | Scalar::BigInt) && !field.list,
            Some(Default::Made(
                Generator::Uuid(_) | Generator::Cuid(_) | Generator::Ulid | Generator::Nanoid(_),
            )) => scalar == Scalar::String && !field.list,
            Some(Default::Value) => match &field.default_value {
                Some(Plain::List(items)) if field.list => {
                    items.iter().all(|item| value_fits(item, scalar, enums))
                }
                Some(value) => !field.list && value_fits(value, scalar, enums),
                None => true,
            },
        };
        if !fits {
            let type_name = if field.list { field.type_name.clone() + "[]" } else { field.type_name.clone() };
            self.fail(Problem::DefaultType { type_name }, path);
        }
    }

    /// The primary key first, then every other key.
    fn keys(&mut self, model: &ModelDescription, fields: &[Field]) -> Vec<Key> {
        let marked: Vec<String> =
            model.fields.iter().filter(|f| f.is_key).map(|field| field.name.clone()).listed();
        let mut keys = Vec::new();
        match (&model.key, marked.as_slice()) {
            (Some(key), []) => keys.extend(self.key(model, key, fields, true)),
            (None, []) => self.fail(Problem::KeyMissing, model.path.clone()),
            (None, _) => {
                let key =
                    KeyDescription { path: model.path.clone(), name: None, fields: marked, constraint: None };
                keys.extend(self.key(model, &key, fields, true));
            }
            (Some(key), _) => self.fail(Problem::KeyTwice, key.path.clone()),
        }
        for field in model.fields.iter().filter(|field| field.is_unique) {
            let path = field.path.name("unique");
            let key =
                KeyDescription { path, name: None, fields: [field.name.clone()].into(), constraint: None };
            keys.extend(self.key(model, &key, fields, false));
        }
        for key in &model.uniques {
            keys.extend(self.key(model, key, fields, false));
        }
        let mut names = Taken::default();
        for key in &keys {
            let is_other_field = key.fields.len() > 1 && fields.iter().any(|field| field.name == key.name);
            if names.take(&key.name, "").is_some() || is_other_field {
                let problem = Problem::NameTaken { name: key.name.clone(), other: key.name.clone() };
                self.fail(problem, model.path.name("uniques"));
            }
        }
        keys
    }

    fn key(
        &mut self,
        model: &ModelDescription,
        key: &KeyDescription,
        fields: &[Field],
        primary: bool,
    ) -> Option<Key> {
        let ids = resolve_fields(&key.fields, fields, &model.name, &key.path, self.errors)?;
        let parts: Vec<&Field> = ids.iter().filter_map(|id| fields.get(id.0 as usize)).listed();
        if parts.is_empty() {
            self.fail(Problem::KeyEmpty, key.path.clone());
            return None;
        }
        let unfit = parts.iter().find(|field| field.list || (primary && field.nullable));
        if let Some(field) = unfit {
            self.fail(Problem::KeyFieldUnfit { field: field.name.clone() }, key.path.clone());
            return None;
        }
        let columns: Vec<&str> = parts.iter().map(|field| field.column.as_str()).listed();
        let constraint = match primary {
            true => usual_constraint(&model.table, &[], "pkey"),
            false => usual_constraint(&model.table, &columns, "key"),
        };
        Some(Key {
            name: key.name.clone().unwrap_or_else(|| key.fields.join("_")),
            fields: ids,
            constraint: key.constraint.clone().unwrap_or(constraint),
        })
    }
}

/// Field names to fields, each once; mistakes go to `errors`.
pub(super) fn resolve_fields(
    names: &[String],
    fields: &[Field],
    model: &str,
    path: &Path,
    errors: &mut Vec<Error>,
) -> Option<Vec<FieldId>> {
    let mut ids = Vec::new();
    for name in names {
        let found = (0..).map(FieldId).zip(fields).find(|(_, field)| field.name == *name);
        match found {
            Some((id, _)) if ids.contains(&id) => {
                errors
                    .push(Error { problem: Problem::FieldTwice { field: name.clone() }, path: path.clone() });
            }
            Some((id, _)) => ids.push(id),
            None => {
                let known = fields.iter().map(|field| field.name.as_str());
                let problem = Problem::SchemaFieldUnknown {
                    model: model.to_string(),
                    name: name.clone(),
                    nearest: nearest(name, known),
                };
                errors.push(Error { problem, path: path.clone() });
            }
        }
    }
    (ids.len() == names.len()).then_some(ids)
}

fn value_fits(value: &Plain, scalar: Scalar, enums: &[Enum]) -> bool {
    match (scalar, value) {
        (Scalar::Json, _)
        | (
            Scalar::String | Scalar::Decimal | Scalar::DateTime | Scalar::Bytes | Scalar::BigInt,
            Plain::Text(_),
        )
        | (Scalar::Int | Scalar::BigInt | Scalar::Float | Scalar::Decimal, Plain::Int(_))
        | (Scalar::Float | Scalar::Decimal, Plain::Float(_))
        | (Scalar::Boolean, Plain::Bool(_)) => true,
        (Scalar::Enum(id), Plain::Text(name)) => {
            enums.get(id.0 as usize).is_some_and(|one| one.values.iter().any(|(value, _)| value == name))
        }
        _ => false,
    }
}
