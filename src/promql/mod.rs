//! PromQL, as far as stackgen has to understand it.
//!
//! [`Expr`] is a parsed expression and the way in; every question about one is a method of it, and
//! every question has its own file:
//!
//! | question | asked through |
//! |---|---|
//! | which series does it read, how, and how far back? | [`Expr::selectors`], [`Expr::longest_lookback`] |
//! | is a range function fed with the wrong type of metric? | [`SelectorUse::range_function`], [`Function::wants`] |
//! | which labels can its result carry? | [`Expr::labels`] |
//! | does a matcher or a binary operator select nothing, ever? | [`Expr::dead_matchers`], [`Expr::match_problems`] |
//! | is a counter compared raw? | [`Expr::raw_counters`] |
//! | what does it compare with which number? | [`Expr::comparison`], [`Expr::comparisons`] |
//! | what kind of value does it yield? | [`Expr::result_kind`] |
//! | which histogram buckets does it pick? | [`Expr::buckets`] |
//! | does it decide anything, or hold always? | [`Expr::is_selective`] |
//!
//! [`Template`] answers the same kind of question about the Go templates in a rule's labels and
//! annotations.
//!
//! The module wraps the `promql-parser` crate, whose types stay inside: `convert` turns its tree
//! into `tree`, and everything else works on that. What stands before it (`guard`) refuses the
//! inputs that would make it panic or run out of stack. The parser is not Prometheus: it rejects
//! some valid new syntax, so a [`ParseError`] about an expression that stackgen did not write
//! itself is a reason to warn, not to stop.
//!
//! ```
//! use stackgen::promql::{Expr, Labels, Presence};
//!
//! let expr = Expr::parse("sum by (job) (rate(http_requests_total[5m])) > 100")?;
//! assert_eq!(expr.selectors()[0].selector().metric(), Some("http_requests_total"));
//!
//! let labels = expr.labels(&|_metric| Labels::unknown());
//! assert_eq!(labels.presence("job"), Presence::Unknown);
//! assert_eq!(labels.presence("instance"), Presence::Never);
//! # Ok::<(), stackgen::promql::ParseError>(())
//! ```

mod algebra;
mod bucket;
mod comparison;
mod convert;
mod dead_matcher;
mod expr;
mod function;
mod guard;
mod labels;
mod language;
mod match_problem;
mod matcher;
mod operator;
mod parse_error;
mod quote;
mod raw_counter;
mod raw_string;
#[cfg(test)]
mod real_life;
mod result_kind;
mod scan;
mod selective;
mod selector;
mod selector_use;
mod syntax_hint;
mod template;
mod tree;

pub use bucket::{BucketUse, le_text};
pub use comparison::{Comparison, Side};
pub use dead_matcher::DeadMatcher;
pub use expr::Expr;
pub use function::{Function, Wants};
pub use labels::{Labels, Presence};
pub use language::other_language;
pub use match_problem::{MatchProblem, Mismatch};
pub use matcher::{MatchOp, Matcher};
pub use operator::Comparator;
pub use parse_error::ParseError;
pub use raw_counter::RawCounter;
pub use result_kind::ResultKind;
pub use selector::{Offset, Selector};
pub use selector_use::{Enclosing, SelectorUse};
pub use template::{Template, TemplateFault, TemplateProblem};
