//! Formats records of the library in a citation style, as plain text for `wellpress cite format`.

use std::sync::Arc;

use wellpress_bibliography::Reference;
use wellpress_command::Failure;
use wellpress_diagnostics::Span;
use wellpress_diagnostics::yaml::Located;
use wellpress_io::fs::Files;
use wellpress_site::config::{CitationMarks, Config, ReferenceOrder};
use wellpress_site::model::reference::ReferenceId;
use wellpress_site::resolve::citations::format::{CslSource, FormatSettings, Formatter, StyleError};
use wellpress_site::resolve::citations::{LIST_STYLE, csl_source};

/// Formats each reference as one entry of a list of sources, in the order given. The style is `style` if there is one, else
/// that of the settings, else the default of lists. The date of access follows where the site would show it, so that an entry
/// reads as on a page.
///
/// # Errors
/// When the style is unknown or broken.
pub fn format_entries(
    files: &dyn Files,
    config: &Config,
    references: &[&Reference],
    style: Option<&str>,
) -> Result<Vec<String>, Failure> {
    let requested = style.map(|style| Located { value: style.to_owned(), span: Span::default() });
    let style = requested.as_ref().or(config.settings.citations.style.as_ref());
    let settings = FormatSettings {
        list_style: csl_source(files, config, style, LIST_STYLE).map_err(Failure::usage)?,
        marks: CitationMarks::Number,
        marks_style: CslSource::Named(LIST_STYLE.to_owned()),
        order: ReferenceOrder::Cited,
        language: config.settings.language.value.clone(),
    };
    let shared: Vec<Arc<Reference>> = references.iter().map(|reference| Arc::new((*reference).clone())).collect();
    let formatter = Formatter::new(&shared, &settings).map_err(style_failure)?;
    // The formatter numbers its references in the order in which it received them.
    let ids = (0..shared.len()).map(ReferenceId::new);
    Ok(ids.map(|id| entry_with_access_date(&formatter, id)).collect())
}

fn entry_with_access_date(formatter: &Formatter<'_>, id: ReferenceId) -> String {
    let entry = formatter.entry(id).plain();
    match formatter.accessed(id) {
        Some(accessed) => format!("{entry} {accessed}"),
        None => entry,
    }
}

fn style_failure(error: StyleError) -> Failure {
    let failure = Failure::usage(error.to_string());
    match error {
        StyleError::Unknown { near: Some(near), .. } => failure.help(format!("did you mean `{near}`?")),
        _ => failure,
    }
}
