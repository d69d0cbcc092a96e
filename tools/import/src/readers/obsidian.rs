//! Notes of Obsidian: links and pictures by the name of a file, `[[note#heading|words]]` and `![[picture.png|350]]`, and callouts.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Map, Value};

use wellpress_foundation::text::upper_first;

use crate::log::ImportLog;
use crate::old_site::OldPage;
use crate::source_folder::{SourceFolder, base_name, ending_of};
use crate::text::scan::{last_line, near, next_of, replaced};
use crate::text::{callout, code};
use crate::writer::{is_picture_address, link_address, source_link};

use super::markdown_folder::{ENDINGS, PageFile};

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

    /// A folder whose pages link to others by `[[name]]` is one of Obsidian too: its settings are often kept out of repositories.
    pub fn with_links_of(mut self, pages: &[PageFile]) -> Self {
        self.is_certain = self.is_certain || pages.iter().any(|page| self.has_link(&page.text));
        self
    }

    fn has_link(&self, text: &str) -> bool {
        let (mut has_link, mut log) = (false, ImportLog::default());
        code::outside(text, |part| {
            replaced(part, "[[", |before, behind| {
                let has_name = inner(behind).is_some_and(|(name, _)| name.contains(char::is_alphabetic));
                has_link |= has_name && self.link(before, behind, "", &mut log).is_some();
                None
            })
        });
        has_link
    }

    pub fn is_certain(&self) -> bool {
        self.is_certain
    }

    /// The title of a note is the name of its file. `aliases` are further names of it, and no addresses.
    pub fn name_note(page: &mut OldPage, values: &mut Map<String, Value>) {
        page.title = (page.name != "index").then(|| upper_first(&page.name));
        for key in ["aliases", "alias"] {
            page.extra.extend(values.remove(key).map(|names| (key.to_owned(), names)));
        }
    }

    pub fn translate(&self, text: &str, file: &str, log: &mut ImportLog) -> String {
        let mut has_comment = false;
        let text = if self.is_certain { without_comments(text, file, log) } else { text.to_owned() };
        let text = code::outside(&text, |part| {
            has_comment |= self.is_certain && part.contains("%%");
            let part = replaced(part, "![[", |before, behind| self.embedded(before, behind, file, log));
            let part = replaced(&part, "[[", |before, behind| self.link(before, behind, file, log));
            let part = replaced(&part, "[!", |before, behind| {
                let quote = before.trim_end_matches(' ');
                let is_first = quote.ends_with('>') && last_line(quote).trim_matches(['>', ' ', '\t']).is_empty();
                let end = if is_first { near(behind).find([']', '\n'])? } else { return None };
                if !behind[end..].starts_with(']') || behind[end..].starts_with("](") {
                    return None;
                }
                let name = behind[..end].split('|').next().unwrap_or_default().trim();
                let is_word = |sign: char| sign.is_alphabetic() || " -_".contains(sign);
                let own = Some(name).filter(|name| self.is_certain && !name.is_empty() && name.chars().all(is_word));
                let kind = callout(name).or(own.map(|_| "note"))?;
                let blank = if before.ends_with('>') { " " } else { "" };
                // A name of one's own is the title, if there is none.
                let title = behind[end + 1..].trim_start_matches(['+', '-']);
                let own = own.filter(|_| callout(name).is_none() && title.trim_start_matches(' ').starts_with('\n'));
                Some(match own {
                    Some(name) => {
                        let fold = &behind[end..behind.len() - title.len()];
                        (format!("{blank}[!{kind}{fold} {}", upper_first(&name.replace(['-', '_'], " "))), title)
                    }
                    None => (format!("{blank}[!{kind}"), &behind[end..]),
                })
            });
            if self.is_certain { without_block_ids(&without_sizes(&part), file) } else { part }
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
        let is_picture = is_picture_address(name);
        let kind = if is_picture { "picture that is missing" } else { "note in a note" };
        match self.path(name).filter(|_| is_picture) {
            Some(path) => return Some((format!("![{}](/{})", words.join(" "), link_address(path)), rest)),
            None => log.left(kind, file, "the picture, or the words of the note"),
        }
        // A size is no word, also of what is missing.
        let words = if words.is_empty() { name.to_owned() } else { words.join(" ") };
        if is_picture {
            return Some((words, rest));
        }
        let link = if words == name { format!("{name}]]") } else { format!("{name}|{words}]]") };
        let link = self.link("", &link, file, log).map(|(link, _)| link);
        Some((link.unwrap_or(words), rest))
    }

    /// A link to the only note with a name. `x[[1]]` is an index. In a vault, a link to no note is words.
    fn link<'t>(&self, before: &str, behind: &'t str, file: &str, log: &mut ImportLog) -> Option<(String, &'t str)> {
        let (inner, rest) = inner(behind)?;
        if before.ends_with(|sign: char| sign.is_alphanumeric() || sign == '\\') || before.ends_with("\\!") {
            return None;
        }
        let (target, words) = inner.split_once('|').unwrap_or((inner, ""));
        let target = target.trim_end_matches('\\');
        // A block, `^1`, has no id here: its page is what a link leads to.
        let (target, block) = target.split_once("#^").map_or((target, None), |(page, id)| (page, Some(id)));
        let (name, heading) = target.split_once('#').unwrap_or((target, ""));
        let words =
            if words.is_empty() { target.trim_start_matches('#').replace('#', " > ") } else { words.to_owned() };
        let words = block.filter(|_| words.is_empty()).map(str::to_owned).unwrap_or(words);
        let page = match self.path(name) {
            Some(path) => source_link(path),
            None if name.is_empty() && block.is_some() => source_link(file),
            None if name.is_empty() => String::new(),
            // A matrix in a formula has brackets too.
            None if self.is_certain && name.contains(char::is_alphabetic) && !is_in_formula(before) => {
                log.left("link to a missing note", file, "the note, and a link to it; its words stay");
                return Some((words, rest));
            }
            None => return None,
        };
        let heading = heading.rsplit('#').next().filter(|heading| !heading.is_empty());
        let fragment = heading.map(|heading| format!("#{}", slug::slugify(heading))).unwrap_or_default();
        Some((format!("[{words}]({page}{fragment})"), rest))
    }

    fn path(&self, name: &str) -> Option<&'s str> {
        *self.files.get(&key(name))?
    }
}

/// Takes the comments out that stand on lines of their own: `%% words %%`, or lines between two with nothing but `%%`. Others stay.
fn without_comments(text: &str, file: &str, log: &mut ImportLog) -> String {
    let lines: Vec<(usize, &str, bool)> = code::lines(text).collect();
    let is_fence = |line: &(usize, &str, bool)| !line.2 && line.1.trim_end() == "%%";
    let fences: Vec<usize> = (0..lines.len()).filter(|index| is_fence(&lines[*index])).collect();
    // With one that opens nothing, nobody knows which lines are between two.
    let pairs = if fences.len().is_multiple_of(2) { fences.as_slice() } else { &[] };
    let is_between = |index: usize| pairs.chunks(2).any(|pair| (pair[0]..=pair[1]).contains(&index));
    let is_comment = |line: &str| {
        let words = line.trim_end().strip_prefix("%%").and_then(|line| line.strip_suffix("%%"));
        words.is_some_and(|words| !words.trim().is_empty() && !words.contains("%%"))
    };
    let edge =
        |index: Option<usize>| index.and_then(|index| lines.get(index)).is_none_or(|line| line.1.trim().is_empty());
    let mut output = String::with_capacity(text.len());
    for (index, (_, line, is_code)) in lines.iter().enumerate() {
        let is_block = edge(index.checked_sub(1)) && edge(Some(index + 1));
        if is_between(index) || !is_code && is_block && is_comment(line) {
            log.left("comment of Obsidian", file, "nothing: readers of the notes did not see it");
        } else {
            output.push_str(line);
        }
    }
    output
}

/// Takes the names of blocks out: those at the ends of lines, as in `At most 5 mg a day. ^max-dose`, and those in addresses.
fn without_block_ids(text: &str, file: &str) -> String {
    let is_id = |id: &str| {
        id.contains(char::is_alphabetic) && id.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '-')
    };
    let text = replaced(text, "#^", |before, behind| {
        let (id, rest) = behind.split_at(near(behind).find(')')?);
        let address = last_line(before).rsplit_once("](").map(|(_, address)| address)?;
        let page = if address.is_empty() { source_link(file) } else { String::new() };
        (is_id(id) && !address.contains(')')).then_some((page, rest))
    });
    let mut is_in_formula = false;
    let line = |line: &str| {
        is_in_formula ^= line.matches("$$").count() % 2 == 1;
        let words = line.trim_end();
        let named =
            words.rsplit_once('^').filter(|(before, id)| is_id(id) && (before.is_empty() || before.ends_with(' ')));
        match named.filter(|_| !is_in_formula) {
            Some((before, _)) => format!("{}{}", before.trim_end(), &line[words.len()..]),
            None => line.to_owned(),
        }
    };
    text.split_inclusive('\n').map(line).collect()
}

/// Whether the line before a sign has a formula that is not closed.
fn is_in_formula(before: &str) -> bool {
    let line = last_line(before);
    line.matches('$').count() % 2 == 1 || line.contains("$$")
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
    let mut next = next_of(&['[', ']', '\n']);
    replaced(text, "![", |_, behind| {
        let end = next(behind).filter(|end| behind[*end..].starts_with("]("))?;
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
            ("sub/Beta blockers.md", "x"),
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
            ("[[#Dose]] [[Beta blockers#^x]]", "[Dose](#dose) [Beta blockers](import:sub/Beta%20blockers.md)"),
            (
                "At most 5 mg. ^max-dose\n\n> A ^a\n\n$$\nx ^a\n$$ 10 ^2\n^a1",
                "At most 5 mg.\n\n> A\n\n$$\nx ^a\n$$ 10 ^2",
            ),
            (
                "[[#^max]] [[#^max|dose]] [a](#^max) [b](sub/c.md#^max) (#^max)",
                "[max](import:A.md) [dose](import:A.md) [a](import:A.md) [b](sub/c.md) (#^max)",
            ),
            ("> [!red-flag]\n> 5 mg", "> [!note] Red flag\n> 5 mg"),
            ("![[Pasted image 1.png|center|At most 5 mg|350]]", "![At most 5 mg](/att/Pasted%20image%201.png)"),
            ("![[gone.png|9 mg]]", "9 mg"),
            ("A ![[gone.png|100]] ![[gone.png|9 mg\\|100x80]] ![[Same|100]]", "A gone.png 9 mg Same"),
            ("![[Beta blockers#The dose|300]]", "[Beta blockers > The dose](import:sub/Beta%20blockers.md#the-dose)"),
            ("![A|300x200](a.png) ![A|5 mg](a.png)", "![A](a.png) ![A|5 mg](a.png)"),
            ("> [!info]- A\n> 5 mg\n> > [!danger]", "> [!note]- A\n> 5 mg\n> > [!warning]"),
            ("| ![[Pasted image 1.png\\|100]] |", "| ![](/att/Pasted%20image%201.png) |"),
            ("![[ Pasted image 1.png|5 mg\\|9]]", "![5 mg](/att/Pasted%20image%201.png)"),
            ("Take %%10 mg, or%% 5 mg", "Take %%10 mg, or%% 5 mg"),
            ("A\n\n%%\nof the author\n\nB\n%%\n\n%% alone %%\n\n5 mg", "A\n\n\n\n5 mg"),
            ("%%\nA\n%%\n5 mg\n%%", "%%\nA\n%%\n5 mg\n%%"),
            ("A\n%% 5 mg %%\nB", "A\n%% 5 mg %%\nB"),
            ("%%a%% 5 mg %%b%%", "%%a%% 5 mg %%b%%"),
            ("```\n%%\nA\n%%\n```", "```\n%%\nA\n%%\n```"),
            ("$A = [[a, b]]$ [[gone]]", "$A = [[a, b]]$ gone"),
            ("> [!5 mg] A", "> [!5 mg] A"),
            (">[!practical advice]-\n>5 mg", "> [!note]- Practical advice\n>5 mg"),
            (">[!danger] A\n> [[gone|5 mg]]\n\n> [!Definition|x] B", "> [!warning] A\n> 5 mg\n\n> [!note] B"),
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
