//! How rows become objects: the plan's answer, with every field as a position in the rows that come back.

use super::script::{AnswerForm, AnswerPart, RowsForm};
use crate::listed::Listed;
use crate::plan::{Answer, Plan, Related};
use crate::schema::{FieldId, Schema};

/// The answer of a plan as a host reads it.
pub(super) fn form(schema: &Schema, plan: &Plan, answer: &Answer) -> AnswerForm {
    let model = schema.model(answer.model);
    let positions = |field: FieldId| {
        let of_step = |rows: &crate::plan::RowsOf| {
            let gives = plan.step(rows.step).map_or(&[][..], |step| &step.gives);
            let position = gives.iter().position(|given| *given == field).unwrap_or(usize::MAX);
            u32::try_from(position).unwrap_or(u32::MAX)
        };
        answer.rows.iter().map(of_step).listed()
    };
    let fields = answer.fields.iter().filter_map(|id| {
        let field = model?.field(*id)?;
        Some((field.name.clone(), positions(*id)))
    });
    let relations = answer.relations.iter().filter_map(|part| {
        let relation = model?.relation(part.relation)?;
        let (by, answer) = match &part.rows {
            Related::Nothing => ("nothing", None),
            Related::Written(answer) => ("written", Some(form(schema, plan, answer))),
            Related::Read(answer) => ("read", Some(form(schema, plan, answer))),
        };
        Some(AnswerPart { name: relation.name.clone(), many: part.many, by, answer })
    });
    let counts = answer.counts.iter().enumerate().filter_map(|(place, id)| {
        let relation = model?.relation(*id)?;
        let behind = |rows: &crate::plan::RowsOf| {
            let n_fields = plan.step(rows.step).map_or(0, |step| step.gives.len());
            u32::try_from(n_fields + place).unwrap_or(u32::MAX)
        };
        Some((relation.name.clone(), answer.rows.iter().map(behind).listed()))
    });
    AnswerForm {
        counts: counts.listed(),
        rows: answer.rows.iter().map(|rows| RowsForm { step: rows.step.0, group: rows.group }).listed(),
        fields: fields.listed(),
        relations: relations.listed(),
    }
}
