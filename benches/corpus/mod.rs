//! Writes a site of any size with made-up articles, for wellpress or for another generator.
//!
//! An article has about 2,300 words, 8 citations from a library of twice as many sources as articles, 3 embedded exercises and
//! 18 links. The same size and seed give the same site, so that times of two versions are comparable. Another generator gets the
//! same articles with marks, lists of sources and exercises as finished text, which is less work than wellpress has.

mod article;
mod blades;
mod dialect;
mod eleventy;
mod exercise;
mod hugo;
mod library;
mod wellpress;
mod words;
mod zola;

use std::fs;
use std::io;
use std::path::Path;

use fastrand::Rng;
use rayon::prelude::*;

pub use dialect::Dialect;
use dialect::Front;
use library::Source;

/// The size of a site, its seed and the number of its edits. All else follows from these four numbers, so a writer in another
/// process gets them on its command line.
#[derive(Debug, Clone, Copy)]
pub struct Corpus {
    pub articles: usize,
    /// The seed of all random numbers.
    pub seed: u64,
    /// The number of edits of the first paragraph of the article [`Corpus::edited`].
    pub paragraph_edits: u32,
    /// The number of edits of the title of the source [`Corpus::retitled`].
    pub title_edits: u32,
}

/// Takes a file of the site: its path below the root, and its text. Called from many threads.
pub type Put<'a> = &'a (dyn Fn(&str, &str) -> io::Result<()> + Sync);

/// Gives a function that writes files below a folder and creates the folders that they need.
pub fn below(root: &Path) -> impl Fn(&str, &str) -> io::Result<()> + Sync {
    move |path, text| {
        let path = root.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, text)
    }
}

impl Corpus {
    /// A corpus before any edit.
    pub fn new(articles: usize) -> Self {
        Self { articles, seed: 7, paragraph_edits: 0, title_edits: 0 }
    }

    /// Writes all files of a site.
    pub fn write(&self, dialect: Dialect, put: Put<'_>) -> io::Result<()> {
        (0..self.articles).into_par_iter().try_for_each(|number| self.write_article(dialect, number, put))?;
        for number in 0..self.exercises() {
            let path = format!("content/exercises/{}.md", Self::exercise(number));
            put(&path, &exercise::page(self, dialect, number))?;
        }
        match dialect {
            Dialect::Wellpress => wellpress::write(self, put),
            Dialect::Hugo => hugo::write(self, put),
            Dialect::Eleventy => eleventy::write(put),
            Dialect::Blades => blades::write(self, put),
            Dialect::Zola => zola::write(self, put),
        }
    }

    /// Writes what changes with [`Corpus::paragraph_edits`].
    pub fn write_paragraph(&self, dialect: Dialect, put: Put<'_>) -> io::Result<()> {
        self.write_article(dialect, self.edited(), put)
    }

    /// Writes what changes with [`Corpus::title_edits`]: a file of the library, or else every article whose ready text has it.
    pub fn write_title(&self, dialect: Dialect, put: Put<'_>) -> io::Result<()> {
        let source = self.retitled();
        if dialect.has_records() {
            return wellpress::write_library(self, source, put);
        }
        let citing =
            (0..self.articles).into_par_iter().filter(|number| article::cited(self, *number).contains(&source));
        citing.try_for_each(|number| self.write_article(dialect, number, put))
    }

    /// The article that is edited; it also cites the source whose title changes.
    pub fn edited(&self) -> usize {
        self.articles / 2
    }

    /// The source whose title changes.
    fn retitled(&self) -> usize {
        article::cited(self, self.edited())[0]
    }

    /// The words that the page of the article [`Corpus::edited`] must have after all edits. Without them, a generator has not built
    /// the edit, and its time does not count.
    pub fn proofs(&self) -> Vec<String> {
        let paragraph = (self.paragraph_edits > 0).then(|| paragraph_mark(self.paragraph_edits));
        let title = (self.title_edits > 0).then(|| title_mark(self.title_edits));
        paragraph.into_iter().chain(title).collect()
    }

    /// The path of an article's page, such as `articles/topic-1/some-words-7`.
    pub fn page(&self, number: usize) -> String {
        format!("articles/{}/{}", self.folder(number), self.slug(number))
    }

    fn write_article(&self, dialect: Dialect, number: usize, put: Put<'_>) -> io::Result<()> {
        put(&format!("content/{}.md", self.page(number)), &article::article(self, dialect, number))
    }

    fn source(&self, number: usize) -> Source {
        let mut source = library::source(self.seed, number);
        if self.title_edits > 0 && number == self.retitled() {
            source.append_to_title(&title_mark(self.title_edits));
        }
        source
    }

    /// Random numbers for one item of one stream. Separate streams keep, say, the names of people the same when the texts of
    /// topics change.
    fn rng(&self, stream: u64, number: usize) -> Rng {
        Rng::with_seed(self.seed ^ stream << 48 ^ number as u64)
    }

    fn sources(&self) -> usize {
        self.articles * 2
    }

    fn exercises(&self) -> usize {
        (self.articles / 10).max(30)
    }

    fn topics(&self) -> usize {
        20 + self.articles / 100
    }

    fn people(&self) -> usize {
        (self.articles / 50).clamp(4, 200)
    }

    /// The topic of an article or exercise. Low numbers are more frequent, as topics are on a real site.
    fn topic_of(&self, number: usize) -> usize {
        let mut rng = self.rng(5, number);
        let position = rng.f64() * (0.3 + 0.7 * rng.f64());
        ((position * self.topics() as f64) as usize).min(self.topics() - 1)
    }

    fn folder(&self, number: usize) -> String {
        Self::topic(self.topic_of(number))
    }

    fn slug(&self, number: usize) -> String {
        let mut rng = self.rng(6, number);
        format!("{}-{number}", words::phrase(&mut rng, 3).replace(' ', "-"))
    }

    fn topic(number: usize) -> String {
        format!("topic-{number}")
    }

    fn person(number: usize) -> String {
        format!("person-{number}")
    }

    fn exercise(number: usize) -> String {
        format!("exercise-{number}")
    }

    fn term(number: usize) -> String {
        format!("term of art {number}")
    }
}

fn paragraph_mark(revision: u32) -> String {
    format!("Revision {revision} of this paragraph.")
}

fn title_mark(revision: u32) -> String {
    format!("in revision {revision}")
}

/// The page of a topic: a title, a description and some text above its list.
fn described(corpus: &Corpus, dialect: Dialect, title: String, number: usize, more: &str) -> String {
    let mut rng = corpus.rng(7, number);
    let description = words::sentence(&mut rng, &[]).replace('*', "");
    let front = Front { title, description, more: more.to_owned(), ..Front::default() };
    format!("{}{}\n", dialect.front_matter(&front), words::paragraph(&mut rng, 6))
}

/// The number of terms in the glossary.
const TERMS: usize = 60;
