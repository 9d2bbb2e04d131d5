//! A plan: the work in running order, as data a person can read.
//!
//! Knows nothing of SQL or of transports. Invariant: a step borrows keys of earlier steps only.

use alloc::vec::Vec;

use crate::request::{GroupId, Layout, SlotId, Test, Verb};
use crate::schema::{FieldId, Generator, Junction, ModelId, RelationId};

/// A step's position in its plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StepId(pub u32);

/// The work in running order, and what is given back of it.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What was asked at the top.
    pub verb: Verb,
    /// Of which model.
    pub model: ModelId,
    /// Where everything stands in the request.
    pub layout: Layout,
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// What comes back.
    pub answer: Answer,
}

/// One thing asked of the database, for any number of alike rows.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its position.
    pub id: StepId,
    /// The model it acts on.
    pub model: ModelId,
    /// When it runs at all.
    pub when: When,
    /// What it does.
    pub action: Action,
    /// How many rows it must touch.
    pub guard: Guard,
    /// The fields of its rows that come back, in order.
    pub gives: Vec<FieldId>,
}

/// A step's condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// It runs.
    Always,
}

/// How many rows a step must touch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    /// As many as it is given.
    EveryRow,
    /// Any number.
    AnyNumber,
}

/// What a step does.
#[derive(Clone, Debug)]
pub enum Action {
    /// Makes rows.
    Insert(Insert),
    /// Makes pairs in a junction table.
    Link(Link),
    /// Reads rows.
    Read(Read),
}

/// Rows to be made.
#[derive(Clone, Debug)]
pub struct Insert {
    /// Where the rows are, in the order they are sent.
    pub batches: Vec<Batch>,
    /// The columns that are written.
    pub columns: Vec<InsertColumn>,
    /// How the rows are known again when they come back.
    pub key: KeyMaking,
}

/// Rows of one group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// The group.
    pub group: GroupId,
    /// Which of its rows: those that answer each test so.
    pub only: Vec<(Test, bool)>,
}

/// One column of an insert.
#[derive(Clone, Debug)]
pub struct InsertColumn {
    /// The field.
    pub field: FieldId,
    /// For each batch, where the values come from: the first source that a row has.
    pub sources: Vec<Vec<Source>>,
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The request.
    Given(SlotId),
    /// An earlier step's row, once it has come back.
    Key(KeyRef),
    /// The value that was sent to an earlier step.
    Sent(KeyRef),
    /// A row of the same step: the one that this row is written inside of, or that is written inside of it.
    Own(OwnRef),
    /// The default in the schema, a value.
    Default,
    /// The instant of the request.
    Now,
    /// A fresh key made by the host.
    Made(Generator),
    /// The column's own default, evaluated before the row is made.
    Drawn,
    /// No value.
    Null,
}

/// A field of an earlier step's row. Which row: the one that the borrowing row is written inside of, or that is written
/// inside of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyRef {
    /// The step that lends.
    pub step: StepId,
    /// The group of the lending row.
    pub group: GroupId,
    /// The field.
    pub field: FieldId,
}

/// A field of another row of the same step. The statement finds that row by its position among those it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OwnRef {
    /// The group of the other row.
    pub group: GroupId,
    /// The field.
    pub field: FieldId,
}

/// How inserted rows are known again: by a key's value, never by the order they come back in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyMaking {
    /// Nothing of the rows is needed.
    Unneeded,
    /// The values of these fields are known before the insert: sent, or drawn from their defaults.
    Known {
        /// The fields that find the row again.
        fields: Vec<FieldId>,
        /// What nothing writes, of them and of the fields that rows take from each other: their defaults are drawn
        /// first.
        drawn: Vec<FieldId>,
    },
    /// Only the database knows the keys, so each row carries its position through the insert.
    Ordinal,
}

/// Pairs for a junction table.
#[derive(Clone, Debug)]
pub struct Link {
    /// The table, seen from the rows that the relation was written at.
    pub junction: Junction,
    /// The groups of the far rows, one pair for each.
    pub batches: Vec<LinkBatch>,
}

/// The pairs of one group.
#[derive(Clone, Debug)]
pub struct LinkBatch {
    /// The far rows.
    pub batch: Batch,
    /// The key of the near row, the first source it has.
    pub here: Vec<Source>,
    /// The key of the far row, the first source it has.
    pub there: Vec<Source>,
}

/// Rows to be read: those that some earlier rows point at, or that point at them.
#[derive(Clone, Debug)]
pub struct Read {
    /// The earlier rows, step by step.
    pub of: Vec<RowsOf>,
    /// The relation that leads from them to the rows read; none for the same rows again.
    pub relation: Option<(ModelId, RelationId)>,
    /// The fields of the earlier rows that are matched.
    pub lent: Vec<FieldId>,
}

/// The rows of a step, or of one of its groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowsOf {
    /// The step.
    pub step: StepId,
    /// The group; none for all rows of a read.
    pub group: Option<GroupId>,
}

/// What comes back, model by model.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The model.
    pub model: ModelId,
    /// The steps whose rows these are.
    pub rows: Vec<RowsOf>,
    /// The fields, in order.
    pub fields: Vec<FieldId>,
    /// The relations, in order.
    pub relations: Vec<AnswerRelation>,
}

/// What comes back of a relation.
#[derive(Clone, Debug)]
pub struct AnswerRelation {
    /// The relation.
    pub relation: RelationId,
    /// Whether it is a list.
    pub many: bool,
    /// The rows at its other end.
    pub rows: Related,
}

/// The rows at the other end of a relation.
#[derive(Clone, Debug)]
pub enum Related {
    /// There can be none.
    Nothing,
    /// The rows written inside of these, or around them.
    Written(Answer),
    /// The rows read for these.
    Read(Answer),
}

impl Plan {
    /// The step at that position.
    #[must_use]
    pub fn step(&self, id: StepId) -> Option<&Step> {
        self.steps.get(id.0 as usize)
    }
}

impl Source {
    /// The key that is borrowed from another step, whether it comes back or was sent.
    #[must_use]
    pub fn borrowed(&self) -> Option<&KeyRef> {
        match self {
            Source::Key(key) | Source::Sent(key) => Some(key),
            Source::Given(_)
            | Source::Own(_)
            | Source::Default
            | Source::Now
            | Source::Made(_)
            | Source::Drawn
            | Source::Null => None,
        }
    }

    /// The same, to be pointed at another step.
    pub(crate) fn borrowed_mut(&mut self) -> Option<&mut KeyRef> {
        match self {
            Source::Key(key) | Source::Sent(key) => Some(key),
            _ => None,
        }
    }
}

impl Step {
    /// Every key the step borrows, from rows that came back or from what was sent.
    pub fn borrows(&self) -> Vec<(StepId, FieldId)> {
        match &self.action {
            Action::Read(read) => {
                let lent =
                    |rows: &RowsOf| read.lent.iter().map(|field| (rows.step, *field)).collect::<Vec<_>>();
                read.of.iter().flat_map(lent).collect()
            }
            Action::Insert(_) | Action::Link(_) => {
                let keys = self.sources().into_iter().filter_map(Source::borrowed);
                keys.map(|key| (key.step, key.field)).collect()
            }
        }
    }

    /// The steps whose rows must have come back before this one can be sent.
    #[must_use]
    pub fn waits_for(&self) -> Vec<StepId> {
        if let Action::Read(read) = &self.action {
            return read.of.iter().map(|rows| rows.step).collect();
        }
        let keys = self.sources().into_iter().filter_map(|source| match source {
            Source::Key(key) => Some(key.step),
            _ => None,
        });
        keys.collect()
    }

    /// Every source of the step's values.
    fn sources(&self) -> Vec<&Source> {
        match &self.action {
            Action::Insert(insert) => {
                insert.columns.iter().flat_map(|column| column.sources.iter().flatten()).collect()
            }
            Action::Link(link) => {
                link.batches.iter().flat_map(|batch| batch.here.iter().chain(&batch.there)).collect()
            }
            Action::Read(_) => Vec::new(),
        }
    }

    /// The rows the step is about, where it writes any.
    #[must_use]
    pub fn batches(&self) -> Vec<&Batch> {
        match &self.action {
            Action::Insert(insert) => insert.batches.iter().collect(),
            Action::Link(link) => link.batches.iter().map(|link| &link.batch).collect(),
            Action::Read(_) => Vec::new(),
        }
    }
}
