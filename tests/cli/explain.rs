//! `stackgen explain`: what a code of a report means.

use crate::harness::Case;

fn explain(args: &[&str]) -> Case {
    Case::new().args(["explain"]).args(args)
}

#[test]
fn a_code_has_its_page() {
    explain(&["bad-value"])
        .run()
        .code(0)
        .no_stderr()
        .stdout_has("bad-value\n\nError. A value is of the right type, but not allowed.\n")
        .stdout_has("    [grafana]\n    port = 70000\n")
        .stdout_has("\nWHAT TO DO\n\n");
    explain(&["error[no-network]", "rootless-ports", "targets"])
        .run()
        .code(0)
        .stdout_has("no-network\n\nWarning. ")
        .stdout_has("\nrootless, rootless-ports\n\n")
        .stdout_has("\ntargets\n\n");
}

#[test]
fn all_codes_are_listed() {
    explain(&[])
        .run()
        .code(0)
        .no_stderr()
        .stdout_has("bad-value ")
        .stdout_has("check   A value is of the right type, but not allowed\n")
        .stdout_has("secret-file ")
        .stdout_has("verify  ");
}

#[test]
fn an_unknown_code_is_told_with_the_nearest() {
    explain(&["bad-vlaue"])
        .run()
        .code(2)
        .no_stdout()
        .stderr("error: there is no code `bad-vlaue`\nhelp: did you mean `bad-value`?\n");
    explain(&["zzz"]).run().code(2).stderr_has("help: `stackgen explain` lists all codes");
}

#[test]
fn machines_get_the_page_as_markdown() {
    let pages = explain(&["bad-value", "--format", "json"]).run().code(0).result();
    assert_eq!(pages[0]["code"], "bad-value");
    assert_eq!(pages[0]["title"], "A value is of the right type, but not allowed");
    assert!(pages[0]["text"].as_str().is_some_and(|text| text.contains("```toml bad")));
    let all = explain(&["--format", "json"]).run().code(0).result();
    assert!(all.as_array().is_some_and(|all| all.len() > 90), "{all}");
}

#[test]
fn every_report_says_how_to_read_more() {
    let spec = "version = 1\nname = \"shop\"\npreset = \"minimal\"\nnam = 1\n[grafana]\nport = 0\nprot = 1\n";
    let ran = Case::new().spec(spec).args(["check"]).run().code(2);
    let last = ran.stderr_text().lines().last().unwrap_or_default();
    let command = last.strip_prefix("for more about these: stackgen ").expect("a command");
    assert_eq!(command, "explain unknown-key bad-value");
    Case::new().args(command.split(' ')).run().code(0).stdout_has("unknown-key\n\n");
}
