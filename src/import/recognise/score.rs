//! How much speaks for a service being something.

use super::super::Reason;
use super::super::interpolate::shown;
use super::super::service::Service;
use super::candidate::Candidate;
use super::clue::Clue;
use super::image::{Image, Words};
use crate::catalog::{Detected, Kinds};
use crate::diag::Span;
use crate::value::Line;

/// So much has to speak for it.
pub(super) const ENOUGH: u32 = 60;

/// The signs' weights. A name alone is enough; what clients and environments say only confirms.
const NAME: u32 = 100;
const WORD: u32 = 60;
const WORD_OF_OWNER: u32 = 45;
const MOUNT: u32 = 50;
const CONFIGURATION: u32 = 60;
const PROGRAM: u32 = 60;
const COMMAND: u32 = 30;
const HEALTHCHECK: u32 = 40;
const CLIENT: u32 = 45;
const VARIABLE: u32 = 15;
const SERVICE: u32 = 60;
const FOLDER: u32 = 30;

/// What speaks for a candidate.
pub(super) struct Score {
    pub(super) points: u32,
    /// The strongest first.
    pub(super) reasons: Vec<Reason>,
}

/// What a service says, gathered once for all candidates.
pub(super) struct Signs<'a> {
    pub(super) service: &'a Service,
    pub(super) clues: &'a [Clue],
    image: Option<(Image, Reason)>,
    /// Whether its image is of something around a server.
    image_is_of_other: bool,
    name: Words,
    mounts: Vec<(String, Span)>,
    healthcheck: Option<(String, Span)>,
    words: Vec<String>,
    folder: Option<(String, Span)>,
    /// The last part of that.
    folder_name: Option<Words>,
}

impl<'a> Signs<'a> {
    pub(super) fn new(service: &'a Service, clues: &'a [Clue], kinds: &Kinds) -> Self {
        let image = service.node.get("image").and_then(|node| {
            let text = node.text()?;
            let shown = shown(text.raw.as_deref().unwrap_or(&text.text));
            let shown = shown.split('@').next().unwrap_or_default();
            let shown: String = shown.chars().take(120).collect();
            let reason = Reason { text: format!("image {shown}"), place: node.span };
            Some((Image::new(text), reason))
        });
        let build = service.node.get("build").and_then(|it| it.entry("context"));
        let of_other = |image: &Image| kinds.never.iter().any(|it| image.has_word(it.as_str()));
        let folder = build.and_then(|it| Some((it.node.str()?.to_owned(), it.node.span)));
        let folder_name = folder.as_ref().map(|(folder, _)| {
            let folder = folder.trim_end_matches('/');
            Words::new(folder.rsplit('/').next().unwrap_or(folder))
        });
        Self {
            service,
            clues,
            image_is_of_other: image.as_ref().is_some_and(|(image, _)| of_other(image)),
            image,
            name: Words::new(&service.name),
            mounts: service.mounts(),
            healthcheck: service.healthcheck(),
            words: service.words(),
            folder,
            folder_name,
        }
    }

    /// Whether no image names the program.
    pub(super) fn is_anonymous(&self) -> bool {
        self.image.as_ref().is_none_or(|(image, _)| image.is_unknown)
    }

    /// The image, as a reason.
    pub(super) fn image_reason(&self) -> Option<&Reason> {
        self.image.as_ref().map(|(_, reason)| reason)
    }

    /// Whether only a variable names its image.
    pub(super) fn image_is_unknown(&self) -> bool {
        self.image.as_ref().is_some_and(|(image, _)| image.is_unknown)
    }

    /// The folder that it is built from.
    pub(super) fn folder(&self) -> Option<&(String, Span)> {
        self.folder.as_ref()
    }

    /// How much speaks for a candidate.
    pub(super) fn score(&self, candidate: &Candidate, kinds: &Kinds) -> Score {
        let mut score = Adding::default();
        let detect = &candidate.detect;
        if self.is_only_a_client(candidate) {
            return Score { points: 0, reasons: Vec::new() };
        }
        self.by_image(candidate, &mut score);
        self.by_folders_and_commands(candidate, &mut score);
        let has_habits = matches!(detect.kind, Detected::Worker | Detected::OneShot);
        if self.is_anonymous() && !has_habits {
            self.by_names(candidate, kinds, &mut score);
        }
        // Clients' addresses and variables only confirm, and variables never without another sign.
        if candidate.is_server()
            && let Some(clue) = self.clues.iter().find(|it| it.fits(detect))
        {
            score.add(CLIENT, clue.reason.clone());
        }
        if score.points > 0 || self.is_anonymous() {
            self.by_variables(candidate, &mut score);
        }
        score.finish()
    }

    /// Whether the command runs a program that only talks to such a server.
    fn is_only_a_client(&self, candidate: &Candidate) -> bool {
        let detect = &candidate.detect;
        !detect.clients.is_empty()
            && self.words.iter().any(|word| is_program(word, &detect.clients))
            && !self.words.iter().any(|word| is_program(word, &detect.commands))
    }

    fn by_variables(&self, candidate: &Candidate, score: &mut Adding) {
        let starts = || candidate.detect.variables.iter().map(Line::as_str);
        let variables = self.service.variables.iter();
        let mut known = variables.filter_map(|it| {
            let start = starts().find(|start| it.name.starts_with(start))?;
            Some((it, start))
        });
        if let Some((variable, start)) = known.next() {
            let name = if variable.is_sound() { &variable.name } else { start };
            let text = format!("its environment has {name}");
            score.add(VARIABLE, Reason { text, place: variable.place });
        }
    }

    fn by_image(&self, candidate: &Candidate, score: &mut Adding) {
        let Some((image, reason)) = &self.image else { return };
        let detect = &candidate.detect;
        let is_not = |word: &Line| image.is(word.as_str()) || image.has_word(word.as_str());
        if detect.images.iter().any(|name| image.is(name.as_str())) {
            // A name with several parts says more than its last one.
            let full =
                detect.images.iter().any(|it| it.as_str().contains('/') && image.is(it.as_str()));
            let excluded =
                detect.not.iter().any(|it| it.as_str().contains('/') && image.is(it.as_str()));
            if !excluded {
                score.add(NAME + u32::from(full), reason.clone());
            }
            return;
        }
        let is_of_other = candidate.is_server() && self.image_is_of_other;
        if is_of_other || detect.not.iter().any(is_not) {
            return;
        }
        let words = detect.words.iter().map(Line::as_str);
        if words.clone().any(|word| image.has_word(word)) {
            score.add(WORD, reason.clone());
        } else if words.clone().any(|word| image.has_word_anywhere(word)) {
            score.add(WORD_OF_OWNER, reason.clone());
        }
    }

    fn by_folders_and_commands(&self, candidate: &Candidate, score: &mut Adding) {
        let detect = &candidate.detect;
        let mount = self.mounts.iter().find(|(path, _)| {
            let path = path.trim_end_matches('/');
            detect.mounts.iter().any(|known| known.as_str() == path)
        });
        if let Some((path, place)) = mount {
            // Data is also mounted where it is copied; what configures a program is only where that runs.
            let is_proxy = detect.kind == Detected::Proxy;
            let points = if is_proxy { CONFIGURATION } else { MOUNT };
            score.add(points, Reason { text: format!("mounts {path}"), place: *place });
        }
        if let Some((command, place)) = &self.healthcheck
            && let Some(known) = detect.healthchecks.iter().find(|it| runs(command, it.as_str()))
        {
            let text = format!("its health check runs {known}");
            score.add(HEALTHCHECK, Reason { text, place: *place });
        }
        if matches!(detect.kind, Detected::Worker | Detected::OneShot) {
            return;
        }
        let words = self.last_command();
        let found = words.iter().position(|word| is_program(word, &detect.commands));
        if let (Some(at), Some(place)) = (found, self.service.command_place()) {
            let program = detect.commands.iter().find(|it| is_word(&words[at], it.as_str()));
            let program = program.map_or("it", Line::as_str);
            let points = if at == 0 { PROGRAM } else { COMMAND };
            score.add(points, Reason { text: format!("its command runs {program}"), place });
        }
    }

    /// Without an image, the names that people gave are all there is.
    fn by_names(&self, candidate: &Candidate, kinds: &Kinds, score: &mut Adding) {
        // A database's proxy is no database; a web server called `proxy` is what it says.
        let is_proxy = candidate.detect.kind == Detected::Proxy;
        let is_of_other =
            |name: &Words| !is_proxy && kinds.never.iter().any(|it| name.has(it.as_str()));
        let points = |name: &Words| {
            let mut best = None;
            for it in candidate.detect.names.iter().filter(|it| name.has(it.as_str())) {
                let points = if name.is(it.as_str()) { SERVICE } else { FOLDER };
                best = best.max(Some(points));
            }
            best
        };
        if is_of_other(&self.name) {
            return;
        }
        if let Some(points) = points(&self.name) {
            let text = format!("its name is {}", self.service.name);
            score.add(points, Reason { text, place: self.service.place });
        }
        let Some((name, (_, place))) = self.folder_name.as_ref().zip(self.folder.as_ref()) else {
            return;
        };
        if let Some(points) = points(name).filter(|_| !is_of_other(name)) {
            let text = "its build folder has the name".to_owned();
            score.add(points, Reason { text, place: *place });
        }
    }

    /// A word of a worker's or a one-shot's in its command.
    pub(super) fn habit_in_command(&self, candidate: &Candidate) -> Option<Reason> {
        let commands = &candidate.detect.commands;
        let words = self.last_command();
        let word = words.iter().find(|word| is_program(word, commands))?;
        let known = commands.iter().find(|it| is_word(word, it.as_str()))?;
        let text = format!("its command has `{known}`");
        Some(Reason { text, place: self.service.command_place()? })
    }

    /// A word of a worker's or a one-shot's in its name.
    pub(super) fn habit_in_name(&self, candidate: &Candidate) -> Option<Reason> {
        let known = candidate.detect.names.iter().find(|it| self.name.has(it.as_str()))?;
        let text = format!("`{known}` in its name");
        Some(Reason { text, place: self.service.place })
    }

    /// The words of the last of several commands, which is the one that keeps running, from its program
    /// on.
    fn last_command(&self) -> &[String] {
        let ends = |word: &String| {
            ["&&", ";", "||"].contains(&word.as_str()) || word.ends_with(';') || word == "exec"
        };
        let from = self.words.iter().rposition(ends).map_or(0, |at| at + 1);
        let last = &self.words[from..];
        let is_shell = |word: &String| {
            let word = word.trim_matches(['"', '\'']);
            let name = word.rsplit('/').next().unwrap_or(word);
            ["sh", "bash", "ash", "-c", "-lc", "-ec", "env", "exec", "tini", "--", "dumb-init"]
                .contains(&name)
        };
        let start = last.iter().position(|word| !is_shell(word)).unwrap_or(last.len());
        let last = &last[start..];
        &last[..last.len().min(12)]
    }
}

/// Whether a word of a command is one of these programs or words.
fn is_program(word: &str, known: &[Line]) -> bool {
    known.iter().any(|it| is_word(word, it.as_str()))
}

/// A word of a command, with its path or as a part: `/usr/bin/psql`, `db:migrate`, `prisma-migrate`.
fn is_word(word: &str, known: &str) -> bool {
    let word = word.trim_matches(['"', '\'', '(', ')', ',', ';']);
    let last = word.rsplit('/').next().unwrap_or(word);
    let stem = last.split_once('.').map_or(last, |(stem, _)| stem);
    word == known || last == known || stem == known
}

/// Whether a command has a program or a path in it.
fn runs(command: &str, known: &str) -> bool {
    if known.starts_with('/') {
        return command.contains(known);
    }
    command.split_whitespace().any(|word| is_word(word, known))
}

#[derive(Default)]
struct Adding {
    points: u32,
    reasons: Vec<(u32, Reason)>,
}

impl Adding {
    fn add(&mut self, points: u32, reason: Reason) {
        self.points += points;
        self.reasons.push((points, reason));
    }

    fn finish(mut self) -> Score {
        self.reasons.sort_by_key(|(points, _)| std::cmp::Reverse(*points));
        let reasons = self.reasons.into_iter().map(|(_, reason)| reason).collect();
        Score { points: self.points, reasons }
    }
}
