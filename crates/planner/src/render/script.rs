//! The script: the outside form of a plan, which hosts carry out. Written once, as serde types.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use crate::request::{GroupId, SlotId, Test};
use crate::schema::{Coder, Field, Generator, Model, Scalar, Schema};

/// A plan with all its statements.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Script {
    /// The statements, one for each step, in order.
    pub statements: Vec<Statement>,
    /// Which statements can be sent together, wave by wave.
    pub waves: Vec<Vec<u32>>,
    /// Whether there is more than one statement, so that a transaction has to hold them together.
    pub in_transaction: bool,
    /// How rows become the result.
    pub answer: AnswerForm,
}

/// A step as SQL.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Statement {
    /// `insert`, `link` or `read`.
    pub kind: &'static str,
    /// The model's name.
    pub model: String,
    /// Where its rows stand in the request, rows left open.
    pub at: Vec<String>,
    /// The text.
    pub sql: String,
    /// What goes into `$1`, `$2` and so on.
    pub parameters: Vec<Parameter>,
    /// The rows it is about, in the order they are sent.
    pub batches: Vec<BatchForm>,
    /// What each row that comes back holds, after its position.
    pub columns: Vec<ColumnForm>,
    /// The positions of the columns that later statements borrow.
    pub lends: Vec<u32>,
    /// Whether rows come back; else only their number does.
    pub gives_rows: bool,
    /// Whether as many rows must come back as were sent.
    pub every_row: bool,
}

/// What goes into one place of a statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "is", rename_all = "camelCase")]
pub enum Parameter {
    /// An array with one value for each row.
    Values {
        /// How each value is written.
        coder: CoderForm,
        /// For each batch, where a row's value comes from: the first source it has.
        sources: Vec<Vec<SourceForm>>,
    },
    /// An array with one key for each row of earlier statements.
    Lent {
        /// Where the keys are.
        of: Vec<LentForm>,
    },
    /// An array with the position of another row of the same statement for each row, counted from 1.
    Positions {
        /// For each batch, the group of the other rows, if its rows take a value from any.
        of: Vec<Option<GroupId>>,
    },
    /// The number of rows.
    Count,
}

/// Rows of one group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BatchForm {
    /// The group.
    pub group: GroupId,
    /// Which of its rows.
    pub only: Vec<TestForm>,
}

/// A test and its wanted answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TestForm {
    /// What a row may have.
    pub test: Test,
    /// Whether it must.
    pub wanted: bool,
}

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum SourceForm {
    /// The slot of the request.
    Given(SlotId),
    /// A row that came back.
    Key(KeyForm),
    /// A value that was sent.
    Sent(SentForm),
    /// The default of the schema.
    Default,
    /// The instant of the request.
    Now,
    /// A fresh key.
    Made(ValueForm),
    /// Null.
    Null,
}

/// A column of a row that came back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeyForm {
    /// The statement.
    pub step: u32,
    /// The position of the column.
    pub column: u32,
    /// The group of the row.
    pub group: GroupId,
}

/// A value that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SentForm {
    /// The statement.
    pub step: u32,
    /// The position of the parameter.
    pub parameter: u32,
    /// The group of the row.
    pub group: GroupId,
}

/// A column of rows that came back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LentForm {
    /// The statement.
    pub step: u32,
    /// The position of the column.
    pub column: u32,
    /// The group of the rows; none for all.
    pub group: Option<GroupId>,
}

/// How a host makes a fresh key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ValueForm {
    /// `uuid4`, `uuid7`, `cuid`, `cuid2`, `ulid` or `nanoid`.
    pub generator: &'static str,
    /// The length of a nanoid.
    pub length: Option<u16>,
}

/// How values of a field become text, and back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CoderForm {
    /// The coder.
    pub coder: Coder,
    /// Whether each value is a list.
    pub list: bool,
    /// The enum whose names become labels.
    pub enumeration: Option<String>,
    /// The model, for its defaults and for messages.
    pub model: String,
    /// The field.
    pub field: String,
    /// The column, as the database's refusals name it.
    pub column: String,
}

/// One column of rows that come back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ColumnForm {
    /// The name of the field.
    pub name: String,
    /// How its text becomes a value.
    pub coder: CoderForm,
}

/// How rows become objects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AnswerForm {
    /// The rows.
    pub rows: Vec<RowsForm>,
    /// The entries of each object, in order: the field's name, and for each of `rows` its column's position.
    pub fields: Vec<(String, Vec<u32>)>,
    /// The relations, in order.
    pub relations: Vec<AnswerPart>,
}

/// Rows of a statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RowsForm {
    /// The statement.
    pub step: u32,
    /// The group; none for all rows of a read.
    pub group: Option<GroupId>,
}

/// A relation of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AnswerPart {
    /// The name of the relation.
    pub name: String,
    /// Whether it is a list.
    pub many: bool,
    /// `nothing`, `written` or `read`.
    pub by: &'static str,
    /// The rows at its other end.
    pub answer: Option<AnswerForm>,
}

impl ValueForm {
    pub(super) fn of(generator: Generator) -> ValueForm {
        let (generator, length) = match generator {
            Generator::Uuid(7) => ("uuid7", None),
            Generator::Uuid(_) => ("uuid4", None),
            Generator::Cuid(2) => ("cuid2", None),
            Generator::Cuid(_) => ("cuid", None),
            Generator::Ulid => ("ulid", None),
            Generator::Nanoid(length) => ("nanoid", Some(length)),
        };
        ValueForm { generator, length }
    }
}

/// How values of a field become text, and back.
pub(crate) fn coder_of(schema: &Schema, model: &Model, field: &Field) -> CoderForm {
    let enumeration = match field.scalar {
        Scalar::Enum(id) => schema.enumeration(id).map(|one| one.name.clone()),
        _ => None,
    };
    CoderForm {
        coder: field.native.coder,
        list: field.list,
        enumeration,
        model: model.name.to_owned(),
        field: field.name.to_owned(),
        column: field.column.to_owned(),
    }
}
