//! A conformance report as blocks, in the structure of VPAT 2.5, WCAG edition.

use wellpress_walk::{Block, Blocks, ListKind, Run};

use crate::report::{coded, link};

use super::conformance::{Conformance, ConformanceLevel, Judgement, Place, Remark};
use super::criteria::Level;
use super::head::ReportHead;

/// The most places below a remark.
const MOST_PLACES: usize = 10;

/// How criteria stand in a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// In tables, for a file.
    Tables,
    /// One below the other, for a terminal.
    Lines,
}

impl Layout {
    /// A part of what stands before the criteria.
    fn write_part(self, blocks: &mut Blocks, name: &str, content: impl FnOnce(&mut Blocks)) {
        match self {
            Self::Tables => blocks.block(Block::Row { is_head: false }, |blocks| {
                blocks.text_block(Block::Cell { is_head: true }, name);
                blocks.block(Block::Cell { is_head: false }, content);
            }),
            Self::Lines => blocks.block(Block::Item(None), |blocks| {
                blocks.text_block(Block::Paragraph, name);
                content(blocks);
            }),
        }
    }
}

const ABOUT: &str = "wellpress filled this report from what was measured. No program can say that a site meets a criterion: where programs \
    found nothing, the criterion stays open until a person has judged it.";

/// The blocks of a report.
#[must_use]
pub fn blocks(head: &ReportHead, conformance: &Conformance, layout: Layout) -> Blocks {
    let mut blocks = Blocks::default();
    write_head(&mut blocks, head, layout);
    write_standards(&mut blocks);
    write_terms(&mut blocks);
    blocks.text_block(Block::Heading(2), "WCAG 2.2 Report");
    blocks.text_block(Block::Paragraph, &summary(conformance));
    for (level, number) in Level::ALL.into_iter().zip(1..) {
        let letters = level.as_str();
        blocks.text_block(Block::Heading(3), &format!("Table {number}: Success Criteria, Level {letters}"));
        match layout {
            Layout::Tables => write_table(&mut blocks, conformance.of_level(level)),
            Layout::Lines => conformance.of_level(level).for_each(|judgement| write_lines(&mut blocks, judgement)),
        }
    }
    blocks.text_block(Block::Heading(3), "Table 3: Success Criteria, Level AAA");
    blocks.text_block(Block::Paragraph, "Not evaluated.");
    blocks
}

/// How many criteria have each level.
fn summary(conformance: &Conformance) -> String {
    let counts = ConformanceLevel::ALL.iter().filter_map(|(level, _, words, _)| {
        let count = conformance.count(*level);
        (count > 0).then(|| format!("{count} × {words}"))
    });
    format!("{} criteria: {}.", conformance.judgements.len(), counts.collect::<Vec<_>>().join("; "))
}

fn write_head(blocks: &mut Blocks, head: &ReportHead, layout: Layout) {
    blocks.text_block(Block::Heading(1), &head.title());
    blocks.text_block(Block::Lead, "WCAG edition, in the structure of VPAT 2.5");
    if let Some(draft) = &head.draft {
        blocks.block(Block::Aside("note"), |blocks| blocks.text_block(Block::Paragraph, draft));
    }
    match layout {
        Layout::Lines => blocks.start(Block::List(ListKind::Bullets)),
        Layout::Tables => {
            blocks.start(Block::Table);
            write_columns(blocks, &["Part", "Content"]);
        }
    }
    layout.write_part(blocks, "Name of Product/Version", |blocks| {
        blocks.block(Block::Paragraph, |blocks| {
            let version = head.version.as_ref().map(|version| format!(", {version}")).unwrap_or_default();
            blocks.text(&format!("{}{version}, ", head.product));
            blocks.run(link(&head.url, &head.url));
        });
    });
    layout.write_part(blocks, "Report Date", |blocks| blocks.text_block(Block::Paragraph, &head.day.to_string()));
    if let Some(description) = &head.description {
        layout.write_part(blocks, "Product Description", |blocks| blocks.text_block(Block::Paragraph, description));
    }
    layout.write_part(blocks, "Contact Information", |blocks| write_contact(blocks, head));
    layout.write_part(blocks, "Notes", |blocks| {
        blocks.text_block(Block::Paragraph, ABOUT);
        head.notes.iter().for_each(|notes| blocks.text_block(Block::Paragraph, notes));
    });
    layout.write_part(blocks, "Evaluation Methods Used", |blocks| {
        head.methods.iter().for_each(|method| blocks.block(Block::Paragraph, |blocks| coded(blocks, method)));
    });
    blocks.end();
}

fn write_contact(blocks: &mut Blocks, head: &ReportHead) {
    let contact = &head.contact;
    let parts = [&contact.name, &head.publisher, &contact.address, &contact.phone, &contact.email];
    let mut parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    if contact.email.is_none() && contact.phone.is_none() {
        parts.push("no mail address is given");
    }
    blocks.block(Block::Paragraph, |blocks| {
        blocks.text(&parts.join(", "));
        if let Some(website) = &contact.website {
            blocks.text(if parts.is_empty() { "" } else { ", " });
            blocks.run(link(website, website));
        }
    });
}

fn write_standards(blocks: &mut Blocks) {
    blocks.text_block(Block::Heading(2), "Applicable Standards/Guidelines");
    blocks.start(Block::Table);
    write_columns(blocks, &["Standard/Guideline", "Included In Report"]);
    blocks.block(Block::Row { is_head: false }, |blocks| {
        blocks.block(Block::Cell { is_head: true }, |blocks| {
            blocks.run(link("Web Content Accessibility Guidelines 2.2", "https://www.w3.org/TR/WCAG22/"));
        });
        blocks.text_block(Block::Cell { is_head: false }, "Level A: yes. Level AA: yes. Level AAA: no.");
    });
    blocks.end();
}

fn write_terms(blocks: &mut Blocks) {
    blocks.text_block(Block::Heading(2), "Terms");
    blocks.block(Block::List(ListKind::Bullets), |blocks| {
        for (_, _, words, meaning) in &ConformanceLevel::ALL {
            blocks.block(Block::Item(None), |blocks| {
                blocks.strong(&format!("{words}:"));
                blocks.text(&format!(" {meaning}"));
            });
        }
    });
}

fn write_columns(blocks: &mut Blocks, names: &[&str]) {
    blocks.block(Block::Row { is_head: true }, |blocks| {
        names.iter().for_each(|name| blocks.text_block(Block::Cell { is_head: true }, name));
    });
}

fn write_table<'j>(blocks: &mut Blocks, judgements: impl Iterator<Item = &'j Judgement>) {
    blocks.start(Block::Table);
    write_columns(blocks, &["Criteria", "Conformance Level", "Remarks and Explanations"]);
    for Judgement { criterion, level, remarks } in judgements {
        blocks.block(Block::Row { is_head: false }, |blocks| {
            blocks.text_block(Block::Cell { is_head: true }, &format!("{} {}", criterion.number, criterion.name));
            blocks.text_block(Block::Cell { is_head: false }, level.words());
            blocks.block(Block::Cell { is_head: false }, |blocks| {
                remarks.iter().for_each(|remark| write_remark(blocks, remark));
            });
        });
    }
    blocks.end();
}

fn write_lines(blocks: &mut Blocks, Judgement { criterion, level, remarks }: &Judgement) {
    blocks.block(Block::Paragraph, |blocks| {
        blocks.strong(&format!("{} {}: {}", criterion.number, criterion.name, level.words()));
    });
    blocks.block(Block::List(ListKind::Bullets), |blocks| {
        for remark in remarks {
            blocks.block(Block::Item(None), |blocks| write_remark(blocks, remark));
        }
    });
}

fn write_remark(blocks: &mut Blocks, Remark { words, places }: &Remark) {
    blocks.block(Block::Paragraph, |blocks| coded(blocks, words));
    if places.is_empty() {
        return;
    }
    blocks.block(Block::List(ListKind::Bullets), |blocks| {
        for place in places.iter().take(MOST_PLACES) {
            blocks.block(Block::Item(None), |blocks| write_place(blocks, place));
        }
        if places.len() > MOST_PLACES {
            blocks.text_block(Block::Item(None), &format!("and {} more", places.len() - MOST_PLACES));
        }
    });
}

fn write_place(blocks: &mut Blocks, Place { page, words }: &Place) {
    if let Some((title, url, language)) = page {
        let language = (language != "en").then(|| language.clone());
        blocks.run(Run { language, ..link(title, url) });
        blocks.text(": ");
    }
    coded(blocks, words);
}
