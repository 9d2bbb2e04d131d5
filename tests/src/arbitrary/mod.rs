//! Random schemas, trees and garbage, each from a seed that a failing suite prints.

mod garbage;
mod random;
mod schemas;
mod trees;
mod writes;

pub use garbage::{garbled_description, garbled_shape, spoiled};
pub use random::Random;
pub use schemas::{World, world};
pub use trees::arguments;
pub use writes::{settled, write};
