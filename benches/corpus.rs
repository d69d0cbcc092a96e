//! A site of any size with made-up articles, always the same for the same size: about 2,300 words each, 8 citations out
//! of a library of twice as many sources as articles, 3 embedded exercises, 18 links. Written for wellpress, or the same
//! articles for Hugo, which gets marks, lists of sources and exercises as ready text and so has the easier job.

#[path = "corpus/article.rs"]
mod article;
#[path = "corpus/hugo.rs"]
mod hugo;
#[path = "corpus/library.rs"]
mod library;
#[path = "corpus/words.rs"]
mod words;

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

use fastrand::Rng;

/// For whom a corpus is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// This program.
    Wellpress,
    /// Hugo.
    Hugo,
}

/// How much there is, and of what.
#[derive(Debug, Clone, Copy)]
pub struct Corpus {
    /// Articles.
    pub articles: usize,
    /// What makes one corpus differ from another of its size.
    pub seed: u64,
}

impl Corpus {
    /// Writes a whole site below a folder.
    pub fn write(&self, dialect: Dialect, root: &Path) -> io::Result<()> {
        for number in 0..self.articles {
            let path = format!("content/articles/{}/{}.md", self.folder(number), self.slug(number));
            put(root, &path, &article::article(self, dialect, number))?;
        }
        for number in 0..self.exercises() {
            let path = format!("content/exercises/{}.md", Self::exercise(number));
            put(root, &path, &exercise_text(self, dialect, number, "##"))?;
        }
        match dialect {
            Dialect::Wellpress => self.write_wellpress(root),
            Dialect::Hugo => hugo::write(self, root),
        }
    }

    fn write_wellpress(&self, root: &Path) -> io::Result<()> {
        put(root, "wellpress.yaml", SETTINGS)?;
        for number in 0..self.topics() {
            let text = described(self, Self::topic(number), number, "type: condition\n");
            put(root, &format!("content/topics/{}.md", Self::topic(number)), &text)?;
        }
        for number in 0..self.people() {
            let mut rng = self.rng(3, number);
            let name = format!("{} {}", words::given(&mut rng), words::surname(&mut rng));
            let text = format!("---\nname: \"{name}\"\n---\n\n{}\n", words::paragraph(&mut rng, 3));
            put(root, &format!("content/people/{}.md", Self::person(number)), &text)?;
        }
        put(root, "content/disclaimers/general.md", "---\ntitle: \"Not advice\"\n---\n\nAsk a clinician first.\n")?;
        put(root, "content/glossary.yaml", &self.glossary())?;
        for (number, from) in (0..self.sources()).step_by(1000).enumerate() {
            let numbers = from..self.sources().min(from + 1000);
            let entries: String = numbers.map(|number| library::source(self.seed, number).biblatex()).collect();
            put(root, &format!("content/references/library-{number:03}.bib"), &entries)?;
        }
        Ok(())
    }

    fn glossary(&self) -> String {
        let mut text = String::new();
        for number in 0..TERMS {
            let mut rng = self.rng(4, number);
            let definition = words::sentence(&mut rng, &[]).replace('*', "");
            writeln!(text, "{}:\n  definition: \"{definition}\"", Self::term(number)).unwrap();
        }
        text
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

/// A page with a title, a description and some text.
fn described(corpus: &Corpus, title: String, number: usize, more: &str) -> String {
    let mut rng = corpus.rng(7, number);
    let description = words::sentence(&mut rng, &[]).replace('*', "");
    format!("---\ntitle: \"{title}\"\ndescription: \"{description}\"\n{more}---\n\n{}\n", words::paragraph(&mut rng, 6))
}

/// An exercise as a file of its own, or as a part of a text where the heading is of level 3.
fn exercise_text(corpus: &Corpus, dialect: Dialect, number: usize, heading: &str) -> String {
    let mut rng = corpus.rng(8, number);
    let rng = &mut rng;
    let title = format!("{} {number}", words::title(rng, 2));
    let description = words::sentence(rng, &[]).replace('*', "");
    let advice = words::sentence(rng, &[]).replace('*', "");
    let topics = [corpus.topic_of(number), corpus.topic_of(number + 1)].map(Corpus::topic);
    let (region, muscle) = (words::word(rng), words::word(rng));
    let intro = words::paragraph(rng, 2);
    let steps: String = (0..5).map(|_| format!("1. {}\n", words::sentence(rng, &[]))).collect();
    let note = words::paragraph(rng, 1);
    let dose = "sets: 2, reps: \"8-10\", hold: \"10 s\"";
    let how = format!("{intro}\n\n{heading}# How to do it\n\n{steps}\n{note}\n\n");
    match (dialect, heading) {
        (Dialect::Wellpress, _) => format!(
            "---\ntitle: \"{title}\"\ndescription: \"{description}\"\npublished: 2021-03-04\ntopics: [{}]\n\
             authors: [{}]\nposition: standing\nlevel: beginner\nkind: strength\nregions: [{region}]\n\
             muscles: [{muscle}]\ndose: {{{dose}}}\ncautions:\n  - condition: {}\n    advice: \"{advice}\"\n---\n\n{}",
            topics[0],
            Corpus::person(number % corpus.people()),
            topics[1],
            how.replace("### How", "## How"),
        ),
        (Dialect::Hugo, "##") => format!(
            "---\ntitle: \"{title}\"\ndescription: \"{description}\"\ndate: 2021-03-04\ntopics: [{}]\n---\n\n\
             **Dose:** {dose}\n\n> **Caution:** {advice}\n\n{how}",
            topics[0],
        ),
        (Dialect::Hugo, _) => {
            format!("{heading} {title}\n\n**Dose:** {dose}\n\n> **Caution:** {advice}\n\n{how}")
        }
    }
}

fn put(root: &Path, path: &str, text: &str) -> io::Result<()> {
    let path = root.join(path);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}

/// Terms of the glossary.
const TERMS: usize = 60;

const SETTINGS: &str = "title: \"Bench\"
base_url: \"https://bench.example/\"
language: en
description: \"Made-up articles.\"
organization: {name: \"Bench\", url: \"https://bench.example/\"}
menus:
  main:
    - {title: \"Articles\", link: /articles/}
    - {title: \"Exercises\", link: /exercises/}
    - {title: \"Topics\", link: /topics/}
disclaimers:
  articles: [general]
  exercises: [general]
search: none
";
