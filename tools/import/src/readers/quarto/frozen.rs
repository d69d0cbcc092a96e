//! The results that Quarto keeps in `_freeze`: the text of a page with what its cells of code printed and drew.

use md5::{Digest, Md5};
use serde_json::Value;

use crate::front_matter;
use crate::log::ImportLog;
use crate::old_site::{FileOrigin, OldPage};
use crate::readers::markdown_folder::PageFile;
use crate::source_folder::{MAX_TEXT, SourceFolder, base_name};

/// The text of a page with its results, whose pictures become files of the page. Results of other words are left out.
pub(super) fn text(
    source: &SourceFolder<'_>,
    file: &PageFile,
    page: &mut OldPage,
    log: &mut ImportLog,
) -> Option<String> {
    let folder = format!("_freeze/{}", file.relative);
    let json = source.text(&format!("{folder}/execute-results/html.json")).ok()?;
    let kept: Value = serde_json::from_str(&json).ok()?;
    let hash = Md5::digest(source.bytes(&file.path, MAX_TEXT).ok()?);
    let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    if kept["hash"] != hash.as_str() {
        log.left("results of code that are older than the text", &file.path, "a render by Quarto before the import");
        return None;
    }
    let mut markdown = kept["result"]["markdown"].as_str()?.to_owned();
    for (mark, html) in kept["result"]["preserve"].as_object().into_iter().flatten() {
        markdown = markdown.replace(mark, html.as_str().unwrap_or_default());
    }
    let name = base_name(&file.relative);
    for picture in source.below(&format!("{folder}/figure-html/")) {
        let address = picture.replacen(&folder, &format!("{name}_files"), 1);
        page.files.insert(address, FileOrigin::Source(picture.to_owned()));
    }
    log.translated("results of the code of a page");
    Some(front_matter::divide(&markdown).text.to_owned())
}
