//! [`DeployBar`]: shows the progress of a deploy as a bar on a terminal, and as lines elsewhere if the run is verbose.

use indicatif::ProgressBar;

use wellpress_command::console::{Console, Verbosity};

use crate::{DeployProgress, DeployStep};

/// A progress bar on standard error that starts again with each step of a deploy.
pub(super) struct DeployBar {
    bar: ProgressBar,
    console: Console,
}

impl DeployBar {
    /// Hidden with `--quiet` and where standard error is no terminal.
    pub fn new(console: &Console) -> Self {
        Self { bar: console.bar(), console: *console }
    }

    /// Removes the bar from the terminal. Called before anything else is printed.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }
}

impl DeployProgress for DeployBar {
    fn begin(&self, step: DeployStep, total: usize) {
        let message = message(step);
        // Watching another deploy takes seconds in which nothing else is printed, so it is announced also without a bar.
        if step == DeployStep::Watch && self.bar.is_hidden() {
            self.console.progress("another deploy may be at work; it is watched for some seconds");
        } else if self.console.verbosity == Verbosity::Verbose && self.bar.is_hidden() && total > 0 {
            self.console.progress(&format!("{message}: {total}"));
        }
        self.bar.reset();
        self.bar.set_length(total as u64);
        self.bar.set_message(message);
    }

    fn advance(&self) {
        self.bar.inc(1);
    }
}

fn message(step: DeployStep) -> &'static str {
    match step {
        DeployStep::Watch => "watching another deploy",
        DeployStep::Compare => "comparing",
        DeployStep::Keep => "keeping what is replaced",
        DeployStep::Upload(_) => "uploading",
        DeployStep::Delete => "deleting",
    }
}
