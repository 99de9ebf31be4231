//! A secret that was changed is in force after `stackgen up`, in each way in which people change files; and
//! nothing says that all is well before.
//!
//! Alertmanager and the exporter are real. Grafana is a stub, as no package has it: it reads its
//! password at the first start only and keeps it, as Grafana does, and its `grafana cli` sets another one.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread::sleep;
use std::time::Duration;

use sha2::{Digest as _, Sha256};

use crate::application::PASSWORD;
use crate::engine;
use crate::fixture::Fixture;
use crate::stack::say_what_is_stubbed;
use crate::{http, poll};

/// How people change a secret file: `$1` is the file, standard input what is in it from now on.
const WAYS: [(&str, &str); 4] = [
    ("install", "install -m 444 /dev/stdin \"$1\""),
    ("mv", "umask 077; cat > \"$1.mine\"; chmod 444 \"$1.mine\"; mv -f \"$1.mine\" \"$1\""),
    // As vim does: the old one becomes a backup, a new one is written, the backup goes.
    ("editor", "mv -f \"$1\" \"$1~\"; cat > \"$1\"; chmod 444 \"$1\"; rm -f \"$1~\""),
    ("cat", "chmod 644 \"$1\"; cat > \"$1\"; chmod 444 \"$1\""),
];

/// Changes a secret file of a stack.
#[track_caller]
fn change(fixture: &Fixture<'_>, script: &str, name: &str, text: &str) {
    let file = fixture.path().join("secrets").join(name);
    let script = format!("printf '%s\\n' \"$2\" | ( {script} )");
    let ran = Command::new("sh").args(["-c", &script, "sh"]).arg(file).arg(text).status();
    assert!(ran.expect("there is a shell").success(), "{script}");
}

/// With which status Grafana's stub answers the administrator.
fn signs_in(fixture: &Fixture<'_>, password: &str) -> u16 {
    let url = format!("{}/api/user", fixture.grafana);
    poll::until("Grafana answers", || http::status_for(&url, "admin", password))
}

/// What the services that have a shell see of their secrets.
fn seen_inside(fixture: &Fixture<'_>, service: &str, secret: &str) -> String {
    let container = format!("{}-{service}-1", fixture.project);
    let read =
        fixture.engine.docker(["exec", &container, "cat", &format!("/run/secrets/{secret}")]);
    assert!(read.succeeded(), "{read}");
    read.stdout.trim_end().to_owned()
}

const REASON: &str = "its secret files changed";

#[test]
fn a_changed_secret_is_in_force_after_up() {
    let Some(engine) = engine::shared() else { return };
    let Some(fixture) = Fixture::new(engine) else { return };
    say_what_is_stubbed();
    let up = fixture.up();
    assert!(up.succeeded(), "{up}");
    assert_eq!(signs_in(&fixture, "grafana-for-tests-91c2"), 200);
    let mut old = "grafana-for-tests-91c2".to_owned();

    for (count, (way, script)) in WAYS.iter().enumerate() {
        let (path, password) = (format!("/{way}"), format!("rotated-by-{way}-5e1f"));
        // The exporter loses its connection with a wrong password, and has it again with the right one.
        let right = count % 2 == 1;
        let exporter = if right { PASSWORD } else { "wrong-for-tests" };
        change(&fixture, script, "hook-url", &fixture.receiver.url_at(&path));
        change(&fixture, script, "grafana-admin-password", &password);
        change(&fixture, script, "orders-db", exporter);
        if count == 0 {
            nothing_is_called_well(&fixture);
        }

        let up = fixture.up();
        assert!(up.succeeded(), "{way}: {up}");
        for service in ["alertmanager", "grafana", "orders-db-exporter"] {
            let recreated = format!("{service} recreated ({REASON})");
            assert!(up.stderr.contains(&recreated), "{way}: {recreated}: {up}");
        }
        assert!(up.stderr.contains("5 unchanged"), "{way}: {up}");
        assert_eq!(signs_in(&fixture, &password), 200, "{way}: {up}");
        assert_eq!(signs_in(&fixture, &old), 401, "{way}: the old password is no longer valid");
        poll::until("the exporter uses its new password", || {
            let value = if right { "1" } else { "0" };
            match fixture.query(&format!("pg_up == {value}"))? {
                series if series.len() == 1 => Ok(()),
                series => Err(format!("{way}: pg_up is not {value}: {series:?}")),
            }
        });
        let sent = fixture.stackgen(["verify", "--wait", "0s", "--receiver-test"]);
        poll::until("the receiver hears at its new address", || {
            let heard = fixture.receiver.heard_at(&path);
            if heard.is_empty() { Err(format!("{way}: {sent}")) } else { Ok(()) }
        });
        // Neither a secret nor a digest of one is in anything that others may read.
        let shown = format!("{up}{:?}{}", fixture.containers(), rendered(&fixture));
        for secret in [password.as_str(), exporter] {
            for text in [secret.to_owned(), digest(secret), digest(&format!("{secret}\n"))] {
                assert!(!shown.contains(&text), "{way}: {text} is shown");
            }
        }
        old = password;
    }

    let idle = fixture.up();
    assert!(idle.stderr.contains("8 unchanged"), "{idle}");
    let verified = fixture.stackgen(["verify", "--wait", "100s"]);
    assert!(verified.stdout.contains("secrets         ok      3/3"), "{verified}");

    // Also when nothing of the stack was there meanwhile but its data.
    let down = fixture.stackgen(["down"]);
    assert!(down.succeeded(), "{down}");
    change(&fixture, WAYS[1].1, "grafana-admin-password", "changed-while-down-77aa");
    let up = fixture.up();
    assert!(up.succeeded(), "{up}");
    assert_eq!(signs_in(&fixture, "changed-while-down-77aa"), 200, "{up}");

    // One that the program refuses: that is said, the rest of the stack runs, and the next run tries again.
    change(&fixture, WAYS[0].1, "grafana-admin-password", "abc");
    let refused = fixture.up();
    assert_eq!(refused.code, Some(1), "{refused}");
    for sentence in [
        "error: grafana does not accept its secret files: ",
        "new password is too short",
        "grafana runs with the secret that it had before",
        "help: check secrets/grafana-admin-password, and run: stackgen up",
    ] {
        assert!(refused.stderr.contains(sentence), "{sentence}: {refused}");
    }
    assert_eq!(fixture.up().code, Some(1), "it is not forgotten");
    assert_eq!(signs_in(&fixture, "changed-while-down-77aa"), 200);
    change(&fixture, WAYS[0].1, "grafana-admin-password", "long-enough-12cd");
    let up = fixture.up();
    assert!(up.succeeded(), "{up}");
    assert_eq!(signs_in(&fixture, "long-enough-12cd"), 200);
}

/// Between the change and `stackgen up`.
#[track_caller]
fn nothing_is_called_well(fixture: &Fixture<'_>) {
    assert_ne!(seen_inside(fixture, "alertmanager", "receiver.hook.url"), "", "it has the old one");
    let status = fixture.stackgen(["status"]);
    assert_eq!(status.code, Some(1), "{status}");
    assert!(status.stdout.contains(REASON), "{status}");
    let reload = fixture.stackgen(["reload"]);
    assert_eq!(reload.code, Some(1), "{reload}");
    assert!(reload.stderr.contains(&format!("recreate alertmanager ({REASON})")), "{reload}");
    assert!(reload.stderr.contains("help: run: stackgen up"), "{reload}");
    let doctor = fixture.stackgen(["doctor"]);
    assert_eq!(doctor.code, Some(1), "{doctor}");
    for path in ["secrets/hook-url", "secrets/grafana-admin-password", "secrets/orders-db"] {
        assert!(doctor.stdout.contains(&format!("does not have {path} as it is now")), "{doctor}");
    }
    assert!(doctor.stdout.contains("help: stackgen up"), "{doctor}");
    let verify = fixture.stackgen(["verify", "--wait", "0s"]);
    assert_eq!(verify.code, Some(1), "{verify}");
    assert!(verify.stdout.contains("secrets         FAILED  0/3"), "{verify}");
    assert!(verify.stdout.contains("help: run: stackgen up"), "{verify}");
    let foreseen = fixture.stackgen(["up", "--dry-run"]);
    assert!(foreseen.stdout.contains(&format!("recreate grafana ({REASON})")), "{foreseen}");
}

/// All rendered files, and what stackgen notes beside them.
fn rendered(fixture: &Fixture<'_>) -> String {
    fn read(folder: &Path, into: &mut String) {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            if entry.path().is_dir() {
                read(&entry.path(), into);
            } else {
                into.push_str(&String::from_utf8_lossy(&fs::read(entry.path()).expect("a file")));
            }
        }
    }
    let mut all = String::new();
    read(&fixture.path().join("monitoring"), &mut all);
    all
}

fn digest(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn what_compose_started_gets_a_changed_secret_too() {
    let Some(engine) = engine::shared() else { return };
    let Some(fixture) = Fixture::new(engine) else { return };
    fixture.render();
    let started = fixture.compose(["up", "-d", "--wait", "alertmanager", "grafana"]);
    assert!(started.succeeded(), "{started}");
    assert_eq!(signs_in(&fixture, "grafana-for-tests-91c2"), 200);
    // The engine tells the second only in which it made a container.
    sleep(Duration::from_millis(1100));
    let url = fixture.receiver.url_at("/changed");
    change(&fixture, WAYS[1].1, "hook-url", &url);
    let up = fixture.up();
    assert!(up.succeeded(), "{up}");
    assert!(up.stderr.contains(&format!("alertmanager recreated ({REASON})")), "{up}");
    assert!(!up.stderr.contains("grafana recreated"), "its secret is the same: {up}");
    assert_eq!(seen_inside(&fixture, "alertmanager", "receiver.hook.url"), url);
    assert_eq!(signs_in(&fixture, "grafana-for-tests-91c2"), 200);

    change(&fixture, WAYS[3].1, "grafana-admin-password", "changed-in-place-3b9d");
    let up = fixture.up();
    assert!(up.succeeded(), "{up}");
    assert!(up.stderr.contains(&format!("grafana recreated ({REASON})")), "{up}");
    assert_eq!(signs_in(&fixture, "changed-in-place-3b9d"), 200);
}
