//! Labels after a function call.

use super::super::labels::{Label, Labels, Presence};
use super::super::selector::NAME;
use super::super::tree::{Call, Node};
use super::super::{MatchOp, Selector};
use super::{Knowledge, of};

/// The labels of the vector argument, without the name, for most functions; the exceptions are
/// listed here.
pub(super) fn labels(call: &Call, knowledge: Knowledge<'_>) -> Labels {
    if call.scalar {
        return Labels::none();
    }
    match call.function.name() {
        "vector" => return Labels::none(),
        "absent" | "absent_over_time" => return absent(call.arguments.first()),
        _ => {}
    }
    // `hour()` and its like work on the current time if they have no argument.
    let Some(argument) = call.arguments.iter().find(|argument| is_vector(argument)) else {
        return Labels::none();
    };
    let mut labels = of(argument, knowledge);
    if !call.function.keeps_name() {
        labels.drop_label(NAME);
    }
    match call.function.name() {
        "histogram_quantile" | "histogram_fraction" => labels.drop_label("le"),
        "histogram_quantiles" => {
            labels.drop_label("le");
            match call.arguments.get(1) {
                Some(Node::Text(name)) => labels.set(name, Label::new(Presence::Always)),
                _ => labels = labels.opened(),
            }
        }
        "label_replace" => label_replace(&call.arguments, &mut labels),
        "label_join" => label_join(&call.arguments, &mut labels),
        // Adds labels of the info metrics of the same target, whatever they are.
        "info" => labels = labels.opened(),
        _ => {}
    }
    labels
}

fn is_vector(node: &Node) -> bool {
    !node.is_scalar() && !matches!(node, Node::Text(_))
}

/// The labels that a missing series would have for certain: those that exactly one matcher fixes.
fn absent(argument: Option<&Node>) -> Labels {
    let Some(Node::Selector(selector)) = argument else { return Labels::none() };
    let mut labels = Labels::none();
    for matcher in selector.matchers().iter().filter(|matcher| is_only(selector, matcher.label())) {
        if matcher.op() == MatchOp::Equal && !matcher.value().is_empty() {
            let value = Some(matcher.value().to_owned());
            labels.set(matcher.label(), Label { presence: Presence::Always, value });
        }
    }
    labels
}

fn is_only(selector: &Selector, label: &str) -> bool {
    label != NAME && selector.matchers_of(label).count() == 1
}

/// `label_replace(v, dst, replacement, src, regex)`: where the regex matches the whole value of
/// `src`, `dst` is the replacement, and is removed if that is empty; elsewhere it stays.
fn label_replace(arguments: &[Node], labels: &mut Labels) {
    let [_, Node::Text(target), Node::Text(replacement), Node::Text(source), Node::Text(regex)] =
        arguments
    else {
        return;
    };
    let before = labels.label(target);
    let source = labels.label(source);
    let certain = match regex.as_str() {
        "(.*)" | ".*" => true,
        "" => source.presence == Presence::Never,
        _ => false,
    };
    let after = if replacement.is_empty() {
        Label::NEVER
    } else if !replacement.contains('$') {
        Label { presence: Presence::Always, value: Some(replacement.clone()) }
    } else if regex == "(.*)" && matches!(replacement.as_str(), "$1" | "${1}") {
        source
    } else if has_literal_text(replacement) {
        Label::new(Presence::Always)
    } else {
        Label::new(Presence::Sometimes)
    };
    labels.set(target, if certain { after } else { before.or(&after) });
}

/// Whether a replacement is not empty whatever its references (`$1`, `${name}`) stand for.
fn has_literal_text(replacement: &str) -> bool {
    let mut rest = replacement;
    while let Some(reference) = rest.strip_prefix('$') {
        rest = if let Some(braced) = reference.strip_prefix('{') {
            braced.split_once('}').map_or("", |(_, after)| after)
        } else {
            reference.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_')
        };
    }
    !rest.is_empty()
}

/// `label_join(v, dst, separator, src..)`: `dst` is the values of all sources with the separator
/// between them, and is removed if that is empty.
fn label_join(arguments: &[Node], labels: &mut Labels) {
    let [_, Node::Text(target), Node::Text(separator), sources @ ..] = arguments else { return };
    let presences: Vec<Presence> = sources
        .iter()
        .map(|source| match source {
            Node::Text(source) => labels.presence(source),
            _ => Presence::Unknown,
        })
        .collect();
    let joined =
        if (sources.len() > 1 && !separator.is_empty()) || presences.contains(&Presence::Always) {
            Presence::Always
        } else if presences.contains(&Presence::Sometimes) {
            Presence::Sometimes
        } else if presences.contains(&Presence::Unknown) {
            Presence::Unknown
        } else {
            Presence::Never
        };
    labels.set(target, Label::new(joined));
}
