//! Tests of `catalogue.rs`.

use crate::support::catalogue::{compare, integration};
use crate::support::exposition::Page;

#[test]
fn every_difference_is_seen() {
    let loaded = integration("node");
    let page = |text: &str| {
        let mut page = Page::default();
        page.read(text);
        page
    };
    let wrong =
        |text: &str| compare(&loaded.integration.metrics, &page(text), |_| false).unwrap_err();
    assert!(wrong("").contains("node_load1: is not there\n"));
    assert!(!wrong("").contains("node_pressure_cpu_waiting_seconds_total"), "it is optional");
    let wrong = wrong(
        "# TYPE node_load1 counter\nnode_load1 1\n\
         # TYPE node_cpu_seconds_total counter\nnode_cpu_seconds_total{cpu=\"0\"} 1\n\
         # TYPE node_pressure_cpu_waiting_seconds_total gauge\n",
    );
    assert!(wrong.contains("node_load1: is a counter, not a gauge\n"));
    assert!(
        wrong.contains("node_cpu_seconds_total: node_cpu_seconds_total has the labels {\"cpu\"}")
    );
    assert!(wrong.contains("node_pressure_cpu_waiting_seconds_total: is a gauge, not a counter\n"));
}
