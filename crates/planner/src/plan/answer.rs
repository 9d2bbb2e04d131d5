//! Plans what comes back: rows that were written, and reads for what the writes cannot tell.
//!
//! A row that was just made gives itself back, and so do the rows made inside of it. Anything else is read, after all
//! is written.

use alloc::vec::Vec;

use super::Builder;
use super::create::Written;
use super::step::{Action, Answer, AnswerRelation, Deed, Guard, Read, Related, RowsOf, Source, Step};
use crate::listed::Listed;
use crate::request::{Selection, Wanted};
use crate::schema::{FieldId, Holder, ModelId, RelationId};

/// The rows around some rows: the node, the relation that leads inwards, and what is around that.
#[derive(Clone, Copy)]
struct Around<'w> {
    written: &'w Written,
    relation: RelationId,
    outer: Option<&'w Around<'w>>,
}

impl Builder<'_> {
    /// What comes back of the rows at the top.
    pub(super) fn answer(&mut self, selection: &Selection, root: &Written) -> Answer {
        // Where relations come back, rows that were only found stand among those that were made: the database knows which.
        let is_whole = selection.relations.is_empty() && self.leaves_rows();
        if (self.may_change_later() && !is_whole) || !selection.counts.is_empty() {
            let rows = root.rows.iter().map(|lender| lender.rows()).listed();
            return self.reread(selection, root.model, rows);
        }
        self.written_answer(selection, root, None)
    }

    fn written_answer(
        &mut self,
        selection: &Selection,
        written: &Written,
        around: Option<&Around<'_>>,
    ) -> Answer {
        let rows: Vec<RowsOf> = written.rows.iter().map(|lender| lender.rows()).listed();
        self.give_all(&rows, &selection.fields);
        let mut relations = Vec::new();
        for (id, nested) in &selection.relations {
            let rows = self.related(*id, nested, written, &rows, around);
            let many = self.schema.model(written.model).and_then(|model| model.relation(*id));
            relations.push(AnswerRelation {
                relation: *id,
                many: many.is_some_and(|relation| relation.many),
                rows,
            });
        }
        Answer { model: written.model, rows, fields: selection.fields.clone(), relations, counts: Vec::new() }
    }

    fn related(
        &mut self,
        id: RelationId,
        nested: &Selection,
        written: &Written,
        rows: &[RowsOf],
        around: Option<&Around<'_>>,
    ) -> Related {
        let Some(relation) = self.schema.model(written.model).and_then(|model| model.relation(id)) else {
            return Related::Nothing;
        };
        let back = around.filter(|around| {
            let model = self.schema.model(around.written.model);
            let inwards = model.and_then(|model| model.relation(around.relation));
            inwards.is_some_and(|inwards| inwards.inverse == id && inwards.to == written.model)
                && around.written.model == relation.to
        });
        let inner = written.inside(id);
        let is_fresh = match &relation.holder {
            Holder::Here(_) => written.linked_only.contains(&id),
            Holder::There(pairs) => !self.is_pointed_at_by_value(written, relation.to, pairs),
            Holder::Between(_) => true,
        };
        if !nested.wanted.is_everything() || !nested.counts.is_empty() {
            return self.read_related(id, nested, written.model, rows);
        }
        match (inner, back) {
            // Both the row around and rows inside stand at one relation: only the database tells them together.
            (Some(_), Some(_)) => self.read_related(id, nested, written.model, rows),
            (None, Some(around)) if is_fresh || matches!(relation.holder, Holder::Here(_)) => {
                Related::Written(self.written_answer(nested, around.written, around.outer))
            }
            (Some(inner), None) if is_fresh => {
                let around = Around { written, relation: id, outer: around };
                Related::Written(self.written_answer(nested, &inner, Some(&around)))
            }
            (None, None) if is_fresh && !matches!(relation.holder, Holder::Here(_)) => Related::Nothing,
            _ => self.read_related(id, nested, written.model, rows),
        }
    }

    /// Whether a foreign key that the caller wrote as a value may lead to one of these rows: not if their own key is a
    /// fresh one, which no caller can know.
    fn is_pointed_at_by_value(&self, near: &Written, far: ModelId, pairs: &[(FieldId, FieldId)]) -> bool {
        let is_known = |source: &Source| !matches!(source, Source::Drawn | Source::Made(_) | Source::Null);
        let is_by_value = |source: &Source| matches!(source, Source::Given(_) | Source::Default);
        let mut own = self.steps.iter().filter(|step| near.rows.iter().any(|row| row.step == step.id));
        let mut others = self.steps.iter().filter(|step| step.model == far);
        own.any(|step| pairs.iter().all(|(here, _)| sources_of(step, *here).any(is_known)))
            && others.any(|step| pairs.iter().any(|(_, there)| sources_of(step, *there).any(is_by_value)))
    }

    /// Reads everything again, for rows that may have changed since they were written.
    pub(super) fn reread(&mut self, selection: &Selection, model: ModelId, rows: Vec<RowsOf>) -> Answer {
        let lent = self.schema.model(model).map_or(Vec::new(), |model| model.primary_key().to_vec());
        self.give_all(&rows, &lent);
        let counts = selection.counts.clone();
        let read = Read { batch: None, of: rows, relation: None, lent, wanted: Wanted::default(), counts };
        self.read_answer(selection, model, read)
    }

    fn read_related(&mut self, id: RelationId, nested: &Selection, model: ModelId, of: &[RowsOf]) -> Related {
        let relation = self.schema.model(model).and_then(|model| model.relation(id));
        let Some(relation) = relation else {
            return Related::Nothing;
        };
        let lent: Vec<FieldId> = match &relation.holder {
            Holder::Here(pairs) | Holder::There(pairs) => pairs.iter().map(|(here, _)| *here).listed(),
            Holder::Between(junction) => [junction.here_field].into(),
        };
        self.give_all(of, &lent);
        let (wanted, counts) = (nested.wanted.clone(), nested.counts.clone());
        let read = Read { batch: None, of: of.to_vec(), relation: Some((model, id)), lent, wanted, counts };
        Related::Read(self.read_answer(nested, relation.to, read))
    }

    pub(super) fn read_answer(&mut self, selection: &Selection, model: ModelId, read: Read) -> Answer {
        let step = self.push(model, Action::Read(read), Guard::AnyNumber, Deed::Nothing);
        let rows: Vec<RowsOf> = [RowsOf { step, group: None }].into();
        self.give_all(&rows, &selection.fields);
        let mut relations = Vec::new();
        for (id, nested) in &selection.relations {
            let many = self.schema.model(model).and_then(|model| model.relation(*id));
            let many = many.is_some_and(|relation| relation.many);
            let related = self.read_related(*id, nested, model, &rows);
            relations.push(AnswerRelation { relation: *id, many, rows: related });
        }
        let counts = selection.counts.iter().map(|(id, _)| *id).listed();
        Answer { model, rows, fields: selection.fields.clone(), relations, counts }
    }

    fn give_all(&mut self, rows: &[RowsOf], fields: &[FieldId]) {
        for rows in rows {
            for field in fields {
                self.give(rows.step, *field);
            }
        }
    }
}

/// Where the values of an inserted field come from.
fn sources_of(step: &Step, field: FieldId) -> impl Iterator<Item = &Source> {
    let columns = match &step.action {
        Action::Insert(insert) => insert.columns.as_slice(),
        _ => &[],
    };
    columns
        .iter()
        .filter(move |column| column.field == field)
        .flat_map(|column| column.sources.iter().flatten())
}
