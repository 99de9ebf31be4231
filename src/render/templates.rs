use include_dir::{Dir, include_dir};

static TEMPLATES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// A template, by its path under `templates/`: that path and its text, which both live as long as the
/// program.
pub(super) fn template(path: &str) -> (&'static str, &'static str) {
    TEMPLATES
        .get_file(path)
        .and_then(|file| Some((file.path().to_str()?, file.contents_utf8()?)))
        .expect("every template that is asked for is part of the program")
}
