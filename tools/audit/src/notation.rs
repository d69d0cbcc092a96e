//! [`Notation`]: in what a report is written, by the ending of its file.

use std::path::{Path, PathBuf};

use wellpress_command::{Failure, console};
use wellpress_docx::write::{WordFile, WordFileSettings};
use wellpress_io::fs::{Disk, Files};
use wellpress_walk::{Blocks, Format};

use crate::html::{HtmlFile, STYLE};
use crate::text::TextFile;

/// The notations of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notation {
    /// Lines for a terminal.
    Text,
    /// One HTML file.
    Html,
    /// A Word file.
    Word,
    /// OpenACR, for a conformance report alone.
    OpenAcr,
}

impl Notation {
    /// The endings of its files, the usual one first.
    fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Text => &["txt"],
            Self::Html => &["html", "htm"],
            Self::Word => &["docx"],
            Self::OpenAcr => &["yaml", "yml"],
        }
    }

    /// The one of these that the ending of a file asks for; text without a file.
    ///
    /// # Errors
    /// When the file has another ending.
    pub fn of(output: Option<&Path>, choices: &[Self]) -> Result<Self, Failure> {
        let Some(path) = output else { return Ok(Self::Text) };
        let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        let found = choices.iter().copied().find(|notation| notation.endings().contains(&&*ending));
        found.ok_or_else(|| {
            let usual: Vec<String> = choices.iter().map(|notation| format!("`.{}`", notation.endings()[0])).collect();
            let (last, others) = usual.split_last().expect("there are choices");
            Failure::usage(format!("`{}` has no ending of a report", path.display()))
                .help(format!("end the name in {} or {last}", others.join(", ")))
        })
    }
}

/// Writes blocks to a file, or prints them without one.
///
/// # Errors
/// When the file or standard output cannot be written.
pub fn write(title: &str, blocks: &Blocks, notation: Notation, output: Option<&PathBuf>) -> Result<(), Failure> {
    match (notation, output) {
        (Notation::Word, Some(path)) => {
            let settings = WordFileSettings {
                title: title.to_owned(),
                language: "en".to_owned(),
                is_right_to_left: false,
                picture: &|_| None,
                rasterise: &|_, _| None,
            };
            let mut file = WordFile::new(settings, blocks);
            written(blocks, &mut file)?;
            let bytes = file.finish().map_err(std::io::Error::from).and_then(|bytes| Disk.write(path, &bytes));
            bytes.map_err(|error| Failure::machine(format!("cannot write the report to `{}`: {error}", path.display())))
        }
        (Notation::Html, _) => {
            let mut file = HtmlFile::default();
            written(blocks, &mut file)?;
            console::write_or_print(&file.finish(title), output, "the report")
        }
        (Notation::Text | Notation::Word | Notation::OpenAcr, _) => {
            let mut file = TextFile::default();
            written(blocks, &mut file)?;
            console::write_or_print(&file.finish(), output, "the report")
        }
    }
}

/// Writes blocks as an HTML file that is published with a site, and its style sheet beside it.
///
/// # Errors
/// When one of the files cannot be written.
pub fn write_for_site(title: &str, blocks: &Blocks, path: &PathBuf) -> Result<(), Failure> {
    let style_sheet = path.with_extension("css");
    let name = style_sheet.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut file = HtmlFile::default();
    written(blocks, &mut file)?;
    console::write_or_print(STYLE, Some(&style_sheet), "the style sheet of the report")?;
    console::write_or_print(&file.finish_for_site(title, &name), Some(path), "the report")
}

fn written(blocks: &Blocks, format: &mut dyn Format) -> Result<(), Failure> {
    let notices = wellpress_walk::write("the report", blocks, format);
    notices.map(|_| ()).map_err(|error| Failure::machine(error.to_string()))
}
