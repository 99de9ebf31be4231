//! The short cut against minijinja: whatever it takes on, both give the same.

use crate::template::{Context, Engine};
use proptest::prelude::*;
use serde_json::json;
use std::path::Path;

thread_local! {
    static ENGINE: Engine = Engine::new();
}

/// Asserts that both agree on a source, in all three uses. Whether the text was taken on.
#[track_caller]
fn agree(source: &str, context: &Context) -> bool {
    ENGINE.with(|engine| {
        let text = super::text(source, context);
        if let Some(ours) = &text {
            let theirs = engine.compiled_text(source, context);
            assert_eq!(Ok(ours), theirs.as_ref().map_err(ToString::to_string), "{source:?}");
        }
        if let Some(ours) = super::number(source, context) {
            let theirs = engine.compiled(source, context).unwrap();
            let theirs = f64::try_from(theirs).unwrap();
            assert_eq!(ours.to_bits(), theirs.to_bits(), "{source:?}: {ours} and {theirs}");
        }
        if let Some(ours) = super::truth(source, context) {
            let theirs = engine.compiled(source, context).unwrap().is_true();
            assert_eq!(ours, theirs, "{source:?}");
        }
        text.is_some()
    })
}

/// A context as those of the catalogue's templates are, with these numbers.
fn context(interval: f64, window: f64, hold: f64, threshold: f64) -> Context {
    let number = |value: f64| match value.fract() {
        0.0 => json!(format!("{value}").parse::<i64>().unwrap()),
        _ => json!(value),
    };
    Context::default()
        .with("selector", "convention=\"express\",latency_threshold=\"0.5\"")
        .with("requests", "http_requests_total")
        .with("errors", "status=~\"5..\"")
        .with("duration", "http_request_duration_seconds")
        .with("route", "route")
        .with("le", r"0\\.5")
        .with("latency_threshold", "0.5")
        .with("latency_s", 0.5)
        .with("example_ok", json!(null))
        .with("example_error", "status=\"500\"")
        .with("window", "5m")
        .with("window_s", number(window))
        .with("interval_s", number(interval))
        .with("evaluation_s", number(interval))
        .with("tick_s", number(2.0 * interval))
        .with("for_s", number(hold))
        .with("threshold", number(threshold))
        .with("above", number(threshold + 0.1))
        .with("below", number(threshold - 1.0))
        .with("profiles", json!([]))
        .with("settings", json!({"address": "db:5432", "user": null, "tls": true}))
        .with("spec", json!({"grafana": {"external_url": "https://x"}, "host": {"kmsg": false}}))
}

/// Every string of a TOML file.
fn strings(value: &toml::de::DeValue<'_>, found: &mut Vec<String>) {
    use toml::de::DeValue;
    match value {
        DeValue::String(text) => found.push(text.to_string()),
        DeValue::Array(items) => items.iter().for_each(|item| strings(item.get_ref(), found)),
        DeValue::Table(table) => {
            table.iter().for_each(|(_, value)| strings(value.get_ref(), found));
        }
        _ => {}
    }
}

#[test]
fn every_string_of_the_catalogue() {
    let mut sources = Vec::new();
    for folder in ["integrations", "conventions"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("presets").join(folder);
        for file in std::fs::read_dir(folder).unwrap() {
            let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
            let table = toml::de::DeTable::parse(&text).unwrap().into_inner();
            strings(&toml::de::DeValue::Table(table), &mut sources);
        }
    }
    sources.sort();
    sources.dedup();
    let contexts = [
        context(15.0, 300.0, 300.0, 80.0),
        context(15.0, 300.0, 0.0, 0.5),
        context(7.5, 600.0, 900.0, 14.25),
        context(60.0, 300.0, 3600.0, 99.95),
        context(1.0, 1200.0, 90.5, -3.0),
    ];
    let (mut formulas, mut taken) = (0, 0);
    for source in &sources {
        for context in &contexts {
            let ours = agree(source, context);
            let formula = source.contains("{=") && !source.contains("{%");
            formulas += usize::from(formula);
            taken += usize::from(formula && ours);
        }
    }
    assert!(formulas > 1000, "only {formulas} formulas");
    // Otherwise there is no point in it.
    assert!(taken * 10 > formulas * 9, "only {taken} of {formulas}");
}

#[test]
fn what_is_taken_on() {
    let context = context(15.0, 300.0, 300.0, 80.0).with("half", 2.5).with("loose", "a b");
    let case = |source: &str, expected: &str| {
        let ours = super::text(source, &context);
        assert_eq!(ours.as_deref(), Some(expected), "{source:?}");
        agree(source, &context);
    };
    case("no formula { at all }", "no formula { at all }");
    case("{{ $labels.x }} > {= threshold =}{=half=}", "{{ $labels.x }} > 802.5");
    case("{= flat(1, window_s) ~ ' ' ~ missing(for_s) =}\n", "1+0x19 _x20\n");
    case("{= ((threshold * 10) | int + 1) / 10 =}", "80.1");
    case("{= 7 // 2 ~ -7 // 2 ~ 7.0 // -2 ~ -7 % 3 ~ 7.5 % -2 =}", "3-4-4.02-0.5");
    case("{= 4 / 2 + 1 =}", "3.0");
    case("{= half | round ~ (2.675 | round(2)) ~ (-0.4 | round) =}", "2.02.67-0.0");
    case("{= [1, half, 2] | max ~ ([1, 1.0] | min) ~ (-3 | abs) =}", "2.513");
    case("{= 'x' if errors and not example_ok else 'y' =}", "x");
    case("{= loose | replace(' ', \"'\") =}", "a'b");
    case("{= settings.address =}", "db:5432");
    case("{= 1 if 1 < 2 and 2.0 == 2 and 'a' != 'b' or 3 >= 4 else 0 =}", "1");
}

#[test]
fn what_is_left_to_minijinja() {
    let context = context(15.0, 300.0, 300.0, 80.0).with("big", i64::MAX).with("true", 5);
    for source in [
        "{% if 1 %}x{% endif %}",
        "{# x #}",
        "{=- 1 =}",
        "{= 1 -=}",
        "{= 1",
        "{= =}",
        "{= nothing =}",
        "{= settings.nothing =}",
        "{= example_ok =}",
        "{= true =}",
        "{= 1 == 1 =}",
        "{= 1 < 2 < 3 =}",
        "{= 1 / 0 =}",
        "{= 1 // 0 =}",
        "{= 1.0 % 0 =}",
        "{= big + 1 =}",
        "{= -big - 2 =}",
        "{= 2 ** 3 =}",
        "{= 'a' + 'b' =}",
        "{= 'a' 'b' =}",
        "{= 'a\\n' =}",
        "{= 1e3 =}",
        "{= 1. =}",
        "{= 1_000 =}",
        "{= 0x1f =}",
        "{= [] | max =}",
        "{= [1] =}",
        "{= 1 if 1 =}",
        "{= 1 | round(-1) =}",
        "{= flat(1) =}",
        "{= flat(1, 2, 3) =}",
        "{= flat(1, 1e12) =}",
        "{= flat('1', 2) =}",
        "{= 1 is odd =}",
        "{= 'a' in 'ab' =}",
        "{= (1, 2) =}",
    ] {
        assert_eq!(super::text(source, &context), None, "{source:?}");
    }
    let deep = format!("{{= {}1{} =}}", "(".repeat(5000), ")".repeat(5000));
    assert_eq!(super::text(&deep, &context), None);
    assert_eq!(super::text(&format!("{{= {}1 =}}", "-".repeat(50_000)), &context), None);
    assert_eq!(super::truth(&format!("{}1", "not ".repeat(50_000)), &context), None);
    assert_eq!(super::number(&"1 if 1 else ".repeat(50_000), &context), None);
    let own = context.with("flat", "a variable");
    assert_eq!(super::text("{= flat(1, 2) =}", &own), None);
}

/// Numbers that go well with one another.
fn number() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        3 => (0..20u32).prop_map(|number| number.to_string()),
        2 => (0..200u32).prop_map(|number| format!("{:?}", f64::from(number) / 8.0)),
        3 => prop::sample::select(vec!["i", "j", "f", "g", "m.x"]).prop_map(str::to_owned),
    ];
    leaf.prop_recursive(4, 24, 3, |inner| {
        let operators = vec!["+", "-", "*", "/", "//", "%", " + ", " - ", "~"];
        let filters = vec!["round", "round(1)", "round(2)", "int", "abs"];
        let two = (inner.clone(), prop::sample::select(operators), inner.clone());
        let list = prop::collection::vec(inner.clone(), 1..4);
        prop_oneof![
            6 => two.prop_map(|(left, operator, right)| format!("{left}{operator}{right}")),
            3 => inner.clone().prop_map(|inner| format!("({inner})")),
            2 => (inner.clone(), prop::sample::select(filters))
                .prop_map(|(inner, filter)| format!("{inner} | {filter}")),
            1 => inner.prop_map(|inner| format!("-{inner}")),
            1 => (list, prop::sample::select(vec!["max", "min"]))
                .prop_map(|(items, filter)| format!("[{}] | {filter}", items.join(", "))),
        ]
    })
}

/// Conditions on such numbers.
fn condition() -> impl Strategy<Value = String> {
    let comparisons = vec!["<", "<=", ">", ">=", "==", "!="];
    let compared = (number(), prop::sample::select(comparisons), number())
        .prop_map(|(left, operator, right)| format!("{left} {operator} {right}"));
    let leaf = prop_oneof![compared, number(), Just("y".to_owned()), Just("n".to_owned())];
    leaf.prop_recursive(3, 8, 2, |inner| {
        prop_oneof![
            2 => (inner.clone(), prop::sample::select(vec!["and", "or"]), inner.clone())
                .prop_map(|(left, operator, right)| format!("{left} {operator} {right}")),
            1 => inner.clone().prop_map(|inner| format!("not {inner}")),
            1 => inner.prop_map(|inner| format!("({inner})")),
        ]
    })
}

/// Formulas, most of which make sense.
fn tame() -> impl Strategy<Value = String> {
    let run = prop_oneof![
        (number(), number()).prop_map(|(value, seconds)| format!("flat({value}, {seconds})")),
        (number(), number(), number())
            .prop_map(|(first, step, seconds)| format!("ramp({first}, {step}, {seconds})")),
        number().prop_map(|seconds| format!("missing({seconds})")),
        (number(), number()).prop_map(|(a, b)| format!("stairs({a}, {b}, 60, 1 + {b} * {b})")),
        Just("' '".to_owned()),
        Just("t".to_owned()),
        Just("t | replace('x', \"'\")".to_owned()),
        number(),
    ];
    let joined = prop::collection::vec(run, 1..4).prop_map(|runs| runs.join(" ~ "));
    prop_oneof![
        3 => number(),
        2 => condition(),
        3 => joined.clone(),
        1 => (joined.clone(), condition(), joined)
            .prop_map(|(one, condition, other)| format!("{one} if {condition} else {other}")),
    ]
}

/// Formulas of all that there is, most of which are a mistake.
fn wild() -> impl Strategy<Value = String> {
    let number = prop_oneof![
        (0..100u32).prop_map(|number| number.to_string()),
        (0..1000u32).prop_map(|number| format!("{:.1}", f64::from(number) / 8.0)),
        any::<u64>().prop_map(|number| number.to_string()),
        any::<f64>().prop_map(|number| format!("{:.3}", number.abs().min(1e30))),
    ];
    let name =
        prop::sample::select(vec!["a", "b", "c", "d", "s", "t", "n", "y", "m.x", "m.y", "zz"]);
    let text = prop::sample::select(vec!["'x'", "\" \"", "''", "'é'", "'1'", "'=}'"]);
    let leaf = prop_oneof![number, name.prop_map(str::to_owned), text.prop_map(str::to_owned)];
    leaf.prop_recursive(5, 40, 4, |inner| {
        let operators = vec![
            "+", "-", "*", "/", "//", "%", "~", "<", "<=", ">", ">=", "==", "!=", "and", "or", "**",
            "in", "is",
        ];
        let filters = vec![
            "round", "round(1)", "round(2)", "round(-1)", "int", "abs", "max", "min", "float",
            "replace('x', '1')", "length", "string",
        ];
        let two = (inner.clone(), prop::sample::select(operators), inner.clone());
        let filtered = (inner.clone(), prop::sample::select(filters));
        let run = (prop::sample::select(vec!["flat", "ramp", "stairs", "missing", "range"]), prop::collection::vec(inner.clone(), 1..5));
        prop_oneof![
            6 => two.prop_map(|(left, operator, right)| format!("{left} {operator} {right}")),
            2 => inner.clone().prop_map(|inner| format!("({inner})")),
            2 => filtered.prop_map(|(inner, filter)| format!("{inner} | {filter}")),
            1 => inner.clone().prop_map(|inner| format!("-{inner}")),
            1 => inner.clone().prop_map(|inner| format!("not {inner}")),
            2 => run.prop_map(|(name, arguments)| format!("{name}({})", arguments.join(", "))),
            1 => (prop::collection::vec(inner.clone(), 1..4), prop::sample::select(vec!["max", "min"]))
                .prop_map(|(items, filter)| format!("[{}] | {filter}", items.join(","))),
            1 => (inner.clone(), inner.clone(), inner)
                .prop_map(|(a, b, c)| format!("{a} if {b} else {c}")),
        ]
    })
}

fn variables() -> impl Strategy<Value = Context> {
    let number = || {
        prop_oneof![
            any::<i32>().prop_map(|number| json!(number)),
            any::<i64>().prop_map(|number| json!(number)),
            any::<u64>().prop_map(|number| json!(number)),
            (-1000..1000i32).prop_map(|number| json!(f64::from(number) / 4.0)),
            any::<f64>().prop_map(|number| json!(number)),
        ]
    };
    (number(), number(), number(), number(), 1..100u32, ".{0,8}").prop_map(
        |(a, b, c, d, interval, text)| {
            let context = Context::default().with("a", a).with("b", b).with("t", "x y");
            let context = context.with("n", json!(null)).with("y", true).with("s", text);
            let context = context.with("m", json!({"x": c.clone(), "y": "text"}));
            context.with("c", c).with("d", d).with("interval_s", interval)
        },
    )
}

/// Variables for [`tame`] formulas.
fn tame_variables() -> impl Strategy<Value = Context> {
    (-20..100i32, 0..20i32, -80..800i32, 1..80i32).prop_map(|(i, j, f, g)| {
        let context = Context::default().with("i", i).with("j", j);
        let context = context.with("f", f64::from(f) / 8.0).with("g", f64::from(g) / 10.0);
        let context = context.with("m", json!({"x": 2.5})).with("t", "x y").with("y", true);
        context.with("n", json!(null)).with("interval_s", j + 1)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn formulas_made_by_chance(source in tame(), context in tame_variables()) {
        agree(&source, &context);
        agree(&format!("{{= {source} =}}"), &context);
    }

    #[test]
    fn wild_formulas_made_by_chance(source in wild(), context in variables()) {
        agree(&source, &context);
        agree(&format!("{{= {source} =}}"), &context);
    }

    #[test]
    fn texts_made_by_chance(
        parts in prop::collection::vec(
            prop_oneof![
                prop::sample::select(vec![
                    "{=", "=}", "{%", "%}", "{#", "#}", "{", "}", "{{", "}}", "{=-", "-=}", "+=}", "=",
                    " ", "\n", "\r\n", "i", "f", "'x'", "x", "1", "1.5", "-", "(", ")", "~", "|", "int",
                    ".", "[", "]", ",", "é", "\u{a0}", "\u{b}", "not", "and", "if", "else", "*", "/",
                ]).prop_map(str::to_owned),
                number().prop_map(|formula| format!("{{= {formula} =}}")),
            ],
            0..10,
        ),
        context in tame_variables(),
    ) {
        agree(&parts.concat(), &context);
    }
}
