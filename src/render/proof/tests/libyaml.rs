//! Whatever is read here, libyaml reads as well, and as the same scalars.

use super::super::strict;
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// Something of each kind that there is.
const SAMPLE: &str = r#"# c
a: "x\n\"\u00e9"
b-1:
  - c: 'it''s' # d
    d: |-
      k: {{ v }}

        # w
    "e":
    - f
    - [1.0, {g: true, h: [i="j"]}]
  - {}
  - n:
      []
l:
  m:
  - - -2
"#;

/// What is put into a file to damage it.
const SIGNS: [&str; 28] = [
    "\n", " ", "  ", "\"", "'", "#", " #", ":", ": ", "-", "- ", "\n- ", "\n  ", "\n    ", ",",
    "[", "]", "{", "}", "|-\n", "x", "0", ".", "\\", "~", "&", "!", "?",
];

#[test]
fn a_damaged_file_is_refused_or_read_as_libyaml_reads_it() {
    assert!(compare(SAMPLE));
    let (mut read, mut refused) = (0, 0);
    let mut try_out = |text: &str| *(if compare(text) { &mut read } else { &mut refused }) += 1;
    for at in 0..=SAMPLE.len() {
        for sign in SIGNS {
            try_out(&damaged(SAMPLE, at, 0, sign));
        }
        for cut in 1..=4 {
            try_out(&damaged(SAMPLE, at, cut, ""));
        }
    }
    // In several places, the same ones in every run.
    let mut state = 1_u64;
    let mut below = |end: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 40).unwrap() % end
    };
    for _ in 0..20_000 {
        let mut text = SAMPLE.to_owned();
        for _ in 0..2 + below(2) {
            let at = below(text.len() + 1);
            text = damaged(&text, at, below(3), SIGNS[below(SIGNS.len())]);
        }
        try_out(&text);
    }
    // Without both, this proves nothing.
    assert!(read > 2000 && refused > 2000, "{read} are read, {refused} refused");
}

/// A text with a sign in place of so many bytes.
fn damaged(text: &str, at: usize, cut: usize, sign: &str) -> String {
    assert!(text.is_ascii());
    let end = (at + cut).min(text.len());
    format!("{}{sign}{}", &text[..at], &text[end..])
}

/// Whether a text is read; if so, libyaml must agree.
#[track_caller]
fn compare(text: &str) -> bool {
    let mut own = Vec::new();
    let see = |scalar: &super::super::Scalar<'_>| {
        own.push(if scalar.plain {
            other(&scalar.text).unwrap()
        } else {
            vec![scalar.text.to_string()]
        });
    };
    if strict::read(text, see).is_err() {
        return false;
    }
    let mut other = other(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    // A key without a value, which is nothing here.
    other.retain(|scalar| scalar != "null");
    assert_eq!(own.concat(), other, "{text}");
    true
}

/// Every scalar, keys included. A number is one that is written shortly.
fn other(text: &str) -> Result<Vec<String>, serde_yaml::Error> {
    let mut all = Vec::new();
    Scalars(&mut all).deserialize(serde_yaml::Deserializer::from_str(text))?;
    Ok(all)
}

struct Scalars<'a>(&'a mut Vec<String>);

impl<'de> DeserializeSeed<'de> for Scalars<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Scalars<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a scalar, a list or a map without a tag")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.0.push("null".to_owned());
        Ok(())
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.0.push(value.to_string());
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.0.push(value.to_string());
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.0.push(value.to_string());
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.0.push(value.to_string());
        Ok(())
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        self.0.push(value.to_owned());
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element_seed(Scalars(self.0))?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut keys = Vec::new();
        loop {
            let at = self.0.len();
            if map.next_key_seed(Scalars(self.0))?.is_none() {
                return Ok(());
            }
            let key = self.0[at..].to_vec();
            if keys.contains(&key) {
                return Err(de::Error::custom(format_args!("the key {key:?} is there twice")));
            }
            keys.push(key);
            map.next_value_seed(Scalars(self.0))?;
        }
    }
}
