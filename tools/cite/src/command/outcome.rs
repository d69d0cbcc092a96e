//! What became of each source that a command was given, and the exit status that follows.

use wellpress_bibliography::{CiteKey, Reference};
use wellpress_command::console;
use wellpress_command::{Exit, Failure};

use crate::ImportStep;

/// The result for one source that a command was given: an identifier, or an entry of a pasted list.
pub(super) enum SourceOutcome {
    /// The library had it before.
    InLibrary(CiteKey),
    /// A record that is still to be added: of a service, or a draft of what a text says.
    New(Box<Reference>),
    /// The reason has been printed.
    Failed,
}

impl SourceOutcome {
    pub(super) fn record(&self) -> Option<&Reference> {
        if let Self::New(record) = self { Some(record) } else { None }
    }
}

/// The key by which each source can be cited after the import; `None` for those that failed. `steps` are those of the new
/// records, in their order.
pub(super) fn keys_of<'a>(outcomes: &'a [SourceOutcome], steps: &'a [ImportStep]) -> Vec<Option<&'a CiteKey>> {
    let mut steps = steps.iter();
    (outcomes.iter())
        .map(|outcome| match outcome {
            SourceOutcome::InLibrary(key) => Some(key),
            SourceOutcome::New(_) => steps.next().map(ImportStep::key),
            SourceOutcome::Failed => None,
        })
        .collect()
}

/// Prints why one source failed, while the command continues with the others. Returns the exit status that the command ends with at
/// least.
pub(super) fn report_failure(failure: &Failure) -> Exit {
    console::print_failure(failure);
    failure.exit
}
