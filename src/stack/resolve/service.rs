//! A container of the catalogue, with what a spec changes in it.

use super::Builder;
use super::evaluate::Evaluate as _;
use crate::catalog::{Loaded, Resources, Service as Template};
use crate::decode::At;
use crate::decode::codes::BAD_VALUE;
use crate::diag::{Diagnostic, Span};
use crate::spec;
use crate::stack::{
    Author, Condition, Dependency, HostAccess, Limits, Pin, Role, SecretFile, Service, Volume,
    codes,
};
use crate::template::Context;
use crate::value::{Image, Name, Scalar};
use serde_json::{Value as Json, json};

/// The limits of a container: those of the catalogue, unless a spec says otherwise.
fn limits(usual: &Resources, wished: Option<&spec::Limits>) -> Limits {
    Limits {
        memory: wished.and_then(|it| it.memory).unwrap_or(usual.memory).size(),
        cpus: wished.and_then(|it| it.cpus).unwrap_or(usual.cpus),
        pids: wished.and_then(|it| it.pids).unwrap_or(usual.pids).get(),
    }
}

/// What a spec says about a container.
pub(super) struct Wish<'a> {
    /// Where.
    pub(super) span: Span,
    /// Another image.
    pub(super) image: Option<&'a At<Image>>,
    /// Other limits.
    pub(super) limits: Option<&'a spec::Limits>,
    /// What its templates know besides the spec's components.
    pub(super) context: Context,
    /// The secret files it may read.
    pub(super) secrets: Vec<SecretFile>,
}

impl Builder<'_> {
    /// The variables that describe the components, for templates.
    pub(super) fn spec_context(&self) -> Json {
        let spec = self.spec;
        json!({
            "name": spec.name.to_string(),
            Role::Metrics.as_str(): {
                "retention": {
                    "time": spec.prometheus.retention.time.to_string(),
                    "size": spec.prometheus.retention.size.as_ref().map(ToString::to_string),
                },
            },
            Role::Dashboards.as_str(): {
                "admin_user": spec.grafana.admin_user.to_string(),
                "overview": spec.grafana.overview,
            },
            "host": self.host_context(),
        })
    }

    /// Makes a container of the catalogue's description.
    pub(super) fn service(
        &mut self,
        loaded: &Loaded,
        template: &Template,
        wish: Wish<'_>,
    ) -> Option<Service> {
        let context = wish.context.with("spec", self.spec_context());
        let name = self.render(template.name.as_str(), template.name.span, &context);
        let name = name.and_then(|name| self.service_name(&name, &template.name, wish.span));
        let (pinned, pin) = self.pinned(loaded, &template.image);
        let image = wish.image.cloned().or(pinned);
        if image.is_none() {
            self.refuse_image(loaded, &template.image);
        }
        if loaded.own {
            self.refuse_literals(template);
        }
        let command = self.lines(&template.command, &context);
        let mut environment = std::collections::BTreeMap::new();
        for (variable, value) in &template.environment {
            let rendered = self.render(value.as_str(), value.span, &context);
            if let Some(value) = rendered.filter(|value| !value.is_empty()) {
                environment.insert(variable.to_string(), value);
            }
        }
        let apply_secrets = self.lines(&template.apply_secrets, &context);
        let (mounts, host_mounts) = self.mounts(template, &context);
        if loaded.own {
            self.refuse_targets(template, &mounts, &host_mounts);
        }
        let devices = self.lines(&template.devices, &context);
        let capabilities = self.lines(&template.capabilities, &context);
        let selinux = self.selinux(&host_mounts);
        let exceptions = self.exceptions(template, selinux, &context);
        Some(Service {
            name: name?,
            role: template.role,
            span: wish.span,
            author: if loaded.own { Author::User } else { Author::Catalogue },
            title: loaded.integration.title.clone(),
            image: image?,
            pin,
            user: template.user.to_string(),
            command,
            environment,
            secrets: wish.secrets,
            mounts,
            volumes: template
                .volumes
                .iter()
                .map(|(name, volume)| Volume {
                    name: name.value.clone(),
                    target: volume.target.to_string(),
                })
                .collect(),
            tmpfs: template.tmpfs.iter().map(ToString::to_string).collect(),
            capabilities,
            host: HostAccess {
                mounts: host_mounts,
                devices,
                users: template.host_users && self.spec.host.userns_remap,
                selinux,
            },
            port: template.port,
            ports: template.ports.iter().map(|(name, port)| (name.to_string(), *port)).collect(),
            published: vec![],
            outward: template.outward,
            reaches: vec![],
            host_gateway: false,
            healthcheck: template.healthcheck.clone(),
            no_healthcheck: template.no_healthcheck.clone(),
            limits: limits(&template.resources, wish.limits),
            stop_grace_period: template.stop_grace_period,
            reload: template.reload.clone(),
            apply_secrets,
            depends_on: template
                .depends_on
                .iter()
                .filter_map(|name| Name::parse(name.as_str()).ok())
                .map(|name| Dependency { name, condition: Condition::Started })
                .collect(),
            exceptions,
        })
    }

    /// The name of a service. One that its template makes of what the spec says is the spec's to
    /// mend.
    fn service_name(
        &mut self,
        name: &str,
        template: &At<crate::value::Line>,
        used: Span,
    ) -> Option<Name> {
        let error = match Name::parse(name) {
            Ok(name) => return Some(name),
            Err(error) => error,
        };
        let problem = Diagnostic::error(BAD_VALUE, format!("a service's name {}", error.reason));
        let becomes = format!("this becomes `{name}`");
        self.diagnostics.push(if template.as_str().contains("{=") {
            problem
                .at(used, becomes)
                .at(template.span, "through this template")
                .help("give it a shorter name")
        } else {
            problem.at(template.span, becomes)
        });
        None
    }

    /// The image that `images.toml` has under a key, and what is known of it; an integration of
    /// the user's own may name a whole image instead.
    fn pinned(
        &mut self,
        loaded: &Loaded,
        key: &At<crate::value::Line>,
    ) -> (Option<At<Image>>, Option<Pin>) {
        let at = |value| Some(At { value, span: key.span });
        if let Some(facts) = self.catalog.pin(key.as_str(), self.sources, self.diagnostics) {
            let image = at(facts.image.clone());
            return (image, Some(Pin { facts, rendered: true }));
        }
        let whole = Image::parse(key.as_str()).ok();
        let Some(image) = whole.filter(|image| loaded.own && !image.floats()) else {
            return (None, None);
        };
        let facts = self.catalog.pin_of(&image, self.sources, self.diagnostics);
        (at(image), facts.map(|facts| Pin { facts, rendered: false }))
    }

    /// Reports a key under which there is no image.
    fn refuse_image(&mut self, loaded: &Loaded, key: &At<crate::value::Line>) {
        let help = if loaded.own {
            "write an image with its version, for example \"prom/memcached-exporter:v0.15.3\""
        } else {
            "name a key of presets/images.toml, which has the image with its version"
        };
        self.diagnostics.push(
            Diagnostic::error(codes::UNKNOWN_REFERENCE, format!("`{key}` is not a pinned image"))
                .at(key.span, "")
                .help(help),
        );
    }
}
