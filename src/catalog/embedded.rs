use include_dir::{Dir, include_dir};

static PRESETS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/presets");

/// A file of `presets/` that is part of the program, by its path there.
pub(super) fn file(path: &str) -> Option<&'static str> {
    PRESETS.get_file(path)?.contents_utf8()
}

/// The names of the TOML files in a folder of `presets/`, without their ending, sorted.
pub(super) fn names(folder: &str) -> Vec<&'static str> {
    let Some(dir) = PRESETS.get_dir(folder) else { return vec![] };
    let mut names: Vec<_> = dir
        .files()
        .filter(|file| file.path().extension().is_some_and(|ending| ending == "toml"))
        .filter_map(|file| file.path().file_stem()?.to_str())
        .collect();
    names.sort_unstable();
    names
}
