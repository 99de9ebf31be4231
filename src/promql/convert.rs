//! From the parser's tree to stackgen's.

use std::collections::BTreeSet;
use std::time::Duration;

use promql_parser::label;
use promql_parser::parser::{
    self, BinModifier, LabelModifier, VectorMatchCardinality, value::ValueType,
};

use super::guard::MAX_SECONDS;
use super::operator::Operator;
use super::selector::NAME;
use super::tree::{Aggregate, Binary, Call, Group, Grouping, Matching, Node, Subquery};
use super::{Function, MatchOp, Matcher, Offset, ParseError, Selector};

/// What the parser says about most mistakes.
const NO_REASON: &str = "invalid promql query";

/// Parses a text that has passed [`super::guard`]; `None` as the error if the parser gives no
/// reason.
///
/// # Errors
///
/// What the parser says, and what it lets pass but Prometheus does not.
pub(super) fn parse(text: &str) -> Result<Node, Option<ParseError>> {
    let tree = parser::parse(text)
        .map_err(|message| (message != NO_REASON).then_some(ParseError::Syntax(message)))?;
    node(&tree).map_err(Some)
}

// One function per construct, and all by reference: `node` calls itself through them, and a
// function that moved every construct about would need ten times the stack in a debug build.

fn node(tree: &parser::Expr) -> Result<Node, ParseError> {
    match tree {
        parser::Expr::NumberLiteral(number) => Ok(Node::Number(number.val)),
        parser::Expr::StringLiteral(text) => Ok(Node::Text(text.val.clone())),
        parser::Expr::Paren(paren) => node(&paren.expr),
        parser::Expr::Unary(unary) => boxed(&unary.expr).map(Node::Negative),
        parser::Expr::VectorSelector(vector) => selector(vector, None),
        parser::Expr::MatrixSelector(matrix) => selector(&matrix.vs, Some(matrix.range)),
        parser::Expr::Subquery(subquery) => self::subquery(subquery),
        parser::Expr::Call(call) => self::call(call),
        parser::Expr::Aggregate(aggregate) => self::aggregate(aggregate),
        parser::Expr::Binary(binary) => self::binary(binary),
        parser::Expr::Extension(_) => {
            Err(ParseError::Syntax("this is an extension of PromQL".to_owned()))
        }
    }
}

fn boxed(tree: &parser::Expr) -> Result<Box<Node>, ParseError> {
    node(tree).map(Box::new)
}

fn selector(vector: &parser::VectorSelector, range: Option<Duration>) -> Result<Node, ParseError> {
    if !vector.matchers.or_matchers.is_empty() {
        return Err(ParseError::Syntax(
            "`or` between the matchers of a selector is not PromQL".to_owned(),
        ));
    }
    let mut metric = vector.name.clone();
    let mut matchers = Vec::new();
    for matcher in vector.matchers.matchers.iter().cloned().map(Matcher::new) {
        if matcher.label() != NAME || matcher.op() != MatchOp::Equal {
            matchers.push(matcher);
        } else if let Some(name) = &metric {
            return Err(ParseError::Syntax(format!(
                "the metric name is set twice: `{name}` and `{}`",
                matcher.value()
            )));
        } else {
            metric = Some(matcher.value().to_owned());
        }
    }
    let range = range.map(positive).transpose()?;
    let offset = offset(vector.offset.as_ref())?;
    Ok(Node::Selector(Selector { metric, matchers, range, offset }))
}

fn subquery(subquery: &parser::SubqueryExpr) -> Result<Node, ParseError> {
    subquery.step.map(positive).transpose()?;
    let range = positive(subquery.range)?;
    let offset = offset(subquery.offset.as_ref())?;
    let inner = boxed(&subquery.expr)?;
    Ok(Node::Subquery(Subquery { inner, range, offset }))
}

fn positive(duration: Duration) -> Result<Duration, ParseError> {
    if duration.is_zero() { Err(ParseError::ZeroDuration) } else { countable(duration) }
}

fn countable(duration: Duration) -> Result<Duration, ParseError> {
    if duration.as_secs() > MAX_SECONDS {
        return Err(ParseError::DurationTooLong { text: format!("{}s", duration.as_secs()) });
    }
    Ok(duration)
}

fn offset(offset: Option<&parser::Offset>) -> Result<Offset, ParseError> {
    Ok(match offset {
        None => Offset::None,
        Some(parser::Offset::Pos(duration)) => Offset::Back(countable(*duration)?),
        Some(parser::Offset::Neg(duration)) => Offset::Ahead(countable(*duration)?),
    })
}

fn call(call: &parser::Call) -> Result<Node, ParseError> {
    let mut arguments = Vec::with_capacity(call.args.args.len());
    for argument in &call.args.args {
        arguments.push(node(argument)?);
    }
    let scalar = call.func.return_type == ValueType::Scalar;
    Ok(Node::Call(Call { function: Function::new(call.func.name), arguments, scalar }))
}

fn aggregate(aggregate: &parser::AggregateExpr) -> Result<Node, ParseError> {
    let parameter = match &aggregate.param {
        Some(parameter) => Some(boxed(parameter)?),
        None => None,
    };
    let inner = boxed(&aggregate.expr)?;
    Ok(Node::Aggregate(Aggregate {
        operator: aggregate.op.to_string(),
        grouping: grouping(aggregate.modifier.as_ref()),
        parameter,
        inner,
    }))
}

fn grouping(modifier: Option<&LabelModifier>) -> Grouping {
    match modifier {
        None => Grouping::By(BTreeSet::new()),
        Some(LabelModifier::Include(labels)) => Grouping::By(set(labels)),
        Some(LabelModifier::Exclude(labels)) => Grouping::Without(set(labels)),
    }
}

fn binary(binary: &parser::BinaryExpr) -> Result<Node, ParseError> {
    let operator = operator(&binary.op.to_string())?;
    let left = boxed(&binary.lhs)?;
    let right = boxed(&binary.rhs)?;
    Ok(Node::Binary(match &binary.modifier {
        None => modified(operator, left, right, &BinModifier::default()),
        Some(modifier) => modified(operator, left, right, modifier),
    }))
}

fn operator(text: &str) -> Result<Operator, ParseError> {
    Operator::from_text(text)
        .ok_or_else(|| ParseError::Syntax(format!("`{text}` is not a PromQL operator")))
}

fn modified(operator: Operator, left: Box<Node>, right: Box<Node>, by: &BinModifier) -> Binary {
    Binary {
        operator,
        left,
        right,
        bool: by.return_bool,
        matching: match &by.matching {
            None => Matching::Ignoring(BTreeSet::new()),
            Some(LabelModifier::Include(labels)) => Matching::On(set(labels)),
            Some(LabelModifier::Exclude(labels)) => Matching::Ignoring(set(labels)),
        },
        group: match &by.card {
            VectorMatchCardinality::ManyToOne(labels) => {
                Some(Group { many_left: true, included: set(labels) })
            }
            VectorMatchCardinality::OneToMany(labels) => {
                Some(Group { many_left: false, included: set(labels) })
            }
            VectorMatchCardinality::OneToOne | VectorMatchCardinality::ManyToMany => None,
        },
        fill: by.fill_values.lhs.is_some() || by.fill_values.rhs.is_some(),
    }
}

fn set(labels: &label::Labels) -> BTreeSet<String> {
    labels.labels.iter().cloned().collect()
}
