#![doc = include_str!("../ARCHITECTURE.md")]
#![no_std]

extern crate alloc;

mod error;
mod listed;
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

pub use error::{Class, CoderFault, Error, Expected, Meta, Problem, RelationFacts, Words, describe, nearest};
pub use optimize::optimize;
pub use path::{Path, Segment};
pub use plan::{
    Action, Answer, AnswerRelation, Batch, ColumnChange, Conflict, Count, Deed, Delete, Except, Find, Guard,
    Insert, InsertColumn, KeyMaking, KeyRef, Lender, Link, LinkBatch, Lock, Near, Once, OwnRef, Pairs, Pick,
    Plan, Read, Related, Returned, RowsOf, Scope, Source, Step, StepId, Target, Unlink, Update, UpdateColumn,
    Where, check, plan, show, waves,
};
pub use prepare::{FaultForm, Prepared, PreparedForm, prepare};
pub use render::{
    AnswerForm, AnswerPart, BatchForm, CoderForm, ColumnForm, Fused, FusedCall, FusedPart, GuardForm,
    KeyForm, LentForm, OnceForm, Parameter, PickForm, PipelinedCall, RowsForm, Script, SentForm, SourceForm,
    Statement, ValueForm, fuse, render,
};
pub use request::{
    Alike, Change, Comparison, Context, Entry, Fault, Filter, Given, Group, GroupId, GroupRows, Item,
    JsonComparison, Layout, LinkNode, Mode, Node, Operation, Order, OrderBy, Pace, Quantifier, ReadLimits,
    Reading, RequestTree, Selection, Slot, SlotId, SlotValues, Spot, Take, Tally, Test, Verb, VerbNode,
    Wanted, arguments_of, entries, locate, parse, read,
};
pub use schema::{
    Coder, Default, Enum, EnumId, Field, FieldId, Generator, Holder, Junction, Key, Model, ModelId,
    NativeType, Plain, ReferentialAction, Relation, RelationId, Scalar, Schema, Sequence, Trigger, load,
    load_with,
};
pub use session::{
    Borrowed, Call, Failure, Meaning, Outcome, PlacedColumn, Placing, Refusal, Reply, Rows, Session, Turn,
    Wave, meaning, place,
};
pub use validate::{Checked, Column, Findings, Setter, validate};
pub use value::{Kind, Kinds, Value};
