//! The dashboards of every rendered stack: full rows, and words about panels that are there.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value as Json;

/// Columns of Grafana's grid.
const COLUMNS: u64 = 24;

/// Words about a place on the page: whatever is read elsewhere, as on the overview, is wrong there.
const PLACES: [&str; 6] =
    ["next panel", "panel below", "look below", "queries below", "\" below", "the table of"];

/// The dashboards of each rendered stack, by file name.
fn stacks() -> Vec<(String, BTreeMap<String, Json>)> {
    let goldens = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots");
    let mut all = Vec::new();
    for stack in fs::read_dir(goldens).expect("the goldens") {
        let stack = stack.expect("a golden").path();
        let Ok(files) = fs::read_dir(stack.join("grafana/dashboards")) else { continue };
        let read = |file: fs::DirEntry| {
            let text = fs::read_to_string(file.path()).expect("a dashboard");
            let name = file.file_name().to_string_lossy().into_owned();
            (name, serde_json::from_str(&text).expect("JSON"))
        };
        let dashboards = files.map(|file| read(file.expect("a dashboard"))).collect();
        all.push((
            stack.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            dashboards,
        ));
    }
    assert!(all.len() > 5, "only {} stacks have dashboards", all.len());
    all
}

fn panels(dashboard: &Json) -> &[Json] {
    dashboard["panels"].as_array().map_or(&[], Vec::as_slice)
}

fn text<'a>(value: &'a Json, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

#[test]
fn rows_have_no_holes_and_no_overlaps() {
    for (stack, dashboards) in stacks() {
        for (name, dashboard) in &dashboards {
            let at = |panel: &Json, key: &str| panel["gridPos"][key].as_u64().expect("a number");
            let mut cells = BTreeMap::new();
            for panel in panels(dashboard) {
                for x in at(panel, "x")..at(panel, "x") + at(panel, "w") {
                    for y in at(panel, "y")..at(panel, "y") + at(panel, "h") {
                        let taken = cells.insert((y, x), text(panel, "title"));
                        assert_eq!(taken, None, "{stack} {name}: {}", text(panel, "title"));
                        assert!(x < COLUMNS, "{stack} {name}: {}", text(panel, "title"));
                    }
                }
            }
            let rows = cells.keys().map(|(y, _)| y + 1).max().expect("panels");
            assert_eq!(cells.len() as u64, rows * COLUMNS, "{stack} {name} has a hole");
        }
    }
}

#[test]
fn descriptions_name_panels_that_are_there() {
    let stacks = stacks();
    let all = stacks.iter().flat_map(|(_, dashboards)| dashboards.values().flat_map(panels));
    let known: Vec<&str> = all.map(|panel| text(panel, "title")).collect();
    let mut named = 0;
    for (stack, dashboards) in &stacks {
        let has = |dashboard: &Json, title: &str| {
            panels(dashboard).iter().any(|panel| text(panel, "title") == title)
        };
        for (name, dashboard) in dashboards {
            for panel in panels(dashboard) {
                let described = text(panel, "description").replace('\n', " ");
                let whose = format!("{stack} {name}, {}: {described}", text(panel, "title"));
                for place in PLACES {
                    assert!(!described.contains(place), "{whose}");
                }
                for quoted in described.split('"').skip(1).step_by(2) {
                    if !known.contains(&quoted) {
                        continue;
                    }
                    named += 1;
                    let elsewhere = dashboards.values().any(|other| {
                        let title = text(other, "title");
                        let said = format!("{title} dashboard shows in \"{quoted}\"");
                        described.contains(&said) && has(other, quoted)
                    });
                    assert!(has(dashboard, quoted) || elsewhere, "{whose}");
                }
            }
        }
    }
    assert!(named > 10, "only {named} descriptions name a panel");
}

#[test]
fn the_overview_begins_with_what_users_feel() {
    let stacks = stacks();
    let (_, shop) = stacks.iter().find(|(name, _)| name == "02-small-shop").expect("the shop");
    let overview = panels(&shop["overview.json"]);
    let titles: Vec<_> = overview.iter().map(|panel| text(panel, "title")).collect();
    assert_eq!(
        titles[..6],
        [
            "Apps: Requests per second",
            "Apps: Failed requests over time",
            "Apps: Response time, 99th percentile",
            "Probes: Success",
            "Probes: Response time",
            "Pages",
        ]
    );
    // And each integration has a panel of its own.
    for part in ["Host", "Container", "PostgreSQL", "Redis"] {
        assert!(titles.iter().any(|title| title.starts_with(part)), "{part}: {titles:?}");
    }
}
