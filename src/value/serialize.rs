//! Values as data formats have them: their canonical text, or a number where they are one.

use super::{
    BindAddress, Cpus, Duration, Image, Line, Name, NetworkName, Port, Size, SpecPath, Text,
};
use serde::{Serialize, Serializer};

macro_rules! as_text {
    ($($type:ty),*) => { $(
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
    )* };
}

as_text!(BindAddress, Duration, Image, Line, Name, NetworkName, Size, SpecPath, Text);

impl Serialize for Port {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u16(self.get())
    }
}

impl Serialize for Cpus {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.get())
    }
}
