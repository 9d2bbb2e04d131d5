#![doc = include_str!("../ARCHITECTURE.md")]
#![no_std]

extern crate alloc;

mod error;
mod optimize;
mod path;
mod plan;
mod prepare;
mod render;
mod request;
mod schema;
mod session;
mod validate;
mod value;

pub use error::{Class, CoderFault, Error, Expected, Problem, Words, describe, nearest};
pub use optimize::optimize;
pub use path::{Path, Segment};
pub use plan::{
    Action, Answer, AnswerRelation, Batch, Guard, Insert, InsertColumn, KeyMaking, KeyRef, Link, LinkBatch,
    OwnRef, Plan, Read, Related, RowsOf, Source, Step, StepId, When, check, plan, show, waves,
};
pub use prepare::{FaultForm, Prepared, PreparedForm, prepare};
pub use render::{
    AnswerForm, AnswerPart, BatchForm, CoderForm, ColumnForm, KeyForm, LentForm, Parameter, RowsForm, Script,
    SentForm, SourceForm, Statement, TestForm, ValueForm, render,
};
pub use request::{
    Context, Entry, Fault, Given, Group, GroupId, GroupRows, Layout, LinkNode, Mode, Node, ReadLimits,
    Reading, Selection, Slot, SlotId, SlotValues, Spot, Test, Verb, VerbNode, WriteTree, arguments_of,
    entries, locate, parse, read,
};
pub use schema::{
    Coder, Default, Enum, EnumId, Field, FieldId, Generator, Holder, Junction, Key, Model, ModelId,
    NativeType, Plain, ReferentialAction, Relation, RelationId, Scalar, Schema, Sequence, Trigger, load,
};
pub use session::{
    Borrowed, Call, Failure, Outcome, PlacedColumn, Placing, Refusal, Reply, Rows, Session, Turn, Wave, place,
};
pub use validate::{Checked, Column, Findings, Setter, validate};
pub use value::{Kind, Kinds, Value};
