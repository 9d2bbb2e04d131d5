//! What tables there are and how they join: one description, resolved once, then never changed.
//!
//! Knows nothing of requests. Everything that can be wrong with a description is found here, with its place, so that
//! the rooms above never meet a model or relation that is not whole.

mod description;
mod entries;
mod join;
mod key;
mod load;
mod model;
pub(crate) mod native;
mod plain;
mod read;
mod relation;

pub use key::Key;
pub use load::{load, load_with};
pub use model::{
    Default, Enum, EnumId, Field, FieldId, Generator, Model, ModelId, Scalar, Schema, Sequence, Trigger,
};
pub use native::{Coder, NativeType};
pub use plain::Plain;
pub use relation::{Holder, Junction, ReferentialAction, Relation, RelationId};
