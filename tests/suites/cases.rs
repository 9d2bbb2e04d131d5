//! Every case of `tests/cases`: one test a case, named for its file.

include!(concat!(env!("OUT_DIR"), "/tests.rs"));
