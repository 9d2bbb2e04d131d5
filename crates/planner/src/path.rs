//! Places in what a caller wrote, printed as `data.posts.create[1].title`.
//!
//! Knows nothing of what stands at a place. A planner that sees shapes cannot know which row it speaks of, so a path may
//! leave a row open; the host, who has the rows, fills it in.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use serde::Serialize;

/// One level of a path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(untagged)]
pub enum Segment {
    /// A named entry of an object.
    Name(String),
    /// A position in an array.
    Index(u32),
    /// A position in an array that only the host knows: some row of the group.
    Row {
        /// The number of the group.
        group: u32,
    },
}

/// A place, from the outermost level inwards.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Path(pub Vec<Segment>);

impl Path {
    /// The place that everything is inside of.
    #[must_use]
    pub fn root() -> Path {
        Path(Vec::new())
    }

    /// The entry of that name, one level further in.
    #[must_use]
    pub fn name(&self, name: &str) -> Path {
        self.then(Segment::Name(name.to_string()))
    }

    /// The element at that position, one level further in.
    #[must_use]
    pub fn index(&self, index: usize) -> Path {
        self.then(Segment::Index(u32::try_from(index).unwrap_or(u32::MAX)))
    }

    /// One level further in.
    #[must_use]
    pub fn then(&self, segment: Segment) -> Path {
        let mut segments = self.0.clone();
        segments.push(segment);
        Path(segments)
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, segment) in self.0.iter().enumerate() {
            match segment {
                Segment::Name(name) if is_plain(name) => {
                    if position > 0 {
                        f.write_str(".")?;
                    }
                    f.write_str(name)?;
                }
                Segment::Name(name) => write!(f, "[\"{}\"]", name.replace('"', "\\\""))?,
                Segment::Index(index) => write!(f, "[{index}]")?,
                Segment::Row { .. } => f.write_str("[*]")?,
            }
        }
        Ok(())
    }
}

/// Whether a name can be written after a dot. Letters beyond ASCII are not looked at.
fn is_plain(name: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_' || byte == b'$' || !byte.is_ascii();
    let mut bytes = name.bytes();
    bytes.next().is_some_and(is_letter) && bytes.all(|byte| is_letter(byte) || byte.is_ascii_digit())
}
