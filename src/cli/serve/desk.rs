//! `serve --edit`: opens the desk of a preview. Without the feature `review` the argument does not exist, and there is no desk.

#[cfg(not(feature = "review"))]
pub(super) use absent::DeskArgument;
#[cfg(feature = "review")]
pub(super) use present::DeskArgument;

#[cfg(feature = "review")]
mod present {
    use std::ffi::OsStr;
    use std::io::Write;
    use std::path::Path;
    use std::process::{Command, Stdio};
    use std::sync::Arc;

    use clap::Args;

    use wellpress_command::invocation::today;
    use wellpress_command::{Failure, Invocation};
    use wellpress_io::fs::Disk;
    use wellpress_review::desk::{self, Desk, DeskSetup};

    use crate::serve::{DeskOptions, Preview, PreviewOptions};

    #[derive(Debug, Args)]
    pub(in super::super) struct DeskArgument {
        /// Also open a desk on another port, where an editor accepts suggestions of reviewers and adds sources
        #[arg(long, conflicts_with_all = ["interface", "allow_host"])]
        edit: bool,
    }

    impl DeskArgument {
        /// Binds the port of the desk, if there is to be one, and returns its address.
        pub fn bind(
            &self,
            invocation: &Invocation<'_>,
            options: &PreviewOptions,
            preview: &mut Preview,
        ) -> Result<Option<String>, Failure> {
            if self.edit { preview.bind_desk(desk_options(invocation, options)?).map(Some) } else { Ok(None) }
        }
    }

    fn desk_options(invocation: &Invocation<'_>, options: &PreviewOptions) -> Result<DeskOptions, Failure> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes)
            .map_err(|error| Failure::machine(format!("cannot make a token for the desk: {error}")))?;
        let desk = Arc::new(Desk::new(DeskSetup {
            program: invocation.program,
            files: Arc::new(Disk),
            root: options.root.clone(),
            settings: options.settings.clone(),
            options: options.options.clone(),
            cache: options.cache.clone(),
            today: today(invocation)?,
            add_source: add_source_of(invocation)?,
        }));
        let work = desk.clone();
        Ok(DeskOptions {
            page: desk::PAGE,
            script: desk::SCRIPT,
            style: desk::STYLE,
            answer: Arc::new(move |request| work.answer(request)),
            after_build: Arc::new(move || desk.newly_undone()),
            token: bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
        })
    }

    fn add_source_of(invocation: &Invocation<'_>) -> Result<desk::AddSource, Failure> {
        let program = std::env::current_exe()
            .map_err(|error| Failure::machine(format!("cannot find the program itself: {error}")))?;
        let (root, config) = (invocation.common.root.clone(), invocation.common.config.clone());
        Ok(Box::new(move |text| add_source(&program, root.as_deref(), config.as_deref(), text)))
    }

    /// Runs the command that adds sources as a program of its own. Returns what it prints: what was added, or why not.
    #[expect(clippy::disallowed_methods, reason = "a person asks for it at the desk; no build runs this")]
    fn add_source(program: &Path, root: Option<&Path>, config: Option<&Path>, text: &str) -> Result<String, String> {
        let mut command = Command::new(program);
        command.args(["cite", "import", "--text", "-"]);
        command.args(root.into_iter().flat_map(|root| [OsStr::new("--root"), root.as_os_str()]));
        command.args(config.into_iter().flat_map(|config| [OsStr::new("--config"), config.as_os_str()]));
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| error.to_string())?;
        // The pipe is closed behind the text, so that the program reads to its end.
        child
            .stdin
            .take()
            .map_or(Ok(()), |mut input| input.write_all(text.as_bytes()))
            .map_err(|error| error.to_string())?;
        let output = child.wait_with_output().map_err(|error| error.to_string())?;
        if output.status.success() { Ok(trimmed(&output.stdout)) } else { Err(trimmed(&output.stderr)) }
    }

    fn trimmed(bytes: &[u8]) -> String {
        String::from_utf8_lossy(bytes).trim().to_owned()
    }
}

#[cfg(not(feature = "review"))]
mod absent {
    use clap::Args;

    use wellpress_command::{Failure, Invocation};

    use crate::serve::{Preview, PreviewOptions};

    #[derive(Debug, Args)]
    pub(in super::super) struct DeskArgument {}

    impl DeskArgument {
        #[expect(clippy::unused_self, reason = "the type that the tool has in its place reads the argument")]
        pub fn bind(&self, _: &Invocation<'_>, _: &PreviewOptions, _: &mut Preview) -> Result<Option<String>, Failure> {
            Ok(None)
        }
    }
}
