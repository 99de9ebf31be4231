//! What series there are, and what they are.

use super::{Error, Problem, Prometheus};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The labels and the value of a series.
type Sample = (BTreeMap<String, String>, f64);

impl Prometheus {
    /// The labels of each series that an expression has now.
    ///
    /// # Errors
    /// When there is no such answer; in Prometheus's own words if it refuses the expression.
    pub fn label_sets(&self, expr: &str) -> Result<Vec<BTreeMap<String, String>>, Error> {
        Ok(self.samples(expr)?.into_iter().map(|(labels, _)| labels).collect())
    }

    /// The labels and the value of each series that an expression has now.
    ///
    /// # Errors
    /// When there is no such answer; in Prometheus's own words if it refuses the expression.
    pub fn samples(&self, expr: &str) -> Result<Vec<Sample>, Error> {
        #[derive(Deserialize)]
        struct Series {
            metric: BTreeMap<String, String>,
            value: (f64, String),
        }
        #[derive(Deserialize)]
        struct Found {
            result: Vec<Series>,
        }
        let found: Found = self.ask("/api/v1/query", &[("query", expr)])?;
        let sample = |series: Series| Some((series.metric, series.value.1.parse().ok()?));
        Ok(found.result.into_iter().filter_map(sample).collect())
    }

    /// The types of the metrics that the targets of a job declare, by name: also of those that have
    /// no series yet.
    ///
    /// # Errors
    /// When there is no answer. A refusal is none: Prometheus refuses where nothing is declared.
    pub fn declared(&self, job: &str) -> Result<BTreeMap<String, String>, Error> {
        #[derive(Deserialize)]
        struct Declared {
            metric: String,
            r#type: String,
        }
        let selector = format!("{{job=\"{job}\"}}");
        let answer = self.client.query("/api/v1/targets/metadata", &[("match_target", &selector)]);
        match answer.and_then(|answer| self.read::<Vec<Declared>>(&answer)) {
            Ok(all) => Ok(all.into_iter().map(|one| (one.metric, one.r#type)).collect()),
            Err(error) if matches!(error.problem, Problem::Refused | Problem::Unreadable) => {
                Ok(BTreeMap::new())
            }
            Err(error) => Err(error),
        }
    }
}
