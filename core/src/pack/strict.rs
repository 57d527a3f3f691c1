//! One strict pass over JSON before anything is made of it: depth, duplicate keys, integers only.
//!
//! serde takes the last of two equal keys and rounds what it must; a signed text must mean one thing. Builds
//! nothing, and refuses to say what stood there.

use super::error::{MOST_DEEP, PackError};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::fmt;

/// Keys of an object are compared one by one up to here, and by hash beyond.
const FEW: usize = 24;

#[derive(Clone, Copy, PartialEq)]
enum Fault {
    Deep,
    Twice,
    NotInteger,
}

/// Walks the whole text.
pub(crate) fn check(text: &str) -> Result<(), PackError> {
    walk(text).map_err(|(error, _)| error)
}

/// Walks the whole text; an error comes with the key that stands twice, for the builder to name.
pub(crate) fn walk(text: &str) -> Result<(), (PackError, Option<String>)> {
    let fault = Cell::new(None);
    let twice = RefCell::new(None);
    let mut from = serde_json::Deserializer::from_str(text);
    let walked = Walk {
        depth: 0,
        fault: &fault,
        twice: &twice,
    }
    .deserialize(&mut from)
    .and_then(|()| from.end());
    let Err(error) = walked else { return Ok(()) };
    let (line, column) = (error.line(), error.column());
    let error = match fault.get() {
        Some(Fault::Deep) => PackError::TooDeep { line },
        Some(Fault::Twice) => PackError::DuplicateKey { line, column },
        Some(Fault::NotInteger) => PackError::NotInteger { line, column },
        None if error.is_eof() => PackError::CutShort,
        None => PackError::NotJson { line, column },
    };
    Err((error, twice.take()))
}

#[derive(Clone, Copy)]
struct Walk<'f> {
    depth: u32,
    fault: &'f Cell<Option<Fault>>,
    twice: &'f RefCell<Option<String>>,
}

impl Walk<'_> {
    fn fail<T, E: Error>(&self, fault: Fault) -> Result<T, E> {
        self.fault.set(Some(fault));
        Err(E::custom(""))
    }

    fn deeper<E: Error>(&self) -> Result<Self, E> {
        if self.depth >= MOST_DEEP {
            return self.fail(Fault::Deep);
        }
        Ok(Walk {
            depth: self.depth + 1,
            ..*self
        })
    }
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }
    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }
    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }
    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }
    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }
    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        self.fail(Fault::NotInteger)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let inside = self.deeper()?;
        while seq.next_element_seed(inside)?.is_some() {}
        Ok(())
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let inside = self.deeper()?;
        let mut few: Vec<Cow<'de, str>> = Vec::new();
        let mut many: HashSet<Cow<'de, str>> = HashSet::new();
        while let Some(key) = map.next_key_seed(Key)? {
            let old = if many.is_empty() {
                few.contains(&key)
            } else {
                many.contains(&key)
            };
            if old {
                self.twice.replace(Some(key.into_owned()));
                return self.fail(Fault::Twice);
            }
            if few.len() < FEW {
                few.push(key);
            } else {
                if many.is_empty() {
                    many.extend(few.iter().cloned());
                }
                many.insert(key);
            }
            map.next_value_seed(inside)?;
        }
        Ok(())
    }
}

/// A key, borrowed where it can be.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Cow<'de, str>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }
    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(key))
    }
    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(key.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fault_is_told_from_the_others() {
        assert_eq!(
            check(r#"{"a": [1, -2, {"b": null, "c": true}], "d": "e"}"#),
            Ok(())
        );
        let twice = |line, column| Err(PackError::DuplicateKey { line, column });
        assert_eq!(check("{\"a\": 1,\n \"a\": 2}"), twice(2, 4));
        assert_eq!(check("{\"x\": {\"a\": 1, \"\\u0061\": 2}}"), twice(1, 23));
        assert!(matches!(
            check("[1.0]"),
            Err(PackError::NotInteger { line: 1, .. })
        ));
        assert!(matches!(
            check("[1e3]"),
            Err(PackError::NotInteger { line: 1, .. })
        ));
        assert!(matches!(
            check("[99999999999999999999]"),
            Err(PackError::NotInteger { .. })
        ));
        assert_eq!(check(""), Err(PackError::CutShort));
        assert_eq!(check("{\"a\": [1,"), Err(PackError::CutShort));
        assert_eq!(check("{\"a"), Err(PackError::CutShort));
        assert!(matches!(check("{} x"), Err(PackError::NotJson { line: 1, .. })));
        assert!(matches!(check("<html>"), Err(PackError::NotJson { line: 1, .. })));
        let deep = "[".repeat(100_000);
        assert_eq!(check(&deep), Err(PackError::TooDeep { line: 1 }));
        let whole = format!("{}{}", "[".repeat(120), "]".repeat(120));
        assert_eq!(check(&whole), Ok(()));
        let keys: Vec<_> = (0..100).map(|n| format!("\"k{n}\": 1")).collect();
        assert_eq!(check(&format!("{{{}}}", keys.join(","))), Ok(()));
        let last = format!("{{{}, \"k60\": 1}}", keys.join(","));
        assert!(matches!(check(&last), Err(PackError::DuplicateKey { .. })));
    }
}
