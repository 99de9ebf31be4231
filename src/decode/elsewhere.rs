//! Keys that mean something to other tools, and what there is instead.

/// The tables, the keys, and what to do.
type Advice = (&'static [&'static str], &'static [&'static str], &'static str);

const ADVICE: &[Advice] = &[(
    &["a dashboard", "a panel", "a query"],
    &["datasource", "data_source", "datasources", "language", "query_language", "query_type"],
    "leave it out: every panel asks the stack's Prometheus, in PromQL. Panels of other data sources belong in a dashboard that you keep in Grafana",
)];

/// What to do about a key that another tool would know in such a table.
pub(super) fn advice(what: &str, key: &str) -> Option<&'static str> {
    let (_, _, advice) =
        ADVICE.iter().find(|(tables, keys, _)| tables.contains(&what) && keys.contains(&key))?;
    Some(advice)
}
