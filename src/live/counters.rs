use std::collections::BTreeMap;

/// The counters on a page of metrics, in Prometheus's text format.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Counters {
    samples: Vec<(String, BTreeMap<String, String>, f64)>,
}

impl Counters {
    /// Reads a page. Lines that are no samples are left out.
    pub fn read(page: &str) -> Self {
        let samples = page.lines().filter(|line| !line.starts_with('#')).filter_map(sample);
        Self { samples: samples.collect() }
    }

    /// The sum of a metric's series that have these labels. A label that no series of the metric has
    /// at all is left aside: older releases do not have it.
    pub fn sum(&self, name: &str, labels: &[(&str, &str)]) -> f64 {
        let of_name = || self.samples.iter().filter(|(own, _, _)| own == name);
        let known = |label: &str| of_name().any(|(_, labels, _)| labels.contains_key(label));
        let wanted: Vec<_> = labels.iter().filter(|(label, _)| known(label)).collect();
        of_name()
            .filter(|(_, own, _)| {
                wanted.iter().all(|(label, value)| own.get(*label).is_some_and(|it| it == value))
            })
            .map(|(_, _, value)| value)
            .sum()
    }

    /// Whether a metric has a series with a label.
    pub fn have(&self, name: &str, label: &str) -> bool {
        self.samples.iter().any(|(own, labels, _)| own == name && labels.contains_key(label))
    }

    /// The values of a label, on those series of a metric that have other labels, with their sums.
    pub fn values_of(
        &self,
        name: &str,
        label: &str,
        labels: &[(&str, &str)],
    ) -> Vec<(String, f64)> {
        let mut values: Vec<(String, f64)> = Vec::new();
        for (own_name, own, _) in &self.samples {
            let Some(value) = own.get(label).filter(|_| own_name == name) else { continue };
            if values.iter().any(|(known, _)| known == value) {
                continue;
            }
            let mut all = labels.to_vec();
            all.push((label, value));
            values.push((value.clone(), self.sum(name, &all)));
        }
        values
    }
}

/// A line such as `name{label="value"} 1`.
fn sample(line: &str) -> Option<(String, BTreeMap<String, String>, f64)> {
    let end = line.find(['{', ' '])?;
    let (name, rest) = line.split_at(end);
    let (labels, rest) = match rest.strip_prefix('{') {
        Some(rest) => labels(rest)?,
        None => (BTreeMap::new(), rest),
    };
    let value = rest.split_whitespace().next()?.parse().ok()?;
    Some((name.to_owned(), labels, value))
}

/// What stands before `}`, and what after it.
fn labels(mut rest: &str) -> Option<(BTreeMap<String, String>, &str)> {
    let mut labels = BTreeMap::new();
    loop {
        rest = rest.trim_start_matches([',', ' ']);
        if let Some(rest) = rest.strip_prefix('}') {
            return Some((labels, rest));
        }
        let (name, after) = rest.split_once("=\"")?;
        let mut value = String::new();
        let mut chars = after.char_indices();
        let end = loop {
            match chars.next()? {
                (at, '"') => break at,
                (_, '\\') => value.push(match chars.next()?.1 {
                    'n' => '\n',
                    other => other,
                }),
                (_, c) => value.push(c),
            }
        };
        labels.insert(name.to_owned(), value);
        rest = &after[end + 1..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# TYPE a_total counter\n\
        a_total{integration=\"webhook\",reason=\"other\"} 2\n\
        a_total{integration=\"webhook\",reason=\"server } error\\\"\"} 3\n\
        a_total{integration=\"email\",reason=\"other\"} 7\n\
        plain 1.5 1700000000\n";

    #[test]
    fn sums_of_series() {
        let counters = Counters::read(PAGE);
        let webhook = [("integration", "webhook")];
        assert!((counters.sum("a_total", &webhook) - 5.0).abs() < 1e-9);
        assert!((counters.sum("plain", &[]) - 1.5).abs() < 1e-9);
        assert!(counters.sum("none", &webhook).abs() < 1e-9);
    }

    #[test]
    fn a_label_that_a_release_does_not_have_is_left_aside() {
        let counters = Counters::read(PAGE);
        let labels = [("integration", "email"), ("receiver_name", "mail")];
        assert!((counters.sum("a_total", &labels) - 7.0).abs() < 1e-9);
    }

    #[test]
    fn values_of_a_label() {
        let counters = Counters::read(PAGE);
        let found = counters.values_of("a_total", "reason", &[("integration", "webhook")]);
        let expected = [("other".to_owned(), 2.0), ("server } error\"".to_owned(), 3.0)];
        assert_eq!(found, expected);
    }
}
