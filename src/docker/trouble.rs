//! What is wrong with a container, as far as the engine knows, and what the likely cause is.

use super::brief::brief;
use super::{Engine, Error, Problem, port, refused_mount};
use bollard::models::{ContainerInspectResponse, ContainerState, HealthStatusEnum};
use bollard::query_parameters::LogsOptionsBuilder;
use futures_util::StreamExt as _;

/// How many of its last log lines are shown.
const LINES: usize = 10;

/// What is wrong with a container.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trouble {
    /// The service.
    pub service: String,
    /// What happened, in one line: `exits with 1, again and again`.
    pub what: String,
    /// The exit code, if it ended.
    pub exit_code: Option<i64>,
    /// Its last log lines.
    pub log: Vec<String>,
    /// The likely cause, if one is known.
    pub cause: Option<Cause>,
}

/// A likely cause.
#[derive(Clone, Debug, PartialEq)]
pub struct Cause {
    /// What it is.
    pub what: String,
    /// What to do about it.
    pub help: String,
}

impl Cause {
    /// Whether it is that a program refuses its files, whoever they are from.
    pub fn is_configuration(&self) -> bool {
        self.what == BAD_CONFIGURATION.0
    }
}

impl Engine {
    /// What is wrong with a container that does not work, by the answer that showed it: a later one
    /// may be about the next run.
    pub(super) async fn trouble(
        &self,
        service: &str,
        found: &ContainerInspectResponse,
        what: String,
    ) -> Trouble {
        let state = found.state.clone().unwrap_or_default();
        let mut log = self.last_lines(found.id.as_deref().unwrap_or_default()).await;
        if state.health.as_ref().and_then(|health| health.status)
            == Some(HealthStatusEnum::UNHEALTHY)
        {
            log.extend(probe_output(&state));
        }
        let ended = state.running != Some(true) || state.restarting == Some(true);
        let exit_code = state.exit_code.filter(|_| ended);
        let mount = refused_mount::cause(found, &log);
        let likely = || {
            cause(&Signs {
                error: state.error.as_deref().unwrap_or_default(),
                exit_code,
                out_of_memory: state.oom_killed == Some(true),
                log: &log,
            })
        };
        let cause = mount.or_else(likely);
        Trouble { service: service.to_owned(), what, exit_code, log, cause }
    }

    pub(super) async fn last_lines(&self, id: &str) -> Vec<String> {
        let options =
            LogsOptionsBuilder::new().stdout(true).stderr(true).tail(&LINES.to_string()).build();
        let mut stream = self.api.logs(id, Some(options));
        let mut text = String::new();
        while let Some(Ok(chunk)) = stream.next().await {
            text.push_str(&String::from_utf8_lossy(&chunk.into_bytes()));
        }
        // More than was asked for is not from an engine.
        let lines: Vec<_> = text.lines().rev().take(LINES).collect();
        lines.into_iter().rev().map(|line| brief(line.trim_end())).collect()
    }
}

/// What the last health check said.
fn probe_output(state: &ContainerState) -> Option<String> {
    let last = state.health.as_ref()?.log.as_ref()?.last()?;
    Some(probe_said(last.exit_code.unwrap_or_default(), last.output.as_deref()?))
}

/// What a health check said, as a line of a log.
pub(super) fn probe_said(exit_code: i64, output: &str) -> String {
    let said: Vec<_> = output.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    format!("health check: exit {exit_code}: {}", brief(&said.join(" ")))
}

/// What is known of a container that does not work.
#[derive(Clone, Copy, Debug, Default)]
struct Signs<'a> {
    error: &'a str,
    exit_code: Option<i64>,
    out_of_memory: bool,
    log: &'a [String],
}

/// A program refuses its files; and what to do.
const BAD_CONFIGURATION: (&str, &str) = (
    "it does not accept its configuration",
    "its words above name the file and the mistake; if that is neither from your spec nor from a file or an integration of yours, it is a bug in stackgen",
);

pub(super) fn bad_configuration() -> Cause {
    let (what, help) = BAD_CONFIGURATION;
    Cause { what: what.to_owned(), help: help.to_owned() }
}

/// What programs and the engine say when something is wrong, in lower case; what that means; and what
/// to do. The first that fits counts.
const SIGNS: &[(&[&str], &str, &str)] = &[
    (
        &port::TAKEN,
        "a port that it publishes is already in use",
        "set another `port` in the spec, or stop what holds it: `stackgen doctor` says who",
    ),
    (
        &["exec format error"],
        "the image is for another CPU architecture",
        "name an image for this platform in the spec",
    ),
    (
        &["bind source path does not exist", "mount source path", "no such device"],
        "it mounts a path of this host that does not exist",
        "`stackgen doctor` says what to set in [host]",
    ),
    (
        &["is not a shared or slave mount", "not a shared mount"],
        "this host does not share its mounts with containers",
        "run `stackgen doctor`: it says what to set in [host]",
    ),
    (
        &["could not select device driver", "error gathering device information"],
        "a device that it needs does not exist",
        "`stackgen doctor` says what to set in [host]",
    ),
    (
        &[
            "error loading config",
            "error loading rule",
            "error parsing config",
            "loading configuration file failed",
            "yaml: ",
            "config file is invalid",
            "failed to load config",
            "failed to apply new config",
        ],
        BAD_CONFIGURATION.0,
        BAD_CONFIGURATION.1,
    ),
    (
        &["no space left on device"],
        "the disk is full",
        "free some room (docker system df), or keep less: `retention` in the spec",
    ),
    (
        &["read-only file system"],
        "it writes to a folder that is read-only in this stack",
        "use the image that stackgen pins; another image of the same program may use other folders",
    ),
    (
        &["permission denied", "operation not permitted", "not writable"],
        "it has no permission for a file that it needs",
        "a volume or a secret file belongs to another user than the one it runs as: see `user` in the Compose file",
    ),
    (
        &["executable file not found", "no such file or directory: unknown"],
        "the image does not contain the program that it should run",
        "check `image` in the spec: it must be one of the same program",
    ),
    (
        &["network", "not found"],
        "a network that it joins does not exist",
        "start the application first, or take the network out of [networks] join",
    ),
    (
        &["lock db directory", "resource temporarily unavailable"],
        "another program uses its volume",
        "stop the other container that mounts the same volume",
    ),
];

/// The likely cause of what is known.
fn cause(signs: &Signs<'_>) -> Option<Cause> {
    let cause = |what: &str, help: &str| Cause { what: what.to_owned(), help: help.to_owned() };
    if signs.out_of_memory {
        return Some(cause(
            "it exceeded its memory limit and was killed",
            "raise its limit: `resources.memory` in the spec",
        ));
    }
    let said = signs.log.iter().rev().map(String::as_str).chain([signs.error]);
    let said: Vec<String> = said.map(str::to_lowercase).collect();
    for (patterns, what, help) in SIGNS {
        // `network … not found` are two parts of one message; all others are one part of many.
        let fits = |line: &String| match *patterns {
            ["network", "not found"] => patterns.iter().all(|pattern| line.contains(pattern)),
            patterns => patterns.iter().any(|pattern| line.contains(pattern)),
        };
        if said.iter().any(fits) {
            return Some(cause(what, help));
        }
    }
    match signs.exit_code {
        Some(126) => Some(cause("the container's program cannot run", "check `image` in the spec")),
        Some(127) => Some(cause(
            "the image does not contain the program that it should run",
            "check `image` in the spec",
        )),
        // An engine may miss that the kernel did it.
        Some(137) => Some(cause(
            "it was killed, most likely because it exceeded its memory limit",
            "raise its limit: `resources.memory` in the spec; `dmesg` shows what the kernel killed",
        )),
        _ => None,
    }
}

impl Error {
    /// The likely cause of what the engine refused.
    pub fn cause(&self) -> Option<Cause> {
        let known = self.known_cause.clone();
        // What keeps us from the engine has nothing to do with a container.
        if matches!(self.problem, Problem::Unreachable | Problem::Denied) {
            return known;
        }
        known.or_else(|| cause(&Signs { error: &self.message, ..Signs::default() }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(error: &str, log: &[&str], exit_code: Option<i64>) -> Option<String> {
        let log: Vec<String> = log.iter().map(ToString::to_string).collect();
        cause(&Signs { error, exit_code, log: &log, out_of_memory: false }).map(|cause| cause.what)
    }

    #[test]
    fn causes_are_told_by_what_was_said() {
        let port = "driver failed programming external connectivity on endpoint x: Bind for 127.0.0.1:9090 failed: port is already allocated";
        assert_eq!(of(port, &[], None).unwrap(), "a port that it publishes is already in use");
        let config = r#"level=ERROR msg="Error loading config (--config.file=/etc/prometheus/prometheus.yml)" err="yaml: line 3""#;
        assert_eq!(of("", &[config], Some(2)).unwrap(), "it does not accept its configuration");
        let volume = "open /prometheus/queries.active: permission denied";
        assert!(of("", &[volume], Some(2)).unwrap().starts_with("it has no permission"));
        assert!(of("network shop_default not found", &[], None).unwrap().contains("network"));
        assert_eq!(
            of("", &["exec /bin/x: exec format error"], Some(1)).unwrap(),
            "the image is for another CPU architecture"
        );
        assert!(of("", &["all is well"], Some(137)).unwrap().starts_with("it was killed"));
        assert_eq!(of("", &["all is well", "not found"], Some(1)), None);
    }

    #[test]
    fn memory_is_known_by_the_engine() {
        let signs = Signs { out_of_memory: true, exit_code: Some(137), ..Signs::default() };
        assert!(cause(&signs).unwrap().help.contains("resources.memory"));
    }
}
