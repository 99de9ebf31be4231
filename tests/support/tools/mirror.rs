//! The Debian archive that this machine already uses.

use std::fs;
use std::path::{Path, PathBuf};

/// A suite of the archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Suite {
    /// The newest of everything, for the newest libc.
    Unstable,
    /// Debian 12, whose programs run with the libc of 2022 and all later ones.
    Bookworm,
}

impl Suite {
    /// What the archive calls it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Unstable => "unstable",
            Self::Bookworm => "bookworm",
        }
    }
}

/// Where an archive is and who signs it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Mirror {
    address: String,
    /// `Signed-By` as a `.sources` file has it: a path, or a whole key with its lines indented.
    /// Nothing where the machine trusts the archive's key for every source.
    signed_by: Option<String>,
}

impl Mirror {
    /// An archive that somebody named, signed by Debian.
    pub(crate) fn named(address: &str) -> Self {
        let keyring = "/usr/share/keyrings/debian-archive-keyring.gpg".to_owned();
        Self { address: address.to_owned(), signed_by: Some(keyring) }
    }

    /// The text of a `.sources` file for a suite of this archive.
    pub(crate) fn sources(&self, suite: Suite) -> String {
        let signed_by =
            self.signed_by.as_ref().map(|by| format!("Signed-By: {by}\n")).unwrap_or_default();
        format!(
            "Types: deb\nURIs: {}\nSuites: {}\nComponents: main\n{signed_by}",
            self.address,
            suite.name()
        )
    }

    /// How sure it is that this is Debian itself and not somebody's archive *for* Debian, which
    /// has the same suites and often `debian` in its path as well; less is surer.
    fn doubt(&self) -> u8 {
        let keyring = self.signed_by.as_deref().is_some_and(|by| by.contains("debian-archive"));
        let (_, place) = self.address.split_once(':').unwrap_or(("", &self.address));
        let host = place.trim_start_matches('/').split('/').next().unwrap_or_default();
        let path = place.trim_end_matches('/');
        match () {
            () if keyring || host == "debian.org" || host.ends_with(".debian.org") => 0,
            () if path.trim_start_matches('/') == format!("{host}/debian") => 1,
            () => 2,
        }
    }
}

/// The main Debian archive among the machine's sources, in either of apt's two formats.
pub(crate) fn of_this_machine(etc_apt: &Path) -> Option<Mirror> {
    let mut files = vec![etc_apt.join("sources.list")];
    let mut parts: Vec<PathBuf> = fs::read_dir(etc_apt.join("sources.list.d"))
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    parts.sort();
    files.extend(parts);

    let mut mirrors = Vec::new();
    for file in files {
        let Ok(text) = fs::read_to_string(&file) else { continue };
        match file.extension().and_then(|extension| extension.to_str()) {
            Some("list") => mirrors.extend(text.lines().filter_map(of_line)),
            Some("sources") => mirrors.extend(stanzas(&text).filter_map(|s| of_stanza(&s))),
            _ => {}
        }
    }
    mirrors.into_iter().min_by_key(Mirror::doubt)
}

/// `deb [signed-by=/k.gpg arch=amd64] http://deb.debian.org/debian bookworm main contrib`
fn of_line(line: &str) -> Option<Mirror> {
    let line = line.split('#').next()?.trim();
    let rest = line.strip_prefix("deb")?.strip_prefix([' ', '\t'])?.trim_start();
    let (options, rest) = match rest.strip_prefix('[') {
        Some(rest) => rest.split_once(']')?,
        None => ("", rest),
    };
    let mut words = rest.split_whitespace();
    let (address, suite) = (words.next()?, words.next()?);
    let signed_by = options.split_whitespace().find_map(|option| option.strip_prefix("signed-by="));
    is_debian(address, &[suite], &words.collect::<Vec<_>>())
        .then(|| Mirror { address: address.to_owned(), signed_by: signed_by.map(str::to_owned) })
}

/// The paragraphs of a deb822 file, comments taken out.
fn stanzas(text: &str) -> impl Iterator<Item = String> {
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    lines
        .split(|line| line.trim().is_empty())
        .map(|stanza| stanza.join("\n"))
        .collect::<Vec<_>>()
        .into_iter()
}

fn of_stanza(stanza: &str) -> Option<Mirror> {
    let words = |name: &str| -> Vec<String> {
        let value = field(stanza, name).unwrap_or_default();
        value.split_whitespace().map(str::to_owned).collect()
    };
    let (types, suites, components) = (words("Types"), words("Suites"), words("Components"));
    let off = words("Enabled").iter().any(|value| matches!(value.as_str(), "no" | "false" | "0"));
    let address = words("URIs").into_iter().next()?;
    let suites: Vec<&str> = suites.iter().map(String::as_str).collect();
    let components: Vec<&str> = components.iter().map(String::as_str).collect();
    let wanted = !off && types.iter().any(|kind| kind == "deb");
    (wanted && is_debian(&address, &suites, &components))
        .then(|| Mirror { address, signed_by: field(stanza, "Signed-By") })
}

/// A field of a stanza with its continuation lines.
fn field(stanza: &str, name: &str) -> Option<String> {
    let mut lines = stanza.lines().skip_while(|line| {
        line.split_once(':').is_none_or(|(key, _)| !key.eq_ignore_ascii_case(name))
    });
    let first = lines.next()?.split_once(':')?.1.trim();
    let more = lines.take_while(|line| line.starts_with([' ', '\t']));
    Some(std::iter::once(first).chain(more).collect::<Vec<_>>().join("\n"))
}

/// Debian's own suites, which the archives of others for Debian mostly share.
const SUITES: [&str; 10] = [
    "bullseye",
    "bookworm",
    "trixie",
    "forky",
    "duke",
    "sid",
    "stable",
    "oldstable",
    "testing",
    "unstable",
];

fn is_debian(address: &str, suites: &[&str], components: &[&str]) -> bool {
    address.contains("debian")
        && !address.contains("debian-security")
        && components.contains(&"main")
        && suites.iter().any(|suite| SUITES.contains(suite))
}
