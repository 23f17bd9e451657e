//! The `hotseat` program.
use hotseat::{config::Paths, engine::Engine, moment::Clock};
fn main() -> anyhow::Result<()> {
    let clock = Clock::start();
    let home = std::env::var_os("HOTSEAT_HOME");
    let paths = Paths::find(home.as_ref().map(std::path::Path::new))?;
    let engine = Engine::open(paths, clock.now())?;
    hotseat::tui::run::run(engine, None, clock)?;
    Ok(())
}
