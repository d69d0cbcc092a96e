//! `new article --from FILE.docx`: connects `new` to the tool that reads Word files. Without the feature `import` the argument does not
//! exist, and there is never a manuscript.

#[cfg(not(feature = "import"))]
pub(super) use absent::read;
#[cfg(feature = "import")]
pub(super) use present::read;

#[cfg(feature = "import")]
mod present {
    use std::path::Path;

    use wellpress_command::Failure;
    use wellpress_import::new_article;
    use wellpress_site::config::Config;

    use crate::scaffold::AddedRecord;

    /// Reads the Word file before anything is created.
    pub(in super::super) fn read(from: Option<&Path>) -> Result<Option<Manuscript>, Failure> {
        from.map(new_article::read).transpose().map(|read| read.map(Manuscript))
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
    use std::path::Path;

    use wellpress_command::Failure;
    use wellpress_site::config::Config;

    use crate::scaffold::AddedRecord;

    /// The argument is there if the feature `editor` is.
    pub(in super::super) fn read(from: Option<&Path>) -> Result<Option<Manuscript>, Failure> {
        match from {
            None => Ok(None),
            Some(_) => Err(Failure::usage("this program was built without `wellpress new article --from`")
                .help("the feature `import` brings it: build the program with `--features import`")),
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
