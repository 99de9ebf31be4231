/// All files of `templates/`, in the order of their paths: path and text.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/templates.rs"));

/// A template, by its path under `templates/`: that path and its text, which both live as long as the
/// program.
pub(super) fn template(path: &str) -> (&'static str, &'static str) {
    let at = FILES.binary_search_by_key(&path, |(path, _)| path);
    FILES[at.expect("every requested template is part of the program")]
}
