//! Random sources and citations: no style panics, and all spans and runs lie within their text.

use std::sync::{Arc, LazyLock};

use proptest::prelude::{Just, Strategy, any, prop, prop_oneof, proptest};
use wellpress_csl::{
    Citation, CitationMode, Cite, Date, DateParts, Item, ItemType, Locator, Name, Processor, Style, Variable,
    VariableKind, shipped_style,
};

use crate::support::assert_sound;

/// Styles of each family: author and date, numbers, labels, notes, and one that replaces repeated names.
static STYLES: LazyLock<Vec<Arc<Style>>> = LazyLock::new(|| {
    let styles = [
        ("apa", "en-US"),
        ("vancouver-superscript", "de-DE"),
        ("alphanumeric", "fr-FR"),
        ("chicago-notes", "ja-JP"),
        ("modern-language-association", "tr-TR"),
    ];
    styles
        .map(|(name, language)| {
            Arc::new(Style::parse(shipped_style(name).expect("test data"), Some(language)).expect("test data"))
        })
        .into()
});

/// Words, signs, markup, scripts, and whatever else there is.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[A-Za-z]{1,8}",
        2 => prop::sample::select(vec![
            " ", ". ", ", ", ": ", "?", "!", ";", "-", "–", "\"", "'", "“", "”", "‘", "’", "«", "»", "(", ")", "&", "...", "\u{a0}",
        ]).prop_map(str::to_owned),
        2 => prop::sample::select(vec![
            "<i>", "</i>", "<b>", "</b>", "<sup>", "</sup>", "<sc>", "</sc>", "<span class=\"nocase\">", "</span>",
            "<span style=\"font-variant:small-caps;\">", "<", ">",
        ]).prop_map(str::to_owned),
        2 => prop::sample::select(vec!["毛泽东", "ß", "İi", "ﬁ", "Ǆ", "م", "é", "е\u{301}", "m²", "™", "𝔘", "ŉ", "ΰ"]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

fn number() -> impl Strategy<Value = String> {
    prop_oneof!["[0-9]{1,11}", "[0-9]{1,4}[-–,& ]{1,3}[0-9]{1,4}", "[a-zA-Z]{0,2}[0-9]{1,3}[a-z]{0,2}", text()]
}

fn name() -> impl Strategy<Value = Name<'static>> {
    let part = || prop_oneof![3 => "[A-Z][a-z]{0,6}([ -][A-Z]\\.?)?", 1 => text()];
    let person = (part(), part(), prop_oneof![Just(String::new()), text()], any::<(bool, bool)>()).prop_map(
        |(family, given, other, (comma_suffix, static_ordering))| {
            let name =
                Name { comma_suffix, static_ordering, suffix: other.clone().into(), ..Name::person(family, given) };
            Name { non_dropping_particle: other.into(), ..name }.split_particles()
        },
    );
    prop_oneof![4 => person, 1 => text().prop_map(Name::literal)]
}

fn date() -> impl Strategy<Value = Date<'static>> {
    let parts = || {
        (prop_oneof![3 => 1900..2030_i32, 1 => any::<i32>()], any::<u8>().prop_map(|month| month % 18), 0..33_u8)
            .prop_map(|(year, month, day)| DateParts { year, month, day })
    };
    let ends = (prop::option::of(parts()), prop::option::of(parts()));
    (ends, any::<bool>(), text()).prop_map(|((start, end), circa, literal)| Date {
        start,
        end,
        circa,
        literal: literal.into(),
    })
}

fn item() -> impl Strategy<Value = Item<'static>> {
    let variables = prop::collection::vec(
        (prop::sample::select(Variable::ALL), text(), number(), date(), prop::collection::vec(name(), 0..9)),
        0..14,
    );
    let fixed = (text(), prop::collection::vec(name(), 0..4), date());
    (prop::sample::select(ItemType::ALL), fixed, variables).prop_map(
        |(item_type, (title, authors, issued), variables)| {
            let mut item = Item::new("key", item_type);
            item.set_text(Variable::Title, title);
            item.set_names(Variable::Author, authors);
            item.set_date(Variable::Issued, issued);
            for (variable, text, number, date, names) in variables {
                match variable.kind() {
                    VariableKind::Text => item.set_text(variable, text),
                    VariableKind::Number => item.set_text(variable, number),
                    VariableKind::Names => item.set_names(variable, names),
                    VariableKind::Date => item.set_date(variable, date),
                }
            }
            item
        },
    )
}

/// What a cite has beside its source.
#[derive(Debug, Clone)]
struct RandomCite {
    source: prop::sample::Index,
    locator: Option<(String, String)>,
    prefix: String,
    suffix: String,
    is_author_suppressed: bool,
}

fn random_cite() -> impl Strategy<Value = RandomCite> {
    let label = prop_oneof![
        prop::sample::select(vec!["page", "chapter", "sub-verbo", "section"]).prop_map(str::to_owned),
        text()
    ];
    let affix = || prop_oneof![4 => Just(String::new()), 1 => text()];
    (any::<prop::sample::Index>(), prop::option::of((label, number())), affix(), affix(), any::<bool>()).prop_map(
        |(source, locator, prefix, suffix, is_author_suppressed)| RandomCite {
            source,
            locator,
            prefix,
            suffix,
            is_author_suppressed,
        },
    )
}

impl RandomCite {
    fn cite(&self, count: usize) -> Cite<'_> {
        Cite {
            source: self.source.index(count),
            locator: self.locator.as_ref().map(|(label, value)| Locator { label, value }),
            prefix: &self.prefix,
            suffix: &self.suffix,
            is_author_suppressed: self.is_author_suppressed,
        }
    }
}

fn check(style: &Arc<Style>, items: &[Item<'static>], page: &[(bool, Vec<RandomCite>)]) {
    let processor = Processor::new(style.clone(), items.to_vec());
    let citations: Vec<Citation<'_>> = page
        .iter()
        .map(|(is_narrative, cites)| Citation {
            mode: if *is_narrative { CitationMode::Narrative } else { CitationMode::Parenthetical },
            cites: cites.iter().map(|cite| cite.cite(items.len())).collect(),
        })
        .collect();
    let listing = processor.list(&citations, &[0]);
    let marks = processor.marks(&citations, &listing);
    assert_eq!(marks.len(), citations.len());
    marks.iter().for_each(assert_sound);
    let entries = processor.entries(&listing);
    assert_eq!(entries.len(), listing.sources.len());
    for entry in &entries {
        assert_sound(entry);
    }
    for source in 0..items.len() {
        assert_sound(processor.entry(source));
        assert_sound(&processor.mark(source));
    }
    // Nothing depends on what was asked for before.
    assert_eq!(processor.marks(&citations, &listing), marks);
    assert_eq!(Processor::new(style.clone(), items.to_vec()).entries(&listing), entries);
}

proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 256, ..Default::default() })]

    #[test]
    fn random_items_and_citations_never_panic(
        items in prop::collection::vec(item(), 1..5),
        page in prop::collection::vec((any::<bool>(), prop::collection::vec(random_cite(), 0..5)), 0..5),
    ) {
        for style in STYLES.iter() {
            check(style, &items, &page);
        }
    }

    #[test]
    fn random_styles_are_read_or_refused(pieces in prop::collection::vec(prop::sample::select(STYLE_PIECES), 0..40)) {
        let xml = format!("<style class=\"in-text\">{}</style>", pieces.concat());
        if let Ok(style) = Style::parse(&xml, None) {
            let mut item = Item::new("a", ItemType::Book);
            item.set_text(Variable::Title, "Bone");
            item.set_date(Variable::Issued, Date::new(2000, 1, 1));
            let processor = Processor::new(Arc::new(style), vec![item]);
            assert_sound(processor.entry(0));
            assert_sound(&processor.mark(0));
        }
    }
}

const STYLE_PIECES: &[&str] = &[
    "<citation>",
    "</citation>",
    "<layout>",
    "</layout>",
    "<bibliography>",
    "</bibliography>",
    "<citation><layout>",
    "</layout></citation>",
    "<citation><layout>",
    "</layout></citation>",
    "<citation><layout>",
    "</layout></citation>",
    "<text variable=\"title\"/>",
    "<text macro=\"a\"/>",
    "<macro name=\"a\">",
    "</macro>",
    "<text/>",
    "<names>",
    "</names>",
    "<name/>",
    "<date variable=\"issued\">",
    "</date>",
    "<date-part name=\"year\"/>",
    "<date-part/>",
    "<group delimiter=\",\">",
    "</group>",
    "<choose>",
    "</choose>",
    "<if variable=\"title\">",
    "</if>",
    "<if>",
    "<else>",
    "</else>",
    "<number/>",
    "<label variable=\"title\"/>",
    "<sort><key variable=\"title\"/></sort>",
    "<sort/>",
    "<text term=\"and\"/>",
    "text",
];
