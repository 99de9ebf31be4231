use super::super::{Context, functions, samples};
use super::arithmetic::{self, Operator};
use super::cursor::Cursor;
use super::operand::Operand;
use std::borrow::Cow;
use std::cmp::Ordering;

/// How much may stand within one another. minijinja allows more.
const DEEPEST: usize = 16;

/// How tightly operators bind; from minijinja's parser, in which `~` binds tighter than `+`.
const OR: u8 = 1;
const AND: u8 = 2;
const NOT: u8 = 3;
const COMPARISON: u8 = 4;
const SUM: u8 = 5;
const JOIN: u8 = 6;
const PRODUCT: u8 = 7;

/// An expression that is evaluated as it is read.
///
/// What minijinja would not evaluate, the other branch of a condition, is evaluated as well: nothing
/// here has an effect, and where it cannot be evaluated, minijinja is asked.
#[derive(Debug)]
pub(super) struct Expression<'a> {
    cursor: Cursor<'a>,
    context: &'a Context,
    depth: usize,
    /// How many bytes of text it may still make.
    left: usize,
}

impl<'a> Expression<'a> {
    pub(super) fn new(source: &'a str, context: &'a Context, left: usize) -> Self {
        Self { cursor: Cursor::new(source), context, depth: 0, left }
    }

    /// What is left of the bytes of text that it may make.
    pub(super) fn left(&self) -> usize {
        self.left
    }

    /// Takes the length of a text that was made. `None` if there is not so much left: minijinja counts
    /// it again, and says so.
    fn spend(&mut self, value: Operand<'a>) -> Option<Operand<'a>> {
        self.left = self.left.checked_sub(value.text().map_or(0, str::len))?;
        Some(value)
    }

    /// What follows what was read, without white space before it.
    pub(super) fn rest(&mut self) -> &'a str {
        self.cursor.rest()
    }

    /// `A`, or `A if B else C`.
    pub(super) fn value(&mut self) -> Option<Operand<'a>> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        let mut value = self.binary(OR)?;
        if self.cursor.eat_word("if") {
            let condition = self.binary(OR)?;
            let other = self.cursor.eat_word("else").then(|| self.value())??;
            if !condition.truth()? {
                value = other;
            }
        }
        self.depth -= 1;
        Some(value)
    }

    /// Operands with operators between them that bind at least so tightly.
    fn binary(&mut self, least: u8) -> Option<Operand<'a>> {
        let mut left = if least <= NOT && self.cursor.eat_word("not") {
            self.depth += 1;
            if self.depth > DEEPEST {
                return None;
            }
            let operand = self.binary(NOT)?;
            self.depth -= 1;
            Operand::Truth(!operand.truth()?)
        } else {
            self.filtered()?
        };
        let mut compared = false;
        while let Some((operator, tightness, length)) = self.operator() {
            if tightness < least {
                break;
            }
            // In `a < b < c`, both have to hold.
            if std::mem::replace(&mut compared, tightness == COMPARISON) && compared {
                return None;
            }
            self.cursor.skip(length);
            let right = self.binary(tightness + 1)?;
            left = operator.apply(left, right)?;
            if operator == Operator::Join {
                left = self.spend(left)?;
            }
        }
        Some(left)
    }

    /// The next operator, how tightly it binds, and its length.
    fn operator(&mut self) -> Option<(Operator, u8, usize)> {
        Some(match self.cursor.bytes() {
            [b'*', b'*', ..] => return None,
            [b'*', ..] => (Operator::Multiply, PRODUCT, 1),
            [b'/', b'/', ..] => (Operator::DivideDown, PRODUCT, 2),
            [b'/', ..] => (Operator::Divide, PRODUCT, 1),
            [b'%', ..] => (Operator::Rest, PRODUCT, 1),
            [b'~', ..] => (Operator::Join, JOIN, 1),
            [b'+', ..] => (Operator::Add, SUM, 1),
            [b'-', ..] => (Operator::Subtract, SUM, 1),
            [b'=', b'=', ..] => (Operator::Equal, COMPARISON, 2),
            [b'!', b'=', ..] => (Operator::Unequal, COMPARISON, 2),
            [b'<', b'=', ..] => (Operator::LessOrEqual, COMPARISON, 2),
            [b'>', b'=', ..] => (Operator::MoreOrEqual, COMPARISON, 2),
            [b'<', ..] => (Operator::Less, COMPARISON, 1),
            [b'>', ..] => (Operator::More, COMPARISON, 1),
            [b'a', ..] if self.cursor.is_word("and") => (Operator::And, AND, 3),
            [b'o', ..] if self.cursor.is_word("or") => (Operator::Or, OR, 2),
            _ => return None,
        })
    }

    /// A primary with its signs before it and its filters behind it, which apply to the signed
    /// value.
    fn filtered(&mut self) -> Option<Operand<'a>> {
        let mut signs = 0;
        while self.cursor.eat(b'-') {
            signs += 1;
        }
        if signs > DEEPEST {
            return None;
        }
        let mut value = self.primary()?;
        for _ in 0..signs {
            value = arithmetic::negate(&value)?;
        }
        while self.cursor.eat(b'|') {
            value = self.filter(value)?;
        }
        Some(value)
    }

    fn filter(&mut self, value: Operand<'a>) -> Option<Operand<'a>> {
        match self.cursor.name()? {
            "round" if self.cursor.eat(b'(') => match self.arguments()? {
                [Operand::Int(decimals)] => arithmetic::round(&value, decimals),
                _ => None,
            },
            "round" => arithmetic::round(&value, 0),
            "int" => arithmetic::int(&value),
            "abs" => arithmetic::abs(&value),
            "max" => arithmetic::extreme(value, Ordering::Greater),
            "min" => arithmetic::extreme(value, Ordering::Less),
            "replace" if self.cursor.eat(b'(') => {
                let [from, to] = self.arguments()?;
                let (text, from, to) = (value.text()?, from.text()?, to.text()?);
                let length = text.matches(from).count().checked_mul(to.len())?;
                (length <= self.left).then_some(())?;
                self.spend(Operand::Text(Cow::Owned(text.replace(from, to))))
            }
            _ => None,
        }
    }

    fn primary(&mut self) -> Option<Operand<'a>> {
        match self.cursor.next()? {
            b'(' => {
                self.cursor.skip(1);
                let [value] = self.arguments()?;
                Some(value)
            }
            b'[' => {
                self.cursor.skip(1);
                let mut items = vec![self.value()?];
                while self.cursor.eat(b',') {
                    items.push(self.value()?);
                }
                self.cursor.eat(b']').then_some(Operand::List(items))
            }
            b'\'' | b'"' => self.cursor.string().map(|text| Operand::Text(Cow::Borrowed(text))),
            b'0'..=b'9' => {
                let digits = self.cursor.digits()?;
                if digits.contains('.') {
                    Operand::float(digits.parse().ok()?)
                } else {
                    digits.parse().ok().map(Operand::Int)
                }
            }
            _ => self.named(),
        }
    }

    /// A variable, a field of one, or the call of a function.
    fn named(&mut self) -> Option<Operand<'a>> {
        let name = self.cursor.name()?;
        if self.cursor.eat(b'(') {
            return self.call(name);
        }
        if matches!(name, "true" | "True" | "false" | "False" | "none" | "None") {
            return None;
        }
        let variable = self.context.get(name)?;
        if !self.cursor.eat(b'.') {
            return Operand::of(variable);
        }
        let mut value = variable.get_attr(self.cursor.name()?).ok()?;
        while self.cursor.eat(b'.') {
            value = value.get_attr(self.cursor.name()?).ok()?;
        }
        let value = Operand::of_owned(&value)?;
        self.spend(value)
    }

    fn call(&mut self, name: &str) -> Option<Operand<'a>> {
        // A variable of the name would be called in place of the function.
        if self.context.get(name).is_some() {
            return None;
        }
        let run = match name {
            "flat" => {
                let [value, seconds] = self.arguments()?;
                samples::flat(value.number()?, seconds.number()?, self.interval()?)
            }
            "ramp" => {
                let [first, step, seconds] = self.arguments()?;
                let (first, step) = (first.number()?, step.number()?);
                samples::ramp(first, step, seconds.number()?, self.interval()?)
            }
            "stairs" => {
                let [first, step, seconds, count] = self.arguments()?;
                let (first, step) = (first.number()?, step.number()?);
                samples::stairs(first, step, seconds.number()?, count.number()?, self.interval()?)
            }
            "missing" => {
                let [seconds] = self.arguments()?;
                samples::missing(seconds.number()?, self.interval()?)
            }
            _ => None,
        };
        self.spend(Operand::Text(Cow::Owned(run?)))
    }

    /// Exactly so many values with commas between them, and the parenthesis behind them.
    fn arguments<const N: usize>(&mut self) -> Option<[Operand<'a>; N]> {
        let mut values = [const { Operand::Nothing }; N];
        for (index, value) in values.iter_mut().enumerate() {
            if index > 0 && !self.cursor.eat(b',') {
                return None;
            }
            *value = self.value()?;
        }
        self.cursor.eat(b')').then_some(values)
    }

    fn interval(&self) -> Option<f64> {
        Operand::of(self.context.get(functions::INTERVAL)?)?.number()
    }
}
