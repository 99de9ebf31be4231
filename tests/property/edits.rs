//! Edits of specs made by chance: what is added and removed leaves no trace, and nothing else changes.

use stackgen::edit::{Draft, string};

use crate::support::cases;
use crate::tape::{self, Tape};
use crate::{grammar, hostile};

const CASES: u64 = 600;

/// Another layout of the same spec: its line ends, blank lines, a byte order mark, and its last line.
fn kept(spec: &str, tape: &mut Tape) -> String {
    let mut text = spec.to_owned();
    if tape.below(3) == 1 {
        text = text.replace("\n\n", "\n");
    }
    if tape.below(3) == 1 {
        text = text.replace("\n[", "\n\n# About this.\n# And more.\n[");
    }
    if tape.below(4) == 1 {
        text.truncate(text.trim_end().len());
    }
    if tape.below(4) == 1 {
        text.insert_str(0, "# Mine.\n\n");
    }
    let mark = if tape.below(4) == 1 { "\u{feff}" } else { "" };
    let end = *tape.pick(&["\n", "\n", "\r\n", "\r"]);
    // A line end within a text of several lines may stay as it is only if all are alike.
    if text.contains('\r') { text } else { format!("{mark}{}", text.replace('\n', end)) }
}

/// The comments of a text, sorted: lines that begin with `#`.
fn comments(text: &str) -> Vec<&str> {
    let lines = text.split(['\n', '\r']).map(str::trim).filter(|line| line.starts_with('#'));
    let mut comments: Vec<_> = lines.collect();
    comments.sort_unstable();
    comments
}

fn draft(text: &str) -> Option<Draft> {
    Draft::read(text).ok()
}

#[test]
fn what_is_added_and_removed_leaves_no_trace() {
    let sections = ["apps", "integrations", "probes", "alerts", "receivers"];
    tape::each(tape::cases(CASES), 400, |tape| {
        let text = kept(&grammar::spec(tape), tape);
        let Some(mut draft) = draft(&text) else { return };
        let section = *tape.pick(&sections);
        let name = if tape.below(2) == 0 {
            "brand-new".to_owned()
        } else {
            tape.pick(&hostile::all()).clone()
        };
        if draft.has(section, &name) {
            return;
        }
        let header = format!("{section}.{}", stackgen::edit::key(&name));
        let comment = if tape.below(2) == 0 { "# Why.\n" } else { "" };
        let block = format!("{comment}[{header}]\nx = {}\n\n[{header}.y]\n", string(&name));
        if draft.get(&[section]).is_some_and(|value| !value.starts_with('{')) {
            draft.add(section, &name, &block).expect_err("a value has no entries");
            return assert_eq!(draft.as_str(), text);
        }
        draft.add(section, &name, &block).unwrap_or_else(|why| panic!("{why}\n{text}"));
        assert_eq!(draft.text_at(&[section, &name, "x"]).as_deref(), Some(&*name), "{text}");
        draft.remove(section, &name).unwrap_or_else(|why| panic!("{why}\n{text}"));
        assert_eq!(draft.as_str(), text);
    });
}

#[test]
fn comments_survive_what_is_set() {
    let keys: [&[&str]; 6] = [
        &["name"],
        &["prometheus", "retention", "time"],
        &["routing", "P0"],
        &["apps", "brand-new", "targets"],
        &["host", "selinux"],
        &["networks", "join"],
    ];
    let bases: Vec<String> = ["everything.toml", "kinds.toml"]
        .iter()
        .map(|name| cases::repository("tests/property/bases").join(name))
        .map(|path| std::fs::read_to_string(path).expect("a base"))
        .collect();
    tape::each(tape::cases(CASES), 400, |tape| {
        let spec = if tape.below(4) == 1 { tape.pick(&bases).clone() } else { grammar::spec(tape) };
        let text = kept(&spec, tape);
        let Some(mut draft) = draft(&text) else { return };
        let path = *tape.pick(&keys);
        let before = draft.get(path).map(str::to_owned);
        let value = format!("[{}]", string(&tape.pick(&hostile::all()).clone()));
        if draft.set(path, &value).is_err() {
            assert_eq!(draft.as_str(), text);
            return;
        }
        let all = comments(draft.as_str()).join("\n");
        assert!(comments(&text).iter().all(|comment| all.contains(comment)), "{text}");
        let pushed = string("one more");
        draft.push(path, &pushed).expect("it is an array");
        draft.pull(path, &pushed).expect("it is there");
        assert_eq!(
            draft.get(path).map(|it| it.replace(' ', "")),
            Some(value.replace(' ', "")),
            "{text}"
        );
        match before {
            Some(before) => {
                draft.set(path, &before).expect("its own value");
                let same = draft.text_at(path).or_else(|| draft.get(path).map(str::to_owned));
                assert!(same.is_some());
            }
            None => draft.unset(path).expect("it is there"),
        }
        assert!(Draft::read(draft.as_str()).is_ok());
    });
}
