//! [`Cluster`]: the sources of one mark, sorted, collapsed and put together.

use std::borrow::Cow;
use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::buffer::{Buffer, Fragment, Mark};
use crate::formatted::{Formatted, Role};
use crate::markup;
use crate::processor::{Citation, CitationMode, Cite, CiteOrder, Library, Listing, Processor};
use crate::render::{Area, CiteContext, CitePart};
use crate::style::{Collapse, Style};
use crate::variables::Variable;

/// Puts one mark together.
pub(crate) struct Cluster<'p, L> {
    processor: &'p Processor<L>,
    listing: &'p Listing,
    parts: Vec<ClusterPart<'p>>,
}

/// A source of the mark with its own text.
struct ClusterPart<'p> {
    /// The index in the citation as it was written.
    index: usize,
    cite: Cite<'p>,
    fragment: Cow<'p, Fragment>,
    /// The cite with its names, if `fragment` leaves them out: cites collapse by them.
    with_names: Option<Cow<'p, Fragment>>,
}

/// What is printed of a source, with the text before it.
struct Piece<'a> {
    part: usize,
    fragment: Cow<'a, Fragment>,
    delimiter: &'a str,
}

/// The mark of a citation.
pub(crate) fn format<'p, L: Library>(
    processor: &'p Processor<L>,
    listing: &'p Listing,
    citation: &Citation<'p>,
) -> Formatted {
    let cluster = Cluster { processor, listing, parts: Vec::new() }.with_parts(citation);
    match (citation.mode, citation.cites.first()) {
        (CitationMode::Narrative, Some(subject)) => cluster.narrative(subject),
        (CitationMode::Parenthetical, _) | (_, None) => cluster.parenthetical(),
    }
}

/// The sources of a citation in the order in which its mark shows them.
pub(crate) fn sources_in_order<'p, L: Library>(
    processor: &'p Processor<L>,
    listing: &'p Listing,
    citation: &Citation<'p>,
) -> Vec<usize> {
    let cluster = Cluster { processor, listing, parts: Vec::new() };
    let cluster = cluster.with_parts(citation);
    cluster.parts.iter().map(|part| part.cite.source).collect()
}

impl<'p, L: Library> Cluster<'p, L> {
    /// Formats each source and brings them into the order of the mark. The subject of a sentence comes first, and its names
    /// are not part of what stands in parentheses.
    fn with_parts(mut self, citation: &Citation<'p>) -> Self {
        let mut cites = citation.cites.iter().enumerate();
        if citation.mode == CitationMode::Narrative {
            let subject = cites.next().map(|(_, cite)| self.part(0, &Cite { is_author_suppressed: true, ..*cite }));
            self.parts.extend(subject);
        }
        let mut parts: Vec<_> = cites.map(|(index, cite)| self.part(index, cite)).collect();
        while !parts.is_empty() {
            let others = parts.split_off(sorted_count(&parts, self.processor.cite_order));
            self.parts.extend(self.in_order(parts));
            parts = others;
        }
        self
    }

    fn part(&self, index: usize, cite: &Cite<'p>) -> ClusterPart<'p> {
        let form = if cite.is_author_suppressed { CitePart::WithoutNames } else { CitePart::Whole };
        let with_names = cite.is_author_suppressed.then(|| self.fragment(cite, CitePart::Whole));
        ClusterPart { index, cite: *cite, fragment: self.fragment(cite, form), with_names }
    }

    /// Sources in the order of the style, those with the same names together.
    fn in_order(&self, mut parts: Vec<ClusterPart<'p>>) -> Vec<ClusterPart<'p>> {
        let style = &*self.processor.style;
        if parts.len() > 1 && !style.citation.sort.is_empty() {
            parts = self.processor.sorted(Area::Citation, parts, |part| part.cite.source, self.listing);
        }
        if parts.len() > 1 && groups_names(style) { grouped_by_names(parts) } else { parts }
    }

    fn pieces(&self) -> Vec<Piece<'_>> {
        match self.processor.style.options.collapse {
            Some(Collapse::CitationNumber) => self.number_pieces(),
            Some(Collapse::Year | Collapse::YearSuffix | Collapse::YearSuffixRanged) => self.year_pieces(),
            None => self.plain_pieces(),
        }
    }

    fn parenthetical(&self) -> Formatted {
        let format = &self.processor.style.citation.format;
        let mut buffer = Buffer::new(self.processor.style.locale.punctuation_in_quote);
        buffer.open(Mark::Look(format.look));
        buffer.defer(&format.prefix);
        for piece in &self.pieces() {
            self.print_piece(piece, &mut buffer);
        }
        if !buffer.is_empty() {
            buffer.push_affix(&format.suffix);
            buffer.close();
        }
        self.finish(buffer)
    }

    /// "Sawicki and Booth (2021; see also Adams, 2019)": the names of the first source as part of the sentence, the rest of its
    /// cite and all other sources behind them.
    fn narrative(&self, subject: &Cite<'p>) -> Formatted {
        let mut buffer = Buffer::new(self.processor.style.locale.punctuation_in_quote);
        let mut pieces = self.pieces();
        // Names without a year or a number have no parentheses of their own.
        if pieces[0].fragment.is_empty() {
            pieces.iter_mut().skip(1).take(1).for_each(|piece| piece.delimiter = "");
        }
        self.print_subject(subject, &pieces, &mut buffer);
        self.print_behind_subject(subject, &pieces, &mut buffer);
        self.finish(buffer)
    }

    /// The first source of a narrative mark: its names, and its year or number behind them. If nothing else follows, the link
    /// to the source includes the end of the parentheses.
    fn print_subject(&self, cite: &Cite<'p>, pieces: &[Piece<'_>], buffer: &mut Buffer<'_>) {
        let format = &self.processor.style.citation.format;
        let (names, fragment) = (self.narrative_names(cite), &pieces[0].fragment);
        self.print_prefix(cite.prefix, buffer);
        if names.is_empty() && fragment.is_empty() {
            return buffer.mark_here(Mark::Role(Role::Cite(0)));
        }
        buffer.open(Mark::Role(Role::Cite(0)));
        buffer.push_fragment(&names);
        if !fragment.is_empty() {
            buffer.push_affix(if names.is_empty() { "" } else { " " });
            buffer.open(Mark::Look(format.look));
            buffer.push(&format.prefix);
            buffer.push_fragment(fragment);
            buffer.push_affix(if is_alone(cite, pieces) { &format.suffix } else { "" });
            buffer.close();
        }
        buffer.close();
    }

    /// The words behind the first source of a narrative mark, and its other sources.
    fn print_behind_subject(&self, cite: &Cite<'p>, pieces: &[Piece<'_>], buffer: &mut Buffer<'_>) {
        let format = &self.processor.style.citation.format;
        let has_parentheses = !pieces[0].fragment.is_empty();
        if is_alone(cite, pieces) || (pieces.len() == 1 && !has_parentheses) {
            return self.print_suffix(cite.suffix, buffer);
        }
        buffer.push_affix(if has_parentheses || buffer.is_empty() { "" } else { " " });
        buffer.open(Mark::Look(format.look));
        buffer.push_affix(if has_parentheses { "" } else { &format.prefix });
        self.print_suffix(cite.suffix, buffer);
        pieces[1..].iter().for_each(|piece| self.print_piece(piece, buffer));
        buffer.push_affix(&format.suffix);
        buffer.close();
    }

    /// The names of a cite within a sentence; none for one whose names stand in the sentence already.
    fn narrative_names(&self, cite: &Cite<'p>) -> Cow<'p, Fragment> {
        if cite.is_author_suppressed { Cow::Owned(Fragment::default()) } else { self.fragment(cite, CitePart::Names) }
    }

    /// A part of a cite, which is that of all pages unless something on this page differs.
    fn fragment(&self, cite: &Cite<'p>, part: CitePart) -> Cow<'p, Fragment> {
        let disambiguation = self.listing.disambiguations.get(&cite.source);
        let is_plain = cite.locator.is_none() && disambiguation.is_none();
        if is_plain && !self.processor.style.options.uses_number {
            return Cow::Borrowed(&self.processor.plain_cite(cite.source, part).fragment);
        }
        let context = CiteContext {
            part,
            locator: cite.locator,
            is_later: false,
            number: self.listing.number(cite.source),
            repeated_names: None,
            disambiguation: disambiguation.cloned().unwrap_or_default(),
        };
        Cow::Owned(self.processor.cite(cite.source, &context).fragment)
    }

    /// Every source by itself. Those with the same names may be closer together.
    fn plain_pieces(&self) -> Vec<Piece<'_>> {
        let style = &*self.processor.style;
        let mut pieces: Vec<Piece<'_>> =
            (0..self.parts.len()).map(|part| self.whole_piece(part, &style.citation.delimiter)).collect();
        if let Some(delimiter) = &style.options.cite_group_delimiter {
            for (piece, pair) in pieces.iter_mut().skip(1).zip(self.parts.windows(2)) {
                if has_same_names(&pair[0], &pair[1]) {
                    piece.delimiter = delimiter;
                }
            }
        }
        pieces
    }

    fn whole_piece<'a>(&'a self, part: usize, delimiter: &'a str) -> Piece<'a> {
        Piece { part, fragment: Cow::Borrowed(&*self.parts[part].fragment), delimiter }
    }

    /// Three or more numbers in a row become a range.
    fn number_pieces(&self) -> Vec<Piece<'_>> {
        let style = &*self.processor.style;
        let delimiter = &*style.citation.delimiter;
        let after_range = style.options.after_collapse_delimiter.as_deref().unwrap_or(delimiter);
        let mut pieces: Vec<Piece<'_>> = Vec::with_capacity(self.parts.len());
        let mut start = 0;
        let mut next_delimiter = delimiter;
        while start < self.parts.len() {
            let run = run_of_numbers(start..self.parts.len(), |part| self.bare_number(part));
            start = run.end;
            let first = pieces.len();
            let is_range = run.len() > 2;
            push_run(run, delimiter, |part| Cow::Borrowed(&*self.parts[part].fragment), &mut pieces);
            pieces[first].delimiter = next_delimiter;
            next_delimiter = if is_range { after_range } else { delimiter };
        }
        pieces
    }

    /// The number of a source whose cite has nothing else: only such a number can stand for those between.
    fn bare_number(&self, part: usize) -> Option<u32> {
        let ClusterPart { cite, fragment, .. } = &self.parts[part];
        let number = fragment.role_text(Role::Variable(Variable::CitationNumber))?;
        let is_bare = cite.locator.is_none() && cite.prefix.is_empty() && cite.suffix.is_empty();
        let letters = fragment.text().chars().filter(char::is_ascii_alphanumeric).count();
        self.listing.number(cite.source).filter(|_| is_bare && letters == number.len())
    }

    /// Sources with the same names share them, and year suffixes may share a year: "Doe 2000a, b, 2001".
    fn year_pieces(&self) -> Vec<Piece<'_>> {
        let style = &*self.processor.style;
        let options = &style.options;
        let delimiter = &*style.citation.delimiter;
        let group_delimiter = options.cite_group_delimiter.as_deref().unwrap_or(", ");
        let after_group = options.after_collapse_delimiter.as_deref().unwrap_or(delimiter);
        let collapses_years = options.collapse == Some(Collapse::Year);
        let mut pieces: Vec<Piece<'_>> = Vec::with_capacity(self.parts.len());
        let mut start = 0;
        let mut next_delimiter = delimiter;
        while start < self.parts.len() {
            let mut end = start + 1;
            while end < self.parts.len()
                && self.parts[end].cite.prefix.is_empty()
                && has_same_names(&self.parts[start], &self.parts[end])
                && self.parts[end - 1].cite.suffix.is_empty()
            {
                end += 1;
            }
            let first = pieces.len();
            // Behind a locator the next year needs a stronger sign.
            let has_locator = self.parts[start..end].iter().any(|part| part.cite.locator.is_some());
            let is_strong = has_locator && collapses_years && options.after_collapse_delimiter.is_some();
            self.push_group(start..end, if is_strong { after_group } else { group_delimiter }, &mut pieces);
            pieces[first].delimiter = next_delimiter;
            next_delimiter = if end - start > 1 || collapses_years { after_group } else { delimiter };
            start = end;
        }
        pieces
    }

    /// Sources with the same names: the first cite is whole, the others begin with the year or the year suffix.
    fn push_group<'a>(&'a self, group: Range<usize>, delimiter: &'a str, pieces: &mut Vec<Piece<'a>>) {
        let options = &self.processor.style.options;
        let suffix_delimiter = options.year_suffix_delimiter.as_deref().or(options.cite_group_delimiter.as_deref());
        let suffix_delimiter = suffix_delimiter.unwrap_or(&self.processor.style.citation.delimiter);
        let mut start = group.start;
        while start < group.end {
            let mut end = start + 1;
            while options.collapse != Some(Collapse::Year) && end < group.end && self.shares_year(end - 1, end) {
                end += 1;
            }
            let text = |part: usize| match part {
                _ if part == group.start => Cow::Borrowed(&*self.parts[part].fragment),
                _ if part == start => self.fragment(&self.parts[part].cite, CitePart::WithoutNames),
                _ => Cow::Owned(self.parts[part].fragment.role(Role::YearSuffix).unwrap_or_default()),
            };
            let first = pieces.len();
            let mut run_start = start;
            while run_start < end {
                let is_ranged = options.collapse == Some(Collapse::YearSuffixRanged);
                let run = if is_ranged {
                    run_of_numbers(run_start..end, |part| self.listing.year_suffix(self.parts[part].cite.source))
                } else {
                    run_start..run_start + 1
                };
                run_start = run.end;
                push_run(run, suffix_delimiter, text, pieces);
            }
            pieces[first].delimiter = delimiter;
            start = end;
        }
    }

    /// Whether two cites differ only in their year suffix.
    fn shares_year(&self, left: usize, right: usize) -> bool {
        let [left, right] = [left, right].map(|part| &self.parts[part]);
        let has_locator = left.cite.locator.is_some() || right.cite.locator.is_some();
        !has_locator && date_without_suffix(left).is_some() && date_without_suffix(left) == date_without_suffix(right)
    }

    fn print_piece(&self, piece: &Piece<'_>, buffer: &mut Buffer<'_>) {
        let part = &self.parts[piece.part];
        let Cite { prefix, suffix, .. } = part.cite;
        let role = Mark::Role(Role::Cite(part.index));
        // A source for which the style prints nothing is still there, so that links to its mark lead somewhere.
        if piece.fragment.is_empty() && prefix.is_empty() && suffix.is_empty() {
            return buffer.mark_here(role);
        }
        // Words that begin with a comma bring their own delimiter.
        if !buffer.is_empty() && !prefix.starts_with(',') {
            buffer.push_affix(piece.delimiter);
        }
        self.print_prefix(prefix, buffer);
        if piece.fragment.is_empty() {
            buffer.mark_here(role);
        } else {
            buffer.open(role);
            buffer.push_fragment(&piece.fragment);
            buffer.close();
        }
        self.print_suffix(suffix, buffer);
    }

    fn finish(&self, buffer: Buffer<'_>) -> Formatted {
        buffer.into_fragment().finish(&self.processor.style.locale.quotes)
    }

    /// Words before a source, with a space between.
    fn print_prefix(&self, text: &str, buffer: &mut Buffer<'_>) {
        let has_space = text.ends_with(|last: char| last.is_whitespace() || matches!(last, '(' | '[' | '/' | '\u{ab}'));
        let space = if has_space || text.is_empty() { "" } else { " " };
        self.print_words(&[text, space], buffer);
    }

    /// Words behind a source, with a space between unless they begin with a sign.
    fn print_suffix(&self, text: &str, buffer: &mut Buffer<'_>) {
        let space = if text.starts_with(char::is_alphanumeric) { " " } else { "" };
        self.print_words(&[space, text], buffer);
    }

    fn print_words(&self, words: &[&str; 2], buffer: &mut Buffer<'_>) {
        if words.iter().all(|text| text.is_empty()) {
            return;
        }
        buffer.open(Mark::Role(Role::CiteAffix));
        for text in words {
            markup::push(buffer, text, &self.processor.style.locale.quotes);
        }
        buffer.close();
    }
}

fn date_without_suffix<'a>(part: &'a ClusterPart<'_>) -> Option<&'a str> {
    let suffix = part.fragment.role_text(Role::YearSuffix)?;
    let date = part.fragment.role_text(Role::Variable(Variable::Issued))?;
    Some(date.strip_suffix(suffix).unwrap_or(date))
}

/// Whether nothing but the first source stands in the parentheses of a narrative mark.
fn is_alone(cite: &Cite<'_>, pieces: &[Piece<'_>]) -> bool {
    pieces.len() == 1 && cite.suffix.is_empty()
}

/// How many of the parts, from the first, are sorted together. Words before or behind a source, or a sentence that has named its
/// author, keep it in its place if the caller wants that.
fn sorted_count(parts: &[ClusterPart<'_>], order: CiteOrder) -> usize {
    match order {
        CiteOrder::OfStyle => parts.len(),
        CiteOrder::BetweenWords => parts.windows(2).position(has_placed_cites).map_or(parts.len(), |last| last + 1),
    }
}

/// Whether words or a suppressed author keep two neighbours in their order.
fn has_placed_cites(pair: &[ClusterPart<'_>]) -> bool {
    let [left, right] = [&pair[0].cite, &pair[1].cite];
    has_words(left) || has_words(right) || left.is_author_suppressed != right.is_author_suppressed
}

fn has_words(cite: &Cite<'_>) -> bool {
    !cite.prefix.is_empty() || !cite.suffix.is_empty()
}

/// The longest run from the start of `parts` in which each number follows the one before.
fn run_of_numbers(parts: Range<usize>, number: impl Fn(usize) -> Option<u32>) -> Range<usize> {
    let mut end = parts.start + 1;
    while end < parts.end && number(end - 1).is_some_and(|before| number(end) == Some(before + 1)) {
        end += 1;
    }
    parts.start..end
}

/// Adds a run of numbers or letters. Three or more become a range: the second source prints the dash, so that a reader can
/// follow it, and the others up to the last print nothing.
fn push_run<'a>(
    run: Range<usize>,
    delimiter: &'a str,
    text: impl Fn(usize) -> Cow<'a, Fragment>,
    pieces: &mut Vec<Piece<'a>>,
) {
    let is_range = run.len() > 2;
    for part in run.clone() {
        let is_outer = part == run.start || part + 1 == run.end;
        let fragment = match part {
            _ if !is_range || is_outer => text(part),
            _ if part == run.start + 1 => Cow::Owned(Fragment::plain("\u{2013}")),
            _ => Cow::Owned(Fragment::default()),
        };
        pieces.push(Piece { part, fragment, delimiter: if is_range && part > run.start { "" } else { delimiter } });
    }
}

/// Whether sources with the same names stand together.
fn groups_names(style: &Style) -> bool {
    let collapses_years = style.options.collapse.is_some_and(|collapse| collapse != Collapse::CitationNumber);
    style.options.cite_group_delimiter.is_some() || collapses_years
}

/// Moves sources with the same names behind the first of them. Words before a source keep it in its place, and words
/// behind it end the group.
fn grouped_by_names(parts: Vec<ClusterPart<'_>>) -> Vec<ClusterPart<'_>> {
    let mut groups: Vec<Vec<ClusterPart<'_>>> = Vec::with_capacity(parts.len());
    let mut by_names: FxHashMap<String, usize> = FxHashMap::default();
    for part in parts {
        let names = names_of(&part).map(ToOwned::to_owned);
        let earlier_group = names.as_ref().and_then(|names| by_names.get(names)).copied();
        let group = earlier_group.filter(|_| part.cite.prefix.is_empty()).unwrap_or_else(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        let has_suffix = !part.cite.suffix.is_empty();
        groups[group].push(part);
        if let Some(names) = names {
            if has_suffix {
                by_names.remove(&names);
            } else {
                by_names.insert(names, group);
            }
        }
    }
    groups.into_iter().flatten().collect()
}

fn has_same_names(left: &ClusterPart<'_>, right: &ClusterPart<'_>) -> bool {
    names_of(left).is_some_and(|names| Some(names) == names_of(right))
}

/// The names by which cites collapse, empty for a cite of which the style prints only a year. `None` for a cite without names
/// and year.
fn names_of<'a>(part: &'a ClusterPart<'_>) -> Option<&'a str> {
    let fragment = part.with_names.as_ref().unwrap_or(&part.fragment);
    fragment.role_text(Role::Names).or_else(|| fragment.role_text(Role::Variable(Variable::Issued)).map(|_| ""))
}
