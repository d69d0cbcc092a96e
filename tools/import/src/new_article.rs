//! `new article --from FILE.docx`: the text of a Word file in the place of the starter text, its pictures beside it, and the sources that
//! its citations carry in the library.

use std::io;
use std::path::{Path, PathBuf};

use serde_json::Value;

use wellpress_command::{Failure, open_library};
use wellpress_io::fs::{Disk, Files};
use wellpress_site::config::Config;

use crate::old_site::numbered;
use crate::text::{self, scan::replaced};
use crate::{Manuscript, read_manuscript};

/// Reads the Word file before anything is created.
///
/// # Errors
/// When it cannot be read, or is no Word file.
pub fn read(path: &Path) -> Result<Manuscript, Failure> {
    read_manuscript(&Disk, path).map_err(|error| Failure::content(error.to_string()))
}

/// Fills a new article. Returns what a person has to know, a line each.
///
/// # Errors
/// When the library cannot be read, or a file cannot be written.
pub fn fill(config: &Config, article: &Path, id: &str, mut manuscript: Manuscript) -> Result<Vec<String>, Failure> {
    let new_sources = new_sources(config, &mut manuscript)?;
    let starter = Disk.read(article).map_err(|error| write_failure(article, &error))?;
    let starter = String::from_utf8_lossy(&starter).into_owned();
    let front_matter_end = starter.find("\n---\n").map_or(starter.len(), |at| at + "\n---\n".len());
    // A list that somebody wrote by hand stays as it is.
    let is_manual = manuscript.sources.is_empty() && manuscript.text.contains("\n## References\n");
    let citations = if is_manual { "citations: {list: manual}\n---\n" } else { "---\n" };
    let front_matter = starter[..front_matter_end].trim_end_matches("---\n").to_owned() + citations;
    let text = format!("{front_matter}\n{}\n", manuscript.text.trim());
    Disk.replace(article, text.as_bytes()).map_err(|error| write_failure(article, &error))?;
    for (name, bytes) in &manuscript.pictures {
        create(&article.with_file_name(name), bytes)?;
    }
    let mut lines: Vec<String> = Vec::new();
    if !new_sources.is_empty() {
        let path = in_content(config, &format!("references/{id}.json"));
        let json = serde_json::to_string_pretty(&new_sources).expect("JSON that was read can be written") + "\n";
        create(&path, json.as_bytes())?;
        lines.push(format!("Its {} sources are in {}", new_sources.len(), path.display()));
    }
    let language = config.languages.iter().next().map_or("en", |language| language.tag.as_str());
    if let Some(answers) = manuscript.answers(&format!("article:{id}"), language) {
        let path = in_content(config, &format!("reviews/{id}.answers.yaml"));
        create(&path, answers.as_bytes())?;
        lines.push(format!("Its comments are remarks in {}", path.display()));
    }
    let left = manuscript.log.left_constructs().into_iter();
    lines.extend(left.map(|left| format!("Left: {} {}; write instead: {}", left.count, left.kind, left.instead)));
    lines.extend(manuscript.log.to_confirm.iter().map(|(_, what)| format!("To confirm: {what}")));
    Ok(lines)
}

fn in_content(config: &Config, path: &str) -> PathBuf {
    config.root.join(config.content_folder().path(path))
}

/// Creates a file and its folder.
fn create(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let folder = path.parent().unwrap_or(path);
    let created = Disk.create_dir_all(folder).and_then(|()| Disk.create_new(path, bytes));
    created.map_err(|error| write_failure(path, &error))
}

fn write_failure(path: &Path, error: &io::Error) -> Failure {
    Failure::machine(format!("cannot write `{}`: {error}", path.display()))
}

/// The sources of a manuscript that the library does not have. A key that the library has for another work is changed in the text.
fn new_sources(config: &Config, manuscript: &mut Manuscript) -> Result<Vec<Value>, Failure> {
    let library = open_library(&Disk, config, None)?;
    let mut new = Vec::new();
    for mut source in manuscript.sources.clone() {
        let Some(key) = source["id"].as_str().map(str::to_owned) else { continue };
        let Some(known) = library.by_key(&key) else {
            new.push(source);
            continue;
        };
        let title = source["title"].as_str().map(text::letters_and_digits).unwrap_or_default();
        if known.title.as_ref().is_some_and(|known| text::letters_and_digits(&known.to_string()) == title) {
            continue;
        }
        let free_key = numbered(&key, |key| library.by_key(key).is_none());
        manuscript.text = with_key(&manuscript.text, &key, &free_key);
        source["id"] = free_key.into();
        new.push(source);
    }
    Ok(new)
}

/// A text in which marks have another key.
fn with_key(text: &str, key: &str, other: &str) -> String {
    replaced(text, &format!("@{key}"), |_, behind| {
        let is_longer = behind.starts_with(|sign: char| sign.is_alphanumeric() || matches!(sign, '-' | '_'));
        (!is_longer).then(|| (format!("@{other}"), behind))
    })
}

#[cfg(test)]
mod tests {
    use super::with_key;

    #[test]
    fn only_whole_keys_change() {
        assert_eq!(with_key("[@a-1; @a-1-b, p. 2] @a-1.", "a-1", "a-1-2"), "[@a-1-2; @a-1-b, p. 2] @a-1-2.");
    }
}
