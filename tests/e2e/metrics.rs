//! Exporters that need a server: they emit what the catalogue says when they watch a real one.

use crate::engine::{self, images::NEW_COLLECTORS, source::real};
use crate::fixture::Fixture;
use crate::poll;
use crate::support::catalogue::{compare, integration};
use crate::support::exposition::Page;
use crate::support::tools;

#[test]
fn exporters_of_databases_emit_what_the_catalogue_says() {
    let Some(engine) = engine::shared() else { return };
    let Some(fixture) = Fixture::new(engine) else { return };
    fixture.render();
    let services = ["prometheus", "orders-db-exporter", "carts-exporter"];
    let up = fixture.compose(["up", "-d", "--wait"].into_iter().chain(services));
    assert!(up.succeeded(), "{up}{}", fixture.compose(["logs", "--tail=20"]));
    // A command that was refused, one that failed and a key, so that all of Redis's counters are there.
    for command in ["set key value ex 1000", "get key", "incr key", "get key key"] {
        let told = fixture
            .application
            .compose(["exec", "-T", "carts", "redis-cli"].into_iter().chain(command.split(' ')));
        assert!(told.succeeded(), "{told}");
    }
    // An older exporter takes these from its default metrics, and labels them otherwise.
    let older =
        !real() && tools::postgres_exporter().is_some_and(|tool| tool.version < NEW_COLLECTORS);
    let left_out = |metric: &str| {
        older && ["pg_settings_", "pg_stat_activity_"].iter().any(|start| metric.starts_with(start))
    };
    for (name, address) in
        [("postgres", "orders-db-exporter:9187"), ("redis", "carts-exporter:9121")]
    {
        let loaded = integration(name);
        let metrics = &loaded.integration.metrics;
        let seen = poll::until(name, || {
            // No exporter's port is published: one container asks another.
            let url = format!("http://{address}/metrics");
            let said = fixture.compose(["exec", "-T", "prometheus", "wget", "-q", "-O", "-", &url]);
            if !said.succeeded() {
                return Err(said.to_string());
            }
            let mut page = Page::default();
            page.read(&said.stdout);
            compare(metrics, &page, left_out)
        });
        println!("{name}: {seen} of {} metrics were seen", metrics.len());
        assert!(seen > 10, "{name}: only {seen} metrics were seen");
    }
}
