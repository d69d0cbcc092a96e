//! [`Console`]: standard output and standard error, with what the person wants to see there.

use std::io::{self, IsTerminal, Write};

use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use wellpress_diagnostics::render::text::Colour;

use super::arguments::{ColourWish, Common};
use super::failure::Failure;

/// How a bar shows what is being done, and how far it is.
const BAR: &str = "{msg:24} [{bar:30}] {pos}/{len}";

/// How much is said beside the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Volume {
    /// Only what is wrong: `-q`.
    Quiet,
    /// The usual.
    Usual,
    /// Everything: `-v`.
    Verbose,
}

/// Where a command prints.
#[derive(Debug, Clone, Copy)]
pub(super) struct Console {
    /// How much is said.
    pub volume: Volume,
    /// Whether standard error is coloured.
    pub colour: Colour,
}

impl Console {
    /// As the arguments ask for.
    pub fn new(common: &Common) -> Self {
        let volume = match (common.quiet, common.verbose) {
            (true, _) => Volume::Quiet,
            (_, true) => Volume::Verbose,
            _ => Volume::Usual,
        };
        Self { volume, colour: colour(common.color) }
    }

    /// Prints a result's closing line, unless all is to be quiet.
    pub fn closing(&self, line: &str) -> Result<(), Failure> {
        if self.volume == Volume::Quiet { Ok(()) } else { print(&format!("{line}\n")) }
    }

    /// Prints what was done on the way, unless all is to be quiet.
    pub fn progress(&self, line: &str) {
        if self.volume != Volume::Quiet {
            aside(&format!("{line}\n"));
        }
    }

    /// A bar on standard error, which nobody sees where all is to be quiet or that is no terminal.
    pub fn bar(&self) -> ProgressBar {
        let place = match self.volume {
            Volume::Quiet => ProgressDrawTarget::hidden(),
            Volume::Usual | Volume::Verbose => ProgressDrawTarget::stderr(),
        };
        let bar = ProgressBar::with_draw_target(Some(0), place);
        if let Ok(style) = ProgressStyle::with_template(BAR) {
            bar.set_style(style.progress_chars("=> "));
        }
        bar
    }

    /// Prints what changes nothing and may be good to know, unless all is to be quiet.
    pub fn note(&self, note: &dyn std::fmt::Display) {
        if self.volume != Volume::Quiet {
            aside(&format!("note: {note}\n"));
        }
    }

    /// Prints why a command could not go on.
    pub fn failure(&self, failure: &Failure) {
        let style = match self.colour {
            Colour::Ansi => AnsiColor::Red.on_default().bold(),
            Colour::Plain => Style::new(),
        };
        let help = failure.help.iter().map(|help| format!("  = help: {help}\n")).collect::<String>();
        aside(&format!("{style}error{style:#}: {}\n{help}", failure.message));
    }
}

/// Prints a command's result. Whoever reads it may stop reading: that is no mistake.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Prints findings or progress. Where standard error is closed there is nobody to tell.
pub(super) fn aside(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

#[expect(clippy::disallowed_methods, reason = "the environment is read here, once")]
fn colour(wish: ColourWish) -> Colour {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    let is_wanted = match wish {
        ColourWish::Always => true,
        ColourWish::Never => false,
        ColourWish::Auto => io::stderr().is_terminal() && !is_set("NO_COLOR") && !is_dumb,
    };
    if is_wanted { Colour::Ansi } else { Colour::Plain }
}
