//! Every panel of every dashboard has data.

use super::variables::Variables;
use super::{Finding, Outcome, Standing};
use crate::stack::{self, Stack};
use crate::value::Duration;
use std::collections::{BTreeMap, BTreeSet};

/// A panel of a dashboard, as Prometheus is asked for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// The name of its dashboard.
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

/// The panels of all dashboards.
pub fn panels(stack: &Stack, scrape_interval: Duration) -> Vec<Panel> {
    let variables = Variables::new(scrape_interval);
    let panel = |dashboard: &str, panel: &stack::Panel| {
        let queries = panel.queries.iter().enumerate();
        let may_lack = queries.filter(|(_, query)| query.optional.is_some());
        let optional = panel.optional.as_ref();
        Panel {
            dashboard: dashboard.to_owned(),
            title: panel.title.to_string(),
            queries: panel.queries.iter().map(|query| variables.fill(&query.expr)).collect(),
            optional_queries: may_lack.map(|(place, _)| place).collect(),
            optional: optional.map(|it| it.as_str().trim_end_matches('.').to_owned()),
        }
    };
    let dashboards = stack.dashboards();
    let all = dashboards.iter().flat_map(|dashboard| {
        dashboard.panels.iter().map(|one| panel(dashboard.name.as_str(), one))
    });
    all.collect()
}

/// How many series each query of each panel has, or Prometheus's words for why it cannot be answered.
pub type Answers = Vec<Vec<Result<usize, String>>>;

/// Whether the panels have data. `answers` are those to the queries of `panels`, in their order.
pub fn judge(panels: &[Panel], answers: &Answers, standing: &Standing) -> Outcome {
    let mut outcome = Outcome::new("panels", "with data");
    if panels.is_empty() {
        return outcome.skipped("the stack has no dashboards");
    }
    let dark = dark_queries(panels, standing);
    // By dashboard and jobs: one cause is told once, and not for each panel.
    let mut unlit: BTreeMap<(&str, &[String]), usize> = BTreeMap::new();
    for (panel, answers) in panels.iter().zip(answers) {
        let mut empty = Vec::new();
        let mut wrong = Vec::new();
        for (place, (query, answer)) in panel.queries.iter().zip(answers).enumerate() {
            let query = query.split_whitespace().collect::<Vec<_>>().join(" ");
            match answer {
                Ok(0) if panel.optional_queries.contains(&place) => {}
                Ok(0) => empty.push(no_data(panel, &query, standing)),
                Ok(_) => {}
                Err(error) => {
                    wrong.push(Finding::new(panel.name(), format!("{error}, for `{query}`")));
                }
            }
        }
        let jobs = standing.dark.get(&panel.dashboard).map(Vec::as_slice).or_else(|| {
            let jobs = dark.get(panel.queries.first()?.as_str())?;
            panel.queries.iter().all(|query| dark.contains_key(query.as_str())).then_some(*jobs)
        });
        if let Some(jobs) = jobs.filter(|_| !empty.is_empty()) {
            *unlit.entry((&panel.dashboard, jobs)).or_default() += 1;
            outcome.expected += 1;
            outcome.findings.extend(wrong);
            continue;
        }
        match &panel.optional {
            Some(reason) if wrong.is_empty() && !empty.is_empty() => {
                // A guess: nobody knows why there is nothing.
                outcome.optional.push((panel.name(), format!("empty, perhaps because {reason}")));
            }
            _ => {
                wrong.extend(empty);
                outcome.expect(panel.name(), wrong);
            }
        }
    }
    outcome.findings.extend(unlit.into_iter().map(|((dashboard, jobs), count)| {
        let panels = if count == 1 { "1 panel has" } else { &format!("{count} panels have") };
        let what = format!("{panels} no data: no target of {} is up", jobs.join(", "));
        Finding::new(dashboard, what).help("`targets` says why")
    }));
    outcome
}

/// The queries of dashboards that no target fills, with the jobs that should. The overview has some
/// of them as well.
fn dark_queries<'a>(
    panels: &'a [Panel],
    standing: &'a Standing,
) -> BTreeMap<&'a str, &'a [String]> {
    let dark = panels.iter().filter_map(|panel| {
        let jobs = standing.dark.get(&panel.dashboard)?;
        Some(panel.queries.iter().map(|query| (query.as_str(), jobs.as_slice())))
    });
    dark.flatten().collect()
}

fn no_data(panel: &Panel, query: &str, standing: &Standing) -> Finding {
    let finding = Finding::new(panel.name(), format!("no data for `{query}`"));
    if standing.settled.contains(&panel.dashboard) {
        return finding.help(
            "its targets are up: look for the metric and its labels on their own metrics pages",
        );
    }
    finding
        .help(
            "a rate needs two scrapes; if it stays empty, look for the metric and its labels on the \
             target's own metrics page",
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

    fn judge(panels: &[Panel], answers: &Answers) -> Outcome {
        super::judge(panels, answers, &Standing::default())
    }

    #[test]
    fn one_cause_is_told_once() {
        let at = |dashboard: &str, title: &str, optional: Option<&str>| Panel {
            dashboard: dashboard.to_owned(),
            ..panel(title, optional)
        };
        let panels =
            [at("node", "A", None), at("node", "B", Some("no reason")), at("overview", "A", None)];
        let standing = Standing {
            dark: BTreeMap::from([("node".to_owned(), vec!["node-exporter".to_owned()])]),
            ..Standing::default()
        };
        let empty = vec![Ok(0), Ok(0)];
        let outcome = super::judge(&panels, &vec![empty.clone(), empty.clone(), empty], &standing);
        let told: Vec<_> =
            outcome.findings.iter().map(|it| format!("{}: {}", it.subject, it.problem)).collect();
        assert_eq!(
            told,
            [
                "node: 2 panels have no data: no target of node-exporter is up",
                "overview: 1 panel has no data: no target of node-exporter is up",
            ]
        );
        assert_eq!(outcome.to_string(), "0/3 with data");
        assert!(!outcome.may_heal(), "the target's own finding says whether");
    }

    #[test]
    fn what_has_been_up_for_long_gets_no_more_data_by_waiting() {
        let settled = BTreeSet::from(["node".to_owned()]);
        let standing = Standing { settled, ..Standing::default() };
        let panels = [panel("A", None)];
        let outcome = super::judge(&panels, &vec![vec![Ok(0), Ok(1)]], &standing);
        assert!(!outcome.is_fine() && !outcome.may_heal());
    }

    #[test]
    fn full_empty_and_optional_ones() {
        let panels = [panel("A", None), panel("B", None), panel("C", Some("nobody asked"))];
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
        assert_eq!(
            outcome.optional,
            [("node: C".to_owned(), "empty, perhaps because nobody asked".to_owned())]
        );
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
