//! What the actions of a template use.

use super::lexer::{self, Token};
use super::{Template, TemplateFault, TemplateProblem};

/// Functions and constants of Go's templates, and the functions that Prometheus 3 adds.
const FUNCTIONS: [&str; 51] = [
    "and",
    "args",
    "call",
    "eq",
    "externalURL",
    "false",
    "first",
    "ge",
    "graphLink",
    "gt",
    "html",
    "humanize",
    "humanize1024",
    "humanizeDuration",
    "humanizePercentage",
    "humanizeTimestamp",
    "index",
    "js",
    "label",
    "le",
    "len",
    "lt",
    "match",
    "ne",
    "nil",
    "not",
    "now",
    "or",
    "parseDuration",
    "pathPrefix",
    "print",
    "printf",
    "println",
    "query",
    "reReplaceAll",
    "safeHtml",
    "slice",
    "sortByLabel",
    "stripDomain",
    "stripPort",
    "strvalue",
    "tableLink",
    "title",
    "toDuration",
    "toLower",
    "toTime",
    "toUpper",
    "true",
    "urlQueryEscape",
    "urlquery",
    "value",
];

/// Keywords that open no block.
const KEYWORDS: [&str; 3] = ["break", "continue", "template"];

/// Variables that Prometheus declares before every template, and Go's `$`.
const VARIABLES: [&str; 5] = ["$", "$externalLabels", "$externalURL", "$labels", "$value"];

/// What `.` stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Dot {
    /// The alert: `.Labels`, `.Value`.
    Alert,
    /// The alert's labels: `{{ with $labels }}`.
    Labels,
    /// Anything else.
    Other,
}

/// A block that waits for its `{{ end }}`.
struct Block {
    at: usize,
    keyword: &'static str,
    /// What `.` stands for outside, and so after `{{ else }}` and `{{ end }}`.
    outside: Dot,
}

struct Reader<'a> {
    template: Template,
    blocks: Vec<Block>,
    dot: Dot,
    declared: Vec<&'a str>,
    /// Where the action that is being read starts.
    at: usize,
}

pub(super) fn read(text: &str) -> Template {
    let mut reader = Reader {
        template: Template::default(),
        blocks: Vec::new(),
        dot: Dot::Alert,
        declared: VARIABLES.to_vec(),
        at: 0,
    };
    for action in lexer::actions(text) {
        reader.at = action.at;
        match action.tokens {
            Ok(tokens) => reader.action(&tokens),
            Err(fault) => reader.report(fault),
        }
    }
    for block in std::mem::take(&mut reader.blocks) {
        reader.at = block.at;
        reader.report(TemplateFault::MissingEnd(block.keyword));
    }
    reader.template.problems.sort_by_key(|problem| problem.at);
    reader.template
}

impl<'a> Reader<'a> {
    fn report(&mut self, fault: TemplateFault) {
        self.template.problems.push(TemplateProblem { at: self.at, fault });
    }

    fn action(&mut self, tokens: &[Token<'a>]) {
        match tokens {
            [] => self.report(TemplateFault::Empty),
            [Token::Word("end")] => match self.blocks.pop() {
                Some(block) => self.dot = block.outside,
                None => self.report(TemplateFault::Misplaced("end")),
            },
            [Token::Word("else"), rest @ ..] => self.otherwise(rest),
            [Token::Word(word), rest @ ..] => match keyword(word) {
                Some(keyword) => self.block(keyword, rest),
                None => self.pipeline(tokens),
            },
            _ => self.pipeline(tokens),
        }
    }

    /// `{{ else }}`, `{{ else if .. }}` and `{{ else with .. }}` go on with the block that is open.
    fn otherwise(&mut self, rest: &[Token<'a>]) {
        match self.blocks.last() {
            Some(block) if block.keyword != "define" && block.keyword != "block" => {
                self.dot = block.outside;
            }
            _ => self.report(TemplateFault::Misplaced("else")),
        }
        match rest {
            [Token::Word("if"), rest @ ..] => self.pipeline(rest),
            [Token::Word("with"), rest @ ..] => {
                self.pipeline(rest);
                self.dot = self.dot_of(rest);
            }
            _ => self.pipeline(rest),
        }
    }

    fn block(&mut self, keyword: &'static str, rest: &[Token<'a>]) {
        self.blocks.push(Block { at: self.at, keyword, outside: self.dot });
        self.pipeline(rest);
        self.dot = match keyword {
            "if" => self.dot,
            "with" => self.dot_of(rest),
            _ => Dot::Other,
        };
    }

    /// What `.` stands for inside `{{ with .. }}`.
    fn dot_of(&self, pipeline: &[Token<'a>]) -> Dot {
        match pipeline {
            [Token::Operand { base, fields }] => match (*base, fields.as_slice()) {
                ("$labels", []) | ("$", ["Labels"]) => Dot::Labels,
                (".", ["Labels"]) if self.dot == Dot::Alert => Dot::Labels,
                ("$", []) => Dot::Alert,
                (".", []) => self.dot,
                _ => Dot::Other,
            },
            _ => Dot::Other,
        }
    }

    fn pipeline(&mut self, tokens: &[Token<'a>]) {
        let mut depth = 0_usize;
        let mut balanced = true;
        for (at, token) in tokens.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|before| tokens.get(before));
            let after = tokens.get(at + 1);
            match token {
                Token::Sign('(') => depth += 1,
                Token::Sign(')') if depth == 0 => balanced = false,
                Token::Sign(')') => depth -= 1,
                Token::Word(word) => self.word(word),
                Token::Operand { base, fields } => {
                    if fields.is_empty() && matches!(after, Some(Token::Sign(':' | ',' | '='))) {
                        self.declared.push(base);
                    }
                    let indexed = match (before, after) {
                        (Some(Token::Word("index")), Some(Token::Text(label))) => Some(*label),
                        _ => None,
                    };
                    self.operand(base, fields, indexed);
                }
                Token::Sign(_) | Token::Text(_) | Token::Fields => {}
            }
        }
        if !balanced || depth > 0 {
            self.report(TemplateFault::Parentheses);
        }
    }

    fn word(&mut self, word: &str) {
        let number = word.starts_with(|c: char| c.is_ascii_digit() || c == '.');
        if !number && !FUNCTIONS.contains(&word) && !KEYWORDS.contains(&word) {
            self.report(TemplateFault::UnknownFunction(word.to_owned()));
        }
    }

    /// `indexed` is the key, if the operand is looked up in by `index`.
    fn operand(&mut self, base: &str, fields: &[&str], indexed: Option<&str>) {
        if base.starts_with('$') && !self.declared.contains(&base) {
            self.report(TemplateFault::UndefinedVariable(base.to_owned()));
            return;
        }
        let (dot, fields) = match base {
            "$labels" => (Dot::Labels, fields),
            "$value" => {
                self.template.uses_value = true;
                return;
            }
            "$" => (Dot::Alert, fields),
            "." => (self.dot, fields),
            _ => return,
        };
        let labels = match (dot, fields) {
            (Dot::Labels, labels) | (Dot::Alert, ["Labels", labels @ ..]) => labels,
            (Dot::Alert, ["Value", ..]) => {
                self.template.uses_value = true;
                return;
            }
            (Dot::Alert, [] | ["ExternalLabels" | "ExternalURL", ..]) | (Dot::Other, _) => return,
            (Dot::Alert, [field, ..]) => {
                self.report(TemplateFault::UnknownField((*field).to_owned()));
                return;
            }
        };
        self.template.labels.extend(labels.first().copied().or(indexed).map(str::to_owned));
    }
}

fn keyword(word: &str) -> Option<&'static str> {
    ["if", "with", "range", "define", "block"].into_iter().find(|keyword| *keyword == word)
}
