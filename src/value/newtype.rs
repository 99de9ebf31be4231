//! What all types have in common that hold the text they were read from.

/// A type of texts that its `Scalar::parse` has accepted; it is written as it was read.
macro_rules! newtype {
    ($(#[$docs:meta])* pub struct $name:ident;) => {
        $(#[$docs])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// A value that is known to be good.
            ///
            /// # Panics
            /// When it is not.
            pub fn constant(text: &'static str) -> Self {
                <Self as $crate::value::Scalar>::parse(text)
                    .unwrap_or_else(|refused| panic!("{text:?} {}", refused.reason))
            }

            /// As text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

pub(super) use newtype;
