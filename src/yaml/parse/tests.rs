use super::*;
use crate::diag::Sources;
use std::fmt::Write as _;

fn read(text: &str) -> (Sources, Result<Vec<Node>, Fault>) {
    let mut sources = Sources::default();
    let source = sources.add("f.yaml", text.to_owned());
    let parsed = parse(source, text);
    (sources, parsed)
}

/// A tree in one line.
fn plain(node: &Node) -> String {
    match &node.value {
        Value::Null => "~".to_owned(),
        Value::Text(text) => text.text.clone(),
        Value::List(items) => {
            format!("[{}]", items.iter().map(plain).collect::<Vec<_>>().join(" "))
        }
        Value::Map(entries) => {
            let entries = entries.iter().map(|it| format!("{}={}", it.key, plain(&it.node)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(" "))
        }
    }
}

#[track_caller]
fn case(text: &str, expected: &str) {
    let (_, parsed) = read(text);
    let documents = parsed.unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
    assert_eq!(documents.iter().map(plain).collect::<Vec<_>>().join(" "), expected, "{text}");
}

#[test]
fn texts_become_trees() {
    case("a: 1\nb: [x, 'y z']\n", "{a=1 b=[x y z]}");
    case("---\na:\n---\nb: ~\n", "{a=~} {b=~}");
    case("a: ''\nb: \"null\"\n", "{a= b=null}");
    case("a: |\n  x\n  y\nb: >-\n  x\n  y\n", "{a=x\ny\n b=x y}");
    case("restart: no\r\nx: 22:22\r\n", "{restart=no x=22:22}");
    case("a: &x {b: 1}\nc: *x\n", "{a={b=1} c={b=1}}");
    case("# only a remark\n", "");
}

#[test]
fn merge_keys_take_what_is_not_there() {
    case("x: &x {a: 1, b: 2}\ny: {<<: *x, b: 3}\n", "{x={a=1 b=2} y={b=3 a=1}}");
    case(
        "x: &x {a: 1}\ny: &y {a: 2, c: 4}\nz: {<<: [*x, *y], d: 5}\n",
        "{x={a=1} y={a=2 c=4} z={d=5 a=1 c=4}}",
    );
}

#[track_caller]
fn spans(text: &str, path: &[&str], expected: &str) {
    let (sources, parsed) = read(text);
    let documents = parsed.unwrap();
    let node = path.iter().fold(&documents[0], |node, key| node.get(key).unwrap());
    assert_eq!(sources.text(node.span), expected);
}

#[test]
fn values_know_where_they_stand() {
    spans("ä: ü\nb: 'c d'\n", &["b"], "'c d'");
    spans("a:\r\n  b: c\r\nd: e\r\n", &["a", "b"], "c");
    spans("a:\n  - b\n  - c\nd: e\n", &["a"], "- b\n  - c");
    spans("a:\n  b: c\n  d: e\n\n\nf: g\n", &["a"], "b: c\n  d: e");
}

#[track_caller]
fn fails(text: &str, expected: &str) {
    let (_, parsed) = read(text);
    let fault = parsed.expect_err(text);
    assert!(fault.message.contains(expected), "{fault:?}");
}

#[test]
fn what_is_no_tree_is_said() {
    fails("a: 1\na: 2\n", "the key `a` appears twice");
    fails("a: [1\n", "a list in brackets");
    fails("a:\n\tb: c\n", "this is a tab");
    fails("a: %x\n@: y\n", "this is not YAML");
    fails("a: &x [*x]\n", "inside of what it repeats");
    fails("? [a]\n: b\n", "a key is a text");
    fails(&"[".repeat(100), "levels deep");
    fails(&"[".repeat(100_000), "levels deep");
    fails(&"- ".repeat(100_000), "levels deep");
}

#[test]
fn repetition_is_limited() {
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..20 {
        let below = format!("*a{}", level - 1);
        let _ = writeln!(bomb, "a{level}: &a{level} [{}]", [below.as_str(); 10].join(", "));
    }
    fails(&bomb, "repeated ones included");
}

#[test]
fn tags_of_compose_are_kept() {
    let (_, parsed) = read("a: !reset null\nb: !override [c]\nd: !!str e\n");
    let document = &parsed.unwrap()[0];
    let marks: Vec<_> = document.entries().iter().map(|entry| entry.node.mark).collect();
    assert_eq!(marks, [Some(Mark::Reset), Some(Mark::Override), None]);
}
