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
    let out = env::var_os("OUT_DIR").expect("Cargo says where to write");
    pack_all(Path::new("presets"), &PathBuf::from(out).join("presets"));
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

/// Packs every TOML file below a folder into a file of the same name below another.
fn pack_all(from: &Path, to: &Path) {
    let _ = fs::remove_dir_all(to);
    fs::create_dir_all(to).expect("the build's own folder can be written to");
    for path in inside(from) {
        let target = to.join(path.file_name().expect("what is in a folder has a name"));
        if path.is_dir() {
            pack_all(&path, &target);
        } else if path.extension().is_some_and(|ending| ending == "toml") {
            let text = fs::read_to_string(&path).expect("the catalogue's files can be read");
            let packed =
                pack::pack(&text).unwrap_or_else(|problem| panic!("{}: {problem}", path.display()));
            fs::write(&target, packed).expect("the build's own folder can be written to");
        }
    }
}
