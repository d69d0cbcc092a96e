//! A plain page without front matter: its first heading is its title. Folders of Markdown that people read on the host of a repository
//! are written so.

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Source, Span};

use crate::discover::ContentFile;

use super::{FrontMatter, ReadFrontMatter};

/// The front matter that the first heading of a file stands for; `None` if the file begins with anything else.
pub(in crate::parse) fn read(source: &Source, file: &ContentFile) -> Option<ReadFrontMatter> {
    let mut at = 0;
    for line in source.text.split_inclusive('\n') {
        let text = line.trim();
        let is_comment = text.starts_with("<!--") && text.ends_with("-->");
        if !text.is_empty() && !is_comment {
            let heading = line.strip_prefix("# ")?.trim();
            let title = heading.trim_end_matches('#').trim_end();
            let start = at + line.find(title)?;
            let span = Span::new(start..start + title.len());
            // The text of a folder leads through the pages below it.
            let is_guide = !file.route.is_empty() && is_text_of_folder(file);
            let front = FrontMatter {
                title: Located { value: title.replace('`', ""), span },
                guide: is_guide.then_some(Located { value: true, span: Span::default() }),
                ..FrontMatter::default()
            };
            return Some(ReadFrontMatter {
                front: Some(Box::new(front)),
                fields: Vec::new(),
                text_start: at + line.len(),
            });
        }
        at += line.len();
    }
    None
}

fn is_text_of_folder(file: &ContentFile) -> bool {
    let name = file.path.rsplit('/').next().unwrap_or(&file.path);
    matches!(name.split('.').next(), Some("README" | "index"))
}
