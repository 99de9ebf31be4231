//! From the parser's tree to stackgen's.

use std::collections::BTreeSet;
use std::time::Duration;

use promql_parser::label;
use promql_parser::parser::{self, LabelModifier, VectorMatchCardinality, value::ValueType};

use super::guard::MAX_SECONDS;
use super::operator::Operator;
use super::selector::NAME;
use super::tree::{Aggregate, Binary, Call, Group, Grouping, Matching, Node, Subquery};
use super::{Function, MatchOp, Matcher, Offset, ParseError, Selector};

/// Parses a text that has passed [`super::guard`].
///
/// # Errors
///
/// [`ParseError::Syntax`] in the parser's words; what the parser lets pass and Prometheus does not.
pub(super) fn parse(text: &str) -> Result<Node, ParseError> {
    let tree = parser::parse(text).map_err(|message| ParseError::Syntax(readable(message)))?;
    node(tree)
}

/// The parser's message, unless it is the one that says nothing.
fn readable(message: String) -> String {
    if message == "invalid promql query" {
        "this is not a PromQL expression: an operator, an operand or a bracket is missing or misplaced"
            .to_owned()
    } else {
        message
    }
}

fn node(tree: parser::Expr) -> Result<Node, ParseError> {
    Ok(match tree {
        parser::Expr::NumberLiteral(number) => Node::Number(number.val),
        parser::Expr::StringLiteral(text) => Node::Text(text.val),
        parser::Expr::Paren(paren) => node(*paren.expr)?,
        parser::Expr::Unary(unary) => Node::Negative(boxed(*unary.expr)?),
        parser::Expr::VectorSelector(vector) => Node::Selector(selector(vector, None)?),
        parser::Expr::MatrixSelector(matrix) => {
            Node::Selector(selector(matrix.vs, Some(matrix.range))?)
        }
        parser::Expr::Subquery(subquery) => Node::Subquery(self::subquery(subquery)?),
        parser::Expr::Call(call) => Node::Call(self::call(call)?),
        parser::Expr::Aggregate(aggregate) => Node::Aggregate(self::aggregate(aggregate)?),
        parser::Expr::Binary(binary) => Node::Binary(self::binary(binary)?),
        parser::Expr::Extension(_) => {
            return Err(ParseError::Syntax("this is an extension of PromQL".to_owned()));
        }
    })
}

fn boxed(tree: parser::Expr) -> Result<Box<Node>, ParseError> {
    Ok(Box::new(node(tree)?))
}

fn selector(
    vector: parser::VectorSelector,
    range: Option<Duration>,
) -> Result<Selector, ParseError> {
    if !vector.matchers.or_matchers.is_empty() {
        return Err(ParseError::Syntax(
            "`or` between the matchers of a selector is not PromQL".to_owned(),
        ));
    }
    let mut metric = vector.name;
    let mut matchers = Vec::new();
    for matcher in vector.matchers.matchers.into_iter().map(Matcher::new) {
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
    Ok(Selector { metric, matchers, range, offset: offset(vector.offset.as_ref())? })
}

fn subquery(subquery: parser::SubqueryExpr) -> Result<Subquery, ParseError> {
    subquery.step.map(positive).transpose()?;
    Ok(Subquery {
        inner: boxed(*subquery.expr)?,
        range: positive(subquery.range)?,
        offset: offset(subquery.offset.as_ref())?,
    })
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

fn call(call: parser::Call) -> Result<Call, ParseError> {
    Ok(Call {
        function: Function::new(call.func.name),
        scalar: call.func.return_type == ValueType::Scalar,
        arguments: call
            .args
            .args
            .into_iter()
            .map(|argument| node(*argument))
            .collect::<Result<_, _>>()?,
    })
}

fn aggregate(aggregate: parser::AggregateExpr) -> Result<Aggregate, ParseError> {
    Ok(Aggregate {
        operator: aggregate.op.to_string(),
        grouping: match aggregate.modifier {
            None => Grouping::By(BTreeSet::new()),
            Some(LabelModifier::Include(labels)) => Grouping::By(set(labels)),
            Some(LabelModifier::Exclude(labels)) => Grouping::Without(set(labels)),
        },
        parameter: aggregate.param.map(|parameter| boxed(*parameter)).transpose()?,
        inner: boxed(*aggregate.expr)?,
    })
}

fn binary(binary: parser::BinaryExpr) -> Result<Binary, ParseError> {
    let text = binary.op.to_string();
    let operator = Operator::from_text(&text)
        .ok_or_else(|| ParseError::Syntax(format!("`{text}` is no operator of PromQL")))?;
    let modifier = binary.modifier.unwrap_or_default();
    Ok(Binary {
        operator,
        left: boxed(*binary.lhs)?,
        right: boxed(*binary.rhs)?,
        bool: modifier.return_bool,
        matching: match modifier.matching {
            None => Matching::Ignoring(BTreeSet::new()),
            Some(LabelModifier::Include(labels)) => Matching::On(set(labels)),
            Some(LabelModifier::Exclude(labels)) => Matching::Ignoring(set(labels)),
        },
        group: match modifier.card {
            VectorMatchCardinality::ManyToOne(labels) => {
                Some(Group { many_left: true, included: set(labels) })
            }
            VectorMatchCardinality::OneToMany(labels) => {
                Some(Group { many_left: false, included: set(labels) })
            }
            VectorMatchCardinality::OneToOne | VectorMatchCardinality::ManyToMany => None,
        },
        fill: modifier.fill_values.lhs.is_some() || modifier.fill_values.rhs.is_some(),
    })
}

fn set(labels: label::Labels) -> BTreeSet<String> {
    labels.labels.into_iter().collect()
}
