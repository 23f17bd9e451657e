//! The `hotseat` program: parses the arguments, runs the command and returns the exit code.

use std::process::ExitCode;

use hotseat::commands::args::Command;
use hotseat::commands::{self, Exit, Place};
use hotseat::moment::Clock;
use hotseat::outside::guard;

fn main() -> ExitCode {
    // First of all, because a guard is not one of the commands.
    if let Some(code) = guard::serve(std::env::args_os()) {
        return code;
    }
    if let Some(code) = commands::completions::answer() {
        return code;
    }
    exit_on_panic();
    if let Ok(program) = std::env::current_exe() {
        guard::guard_with(program);
    }
    let clock = Clock::start();
    match commands::parse() {
        Ok(cli) => run(cli.command, clock).map_or_else(|error| commands::report(&error), ExitCode::from),
        Err(code) => code,
    }
}

/// Makes a panic end the program with an exit code, even in a build that does not unwind and would leave a core dump.
fn exit_on_panic() {
    std::panic::set_hook(Box::new(|info| {
        commands::report_panic(info);
        std::process::exit(101);
    }));
}

fn run(command: Option<Command>, clock: Clock) -> anyhow::Result<Exit> {
    let place = || Place::find(clock);
    match command {
        None => commands::app::run(&place()?),
        Some(Command::Drill(args)) => commands::drill::run(&place()?, &args),
        Some(Command::Tour(args)) => commands::tour::run(&place()?, &args),
        Some(Command::Mock(args)) => commands::mock::run(&place()?, args),
        Some(Command::Queue(args)) => commands::queue::run(&place()?, &args),
        Some(Command::Job(command)) => commands::job::run(&place()?, command),
        Some(Command::Brief(args)) => commands::brief::run(&place()?, &args),
        Some(Command::DebriefReal(args)) => commands::debrief_real::run(&place()?, &args),
        Some(Command::Numbers { json }) => commands::numbers::run(json),
        Some(Command::Answers(command)) => commands::answers::run(&place()?, command),
        Some(Command::Bank(command)) => commands::bank::run(&place()?, command),
        Some(Command::History(command)) => commands::history::run(&place()?, command),
        Some(Command::Memory(command)) => commands::memory::run(&place()?, command),
        Some(Command::Story(command)) => commands::story::run(&place()?, command),
        Some(Command::Stats(args)) => commands::stats::run(&place()?, &args),
        Some(Command::Report(args)) => commands::report::run(&place()?, &args),
        Some(Command::Plan(args)) => commands::plan::run(&place()?, &args),
        Some(Command::Sync(args)) => commands::sync::run(&place()?, &args),
        Some(Command::Speech(command)) => commands::speech::run(&place()?, command),
        Some(Command::Coach(command)) => commands::coach::run(&place()?, command),
        Some(Command::Config(command)) => commands::config::run(&place()?, command),
        Some(Command::Doctor { json }) => commands::doctor::run(&Place::look(clock)?, json),
        Some(Command::Completions { shell }) => commands::completions::run(&shell),
        Some(Command::News(args)) => commands::news::run(args),
        Some(Command::Packaging { folder }) => commands::packaging::run(&folder),
        Some(Command::Man) => commands::man::run(),
    }
}
