//! The shape: a request without its values, as text, and the layout of groups and slots it describes.
//!
//! A shape is what a plan is made from and cached by, so it holds everything a plan depends on and nothing else. Alike
//! rows are one group: its size is not in the shape, nor which row has what, only what some or all of them have.
//!
//! ```text
//! shape = context ":" kinds [group]
//! group = ["!" when it is read as the entry's other context] "{" [slot {"," slot}] "}"
//! slot  = key ":" kinds ["/" kinds of array elements] ["?" when only some rows have it] {group}
//! key   = position in the context's entries, or a quoted name that is none of them
//! ```
//! Contexts and keys are decimal, kinds hexadecimal. Slots and groups are numbered in the order they appear. A slot has
//! several groups below where its rows are not all alike, or where their order matters: the groups are in that order.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use super::grammar::{Context, Entry, entry_at};
use crate::error::{Error, Problem};
use crate::path::{Path, Segment};
use crate::schema::Schema;
use crate::value::{Kind, Kinds};

/// A group's number in its shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct GroupId(pub u32);

/// A slot's number in its shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct SlotId(pub u32);

/// Every group and slot of a shape.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    pub(crate) slots: Vec<Slot>,
    pub(crate) groups: Vec<Group>,
}

/// A place where a host keeps one value for each row of a group.
#[derive(Clone, Debug)]
pub struct Slot {
    /// The group whose rows have the values; the arguments themselves stand in none.
    pub group: Option<GroupId>,
    /// The entry's position in its context, if it is one.
    pub key: Option<u32>,
    /// What the caller wrote before the colon.
    pub name: String,
    /// What was seen here.
    pub kinds: Kinds,
    /// What was seen in arrays here.
    pub elements: Kinds,
    /// Whether every row of the group has a value here.
    pub always: bool,
    /// The rows below, alike ones together.
    pub below: Vec<GroupId>,
}

/// All alike rows at one place.
#[derive(Clone, Debug)]
pub struct Group {
    /// The slot the rows stand in.
    pub slot: SlotId,
    /// What the rows are.
    pub context: Context,
    /// What the rows have, in the caller's order.
    pub slots: Vec<SlotId>,
}

impl Layout {
    /// The slot with that number.
    #[must_use]
    pub fn slot(&self, id: SlotId) -> Option<&Slot> {
        self.slots.get(id.0 as usize)
    }

    /// The group with that number.
    #[must_use]
    pub fn group(&self, id: GroupId) -> Option<&Group> {
        self.groups.get(id.0 as usize)
    }

    /// The group a group's rows are written inside of.
    #[must_use]
    pub fn parent(&self, id: GroupId) -> Option<GroupId> {
        self.slot(self.group(id)?.slot)?.group
    }

    /// Whether the rows of `inner` are written, at any depth, inside rows of `outer`.
    #[must_use]
    pub fn is_inside(&self, inner: GroupId, outer: GroupId) -> bool {
        let mut group = Some(inner);
        while let Some(id) = group {
            if id == outer {
                return true;
            }
            group = self.parent(id);
        }
        false
    }

    /// Whether a group has one row at most: neither it nor anything around it stands in an array.
    #[must_use]
    pub fn is_lone(&self, id: GroupId) -> bool {
        let mut group = Some(id);
        while let Some(of) = group.and_then(|id| self.group(id)) {
            match self.slot(of.slot) {
                Some(slot) if !slot.kinds.has(Kind::List) => group = slot.group,
                _ => return false,
            }
        }
        true
    }

    /// The path of a slot, rows left open.
    #[must_use]
    pub fn path_of_slot(&self, id: SlotId) -> Path {
        self.path_outwards(id, Vec::new())
    }

    /// The path of a group's rows, rows left open.
    #[must_use]
    pub fn path_of_group(&self, id: GroupId) -> Path {
        self.group(id).map_or_else(Path::root, |group| self.path_outwards(group.slot, self.open_row(id)))
    }

    /// The path to a slot and on, found from the inside out.
    fn path_outwards(&self, id: SlotId, inside: Vec<Segment>) -> Path {
        let mut segments = inside;
        let mut slot = self.slot(id);
        while let Some(Slot { group: Some(group), name, .. }) = slot {
            segments.push(Segment::Name(name.clone()));
            segments.append(&mut self.open_row(*group));
            slot = self.group(*group).and_then(|group| self.slot(group.slot));
        }
        segments.reverse();
        Path(segments)
    }

    /// The position of a group's rows, if they stand in arrays.
    fn open_row(&self, id: GroupId) -> Vec<Segment> {
        let slot = self.group(id).and_then(|group| self.slot(group.slot));
        let is_listed = slot.is_some_and(|slot| slot.kinds.has(Kind::List));
        if is_listed { [Segment::Row { group: id.0 }].into() } else { Vec::new() }
    }

    /// Reads a shape.
    ///
    /// # Errors
    /// When the text is no shape of this schema, which no host of ours sends.
    pub fn read(schema: &Schema, shape: &str) -> Result<(Layout, Context), Error> {
        let mut reader = ShapeReader { text: shape, at: 0, schema, layout: Layout::default() };
        match reader.root() {
            Some(context) if reader.at == shape.len() => Ok((reader.layout, context)),
            _ => Err(Error { problem: Problem::ShapeMalformed { at: reader.at }, path: Path::root() }),
        }
    }
}

/// The deepest nesting of groups that is read; hosts stop long before.
const MAX_DEPTH: u32 = 400;

struct ShapeReader<'s> {
    text: &'s str,
    at: usize,
    schema: &'s Schema,
    layout: Layout,
}

impl ShapeReader<'_> {
    fn root(&mut self) -> Option<Context> {
        let context = Context::numbered(self.number(10)?)?;
        self.expect(':')?;
        let kinds = Kinds(self.number(16)?);
        self.layout.slots.push(Slot {
            group: None,
            key: None,
            name: String::new(),
            kinds,
            elements: Kinds::NONE,
            always: true,
            below: Vec::new(),
        });
        if self.peek() == Some('{') {
            self.group(SlotId(0), context, 0)?;
        }
        Some(context)
    }

    fn group(&mut self, slot: SlotId, context: Context, depth: u32) -> Option<()> {
        if depth > MAX_DEPTH {
            return None;
        }
        let id = GroupId(u32::try_from(self.layout.groups.len()).ok()?);
        self.layout.groups.push(Group { slot, context, slots: Vec::new() });
        self.layout.slots.get_mut(slot.0 as usize)?.below.push(id);
        self.expect('{')?;
        if self.peek() == Some('}') {
            return self.expect('}');
        }
        loop {
            self.slot(id, context, depth)?;
            match self.peek()? {
                ',' => self.expect(',')?,
                _ => return self.expect('}'),
            }
        }
    }

    fn slot(&mut self, group: GroupId, context: Context, depth: u32) -> Option<()> {
        let (key, name, next, plain) = match self.peek()? {
            '"' => (None, self.quoted()?, None, None),
            _ => {
                let key = self.number(10)?;
                let Entry { name, next, plain, .. } = entry_at(self.schema, context, key)?;
                (Some(key), name, next, plain)
            }
        };
        self.expect(':')?;
        let kinds = Kinds(self.number(16)?);
        let mut elements = Kinds::NONE;
        if self.peek() == Some('/') {
            self.expect('/')?;
            elements = Kinds(self.number(16)?);
        }
        let always = self.peek() != Some('?');
        if !always {
            self.expect('?')?;
        }
        let id = SlotId(u32::try_from(self.layout.slots.len()).ok()?);
        let below = Vec::new();
        self.layout.slots.push(Slot { group: Some(group), key, name, kinds, elements, always, below });
        self.layout.groups.get_mut(group.0 as usize)?.slots.push(id);
        loop {
            match self.peek() {
                Some('{') => self.group(id, Context::numbered(next?)?, depth + 1)?,
                Some('!') => {
                    self.expect('!')?;
                    self.group(id, Context::numbered(plain?)?, depth + 1)?;
                }
                _ => return Some(()),
            }
        }
    }

    fn peek(&self) -> Option<char> {
        self.text.get(self.at..)?.chars().next()
    }

    fn expect(&mut self, wanted: char) -> Option<()> {
        (self.peek()? == wanted).then(|| self.at += wanted.len_utf8())
    }

    fn number(&mut self, radix: u32) -> Option<u32> {
        let rest = self.text.get(self.at..)?;
        let end = rest.find(|letter: char| !letter.is_digit(radix)).unwrap_or(rest.len());
        let number = u32::from_str_radix(rest.get(..end)?, radix).ok()?;
        self.at += end;
        Some(number)
    }

    /// A name in quotes, where a backslash keeps the letter after it.
    fn quoted(&mut self) -> Option<String> {
        self.expect('"')?;
        let mut name = String::new();
        let rest = self.text.get(self.at..)?;
        let mut letters = rest.char_indices();
        while let Some((offset, letter)) = letters.next() {
            match letter {
                '"' => {
                    self.at += offset + 1;
                    return Some(name);
                }
                '\\' => name.push(letters.next()?.1),
                _ => name.push(letter),
            }
        }
        None
    }
}

/// A name as a shape quotes it.
pub(super) fn quote(name: &str) -> String {
    let mut quoted = "\"".to_owned();
    for letter in name.chars() {
        if letter == '"' || letter == '\\' {
            quoted.push('\\');
        }
        quoted.push(letter);
    }
    quoted.push('"');
    quoted
}
