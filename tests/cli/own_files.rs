//! Files of the user's own that a spec names.

use std::fs;

use crate::harness::Case;
use crate::support::tools;

const SPEC: &str = "
    version = 1
    name = \"shop\"
    preset = \"minimal\"
    [prometheus]
    rule_files = [\"rules/*.yml\"]
    ";

const RULES: &str = "
    # Ours since 2019.
    groups:
      - name: shop
        interval: 1m
        labels: {team: shop}
        rules:
          - record: shop:up:sum
            expr: sum(up)
          - alert: Shop is down
            expr: shop:up:sum < 1
            for: 5m
            labels: {tier: P1}
            annotations:
              summary: 'The shop {{ $value | humanize }}'
    ";

fn case() -> Case {
    Case::new().spec(SPEC).file("rules/shop.yml", RULES)
}

#[test]
fn rule_files_are_taken_over_as_they_are() {
    let ran = case().args(["render"]).run().code(0);
    let rendered = ran.path().join("monitoring/prometheus/rules/_shop.yml");
    let written = ran.path().join("rules/shop.yml");
    assert_eq!(
        fs::read(rendered).expect("it is rendered"),
        fs::read(written).expect("it is there")
    );
    ran.then().args(["render", "--check"]).run().code(0);
}

#[test]
fn a_change_of_one_is_drift() {
    let ran = case().args(["render"]).run().code(0);
    let changed = RULES.replace("sum(up)", "count(up)");
    ran.then()
        .file("rules/shop.yml", &changed)
        .args(["render", "--check"])
        .run()
        .code(1)
        .stdout_has("update prometheus/rules/_shop.yml");
}

#[test]
fn promtool_loads_them() {
    let Some(promtool) = tools::promtool() else { return };
    let test = |rules: &str| {
        let case = Case::new().spec(SPEC).file("rules/shop.yml", rules);
        case.env("STACKGEN_PROMTOOL", &promtool.path).args(["test"]).run()
    };
    test(RULES).code(0);
    // What stackgen does not know, Prometheus does.
    test(&RULES.replace("tier: P1", "\"\": P1")).code(1).stderr_has("_shop.yml");
}

#[test]
fn mistakes_in_them_are_shown_where_they_are() {
    let check =
        |rules: &str| Case::new().spec(SPEC).file("rules/shop.yml", rules).args(["check"]).run();
    check(&RULES.replace("expr: sum(up)", "exp: sum(up)"))
        .code(2)
        .stderr_has("rules/shop.yml:8:9")
        .stderr_has("did you mean `expr`?");
    check(&RULES.replace("for: 5m", "for: 5 minutes")).code(2).stderr_has("rules/shop.yml:11:");
    check(&RULES.replace("sum(up)", "sum(nothing_has_it)"))
        .code(0)
        .stderr_has("warning[unknown-metric]")
        .stderr_has("rules/shop.yml:8:");
    check(&RULES.replace("{{ $value | humanize }}", "{{ $value | humanise }}"))
        .code(2)
        .stderr_has("error[template-fault]");
    check(&RULES.replace("Shop is down", "TargetDown"))
        .code(0)
        .stderr_has("the stack has an alert `TargetDown` of its own");
    check("groups: [").code(2).stderr_has("error[bad-file]");
    check("").code(2).stderr_has("is empty");
    check("a: 1\n---\nb: 2\n").code(2).stderr_has("several documents");
    check("- a\n").code(2).stderr_has("a rule file is a mapping, not a list");
    let twice = format!("{}\n      - name: shop\n        rules: []\n    ", RULES.trim_end());
    check(&twice).code(2).stderr_has("two groups of rules are named `shop`");
    let secret = RULES.replace(
        "'The shop",
        "'https://hooks.slack.com/services/T0ABCDEFG/B0ABCDEFG/abcdefghijklmnopqrstuvwx",
    );
    check(&secret)
        .code(2)
        .stderr_has("error[secret-literal]")
        .never_says("abcdefghijklmnopqrstuvwx");
}

#[test]
fn what_cannot_be_read_is_said_where_it_is_named() {
    let check = |files: &str| {
        Case::new()
            .spec(&SPEC.replace("\"rules/*.yml\"", files))
            .file("rules/shop.txt", "groups: []\n")
            .bytes("rules/latin.yml", b"groups: [] # \xfc\n")
            .args(["check"])
    };
    check("\"rules/shop.yml\"")
        .run()
        .code(2)
        .stderr_has("stack.toml:5:")
        .stderr_has("is not there");
    check("\"rules/*.yaml\"").run().code(2).stderr_has("matches no file");
    check("\"rules\"").run().code(2).stderr_has("is a folder");
    check("\"rules/latin.yml\"").run().code(2).stderr_has("is not UTF-8: byte 13, in line 1");
    check("\"../shop.yml\"").run().code(2).stderr_has("must not lead out of the spec's folder");
    check("\"/etc/passwd\"").run().code(2).stderr_has("must not lead out of the spec's folder");
    check("\"rules/**/*.yml\"").run().code(2).stderr_has("in the file's name only");
    check("\"rules/shop.txt\", \"rules/shop.*\"").run().code(0);
    check("1").run().code(2).stderr_has("error[wrong-type]");
}

#[cfg(unix)]
#[test]
fn no_link_leads_out_and_nothing_is_endless() {
    use std::os::unix::fs::symlink;
    let named = |file: &str| Case::new().spec(&SPEC.replace("rules/*.yml", file)).args(["check"]);
    let case = named("out.yml");
    symlink("/etc/passwd", case.path().join("out.yml")).expect("a link can be made");
    case.run().code(2).stderr_has("leads out of the spec's folder");
    let case = named("dev/*");
    symlink("/dev", case.path().join("dev")).expect("a link can be made");
    case.run().code(2).stderr_has("leads out of the spec's folder");
    let large = "# a comment that says nothing at all\n".repeat(300_000);
    named("large.yml")
        .file("large.yml", &large)
        .run()
        .code(2)
        .stderr_has("`large.yml` is too large");
    let bomb = "a: &a [x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a]\n\
                c: &c [*b, *b, *b, *b, *b, *b, *b, *b]\nd: &d [*c, *c, *c, *c, *c, *c, *c, *c]\n\
                e: &e [*d, *d, *d, *d, *d, *d, *d, *d]\nf: [*e, *e, *e, *e, *e, *e, *e, *e]\n";
    named("bomb.yml").file("bomb.yml", bomb).run().code(2).stderr_has("repeated ones included");
}

#[test]
fn two_files_of_one_name_are_refused() {
    Case::new()
        .spec(&SPEC.replace("\"rules/*.yml\"", "\"a/shop.yml\", \"b/shop.yml\""))
        .file("a/shop.yml", "groups: []\n")
        .file("b/shop.yml", "groups: []\n")
        .args(["check"])
        .run()
        .code(2)
        .stderr_has("two files would be `prometheus/rules/_shop.yml`");
}

#[test]
fn an_edit_of_the_spec_keeps_them() {
    case().args(["set", "prometheus.scrape_interval", "30s"]).run().code(0).never_says("bad-file");
}
