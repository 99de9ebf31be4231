//! The receivers of `alertmanager.yml`.

use crate::stack::{Receiver, Route, RoutedReceiver, test_receiver};
use crate::value::Tier;
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeSet;

/// In which templates a receiver gets its messages: what their names begin with, after `stackgen.`. Empty
/// for whoever shows each character as it is.
const fn dialect(receiver: &Receiver) -> &'static str {
    match receiver {
        Receiver::Slack(_) => "slack.",
        Receiver::Discord(_) => "discord.",
        Receiver::MsTeams(_) => "teams.",
        Receiver::PagerDuty(_)
        | Receiver::Email(_)
        | Receiver::Webhook(_)
        | Receiver::OpsGenie(_)
        | Receiver::Telegram(_) => "",
    }
}

/// The names of the dialects that some receivers need.
pub(super) fn dialects<'r>(
    receivers: impl IntoIterator<Item = &'r RoutedReceiver>,
) -> BTreeSet<&'static str> {
    receivers.into_iter().map(|routed| dialect(&routed.receiver)).collect()
}

/// The receiver of a tier: everything that its alerts are sent to.
pub(super) fn of_tier(route: &Route) -> Json {
    let mut kinds: Vec<(&str, Vec<Json>)> = Vec::new();
    for receiver in &route.receivers {
        let (kind, mut entry) = entry(receiver);
        // When Prometheus dies, the heartbeat ends. Who waits for it would take word of that for life.
        if route.tier == Tier::Heartbeat {
            entry["send_resolved"] = json!(false);
        }
        match kinds.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, entries)) => entries.push(entry),
            None => kinds.push((kind, vec![entry])),
        }
    }
    let configs: Vec<_> = kinds
        .into_iter()
        .map(|(kind, entries)| json!({ "kind": kind, "entries": entries }))
        .collect();
    let who: Vec<_> = route.receivers.iter().map(|receiver| receiver.name.as_str()).collect();
    json!({
        "name": route.tier.to_string(),
        "who": who.join(", "),
        "configs": configs,
    })
}

/// One receiver alone, for a test of it. The end of a test is nothing that anybody has to be told.
pub(super) fn of_test(routed: &RoutedReceiver) -> Json {
    let (kind, mut entry) = entry(routed);
    entry["send_resolved"] = json!(false);
    json!({
        "name": test_receiver(&routed.name),
        "who": routed.name.as_str(),
        "configs": [{ "kind": kind, "entries": [entry] }],
    })
}

/// Alertmanager's name for the kind of receiver, and the entry.
fn entry(routed: &RoutedReceiver) -> (&'static str, Json) {
    let secret =
        || routed.secret.as_ref().map(crate::stack::SecretFile::mounted).unwrap_or_default();
    let dialect = dialect(&routed.receiver);
    let template = |part| format!("{{{{ template \"stackgen.{dialect}{part}\" . }}}}");
    let (title, text) = (template("title"), template("text"));
    let mut fields = Map::new();
    let mut set = |name: &str, value: Json| {
        fields.insert(name.to_owned(), value);
    };
    let (kind, send_resolved) = match &routed.receiver {
        Receiver::PagerDuty(it) => {
            set("routing_key_file", json!(secret()));
            set("description", json!(title));
            set("severity", json!(r#"{{ template "stackgen.severity" . }}"#));
            ("pagerduty_configs", it.send_resolved)
        }
        Receiver::Slack(it) => {
            set("api_url_file", json!(secret()));
            set("channel", json!(literal(it.channel.as_str())));
            set("title", json!(title));
            set("text", json!(text));
            ("slack_configs", it.send_resolved)
        }
        Receiver::Email(it) => {
            let to: Vec<_> = it.to.iter().map(|to| literal(&to.to_string())).collect();
            set("to", json!(to.join(", ")));
            set("headers", json!({ "Subject": title }));
            set("text", json!(text));
            set("html", json!(""));
            ("email_configs", it.send_resolved)
        }
        Receiver::Webhook(it) => {
            match &it.url {
                Some(url) => set("url", json!(url.as_str())),
                None => set("url_file", json!(secret())),
            }
            ("webhook_configs", it.send_resolved)
        }
        Receiver::MsTeams(it) => {
            set("webhook_url_file", json!(secret()));
            set("title", json!(title));
            set("text", json!(text));
            ("msteamsv2_configs", it.send_resolved)
        }
        Receiver::Discord(it) => {
            set("webhook_url_file", json!(secret()));
            set("title", json!(title));
            set("message", json!(text));
            ("discord_configs", it.send_resolved)
        }
        Receiver::OpsGenie(it) => {
            set("api_key_file", json!(secret()));
            if let Some(url) = &it.api_url {
                set("api_url", json!(url.as_str()));
            }
            set("message", json!(title));
            set("description", json!(text));
            set("priority", json!(r#"{{ template "stackgen.priority" . }}"#));
            ("opsgenie_configs", it.send_resolved)
        }
        Receiver::Telegram(it) => {
            set("bot_token_file", json!(secret()));
            set("chat_id", json!(it.chat_id));
            set("message", json!(format!("{title}\n\n{text}")));
            // Plain text: no character of a message is markup.
            set("parse_mode", json!(""));
            ("telegram_configs", it.send_resolved)
        }
    };
    let fields: Vec<_> =
        fields.into_iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
    let who = format!("{} ({})", routed.name, routed.receiver.type_name());
    (kind, json!({ "who": who, "send_resolved": send_resolved, "fields": fields }))
}

/// A text that Alertmanager's templates give back as it is.
fn literal(text: &str) -> String {
    text.replace("{{", "{{ \"{{\" }}")
}
