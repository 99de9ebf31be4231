//! The keys that an integration defines for its users.

use super::{Builder, secrets};
use crate::catalog::{Loaded, SettingValue, Settings as Given};
use crate::decode::{At, Cx};
use crate::spec::{IntegrationKeys, IntegrationUse};
use crate::stack::{Reached, SecretFile};
use crate::value::Name;
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
        let what = format!("an integration of type {}", loaded.name);
        // Where exporters run already, only what is scraped matters.
        let started = given.keys.targets.is_empty();
        let defined = &loaded.integration.settings;
        let mut cx = Cx::new(self.sources, self.diagnostics);
        let shared = IntegrationKeys::KEYS;
        let read = Given::read(&given.settings, &what, defined, shared, started, &mut cx);
        let mut values: Map<String, Json> =
            defined.iter().map(|(key, _)| (key.to_string(), Json::Null)).collect();
        values.extend(read.values.iter().map(|(key, value)| (key.to_string(), value.to_json())));
        let secrets = secret_files("integration", name, &read);
        let mounted = |(key, file): &(String, SecretFile)| (key.clone(), json!(file.mounted()));
        values.extend(secrets.iter().map(mounted));
        Settings { values: Json::Object(values), secrets, reaches: reaches(&read) }
    }
}

/// The secret files among settings, by key.
pub(super) fn secret_files(
    kind: &str,
    owner: &Name,
    settings: &Given,
) -> Vec<(String, SecretFile)> {
    let files = settings.values.iter().filter_map(|(key, value)| {
        let SettingValue::SecretFile(path) = &value.value else { return None };
        let path = At { value: path.clone(), span: value.span };
        Some((key.to_string(), secrets::secret(kind, owner.as_str(), key.as_str(), &path)))
    });
    files.collect()
}

/// The addresses and URLs among settings.
pub(super) fn reaches(settings: &Given) -> Vec<At<Reached>> {
    let reached = settings.values.iter().filter_map(|(_, value)| {
        let text = value.to_json().as_str().map(str::to_owned)?;
        Some(At { value: Reached { host: value.host()?, text }, span: value.span })
    });
    reached.collect()
}
