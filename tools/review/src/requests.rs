//! Records in `content/reviews/ID.requests.yaml` who was asked to review a page, and until when. Which requests wait for an answer is left
//! to `wellpress_check::care`.

use std::path::Path;

use wellpress_command::Failure;
use wellpress_diagnostics::Source;
use wellpress_io::fs::Files;
use wellpress_site::content_folder::ContentFolder;
use wellpress_site::model::Page;
use wellpress_site::parse::requests::{self, FILE_END, RecordedRequest};

use crate::record_file;
use crate::sign::path_below_section;

/// The file with the requests about a page, relative to the root.
#[must_use]
pub fn request_file(content: &ContentFolder, page: &Page) -> String {
    content.path(&format!("reviews/{}{FILE_END}", path_below_section(page)))
}

/// Refuses a file that cannot be read as requests, before anything is made of it.
///
/// # Errors
/// When there is such a file.
pub fn check(files: &dyn Files, root: &Path, name: &str) -> Result<(), Failure> {
    let path = root.join(name);
    record_file::read_bytes(files, &path)?.map_or(Ok(()), |bytes| parse(bytes, name).map(drop))
}

/// Adds a request. It takes the place of the last one to the same person about the same page, if that still waits for an answer.
///
/// # Errors
/// When the file cannot be read as requests, or cannot be written.
pub fn add(
    files: &dyn Files,
    root: &Path,
    name: &str,
    request: &RecordedRequest,
    replaces_last: bool,
) -> Result<(), Failure> {
    record_file::update(files, &root.join(name), |before| {
        let mut recorded = before.map_or(Ok(Vec::new()), |bytes| parse(bytes, name))?;
        let key =
            |request: &RecordedRequest| (request.page.clone(), request.language.clone(), request.person.value.clone());
        let last = recorded.iter().rposition(|earlier| key(earlier) == key(request)).filter(|_| replaces_last);
        last.into_iter().for_each(|index| drop(recorded.remove(index)));
        recorded.push(request.clone());
        file_text(name, &recorded)
    })
}

fn parse(bytes: Vec<u8>, name: &str) -> Result<Vec<RecordedRequest>, Failure> {
    let unreadable = || {
        Failure::content(format!("`{name}` cannot be read as requests for reviews"))
            .help("`wellpress check` shows the mistake; put the file back as `wellpress review request` wrote it")
    };
    let text = String::from_utf8(bytes).map_err(|_| unreadable())?;
    let mut findings = Vec::new();
    let file = requests::parse(Source::new(name, text.replace("\r\n", "\n")), &mut findings);
    if findings.is_empty() { Ok(file.requests) } else { Err(unreadable()) }
}

fn file_text(name: &str, recorded: &[RecordedRequest]) -> Result<String, Failure> {
    let unwritten = |why: &str| Failure::machine(format!("cannot write the request into `{name}`: {why}"));
    let yaml = serde_yaml::to_string(&recorded).map_err(|error| unwritten(&error.to_string()))?;
    let text = format!("# Who was asked for a review, and until when. Written by `wellpress review request`.\n{yaml}");
    // What cannot be read back would be lost, and would break the next build.
    let read = parse(text.clone().into_bytes(), name)?;
    if read.len() == recorded.len() { Ok(text) } else { Err(unwritten("it has words that cannot be read back")) }
}
