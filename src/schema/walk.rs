//! Ways through a schema: from a spec's keys to what their values may be.

use serde_json::Value as Json;

/// A schema of a spec, to look keys up in.
#[derive(Debug)]
pub struct Walk<'s> {
    root: &'s Json,
    /// The `type` of the table that is looked at, where several are possible.
    kind: Option<&'s str>,
}

/// What a value may be. Each is one of those that JSON Schema has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A text.
    String,
    /// A number, whole or not.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A list.
    Array,
    /// A table.
    Table,
}

/// How deep references may lead into each other.
const DEEPEST: usize = 16;

impl<'s> Walk<'s> {
    /// A way through a schema that [`super::spec()`] made.
    pub fn new(root: &'s Json) -> Self {
        Self { root, kind: None }
    }

    /// The whole schema.
    pub fn root(&self) -> &'s Json {
        self.root
    }

    /// The same, for a table of this `type`.
    #[must_use]
    pub fn of_kind(self, kind: Option<&'s str>) -> Self {
        Self { kind, ..self }
    }

    /// What may stand under a path of keys: all schemas that one of the alternatives has for it.
    pub fn at(&self, path: &[&str]) -> Vec<&'s Json> {
        let mut here = self.leaves(self.root);
        for key in path {
            let below = here.iter().flat_map(|schema| self.step(schema, key));
            here = below.collect();
        }
        here
    }

    /// The alternatives of a schema, with all references followed.
    pub fn leaves(&self, schema: &'s Json) -> Vec<&'s Json> {
        let mut leaves = Vec::new();
        self.collect(schema, DEEPEST, &mut leaves);
        leaves
    }

    fn step(&self, schema: &'s Json, key: &str) -> Vec<&'s Json> {
        let own = schema["properties"].get(key);
        let other = schema.get("additionalProperties").filter(|it| it.is_object());
        own.or(other).map(|below| self.leaves(below)).unwrap_or_default()
    }

    fn collect(&self, schema: &'s Json, left: usize, leaves: &mut Vec<&'s Json>) {
        if left == 0 || !self.fits(schema) {
            return;
        }
        if let Some(reference) =
            schema["$ref"].as_str().and_then(|it| it.strip_prefix("#/definitions/"))
        {
            return self.collect(&self.root["definitions"][reference], left - 1, leaves);
        }
        let conditional = schema.get("if").is_some();
        for alternative in ["then", "else"].iter().filter_map(|key| schema.get(key)) {
            if conditional && self.holds(&schema["if"]) {
                self.collect(alternative, left - 1, leaves);
            }
        }
        for all in ["allOf", "anyOf", "oneOf"].iter().filter_map(|key| schema[*key].as_array()) {
            for alternative in all
                .iter()
                .filter(|it| it.get("required").is_none() || it.get("properties").is_some())
            {
                self.collect(alternative, left - 1, leaves);
            }
        }
        if schema.get("type").is_some()
            || schema.get("const").is_some()
            || schema.get("properties").is_some()
        {
            leaves.push(schema);
        }
    }

    /// Whether a table of this type can be meant.
    fn fits(&self, schema: &Json) -> bool {
        let of = schema["properties"]["type"]["const"].as_str();
        of.is_none_or(|of| self.kind.is_none_or(|kind| kind == of))
    }

    fn holds(&self, condition: &Json) -> bool {
        self.fits(condition)
    }
}

/// What a value of one of these schemas may be.
pub fn kinds(leaves: &[&Json]) -> Vec<Kind> {
    let mut kinds: Vec<Kind> = leaves.iter().filter_map(|leaf| kind(leaf)).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

fn kind(leaf: &Json) -> Option<Kind> {
    Some(match (leaf["type"].as_str(), leaf.get("const")) {
        (Some("string"), _) | (_, Some(Json::String(_))) => Kind::String,
        (Some("number" | "integer"), _) | (_, Some(Json::Number(_))) => Kind::Number,
        (Some("boolean"), _) | (_, Some(Json::Bool(_))) => Kind::Boolean,
        (Some("array"), _) => Kind::Array,
        (Some("object"), _) => Kind::Table,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Known, spec};
    use super::*;
    use crate::catalog::Catalog;
    use crate::diag::{Diagnostics, Sources};

    fn schema() -> Json {
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        let mut catalog = Catalog::new(vec![], &mut sources, &mut diagnostics);
        spec(&Known::load(&mut catalog, &mut sources, &mut diagnostics))
    }

    #[test]
    fn every_key_leads_to_what_it_takes() {
        let schema = schema();
        for (path, of, expected) in [
            ("version", None, vec![Kind::Number]),
            ("name", None, vec![Kind::String]),
            ("preset", None, vec![Kind::String]),
            ("prometheus.retention.time", None, vec![Kind::String]),
            ("prometheus.retention", None, vec![Kind::Table]),
            ("networks.join", None, vec![Kind::Array]),
            ("host.selinux", None, vec![Kind::Boolean]),
            ("apps.web.targets", None, vec![Kind::Array]),
            ("apps.web.convention", None, vec![Kind::String]),
            ("apps.web.labels.team", None, vec![Kind::String]),
            ("receivers.x.chat_id", Some("telegram"), vec![Kind::Number]),
            ("receivers.x.chat_id", Some("slack"), vec![]),
            ("receivers.x.type", None, vec![Kind::String]),
            ("probes.x.tls", Some("tcp"), vec![Kind::Boolean]),
            ("probes.x.urls", None, vec![Kind::Array]),
            ("alerts.HighErrorRate.for", None, vec![Kind::String]),
            ("alerts.HighErrorRate.tier", None, vec![Kind::String]),
            ("integrations.node.port", None, vec![Kind::Number]),
            ("integrations.other.port", None, vec![Kind::Number]),
            ("routing.P0", None, vec![Kind::Array]),
            ("nothing.of.this", None, vec![]),
        ] {
            let keys: Vec<&str> = path.split('.').collect();
            let walk = Walk::new(&schema).of_kind(of);
            assert_eq!(kinds(&walk.at(&keys)), expected, "{path}");
        }
    }
}
