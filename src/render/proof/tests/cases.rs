use super::super::*;
use crate::template::Kind;

/// Reads a file back that was made of these values: texts, and behind a `=` numbers and truths.
fn case(text: &str, values: &[&str]) -> Result<(), String> {
    let values = values.iter().map(|value| match value.strip_prefix('=') {
        Some(value) => (value, Kind::NumberOrTruth),
        None => (*value, Kind::Text),
    });
    yaml(&Rendered { text: text.to_owned(), scalars: values.collect() })
}

#[track_caller]
fn reads(text: &str, scalars: &[&str]) {
    assert_eq!(case(text, scalars), Ok(()), "{text}");
}

/// That the structure is not what the values were meant for.
#[track_caller]
fn refused(text: &str, why: &str) {
    let problem = case(text, &[]).expect_err(text);
    assert!(problem.contains("is not strict YAML: ") && problem.contains(why), "{text}\n{problem}");
}

#[track_caller]
fn lost(text: &str, value: &str) {
    let problem = case(text, &[value]).expect_err(text);
    assert_eq!(problem, format!("the value {value:?} does not read back"), "{text}");
}

#[test]
fn values_must_read_back_in_order() {
    reads("a: \"x\"\nb: [1, \"y\"]\n", &["x", "=1", "y"]);
    reads("a: 'it''s'\nb: \"\\\"\\\\\\n\\t\\r\\u00e9é\"\n", &["it's", "\"\\\n\t\réé"]);
    reads("'a b': {\"x: y\": [], z: {}}\n", &["a b", "x: y"]);
    assert!(case("a: yes\nb: no\n", &["no", "yes"]).is_err());
    lost("a: \"x\"\n", "y");
    lost("a: \"x\"\nb: \"x\"\n# y\n", "y");
}

#[test]
fn a_value_that_is_cut_or_split_is_lost() {
    lost("a: x # y\n", "x # y");
    lost("a: [x, y]\n", "x, y");
    lost("a: {x: y}\n", "x: y");
    lost("a: 'x'  # 'y'\n", "x'  # 'y");
    lost("a: |-\n  x\nb: y\n", "x\nb: y");
    lost("a: |-\n  x\n# y\n", "x\n# y");
    refused("a: x: y\n", "line 1: ");
    refused("a: \"x\" y\"\n", "line 1: ");
    refused("a: 'x'y'\n", "line 1: ");
    refused("a: x\n  y\n", "line 2: ");
    refused("a: \"x\n  y\"\n", "does not end on its line");
    refused("a: [x\n", "does not end on its line");
}

#[test]
fn a_value_without_quotes_is_nothing_else_to_any_reader() {
    reads("a: 1.0\nb: -1\nc: 0\nd: true\ne: false\n", &["=1.0", "=-1", "=0", "=true", "=false"]);
    reads("a-b.c_2: x\n_d: y2\n", &["a-b.c_2", "x", "_d", "y2"]);
    for text in ["yes", "No", "on", "y", "null", "True", "FALSE"] {
        lost(&format!("a: {text}\n"), text);
        reads(&format!("a: \"{text}\"\n"), &[text]);
    }
    for text in ["010", "1e3", "0x1F", "1.", "-01", "2001-01-01", "1_000", "1.2.3"] {
        lost(&format!("a: {text}\n"), text);
        reads(&format!("a: '{text}'\n"), &[text]);
    }
    for text in ["~", ".inf", "+1", "=", "<<", "-", ""] {
        assert!(case(&format!("a: {text}\n"), &[text]).is_err(), "{text}");
    }
}

#[test]
fn a_text_stays_a_text_and_a_number_a_number() {
    for plain in ["5", "1.50", "-1", "true", "false"] {
        let value = format!("={plain}");
        reads(&format!("a: {plain}\n"), &[&value]);
        lost(&format!("a: {plain}\n"), plain);
        reads(&format!("a: \"{plain}\"\n"), &[plain]);
        assert!(case(&format!("a: \"{plain}\"\n"), &[&value]).is_err());
    }
    assert!(case("a: x\n", &["=x"]).is_err());
}

#[test]
fn blocks() {
    reads("a: |-\n  x\n\n    y\n  # z\n\n\nb: 1\n", &["x\n\n  y\n# z", "b", "=1"]);
    reads("a: |-\n    x\n  \n    # y\n    \n    z\n  \n", &["x\n\n# y\n\nz"]);
    reads("a:\n  - |-\n   x\n  - b: |-\n      y\n    c: 1", &["x", "b", "y", "c", "=1"]);
    refused("a: |\n  x\n", "`|-`");
    refused("a: >-\n  x\n", "");
    refused("a: |-2\n  x\n", "`|-`");
    refused("a: |-\nb: 1\n", "deeper than its key");
    refused("- |-\nx\n", "deeper than its key");
    refused("- a: |-\n  x\n", "deeper than its key");
    refused("a: |-\n\n  x\n", "deeper than its key");
    refused("a: |-\n  x \n", "ends in a space");
    refused("a: |-\n  x\n   \n  y\n", "ends in a space");
    refused("a: |-\n    x\n  y\n", "line 3: ");
}

#[test]
fn lists_and_maps() {
    let text = "\
# A comment
a:
  - b: 1 # another
    c:
    - 2
    - 3
    d: 4
  - - 5
    - {e: 6, f: [7, {g: 8}]}

  # nothing behind this one
  - h:
i:
  j:
k: 9
";
    reads(
        text,
        &["a", "b", "=1", "c", "=2", "=3", "d", "=4", "=5", "e", "=6", "f", "=7", "g", "=8"],
    );
    reads(text, &["h", "i", "j", "k", "=9"]);
    reads("a:\n - b:\n    []\n   c:\n    {d: 1}\n", &["a", "b", "c", "d", "=1"]);
    reads("[1]\n", &["=1"]);
    for (text, line) in [
        ("a: 1\n  b: 2\n", 2),
        ("a:\n  b: 1\n c: 2\n", 3),
        ("  a: 1\nb: 2\n", 2),
        ("a: 1\n- 2\n", 2),
        ("- 1\na: 2\n", 2),
        ("- 1\n  - 2\n", 2),
        ("a:\n  - 1\n  b: 2\n", 3),
        ("a:\n - 1\n  - 2\n", 3),
        ("a: - 1\n", 1),
        ("a: b: 1\n", 1),
        ("a:1\n", 1),
        ("a : 1\n", 1),
        ("\"a\"\n", 1),
        ("[1]\na: 2\n", 2),
        ("[1]: 2\n", 1),
        ("a:\n[1]\n", 2),
        ("a:\n  [1]: 2\n", 2),
        ("a:\n  [1]\n  [2]\n", 3),
        ("a: 1\n  [2]\n", 2),
        ("a:\n  1\n", 2),
        ("a:\n  |-\n    1\n", 2),
        ("|-\n  a\n", 1),
        ("-\n", 1),
        ("- # 1\n", 1),
        ("a: [1,, 2]\n", 1),
        ("a: [1, ]\n", 1),
        ("a: [1 2]\n", 1),
        ("a: [1]]\n", 1),
        ("a: [1}\n", 1),
        ("a: {b}\n", 1),
        ("a: {b:1}\n", 1),
        ("a: {b: 1\n", 1),
        ("a: [1]#\n", 1),
        ("", 1),
        ("# a\n", 2),
    ] {
        refused(text, &format!("line {line}: "));
    }
}

#[test]
fn no_key_is_there_twice() {
    let twice = "has the key \"b\" twice";
    refused("a: 1\nb: {a: 1}\nb: 2\n", twice);
    refused("a:\n  b: 1\n  c: 2\n  \"b\": 3\nd: 4\n", twice);
    refused("- b: 1\n  'b': 2\n- 3\n", twice);
    refused("a: [{c: 1, b: 2, b: 3}]\n", twice);
    reads("b: {b: [{b: 1}, {b: 2}]}\na:\n  b:\n  - b: 3\n  - b: 4\n", &[]);
    let many = (0..1000).map(|at| format!("k{at}: {{b: 1}}\n")).collect::<String>();
    reads(&many, &["k0", "k999"]);
    refused(&format!("b: 1\n{many}b: 2\n"), twice);
}

#[test]
fn what_no_template_has_is_refused() {
    refused("a: !x 1\n", "line 1: ");
    refused("a: !!str 1\n", "line 1: ");
    refused("!x a: 1\n", "line 1: ");
    refused("a: &b 1\n", "line 1: ");
    refused("a: &b 1\nc: *b\n", "line 1: ");
    refused("a: *b\n", "line 1: ");
    refused("a: 1\n---\nb: 2\n", "line 2: ");
    refused("a: 1\n...\n", "line 2: ");
    refused("---\na: 1\n", "line 1: ");
    refused("%YAML 1.2\n---\na: 1\n", "line 1: ");
    refused("? a\n: 1\n", "line 1: ");
    refused("[a]: 1\n", "line 1: ");
    refused("<<: {a: 1}\n", "line 1: ");
    refused("a: \"\\x41\"\n", "an escape");
    refused("a: \"\\ud83e\\udd80\"\n", "an escape");
    refused("a: \"\\u00\"\n", "an escape");
    refused(&format!("{}: 1\n", "x".repeat(1025)), "too long");
    reads(&format!("{}: 1\n\"{}\": 2\n", "x".repeat(1024), "é".repeat(1022)), &[]);
    refused(&format!("a: {}{}\n", "[".repeat(40), "]".repeat(40)), "too many");
}

#[test]
fn what_readers_disagree_about_is_refused() {
    for odd in ["\t", "\r", "\0", "\u{7f}", "\u{85}", "\u{2028}", "\u{feff}", "\u{ffff}"] {
        refused(&format!("a: \"x{odd}y\"\n"), "a character");
        refused(&format!("a: 1 # {odd}\n"), "a character");
        refused(&format!("{odd}a: 1\n"), "a character");
    }
    reads("a: \"é🦀\u{a0}\"\n", &["é🦀\u{a0}"]);
}
