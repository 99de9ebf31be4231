//! Writes down the files that the program contains, so that a new one in their folders is noticed; and
//! gives the program a digest of all that it is made of.
//!
//! The digest tells one build from another where the version does not. It decides only whether work
//! can be saved, so a short one will do: FNV-1a, in 64 bits.

use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let mut digest = 0xcbf2_9ce4_8422_2325;
    for part in ["src", "presets", "templates", "build.rs", "Cargo.lock"] {
        println!("cargo::rerun-if-changed={part}");
        add(Path::new(part), &mut digest);
    }
    println!("cargo::rustc-env=STACKGEN_BUILD={digest:016x}");
    println!("cargo::rerun-if-changed=docs/checks");
    embed("presets", "presets.rs");
    embed("templates", "templates.rs");
    embed("docs/checks", "checks.rs");
}

/// Writes down the files of a folder, as a list of paths and texts that Rust can include.
fn embed(folder: &str, list: &str) {
    let rows = below(folder).into_iter().map(|name| {
        // Wherever the project lies when it is compiled.
        let path = format!("/{folder}/{name}");
        format!("({name:?}, include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {path:?}))),\n")
    });
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("Cargo says where to write")).join(list);
    let list = format!("&[\n{}]", rows.collect::<String>());
    fs::write(out, list).expect("the build's own folder can be written to");
}

/// The paths of all files in a folder and below it, in order, with `/` in them.
fn below(folder: &str) -> Vec<String> {
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
                files.push(name.to_str().expect("names are UTF-8").replace('\\', "/"));
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
