//! Specs of a size and shape that nobody writes: answered, and in a time that grows with the size.

use std::fmt::Write as _;
use std::time::{Duration, Instant};
use std::{fs, hint};

use crate::run;

const HEAD: &str = "version = 1\nname = \"shop\"\npreset = \"minimal\"\n";

/// Whatever is said, it is said without running out of stack or patience.
#[track_caller]
fn refused(text: &str) -> Duration {
    let started = cpu_time();
    let resolved = run::spec(text);
    assert!(resolved.diagnostics.has_errors(), "{} bytes are accepted", text.len());
    hint::black_box(run::said(&resolved));
    cpu_time().saturating_sub(started)
}

#[track_caller]
fn accepted(text: &str) -> Duration {
    let started = cpu_time();
    let resolved = run::spec(text);
    let files = run::files(&resolved).unwrap_or_else(|| panic!("{}", run::said(&resolved)));
    hint::black_box(files);
    cpu_time().saturating_sub(started)
}

/// Ten times the size takes at most about ten times the time.
#[track_caller]
fn grows_with_its_size(what: &str, small: usize, run: impl Fn(usize) -> Duration) {
    let fastest =
        |size: usize, times: usize| (0..times).map(|_| run(size)).min().unwrap_or_default();
    let (one, ten) = (fastest(small, 3), fastest(small * 10, 2));
    // A quadratic answer takes 100 times the time; caches and allocators take their toll as well.
    let most = one * 18 + Duration::from_millis(50);
    println!("{what}: {one:?} for {small}, {ten:?} for {}", small * 10);
    assert!(ten <= most, "{what}: {one:?} for {small}, but {ten:?} for ten times as many");
}

#[test]
fn many_apps() {
    grows_with_its_size("apps", 300, |count| {
        let mut text = HEAD.to_owned();
        for at in 0..count {
            let _ = writeln!(
                text,
                "[apps.app-{at}]\ntargets = [\"app-{at}:8080\"]\nconvention = \"express\""
            );
        }
        accepted(&text)
    });
}

#[test]
fn many_targets_labels_probes_and_receivers() {
    grows_with_its_size("lists", 300, |count| {
        let mut text = format!("{HEAD}[alertmanager]\nenabled = true\n[routing]\nP0 = [");
        for at in 0..count {
            let _ = write!(text, "\"r{at}\",");
        }
        text.push_str("]\n[apps.backend]\ntargets = [");
        for at in 0..count {
            let _ = write!(text, "\"host-{at}:80\",");
        }
        text.push_str("]\n[apps.backend.labels]\n");
        for at in 0..20 {
            let _ = writeln!(text, "l{at} = \"{at}\"");
        }
        for at in 0..count {
            let _ = writeln!(text, "[probes.p{at}]\nurls = [\"https://{at}.example\"]");
            let _ = writeln!(text, "[receivers.r{at}]\ntype = \"webhook\"\nurl_file = \"s/{at}\"");
        }
        accepted(&text)
    });
}

#[test]
fn many_integrations() {
    grows_with_its_size("integrations", 200, |count| {
        let mut text = HEAD.to_owned();
        for at in 0..count {
            let _ =
                writeln!(text, "[integrations.k{at}]\ntype = \"kinds\"\nsecret = \"secrets/{at}\"");
        }
        accepted(&text)
    });
}

#[test]
fn many_mistakes() {
    grows_with_its_size("unknown keys", 2000, |count| {
        let mut text = HEAD.to_owned();
        for at in 0..count {
            let _ = writeln!(text, "unknown_{at} = 1");
        }
        refused(&text)
    });
    grows_with_its_size("bad values", 2000, |count| {
        let mut text = format!("{HEAD}[apps.backend]\ntargets = [");
        for at in 0..count {
            let _ = write!(text, "\"host {at}\",");
        }
        text.push(']');
        refused(&text)
    });
    grows_with_its_size("broken lines", 500, |count| {
        refused(&format!("{HEAD}{}", "= x\n".repeat(count)))
    });
    grows_with_its_size("secrets", 500, |count| {
        let mut text = HEAD.to_owned();
        for at in 0..count {
            let _ =
                writeln!(text, "[receivers.r{at}]\ntype = \"pagerduty\"\nrouting_key = \"{at}\"");
        }
        refused(&text)
    });
    grows_with_its_size("unknown receivers", 300, |count| {
        let mut text = format!("{HEAD}[alertmanager]\nenabled = true\n[routing]\nP0 = [");
        for at in 0..count {
            let _ = write!(text, "\"nobody-{at}\",");
        }
        text.push_str("]\n");
        for at in 0..count {
            let _ = writeln!(text, "[receivers.r{at}]\ntype = \"webhook\"\nurl_file = \"s/{at}\"");
        }
        refused(&text)
    });
}

/// Each has rules of its own, whose length has an end. It is nobody's mistake but the spec's.
#[test]
fn many_apps_with_signals_of_their_own() {
    let text = |count: usize, errors: &str| {
        (0..count).fold(HEAD.to_owned(), |text, at| {
            format!(
                "{text}[apps.a{at}]\ntargets = [\"a-{at}:80\"]\nconvention = \"custom\"\n\
                 [apps.a{at}.signals]\nrequests = \"a{at}_total\"\nerrors = 's=~\"5..{errors}\"'\n\
                 example_ok = 's=\"200\"'\nexample_error = 's=\"500{errors}\"'\n\
                 duration = \"a{at}_seconds\"\nbuckets = [0.5]\nlatency_threshold = \"500ms\"\n"
            )
        })
    };
    grows_with_its_size("own signals", 20, |count| accepted(&text(count, "")));
    let resolved = run::spec(&text(1, &"x".repeat(64 << 10)));
    assert!(resolved.accepted().is_none());
    run::blames_the_spec(&resolved).unwrap_or_else(|problem| panic!("{problem}"));
}

#[test]
fn ten_megabytes() {
    let targets: String = (0..600_000).map(|at| format!("\"host-{at}.a:80\",")).collect();
    let text = format!("{HEAD}[apps.backend]\ntargets = [{targets}]\n");
    assert!(text.len() > 9 << 20);
    accepted(&text);
    accepted(&format!("{HEAD}{}", "# nothing\n".repeat(1 << 20)));
    refused(&text.replace("host-5999", "host 5999"));
}

#[test]
fn long_lines() {
    let long = "x".repeat(1 << 20);
    grows_with_its_size("a long text", 100_000, |length| {
        refused(&format!("name = \"{}\"", "x".repeat(length)))
    });
    refused(&format!("{HEAD}{long} = 1\n"));
    refused(&format!("{HEAD}\"{long}\" = 1\n"));
    refused(&format!("{HEAD}[{long}]\n"));
    refused(&format!("{HEAD}[apps.backend]\ntargets = [\"{long}:80\"]\n"));
    refused(&format!("{HEAD}a = {}\n", "9".repeat(1 << 20)));
    refused(&format!("{HEAD}{}", "\"".repeat(1 << 16)));
    refused(&"\0".repeat(1 << 16));
    accepted(&format!("{HEAD}# {long}\n"));
}

#[test]
fn deep_nesting() {
    let many = 100_000;
    refused(&format!("{HEAD}a = {}", "[".repeat(many)));
    refused(&format!("{HEAD}a = {}{}", "[".repeat(many), "]".repeat(many)));
    refused(&format!("{HEAD}a = {}", "{a=".repeat(many)));
    refused(&format!("{HEAD}a = {}1{}", "{a=".repeat(many), "}".repeat(many)));
    let dots = vec!["a"; many].join(".");
    refused(&format!("{HEAD}{dots} = 1\n"));
    refused(&format!("{HEAD}[{dots}]\n"));
    refused(&format!("{HEAD}[[{dots}]]\n"));
    refused(&format!("{HEAD}a = {{ {dots} = 1 }}\n"));
    // As deep as a reader lets pass, many times over.
    let nested = format!("{}1{}", "[".repeat(70), "]".repeat(70));
    refused(&format!("{HEAD}a = [{}]\n", vec![nested; 1000].join(",")));
    let dots = vec!["a"; 70].join(".");
    refused(&(0..1000).fold(HEAD.to_owned(), |text, at| format!("{text}[{dots}.b{at}]\n")));
}

/// How long this thread has worked; where that cannot be told, how long it is there. Tests beside
/// this one, and other programs, take nothing from it.
fn cpu_time() -> Duration {
    thread_local!(static START: Instant = Instant::now());
    let schedstat = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanos = schedstat.and_then(|text| text.split(' ').next()?.parse().ok());
    nanos.map_or_else(|| START.with(Instant::elapsed), Duration::from_nanos)
}
