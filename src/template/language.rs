//! The part of minijinja's language that templates of integrations have.
//!
//! Fuel counts what a template makes, but not what lists would come to as text, or how long it takes to
//! compare them: thirty times `[a, a]` is a list of a billion, and takes no room at all. So a list holds no
//! lists, and is not repeated, compared or written. What is left is what rules need: to loop over a list,
//! and to make one value of it. As this is known before anything runs, it is checked then.

use super::{Context, TemplateError};
use minijinja::machinery::ast::{self, BinOpKind, CallArg, Expr, Stmt};
use minijinja::machinery::{Span, parse, parse_expr};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::ValueKind;
use std::collections::BTreeMap;

/// Functions that write samples.
const SAMPLES: [&str; 4] = ["flat", "ramp", "stairs", "missing"];

/// What makes a value of a value.
const OF_VALUES: [&str; 20] = [
    "abs",
    "block",
    "bool",
    "capitalize",
    "comment",
    "d",
    "default",
    "float",
    "format",
    "indent",
    "int",
    "key",
    "lower",
    "quoted",
    "replace",
    "round",
    "string",
    "title",
    "trim",
    "upper",
];

/// What makes a value of a list, too.
const OF_LISTS: [&str; 8] = ["count", "first", "join", "last", "length", "max", "min", "sum"];

/// What makes a list.
const TO_LISTS: [&str; 10] = [
    "lines",
    "list",
    "reject",
    "rejectattr",
    "reverse",
    "select",
    "selectattr",
    "sort",
    "split",
    "unique",
];

/// Only for values, as part of an address.
const URLENCODE: &str = "urlencode";

/// Whether something is a list, or one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Value,
    List,
}

/// Refuses what a text must not use. What is no template at all, minijinja refuses.
///
/// # Errors
/// Says what, and in which line.
pub(super) fn text(
    source: &str,
    syntax: SyntaxConfig,
    context: &Context,
) -> Result<(), TemplateError> {
    match parse(source, "text", syntax) {
        Ok(template) => Reader::new(context).statement(&template),
        Err(error) => Err(error.into()),
    }
}

/// Refuses what an expression must not use.
///
/// # Errors
/// As [`text`].
pub(super) fn expression(source: &str, context: &Context) -> Result<(), TemplateError> {
    match parse_expr(source) {
        Ok(expression) => Reader::new(context).any(&expression).map(drop),
        Err(error) => Err(error.into()),
    }
}

/// What is known of the names so far.
struct Reader<'a> {
    context: &'a Context,
    own: BTreeMap<&'a str, Kind>,
}

type Found<T> = Result<T, TemplateError>;

impl<'a> Reader<'a> {
    fn new(context: &'a Context) -> Self {
        Self { context, own: BTreeMap::new() }
    }

    fn statements(&mut self, all: &[Stmt<'a>]) -> Found<()> {
        all.iter().try_for_each(|one| self.statement(one))
    }

    fn statement(&mut self, statement: &Stmt<'a>) -> Found<()> {
        match statement {
            Stmt::Template(template) => self.statements(&template.children),
            Stmt::EmitRaw(_) => Ok(()),
            Stmt::EmitExpr(emit) => self.value(&emit.expr),
            Stmt::IfCond(condition) => {
                self.any(&condition.expr)?;
                self.statements(&condition.true_body)?;
                self.statements(&condition.false_body)
            }
            Stmt::ForLoop(repeated) if repeated.recursive => {
                Err(refused("a loop cannot be recursive", repeated.span()))
            }
            Stmt::ForLoop(repeated) => {
                self.any(&repeated.iter)?;
                self.assign(&repeated.target, Kind::Value)?;
                repeated.filter_expr.iter().try_for_each(|filter| self.any(filter).map(drop))?;
                self.statements(&repeated.body)?;
                self.statements(&repeated.else_body)
            }
            Stmt::Set(set) => {
                let kind = self.any(&set.expr)?;
                self.assign(&set.target, kind)
            }
            Stmt::WithBlock(with) => {
                for (target, value) in &with.assignments {
                    let kind = self.any(value)?;
                    self.assign(target, kind)?;
                }
                self.statements(&with.body)
            }
            Stmt::SetBlock(set) if set.filter.is_none() => {
                self.assign(&set.target, Kind::Value)?;
                self.statements(&set.body)
            }
            Stmt::SetBlock(set) => Err(no_statement(set.span())),
            Stmt::AutoEscape(block) => Err(no_statement(block.span())),
            Stmt::FilterBlock(block) => Err(no_statement(block.span())),
            Stmt::Do(call) => Err(no_statement(call.span())),
        }
    }

    /// One name is a list everywhere or nowhere, so that the order in which loops run does not matter.
    fn assign(&mut self, target: &Expr<'a>, kind: Kind) -> Found<()> {
        let Expr::Var(name) = target else {
            return Err(refused("only a name can be set", target.span()));
        };
        let known = self.own.insert(name.id, kind).or_else(|| self.of_context(name.id));
        match known {
            Some(known) if known != kind => {
                Err(refused(format!("`{}` is a list elsewhere, or is not", name.id), name.span()))
            }
            _ => Ok(()),
        }
    }

    fn of_context(&self, name: &str) -> Option<Kind> {
        self.context.get(name).map(|value| match value.kind() {
            ValueKind::Seq | ValueKind::Iterable => Kind::List,
            _ => Kind::Value,
        })
    }

    /// What must not be a list.
    fn value(&mut self, expression: &Expr<'a>) -> Found<()> {
        match self.any(expression)? {
            Kind::Value => Ok(()),
            Kind::List => Err(refused(
                "a list can only be looped over, searched, or made one value of (`max`, `join`, `length`)",
                expression.span(),
            )),
        }
    }

    fn values<'e>(&mut self, all: impl IntoIterator<Item = &'e Expr<'a>>) -> Found<()>
    where
        'a: 'e,
    {
        all.into_iter().try_for_each(|one| self.value(one))
    }

    fn any(&mut self, expression: &Expr<'a>) -> Found<Kind> {
        match expression {
            Expr::Const(_) => Ok(Kind::Value),
            Expr::Var(name) => {
                let own = self.own.get(name.id).copied();
                Ok(own.or_else(|| self.of_context(name.id)).unwrap_or(Kind::Value))
            }
            Expr::GetAttr(of) => self.value(&of.expr).map(|()| Kind::Value),
            Expr::GetItem(of) => {
                self.any(&of.expr)?;
                self.value(&of.subscript_expr).map(|()| Kind::Value)
            }
            Expr::Slice(slice) => {
                self.values([&slice.start, &slice.stop, &slice.step].into_iter().flatten())?;
                self.any(&slice.expr)
            }
            Expr::UnaryOp(unary) => match unary.op {
                ast::UnaryOpKind::Not => self.any(&unary.expr).map(|_| Kind::Value),
                ast::UnaryOpKind::Neg => self.value(&unary.expr).map(|()| Kind::Value),
            },
            Expr::BinOp(binary) => self.binary(binary),
            Expr::Compare(compare) => {
                self.value(&compare.expr)?;
                self.values(compare.ops.iter().map(|op| &op.expr)).map(|()| Kind::Value)
            }
            Expr::IfExpr(choice) => {
                self.any(&choice.test_expr)?;
                let kind = self.any(&choice.true_expr)?;
                let other = choice.false_expr.as_ref().map(|other| self.any(other));
                Ok(either(kind, other.transpose()?.unwrap_or(kind)))
            }
            Expr::Filter(filter) => self.filter(filter, expression.span()),
            Expr::Test(test) => {
                self.any(&test.expr)?;
                self.arguments(&test.args, expression.span()).map(|()| Kind::Value)
            }
            Expr::Call(call) => self.call(call, expression.span()),
            Expr::List(list) => self.values(&list.items).map(|()| Kind::List),
            Expr::Tuple(tuple) => self.values(&tuple.items).map(|()| Kind::List),
            Expr::Map(map) => Err(refused("a template cannot make maps", map.span())),
        }
    }

    fn binary(&mut self, binary: &ast::BinOp<'a>) -> Found<Kind> {
        match binary.op {
            BinOpKind::ScAnd | BinOpKind::ScOr => {
                Ok(either(self.any(&binary.left)?, self.any(&binary.right)?))
            }
            BinOpKind::In => {
                self.value(&binary.left)?;
                self.any(&binary.right).map(|_| Kind::Value)
            }
            _ => self.values([&binary.left, &binary.right]).map(|()| Kind::Value),
        }
    }

    fn filter(&mut self, filter: &ast::Filter<'a>, span: Span) -> Found<Kind> {
        self.arguments(&filter.args, span)?;
        let Some(input) = &filter.expr else { return Err(no_statement(span)) };
        if OF_VALUES.contains(&filter.name) || filter.name == URLENCODE {
            return self.value(input).map(|()| Kind::Value);
        }
        self.any(input)?;
        if OF_LISTS.contains(&filter.name) {
            Ok(Kind::Value)
        } else if TO_LISTS.contains(&filter.name) {
            Ok(Kind::List)
        } else {
            Err(refused(format!("there is no filter `{}`", filter.name), span))
        }
    }

    fn call(&mut self, call: &ast::Call<'a>, span: Span) -> Found<Kind> {
        self.arguments(&call.args, span)?;
        match &call.expr {
            Expr::Var(name) if SAMPLES.contains(&name.id) => Ok(Kind::Value),
            Expr::Var(name) if name.id == "range" => Ok(Kind::List),
            Expr::Var(name) => Err(refused(format!("there is no function `{}`", name.id), span)),
            _ => Err(refused("values have no functions", span)),
        }
    }

    fn arguments(&mut self, all: &[CallArg<'a>], span: Span) -> Found<()> {
        all.iter().try_for_each(|argument| match argument {
            CallArg::Pos(value) | CallArg::Kwarg(_, value) => self.value(value),
            CallArg::PosSplat(_) | CallArg::KwargSplat(_) => {
                Err(refused("arguments are written one by one", span))
            }
        })
    }
}

/// What may be a list counts as one.
fn either(one: Kind, other: Kind) -> Kind {
    if one == Kind::List { one } else { other }
}

fn no_statement(span: Span) -> TemplateError {
    refused(
        "templates of integrations have `if`, `for`, `set` and `with`, and no other blocks",
        span,
    )
}

fn refused(why: impl Into<String>, span: Span) -> TemplateError {
    TemplateError { message: why.into(), line: Some(span.start_line as usize) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str) -> Option<String> {
        let context = Context::default().with("a", "x").with("profiles", [1, 2]);
        let syntax = SyntaxConfig::builder().variable_delimiters("{=", "=}").build().unwrap();
        text(source, syntax, &context).err().map(|error| error.message)
    }

    #[test]
    fn what_rules_need() {
        for source in [
            "plain {{ $labels.x }}",
            "{= a ~ flat(1, 60) ~ ' ' ~ missing(a) =}",
            "{% for n in range(3) %}{= loop.index ~ n =}{% endfor %}",
            "{= profiles | selectattr('x') | list | length =}",
            "{= [a, 2] | max if a in ['x', 'y'] else a | urlencode =}",
            "{% set b = ['x', a] %}{% for c in b if c is defined %}{= c * 3 =}{% endfor %}",
            "{= profiles[0] =}{= a[1:] =}{= profiles[1:] | first =}{= not profiles =}",
            "{% with b = 1 %}{= b + 1 < 2 =}{% endwith %}{% set c %}{= a =}{% endset %}",
        ] {
            assert_eq!(check(source), None, "{source}");
        }
    }

    #[test]
    fn what_grows_without_being_made() {
        for source in [
            "{= profiles =}",
            "{= [a] ~ '' =}",
            "{= [a] * 9 =}",
            "{= [[a]] =}",
            "{% set b = [a] %}{% set b = [b] %}",
            "{% set b = 1 %}{% set b = [1] %}",
            "{% for b in [1] %}{% set b = [b] %}{% endfor %}",
            "{% set profiles = 1 %}",
            "{= [a] == [a] =}",
            "{= [a] | upper =}",
            "{= a | replace([a], a) =}",
            "{= {a: 1} =}",
            "{= a is eq([a]) =}",
            "{= (a, (a, a)) | first =}",
            "{= a or [a] =}",
            "{% for b in a recursive %}{% endfor %}",
            "{% filter upper %}{% endfilter %}",
            "{% for b, c in a %}{% endfor %}",
        ] {
            assert!(check(source).is_some(), "{source}");
        }
        assert_eq!(check("{= a | pprint =}").as_deref(), Some("there is no filter `pprint`"));
        assert_eq!(check("{= namespace() =}").as_deref(), Some("there is no function `namespace`"));
        assert_eq!(check("{= flat(*a) =}").as_deref(), Some("arguments are written one by one"));
    }
}
