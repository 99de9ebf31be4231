//! The name of an image, taken apart.

use super::super::interpolate;
use crate::yaml::Text;

/// An image's name without registry, tag and digest, in lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Image {
    /// Its parts: `bitnami`, `redis`.
    parts: Vec<String>,
    /// The words of its last part.
    last: Words,
    /// The words of all of them.
    all: Words,
    /// Whether only a variable without a value tells its last part.
    pub(super) is_unknown: bool,
}

impl Image {
    /// Takes an image apart. Of a variable without a value, its own name is used: `VALKEY_IMAGE`.
    pub(super) fn new(text: &Text) -> Self {
        let name = without_tag(&text.text).to_lowercase();
        let mut parts: Vec<String> = name.split('/').map(str::to_owned).collect();
        if parts.len() > 1 && parts.first().is_some_and(|first| is_registry(first)) {
            parts.remove(0);
        }
        let last = parts.last().cloned().unwrap_or_default();
        let is_unknown = last.contains(Text::UNKNOWN);
        if is_unknown {
            let names = text.raw.as_deref().map(interpolate::variables).unwrap_or_default();
            let told = names.join("_").to_lowercase();
            parts.pop();
            parts.push(last.replace(Text::UNKNOWN, &told));
        }
        let last = Words::new(parts.last().map_or("", String::as_str));
        let all = Words::new(&parts.join("/"));
        Self { parts, last, all, is_unknown }
    }

    /// Whether this is its name: its last part, or its last parts if the name has several.
    pub(super) fn is(&self, name: &str) -> bool {
        let mut parts = self.parts.iter().rev();
        !self.is_unknown
            && name.rsplit('/').all(|wanted| parts.next().is_some_and(|it| it == wanted))
    }

    /// Whether its last part has a word.
    pub(super) fn has_word(&self, word: &str) -> bool {
        self.last.has(word)
    }

    /// Whether any of its parts has a word.
    pub(super) fn has_word_anywhere(&self, word: &str) -> bool {
        self.all.has(word)
    }
}

/// A name and its words, in lower case: what stands between `-`, `_`, `/`, `:` and `.`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Words {
    name: String,
    words: Vec<String>,
}

impl Words {
    pub(super) fn new(name: &str) -> Self {
        let name = name.to_lowercase();
        let words = name.split(is_joint).map(str::to_owned).collect();
        Self { name, words }
    }

    /// Whether this is all of it.
    pub(super) fn is(&self, name: &str) -> bool {
        self.name == name
    }

    /// Whether it has a word, alone or several joined as in the name; digits at its end do not count.
    pub(super) fn has(&self, word: &str) -> bool {
        if !word.contains(is_joint) {
            let mut rests = self.words.iter().filter_map(|it| it.strip_prefix(word));
            return rests.any(|rest| rest.bytes().all(|b| b.is_ascii_digit()));
        }
        let name = &self.name;
        name == word
            || name.strip_prefix(word).is_some_and(|rest| rest.starts_with(is_joint))
            || name.strip_suffix(word).is_some_and(|rest| rest.ends_with(is_joint))
    }
}

fn is_joint(c: char) -> bool {
    "-_/:.".contains(c)
}

fn without_tag(image: &str) -> &str {
    let name = image.split('@').next().unwrap_or(image);
    let slash = name.rfind('/').map_or(0, |at| at + 1);
    match name[slash..].find(':') {
        Some(colon) => &name[..slash + colon],
        None => name,
    }
}

fn is_registry(part: &str) -> bool {
    part.contains(['.', ':']) || part == "localhost" || part.contains(Text::UNKNOWN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, raw: Option<&str>, name: &str) {
        let image = Image::new(&Text { text: text.to_owned(), raw: raw.map(str::to_owned) });
        assert_eq!(image.parts.join("/"), name, "{text}");
    }

    #[test]
    fn names_lose_what_does_not_tell() {
        case("postgres", None, "postgres");
        case("postgres:16-alpine", None, "postgres");
        case("docker.io/library/postgres:16", None, "library/postgres");
        case("localhost:5000/a/redis:7@sha256:abc", None, "a/redis");
        case("ghcr.io/umami-software/umami:postgresql-latest", None, "umami-software/umami");
        case("redis@sha256:abc", None, "redis");
        case("\u{fffc}", Some("${VALKEY_IMAGE}"), "valkey_image");
        case("\u{fffc}/postgres:16", Some("$REGISTRY/postgres:16"), "postgres");
        case("postgres:\u{fffc}", Some("postgres:$TAG"), "postgres");
    }

    #[test]
    fn words_stand_between_joints() {
        for (name, word, expected) in [
            ("my-postgres", "postgres", true),
            ("postgres16", "postgres", true),
            ("postgrest", "postgres", false),
            ("queue:work", "work", true),
            ("letsencrypt-nginx-proxy-companion", "nginx-proxy", false),
            ("nginx-proxy-x", "nginx-proxy", true),
            ("a-reverse-proxy", "reverse-proxy", true),
        ] {
            assert_eq!(Words::new(name).has(word), expected, "{name} {word}");
        }
    }
}
