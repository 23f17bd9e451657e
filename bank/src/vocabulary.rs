//! Defines enums whose variants are words.

/// Defines a fieldless enum whose variants have one spelling everywhere: in files, on the command line and on screen.
/// The enum has a constant `ALL` and the methods `word` and `meaning` (the variant's doc comment), and is serialised
/// and parsed as the word.
#[macro_export]
macro_rules! vocabulary {
    ($(#[$meta:meta])* $name:ident { $(#[doc = $meaning:literal] $(#[$mark:meta])? $variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $(#[doc = $meaning] $(#[$mark])? $variant,)+ }

        impl $name {
            /// All variants, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word that files, flags and screens use.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// What the word means.
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning.trim_ascii()),+ }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.word())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::std::string::String;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($word => Ok(Self::$variant),)+
                    other => Err(format!("{other:?} is none of {}", [$($word),+].join(", "))),
                }
            }
        }
    };
}
