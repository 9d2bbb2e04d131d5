//! A plan: the work in running order, as data a person can read.
//!
//! Knows nothing of SQL or of transports. Invariant: a step borrows keys of earlier steps only.

use alloc::vec::Vec;

use crate::error::Problem;
use crate::request::{Change, Filter, GroupId, Layout, Operation, SlotId, Test};
use crate::schema::{FieldId, Generator, Junction, ModelId, RelationId};

/// A step's position in its plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StepId(pub u32);

/// The work in running order, and what is given back of it.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What was asked at the top.
    pub operation: Operation,
    /// Of which model.
    pub model: ModelId,
    /// Where everything stands in the request.
    pub layout: Layout,
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// Groups of which only one row can be carried out at a time, because rows may touch what others touch.
    pub one_by_one: Vec<GroupId>,
    /// What comes back.
    pub returned: Returned,
}

/// What comes back of a plan.
#[derive(Clone, Debug)]
pub enum Returned {
    /// One row.
    Row(Answer),
    /// Rows.
    Rows(Answer),
    /// How many rows the steps wrote.
    Count(Vec<StepId>),
}

/// One thing asked of the database, for any number of alike rows.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its position.
    pub id: StepId,
    /// The model it acts on.
    pub model: ModelId,
    /// What it does.
    pub action: Action,
    /// How many rows it must touch.
    pub guard: Guard,
    /// The fields of its rows that come back, in order.
    pub gives: Vec<FieldId>,
    /// What it is to the caller, for the receipt.
    pub deed: Deed,
}

/// What a step is to the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Nothing that the caller asked for by itself.
    Nothing,
    /// Rows are created.
    Created,
    /// Rows are changed.
    Updated,
    /// Rows are linked.
    Connected,
    /// Rows are unlinked.
    Disconnected,
    /// Rows are deleted.
    Deleted,
}

/// How many rows a step must touch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Guard {
    /// As many as it is given, else the database has not kept them.
    EveryRow,
    /// As many as it is given, else this is wrong.
    Each(Problem),
    /// As many as it is given, else another transaction was faster: all is to be done again. If that does not help, this
    /// is wrong, with the value in that slot.
    EachOrAgain(Problem, Option<SlotId>),
    /// None, else this is wrong.
    NoRow(Problem),
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
    /// Removes pairs from a junction table.
    Unlink(Unlink),
    /// Finds rows that are there, at most one for each row of the request.
    Find(Find),
    /// Changes rows.
    Update(Update),
    /// Deletes rows.
    Delete(Delete),
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
    /// What becomes of rows that are there already.
    pub conflict: Conflict,
}

/// What becomes of rows to be made that are there already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// The database refuses.
    Fail,
    /// They are left out, whichever key they share with rows that are there.
    Skip,
    /// They are left out if they share this key with a row that is there.
    SkipKey(Vec<FieldId>),
}

/// Rows of one group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// The group.
    pub group: GroupId,
    /// Which of its rows: those that pass all of these.
    pub only: Vec<Pick>,
    /// The entry of the rows that asks for the step, where it is not the rows themselves.
    pub entry: Option<SlotId>,
}

/// What a row must be for a step to be about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pick {
    /// It has this, or has it not.
    Test(Test, bool),
    /// It has one of these.
    Any(Vec<Test>),
    /// The row that it belongs to came back of one of these steps.
    Found(Vec<Lender>),
    /// The row that it belongs to came back of none of these steps.
    Missing(Vec<Lender>),
}

/// A step that lends keys of its rows, for the rows of one group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lender {
    /// The step.
    pub step: StepId,
    /// The group of the request that its rows are for.
    pub group: GroupId,
}

/// Rows to be found.
#[derive(Clone, Debug)]
pub struct Find {
    /// For which rows of the request.
    pub batch: Batch,
    /// The rows they are linked to, if they must be linked to any.
    pub scope: Option<Scope>,
    /// What they meet.
    pub filter: Filter,
    /// Which of them are left out.
    pub except: Except,
    /// How they are kept from changing.
    pub lock: Lock,
    /// Which rows must not meet, because what is done with them would depend on the order.
    pub once: Once,
}

/// Which rows of a find must not meet: else they are to be taken one by one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Once {
    /// Any may.
    Never,
    /// No two that find the same row, or miss the same one, nor one that looks, by the first of these slots, for what
    /// another one makes, by the second of them.
    Always(Vec<(SlotId, SlotId)>),
    /// No two that miss the same one, unless what is made then has the same values in the second of these slots as it
    /// was looked for by in the first.
    Missing(Vec<(SlotId, SlotId)>),
}

/// How rows that were found are kept from changing until all is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lock {
    /// Not at all.
    Nothing,
    /// Against changes other than of what points at them.
    Change,
    /// Against everything, for rows that are to be deleted.
    Delete,
}

/// The rows at one end of a relation, by the rows at the other.
#[derive(Clone, Debug)]
pub struct Scope {
    /// The model at the other end.
    pub from: ModelId,
    /// The relation, seen from there.
    pub relation: RelationId,
    /// The other row's fields that the relation joins by, in the relation's order.
    pub keys: Vec<Vec<Source>>,
}

/// Which rows are changed or deleted.
#[derive(Clone, Debug)]
pub enum Target {
    /// For each row of the request the one with this key.
    Key(Vec<(FieldId, Vec<Source>)>),
    /// For each row of the request all that meet this.
    Where(Where),
}

/// All rows that meet a condition.
#[derive(Clone, Debug)]
pub struct Where {
    /// The rows they are linked to, if they must be linked to any.
    pub scope: Option<Scope>,
    /// What they meet.
    pub filter: Filter,
    /// Which of them are left out.
    pub except: Except,
    /// How many at most.
    pub limit: Option<SlotId>,
}

/// Rows that are left out.
#[derive(Clone, Debug)]
pub enum Except {
    /// None.
    Nothing,
    /// For each row of the request the one with this key, if it has one.
    Key(Vec<(FieldId, Vec<Source>)>),
    /// The rows that an earlier step found for rows inside of this one, by these fields.
    Found(Vec<RowsOf>, Vec<FieldId>),
}

/// Rows to be changed.
#[derive(Clone, Debug)]
pub struct Update {
    /// For which rows of the request.
    pub batch: Batch,
    /// Which rows.
    pub target: Target,
    /// What becomes of their columns.
    pub columns: Vec<UpdateColumn>,
    /// Whether the last one counts where several rows of the request change the same row.
    pub last: bool,
    /// Whether rows are left alone that hold these fields' new values already.
    pub unless_same: Vec<FieldId>,
}

/// What becomes of a column.
#[derive(Clone, Debug)]
pub struct UpdateColumn {
    /// The field.
    pub field: FieldId,
    /// The first of these that a row has.
    pub changes: Vec<ColumnChange>,
}

/// One thing that may become of a column.
#[derive(Clone, Debug)]
pub struct ColumnChange {
    /// What is done with the value.
    pub change: Change,
    /// Where the value comes from.
    pub sources: Vec<Source>,
    /// Which rows have it; none if all have.
    pub when: Option<Test>,
}

/// Rows to be deleted.
#[derive(Clone, Debug)]
pub struct Delete {
    /// For which rows of the request.
    pub batch: Batch,
    /// Which rows.
    pub target: Target,
}

/// Pairs to be removed from a junction table.
#[derive(Clone, Debug)]
pub struct Unlink {
    /// For which rows of the request.
    pub batch: Batch,
    /// The table, seen from the rows that the relation was written at.
    pub junction: Junction,
    /// The key of the near row.
    pub here: Vec<Source>,
    /// Which of its pairs.
    pub pairs: Pairs,
}

/// Which pairs of a row.
#[derive(Clone, Debug)]
pub enum Pairs {
    /// The one with this far key.
    With(Vec<Source>),
    /// All but those with the far keys that an earlier step found for rows inside of this one.
    Except(Vec<RowsOf>),
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
