use minijinja::Value;
use minijinja::value::{Enumerator, Object};
use serde::{Serialize, Serializer};
use std::sync::Arc;

/// What a template sees of something: a text, a number, a list, or fields.
///
/// Whatever can be serialized can be a variable. Where there are thousands of things, as in unit tests,
/// this takes half as long: serde makes a map of each, and fields are one piece of memory.
#[derive(Clone, Debug)]
pub struct Data(Value);

impl Data {
    /// Fields of one thing.
    pub fn fields<const N: usize>(fields: [(&'static str, Self); N]) -> Self {
        Self(Value::from_object(Fields(fields.map(|(name, data)| (name, data.0)))))
    }
}

impl From<&str> for Data {
    fn from(text: &str) -> Self {
        Self(Value::from(text))
    }
}

impl From<String> for Data {
    fn from(text: String) -> Self {
        Self(Value::from(text))
    }
}

impl From<f64> for Data {
    fn from(number: f64) -> Self {
        Self(Value::from(number))
    }
}

impl From<bool> for Data {
    fn from(truth: bool) -> Self {
        Self(Value::from(truth))
    }
}

impl<T: Into<Self>> From<Option<T>> for Data {
    fn from(data: Option<T>) -> Self {
        data.map_or(Self(Value::from(())), Into::into)
    }
}

impl<T: Into<Self>> FromIterator<T> for Data {
    fn from_iter<I: IntoIterator<Item = T>>(iter: I) -> Self {
        Self(iter.into_iter().map(|data| data.into().0).collect())
    }
}

impl Serialize for Data {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

#[derive(Debug)]
struct Fields<const N: usize>([(&'static str, Value); N]);

impl<const N: usize> Object for Fields<N> {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        self.0.iter().find(|(name, _)| *name == key).map(|(_, value)| value.clone())
    }

    /// In the order of their names, as a map has them.
    fn enumerate(self: &Arc<Self>) -> Enumerator {
        let mut names: Vec<&str> = self.0.iter().map(|(name, _)| *name).collect();
        names.sort_unstable();
        Enumerator::Values(names.into_iter().map(Value::from).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::{Context, Engine};

    #[test]
    fn fields_are_what_a_map_would_be() {
        let data = Data::fields([
            ("b", "x".into()),
            ("a", 1.0.into()),
            ("c", Data::from_iter([true, false])),
            ("d", Option::<&str>::None.into()),
        ]);
        let json = serde_json::json!({"b": "x", "a": 1.0, "c": [true, false], "d": null});
        let source = "{= it.b =} {= it['a'] =} {= it.c =} {= it.d is none =} {= it.e is defined =} \
                      {= it =} {% for key in it %}{= key =}{% endfor %}";
        let render = |context: Context| Engine::new().text(source, &context).unwrap();
        let ours = render(Context::default().with("it", data));
        assert_eq!(ours, render(Context::default().with("it", json)));
        assert!(ours.starts_with("x 1.0 [True, False] True False {"), "{ours}");
    }
}
