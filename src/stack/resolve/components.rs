//! Prometheus, Alertmanager, Grafana, and the proxy in front of them.

use super::service::Wish;
use super::{Builder, secrets};
use crate::catalog::{Loaded, Scrape};
use crate::decode::At;
use crate::decode::codes::MISSING_KEY;
use crate::diag::{Diagnostic, Span};
use crate::spec::{Component, Scheme, Spec};
use crate::stack::model::Proxy;
use crate::stack::{Job, Published, Role, SecretFile, Service, Target, Via, codes};
use crate::template::Context;
use crate::value::{BindAddress, Host, Name, Port, Scalar, UrlPath};
use std::collections::BTreeSet;
use std::sync::Arc;

impl Builder<'_> {
    /// Adds the components that are enabled, in the catalogue's order. Returns what the proxy
    /// serves.
    pub(super) fn components(&mut self, names: &[Name]) -> Option<Proxy> {
        let mut sites = Sites::default();
        let mut proxy = None;
        for name in names {
            let Some(loaded) = self.load(name.as_str()) else { continue };
            let Some(template) = loaded.integration.services.first() else { continue };
            let Some(role) = template.role else { continue };
            if role == Role::Proxy {
                proxy = Some(loaded);
                continue;
            }
            let Some(component) = component(self.spec, role) else { continue };
            if !**component.enabled {
                continue;
            }
            let wish = Wish {
                span: component.enabled.span,
                image: component.image,
                limits: component.resources,
                context: Context::default()
                    .with("external_url", self.external_url(component, template.port)),
                secrets: self.component_secrets(name, role),
            };
            let Some(mut service) = self.service(&loaded, template, wish) else { continue };
            if template.publishable {
                self.publish(
                    name,
                    role,
                    component,
                    &mut service,
                    template.authenticates,
                    &mut sites,
                );
            }
            let (span, instance) = (service.span, name.to_string());
            let made = [service];
            self.jobs_of(&loaded, &made, &instance, span);
            self.services.extend(made);
            self.brings(&loaded, vec![]);
            let jobs = loaded.integration.scrapes.iter().map(|scrape| scrape.job.to_string());
            self.part(&loaded, jobs.collect(), &[]);
        }
        self.proxy(&proxy?, sites)
    }

    /// The scrape jobs of an integration's services, of which there is one of each.
    pub(super) fn jobs_of(
        &mut self,
        loaded: &Loaded,
        services: &[Service],
        instance: &str,
        span: Span,
    ) {
        for scrape in &loaded.integration.scrapes {
            let Some(address) = self.scraped(loaded, scrape, services) else { continue };
            let labels = vec![("instance".to_owned(), instance.to_owned())];
            let target = Target { address, labels, span: Span::NOWHERE };
            self.jobs.push(job(loaded, scrape, vec![target], span));
        }
    }

    /// Publishes a component: through the proxy, if it is to be reached from elsewhere and there is one.
    fn publish(
        &mut self,
        name: &Name,
        role: Role,
        component: Component<'_>,
        service: &mut Service,
        authenticated: bool,
        sites: &mut Sites,
    ) {
        if *self.spec.proxy.enabled && !component.bind.is_loopback() {
            match component.domain {
                Some(domain) => {
                    let mut known = sites.domains.iter();
                    if let Some((_, first)) = known.find(|(known, _)| *known == domain.value) {
                        self.same_domain(domain, *first);
                    }
                    sites.domains.push((domain.value.clone(), domain.span));
                    sites.served.push((domain.value.clone(), service.address()));
                    sites.binds.insert(component.bind.value);
                }
                None if is_sound(self.spec, role) => self.needs_domain(name, component.bind),
                None => {}
            }
            return;
        }
        service.published.push(Published {
            bind: component.bind.value,
            port: component.port.map_or(service.port, |port| port.value),
            target: service.port,
            span: component.port.map_or(component.bind.span, |port| port.span),
            bind_span: component.bind.span,
            authenticated,
        });
    }

    /// The URL under which people reach a component, for links: the given one, that of the proxy, or
    /// that of the published port.
    fn external_url(&self, component: Component<'_>, port: Port) -> String {
        if let Some(url) = component.external_url {
            return url.to_string();
        }
        match component.domain {
            Some(domain) if *self.spec.proxy.enabled && !component.bind.is_loopback() => {
                format!("https://{domain}/")
            }
            _ => {
                let port = component.port.map_or(port, |port| port.value);
                format!("http://localhost:{port}/")
            }
        }
    }

    fn component_secrets(&self, name: &Name, role: Role) -> Vec<SecretFile> {
        match role {
            Role::Dashboards => {
                let given = &self.spec.grafana;
                let (path, user) = (&given.admin_password_file, &given.admin_user);
                vec![secrets::login_secret(&format!("{name}-admin-password"), path, user)]
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

    fn proxy(&mut self, loaded: &Arc<Loaded>, sites: Sites) -> Option<Proxy> {
        let Sites { served: sites, binds, .. } = sites;
        if sites.is_empty() {
            return None;
        }
        let template = loaded.integration.services.first()?;
        let given = &self.spec.proxy;
        let users =
            secrets::component_secret(&format!("{}-users", template.name), &given.users_file);
        let wish = Wish {
            span: given.enabled.span,
            image: given.image.as_ref(),
            limits: given.resources.as_ref(),
            context: Context::default(),
            secrets: vec![users.clone()],
        };
        let mut service = self.service(loaded, template, wish)?;
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
        self.brings(loaded, vec![]);
        Some(Proxy { tls: given.tls, users: users.mounted(), sites })
    }
}

/// What the proxy serves.
#[derive(Default)]
struct Sites {
    /// By which name, and where that is.
    served: Vec<(Host, String)>,
    /// Where the spec has each name.
    domains: Vec<(Host, Span)>,
    /// At which addresses of the host.
    binds: BTreeSet<BindAddress>,
}

/// What a spec says about the component that has a role.
pub(super) fn component(spec: &Spec, role: Role) -> Option<Component<'_>> {
    match role {
        Role::Metrics => Some(spec.prometheus.component()),
        Role::Alerts => Some(spec.alertmanager.component()),
        Role::Dashboards => Some(spec.grafana.component()),
        _ => None,
    }
}

/// Whether all that a spec says of a component could be read.
fn is_sound(spec: &Spec, role: Role) -> bool {
    match role {
        Role::Metrics => spec.prometheus.is_sound(),
        Role::Alerts => spec.alertmanager.is_sound(),
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
