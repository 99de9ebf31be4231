//! Files of the output and data sources that integrations bring.

use super::Builder;
use super::evaluate::Evaluate as _;
use crate::catalog::{self, Loaded, Template, UserFolder};
use crate::diag::{Diagnostic, Span, closest};
use crate::stack::model::Proxy;
use crate::stack::{Datasource, File, ProxyTls, Role, codes};
use crate::template::{Context, TemplateError};
use crate::value::{Host, RelPath};
use crate::yaml;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// An integration in use that brings files, and what its templates know of that use.
pub(super) struct Bringer {
    loaded: Arc<Loaded>,
    own: Vec<(&'static str, Json)>,
}

impl Builder<'_> {
    /// Remembers what an integration in use requires, and that it brings files or data sources, which may
    /// say where other services are.
    pub(super) fn brings(&mut self, loaded: &Arc<Loaded>, own: Vec<(&'static str, Json)>) {
        let integration = &loaded.integration;
        for role in &integration.requires {
            if self.required.iter().all(|(_, known)| known.span != role.span) {
                self.required.push((integration.title.clone(), role.clone()));
            }
        }
        if !integration.files.is_empty() || !integration.datasources.is_empty() {
            self.bringers.push(Bringer { loaded: Arc::clone(loaded), own });
        }
    }

    /// The files and the data sources that the integrations in use bring.
    pub(super) fn brought(&mut self, proxy: Option<&Proxy>) -> (Vec<File>, Vec<Datasource>) {
        let shared = self.file_context(proxy);
        let mut files: BTreeMap<RelPath, File> = BTreeMap::new();
        let mut datasources = Vec::new();
        for Bringer { loaded, own } in std::mem::take(&mut self.bringers) {
            let own = own.into_iter();
            let context =
                own.fold(shared.clone(), |context, (name, value)| context.with(name, value));
            for wanted in &loaded.integration.files {
                let Some(file) = self.file(&loaded, wanted, &context) else { continue };
                match files.get(&file.path) {
                    Some(first) => self.refuse_same_file(&file, first.span),
                    None => drop(files.insert(file.path.clone(), file)),
                }
            }
            for wanted in &loaded.integration.datasources {
                datasources.extend(self.datasource(&loaded, wanted, &context));
            }
        }
        self.refuse_same_datasource(&datasources);
        self.refuse_missing_roles();
        (files.into_values().collect(), datasources)
    }

    fn file(&mut self, loaded: &Loaded, wanted: &catalog::File, context: &Context) -> Option<File> {
        let when = wanted.when.as_ref().map(|when| (when.as_str(), when.span));
        if self.holds(when, context) != Some(true) {
            return None;
        }
        let Some(template) = loaded.templates.get(wanted.template()) else {
            let span = wanted.template.as_ref().map_or(wanted.path.span, |path| path.span);
            self.refuse_absent(loaded, wanted.template(), span);
            return None;
        };
        let made = self.engine.own_file(wanted.path.as_str(), &template.text, context);
        let text = made.map_err(|error| self.refuse_template(&error, template, wanted)).ok()?;
        if loaded.own {
            self.read_back(&text, wanted);
        }
        Some(File { path: wanted.path.value.clone(), span: wanted.path.span, text })
    }

    /// Reports a template that does not lie beside its integration.
    fn refuse_absent(&mut self, loaded: &Loaded, template: &str, span: Span) {
        let message = format!("there is no template `{template}`");
        let problem = Diagnostic::error(codes::UNKNOWN_REFERENCE, message).at(span, "");
        let known = loaded.templates.keys().map(String::as_str);
        self.diagnostics.push(match closest(template, known) {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem.help(format!(
                "write it: {}/{}/{template}",
                UserFolder::Integrations,
                loaded.name
            )),
        });
    }

    /// Reads a YAML file back whose template is the user's. Those of the catalogue are read by the tests.
    fn read_back(&mut self, text: &str, wanted: &catalog::File) {
        let path = wanted.path.as_str();
        if !matches!(path.rsplit_once('.'), Some((_, "yml" | "yaml"))) {
            return;
        }
        let source = self.sources.add(format!("<rendered {path}>"), text.to_owned());
        if let Err(fault) = yaml::parse(source, text) {
            self.diagnostics.push(
                Diagnostic::error(codes::BAD_TEMPLATE, "this template does not become YAML")
                    .at(fault.span, fault.message)
                    .at(wanted.path.span, "for this file"),
            );
        }
    }

    /// Reports a template that cannot be rendered, where that is known in the template itself.
    fn refuse_template(
        &mut self,
        error: &TemplateError,
        template: &Template,
        wanted: &catalog::File,
    ) {
        let mut lines = template.text.split_inclusive('\n').scan(0, |start, line| {
            let range = *start..*start + line.trim_end().len();
            *start += line.len();
            Some(range)
        });
        let line = error.line.and_then(|line| lines.nth(line.checked_sub(1)?));
        let span = line.map(|range| Span::new(template.source, range));
        let message = format!("this template cannot be rendered: {error}");
        let problem = Diagnostic::error(codes::BAD_TEMPLATE, message);
        self.diagnostics.push(match span {
            Some(span) => problem.at(span, "").at(wanted.path.span, "for this file"),
            None => problem.at(wanted.path.span, ""),
        });
    }

    /// Roles that are required and nothing in the stack has.
    fn refuse_missing_roles(&mut self) {
        for (title, role) in std::mem::take(&mut self.required) {
            if self.services.iter().any(|service| service.role == Some(role.value)) {
                continue;
            }
            let message = format!("{title} requires a service with the role `{role}`");
            self.diagnostics.push(
                Diagnostic::error(codes::UNKNOWN_REFERENCE, message)
                    .at(role.span, "no service of the stack has it")
                    .help("add an integration whose service has this `role`"),
            );
        }
    }

    fn refuse_same_file(&mut self, file: &File, first: Span) {
        self.diagnostics.push(
            Diagnostic::error(codes::DUPLICATE_NAME, format!("two files would be `{}`", file.path))
                .at(file.span, "this one")
                .at(first, "and this one")
                .help("an integration with files can be used once: give it `singleton = true`"),
        );
    }

    /// What the templates of all files know.
    fn file_context(&self, proxy: Option<&Proxy>) -> Context {
        let mut endpoints: BTreeMap<&str, Vec<String>> =
            Role::NAMES.iter().map(|role| (*role, vec![])).collect();
        for service in &self.services {
            if let Some(role) = service.role {
                endpoints.entry(role.as_str()).or_default().push(service.address());
            }
        }
        Context::default()
            .with("name", self.spec.name.as_str())
            .with("version", env!("CARGO_PKG_VERSION"))
            .with("spec", self.spec_context())
            .with("endpoints", endpoints)
            .with("scrape_interval", self.prometheus.scrape_interval.to_string())
            .with("probes", self.probes.iter().map(super::probes::module).collect::<Vec<_>>())
            .with("proxy", proxy.map(served))
    }
}

/// What the proxy serves.
fn served(proxy: &Proxy) -> Json {
    let site = |(domain, service): &(Host, String)| json!({ "domain": domain.in_url(), "service": service });
    json!({
        "sites": proxy.sites.iter().map(site).collect::<Vec<_>>(),
        "internal": proxy.tls == ProxyTls::Internal,
        "users": proxy.users,
    })
}
