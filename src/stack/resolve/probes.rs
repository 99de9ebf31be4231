//! What is watched from outside.

use super::evaluate::Evaluate as _;
use super::service::Wish;
use super::{Builder, labels, scales};
use crate::decode::codes::{BAD_VALUE, MISSING_KEY};
use crate::decode::{At, Listed};
use crate::diag::{Diagnostic, Span};
use crate::spec::{Probe, Scheme};
use crate::stack::{Job, Target, Via, Watch, probe_job, target_label};
use crate::template::Context;
use crate::value::{Duration, LabelName, Line, Name, Scalar, Text, UrlPath};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

/// How long an answer may take where neither spec nor interval says less: more than any user waits.
const TIMEOUT: u64 = 5 * 1000;
/// By how much the scrape outlasts the probe, or its verdict is lost.
const MARGIN: u64 = 500;

/// What all kinds of probes share.
struct Shared<'p> {
    targets: Vec<At<String>>,
    /// The key that lists the targets.
    key: &'static str,
    timeout: Option<&'p At<Duration>>,
    labels: &'p Listed<LabelName, Line>,
}

impl Builder<'_> {
    /// Adds the prober and a scrape job for each probe, and one set of rules for all.
    pub(super) fn probes(&mut self, integration: &str) {
        let spec = self.spec;
        if spec.probes.is_empty() {
            return;
        }
        let Some(loaded) = self.load(integration) else { return };
        let Some(template) = loaded.integration.services.first() else { return };
        let span = spec.probes.iter().next().map_or(Span::NOWHERE, |(name, _)| name.span);
        let wish =
            Wish { span, image: None, limits: None, context: Context::default(), secrets: vec![] };
        let Some(service) = self.service(&loaded, template, wish) else { return };
        let (address, instance) = (service.address(), service.name.to_string());
        let made = [service];
        self.jobs_of(&loaded, &made, &instance, span);
        self.services.extend(made);
        let own = labels::of_metrics(loaded.integration.metrics.iter().map(|(_, metric)| metric));
        let scrapes = loaded.integration.scrapes.iter();
        self.brings(&loaded, vec![]);
        let mut jobs: Vec<String> = scrapes.map(|scrape| scrape.job.to_string()).collect();
        for (name, probe) in &spec.probes {
            jobs.push(probe_job(name));
            self.probe(name, probe, &address, &own);
        }
        self.part(&loaded, jobs, &[]);
    }

    fn probe(&mut self, name: &At<Name>, probe: &Probe, address: &str, own: &BTreeSet<String>) {
        let shared = shared(probe);
        if shared.targets.is_empty() {
            self.diagnostics.push(
                Diagnostic::error(MISSING_KEY, format!("[probes.{name}] needs `{}`", shared.key))
                    .at(name.span, "nothing to probe"),
            );
        }
        self.check_probe(probe);
        let interval = scales::probe_interval(probe);
        let global = self.prometheus.scrape_interval.value;
        let longest = interval.map_or(global, |interval| interval.value);
        let known = interval.is_some() || self.spec.prometheus.is_sound();
        if let Some(given) = shared.timeout
            && known
            && (given.is_zero() || given.millis() + MARGIN > longest.millis())
        {
            let most = Duration::from_millis(longest.millis().saturating_sub(MARGIN));
            self.diagnostics.push(
                Diagnostic::error(
                    BAD_VALUE,
                    "a probe's timeout is more than 0s, and half a second shorter than its interval",
                )
                .at(given.span, "")
                .at_opt(interval.map(|interval| interval.span), "the interval")
                .help(format!("\"{most}\" or less")),
            );
        }
        let mut labels = vec![(target_label::PROBE.to_owned(), name.to_string())];
        labels.extend(self.user_labels("probe", shared.labels, own));
        if self.charge_labels(&labels, shared.targets.len(), name.span).is_none() {
            return;
        }
        let targets = shared
            .targets
            .iter()
            .map(|target| Target {
                address: target.value.clone(),
                labels: labels.clone(),
                span: target.span,
            })
            .collect();
        let timeout = shared.timeout.map_or_else(
            || TIMEOUT.min(longest.millis().saturating_sub(MARGIN)),
            |timeout| timeout.millis(),
        );
        self.probes.push(Watch {
            name: name.clone(),
            probe: probe.clone(),
            timeout: Duration::from_millis(timeout),
        });
        // The scrape may not outlast the interval.
        let timeout = (timeout + MARGIN).min(longest.millis());
        self.jobs.push(Job {
            name: probe_job(name),
            span: name.span,
            title: format!("Probe {name}"),
            targets,
            metrics_path: UrlPath::parse("/probe").unwrap_or_else(|_| UrlPath::metrics()),
            scheme: Scheme::Http,
            interval: interval.cloned(),
            timeout: Some(Duration::from_millis(timeout)),
            params: vec![("module".to_owned(), vec![name.to_string()])],
            fallback: None,
            drop_metrics: vec![],
            auth: None,
            tls: None,
            ca_file: None,
            via: Via::Exporter { address: address.to_owned() },
        });
    }

    /// Values that only one kind of probe has.
    fn check_probe(&mut self, probe: &Probe) {
        match probe {
            Probe::Http(probe) => {
                for status in
                    probe.expect_status.iter().filter(|code| !(200..=599).contains(&code.value))
                {
                    self.diagnostics.push(
                        Diagnostic::error(
                            BAD_VALUE,
                            "the status code of an answer is between 200 and 599",
                        )
                        .at(status.span, ""),
                    );
                }
                if let Some(body) = &probe.expect_body {
                    self.check_body(body);
                }
                self.refuse_repeated(&probe.urls);
            }
            Probe::Tcp(probe) => self.refuse_repeated(&probe.targets),
            Probe::Icmp(probe) => self.refuse_repeated(&probe.hosts),
            Probe::Dns(probe) => self.refuse_repeated(&probe.servers),
        }
    }

    /// The regular expression that a body must match.
    fn check_body(&mut self, body: &At<Text>) {
        let problem = match self.patterns.compile(body.as_str()) {
            Err(error) => Diagnostic::error(BAD_VALUE, "this is not a regular expression")
                .at(body.span, error.reason),
            // It may match anywhere in the body.
            Ok(regex)
                if ["", "\u{1}"]
                    .iter()
                    .all(|text| self.patterns.matches(&regex, text) == Some(true)) =>
            {
                Diagnostic::error(BAD_VALUE, "this expression matches every body")
                    .at(body.span, "")
                    .help("remove it, or write a text that only a good page has")
            }
            Ok(_) => return,
        };
        self.diagnostics.push(problem);
    }
}

fn shared(probe: &Probe) -> Shared<'_> {
    fn text<T: ToString>(list: &[At<T>]) -> Vec<At<String>> {
        list.iter().map(|item| At { value: item.value.to_string(), span: item.span }).collect()
    }
    match probe {
        Probe::Http(probe) => Shared {
            targets: text(&probe.urls),
            key: "urls",
            timeout: probe.timeout.as_ref(),
            labels: &probe.labels,
        },
        Probe::Tcp(probe) => Shared {
            targets: text(&probe.targets),
            key: "targets",
            timeout: probe.timeout.as_ref(),
            labels: &probe.labels,
        },
        Probe::Icmp(probe) => Shared {
            targets: text(&probe.hosts),
            key: "hosts",
            timeout: probe.timeout.as_ref(),
            labels: &probe.labels,
        },
        Probe::Dns(probe) => Shared {
            targets: text(&probe.servers),
            key: "servers",
            timeout: probe.timeout.as_ref(),
            labels: &probe.labels,
        },
    }
}

/// How a probe works, for the template of whoever makes it.
pub(super) fn module(Watch { name, probe, timeout }: &Watch) -> Json {
    let ip_protocol = match probe {
        Probe::Http(probe) => probe.ip_protocol.value,
        Probe::Tcp(probe) => probe.ip_protocol.value,
        Probe::Icmp(probe) => probe.ip_protocol.value,
        Probe::Dns(probe) => probe.ip_protocol.value,
    };
    let mut module = json!({
        "name": name.as_str(),
        "prober": probe.type_name(),
        "timeout": timeout.to_string(),
        "ip_protocol": ip_protocol.as_str(),
        "http": null,
        "dns": null,
        "tls": false,
    });
    match probe {
        Probe::Http(probe) => {
            let codes: Vec<_> = probe.expect_status.iter().map(|code| code.value).collect();
            module["http"] = json!({
                "valid_status_codes": codes,
                "expect_body": probe.expect_body.as_ref().map(|body| body.as_str()),
                "follow_redirects": probe.follow_redirects.value,
                "insecure_skip_verify": probe.insecure_skip_verify,
            });
        }
        Probe::Tcp(probe) => module["tls"] = json!(probe.tls),
        Probe::Icmp(_) => {}
        Probe::Dns(probe) => {
            module["dns"] = json!({
                "query_name": probe.query.as_str(),
                "query_type": probe.record.as_str(),
                // A record as text: name, time to live, class, type, value.
                "record": format!(r"\tIN\t{}\t", probe.record),
            });
        }
    }
    module
}
