use super::{unpack, write};
use crate::decode::parse;
use crate::diag::{Diagnostics, Sources};

/// What is packed is what would be read. Packed texts live as long as the program.
#[track_caller]
fn case(text: &'static str) {
    let mut sources = Sources::default();
    let source = sources.add("f", text);
    let mut problems = Diagnostics::default();
    let read = parse(source, &sources, &mut problems);
    assert!(problems.is_empty(), "{text}");
    let packed = write::pack(text).unwrap().leak();
    assert_eq!(unpack(packed, text, source), read, "{text}");
}

#[test]
fn every_kind_of_value() {
    case("");
    case("a = 'x'\nb = \"y\\n\"\n\"ké y\" = '''\nlong\n'''\nc = \"\"\"\\\n  folded\"\"\"");
    case("a = 1\nb = -1\nc = 0x7fffffffffffffff\nd = -9223372036854775808\ne = 1_000");
    case("a = 1.5\nb = -0.0\nc = inf\nd = 1e300");
    case("a = true\nb = false\nc = 2026-01-02T03:04:05Z\nd = 07:32:00");
    case("a = [1, [2, 'x'], { b = 1 }]\nc = { d.e = 1, f = [] }\n");
    case("[x.y]\na = 1\n[[z]]\nb = 1\n[[z]]\n[z.q]\nc = 1\n[x]\nd = 1\n");
}

#[test]
fn what_is_no_toml_is_not_packed() {
    assert!(write::pack("a = ").unwrap_err().contains("line 1"));
    assert!(write::pack("a = 9223372036854775808").unwrap_err().contains("9223372036854775808"));
}
