//! [`Tool`]: the tools whose sites can be read, and how to recognise them.

use std::path::Path;

use strum::{EnumIter, EnumString, IntoEnumIterator, IntoStaticStr};

use crate::source_folder::SourceFolder;

/// A tool whose sites can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString, EnumIter, IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
#[expect(missing_docs, reason = "the names are those of the tools")]
pub enum Tool {
    Hugo,
    Jekyll,
    Zola,
    MkDocs,
    Quarto,
    Docusaurus,
    Manubot,
    /// A WXR file, as WordPress exports it.
    WordPress,
    /// Word files, or a folder with some.
    Docx,
    /// Any folder with Markdown files.
    Markdown,
}

impl Tool {
    /// The word for the command line, such as `mkdocs`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// The name for readers, such as "MkDocs".
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Hugo => "Hugo",
            Self::Jekyll => "Jekyll",
            Self::Zola => "Zola",
            Self::MkDocs => "MkDocs",
            Self::Quarto => "Quarto",
            Self::Docusaurus => "Docusaurus",
            Self::Manubot => "Manubot",
            Self::WordPress => "WordPress",
            Self::Docx => "Word files",
            Self::Markdown => "Markdown files",
        }
    }

    /// The tool of this word.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        name.parse().ok()
    }

    /// The words of all tools.
    pub fn names() -> impl Iterator<Item = &'static str> {
        Self::iter().map(Self::name)
    }

    /// The tool that a source is of, by the files in it.
    #[must_use]
    pub fn recognise(source: &SourceFolder<'_>) -> Option<Self> {
        if let Some(file) = source.single_file() {
            return match extension(file).as_str() {
                "xml" | "wxr" => Some(Self::WordPress),
                "docx" => Some(Self::Docx),
                "md" | "markdown" => Some(Self::Markdown),
                _ => None,
            };
        }
        let has = |file: &str| source.has(file) || file.ends_with('/') && source.has_below(file);
        let is_of_files = |(tool, files, folder): &&(Self, &str, &str)| {
            files.split(' ').any(has) && (folder.is_empty() || has(folder)) && (*tool != Self::Zola || is_zola(source))
        };
        if let Some((tool, ..)) = FILES.iter().find(is_of_files) {
            return Some(*tool);
        }
        let mut top_files = source.files().filter(|path| !path.contains('/'));
        if top_files.any(|path| path.ends_with(".xml") && source.starts_with(path, "wp:wxr_version")) {
            return Some(Self::WordPress);
        }
        let endings: Vec<String> = source.files().map(|file| extension(Path::new(file))).collect();
        let count = |ending: &str| endings.iter().filter(|known| *known == ending).count();
        match (count("qmd"), count("md") + count("markdown"), count("docx")) {
            (0, 0, 0) => None,
            (qmd, md, docx) if qmd >= md && qmd >= docx => Some(Self::Quarto),
            (_, md, docx) if md >= docx => Some(Self::Markdown),
            _ => Some(Self::Docx),
        }
    }
}

/// The files by which a tool is recognised, and a folder that has to be there too. The first row that fits counts.
const FILES: [(Tool, &str, &str); 8] = [
    (Tool::Hugo, "hugo.toml hugo.yaml hugo.yml hugo.json config/_default/", ""),
    (Tool::MkDocs, "mkdocs.yml mkdocs.yaml", ""),
    (Tool::Quarto, "_quarto.yml _quarto.yaml", ""),
    (Tool::Docusaurus, "docusaurus.config.js docusaurus.config.ts docusaurus.config.mjs", ""),
    (Tool::Manubot, "content/metadata.yaml", ""),
    (Tool::Zola, "zola.toml config.toml", ""),
    (Tool::Hugo, "config.toml config.yaml config.yml config.json", "content/"),
    (Tool::Jekyll, "_config.yml _config.yaml _config.toml", ""),
];

/// Whether settings are those of Zola: Hugo has a `config.toml` too.
fn is_zola(source: &SourceFolder<'_>) -> bool {
    source.has("zola.toml")
        || source.text("config.toml").is_ok_and(|text| text.contains("\nbase_url") || text.starts_with("base_url"))
}

fn extension(path: &Path) -> String {
    path.extension().unwrap_or_default().to_string_lossy().to_lowercase()
}
