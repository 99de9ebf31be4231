//! What other services call a service: the URLs and addresses in their environment.

use super::super::Reason;
use super::super::service::Service;
use super::image::Words;
use crate::catalog::Detect;
use crate::yaml::Text;
use std::collections::BTreeMap;

/// How one service names another.
pub(super) struct Clue {
    /// The scheme of the URL, or nothing.
    scheme: Option<String>,
    /// The variable that names it.
    variable: Words,
    /// The port, if it is named too.
    pub(super) port: Option<u16>,
    /// For people.
    pub(super) reason: Reason,
}

impl Clue {
    /// Whether only clients of such a service would name it like that.
    pub(super) fn fits(&self, detect: &Detect) -> bool {
        if let Some(scheme) = &self.scheme {
            return detect.schemes.iter().any(|it| it.as_str() == scheme);
        }
        let mut words = detect.words.iter().chain(&detect.names);
        words.any(|word| self.variable.has(word.as_str()))
    }
}

/// What is said of each service, by its number.
pub(super) type Clues = BTreeMap<usize, Vec<Clue>>;

/// Reads the environments of all services.
pub(super) fn gather(services: &[Service]) -> Clues {
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, service) in services.iter().enumerate() {
        names.entry(&service.name).or_insert(index);
        for name in service.other_names() {
            names.entry(name).or_insert(index);
        }
    }
    let mut clues = Clues::new();
    for (index, service) in services.iter().enumerate() {
        for variable in &service.variables {
            let Some(value) = &variable.value else { continue };
            for (scheme, host, port) in addresses(value) {
                let Some(&named) = names.get(host.as_str()).filter(|named| **named != index) else {
                    continue;
                };
                let name = if variable.is_sound() { &variable.name } else { "a variable" };
                let text = format!("{} names it in {name}", service.name);
                let reason = Reason { text, place: variable.place };
                let variable = Words::new(&variable.name);
                clues.entry(named).or_default().push(Clue { scheme, variable, port, reason });
            }
        }
    }
    clues
}

/// The addresses in a value: of its URLs, or the value itself as `HOST` or `HOST:PORT`, several with commas.
fn addresses(value: &Text) -> Vec<(Option<String>, String, Option<u16>)> {
    if value.text.len() > 4096 {
        return Vec::new();
    }
    let parts = value.text.split([',', ' ']).filter(|part| !part.is_empty()).take(20);
    let mut scheme: Option<String> = None;
    let mut found = Vec::new();
    for part in parts {
        let rest = match part.split_once("://") {
            Some((name, rest)) => {
                scheme = Some(name.to_lowercase());
                rest
            }
            None => part,
        };
        let authority = rest.split(['/', '?', ';']).next().unwrap_or_default();
        let place = authority.rsplit('@').next().unwrap_or_default();
        let (host, port) = match place.split_once(':') {
            Some((host, port)) => (host, port.parse().ok()),
            None => (place, None),
        };
        found.push((scheme.clone(), host.to_owned(), port));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(value: &str, expected: &[(Option<&str>, &str, Option<u16>)]) {
        let found = addresses(&Text::new(value));
        let found =
            found.iter().map(|(scheme, host, port)| (scheme.as_deref(), host.as_str(), *port));
        assert_eq!(found.collect::<Vec<_>>(), expected, "{value}");
    }

    #[test]
    fn addresses_are_found_in_values() {
        case("postgres://u:p@db:5433/x?y", &[(Some("postgres"), "db", Some(5433))]);
        case("jdbc:mysql://mysql/x", &[(Some("jdbc:mysql"), "mysql", None)]);
        case("cache", &[(None, "cache", None)]);
        case("a:9092,b:9092", &[(None, "a", Some(9092)), (None, "b", Some(9092))]);
        case("redis://\u{fffc}", &[(Some("redis"), "\u{fffc}", None)]);
    }
}
