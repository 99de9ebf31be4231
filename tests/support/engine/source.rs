//! Where an engine's images come from.

use std::env;
use std::io::{self, BufWriter};
use std::path::PathBuf;
use std::process::Stdio;

use super::image::Image;
use super::images::{self, PINNED, pinned};
use super::{Engine, archive};

/// Which images the tests' stacks run: `stand-ins`, as without it, or `real`.
pub(crate) const VARIABLE: &str = "STACKGEN_TEST_IMAGES";

/// An image, where an engine can get it.
pub(crate) enum Source {
    /// Made of programs of this machine.
    Made(Image),
    /// Pulled from a registry, and kept as `docker load` reads it.
    Kept(PathBuf),
}

/// Whether the tests' stacks run the images that users will run.
///
/// # Panics
///
/// If the variable asks for what there is not: quietly testing with others would mislead.
pub(crate) fn real() -> bool {
    match env::var(VARIABLE).unwrap_or_default().as_str() {
        "" | "stand-ins" => false,
        "real" => true,
        other => panic!("{VARIABLE}={other}: there are `stand-ins` and `real`"),
    }
}

/// All images that the tests need.
///
/// # Errors
///
/// What one of them needs and is not here, or why it cannot be pulled.
pub(crate) fn all() -> Result<Vec<Source>, String> {
    let mut all: Vec<Source> = if real() {
        let names = PINNED.iter().map(|key| pinned(key)).collect::<Result<Vec<_>, _>>()?;
        let kept = archive::of(&names, &archive::folder(), &[])?;
        kept.into_iter().map(Source::Kept).collect()
    } else {
        let made = PINNED.iter().map(|key| images::stand_in(key)).collect::<Result<Vec<_>, _>>()?;
        made.into_iter().map(Source::Made).collect()
    };
    all.extend(images::of_the_application()?.map(Source::Made));
    Ok(all)
}

impl Source {
    /// Gives it to an engine.
    ///
    /// # Errors
    ///
    /// The engine does not take it.
    pub(crate) fn put_into(&self, engine: &Engine) -> Result<(), String> {
        match self {
            Self::Made(image) => {
                import(image, engine).map_err(|error| format!("{}: {error}", image.name))
            }
            Self::Kept(archive) => archive::load(archive, engine),
        }
    }
}

/// Gives an engine an image that is made here.
///
/// # Errors
///
/// The engine does not take it, or a part of the image cannot be read.
pub(crate) fn import(image: &Image, engine: &Engine) -> io::Result<()> {
    let mut command = engine.client();
    command.arg("import");
    for line in &image.says {
        command.args(["--change", line]);
    }
    command.args(["-", &image.name]);
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn()?;
    let stdin = child.stdin.take().expect("it was piped");
    let written = image.write(BufWriter::with_capacity(1 << 20, stdin));
    let ended = child.wait_with_output()?;
    if !ended.status.success() {
        return Err(io::Error::other(String::from_utf8_lossy(&ended.stderr).trim().to_owned()));
    }
    written
}
