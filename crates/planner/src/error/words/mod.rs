//! Every message and help text: facts in, sentences out.
//!
//! Messages are apart by who must act: a message states the fact, and help names the next thing to try. Knows nothing of
//! where a problem was found.

mod coder;
mod help;
mod outcome;
mod phrases;
mod request;
mod schema;

use core::fmt;

use super::Problem;
use outcome::outcome_message;
use request::request_message;
use schema::schema_message;

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.code().as_bytes().get(2) {
            Some(b'1') => schema_message(self, f),
            Some(b'2' | b'3' | b'4') => request_message(self, f),
            _ => outcome_message(self, f),
        }
    }
}
