//! From texts to a stack: everything between reading files and writing them, without either.
//!
//! [`resolve`] is what every verb of the command line does with a spec, and what a program that
//! takes specs from elsewhere calls:
//!
//! ```
//! use stackgen::pipeline::{Input, SpecText, resolve};
//!
//! let text = "version = 2\n".to_owned();
//! let spec = SpecText { name: "stack.toml".to_owned(), text };
//! let resolved = resolve(Input { spec: Some(spec), ..Input::default() });
//! assert!(resolved.accepted().is_none());
//! assert!(resolved.diagnostics.has_errors());
//! ```

use crate::catalog::{Catalog, Neighbour, UserFile};
use crate::check;
use crate::decode::{Cx, Decode as _, Node, codes, hide_secrets, merge, parse};
use crate::diag::{Diagnostic, Diagnostics, SourceId, Sources, Span, closest};
use crate::spec::{self, PresetName, Spec, VERSION};
use crate::stack::{self, OwnFiles, Stack};
use crate::value::{OwnPath, unix_text};

/// The text of a spec.
#[derive(Clone, Debug)]
pub struct SpecText {
    /// What reports call it: a path as the user gave it, or `<stdin>`.
    pub name: String,
    /// Its TOML.
    pub text: String,
}

/// Everything that a stack is made of.
#[derive(Clone, Debug, Default)]
pub struct Input {
    /// The spec. Without one, the preset alone is the spec.
    pub spec: Option<SpecText>,
    /// The preset to start from, instead of the one that the spec names.
    pub preset: Option<String>,
    /// The user's own integrations and types of receivers, sorted by name.
    pub own: Vec<UserFile>,
    /// What else lies in their folders.
    pub beside: Vec<Neighbour>,
    /// What was read of the [`named_files`] of the spec.
    pub files: OwnFiles,
}

/// What became of it.
#[derive(Debug)]
pub struct Resolved {
    /// The stack, as far as it could be resolved.
    pub stack: Option<Stack>,
    /// Every text that was read, for reports that quote it.
    pub sources: Sources,
    /// What is wrong with it.
    pub diagnostics: Diagnostics,
}

impl Resolved {
    /// The stack, if nothing is wrong with it, so that it can be rendered.
    pub fn accepted(&self) -> Option<&Stack> {
        self.stack.as_ref().filter(|_| !self.diagnostics.has_errors())
    }
}

/// The user's own files that a spec names, which whoever resolves it reads before. What is no TOML names none.
pub fn named_files(spec: &str) -> Vec<OwnPath> {
    if !spec::may_name_files(spec) {
        return vec![];
    }
    let mut sources = Sources::default();
    let source = sources.add("", unix_text(spec.to_owned()));
    spec::named_files(&parse(source, &sources, &mut Diagnostics::default()))
}

/// Lays the spec over its preset, reads and resolves it, and checks what comes out.
pub fn resolve(input: Input) -> Resolved {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    // Line endings say nothing, and no position depends on them.
    let source = input.spec.map(|spec| sources.add(spec.name, unix_text(spec.text)));
    let own = input.own.into_iter().map(|file| {
        let templates = file.templates.into_iter();
        let templates = templates.map(|(path, text)| (path, unix_text(text))).collect();
        UserFile { text: unix_text(file.text), templates, ..file }
    });
    let mut catalog = Catalog::new(own.collect(), &mut sources, &mut diagnostics);
    diagnostics.extend(input.beside.iter().filter_map(Neighbour::mistake));
    let tree = tree(source, input.preset.as_deref(), &mut sources, &mut diagnostics);
    let mut cx = Cx::new(&mut sources, &mut diagnostics);
    let spec = Spec::decode(&tree, &mut cx).filter(|spec| version_is_known(spec, &mut cx));
    let stack = spec.map(|spec| {
        stack::resolve(&spec, &mut catalog, &input.files, &mut sources, &mut diagnostics)
    });
    if let Some(stack) = &stack
        && !diagnostics.has_errors()
    {
        check::check(stack, &sources, &mut diagnostics);
    }
    for source in diagnostics.sources() {
        hide_secrets(source, &mut sources);
    }
    Resolved { stack, sources, diagnostics }
}

/// The spec over its preset, and that over the preset's own.
fn tree(
    source: Option<SourceId>,
    preset: Option<&str>,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Node {
    let own = source.map(|source| parse(source, sources, diagnostics));
    if let Some(own) = &own
        && own.get("version").is_none()
        && !diagnostics.has(codes::SYNTAX)
    {
        let start = Span { end: own.span.start, ..own.span };
        diagnostics.push(
            Diagnostic::error(codes::MISSING_KEY, "a spec needs `version`")
                .at(start, "")
                .help(format!("start with: version = {VERSION}")),
        );
    }
    let named = own.as_ref().and_then(|own| own.get("preset")).and_then(Node::as_str);
    let wanted = preset.or(named).unwrap_or(PresetName::Standard.as_str());
    if let Some(given) = preset
        && !PresetName::NAMES.contains(&given)
    {
        let near = closest(given, PresetName::NAMES.iter().copied());
        diagnostics.push(
            Diagnostic::error(codes::BAD_VALUE, format!("there is no preset `{given}`"))
                .help_opt(near.map(|near| format!("did you mean `{near}`?")))
                .help(format!("there are {}", PresetName::NAMES.join(", "))),
        );
    }
    // An unknown name is reported here or when the spec is decoded. Then the preset that was most
    // likely meant is laid under the spec, so that it is not accused of what that would have.
    let known = PresetName::NAMES.iter().copied();
    let likely = known.clone().find(|known| *known == wanted).or_else(|| closest(wanted, known));
    let mut next = Some(likely.unwrap_or(PresetName::Standard.as_str()).to_owned());
    let mut layers: Vec<Node> = own.into_iter().collect();
    while let Some(name) = next {
        let Some(node) = Catalog::preset(&name, sources, diagnostics) else { break };
        next = node.get("preset").and_then(Node::as_str).map(str::to_owned);
        layers.push(node);
    }
    let mut layers = layers.into_iter().rev();
    let base = layers.next().unwrap_or_else(|| empty(sources));
    layers.fold(base, merge)
}

fn empty(sources: &mut Sources) -> Node {
    let source = sources.add("<nothing>", "");
    parse(source, sources, &mut Diagnostics::default())
}

fn version_is_known(spec: &Spec, cx: &mut Cx<'_>) -> bool {
    let known = spec.version.value == VERSION;
    if !known {
        cx.report(
            Diagnostic::error(codes::BAD_VALUE, format!("the version of a spec is {VERSION}"))
                .at(spec.version.span, "")
                .note("a later version needs a later stackgen"),
        );
    }
    known
}
