//! One folder more, out of others.

use proptest::prelude::Rng as _;
use proptest::test_runner::TestRng;

use crate::support::tree::Tree;

/// What means something to TOML, JSON, templates, PromQL, patterns, terminals or stackgen itself.
const WORDS: &[&str] = &[
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "{=",
    "=}",
    "{%",
    "%}",
    "{#",
    "#}",
    "{{",
    "}}",
    "\"",
    "\"\"\"",
    "'''",
    "\\",
    "\\u0000",
    "\n",
    "\r",
    "\t",
    "\u{1b}[2J",
    "\u{202e}",
    "\u{feff}",
    "\0",
    "=",
    ",",
    ".",
    "/",
    "../",
    "~",
    "$",
    "${",
    "true",
    "false",
    "null",
    "nan",
    "inf",
    "-1",
    "0",
    "1e308",
    "9223372036854775807",
    "18446744073709551616",
    "0x7f",
    "1_000",
    "1979-05-27",
    "5m",
    "1000000h",
    "999999999999TB",
    "\n[integrations.x]\n",
    "\n[apps.a]\n",
    "\n[host]\n",
    "\n[probes.p]\n",
    "\n[receivers.r]\n",
    "\n[routing]\n",
    "targets = [",
    "type = \"x\"",
    "preset = \"production\"",
    "{% for a in range(10000) %}",
    "{% endfor %}",
    "{% if true %}",
    "{% endif %}",
    "{= spec =}",
    "{= item =}",
    "| upper",
    "| join(',')",
    "range(9999)",
    "* 10000",
    "sum by (job) (",
    "rate(",
    "[5m]",
    ")",
    "-",
    "!=",
    "=~\"",
    "(a+)+$",
    ".{1000}",
    "[a-z]{500}{500}",
    "x_up",
    "0x1000000",
    "0+1x100000",
    "at = \"87600h\"",
    "::error::",
    "https://u:p@h/",
];

/// A folder of the corpus with a few changes, most of them to one file.
pub(super) fn one_more(corpus: &[Tree], chance: &mut TestRng) -> Tree {
    let mut folder = corpus[below(chance, corpus.len())].clone();
    let other = &corpus[below(chance, corpus.len())];
    // A spec that names it, or an integration of that name, is one change away.
    if below(chance, 4) == 0 {
        for (path, bytes) in other.iter().filter(|(path, _)| path.starts_with("integrations/")) {
            folder.insert(path.clone(), bytes.clone());
        }
    }
    let paths: Vec<String> = folder.keys().cloned().collect();
    let Some(path) = paths.get(below(chance, paths.len())) else { return folder };
    let mut bytes = folder.get(path).cloned().unwrap_or_default();
    let others: Vec<&Vec<u8>> = other.values().collect();
    for _ in 0..=below(chance, 6) {
        let with = others.get(below(chance, others.len()));
        change(&mut bytes, with.map_or(&[], |bytes| bytes), chance);
    }
    folder.insert(path.clone(), bytes);
    folder
}

/// A number below another, or 0. No chance is needed to be fair.
fn below(chance: &mut TestRng, count: usize) -> usize {
    usize::try_from(chance.next_u64() % count.max(1) as u64).unwrap_or(0)
}

fn word(chance: &mut TestRng) -> &'static str {
    WORDS[below(chance, WORDS.len())]
}

/// A part of some bytes.
fn part(bytes: &[u8], chance: &mut TestRng) -> (usize, usize) {
    let begin = below(chance, bytes.len() + 1);
    (begin, begin + below(chance, (bytes.len() - begin).min(400) + 1))
}

/// The lines that a part touches.
fn lines(bytes: &[u8], chance: &mut TestRng) -> (usize, usize) {
    let (begin, end) = part(bytes, chance);
    let from = bytes[..begin].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let rest = bytes[end..].iter().position(|byte| *byte == b'\n');
    (from, rest.map_or(bytes.len(), |at| end + at + 1))
}

fn change(bytes: &mut Vec<u8>, other: &[u8], chance: &mut TestRng) {
    let at = below(chance, bytes.len() + 1);
    match below(chance, 9) {
        0 => {
            let bit = 1 << below(chance, 8);
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= bit;
            }
        }
        1 => drop(bytes.splice(at..at, word(chance).bytes())),
        2 => {
            let (from, to) = part(bytes, chance);
            drop(bytes.splice(from..to.min(from + 30), word(chance).bytes()));
        }
        3 => {
            let (from, to) = part(bytes, chance);
            bytes.drain(from..to);
        }
        4 => {
            let (from, to) = lines(bytes, chance);
            bytes.drain(from..to);
        }
        5 => {
            let (from, to) = lines(bytes, chance);
            let copy = bytes[from..to].to_vec();
            drop(bytes.splice(at..at, copy));
        }
        6 => {
            let (from, to) = lines(other, chance);
            drop(bytes.splice(at..at, other[from..to].iter().copied()));
        }
        7 => {
            // Deep, or long.
            let times = 1 << below(chance, 14);
            drop(bytes.splice(at..at, word(chance).repeat(times).into_bytes()));
        }
        _ => {
            let digits: Vec<usize> =
                (0..bytes.len()).filter(|at| bytes[*at].is_ascii_digit()).collect();
            if let Some(place) = digits.get(below(chance, digits.len())) {
                let longer = ["0", "999999999", "-", ".5", "e9"][below(chance, 5)];
                drop(bytes.splice(place..=place, longer.bytes()));
            }
        }
    }
}
