//! `stackgen logs`: what the stack's containers print.

use super::duration::duration;
use super::engine::{self, connect};
use super::failure::Failure;
use super::load::SpecArgs;
use super::tree::{TreeArgs, Wanted};
use super::whose;
use crate::diag::closest;
use crate::docker::{Container, LogLine, LogsWanted, Project, Seen};
use crate::report::logs::{self as report, Logs};
use crate::ui::{Cell, Format, Screen, Tone};
use crate::value::Duration;
use futures_util::StreamExt as _;
use std::collections::VecDeque;
use std::path::PathBuf;
use std::time::SystemTime;

/// What a document has of lines at most, in bytes of memory.
const MOST_BYTES: usize = 32 << 20;

/// Show the logs of the stack's containers
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The services [default: all]
    services: Vec<String>,

    /// The spec [default: stack.toml; optional with --preset]
    #[arg(short, long, value_name = "SPEC")]
    spec: Option<PathBuf>,

    /// The preset to start from: minimal, standard or production
    #[arg(long)]
    preset: Option<String>,

    /// The output folder [default: monitoring/ beside the spec]
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,

    /// Follow the logs
    #[arg(short, long)]
    follow: bool,

    /// Only lines of the last DURATION, such as `10m`
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    since: Option<Duration>,

    /// Only the last LINES lines of each service
    #[arg(short = 'n', long, value_name = "LINES")]
    tail: Option<u32>,

    /// Show the time of each line
    #[arg(short, long)]
    timestamps: bool,
}

pub(super) fn run(args: &Args, screen: &Screen) -> Result<(), Failure> {
    engine::run_reading(async || logs(args, screen).await)
}

async fn logs(args: &Args, screen: &Screen) -> Result<(), Failure> {
    let spec = SpecArgs { spec: args.spec.clone(), preset: args.preset.clone() };
    let wanted = Wanted::load(&TreeArgs { spec, output: args.output.clone() }, screen)?;
    let project = wanted.project()?;
    let engine = connect(screen).await?;
    let seen = engine.look(&project.home()).await?;
    let containers = chosen(&args.services, &project, &seen)?;
    if containers.is_empty() {
        let failure = Failure::no(format!("nothing of the stack {} is there", project.name()));
        return Err(if seen.in_the_way(&project).is_empty() {
            failure.help("start it: stackgen up")
        } else {
            whose::noted(failure, &seen, &project)
        });
    }
    let lines =
        LogsWanted { tail: args.tail, since: args.since.and_then(ago), follow: args.follow };
    let width = containers.iter().map(|one| one.service.len()).max().unwrap_or_default();
    let print = |line: &LogLine| print(line, width, args.timestamps, screen);
    if args.follow {
        screen.lines();
        let mut stream = engine.lines(&containers, &lines);
        while let Some(line) = stream.next().await {
            print(&line?);
        }
        screen.result(&Newest::default().lines());
        return Ok(());
    }
    let mut stream = engine.sorted_lines(&containers, &lines);
    let mut newest = Newest::default();
    while let Some(line) = stream.next().await {
        let line = line?;
        match screen.format() {
            Format::Human => print(&line),
            Format::Json => newest.add(record(&line)),
        }
    }
    screen.result(&newest.lines());
    Ok(())
}

/// The newest lines, as many as a document has.
#[derive(Default)]
struct Newest {
    lines: VecDeque<report::LogLine>,
    bytes: usize,
    omitted: usize,
}

impl Newest {
    fn add(&mut self, line: report::LogLine) {
        self.bytes += size(&line);
        self.lines.push_back(line);
        while self.bytes > MOST_BYTES {
            let Some(oldest) = self.lines.pop_front() else { break };
            self.bytes -= size(&oldest);
            self.omitted += 1;
        }
    }

    fn lines(self) -> Logs {
        Logs { lines: self.lines.into(), omitted: self.omitted }
    }
}

/// The memory of a line.
fn size(line: &report::LogLine) -> usize {
    size_of_val(line) + line.time.len() + line.service.len() + line.line.len()
}

fn record(line: &LogLine) -> report::LogLine {
    report::LogLine {
        time: line.time.clone(),
        service: line.service.clone(),
        line: line.text.clone(),
    }
}

/// The time a while ago, in seconds since 1970.
fn ago(while_ago: Duration) -> Option<i64> {
    let then = SystemTime::now().checked_sub(while_ago.into())?;
    i64::try_from(then.duration_since(SystemTime::UNIX_EPOCH).ok()?.as_secs()).ok()
}

fn print(line: &LogLine, width: usize, timestamps: bool, screen: &Screen) {
    screen.line(&record(line));
    let time = if timestamps { format!("{} ", line.time) } else { String::new() };
    let name = format!("{:width$} |", line.service);
    let name = Cell::new(name, Tone::of_name(&line.service));
    screen.painted_row(&[name, Cell::from(&*format!(" {time}{}", line.text))]);
}

/// The containers of the requested services.
fn chosen(
    services: &[String],
    project: &Project<'_>,
    seen: &Seen,
) -> Result<Vec<Container>, Failure> {
    let names = || project.stack.services.iter().map(|one| one.name.as_str());
    for service in services {
        if !names().any(|name| name == service) && seen.of(service).next().is_none() {
            let there_are = format!("there are {}", names().collect::<Vec<_>>().join(", "));
            return Err(Failure::bad(format!("there is no service `{service}`"))
                .did_you_mean(closest(service, names()), there_are));
        }
    }
    let wanted = |one: &&Container| services.is_empty() || services.contains(&one.service);
    Ok(seen.containers.iter().filter(wanted).cloned().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_lines_are_kept() {
        let mut newest = Newest::default();
        for number in 0..3 {
            let line = format!("{number}{}", "x".repeat(MOST_BYTES / 2 - 200));
            newest.add(report::LogLine { time: String::new(), service: String::new(), line });
        }
        let logs = newest.lines();
        assert_eq!((logs.lines.len(), logs.omitted), (2, 1));
        assert!(logs.lines[0].line.starts_with('1'));
    }
}
