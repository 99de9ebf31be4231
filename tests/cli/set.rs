//! `stackgen set`: one key changes, and nothing else.

use crate::harness::Case;

const SHOP: &str = "# Mine.\nversion = 1\nname = \"shop\" # the shop\npreset = \"minimal\"\n\n\
    [prometheus] # metrics\nscrape_interval = '15s'\n\n# Panels.\n[grafana]\nport = 3001\n";

fn set(args: &[&str]) -> Case {
    Case::new().spec(SHOP).args(["set"]).args(args)
}

#[test]
fn a_value_changes_where_it_stands() {
    set(&["prometheus.scrape_interval", "30s"])
        .run()
        .code(0)
        .stdout(
            "
            --- a/stack.toml
            +++ b/stack.toml
            @@ -4,7 +4,7 @@
             preset = \"minimal\"
             
             [prometheus] # metrics
            -scrape_interval = '15s'
            +scrape_interval = \"30s\"
             
             # Panels.
             [grafana]
            "
            .replace("            ", "")
            .trim_start(),
        )
        .stderr("wrote stack.toml\n")
        .file("stack.toml", &SHOP.replace("'15s'", "\"30s\""))
        .wrote_only(["stack.toml"]);
}

#[test]
fn what_is_typed_becomes_what_the_key_takes() {
    for (key, typed, written) in [
        (
            "prometheus.retention.time",
            "30d",
            "[prometheus] # metrics\nscrape_interval = '15s'\nretention.time = \"30d\"\n",
        ),
        ("grafana.port", "3002", "port = 3002\n"),
        ("name", "123", "name = \"123\" # the shop\n"),
        ("name", "\"other\"", "name = \"other\" # the shop\n"),
        ("name", "true", "name = \"true\" # the shop\n"),
        ("networks.join", "front, other", "[networks]\njoin = [\"front\", \"other\"]\n"),
        ("networks.join", "[ 'front' ]", "[networks]\njoin = [ 'front' ]\n"),
        ("apps.web.targets", "web.example:80", "[apps.web]\ntargets = [\"web.example:80\"]\n"),
        ("integrations.node.enabled", "false", "[integrations.node]\nenabled = false\n"),
        (
            "integrations.node.labels",
            "{ team = \"ops\" }",
            "[integrations.node]\nlabels = { team = \"ops\" }\n",
        ),
        (
            "alerts.HighMemoryUsage.threshold",
            "80.5",
            "[alerts.HighMemoryUsage]\nthreshold = 80.5\n",
        ),
        ("host.selinux", "true", "[host]\nselinux = true\n"),
    ] {
        set(&[key, typed]).run().code(0).file_has("stack.toml", written);
    }
}

#[test]
fn a_key_is_taken_out() {
    set(&["--unset", "grafana.port"])
        .run()
        .code(0)
        .file("stack.toml", &SHOP.replace("port = 3001\n", ""));
    set(&["--unset", "prometheus.scrape_interval"])
        .run()
        .code(0)
        .file("stack.toml", &SHOP.replace("scrape_interval = '15s'\n", ""));
    set(&["--unset", "grafana.prot"])
        .run()
        .code(2)
        .stderr_has("help: did you mean `grafana.port`?");
    set(&["--unset", "networks.join"])
        .run()
        .code(2)
        .stderr_has("help: a key that is not in the file has its default, or the preset's value");
    set(&["--unset", "grafana.host"])
        .run()
        .code(2)
        .stderr_has("error: stack.toml: there is no `grafana.host`")
        .wrote_nothing();
}

#[test]
fn what_check_would_refuse_is_not_written() {
    for (args, said) in [
        (["prometheus.retension.time", "3d"], "help: did you mean `retention`?"),
        (["grafana.port", "70000"], "a port is between 1 and 65535"),
        (["grafana.port", "abc"], "error[wrong-type]"),
        (["prometheus", "x"], "error: stack.toml: `prometheus` is a table: set one of its keys"),
        (["name.x", "x"], "error: stack.toml: `name` is a value, so it has no keys"),
        (["a..b", "x"], "error: `a..b` is not a key"),
        (["grafana.admin_password", "hunter2-is-long"], "error[secret-literal]"),
    ] {
        set(&args).run().code(2).no_stdout().stderr_has(said).never_says("hunter2").wrote_nothing();
    }
}

#[test]
fn the_same_value_and_a_dry_run_write_nothing() {
    set(&["prometheus.scrape_interval", "15s"])
        .run()
        .code(0)
        .no_stdout()
        .stderr("stack.toml already says so\n")
        .wrote_nothing();
    set(&["grafana.port", "3002", "--dry-run"])
        .run()
        .code(0)
        .stdout_has("+port = 3002")
        .stderr("stack.toml was not written, because of --dry-run\n")
        .wrote_nothing();
    set(&["grafana.port", "3002", "-q"])
        .run()
        .code(0)
        .no_stdout()
        .no_stderr()
        .wrote_only(["stack.toml"]);
}

#[test]
fn a_spec_that_was_broken_can_be_edited_all_the_same() {
    let broken = format!("{SHOP}nonsense = 1\n");
    Case::new()
        .spec(&broken)
        .args(["set", "prometheus.scrape_interval", "30s"])
        .run()
        .code(0)
        .stderr_has("warning: stack.toml had errors before this edit, and still has them")
        .never_says("nonsense")
        .wrote_only(["stack.toml"])
        .then()
        .args(["set", "prometheus.scrape_interval", "nonsense"])
        .run()
        .code(2)
        .stderr_has("1 error\n")
        .wrote_nothing();
    Case::new()
        .spec("version = \n")
        .args(["set", "name", "x"])
        .run()
        .code(2)
        .stderr_has("error[syntax]")
        .stderr_has("nothing was written: what is not TOML cannot be edited")
        .wrote_nothing();
}

#[test]
fn a_secret_that_was_there_is_not_shown() {
    Case::new()
        .spec(&format!("{SHOP}admin_password = \"hunter2-is-long\"\n"))
        .args(["set", "grafana.port", "3002"])
        .run()
        .code(0)
        .stdout_has("+port = 3002")
        .never_says("hunter2");
}

#[test]
fn line_ends_and_a_byte_order_mark_stay() {
    for (end, mark) in [("\r\n", ""), ("\r\n", "\u{feff}"), ("\n", "\u{feff}"), ("\r", "")] {
        let text = |port: &str| format!("{mark}{}", SHOP.replace("3001", port).replace('\n', end));
        Case::new()
            .bytes("stack.toml", text("3001").as_bytes())
            .args(["set", "grafana.port", "3002"])
            .run()
            .code(0)
            .stdout_has("-port = 3001\n+port = 3002\n")
            .file("stack.toml", &text("3002"));
    }
}

#[test]
fn another_file_is_named() {
    Case::new()
        .file("specs/shop.toml", SHOP)
        .args(["set", "--spec", "specs/shop.toml", "grafana.port", "3002"])
        .run()
        .code(0)
        .stderr("wrote specs/shop.toml\n")
        .wrote_only(["specs/shop.toml"]);
    let missing = Case::new().args(["set", "grafana.port", "1"]).run().code(2);
    missing.stderr_has("error: cannot read stack.toml").tree([]);
    set(&["--spec", "-", "grafana.port", "1"])
        .run()
        .code(2)
        .stderr_has("only a file can be edited");
}

#[cfg(unix)]
#[test]
fn links_stay_and_what_leads_out_is_refused() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let case = Case::new().file("specs/shop.toml", SHOP).args(["set", "grafana.port", "3002"]);
    symlink("specs/shop.toml", case.path().join("stack.toml")).expect("a link");
    let ran = case.run().code(0).file_has("specs/shop.toml", "port = 3002");
    assert!(ran.path().join("stack.toml").is_symlink());
    let outside = tempfile::tempdir().expect("a folder");
    let target = outside.path().join("shop.toml");
    std::fs::write(&target, SHOP).expect("a file");
    let case = Case::new().args(["set", "grafana.port", "3002"]);
    symlink(&target, case.path().join("stack.toml")).expect("a link");
    case.run().code(2).stderr_has("a link that leads out of the spec's folder");
    assert_eq!(std::fs::read_to_string(&target).expect("a file"), SHOP);
    let case = set(&["grafana.port", "3002"]);
    let file = case.path().join("stack.toml");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o444)).expect("a file");
    case.run()
        .code(3)
        .stderr_has("error: stack.toml is read-only, so nothing was written")
        .stderr_has("help: make it writable: chmod u+w stack.toml")
        .wrote_nothing();
}

#[test]
fn machines_get_the_diff() {
    let result = set(&["grafana.port", "3002", "--format", "json"]).run().code(0).result();
    assert_eq!(
        (&result["changed"], &result["written"], &result["errors"]),
        (&true.into(), &true.into(), &0.into())
    );
    assert!(result["diff"].as_str().is_some_and(|diff| diff.contains("+port = 3002\n")));
    let report = set(&["grafana.port", "x", "--format", "json"]).run().code(2).only_json();
    assert_eq!(report["diagnostics"][0]["code"], "wrong-type");
    assert_eq!(report["result"], serde_json::Value::Null);
}
