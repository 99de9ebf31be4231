//! What containers print.

use super::limits::Limits;
use super::{Container, Engine, Error};
use bollard::query_parameters::LogsOptionsBuilder;
use futures_util::stream::{self, LocalBoxStream};
use futures_util::{Stream, StreamExt as _};
use std::pin::Pin;

/// Which lines are wanted.
#[derive(Clone, Debug, Default)]
pub struct LogsWanted {
    /// Only the last lines of each container, so many.
    pub tail: Option<u32>,
    /// Only what was printed at or after this time, in seconds since 1970.
    pub since: Option<i64>,
    /// Whether to wait for more.
    pub follow: bool,
}

/// A line that a container printed.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct LogLine {
    /// When, as the engine writes it. Such texts sort by time.
    pub time: String,
    /// The service that printed it.
    pub service: String,
    /// What it printed.
    pub text: String,
}

impl Engine {
    /// What some containers print, as it comes.
    pub fn lines<'a>(
        &'a self,
        containers: &'a [Container],
        wanted: &'a LogsWanted,
    ) -> impl Stream<Item = Result<LogLine, Error>> + Unpin + 'a {
        stream::select_all(containers.iter().map(|one| self.lines_of(one, wanted)))
    }

    /// What some containers printed, the oldest line first. No more of it is kept than a line of each, whose
    /// own lines are in order.
    pub fn sorted_lines<'a>(
        &'a self,
        containers: &'a [Container],
        wanted: &'a LogsWanted,
    ) -> impl Stream<Item = Result<LogLine, Error>> + Unpin + 'a {
        let logs: Vec<_> =
            containers.iter().map(|one| self.lines_of(one, wanted).peekable()).collect();
        Box::pin(stream::unfold(logs, async |mut logs| {
            let mut oldest: Option<(usize, String)> = None;
            for (index, log) in logs.iter_mut().enumerate() {
                let time = match Pin::new(log).peek().await {
                    Some(Ok(line)) => line.time.clone(),
                    // What went wrong is said at once.
                    Some(Err(_)) => String::new(),
                    None => continue,
                };
                if oldest.as_ref().is_none_or(|(_, known)| time < *known) {
                    oldest = Some((index, time));
                }
            }
            let line = logs[oldest?.0].next().await?;
            Some((line, logs))
        }))
    }

    fn lines_of<'a>(
        &'a self,
        container: &'a Container,
        wanted: &LogsWanted,
    ) -> LocalBoxStream<'a, Result<LogLine, Error>> {
        let tail = wanted.tail.map_or_else(|| "all".to_owned(), |count| count.to_string());
        let options = LogsOptionsBuilder::new()
            .stdout(true)
            .stderr(true)
            .timestamps(true)
            .follow(wanted.follow)
            .since(wanted.since.and_then(|since| i32::try_from(since).ok()).unwrap_or_default())
            .tail(&tail)
            .build();
        let limits = Limits::log(wanted.follow);
        let api = match self.stream(limits.clone()) {
            Ok(api) => api,
            Err(error) => return Box::pin(stream::iter([Err(error)])),
        };
        Box::pin(api.logs(&container.id, Some(options)).map(move |chunk| {
            limits.taken();
            let chunk = chunk.map_err(|error| limits.ended(error))?;
            Ok(line(&container.service, &String::from_utf8_lossy(&chunk.into_bytes())))
        }))
    }
}

/// A line with its time in front.
fn line(service: &str, text: &str) -> LogLine {
    let (time, text) = text.split_once(' ').unwrap_or(("", text));
    LogLine {
        time: time.to_owned(),
        service: service.to_owned(),
        text: text.trim_end_matches(['\r', '\n']).to_owned(),
    }
}

#[test]
fn lines_have_their_time_in_front() {
    let read = line("web", "2026-11-24T20:31:03.736123456Z hello \u{1b}[2J\r\n");
    assert_eq!((read.time.len(), read.text.as_str()), (30, "hello \u{1b}[2J"));
}
