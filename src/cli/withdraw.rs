//! `wellpress withdraw`: gives the tool that takes a page back the one that publishes, if the program has it.

use wellpress_care::withdraw::{self, Arguments, ChangePublisher};
#[cfg(feature = "deploy")]
use wellpress_care::withdraw::{Change, Publication, PublicationFailure, Published};
use wellpress_command::{Exit, Failure, Invocation};
#[cfg(feature = "deploy")]
use wellpress_deploy::Consent;
#[cfg(feature = "deploy")]
use wellpress_deploy::command::{ChangeFailure, PartOfSite, check_change, publish_change, released_files};

/// Runs the command.
pub(super) fn run(invocation: &Invocation<'_>, arguments: &Arguments) -> Result<Exit, Failure> {
    withdraw::run(invocation, arguments, PUBLISHER)
}

#[cfg(feature = "deploy")]
const PUBLISHER: Option<ChangePublisher> = Some(ChangePublisher {
    at_target: |request, publication| released_files(request, publication.target),
    check: |console, request, publication| check_change(console, request, &part(publication)),
    publish: |console, request, publication| {
        let failed = |ChangeFailure { is_live, failure }| PublicationFailure { is_live, failure };
        let published = publish_change(console, request, &part(publication)).map_err(failed)?;
        Ok(Published { summary: published.summary, paths: published.paths })
    },
});

#[cfg(feature = "deploy")]
fn part<'a>(publication: &'a Publication<'_>) -> PartOfSite<'a> {
    let Change { needed, others, removed, site, made, objections, .. } = publication.change;
    let consent = if publication.is_agreed { Consent::Given } else { Consent::Missing };
    let needed = needed.iter().map(|file| (file.before.as_ref(), &file.after)).collect();
    PartOfSite { target: publication.target, needed, others, removed, site, made, objections, consent }
}

#[cfg(not(feature = "deploy"))]
const PUBLISHER: Option<ChangePublisher> = None;
