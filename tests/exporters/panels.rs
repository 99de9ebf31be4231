//! Every panel of every dashboard shows something, in a stack of real programs.

use stackgen::live::{BaseUrl, Client, Prometheus};
use stackgen::value::Duration;
use stackgen::verify::{Standing, panels};

use crate::support::rendered;
use crate::whole::{SPEC, Whole};

/// The dashboards of which there is no program that could fill them.
const UNFILLED: [&str; 1] = ["grafana"];

#[test]
fn every_panel_has_data() {
    let Some(mut whole) = Whole::start(SPEC, |_, text| text) else { return };
    let all = panels::panels(&rendered::stack(SPEC, vec![]), Duration::from_secs(1));
    let panels: Vec<_> =
        all.into_iter().filter(|it| !UNFILLED.contains(&it.dashboard.as_str())).collect();
    assert!(panels.len() > 40, "only {} panels", panels.len());
    let outcome = whole.prometheus.wait_for(|running| {
        let client = Client::new("Prometheus", BaseUrl::at(&running.address()));
        let prometheus = Prometheus::new(client);
        let answer = |query: &String| {
            assert!(!query.contains("$__"), "{query}");
            prometheus.series(query).map_err(|error| error.to_string())
        };
        let answers = panels.iter().map(|panel| panel.queries.iter().map(answer).collect());
        let outcome = panels::judge(&panels, &answers.collect(), &Standing::default());
        let wrong: Vec<_> = outcome.findings.iter().map(|it| format!("{it:?}")).collect();
        if wrong.is_empty() { Ok(outcome) } else { Err(wrong.join("\n")) }
    });
    println!("{outcome}");
}
