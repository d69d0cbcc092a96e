//! [`Section`]: what stands below a heading of a page of the manual.

use crate::command_pages::FOLDER;

/// A page of the manual.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ManualPage<'m> {
    /// Its path below the folder of the manual, without `.md`, such as `how-to/cite-a-source`.
    pub name: &'m str,
    /// Its Markdown.
    pub text: &'m str,
}

impl<'m> ManualPage<'m> {
    /// The words of its first heading.
    #[must_use]
    pub fn title(&self) -> &'m str {
        self.text.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or(self.name)
    }

    /// Whether it says how one thing is done, or what one rule finds. Such a page is short, and is read as a whole.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.name.split_once('/').is_some_and(|(folder, _)| folder != FOLDER)
    }

    /// Its sections. The first one has what stands before the second heading; of a whole page it is the only one.
    #[must_use]
    pub fn sections(&self) -> Vec<Section<'m>> {
        if self.is_whole() {
            return vec![Section { page: *self, heading: self.title(), is_start: true, text: self.text }];
        }
        let mut starts = vec![(0, self.title())];
        let mut fence = None;
        let mut at = 0;
        for line in self.text.split_inclusive('\n') {
            let content = line.trim_start();
            let mark = ["```", "~~~"].into_iter().find(|mark| content.starts_with(mark));
            fence = match (fence, mark) {
                (None, mark) => mark,
                (open, mark) if open == mark => None,
                (open, _) => open,
            };
            let heading = line.trim_start_matches('#').strip_prefix(' ').filter(|_| line.starts_with("##"));
            if let (Some(heading), None) = (heading, fence) {
                starts.push((at, heading.trim()));
            }
            at += line.len();
        }
        let ends = starts.iter().skip(1).map(|(start, _)| *start).chain([self.text.len()]);
        let sections = starts.iter().zip(ends).enumerate().map(|(number, ((start, heading), end))| Section {
            page: *self,
            heading,
            is_start: number == 0,
            text: &self.text[*start..end],
        });
        sections.collect()
    }
}

/// A part of a page of the manual, from a heading to the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Section<'m> {
    /// The page that it is in.
    pub page: ManualPage<'m>,
    /// The words of its heading.
    pub heading: &'m str,
    /// Whether it is the start of its page.
    pub is_start: bool,
    /// Its Markdown, with the heading.
    pub text: &'m str,
}

impl Section<'_> {
    /// What `wellpress help` takes for it: the name of the page, with the anchor of the heading.
    #[must_use]
    pub fn name(&self) -> String {
        match self.is_start {
            true => self.page.name.to_owned(),
            false => format!("{}#{}", self.page.name, anchor(self.heading)),
        }
    }

    /// Its first paragraph, as plain text on one line.
    #[must_use]
    pub fn first_paragraph(&self) -> String {
        let below = self.text.split_once('\n').map_or("", |(_, below)| below);
        let paragraphs = below.split("\n\n").map(str::trim);
        let is_words = |text: &&str| text.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '`' | '[' | '*'));
        paragraphs.filter(|text| !text.starts_with("```")).find(is_words).map(plain).unwrap_or_default()
    }
}

/// The anchor of a heading, as GitHub and the build make it.
fn anchor(heading: &str) -> String {
    let words = heading.to_lowercase();
    let kept = words.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// Markdown without the marks of links and emphasis, on one line.
fn plain(markdown: &str) -> String {
    let mut text = String::with_capacity(markdown.len());
    let mut rest = markdown;
    while let Some(end) = rest.find("](") {
        text.push_str(&rest[..end]);
        rest = rest[end..].split_once(')').map_or("", |(_, behind)| behind);
    }
    text.push_str(rest);
    text.retain(|c| !matches!(c, '[' | ']' | '*'));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::ManualPage;

    #[test]
    fn a_page_is_divided_at_its_headings() {
        let text = "# Cite a source\n\nFor [authors](a.md) who *cite*.\n\n```\n## no heading\n```\n\n## In a text: `[@key]`\n\n| a |\n\nWrite it.\n";
        let page = ManualPage { name: "cite", text };
        let sections = page.sections();
        let names: Vec<String> = sections.iter().map(super::Section::name).collect();
        assert_eq!(names, ["cite", "cite#in-a-text-key"]);
        assert_eq!(sections[0].first_paragraph(), "For authors who cite.");
        assert_eq!(sections[1].first_paragraph(), "Write it.");
        assert_eq!(sections.iter().map(|section| section.text).collect::<String>(), text);
        assert_eq!(ManualPage { name: "how-to/cite", text }.sections().len(), 1);
    }
}
