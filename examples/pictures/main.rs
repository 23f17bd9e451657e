//! Draws the pictures of the README and of the book from the app's own frames: `cargo run --example pictures`.
//!
//! A test holds them true (`tests/docs.rs`).

mod drawn;

use std::path::Path;

fn main() -> anyhow::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/pictures");
    for (name, draw) in drawn::PICTURES {
        let picture = draw()?;
        std::fs::write(folder.join(name), &picture)?;
        println!("{name}: {} bytes", picture.len());
    }
    Ok(())
}
