//! `alertmanager/alertmanager.yml` and the texts of notifications.

use super::RenderError;
use super::files::Files;
use super::receiver;
use crate::stack::{
    AlertMatcher, Alerting, Inhibition, RECEIVER_TEST, Route, RoutedReceiver, Stack, test_receiver,
};
use crate::template::Context;
use crate::value::{Tier, TimeOfDay};
use serde_json::{Value as Json, json};

/// How long the digest's window is: as long as the group interval of its route.
const DIGEST_MINUTES: u16 = 30;

pub(super) fn render(stack: &Stack, files: &mut Files<'_>) -> Result<(), RenderError> {
    let Some(alerting) = &stack.alerting else { return Ok(()) };
    // The heartbeat first: nothing may keep it.
    let mut routes: Vec<&Route> =
        alerting.routes.iter().filter(|route| !route.receivers.is_empty()).collect();
    routes.sort_by_key(|route| route.tier != Tier::Heartbeat);
    let mail = alerting.mail.as_ref().map(|mail| {
        json!({
            "smarthost": mail.smarthost.to_string(),
            "from": mail.from.to_string(),
            "user": mail.user.as_ref().map(ToString::to_string),
            "password_file": mail.password.as_ref().map(crate::stack::SecretFile::mounted),
            "require_tls": mail.require_tls,
        })
    });
    let hours = &alerting.working_hours;
    let digest_end = alerting.digest.at.minutes() + DIGEST_MINUTES;
    let digest_end =
        TimeOfDay::new(digest_end).map_or_else(|_| "24:00".to_owned(), |t| t.to_string());
    let digest_zone = alerting.digest.timezone.as_ref().unwrap_or(&hours.timezone);
    let of_tiers = routes.iter().map(|route| receiver::of_tier(route));
    let for_tests = alerting.receivers().into_iter().map(receiver::of_test);
    let receivers: Vec<_> = of_tiers.chain(for_tests).collect();
    let context = Context::default()
        .with("name", stack.name.as_str())
        .with("resolve_timeout", alerting.resolve_timeout.to_string())
        .with("mail", mail)
        .with("repeat_interval", alerting.repeat_interval.to_string())
        .with("routes", routes.iter().map(|route| tier(route)).collect::<Vec<_>>())
        .with(
            "working_hours",
            json!({
                "days": hours.days.iter().map(|day| day.as_str()).collect::<Vec<_>>(),
                "from": hours.from.to_string(),
                "to": hours.to.to_string(),
                "timezone": hours.timezone.as_str(),
            }),
        )
        .with(
            "digest",
            json!({
                "from": alerting.digest.at.to_string(),
                "to": digest_end,
                "timezone": digest_zone.as_str(),
            }),
        )
        .with("tests", alerting.receivers().into_iter().map(test).collect::<Vec<_>>())
        .with("inhibitions", alerting.inhibitions.iter().map(inhibition).collect::<Vec<_>>())
        .with("receivers", receivers);
    files.template("alertmanager/alertmanager.yml", "alertmanager/alertmanager.yml", &context)?;
    let templates = Context::default().with("dialects", dialects(alerting));
    files.template(TEMPLATES, TEMPLATES, &templates)
}

/// The dialects of messages: what the names of their templates begin with, after `stackgen.`, and what makes
/// a text harmless. Whoever shows each character as it is needs none.
fn dialects(alerting: &Alerting) -> Vec<Json> {
    let plain = alerting.receivers().iter().any(|receiver| receiver.dialect().is_none());
    let plain = plain.then(|| json!({ "name": "", "safe": "" }));
    let others = alerting.dialects.iter().map(|(name, dialect)| {
        let safe = format!(" {}", dialect.safe.as_str());
        json!({ "name": format!("{name}."), "safe": safe })
    });
    plain.into_iter().chain(others).collect()
}

fn tier(route: &Route) -> Json {
    json!({ "tier": route.tier.to_string(), "receiver": route.tier.to_string() })
}

/// What people read.
const TEMPLATES: &str = "alertmanager/templates/stackgen.tmpl";

/// The route that leads a test to one receiver.
fn test(routed: &RoutedReceiver) -> Json {
    let name = &routed.name;
    json!({
        "receiver": test_receiver(name),
        "matchers": [format!("{RECEIVER_TEST}=\"{name}\"")],
    })
}

fn inhibition(rule: &Inhibition) -> Json {
    let matchers = |side: &[AlertMatcher]| side.iter().map(ToString::to_string).collect::<Vec<_>>();
    json!({
        "comment": rule.comment,
        "source": matchers(&rule.source),
        "target": matchers(&rule.target),
        "equal": rule.equal,
    })
}
