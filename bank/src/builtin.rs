//! The bank that is part of the program.

use std::sync::LazyLock;

use super::cues::Rarity;
use super::index::Entry;
use super::json;
use super::manifest::{BankInfo, Manifest};

/// Name and text of each topic file, in the order of the index.
pub(super) static FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/builtin_files.rs"));

static INDEX: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/builtin.index"));

static POINTS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/builtin.points"));

static RARITY: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/builtin.rarity"));

static MANIFEST: LazyLock<Manifest> = LazyLock::new(|| {
    let json: &str = include!(concat!(env!("OUT_DIR"), "/builtin_manifest.rs"));
    json::read(json).expect("the build script parsed it")
});

/// What the bank says of itself, and its questions.
pub(super) fn index() -> (BankInfo, Vec<Entry>) {
    postcard::from_bytes(INDEX).expect("the build script wrote it from the same types")
}

/// The texts of the points of its questions, in the order of the index.
pub(super) fn points() -> Vec<Vec<&'static str>> {
    postcard::from_bytes(POINTS).expect("the build script wrote it from the same types")
}

/// How rare words are among the points of its questions. Costs nothing: the table is used as it stands in the program.
pub fn rarity() -> Rarity<'static> {
    Rarity::of(RARITY)
}

/// The manifest of the built-in bank: dimensions, prompts, concepts. Parsed at the first call.
pub fn manifest() -> &'static Manifest {
    &MANIFEST
}
