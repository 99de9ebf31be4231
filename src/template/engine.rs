use super::budget::Budget;
use super::emitted::{Emitted, dollars};
use super::fuelled::Fuelled;
use super::{Context, Kind, Scalars, formula, functions, guard, language, scalar};
use minijinja::syntax::SyntaxConfig;
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, Value,
};
use serde_json::Value as Json;
use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Renders templates: those of files, which are stackgen's own, and those of integrations, which may be a
/// stranger's. The latter have a budget, each of them and all together.
pub struct Engine {
    env: Environment<'static>,
    emitted: Arc<Mutex<Emitted>>,
    fuelled: Fuelled,
    budget: Budget,
}

/// A rendered YAML file.
#[derive(Clone, Debug)]
pub struct Rendered {
    /// Its text.
    pub text: String,
    /// Every scalar that a value became, in order. Reading the text back must give them again, in
    /// the same order, between those that the template itself has.
    pub scalars: Scalars,
}

/// Why a template cannot be rendered.
#[derive(Clone, Debug)]
pub struct TemplateError {
    /// Why.
    pub message: String,
    /// The line of the template, from 1, if it is known.
    pub line: Option<usize>,
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for TemplateError {}

impl From<Error> for TemplateError {
    fn from(error: Error) -> Self {
        let mut message = match error.kind() {
            ErrorKind::UndefinedError => "a variable that does not exist is used".to_owned(),
            ErrorKind::OutOfFuel => super::fuelled::out_of_fuel(),
            kind => kind.to_string(),
        };
        if let Some(detail) = error.detail() {
            message = format!("{message}: {detail}");
        }
        Self { message, line: error.line() }
    }
}

impl Engine {
    /// An engine that knows the functions of the catalogue's templates.
    ///
    /// # Panics
    /// Never: the syntax is a constant.
    pub fn new() -> Self {
        let mut env = environment();
        env.set_auto_escape_callback(|name| match name.rsplit_once('.') {
            Some((_, "yml")) => AutoEscape::Json,
            _ => AutoEscape::None,
        });
        let emitted = Arc::<Mutex<Emitted>>::default();
        let log = Arc::clone(&emitted);
        env.set_formatter(move |out, state, value| format(out, state, value, &log));
        let log = Arc::clone(&emitted);
        env.add_filter("block", move |state: &State<'_, '_>, text: Cow<'_, str>, indent: usize| {
            let text = dollars(state.name(), &text);
            lock(&log).scalars.push(&text, Kind::Text);
            Value::from_safe_string(scalar::block(&text, indent))
        });
        env.add_filter("comment", |text: &Value| {
            Value::from_safe_string(scalar::comment(&text.to_string()).into_owned())
        });
        let log = Arc::clone(&emitted);
        env.add_filter("key", move |text: Cow<'_, str>| {
            lock(&log).scalars.push(&text, Kind::Text);
            Value::from_safe_string(scalar::key(&text).into_owned())
        });
        Self { env, emitted, fuelled: Fuelled::default(), budget: Budget::new() }
    }

    /// Renders a text in which values stand as they are.
    ///
    /// # Errors
    /// Says what is wrong with the template, which of its variables is missing, or which budget it
    /// exceeds.
    pub fn text(&self, source: &str, context: &Context) -> Result<String, TemplateError> {
        guard::text(source)?;
        self.budget.work(units(source.len()))?;
        let text = match formula::text(source, context) {
            Some(text) => text,
            None => self.compiled_text(source, context)?,
        };
        self.budget.text(text.len())?;
        Ok(text)
    }

    /// The same by minijinja.
    pub(super) fn compiled_text(
        &self,
        source: &str,
        context: &Context,
    ) -> Result<String, TemplateError> {
        language::text(source, syntax(), context)?;
        self.fuelled
            .run(source, &self.budget, |env| env.render_named_str("text", source, context.value()))
    }

    /// The number that an expression comes to.
    ///
    /// # Errors
    /// Says what is wrong with the expression, that it is no number, or which budget it exceeds.
    pub fn number(&self, source: &str, context: &Context) -> Result<f64, TemplateError> {
        guard::expression(source)?;
        self.budget.work(units(source.len()))?;
        match formula::number(source, context) {
            Some(number) => Ok(number),
            None => Ok(f64::try_from(self.compiled(source, context)?)?),
        }
    }

    /// Whether an expression is true.
    ///
    /// # Errors
    /// Says what is wrong with the expression, or which budget it exceeds.
    pub fn truth(&self, source: &str, context: &Context) -> Result<bool, TemplateError> {
        guard::expression(source)?;
        self.budget.work(units(source.len()))?;
        match formula::truth(source, context) {
            Some(truth) => Ok(truth),
            None => Ok(self.compiled(source, context)?.is_true()),
        }
    }

    /// What an expression comes to.
    ///
    /// # Errors
    /// Says what is wrong with the expression, which of its variables is missing, or which budget it
    /// exceeds.
    pub fn value(&self, source: &str, context: &Context) -> Result<Json, TemplateError> {
        guard::expression(source)?;
        self.budget.work(units(source.len()))?;
        let value = self.compiled(source, context)?;
        if value.is_undefined() {
            return Err(Error::from(ErrorKind::UndefinedError).into());
        }
        Ok(serde_json::to_value(value).unwrap_or_default())
    }

    /// The items of the list that an expression comes to.
    ///
    /// # Errors
    /// Says what is wrong with the expression, that it is no list, or which budget it exceeds.
    pub fn items(&self, source: &str, context: &Context) -> Result<Vec<Json>, TemplateError> {
        guard::expression(source)?;
        self.budget.work(units(source.len()))?;
        let items = self.compiled(source, context)?.try_iter()?;
        Ok(items.map(|item| serde_json::to_value(item).unwrap_or_default()).collect())
    }

    /// The value of an expression by minijinja.
    pub(super) fn compiled(&self, source: &str, context: &Context) -> Result<Value, TemplateError> {
        language::expression(source, context)?;
        self.fuelled
            .run(source, &self.budget, |env| env.compile_expression(source)?.eval(context.value()))
    }

    /// Takes something of what the templates may come to, for a text that was made of one.
    ///
    /// # Errors
    /// Says which budget it exceeds.
    pub fn charge(&self, length: usize) -> Result<(), TemplateError> {
        self.budget.text(length)
    }

    /// Whether there is a template of a name.
    pub fn has(&self, name: &str) -> bool {
        self.env.get_template(name).is_ok()
    }

    /// Adds the template of a file, to be rendered as often as there are such files.
    ///
    /// # Errors
    /// Says what is wrong with the template.
    pub fn add(&mut self, name: &'static str, source: &'static str) -> Result<(), TemplateError> {
        Ok(self.env.add_template(name, source)?)
    }

    /// Renders a file of a template that was added. In a YAML file, every value becomes one scalar, or a
    /// flow list or map of scalars. In a Compose file, `$` is doubled, as Compose would expand it
    /// otherwise.
    ///
    /// # Errors
    /// Says which of the template's variables is missing, or what is wrong with one.
    pub fn file(&self, name: &str, context: &Context) -> Result<Rendered, TemplateError> {
        lock(&self.emitted).scalars = Scalars::default();
        let text = self.env.get_template(name)?.render(context.value())?;
        let scalars = std::mem::take(&mut lock(&self.emitted).scalars);
        Ok(Rendered { text, scalars })
    }
}

/// What all templates have: the syntax, and the functions.
pub(super) fn environment() -> Environment<'static> {
    let mut env = Environment::new();
    env.set_syntax(syntax());
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    functions::add(&mut env);
    env
}

fn syntax() -> SyntaxConfig {
    let syntax = SyntaxConfig::builder()
        .variable_delimiters("{=", "=}")
        .trim_blocks(true)
        .lstrip_blocks(true)
        .keep_trailing_newline(true)
        .build();
    syntax.expect("the delimiters differ")
}

/// A length, as work.
fn units(length: usize) -> u64 {
    /// A formula is read, and evaluated at once.
    const EACH: u64 = 8;

    length as u64 * EACH
}

impl Default for Engine {
    fn default() -> Self {
        Self::new()
    }
}

fn lock(log: &Mutex<Emitted>) -> MutexGuard<'_, Emitted> {
    log.lock().unwrap_or_else(PoisonError::into_inner)
}

fn format(
    out: &mut Output<'_>,
    state: &State<'_, '_>,
    value: &Value,
    log: &Mutex<Emitted>,
) -> Result<(), Error> {
    if value.is_undefined() {
        return Err(Error::from(ErrorKind::UndefinedError));
    }
    if *state.auto_escape() != AutoEscape::Json || value.is_safe() {
        match value.as_str() {
            Some(text) => out.write_str(text)?,
            None => write!(out, "{value}")?,
        }
        return Ok(());
    }
    Ok(out.write_str(lock(log).value(state.name(), value)?)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_leaves_the_braces_of_others() {
        let engine = Engine::new();
        let context = Context::default().with("threshold", 80);
        let out = engine.text("{{ $labels.x }} > {= threshold =}", &context).unwrap();
        assert_eq!(out, "{{ $labels.x }} > 80");
        assert!(engine.text("{= nothing =}", &context).is_err());
        assert!(engine.text("{% if %}", &context).is_err());
    }

    #[test]
    fn expressions() {
        let engine = Engine::new();
        let context = Context::default().with("for_s", 300.0).with("interval_s", 15);
        assert!((engine.number("for_s + 2 * interval_s", &context).unwrap() - 330.0).abs() < 1e-9);
        assert!(engine.number("'x'", &context).is_err());
        assert!(engine.truth("for_s > 0", &context).unwrap());
    }

    #[test]
    fn samples_in_promtools_notation() {
        let engine = Engine::new();
        let context = Context::default().with("interval_s", 15);
        let run = |source: &str| engine.text(source, &context).unwrap();
        assert_eq!(run("{= flat(1, 60) =}"), "1+0x3");
        assert_eq!(run("{= ramp(0, 0.2, 60) =}"), "0+3x3");
        assert_eq!(run("{= ramp(9, -0.2, 1) =}"), "9-3x0");
        assert_eq!(run("{= missing(60) =}"), "_x4");
        assert!(engine.text("{= flat(1, 1e12) =}", &context).is_err());
    }

    #[test]
    fn yaml_values_are_scalars() {
        let mut engine = Engine::new();
        let context = Context::default()
            .with("text", "a: b\n$X")
            .with("list", ["yes", "no"])
            .with("number", 1.5);
        let source = "k: {= text =}\nl: {= list =}\nn: {= number =}\n";
        assert!(engine.file("prometheus.yml", &context).is_err());
        engine.add("prometheus.yml", source).unwrap();
        engine.add("docker-compose.monitoring.yml", source).unwrap();
        assert!(engine.has("prometheus.yml") && !engine.has("other.yml"));
        let plain = engine.file("prometheus.yml", &context).unwrap();
        assert_eq!(plain.text, "k: \"a: b\\n$X\"\nl: [\"yes\", \"no\"]\nn: 1.5\n");
        let text = |text| (text, Kind::Text);
        let values = [text("a: b\n$X"), text("yes"), text("no"), ("1.5", Kind::NumberOrTruth)];
        assert!(plain.scalars.iter().eq(values));
        let compose = engine.file("docker-compose.monitoring.yml", &context).unwrap();
        assert!(compose.text.contains("$$X"));
    }
}
