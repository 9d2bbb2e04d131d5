//! What is done with the relations of a row, verb by verb in the order of the caller's keys.

use treewright::{Conflict, FieldId, Holder, Model, ModelId, Relation, Value};

use super::answer::relation;
use super::{Entries, Key, Trouble, Writer, entries, entry, not_there, objects, position_of, would_break};

/// A row and one of its relations, with the place where something is written for it.
#[derive(Clone, Copy)]
struct Place<'p> {
    id: ModelId,
    key: &'p Key,
    relation: &'p Relation,
    path: &'p str,
}

/// What a row that holds a relation will point at, as far as that is settled.
#[derive(Clone, Copy)]
pub(super) enum Later<'k> {
    /// It does already: it has just been made.
    New,
    /// This, once it is the turn of what is written so.
    Held(Option<&'k Key>),
}

impl Writer<'_> {
    /// The row that a row which holds a relation will point at; none where nothing is said of that.
    pub(super) fn held(
        &mut self,
        id: ModelId,
        relation: &Relation,
        value: &Value,
        path: &str,
        own: Option<&Key>,
    ) -> Result<Option<Vec<Value>>, Trouble> {
        let mut far = None;
        let is_later = own.is_some() && self.is_one_to_one(relation);
        for (verb, value) in entries(value) {
            let is_made = verb == "create";
            if is_later && !is_made {
                continue;
            }
            if let Some(key) = self.found_or_made(relation, verb, value, &format!("{path}.{verb}"))? {
                if !is_made {
                    self.displace_holders(id, relation, &key, own)?;
                }
                far = Some(self.cells(relation.to, &key)?.to_vec());
            }
        }
        Ok(far)
    }

    /// The row that a row which holds a relation one to one will point at, once it has been changed itself.
    pub(super) fn held_later(
        &mut self,
        relation: &Relation,
        value: &Value,
        path: &str,
    ) -> Result<Option<Key>, Trouble> {
        let mut far = None;
        for (verb, value) in entries(value).iter().filter(|(verb, _)| verb != "create") {
            if self.is_one_to_one(relation) {
                far = self.found_or_made(relation, verb, value, &format!("{path}.{verb}"))?.or(far);
            }
        }
        Ok(far)
    }

    fn found_or_made(
        &mut self,
        relation: &Relation,
        verb: &str,
        value: &Value,
        path: &str,
    ) -> Result<Option<Key>, Trouble> {
        match verb {
            "create" => self.create(relation.to, entries(value), path, &[], &Conflict::Fail),
            "connect" => Ok(Some(self.key_that(relation.to, entries(value)).ok_or_else(not_there)?)),
            "connectOrCreate" => match self.key_that(relation.to, part(entries(value), "where")) {
                Some(key) => Ok(Some(key)),
                None => {
                    let create = part(entries(value), "create");
                    self.create(relation.to, create, &format!("{path}.create"), &[], &Conflict::Fail)
                }
            },
            _ => Ok(None),
        }
    }

    fn is_one_to_one(&self, relation: &Relation) -> bool {
        let inverse = self.database.model(relation.to).relation(relation.inverse);
        !relation.many && inverse.is_some_and(|inverse| !inverse.many)
    }

    /// Lets a row point at another one, if it does not yet.
    fn repoint(&mut self, place: Place<'_>, far: &[Value]) -> Result<Key, Trouble> {
        let Holder::Here(pairs) = &place.relation.holder else {
            return Ok(place.key.clone());
        };
        let set: Vec<(FieldId, Value)> =
            pairs.iter().map(|(here, there)| (*here, far[there.0 as usize].clone())).collect();
        let own = self.cells(place.id, place.key)?;
        if set.iter().all(|(field, value)| own[field.0 as usize] == *value) {
            return Ok(place.key.clone());
        }
        self.set_cells(place.id, place.key, &set, true)
    }

    /// Where a row joins one only, takes it away from the row that holds it now.
    fn displace_holders(
        &mut self,
        id: ModelId,
        relation: &Relation,
        far: &Key,
        own: Option<&Key>,
    ) -> Result<(), Trouble> {
        let inverse =
            self.database.model(relation.to).relation(relation.inverse).expect("an inverse").clone();
        if inverse.many {
            return Ok(());
        }
        for at in self.linked(&inverse, self.cells(relation.to, far)?) {
            let holder = self.key_at(id, at);
            if Some(&holder) != own {
                self.let_go(id, &holder, &held_fields(relation))?;
            }
        }
        Ok(())
    }

    /// Lets a row point at nothing, unless it must point at something.
    fn let_go(&mut self, id: ModelId, key: &Key, fields: &[FieldId]) -> Result<(), Trouble> {
        let nulls: Vec<(FieldId, Value)> = fields
            .iter()
            .filter(|field| self.database.model(id).field(**field).is_some_and(|field| field.nullable))
            .map(|field| (*field, Value::Null))
            .collect();
        if nulls.is_empty() {
            return Err(would_break());
        }
        self.set_cells(id, key, &nulls, false).map(|_| ())
    }

    /// Everything that is written at a relation of a row that is there.
    pub(super) fn verbs(
        &mut self,
        id: ModelId,
        key: &Key,
        name: &str,
        value: &Value,
        path: &str,
        later: Later<'_>,
    ) -> Result<Key, Trouble> {
        let schema = std::sync::Arc::clone(&self.database.schema);
        let model: &Model = schema.model(id).expect("a model");
        let (relation, holder) = relation(model, name).expect("a relation");
        let is_here = matches!(holder, Holder::Here(_));
        let is_new = matches!(later, Later::New);
        let mut key = key.clone();
        for (verb, value) in entries(value) {
            let path = format!("{path}.{verb}");
            let own = key.clone();
            let place = Place { id, key: &own, relation, path: &path };
            match (verb.as_str(), later) {
                ("connect" | "connectOrCreate", Later::Held(Some(far))) if is_here => {
                    self.displace_holders(id, relation, far, Some(&own))?;
                    let far = self.cells(relation.to, far)?.to_vec();
                    key = self.repoint(place, &far)?;
                }
                ("create" | "connect" | "connectOrCreate", _) if is_here => {}
                ("create", _) => self.create_linked(place, value, &Conflict::Fail, is_new)?,
                ("createMany", _) => self.create_many_linked(place, entries(value), is_new)?,
                ("upsert", _) => key = self.upsert_linked(place, value)?,
                (verb, _) => self.verb(place, verb, value)?,
            }
        }
        Ok(key)
    }

    /// What is done with rows that are there, and leaves the row's own key alone.
    fn verb(&mut self, place: Place<'_>, verb: &str, value: &Value) -> Result<(), Trouble> {
        match verb {
            "connect" => self.connect(place, value),
            "connectOrCreate" => self.connect_or_create(place, value),
            "update" => self.update_linked(place, value),
            "delete" => self.delete_linked(place, value),
            "disconnect" => self.disconnect(place, value),
            "set" => self.set_linked(place, value),
            "updateMany" => self.update_many_linked(place, value),
            "deleteMany" => {
                for (_, wanted) in objects(value, place.path) {
                    let gone = self.linked_that(place, wanted);
                    self.database.delete_rows(place.relation.to, gone)?;
                }
                Ok(())
            }
            other => panic!("there is no verb {other}"),
        }
    }

    fn create_many_linked(&mut self, place: Place<'_>, item: &Entries, is_new: bool) -> Result<(), Trouble> {
        let skips = entry(item, "skipDuplicates") == Some(&Value::Bool(true));
        let conflict = if skips { Conflict::Skip } else { Conflict::Fail };
        let path = format!("{}.data", place.path);
        let data = entry(item, "data").expect("rows");
        self.create_linked(Place { path: &path, ..place }, data, &conflict, is_new)
    }

    fn create_linked(
        &mut self,
        place: Place<'_>,
        value: &Value,
        conflict: &Conflict,
        is_new: bool,
    ) -> Result<(), Trouble> {
        if !place.relation.many && !is_new {
            self.displace_linked(place, None)?;
        }
        let outer = self.pointing_at(place.relation, self.cells(place.id, place.key)?);
        for far in self.create_all(place.relation.to, value, place.path, &outer, conflict)? {
            self.pair(place, &far)?;
        }
        Ok(())
    }

    /// Lets go of what is linked, but for one row.
    fn displace_linked(&mut self, place: Place<'_>, kept: Option<&Key>) -> Result<(), Trouble> {
        for at in self.linked(place.relation, self.cells(place.id, place.key)?) {
            let far = self.key_at(place.relation.to, at);
            if Some(&far) != kept {
                self.let_go(place.relation.to, &far, &held_fields(place.relation))?;
            }
        }
        Ok(())
    }

    /// Links a row that is there, away from whatever it is linked to.
    fn link(&mut self, place: Place<'_>, far: &Key) -> Result<(), Trouble> {
        if !matches!(place.relation.holder, Holder::There(_)) {
            return self.pair(place, far);
        }
        if !place.relation.many {
            self.displace_linked(place, Some(far))?;
        }
        let outer = self.pointing_at(place.relation, self.cells(place.id, place.key)?);
        self.set_cells(place.relation.to, far, &outer, true).map(|_| ())
    }

    fn pair(&mut self, place: Place<'_>, far: &Key) -> Result<(), Trouble> {
        if let Holder::Between(junction) = &place.relation.holder {
            let near = self.cells(place.id, place.key)?[junction.here_field.0 as usize].clone();
            let far = self.cells(place.relation.to, far)?[junction.there_field.0 as usize].clone();
            self.database.link(junction, near, far)?;
        }
        Ok(())
    }

    fn connect(&mut self, place: Place<'_>, value: &Value) -> Result<(), Trouble> {
        let mut wanted = Vec::new();
        for (_, one) in objects(value, place.path) {
            let missing = if place.relation.many { Trouble("TW503".to_owned()) } else { not_there() };
            wanted.push(self.key_that(place.relation.to, one).ok_or(missing)?);
        }
        for far in wanted {
            // To link a row may change the key it was found by; what is linked once is linked.
            if position_of(self.database, place.relation.to, &far).is_some() {
                self.link(place, &far)?;
            }
        }
        Ok(())
    }

    fn connect_or_create(&mut self, place: Place<'_>, value: &Value) -> Result<(), Trouble> {
        for (path, item) in objects(value, place.path) {
            match self.key_that(place.relation.to, part(item, "where")) {
                Some(far) => self.link(place, &far)?,
                None => {
                    self.create_beside(place, part(item, "create"), &format!("{path}.create"))?;
                }
            }
        }
        Ok(())
    }

    /// Makes a linked row, and lets go of none.
    fn create_beside(&mut self, place: Place<'_>, data: &Entries, path: &str) -> Result<Key, Trouble> {
        let outer = self.pointing_at(place.relation, self.cells(place.id, place.key)?);
        let far = self.create(place.relation.to, data, path, &outer, &Conflict::Fail)?;
        let far = far.expect("a row is made or refused");
        self.pair(place, &far)?;
        let cells = self.cells(place.relation.to, &far)?.to_vec();
        self.repoint(place, &cells)
    }

    fn update_linked(&mut self, place: Place<'_>, value: &Value) -> Result<(), Trouble> {
        for (path, item) in objects(value, place.path) {
            let far_model = self.database.model(place.relation.to);
            let is_data = entry(item, "data").is_some_and(|data| matches!(data, Value::Object(_)));
            let is_only = item.iter().all(|(name, _)| name == "where" || name == "data");
            let is_envelope = place.relation.many
                || (is_data && is_only && (far_model.field_named("data").is_none() || item.len() == 2));
            let (wanted, data) = match is_envelope {
                true => (part(item, "where"), part(item, "data")),
                false => (&[][..], item),
            };
            if data.is_empty() {
                continue;
            }
            let path = if is_envelope { format!("{path}.data") } else { path };
            let found = self.linked_that(place, wanted).first().copied().ok_or_else(not_there)?;
            self.update(place.relation.to, self.key_at(place.relation.to, found), data, &path)?;
        }
        Ok(())
    }

    fn upsert_linked(&mut self, place: Place<'_>, value: &Value) -> Result<Key, Trouble> {
        let mut key = place.key.clone();
        for (path, item) in objects(value, place.path) {
            match self.linked_that(place, part(item, "where")).first().copied() {
                Some(found) => {
                    let far = self.key_at(place.relation.to, found);
                    self.update(place.relation.to, far, part(item, "update"), &format!("{path}.update"))?;
                }
                None => key = self.create_beside(place, part(item, "create"), &format!("{path}.create"))?,
            }
        }
        Ok(key)
    }

    fn delete_linked(&mut self, place: Place<'_>, value: &Value) -> Result<(), Trouble> {
        let mut gone = Vec::new();
        for wanted in wheres(value) {
            let missing = if place.relation.many { Trouble("TW504".to_owned()) } else { not_there() };
            gone.push(self.linked_that(place, wanted).first().copied().ok_or(missing)?);
        }
        gone.sort_unstable();
        gone.dedup();
        Ok(self.database.delete_rows(place.relation.to, gone)?)
    }

    fn disconnect(&mut self, place: Place<'_>, value: &Value) -> Result<(), Trouble> {
        for wanted in wheres(value) {
            for at in self.linked_that(place, wanted) {
                let far = self.key_at(place.relation.to, at);
                self.unlink(place, &far)?;
            }
        }
        Ok(())
    }

    fn unlink(&mut self, place: Place<'_>, far: &Key) -> Result<(), Trouble> {
        match &place.relation.holder {
            Holder::Here(_) => self.let_go(place.id, place.key, &held_fields(place.relation)),
            Holder::There(_) => self.let_go(place.relation.to, far, &held_fields(place.relation)),
            Holder::Between(junction) => {
                let near = self.cells(place.id, place.key)?[junction.here_field.0 as usize].clone();
                let far = self.cells(place.relation.to, far)?[junction.there_field.0 as usize].clone();
                let position = self.database.junction(junction);
                let pairs = &mut self.database.junctions[position];
                let pair = if pairs.columns[0].0 == junction.here { [near, far] } else { [far, near] };
                pairs.rows.retain(|own| *own != pair);
                Ok(())
            }
        }
    }

    fn set_linked(&mut self, place: Place<'_>, value: &Value) -> Result<(), Trouble> {
        let is_between = matches!(place.relation.holder, Holder::Between(_));
        let mut wanted: Vec<Key> = Vec::new();
        for (_, one) in objects(value, place.path) {
            match self.key_that(place.relation.to, one) {
                Some(far) => wanted.push(far),
                None if is_between => return Err(Trouble("TW503".to_owned())),
                None => {}
            }
        }
        let linked = self.linked(place.relation, self.cells(place.id, place.key)?);
        let linked: Vec<Key> = linked.into_iter().map(|at| self.key_at(place.relation.to, at)).collect();
        for far in &wanted {
            if !linked.contains(far) {
                self.link(place, far)?;
            }
        }
        for far in linked.iter().filter(|far| !wanted.contains(far)) {
            self.unlink(place, far)?;
        }
        Ok(())
    }

    fn update_many_linked(&mut self, place: Place<'_>, value: &Value) -> Result<(), Trouble> {
        for (path, item) in objects(value, place.path) {
            let met = self.linked_that(place, part(item, "where"));
            let met: Vec<Key> = met.into_iter().map(|at| self.key_at(place.relation.to, at)).collect();
            for far in met {
                self.update(place.relation.to, far, part(item, "data"), &path)?;
            }
        }
        Ok(())
    }

    /// The one row that meets a where, wherever it is linked.
    fn key_that(&self, id: ModelId, wanted: &Entries) -> Option<Key> {
        self.rows_that(id, wanted).first().map(|at| self.key_at(id, *at))
    }

    /// The rows that are linked and meet a where.
    fn linked_that(&self, place: Place<'_>, wanted: &Entries) -> Vec<usize> {
        let Some(at) = position_of(self.database, place.id, place.key) else {
            return Vec::new();
        };
        let linked = self.linked(place.relation, &self.database.rows(place.id)[at].cells);
        let met = self.rows_that(place.relation.to, wanted);
        linked.into_iter().filter(|at| met.contains(at)).collect()
    }
}

/// The fields by which the rows at the holding end point.
fn held_fields(relation: &Relation) -> Vec<FieldId> {
    match &relation.holder {
        Holder::Here(pairs) => pairs.iter().map(|(here, _)| *here).collect(),
        Holder::There(pairs) => pairs.iter().map(|(_, there)| *there).collect(),
        Holder::Between(_) => Vec::new(),
    }
}

/// The wheres of a verb that can also be switched on and off.
fn wheres(value: &Value) -> Vec<&Entries> {
    match value {
        Value::Bool(true) => vec![&[]],
        Value::Object(one) => vec![one],
        Value::List(many) => many.iter().map(entries).collect(),
        _ => Vec::new(),
    }
}

fn part<'v>(item: &'v Entries, name: &str) -> &'v Entries {
    entry(item, name).map_or(&[], entries)
}
