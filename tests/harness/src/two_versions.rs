//! A site on the disk that changes between two versions, for tests that kill a program in between.

use std::path::Path;

/// Writes a version of the site. The text of each article differs between the versions, and some articles exist in one of them only.
pub fn write(root: &Path, articles: usize, version: usize) {
    std::fs::write(root.join("wellpress.yaml"), "title: Site\nbase_url: https://a.example/\nsearch: none\n").unwrap();
    let folder = root.join("content/articles");
    std::fs::create_dir_all(&folder).unwrap();
    for number in 0..articles {
        let path = folder.join(format!("article-{number}.md"));
        let next = number.div_ceil(2) * 2 % articles;
        let text =
            format!("---\ntitle: Article {number}\n---\nForm {version} of it. See [another](article-{next}.md).\n");
        match number % 2 == 1 && number % 5 == version {
            true => _ = std::fs::remove_file(&path),
            false => std::fs::write(&path, text).unwrap(),
        }
    }
}

/// A number from the environment.
pub fn number(variable: &str, default: usize) -> usize {
    std::env::var(variable).map_or(default, |text| text.parse().unwrap())
}
