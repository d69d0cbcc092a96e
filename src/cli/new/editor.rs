//! `new editor`: connects `new` to the tool that makes a web editor. Without the feature `editor` its arguments do not exist, and the
//! command names the feature.

#[cfg(not(feature = "editor"))]
pub(super) use absent::{EditorArguments, run};
#[cfg(feature = "editor")]
pub(super) use wellpress_editor::command::{EditorArguments, run};

#[cfg(not(feature = "editor"))]
mod absent {
    use std::path::Path;

    use clap::Args;

    use wellpress_command::{Exit, Failure, Invocation};

    #[derive(Debug, Args)]
    pub(in super::super) struct EditorArguments {}

    impl EditorArguments {
        #[expect(clippy::unused_self, reason = "the type that the tool has in its place reads the arguments")]
        pub fn is_given(&self) -> bool {
            false
        }
    }

    pub(in super::super) fn run(_: &Invocation<'_>, _: &EditorArguments, _: Option<&Path>) -> Result<Exit, Failure> {
        Err(Failure::usage("this program was built without `wellpress new editor`")
            .help("the feature `editor` brings it: build the program with `--features editor`, or with the features that are on by default; an article of that title is `wellpress new article Editor`"))
    }
}
