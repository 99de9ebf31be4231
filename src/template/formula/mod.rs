//! A short cut for formulas.
//!
//! Nearly all templates of the catalogue are one formula: `{= ramp(0, above / 100, 2 * window_s + for_s) =}`.
//! minijinja compiles a template before it evaluates it, about a thousand instructions for each
//! token: 18,500 of the 22,000 that an average one took. Read and evaluated at once, without anything
//! in between, it takes less than 5,000. A stack of the preset `standard` has 370 of them, one with a few
//! apps thousands.
//!
//! The rule: the language is minijinja's, and this is no second one. It gives exactly what minijinja
//! would give, or `None`, "not mine", and then minijinja does it. `None` is right wherever there
//! is the least doubt: for statements and comments, for what is not known here, and for every mistake,
//! so that it is minijinja that reports it. `tests` holds each string of the catalogue, and
//! formulas made by chance, against minijinja.

mod arithmetic;
mod cursor;
mod expression;
mod operand;
#[cfg(test)]
mod tests;

use super::Context;
use super::budget::FORMULA;
use expression::Expression;

/// A text with formulas between `{=` and `=}`.
pub(super) fn text(source: &str, context: &Context) -> Option<String> {
    let mut out = String::new();
    let mut rest = source;
    let mut left = FORMULA;
    while let Some((before, after)) = marked(rest)? {
        out.push_str(before);
        let mut expression = Expression::new(after, context, left);
        let value = expression.value()?;
        rest = expression.rest().strip_prefix("=}")?;
        left = expression.left().checked_sub(value.text().map_or(0, str::len))?;
        value.print(&mut out)?;
    }
    out.push_str(rest);
    Some(out)
}

/// The number that an expression comes to.
pub(super) fn number(source: &str, context: &Context) -> Option<f64> {
    whole(source, context)?.number()
}

/// Whether an expression is true.
pub(super) fn truth(source: &str, context: &Context) -> Option<bool> {
    whole(source, context)?.truth()
}

fn whole<'a>(source: &'a str, context: &'a Context) -> Option<operand::Operand<'a>> {
    let mut expression = Expression::new(source, context, FORMULA);
    let value = expression.value()?;
    expression.rest().is_empty().then_some(value)
}

/// What stands before the next formula, and what from there on, if there is one. `None` if it is
/// something else, or changes the white space around it.
#[expect(clippy::option_option, reason = "the outer one says whose it is")]
fn marked(text: &str) -> Option<Option<(&str, &str)>> {
    let mut from = 0;
    while let Some(brace) = text[from..].find('{') {
        let at = from + brace;
        match text.as_bytes().get(at + 1) {
            Some(b'%' | b'#') => return None,
            Some(b'=') => {
                let after = &text[at + 2..];
                let plain = !after.starts_with(['-', '+']);
                return plain.then_some(Some((&text[..at], after)));
            }
            _ => from = at + 1,
        }
    }
    Some(None)
}
