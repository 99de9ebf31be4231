//! Each construct's labels. All but the cases of `limitk` and `fill` were compared with what
//! Prometheus 3.5 answers for series that have these labels.

use super::super::{Expr, Labels, Presence};

fn knowledge(metric: &str) -> Labels {
    match metric {
        "a" | "b" => Labels::exactly(["job", "instance", "mode"]),
        "c" => Labels::exactly(["job", "instance"]),
        "d" => Labels::exactly(["job", "instance", "version"]).with("o", Presence::Sometimes),
        "h_bucket" => Labels::exactly(["job", "instance", "le"]),
        _ => Labels::unknown(),
    }
}

/// `expected` lists the labels in alphabetical order: `x` for always, `x?` for sometimes, `x!` for
/// never, where all others are unknown, and `..` at the end if they are.
#[track_caller]
fn case(text: &str, expected: &str) {
    let labels = Expr::parse(text).unwrap().labels(&knowledge);
    let open = labels.presence("no such label") == Presence::Unknown;
    let mut found: Vec<String> = labels
        .names()
        .filter_map(|name| match labels.presence(name) {
            Presence::Always => Some(name.to_owned()),
            Presence::Sometimes => Some(format!("{name}?")),
            Presence::Never if open => Some(format!("{name}!")),
            Presence::Unknown if !open => Some(format!("{name}??")),
            Presence::Never | Presence::Unknown => None,
        })
        .collect();
    if open {
        found.push("..".to_owned());
    }
    assert_eq!(found.join(" "), expected, "{text}");
}

#[test]
fn selectors() {
    case("a", "__name__ instance job mode");
    case("d", "__name__ instance job o? version");
    case("other", "__name__ ..");
    case(r#"other{x="1",y=~"a|b",z!=""}"#, "__name__ x y z ..");
    case(r#"other{x="",y=~"a|",z!="1"}"#, "__name__ x! ..");
    case(r#"a{mode=""}"#, "__name__ instance job");
    case(r#"d{o!=""}"#, "__name__ instance job o version");
    case(r#"{__name__=~"a|c"}"#, "__name__ ..");
    case(r#"{__name__="c"}"#, "__name__ instance job");
    case("a[5m:1m]", "__name__ instance job mode");
}

#[test]
fn scalars() {
    for text in ["1", "-1", "time()", "scalar(a)", "vector(1)", "hour()", "1 + time()", "'a'"] {
        case(text, "");
    }
}

#[test]
fn functions() {
    case("rate(a[5m])", "instance job mode");
    case("abs(a)", "instance job mode");
    case("round(a, 5)", "instance job mode");
    case("quantile_over_time(0.5, a[5m])", "instance job mode");
    case("hour(a)", "instance job mode");
    case("last_over_time(a[5m])", "__name__ instance job mode");
    case("sort_desc(a)", "__name__ instance job mode");
    case("timestamp(a)", "instance job mode");
    case("max_over_time(sum by (job) (a)[5m:1m])", "job");
    case("histogram_quantile(0.5, h_bucket)", "instance job");
    case("histogram_quantile(0.5, sum by (le, job) (rate(h_bucket[5m])))", "job");
    case("histogram_quantile(0.5, rate(other[5m]))", "__name__! le! ..");
    case("-a", "instance job mode");
    case("+a", "__name__ instance job mode");
}

#[test]
fn absent_series() {
    case(r#"absent(other{job="j"})"#, "job");
    case(r#"absent((other{job="j"}))"#, "job");
    case(r#"absent_over_time(other{job="j"}[5m])"#, "job");
    case(r#"absent({__name__="other",job="j"})"#, "job");
    case(r#"absent(other{job="j",x!="y",y=""})"#, "job");
    case(r#"absent(other{job="j",job=~"j.*"})"#, "");
    case(r#"absent(sum(other{job="j"}))"#, "");
    case(r#"absent(other{job="j"} > 1)"#, "");
    case(r#"absent_over_time(other{job="j"}[5m:1m])"#, "");
}

#[test]
fn relabelling() {
    let all = "__name__ instance job mode n";
    case(r#"label_replace(a, "n", "$1", "mode", "(.*)")"#, all);
    case(r#"label_replace(a, "n", "x", "", "")"#, all);
    case(r#"label_replace(a, "n", "x$1", "mode", ".*")"#, all);
    case(r#"label_replace(a, "n", "x", "mode", "m1")"#, "__name__ instance job mode n?");
    case(r#"label_replace(a, "n", "$1", "mode", "m(.)")"#, "__name__ instance job mode n?");
    case(r#"label_replace(a, "n", "${1}$2", "mode", ".*")"#, "__name__ instance job mode n?");
    case(r#"label_replace(a, "mode", "", "mode", ".*")"#, "__name__ instance job");
    case(r#"label_replace(a, "mode", "", "mode", "m1")"#, "__name__ instance job mode?");
    case(r#"label_replace(a, "mode", "$1", "other", "(.*)")"#, "__name__ instance job");
    case(r#"label_join(a, "n", "-", "mode", "job")"#, all);
    case(r#"label_join(a, "n", "-", "other", "another")"#, all);
    case(r#"label_join(a, "n", "", "other", "mode")"#, all);
    case(r#"label_join(a, "n", "", "other")"#, "__name__ instance job mode");
    case(r#"label_join(a, "mode", "-")"#, "__name__ instance job");
    case(r#"label_join(d, "n", "", "o")"#, "__name__ instance job n? o? version");
}

#[test]
fn aggregations() {
    case("sum(a)", "");
    case("sum(other)", "");
    case("sum by (job, other) (a)", "job");
    case("sum by (job) (other)", "job??");
    case(r#"sum by (job) (other{job="j"})"#, "job");
    case("sum without (job) (a)", "instance mode");
    case("sum without (job) (other)", "__name__! job! ..");
    case("group by (__name__) (a)", "__name__");
    case("topk(1, a)", "__name__ instance job mode");
    case("bottomk by (job) (1, a)", "__name__ instance job mode");
    case("limitk(1, a)", "__name__ instance job mode");
    case(r#"count_values("v", a)"#, "v");
    case(r#"count_values by (job) ("v", a)"#, "job v");
    case(r#"count_values without (job) ("v", a)"#, "instance mode v");
    case("quantile by (job) (0.5, a)", "job");
}

#[test]
fn vector_and_number() {
    case("a > 1", "__name__ instance job mode");
    case("1 < a", "__name__ instance job mode");
    case("a > bool 1", "instance job mode");
    case("a + 1", "instance job mode");
    case("2 ^ a", "instance job mode");
}

#[test]
fn one_to_one() {
    case("a + b", "instance job mode");
    case("a > b", "__name__ instance job mode");
    case("a > bool b", "instance job mode");
    case("a + on (job, instance) b", "instance job");
    case("a > on (job, instance) b", "instance job");
    case("a + ignoring (mode) c", "instance job");
    case("a > ignoring (mode) c", "__name__ instance job");
    // A matched label is on both sides, so one side that is known is enough.
    case("other + on (job) c", "job");
    case("other + c", "instance job");
    case("sum by (job) (other) / sum by (job) (c)", "job");
    case("(sum by (job) (a) or vector(0)) + on (job) sum by (job) (c)", "job");
}

#[test]
fn many_to_one() {
    case("a * on (instance) group_left (version) d", "instance job mode version");
    case("a * on (instance) group_left (o, other) d", "instance job mode o?");
    case("a > on (instance) group_left (version) d", "__name__ instance job mode version");
    case("d > on (instance) group_right (version) a", "__name__ instance job mode version");
    case("c > bool on (instance) group_right () a", "instance job mode");
    case("a * on (instance) group_left (__name__) c", "__name__ instance job mode");
    case("sum by (job) (a) * on (job) group_right (x) b", "instance job mode");
    case("a / on () group_left () sum(c)", "instance job mode");
    case("a * ignoring (mode) group_left () c", "instance job mode");
}

#[test]
fn set_operators() {
    case("a and on (instance) c", "__name__ instance job mode");
    case("a and ignoring (mode) c", "__name__ instance job mode");
    case("other and on (job) c", "__name__ job ..");
    case("a unless on (instance) c", "__name__ instance job mode");
    case("a or c", "__name__ instance job mode?");
    case("a or other", "__name__ instance? job? mode? ..");
    case("sum by (job) (a) or vector(0)", "job?");
}

#[test]
fn filled_in() {
    case("c + on (job) fill (0) sum by (job) (a)", "job");
    case("c + fill_left (0) sum by (job) (a)", "instance? job");
}
