//! The least work of any generator, as a lower bound of its time: read every text, convert it to HTML, write it. Without front
//! matter, templates and checks of links.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use pulldown_cmark::{Options, Parser, html};
use rayon::prelude::*;

/// Builds the pages of a site written for Hugo.
pub fn build(root: &Path, output: &Path) -> io::Result<()> {
    let content = root.join("content");
    let entries = walkdir::WalkDir::new(&content).into_iter().filter_map(Result::ok);
    let is_text = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "md");
    let texts: Vec<PathBuf> = entries.map(walkdir::DirEntry::into_path).filter(is_text).collect();
    texts.par_iter().try_for_each(|text| {
        let page = text.strip_prefix(&content).unwrap_or(text).with_extension("");
        build_page(text, &output.join(page))
    })
}

fn build_page(text: &Path, folder: &Path) -> io::Result<()> {
    let text = fs::read_to_string(text)?;
    let body = text.splitn(3, "---\n").nth(2).unwrap_or(&text);
    let mut page = String::with_capacity(body.len() * 5 / 4);
    html::push_html(&mut page, Parser::new_ext(body, Options::ENABLE_TABLES | Options::ENABLE_HEADING_ATTRIBUTES));
    fs::create_dir_all(folder)?;
    fs::write(folder.join("index.html"), page)
}
