//! Formatting sources.

use wellpress::diagnostics::Source;
use wellpress::parse::bibliography::{Reference, parse};
use wellpress::resolve::citations::format::{
    CslSource, FormatSettings, Formatter, Group, GroupForm, Item, ListOrder, Locator, LocatorLabel, MarkPart,
    MarksForm, PageRequest, ReferenceId,
};

use crate::bibliography::WELL_GUIDE;

#[test]
fn show() {
    let parsed = parse(&Source::new(
        "a.bib",
        WELL_GUIDE.to_owned()
            + "@report{who,title={T},author={{World Health Organization}},number={WHO-26-0599},institution={WHO},date={2026},type={Technical guidance},url={https://who.int/a--b}}\n@article{noauth,title={On an {OrthoInfo} mRNA Vitamin D Story},journal={J},date={2020},doi={10.1002/(SICI)1097<16>3}}\n@book{two,title={Two},author={Smith, Ann and van der Berg, Bob},date={2001}}\n@book{oth,title={Others},author={Smith, Ann and others},date={2001-03},publisher={P},edition={2}}\n",
    ));
    let refs: Vec<Reference> = parsed.references;
    for list in ["american-medical-association", "apa", "chicago-author-date"] {
        let settings = FormatSettings {
            list_style: CslSource::Named(list.into()),
            marks: MarksForm::AuthorDate,
            marks_style: CslSource::Named("apa".into()),
            order: ListOrder::Cited,
            language: "en".into(),
        };
        let f = match Formatter::new(&refs, &settings) {
            Ok(f) => f,
            Err(e) => {
                println!("{e}");
                continue;
            }
        };
        println!("== {list}");
        for i in 0..refs.len() {
            println!("{}", f.entry(ReferenceId(i as u32)).plain());
        }
    }
    let settings = FormatSettings {
        list_style: CslSource::Named("american-medical-association".into()),
        marks: MarksForm::AuthorDate,
        marks_style: CslSource::Named("apa".into()),
        order: ListOrder::Cited,
        language: "en".into(),
    };
    let f = Formatter::new(&refs, &settings).unwrap();
    let mut groups: Vec<Group> = (0..refs.len())
        .map(|i| Group { form: GroupForm::Parenthetical, items: vec![Item::plain(ReferenceId(i as u32))] })
        .collect();
    groups.extend(
        (0..refs.len()).map(|i| Group { form: GroupForm::Narrative, items: vec![Item::plain(ReferenceId(i as u32))] }),
    );
    groups.extend((0..refs.len()).map(|i| Group {
        form: GroupForm::Parenthetical,
        items: vec![Item {
            suppress_author: true,
            locator: Some(Locator { label: LocatorLabel::Page, value: "3-5".into() }),
            ..Item::plain(ReferenceId(i as u32))
        }],
    }));
    groups.push(Group {
        form: GroupForm::Parenthetical,
        items: vec![
            Item { prefix: "see".into(), ..Item::plain(ReferenceId(8)) },
            Item::plain(ReferenceId(0)),
            Item::plain(ReferenceId(2)),
            Item::plain(ReferenceId(4)),
            Item {
                locator: Some(Locator { label: LocatorLabel::Page, value: "3-5".into() }),
                suffix: ", and passim".into(),
                ..Item::plain(ReferenceId(3))
            },
        ],
    });
    let page = f.page(&PageRequest { groups: &groups, unmarked: &[] });
    for m in &page.marks {
        println!(
            "{}",
            m.iter()
                .map(|p| match p {
                    MarkPart::Text(t) => t.plain(),
                    MarkPart::Source { text, .. } => format!("<{}>", text.plain()),
                })
                .collect::<String>()
        );
    }
    for l in &page.list {
        println!(
            "{} {:?} {:?} {:?} {}",
            l.number,
            l.year_letter,
            l.accessed,
            l.text.as_ref().map(|t| t.plain()),
            f.short_name(l.reference)
        );
    }
    println!("{:?}", f.entry(ReferenceId(6)).runs());
}
