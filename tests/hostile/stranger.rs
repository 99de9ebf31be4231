//! An integration in which a stranger may write what he wants, and `stackgen` with little to run in.

use crate::support::process::{self, Finished};
use std::fs;
use std::process::Command;
use std::time::Duration;
use tempfile::TempDir;

/// More than `stackgen` may ever take, in KiB of address space, and in seconds.
const MEMORY: u64 = 512 << 10;
pub(crate) const DEADLINE: Duration = Duration::from_secs(60);

pub(crate) const WRITABLE: &str = "the folder can be written";

const SPEC: &str = "version = 1\npreset = \"minimal\"\n[integrations.x]\ntype = \"x\"\n";

/// An integration with one alert.
pub(crate) struct Stranger {
    pub(crate) spec: String,
    pub(crate) drop_metrics: Vec<String>,
    pub(crate) expr: String,
    pub(crate) values: String,
    pub(crate) when: String,
    pub(crate) at: String,
    pub(crate) description: String,
    pub(crate) firing: String,
}

impl Default for Stranger {
    fn default() -> Self {
        Self {
            spec: SPEC.to_owned(),
            drop_metrics: vec![],
            expr: "x_up == 0".to_owned(),
            values: "0x20".to_owned(),
            when: "true".to_owned(),
            at: "0".to_owned(),
            description: "X.".to_owned(),
            firing: String::new(),
        }
    }
}

impl Stranger {
    fn integration(&self) -> String {
        let Self { expr, values, when, at, description, firing, .. } = self;
        let quoted: Vec<_> = self.drop_metrics.iter().map(|drop| format!("'{drop}'")).collect();
        let drops = quoted.join(",\n");
        format!(
            r#"title = "X"
summary = "X."
docs = "https://x.example"
[[services]]
name = "{{= instance =}}-exporter"
image = "prom/memcached-exporter:v0.17.0"
user = "65534:65534"
port = 9150
outward = true
healthcheck = {{ command = ["true"] }}
resources = {{ memory = "32MB", cpus = 0.1, pids = 32 }}
[[scrapes]]
job = "x"
drop_metrics = [{drops}]
[metrics]
x_up = {{ type = "gauge" }}
x_other = {{ type = "gauge" }}
[alerts.XDown]
tier = "P1"
expr = '''{expr}'''
for = "5m"
why = "Why."
summary = "X"
description = '''{description}'''
action = "Do."
runbook = {{ confirm = "a", mitigate = "b", fix = "c" }}
[[alerts.XDown.tests]]
name = "t"
when = '''{when}'''
input = [{{ series = 'x_up{{job="x"}}', values = '''{values}''' }}]
expect = [{{ at = "{at}", firing = [{firing}] }}]
"#
        )
    }

    /// Writes it to a folder of its own.
    pub(crate) fn folder(&self) -> TempDir {
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        fs::create_dir(folder.path().join("integrations")).expect(WRITABLE);
        fs::write(folder.path().join("stack.toml"), &self.spec).expect(WRITABLE);
        fs::write(folder.path().join("integrations/x.toml"), self.integration()).expect(WRITABLE);
        folder
    }

    /// Runs a verb on it.
    #[track_caller]
    pub(crate) fn run(&self, verb: &str) -> Finished {
        let folder = self.folder();
        let mut command = Command::new("sh");
        command
            .args(["-c", &format!("ulimit -v {MEMORY}; exec \"$0\" \"$1\"")])
            .args([env!("CARGO_BIN_EXE_stackgen"), verb])
            .current_dir(folder.path());
        process::run_within(&mut command, b"", DEADLINE).expect("it comes to an end")
    }

    /// Runs `check`, which refuses it, and says where.
    #[track_caller]
    pub(crate) fn refused(&self, why: &str) {
        let finished = self.run("check");
        assert_eq!(finished.code, Some(2), "{}", clipped(&finished.stderr));
        assert!(finished.stderr.contains(why), "{}", clipped(&finished.stderr));
        assert!(
            finished.stderr.contains("--> integrations/x.toml:"),
            "{}",
            clipped(&finished.stderr)
        );
    }
}

fn clipped(text: &str) -> String {
    text.chars().take(2000).collect()
}
