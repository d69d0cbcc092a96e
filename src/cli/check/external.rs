//! `check --external`: connects `check` to the tool that asks other servers. Without the feature `cite` the argument does not exist, and
//! the site is checked without the network.

#[cfg(not(feature = "cite"))]
pub(super) use absent::ExternalArguments;
#[cfg(feature = "cite")]
pub(super) use wellpress_cite::external::ExternalArguments;

#[cfg(not(feature = "cite"))]
mod absent {
    use clap::Args;

    use wellpress_build::pipeline::{self, CheckedSite, Outcome, Request};
    use wellpress_command::Failure;
    use wellpress_command::console::Console;
    use wellpress_foundation::Day;
    use wellpress_io::fs::Disk;

    #[derive(Debug, Args)]
    pub(in super::super) struct ExternalArguments {}

    impl ExternalArguments {
        #[expect(clippy::unused_self, reason = "the type that the tool has in its place reads the argument")]
        pub fn inspect<T>(
            &self,
            _: &Console,
            request: &Request<'_>,
            _: Day,
            look: impl FnOnce(CheckedSite<'_>) -> T,
        ) -> Result<Outcome<T>, Failure> {
            Ok(pipeline::inspect(&Disk, request, look)?)
        }
    }
}
