//! Every accepted spec renders tests that pass, whatever it sets.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{fs, thread};

use stackgen::catalog::Catalog;
use stackgen::diag::{Diagnostics, Sources};
use stackgen::output::FileSet;

use crate::everything;
use crate::support::tools::{self, Tool};

/// How an override is made of what the catalogue has: threshold and `for`, in that order.
type Change = fn(f64, f64, Option<f64>) -> f64;

#[test]
fn the_tests_pass_whatever_a_spec_sets() {
    let Some(promtool) = tools::promtool() else { return };
    let higher: Change = |value, _, max| max.map_or(value * 1.5, |max| f64::midpoint(value, max));
    let lower: Change = |value, min, _| f64::midpoint(value, min);
    let cases: [(&str, String, String); 9] = [
        ("as it comes", String::new(), String::new()),
        ("scraped every 5 s", "scrape_interval = \"5s\"".to_owned(), String::new()),
        ("scraped every 30 s", "scrape_interval = \"30s\"".to_owned(), String::new()),
        ("scraped every minute", "scrape_interval = \"1m\"".to_owned(), String::new()),
        (
            "evaluated less often than scraped",
            "evaluation_interval = \"1m\"".to_owned(),
            String::new(),
        ),
        (
            "evaluated more often than scraped",
            "scrape_interval = \"1m\"\nevaluation_interval = \"20s\"".to_owned(),
            String::new(),
        ),
        ("at once", String::new(), overrides(None, "0s")),
        ("higher thresholds, for an hour", String::new(), overrides(Some(higher), "1h")),
        (
            "lower thresholds",
            "scrape_interval = \"30s\"".to_owned(),
            overrides(Some(lower), "7m30s"),
        ),
    ];
    let next = AtomicUsize::new(0);
    let problems = Mutex::new(Vec::new());
    let work = || {
        while let Some((name, prometheus, tables)) = cases.get(next.fetch_add(1, Ordering::Relaxed))
        {
            let files = everything::files(&everything::spec(prometheus, tables));
            if let Err(problem) = test(promtool, &files) {
                problems.lock().expect("no thread panicked").push(format!("{name}:\n{problem}"));
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(work);
        }
    });
    let problems = problems.into_inner().expect("no thread panicked");
    assert!(problems.is_empty(), "{}", problems.join("\n\n"));
}

/// An override for every alert of the catalogue.
fn overrides(threshold: Option<Change>, hold: &str) -> String {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let mut catalog = Catalog::new(vec![], &mut sources, &mut diagnostics);
    let mut text = String::new();
    for name in catalog.integration_names() {
        let loaded =
            catalog.integration(&name, &mut sources, &mut diagnostics).expect("it is sound");
        for (name, alert) in &loaded.integration.alerts {
            let _ = writeln!(text, "[alerts.{name}]\nfor = \"{hold}\"");
            if let (Some(change), Some(own)) = (threshold, &alert.threshold) {
                let _ =
                    writeln!(text, "threshold = {:?}", change(own.value.value, own.min, own.max));
            }
        }
    }
    text
}

/// `promtool test rules` on everything.
fn test(promtool: &Tool, files: &FileSet) -> Result<(), String> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut tests = Vec::new();
    for (path, content) in files.iter().filter(|(path, _)| path.as_str().starts_with("prometheus/"))
    {
        let file = folder.path().join(path.as_str());
        fs::create_dir_all(file.parent().unwrap_or(Path::new("/"))).expect("a temporary folder");
        fs::write(&file, content).expect("a temporary file");
        if path.as_str().starts_with("prometheus/tests/") {
            tests.push(path.as_str().to_owned());
        }
    }
    let finished = promtool
        .run_in(folder.path(), ["test", "rules"].into_iter().map(str::to_owned).chain(tests));
    if finished.succeeded() {
        Ok(())
    } else {
        Err(finished.stderr.lines().take(80).collect::<Vec<_>>().join("\n"))
    }
}
