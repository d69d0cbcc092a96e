//! A small file with the faults that Chromium's files have, and what becomes of them.

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, decode_text_string, dictionary};

use super::mend;
use super::tree::{Element, Kid};

const CONTENT: &str = "q 0 0 10 10 re W* n
/NonStruct <</MCID 0>> BDC 0 0 100 1 re f EMC
5 5 m 9 9 l S
/NonStruct <</MCID 1>> BDC BT /F1 12 Tf 1 0 0 1 50 700 Tm <41> Tj 8 0 Td <42> Tj ET EMC
BT /F1 12 Tf 1 0 0 1 30 700 Tm <31> Tj ET
/Figure <</MCID 2>> BDC 0 0 50 50 re f EMC
/NonStruct <</MCID 3>> BDC BT /F1 12 Tf 1 0 0 1 50 600 Tm <4142> Tj 12 0 Td <42> Tj ET EMC
BT /F1 12 Tf 1 0 0 1 72 600 Tm <41> Tj ET Q";

const LETTERS: &str =
    "begincmap 1 beginbfchar <31> <0031> endbfchar 1 beginbfrange <41> <42> <0041> endbfrange endcmap";

/// A file with an item of a list, a figure in a figure and a link, each with a part of [`CONTENT`].
fn printed(alternative: Option<&str>) -> Vec<u8> {
    let mut document = Document::with_version("1.4");
    let letters = document.add_object(Stream::new(Dictionary::new(), LETTERS.into()));
    let font = dictionary! {"Type" => "Font", "Subtype" => "Type3", "ToUnicode" => letters};
    let content = document.add_object(Stream::new(Dictionary::new(), CONTENT.into()));
    let action = dictionary! {"S" => "URI", "URI" => Object::string_literal("https://printed.invalid/a/#b")};
    let link = dictionary! {"Type" => "Annot", "Subtype" => "Link", "A" => action, "StructParent" => 1};
    let link = document.add_object(link);
    let pages = document.new_object_id();
    let page = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => content, "StructParents" => 0, "Annots" => vec![link.into()],
        "Resources" => dictionary! {"Font" => dictionary! {"F1" => font}},
    });
    document.set_object(pages, dictionary! {"Type" => "Pages", "Count" => 1, "Kids" => vec![page.into()]});
    let mut element = |kind: &str, kids: Vec<Object>, more: Dictionary| -> Object {
        let mut element = dictionary! {"S" => kind, "Pg" => page, "K" => kids};
        element.extend(&more);
        document.add_object(element).into()
    };
    let none = Dictionary::new;
    let item = element("NonStruct", vec![1.into()], none());
    let item = element("LI", vec![0.into(), item], none());
    let list = element("L", vec![item], none());
    let words = alternative.map(|words| dictionary! {"Alt" => Object::string_literal(words)});
    let picture = element("Figure", vec![2.into()], words.unwrap_or_default());
    let figure = element("Figure", vec![picture], none());
    let text = element("NonStruct", vec![3.into()], none());
    let link = element("NonStruct", vec![text, dictionary! {"Type" => "OBJR", "Obj" => link}.into()], none());
    let paragraph = element("P", vec![link], none());
    let top = element("Document", vec![list, figure, paragraph], none());
    let tags = document.add_object(dictionary! {"Type" => "StructTreeRoot", "K" => top});
    let catalog = document.add_object(dictionary! {
        "Type" => "Catalog", "Pages" => pages, "StructTreeRoot" => tags, "Lang" => Object::string_literal("en"),
    });
    let info = document.add_object(dictionary! {
        "Title" => Object::string_literal("A & B"), "CreationDate" => Object::string_literal("D:20260101000000"),
    });
    document.trailer.set("Root", catalog);
    document.trailer.set("Info", info);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("a file");
    bytes
}

fn mended(alternative: Option<&str>) -> Document {
    let bytes = mend(&printed(alternative), "https://printed.invalid", "https://guide.example").expect("a file");
    assert_eq!(bytes, mend(&printed(alternative), "https://printed.invalid", "https://guide.example").expect("a file"));
    Document::load_mem(&bytes).expect("a file")
}

fn page_of(document: &Document) -> ObjectId {
    document.page_iter().next().expect("a page")
}

/// The tags in one line, such as `P(1 Link(2 *))`; the star is an annotation.
fn outline(element: &Element) -> String {
    let kids = element.kids.iter().map(|kid| match kid {
        Kid::Element(element) => outline(element),
        Kid::Content(content) => content.number.to_string(),
        Kid::Object(_) => "*".to_owned(),
    });
    format!("{}({})", element.kind, kids.collect::<Vec<_>>().join(" "))
}

#[test]
fn every_part_has_its_tag() {
    let document = mended(Some("A bridge"));
    let root = Element::read_root(&document).expect("tags");
    let expected = "Document(L(LI(Lbl(4) LBody(NonStruct(1)))) Div(Figure(2)) P(Link(NonStruct(3) *) Span(5)))";
    assert_eq!(outline(&root), expected);

    let page = page_of(&document);
    let operations = Content::decode(&document.get_page_content(page)).expect("operations").operations;
    let (mut depth, mut artifacts) = (0, 0);
    for operation in &operations {
        match operation.operator.as_str() {
            "BDC" | "BMC" => depth += 1,
            "EMC" => depth -= 1,
            "Tj" | "f" | "S" => assert_eq!(depth, 1, "{operation:?} has one tag around it"),
            _ => {}
        }
        artifacts += usize::from(
            operation.operands.first().is_some_and(|name| name.as_name().is_ok_and(|name| name == b"Artifact")),
        );
    }
    assert_eq!(artifacts, 2, "a background and a line");
}

#[test]
fn the_table_of_tags_leads_from_content_to_its_tag() {
    let document = mended(Some("A bridge"));
    let kind_of = |owner: &Object| {
        let owner = document.dereference(owner).expect("an object").1.as_dict().expect("a tag");
        String::from_utf8_lossy(owner.get(b"S").and_then(Object::as_name).expect("a kind")).into_owned()
    };
    let catalog = document.catalog().expect("a catalog");
    let tags = catalog.get_deref(b"StructTreeRoot", &document).and_then(Object::as_dict).expect("tags");
    let table = tags.get_deref(b"ParentTree", &document).and_then(Object::as_dict).expect("a table");
    let [_, page, _, link] = table.get(b"Nums").and_then(Object::as_array).expect("numbers").as_slice() else {
        panic!("a page and a link")
    };
    let owners = page.as_array().expect("the parts of the page");
    assert!(owners[0].is_null(), "a background has no tag");
    let kinds: Vec<String> = owners[1..].iter().map(kind_of).collect();
    assert_eq!(kinds, ["NonStruct", "Figure", "NonStruct", "Lbl", "Span"]);
    assert_eq!(kind_of(link), "Link");
}

#[test]
fn links_say_where_they_lead() {
    let document = mended(Some("A bridge"));
    let links = document.get_page_annotations(page_of(&document)).expect("links");
    assert_eq!(links[0].get(b"Contents").and_then(decode_text_string).expect("words"), "ABB");
    let action = links[0].get(b"A").and_then(Object::as_dict).expect("an action");
    assert_eq!(action.get(b"URI").and_then(Object::as_str).expect("an address"), b"https://guide.example/a/#b");
}

#[test]
fn only_a_whole_file_claims_the_standard() {
    let metadata = |document: &Document| {
        let catalog = document.catalog().expect("a catalog");
        let stream = catalog.get_deref(b"Metadata", document).and_then(Object::as_stream).expect("metadata");
        String::from_utf8(stream.content.clone()).expect("UTF-8")
    };
    let whole = mended(Some("A bridge"));
    assert!(metadata(&whole).contains("<pdfuaid:part>1</pdfuaid:part>"));
    assert!(metadata(&whole).contains("A &amp; B"));
    let info = whole.trailer.get(b"Info").and_then(Object::as_reference).and_then(|id| whole.get_dictionary(id));
    assert!(!info.expect("a description").has(b"CreationDate"));
    assert!(!metadata(&mended(None)).contains("pdfuaid:part"), "a picture without a text alternative");
}
