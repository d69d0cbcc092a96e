//! [`Bar`]: how far a deploy is, as a bar on a terminal and as nothing elsewhere.

use indicatif::ProgressBar;

use wellpress_deploy::{DeployProgress, DeployStep, UploadPhase};

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

impl DeployProgress for Bar {
    fn begin(&self, step: DeployStep, total: usize) {
        let words = words(step);
        if step == DeployStep::Watch && self.bar.is_hidden() {
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

fn words(step: DeployStep) -> &'static str {
    match step {
        DeployStep::Watch => "watching another deploy",
        DeployStep::Compare => "comparing",
        DeployStep::Keep => "keeping what is replaced",
        DeployStep::Upload(UploadPhase::NewFiles) => "uploading new files",
        DeployStep::Upload(UploadPhase::ChangedFiles) => "uploading changed files",
        DeployStep::Upload(UploadPhase::NewPages) => "uploading new pages",
        DeployStep::Upload(UploadPhase::ChangedPages) => "uploading changed pages",
        DeployStep::Upload(UploadPhase::Entries) => "uploading the home page",
        DeployStep::Upload(UploadPhase::Announcements) => "uploading feeds",
        DeployStep::Delete => "deleting",
    }
}
