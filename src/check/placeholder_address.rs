//! Addresses that stand for ones that somebody still has to fill in.

use super::Check;
use super::list;
use super::view::View;
use crate::diag::Span;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::stack::RoutedReceiver;

const CODE: Code = Code::new("placeholder-address");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Warning,
    summary: "alerts are sent to, from or through an address at example.com",
    run,
};

/// Reserved by RFC 2606: nobody reads mail there.
const PLACEHOLDERS: [&str; 3] = ["example.com", "example.net", "example.org"];

fn run(view: &View<'_>, found: &mut Diagnostics) {
    let Some(alerting) = &view.stack.alerting else { return };
    let mut places: Vec<(String, Span, String)> = Vec::new();
    let mut add = |host: &str, text: String, span: Span, key: String| {
        let at = PLACEHOLDERS.iter().any(|known| {
            host.strip_suffix(known).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        });
        if at && !places.iter().any(|(_, known, _)| *known == span) {
            places.push((text, span, key));
        }
    };
    if let Some(mail) = &alerting.mail {
        let smarthost = &mail.smarthost;
        let key = "[alertmanager] smtp_smarthost".to_owned();
        add(smarthost.host.as_str(), smarthost.to_string(), smarthost.span, key);
        let from = mail.from.to_string();
        add(domain(&from), from.clone(), mail.from.span, "[alertmanager] smtp_from".to_owned());
    }
    for receiver in alerting.routes.iter().flat_map(|route| &route.receivers) {
        for it in &receiver.destinations {
            let key = format!("[receivers.{}] {}", receiver.name, it.key);
            add(&it.host, it.text.clone(), it.span, key);
        }
    }
    if places.is_empty() {
        return;
    }
    let texts = list::quoted(places.iter().map(|(text, ..)| text));
    let message = match places.len() {
        1 => format!("{texts} is a placeholder"),
        _ => format!("these addresses are placeholders: {texts}"),
    };
    let mut problem = Diagnostic::warning(CODE, message);
    let mut keys: Vec<&str> = Vec::new();
    for (_, span, key) in &places {
        problem = problem.at(*span, "");
        if !keys.contains(&key.as_str()) {
            keys.push(key);
        }
    }
    let problem = problem
        .note("nobody has a mailbox or a server at example.com: what is sent there is lost")
        .help(format!("set {}", list::list(keys)));
    let receivers = alerting.receivers();
    let reads_no_mail = |it: &&&RoutedReceiver| {
        let of_type = &it.of_type.receiver;
        of_type.requires.is_none() && !of_type.for_programs
    };
    let other = receivers.iter().rev().find(reads_no_mail);
    let other = other.filter(|_| alerting.mail.is_some()).map(|it| {
        format!(
            "or, to send nothing by mail, route that tier to another receiver: [routing] P2 = [\"{}\"]",
            it.name
        )
    });
    found.push(problem.help_opt(other));
}

/// What follows the `@`.
fn domain(address: &str) -> &str {
    address.rsplit_once('@').map_or("", |(_, domain)| domain)
}
