//! Arguments -> shape and slots, for a host written in Rust; a host in another language does the same in its own.
//!
//! Knows the grammar's table and no rule: what cannot be read on is kept with its kind, and the planner says why it is
//! wrong.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::grammar::{Alike, Context, Entry, Mode, entries};
use super::reading::{GroupRows, Reading, SlotValues};
use super::shape::quote;
use crate::schema::Schema;
use crate::value::{Kind, Kinds, Value};

/// How much a host reads before it stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadLimits {
    /// How many relations deep.
    pub depth: u32,
    /// How many objects in all.
    pub nodes: u32,
}

impl Default for ReadLimits {
    fn default() -> ReadLimits {
        ReadLimits { depth: 10, nodes: 1_000_000 }
    }
}

/// How many rows are taken together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// All alike ones.
    AtOnce,
    /// One by one, wherever their order may matter.
    OneByOne,
}

/// Reads arguments.
#[must_use]
pub fn read(schema: &Schema, context: Context, arguments: &Value, limits: ReadLimits, pace: Pace) -> Reading {
    let mut reader = Reader { schema, limits, pace, n_nodes: 0 };
    let mut root = OpenSlot::default();
    let whole = Entry { next: Some(context.number()), ..Entry::whole() };
    reader.value(&mut root, 0, arguments, Some(&whole), 0);
    let mut reading = Reading { shape: String::new(), groups: Vec::new(), slots: Vec::new() };
    reading.shape = format!("{}:{:x}", context.number(), root.kinds.0);
    reading.slots.push(SlotValues { group: None, name: String::new(), values: root.values });
    for below in root.below {
        close_group(below, 0, &mut reading);
    }
    reading
}

struct Reader<'s> {
    schema: &'s Schema,
    limits: ReadLimits,
    pace: Pace,
    n_nodes: u32,
}

/// A group while rows are still being added.
struct OpenGroup {
    context: Context,
    /// Whether the context is the entry's other one.
    is_plain: bool,
    /// What its rows have in common.
    likeness: String,
    entries: Vec<Entry>,
    rows: GroupRows,
    slots: Vec<OpenSlot>,
}

/// A slot while values are still being added.
#[derive(Default)]
struct OpenSlot {
    key: Option<u32>,
    name: String,
    kinds: Kinds,
    elements: Kinds,
    values: Vec<Option<(Kind, Value)>>,
    below: Vec<OpenGroup>,
}

impl Reader<'_> {
    fn value(&mut self, slot: &mut OpenSlot, row: usize, value: &Value, entry: Option<&Entry>, depth: u32) {
        let mut kind = value.kind();
        match (entry.map(|entry| (entry, entry.mode)), value) {
            (
                Some((entry, Mode::Rows | Mode::LeafOrRow | Mode::Each | Mode::ChoiceOrRow)),
                Value::Object(object),
            ) => {
                kind = self.row(slot, entry, object, row, None, depth);
            }
            (Some((entry, Mode::Rows | Mode::Each)), Value::List(items)) => {
                for (element, item) in (0..).zip(items) {
                    let read = match item {
                        Value::Object(object) => self.row(slot, entry, object, row, Some(element), depth),
                        other => other.kind(),
                    };
                    if matches!(read, Kind::TooDeep | Kind::TooMany) {
                        kind = read;
                        break;
                    }
                    slot.elements = slot.elements.and(Kinds::of(&[read]));
                }
            }
            (Some((entry, Mode::Leaf | Mode::List)), Value::Field(name)) if entry.next.is_some() => {
                let named = [(name.clone(), Value::Bool(true))];
                kind = self.row(slot, entry, &named, row, None, depth);
            }
            (Some((_, Mode::List | Mode::LeafOrRow)), Value::List(items)) => {
                for item in items {
                    slot.elements = slot.elements.and(Kinds::of(&[item.kind()]));
                }
            }
            (Some((entry, Mode::Choice | Mode::ChoiceOrRow)), Value::Text(text)) => {
                let chosen = entry.words.and_then(|words| words.iter().position(|word| word == text));
                kind = match chosen {
                    Some(0) => Kind::False,
                    Some(_) => Kind::True,
                    None => kind,
                };
            }
            (Some((_, Mode::Choice | Mode::ChoiceOrRow)), Value::Bool(_)) => kind = Kind::Exotic,
            // Names are read as an object, so an object must not be taken for them.
            (Some((_, Mode::Names)), Value::Object(_)) => kind = Kind::Exotic,
            (Some((entry, Mode::Names)), Value::Text(_) | Value::List(_)) => {
                if let Some(names) = names_of(value) {
                    kind = self.row(slot, entry, &names, row, None, depth);
                }
            }
            (Some((entry, _)), Value::Int(number)) if entry.signed && *number < 0 => kind = Kind::Negative,
            _ => {}
        }
        slot.kinds = slot.kinds.and(Kinds::of(&[kind]));
        slot.values.resize(row + 1, None);
        if let Some(place) = slot.values.get_mut(row) {
            *place = Some((kind, value.clone()));
        }
    }

    /// Adds a row below a slot, unless a limit is reached; tells what kind of thing it turned out to be.
    fn row(
        &mut self,
        slot: &mut OpenSlot,
        entry: &Entry,
        object: &[(String, Value)],
        parent: usize,
        element: Option<u32>,
        depth: u32,
    ) -> Kind {
        let depth = depth + u32::from(entry.deepens);
        if depth > self.limits.depth + 1 {
            return Kind::TooDeep;
        }
        self.n_nodes += 1;
        if self.n_nodes > self.limits.nodes {
            return Kind::TooMany;
        }
        let position = self.group_for(slot, entry, object, element);
        let Some(context) = slot.below.get(position).map(|group| group.context) else {
            return Kind::Unreadable;
        };
        let group = OpenGroup {
            context,
            is_plain: false,
            likeness: String::new(),
            entries: Vec::new(),
            rows: GroupRows::default(),
            slots: Vec::new(),
        };
        let Some(place) = slot.below.get_mut(position) else {
            return Kind::Unreadable;
        };
        let mut group = core::mem::replace(place, group);
        let row = group.rows.parents.len();
        group.rows.parents.push(u32::try_from(parent).unwrap_or(u32::MAX));
        group.rows.elements.push(element);
        for (name, value) in object {
            let found = (0..).zip(&group.entries).find(|(_, entry)| entry.name == *name);
            let (key, entry) = (found.map(|(key, _)| key), found.map(|(_, entry)| entry));
            let position = group.slots.iter().position(|slot| slot.name == *name).unwrap_or_else(|| {
                group.slots.push(OpenSlot { key, name: name.clone(), ..OpenSlot::default() });
                group.slots.len() - 1
            });
            if let Some(slot) = group.slots.get_mut(position) {
                self.value(slot, row, value, entry, depth);
            }
        }
        if let Some(place) = slot.below.get_mut(position) {
            *place = group;
        }
        Kind::Object
    }

    /// The group that a row belongs to: the one of those alike, or a new one.
    fn group_for(
        &self,
        slot: &mut OpenSlot,
        entry: &Entry,
        object: &[(String, Value)],
        element: Option<u32>,
    ) -> usize {
        let plain = entry.plain.and_then(Context::numbered);
        let is_plain = plain.is_some_and(|plain| !is_envelope(&entries(self.schema, plain), object));
        let next = entry.next.and_then(Context::numbered);
        let context = if is_plain { plain } else { next };
        let likeness = match (entry.mode, entry.alike) {
            (Mode::Each, _) => format!("{}", element.unwrap_or(0)),
            (_, Alike::All) => String::new(),
            (_, Alike::Same) => likeness(object),
            (_, Alike::SameWhere) => {
                let found = object.iter().find(|(name, _)| name == "where" && !is_plain);
                found.map_or(String::new(), |(_, value)| likeness_of(value))
            }
        };
        let is_alike = |group: &OpenGroup| group.is_plain == is_plain && group.likeness == likeness;
        let is_alone = entry.ordered && self.pace == Pace::OneByOne;
        let found = match entry.alike {
            _ if is_alone => None,
            Alike::SameWhere => {
                slot.below.len().checked_sub(1).filter(|last| slot.below.get(*last).is_some_and(is_alike))
            }
            Alike::All | Alike::Same => slot.below.iter().position(is_alike),
        };
        found.unwrap_or_else(|| {
            let context = context.unwrap_or(Context::Data(crate::schema::ModelId(0)));
            slot.below.push(OpenGroup {
                context,
                is_plain,
                likeness,
                entries: entries(self.schema, context),
                rows: GroupRows::default(),
                slots: Vec::new(),
            });
            slot.below.len() - 1
        })
    }
}

/// The names that a value lists, as entries that are all true.
fn names_of(value: &Value) -> Option<Vec<(String, Value)>> {
    let named = |item: &Value| match item {
        Value::Text(name) => Some((name.clone(), Value::Bool(true))),
        _ => None,
    };
    match value {
        Value::List(items) => items.iter().map(named).collect(),
        one => named(one).map(|one| [one].into()),
    }
}

/// Whether an object is `{ where, data }`, and not the data of a model that happens to have such fields.
fn is_envelope(plain: &[Entry], object: &[(String, Value)]) -> bool {
    let has = |name: &str| object.iter().any(|(own, _)| own == name);
    let is_field = |name: &str| plain.iter().any(|entry| entry.name == name);
    let is_data = object.iter().any(|(name, value)| name == "data" && matches!(value, Value::Object(_)));
    let is_only = object.iter().all(|(name, _)| name == "where" || name == "data");
    is_only && is_data && (!is_field("data") || (has("where") && !is_field("where")))
}

/// What conditions have in common that differ in nothing but values.
fn likeness(object: &[(String, Value)]) -> String {
    let mut text = String::from("{");
    for (name, value) in object {
        text.push_str(&quote(name));
        text.push_str(&likeness_of(value));
    }
    text.push('}');
    text
}

fn likeness_of(value: &Value) -> String {
    match value {
        Value::Object(object) => likeness(object),
        Value::List(items) if items.iter().all(|item| matches!(item, Value::Object(_))) => {
            items.iter().map(likeness_of).collect()
        }
        Value::Field(name) => quote(name),
        Value::Text(text) if text == "insensitive" => "i".to_owned(),
        other => format!("{:x}", other.kind() as u32),
    }
}

/// Writes a finished group to the reading, numbering as it goes.
fn close_group(group: OpenGroup, slot: u32, reading: &mut Reading) {
    let id = u32::try_from(reading.groups.len()).unwrap_or(u32::MAX);
    let n_rows = group.rows.parents.len();
    reading.groups.push(GroupRows { slot, ..group.rows });
    reading.shape.push_str(if group.is_plain { "!{" } else { "{" });
    for (position, mut open) in group.slots.into_iter().enumerate() {
        if position > 0 {
            reading.shape.push(',');
        }
        let key = open.key.map_or_else(|| quote(&open.name), |key| format!("{key}"));
        reading.shape.push_str(&format!("{key}:{:x}", open.kinds.0));
        if !open.elements.is_empty() {
            reading.shape.push_str(&format!("/{:x}", open.elements.0));
        }
        open.values.resize(n_rows, None);
        if open.values.iter().any(Option::is_none) {
            reading.shape.push('?');
        }
        let slot = u32::try_from(reading.slots.len()).unwrap_or(u32::MAX);
        reading.slots.push(SlotValues { group: Some(id), name: open.name, values: open.values });
        for below in open.below {
            close_group(below, slot, reading);
        }
    }
    reading.shape.push('}');
}
