//! A site of any size with made-up articles, always the same for the same size: about 2,300 words each, 8 citations out
//! of a library of twice as many sources as articles, 3 embedded exercises, 18 links. Written for wellpress, or the same
//! articles for another generator, which gets marks, lists of sources and exercises as ready text and so has the easier
//! job.

mod article;
mod blades;
mod dialect;
mod eleventy;
mod exercise;
mod hugo;
mod library;
mod wellpress;
mod words;

use std::fs;
use std::io;
use std::path::Path;

use fastrand::Rng;
use rayon::prelude::*;

pub use dialect::Dialect;
use dialect::Front;
use library::Source;

/// How much there is, of what, and how often it was edited.
#[derive(Debug, Clone, Copy)]
pub struct Corpus {
    /// Articles.
    pub articles: usize,
    /// What makes one corpus differ from another of its size.
    pub seed: u64,
    /// How often the first paragraph of the article [`Corpus::edited`] was written anew.
    pub paragraph: u32,
    /// How often the source [`Corpus::retitled`] got another title.
    pub title: u32,
}

/// Takes a file of the site: its path below the root, and its text. Called from many threads.
pub type Put<'a> = &'a (dyn Fn(&str, &str) -> io::Result<()> + Sync);

/// Writes files below a folder, making the folders that they need.
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
    /// As it is before any edit.
    pub fn new(articles: usize) -> Self {
        Self { articles, seed: 7, paragraph: 0, title: 0 }
    }

    /// Writes a whole site.
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
        }
    }

    /// Writes what changes with [`Corpus::paragraph`].
    pub fn write_paragraph(&self, dialect: Dialect, put: Put<'_>) -> io::Result<()> {
        self.write_article(dialect, self.edited(), put)
    }

    /// Writes what changes with [`Corpus::title`]: a file of the library, or else every article whose ready text has it.
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

    /// What a reader must find on the page of the article [`Corpus::edited`] after all edits.
    pub fn proofs(&self) -> Vec<String> {
        let paragraph = (self.paragraph > 0).then(|| paragraph_mark(self.paragraph));
        let title = (self.title > 0).then(|| title_mark(self.title));
        paragraph.into_iter().chain(title).collect()
    }

    /// The page of an article, such as `articles/topic-1/some-words-7`.
    pub fn page(&self, number: usize) -> String {
        format!("articles/{}/{}", self.folder(number), self.slug(number))
    }

    fn write_article(&self, dialect: Dialect, number: usize, put: Put<'_>) -> io::Result<()> {
        put(&format!("content/{}.md", self.page(number)), &article::article(self, dialect, number))
    }

    fn source(&self, number: usize) -> Source {
        let mut source = library::source(self.seed, number);
        if self.title > 0 && number == self.retitled() {
            source.append_to_title(&title_mark(self.title));
        }
        source
    }

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

    /// Which topic something has: the first ones are the common ones.
    fn topic_of(&self, number: usize) -> usize {
        let mut rng = self.rng(5, number);
        let place = rng.f64() * (0.3 + 0.7 * rng.f64());
        ((place * self.topics() as f64) as usize).min(self.topics() - 1)
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

/// A page that is there for its list: a title, a description and some text.
fn described(corpus: &Corpus, dialect: Dialect, title: String, number: usize, more: &str) -> String {
    let mut rng = corpus.rng(7, number);
    let description = words::sentence(&mut rng, &[]).replace('*', "");
    let front = Front { title, description, more: more.to_owned(), ..Front::default() };
    format!("{}{}\n", dialect.front_matter(&front), words::paragraph(&mut rng, 6))
}

/// Terms of the glossary.
const TERMS: usize = 60;
