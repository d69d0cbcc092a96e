//! The structure of a file: what its tags say of each part.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::objects::dictionary_of;

/// A tag with what is in it.
pub(super) struct Element {
    /// `None` before it is written, if it is new.
    id: Option<ObjectId>,
    /// What it is, such as `P`.
    pub kind: String,
    pub kids: Vec<Kid>,
    /// Everything else that the file says of it.
    rest: Dictionary,
}

pub(super) enum Kid {
    Element(Element),
    Content(ContentId),
    /// The reference to an annotation, such as a link.
    Object(Dictionary),
}

/// A part of the content of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ContentId {
    pub page: ObjectId,
    pub number: i64,
}

/// Which kinds the standard has none of, and what they are in its words (ISO 32000-1, 14.7.3).
const ROLES: [(&str, &str); 7] = [
    ("Aside", "Div"),
    ("DocumentFragment", "Part"),
    ("Em", "Span"),
    ("FENote", "Note"),
    ("Strong", "Span"),
    ("Sub", "Span"),
    ("Title", "P"),
];

impl Element {
    pub fn new(kind: &str, kids: Vec<Kid>) -> Self {
        Self { id: None, kind: kind.to_owned(), kids, rest: Dictionary::new() }
    }

    /// The uppermost tag of a file.
    ///
    /// # Errors
    /// When the file has no tags.
    pub fn read_root(document: &Document) -> Result<Self, lopdf::Error> {
        let root = dictionary_of(document, document.catalog()?.get(b"StructTreeRoot")?)?;
        let mut top = root.get(b"K")?;
        if let Ok([only]) = top.as_array().map(Vec::as_slice) {
            top = only;
        }
        Self::read(document, top, None)
    }

    fn read(document: &Document, value: &Object, page: Option<ObjectId>) -> Result<Self, lopdf::Error> {
        let mut rest = dictionary_of(document, value)?.clone();
        let page = rest.get(b"Pg").and_then(Object::as_reference).ok().or(page);
        let kind = String::from_utf8_lossy(rest.get(b"S")?.as_name()?).into_owned();
        let kids = match rest.remove(b"K") {
            Some(Object::Array(kids)) => kids,
            Some(kid) => vec![kid],
            None => Vec::new(),
        };
        let kids = kids.iter().map(|kid| Kid::read(document, kid, page)).collect::<Result<_, _>>()?;
        rest.remove(b"P");
        Ok(Self { id: value.as_reference().ok(), kind, kids, rest })
    }

    pub fn elements(&self) -> impl Iterator<Item = &Self> {
        self.kids.iter().filter_map(|kid| if let Kid::Element(element) = kid { Some(element) } else { None })
    }

    pub fn elements_mut(&mut self) -> impl Iterator<Item = &mut Self> {
        self.kids.iter_mut().filter_map(|kid| if let Kid::Element(element) = kid { Some(element) } else { None })
    }

    /// Whether this element or one in it is so.
    pub fn any(&self, is_so: &mut impl FnMut(&Self) -> bool) -> bool {
        is_so(self) || self.elements().any(|element| element.any(is_so))
    }

    /// The text alternative.
    pub fn alternative(&self) -> Option<&Object> {
        self.rest.get(b"Alt").ok()
    }

    /// Whether its lines mean something, because they are a picture.
    pub fn is_drawing(&self) -> bool {
        matches!(self.kind.as_str(), "Figure" | "Formula" | "Form") && self.alternative().is_some()
    }

    pub fn is_figure_without_words(&self) -> bool {
        self.kind == "Figure" && self.alternative().is_none()
    }

    /// Removes parts of the page's content.
    pub fn remove_contents(&mut self, mut is_removed: impl FnMut(ContentId) -> bool) {
        self.kids.retain(|kid| !matches!(kid, Kid::Content(content) if is_removed(*content)));
    }

    /// Removes groups that have nothing in them any more.
    pub fn remove_empty_groups(&mut self) {
        let is_empty =
            |kid: &Kid| matches!(kid, Kid::Element(element) if element.kind == "NonStruct" && element.kids.is_empty());
        self.kids.retain(|kid| !is_empty(kid));
    }

    /// The way to a part of the content: the number of the kid on each level.
    pub fn path_to(&self, content: ContentId) -> Option<Vec<usize>> {
        for (number, kid) in self.kids.iter().enumerate() {
            let rest = match kid {
                Kid::Content(other) if *other == content => Some(Vec::new()),
                Kid::Element(element) => element.path_to(content),
                Kid::Content(_) | Kid::Object(_) => None,
            };
            if let Some(mut path) = rest {
                path.insert(0, number);
                return Some(path);
            }
        }
        None
    }

    /// The element at the end of a way.
    pub fn at(&self, path: &[usize]) -> Option<&Self> {
        let Some((first, rest)) = path.split_first() else { return Some(self) };
        let Some(Kid::Element(element)) = self.kids.get(*first) else { return None };
        element.at(rest)
    }

    pub fn at_mut(&mut self, path: &[usize]) -> Option<&mut Self> {
        let Some((first, rest)) = path.split_first() else { return Some(self) };
        let Some(Kid::Element(element)) = self.kids.get_mut(*first) else { return None };
        element.at_mut(rest)
    }

    /// Writes the tags into the file, with the table that leads from content to its tag.
    pub fn write_root(&self, document: &mut Document) -> Result<(), lopdf::Error> {
        let root = document.catalog()?.get(b"StructTreeRoot")?.as_reference()?;
        let mut owners = Owners::default();
        let top = self.write(document, root, &mut owners)?;
        let numbers = owners.write(document)?;
        let next = numbers.last_key_value().map_or(0, |(number, _)| number + 1);
        let numbers: Vec<Object> =
            numbers.into_iter().flat_map(|(number, owner)| [Object::Integer(number), owner]).collect();
        let owners = document.add_object(dictionary! {"Nums" => numbers});
        let roles: Dictionary = ROLES.iter().map(|(kind, role)| (*kind, Object::from(*role))).collect();
        let root = document.get_dictionary_mut(root)?;
        root.set("K", top);
        root.set("ParentTree", owners);
        root.set("ParentTreeNextKey", next);
        root.set("RoleMap", roles);
        Ok(())
    }

    fn write(&self, document: &mut Document, parent: ObjectId, owners: &mut Owners) -> Result<ObjectId, lopdf::Error> {
        let id = self.id.unwrap_or_else(|| document.new_object_id());
        let mut dictionary = self.rest.clone();
        let mut kids = Vec::new();
        for kid in &self.kids {
            kids.push(match kid {
                Kid::Element(element) => element.write(document, id, owners)?.into(),
                Kid::Content(content) => {
                    owners.contents.insert(*content, id);
                    self.reference_to(*content)
                }
                Kid::Object(reference) => {
                    owners.objects.push((reference.get(b"Obj")?.as_reference()?, id));
                    reference.clone().into()
                }
            });
        }
        if self.kind == "Note" && !dictionary.has(b"ID") {
            dictionary.set("ID", Object::string_literal(format!("note-{}", id.0)));
        }
        dictionary.set("Type", "StructElem");
        dictionary.set("S", self.kind.as_str());
        dictionary.set("P", parent);
        match <[Object; 1]>::try_from(kids) {
            Ok([only]) => dictionary.set("K", only),
            Err(kids) => dictionary.set("K", kids),
        }
        document.set_object(id, dictionary);
        Ok(id)
    }

    /// Content as a kid: its number alone, if it is on the page that the element names.
    fn reference_to(&self, content: ContentId) -> Object {
        let page = self.rest.get(b"Pg").and_then(Object::as_reference);
        if page.is_ok_and(|page| page == content.page) {
            return content.number.into();
        }
        dictionary! {"Type" => "MCR", "Pg" => content.page, "MCID" => content.number}.into()
    }
}

impl Kid {
    fn read(document: &Document, value: &Object, page: Option<ObjectId>) -> Result<Self, lopdf::Error> {
        if let Object::Integer(number) = value {
            let page = page.ok_or(lopdf::Error::DictKey("Pg".to_owned()))?;
            return Ok(Self::Content(ContentId { page, number: *number }));
        }
        let kid = dictionary_of(document, value)?;
        let page = kid.get(b"Pg").and_then(Object::as_reference).ok().or(page);
        match (kid.get(b"Type").and_then(Object::as_name), page) {
            (Ok(b"MCR"), Some(page)) if !kid.has(b"Stm") => {
                Ok(Self::Content(ContentId { page, number: kid.get(b"MCID")?.as_i64()? }))
            }
            (Ok(b"OBJR"), _) => Ok(Self::Object(kid.clone())),
            _ => Ok(Self::Element(Element::read(document, value, page)?)),
        }
    }
}

/// Which tag each part of a page and each annotation is in.
#[derive(Default)]
struct Owners {
    contents: BTreeMap<ContentId, ObjectId>,
    objects: Vec<(ObjectId, ObjectId)>,
}

impl Owners {
    /// The table by the numbers that pages and annotations have in it.
    fn write(self, document: &Document) -> Result<BTreeMap<i64, Object>, lopdf::Error> {
        let mut numbers = BTreeMap::new();
        for (content, owner) in self.contents {
            let number = document.get_dictionary(content.page)?.get(b"StructParents")?.as_i64()?;
            let list = numbers.entry(number).or_insert_with(|| Object::Array(Vec::new())).as_array_mut()?;
            let at = usize::try_from(content.number).unwrap_or_default();
            list.resize(list.len().max(at + 1), Object::Null);
            list[at] = owner.into();
        }
        for (object, owner) in self.objects {
            let number = document.get_dictionary(object)?.get(b"StructParent")?.as_i64()?;
            numbers.insert(number, owner.into());
        }
        Ok(numbers)
    }
}
