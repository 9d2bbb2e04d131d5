//! Which steps cannot be parts of one statement: all parts see the tables as they were before it began, so none may look at
//! rows of a table that an earlier one writes.
//!
//! Errs on the side of more statements. Rows that only arrive may arrive in any part: what an earlier part frees is free
//! by then, since parts are carried out in order, and foreign keys are looked at when the statement ends.

use alloc::vec::Vec;

use crate::plan::{Action, Except, Guard, Near, Plan, Read, Scope, Step, StepId, Target};
use crate::request::{Filter, OrderBy, Wanted};
use crate::schema::{Holder, Junction, Model, ModelId, RelationId, Schema, Trigger};

/// Tables.
#[derive(Clone, Default)]
struct Tables<'s> {
    /// Whether it may be any.
    any: bool,
    models: Vec<ModelId>,
    junctions: Vec<&'s Junction>,
}

impl<'s> Tables<'s> {
    fn add(&mut self, other: Tables<'s>) {
        self.any |= other.any;
        self.models.extend(other.models);
        self.junctions.extend(other.junctions);
    }

    fn is_empty(&self) -> bool {
        !self.any && self.models.is_empty() && self.junctions.is_empty()
    }

    fn meets(&self, other: &Tables<'_>) -> bool {
        if self.is_empty() || other.is_empty() {
            return false;
        }
        let is_same =
            |one: &Junction, other: &Junction| (&one.schema, &one.table) == (&other.schema, &other.table);
        let shares_junction =
            self.junctions.iter().any(|one| other.junctions.iter().any(|own| is_same(one, own)));
        self.any || other.any || shares_junction || self.models.iter().any(|id| other.models.contains(id))
    }
}

/// The first step that cannot be part of the statement that has the steps before it.
pub(super) fn forced_apart(schema: &Schema, plan: &Plan) -> Option<StepId> {
    let look = Look { schema };
    let mut written = Tables::default();
    for step in &plan.steps {
        if written.meets(&look.looked_at(step)) {
            return Some(step.id);
        }
        written.add(look.written(step));
    }
    None
}

struct Look<'s> {
    schema: &'s Schema,
}

impl<'s> Look<'s> {
    /// The tables whose rows change or arrive.
    fn written(&self, step: &'s Step) -> Tables<'s> {
        let (acts, refers) = match &step.action {
            Action::Insert(_) => (Trigger::AfterInsert, false),
            Action::Update(update) => {
                let changes_key = |model: &Model| {
                    model
                        .keys
                        .iter()
                        .any(|key| update.columns.iter().any(|column| key.fields.contains(&column.field)))
                };
                (Trigger::AfterUpdate, self.schema.model(step.model).is_some_and(changes_key))
            }
            Action::Delete(_) => (Trigger::AfterDelete, true),
            Action::Link(link) => return of_junction(&link.junction),
            Action::Unlink(unlink) => return of_junction(&unlink.junction),
            Action::Find(_) | Action::Read(_) | Action::Count(_) => return Tables::default(),
        };
        let mut tables = Tables { models: [step.model].into(), ..Tables::default() };
        tables.any = self.schema.model(step.model).is_some_and(|model| model.has(acts));
        if refers {
            tables.add(self.referring(step.model));
        }
        tables
    }

    /// The tables that point at a table, and those that point at them: what a deleted row may take along.
    fn referring(&self, model: ModelId) -> Tables<'s> {
        let mut tables = Tables { models: [model].into(), ..Tables::default() };
        let mut next = 0;
        while let Some(of) = tables.models.get(next).copied() {
            next += 1;
            for (id, other) in self.schema.models() {
                for (_, relation) in other.relations().filter(|(_, relation)| relation.to == of) {
                    match &relation.holder {
                        Holder::Here(_) if !tables.models.contains(&id) => tables.models.push(id),
                        Holder::Between(junction) => tables.junctions.push(junction),
                        Holder::Here(_) | Holder::There(_) => {}
                    }
                }
            }
        }
        tables
    }

    /// The tables that have to be as the steps before have left them.
    fn looked_at(&self, step: &'s Step) -> Tables<'s> {
        let own = Tables { models: [step.model].into(), ..Tables::default() };
        match &step.action {
            Action::Insert(_) | Action::Link(_) => Tables::default(),
            // What another transaction has made meanwhile is not seen, and all is done again then.
            Action::Find(_) if matches!(step.guard, Guard::EachOrAgain(..)) => Tables::default(),
            Action::Unlink(unlink) => of_junction(&unlink.junction),
            Action::Find(find) => {
                let mut tables = self.scoped(find.scope.as_ref(), &find.filter);
                tables.any |= matches!(find.except, Except::Found(..));
                tables.add(own);
                tables
            }
            Action::Update(update) => self.targeted(&update.target, own),
            Action::Delete(delete) => self.targeted(&delete.target, own),
            Action::Read(read) => self.read(step.model, read, own),
            Action::Count(count) => {
                let mut tables = own;
                tables.any |= looks_elsewhere(&count.wanted);
                tables
            }
        }
    }

    fn targeted(&self, target: &'s Target, own: Tables<'s>) -> Tables<'s> {
        let Target::Where(wanted) = target else {
            return own;
        };
        let mut tables = self.scoped(wanted.scope.as_ref(), &wanted.filter);
        tables.add(own);
        tables
    }

    fn scoped(&self, scope: Option<&'s Scope>, filter: &Filter) -> Tables<'s> {
        let mut tables = Tables { any: is_related(filter), ..Tables::default() };
        let Some(scope) = scope else {
            return tables;
        };
        if matches!(scope.near, Near::Row(_)) {
            tables.models.push(scope.from);
        }
        tables.add(self.between(scope.from, scope.relation));
        tables
    }

    fn read(&self, model: ModelId, read: &Read, own: Tables<'s>) -> Tables<'s> {
        let mut tables = own;
        tables.any |= looks_elsewhere(&read.wanted) || !read.counts.is_empty();
        tables.models.push(model);
        if let Some((from, relation)) = read.relation {
            tables.add(self.between(from, relation));
        }
        tables
    }

    fn between(&self, from: ModelId, relation: RelationId) -> Tables<'s> {
        let relation = self.schema.model(from).and_then(|model| model.relation(relation));
        match relation.map(|relation| &relation.holder) {
            Some(Holder::Between(junction)) => of_junction(junction),
            _ => Tables::default(),
        }
    }
}

fn of_junction(junction: &Junction) -> Tables<'_> {
    Tables { junctions: [junction].into(), ..Tables::default() }
}

fn looks_elsewhere(wanted: &Wanted) -> bool {
    let by_relation =
        wanted.order.iter().any(|order| !order.through.is_empty() || !matches!(order.by, OrderBy::Field(_)));
    by_relation || wanted.filter.iter().chain(&wanted.cursor).any(is_related)
}

fn is_related(filter: &Filter) -> bool {
    match filter {
        Filter::All(parts) | Filter::Any(parts) => parts.iter().any(is_related),
        Filter::Not(part) => is_related(part),
        Filter::Related { .. } => true,
        Filter::Null(_) | Filter::Compare { .. } | Filter::Beside { .. } | Filter::Json { .. } => false,
    }
}
