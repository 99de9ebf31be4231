use minijinja::Value;
use minijinja::value::{Object, Serde};
use serde::Serialize;
use std::borrow::Cow;
use std::sync::Arc;

/// The variables of a template.
///
/// A copy shares what it is a copy of. What is set on it afterwards lies above that, so that an alert
/// may have a threshold of its own without a copy of everything else.
#[derive(Clone, Debug, Default)]
pub struct Context(Arc<Layer>);

/// Variables above others, which they hide.
#[derive(Debug, Default)]
struct Layer {
    own: Vec<(Cow<'static, str>, Value)>,
    below: Option<Arc<Layer>>,
}

impl Context {
    /// Adds a variable, or replaces it.
    #[must_use]
    pub fn with(mut self, name: impl Into<Cow<'static, str>>, value: impl Serialize) -> Self {
        self.set(name, value);
        self
    }

    /// Adds a variable, or replaces it.
    pub fn set(&mut self, name: impl Into<Cow<'static, str>>, value: impl Serialize) {
        self.put(name.into(), Value::from(Serde(value)));
    }

    fn put(&mut self, name: Cow<'static, str>, value: Value) {
        if let Some(layer) = Arc::get_mut(&mut self.0) {
            match layer.own.iter_mut().find(|(known, _)| *known == name) {
                Some((_, known)) => *known = value,
                None => layer.own.push((name, value)),
            }
        } else {
            let below = Some(Arc::clone(&self.0));
            self.0 = Arc::new(Layer { own: vec![(name, value)], below });
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// As minijinja takes it.
    pub(super) fn value(&self) -> Value {
        Value::from_dyn_object(Arc::clone(&self.0))
    }
}

impl Layer {
    /// There are twenty variables or so: a map would be slower.
    fn get(&self, name: &str) -> Option<&Value> {
        let mut layer = self;
        loop {
            if let Some((_, value)) = layer.own.iter().find(|(known, _)| known == name) {
                return Some(value);
            }
            layer = layer.below.as_deref()?;
        }
    }
}

impl Object for Layer {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get(key.as_str()?).cloned()
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        self.get(key).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_share_and_hide() {
        let base = Context::default().with("a", 1).with("b", 2);
        let mut copy = base.clone();
        copy.set("a", 3);
        copy.set("c", 4);
        let case = |context: &Context, name: &str| context.get(name).map(ToString::to_string);
        assert_eq!(case(&base, "a").as_deref(), Some("1"));
        assert_eq!(case(&base, "c"), None);
        assert_eq!(case(&copy, "a").as_deref(), Some("3"));
        assert_eq!(case(&copy, "b").as_deref(), Some("2"));
        assert_eq!(case(&copy.clone().with("a", 5).with("a", 6), "a").as_deref(), Some("6"));
    }
}
