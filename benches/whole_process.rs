//! How long `stackgen render` takes as a whole process, against what a user would run instead.
//!
//! ```text
//! cargo bench --bench whole_process
//! ```
//!
//! Every figure is a ratio of two commands that ran in turn, pair by pair, so that it holds on a
//! machine whose speed drifts. Needs `cp`; with `docker-compose` (or what `STACKGEN_BENCH_COMPOSE`
//! names) on the path, that is compared as well; with `/usr/bin/time`, memory is measured.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const STACKGEN: &str = env!("CARGO_BIN_EXE_stackgen");

/// Pairs that are counted, after two that are not.
const PAIRS: usize = 25;

fn main() {
    let root = std::env::temp_dir().join(format!("stackgen-bench-{}", std::process::id()));
    fs::create_dir_all(&root).expect("there is a folder for temporary files");
    println!(
        "medians of {PAIRS} pairs, whole processes; ratio: of the pairs, median (least to most)\n"
    );
    standard(&root);
    many_apps(&root);
    sixty_services(&root);
    let _ = fs::remove_dir_all(&root);
}

/// The standard preset: fresh, and when nothing changed.
fn standard(root: &Path) {
    let dir = root.join("standard");
    fs::create_dir_all(&dir).expect("the folder can be made");
    let render = || command(STACKGEN, ["render", "--quiet", "--preset", "standard"], &dir);
    run(render());
    let tree = dir.join("monitoring");
    let files = count(&tree);
    println!("standard preset: {} files, {} kB", files.0, files.1 / 1000);
    against_copy("render, fresh", &dir, || remove(&tree), render);
    run(render());
    against_copy("render, nothing changed", &dir, || (), render);
    against_compose("render, fresh", &dir, || remove(&tree), render);
}

/// A thousand apps, and ten thousand.
fn many_apps(root: &Path) {
    let dirs = [1_000, 10_000].map(|apps| {
        let dir = root.join(format!("apps-{apps}"));
        fs::create_dir_all(&dir).expect("the folder can be made");
        fs::write(dir.join("stack.toml"), spec(apps)).expect("the spec can be written");
        dir
    });
    let [thousand, ten_thousand] = &dirs;
    let render = |dir: &Path| command(STACKGEN, ["render", "--quiet"], dir);
    let fresh = |dir: &Path| remove(&dir.join("monitoring"));
    println!("\n1,000 apps");
    run(render(thousand));
    against_copy("render, fresh", thousand, || fresh(thousand), || render(thousand));
    run(render(thousand));
    against_copy("render, nothing changed", thousand, || (), || render(thousand));
    against_compose("render, fresh", thousand, || fresh(thousand), || render(thousand));
    println!("\n10,000 apps");
    row(
        "render, fresh / of 1,000 apps",
        &pairs(
            || fresh(ten_thousand),
            || render(ten_thousand),
            || fresh(thousand),
            || render(thousand),
        ),
    );
    println!("\nmemory, fresh");
    for (apps, dir) in [("1,000", thousand), ("10,000", ten_thousand)] {
        fresh(dir);
        match peak_memory(dir) {
            Some(kib) => println!("  {apps} apps: {:.1} MiB", f64::from(kib) / 1024.0),
            None => println!("  {apps} apps: not measured, /usr/bin/time is missing"),
        }
    }
}

/// A command, and `cp -r` of what it renders.
fn against_copy(what: &str, dir: &Path, before: impl Fn(), render: impl Fn() -> Command) {
    let copy = dir.join("copy");
    // What is removed before the render is copied after it.
    let cp = || command("cp", ["-r", "monitoring", "copy"], dir);
    row(&format!("{what} / cp -r"), &pairs(before, render, || remove(&copy), cp));
}

/// A command, and what Compose needs to read the file that it renders.
fn against_compose(what: &str, dir: &Path, before: impl Fn(), render: impl Fn() -> Command) {
    let Some(compose) = compose() else {
        return println!("  {what} / compose config: not measured, no docker-compose on the path");
    };
    let args = ["-f", "monitoring/docker-compose.monitoring.yml", "config", "-q"];
    let config = || command(&compose, args, dir);
    row(&format!("{what} / compose config"), &pairs(before, render, || (), config));
}

/// The plan of the wizard for an application of sixty services.
fn sixty_services(root: &Path) {
    let dir = root.join("services");
    fs::create_dir_all(&dir).expect("the folder can be made");
    let mut file = String::from("services:\n");
    for number in 0..20 {
        let _ = write!(
            file,
            "  app-{number}:\n    image: registry.example/app-{number}:1\n    ports: ['{}:8080']\n    \
             environment:\n      DATABASE_URL: postgres://app:${{PASSWORD}}@db-{number}:5432/app\n    \
             depends_on: [db-{number}, cache-{number}]\n  db-{number}:\n    image: postgres:17\n    \
             environment: {{ POSTGRES_PASSWORD: '${{PASSWORD}}' }}\n  cache-{number}:\n    image: redis:8\n",
            9000 + number,
        );
    }
    fs::write(dir.join("compose.yaml"), file).expect("it can be written");
    println!("\n60 services");
    let plan = || command(STACKGEN, ["init", "--dry-run", "--yes"], &dir);
    let Some(compose) = compose() else {
        return println!("  init --dry-run / compose config: not measured, no docker-compose");
    };
    let config = || command(&compose, ["config", "-q"], &dir);
    row("init --dry-run / compose config", &pairs(|| (), plan, || (), config));
}

fn spec(apps: u32) -> String {
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

fn command<const N: usize>(program: &str, args: [&str; N], dir: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .args(args)
        .current_dir(dir)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

fn run(mut command: Command) -> Duration {
    let started = Instant::now();
    let status = command.status().expect("the command can be started");
    let took = started.elapsed();
    assert!(status.success(), "{command:?} failed: {status}");
    took
}

/// Two commands in turn, each after its preparation.
fn pairs(
    before_a: impl Fn(),
    a: impl Fn() -> Command,
    before_b: impl Fn(),
    b: impl Fn() -> Command,
) -> Vec<(Duration, Duration)> {
    let one = || {
        before_a();
        let a = run(a());
        before_b();
        (a, run(b()))
    };
    (0..PAIRS + 2).map(|_| one()).skip(2).collect()
}

fn row(what: &str, pairs: &[(Duration, Duration)]) {
    let ms = |duration: &Duration| duration.as_secs_f64() * 1e3;
    let a = median(pairs.iter().map(|(a, _)| ms(a)));
    let b = median(pairs.iter().map(|(_, b)| ms(b)));
    let ratios: Vec<f64> = pairs.iter().map(|(a, b)| ms(a) / ms(b)).collect();
    let least = ratios.iter().copied().fold(f64::INFINITY, f64::min);
    let most = ratios.iter().copied().fold(0.0, f64::max);
    let ratio = median(ratios.into_iter());
    println!("  {what:34} {a:8.2} ms / {b:8.2} ms   ratio {ratio:5.2} ({least:.2} to {most:.2})");
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn remove(dir: &Path) {
    let _ = fs::remove_dir_all(dir);
}

/// Files and bytes below a folder.
fn count(dir: &Path) -> (usize, u64) {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    entries.fold((0, 0), |(files, bytes), entry| {
        let path = entry.path();
        if path.is_dir() {
            let inner = count(&path);
            (files + inner.0, bytes + inner.1)
        } else {
            (files + 1, bytes + entry.metadata().map_or(0, |metadata| metadata.len()))
        }
    })
}

fn compose() -> Option<String> {
    if let Ok(program) = std::env::var("STACKGEN_BENCH_COMPOSE") {
        return Some(program);
    }
    let path = std::env::var_os("PATH")?;
    let mut folders = std::env::split_paths(&path);
    let found: Option<PathBuf> = folders
        .find_map(|folder| Some(folder.join("docker-compose")).filter(|file| file.is_file()));
    found.map(|file| file.display().to_string())
}

/// The most memory that a render takes, in KiB.
fn peak_memory(dir: &Path) -> Option<u32> {
    let output = Command::new("/usr/bin/time")
        .args(["-f", "%M", STACKGEN, "render", "--quiet"])
        .current_dir(dir)
        .output()
        .ok()?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    said.lines().last()?.trim().parse().ok()
}
