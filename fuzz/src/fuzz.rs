//! The fuzzer: `fuzz TARGET …`, where everything behind the target is for libFuzzer. `fuzz/run` builds and starts it.
#![no_main]

use std::sync::OnceLock;

use hotseat_fuzz::{Target, target};
use libfuzzer_sys::fuzz_target;

static CHOSEN: OnceLock<Target> = OnceLock::new();

fuzz_target!(
    init: {
        // libFuzzer owns the command line.
        let name = std::env::var("TARGET").unwrap_or_default();
        let chosen = target(&name).unwrap_or_else(|| panic!("TARGET is {name:?}; see hotseat_fuzz::TARGETS"));
        CHOSEN.get_or_init(|| chosen);
    },
    |data: &[u8]| {
        if let Some(target) = CHOSEN.get() {
            target(data);
        }
    }
);
