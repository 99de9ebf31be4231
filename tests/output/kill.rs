//! SIGKILL, at any moment.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use stackgen::output::FileSet;

use crate::harness::{Out, files};
use crate::sandbox::{again, task};

const TEST: &str = "kill::a_killed_render_leaves_whole_files_and_the_next_one_heals";

/// How often a render is killed.
const KILLS: u64 = 80;

/// Three versions with files in common, files of their own, and files that are the same in all.
fn versions() -> [FileSet; 3] {
    ["A", "B", "C"].map(|letter| {
        let content = |number: usize| letter.repeat(1000 + 3000 * number);
        let mut all: Vec<_> = (0..16).map(|it| (format!("both/{it}"), content(it))).collect();
        all.extend((0..4).map(|it| (format!("only/{letter}/{it}"), content(it))));
        all.extend((0..4).map(|it| (format!("same/{it}"), "same".into())));
        files(&all.iter().map(|(path, it)| (path.as_str(), it)).collect::<Vec<_>>())
    })
}

/// Renders one version after the other until it is killed.
fn render_for_ever(dir: &Path) {
    let out = Out::at(dir);
    let versions = versions();
    // Not for ever after all, if whoever has to kill it was killed itself.
    let end = Instant::now() + Duration::from_secs(120);
    println!("\nready");
    for version in versions.iter().cycle() {
        out.render(version).unwrap();
        assert!(Instant::now() < end, "nobody killed this process");
    }
}

#[test]
fn a_killed_render_leaves_whole_files_and_the_next_one_heals() {
    if let Some(dir) = task() {
        return render_for_ever(Path::new(&dir));
    }
    let versions = versions();
    let out = Out::new();
    let mut interrupted = 0;
    for kill in 0..KILLS {
        let mut child =
            again(&[], TEST, out.dir().to_str().unwrap()).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(lines.any(|it| it.unwrap() == "ready"));
        // Spread over some 30 ms, in which the child renders several times.
        sleep(Duration::from_micros(kill * 7919 % 30_011));
        child.kill().unwrap();
        assert!(!child.wait().unwrap().success());

        for (path, content) in out.tree() {
            let whole = versions.iter().any(|it| it.get(&path) == Some(content.as_slice()));
            let own = path.starts_with(".stackgen/");
            assert!(whole || own || path.ends_with('/'), "kill {kill}: {path}");
        }
        let leftovers = [".stackgen/staging", ".stackgen/pending.json"];
        interrupted += u32::from(leftovers.iter().any(|it| out.path(it).exists()));

        // Every other time the next render is another process that is killed in turn.
        if kill % 2 == 0 {
            let next = &versions[usize::try_from(kill / 2 % 3).unwrap()];
            out.render(next).unwrap_or_else(|error| panic!("kill {kill}: {error}"));
            out.assert_holds(next);
        }
    }
    assert!(interrupted > 0, "no kill has hit a render");
}

const FRESH: &str = "kill::a_killed_first_render_leaves_all_or_nothing_and_the_next_one_heals";

/// Renders to one new folder after the other until it is killed.
fn render_anew_for_ever(dir: &Path) {
    let [version, ..] = versions();
    println!("\nready");
    let end = Instant::now() + Duration::from_secs(120);
    for number in 0.. {
        Out::at(&dir.join(number.to_string())).render(&version).unwrap();
        assert!(Instant::now() < end, "nobody killed this process");
    }
}

#[test]
fn a_killed_first_render_leaves_all_or_nothing_and_the_next_one_heals() {
    if let Some(dir) = task() {
        return render_anew_for_ever(Path::new(&dir));
    }
    let [version, ..] = versions();
    let mut interrupted = 0;
    for kill in 0..KILLS {
        let temp = tempfile::tempdir().unwrap();
        let mut child = again(&[], FRESH, temp.path().to_str().unwrap())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(lines.any(|it| it.unwrap() == "ready"));
        sleep(Duration::from_micros(kill * 7919 % 10_007));
        child.kill().unwrap();
        assert!(!child.wait().unwrap().success());

        let names = || {
            let entries = fs::read_dir(temp.path()).unwrap();
            entries.map(|it| it.unwrap().file_name().into_string().unwrap())
        };
        for name in names() {
            let Some(unfinished) =
                name.strip_prefix('.').and_then(|it| it.strip_suffix(".stackgen"))
            else {
                Out::at(&temp.path().join(name)).assert_holds(&version);
                continue;
            };
            interrupted += 1;
            let out = Out::at(&temp.path().join(unfinished));
            assert!(!out.dir().exists(), "kill {kill}");
            out.render(&version).unwrap_or_else(|error| panic!("kill {kill}: {error}"));
            out.assert_holds(&version);
        }
        assert!(names().all(|name| !name.starts_with('.')), "kill {kill}");
    }
    assert!(interrupted > 0, "no kill has hit a render");
}
