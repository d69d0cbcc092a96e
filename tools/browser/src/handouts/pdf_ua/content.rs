//! The content of a page: which parts have tags, where their words stand, and what has none.

use std::collections::{BTreeMap, HashMap};
use std::ops::RangeInclusive;

use lopdf::content::{Content, Operation};
use lopdf::{Document, Object, ObjectId, dictionary};

use super::objects::dictionary_of;
use super::words::Letters;

/// The operations of a page, and what is to be changed in them.
pub(super) struct PageContent {
    operations: Vec<Operation>,
    tagged: BTreeMap<i64, Tagged>,
    /// Words without a tag, in the order in which they are drawn.
    untagged: Vec<Untagged>,
    /// Lines and backgrounds without a tag, each a range of operations.
    decoration: Vec<RangeInclusive<usize>>,
}

/// A part with a tag.
#[derive(Default)]
pub(super) struct Tagged {
    pub lines: Vec<Line>,
    words: String,
    has_picture: bool,
    is_decoration: bool,
}

/// Words that a page shows without a tag.
pub(super) struct Untagged {
    /// The operations that draw them.
    operations: RangeInclusive<usize>,
    pub lines: Vec<Line>,
    pub words: String,
    /// The number of the tag that they get.
    number: Option<i64>,
}

/// Words beside each other, by their place on the page in points.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    pub left: f32,
    pub right: f32,
    pub baseline: f32,
    pub size: f32,
}

impl PageContent {
    /// Reads a page.
    pub fn read(document: &Document, page: ObjectId) -> Result<Self, lopdf::Error> {
        let operations = Content::decode(&document.get_page_content(page))?.operations;
        let fonts = document.get_page_fonts(page)?;
        let fonts = fonts.into_iter().map(|(name, font)| (name, Letters::read(document, font))).collect();
        let mut reader = Reader::new(fonts, forms_with_tags(document, page)?);
        for (number, operation) in operations.iter().enumerate() {
            reader.read(number, operation);
        }
        let Reader { tagged, untagged, decoration, .. } = reader;
        Ok(Self { operations, tagged, untagged, decoration })
    }

    pub fn words_of(&self, number: i64) -> &str {
        self.tagged.get(&number).map_or("", |part| &part.words)
    }

    /// The parts with tags that have words.
    pub fn tagged_lines(&self) -> impl Iterator<Item = (i64, &Line)> {
        self.tagged.iter().flat_map(|(number, part)| part.lines.iter().map(|line| (*number, line)))
    }

    pub fn untagged(&self) -> &[Untagged] {
        &self.untagged
    }

    /// Gives words without a tag the next number of the page.
    pub fn tag_words(&mut self, index: usize) -> i64 {
        let number = self.tagged.last_key_value().map_or(0, |(last, _)| last + 1);
        self.tagged.insert(number, Tagged::default());
        self.untagged[index].number = Some(number);
        number
    }

    /// Takes away the tag of a part without words and pictures. Gives whether it is one.
    pub fn mark_decoration(&mut self, number: i64) -> bool {
        let Some(part) = self.tagged.get_mut(&number) else { return false };
        part.is_decoration = part.lines.is_empty() && !part.has_picture;
        part.is_decoration
    }

    /// Writes the page with its changes.
    pub fn write(&self, document: &mut Document, page: ObjectId) -> Result<(), lopdf::Error> {
        let artifact = || Operation::new("BMC", vec!["Artifact".into()]);
        let mut starts = BTreeMap::new();
        let mut ends = std::collections::BTreeSet::new();
        for range in &self.decoration {
            starts.insert(*range.start(), artifact());
            ends.insert(*range.end());
        }
        for words in &self.untagged {
            let start = match words.number {
                Some(number) => Operation::new("BDC", vec!["Span".into(), dictionary! {"MCID" => number}.into()]),
                None => artifact(),
            };
            starts.insert(*words.operations.start(), start);
            ends.insert(*words.operations.end());
        }
        let mut operations = Vec::with_capacity(self.operations.len() + 2 * starts.len());
        for (at, operation) in self.operations.iter().enumerate() {
            operations.extend(starts.remove(&at));
            let is_decoration =
                number_of(operation).and_then(|number| self.tagged.get(&number)).is_some_and(|part| part.is_decoration);
            operations.push(if is_decoration { artifact() } else { operation.clone() });
            if ends.contains(&at) {
                operations.push(Operation::new("EMC", Vec::new()));
            }
        }
        let bytes = Content { operations }.encode()?;
        document.change_page_content(page, bytes)
    }
}

/// The number of the tag that an operation begins.
fn number_of(operation: &Operation) -> Option<i64> {
    let [_, Object::Dictionary(properties)] = operation.operands.as_slice() else { return None };
    (operation.operator == "BDC").then(|| properties.get(b"MCID").and_then(Object::as_i64).ok())?
}

/// The names of drawings on a page that have tags of their own, which must not be in another part.
fn forms_with_tags(document: &Document, page: ObjectId) -> Result<Vec<Vec<u8>>, lopdf::Error> {
    let Some(resources) = document.get_page_resources(page)?.0 else { return Ok(Vec::new()) };
    let Ok(drawings) = resources.get(b"XObject") else { return Ok(Vec::new()) };
    let drawings = dictionary_of(document, drawings)?.iter();
    let tagged = drawings.filter(|(_, drawing)| {
        let form = document.dereference(drawing).ok().and_then(|(_, drawing)| drawing.as_stream().ok());
        let form =
            form.filter(|form| form.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Form"));
        let content = form.and_then(|form| form.get_plain_content().ok()).unwrap_or_default();
        content.windows(5).any(|bytes| bytes == b"/MCID")
    });
    Ok(tagged.map(|(name, _)| name.clone()).collect())
}

/// A transformation of coordinates: `[a b c d e f]` of ISO 32000-1, 8.3.3.
type Matrix = [f32; 6];

const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// First `first`, then `second`.
fn product(first: Matrix, second: Matrix) -> Matrix {
    let [a, b, c, d, e, f] = first;
    let [g, h, i, j, k, l] = second;
    [a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l]
}

/// Goes through the operations of a page.
struct Reader {
    fonts: HashMap<Vec<u8>, Letters>,
    forms_with_tags: Vec<Vec<u8>>,
    matrix: Matrix,
    kept_matrices: Vec<Matrix>,
    text_matrix: Matrix,
    font: Vec<u8>,
    font_size: f32,
    /// The tags around the present operation; `None` for one without a number.
    tags: Vec<Option<i64>>,
    /// The first operation of the line that is being drawn.
    path: Option<usize>,
    /// The words of the present text, if it began without a tag.
    text: Option<(usize, Tagged)>,
    tagged: BTreeMap<i64, Tagged>,
    untagged: Vec<Untagged>,
    decoration: Vec<RangeInclusive<usize>>,
}

impl Reader {
    fn new(fonts: HashMap<Vec<u8>, Letters>, forms_with_tags: Vec<Vec<u8>>) -> Self {
        Self {
            fonts,
            forms_with_tags,
            matrix: IDENTITY,
            kept_matrices: Vec::new(),
            text_matrix: IDENTITY,
            font: Vec::new(),
            font_size: 0.0,
            tags: Vec::new(),
            path: None,
            text: None,
            tagged: BTreeMap::new(),
            untagged: Vec::new(),
            decoration: Vec::new(),
        }
    }

    fn read(&mut self, at: usize, operation: &Operation) {
        let operands = operation.operands.as_slice();
        match operation.operator.as_str() {
            "q" => self.kept_matrices.push(self.matrix),
            "Q" => self.matrix = self.kept_matrices.pop().unwrap_or(self.matrix),
            "cm" => self.matrix = product(matrix_of(operands), self.matrix),
            "BDC" | "BMC" => {
                let number = number_of(operation);
                self.tags.push(number);
                if let Some(number) = number {
                    self.tagged.entry(number).or_default();
                }
            }
            "EMC" => drop(self.tags.pop()),
            "BT" => {
                self.text_matrix = IDENTITY;
                self.text = self.tags.is_empty().then(|| (at, Tagged::default()));
            }
            "ET" => self.end_text(at),
            "Tf" => {
                self.font = operands.first().and_then(|name| name.as_name().ok()).unwrap_or_default().to_vec();
                self.font_size = operands.get(1).and_then(|size| size.as_float().ok()).unwrap_or_default();
            }
            "Tm" => self.text_matrix = matrix_of(operands),
            "Td" => {
                let step = |index: usize| operands.get(index).and_then(|step| step.as_float().ok()).unwrap_or_default();
                self.text_matrix = product([1.0, 0.0, 0.0, 1.0, step(0), step(1)], self.text_matrix);
            }
            "Tj" | "TJ" => self.show_words(operands),
            "m" | "re" => self.path = self.path.or(Some(at)),
            "n" => self.path = None,
            "S" | "s" | "f" | "F" | "f*" | "B" | "B*" | "b" | "b*" => {
                let start = self.path.take().unwrap_or(at);
                if self.tags.is_empty() {
                    self.decoration.push(start..=at);
                }
            }
            "Do" | "sh" | "BI" => self.show_picture(at, operands),
            _ => {}
        }
    }

    /// The tag with a number that is nearest around the present operation.
    fn part(&mut self) -> Option<&mut Tagged> {
        match self.tags.iter().rev().find_map(|tag| *tag) {
            Some(number) => self.tagged.get_mut(&number),
            None => self.text.as_mut().map(|(_, text)| text),
        }
    }

    fn show_picture(&mut self, at: usize, operands: &[Object]) {
        if self.tags.is_empty() {
            let name = operands.first().and_then(|name| name.as_name().ok()).unwrap_or_default();
            if !self.forms_with_tags.iter().any(|form| form == name) {
                self.decoration.push(at..=at);
            }
        } else if let Some(part) = self.part() {
            part.has_picture = true;
        }
    }

    fn show_words(&mut self, operands: &[Object]) {
        let mut words = String::new();
        if let Some(letters) = self.fonts.get(&self.font) {
            let pieces = operands.iter().flat_map(|operand| match operand {
                Object::Array(pieces) => pieces.as_slice(),
                piece => std::slice::from_ref(piece),
            });
            for codes in pieces.filter_map(|piece| piece.as_str().ok()) {
                letters.decode(codes, &mut words);
            }
        }
        let [a, b, c, d, left, baseline] = product(self.text_matrix, self.matrix);
        let size = self.font_size * (a * d - b * c).abs().sqrt();
        if let Some(part) = self.part() {
            part.add_words(&words, Line { left, right: left + size / 2.0, baseline, size });
        }
    }

    fn end_text(&mut self, at: usize) {
        if let Some((start, text)) = self.text.take()
            && !text.lines.is_empty()
        {
            let Tagged { lines, words, .. } = text;
            self.untagged.push(Untagged { operations: start..=at, lines, words, number: None });
        }
    }
}

impl Tagged {
    fn add_words(&mut self, words: &str, place: Line) {
        match self.lines.last_mut() {
            Some(line) if (line.baseline - place.baseline).abs() < place.size * 0.3 => {
                line.left = line.left.min(place.left);
                line.right = line.right.max(place.right);
            }
            last => {
                if last.is_some() && !self.words.ends_with(' ') {
                    self.words.push(' ');
                }
                self.lines.push(place);
            }
        }
        self.words.push_str(words);
    }
}

fn matrix_of(operands: &[Object]) -> Matrix {
    let mut matrix = IDENTITY;
    for (value, operand) in matrix.iter_mut().zip(operands) {
        *value = operand.as_float().unwrap_or_default();
    }
    matrix
}
