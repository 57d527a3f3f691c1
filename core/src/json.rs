//! How JSON is read: by serde_json, and a structure is an object, never a list of its values.
//!
//! serde takes `["a", 1]` for a structure as well, and every structure carries the code for it: on a phone that is paid
//! for, and nothing here ever wrote one. Refuses to parse: what is no JSON, and how deep it may be, serde_json says.

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess,
    Visitor,
};
use std::fmt;

/// Reads the whole text as one value.
pub(crate) fn read<'de, T: Deserialize<'de>>(
    text: &'de (impl AsRef<[u8]> + ?Sized),
) -> serde_json::Result<T> {
    // Of bytes, also where it is text: what is read so in one place and so in another is in the library twice.
    let mut from = serde_json::Deserializer::from_slice(text.as_ref());
    let value = T::deserialize(Objects(&mut from))?;
    from.end()?;
    Ok(value)
}

/// What reads, or is read into, with structures narrowed to objects, here and in all that is within it.
struct Objects<T>(T);

/// What has nothing within it goes through as it is.
macro_rules! plain {
    ($($name:ident)*) => {
        $(fn $name<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
            self.0.$name(visitor)
        })*
    };
}

/// What has something within it is narrowed there as well.
macro_rules! within {
    ($($name:ident($($argument:ident: $type:ty),*);)*) => {
        $(fn $name<V: Visitor<'de>>(self, $($argument: $type,)* visitor: V) -> Result<V::Value, D::Error> {
            self.0.$name($($argument,)* Objects(visitor))
        })*
    };
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Objects<D> {
    type Error = D::Error;

    plain! {
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8 deserialize_u16
        deserialize_u32 deserialize_u64 deserialize_f32 deserialize_f64 deserialize_char deserialize_str
        deserialize_string deserialize_bytes deserialize_byte_buf deserialize_unit deserialize_identifier
        deserialize_ignored_any
    }
    within! {
        deserialize_any();
        deserialize_option();
        deserialize_unit_struct(name: &'static str);
        deserialize_newtype_struct(name: &'static str);
        deserialize_seq();
        deserialize_tuple(len: usize);
        deserialize_tuple_struct(name: &'static str, len: usize);
        deserialize_map();
        deserialize_enum(name: &'static str, variants: &'static [&'static str]);
    }

    /// The point of it all.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.deserialize_map(visitor)
    }

    fn is_human_readable(&self) -> bool {
        self.0.is_human_readable()
    }
}

macro_rules! visit_plain {
    ($($name:ident: $type:ty,)*) => {
        $(fn $name<E: Error>(self, value: $type) -> Result<V::Value, E> {
            self.0.$name(value)
        })*
    };
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Objects<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    visit_plain! {
        visit_bool: bool,
        visit_i64: i64,
        visit_u64: u64,
        visit_f64: f64,
        visit_str: &str,
        visit_borrowed_str: &'de str,
        visit_string: String,
    }

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.0.visit_unit()
    }

    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.0.visit_none()
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<V::Value, D::Error> {
        self.0.visit_some(Objects(from))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, from: D) -> Result<V::Value, D::Error> {
        self.0.visit_newtype_struct(Objects(from))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, from: A) -> Result<V::Value, A::Error> {
        self.0.visit_seq(Objects(from))
    }

    fn visit_map<A: MapAccess<'de>>(self, from: A) -> Result<V::Value, A::Error> {
        self.0.visit_map(Objects(from))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, from: A) -> Result<V::Value, A::Error> {
        self.0.visit_enum(Objects(from))
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Objects<S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<S::Value, D::Error> {
        self.0.deserialize(Objects(from))
    }
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Objects<A> {
    type Error = A::Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        self.0.next_element_seed(Objects(seed))
    }

    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Objects<A> {
    type Error = A::Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        self.0.next_key_seed(seed)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        self.0.next_value_seed(Objects(seed))
    }

    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

impl<'de, A: EnumAccess<'de>> EnumAccess<'de> for Objects<A> {
    type Error = A::Error;
    type Variant = Objects<A::Variant>;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self::Variant), A::Error> {
        let (value, variant) = self.0.variant_seed(seed)?;
        Ok((value, Objects(variant)))
    }
}

impl<'de, A: VariantAccess<'de>> VariantAccess<'de> for Objects<A> {
    type Error = A::Error;

    fn unit_variant(self) -> Result<(), A::Error> {
        self.0.unit_variant()
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, A::Error> {
        self.0.newtype_variant_seed(Objects(seed))
    }

    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, A::Error> {
        self.0.tuple_variant(len, Objects(visitor))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        self.0.newtype_variant_seed(Fields(visitor))
    }
}

/// The fields of a case of an enum: an object as well.
struct Fields<V>(V);

impl<'de, V: Visitor<'de>> DeserializeSeed<'de> for Fields<V> {
    type Value = V::Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<V::Value, D::Error> {
        from.deserialize_map(Objects(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use serde::Deserialize;
    use serde_json::value::RawValue;
    use std::borrow::Cow;
    use std::collections::BTreeMap;

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Case {
        Bare,
        Held(Inner),
        Named { inner: Inner },
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Inner {
        n: u8,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Outer<'a> {
        #[serde(borrow)]
        word: Cow<'a, str>,
        list: Vec<Inner>,
        pair: (u8, Inner),
        maybe: Option<Inner>,
        cases: Vec<Case>,
        named: BTreeMap<String, Inner>,
    }

    const WHOLE: &str = r#"{"word":"a\nb","list":[{"n":1},{"n":2}],"pair":[3,{"n":4}],"maybe":{"n":5},
        "cases":["bare",{"held":{"n":6}},{"named":{"inner":{"n":7}}}],"named":{"x":{"n":8}}}"#;

    #[test]
    fn what_serde_json_reads_of_objects_is_read_the_same() {
        let read: Outer<'_> = read(WHOLE).unwrap();
        assert_eq!(read, serde_json::from_str(WHOLE).unwrap());
        assert_eq!((read.list.len(), read.cases.len(), read.named.len()), (2, 3, 1));
    }

    #[test]
    fn a_list_is_no_structure_wherever_it_stands() {
        for n in [1, 2, 4, 5, 6, 7, 8] {
            let of = format!(r#"{{"n":{n}}}"#);
            let text = WHOLE.replace(&of, &format!("[{n}]"));
            assert_ne!(text, WHOLE);
            // The control: serde_json by itself takes it.
            serde_json::from_str::<Outer<'_>>(&text).unwrap();
            read::<Outer<'_>>(&text).unwrap_err();
        }
        let text = WHOLE.replace(r#"{"inner":{"n":7}}"#, r#"[{"n":7}]"#);
        serde_json::from_str::<Outer<'_>>(&text).unwrap();
        read::<Outer<'_>>(&text).unwrap_err();
        read::<Inner>("[1]").unwrap_err();
    }

    #[test]
    fn where_it_goes_wrong_is_said_as_serde_json_says_it() {
        for cut in (0..WHOLE.len()).filter(|&cut| WHOLE.is_char_boundary(cut)) {
            let ours = read::<Outer<'_>>(&WHOLE[..cut]).unwrap_err();
            let theirs = serde_json::from_str::<Outer<'_>>(&WHOLE[..cut]).unwrap_err();
            assert_eq!(
                (ours.line(), ours.column(), ours.to_string()),
                (theirs.line(), theirs.column(), theirs.to_string())
            );
        }
        read::<Inner>(r#"{"n":1} 2"#).unwrap_err();
        read::<String>(&b"\"\xff\""[..]).unwrap_err();
        read::<Vec<Inner>>(&"[".repeat(200)).unwrap_err();
    }

    #[test]
    fn raw_text_is_lent() {
        #[derive(Deserialize)]
        struct Held<'a> {
            #[serde(borrow)]
            body: Option<&'a RawValue>,
        }
        let held: Held<'_> = read(r#"{"body": {"n": 1 } }"#).unwrap();
        assert_eq!(held.body.unwrap().get(), r#"{"n": 1 }"#);
    }
}
