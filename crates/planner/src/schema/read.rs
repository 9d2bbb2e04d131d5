//! Plain data -> description: which entries each part has, and what each says.
//!
//! Knows nothing of how the parts fit together.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::Plain;
use super::description::{
    EnumDescription, FieldDescription, KeyDescription, ModelDescription, RelationDescription,
    SchemaDescription, ThroughDescription,
};
use super::entries::{Entries, Reader, entry, named};
use super::model::{Default, Generator, Sequence, Trigger};
use super::relation::ReferentialAction;
use crate::error::{Error, Expected, Problem, nearest};
use crate::listed::Listed;
use crate::path::Path;

/// Reads a description, gathering every mistake.
pub(super) fn read(plain: &Plain, errors: &mut Vec<Error>) -> SchemaDescription {
    let mut reader = Reader { errors };
    reader.schema(plain)
}

const SCHEMA_ENTRIES: &[&str] = &["postgres", "models", "enums"];
const MODEL_ENTRIES: &[&str] = &["table", "schema", "fields", "relations", "key", "uniques", "triggers"];
const FIELD_ENTRIES: &[&str] =
    &["type", "column", "list", "nullable", "native", "default", "updatedAt", "generated", "id", "unique"];
const RELATION_ENTRIES: &[&str] =
    &["one", "many", "name", "fields", "references", "constraint", "onDelete", "onUpdate", "through"];
const KEY_ENTRIES: &[&str] = &["name", "fields", "constraint"];
const THROUGH_ENTRIES: &[&str] = &["schema", "table", "here", "there"];
const ENUM_ENTRIES: &[&str] = &["schema", "type", "values"];
const DEFAULT_ENTRIES: &[&str] =
    &["value", "fn", "sql", "version", "length", "sequence", "identity", "usable"];
const FUNCTIONS: &[&str] = &["now", "autoincrement", "uuid", "cuid", "ulid", "nanoid", "dbgenerated"];
const TRIGGERS: &[(&str, Trigger)] = &[
    ("beforeInsert", Trigger::BeforeInsert),
    ("afterInsert", Trigger::AfterInsert),
    ("beforeUpdate", Trigger::BeforeUpdate),
    ("afterUpdate", Trigger::AfterUpdate),
    ("beforeDelete", Trigger::BeforeDelete),
    ("afterDelete", Trigger::AfterDelete),
];
const REFERENTIAL_ACTIONS: &[(&str, ReferentialAction)] = &[
    ("NoAction", ReferentialAction::NoAction),
    ("Restrict", ReferentialAction::Restrict),
    ("Cascade", ReferentialAction::Cascade),
    ("SetNull", ReferentialAction::SetNull),
    ("SetDefault", ReferentialAction::SetDefault),
];

impl Reader<'_> {
    fn schema(&mut self, plain: &Plain) -> SchemaDescription {
        let root = Path::root();
        let Some(entries) = self.map(plain, &root) else {
            return SchemaDescription::default();
        };
        self.known(entries, SCHEMA_ENTRIES, &root);
        let postgres = self.int(entries, "postgres", &root).and_then(|version| u32::try_from(version).ok());
        let models_path = root.name("models");
        let models = match entry(entries, "models") {
            Some(models) => self.map(models, &models_path).unwrap_or(&[]),
            None => {
                self.fail(Problem::SchemaEntryMissing { entry: "models" }, root.clone());
                &[]
            }
        };
        let models =
            named(models).map(|(name, plain)| self.model(name, plain, models_path.name(name))).listed();
        let enums_path = root.name("enums");
        let enums = entry(entries, "enums").and_then(|enums| self.map(enums, &enums_path)).unwrap_or(&[]);
        let enums =
            named(enums).map(|(name, plain)| self.enumeration(name, plain, enums_path.name(name))).listed();
        SchemaDescription { postgres, models, enums }
    }

    fn model(&mut self, name: &str, plain: &Plain, path: Path) -> ModelDescription {
        let entries = self.map(plain, &path).unwrap_or(&[]);
        self.known(entries, MODEL_ENTRIES, &path);
        let fields_path = path.name("fields");
        if matches!(plain, Plain::Map(_)) && entry(entries, "fields").is_none() {
            self.fail(Problem::SchemaEntryMissing { entry: "fields" }, path.clone());
        }
        let fields =
            entry(entries, "fields").and_then(|fields| self.map(fields, &fields_path)).unwrap_or(&[]);
        let fields =
            named(fields).map(|(name, plain)| self.field(name, plain, fields_path.name(name))).listed();
        let relations_path = path.name("relations");
        let relations = entry(entries, "relations").and_then(|plain| self.map(plain, &relations_path));
        let relations = named(relations.unwrap_or(&[]))
            .map(|(name, plain)| self.relation(name, plain, relations_path.name(name)))
            .listed();
        ModelDescription {
            name: name.to_string(),
            schema: self.text(entries, "schema", &path),
            table: self.text(entries, "table", &path).unwrap_or_else(|| name.to_string()),
            fields,
            relations,
            key: entry(entries, "key").and_then(|plain| self.key(plain, path.name("key"))),
            uniques: self.uniques(entries, &path),
            triggers: self.triggers(entries, &path),
            path,
        }
    }

    fn uniques(&mut self, entries: Entries<'_>, path: &Path) -> Vec<KeyDescription> {
        let path = path.name("uniques");
        let Some(plain) = entry(entries, "uniques") else {
            return Vec::new();
        };
        let items = self.list(plain, &path).unwrap_or(&[]);
        items.iter().enumerate().filter_map(|(idx, plain)| self.key(plain, path.index(idx))).listed()
    }

    fn triggers(&mut self, entries: Entries<'_>, path: &Path) -> Vec<Trigger> {
        let path = path.name("triggers");
        let Some(plain) = entry(entries, "triggers") else {
            return Vec::new();
        };
        let items = self.list(plain, &path).unwrap_or(&[]);
        items
            .iter()
            .enumerate()
            .filter_map(|(idx, plain)| self.choice(plain, TRIGGERS, path.index(idx)))
            .listed()
    }

    fn key(&mut self, plain: &Plain, path: Path) -> Option<KeyDescription> {
        match plain {
            Plain::List(_) => {
                let fields = self.texts(plain, &path);
                Some(KeyDescription { path, name: None, fields, constraint: None })
            }
            Plain::Map(entries) => {
                self.known(entries, KEY_ENTRIES, &path);
                let fields = match entry(entries, "fields") {
                    Some(fields) => self.texts(fields, &path.name("fields")),
                    None => {
                        self.fail(Problem::SchemaEntryMissing { entry: "fields" }, path.clone());
                        return None;
                    }
                };
                let name = self.text(entries, "name", &path);
                let constraint = self.text(entries, "constraint", &path);
                Some(KeyDescription { path, name, fields, constraint })
            }
            _ => {
                self.fail(Problem::SchemaForm { expected: Expected::FieldNames, found: plain.noun() }, path);
                None
            }
        }
    }

    fn field(&mut self, name: &str, plain: &Plain, path: Path) -> FieldDescription {
        let entries: Entries<'_> = match plain {
            Plain::Text(_) => &[],
            _ => self.map(plain, &path).unwrap_or(&[]),
        };
        self.known(entries, FIELD_ENTRIES, &path);
        let written = match plain {
            Plain::Text(text) => Some(text.clone()),
            Plain::Map(_) if entry(entries, "type").is_none() => {
                self.fail(Problem::SchemaEntryMissing { entry: "type" }, path.clone());
                None
            }
            _ => self.text(entries, "type", &path),
        };
        let written = written.unwrap_or_default();
        let (type_name, nullable, list) = split_type(&written);
        let default_path = path.name("default");
        let default_plain = entry(entries, "default");
        let default = default_plain.and_then(|plain| self.default(plain, &default_path));
        let default_value = match (&default, default_plain) {
            (Some(Default::Value), Some(Plain::Map(entries))) => entry(entries, "value").cloned(),
            _ => None,
        };
        FieldDescription {
            name: name.to_string(),
            type_name: type_name.to_string(),
            type_path: if matches!(plain, Plain::Text(_)) { path.clone() } else { path.name("type") },
            column: self.text(entries, "column", &path).unwrap_or_else(|| name.to_string()),
            list: self.flag(entries, "list", &path) || list,
            nullable: self.flag(entries, "nullable", &path) || nullable,
            native: self.text(entries, "native", &path),
            default,
            default_value,
            updated_at: self.flag(entries, "updatedAt", &path),
            generated: self.flag(entries, "generated", &path),
            is_key: self.flag(entries, "id", &path),
            is_unique: self.flag(entries, "unique", &path),
            path,
        }
    }

    fn default(&mut self, plain: &Plain, path: &Path) -> Option<Default> {
        let entries = self.map(plain, path)?;
        self.known(entries, DEFAULT_ENTRIES, path);
        let says = ["value", "fn", "sql"].into_iter().filter(|name| entry(entries, name).is_some()).count();
        if says != 1 {
            self.fail(Problem::DefaultForm, path.clone());
            return None;
        }
        if entry(entries, "value").is_some() {
            return Some(Default::Value);
        }
        if entry(entries, "sql").is_some() {
            return Some(Default::Database(Some(self.text(entries, "sql", path)?)));
        }
        let function = self.text(entries, "fn", path)?;
        self.default_function(&function, entries, path)
    }

    fn default_function(&mut self, function: &str, entries: Entries<'_>, path: &Path) -> Option<Default> {
        let version = self.int(entries, "version", path);
        match (function, version) {
            ("now", None) => Some(Default::Now),
            ("dbgenerated", None) => Some(Default::Database(None)),
            ("uuid", None | Some(4)) => Some(Default::Made(Generator::Uuid(4))),
            ("uuid", Some(7)) => Some(Default::Made(Generator::Uuid(7))),
            ("cuid", None | Some(1)) => Some(Default::Made(Generator::Cuid(1))),
            ("cuid", Some(2)) => Some(Default::Made(Generator::Cuid(2))),
            ("ulid", None) => Some(Default::Made(Generator::Ulid)),
            ("nanoid", None) => {
                let length = self.int(entries, "length", path).unwrap_or(21);
                match u16::try_from(length) {
                    Ok(length @ 2..=256) => Some(Default::Made(Generator::Nanoid(length))),
                    _ => {
                        self.fail(Problem::DefaultVersion { function: "nanoid" }, path.name("length"));
                        None
                    }
                }
            }
            ("autoincrement", None) => Some(Default::Sequence(self.sequence(entries, path))),
            (known, Some(_)) if FUNCTIONS.contains(&known) => {
                let function = FUNCTIONS.iter().find(|name| **name == known).copied().unwrap_or("");
                self.fail(Problem::DefaultVersion { function }, path.name("version"));
                None
            }
            (unknown, _) => {
                let known = FUNCTIONS.iter().copied();
                let problem = Problem::DefaultFunction {
                    name: unknown.to_string(),
                    nearest: nearest(unknown, known.clone()),
                    known: known.map(String::from).listed(),
                };
                self.fail(problem, path.name("fn"));
                None
            }
        }
    }

    fn sequence(&mut self, entries: Entries<'_>, path: &Path) -> Sequence {
        let name_path = path.name("sequence");
        let name = match entry(entries, "sequence") {
            None => None,
            Some(Plain::Text(name)) => Some((None, name.clone())),
            Some(plain) => self.map(plain, &name_path).and_then(|parts| {
                self.known(parts, &["schema", "name"], &name_path);
                let schema = self.text(parts, "schema", &name_path);
                self.text(parts, "name", &name_path).map(|name| (schema, name))
            }),
        };
        let identity = entry(entries, "identity");
        let identities = [("always", true), ("byDefault", false)];
        let always = identity.and_then(|plain| self.choice(plain, &identities, path.name("identity")));
        let usable = entry(entries, "usable").is_none() || self.flag(entries, "usable", path);
        Sequence { name, always: always.unwrap_or(false), usable }
    }

    fn relation(&mut self, name: &str, plain: &Plain, path: Path) -> RelationDescription {
        let entries = self.map(plain, &path).unwrap_or(&[]);
        self.known(entries, RELATION_ENTRIES, &path);
        let one = self.text(entries, "one", &path);
        let many = self.text(entries, "many", &path);
        if matches!(plain, Plain::Map(_)) && one.is_some() == many.is_some() {
            self.fail(Problem::RelationForm, path.clone());
        }
        let list = |reader: &mut Self, name: &str| {
            entry(entries, name).map_or(Vec::new(), |plain| reader.texts(plain, &path.name(name)))
        };
        let action = |reader: &mut Self, name: &str| {
            entry(entries, name).and_then(|plain| reader.choice(plain, REFERENTIAL_ACTIONS, path.name(name)))
        };
        RelationDescription {
            name: name.to_string(),
            many: many.is_some(),
            to: many.or(one).unwrap_or_default(),
            link_name: self.text(entries, "name", &path),
            fields: list(self, "fields"),
            references: list(self, "references"),
            constraint: self.text(entries, "constraint", &path),
            on_delete: action(self, "onDelete"),
            on_update: action(self, "onUpdate"),
            through: entry(entries, "through").and_then(|plain| self.through(plain, &path.name("through"))),
            path,
        }
    }

    fn through(&mut self, plain: &Plain, path: &Path) -> Option<ThroughDescription> {
        let entries = self.map(plain, path)?;
        self.known(entries, THROUGH_ENTRIES, path);
        for needed in ["table", "here", "there"] {
            if entry(entries, needed).is_none() {
                self.fail(Problem::SchemaEntryMissing { entry: needed }, path.clone());
            }
        }
        Some(ThroughDescription {
            schema: self.text(entries, "schema", path),
            table: self.text(entries, "table", path)?,
            here: self.text(entries, "here", path)?,
            there: self.text(entries, "there", path)?,
        })
    }

    fn enumeration(&mut self, name: &str, plain: &Plain, path: Path) -> EnumDescription {
        let entries: Entries<'_> = match plain {
            Plain::List(_) => &[],
            _ => self.map(plain, &path).unwrap_or(&[]),
        };
        self.known(entries, ENUM_ENTRIES, &path);
        let values_path = if matches!(plain, Plain::List(_)) { path.clone() } else { path.name("values") };
        let written = if matches!(plain, Plain::List(_)) { Some(plain) } else { entry(entries, "values") };
        let values = match written {
            Some(Plain::Map(labels)) => named(labels)
                .filter_map(|(name, label)| match label {
                    Plain::Text(label) => Some((name.to_string(), label.clone())),
                    other => {
                        let problem = Problem::SchemaForm { expected: Expected::Text, found: other.noun() };
                        self.fail(problem, values_path.name(name));
                        None
                    }
                })
                .listed(),
            Some(plain) => {
                self.texts(plain, &values_path).into_iter().map(|name| (name.clone(), name)).listed()
            }
            None => Vec::new(),
        };
        EnumDescription {
            name: name.to_string(),
            schema: self.text(entries, "schema", &path),
            type_name: self.text(entries, "type", &path).unwrap_or_else(|| name.to_string()),
            values,
            path,
        }
    }
}

/// `String?` and `String[]` apart: the type's name, whether it may be null, whether it is a list.
fn split_type(written: &str) -> (&str, bool, bool) {
    if let Some(name) = written.strip_suffix("[]") {
        return (name, false, true);
    }
    match written.strip_suffix('?') {
        Some(name) => (name, true, false),
        None => (written, false, false),
    }
}
