//! The script: the outside form of a plan, which hosts carry out. Written once, as serde types.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use crate::error::Words;
use crate::request::{GroupId, SlotId, Test};
use crate::schema::{Coder, Field, Generator, Model, Scalar, Schema};

/// A plan with all its statements.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Script {
    /// The statements, one for each step, in order; some may be read within others.
    pub statements: Vec<Statement>,
    /// Which statements can be sent together, wave by wave.
    pub waves: Vec<Vec<u32>>,
    /// Whether there is more than one statement, so that a transaction has to hold them together.
    pub in_transaction: bool,
    /// The same statements, to be sent all at once in one transaction. Their rows are those of the statements; a row
    /// without a position is none. Whatever is refused, nothing stays, and the statements are carried out wave by wave.
    pub pipeline: Option<Vec<PipelinedCall>>,
    /// The statement that cannot be sent before others have come back, where there is no pipeline.
    pub waits: Option<u32>,
    /// Groups of which only one row can be carried out at a time; with more, the host asks for a plan of its own for each.
    pub one_by_one: Vec<GroupId>,
    /// `row`, `rows`, `count` of rows that were written, one `number`, or `numbers` by name: what the caller gets.
    pub returns: &'static str,
    /// How rows become the result, unless a number is.
    pub answer: Option<AnswerForm>,
    /// The statements whose rows are counted, where a number is the result.
    pub counted: Vec<u32>,
}

/// A statement that is sent before those it waits for have come back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PipelinedCall {
    /// The statement's position in the script.
    pub statement: u32,
    /// The text.
    pub sql: String,
    /// What goes into `$1`, `$2` and so on: of all rows of the statement's groups that pass the tests of the request.
    pub parameters: Vec<Parameter>,
}

/// A step as SQL.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Statement {
    /// `insert`, `link`, `unlink`, `find`, `update`, `delete` or `read`.
    pub kind: &'static str,
    /// What it is to the caller: `created`, `updated`, `connected`, `disconnected`, `deleted` or nothing.
    pub deed: Option<&'static str>,
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
    /// Whether at most one row comes back for each row that is sent, so that rows are kept by their positions.
    pub by_position: bool,
    /// How many rows must come back.
    pub guard: GuardForm,
    /// Which rows must not meet; none if any may.
    pub once: Option<OnceForm>,
    /// The parameters with the key of the row that is changed, where the last of several changes counts.
    pub last: Vec<u32>,
    /// The statement that reads these rows along with its own; this one is not sent then, and has no text.
    pub within: Option<u32>,
    /// The statements whose rows come back along with its own. Each row then holds as many columns as the widest, its
    /// number among the rows of its statement, and which statement that is: 0 for this one.
    pub levels: Vec<u32>,
    /// The names of the fields of its rows that it gives a value, which no host asks for.
    #[serde(skip)]
    pub fills: Vec<String>,
    /// Whether a key that is taken may mean that another transaction was faster.
    pub races: bool,
}

/// Which rows must not meet: else they are to be taken one by one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OnceForm {
    /// Whether rows that are found count, beside those that are missing.
    pub found: bool,
    /// Slots that hold the same value twice, where it is well that a row is missing twice.
    pub same: Vec<(SlotId, SlotId)>,
}

/// How many rows must come back, and what is wrong if others do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "rows", rename_all = "camelCase")]
pub enum GuardForm {
    /// Any number.
    Any,
    /// As many as were sent, else the database has not kept them.
    Kept,
    /// As many as were sent.
    Each {
        /// What is wrong.
        words: Words,
    },
    /// As many as were sent, else all is to be done again.
    Again {
        /// What is wrong if that does not help.
        words: Words,
        /// Where the value is that stands against it.
        at: Option<SlotId>,
        /// The fields that it is about.
        target: Vec<String>,
        /// The database's name of the rule.
        constraint: Option<String>,
    },
    /// None.
    None {
        /// What is wrong.
        words: Words,
    },
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
    /// An array that says for each row whether it has this.
    Has {
        /// What.
        test: Test,
    },
    /// An array with the position of the row around for each row of earlier statements, counted from 1.
    Around {
        /// The earlier rows.
        of: Vec<RowsForm>,
    },
    /// An array with the position of a row of an earlier statement for each row, counted from 1 among all that the host
    /// knows of, whether they are sent or not; for a statement that is sent before the earlier one has come back.
    Place {
        /// The earlier statement.
        step: u32,
        /// The group of its rows.
        group: GroupId,
        /// For each batch, the values that come first where a row has one; none for rows that ask for nothing there.
        before: Vec<Option<Vec<SourceForm>>>,
    },
    /// An array with the first and the last position of rows of earlier statements, counted as in a place.
    Span {
        /// The earlier rows.
        of: Vec<RowsForm>,
    },
    /// The number of rows.
    Count,
    /// A number of the request.
    Number {
        /// Where it is.
        slot: SlotId,
    },
    /// One value of the request, or the literal of a list.
    Single {
        /// How it is written.
        coder: CoderForm,
        /// Where it is.
        slot: SlotId,
    },
}

/// Rows of one group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BatchForm {
    /// The group.
    pub group: GroupId,
    /// Which of its rows: those that pass all of these.
    pub only: Vec<PickForm>,
    /// The entry of the rows that asks for the statement, where it is not the rows themselves.
    pub entry: Option<SlotId>,
}

/// What a row must be for a statement to be about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "is", rename_all = "camelCase")]
pub enum PickForm {
    /// It has this, or has it not.
    Test {
        /// What.
        test: Test,
        /// Whether it must.
        wanted: bool,
    },
    /// It has one of these.
    Any {
        /// Which.
        tests: Vec<Test>,
    },
    /// The row it belongs to came back of one of these.
    Found {
        /// The statements, each with the group of its rows.
        of: Vec<RowsForm>,
    },
    /// The row it belongs to came back of none of these.
    Missing {
        /// The statements, each with the group of its rows.
        of: Vec<RowsForm>,
    },
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
    /// The numbers that stand in the entry `_count`, in order: the relation's name, and for each of `rows` its column's
    /// position. None if there is no such entry.
    pub counts: Vec<(String, Vec<u32>)>,
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

/// How a number of rows is written and read.
pub(crate) fn count_coder(name: &str) -> CoderForm {
    number_coder(name, Coder::Count)
}

/// How a number of the request, that no column holds, is written and read.
pub(crate) fn number_coder(name: &str, coder: Coder) -> CoderForm {
    CoderForm {
        coder,
        list: false,
        enumeration: None,
        model: String::new(),
        field: name.to_owned(),
        column: String::new(),
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
