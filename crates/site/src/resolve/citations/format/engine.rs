//! One style with its locale, ready to format a source: the only file that runs the processor, one source at a time, one
//! pass each.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use hayagriva::citationberg::json::Item;
use hayagriva::citationberg::taxonomy::{self, OtherTerm, StandardVariable, Term};
use hayagriva::citationberg::{IndependentStyle, Locale, LocaleCode, TermForm};
use hayagriva::{CitationItem, CitationRequest, CitePurpose, ElemChildren, LocatorPayload, SpecificLocator, archive};
use rustc_hash::FxHashMap;

use super::addition;
use super::date_span::DateTerms;
use super::likeness::{Example, Likeness};
use super::locator::{Locator, Places};
use super::pattern::Pattern;
use super::shape::{Shape, Wording};
pub(super) use super::specialise::Form;
use super::specialise::{self, Wanted};
use super::stand_in::Words;
use super::typography::Quotes;
use super::uses::{self, Uses};
use super::{repair, values};

/// A style that formats single sources.
#[derive(Debug)]
pub(super) struct Engine {
    style: IndependentStyle,
    locale: LocaleCode,
    /// The style cut down, by the signature of the sources that it is for.
    special: RwLock<FxHashMap<String, Arc<Special>>>,
    /// How it formats sources of a kind, by kind.
    patterns: RwLock<FxHashMap<String, Known>>,
}

/// What is known of a kind of sources.
#[derive(Debug, Clone)]
enum Known {
    /// One was there. Only a second makes a pattern worth its while.
    Once,
    /// They have no pattern.
    Unlike,
    Alike(Arc<Pattern>),
}

/// A style cut down for one sort of sources.
#[derive(Debug)]
struct Special {
    style: IndependentStyle,
    /// Whether it goes one way for all of them.
    is_straight: bool,
    /// The titles in title case that it asks for.
    cased_titles: Vec<StandardVariable>,
    /// What it prints of them, if no more than that decides what it prints.
    uses: Option<Uses>,
}

impl Engine {
    /// Takes a style for terms in `locale`.
    pub(super) fn new(mut style: IndependentStyle, locale: LocaleCode) -> Self {
        style.locale.iter_mut().for_each(common_terms_first);
        Self { style, locale, special: RwLock::default(), patterns: RwLock::default() }
    }

    /// Another style in the same locale.
    pub(super) fn in_style(&self, style: IndependentStyle) -> Self {
        Self::new(style, self.locale.clone())
    }

    /// The style.
    pub(super) fn style(&self) -> &IndependentStyle {
        &self.style
    }

    /// Gives up what it knows of sources.
    pub(super) fn settle(&mut self) {
        self.patterns = RwLock::default();
    }

    /// One source in a form: by the pattern of its kind, or rendered.
    pub(super) fn shape(&self, item: &Item, words: &Words, wording: &Wording, form: Form) -> Shape {
        let wanted = Wanted { form, locator: None, places: Places::AsSeen };
        if !can_be_cut(item, form) {
            return Shape::new(&self.cite(item, None, form), words, wording);
        }
        let signature = specialise::signature(item, wanted);
        let special = self.special(&signature, item, wanted);
        let cased = self.cased(&special, item);
        let item = cased.as_ref().unwrap_or(item);
        let render = |item: &Item, words: &Words| {
            let rendered = self.rendered(&special.style, item, None, form);
            Shape::new(&rendered, words, wording)
        };
        let likeness = special.uses.as_ref().and_then(|uses| Some((Likeness::of(item, words, uses, signature)?, uses)));
        match likeness {
            Some((likeness, uses)) => self.by_pattern((item, words), likeness, uses, render),
            None => render(item, words),
        }
    }

    /// A source by the pattern of its kind, which is learnt from the second of them.
    fn by_pattern(
        &self,
        (item, words): (&Item, &Words),
        likeness: Likeness<'_>,
        uses: &Uses,
        render: impl Fn(&Item, &Words) -> Shape,
    ) -> Shape {
        let known = self.patterns.read().unwrap_or_else(PoisonError::into_inner).get(&likeness.kind).cloned();
        let learn = |kind: String, known: Known| {
            self.patterns.write().unwrap_or_else(PoisonError::into_inner).insert(kind, known);
        };
        match known {
            Some(Known::Alike(pattern)) => pattern.shape(&likeness),
            Some(Known::Unlike) => render(item, words),
            Some(Known::Once) => {
                let shape = render(item, words);
                let example = Example::of(item, uses);
                let pattern = Pattern::new(&render(&example.item, &Words::default()), &example, uses);
                let pattern = pattern.filter(|pattern| pattern.shape(&likeness) == shape);
                learn(likeness.kind, pattern.map_or(Known::Unlike, |pattern| Known::Alike(Arc::new(pattern))));
                shape
            }
            None => {
                learn(likeness.kind, Known::Once);
                render(item, words)
            }
        }
    }

    /// How many kinds of sources have a pattern.
    #[cfg(test)]
    pub(super) fn patterns_known(&self) -> usize {
        let patterns = self.patterns.read().unwrap_or_else(PoisonError::into_inner);
        patterns.values().filter(|known| matches!(known, Known::Alike(_))).count()
    }

    /// One source as a citation in a form.
    pub(super) fn cite(&self, item: &Item, locator: Option<&Locator>, form: Form) -> ElemChildren {
        let places = locator.map_or(Places::AsSeen, Locator::places);
        if !can_be_cut(item, form) {
            let style = match places {
                Places::AsSeen => Cow::Borrowed(&self.style),
                several => Cow::Owned(repair::with_several(self.style.clone(), several)),
            };
            return self.rendered(&style, item, locator, form);
        }
        let wanted = Wanted { form, locator: locator.map(|locator| locator.label.csl()), places };
        let special = self.special(&specialise::signature(item, wanted), item, wanted);
        let cased = self.cased(&special, item);
        self.rendered(&special.style, cased.as_ref().unwrap_or(item), locator, form)
    }

    /// What all sources have in common with this one for which the style, with this locator, goes the same way; `None`
    /// where more decides it than the names of their variables.
    pub(super) fn sort_of(&self, item: &Item, locator: &Locator, form: Form) -> Option<String> {
        let wanted = Wanted { form, locator: Some(locator.label.csl()), places: Places::AsSeen };
        if !can_be_cut(item, form) {
            return None;
        }
        let signature = specialise::signature(item, wanted);
        self.special(&signature, item, wanted)
            .is_straight
            .then(|| if addition::has_uncertain_date(item) { signature + " ~" } else { signature })
    }

    /// A term of the style or its locale.
    pub(super) fn term(&self, term: OtherTerm, form: TermForm) -> Option<&str> {
        let language = self.locale.0.split('-').next();
        let own = |locale: &&Locale| match locale.lang.as_ref().map(|lang| lang.0.as_str()) {
            None => true,
            Some(lang) => lang == self.locale.0 || Some(lang) == language,
        };
        let in_style = self.style.locale.iter().filter(own).find_map(|locale| locale.term(Term::Other(term), form));
        let in_files = || {
            let wanted = [&self.locale, &LocaleCode::en_us()].map(|code| code.0.clone());
            let files = wanted.iter().filter_map(|code| {
                locales(&self.locale).iter().find(|locale| locale.lang.as_ref().is_some_and(|lang| lang.0 == *code))
            });
            files.filter_map(|locale| locale.term(Term::Other(term), form)).next()
        };
        in_style.or_else(in_files)?.single()
    }

    /// What is put into what it renders.
    pub(super) fn wording(&self) -> Wording {
        let term = |term| self.term(term, TermForm::Long);
        let outer = (term(OtherTerm::OpenQuote), term(OtherTerm::CloseQuote));
        let inner = (term(OtherTerm::OpenInnerQuote), term(OtherTerm::CloseInnerQuote));
        let et_al = term(OtherTerm::EtAl).unwrap_or("et al.").to_owned();
        Wording { et_al, quotes: Quotes::new(outer, inner), dates: self.date_terms() }
    }

    fn date_terms(&self) -> DateTerms {
        let name = |term, form| self.term(term, form).unwrap_or_default().to_owned();
        let months = (0..12).filter_map(OtherTerm::month);
        let seasons = [OtherTerm::Season01, OtherTerm::Season02, OtherTerm::Season03, OtherTerm::Season04];
        DateTerms {
            months: months.map(|month| [name(month, TermForm::Long), name(month, TermForm::Short)]).collect(),
            seasons: seasons.map(|season| name(season, TermForm::Long)).into(),
        }
    }

    /// A source with its titles in title case, where a style wants them.
    fn cased(&self, special: &Special, item: &Item) -> Option<Item> {
        let is_english = self.locale.0.starts_with("en");
        let wanted = special.cased_titles.as_slice();
        (!wanted.is_empty()).then(|| values::with_cased_titles(item, wanted, is_english))
    }

    fn rendered(&self, style: &IndependentStyle, item: &Item, locator: Option<&Locator>, form: Form) -> ElemChildren {
        let place = locator.map(|locator| (locator.label.csl(), locator.printed()));
        let place = place.as_ref().map(|(label, value)| SpecificLocator(*label, LocatorPayload::Str(value)));
        let mut cited = CitationItem::with_locator(item, place);
        cited.purpose = (form == Form::Prose).then_some(CitePurpose::Prose);
        let locale = Some(self.locale.clone());
        hayagriva::standalone_citation(CitationRequest::new(vec![cited], style, locale, locales(&self.locale), None))
    }

    /// The style for sources like this one. A source is formatted once, so this lock is not in a page's way.
    fn special(&self, signature: &str, item: &Item, wanted: Wanted) -> Arc<Special> {
        let known = self.special.read().unwrap_or_else(PoisonError::into_inner).get(signature).cloned();
        known.unwrap_or_else(|| {
            let made = Arc::new(self.made_special(item, wanted));
            let mut special = self.special.write().unwrap_or_else(PoisonError::into_inner);
            special.entry(signature.to_owned()).or_insert(made).clone()
        })
    }

    fn made_special(&self, item: &Item, wanted: Wanted) -> Special {
        let mut style = specialise::specialised(&self.style, item, wanted);
        if wanted.places != Places::AsSeen {
            style = repair::with_several(style, wanted.places);
        }
        let mut cased_titles = Vec::new();
        repair::for_each(&mut style, &mut |element| cased_titles.extend(values::cased_title(element)));
        let is_straight = addition::is_straight(&style);
        let range_sign = self.term(OtherTerm::PageRangeDelimiter, TermForm::Long);
        let uses = || uses::of(&style, wanted.form, self.locale.0.starts_with("en"), range_sign);
        let uses = if is_straight { uses() } else { None };
        Special { style, is_straight, cased_titles, uses }
    }
}

fn can_be_cut(item: &Item, form: Form) -> bool {
    form == Form::Whole || item.0.contains_key("author")
}

/// The locale of a BCP 47 tag, in the form in which the files name it.
pub(super) fn locale_code(language: &str) -> LocaleCode {
    let code = LocaleCode(language.to_owned());
    if language == "en" || language == "en-US" {
        return LocaleCode::en_us();
    }
    let known = |code: &LocaleCode| all_locales().iter().any(|locale| locale.lang.as_ref() == Some(code));
    if known(&code) {
        return code;
    }
    code.fallback().filter(known).unwrap_or(code)
}

/// The locales that a style looks into, the wanted one first, English last. English is at hand; reading the others costs
/// as much as a small site, and happens only for a site in another language.
pub(super) fn locales(code: &LocaleCode) -> &'static [Locale] {
    if *code == LocaleCode::en_us() { std::slice::from_ref(english()) } else { all_locales() }
}

fn english() -> &'static Locale {
    static ENGLISH: OnceLock<Locale> = OnceLock::new();
    ENGLISH.get_or_init(|| {
        let mut english = serde_json::from_str(include_str!("en-US.json")).expect("the locale in the program is one");
        common_terms_first(&mut english);
        english
    })
}

fn all_locales() -> &'static [Locale] {
    static ALL: OnceLock<Vec<Locale>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut locales = archive::locales();
        locales.iter_mut().for_each(common_terms_first);
        locales
    })
}

/// Puts the terms that nearly every citation asks for in front: the processor looks through them in their order, and
/// there are hundreds.
fn common_terms_first(locale: &mut Locale) {
    let is_common = |term: Term| {
        let of_pages = matches!(term, Term::PageVariable | Term::Locator(taxonomy::Locator::Page));
        let of_names = matches!(term, Term::Other(OtherTerm::And | OtherTerm::EtAl));
        let of_dates = matches!(term, Term::Other(OtherTerm::Ad | OtherTerm::Bc | OtherTerm::NoDate));
        let of_quotes = matches!(term, Term::Other(OtherTerm::CloseQuote | OtherTerm::CloseInnerQuote));
        let of_ranges = matches!(term, Term::Other(OtherTerm::PageRangeDelimiter));
        of_pages || of_names || of_dates || of_quotes || of_ranges
    };
    if let Some(terms) = &mut locale.terms {
        terms.terms.sort_by_key(|term| !is_common(term.name));
    }
}
