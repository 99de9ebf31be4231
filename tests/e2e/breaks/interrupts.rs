//! Ctrl-C, at any moment.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _};
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::engine::{self, Engine};
use crate::light::{Light, SERVICES, image_that};
use crate::poll;

/// How many moments of each kind of launch.
const MOMENTS: u32 = 10;
/// Another number makes other moments.
pub(super) const SEED: u64 = 1;

/// Numbers made by chance, the same in every run (`SplitMix64`).
pub(super) struct Chance(pub(super) u64);

impl Chance {
    /// From 0 to just below 1.
    pub(super) fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let upper = u32::try_from((mixed ^ (mixed >> 31)) >> 32).expect("32 bits");
        f64::from(upper) / (f64::from(u32::MAX) + 1.0)
    }
}

/// What an interrupted run says that it left.
#[derive(Debug, PartialEq)]
enum Left {
    /// What was there before; it had not begun to start anything.
    Untouched,
    /// What was there before, put back.
    PutBack,
    /// The new stack.
    New,
    /// The new stack; it was through before it heard of it.
    Done,
}

fn left(status: ExitStatus, said: &str) -> Left {
    let has = |sentence: &str| said.contains(sentence);
    match status.code() {
        Some(0) if has(" is up after ") => Left::Done,
        Some(130) if has("interrupted; nothing was started") => Left::Untouched,
        Some(130) if has("interrupted; the new stack runs") => Left::New,
        Some(130)
            if has("interrupted; restoring the previous state")
                && (has("\nrestored the previous stack\n")
                    || has("\nremoved what was started; volumes stay\n")) =>
        {
            Left::PutBack
        }
        // The program had only just begun: a shell shows this as 130.
        None if status.signal() == Some(2) && said.is_empty() => Left::Untouched,
        _ => panic!("{status}: {said}"),
    }
}

fn start(light: &Light<'_>, args: &[&str]) -> Child {
    let mut command = light.stackgen_command();
    command.arg("up").args(args).stdout(Stdio::null()).stderr(Stdio::piped());
    command.spawn().expect("stackgen can be run")
}

fn interrupt(child: &Child) {
    let status = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    // It may have ended already.
    status.expect("there is a kill");
}

fn end(child: &mut Child) -> ExitStatus {
    poll::until("it ends", || match child.try_wait() {
        Ok(Some(status)) => Ok(status),
        other => Err(format!("{other:?}")),
    })
}

/// Launches, and interrupts that after a while.
fn interrupted(light: &Light<'_>, after: Duration) -> (Left, String) {
    let mut child = start(light, &[]);
    sleep(after);
    interrupt(&child);
    let status = end(&mut child);
    let mut said = String::new();
    let mut stderr = child.stderr.take().expect("it was piped");
    stderr.read_to_string(&mut said).expect("it can be read");
    (left(status, &said), said)
}

/// Moments all over the time that something takes, as parts of that time.
fn moments(seed: u64) -> impl Iterator<Item = f64> {
    let mut chance = Chance(seed);
    (0..MOMENTS).map(move |at| (f64::from(at) + chance.next()) / f64::from(MOMENTS))
}

/// How long a launch takes that nobody interrupts, which must succeed.
fn undisturbed(light: &Light<'_>) -> Duration {
    let started = Instant::now();
    light.must_come_up();
    started.elapsed()
}

/// The ids of the containers that run, by service.
fn running(light: &Light<'_>) -> BTreeMap<String, String> {
    let mut running = BTreeMap::new();
    for (service, container) in light.containers() {
        if container["State"]["Running"] == true {
            let other = running.insert(service, container["Id"].to_string());
            assert_eq!(other, None, "two containers of a service run");
        }
    }
    running
}

fn light(engine: &Engine) -> Light<'_> {
    let light = Light::new(engine);
    light.mark();
    light
}

#[test]
fn a_first_launch_can_be_interrupted_at_any_moment() {
    let Some(engine) = engine::shared() else { return };
    let light = light(engine);
    let mut took = undisturbed(&light);
    let mut put_back = 0;
    for moment in moments(SEED) {
        let down = light.stackgen(["down"]);
        assert!(down.succeeded(), "{down}");
        let (left, said) = interrupted(&light, took.mul_f64(moment));
        println!("after {moment:.2} of {took:?}: {left:?}");
        match left {
            Left::Untouched | Left::PutBack => light.must_not_be_there(&said),
            Left::New | Left::Done => assert_eq!(running(&light).len(), SERVICES.len(), "{said}"),
        }
        put_back += u32::from(left == Left::PutBack);
        let again = undisturbed(&light);
        // What was put back had all of it to do once more; other tests may have slowed the first one down.
        if left == Left::PutBack {
            took = took.min(again);
        }
        light.mark_must_be_there();
    }
    assert!(put_back > 0, "no moment was one in which something had to be put back");
}

#[test]
fn a_launch_that_replaces_containers_can_be_interrupted_at_any_moment() {
    let Some(engine) = engine::shared() else { return };
    let light = light(engine);
    light.must_come_up();
    let (old, new) = ("[prometheus]", "[prometheus]\nresources = { cpus = 0.5 }");
    let node = ("[grafana]", "[integrations.node]\nresources = { cpus = 0.25 }\n\n[grafana]");
    let change = |there: &mut bool| {
        let swap = |(a, b): (&str, &str)| {
            if *there { light.change_spec(b, a) } else { light.change_spec(a, b) }
        };
        swap((old, new));
        swap(node);
        *there = !*there;
    };
    let mut changed = false;
    change(&mut changed);
    let mut took = undisturbed(&light);
    let mut put_back = 0;
    for moment in moments(SEED + 1) {
        let before = light.runs();
        change(&mut changed);
        let (left, said) = interrupted(&light, took.mul_f64(moment));
        println!("after {moment:.2} of {took:?}: {left:?}");
        match left {
            Left::Untouched | Left::PutBack => assert_eq!(light.runs(), before, "{said}"),
            Left::New | Left::Done => {
                let now = running(&light);
                assert_eq!(now.len(), SERVICES.len(), "{said}");
                assert!(now.iter().all(|(name, id)| !id.contains(&before[name])), "{said}");
            }
        }
        put_back += u32::from(left == Left::PutBack);
        let again = undisturbed(&light);
        // What was put back had all of it to do once more; other tests may have slowed the first one down.
        if left == Left::PutBack {
            took = took.min(again);
        }
        let after = light.runs();
        assert!(after.iter().all(|(name, id)| before[name] != *id), "it is the new stack");
        light.mark_must_be_there();
    }
    assert!(put_back > 0, "no moment was one in which something had to be put back");
}

#[test]
fn a_second_interrupt_ends_it_at_once() {
    let Some(engine) = engine::shared() else { return };
    let light = light(engine);
    // One that does not end when it is asked to: Prometheus has two minutes for that.
    let image = "stackgen-test/stays:1";
    image_that(engine, image, "trap '' TERM; while true; do sleep 1; done");
    let own = format!("[prometheus]\nimage = \"{image}\"");
    light.change_spec("[prometheus]", &own);
    let up = light.up(["--no-wait"]);
    assert!(up.succeeded(), "{up}");
    let stays = light.runs()["prometheus"].clone();
    light.change_spec(&own, "[prometheus]");

    let mut child = start(&light, &["-v"]);
    let mut lines = BufReader::new(child.stderr.take().expect("it was piped"));
    let mut said = String::new();
    for awaited in ["recreate prometheus ", "restoring the previous state (press Ctrl-C again"] {
        while !said.contains(awaited) {
            let read = lines.read_line(&mut said).expect("it can be read");
            assert_ne!(read, 0, "it ended too soon: {said}");
        }
        // It is stopping the old one, and that takes its time.
        interrupt(&child);
    }
    lines.read_to_string(&mut said).expect("it can be read");
    let status = end(&mut child);
    assert_eq!(status.code(), Some(130), "{said}");
    let words = "stopped at once; the next `stackgen up` or `stackgen down` cleans up";
    assert!(said.contains(words), "{said}");
    let killed = engine.docker(["kill", &stays]);
    assert!(killed.succeeded(), "{killed}");
    light.must_come_up();
    light.mark_must_be_there();
}
