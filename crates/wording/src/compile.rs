//! Makes a [`RuleSet`] of rule files.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_yaml::Spanned;

use crate::conditions::{Conditions, Language, WordSet};
use crate::pattern::{Element, ListBits, Pattern, Shape, WordId, WordTest};
use crate::rule_file::{GroupFile, PatternGroup, RuleFile, RuleFileError, WordLines, read_yaml};
use crate::rule_set::{Anchor, Group, IndexedPattern, Meaning, RuleInfo, RuleSet, Vocabulary, primary};
use crate::words::{Words, hash_of};

/// What is wrong with one of several rule files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompileError {
    /// Index of the file.
    pub file: usize,
    /// What is wrong, and where in the file.
    pub error: RuleFileError,
}

/// The words of a language, see [`Language`].
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct LanguageFile {
    language: String,
    #[serde(default)]
    numbers: WordLines,
    #[serde(default)]
    doubts: WordLines,
    #[serde(default)]
    denials: WordLines,
    #[serde(default)]
    near_denials: WordLines,
    #[serde(default)]
    later_denials: WordLines,
    #[serde(default)]
    idle: WordLines,
    #[serde(default)]
    subjects: WordLines,
    #[serde(default)]
    joins: WordLines,
    #[serde(default)]
    turns: WordLines,
    #[serde(default)]
    question_starts: WordLines,
    #[serde(default)]
    vague_link_words: WordLines,
    #[serde(default)]
    rhetorical: WordLines,
}

impl Language {
    /// Reads the words of a language.
    ///
    /// # Errors
    ///
    /// The text is no YAML, or a key is unknown.
    pub fn parse(text: &str) -> Result<Self, RuleFileError> {
        let file: LanguageFile = read_yaml(text)?;
        let hashes = |lines: &WordLines| lines.iter().map(hash_of).collect::<Vec<_>>();
        let set = |lines: &WordLines| {
            let mut hashes = hashes(lines);
            hashes.sort_unstable();
            WordSet(hashes)
        };
        Ok(Self {
            tag: file.language,
            numbers: set(&file.numbers),
            doubts: set(&file.doubts),
            denials: set(&file.denials),
            near_denials: set(&file.near_denials),
            later_denials: set(&file.later_denials),
            idle: set(&file.idle),
            subjects: set(&file.subjects),
            joins: set(&file.joins),
            turns: set(&file.turns),
            question_starts: set(&file.question_starts),
            vague_link_words: set(&file.vague_link_words),
            rhetorical: hashes(&file.rhetorical),
        })
    }
}

impl RuleSet {
    /// Compiles rules that are written for these languages and for others.
    ///
    /// # Errors
    ///
    /// All mistakes in patterns: a list that the file has not, a count that is no number, a pattern without a word.
    pub fn compile(files: &[RuleFile], languages: Vec<Language>) -> Result<Self, Vec<CompileError>> {
        let mut compiler = Compiler { set: Self { languages, ..Self::default() }, ..Compiler::default() };
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
        let at_rest = self.patterns(&file.unless_on_page, &names, &mut errors);
        self.set.rules.push(RuleInfo {
            id: file.id.value.clone(),
            severity: file.severity,
            languages: file.languages.iter().map(|tag| primary(tag).to_owned()).collect(),
            message: file.message.clone(),
            help: file.help.clone(),
            once: file.once,
            note_when: file.note_when.iter().copied().collect(),
            exempt,
        });
        self.index(at_rest, Meaning::PutsAtRest(rule));
        let not_when: Conditions = file.not_when.iter().copied().collect();
        for group in &file.find {
            match &group.value {
                GroupFile::Line(line) => {
                    let line = Spanned { value: line.clone(), referenced: group.referenced, defined: group.defined };
                    let group = PatternGroup { patterns: vec![line], ..PatternGroup::default() };
                    self.add_group(file, &group, not_when, &names, &mut errors);
                }
                GroupFile::Group(group) => self.add_group(file, group, not_when, &names, &mut errors),
            }
        }
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }

    fn lists_of<'f>(&mut self, file: &'f RuleFile) -> Result<Names<'f>, RuleFileError> {
        let mut names = Names::new();
        for (name, lines) in &file.lists {
            let bit = self.members.len();
            let words: BTreeSet<WordId> = lines.iter().map(|word| self.id_of(word)).collect();
            if bit == ListBits::BITS as usize || words.is_empty() {
                let problem = if words.is_empty() { "has no words" } else { "is one list too many" };
                return Err(error_at(&file.id, format!("the list `{name}` {problem}")));
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
        group: &PatternGroup,
        not_when: Conditions,
        names: &Names<'_>,
        errors: &mut Vec<RuleFileError>,
    ) {
        let swaps = group.swap.iter().map(|(words, instead)| (words.as_str(), instead.as_str()));
        let own: Vec<(Option<&Spanned<String>>, &str, &str)> = group
            .patterns
            .iter()
            .map(|line| (Some(line), line.value.as_str(), ""))
            .chain(swaps.map(|(words, instead)| (None, words, instead)))
            .collect();
        let conditions: Conditions = group.not_when.iter().copied().collect::<Conditions>().and(not_when);
        for (line, pattern, instead) in own {
            let wanted = if group.wanted.is_empty() { &file.wanted } else { &group.wanted };
            let wanted = self.patterns(wanted, names, errors);
            let exempt = self.patterns(&group.unless, names, errors);
            let found = match self.pattern(pattern, names) {
                Ok(pattern) if pattern.elements.iter().any(|element| matches!(element, Element::Found)) => {
                    Err("`~` stands for the words that were found, in `where` and `unless` alone".to_owned())
                }
                parsed => parsed,
            };
            match (found, line) {
                (Ok(pattern), _) => {
                    let index = self.set.groups.len();
                    self.set.groups.push(Group {
                        name: group.name.clone(),
                        sources: group.sources.clone(),
                        rule: self.set.rules.len() - 1,
                        wanted,
                        exempt,
                        not_when: conditions,
                        instead: instead.to_owned(),
                    });
                    self.index(vec![pattern], Meaning::Finds(index));
                }
                (Err(problem), Some(line)) => errors.push(error_at(line, problem)),
                (Err(problem), None) => errors.push(RuleFileError { line: 1, column: 1, message: problem }),
            }
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
        if elements.is_empty() {
            return Err("a pattern without words".to_owned());
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
            _ if word.starts_with('*') => test.shapes.push(Shape::EndsWith(word[1..].to_lowercase())),
            _ if word.ends_with('*') => test.shapes.push(Shape::BeginsWith(word[..word.len() - 1].to_lowercase())),
            _ => {
                if Words::of(word).iter().count() != 1 {
                    return Err(format!("`{word}` is not one word; put blanks between words and marks"));
                }
                let id = self.id_of(word);
                if word.chars().any(char::is_uppercase) {
                    test.shapes.push(Shape::Exact(word.to_owned(), id));
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
        }
        self.lists.resize(self.hashes.len() + 1, 0);
        id
    }

    fn index(&mut self, patterns: Vec<Pattern>, meaning: Meaning) {
        self.set.patterns.extend(patterns.into_iter().map(|pattern| IndexedPattern { pattern, meaning }));
    }

    /// The set, with each pattern under the words of its element that the fewest words can be.
    fn finish(mut self) -> RuleSet {
        self.lists.resize(self.hashes.len() + 1, 0);
        self.set.vocabulary = Vocabulary::new(&self.hashes);
        self.set.anchors = vec![Vec::new(); self.lists.len()];
        for index in 0..self.set.patterns.len() {
            let elements = &self.set.patterns[index].pattern.elements;
            let words = elements.iter().enumerate().filter_map(|(at, element)| match element {
                Element::Words(test) if test.is_required() => Some((at, self.words_of(test)?)),
                _ => None,
            });
            let rarest = words.min_by_key(|(_, words)| words.len());
            let pattern = u32::try_from(index).expect("rules have fewer than four billion patterns");
            match rarest {
                Some((at, words)) => {
                    let anchor = Anchor { pattern, element: at as u32 };
                    words.into_iter().for_each(|word| self.set.anchors[word as usize].push(anchor));
                }
                None => {
                    let first =
                        elements.iter().position(|element| matches!(element, Element::Words(test) if test.least == 1));
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

impl WordTest {
    fn is_required(&self) -> bool {
        self.least == 1 && !self.is_negated
    }
}

/// A token without the suffix that says how often it stands, with the least and the most.
fn count_of(token: &str) -> Result<(&str, u8, Option<u8>), String> {
    match token.split_once("..") {
        None => Ok((token, 1, Some(1))),
        // `...` is split at its first two dots.
        Some((words, ".")) => Ok((words, 0, None)),
        Some((words, number)) => {
            let most = number.parse().map_err(|_| format!("`{token}` has no number behind `..`"))?;
            Ok((words, 0, Some(most)))
        }
    }
}

fn error_at(line: &Spanned<String>, message: String) -> RuleFileError {
    RuleFileError { line: line.referenced.line(), column: line.referenced.column(), message }
}
