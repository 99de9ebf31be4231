//! What a dashboard's reader chooses: which Prometheus, which jobs, and which of their instances.

use super::datasource::Datasource;
use crate::stack::{self, ALL, CHOICES};
use serde::Serialize;

/// A variable.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Variable<'a> {
    /// Which data source.
    Datasource {
        name: &'a str,
        label: &'a str,
        #[serde(rename = "type")]
        kind: &'a str,
        query: &'a str,
        current: Current<&'a str>,
    },
    /// Which values of a label.
    #[serde(rename_all = "camelCase")]
    Query {
        name: &'a str,
        label: &'a str,
        #[serde(rename = "type")]
        kind: &'a str,
        datasource: Datasource<'a>,
        query: Query<'a>,
        refresh: u32,
        sort: u32,
        multi: bool,
        include_all: bool,
        all_value: &'a str,
        current: Current<[&'a str; 1]>,
    },
}

/// What is chosen at first.
#[derive(Serialize)]
pub(super) struct Current<T> {
    selected: bool,
    text: T,
    value: T,
}

/// What Prometheus is asked for the values.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Query<'a> {
    query: String,
    ref_id: &'a str,
}

/// The variables of a dashboard whose series are those of `metric`.
pub(super) fn variables<'a>(metric: &str, usual: &'a stack::Datasource) -> [Variable<'a>; 3] {
    let from = Datasource::chosen(usual);
    let [job, instance] = CHOICES;
    [
        Variable::Datasource {
            name: "datasource",
            label: "Data source",
            kind: "datasource",
            query: usual.kind.as_str(),
            current: Current {
                selected: true,
                text: usual.name.as_str(),
                value: usual.uid.as_str(),
            },
        },
        query(job, "Job", format!("label_values({metric}, {job})"), from),
        query(
            instance,
            "Instance",
            format!("label_values({metric}{{{job}=~\"${job}\"}}, {instance})"),
            from,
        ),
    ]
}

fn query<'a>(
    name: &'a str,
    label: &'a str,
    query: String,
    datasource: Datasource<'a>,
) -> Variable<'a> {
    Variable::Query {
        name,
        label,
        kind: "query",
        datasource,
        query: Query { query, ref_id: name },
        refresh: 2,
        sort: 1,
        multi: true,
        include_all: true,
        all_value: ALL,
        current: Current { selected: true, text: ["All"], value: ["$__all"] },
    }
}
