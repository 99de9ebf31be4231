//! How long `stackgen render` takes as a whole process, against what a user would run instead.
//!
//! ```text
//! cargo bench --bench whole_process
//! ```
//!
//! Each row has a goal (docs/performance.md). Every figure is a ratio of two commands that ran in turn,
//! pair by pair, so that it holds on a machine whose speed drifts. Needs `cp`, `/usr/bin/time` and
//! `docker-compose` (or what `STACKGEN_BENCH_COMPOSE` names).

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const STACKGEN: &str = env!("CARGO_BIN_EXE_stackgen");

/// Pairs that are counted, after two that are not.
const PAIRS: usize = 25;

fn main() {
    let root = std::env::temp_dir().join(format!("stackgen-bench-{}", std::process::id()));
    let [standard, thousand, ten_thousand] = ["standard", "1000", "10000"].map(|name| {
        let dir = root.join(name);
        fs::create_dir_all(&dir).expect("the folder can be made");
        dir
    });
    for (dir, spec) in [
        (&standard, "version = 1\nname = \"shop\"\npreset = \"standard\"\n".to_owned()),
        (&thousand, many_apps(1_000)),
        (&ten_thousand, many_apps(10_000)),
    ] {
        fs::write(dir.join("stack.toml"), spec).expect("the spec can be written");
        run(render(dir));
    }
    println!(
        "medians of {PAIRS} pairs, whole processes; of the ratios also the least and the most"
    );
    row("standard, fresh / compose config", || {
        pair(|| fresh(&standard), || (), render(&standard), config(&standard))
    });
    let copy = standard.join("copy");
    row("standard, nothing changed / cp -r", || {
        pair(|| (), || remove(&copy), render(&standard), cp(&standard))
    });
    row("1,000 apps, fresh / compose config", || {
        pair(|| fresh(&thousand), || (), render(&thousand), config(&thousand))
    });
    row("10,000 apps, fresh / 1,000 apps, fresh", || {
        pair(|| fresh(&ten_thousand), || fresh(&thousand), render(&ten_thousand), render(&thousand))
    });
    fresh(&thousand);
    println!("1,000 apps, fresh: {:.1} MiB", f64::from(peak_memory(&thousand)) / 1024.0);
    remove(&root);
}

fn render(dir: &Path) -> Command {
    command(STACKGEN, &["render", "--quiet"], dir)
}

/// What Compose needs to read the file that was rendered.
fn config(dir: &Path) -> Command {
    let compose = std::env::var("STACKGEN_BENCH_COMPOSE");
    let compose = compose.as_deref().unwrap_or("docker-compose");
    command(compose, &["-f", "monitoring/docker-compose.monitoring.yml", "config", "-q"], dir)
}

fn cp(dir: &Path) -> Command {
    command("cp", &["-r", "monitoring", "copy"], dir)
}

/// Removes what was rendered.
fn fresh(dir: &Path) {
    remove(&dir.join("monitoring"));
}

/// Two commands in turn, each after its preparation.
fn pair(
    before_a: impl FnOnce(),
    before_b: impl FnOnce(),
    a: Command,
    b: Command,
) -> (Duration, Duration) {
    before_a();
    let a = run(a);
    before_b();
    (a, run(b))
}

/// The spec of so many apps.
fn many_apps(apps: u32) -> String {
    let mut spec =
        String::from("version = 1\nname = \"many\"\n\n[networks]\njoin = [\"shop_default\"]\n");
    for app in 0..apps {
        let _ = write!(
            spec,
            "\n[apps.app-{app}]\ntargets = [\"app-{app}:8080\"]\nconvention = \"express\"\n"
        );
    }
    spec
}

fn command(program: &str, args: &[&str], dir: &Path) -> Command {
    let mut command = Command::new(program);
    command.args(args).current_dir(dir);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn run(mut command: Command) -> Duration {
    let started = Instant::now();
    let status = command.status().expect("the command can be started");
    let took = started.elapsed();
    assert!(status.success(), "{command:?} failed: {status}");
    took
}

/// Prints how long both of two commands take, and the ratio.
fn row(what: &str, pair: impl Fn() -> (Duration, Duration)) {
    let pairs: Vec<_> = (0..PAIRS + 2).map(|_| pair()).skip(2).collect();
    let ms = |duration: &Duration| duration.as_secs_f64() * 1e3;
    let a = median(pairs.iter().map(|(a, _)| ms(a)));
    let b = median(pairs.iter().map(|(_, b)| ms(b)));
    let ratios: Vec<f64> = pairs.iter().map(|(a, b)| ms(a) / ms(b)).collect();
    let least = ratios.iter().copied().fold(f64::INFINITY, f64::min);
    let most = ratios.iter().copied().fold(0.0, f64::max);
    let ratio = median(ratios.into_iter());
    println!("{what:38} {a:7.1} ms / {b:6.1} ms   ratio {ratio:5.2} ({least:.2} to {most:.2})");
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn remove(dir: &Path) {
    let _ = fs::remove_dir_all(dir);
}

/// The most memory that a render takes, in KiB.
fn peak_memory(dir: &Path) -> u32 {
    let args = ["-f", "%M", STACKGEN, "render", "--quiet"];
    let output = Command::new("/usr/bin/time").args(args).current_dir(dir).output();
    let said = output.expect("/usr/bin/time can be started").stderr;
    let said = String::from_utf8_lossy(&said).into_owned();
    said.lines().last().and_then(|line| line.trim().parse().ok()).expect("it says a number")
}
