//! Where a value comes from: the request, another row, a default, or the host.
//!
//! Knows nothing of the columns that it is for.

use super::StepId;
use crate::request::{GroupId, SlotId};
use crate::schema::{FieldId, Generator};

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
