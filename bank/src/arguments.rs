//! The vocabulary as values of command-line flags: one place, so that the types themselves stay free of the parser.

use clap::ValueEnum;
use clap::builder::PossibleValue;

use super::question::{Archetype, Difficulty, Kind, Level};

macro_rules! arguments {
    ($($name:ident),+) => {
        $(impl ValueEnum for $name {
            fn value_variants<'a>() -> &'a [Self] {
                Self::ALL
            }

            fn to_possible_value(&self) -> Option<PossibleValue> {
                Some(PossibleValue::new(self.word()).help(self.meaning().trim()))
            }
        })+
    };
}

arguments!(Kind, Level, Difficulty, Archetype);
