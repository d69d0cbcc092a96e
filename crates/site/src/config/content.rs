//! `content` and `exclude` of the settings in, the [`ContentFolder`] out.

use std::path::Path;

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Source, quotable};

use crate::content_folder::ContentFolder;

use super::mistakes::wrong;
use super::settings::Settings;

/// Folders of the root that have another use.
const TAKEN: [&str; 5] = ["themes", "static", "data", "rules", "audits"];

/// The folder of the content. One with a mistake, which is a finding, is not used.
pub(super) fn folder(
    settings: &Settings,
    source: &Source,
    output_below_root: Option<&Path>,
    findings: &mut Vec<Diagnostic>,
) -> ContentFolder {
    let output = output_below_root.map(|output| output.to_string_lossy().replace('\\', "/"));
    let folder = settings.content.as_ref().map_or_else(ContentFolder::default, |name| {
        if let Some((message, help)) = mistake(&name.value) {
            let message = format!("`{}` cannot be the folder of the content: {message}", quotable(&name.value));
            findings.push(wrong(source.locate(name.span), message).help(help));
        }
        ContentFolder::new(&name.value)
    });
    if let (Some(output), Some(name)) = (&output, &settings.content)
        && !folder.is_root()
        && Path::new(output).starts_with(folder.name())
    {
        let message = format!("the output `{output}` is in the folder of the content");
        let help = "name another folder for one of the two: `--output-dir` names that of the output";
        findings.push(wrong(source.locate(name.span), message).help(help));
    }
    for pattern in settings.exclude.iter().filter(|pattern| is_no_pattern(pattern)) {
        let message = format!("`{}` is no pattern of paths in the content", quotable(&pattern.value));
        let help = "write a path below the folder of the content with `/`, such as `drafts` or `**/*.tmp.md`";
        findings.push(wrong(source.locate(pattern.span), message).help(help));
    }
    let output = output.filter(|output| folder.is_root() && !output.is_empty());
    folder.excluding(settings.exclude.iter().map(|pattern| pattern.value.clone()).chain(output))
}

fn mistake(name: &str) -> Option<(&'static str, &'static str)> {
    const HELP: &str = "name a folder below that of the settings, such as `texts`, or `.` for that folder itself";
    let is_drive = name.as_bytes().get(1) == Some(&b':');
    let mut segments = name.split('/').filter(|segment| !matches!(*segment, "" | "."));
    if name.trim().is_empty() {
        Some(("it is empty", HELP))
    } else if name.contains('\\') {
        Some(("it has a backslash", "write `/` between folders, as on all systems"))
    } else if name.starts_with('/') || is_drive {
        Some(("it is an absolute path", HELP))
    } else if name.split('/').any(|segment| segment == "..") {
        Some(("it leads out of the site", HELP))
    } else if segments.clone().next().is_some_and(|first| TAKEN.contains(&first)) {
        Some(("this folder has another use", "choose another name"))
    } else if segments.any(|segment| segment.starts_with(['.', '_'])) {
        Some(("its name leaves out what is in it", "choose a name that begins with a letter"))
    } else {
        None
    }
}

fn is_no_pattern(pattern: &Located<String>) -> bool {
    let text = &pattern.value;
    text.trim_matches('/').is_empty()
        || text.contains('\\')
        || text.split('/').any(|segment| matches!(segment, "." | ".."))
}
