//! The text of an article. Every dialect gets the same words.

use std::fmt::Write as _;

use fastrand::Rng;

use super::dialect::{Dialect, Front};
use super::library::Source;
use super::{Corpus, TERMS, exercise, paragraph_mark, words};

const SECTIONS: usize = 8;

/// The article with a number.
pub fn article(corpus: &Corpus, dialect: Dialect, number: usize) -> String {
    // Two streams of random numbers: links and marks differ between dialects, and must not shift the words that follow.
    let mut words = Rng::with_seed(corpus.seed ^ (number as u64) << 1);
    let mut inserter = Inserter::new(corpus, dialect, number);
    let mut text = front_matter(corpus, dialect, number, &mut words);
    if corpus.paragraph_edits > 0 && number == corpus.edited() {
        write!(text, "{} ", paragraph_mark(corpus.paragraph_edits)).unwrap();
    }
    text.push_str(&inserter.paragraph(&mut words, 5, &[Insert::Article, Insert::Wiki]));
    text.push_str(&dialect.heading("In short", "in-short"));
    list(&mut text, &mut words, "-", 4);
    for section in 0..SECTIONS {
        let length = words.usize(3..7);
        write!(text, "## {}\n\n", words::title(&mut words, length)).unwrap();
        let links: &[Insert] =
            if section % 2 == 0 { &[Insert::Article, Insert::WikiExercise] } else { &[Insert::Exercise, Insert::Wiki] };
        text.push_str(&inserter.paragraph(&mut words, 4, &[Insert::Mark]));
        text.push_str(&inserter.paragraph(&mut words, 5, links));
        text.push_str(&inserter.paragraph(&mut words, 4, if section < 3 { &[Insert::Term] } else { &[] }));
        match (section, (number + section) % 4) {
            (1 | 3 | 5, _) => text.push_str(&inserter.exercise()),
            (_, 0) => table(&mut text, &mut words),
            (_, 1) => list(&mut text, &mut words, "1.", 5),
            (_, 2) => write!(text, "> [!TIP]\n> {}\n\n", words::paragraph(&mut words, 2)).unwrap(),
            _ => write!(text, "### {}\n\n", words::title(&mut words, 4)).unwrap(),
        }
        text.push_str(&inserter.paragraph(&mut words, 4, &[]));
    }
    text.push_str(&inserter.ready_list());
    text
}

/// The numbers of the sources that an article cites, in order.
pub fn cited(corpus: &Corpus, number: usize) -> Vec<usize> {
    draw_sources(corpus, &mut insert_rng(corpus, number))
}

/// Draws the sources first of all inserts, so that [`cited`] need not write the article.
fn draw_sources(corpus: &Corpus, rng: &mut Rng) -> Vec<usize> {
    (0..SECTIONS).map(|_| rng.usize(..corpus.sources())).collect()
}

fn insert_rng(corpus: &Corpus, number: usize) -> Rng {
    Rng::with_seed(corpus.seed ^ 0x77ea_0000_0000 ^ number as u64)
}

fn front_matter(corpus: &Corpus, dialect: Dialect, number: usize, rng: &mut Rng) -> String {
    let title = format!("{} {number}", words::title(rng, 5));
    let description = words::sentence(rng, &[]).replace('*', "");
    let (month, day) = (1 + number % 12, 1 + number % 28);
    let topics = [corpus.topic_of(number), corpus.topic_of(number * 7 + 3)];
    let distinct = if topics[0] == topics[1] { vec![topics[0]] } else { topics.to_vec() };
    let topics: Vec<String> = distinct.into_iter().map(Corpus::topic).collect();
    dialect.front_matter(&Front {
        title,
        description,
        date: Some(format!("20{:02}-{month:02}-{day:02}", 10 + number % 15)),
        authors: vec![Corpus::person(number % corpus.people())],
        topics,
        more: String::new(),
    })
}

fn list(text: &mut String, rng: &mut Rng, mark: &str, items: usize) {
    for _ in 0..items {
        let length = rng.usize(6..14);
        writeln!(text, "{mark} {}.", words::title(rng, length)).unwrap();
    }
    text.push('\n');
}

fn table(text: &mut String, rng: &mut Rng) {
    text.push_str("| Part | What it is like | What helps |\n| --- | --- | --- |\n");
    for _ in 0..4 {
        let cells = [2, 5, 4].map(|length| words::title(rng, length));
        writeln!(text, "| {} |", cells.join(" | ")).unwrap();
    }
    text.push('\n');
}

/// What a sentence may contain beside words.
#[derive(Clone, Copy)]
enum Insert {
    Mark,
    Article,
    Exercise,
    Wiki,
    WikiExercise,
    Term,
}

/// How wellpress gets a link to an article. The other generators get Markdown in both cases.
#[derive(Clone, Copy)]
enum LinkSyntax {
    Markdown,
    Wiki,
}

/// Writes the marks, links, terms and exercises of one article.
struct Inserter<'a> {
    corpus: &'a Corpus,
    dialect: Dialect,
    number: usize,
    rng: Rng,
    sources: Vec<Source>,
    marks: usize,
    exercises: Vec<usize>,
}

impl<'a> Inserter<'a> {
    fn new(corpus: &'a Corpus, dialect: Dialect, number: usize) -> Self {
        let mut rng = insert_rng(corpus, number);
        let sources = draw_sources(corpus, &mut rng).into_iter().map(|source| corpus.source(source)).collect();
        let first = rng.usize(..corpus.exercises());
        let exercises = vec![first, (first + 7) % corpus.exercises(), (first + 19) % corpus.exercises()];
        Self { corpus, dialect, number, rng, sources, marks: 0, exercises }
    }

    fn paragraph(&mut self, words: &mut Rng, sentences: usize, inserts: &[Insert]) -> String {
        let texts: Vec<String> = inserts.iter().map(|insert| self.insert(*insert)).collect();
        let mut paragraph: Vec<String> = texts.into_iter().map(|text| words::sentence(words, &[text])).collect();
        paragraph.extend((inserts.len()..sentences).map(|_| words::sentence(words, &[])));
        format!("{}\n\n", paragraph.join(" "))
    }

    fn insert(&mut self, insert: Insert) -> String {
        let label = words::phrase(&mut self.rng, 3);
        match insert {
            Insert::Mark => self.mark(),
            Insert::Term => {
                let term = Corpus::term(self.rng.usize(..TERMS));
                if self.dialect.has_records() { format!(":term[{term}]") } else { term }
            }
            Insert::Article => self.article_link(&label, LinkSyntax::Markdown),
            Insert::Wiki => self.article_link(&label, LinkSyntax::Wiki),
            Insert::Exercise | Insert::WikiExercise => {
                let id = Corpus::exercise(self.rng.usize(..self.corpus.exercises()));
                match (self.dialect, insert) {
                    (Dialect::Wellpress, Insert::Exercise) => format!("[{label}](../../exercises/{id}.md)"),
                    (Dialect::Wellpress, _) => format!("[[exercise:{id}|{label}]]"),
                    (dialect, _) => format!("[{label}]({})", dialect.address(&format!("exercises/{id}"))),
                }
            }
        }
    }

    fn article_link(&mut self, label: &str, syntax: LinkSyntax) -> String {
        let target = self.link_target();
        let (folder, id) = (self.corpus.folder(target), self.corpus.slug(target));
        let anchor = if self.rng.u8(0..3) == 0 { "#in-short" } else { "" };
        match (self.dialect, syntax) {
            (Dialect::Wellpress, LinkSyntax::Wiki) => format!("[[article:{id}{anchor}|{label}]]"),
            (Dialect::Wellpress, LinkSyntax::Markdown) => format!("[{label}](../{folder}/{id}.md{anchor})"),
            (dialect, _) => format!("[{label}]({}{anchor})", dialect.address(&self.corpus.page(target))),
        }
    }

    /// Another article. Half the links lead to one of the next 20, as in a series.
    fn link_target(&mut self) -> usize {
        let articles = self.corpus.articles;
        let near = self.number + 1 + self.rng.usize(..20);
        let target = if self.rng.bool() { near % articles } else { self.rng.usize(..articles) };
        if target == self.number { (target + 1) % articles } else { target }
    }

    fn mark(&mut self) -> String {
        let source = &self.sources[self.marks];
        self.marks += 1;
        match self.marks % 4 {
            _ if !self.dialect.has_records() => format!("({})", source.ready_mark()),
            1 => format!("[see @{}, pp. 3-5]", source.key),
            2 => format!("@{}", source.key),
            _ => format!("[@{}]", source.key),
        }
    }

    fn exercise(&mut self) -> String {
        let exercise = self.exercises.pop().unwrap_or_default();
        if self.dialect.has_records() {
            return format!("::exercise{{#{} heading=3}}\n\n", Corpus::exercise(exercise));
        }
        exercise::ready_text(self.corpus, exercise)
    }

    fn ready_list(&self) -> String {
        if self.dialect.has_records() {
            return String::new();
        }
        let entries = self.sources.iter().map(|source| format!("1. {}\n", source.ready_entry()));
        format!("## References\n\n{}", entries.collect::<String>())
    }
}
