//! Wheres -> Filter: entries become conditions; what a field cannot be compared by, or with, is a fault.
//!
//! Knows nothing of SQL. All rows of a group below a where say the same with other values, so one filter stands for all
//! of them.

mod faults;
mod fields;
mod json;
mod keys;
mod references;
mod relations;
mod vocabulary;
mod wheres;
