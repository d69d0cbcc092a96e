//! Made-up sources like those of real libraries: articles by one to eight people and pages of organizations, some without a date.

use std::fmt::Write as _;

use fastrand::Rng;

use super::words;

/// A journal article with authors, or a web page of an organization.
pub struct Source {
    pub key: String,
    authors: Vec<(String, &'static str)>,
    organization: Option<&'static str>,
    title: String,
    journal: &'static str,
    year: Option<u16>,
    volume: u8,
    page: u16,
    number: usize,
}

/// The source with this number. The same seed and number give the same source.
pub fn source(seed: u64, number: usize) -> Source {
    let mut rng = Rng::with_seed(seed ^ 0x5eed_0000_0000 ^ number as u64);
    let rng = &mut rng;
    let organization = (rng.u8(0..100) < 18).then(|| words::organization(rng));
    let people = match rng.u8(0..10) {
        0 => 1,
        1..3 => 2,
        3..6 => 3,
        6..9 => rng.usize(4..7),
        _ => rng.usize(7..9),
    };
    let people = if organization.is_some() { 0 } else { people };
    let authors: Vec<(String, &str)> = (0..people).map(|_| (words::surname(rng), words::given(rng))).collect();
    let has_date = if organization.is_some() { rng.u8(0..3) > 0 } else { rng.u8(0..50) > 0 };
    let length = rng.usize(6..12);
    let title = words::title(rng, length);
    let first = authors.first().map_or_else(|| organization.unwrap_or_default(), |(family, _)| family);
    let plain: String = first.chars().filter(char::is_ascii_alphanumeric).take(12).collect();
    Source {
        key: format!("{}-{number}", plain.to_ascii_lowercase()),
        authors,
        organization,
        title,
        journal: words::journal(rng),
        year: has_date.then(|| rng.u16(1994..2026)),
        volume: rng.u8(1..90),
        page: rng.u16(1..1800),
        number,
    }
}

impl Source {
    pub fn append_to_title(&mut self, words: &str) {
        self.title = format!("{} {words}", self.title);
    }

    /// The entry for a `.bib` file.
    pub fn biblatex(&self) -> String {
        let mut entry = String::new();
        let kind = if self.organization.is_some() { "online" } else { "article" };
        writeln!(entry, "@{kind}{{{},\n  title = {{{}}},", self.key, self.title).unwrap();
        match self.organization {
            Some(name) => writeln!(entry, "  author = {{{{{name}}}}},").unwrap(),
            None => {
                let names: Vec<String> =
                    self.authors.iter().map(|(family, given)| format!("{family}, {given}")).collect();
                writeln!(entry, "  author = {{{}}},", names.join(" and ")).unwrap();
            }
        }
        if let Some(year) = self.year {
            writeln!(entry, "  date = {{{year}}},").unwrap();
        }
        if self.organization.is_some() {
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

    /// The words of a mark, about as the APA style has them.
    pub fn ready_mark(&self) -> String {
        let authors = match (self.organization, self.authors.as_slice()) {
            (Some(name), _) => name.to_owned(),
            (None, [(author, _)]) => author.clone(),
            (None, [(first, _), (second, _)]) => format!("{first} & {second}"),
            (None, names) => format!("{} et al.", names[0].0),
        };
        let year = self.year.map_or_else(|| "n.d.".to_owned(), |year| year.to_string());
        format!("{authors}, {year}")
    }

    /// The entry in a list of sources, about as the AMA style has it.
    pub fn ready_entry(&self) -> String {
        let names: Vec<String> =
            self.authors.iter().map(|(family, given)| format!("{family} {}", &given[..1])).collect();
        let authors = self.organization.map_or_else(|| names.join(", "), ToOwned::to_owned);
        let year = self.year.map(|year| year.to_string()).unwrap_or_default();
        if self.organization.is_some() {
            let number = self.number;
            return format!(
                "{authors}. {}. {year}. Accessed May 2, 2024. https://example.org/health/{number}/",
                self.title
            );
        }
        let (journal, volume, page) = (self.journal, self.volume, self.page);
        let doi = format!("10.1000/bench.{}", self.number);
        format!(
            "{authors}. {}. *{journal}*. {year};{volume}:{page}-{}. doi:[{doi}](https://doi.org/{doi})",
            self.title,
            page + 9
        )
    }
}
