use super::budget::Budget;
use super::formatter::{self, TEXT};
use super::fuelled::Fuelled;
use super::{Context, functions, guard, language};
use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior, Value};
use serde_json::Value as Json;
use std::fmt;

/// Renders templates: those of files, which are stackgen's own, and those of integrations, which may be a
/// stranger's. The latter have a budget, each of them and all together.
pub struct Engine {
    env: Environment<'static>,
    fuelled: Fuelled,
    budget: Budget,
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
        formatter::install(&mut env);
        Self { env, fuelled: Fuelled::default(), budget: Budget::new() }
    }

    /// Renders a text in which values stand as they are.
    ///
    /// # Errors
    /// Says what is wrong with the template, which of its variables is missing, or which budget it
    /// exceeds.
    pub fn text(&self, source: &str, context: &Context) -> Result<String, TemplateError> {
        self.named(TEXT, source, context)
    }

    /// Renders a file of an integration's. In a YAML file, every value becomes one scalar, or a flow list
    /// or map of scalars. In any other, a value stands as it is, or in double quotes if it has other
    /// characters than names, paths and addresses have.
    ///
    /// # Errors
    /// As [`text`](Self::text).
    pub fn own_file(
        &self,
        path: &str,
        source: &str,
        context: &Context,
    ) -> Result<String, TemplateError> {
        self.named(path, source, context)
    }

    fn named(&self, name: &str, source: &str, context: &Context) -> Result<String, TemplateError> {
        guard::text(source)?;
        self.budget.work(units(source.len()))?;
        // Most texts of the catalogue have nothing to be filled in.
        let text = if guard::has_tags(source) {
            language::text(source, self.env.syntax().clone(), context)?;
            let render =
                |env: &Environment<'_>| env.render_named_str(name, source, context.value());
            self.fuelled.run(source, &self.budget, render)?
        } else {
            source.to_owned()
        };
        self.budget.text(text.len())?;
        Ok(text)
    }

    /// The number that an expression comes to.
    ///
    /// # Errors
    /// Says what is wrong with the expression, that it is no number, or which budget it exceeds.
    pub fn number(&self, source: &str, context: &Context) -> Result<f64, TemplateError> {
        Ok(f64::try_from(self.compiled(source, context)?)?)
    }

    /// Whether an expression is true.
    ///
    /// # Errors
    /// Says what is wrong with the expression, or which budget it exceeds.
    pub fn truth(&self, source: &str, context: &Context) -> Result<bool, TemplateError> {
        Ok(self.compiled(source, context)?.is_true())
    }

    /// What an expression comes to.
    ///
    /// # Errors
    /// Says what is wrong with the expression, which of its variables is missing, or which budget it
    /// exceeds.
    pub fn value(&self, source: &str, context: &Context) -> Result<Json, TemplateError> {
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
        let items = self.compiled(source, context)?.try_iter()?;
        Ok(items.map(|item| serde_json::to_value(item).unwrap_or_default()).collect())
    }

    fn compiled(&self, source: &str, context: &Context) -> Result<Value, TemplateError> {
        guard::expression(source)?;
        self.budget.work(units(source.len()))?;
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
    pub fn file(&self, name: &str, context: &Context) -> Result<String, TemplateError> {
        Ok(self.env.get_template(name)?.render(context.value())?)
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
    /// A template is read before it is compiled, to see what it uses.
    const EACH: u64 = 8;

    length as u64 * EACH
}

impl Default for Engine {
    fn default() -> Self {
        Self::new()
    }
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
        assert_eq!(plain, "k: \"a: b\\n$X\"\nl: [\"yes\", \"no\"]\nn: 1.5\n");
        let compose = engine.file("docker-compose.monitoring.yml", &context).unwrap();
        assert!(compose.contains("$$X"));
    }
}
