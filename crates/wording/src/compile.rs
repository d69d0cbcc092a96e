//! Makes a [`RuleSet`] of rule files.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde_yaml::Spanned;

use crate::conditions::Language;
use crate::pattern::{Element, ListBits, Pattern, Shape, WordId, WordTest};
use crate::rule_file::{GroupFile, PatternGroup, RuleFile, RuleFileError};
use crate::rule_set::{Anchor, Group, IndexedPattern, Meaning, RuleInfo, RuleSet, Vocabulary, primary};
use crate::words::{Words, hash_of, letters_of};

/// What is wrong with one of several rule files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompileError {
    /// Index of the file.
    pub file: usize,
    /// What is wrong, and where in the file.
    pub error: RuleFileError,
}

impl RuleSet {
    /// Compiles rules that are written for these languages and for others.
    ///
    /// # Errors
    ///
    /// All mistakes in patterns: a list that the file has not, a count that is no number, a pattern without a word.
    pub fn compile(files: &[RuleFile], languages: Vec<Language>) -> Result<Self, Vec<CompileError>> {
        let set = Self { languages, ..Self::default() };
        let mut compiler = Compiler { set, lists: vec![0], weights: vec![0], ..Compiler::default() };
        let mut errors = Vec::new();
        for (index, file) in files.iter().enumerate() {
            let added = compiler.add(file);
            errors.extend(added.err().into_iter().flatten().map(|error| CompileError { file: index, error }));
        }
        if errors.is_empty() { Ok(compiler.finish()) } else { Err(errors) }
    }
}

#[derive(Default)]
struct Compiler {
    set: RuleSet,
    /// The numbers of words, by their hash.
    ids: BTreeMap<u64, WordId>,
    hashes: Vec<u64>,
    /// How common each word is taken to be, by its number.
    weights: Vec<u32>,
    /// By the number of the word; the first is that of unknown words.
    lists: Vec<ListBits>,
    /// The words of each list, in the order of their bits.
    members: Vec<BTreeSet<WordId>>,
}

/// The lists of a file by their names: their bits.
type Names<'a> = BTreeMap<&'a str, usize>;

impl Compiler {
    fn add(&mut self, file: &RuleFile) -> Result<(), Vec<RuleFileError>> {
        let names = self.lists_of(file).map_err(|error| vec![error])?;
        let mut errors = Vec::new();
        let rule = self.set.rules.len();
        let exempt = self.patterns(&file.unless, &names, &mut errors);
        self.set.rules.push(RuleInfo {
            id: file.id.value.clone(),
            severity: file.severity,
            languages: file.languages.iter().map(|tag| primary(tag).to_lowercase()).collect(),
            message: file.message.clone(),
            help: file.help.clone(),
            once: file.once,
            note_when: file.note_when.iter().copied().collect(),
            exempt,
        });
        let on_page = file.unless_on_page.iter().map(|line| (line, Meaning::PutsAtRest(rule)));
        let in_section = file.unless_in_section.iter().map(|line| (line, Meaning::PutsAtRestInSection(rule)));
        for (line, meaning) in on_page.chain(in_section) {
            let pattern = self.found_pattern(&line.value, &names).map_err(|problem| error_at(line, problem));
            self.index_or_report(pattern, meaning, &mut errors);
        }
        for group in &file.find {
            self.add_group(file, group, &names, &mut errors);
        }
        if errors.is_empty() && !self.set.groups.iter().any(|group| group.rule == rule) {
            errors.push(error_at(&file.id, "the rule looks for nothing: `find` has no pattern".to_owned()));
        }
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }

    fn lists_of<'f>(&mut self, file: &'f RuleFile) -> Result<Names<'f>, RuleFileError> {
        let mut names = Names::new();
        for (name, lines) in &file.lists {
            let bit = self.members.len();
            if let Some(word) = lines.iter().find(|word| !Words::of(*word).is_one_word()) {
                let problem =
                    format!("`{word}` in the list `{name}` is not one word; put blanks between words and marks");
                return Err(error_at(&file.id, problem));
            }
            let words: BTreeSet<WordId> = lines.iter().map(|word| self.id_of(word)).collect();
            if words.is_empty() {
                return Err(error_at(&file.id, format!("the list `{name}` has no words")));
            }
            if bit == ListBits::BITS as usize {
                return Err(error_at(&file.id, format!("`{name}` is one list too many; {bit} are the most")));
            }
            words.iter().for_each(|id| self.lists[*id as usize] |= 1 << bit);
            self.members.push(words);
            names.insert(name, bit);
        }
        Ok(names)
    }

    fn add_group(
        &mut self,
        file: &RuleFile,
        written: &Spanned<GroupFile>,
        names: &Names<'_>,
        errors: &mut Vec<RuleFileError>,
    ) {
        let group = match &written.value {
            GroupFile::Group(group) => Cow::Borrowed(&**group),
            GroupFile::Line(line) => {
                let line = Spanned { value: line.clone(), referenced: written.referenced, defined: written.defined };
                Cow::Owned(PatternGroup { patterns: vec![line], ..PatternGroup::default() })
            }
        };
        if !group.patterns.is_empty() {
            let meaning = self.new_group(file, &group, "", names, errors);
            for line in &group.patterns {
                let pattern = self.found_pattern(&line.value, names).map_err(|problem| error_at(line, problem));
                self.index_or_report(pattern, meaning, errors);
            }
        }
        for (words, instead) in &group.swap {
            let meaning = self.new_group(file, &group, instead, names, errors);
            let pattern = self.found_pattern(words, names).map_err(|problem| error_at(written, problem));
            self.index_or_report(pattern, meaning, errors);
        }
    }

    /// Adds what patterns of a group share, with the better words that belong to one of `swap`.
    fn new_group(
        &mut self,
        file: &RuleFile,
        group: &PatternGroup,
        instead: &str,
        names: &Names<'_>,
        errors: &mut Vec<RuleFileError>,
    ) -> Meaning {
        let wanted_patterns = if group.wanted.is_empty() { &file.wanted } else { &group.wanted };
        let group = Group {
            name: group.name.clone(),
            sources: group.sources.clone(),
            rule: self.set.rules.len() - 1,
            wanted: self.patterns(wanted_patterns, names, errors),
            exempt: self.patterns(&group.unless, names, errors),
            not_when: file.not_when.iter().chain(&group.not_when).copied().collect(),
            instead: instead.to_owned(),
        };
        self.set.groups.push(group);
        Meaning::Finds(self.set.groups.len() - 1)
    }

    fn index_or_report(
        &mut self,
        pattern: Result<Pattern, RuleFileError>,
        meaning: Meaning,
        errors: &mut Vec<RuleFileError>,
    ) {
        match pattern {
            Ok(pattern) => self.set.patterns.push(IndexedPattern { pattern, meaning }),
            Err(error) => errors.push(error),
        }
    }

    /// A pattern that is looked for in texts.
    fn found_pattern(&mut self, line: &str, names: &Names<'_>) -> Result<Pattern, String> {
        let pattern = self.pattern(line, names)?;
        match pattern.elements.iter().any(|element| matches!(element, Element::Found)) {
            true => Err("`~` stands for the words that were found, in `where` and `unless` alone".to_owned()),
            false => Ok(pattern),
        }
    }

    fn patterns(
        &mut self,
        lines: &[Spanned<String>],
        names: &Names<'_>,
        errors: &mut Vec<RuleFileError>,
    ) -> Vec<Pattern> {
        let mut patterns = Vec::new();
        for line in lines {
            match self.pattern(&line.value, names) {
                Ok(pattern) => patterns.push(pattern),
                Err(problem) => errors.push(error_at(line, problem)),
            }
        }
        patterns
    }

    fn pattern(&mut self, line: &str, names: &Names<'_>) -> Result<Pattern, String> {
        let elements: Vec<Element> =
            line.split_ascii_whitespace().map(|token| self.element(token, names)).collect::<Result<_, _>>()?;
        if !elements.iter().any(Element::is_required) {
            return Err("a pattern needs a word that has to stand there".to_owned());
        }
        let lists_alone = elements.iter().filter_map(|element| match element {
            Element::Words(test) if test.is_required() && test.words.is_empty() && test.lists.is_power_of_two() => {
                Some(test.lists)
            }
            _ => None,
        });
        let needed = lists_alone.fold(0, |needed, list| needed | list);
        Ok(Pattern { elements, needed })
    }

    fn element(&mut self, token: &str, names: &Names<'_>) -> Result<Element, String> {
        match token {
            "^" => return Ok(Element::Start),
            "$" => return Ok(Element::End),
            "," => return Ok(Element::ClauseBorder),
            "~" => return Ok(Element::Found),
            _ => {}
        }
        let (token, least, most) = count_of(token)?;
        let (token, is_negated) = token.strip_prefix('!').map_or((token, false), |token| (token, true));
        let is_gap = token.is_empty() && least == 0 && !is_negated;
        if !is_gap && token.split('|').any(str::is_empty) {
            return Err("an element without a word: write `*` for any".to_owned());
        }
        let mut test = WordTest { least, most, is_negated, ..WordTest::default() };
        for word in token.split('|') {
            self.alternative(word, names, &mut test)?;
        }
        test.words.sort_unstable();
        Ok(Element::Words(test))
    }

    fn alternative(&mut self, word: &str, names: &Names<'_>, test: &mut WordTest) -> Result<(), String> {
        let list = word.strip_prefix('<').and_then(|word| word.strip_suffix('>'));
        match (word, list) {
            ("", _) if test.most.is_some() => test.shapes.push(Shape::Filler),
            ("" | "*", _) => test.shapes.push(Shape::Any),
            (_, Some("number")) => test.shapes.push(Shape::Number),
            (_, Some("digits")) => test.shapes.push(Shape::Digits),
            (_, Some("year")) => test.shapes.push(Shape::Year),
            (_, Some(name)) => {
                let bit = names.get(name).ok_or_else(|| format!("there is no list `{name}` in this file"))?;
                test.lists |= 1 << bit;
            }
            _ if word.starts_with('*') => test.shapes.push(Shape::EndsWith(folded(&word[1..]))),
            _ if word.ends_with('*') => test.shapes.push(Shape::BeginsWith(folded(&word[..word.len() - 1]))),
            _ => {
                if !Words::of(word).is_one_word() {
                    return Err(format!("`{word}` is not one word; put blanks between words and marks"));
                }
                let id = self.id_of(word);
                if word.chars().any(char::is_uppercase) {
                    test.shapes.push(Shape::Exact(letters_of(word).collect(), id));
                } else {
                    test.words.push(id);
                }
            }
        }
        Ok(())
    }

    fn id_of(&mut self, word: &str) -> WordId {
        let hash = hash_of(word);
        let next = WordId::try_from(self.hashes.len() + 1).expect("rules have fewer than four billion words");
        let id = *self.ids.entry(hash).or_insert(next);
        if id == next {
            self.hashes.push(hash);
            self.lists.push(0);
            self.weights.push(weight_of(word));
        }
        id
    }

    /// The set, with each pattern under the words of its element that the fewest words of a text are.
    fn finish(mut self) -> RuleSet {
        self.set.vocabulary = Vocabulary::new(&self.hashes);
        self.set.anchors = vec![Vec::new(); self.lists.len()];
        for index in 0..self.set.patterns.len() {
            let elements = &self.set.patterns[index].pattern.elements;
            let words = elements.iter().enumerate().filter_map(|(at, element)| match element {
                Element::Words(test) if test.is_required() => Some((at, self.words_of(test)?)),
                _ => None,
            });
            let rarest =
                words.min_by_key(|(_, words)| words.iter().map(|word| self.weights[*word as usize]).sum::<u32>());
            let pattern = u32::try_from(index).expect("rules have fewer than four billion patterns");
            match rarest {
                Some((at, words)) => {
                    let anchor = Anchor { pattern, element: at as u32 };
                    words.into_iter().for_each(|word| self.set.anchors[word as usize].push(anchor));
                }
                None => {
                    let first = elements
                        .iter()
                        .position(|element| matches!(element, Element::Words(test) if test.is_required()));
                    let anchor = first.map(|at| Anchor { pattern, element: at as u32 });
                    self.set.unanchored.extend(anchor);
                }
            }
        }
        self.set.lists = self.lists;
        self.set
    }

    /// All words that an element can be, or `None` if they cannot be listed.
    fn words_of(&self, test: &WordTest) -> Option<BTreeSet<WordId>> {
        let bits = (0..self.members.len()).filter(|bit| test.lists & 1 << bit != 0);
        let members = bits.flat_map(|bit| self.members[bit].iter().copied());
        let exact = test.shapes.iter().map(|shape| if let Shape::Exact(_, id) = shape { Some(*id) } else { None });
        let exact: Vec<WordId> = exact.collect::<Option<_>>()?;
        Some(members.chain(test.words.iter().copied()).chain(exact).collect())
    }
}

impl Element {
    fn is_required(&self) -> bool {
        match self {
            Self::Words(test) => test.is_required(),
            Self::Found => true,
            Self::Start | Self::End | Self::ClauseBorder => false,
        }
    }
}

impl WordTest {
    fn is_required(&self) -> bool {
        self.least == 1 && !self.is_negated
    }
}

/// How common a word is taken to be: short words are.
fn weight_of(word: &str) -> u32 {
    match word.chars().count() {
        0..=2 => 100,
        3 => 50,
        4 => 12,
        5 => 4,
        _ => 1,
    }
}

/// A token without the suffix that says how often it stands, with the least and the most.
fn count_of(token: &str) -> Result<(&str, u8, Option<u8>), String> {
    match token.split_once("..") {
        None => Ok((token, 1, Some(1))),
        // `...` is split at its first two dots.
        Some((words, ".")) => Ok((words, 0, None)),
        Some((words, number)) => {
            let most = number.parse().map_err(|_| format!("`{token}` has no number from 0 to 255 behind `..`"))?;
            Ok((words, 0, Some(most)))
        }
    }
}

/// A part of a word as texts are compared with it.
fn folded(part: &str) -> String {
    letters_of(part).flat_map(char::to_lowercase).collect()
}

fn error_at<T>(spanned: &Spanned<T>, message: String) -> RuleFileError {
    RuleFileError { line: spanned.referenced.line(), column: spanned.referenced.column(), message }
}
