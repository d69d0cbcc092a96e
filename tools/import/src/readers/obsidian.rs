//! Notes of Obsidian: links and pictures by the name of a file, `[[note#heading|words]]` and `![[picture.png|350]]`, and callouts.

use std::collections::{BTreeSet, HashMap};

use crate::log::ImportLog;
use crate::source_folder::{SourceFolder, base_name, ending_of};
use crate::text::scan::{near, replaced};
use crate::text::{callout, code};
use crate::writer::{is_picture_address, link_address, source_link};

use super::markdown_folder::ENDINGS;

/// The files of a folder by their names.
pub(super) struct Vault<'s> {
    /// The path of the only file with a name, in lower case and without the ending of a note.
    files: HashMap<String, Option<&'s str>>,
    /// Whether the folder is known to be one of Obsidian: elsewhere `|350` in the words of a picture may be no size.
    is_certain: bool,
}

impl<'s> Vault<'s> {
    pub fn of(source: &'s SourceFolder<'_>) -> Self {
        let mut files = HashMap::new();
        for path in source.files() {
            for name in BTreeSet::from([path, base_name(path)]) {
                files.entry(key(name)).and_modify(|file| *file = None).or_insert(Some(path));
            }
        }
        Self { files, is_certain: source.has_below(".obsidian/") }
    }

    pub fn translate(&self, text: &str, file: &str, log: &mut ImportLog) -> String {
        let mut has_comment = false;
        let text = code::outside(text, |part| {
            has_comment |= self.is_certain && part.contains("%%");
            let part = replaced(part, "![[", |before, behind| self.embedded(before, behind, file, log));
            let part = replaced(&part, "[[", |before, behind| self.link(before, behind));
            let part = replaced(&part, "> [!", |before, behind| {
                let is_first = before.is_empty() || before.ends_with(['\n', '>']) || before.ends_with("> ");
                let end = behind.find(|sign: char| !sign.is_alphabetic()).filter(|_| is_first)?;
                Some((format!("> [!{}", callout(&behind[..end])?), &behind[end..]))
            });
            if self.is_certain { without_sizes(&part) } else { part }
        });
        if has_comment {
            log.confirm(file, "it has `%%`: comments of Obsidian, which its readers did not see, stay in the text");
        }
        text
    }

    /// A picture, or a note that is shown in another, which becomes a link to it.
    fn embedded<'t>(
        &self,
        before: &str,
        behind: &'t str,
        file: &str,
        log: &mut ImportLog,
    ) -> Option<(String, &'t str)> {
        let (inner, rest) = inner(behind).filter(|_| !before.ends_with('\\'))?;
        // In a table, a bar has a backslash before it.
        let mut parts = inner.split('|').map(|part| part.trim_end_matches('\\').trim());
        let name = parts.next().unwrap_or_default();
        let is_look = |part: &&str| !is_size(part) && !matches!(*part, "" | "center" | "left" | "right");
        let words: Vec<&str> = parts.filter(is_look).collect();
        let kind = if is_picture_address(name) { "picture that is missing" } else { "note in a note" };
        match self.path(name).filter(|_| is_picture_address(name)) {
            Some(path) => return Some((format!("![{}](/{})", words.join(" "), link_address(path)), rest)),
            None => log.left(kind, file, "the picture, or the words of the note"),
        }
        self.link("", behind).or_else(|| Some((words.first().copied().unwrap_or(name).to_owned(), rest)))
    }

    /// A link to the only note with a name. `x[[1]]` is an index.
    fn link<'t>(&self, before: &str, behind: &'t str) -> Option<(String, &'t str)> {
        let (inner, rest) = inner(behind)?;
        if before.ends_with(|sign: char| sign.is_alphanumeric() || sign == '\\') || before.ends_with("\\!") {
            return None;
        }
        let (target, words) = inner.split_once('|').unwrap_or((inner, ""));
        let target = target.trim_end_matches('\\');
        let (name, heading) = target.split_once('#').unwrap_or((target, ""));
        let words =
            if words.is_empty() { target.trim_start_matches('#').replace('#', " > ") } else { words.to_owned() };
        let page = if name.is_empty() { String::new() } else { source_link(self.path(name)?) };
        // A block, `^1`, has no id here.
        let heading = heading.rsplit('#').next().filter(|heading| !heading.is_empty() && !heading.starts_with('^'));
        let fragment = heading.map(|heading| format!("#{}", slug::slugify(heading))).unwrap_or_default();
        Some((format!("[{words}]({page}{fragment})"), rest))
    }

    fn path(&self, name: &str) -> Option<&'s str> {
        *self.files.get(&key(name))?
    }
}

/// What two names of one file have in common.
fn key(name: &str) -> String {
    let stem = name.rsplit_once('.').filter(|_| ENDINGS.contains(&&*ending_of(name))).map_or(name, |(stem, _)| stem);
    stem.to_lowercase().replace(' ', "-")
}

/// The words up to `]]`, and the text behind it. `[[1]](a.md)` and `[[1]][a]` are other links.
fn inner(behind: &str) -> Option<(&str, &str)> {
    let end = near(behind).find(['[', ']', '\n']).filter(|end| *end > 0)?;
    let rest = behind[end..].strip_prefix("]]")?;
    let is_other = rest.starts_with('(') || rest.starts_with('[') && !rest.starts_with("[[");
    (!is_other).then_some((&behind[..end], rest))
}

/// Whether words are the size of a picture, such as `350` and `300x200`.
fn is_size(words: &str) -> bool {
    let digits = words.bytes().filter(u8::is_ascii_digit).count();
    digits > 0 && words.len() - digits == words.matches('x').count()
}

/// Takes sizes of pictures out.
fn without_sizes(text: &str) -> String {
    replaced(text, "![", |_, behind| {
        let end = near(behind).find(['[', ']', '\n']).filter(|end| behind[*end..].starts_with("]("))?;
        let (words, size) = behind[..end].rsplit_once('|')?;
        is_size(size.trim()).then(|| (format!("![{}", words.trim_end_matches('\\')), &behind[end..]))
    })
}

#[cfg(test)]
mod tests {
    use crate::readers::site_of_files;

    fn text(sign: &str, text: &str) -> String {
        let site = site_of_files(&[
            ("A.md", text),
            (sign, "![[A]]"),
            ("sub/Beta blockers.md", "![[A]]"),
            ("att/Pasted image 1.png", "x"),
            ("1.md", "One.\n"),
            ("two/Same.md", "x"),
            ("Same.md", "x"),
        ]);
        site.pages.iter().find(|page| page.source == "A.md").unwrap().text.trim().to_owned()
    }

    #[test]
    fn links_pictures_and_callouts_of_notes() {
        for (written, expected) in [
            (
                "[[beta-blockers]] [[Beta blockers#The dose|5 mg]]",
                "[beta-blockers](import:sub/Beta%20blockers.md) [5 mg](import:sub/Beta%20blockers.md#the-dose)",
            ),
            ("| a | [[Beta blockers\\|b]] |", "| a | [b](import:sub/Beta%20blockers.md) |"),
            ("[[#Dose]] [[Beta blockers#^x]]", "[Dose](#dose) [Beta blockers > ^x](import:sub/Beta%20blockers.md)"),
            ("![[Pasted image 1.png|center|At most 5 mg|350]]", "![At most 5 mg](/att/Pasted%20image%201.png)"),
            ("![[gone.png|9 mg]]", "9 mg"),
            ("![A|300x200](a.png) ![A|5 mg](a.png)", "![A](a.png) ![A|5 mg](a.png)"),
            ("> [!info]- A\n> 5 mg\n> > [!danger]", "> [!note]- A\n> 5 mg\n> > [!warning]"),
            ("| ![[Pasted image 1.png\\|100]] |", "| ![](/att/Pasted%20image%201.png) |"),
            ("![[ Pasted image 1.png|5 mg\\|9]]", "![5 mg](/att/Pasted%20image%201.png)"),
            ("Take %%10 mg, or%% 5 mg", "Take %%10 mg, or%% 5 mg"),
        ] {
            assert_eq!(text(".obsidian/app.json", written), expected);
        }
        for written in [
            "`[[Beta blockers]]` x[[1]] [[ 1 ]] [[1]](b.md) \\[[1]] [[Same]] [[gone|5 mg]] [[\nBeta blockers]]",
            "Up 50%% and 20%% ![A|350](a.png)\n\n> [5 mg] [!info]\n\n[!info] A",
            "![[Beta blockers]](a.png) \\![[Beta blockers]] [[Beta blockers]][b] ![[Beta blockers]][b]",
        ] {
            assert_eq!(text("b.txt", written), written);
        }
        text(".obsidian/app.json", &("[[".repeat(20_000) + &"![a".repeat(20_000) + &"![[a".repeat(20_000)));
    }
}
