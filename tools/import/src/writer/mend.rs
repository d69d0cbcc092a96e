//! Takes the errors of the first checks out of a new site: each becomes the nearest thing that harms nothing, and is listed. A dead link
//! becomes its words, an unknown citation its text, a line of front matter that cannot be is left out. A page with any other error becomes
//! a draft.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde_json::Value;

use wellpress_diagnostics::{Diagnostic, Report, Severity};

use crate::text::links::{self, LinkKind, NewTarget};
use crate::text::scan::{id_at_start, near_end, spliced};

use super::new_site::{ImportCounts, NewFile, NewSite, is_draft, start_of_text};
use super::yaml;

/// After as many rounds, a page whose errors do not go away becomes a draft.
pub(crate) const ROUNDS_OF_EDITS: usize = 5;

/// How many links are looked at for the one around an error.
const MOST_NESTED: usize = 100;

impl NewSite {
    /// Mends what a check calls an error, and returns the files that changed. `round` counts from 0; an empty result means that nothing is
    /// left to mend, or that nothing can be.
    pub fn mend(&mut self, report: &Report, round: usize) -> BTreeSet<String> {
        // Of the sources with a key that a text cites, only the first two are an error: the others are mended with them.
        let key = |finding: &Diagnostic| {
            let is_of_key = finding.rule.id == "source-duplicate-key";
            is_of_key.then(|| finding.message.split('`').nth(1).map(str::to_owned)).flatten()
        };
        let is_error = |finding: &Diagnostic| finding.severity == Severity::Error;
        let findings = || report.findings().iter().map(|finding| &**finding);
        let keys: BTreeSet<String> = findings().filter(|finding| is_error(finding)).filter_map(key).collect();
        let is_mended = |finding: &Diagnostic| is_error(finding) || key(finding).is_some_and(|key| keys.contains(&key));
        let errors = findings().filter(|finding| is_mended(finding));
        let mut by_file: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
        errors.for_each(|error| by_file.entry(&error.location.file).or_default().push(error));
        let (mut changed, mut copies) = (self.leave_entries(report), BTreeMap::new());
        for (file, errors) in by_file {
            if self.mend_file(file, &errors, round, &mut copies) {
                changed.insert(file.to_owned());
            }
        }
        changed
    }

    /// `copies` counts the sources of each key that were renamed in this round.
    fn mend_file(
        &mut self,
        file: &str,
        errors: &[&Diagnostic],
        round: usize,
        copies: &mut BTreeMap<String, usize>,
    ) -> bool {
        let Some(NewFile::Text(text)) = self.files.get(file) else { return self.leave_out(file, errors) };
        let text = text.clone();
        let mut edits = Edits::of(&text);
        let mut unmended = Vec::new();
        for error in errors {
            match edits.add(error, copies) {
                true => {
                    self.log.left(kind_of(error), file, error.help.as_deref().unwrap_or("nothing"));
                    self.log.at_line(kind_of(error), file, usize::try_from(error.location.line).unwrap_or(1));
                }
                false => unmended.push(*error),
            }
        }
        let mut mended = edits.apply();
        let permalink = |text: &str| {
            let mut lines = text[..start_of_text(text)].lines();
            lines.find_map(|line| Some(line.strip_prefix("permalink: ")?.trim_matches('"').to_owned()))
        };
        if let Some(address) = permalink(&text).filter(|_| permalink(&mended).is_none()) {
            self.log.confirm(file, format!("the old address `{address}` has no redirect: the build refuses it"));
            self.counts.addresses.kept = self.counts.addresses.kept.saturating_sub(1);
            self.counts.addresses.lost += 1;
        }
        let is_page = file.starts_with("content/") && text.starts_with("---\n");
        let has_failed = !unmended.is_empty() || round >= ROUNDS_OF_EDITS;
        if has_failed && is_page && !is_draft(&text) {
            let why = unmended.first().or(errors.first()).map_or("", |error| &error.message);
            self.log.confirm(file, format!("it is a draft, because it has an error: {why}"));
            mended = mended.replacen("---\n", "---\ndraft: true\n", 1);
            self.counts.pages.drafts += 1;
        }
        let why = errors.first().map_or("", |error| &error.message);
        if has_failed && is_page && is_draft(&text) {
            self.log.confirm(file, format!("the page is left out, because it has an error: {why}"));
            self.files.remove(file);
            let ImportCounts { pages, addresses, .. } = &mut self.counts;
            for count in [&mut pages.out, &mut pages.drafts, &mut addresses.kept] {
                *count = count.saturating_sub(1);
            }
            addresses.lost += 1;
            return true;
        }
        if has_failed && file.starts_with("content/snippets/") {
            // A snippet cannot be a draft: its words are shown as they are written.
            self.log.confirm(file, format!("its text is shown as code, because it has an error: {why}"));
            let fence = "~".repeat(12);
            mended = format!("{fence}text\n{}\n{fence}\n", text.trim());
        }
        let is_changed = mended != text;
        self.files.insert(file.to_owned(), NewFile::Text(mended));
        is_changed
    }

    /// Takes the entries of menus out that lead to a draft, as a page becomes one here. The entries below one of them stay, and so does
    /// one to a list, which is there without its text.
    fn leave_entries(&mut self, report: &Report) -> BTreeSet<String> {
        let file = "wellpress.yaml";
        let Some(NewFile::Text(text)) = self.files.get(file) else { return BTreeSet::new() };
        let text = text.clone();
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        for finding in report.findings().iter().filter(|finding| finding.rule.id == "link-unpublished") {
            let address = finding.message.split('`').nth(1).unwrap_or_default();
            let folder = format!("content{address}");
            let is_section = address.matches('/').count() == 2
                && self.files.iter().any(|(file, new)| {
                    file.strip_prefix(&folder).is_some_and(|name| name != "index.md")
                        && matches!(new, NewFile::Text(text) if !is_draft(text))
                });
            let is_list = address == "/" || is_section || text.contains(&format!("path: \"{address}\""));
            let index = usize::try_from(finding.location.line).unwrap_or_default().checked_sub(1);
            let line = index.filter(|_| &*finding.location.file == file && !is_list).and_then(|at| lines.get_mut(at));
            let Some(line) = line else { continue };
            let Ok([entry]) = serde_yaml::from_str::<[Value; 1]>(line) else { continue };
            let entry = without_entry(entry, address).map(|entry| format!("    - {}", yaml::flow(&entry)));
            *line = entry.unwrap_or_default();
            let what = format!("an entry of the menu leads to `{address}`, which is not published, and is left out");
            self.log.confirm(file, what);
        }
        let new_text = lines.join("\n") + "\n";
        let is_changed = text != new_text;
        self.files.insert(file.to_owned(), NewFile::Text(new_text));
        is_changed.then(|| file.to_owned()).into_iter().collect()
    }

    /// A picture or another file that the build refuses.
    fn leave_out(&mut self, file: &str, errors: &[&Diagnostic]) -> bool {
        let is_there = self.files.remove(file).is_some();
        if is_there {
            let why = errors.first().map(|error| error.message.as_str()).unwrap_or_default();
            self.log.left(&format!("file that is refused: {why}"), file, "a file that wellpress can publish");
        }
        is_there
    }
}

/// An entry of a menu without the links to an address. Like each entry, one without a link leads to the first below it.
fn without_entry(mut entry: Value, address: &str) -> Option<Value> {
    let children = entry["children"].as_array().into_iter().flatten().cloned();
    let children: Vec<Value> = children.filter_map(|child| without_entry(child, address)).collect();
    if entry["link"].as_str().is_some_and(|link| link.split('#').next() == Some(address)) {
        entry["link"] = children.first()?["link"].clone();
    }
    entry["children"] = if children.is_empty() { Value::Null } else { children.into() };
    Some(entry)
}

/// What an error is about, for the list of what was left.
fn kind_of(error: &Diagnostic) -> &'static str {
    match error.rule.id {
        "link-anchor" => "link to a heading that does not exist",
        "link-unpublished" => "link to a draft",
        id if id.starts_with("link-") || id == "url-unsafe" => "link that leads nowhere",
        "picture-missing" => "picture that is missing",
        "picture-invalid" => "picture that the build refuses",
        "citation-unknown" => "citation of an unknown source",
        "bibliography-invalid" => "source that cannot be read",
        "source-duplicate-key" => "source whose key another source has",
        "variable-unknown" => "value of a template",
        "footnote-invalid" => "words of a note that is missing",
        id if id.starts_with("directive-") => "block that wellpress does not know",
        id if id.starts_with("front-matter-") => "line of front matter",
        "url-duplicate" | "id-duplicate" => "address that two pages have",
        "slug-invalid" => "address that no page can have",
        _ => "line that the build refuses",
    }
}

/// Edits of one text, which do not overlap.
struct Edits<'t> {
    text: &'t str,
    /// Where the text behind the front matter begins.
    body: usize,
    links: Vec<links::Link>,
    targets: Vec<NewTarget>,
    /// Places in the whole text with what comes there.
    edits: BTreeMap<usize, (usize, String)>,
    /// Where the lines begin.
    lines: Vec<usize>,
    /// The last error: where its line begins, its column, and its place. The next one is often in the same line.
    last: (usize, usize, usize),
    /// The ids behind brackets, those of captions.
    ids: HashSet<&'t str>,
}

impl<'t> Edits<'t> {
    fn of(text: &'t str) -> Self {
        let body = start_of_text(text);
        let links = links::links(&text[body..]);
        let targets = vec![NewTarget::Same; links.len()];
        let lines = [0].into_iter().chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let parts = ["]{#", "){#"].into_iter().flat_map(|sign| text.split(sign).skip(1));
        let ids = parts.map(|part| (id_at_start(part), part));
        let ids = ids.filter(|(id, part)| part[id.len()..].starts_with('}')).map(|(id, _)| id).collect();
        Self { text, body, links, targets, edits: BTreeMap::new(), lines, last: (0, 0, 0), ids }
    }

    /// Adds the edit that takes an error out. False if there is none.
    fn add(&mut self, error: &Diagnostic, copies: &mut BTreeMap<String, usize>) -> bool {
        let Some(at) = self.offset(error.location.line, error.location.column) else { return false };
        if at < self.body || error.location.file.ends_with(".yaml") {
            return self.remove_entry(at);
        }
        match error.rule.id {
            // A reference such as `@tbl-a` is no link.
            "link-anchor" => self.retarget(at, true) || self.link_to_id(at) || self.escape(at, "@"),
            id if id.starts_with("link-")
                || id.starts_with("picture-")
                || id == "url-unsafe"
                || id == "alt-missing" =>
            {
                // No other tool has links by id: `[[1]]` is an index.
                let sign = if self.text[at..].starts_with("![[") { "![[" } else { "[[" };
                self.retarget(at, false) || self.escape(at, sign)
            }
            "citation-unknown" | "citation-form" | "citation-in-link" => self.escape(at, "@"),
            "variable-unknown" => self.escape(at, "{{"),
            // Of two notes with one name, the page would not show the words of the second.
            "footnote-invalid" if error.message.starts_with("there is no") => self.escape(at, "[^"),
            // The build leaves the entry out as well.
            "bibliography-invalid" if error.location.file.ends_with(".bib") && self.text[at..].starts_with('@') => {
                let end = self.text[at..].find("\n@").map_or(self.text.len(), |end| at + end + 1);
                self.edits.insert(at, (end, String::new()));
                true
            }
            "source-duplicate-key" => {
                let key_length = self.text[at..].find([',', '\n', '"', ' ']).unwrap_or_default();
                let copy = copies.entry(self.text[at..at + key_length].to_owned()).or_insert(1);
                *copy += 1;
                self.insert(Some(at + key_length), &format!("-{copy}"))
            }
            id if id.starts_with("directive-") || id == "reference-unknown" => self.escape_directive(at),
            _ => false,
        }
    }

    fn offset(&mut self, line: u32, column: u32) -> Option<usize> {
        let start = *self.lines.get(usize::try_from(line).ok()?.saturating_sub(1))?;
        let column = usize::try_from(column).ok()?.saturating_sub(1);
        let (last_start, last_column, last_at) = self.last;
        let is_behind = last_start == start && last_column <= column;
        let (from, at) = if is_behind { (last_column, last_at.max(start)) } else { (0, start) };
        let is_before = |(index, sign): &(usize, char)| *index < column - from && *sign != '\n';
        let length =
            self.text[at..].chars().enumerate().take_while(is_before).map(|(_, sign)| sign.len_utf8()).sum::<usize>();
        self.last = (start, column, at + length);
        Some(at + length)
    }

    /// The innermost link around a place loses its fragment or its address.
    fn retarget(&mut self, at: usize, keeps_page: bool) -> bool {
        let at = at - self.body;
        // The last that begins before it.
        let before = self.links.partition_point(|link| link.range.start <= at);
        let mut links_around = self.links[..before].iter().enumerate().rev().take(MOST_NESTED);
        let around = links_around.find(|(_, link)| link.range.contains(&at));
        let Some((index, link)) = around else { return false };
        let page = link.address.split('#').next().unwrap_or_default();
        self.targets[index] =
            match keeps_page && !page.is_empty() && matches!(link.kind, LinkKind::Link | LinkKind::Reference) {
                true => NewTarget::Address(page.to_owned()),
                false => NewTarget::Words,
            };
        true
    }

    /// A reference to a caption without its figure or table, which has no number, becomes a link.
    fn link_to_id(&mut self, at: usize) -> bool {
        let at_sign = at + usize::from(self.text[at..].starts_with('['));
        let Some(behind) = self.text[at_sign..].strip_prefix('@') else { return false };
        let id = id_at_start(behind);
        let words = match id.split_once('-') {
            Some(("fig", _)) => "Figure",
            Some(("tbl", _)) => "Table",
            _ => return false,
        };
        let has_place = self.ids.contains(id);
        let end = at_sign + 1 + id.len();
        let is_bracketed = at < at_sign && self.text[end..].starts_with(']');
        let (start, end) = if is_bracketed { (at, end + 1) } else { (at_sign, end) };
        self.edits.extend(has_place.then(|| (start, (end, format!("[{words}](#{id})")))));
        has_place
    }

    /// A backslash before a sign at a place, or just before it.
    fn escape(&mut self, at: usize, sign: &str) -> bool {
        let before = near_end(&self.text[self.line_at(at).0..at]);
        let is_here = self.text[at..].starts_with(sign);
        let sign_offset = if is_here { Some(at) } else { before.rfind(sign).map(|offset| at - before.len() + offset) };
        let is_escaped = sign_offset.is_some_and(|at| self.text[..at].ends_with('\\'));
        self.insert(sign_offset, "\\") && !is_escaped
    }

    /// Puts words at a place. False without a place.
    fn insert(&mut self, at: Option<usize>, words: &str) -> bool {
        self.edits.extend(at.map(|at| (at, (at, words.to_owned()))));
        at.is_some()
    }

    /// Where the line of a place begins, and the line.
    fn line_at(&self, at: usize) -> (usize, &'t str) {
        let below = self.lines.partition_point(|start| *start <= at);
        let start = self.lines[..below].last().copied().unwrap_or_default();
        let end = self.lines.get(below).map_or(self.text.len(), |end| end - 1);
        (start, &self.text[start..end])
    }

    /// A backslash before the colons of a directive.
    fn escape_directive(&mut self, at: usize) -> bool {
        let (start, line) = self.line_at(at);
        let content = line.trim_start_matches([' ', '>', '-', '*']);
        let content_offset = start + line.len() - content.len();
        if content.starts_with("[!") {
            return self.insert(Some(content_offset), "\\");
        }
        if content.starts_with("::") {
            // Each colon, since two of them still begin a directive.
            let colons = content.len() - content.trim_start_matches(':').len();
            self.edits.insert(content_offset, (content_offset + colons, "\\:".repeat(colons)));
            return true;
        }
        // A directive in a line begins with one colon.
        let before = near_end(&self.text[start..at]);
        let before = before.rfind(':').map(|offset| at - before.len() + offset);
        self.insert(before.or_else(|| self.text[at..].starts_with(':').then_some(at)), "\\")
    }

    /// Takes a line of YAML out, with the lines that belong to it.
    fn remove_entry(&mut self, at: usize) -> bool {
        let (start, line) = self.line_at(at);
        if line.trim().is_empty() || line.starts_with("---") || line.starts_with("title:") || line.starts_with("name:")
        {
            return false;
        }
        let below = self.text[start..].split_inclusive('\n').skip(1);
        let below = below.take_while(|next| indent(next) > indent(line) && !next.trim().is_empty());
        let length: usize = below.map(str::len).sum();
        let end = (start + line.len() + 1 + length).min(self.text.len());
        self.edits.insert(start, (end, String::new()));
        true
    }

    fn apply(self) -> String {
        let is_retargeted = self.targets.iter().any(|target| *target != NewTarget::Same);
        // Then other edits of this text wait for the next round, whose places are those of the new text.
        let end = if is_retargeted { self.body } else { self.text.len() };
        let edits = self.edits.into_iter().filter(|(at, _)| !is_retargeted || *at < end);
        let edited = spliced(&self.text[..end], edits.map(|(at, (to, new))| (at..to.min(end), new)));
        if is_retargeted { edited + &links::rewrite(&self.text[end..], &self.links, &self.targets) } else { edited }
    }
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

#[cfg(test)]
mod tests {
    use wellpress_diagnostics::{Diagnostic, Location, Report, rules};

    use crate::log::ImportLog;
    use crate::writer::{ImportCounts, NewFile, NewSite};

    fn site_of(text: &str) -> NewSite {
        let files = [("content/a.md".to_owned(), NewFile::Text(text.to_owned()))].into();
        NewSite { files, log: ImportLog::default(), counts: ImportCounts::default() }
    }

    fn mended(text: &str, finding: &[(&'static wellpress_diagnostics::Rule, u32, u32)], round: usize) -> String {
        let mut site = site_of(text);
        let findings = finding.iter().map(|(rule, line, column)| {
            let location = Location {
                line: *line,
                column: *column,
                end_line: *line,
                end_column: *column,
                ..Location::file("content/a.md")
            };
            Diagnostic::new(rule, location, "there is no x")
        });
        site.mend(&Report::new(findings), round);
        match site.files.remove("content/a.md") {
            Some(NewFile::Text(text)) => text,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn errors_become_what_harms_nothing() {
        let front = "---\ntitle: A\nbad: b\n  c: d\n---\n";
        let text = format!("{front}[a](b.md) [c](d.md#e) [@f] {{{{ g }}}}\n\n:::h\n");
        let links =
            [(&rules::LINK_BROKEN, 6, 5), (&rules::LINK_ANCHOR, 6, 16), (&rules::FRONT_MATTER_UNKNOWN_KEY, 3, 1)];
        let after_links = mended(&text, &links, 0);
        assert_eq!(after_links, "---\ntitle: A\n---\na [c](d.md) [@f] {{ g }}\n\n:::h\n");
        let others =
            [(&rules::CITATION_UNKNOWN, 4, 17), (&rules::VARIABLE_UNKNOWN, 4, 22), (&rules::DIRECTIVE_UNKNOWN, 6, 4)];
        let expected = "---\ntitle: A\n---\na [c](d.md) [\\@f] \\{{ g }}\n\n\\:\\:\\:h\n";
        assert_eq!(mended(&after_links, &others, 1), expected);
    }

    #[test]
    fn an_address_that_is_refused_is_lost() {
        let mut site = site_of("---\ntitle: A\npermalink: \"//a/\"\n---\npermalink: x\n");
        let location = Location { line: 3, column: 1, end_line: 3, end_column: 1, ..Location::file("content/a.md") };
        site.mend(&Report::new([Diagnostic::new(&rules::SLUG_INVALID, location, "x")]), 0);
        assert_eq!(site.counts.addresses.lost, 1);
        assert!(site.log.to_confirm.iter().any(|(_, what)| what.contains("the old address `//a/` has no redirect")));
    }

    #[test]
    fn marks_without_notes_stay_and_references_to_captions_are_links() {
        let text = "---\ntitle: A\n---\nDose[^1] `[^1]`\n\n[C]{#fig-a}\n\n@fig-a @fig-b [@fig-a]B [@fig-a; 5]\n";
        let anchors = [1, 8, 15, 25].map(|column| (&rules::LINK_ANCHOR, 8, column));
        let findings = [&[(&rules::FOOTNOTE_INVALID, 4, 5)][..], &anchors].concat();
        let expected =
            "Dose\\[^1] `[^1]`\n\n[C]{#fig-a}\n\n[Figure](#fig-a) \\@fig-b [Figure](#fig-a)B [[Figure](#fig-a); 5]\n";
        let mended = mended(text, &findings, 0);
        assert_eq!(mended.split_once("---\n").unwrap().1.split_once("---\n").unwrap().1, expected);
    }

    #[test]
    fn a_page_that_cannot_be_mended_becomes_a_draft() {
        let draft = mended("---\ntitle: A\n---\nx\n", &[(&rules::FILE_ENCODING, 4, 1)], 0);
        assert_eq!(draft, "---\ndraft: true\ntitle: A\n---\nx\n");
    }
}
