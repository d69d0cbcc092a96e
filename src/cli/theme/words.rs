//! `wellpress theme words`: writes the file with the words of the theme in a language, to be translated, or adds to it what it lacks.

use std::io;
use std::path::Path;

use clap::Args;

use wellpress_build::pipeline::Unobserved;
use wellpress_command::console;
use wellpress_command::invocation::{Invocation, SiteArguments, existing_site, settings};
use wellpress_command::{Exit, Failure};
use wellpress_io::fs::{Disk, Files};
use wellpress_render::theme::strings::translation_file::TranslationFile;

use crate::default_theme::DEFAULT_THEME;

/// Write the file with the theme's words in a language, with the English beside them, or add what it lacks
///
/// It writes `i18n/LANGUAGE.ftl` of the site's theme, with the plural forms of the language. What the file has stays as it is. See
/// `wellpress help themes#change-the-words`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    /// The language as a BCP 47 tag, such as `fr` or `pt-BR`
    tag: String,
}

/// Writes the file, prints its path, and says how much is left to translate.
pub(in crate::cli) fn run(invocation: &Invocation<'_>, arguments: &Arguments) -> Result<Exit, Failure> {
    let request = SiteArguments::default().request(invocation, &Unobserved)?;
    let config = settings(&request)?;
    let root = existing_site(invocation)?;
    let file = TranslationFile::of_site(&Disk, &config, &DEFAULT_THEME, &arguments.tag).map_err(|finding| {
        let failure = Failure::usage(format!("{}: {}", finding.location.file, finding.message));
        finding.help.into_iter().fold(failure, Failure::help)
    })?;
    let TranslationFile { text, translated, untranslated, .. } = &file;
    let path = root.join(&file.path);
    let shown_path = path.display();
    if translated + untranslated == 0 {
        console::print_stderr(&format!(
            "`{shown_path}` has every message of the theme already. Those that are comments still wait for their \
             words.\n"
        ));
        return Ok(Exit::Done);
    }
    write_file(&path, text).map_err(|error| Failure::machine(format!("cannot write `{shown_path}`: {error}")))?;
    console::print_stdout(&format!("{shown_path}\n"))?;
    console::print_stderr(&format!(
        "Added {untranslated} messages to translate, and {translated} that the theme has in `{}`.\n",
        arguments.tag
    ));
    Ok(Exit::Done)
}

fn write_file(path: &Path, text: &str) -> io::Result<()> {
    path.parent().map_or(Ok(()), |folder| Disk.create_dir_all(folder))?;
    Disk.replace(path, text.as_bytes())
}
