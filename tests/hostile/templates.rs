//! Templates that would run for ever, or come to gigabytes.

use crate::stranger::Stranger;

const STEPS: &str = "it takes more than 1,000,000 steps";
const LIST: &str = "a list can only be looped over";
const DEEP: &str = "more than 256 operators in one expression";

#[track_caller]
fn expr(expr: impl Into<String>, why: &str) {
    Stranger { expr: expr.into(), ..Stranger::default() }.refused(why);
}

#[test]
fn loops_in_loops() {
    let begin = "{% for a in range(99999) %}".repeat(3);
    expr(format!("{begin}{}x_up", "{% endfor %}".repeat(3)), STEPS);
}

#[test]
fn what_doubles() {
    let doubled = "{% set a = a ~ a %}".repeat(30);
    expr(format!("{{% set a = 'xxxxxxxxxxxxxxxx' %}}{doubled}x_up"), STEPS);
    let lists = "{% set a = [a, a] %}".repeat(30);
    expr(format!("{{% set a = [1] %}}{lists}{{= a =}}"), LIST);
    expr("{= ([1] * 99999) | join('x') =}", LIST);
}

#[test]
fn filters_that_ask_for_gigabytes() {
    expr("{= '%999999999d' | format(1) =}", STEPS);
    expr("{= 'a\nb' | indent(4000000000) =}", STEPS);
    expr("{= [1] | batch(99999999, 'x') | list =}", "there is no filter `batch`");
    let replaced = " | replace('a', 'aaaaaaaaaa')".repeat(12);
    expr(format!("{{= 'aaaaaaaaaa'{replaced} =}}"), STEPS);
}

#[test]
fn chains_as_long_as_a_file() {
    expr(format!("{{= {}1 =}}", "-".repeat(60_000)), DEEP);
    Stranger { when: format!("{}1", "-".repeat(60_000)), ..Stranger::default() }.refused(DEEP);
    expr(
        format!("{{% if 0 %}}{}{{% endif %}}", "{% elif 0 %}".repeat(4000)),
        "more than 100 `elif`",
    );
}

#[test]
fn runs_of_samples_that_fill_the_disk() {
    let stairs =
        Stranger { values: "{= stairs(1, 1, 1, 1999999) =}".to_owned(), ..Stranger::default() };
    stairs.refused("takes more than 1 MiB to write");
}

#[test]
fn annotations_times_alerts() {
    let firing = "{ labels = { job = \"x\" } },".repeat(20_000);
    let description = "x".repeat(60_000);
    let stranger = Stranger { description, firing, ..Stranger::default() };
    stranger.refused("come to more than 32 MiB in all");
}

#[test]
fn labels_times_targets() {
    let targets = "\"a:1\"";
    let many: String = (0..50_000).map(|number| format!("\"a{number}:1\",")).collect();
    let label = "x".repeat(60_000);
    let spec = |targets: &str| {
        format!(
            "version = 1\npreset = \"minimal\"\n[apps.a]\ntargets = [{targets}]\nlabels = {{ team = \"{label}\" }}\n"
        )
    };
    let few = Stranger { spec: spec(targets), ..Stranger::default() }.run("check");
    assert!(!few.stderr.contains("this is too much"), "{}", few.stderr);
    let many = Stranger { spec: spec(&many), ..Stranger::default() }.run("check");
    assert_eq!(many.code, Some(2), "{:.2000}", many.stderr);
    assert!(many.stderr.contains("come to more than 32 MiB in all"), "{:.2000}", many.stderr);
}

#[test]
fn what_rules_need_still_works() {
    let expr = "{% for n in range(3) %}x_up == {= [n, 2] | max =} or {% endfor %}x_up == 0";
    let stranger = Stranger { expr: expr.to_owned(), ..Stranger::default() };
    let finished = stranger.run("check");
    assert_eq!(finished.code, Some(0), "{}", finished.stderr);
}
