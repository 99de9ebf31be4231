//! Grafana's variables in a panel's query, filled in as a dashboard does when everything is chosen.

use crate::stack::{ALL, CHOICES};
use crate::value::Duration;
use std::collections::BTreeMap;

/// What each variable stands for.
#[derive(Clone, Debug)]
pub(super) struct Variables(BTreeMap<&'static str, String>);

impl Variables {
    /// The variables of a dashboard where everything is chosen, and those that Grafana itself brings.
    ///
    /// `$__interval` is the distance of two points of a graph, at least the scrape interval, which
    /// is the data source's; `$__rate_interval` is four scrape intervals, or one more than
    /// `$__interval`, whichever is longer:
    /// <https://grafana.com/docs/grafana/latest/datasources/prometheus/template-variables/>
    pub(super) fn new(scrape_interval: Duration) -> Self {
        let millis = scrape_interval.millis();
        let range = 3 * 3600;
        let own = [
            ("__interval", scrape_interval.to_string()),
            ("__interval_ms", millis.to_string()),
            ("__rate_interval", Duration::from_millis(4 * millis).to_string()),
            ("__range", format!("{range}s")),
            ("__range_s", range.to_string()),
            ("__range_ms", (1000 * range).to_string()),
        ];
        let chosen = CHOICES.map(|name| (name, ALL.to_owned()));
        Self(own.into_iter().chain(chosen).collect())
    }

    /// The expression with every variable filled in, in each of the three ways to write one: `$name`,
    /// `${name}` and `${name:format}`, `[[name]]`. What is no variable stays as it is.
    pub(super) fn fill(&self, expr: &str) -> String {
        let mut out = String::new();
        let mut rest = expr;
        while let Some(at) = rest.find(['$', '[']) {
            out.push_str(&rest[..at]);
            rest = &rest[at..];
            let known =
                reference(rest).and_then(|(name, length)| Some((self.0.get(name)?, length)));
            let (text, length) = known.map_or((&rest[..1], 1), |(value, length)| (value, length));
            out.push_str(text);
            rest = &rest[length..];
        }
        out + rest
    }
}

/// The name of the variable that a text starts with, and how long the reference is.
fn reference(text: &str) -> Option<(&str, usize)> {
    if let Some(inner) = text.strip_prefix("${") {
        let inner = &inner[..inner.find('}')?];
        let name = inner.split(':').next().unwrap_or(inner);
        return Some((name, inner.len() + 3));
    }
    if let Some(inner) = text.strip_prefix("[[") {
        let name = &inner[..inner.find("]]")?];
        return Some((name, name.len() + 4));
    }
    let rest = text.strip_prefix('$')?;
    let word = |c: char| !(c.is_ascii_alphanumeric() || c == '_');
    let name = &rest[..rest.find(word).unwrap_or(rest.len())];
    (!name.is_empty()).then_some((name, name.len() + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(expr: &str, expected: &str) {
        let variables = Variables::new(Duration::from_secs(15));
        assert_eq!(variables.fill(expr), expected);
    }

    #[test]
    fn everything_is_chosen() {
        case("up{job=~\"$job\"}", "up{job=~\".*\"}");
        case("up{job=~\"${job}\",a=\"${job:regex}\"}", "up{job=~\".*\",a=\".*\"}");
        case("up{job=~\"[[job]]\"}", "up{job=~\".*\"}");
        case("rate(a[$__rate_interval])", "rate(a[1m])");
        case("rate(a[$__interval]) + b[$__range]", "rate(a[15s]) + b[10800s]");
        case("up{instance=~\"$instance\"}", "up{instance=~\".*\"}");
    }

    #[test]
    fn what_is_no_variable_stays() {
        case("a{b=~\"c$\"}", "a{b=~\"c$\"}");
        case("a{b=\"$other ${job\"}", "a{b=\"$other ${job\"}");
        case("a{b=\"$jobs\"}", "a{b=\"$jobs\"}");
        case("a{b=~\"[[:alpha:]]\"}[5m]", "a{b=~\"[[:alpha:]]\"}[5m]");
        case("ü$", "ü$");
    }
}
