//! Sources as libraries have them: articles by one to eight people, pages of bodies, books, some without a date.

use std::fmt::Write as _;

use fastrand::Rng;

use super::words;

/// A source.
pub struct Source {
    /// Its key.
    pub key: String,
    authors: Vec<(String, &'static str)>,
    body: Option<&'static str>,
    title: String,
    journal: &'static str,
    year: Option<u16>,
    volume: u8,
    page: u16,
    number: usize,
}

/// The source with a number: always the same one.
pub fn source(seed: u64, number: usize) -> Source {
    let mut rng = Rng::with_seed(seed ^ 0x5eed_0000_0000 ^ number as u64);
    let rng = &mut rng;
    let body = (rng.u8(0..100) < 18).then(|| words::body(rng));
    let people = match rng.u8(0..10) {
        0 => 1,
        1..3 => 2,
        3..6 => 3,
        6..9 => rng.usize(4..7),
        _ => rng.usize(7..9),
    };
    let people = if body.is_some() { 0 } else { people };
    let authors: Vec<(String, &str)> = (0..people).map(|_| (words::surname(rng), words::given(rng))).collect();
    let dated = if body.is_some() { rng.u8(0..3) > 0 } else { rng.u8(0..50) > 0 };
    let length = rng.usize(6..12);
    let title = words::title(rng, length);
    let first = authors.first().map_or_else(|| body.unwrap_or_default(), |(family, _)| family);
    let plain: String = first.chars().filter(char::is_ascii_alphanumeric).take(12).collect();
    Source {
        key: format!("{}-{number}", plain.to_ascii_lowercase()),
        authors,
        body,
        title,
        journal: words::journal(rng),
        year: dated.then(|| rng.u16(1994..2026)),
        volume: rng.u8(1..90),
        page: rng.u16(1..1800),
        number,
    }
}

impl Source {
    /// Makes its title longer.
    pub fn append_to_title(&mut self, words: &str) {
        self.title = format!("{} {words}", self.title);
    }

    /// As BibLaTeX.
    pub fn biblatex(&self) -> String {
        let mut entry = String::new();
        let kind = if self.body.is_some() { "online" } else { "article" };
        writeln!(entry, "@{kind}{{{},\n  title = {{{}}},", self.key, self.title).unwrap();
        match self.body {
            Some(body) => writeln!(entry, "  author = {{{{{body}}}}},").unwrap(),
            None => {
                let names: Vec<String> =
                    self.authors.iter().map(|(family, given)| format!("{family}, {given}")).collect();
                writeln!(entry, "  author = {{{}}},", names.join(" and ")).unwrap();
            }
        }
        if let Some(year) = self.year {
            writeln!(entry, "  date = {{{year}}},").unwrap();
        }
        if self.body.is_some() {
            writeln!(entry, "  url = {{https://example.org/health/{}/}},", self.number).unwrap();
            writeln!(entry, "  urldate = {{2024-05-02}}\n}}\n").unwrap();
        } else {
            let (journal, volume, page) = (self.journal, self.volume, self.page);
            writeln!(entry, "  journal = {{{journal}}},\n  volume = {{{volume}}},").unwrap();
            writeln!(entry, "  pages = {{{page}--{}}},", page + 9).unwrap();
            writeln!(entry, "  doi = {{10.1000/bench.{}}}\n}}\n", self.number).unwrap();
        }
        entry
    }

    /// The mark as ready text, about as APA has it.
    pub fn ready_mark(&self) -> String {
        let who = match (self.body, self.authors.as_slice()) {
            (Some(body), _) => body.to_owned(),
            (None, [(one, _)]) => one.clone(),
            (None, [(one, _), (two, _)]) => format!("{one} & {two}"),
            (None, authors) => format!("{} et al.", authors[0].0),
        };
        let year = self.year.map_or_else(|| "n.d.".to_owned(), |year| year.to_string());
        format!("{who}, {year}")
    }

    /// The entry of the list as ready text, about as AMA has it.
    pub fn ready_entry(&self) -> String {
        let names: Vec<String> =
            self.authors.iter().map(|(family, given)| format!("{family} {}", &given[..1])).collect();
        let who = self.body.map_or_else(|| names.join(", "), ToOwned::to_owned);
        let year = self.year.map(|year| year.to_string()).unwrap_or_default();
        if self.body.is_some() {
            let number = self.number;
            return format!(
                "{who}. {}. {year}. Accessed May 2, 2024. https://example.org/health/{number}/",
                self.title
            );
        }
        let (journal, volume, page) = (self.journal, self.volume, self.page);
        let doi = format!("10.1000/bench.{}", self.number);
        format!(
            "{who}. {}. *{journal}*. {year};{volume}:{page}-{}. doi:[{doi}](https://doi.org/{doi})",
            self.title,
            page + 9
        )
    }
}
