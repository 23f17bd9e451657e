//! Checks `docs/keys.md` against the keymap.

use std::path::Path;
use std::{env, fs};

use super::keymap::{BINDINGS, Context};

/// The name of a context as words: `MockAsking` becomes "Mock asking".
fn heading(context: Context) -> String {
    let mut words = String::new();
    for c in format!("{context:?}").chars() {
        if c.is_uppercase() && !words.is_empty() {
            words.push(' ');
            words.extend(c.to_lowercase());
        } else {
            words.push(c);
        }
    }
    words
}

fn page() -> String {
    let mut page = String::from(
        "# Keys\n\nMade from the keymap of the program. `?` in the app lists the keys of the screen that you are on, `:` all that \
         can be done there.\n",
    );
    let mut last = None;
    for binding in BINDINGS {
        if last != Some(binding.context) {
            page.push_str(&format!("\n## {}\n\n| Key | What it does |\n|---|---|\n", heading(binding.context)));
            last = Some(binding.context);
        }
        let keys: Vec<String> =
            binding.keys.iter().map(|key| format!("`{}`", key.name().replace('|', "\\|"))).collect();
        page.push_str(&format!("| {} | {} |\n", keys.join(" "), binding.label));
    }
    page
}

#[test]
fn the_page_of_keys_is_that_of_the_keymap() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/keys.md");
    let page = page();
    if env::var_os("UPDATE_KEYS").is_some() {
        fs::write(&path, &page).expect("written");
    }
    let there = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        there == page,
        "docs/keys.md is not that of the keymap; write it with: UPDATE_KEYS=1 cargo test --lib key_page"
    );
}
