//! Every panel of every dashboard has data.

use super::variables::Variables;
use super::{Finding, Outcome};
use crate::output::FileSet;
use crate::render::{MAY_BE_EMPTY, OPTIONAL_QUERY};
use crate::value::Duration;
use serde_json::Value as Json;
use std::collections::BTreeSet;

/// A panel of a rendered dashboard.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// The name of its dashboard's file.
    pub dashboard: String,
    /// Its title.
    pub title: String,
    /// Its queries, with everything chosen in every variable.
    pub queries: Vec<String>,
    /// The places of those among its queries that may have no data though the others have.
    pub optional_queries: BTreeSet<usize>,
    /// Why it may be empty.
    pub optional: Option<String>,
}

impl Panel {
    /// Its name for people.
    pub fn name(&self) -> String {
        format!("{}: {}", self.dashboard, self.title)
    }
}

/// The panels of all rendered dashboards.
pub fn panels(files: &FileSet, scrape_interval: Duration) -> Vec<Panel> {
    let mut all = Vec::new();
    for (path, content) in files.iter() {
        let name = path.as_str().strip_prefix("grafana/dashboards/");
        let Some(name) = name.and_then(|name| name.strip_suffix(".json")) else { continue };
        let Ok(dashboard) = serde_json::from_slice::<Json>(content) else { continue };
        let variables = Variables::new(&dashboard, scrape_interval);
        for panel in dashboard["panels"].as_array().into_iter().flatten() {
            let targets = panel["targets"].as_array().into_iter().flatten();
            let exprs = targets.clone().filter_map(|target| target["expr"].as_str());
            let may_lack = |target: &Json| {
                target["refId"].as_str().is_some_and(|id| id.ends_with(OPTIONAL_QUERY))
            };
            let optional_queries = targets.enumerate().filter(|(_, target)| may_lack(target));
            let description = panel["description"].as_str().unwrap_or_default();
            let optional = description.split_once(MAY_BE_EMPTY);
            all.push(Panel {
                dashboard: name.to_owned(),
                title: panel["title"].as_str().unwrap_or_default().to_owned(),
                queries: exprs.map(|expr| variables.fill(expr)).collect(),
                optional_queries: optional_queries.map(|(place, _)| place).collect(),
                optional: optional.map(|(_, reason)| reason.trim().to_owned()),
            });
        }
    }
    all
}

/// How many series each query of each panel has, or Prometheus's words for why it cannot be answered.
pub type Answers = Vec<Vec<Result<usize, String>>>;

/// Whether the panels have data. `answers` are those to the queries of `panels`, in their order.
pub fn judge(panels: &[Panel], answers: &Answers) -> Outcome {
    let mut outcome = Outcome::new("panels", "with data");
    if panels.is_empty() {
        return outcome.skipped("the stack has no dashboards");
    }
    for (panel, answers) in panels.iter().zip(answers) {
        let mut empty = Vec::new();
        let mut wrong = Vec::new();
        for (place, (query, answer)) in panel.queries.iter().zip(answers).enumerate() {
            let query = query.split_whitespace().collect::<Vec<_>>().join(" ");
            match answer {
                Ok(0) if panel.optional_queries.contains(&place) => {}
                Ok(0) => empty.push(no_data(panel, &query)),
                Ok(_) => {}
                Err(error) => {
                    wrong.push(Finding::new(panel.name(), format!("{error}, for `{query}`")));
                }
            }
        }
        match &panel.optional {
            Some(reason) if wrong.is_empty() && !empty.is_empty() => {
                outcome.optional.push((panel.name(), reason.clone()));
            }
            _ => {
                wrong.extend(empty);
                outcome.expect(panel.name(), wrong);
            }
        }
    }
    outcome
}

fn no_data(panel: &Panel, query: &str) -> Finding {
    Finding::new(panel.name(), format!("no data for `{query}`"))
        .help(
            "see whether its targets are up; a rate needs two scrapes; then whether the metric is \
             on the target's own metrics page",
        )
        .heals()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn panel(title: &str, optional: Option<&str>) -> Panel {
        Panel {
            dashboard: "node".to_owned(),
            title: title.to_owned(),
            queries: vec!["a\n  + b".to_owned(), "c".to_owned()],
            optional_queries: BTreeSet::new(),
            optional: optional.map(ToOwned::to_owned),
        }
    }

    #[test]
    fn full_empty_and_optional_ones() {
        let panels = [panel("A", None), panel("B", None), panel("C", Some("no reason"))];
        let full = vec![Ok(1), Ok(2)];
        let outcome = judge(&panels, &vec![full.clone(), full.clone(), full.clone()]);
        assert_eq!(outcome.to_string(), "3/3 with data");
        assert!(outcome.is_fine());
        let empty = vec![Ok(0), Ok(2)];
        let outcome = judge(&panels, &vec![full, empty.clone(), empty]);
        assert_eq!(outcome.to_string(), "1/2 with data, 1 optional one empty");
        assert_eq!(outcome.findings.len(), 1);
        assert_eq!(outcome.findings[0].subject, "node: B");
        assert_eq!(outcome.findings[0].problem, "no data for `a + b`");
        assert_eq!(outcome.optional, [("node: C".to_owned(), "no reason".to_owned())]);
        assert!(outcome.may_heal());
    }

    #[test]
    fn a_part_of_a_panel_may_be_missing() {
        let part = Panel { optional_queries: BTreeSet::from([1]), ..panel("A", None) };
        let judge = |answers| judge(std::slice::from_ref(&part), &vec![answers]);
        assert!(judge(vec![Ok(2), Ok(0)]).is_fine());
        assert!(!judge(vec![Ok(0), Ok(0)]).is_fine());
    }

    #[test]
    fn a_query_that_cannot_be_answered_is_no_option() {
        let panels = [panel("C", Some("no reason"))];
        let outcome = judge(&panels, &vec![vec![Err("parse error".to_owned()), Ok(0)]]);
        assert_eq!(outcome.to_string(), "0/1 with data");
        assert_eq!(outcome.findings[0].problem, "parse error, for `a + b`");
    }
}
