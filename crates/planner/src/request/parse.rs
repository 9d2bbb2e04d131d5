//! Shape -> WriteTree: entries become fields, relations and verbs; what is none of them is a fault.
//!
//! Knows nothing of what a row needs or what its values may be.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::fault::Spot;
use super::grammar::{Context, entries};
use super::{
    Change, Fault, Filter, Given, GroupId, Item, Layout, LinkNode, Node, Operation, Selection, Slot, SlotId,
    Verb, VerbNode, WriteTree,
};
use crate::error::{Error, Expected, Problem, nearest};
use crate::schema::{FieldId, Holder, Model, ModelId, Relation, RelationId, Schema};
use crate::value::{Kind, Kinds};

/// What stops a host from reading on, wherever it stands.
const UNREADABLE: Kinds =
    Kinds::of(&[Kind::Cycle, Kind::TooDeep, Kind::TooMany, Kind::Unreadable, Kind::Missing]);

/// Resolves the names of a shape.
///
/// # Errors
/// When the text is no shape of this schema. What is wrong with the request is in the tree's faults instead.
pub fn parse(schema: &Schema, shape: &str) -> Result<WriteTree, Error> {
    let (layout, context) = Layout::read(schema, shape)?;
    let Context::Arguments(operation, model) = context else {
        return Err(Error { problem: Problem::ShapeMalformed { at: 0 }, path: crate::path::Path::root() });
    };
    let mut parser = Parser { schema, layout: &layout, faults: Vec::new(), rules: Vec::new() };
    let (root, selection) = parser.arguments(operation, model);
    let (faults, rules) = (parser.faults, parser.rules);
    Ok(WriteTree { operation, model, layout, root, selection, faults, rules })
}

pub(super) struct Parser<'s> {
    pub(super) schema: &'s Schema,
    pub(super) layout: &'s Layout,
    pub(super) faults: Vec<Fault>,
    /// What may be wrong in some row: only a host can tell.
    pub(super) rules: Vec<Fault>,
}

/// Whether a `where` has to name a key.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Where {
    Key,
    Anything,
}

impl<'s> Parser<'s> {
    fn arguments(&mut self, operation: Operation, model: ModelId) -> (Option<Item>, Selection) {
        let usual = self.schema.model(model).map(Selection::usual).unwrap_or_default();
        self.form(SlotId(0), OBJECT, Expected::Arguments);
        let Some(group) = self.below(SlotId(0)) else {
            return (None, usual);
        };
        self.named_slots(group, |name, known| Problem::ArgumentUnknown {
            verb: operation.word(),
            nearest: nearest(&name, known.iter().map(String::as_str)),
            name,
            known,
        });
        let mut item = Item::of(model, group);
        let is_many = operation.is_many();
        for (slot, name) in self.entries_of(group) {
            match name.as_str() {
                "where" if is_many => self.condition(&mut item, slot, Where::Anything),
                "where" => self.condition(&mut item, slot, Where::Key),
                "data" if matches!(operation, Operation::CreateMany | Operation::CreateManyAndReturn) => {
                    item.data = self.rows(slot, model);
                }
                "data" if operation == Operation::Create => item.data = self.one_row(slot, model),
                "data" => item.change = self.one_row(slot, model),
                "create" => item.data = self.one_row(slot, model),
                "update" => item.change = self.one_row(slot, model),
                "skipDuplicates" => item.skip = self.flag(slot, &name),
                "limit" => item.limit = self.whole_number(slot),
                _ => {}
            }
        }
        let needed: &[&'static str] = match operation {
            Operation::Create | Operation::CreateMany | Operation::CreateManyAndReturn => &["data"],
            Operation::Update => &["where", "data"],
            Operation::UpdateMany | Operation::UpdateManyAndReturn => &["data"],
            Operation::Upsert => &["where", "create", "update"],
            Operation::Delete => &["where"],
            Operation::DeleteMany => &[],
        };
        self.needed(group, operation.word(), needed);
        if operation.is_many() {
            item.filter.get_or_insert_with(Filter::everything);
        }
        let selection = if operation.gives_rows() { self.selection(model, group) } else { usual };
        (Some(item), selection)
    }

    /// Each of these entries stands in every row of the group.
    fn needed(&mut self, group: GroupId, verb: &'static str, names: &[&'static str]) {
        for name in names {
            let found = self.slots(group).find(|(_, slot)| slot.key.is_some() && slot.name == *name);
            if found.is_some_and(|(_, slot)| slot.always) {
                continue;
            }
            let problem = Problem::ArgumentMissing { verb, name };
            let tests = found.map(|(id, _)| super::Test::Slot(id)).into_iter().collect();
            let spot = Spot::Lacking { group, tests, name: (*name).to_string() };
            self.faults.push(Fault { problem, spot });
        }
    }

    fn condition(&mut self, item: &mut Item, slot: SlotId, wanted: Where) {
        self.strict_form(slot, OBJECT, Expected::Conditions);
        let Some(group) = self.below(slot) else {
            return;
        };
        match wanted {
            Where::Key => {
                let (filter, key) = self.unique(item.model, group);
                item.filter = Some(filter);
                item.key = key;
            }
            Where::Anything => item.filter = Some(self.conditions(item.model, group)),
        }
    }

    /// One row of data, or what shall become of one row.
    fn one_row(&mut self, slot: SlotId, model: ModelId) -> Option<Node> {
        self.form(slot, OBJECT, Expected::Fields);
        self.below(slot).map(|group| self.node(model, group))
    }

    /// Rows of data.
    fn rows(&mut self, slot: SlotId, model: ModelId) -> Option<Node> {
        self.form(slot, OBJECT.and(Kinds::of(&[Kind::List])), Expected::Rows);
        self.elements(slot);
        self.below(slot).map(|group| self.node(model, group))
    }

    fn flag(&mut self, slot: SlotId, name: &str) -> Option<SlotId> {
        let allowed = Kinds::of(&[Kind::True, Kind::False]);
        for found in self.kinds(slot).without(allowed.and(UNREADABLE)).iter() {
            let problem = Problem::SelectionForm { name: name.to_string(), expected: "true or false", found };
            self.faults.push(Fault::of_kind(problem, slot, found));
        }
        self.unreadable(slot);
        Some(slot)
    }

    fn whole_number(&mut self, slot: SlotId) -> Option<SlotId> {
        self.form(slot, Kinds::of(&[Kind::Int, Kind::BigInt]), Expected::WholeNumber);
        Some(slot)
    }

    fn node(&mut self, id: ModelId, group: GroupId) -> Node {
        let mut node = Node { model: id, group, given: Vec::new(), links: Vec::new() };
        let Some(model) = self.schema.model(id) else {
            return node;
        };
        let is_change =
            matches!(self.layout.group(group).map(|group| group.context), Some(Context::Change(_)));
        let n_fields = model.fields().count();
        for (slot, name) in self.named_slots(group, |name, known| field_unknown(model, name, known)) {
            let Some(key) = self.layout.slot(slot).and_then(|slot| slot.key) else {
                continue;
            };
            if (key as usize) < n_fields {
                let changes = self.changes(slot, model.name.as_str(), &name);
                node.given.push(Given { field: FieldId(key), slot, changes });
            } else {
                let relation = RelationId(key.saturating_sub(u32::try_from(n_fields).unwrap_or(u32::MAX)));
                let verbs = self.verbs(slot, model, relation, is_change);
                node.links.push(LinkNode { relation, slot, verbs });
            }
        }
        node
    }

    /// What stands in objects at a field: exactly one change in each.
    fn changes(&mut self, slot: SlotId, model: &str, field: &str) -> Vec<(Change, SlotId)> {
        let Some(group) = self.below(slot) else {
            return Vec::new();
        };
        let n_faults = self.faults.len();
        let known: Vec<(SlotId, String)> =
            self.named_slots(group, |name, known| Problem::EntryUnknown { name, known });
        let is_known = self.faults.len() == n_faults;
        let changes: Vec<(Change, SlotId)> =
            known.iter().filter_map(|(slot, name)| Some((Change::from_word(name)?, *slot))).collect();
        let tests: Vec<super::Test> = changes.iter().map(|(_, slot)| super::Test::Slot(*slot)).collect();
        let is_settled =
            changes.iter().any(|(_, slot)| self.layout.slot(*slot).is_some_and(|slot| slot.always));
        let problem = Problem::ChangeCount { model: model.to_string(), field: field.to_string() };
        if !is_settled && is_known {
            let spot = Spot::Lacking { group, tests: tests.clone(), name: String::new() };
            let fault = Fault { problem: problem.clone(), spot };
            if tests.len() < 2 { self.faults.push(fault) } else { self.rules.push(fault) }
        }
        for (position, first) in tests.iter().enumerate() {
            for second in tests.iter().skip(position + 1) {
                let spot = Spot::Both { group, first: *first, second: *second };
                self.rules.push(Fault { problem: problem.clone(), spot });
            }
        }
        changes
    }

    fn verbs(&mut self, slot: SlotId, model: &Model, id: RelationId, is_change: bool) -> Vec<VerbNode> {
        let Some(relation) = model.relation(id) else {
            return Vec::new();
        };
        let name = relation.name.clone();
        let kinds = self.kinds(slot);
        if kinds.has(Kind::Null) {
            let problem = Problem::RelationNull { relation: name.clone() };
            self.faults.push(Fault::of_kind(problem, slot, Kind::Null));
        }
        self.form(slot, OBJECT.and(Kinds::of(&[Kind::Null])), Expected::Verbs);
        let Some(group) = self.below(slot) else {
            return Vec::new();
        };
        let mut verbs = Vec::new();
        let allowed = allowed_verbs(model, relation, is_change);
        for (slot, word) in self.named_slots(group, |word, _| Problem::VerbUnknown {
            relation: name.clone(),
            nearest: nearest(&word, allowed.iter().map(|verb| verb.word())),
            name: word,
            known: allowed.iter().map(|verb| verb.word().to_string()).collect(),
        }) {
            let Some(verb) = Verb::from_word(&word) else {
                continue;
            };
            if allowed.contains(&verb) {
                verbs.push(self.verb(slot, verb, relation));
            } else {
                let problem = misplaced(model, relation, verb, is_change);
                self.faults.push(Fault::of_slot(problem, slot));
            }
        }
        verbs
    }

    fn verb(&mut self, slot: SlotId, verb: Verb, relation: &Relation) -> VerbNode {
        let is_switch = !relation.many && matches!(verb, Verb::Disconnect | Verb::Delete);
        if !relation.many && self.kinds(slot).has(Kind::List) {
            let problem = Problem::ListForOne { relation: relation.name.clone() };
            self.faults.push(Fault::of_kind(problem, slot, Kind::List));
        }
        if relation.many && matches!(verb, Verb::Disconnect | Verb::Delete) {
            for found in self.kinds(slot).within(SWITCH).iter() {
                let problem = Problem::SwitchForList { relation: relation.name.clone(), verb: verb.word() };
                self.faults.push(Fault::of_kind(problem, slot, found));
            }
        }
        // An array for one row, and true for many, have been told already, in better words.
        let takes_list = verb != Verb::CreateMany;
        let mut allowed = if takes_list { OBJECT.and(Kinds::of(&[Kind::List])) } else { OBJECT };
        if matches!(verb, Verb::Disconnect | Verb::Delete) {
            allowed = allowed.and(SWITCH);
        }
        let expected = match (is_switch, relation.many) {
            (true, _) => Expected::Switch,
            (false, true) if takes_list => Expected::Rows,
            _ => Expected::Object,
        };
        self.form(slot, allowed, expected);
        self.elements(slot);
        let groups = self.layout.slot(slot).map_or(&[][..], |slot| &slot.below);
        let items = groups.iter().map(|group| self.item(verb, relation, *group)).collect();
        VerbNode { verb, slot, items }
    }

    fn item(&mut self, verb: Verb, relation: &Relation, group: GroupId) -> Item {
        let to = relation.to;
        let mut item = Item::of(to, group);
        let key = if relation.many { Where::Key } else { Where::Anything };
        match self.layout.group(group).map(|group| group.context) {
            Some(Context::Data(_)) => item.data = Some(self.node(to, group)),
            Some(Context::Change(_)) => item.change = Some(self.node(to, group)),
            Some(Context::Unique(_)) => {
                let (filter, key) = self.unique(to, group);
                (item.filter, item.key) = (Some(filter), key);
            }
            Some(Context::Filter(_) | Context::FieldsFilter(_)) => {
                item.filter = Some(self.conditions(to, group));
            }
            Some(Context::Item(..)) => self.item_entries(verb, &mut item, key),
            _ => {}
        }
        let needed: &[&'static str] = match (verb, self.layout.group(group).map(|group| group.context)) {
            (Verb::ConnectOrCreate, _) => &["where", "create"],
            (Verb::Update | Verb::UpdateMany, Some(Context::Item(..))) if relation.many => &["where", "data"],
            (Verb::Update, Some(Context::Item(..))) => &["data"],
            (Verb::Upsert, _) if relation.many => &["where", "create", "update"],
            (Verb::Upsert, _) => &["create", "update"],
            (Verb::CreateMany, _) => &["data"],
            _ => &[],
        };
        self.needed(group, verb.word(), needed);
        item
    }

    fn item_entries(&mut self, verb: Verb, item: &mut Item, wanted: Where) {
        let wanted = match verb {
            Verb::ConnectOrCreate => Where::Key,
            Verb::UpdateMany => Where::Anything,
            _ => wanted,
        };
        let (group, model) = (item.group, item.model);
        for (slot, name) in self.named_slots(group, |name, known| Problem::ArgumentUnknown {
            verb: verb.word(),
            nearest: nearest(&name, known.iter().map(String::as_str)),
            name,
            known,
        }) {
            match name.as_str() {
                "where" => self.condition(item, slot, wanted),
                "data" if verb == Verb::CreateMany => item.data = self.rows(slot, model),
                "create" => item.data = self.one_row(slot, model),
                "data" | "update" => item.change = self.one_row(slot, model),
                "skipDuplicates" => item.skip = self.flag(slot, &name),
                _ => {}
            }
        }
    }

    /// What is chosen by the `select`, `include` and `omit` of a group.
    fn selection(&mut self, id: ModelId, group: GroupId) -> Selection {
        let Some(model) = self.schema.model(id) else {
            return Selection::default();
        };
        let slot_named = |name: &str| {
            let found = self.slots(group).find(|(_, slot)| slot.key.is_some() && slot.name == name);
            found.map(|(id, _)| id)
        };
        let (select, include, omit) = (slot_named("select"), slot_named("include"), slot_named("omit"));
        for slot in [select, include, omit].into_iter().flatten() {
            self.form(slot, Kinds::of(&[Kind::Object]), Expected::Selection);
        }
        if let (Some(_), Some(other)) = (select, include.or(omit)) {
            self.faults.push(Fault::of_slot(Problem::SelectAndInclude, other));
        }
        if let Some(select) = select {
            return self.chosen(select, model);
        }
        let mut selection = Selection::usual(model);
        if let Some(group) = omit.and_then(|slot| self.below(slot)) {
            for (slot, name) in self.named_slots(group, |name, known| field_unknown(model, name, known)) {
                self.choice(slot, &name, Kinds::NONE);
                if self.kinds(slot).has(Kind::True) {
                    selection.fields.retain(|field| model.field_named(&name) != Some(*field));
                }
            }
        }
        if let Some(slot) = include {
            selection.relations = self.chosen_of(slot, model).relations;
        }
        if selection.fields.is_empty() && selection.relations.is_empty() {
            let problem = Problem::SelectionEmpty { model: model.name.clone() };
            self.faults.extend(omit.map(|slot| Fault::of_slot(problem, slot)));
        }
        selection
    }

    fn chosen(&mut self, slot: SlotId, model: &Model) -> Selection {
        let n_faults = self.faults.len();
        let selection = self.chosen_of(slot, model);
        // Where something is chosen wrongly, that is what there is to say.
        let is_right = self.kinds(slot).has(Kind::Object) && self.faults.len() == n_faults;
        if is_right && selection.fields.is_empty() && selection.relations.is_empty() {
            let problem = Problem::SelectionEmpty { model: model.name.clone() };
            self.faults.push(Fault::of_slot(problem, slot));
        }
        selection
    }

    /// What the entries of one `select` or `include` choose.
    fn chosen_of(&mut self, slot: SlotId, model: &Model) -> Selection {
        let mut selection = Selection::default();
        let Some(group) = self.below(slot) else {
            return selection;
        };
        for (slot, name) in self.named_slots(group, |name, known| field_unknown(model, name, known)) {
            let kinds = self.kinds(slot);
            let relation = model.relation_named(&name);
            let objects = if relation.is_some() { Kinds::of(&[Kind::Object]) } else { Kinds::NONE };
            self.choice(slot, &name, objects);
            match (relation, model.field_named(&name)) {
                (Some(id), _) if kinds.has(Kind::True) || kinds.has(Kind::Object) => {
                    let to = model.relation(id).map(|relation| relation.to);
                    let nested = match (self.below(slot), to) {
                        (Some(group), Some(to)) => self.nested_selection(to, group),
                        (None, Some(to)) => self.schema.model(to).map(Selection::usual).unwrap_or_default(),
                        _ => Selection::default(),
                    };
                    selection.relations.push((id, nested));
                }
                (None, Some(field)) if kinds.has(Kind::True) => selection.fields.push(field),
                _ => {}
            }
        }
        selection
    }

    fn nested_selection(&mut self, to: ModelId, group: GroupId) -> Selection {
        self.named_slots(group, |name, known| Problem::EntryUnknown { name, known });
        self.selection(to, group)
    }

    /// A choice is true, false, or an object where objects are allowed.
    fn choice(&mut self, slot: SlotId, name: &str, objects: Kinds) {
        let allowed = Kinds::of(&[Kind::True, Kind::False]).and(objects).and(UNREADABLE);
        for found in self.kinds(slot).without(allowed).iter() {
            let expected = if objects.is_empty() { "true or false" } else { "true, false or an object" };
            let problem = Problem::SelectionForm { name: name.to_string(), expected, found };
            self.faults.push(Fault::of_kind(problem, slot, found));
        }
        self.unreadable(slot);
    }

    /// The same where leaving the value undefined is a mistake of its own.
    pub(super) fn strict_form(&mut self, slot: SlotId, allowed: Kinds, expected: Expected) {
        if self.kinds(slot).has(Kind::Missing) {
            let name = self.layout.slot(slot).map_or(String::new(), |slot| slot.name.clone());
            self.faults.push(Fault::of_kind(Problem::UndefinedInWhere { name }, slot, Kind::Missing));
        }
        for found in self.kinds(slot).without(allowed.and(UNREADABLE)).iter() {
            self.faults.push(Fault::of_kind(Problem::Form { expected, found }, slot, found));
        }
        for found in self.kinds(slot).within(UNREADABLE).without(Kinds::of(&[Kind::Missing])).iter() {
            self.faults.push(Fault::of_kind(unreadable(found), slot, found));
        }
    }

    /// What stands in a slot has one of the forms it may have.
    pub(super) fn form(&mut self, slot: SlotId, allowed: Kinds, expected: Expected) {
        for found in self.kinds(slot).without(allowed.and(UNREADABLE)).iter() {
            self.faults.push(Fault::of_kind(Problem::Form { expected, found }, slot, found));
        }
        self.unreadable(slot);
    }

    /// What stands in an array of rows is rows.
    pub(super) fn elements(&mut self, slot: SlotId) {
        let elements = self.layout.slot(slot).map_or(Kinds::NONE, |slot| slot.elements);
        for found in elements.without(Kinds::of(&[Kind::Object])).iter() {
            let problem = match found {
                Kind::Missing => Problem::Hole,
                Kind::Unreadable => Problem::Unreadable,
                Kind::Cycle => Problem::Circular,
                _ => Problem::Form { expected: Expected::Object, found },
            };
            self.faults.push(Fault { problem, spot: Spot::Element { slot, kinds: found as u32 } });
        }
    }

    pub(super) fn unreadable(&mut self, slot: SlotId) {
        for found in self.kinds(slot).within(UNREADABLE).iter() {
            self.faults.push(Fault::of_kind(unreadable(found), slot, found));
        }
    }

    /// The known entries of a group with their names; each unknown one is a fault.
    pub(super) fn named_slots(
        &mut self,
        group: GroupId,
        unknown: impl Fn(String, Vec<String>) -> Problem,
    ) -> Vec<(SlotId, String)> {
        let Some(context) = self.layout.group(group).map(|group| group.context) else {
            return Vec::new();
        };
        let mut known = Vec::new();
        let mut faults = Vec::new();
        for (id, slot) in self.slots(group) {
            if slot.key.is_some() {
                known.push((id, slot.name.clone()));
            } else {
                let names = entries(self.schema, context).into_iter().map(|entry| entry.name).collect();
                faults.push(Fault::of_slot(unknown(slot.name.clone(), names), id));
            }
        }
        self.faults.append(&mut faults);
        known
    }

    pub(super) fn slots(&self, group: GroupId) -> impl Iterator<Item = (SlotId, &'s Slot)> + use<'s> {
        let layout = self.layout;
        let slots = layout.group(group).map_or(&[][..], |group| &group.slots);
        slots.iter().filter_map(move |id| layout.slot(*id).map(|slot| (*id, slot)))
    }

    pub(super) fn kinds(&self, slot: SlotId) -> Kinds {
        self.layout.slot(slot).map_or(Kinds::NONE, |slot| slot.kinds)
    }

    pub(super) fn below(&self, slot: SlotId) -> Option<GroupId> {
        self.layout.slot(slot)?.below.first().copied()
    }

    /// The known entries of a group with their names, where the unknown ones have been told.
    fn entries_of(&self, group: GroupId) -> Vec<(SlotId, String)> {
        let known = self.slots(group).filter(|(_, slot)| slot.key.is_some());
        known.map(|(id, slot)| (id, slot.name.clone())).collect()
    }
}

const OBJECT: Kinds = Kinds::of(&[Kind::Object]);

/// What turns something on or off.
const SWITCH: Kinds = Kinds::of(&[Kind::True, Kind::False]);

/// The verbs that can stand at a relation.
fn allowed_verbs(model: &Model, relation: &Relation, is_change: bool) -> Vec<Verb> {
    let is_required = model.requires(relation);
    let is_between = matches!(relation.holder, Holder::Between(_));
    let fits = |verb: &Verb| {
        (is_change || !verb.is_for_updates())
            && (relation.many || !verb.is_for_lists())
            && !(is_between && *verb == Verb::CreateMany)
            && !(is_required && matches!(verb, Verb::Delete | Verb::Disconnect))
    };
    Verb::ALL.into_iter().filter(fits).collect()
}

/// Why a verb cannot stand at a relation.
fn misplaced(model: &Model, relation: &Relation, verb: Verb, is_change: bool) -> Problem {
    let (word, name) = (verb.word(), relation.name.clone());
    if !is_change && verb.is_for_updates() {
        return Problem::VerbForUpdates { relation: name, verb: word };
    }
    if !relation.many && verb.is_for_lists() {
        return Problem::VerbForLists { relation: name, verb: word };
    }
    if model.requires(relation) {
        return Problem::VerbOfRequired { model: model.name.clone(), relation: name, verb: word };
    }
    Problem::VerbBetween { relation: name, verb: word }
}

/// What a host could not read, as a problem.
pub(crate) fn unreadable(found: Kind) -> Problem {
    match found {
        Kind::Cycle => Problem::Circular,
        Kind::TooDeep => Problem::TooDeep,
        Kind::TooMany => Problem::TooManyNodes,
        Kind::Missing => Problem::Hole,
        _ => Problem::Unreadable,
    }
}

/// What no entry is named for. A field or relation that stands where it cannot be chosen is known all the same.
fn field_unknown(model: &Model, name: String, known: Vec<String>) -> Problem {
    if model.field_named(&name).is_some() || model.relation_named(&name).is_some() {
        return Problem::EntryUnknown { name, known };
    }
    let nearest = nearest(&name, known.iter().map(String::as_str));
    Problem::FieldUnknown { model: model.name.clone(), nearest, name }
}
