//! Prometheus, Alertmanager, Grafana, and the proxy in front of them.

use super::service::{Wish, component};
use super::{Builder, secrets};
use crate::catalog::{Loaded, Scrape};
use crate::decode::At;
use crate::decode::codes::MISSING_KEY;
use crate::diag::{Diagnostic, Span};
use crate::spec::{Scheme, Spec};
use crate::stack::model::Proxy;
use crate::stack::{Job, Published, SecretFile, Target, Via, codes};
use crate::template::Context;
use crate::value::{BindAddress, Host, Name, Port, Scalar, UrlPath};
use std::collections::BTreeSet;

/// The integration that describes the proxy.
const PROXY: &str = "proxy";

impl Builder<'_> {
    /// Adds the components that are enabled, in the catalogue's order. Returns what the proxy
    /// serves.
    pub(super) fn components(&mut self, names: &[Name]) -> Option<Proxy> {
        let mut sites = Vec::new();
        let mut domains: Vec<(Host, Span)> = Vec::new();
        let mut binds = BTreeSet::new();
        for name in names {
            let Some(component) = component(self.spec, name.as_str()) else { continue };
            if !**component.enabled {
                continue;
            }
            let Some(loaded) = self.load(name.as_str()) else { continue };
            let Some(template) = &loaded.integration.service else { continue };
            let wish = Wish {
                span: component.enabled.span,
                image: component.image,
                limits: component.resources,
                context: Context::default(),
                secrets: self.component_secrets(name.as_str()),
            };
            let Some(mut service) = self.service(&loaded, template, wish) else { continue };
            let port = component.port.map_or(template.port, |port| port.value);
            let address = format!("{}:{}", service.name, service.port);
            if !template.publishable {
            } else if *self.spec.proxy.enabled && !component.bind.is_loopback() {
                match component.domain {
                    Some(domain) => {
                        if let Some((_, first)) =
                            domains.iter().find(|(known, _)| *known == domain.value)
                        {
                            self.same_domain(domain, *first);
                        }
                        domains.push((domain.value.clone(), domain.span));
                        sites.push((domain.value.clone(), address.clone()));
                        binds.insert(component.bind.value);
                    }
                    None if is_sound(self.spec, name.as_str()) => {
                        self.needs_domain(name, component.bind);
                    }
                    None => {}
                }
            } else {
                service.published.push(Published {
                    bind: component.bind.value,
                    port,
                    target: template.port,
                    span: component.port.map_or(component.bind.span, |port| port.span),
                    bind_span: component.bind.span,
                    authenticated: template.authenticates,
                });
            }
            let span = service.span;
            self.services.push(service);
            if let Some(scrape) = &loaded.integration.scrape {
                let instance = name.to_string();
                let labels = vec![("instance".to_owned(), instance)];
                let target = Target { address, labels, span: Span::NOWHERE };
                self.jobs.push(job(&loaded, scrape, vec![target], span));
            }
            let jobs = loaded.integration.scrape.iter().map(|scrape| scrape.job.to_string());
            self.part(&loaded, jobs.collect(), &[]);
        }
        self.proxy(sites, &binds)
    }

    fn component_secrets(&self, name: &str) -> Vec<SecretFile> {
        match name {
            "grafana" => {
                let given = &self.spec.grafana;
                let (path, user) = (&given.admin_password_file, &given.admin_user);
                vec![secrets::login_secret("grafana-admin-password", path, user)]
            }
            _ => vec![],
        }
    }

    fn same_domain(&mut self, domain: &At<Host>, first: Span) {
        self.diagnostics.push(
            Diagnostic::error(
                codes::DUPLICATE_NAME,
                format!("two components have the domain `{domain}`"),
            )
            .at(domain.span, "this one")
            .at(first, "and this one")
            .note("the proxy tells components apart by their domains"),
        );
    }

    fn needs_domain(&mut self, name: &Name, bind: &At<BindAddress>) {
        self.diagnostics.push(
            Diagnostic::error(MISSING_KEY, format!("[{name}] needs `domain`"))
                .at(bind.span, "published outside this host, so the proxy serves it")
                .note("the proxy asks for a certificate under this name, and routes requests by it")
                .help(format!("for example: domain = \"{name}.shop.example\"")),
        );
    }

    fn proxy(
        &mut self,
        sites: Vec<(Host, String)>,
        binds: &BTreeSet<BindAddress>,
    ) -> Option<Proxy> {
        if sites.is_empty() {
            return None;
        }
        let loaded = self.load(PROXY)?;
        let template = loaded.integration.service.as_ref()?;
        let given = &self.spec.proxy;
        let users = secrets::component_secret("proxy-users", &given.users_file);
        let wish = Wish {
            span: given.enabled.span,
            image: given.image.as_ref(),
            limits: given.resources.as_ref(),
            context: Context::default(),
            secrets: vec![users.clone()],
        };
        let mut service = self.service(&loaded, template, wish)?;
        for (bind, port) in binds.iter().flat_map(|bind| [(*bind, "80"), (*bind, "443")]) {
            let port = Port::parse(port).ok()?;
            let span = given.enabled.span;
            service.published.push(Published {
                bind,
                port,
                target: port,
                span,
                bind_span: span,
                authenticated: true,
            });
        }
        self.services.push(service);
        Some(Proxy { tls: given.tls, users: users.mounted(), sites })
    }
}

/// Whether all that a spec says of a component could be read.
fn is_sound(spec: &Spec, name: &str) -> bool {
    match name {
        "prometheus" => spec.prometheus.is_sound(),
        "alertmanager" => spec.alertmanager.is_sound(),
        _ => spec.grafana.is_sound(),
    }
}

/// The scrape job of an integration.
pub(super) fn job(loaded: &Loaded, scrape: &Scrape, targets: Vec<Target>, span: Span) -> Job {
    Job {
        name: scrape.job.to_string(),
        span,
        title: loaded.integration.title.to_string(),
        targets,
        metrics_path: scrape.metrics_path.clone().unwrap_or_else(UrlPath::metrics),
        scheme: Scheme::Http,
        interval: scrape.interval.clone(),
        timeout: None,
        params: scrape
            .params
            .iter()
            .map(|(key, values)| {
                (key.to_string(), values.iter().map(ToString::to_string).collect())
            })
            .collect(),
        fallback: scrape.fallback_scrape_protocol,
        drop_metrics: scrape.drop_metrics.clone(),
        auth: None,
        tls: None,
        ca_file: None,
        via: Via::Direct,
    }
}
