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
        let allowances = documents.chain(glossaries).flat_map(|(source, body, within)| {
            body.allow_comments.iter().map(move |comment| Allowance::new(source, body, within, comment))
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
        let mut usage: Vec<Usage> =
            self.all.iter().map(|allowance| Usage::before_findings(&allowance.rule, context)).collect();
        let by_file = self.by_file();
        findings.retain(|finding| {
            let in_file = by_file.get(&*finding.location.file).into_iter().flatten();
            let silencing: Vec<usize> = in_file.copied().filter(|at| self.all[*at].silences(finding)).collect();
            // All comments that cover the finding count as used. Otherwise one of two for the same block would be
            // reported as needless.
            silencing.iter().for_each(|at| usage[*at] = Usage::Used);
            silencing.is_empty()
        });
        let judged_files = judged_files(resolved);
        let judged =
            self.all.iter().zip(usage).filter(|(allowance, _)| judged_files.contains(&*allowance.comment.file));
        let about_comments = judged.filter_map(|(allowance, usage)| allowance.finding(config, usage)).collect();
        (findings, about_comments)
    }

    fn by_file(&self) -> HashMap<&str, Vec<usize>> {
        let mut by_file: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, allowance) in self.all.iter().enumerate() {
            by_file.entry(&allowance.comment.file).or_default().push(at);
        }
        by_file
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
    fn new(source: &Source, body: &Body, within: Within, allow: &AllowComment) -> Self {
        let comment = source.locate(allow.span);
        let front_matter = (within == Within::Text && is_above_text(body, allow)).then_some(1..=comment.line);
        let block = block_below(source, body, allow);
        Self { rule: allow.rule.clone(), reason: allow.reason.clone(), comment, block, front_matter }
    }

    fn silences(&self, finding: &Diagnostic) -> bool {
        finding.severity != Severity::Error
            && finding.rule.id == self.rule
            && finding.location.file == self.comment.file
            && !self.reason.is_empty()
            && [&self.block, &self.front_matter]
                .into_iter()
                .flatten()
                .any(|lines| lines.contains(&finding.location.line))
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

/// The lines of the first block that starts below the comment; other comments in between do not count.
fn block_below(source: &Source, body: &Body, allow: &AllowComment) -> Option<RangeInclusive<u32>> {
    let below = body.nodes.iter().enumerate().filter(|(_, node)| node.span.start >= allow.span.end);
    let mut blocks = below.filter(|(_, node)| is_block(node.kind));
    let (start, node) = blocks.find(|(start, _)| !is_bare_comment(body, *start))?;
    let end = body.nodes.get(body.end_of(start)).map_or(node.span, |end| end.span);
    let location = source.locate(Span { start: node.span.start, end: end.end.max(node.span.end) });
    // A block that ends with its line break ends at the start of the next line, which belongs to the next block.
    let last = if location.end_column == 1 && location.end_line > location.line {
        location.end_line - 1
    } else {
        location.end_line
    };
    Some(location.line..=last)
}

/// Whether nothing but other comments stands above a comment.
fn is_above_text(body: &Body, allow: &AllowComment) -> bool {
    let above = body.nodes.iter().enumerate().take_while(|(_, node)| node.span.start < allow.span.start);
    let mut blocks = above.filter(|(_, node)| is_block(node.kind));
    blocks.all(|(start, _)| is_bare_comment(body, start))
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
