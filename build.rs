//! Tells Cargo that the program contains these folders, so that a new file in them is noticed.

fn main() {
    for folder in ["presets", "templates"] {
        println!("cargo::rerun-if-changed={folder}");
    }
}
