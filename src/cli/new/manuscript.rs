//! `new article --from FILE.docx`: connects `new` to the tool that reads Word files. Without the feature `import` the argument does not
//! exist, and there is never a manuscript.

#[cfg(not(feature = "import"))]
pub(super) use absent::ManuscriptArgument;
#[cfg(feature = "import")]
pub(super) use present::ManuscriptArgument;

#[cfg(feature = "import")]
mod present {
    use std::path::PathBuf;

    use clap::Args;

    use wellpress_command::Failure;
    use wellpress_import::new_article;
    use wellpress_site::config::Config;

    use crate::scaffold::AddedRecord;

    #[derive(Debug, Args)]
    pub(in super::super) struct ManuscriptArgument {
        /// A Word file whose text, pictures and cited sources the article gets; without TITLE, its title too
        #[arg(long, value_name = "FILE")]
        from: Option<PathBuf>,
    }

    impl ManuscriptArgument {
        /// Reads the Word file before anything is created.
        pub fn read(&self) -> Result<Option<Manuscript>, Failure> {
            self.from.as_deref().map(new_article::read).transpose().map(|read| read.map(Manuscript))
        }
    }

    /// A Word file that was read.
    pub(in super::super) struct Manuscript(wellpress_import::Manuscript);

    impl Manuscript {
        pub fn title(&self) -> &str {
            &self.0.title
        }

        /// Fills the new article. Returns what a person has to know, a line each.
        pub fn fill(self, config: &Config, added: &AddedRecord) -> Result<Vec<String>, Failure> {
            new_article::fill(config, &added.path, &added.id, self.0)
        }
    }
}

#[cfg(not(feature = "import"))]
mod absent {
    use clap::Args;

    use wellpress_command::Failure;
    use wellpress_site::config::Config;

    use crate::scaffold::AddedRecord;

    #[derive(Debug, Args)]
    pub(in super::super) struct ManuscriptArgument {}

    impl ManuscriptArgument {
        #[expect(clippy::unused_self, reason = "the type that the tool has in its place reads the argument")]
        pub fn read(&self) -> Result<Option<Manuscript>, Failure> {
            Ok(None)
        }
    }

    pub(in super::super) enum Manuscript {}

    impl Manuscript {
        pub fn title(&self) -> &str {
            match *self {}
        }

        pub fn fill(self, _: &Config, _: &AddedRecord) -> Result<Vec<String>, Failure> {
            match self {}
        }
    }
}
