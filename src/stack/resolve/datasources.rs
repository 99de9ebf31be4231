//! Data sources that integrations bring.

use super::Builder;
use super::evaluate::Evaluate as _;
use crate::catalog::{self, Loaded};
use crate::decode::{Node, Value};
use crate::diag::Diagnostic;
use crate::stack::{Datasource, Service, codes};
use crate::template::Context;
use serde_json::{Map, Value as Json, json};

impl Builder<'_> {
    /// A data source, if the service that answers for it is part of the stack.
    pub(super) fn datasource(
        &mut self,
        loaded: &Loaded,
        wanted: &catalog::Datasource,
        context: &Context,
    ) -> Option<Datasource> {
        let templates = &loaded.integration.services;
        let template = match &wanted.service {
            None => templates.first()?,
            Some(name) => {
                let Some(found) = templates.iter().find(|one| one.name.value == name.value) else {
                    let known = templates.iter().map(|one| one.name.as_str());
                    self.unknown("service", name.as_str(), name.span, known);
                    return None;
                };
                found
            }
        };
        let name = self.render(template.name.as_str(), template.name.span, context)?;
        let address = self.services.iter().find(|one| one.name.as_str() == name)?;
        let address = Service::address(address);
        let path = wanted.path.as_ref().map(ToString::to_string).unwrap_or_default();
        let json_data = wanted.json_data.as_ref().map(|node| self.settings_of(node, context));
        Some(Datasource {
            name: wanted.name.clone(),
            uid: wanted.uid.value.clone(),
            span: wanted.uid.span,
            kind: wanted.r#type.clone(),
            url: format!("http://{address}{path}"),
            default: wanted.default,
            json_data: json_data.unwrap_or_else(|| json!({})),
        })
    }

    /// The settings of a data source's type, without texts that come out empty.
    fn settings_of(&mut self, node: &Node, context: &Context) -> Json {
        match &node.value {
            Value::String(text) => json!(self.render(text, node.span, context)),
            Value::Integer(number) => json!(number),
            Value::Float(number) => json!(number),
            Value::Boolean(truth) => json!(truth),
            Value::Datetime(text) => json!(text),
            Value::Array(items) => {
                items.iter().map(|item| self.settings_of(item, context)).collect()
            }
            Value::Table(entries) => {
                let made = entries
                    .iter()
                    .map(|entry| (entry.key.clone(), self.settings_of(&entry.node, context)));
                let made = made.filter(|(_, value)| *value != json!("") && !value.is_null());
                Json::Object(made.collect::<Map<_, _>>())
            }
        }
    }

    /// Two data sources under one id.
    pub(super) fn refuse_same_datasource(&mut self, datasources: &[Datasource]) {
        for (nth, second) in datasources.iter().enumerate() {
            let Some(first) = datasources[..nth].iter().find(|one| one.uid == second.uid) else {
                continue;
            };
            let message = format!("two data sources would have the id `{}`", second.uid);
            self.diagnostics.push(
                Diagnostic::error(codes::DUPLICATE_NAME, message)
                    .at(second.span, "this one")
                    .at(first.span, "and this one"),
            );
        }
    }
}
