//! [`Cluster`]: the sources of one mark, sorted, collapsed and put together.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::buffer::{Buffer, Fragment, Mark};
use crate::formatted::{Formatted, Role};
use crate::processor::{Citation, CitationForm, Cite, Library, Listing, Processor};
use crate::render::{CiteContext, CitePosition, RenderedCite};
use crate::style::{Collapse, Style};
use crate::variables::Variable;

/// Puts one mark together.
pub(crate) struct Cluster<'p, L> {
    processor: &'p Processor<L>,
    listing: &'p Listing,
    form: CitationForm,
    parts: Vec<ClusterPart<'p>>,
}

/// A source of the mark with its own text.
struct ClusterPart<'p> {
    /// The index in the citation as it was written.
    index: usize,
    cite: Cite<'p>,
    position: CitePosition,
    fragment: Cow<'p, Fragment>,
}

/// What is printed of a source, with the text before it.
struct Piece<'a> {
    part: usize,
    fragment: Cow<'a, Fragment>,
    delimiter: &'a str,
}

impl<'a> Piece<'a> {
    const fn new(part: usize, fragment: Cow<'a, Fragment>, delimiter: &'a str) -> Self {
        Self { part, fragment, delimiter }
    }

    /// A source within a range. The first of them shows the dash.
    fn within_range(part: usize, is_first: bool) -> Self {
        let fragment = if is_first { Fragment::plain("\u{2013}") } else { Fragment::default() };
        Self { part, fragment: Cow::Owned(fragment), delimiter: "" }
    }
}

impl<'p, L: Library> Cluster<'p, L> {
    pub(crate) fn new(
        processor: &'p Processor<L>,
        listing: &'p Listing,
        citation: &Citation<'p>,
        positions: &[CitePosition],
    ) -> Self {
        let mut cluster =
            Self { processor, listing, form: citation.form, parts: Vec::with_capacity(citation.cites.len()) };
        for (index, (cite, position)) in citation.cites.iter().zip(positions).enumerate() {
            let fragment = cluster.fragment(cite, *position, cite.is_author_suppressed);
            cluster.parts.push(ClusterPart { index, cite: *cite, position: *position, fragment });
        }
        cluster
    }

    pub(crate) fn format(mut self) -> Formatted {
        if self.form == CitationForm::Narrative {
            return self.narrative();
        }
        self.arrange();
        let style = &*self.processor.style;
        let pieces = match style.options.collapse {
            _ if self.parts.len() < 2 => self.plain_pieces(),
            Some(Collapse::CitationNumber) => self.number_pieces(),
            Some(_) => self.year_pieces(),
            None if style.options.cite_group_delimiter.is_some() => self.grouped_pieces(),
            None => self.plain_pieces(),
        };
        self.print(&pieces)
    }

    /// The sources in the order of the mark.
    pub(crate) fn sources_in_order(mut self) -> Vec<usize> {
        self.arrange();
        self.parts.iter().map(|part| part.cite.source).collect()
    }

    /// Brings the sources into the order of the mark. Those of a narrative mark stay as they were written.
    fn arrange(&mut self) {
        if self.parts.len() < 2 || self.form == CitationForm::Narrative {
            return;
        }
        let (processor, listing) = (self.processor, self.listing);
        if !processor.style.citation.sort.is_empty() {
            self.parts.sort_by(|left, right| processor.compare_in_mark(left.cite.source, right.cite.source, listing));
        }
        if groups_names(&processor.style) {
            self.group_names();
        }
    }

    /// "Sawicki and Booth (2021)": names as part of the sentence, the rest of the mark behind them.
    fn narrative(&self) -> Formatted {
        let style = &*self.processor.style;
        let format = &style.citation.format;
        let mut buffer = Buffer::new(style.locale.punctuation_in_quote);
        for (index, part) in self.parts.iter().enumerate() {
            if index > 0 {
                buffer.push_affix(&style.citation.delimiter);
            }
            self.print_prefix(part.cite.prefix, &mut buffer);
            buffer.open(Mark::Role(Role::Cite(part.index)));
            if !part.cite.is_author_suppressed {
                buffer.push_fragment(&self.names(&part.cite));
            }
            let rest = self.fragment(&part.cite, part.position, true);
            if !rest.is_empty() {
                buffer.push_affix(if buffer.is_empty() { "" } else { " " });
                buffer.open(Mark::Look(format.look));
                buffer.push(&format.prefix);
                buffer.push_fragment(&rest);
                buffer.push_affix(&format.suffix);
                buffer.close();
            }
            buffer.close();
            self.print_suffix(part.cite.suffix, &mut buffer);
        }
        buffer.into_fragment().finish(&style.locale.quotes)
    }

    /// The names that the mark of a source begins with, without the punctuation that follows them in the mark.
    fn names(&self, cite: &Cite<'p>) -> Fragment {
        let context = CiteContext {
            is_narrative: true,
            is_names_only: true,
            disambiguation: self.listing.disambiguations.get(&cite.source).cloned().unwrap_or_default(),
            ..CiteContext::default()
        };
        self.processor.cite(cite.source, &context).fragment.role(Role::Names).unwrap_or_default()
    }

    /// The text of a source, which is that of all pages unless something on this page differs.
    fn fragment(&self, cite: &Cite<'p>, position: CitePosition, is_author_suppressed: bool) -> Cow<'p, Fragment> {
        let options = &self.processor.style.options;
        let disambiguation = self.listing.disambiguations.get(&cite.source);
        let is_plain = cite.locator.is_none() && !is_author_suppressed && disambiguation.is_none();
        if is_plain
            && self.form == CitationForm::Parenthetical
            && !options.uses_number
            && position == CitePosition::default()
        {
            return Cow::Borrowed(&self.processor.plain_cite(cite.source).fragment);
        }
        let context = CiteContext {
            locator: cite.locator,
            position,
            number: self.listing.number(cite.source),
            first_note_number: None,
            is_author_suppressed,
            is_narrative: self.form == CitationForm::Narrative,
            is_names_only: false,
            repeated_names: None,
            disambiguation: disambiguation.cloned().unwrap_or_default(),
        };
        let RenderedCite { fragment, .. } = self.processor.cite(cite.source, &context);
        Cow::Owned(fragment)
    }

    /// Moves sources with the same names behind the first of them. Words before a source keep it in its place, and words
    /// behind it end the group.
    fn group_names(&mut self) {
        let mut groups: Vec<Vec<ClusterPart<'p>>> = Vec::with_capacity(self.parts.len());
        let mut by_names: FxHashMap<String, usize> = FxHashMap::default();
        for part in self.parts.drain(..) {
            let names = group_key(&part);
            let group =
                names.as_ref().and_then(|names| by_names.get(names)).copied().filter(|_| part.cite.prefix.is_empty());
            let has_suffix = !part.cite.suffix.is_empty();
            let group = group.unwrap_or_else(|| {
                groups.push(Vec::new());
                groups.len() - 1
            });
            groups[group].push(part);
            if let Some(names) = names {
                if has_suffix {
                    by_names.remove(&names);
                } else {
                    by_names.insert(names, group);
                }
            }
        }
        self.parts = groups.into_iter().flatten().collect();
    }

    fn plain_pieces(&self) -> Vec<Piece<'_>> {
        let delimiter = &*self.processor.style.citation.delimiter;
        let parts = self.parts.iter().enumerate();
        parts.map(|(part, cite)| Piece::new(part, Cow::Borrowed(&*cite.fragment), delimiter)).collect()
    }

    /// Sources with the same names are closer together.
    fn grouped_pieces(&self) -> Vec<Piece<'_>> {
        let style = &*self.processor.style;
        let mut pieces = self.plain_pieces();
        for (piece, pair) in pieces.iter_mut().skip(1).zip(self.parts.windows(2)) {
            if has_same_names(&pair[0], &pair[1]) {
                piece.delimiter = style.options.cite_group_delimiter.as_deref().unwrap_or(", ");
            }
        }
        pieces
    }

    /// Three or more numbers in a row become a range.
    fn number_pieces(&self) -> Vec<Piece<'_>> {
        let style = &*self.processor.style;
        let delimiter = &*style.citation.delimiter;
        let after_range = style.options.after_collapse_delimiter.as_deref().unwrap_or(delimiter);
        let number = |index: usize| {
            let part = &self.parts[index];
            let is_bare = part.cite.locator.is_none() && part.cite.prefix.is_empty() && part.cite.suffix.is_empty();
            let number = part.fragment.role_text(Role::Variable(Variable::CitationNumber));
            // A number with other text beside it cannot stand for those between.
            let is_number = number.is_some_and(|number| {
                part.fragment.text().chars().filter(char::is_ascii_alphanumeric).count() == number.len()
            });
            self.listing.number(part.cite.source).filter(|_| is_bare && is_number)
        };
        let mut pieces: Vec<Piece<'_>> = Vec::with_capacity(self.parts.len());
        let mut start = 0;
        let mut next_delimiter = delimiter;
        while start < self.parts.len() {
            let mut end = start + 1;
            while end < self.parts.len() && number(end - 1).is_some_and(|before| number(end) == Some(before + 1)) {
                end += 1;
            }
            let is_range = end - start > 2;
            let own = |part: usize, delimiter| Piece::new(part, Cow::Borrowed(&*self.parts[part].fragment), delimiter);
            pieces.push(own(start, next_delimiter));
            if is_range {
                pieces.extend((start + 1..end - 1).map(|part| Piece::within_range(part, part == start + 1)));
                pieces.push(own(end - 1, ""));
            } else {
                pieces.extend((start + 1..end).map(|part| own(part, delimiter)));
            }
            next_delimiter = if is_range { after_range } else { delimiter };
            start = end;
        }
        pieces
    }

    /// Sources with the same names share them, and years may share a number: "Doe 2000a, b, 2001".
    fn year_pieces(&self) -> Vec<Piece<'_>> {
        let style = &*self.processor.style;
        let delimiter = &*style.citation.delimiter;
        let group_delimiter = style.options.cite_group_delimiter.as_deref().unwrap_or(", ");
        let after_group = style.options.after_collapse_delimiter.as_deref().unwrap_or(delimiter);
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
            // Behind a place within a source the next year needs a stronger sign.
            let has_locator = self.parts[start..end].iter().any(|part| part.cite.locator.is_some());
            let is_strong = has_locator
                && style.options.collapse == Some(Collapse::Year)
                && style.options.after_collapse_delimiter.is_some();
            self.push_group(start, end, if is_strong { after_group } else { group_delimiter }, &mut pieces);
            pieces[first].delimiter = next_delimiter;
            next_delimiter =
                if end - start > 1 || style.options.collapse == Some(Collapse::Year) { after_group } else { delimiter };
            start = end;
        }
        pieces
    }

    /// The sources from `start` to `end`, which have the same names.
    fn push_group<'a>(&'a self, start: usize, end: usize, group_delimiter: &'a str, pieces: &mut Vec<Piece<'a>>) {
        let style = &*self.processor.style;
        let collapse = style.options.collapse;
        let options = &style.options;
        let suffix_delimiter = options.year_suffix_delimiter.as_deref().or(options.cite_group_delimiter.as_deref());
        let suffix_delimiter = suffix_delimiter.unwrap_or(&style.citation.delimiter);
        let mut at = start;
        while at < end {
            let mut run = at + 1;
            if collapse != Some(Collapse::Year) {
                while run < end && self.shares_year(at, run) && self.parts[run - 1].cite.locator.is_none() {
                    run += 1;
                }
            }
            let fragment = if at == start {
                Cow::Borrowed(&*self.parts[at].fragment)
            } else {
                Cow::Owned(self.fragment(&self.parts[at].cite, self.parts[at].position, true).into_owned())
            };
            pieces.push(Piece::new(at, fragment, group_delimiter));
            self.push_letters(at, run, suffix_delimiter, pieces);
            at = run;
        }
    }

    /// The letters of the sources behind the first, which have its year.
    fn push_letters<'a>(&'a self, first: usize, end: usize, delimiter: &'a str, pieces: &mut Vec<Piece<'a>>) {
        let letter = |index: usize| self.listing.year_suffix(self.parts[index].cite.source);
        let is_ranged = self.processor.style.options.collapse == Some(Collapse::YearSuffixRanged);
        let mut at = first + 1;
        while at < end {
            // A range begins with the letter that is already printed, or with this one.
            let mut last = at;
            while is_ranged && last + 1 < end && letter(last + 1) == letter(last).map(|letter| letter + 1) {
                last += 1;
            }
            let follows = letter(at) == letter(at - 1).map(|letter| letter + 1);
            let begins_before = at == first + 1 && follows;
            let length = last - at + 1 + usize::from(begins_before);
            if is_ranged && length > 2 {
                if !begins_before {
                    pieces.push(self.letter_piece(at, delimiter));
                }
                let within = at + usize::from(!begins_before)..last;
                let dash = if within.is_empty() { "\u{2013}" } else { "" };
                pieces.extend(within.clone().map(|part| Piece::within_range(part, part == within.start)));
                pieces.push(self.letter_piece(last, dash));
            } else {
                pieces.extend((at..=last).map(|index| self.letter_piece(index, delimiter)));
            }
            at = last + 1;
        }
    }

    fn letter_piece<'a>(&'a self, part: usize, delimiter: &'a str) -> Piece<'a> {
        let cite = &self.parts[part];
        let fragment = if cite.cite.locator.is_some() {
            Cow::Owned(self.fragment(&cite.cite, cite.position, true).into_owned())
        } else {
            Cow::Owned(cite.fragment.role(Role::YearSuffix).unwrap_or_default())
        };
        Piece::new(part, fragment, delimiter)
    }

    fn shares_year(&self, first: usize, other: usize) -> bool {
        let year = |index: usize| {
            let fragment = &self.parts[index].fragment;
            fragment.role_text(Role::YearSuffix)?;
            let date = fragment.role_text(Role::Variable(Variable::Issued))?;
            let letter = fragment.role_text(Role::YearSuffix)?;
            Some(date.strip_suffix(letter).unwrap_or(date).to_owned())
        };
        self.parts[other].cite.locator.is_none() && year(first).is_some() && year(first) == year(other)
    }

    fn print(&self, pieces: &[Piece<'_>]) -> Formatted {
        let style = &*self.processor.style;
        let format = &style.citation.format;
        let mut buffer = Buffer::new(style.locale.punctuation_in_quote);
        buffer.open(Mark::Look(format.look));
        buffer.wait(&format.prefix);
        let mut has_printed = false;
        for piece in pieces {
            let part = &self.parts[piece.part];
            let role = Mark::Role(Role::Cite(part.index));
            // A source for which the style prints nothing is still there, so that links to its mark lead somewhere.
            if piece.fragment.is_empty() {
                buffer.mark_here(role);
                continue;
            }
            // Words that begin with a comma bring their own delimiter.
            if has_printed && !part.cite.prefix.starts_with(',') {
                buffer.push_affix(piece.delimiter);
            }
            has_printed = true;
            self.print_prefix(part.cite.prefix, &mut buffer);
            buffer.open(role);
            buffer.push_fragment(&piece.fragment);
            buffer.close();
            self.print_suffix(part.cite.suffix, &mut buffer);
        }
        if has_printed {
            buffer.push_affix(&format.suffix);
            buffer.close();
        }
        buffer.into_fragment().finish(&style.locale.quotes)
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
            crate::markup::push(buffer, text, &self.processor.style.locale.quotes);
        }
        buffer.close();
    }
}

/// Whether sources with the same names stand together.
fn groups_names(style: &Style) -> bool {
    style.options.cite_group_delimiter.is_some() || style.options.collapse.is_some_and(Collapse::is_of_years)
}

fn has_same_names(left: &ClusterPart<'_>, right: &ClusterPart<'_>) -> bool {
    let names = group_key(left);
    names.is_some() && names == group_key(right)
}

/// What sources that collapse have in common: their names. Marks that are only a year collapse as well.
fn group_key(part: &ClusterPart<'_>) -> Option<String> {
    let date = Role::Variable(Variable::Issued);
    match part.fragment.role_text(Role::Names) {
        Some(names) => Some(names.to_owned()),
        None => part.fragment.role_text(date).map(|_| String::new()),
    }
}
