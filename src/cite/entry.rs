//! How sources read in a citation style, as plain text.

use std::sync::Arc;

use thiserror::Error;

use wellpress_bibliography::Reference;
use wellpress_diagnostics::Span;
use wellpress_diagnostics::yaml::Located;
use wellpress_io::fs::Files;
use wellpress_site::config::Config;
use wellpress_site::model::reference::ReferenceId;
use wellpress_site::resolve::citations::format::{
    CslSource, FormatSettings, Formatter, ListOrder, MarksForm, StyleError,
};
use wellpress_site::resolve::citations::{LIST_STYLE, csl_source};

/// Why nothing can be formatted.
#[derive(Debug, Error)]
pub enum FormatError {
    /// The style's file cannot be read.
    #[error("{0}")]
    File(String),
    /// It is no style, or cannot do this.
    #[error(transparent)]
    Style(#[from] StyleError),
}

/// Each source as the list's style writes it: that of the settings, or the one that is named.
///
/// # Errors
/// When the style is unknown or broken.
pub fn formatted(
    files: &dyn Files,
    config: &Config,
    references: &[&Reference],
    style: Option<&str>,
) -> Result<Vec<String>, FormatError> {
    let named = style.map(|style| Located { value: style.to_owned(), span: Span::default() });
    let style = named.as_ref().or(config.settings.citations.style.as_ref());
    let settings = FormatSettings {
        list_style: csl_source(files, config, style, LIST_STYLE).map_err(FormatError::File)?,
        marks: MarksForm::Number,
        marks_style: CslSource::Named(LIST_STYLE.to_owned()),
        order: ListOrder::Cited,
        language: config.settings.language.value.clone(),
    };
    let shared: Vec<Arc<Reference>> = references.iter().map(|reference| Arc::new((*reference).clone())).collect();
    let formatter = Formatter::new(&shared, &settings)?;
    let ids = (0..shared.len()).map(|at| ReferenceId(u32::try_from(at).unwrap_or(u32::MAX)));
    let line = |id| {
        let accessed = formatter.accessed(id).map_or_else(String::new, |accessed| format!(" {accessed}"));
        formatter.entry(id).plain() + &accessed
    };
    Ok(ids.map(line).collect())
}
