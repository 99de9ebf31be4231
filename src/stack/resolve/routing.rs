//! How alerts reach people.

use super::evaluate::Evaluate as _;
use super::receivers::Receivers;
use super::{Builder, secrets};
use crate::catalog::{Requirement, Since, timezones};
use crate::decode::At;
use crate::decode::codes::{BAD_VALUE, MISSING_KEY};
use crate::diag::{Diagnostic, Span, closest};
use crate::spec::Alertmanager;
use crate::stack::{
    Alerting, Inhibition, MailServer, Reached, Role, Route, RoutedReceiver, SecretFile, Service,
    codes,
};
use crate::value::{AlertName, Key, Line, Name, Tier};
use std::collections::BTreeSet;
use std::sync::Arc;

/// How often Alertmanager looks at alerts of P1: `group_interval` in its template.
const P1_GROUP_INTERVAL: u64 = 5 * 60 * 1000;

impl Builder<'_> {
    /// Reads receivers and routing, and gives Alertmanager the files that it needs.
    pub(super) fn routing(&mut self) -> Option<Alerting> {
        self.refuse_unknown_alerts();
        self.refuse_repeated_alerts();
        let spec = self.spec;
        let all = self.receivers();
        let mut dialects = self.dialects(&all);
        if !*spec.alertmanager.enabled {
            return None;
        }
        let given = &spec.routing;
        let tiers = [
            (Tier::P0, &given.P0),
            (Tier::P1, &given.P1),
            (Tier::P2, &given.P2),
            (Tier::Heartbeat, &given.heartbeat),
        ];
        let mut routes = Vec::new();
        for (tier, names) in tiers {
            // Whoever is there twice gets every message twice.
            self.refuse_repeated(names);
            let receivers = names.iter().filter_map(|name| self.routed(name, &all)).collect();
            routes.push(Route { tier, receivers });
        }
        if given.is_sound() {
            self.check_times();
        }
        let mail = self.mail_server(&routes);
        let routed = || routes.iter().flat_map(|route| &route.receivers);
        let mut files: Vec<SecretFile> =
            routed().flat_map(|receiver| receiver.secrets.clone()).collect();
        files.extend(mail.as_ref().and_then(|mail| mail.password.clone()));
        let mut seen = BTreeSet::new();
        files.retain(|file| seen.insert(file.name.clone()));
        let used: BTreeSet<&Name> = routed().map(|receiver| &receiver.name.value).collect();
        let receivers = spec.receivers.iter().map(|(name, _)| name);
        let unused = receivers.filter(|name| !used.contains(&name.value)).cloned().collect();
        for service in self.services.iter_mut().filter(|one| one.role == Some(Role::Alerts)) {
            service.secrets.extend_from_slice(&files);
            require_versions(service, routed());
            let mail = mail.iter().map(|mail| At {
                value: Reached {
                    host: mail.smarthost.host.clone(),
                    text: mail.smarthost.to_string(),
                },
                span: mail.smarthost.span,
            });
            for reached in mail.chain(routed().flat_map(|receiver| receiver.reaches.clone())) {
                // A name without a dot is one of the application's own containers.
                service.outward |= reached.host.is_bare();
                if !service.reaches.iter().any(|known| known.span == reached.span) {
                    service.reaches.push(reached);
                }
            }
        }
        dialects.retain(|(name, _)| routed().any(|receiver| receiver.dialect() == Some(name)));
        let heartbeat = routes.iter().find(|route| route.tier == Tier::Heartbeat);
        let heartbeat = heartbeat.map(|route| route.receivers.as_slice()).unwrap_or_default();
        let lacks_heartbeat = given.heartbeat_required && heartbeat.is_empty()
            || heartbeat.iter().any(|receiver| !receiver.of_type.receiver.for_programs);
        let heartbeat_type = if lacks_heartbeat { self.heartbeat_type() } else { None };
        let alerts = self.parts.iter().flat_map(|part| &part.alerts);
        let inhibitions = alerts
            .filter_map(|alert| Some(Inhibition::of(&alert.name, alert.silences?)))
            .chain(Inhibition::of_tiers())
            .collect();
        Some(Alerting {
            resolve_timeout: spec.alertmanager.resolve_timeout,
            mail,
            routes,
            working_hours: given.working_hours.clone(),
            digest: given.digest.clone(),
            repeat_interval: given.repeat_interval.value,
            inhibitions,
            unused,
            heartbeat_required: given.heartbeat_required,
            heartbeat_type,
            dialects,
            span: spec.alertmanager.enabled.span,
        })
    }

    fn routed(&mut self, name: &At<Name>, receivers: &Receivers) -> Option<RoutedReceiver> {
        if let Some(known) = receivers.get(&name.value) {
            return known.clone().map(|known| RoutedReceiver { name: name.clone(), ..known });
        }
        if !self.spec.receivers.is_unsound(name.as_str()) {
            let spec = self.spec;
            let known = spec.receivers.iter().map(|(name, _)| name.as_str());
            self.unknown("receiver", name.as_str(), name.span, known);
        }
        None
    }

    fn mail_server(&mut self, routes: &[Route]) -> Option<MailServer> {
        let given = &self.spec.alertmanager;
        if !given.is_sound() {
            return None;
        }
        let mut receivers = routes.iter().flat_map(|route| &route.receivers);
        let needs_mail =
            |it: &&RoutedReceiver| it.of_type.receiver.requires == Some(Requirement::MailServer);
        let user = receivers.find(needs_mail)?;
        let mut missing = |key: &str, example: &str| {
            self.diagnostics.push(
                Diagnostic::error(MISSING_KEY, format!("[alertmanager] needs `{key}`"))
                    .at(user.name.span, "sends mail")
                    .help(format!("for example: [alertmanager] {key} = \"{example}\"")),
            );
        };
        if given.smtp_smarthost.is_none() {
            missing("smtp_smarthost", "smtp.shop.example:587");
        }
        if given.smtp_from.is_none() {
            missing("smtp_from", "monitoring@shop.example");
        }
        let password = given.smtp_password_file.as_ref();
        let alone = match (&given.smtp_user, password) {
            (Some(user), None) => Some((user.span, "smtp_password_file")),
            (None, Some(password)) => Some((password.span, "smtp_user")),
            _ => None,
        };
        if let Some((span, key)) = alone {
            self.diagnostics.push(
                Diagnostic::error(
                    codes::CONFLICTING_KEYS,
                    "`smtp_user` and `smtp_password_file` go together",
                )
                .at(span, "")
                .help(format!("add `{key}`, or remove this one")),
            );
        }
        let section = Alertmanager::section();
        Some(MailServer {
            smarthost: given.smtp_smarthost.clone()?,
            from: given.smtp_from.clone()?,
            user: given.smtp_user.as_ref().map(|user| user.value.clone()),
            password: password
                .map(|path| secrets::component_secret(&format!("{section}-smtp-password"), path)),
            require_tls: given.smtp_require_tls,
        })
    }

    fn check_times(&mut self) {
        let routing = &self.spec.routing;
        let hours = &routing.working_hours;
        if hours.from.minutes() >= hours.to.minutes() {
            self.diagnostics.push(
                Diagnostic::error(BAD_VALUE, "working hours end after they begin, on the same day")
                    .at(hours.to.span, "the end")
                    .at(hours.from.span, "the beginning"),
            );
        }
        if hours.days.is_empty() {
            self.refuse(hours.to.span, "working hours need at least one day");
        }
        if routing.digest.at.minutes() > 23 * 60 + 30 {
            self.refuse(routing.digest.at.span, "the digest is sent at 23:30 at the latest");
        }
        if routing.repeat_interval.millis() <= P1_GROUP_INTERVAL {
            self.diagnostics.push(
                Diagnostic::error(BAD_VALUE, "an alert that lasts is sent again after more than 5m")
                    .at(routing.repeat_interval.span, "")
                    .note("Alertmanager looks at alerts of P1 each five minutes, and skips what was sent less than this interval ago")
                    .help("repeat_interval = \"1h\""),
            );
        }
        let zones = [Some(&hours.timezone), routing.digest.timezone.as_ref()];
        for zone in zones.into_iter().flatten() {
            self.check_timezone(zone);
        }
    }

    fn check_timezone(&mut self, zone: &At<Line>) {
        if timezones().any(|known| known == zone.as_str()) {
            return;
        }
        self.unknown(
            "time zone",
            zone.as_str(),
            zone.span,
            timezones()
                .filter(|known| closest(zone.as_str(), [*known]).is_some() || *known == "UTC"),
        );
    }

    fn refuse(&mut self, span: Span, message: &str) {
        self.diagnostics.push(Diagnostic::error(BAD_VALUE, message).at(span, ""));
    }

    /// Changes to alerts that the stack does not have.
    fn refuse_unknown_alerts(&mut self) {
        let alerts = self.parts.iter().flat_map(|part| &part.alerts);
        let names: BTreeSet<_> =
            alerts.map(|alert| alert.name.clone()).chain(self.disabled.iter().cloned()).collect();
        let spec = self.spec;
        for (name, _) in spec.alerts.iter().filter(|(name, _)| !names.contains(&name.value)) {
            // An alert with a mistake in it has been reported, and is not in the list.
            let known = names.iter().map(AlertName::as_str);
            if self.diagnostics.has_errors() && closest(name.as_str(), known).is_none() {
                continue;
            }
            self.unknown("alert", name.as_str(), name.span, names.iter().map(AlertName::as_str));
        }
    }

    /// Two alerts under one name, of different integrations.
    fn refuse_repeated_alerts(&mut self) {
        let alerts = self.parts.iter().flat_map(|part| &part.alerts);
        let found =
            super::duplicates("alert", alerts.map(|alert| (alert.name.to_string(), alert.span)));
        self.diagnostics.extend(found);
    }
}

/// Adds to what is known of an image since when it knows what is written for some receivers.
fn require_versions<'r>(
    service: &mut Service,
    receivers: impl Iterator<Item = &'r RoutedReceiver>,
) {
    let Some(pin) = &mut service.pin else { return };
    for receiver in receivers {
        let has = |field: &Key| receiver.fields.iter().any(|(known, _)| known == field);
        for since in &receiver.of_type.receiver.since {
            // Whether the field is rendered is known here.
            let fact = Since { field: None, ..since.clone() };
            if since.field.as_ref().is_none_or(has) && !pin.facts.since.contains(&fact) {
                Arc::make_mut(&mut pin.facts).since.push(fact);
            }
        }
    }
}
