//! [`Allowances`]: comments in the text that silence a rule for the block below them, each with its reason.

use std::collections::{BTreeSet, HashMap};
use std::ops::RangeInclusive;

use wellpress_diagnostics::{Diagnostic, Location, Severity, Source, nearest, rules};
use wellpress_markdown::body::{Allow, Body, Element, Node, NodeKind};

use crate::config::Config;
use crate::parse::Parsed;
use crate::resolve::ResolvedSite;

use super::{Evidence, outside};

/// All such comments of the site's files.
#[derive(Debug, Default)]
pub struct Allowances {
    all: Vec<Allowance>,
}

/// One comment.
#[derive(Debug)]
struct Allowance {
    rule: String,
    reason: String,
    comment: Location,
    /// Lines of the block below the comment; `None` where nothing is below.
    lines: Option<RangeInclusive<u32>>,
    /// Above a comment that stands before all text: the front matter, and line 1 for what the page lacks as a whole.
    above: Option<RangeInclusive<u32>>,
}

impl Allowances {
    /// From the text of every file.
    #[must_use]
    pub fn new(parsed: &Parsed) -> Self {
        let documents = parsed.documents.iter().flat_map(|document| {
            let points = document.key_points.iter().map(|point| (point, Within::Field));
            points.chain([(&*document.body, Within::Text)]).map(|(body, within)| (&document.source, body, within))
        });
        let glossaries = parsed.glossaries.iter().flat_map(|glossary| {
            let definitions = glossary.terms.iter().map(|term| &term.definition);
            definitions.map(|definition| (&glossary.source, definition, Within::Field))
        });
        let all = documents.chain(glossaries).flat_map(|(source, body, within)| {
            let comments = body.allows.iter();
            comments.map(move |allow| Allowance::new(source, body, within, allow))
        });
        Self { all: all.collect() }
    }

    /// Takes out the findings that a comment silences; gives what is left, and findings about the comments themselves.
    pub(super) fn apply(
        &self,
        config: &Config,
        resolved: &ResolvedSite<'_>,
        evidence: &Evidence<'_>,
        mut findings: Vec<Diagnostic>,
    ) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
        if self.all.is_empty() {
            return (findings, Vec::new());
        }
        // What was not looked at may be needed.
        let is_asked = |rule: &str| evidence.outside.is_some() || !outside::RULES.iter().any(|known| known.id == rule);
        let is_judged = |rule: &str| is_asked(rule) && !evidence.left_out.may_hold(rule);
        let first = |allowance: &Allowance| if is_judged(&allowance.rule) { Use::Unused } else { Use::Used };
        let mut used: Vec<Use> = self.all.iter().map(first).collect();
        let by_file = self.by_file();
        findings.retain(|finding| {
            let of_file = by_file.get(&*finding.location.file).into_iter().flatten();
            let silencing = of_file.copied().filter(|at| self.all[*at].silences(finding));
            silencing.map(|at| used[at] = Use::Used).count() == 0
        });
        let looked_at = files_of(resolved);
        let judged = self.all.iter().zip(used).filter(|(allowance, _)| looked_at.contains(&*allowance.comment.file));
        let about_comments = judged.filter_map(|(allowance, used)| allowance.wrong(config, used)).collect();
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

/// Whether a comment silences anything.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Used,
    Unused,
}

impl Allowance {
    fn new(source: &Source, body: &Body, within: Within, allow: &Allow) -> Self {
        let comment = source.locate(allow.span);
        let above = (within == Within::Text && is_first(body, allow)).then_some(1..=comment.line);
        let lines = block_below(source, body, allow);
        Self { rule: allow.rule.clone(), reason: allow.reason.clone(), comment, lines, above }
    }

    fn silences(&self, finding: &Diagnostic) -> bool {
        finding.severity != Severity::Error
            && finding.rule.id == self.rule
            && finding.location.file == self.comment.file
            && !self.reason.is_empty()
            && [&self.lines, &self.above].into_iter().flatten().any(|lines| lines.contains(&finding.location.line))
    }

    /// What is wrong with the comment itself.
    fn wrong(&self, config: &Config, used: Use) -> Option<Diagnostic> {
        let finding = |message: String| Diagnostic::new(&rules::ALLOW_INVALID, self.comment.clone(), message);
        let rule = &self.rule;
        let Some(known) = rules::find(rule) else {
            let near = nearest(rule, rules::ALL.iter().map(|rule| rule.id));
            return Some(
                finding(format!("there is no rule `{rule}`")).suggest_or(near, "`wellpress explain` lists all rules"),
            );
        };
        if self.reason.is_empty() {
            let help = format!("write it after a colon: `<!-- wellpress-allow {rule}: .. -->`");
            return Some(finding(format!("`{rule}` is silenced without a reason")).help(help));
        }
        let setting = config.severities.get(rule.as_str()).copied();
        if used == Use::Used || setting == Some(None) {
            return None;
        }
        if setting.flatten().unwrap_or(known.severity) == Severity::Error {
            return Some(
                finding(format!("`{rule}` is an error, which no comment silences")).help("delete the comment"),
            );
        }
        let message = format!("nothing below this comment is a finding of `{rule}`");
        Some(finding(message).help("delete it, or put it right before the block that it is for"))
    }
}

/// Files that the later stages have seen; drafts that are kept out are only parsed.
fn files_of<'s>(resolved: &'s ResolvedSite<'_>) -> BTreeSet<&'s str> {
    let site = resolved.site;
    let pages = site.pages.iter().map(|page| &page.source);
    let disclaimers = site.disclaimers.iter().map(|disclaimer| &disclaimer.source);
    let glossaries = site.glossaries.iter().map(|glossary| &glossary.source);
    pages.chain(disclaimers).chain(glossaries).map(|source| &*source.path).collect()
}

/// The lines of the first block that starts behind the comment.
fn block_below(source: &Source, body: &Body, allow: &Allow) -> Option<RangeInclusive<u32>> {
    let is_below = |node: &Node| node.span.start >= allow.span.end;
    let starts = body.nodes.iter().enumerate().filter(|(_, node)| is_below(node) && is_block(node.kind));
    let mut blocks = starts.filter(|(start, _)| !is_bare_comment(body, *start));
    let (start, node) = blocks.next()?;
    let end = body.nodes.get(body.end_of(start)).map_or(node.span, |end| end.span);
    let place = source.locate(wellpress_diagnostics::Span { start: node.span.start, end: end.end.max(node.span.end) });
    let last = if place.end_column == 1 && place.end_line > place.line { place.end_line - 1 } else { place.end_line };
    Some(place.line..=last)
}

/// Whether nothing but other comments stands above a comment.
fn is_first(body: &Body, allow: &Allow) -> bool {
    let above = body.nodes.iter().enumerate().take_while(|(_, node)| node.span.start < allow.span.start);
    let mut blocks = above.filter(|(_, node)| is_block(node.kind));
    blocks.all(|(start, _)| is_bare_comment(body, start))
}

/// A block of HTML of which nothing is left but its start and its end held only a comment.
fn is_bare_comment(body: &Body, start: usize) -> bool {
    matches!(body.nodes.at(start).kind, NodeKind::Start(Element::HtmlBlock)) && body.end_of(start) == start + 1
}

fn is_block(kind: NodeKind) -> bool {
    match kind {
        NodeKind::HtmlBlock(_) | NodeKind::Rule => true,
        NodeKind::Start(element) => !matches!(
            element,
            Element::Emphasis | Element::Strong | Element::Strikethrough | Element::Link(_) | Element::Image(_)
        ),
        _ => false,
    }
}
