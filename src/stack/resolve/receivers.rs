//! The receivers of a spec: what their types make of their settings.

use super::Builder;
use super::evaluate::Evaluate as _;
use super::settings::{reaches, secret_files};
use crate::catalog::{Catalog, Either, Field, LoadedReceiver, SettingValue, Settings};
use crate::decode::codes::BAD_VALUE;
use crate::decode::{At, Cx};
use crate::diag::{Diagnostic, Span, closest};
use crate::spec::{ReceiverKeys, ReceiverUse};
use crate::stack::{Destination, Dialect, RoutedReceiver, SecretFile, codes};
use crate::template::Context;
use crate::value::{Key, Name};
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The receivers of a spec, by name. Those with mistakes, which are reported, are `None`.
pub(super) type Receivers = BTreeMap<Name, Option<RoutedReceiver>>;

impl Builder<'_> {
    /// Reads all receivers, whether alerts are sent to them or not, so that mistakes in them are found.
    pub(super) fn receivers(&mut self) -> Receivers {
        let spec = self.spec;
        let mut all: Receivers = spec
            .receivers
            .iter()
            .map(|(name, given)| (name.value.clone(), self.receiver(name, given)))
            .collect();
        for (name, given) in spec.receivers.unsound() {
            self.receiver(name, given);
            all.insert(name.value.clone(), None);
        }
        all
    }

    fn receiver(&mut self, name: &At<Name>, given: &ReceiverUse) -> Option<RoutedReceiver> {
        let loaded = self.receiver_type(given)?;
        let settings = self.receiver_settings(name, given, &loaded)?;
        let secrets = secret_files("receiver", name, &settings);
        let context = self::context(&loaded, &settings, &secrets);
        let fields = loaded
            .receiver
            .fields
            .iter()
            .map(|(key, field)| Some((key.value.clone(), self.field(field, &context)?)));
        let fields: Option<Vec<(Key, Json)>> = fields.collect();
        Some(RoutedReceiver {
            name: name.clone(),
            send_resolved: given.keys.send_resolved.unwrap_or(loaded.receiver.send_resolved),
            fields: fields?.into_iter().filter(|(_, value)| !value.is_null()).collect(),
            secrets: secrets.into_iter().map(|(_, file)| file).collect(),
            reaches: reaches(&settings),
            destinations: destinations(&settings),
            of_type: loaded,
        })
    }

    /// The type that a receiver names.
    fn receiver_type(&mut self, given: &ReceiverUse) -> Option<Arc<LoadedReceiver>> {
        let Some(wanted) = &given.keys.r#type else {
            let help = format!("`type` is one of {}", quoted(&self.catalog.receiver_names()));
            let mut cx = Cx::new(self.sources, self.diagnostics);
            cx.missing_key(given.span, "type", "a receiver", Some(help));
            return None;
        };
        if self.catalog.has_receiver(wanted.as_str()) {
            return self.catalog.receiver(wanted.as_str(), self.sources, self.diagnostics);
        }
        let all = self.catalog.receiver_names();
        let help = match closest(wanted.as_str(), all.iter().map(String::as_str)) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => format!(
                "to teach stackgen: write `receivers/{wanted}.toml`, as docs/receivers.md shows"
            ),
        };
        let message = format!("the type of a receiver is one of {}", quoted(&all));
        self.diagnostics.push(Diagnostic::error(BAD_VALUE, message).at(wanted.span, "").help(help));
        None
    }

    /// Its settings, if nothing is wrong with them.
    fn receiver_settings(
        &mut self,
        name: &At<Name>,
        given: &ReceiverUse,
        loaded: &LoadedReceiver,
    ) -> Option<Settings> {
        let defined = &loaded.receiver.settings;
        let what = format!("a receiver of type {}", loaded.name);
        let mut cx = Cx::new(self.sources, self.diagnostics);
        let keys = ReceiverKeys::KEYS;
        let settings = Settings::read(&given.settings, &what, defined, keys, true, &mut cx);
        for (_, value) in &settings.values {
            if let SettingValue::Emails(all) = &value.value {
                self.refuse_repeated(all);
            }
        }
        self.refuse_unknown_settings(loaded);
        let chosen =
            loaded.receiver.either.as_ref().is_none_or(|either| self.chosen(name, either, given));
        (settings.sound && chosen).then_some(settings)
    }

    /// A choice of settings that the type does not define.
    fn refuse_unknown_settings(&mut self, loaded: &LoadedReceiver) {
        let keys = loaded.receiver.either.iter().flat_map(|either| &either.settings);
        for key in keys.filter(|key| loaded.receiver.settings.get(key).is_none()) {
            let known = loaded.receiver.settings.iter().map(|(key, _)| key.as_str());
            self.unknown("setting", key.as_str(), key.span, known);
        }
    }

    /// Whether exactly one of some settings is there. Otherwise, that is reported.
    fn chosen(&mut self, name: &At<Name>, either: &Either, given: &ReceiverUse) -> bool {
        let is_given = |key: &&At<Key>| given.settings.get(key.as_str()).is_some();
        let why = match either.settings.iter().filter(is_given).count() {
            1 => return true,
            0 if either.settings.len() == 2 => "neither is here",
            0 => "none is here",
            2 if either.settings.len() == 2 => "both are here",
            _ => "several are here",
        };
        let keys: Vec<_> = either.settings.iter().map(|key| format!("`{key}`")).collect();
        self.diagnostics.push(
            Diagnostic::error(
                codes::CONFLICTING_KEYS,
                format!("[receivers.{name}] needs either {}", keys.join(" or ")),
            )
            .at(name.span, why)
            .help(either.help.as_str()),
        );
        false
    }

    /// The value of a field; null if it has none.
    fn field(&mut self, field: &Field, context: &Context) -> Option<Json> {
        match field {
            Field::Constant(value) => Some(value.clone()),
            Field::Template(source) => match expression(source.as_str()) {
                Some(expression) => self.value(expression, source.span, context),
                None => self.render(source.as_str(), source.span, context).map(Json::String),
            },
            Field::List(items) => items.iter().map(|item| self.field(item, context)).collect(),
            Field::Table(entries) => {
                let values = entries
                    .iter()
                    .map(|(key, value)| Some((key.to_string(), self.field(value, context)?)));
                values.collect::<Option<Map<_, _>>>().map(Json::Object)
            }
        }
    }

    /// The dialects of messages that some receivers need. One that does not exist is reported.
    pub(super) fn dialects(&mut self, receivers: &Receivers) -> Vec<(Name, Dialect)> {
        let types = receivers.values().flatten().map(|receiver| &receiver.of_type.receiver);
        let wanted: BTreeMap<&Name, Span> =
            types.filter_map(|it| it.dialect.as_ref()).map(|it| (&it.value, it.span)).collect();
        if wanted.is_empty() {
            return vec![];
        }
        let known = Catalog::dialects(self.sources, self.diagnostics).unwrap_or_default();
        for (name, span) in wanted.iter().filter(|(name, _)| known.get(name).is_none()) {
            let names = known.iter().map(|(name, _)| name.as_str());
            self.unknown("dialect", name.as_str(), *span, names);
        }
        let all = known.into_iter().map(|(name, dialect)| (name.value, dialect));
        all.filter(|(name, _)| wanted.contains_key(name)).collect()
    }

    /// The first type of receiver that can take a heartbeat.
    pub(super) fn heartbeat_type(&mut self) -> Option<Arc<LoadedReceiver>> {
        let all = self.catalog.all_receivers(self.sources, self.diagnostics);
        all.into_iter().find(|loaded| loaded.receiver.for_programs)
    }
}

fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
}

/// The expression that a template consists of, if it is one and nothing else.
fn expression(template: &str) -> Option<&str> {
    let inner = template.strip_prefix("{=")?.strip_suffix("=}")?;
    (!inner.contains("{=") && !inner.contains("=}")).then_some(inner)
}

/// What the fields of an entry can be made of.
fn context(
    loaded: &LoadedReceiver,
    settings: &Settings,
    secrets: &[(String, SecretFile)],
) -> Context {
    let defined = loaded.receiver.settings.iter();
    let mut values: Map<String, Json> =
        defined.map(|(key, _)| (key.to_string(), Json::Null)).collect();
    let given = settings.values.iter();
    values.extend(given.map(|(key, value)| (key.to_string(), literal(value.to_json()))));
    values.extend(secrets.iter().map(|(key, file)| (key.clone(), json!(file.mounted()))));
    let dialect = loaded.receiver.dialect.as_ref().map(|name| format!("{name}."));
    let dialect = dialect.unwrap_or_default();
    let template = |part| format!("{{{{ template \"stackgen.{dialect}{part}\" . }}}}");
    Context::default()
        .with("settings", values)
        .with("message", json!({ "title": template("title"), "text": template("text") }))
}

/// A text that Alertmanager's templates give back as it is; so is each text of a list.
fn literal(value: Json) -> Json {
    match value {
        Json::String(text) => Json::String(text.replace("{{", "{{ \"{{\" }}")),
        Json::Array(items) => items.into_iter().map(literal).collect(),
        other => other,
    }
}

/// Where messages go, by settings.
fn destinations(settings: &Settings) -> Vec<Destination> {
    let mut found = Vec::new();
    for (key, value) in &settings.values {
        let mut add = |host: &str, text: String, span| {
            found.push(Destination { key: key.clone(), host: host.to_owned(), text, span });
        };
        match &value.value {
            SettingValue::Url(url) => add(url.host(), url.to_string(), value.span),
            SettingValue::Address(address) => {
                add(address.host.as_str(), address.to_string(), value.span);
            }
            SettingValue::Emails(all) => {
                for email in all {
                    let text = email.to_string();
                    let host = text.rsplit_once('@').map_or("", |(_, host)| host).to_owned();
                    add(&host, text, email.span);
                }
            }
            _ => {}
        }
    }
    found
}
