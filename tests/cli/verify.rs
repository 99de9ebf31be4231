//! `stackgen verify` where there is nothing to verify; against running programs, see `tests/exporters`.

use crate::harness::Case;

const SHOP: &str = "version = 1\nname = \"shop\"\npreset = \"minimal\"\n";

#[test]
fn a_stack_that_does_not_run_is_a_failure_of_the_environment() {
    // Nobody listens on the discard port.
    let at = "--prometheus=http://127.0.0.1:9";
    Case::new()
        .spec(SHOP)
        .args(["verify", at])
        .run()
        .code(3)
        .no_stdout()
        .stderr_has("error: Prometheus at http://127.0.0.1:9 cannot be reached: Connection refused")
        .stderr_has(
            "help: start the stack with `stackgen up`, or say where it is with --prometheus URL",
        )
        .wrote_nothing();
    let ran = Case::new().spec(SHOP).args(["verify", at, "--format=json"]).run().code(3);
    let report = ran.json();
    assert_eq!(report["ok"], false);
    assert!(
        report["errors"][0]["message"].as_str().is_some_and(|it| it.contains("cannot be reached"))
    );
}

#[test]
fn what_is_waited_for_is_said() {
    Case::new()
        .spec(SHOP)
        .args(["verify", "--prometheus=http://127.0.0.1:9", "--wait=1s"])
        .run()
        .code(3)
        .stderr_has("waiting, 1 s at most: Prometheus at http://127.0.0.1:9 cannot be reached");
}

#[test]
fn a_service_that_is_not_published_needs_an_address() {
    // The proxy serves it, and asks for a password.
    let proxied = format!(
        "{SHOP}[prometheus]\nbind = \"0.0.0.0\"\ndomain = \"metrics.shop.example\"\n[proxy]\nenabled = true\n"
    );
    Case::new()
        .spec(&proxied)
        .env("DOCKER_HOST", "unix:///nonexistent/docker.sock")
        .args(["verify"])
        .run()
        .code(2)
        .no_stdout()
        .stderr_has("error: cannot query prometheus: it is not published on this host")
        .stderr_has("help: say where it is with --prometheus URL");
}

#[test]
fn addresses_that_cannot_be_are_refused_and_never_shown() {
    let cases = [
        ("https://127.0.0.1:9090", "forward the port of the program itself"),
        ("127.0.0.1:9090", "needs the form http://HOST:PORT"),
        ("http://127.0.0.1:9090/?a", "has no query"),
    ];
    for (url, told) in cases {
        let at = format!("--prometheus={url}");
        Case::new().spec(SHOP).args(["verify", &at]).run().code(2).no_stdout().stderr_has(told);
    }
    Case::new()
        .spec(SHOP)
        .args(["verify", "--prometheus=http://a:hunter2@b:1"])
        .run()
        .code(2)
        .stderr_has("must not contain a user or a password");
    Case::new()
        .spec(SHOP)
        .args(["verify", "--wait=soon"])
        .run()
        .code(2)
        .stderr_has("for example, \"90s\", \"15m\" or \"1h30m\"");
}

#[test]
fn a_bad_spec_is_not_verified() {
    Case::new()
        .spec("version = 1\nnam = 1\n")
        .args(["verify"])
        .run()
        .code(2)
        .stderr_has("unknown-key");
}
