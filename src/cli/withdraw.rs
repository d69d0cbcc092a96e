//! `wellpress withdraw`: gives the tool that takes a page back the one that publishes, if the program has it.

#[cfg(feature = "deploy")]
use wellpress_care::withdraw::Change;
use wellpress_care::withdraw::{self, Arguments, ChangePublisher};
use wellpress_command::{Exit, Failure, Invocation};
#[cfg(feature = "deploy")]
use wellpress_deploy::command::PartOfSite;

/// Runs the command.
pub(super) fn run(invocation: &Invocation<'_>, arguments: &Arguments) -> Result<Exit, Failure> {
    withdraw::run(invocation, arguments, PUBLISHER)
}

#[cfg(feature = "deploy")]
const PUBLISHER: Option<ChangePublisher> = Some(ChangePublisher {
    check: wellpress_deploy::command::check_target,
    publish: |console, request, target, change| {
        let Change { needed, others, removed } = change;
        wellpress_deploy::command::publish_change(console, request, target, PartOfSite { needed, others, removed })
    },
});

#[cfg(not(feature = "deploy"))]
const PUBLISHER: Option<ChangePublisher> = None;
