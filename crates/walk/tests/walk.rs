//! A page in, its blocks in a format out, with every notice or none of the file.

#[path = "formats/plain_text.rs"]
mod plain_text;

#[path = "../../render/tests/support/mod.rs"]
#[expect(dead_code, reason = "other tests render the site")]
mod support;

use std::collections::BTreeSet;

use wellpress_bibliography::NoticeKind;
use wellpress_render::pages::render_context::RenderContext;
use wellpress_render::safety::SafetyNotice;
use wellpress_walk::{self as walk, Block, Blocks, Element, ExpectedNotice, Format, Inline, LostNotice, Origin};

use plain_text::PlainText;
use support::TinySite;

const LIBRARY: &str = "\
@article{ames-2020, title = {On necks}, author = {Ames, Ada}, journal = {J Necks}, year = 2020, doi = {10.1000/necks}, note = {}}
@article{ray-2019, title = {On backs}, author = {Ray, Bo}, journal = {J Backs}, year = 2019, doi = {10.1000/backs}}
@article{poe-2018, title = {On feet}, author = {Poe, Cy}, journal = {J Feet}, year = 2018, doi = {10.1000/feet}}
";
const RETRACTIONS: &str = "\
Record ID,Title,Subject,Institution,Journal,Publisher,Country,Author,URLS,ArticleType,RetractionDate,RetractionDOI,RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,Reason,Paywalled,Notes
1,A,(HSC);,X,J,P,N,A B,,Research Article;,6/30/2021 0:00,10.1000/n1,0,1/1/2010 0:00,10.1000/necks,0,Retraction,,No,
2,B,(HSC);,X,J,P,N,A B,,Research Article;,6/30/2021 0:00,10.1000/n2,0,1/1/2010 0:00,10.1000/backs,0,Expression of concern,,No,
3,C,(HSC);,X,J,P,N,A B,,Research Article;,6/30/2021 0:00,10.1000/n3,0,1/1/2010 0:00,10.1000/feet,0,Correction,,No,
";
const NOD: &str = "\
---
title: Nod
dose: {sets: 2, hold: 30 s}
cautions: [{condition: spine, advice: Go slowly., severity: modify}]
stop_if: [It hurts]
---
Sit down first.

1. Nod [@ray-2019].
2. Stop.
";
const NECK: &str = "\
---
title: Neck pain
description: About necks.
published: 2026-01-01
key_points: [It passes.]
---
Most of it passes [@ames-2020; @poe-2018].

:::care[Numb arms]{level=urgent}
Call us.
:::

::exercise{#nod}

::exercise{#gone}

::video{src=\"https://v.example/w\" title=\"A film\"}

| Day | Hold |
|-----|------|
| 1   | 30 s |
";

/// A site whose article has a notice of each kind.
fn site() -> TinySite {
    let disclaimer =
        |placement: &str| format!("---\ntitle: Note\nplacement: {placement}\n---\nAsk first, {placement}.\n");
    TinySite::new()
        .settings("citations: {retractions: data/retractions.csv}\n")
        .settings("disclaimers: {articles: [top, bottom, moves, films]}\n")
        .file("data/retractions.csv", RETRACTIONS)
        .file("data/retractions.csv.yaml", "fetched: 2026-06-01\n")
        .file("content/references/library.bib", LIBRARY)
        .file("content/disclaimers/top.md", &disclaimer("top"))
        .file("content/disclaimers/bottom.md", &disclaimer("bottom"))
        .file("content/disclaimers/moves.md", &disclaimer("with-exercise"))
        .file("content/disclaimers/films.md", &disclaimer("with-video"))
        .file("content/topics/spine.md", "---\ntitle: Spine\n---\n")
        .file("content/exercises/nod.md", NOD)
        .file(
            "content/exercises/gone.md",
            "---\ntitle: Gone\nwithdrawn: {date: 2026-01-02, reason: It did harm.}\n---\n1. Go.\n",
        )
        .file("content/programmes/week.md", "---\ntitle: Week\nschedule: [{exercise: nod}]\n---\nEach week.\n")
        .file("content/articles/neck.md", NECK)
}

/// The blocks of each page of the site, by the title of the page.
fn blocks() -> Vec<(String, Blocks)> {
    site().with_input(|input, _| {
        let cx = RenderContext::new(input).expect("a sound theme");
        let pages = input.resolved.site.pages.iter();
        pages.map(|page| (page.title.clone(), walk::page(&cx, page))).collect()
    })
}

fn blocks_of(title: &str) -> Blocks {
    blocks().into_iter().find(|(other, _)| other == title).expect("a page of the site").1
}

#[test]
fn each_kind_of_notice_is_written_and_counted() {
    let mut kinds: BTreeSet<ExpectedNotice> = BTreeSet::new();
    for (title, blocks) in blocks() {
        kinds.extend(walk::write(&title, &blocks, &mut PlainText::default()).expect("all notices").into_keys());
    }
    let sources = [NoticeKind::Retracted, NoticeKind::Concern, NoticeKind::Corrected].map(ExpectedNotice::Source);
    assert_eq!(kinds, SafetyNotice::all().map(ExpectedNotice::Safety).chain(sources).collect());
}

const EXPECTED: &str = "\
# Neck pain
published
  text-date
! Not medically reviewed
! Note
! Ask first, top.
About necks.
key-points
- It passes.
Most of it passes (Ames, 2020; Poe, 2018).
! text-care-urgent Numb arms
! Call us.
## Nod
text-dose-sets
  2
text-dose-hold
  30 s
! text-caution-modify Go slowly.
! text-stop-if
! - It hurts
Sit down first.
### text-how-to-do-it
1. Nod (Ray, 2019).
2. Stop.
! Note
! Ask first, with-exercise.
## Gone
! text-withdrawn
! It did harm.
! Note
! Ask first, with-video.
text-watch
A film
Day | Hold |
1 | 30 s |
! Note
! Ask first, bottom.
## text-references-entry
1. text-retracted Ames A. On necks. J Necks. Published online 2020. doi:10.1000/necks
2. text-corrected Poe C. On feet. J Feet. Published online 2018. doi:10.1000/feet
3. text-concern Ray B. On backs. J Backs. Published online 2019. doi:10.1000/backs
";

#[test]
fn a_page_in_plain_text_has_its_notices_in_their_order() {
    let mut format = PlainText::default();
    walk::write("neck", &blocks_of("Neck pain"), &mut format).expect("all notices");
    assert_eq!(format.text, EXPECTED);
}

/// Plain text that leaves out a kind of notice, or writes it at the end.
struct Careless {
    inner: PlainText,
    drops: ExpectedNotice,
    depth: usize,
}

impl Format for Careless {
    fn name(&self) -> &str {
        "careless"
    }

    fn start(&mut self, element: &Element) {
        let is_dropped = matches!(element.block, Block::Notice(kind) if ExpectedNotice::Safety(kind) == self.drops);
        if is_dropped || self.depth > 0 {
            self.depth += 1;
        } else {
            self.inner.start(element);
        }
    }

    fn end(&mut self, element: &Element) {
        if self.depth > 0 {
            self.depth -= 1;
        } else {
            self.inner.end(element);
        }
    }

    fn inline(&mut self, inline: &Inline) {
        let is_dropped = matches!(inline, Inline::Text(run) if matches!(run.origin, Origin::SourceNotice(kind) if ExpectedNotice::Source(kind) == self.drops));
        if self.depth == 0 && !is_dropped {
            self.inner.inline(inline);
        }
    }

    fn written(&self) -> &str {
        self.inner.written()
    }
}

#[test]
fn a_format_that_drops_a_notice_fails_with_the_page_and_the_notice() {
    let sources = [NoticeKind::Retracted, NoticeKind::Concern, NoticeKind::Corrected].map(ExpectedNotice::Source);
    let pages = blocks();
    for drops in SafetyNotice::all().map(ExpectedNotice::Safety).chain(sources) {
        let losses = pages.iter().filter_map(|(title, blocks)| {
            walk::write(title, blocks, &mut Careless { inner: PlainText::default(), drops, depth: 0 }).err()
        });
        let losses: Vec<LostNotice> = losses.collect();
        assert!(!losses.is_empty(), "{drops:?} got lost and nobody noticed");
        for LostNotice { format, page, notice, text } in &losses {
            assert_eq!((format.as_str(), *notice), ("careless", drops));
            assert!(pages.iter().any(|(title, _)| title == page) && !text.is_empty(), "{page}: {text}");
        }
    }
}

/// A format that leaves out words of a notice, although it writes the others.
struct Truncating(PlainText);

impl Format for Truncating {
    fn name(&self) -> &str {
        "truncating"
    }

    fn start(&mut self, element: &Element) {
        self.0.start(element);
    }

    fn end(&mut self, element: &Element) {
        self.0.end(element);
    }

    fn inline(&mut self, inline: &Inline) {
        if !matches!(inline, Inline::Text(run) if run.text == "Go slowly.") {
            self.0.inline(inline);
        }
    }

    fn written(&self) -> &str {
        self.0.written()
    }
}

#[test]
fn a_part_of_a_notice_is_missed_too() {
    let lost = walk::write("nod", &blocks_of("Nod"), &mut Truncating(PlainText::default())).unwrap_err();
    let message = "the format `truncating` leaves out a caution of `nod`: \"text-caution-modify Go slowly.\"";
    assert_eq!(lost.to_string(), message);
}
