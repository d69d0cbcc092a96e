//! [`Bar`]: how far a deploy is, as a bar on a terminal and as nothing elsewhere.

use indicatif::ProgressBar;

use wellpress_deploy::{Phase, Progress, Step};

use crate::cli::console::{Console, Volume};

/// A bar on standard error.
pub(super) struct Bar {
    bar: ProgressBar,
    console: Console,
}

impl Bar {
    /// One that nobody sees where all is to be quiet or standard error is no terminal.
    pub fn new(console: &Console) -> Self {
        Self { bar: console.bar(), console: *console }
    }

    /// Takes it away.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }
}

impl Progress for Bar {
    fn begin(&self, step: Step, total: usize) {
        let words = words(step);
        if step == Step::Watch && self.bar.is_hidden() {
            self.console.progress("another deploy may be at work; it is watched for some seconds");
        } else if self.console.volume == Volume::Verbose && self.bar.is_hidden() && total > 0 {
            self.console.progress(&format!("{words}: {total}"));
        }
        self.bar.reset();
        self.bar.set_length(total as u64);
        self.bar.set_message(words);
    }

    fn advance(&self) {
        self.bar.inc(1);
    }
}

fn words(step: Step) -> &'static str {
    match step {
        Step::Watch => "watching another deploy",
        Step::Compare => "comparing",
        Step::Keep => "keeping what is replaced",
        Step::Upload(Phase::NewFiles) => "uploading new files",
        Step::Upload(Phase::ChangedFiles) => "uploading changed files",
        Step::Upload(Phase::NewPages) => "uploading new pages",
        Step::Upload(Phase::ChangedPages) => "uploading changed pages",
        Step::Upload(Phase::Entries) => "uploading the home page",
        Step::Upload(Phase::Announcements) => "uploading feeds",
        Step::Delete => "deleting",
    }
}
