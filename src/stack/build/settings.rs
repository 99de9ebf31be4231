//! The keys that an integration defines for its users.

use super::{Builder, secrets};
use crate::catalog::{Loaded, SettingKind};
use crate::decode::{At, Cx, Decode, Entry, Node};
use crate::spec::{IntegrationKeys, IntegrationUse};
use crate::stack::{Reached, SecretFile};
use crate::value::{Duration, Host, HostPort, Line, Name, Scalar, SpecPath, Url};
use serde_json::{Map, Value as Json, json};

/// The settings of one use of an integration.
#[derive(Debug, Default)]
pub(super) struct Settings {
    /// For templates: every key of the integration; null where there is no value.
    pub(super) values: Json,
    /// The secret files among them, by key.
    pub(super) secrets: Vec<(String, SecretFile)>,
    /// The addresses and URLs among them.
    pub(super) reaches: Vec<At<Reached>>,
}

impl Builder<'_> {
    /// Reads the settings of a use. Missing and unknown ones are reported.
    pub(super) fn settings(
        &mut self,
        loaded: &Loaded,
        name: &At<Name>,
        given: &IntegrationUse,
    ) -> Settings {
        let integration = &loaded.integration;
        let own: Vec<&str> = integration.settings.iter().map(|(key, _)| key.as_str()).collect();
        let known: Vec<&str> = own.iter().chain(IntegrationKeys::KEYS).copied().collect();
        let what = format!("an integration of type {}", loaded.name);
        // Where exporters run already, only what is scraped matters.
        let started = given.keys.targets.is_empty();
        let mut values = Map::new();
        let mut files = Vec::new();
        let mut reaches = Vec::new();
        let mut cx = Cx::new(self.sources, self.diagnostics);
        for entry in given.settings.iter().filter(|entry| !own.contains(&&*entry.key)) {
            cx.unknown_key(entry, &known, &what);
        }
        for (key, setting) in &integration.settings {
            let entry = given.settings.iter().find(|entry| entry.key == key.as_str());
            let node = entry.map(|Entry { node, .. }| node).or(setting.default.as_ref());
            let Some(node) = node else {
                if setting.required && started {
                    let example = setting.example.as_ref();
                    let help = example.map(|example| format!("for example: {key} = \"{example}\""));
                    cx.missing_key(given.span, key.as_str(), &what, help);
                }
                values.insert(key.to_string(), Json::Null);
                continue;
            };
            let value = match setting.kind {
                SettingKind::SecretFile => SpecPath::decode(node, &mut cx).map(|path| {
                    let path = At { value: path, span: node.span };
                    let file = secrets::secret("integration", name.as_str(), key.as_str(), &path);
                    let mounted = json!(file.mounted());
                    files.push((key.to_string(), file));
                    mounted
                }),
                _ if cx.refuse_named_secret(key.as_str(), node) => None,
                kind => plain(kind, node, &mut cx),
            };
            let text = value.as_ref().and_then(Json::as_str);
            let reached = text.and_then(|text| {
                Some(Reached { host: host(setting.kind, text)?, text: text.to_owned() })
            });
            reaches.extend(reached.map(|value| At { value, span: node.span }));
            values.insert(key.to_string(), value.unwrap_or(Json::Null));
        }
        Settings { values: Json::Object(values), secrets: files, reaches }
    }
}

/// The host that a setting names.
fn host(kind: SettingKind, text: &str) -> Option<Host> {
    match kind {
        SettingKind::Address => HostPort::parse(text).ok().map(|address| address.host),
        SettingKind::Url => Url::parse(text).ok().and_then(|url| Host::parse(url.host()).ok()),
        _ => None,
    }
}

fn plain(kind: SettingKind, node: &Node, cx: &mut Cx<'_>) -> Option<Json> {
    match kind {
        SettingKind::Line => Line::decode(node, cx)?.to_json(),
        SettingKind::Address => HostPort::decode(node, cx)?.to_json(),
        SettingKind::Url => Url::decode(node, cx)?.to_json(),
        SettingKind::Name => Name::decode(node, cx)?.to_json(),
        SettingKind::Number => f64::decode(node, cx)?.to_json(),
        SettingKind::Boolean => bool::decode(node, cx)?.to_json(),
        SettingKind::Duration => Duration::decode(node, cx)?.to_json(),
        SettingKind::SecretFile => None,
    }
}
