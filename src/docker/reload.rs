//! Having a program read its changed files, and seeing that it did.

use super::trouble::bad_configuration;
use super::{Container, Engine, Error, Problem};
use crate::stack::{Reload, Service};
use bollard::query_parameters::KillContainerOptionsBuilder;
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// How long a program may take to read its files.
const PATIENCE: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(100);
/// How long a program that refused its files before may take to look at them again.
const SECOND_LOOK: Duration = Duration::from_secs(3);
/// How long asking for its metrics may take.
const ANSWER: Duration = Duration::from_secs(5);

/// What a program says of its last reload.
#[derive(Clone, Copy, Debug, PartialEq)]
struct LastReload {
    went_well: bool,
    /// When the last one that went well was, in seconds since 1970.
    time: f64,
}

impl Engine {
    /// Has a program read its changed files, and waits until it says that it did. Whether it says so:
    /// an image without any other program in it cannot be asked.
    ///
    /// # Errors
    /// When it refuses them; the error ends with what it said.
    pub async fn reload(
        &self,
        container: &Container,
        service: &Service,
        reload: &Reload,
    ) -> Result<bool, Error> {
        let before = self.last_reload(&container.id, service, reload).await;
        let last_line = self.last_lines(&container.id).await.pop();
        let options = KillContainerOptionsBuilder::new().signal(reload.signal.as_str()).build();
        let (api, id) = (self.api.clone(), container.id.clone());
        self.whole(async move { api.kill_container(&id, Some(options)).await }).await?;
        let Some(before) = before else { return Ok(false) };
        let told = Instant::now();
        let deadline = told + PATIENCE;
        loop {
            sleep(PAUSE).await;
            let now = self.last_reload(&container.id, service, reload).await;
            // The clock of the metric may be coarse, but a reload after another is never at the
            // same instant.
            match now {
                Some(now) if now.went_well && now.time > before.time => return Ok(true),
                // What it refused before it may not have looked at again yet.
                Some(now)
                    if !now.went_well && (before.went_well || told.elapsed() > SECOND_LOOK) =>
                {
                    let said = self.last_lines(&container.id).await;
                    let said = complaint(&said, last_line.as_ref());
                    let what = format!("{} does not accept its new files: {said}", service.name);
                    return Err(Error::new(Problem::Other, what).because(bad_configuration()));
                }
                _ => {}
            }
            if Instant::now() > deadline {
                return Err(Error::new(
                    Problem::Other,
                    format!(
                        "{} got the signal to read its files, but does not report that it did",
                        service.name
                    ),
                )
                .help(format!("see its log: stackgen logs {}", service.name)));
            }
        }
    }

    async fn last_reload(
        &self,
        id: &str,
        service: &Service,
        reload: &Reload,
    ) -> Option<LastReload> {
        let url = format!("http://127.0.0.1:{}/metrics", service.port);
        // Asked from inside: whether its port can be reached from here depends on the machine.
        let command = ["wget", "-q", "-O", "-", &url].map(str::to_owned).to_vec();
        let (code, text) = self.output(id, command, ANSWER).await?;
        (code == 0).then(|| parse(&text, reload)).flatten()
    }
}

/// The first line of a log that complains, after a line that was its last before. What follows it only says
/// that there was something.
fn complaint<'a>(log: &'a [String], last_line: Option<&String>) -> &'a str {
    let known = log.iter().rposition(|line| Some(line) == last_line).map_or(0, |at| at + 1);
    let new = log.get(known..).unwrap_or_default();
    let complains = |line: &&String| {
        let line = line.to_lowercase();
        ["err=", "error", "fail"].iter().any(|word| line.contains(word))
    };
    new.iter().find(complains).or(log.last()).map_or("", String::as_str)
}

fn parse(metrics: &str, reload: &Reload) -> Option<LastReload> {
    let value = |name: &str| -> Option<f64> {
        let line = metrics
            .lines()
            .find(|line| line.strip_prefix(name).is_some_and(|rest| rest.starts_with(' ')))?;
        line.rsplit(' ').next()?.parse().ok()
    };
    let success = value(reload.success.as_str())?;
    Some(LastReload { went_well: success >= 1.0, time: value(reload.time.as_str())? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::{Line, MetricName, Scalar as _};

    #[test]
    fn the_first_complaint_of_a_reload_says_most() {
        let log = ["old err=1", "read", "loading failed err=2", "not reloaded err=3"];
        let log = log.map(str::to_owned);
        assert_eq!(complaint(&log, Some(&log[0])), "loading failed err=2");
        assert_eq!(complaint(&log, Some(&"gone".to_owned())), "old err=1");
        assert_eq!(complaint(&log[..2], Some(&log[0])), "read");
        assert_eq!(complaint(&[], None), "");
    }

    #[test]
    fn the_last_reload_is_among_the_metrics() {
        let reload = Reload {
            signal: Line::parse("SIGHUP").unwrap(),
            success: MetricName::parse("p_success").unwrap(),
            time: MetricName::parse("p_success_time").unwrap(),
        };
        let text = "# HELP p_success x\np_success 1\np_success_time 1.7e+09\nother 3\n";
        let read = parse(text, &reload).unwrap();
        assert_eq!(read, LastReload { went_well: true, time: 1.7e9 });
        assert_eq!(parse("p_success 0\n", &reload), None);
    }
}
