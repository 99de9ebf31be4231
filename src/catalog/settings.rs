use super::{Setting, SettingValue};
use crate::decode::{At, Cx, Fields, Listed, Node};
use crate::value::Key;

/// The settings that a spec gives, by what their type defines.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Those that have a value, in the order of the type, each with where it stands.
    pub values: Vec<(Key, At<SettingValue>)>,
    /// Whether nothing is wrong with any.
    pub sound: bool,
}

impl Settings {
    /// Reads a table of settings. Missing, unknown and bad ones are reported.
    ///
    /// `what` names the table in reports, `shared` are the keys that have been read before. Those that
    /// must be there need not where `required` is false.
    pub fn read(
        node: &Node,
        what: &str,
        defined: &Listed<Key, Setting>,
        shared: &[&str],
        required: bool,
        cx: &mut Cx<'_>,
    ) -> Self {
        let keys = defined.iter().map(|(key, _)| key.as_str());
        let known: Vec<&str> = keys.chain(shared.iter().copied()).collect();
        let (values, sound) = cx.watched(|cx| {
            let mut values = Vec::new();
            let Some(fields) = Fields::new(node, what, &known, cx) else { return values };
            for (key, setting) in defined {
                let given = fields.entry(key.as_str()).map(|entry| &entry.node);
                match given.or(setting.default.as_ref()) {
                    Some(node) => {
                        let value = setting.kind.read(key.as_str(), node, cx);
                        let value = value.map(|value| At { value, span: node.span });
                        values.extend(value.map(|value| (key.value.clone(), value)));
                    }
                    None if setting.required && required => {
                        fields.missing(key.as_str(), setting.example_as_toml(), cx);
                    }
                    None => {}
                }
            }
            fields.finish(cx);
            values
        });
        Self { values, sound }
    }
}
