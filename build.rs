//! Tells Cargo that the program contains these folders, so that a new file in them is noticed; reads
//! the catalogue's TOML once and for all; and gives the program a digest of all that it is made of.
//!
//! The digest tells one build from another where the version does not. It decides only whether work
//! can be saved, so a short one will do: FNV-1a, in 64 bits.

#[path = "src/decode/packed/write.rs"]
mod pack;

use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let mut digest = 0xcbf2_9ce4_8422_2325;
    for part in ["src", "presets", "templates", "build.rs", "Cargo.lock"] {
        println!("cargo::rerun-if-changed={part}");
        add(Path::new(part), &mut digest);
    }
    println!("cargo::rustc-env=STACKGEN_BUILD={digest:016x}");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("Cargo says where to write"));
    presets(&out);
    templates(&out);
    println!("cargo::rerun-if-changed=docs/checks");
    checks(&out);
}

/// Writes down the pages on what is reported: path and text.
fn checks(out: &Path) {
    let files = below("docs/checks").into_iter();
    let rows = files.map(|(name, _)| format!("({name:?}, {}),\n", text_of("docs/checks", &name)));
    write(&out.join("checks.rs"), &rows.collect::<String>());
}

/// Writes down the catalogue's files: path, text, and what is in it.
fn presets(out: &Path) {
    let _ = fs::create_dir_all(out.join("packed"));
    let is_toml = |path: &Path| path.extension().is_some_and(|ending| ending == "toml");
    let files = below("presets").into_iter().filter(|(_, path)| is_toml(path));
    let rows = files.enumerate().map(|(index, (name, path))| {
        let text = fs::read_to_string(&path).expect("the catalogue's files can be read");
        let packed = pack::pack(&text).unwrap_or_else(|problem| panic!("{name}: {problem}"));
        let at = format!("packed/{index}");
        fs::write(out.join(&at), packed).expect("the build's own folder can be written to");
        format!("({name:?}, {}, include_bytes!({at:?})),\n", text_of("presets", &name))
    });
    write(&out.join("presets.rs"), &rows.collect::<String>());
}

/// Writes down the templates: path and text.
fn templates(out: &Path) {
    let files = below("templates").into_iter();
    let rows = files.map(|(name, _)| format!("({name:?}, {}),\n", text_of("templates", &name)));
    write(&out.join("templates.rs"), &rows.collect::<String>());
}

/// A file's text as Rust takes it in, wherever the project lies when it is compiled.
fn text_of(folder: &str, name: &str) -> String {
    let path = format!("/{folder}/{name}");
    format!("include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {path:?}))")
}

fn write(path: &Path, rows: &str) {
    fs::write(path, format!("&[\n{rows}]")).expect("the build's own folder can be written to");
}

/// All files in a folder and below it, in the order of their paths there, with `/` in them.
fn below(folder: &str) -> Vec<(String, PathBuf)> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("Cargo says where this is"));
    let root = root.join(folder);
    let mut folders = vec![root.clone()];
    let mut files = Vec::new();
    while let Some(path) = folders.pop() {
        for path in inside(&path) {
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(&root).expect("it lies below");
                let name = name.to_str().expect("names are UTF-8").replace('\\', "/");
                files.push((name, path));
            }
        }
    }
    files.sort();
    files
}

/// Works a file, or all files below a folder, into the digest, in the order of their names.
fn add(path: &Path, digest: &mut u64) {
    let mut bytes = path.to_string_lossy().replace('\\', "/").into_bytes();
    let inner = inside(path);
    for path in &inner {
        add(path, digest);
    }
    if inner.is_empty() {
        bytes.extend(fs::read(path).unwrap_or_default());
    }
    for byte in bytes {
        *digest = (*digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
}

/// What is in a folder, in the order of names. Nothing is in a file.
fn inside(path: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(path).into_iter().flatten().flatten();
    let mut inside: Vec<_> = entries.map(|entry| entry.path()).collect();
    inside.sort();
    inside
}
