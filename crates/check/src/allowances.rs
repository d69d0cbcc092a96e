//! [`Allowances`]: comments `<!-- wellpress-allow RULE: reason -->` that silence a rule for the block below them.
//!
//! To silence a finding is an editorial decision, which the next reviewer has to be able to see: a comment without a
//! reason silences nothing, and one that nothing needs is a finding itself, because it would hide the next mistake at its
//! place. Errors cannot be silenced.

use std::collections::{BTreeSet, HashMap};
use std::ops::RangeInclusive;
use std::sync::Arc;

use wellpress_diagnostics::rules::{self, Property};
use wellpress_diagnostics::{Diagnostic, Location, Severity, Source, Span, nearest};
use wellpress_markdown::body::{AllowComment, Body, Element, NodeKind};

use wellpress_site::config::Config;
use wellpress_site::parse::Parsed;
use wellpress_site::resolve::ResolvedSite;

use super::CheckContext;
use super::rules::shown_snippets;

/// All such comments in the site's files, collected from parsed texts before any rule runs.
///
/// A comment covers lines of its file and not nodes of the text, because findings come from every stage and have only
/// their place in common. One comment silences all findings of its rule in the block below it.
#[derive(Debug, Default)]
pub struct Allowances {
    all: Vec<Allowance>,
}

#[derive(Debug)]
struct Allowance {
    rule: String,
    reason: String,
    comment: Location,
    /// Lines of the block below the comment; `None` at the end of a text.
    block: Option<RangeInclusive<u32>>,
    /// Lines above a comment that stands before all text: the front matter, and line 1, where findings are about something
    /// that the whole page lacks.
    front_matter: Option<RangeInclusive<u32>>,
}

impl Allowances {
    /// Collects the comments of every parsed file.
    #[must_use]
    pub fn new(parsed: &Parsed) -> Self {
        let documents = parsed.documents.iter().flat_map(|document| {
            let fields = document.front_texts.iter().map(|text| (text, Within::Field));
            fields.chain([(&*document.body, Within::Text)]).map(|(body, within)| (&document.source, body, within))
        });
        let glossaries = parsed.glossaries.iter().flat_map(|glossary| {
            let definitions = glossary.terms.iter().map(|term| &term.definition);
            definitions.map(|definition| (&glossary.source, definition, Within::Field))
        });
        let allowances = documents.chain(glossaries).filter(|(_, body, _)| !body.allow_comments.is_empty());
        let allowances = allowances.flat_map(|(source, body, within)| {
            let mut order = BlockOrder::new(body);
            body.allow_comments.iter().map(move |comment| Allowance::new(source, &mut order, within, comment))
        });
        Self { all: allowances.collect() }
    }

    /// Takes out the findings that a comment silences. Returns the others, and findings about the comments themselves, to
    /// which the settings' severities have not been applied yet.
    pub(super) fn apply(
        &self,
        config: &Config,
        resolved: &ResolvedSite<'_>,
        context: &CheckContext<'_>,
        mut findings: Vec<Arc<Diagnostic>>,
    ) -> (Vec<Arc<Diagnostic>>, Vec<Diagnostic>) {
        if self.all.is_empty() {
            return (findings, Vec::new());
        }
        let mut covered = self.covered_lines();
        findings.retain(|finding| {
            let in_file = covered.get_mut(&*finding.location.file).filter(|_| finding.severity != Severity::Error);
            let lines = in_file.and_then(|rules| rules.get_mut(finding.rule.id));
            !lines.is_some_and(|lines| lines.silence(finding.location.line))
        });
        let usage: Vec<Usage> = self.usage(covered, context).collect();
        let judged_files = judged_files(resolved);
        let judged =
            self.all.iter().zip(usage).filter(|(allowance, _)| judged_files.contains(&*allowance.comment.file));
        let about_comments = judged.filter_map(|(allowance, usage)| allowance.finding(config, usage)).collect();
        (findings, about_comments)
    }

    /// The lines that all comments of a rule cover, by file and rule.
    fn covered_lines(&self) -> HashMap<&str, HashMap<&str, CoveredLines>> {
        let mut covered: HashMap<&str, HashMap<&str, CoveredLines>> = HashMap::new();
        for allowance in self.all.iter().filter(|allowance| !allowance.reason.is_empty()) {
            let rules = covered.entry(&allowance.comment.file).or_default();
            rules.entry(&allowance.rule).or_default().ranges.extend(allowance.ranges().cloned());
        }
        covered.values_mut().flat_map(HashMap::values_mut).for_each(CoveredLines::merge);
        covered
    }

    /// Whether each comment silenced something. All comments that cover a finding count as used: otherwise one of two for the
    /// same block would be reported as needless.
    fn usage(
        &self,
        mut covered: HashMap<&str, HashMap<&str, CoveredLines>>,
        context: &CheckContext<'_>,
    ) -> impl Iterator<Item = Usage> {
        covered.values_mut().flat_map(HashMap::values_mut).for_each(|lines| lines.silenced.sort_unstable());
        self.all.iter().map(move |allowance| {
            let lines = covered.get(&*allowance.comment.file).and_then(|rules| rules.get(&*allowance.rule));
            let is_used = !allowance.reason.is_empty()
                && lines.is_some_and(|lines| allowance.ranges().any(|range| lines.has_silenced(range)));
            if is_used { Usage::Used } else { Usage::before_findings(&allowance.rule, context) }
        })
    }
}

/// Lines of a file in which comments silence one rule. A page may have thousands of such comments and of findings, so that
/// findings are not compared with each comment.
#[derive(Debug, Default)]
struct CoveredLines {
    /// After [`Self::merge`] in order and apart from each other.
    ranges: Vec<RangeInclusive<u32>>,
    /// The lines of the findings that were silenced.
    silenced: Vec<u32>,
}

impl CoveredLines {
    fn merge(&mut self) {
        self.ranges.sort_unstable_by_key(|range| (*range.start(), *range.end()));
        self.ranges.dedup_by(|next, last| {
            let meets = next.start() <= last.end();
            if meets {
                *last = *last.start()..=*last.end().max(next.end());
            }
            meets
        });
    }

    /// Whether a finding in this line is silenced; then the line is noted.
    fn silence(&mut self, line: u32) -> bool {
        let at = self.ranges.partition_point(|range| *range.end() < line);
        let is_covered = self.ranges.get(at).is_some_and(|range| range.contains(&line));
        if is_covered {
            self.silenced.push(line);
        }
        is_covered
    }

    /// Whether a finding in one of these lines was silenced. The lines have to be sorted.
    fn has_silenced(&self, range: &RangeInclusive<u32>) -> bool {
        let at = self.silenced.partition_point(|line| line < range.start());
        self.silenced.get(at).is_some_and(|line| range.contains(line))
    }
}

/// Where a comment stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    /// In the text below the front matter.
    Text,
    /// In a field that holds Markdown.
    Field,
}

/// Whether a comment silences a finding.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Usage {
    Used,
    Unused,
}

impl Usage {
    /// Unused so far, unless its rule did not run or missed a part of the site: nobody can tell then whether the comment is
    /// needed.
    fn before_findings(rule: &str, context: &CheckContext<'_>) -> Self {
        let Some(rule) = rules::find(rule) else { return Self::Unused };
        let has_run = context.link_checker.is_some() || !rule.has(Property::NeedsServers);
        if has_run && !context.left_out.may_hold(rule) { Self::Unused } else { Self::Used }
    }
}

impl Allowance {
    fn new(source: &Source, order: &mut BlockOrder<'_>, within: Within, allow: &AllowComment) -> Self {
        let comment = source.locate(allow.span);
        let front_matter = (within == Within::Text && order.is_above_text(allow)).then_some(1..=comment.line);
        let block = order.block_below(source, allow);
        Self { rule: allow.rule.clone(), reason: allow.reason.clone(), comment, block, front_matter }
    }

    /// The lines that it covers.
    fn ranges(&self) -> impl Iterator<Item = &RangeInclusive<u32>> {
        [&self.block, &self.front_matter].into_iter().flatten()
    }

    /// The finding about the comment itself, if something is wrong with it.
    fn finding(&self, config: &Config, usage: Usage) -> Option<Diagnostic> {
        let id = &self.rule;
        let invalid = |message: String| Diagnostic::new(&rules::ALLOW_INVALID, self.comment.clone(), message);
        let Some(rule) = rules::find(id) else {
            let suggestion = nearest(id, rules::ALL.iter().map(|rule| rule.id));
            let finding = invalid(format!("there is no rule `{id}`"));
            return Some(finding.suggest_or(suggestion, "`wellpress explain` lists all rules"));
        };
        if self.reason.is_empty() {
            let help = format!("write it after a colon: `<!-- wellpress-allow {id}: .. -->`");
            return Some(invalid(format!("`{id}` is silenced without a reason")).help(help));
        }
        let setting = config.severities.get(id.as_str()).copied();
        let is_off = setting == Some(None);
        // A rule that is off finds nothing, so nobody can tell whether the comment would be needed.
        if usage == Usage::Used || is_off {
            return None;
        }
        // The severity after the settings counts: a warning that they make an error cannot be silenced either.
        if setting.flatten().unwrap_or(rule.severity) == Severity::Error {
            let finding = invalid(format!("`{id}` is an error, which no comment silences"));
            return Some(finding.help("delete the comment"));
        }
        let finding = invalid(format!("nothing below this comment is a finding of `{id}`"));
        Some(finding.help("delete it, or put it right before the block that it is for"))
    }
}

/// Files whose findings are known. Drafts that are not published are only parsed, so that nothing can be said about their
/// comments.
fn judged_files<'s>(resolved: &'s ResolvedSite<'_>) -> BTreeSet<&'s str> {
    let site = resolved.site;
    let pages = site.pages.iter().map(|page| &page.source);
    let disclaimers = site.disclaimers.iter().map(|disclaimer| &disclaimer.source);
    let glossaries = site.glossaries.iter().map(|glossary| &glossary.source);
    let snippets = shown_snippets(site).into_iter();
    pages.chain(disclaimers).chain(glossaries).map(|source| &*source.path).chain(snippets).collect()
}

/// The blocks of a text in the order of its nodes, to find those around a comment without a walk through all nodes.
struct BlockOrder<'b> {
    body: &'b Body,
    /// For each node, the furthest place at which it or a node before it starts. This never decreases, which the starts
    /// themselves may: a footnote stands elsewhere than its node.
    furthest_starts: Vec<u32>,
    /// Blocks but bare comments: the index of the node, and the furthest place at which it or a block before it starts.
    blocks: Vec<(usize, u32)>,
    /// The node of the block that was located last, and its lines: many comments can stand above one long block.
    located: Option<(usize, RangeInclusive<u32>)>,
}

impl<'b> BlockOrder<'b> {
    fn new(body: &'b Body) -> Self {
        let (mut furthest_starts, mut blocks) = (Vec::with_capacity(body.nodes.len()), Vec::new());
        let (mut furthest_node, mut furthest_block) = (0, 0);
        for (at, node) in body.nodes.iter().enumerate() {
            furthest_node = node.span.start.max(furthest_node);
            furthest_starts.push(furthest_node);
            if is_block(node.kind) && !is_bare_comment(body, at) {
                furthest_block = node.span.start.max(furthest_block);
                blocks.push((at, furthest_block));
            }
        }
        Self { body, furthest_starts, blocks, located: None }
    }

    /// The lines of the first block that starts below the comment; other comments in between do not count.
    fn block_below(&mut self, source: &Source, allow: &AllowComment) -> Option<RangeInclusive<u32>> {
        let below = self.blocks.partition_point(|(_, furthest)| *furthest < allow.span.end);
        let (start, _) = *self.blocks.get(below)?;
        if self.located.as_ref().is_none_or(|(located, _)| *located != start) {
            self.located = Some((start, self.lines(source, start)));
        }
        self.located.as_ref().map(|(_, lines)| lines.clone())
    }

    fn lines(&self, source: &Source, start: usize) -> RangeInclusive<u32> {
        let node = self.body.nodes.at(start);
        let end = self.body.nodes.get(self.body.end_of(start)).map_or(node.span, |end| end.span);
        let location = source.locate(Span { start: node.span.start, end: end.end.max(node.span.end) });
        // A block that ends with its line break ends at the start of the next line, which belongs to the next block.
        let last = if location.end_column == 1 && location.end_line > location.line {
            location.end_line - 1
        } else {
            location.end_line
        };
        location.line..=last
    }

    /// Whether nothing but other comments stands above a comment.
    fn is_above_text(&self, allow: &AllowComment) -> bool {
        let first_below = self.furthest_starts.partition_point(|furthest| *furthest < allow.span.start);
        self.blocks.first().is_none_or(|(first, _)| *first >= first_below)
    }
}

/// The parser drops comments, so that a block of HTML that held only one is left with its start and its end.
fn is_bare_comment(body: &Body, start: usize) -> bool {
    matches!(body.nodes.at(start).kind, NodeKind::Start(Element::HtmlBlock)) && body.end_of(start) == start + 1
}

fn is_block(kind: NodeKind) -> bool {
    match kind {
        NodeKind::HtmlBlock(_) | NodeKind::Rule => true,
        NodeKind::Start(element) => !matches!(
            element,
            Element::Emphasis
                | Element::Strong
                | Element::Strikethrough
                | Element::Link(_)
                | Element::Image(_)
                | Element::Html(_)
        ),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::CoveredLines;

    #[test]
    fn covered_lines_are_those_of_all_ranges() {
        let ranges = vec![7..=9, 1..=3, 2..=2, 3..=5, 8..=8, 12..=12];
        let mut lines = CoveredLines { ranges: ranges.clone(), silenced: Vec::new() };
        lines.merge();
        assert_eq!(lines.ranges, [1..=5, 7..=9, 12..=12]);
        for line in (0..15).rev() {
            assert_eq!(lines.silence(line), ranges.iter().any(|range| range.contains(&line)), "{line}");
        }
        lines.silenced = vec![4, 8];
        let used: Vec<bool> = ranges.iter().map(|range| lines.has_silenced(range)).collect();
        assert_eq!(used, [true, false, false, true, true, false]);
    }
}
