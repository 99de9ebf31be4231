//! Tells Cargo that the program contains these folders, so that a new file in them is noticed, and
//! gives the program a digest of all that it is made of.
//!
//! The digest tells one build from another where the version does not. It decides only whether work
//! can be saved, so a short one will do: FNV-1a, in 64 bits.

use std::fs;
use std::path::Path;

fn main() {
    let mut digest = 0xcbf2_9ce4_8422_2325;
    for part in ["src", "presets", "templates", "Cargo.lock"] {
        println!("cargo::rerun-if-changed={part}");
        add(Path::new(part), &mut digest);
    }
    println!("cargo::rustc-env=STACKGEN_BUILD={digest:016x}");
}

/// Works a file, or all files below a folder, into the digest, in the order of their names.
fn add(path: &Path, digest: &mut u64) {
    let mut bytes = path.to_string_lossy().replace('\\', "/").into_bytes();
    if let Ok(entries) = fs::read_dir(path) {
        let mut inner: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
        inner.sort();
        for path in &inner {
            add(path, digest);
        }
    } else {
        bytes.extend(fs::read(path).unwrap_or_default());
    }
    for byte in bytes {
        *digest = (*digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
}
