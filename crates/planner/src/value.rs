//! What a caller can write in one place: the kinds the planner sees, and the values a Rust host keeps.
//!
//! Knows nothing of models or columns. The planner itself reads kinds only; values stay with the host, so dates, bytes
//! and large integers cannot be harmed on the way and a plan holds no personal data.

use alloc::string::String;
use alloc::vec::Vec;

/// What sort of thing stands in a slot. A host tells the kind of every value; the planner decides what it may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u32)]
pub enum Kind {
    /// The null of the host.
    Null = 1,
    /// The boolean false.
    False = 1 << 1,
    /// The boolean true.
    True = 1 << 2,
    /// A number without a fraction.
    Int = 1 << 3,
    /// A number with a fraction.
    Float = 1 << 4,
    /// A number that is none: NaN or an infinity.
    NotFinite = 1 << 5,
    /// An integer of any size.
    BigInt = 1 << 6,
    /// Text.
    Text = 1 << 7,
    /// A point in time.
    Date = 1 << 8,
    /// A date object that holds no date.
    BadDate = 1 << 9,
    /// Bytes.
    Bytes = 1 << 10,
    /// A decimal number object, as decimal libraries make them.
    Decimal = 1 << 11,
    /// An array.
    List = 1 << 12,
    /// An object with named entries.
    Object = 1 << 13,
    /// A function.
    Function = 1 << 14,
    /// A symbol.
    Symbol = 1 << 15,
    /// An object that is no record: a map, a set, a promise, a regular expression.
    Exotic = 1 << 16,
    /// An object that contains itself, met again on the way down.
    Cycle = 1 << 17,
    /// Something below the depth the host was told to read.
    TooDeep = 1 << 18,
    /// Something past the number of nodes the host was told to read.
    TooMany = 1 << 19,
    /// Something that threw when it was read.
    Unreadable = 1 << 20,
    /// Nothing, in a place where nothing cannot stand: a hole in an array.
    Missing = 1 << 21,
    /// The marker for the database's NULL in a JSON column.
    DbNull = 1 << 22,
    /// The marker for JSON's null in a JSON column.
    JsonNull = 1 << 23,
    /// The marker for either of the two, in conditions.
    AnyNull = 1 << 24,
    /// A whole number below zero, where that is told from others.
    Negative = 1 << 25,
}

impl Kind {
    /// Every kind, in the order of its bit.
    pub const ALL: [Kind; 26] = [
        Kind::Null,
        Kind::False,
        Kind::True,
        Kind::Int,
        Kind::Float,
        Kind::NotFinite,
        Kind::BigInt,
        Kind::Text,
        Kind::Date,
        Kind::BadDate,
        Kind::Bytes,
        Kind::Decimal,
        Kind::List,
        Kind::Object,
        Kind::Function,
        Kind::Symbol,
        Kind::Exotic,
        Kind::Cycle,
        Kind::TooDeep,
        Kind::TooMany,
        Kind::Unreadable,
        Kind::Missing,
        Kind::DbNull,
        Kind::JsonNull,
        Kind::AnyNull,
        Kind::Negative,
    ];

    /// The name that hosts use for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Kind::Null => "Null",
            Kind::False => "False",
            Kind::True => "True",
            Kind::Int => "Int",
            Kind::Float => "Float",
            Kind::NotFinite => "NotFinite",
            Kind::BigInt => "BigInt",
            Kind::Text => "Text",
            Kind::Date => "Date",
            Kind::BadDate => "BadDate",
            Kind::Bytes => "Bytes",
            Kind::Decimal => "Decimal",
            Kind::List => "List",
            Kind::Object => "Object",
            Kind::Function => "Function",
            Kind::Symbol => "Symbol",
            Kind::Exotic => "Exotic",
            Kind::Cycle => "Cycle",
            Kind::TooDeep => "TooDeep",
            Kind::TooMany => "TooMany",
            Kind::Unreadable => "Unreadable",
            Kind::Missing => "Missing",
            Kind::DbNull => "DbNull",
            Kind::JsonNull => "JsonNull",
            Kind::AnyNull => "AnyNull",
            Kind::Negative => "Negative",
        }
    }
}

/// A set of kinds: everything that was seen in one slot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kinds(pub u32);

impl Kinds {
    /// The set with nothing in it.
    pub const NONE: Kinds = Kinds(0);

    /// The set of the kinds given.
    #[must_use]
    pub const fn of(kinds: &[Kind]) -> Kinds {
        let mut bits = 0;
        let mut rest = kinds;
        while let [first, others @ ..] = rest {
            bits |= *first as u32;
            rest = others;
        }
        Kinds(bits)
    }

    /// Whether the kind is in the set.
    #[must_use]
    pub const fn has(self, kind: Kind) -> bool {
        self.0 & kind as u32 != 0
    }

    /// Whether there is nothing in the set.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// What is in this set and not in the other.
    #[must_use]
    pub const fn without(self, other: Kinds) -> Kinds {
        Kinds(self.0 & !other.0)
    }

    /// What is in both sets.
    #[must_use]
    pub const fn within(self, other: Kinds) -> Kinds {
        Kinds(self.0 & other.0)
    }

    /// What is in either set.
    #[must_use]
    pub const fn and(self, other: Kinds) -> Kinds {
        Kinds(self.0 | other.0)
    }

    /// The kinds of the set, in the order of their bits.
    pub fn iter(self) -> impl Iterator<Item = Kind> {
        Kind::ALL.into_iter().filter(move |kind| self.has(*kind))
    }
}

/// A value as a Rust host keeps it. A JavaScript host keeps its own.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// No value.
    Null,
    /// True or false.
    Bool(bool),
    /// An integer number.
    Int(i64),
    /// Any other number.
    Float(f64),
    /// Text.
    Text(String),
    /// A point in time, in milliseconds since 1970.
    Date(i64),
    /// Bytes.
    Bytes(Vec<u8>),
    /// Values in order.
    List(Vec<Value>),
    /// Named values, in the order they were written.
    Object(Vec<(String, Value)>),
    /// A reference to a field, by the names of its model and its own: `Post.likes`.
    Field(String),
}

impl Value {
    /// The kind of this value.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Value::Null => Kind::Null,
            Value::Bool(false) => Kind::False,
            Value::Bool(true) => Kind::True,
            Value::Int(_) => Kind::Int,
            Value::Float(number) if number.is_finite() => Kind::Float,
            Value::Float(_) => Kind::NotFinite,
            Value::Text(_) => Kind::Text,
            Value::Date(_) => Kind::Date,
            Value::Bytes(_) => Kind::Bytes,
            Value::List(_) => Kind::List,
            Value::Object(_) => Kind::Object,
            Value::Field(_) => Kind::Exotic,
        }
    }
}
