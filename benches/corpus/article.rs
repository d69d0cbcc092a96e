//! The text of an article, the same words in either dialect.

use std::fmt::Write as _;

use fastrand::Rng;

use super::library::{self, Source};
use super::{Corpus, Dialect, TERMS, words};

const SECTIONS: usize = 8;

/// The article with a number.
pub fn article(corpus: &Corpus, dialect: Dialect, number: usize) -> String {
    // What decides the words must draw alike in both dialects: one stream for words, one for what is woven in.
    let mut words = Rng::with_seed(corpus.seed ^ (number as u64) << 1);
    let mut woven = Weaver::new(corpus, dialect, number);
    let mut text = front_matter(corpus, dialect, number, &mut words);
    text.push_str(&woven.paragraph(&mut words, 5, &[Thread::Article, Thread::Wiki]));
    text.push_str("## In short {#in-short}\n\n");
    list(&mut text, &mut words, "-", 4);
    for section in 0..SECTIONS {
        let length = words.usize(3..7);
        write!(text, "## {}\n\n", words::title(&mut words, length)).unwrap();
        let links: &[Thread] =
            if section % 2 == 0 { &[Thread::Article, Thread::WikiExercise] } else { &[Thread::Exercise, Thread::Wiki] };
        text.push_str(&woven.paragraph(&mut words, 4, &[Thread::Mark]));
        text.push_str(&woven.paragraph(&mut words, 5, links));
        text.push_str(&woven.paragraph(&mut words, 4, if section < 3 { &[Thread::Term] } else { &[] }));
        match (section, (number + section) % 4) {
            (1 | 3 | 5, _) => text.push_str(&woven.exercise()),
            (_, 0) => table(&mut text, &mut words),
            (_, 1) => list(&mut text, &mut words, "1.", 5),
            (_, 2) => write!(text, "> [!TIP]\n> {}\n\n", words::paragraph(&mut words, 2)).unwrap(),
            _ => write!(text, "### {}\n\n", words::title(&mut words, 4)).unwrap(),
        }
        text.push_str(&woven.paragraph(&mut words, 4, &[]));
    }
    text.push_str(&woven.ready_list());
    text
}

fn front_matter(corpus: &Corpus, dialect: Dialect, number: usize, rng: &mut Rng) -> String {
    let title = format!("{} {number}", words::title(rng, 5));
    let description = words::sentence(rng, &[]).replace('*', "");
    let (month, day) = (1 + number % 12, 1 + number % 28);
    let topics = [corpus.topic_of(number), corpus.topic_of(number * 7 + 3)];
    let both = if topics[0] == topics[1] { vec![topics[0]] } else { topics.to_vec() };
    let topics: Vec<String> = both.into_iter().map(Corpus::topic).collect();
    let date = if dialect == Dialect::Hugo { "date" } else { "published" };
    format!(
        "---\ntitle: \"{title}\"\ndescription: \"{description}\"\n{date}: 20{:02}-{month:02}-{day:02}\n\
         authors: [{}]\ntopics: [{}]\n---\n\n",
        10 + number % 15,
        Corpus::person(number % corpus.people()),
        topics.join(", "),
    )
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

/// What is woven into a sentence.
#[derive(Clone, Copy)]
enum Thread {
    Mark,
    Article,
    Exercise,
    Wiki,
    WikiExercise,
    Term,
}

struct Weaver<'a> {
    corpus: &'a Corpus,
    dialect: Dialect,
    number: usize,
    rng: Rng,
    sources: Vec<Source>,
    marks: usize,
    exercises: Vec<usize>,
}

impl<'a> Weaver<'a> {
    fn new(corpus: &'a Corpus, dialect: Dialect, number: usize) -> Self {
        let mut rng = Rng::with_seed(corpus.seed ^ 0x77ea_0000_0000 ^ number as u64);
        let sources = (0..SECTIONS).map(|_| library::source(corpus.seed, rng.usize(..corpus.sources()))).collect();
        let first = rng.usize(..corpus.exercises());
        let exercises = vec![first, (first + 7) % corpus.exercises(), (first + 19) % corpus.exercises()];
        Self { corpus, dialect, number, rng, sources, marks: 0, exercises }
    }

    fn paragraph(&mut self, words: &mut Rng, sentences: usize, threads: &[Thread]) -> String {
        let woven: Vec<String> = threads.iter().map(|thread| self.weave(*thread)).collect();
        let mut each: Vec<String> = woven.into_iter().map(|insert| words::sentence(words, &[insert])).collect();
        each.extend((threads.len()..sentences).map(|_| words::sentence(words, &[])));
        format!("{}\n\n", each.join(" "))
    }

    fn weave(&mut self, thread: Thread) -> String {
        let label = words::phrase(&mut self.rng, 3);
        match thread {
            Thread::Mark => self.mark(),
            Thread::Term => {
                let term = Corpus::term(self.rng.usize(..TERMS));
                if self.dialect == Dialect::Hugo { term } else { format!(":term[{term}]") }
            }
            Thread::Article | Thread::Wiki => {
                let other = self.other();
                self.article_link(other, &label, matches!(thread, Thread::Wiki))
            }
            Thread::Exercise | Thread::WikiExercise => {
                let id = Corpus::exercise(self.rng.usize(..self.corpus.exercises()));
                match (self.dialect, thread) {
                    (Dialect::Hugo, _) => format!("[{label}](/exercises/{id}/)"),
                    (Dialect::Wellpress, Thread::Exercise) => format!("[{label}](../../exercises/{id}.md)"),
                    (Dialect::Wellpress, _) => format!("[[exercise:{id}|{label}]]"),
                }
            }
        }
    }

    fn article_link(&mut self, other: usize, label: &str, is_wiki: bool) -> String {
        let (folder, id) = (self.corpus.folder(other), self.corpus.slug(other));
        let anchor = if self.rng.u8(0..3) == 0 { "#in-short" } else { "" };
        match (self.dialect, is_wiki) {
            (Dialect::Hugo, _) => format!("[{label}](/articles/{folder}/{id}/{anchor})"),
            (Dialect::Wellpress, true) => format!("[[article:{id}{anchor}|{label}]]"),
            (Dialect::Wellpress, false) => format!("[{label}](../{folder}/{id}.md{anchor})"),
        }
    }

    /// Another article: half the links stay near, as in a series.
    fn other(&mut self) -> usize {
        let articles = self.corpus.articles;
        let near = self.number + 1 + self.rng.usize(..20);
        let other = if self.rng.bool() { near % articles } else { self.rng.usize(..articles) };
        if other == self.number { (other + 1) % articles } else { other }
    }

    fn mark(&mut self) -> String {
        let source = &self.sources[self.marks];
        self.marks += 1;
        match (self.dialect, self.marks % 4) {
            (Dialect::Hugo, _) => format!("({})", source.ready_mark()),
            (Dialect::Wellpress, 1) => format!("[see @{}, pp. 3-5]", source.key),
            (Dialect::Wellpress, 2) => format!("@{}", source.key),
            (Dialect::Wellpress, _) => format!("[@{}]", source.key),
        }
    }

    fn exercise(&mut self) -> String {
        let exercise = self.exercises.pop().unwrap_or_default();
        match self.dialect {
            Dialect::Wellpress => format!("::exercise{{#{} heading=3}}\n\n", Corpus::exercise(exercise)),
            Dialect::Hugo => super::exercise_text(self.corpus, Dialect::Hugo, exercise, "###"),
        }
    }

    fn ready_list(&self) -> String {
        if self.dialect == Dialect::Wellpress {
            return String::new();
        }
        let entries = self.sources.iter().map(|source| format!("1. {}\n", source.ready_entry()));
        format!("## References\n\n{}", entries.collect::<String>())
    }
}
