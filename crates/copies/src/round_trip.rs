//! Blocks with hostile words in, Markdown out, and the same words in the same blocks when a parser reads it back.

use pulldown_cmark::{Event as Parsed, Options, Parser, Tag, TagEnd};

use wellpress_walk::{Block, Blocks, Inline, ListKind, Run, Style, write};

use crate::markdown::Markdown;

/// Words that mean something in Markdown, in HTML, or to a parser with extensions.
const HOSTILE: &[&str] = &[
    "plain words",
    "a `code` and ``two`` and ``` three",
    "`",
    "a | b | c",
    "--- | ---",
    "# no heading #",
    "#",
    "{#id .class}",
    "title {#id}",
    "---",
    "===",
    "***",
    "* star",
    "- dash",
    "+ plus",
    "1. one",
    "1) one",
    "12. twelve",
    "2026. was a year",
    "> quote",
    "<b>bold</b> <script>alert(1)</script>",
    "<https://a.example/>",
    "<!-- comment -->",
    "&amp; &copy; &#35; AT&T; a & b",
    "a * b * c ** d **",
    "_under_ snake_case __init__",
    "**Warning:**",
    "[link](https://a.example/) [^1] [x] ![image](b)",
    "[[wiki]] [!NOTE]",
    "~~gone~~ ~sub~ ^sup^",
    "$5 and $6 $$x$$",
    "\\ backslash \\* \\",
    "ends with backslash\\",
    "Look!",
    ": definition",
    ":::care",
    "::exercise{#a}",
    "\"quotes\" 'single' \u{201c}curly\u{201d}",
    "control\u{7}\u{1b}[31m\u{85}next\u{2028}line\u{0}",
    "+++",
    "~~~",
    "```",
    "    indented",
    "\tTab",
    "Ende\u{df} \u{4e2d}\u{6587} \u{639}\u{631}\u{628}\u{64a} \u{301}a",
    "|",
    "a\\|b",
    "a`|`b",
    "http://a.example/_x_?a=1&copy=2",
    "line one\nline two\r\nline three",
];

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The signs of a text that are no blanks and no control characters.
fn signs(text: &str) -> String {
    let is_shown = |c: &char| !c.is_whitespace() && !c.is_control();
    text.chars().filter(is_shown).collect()
}

fn markdown(blocks: &Blocks) -> String {
    let mut format = Markdown::behind("---\ntitle: \"x\"\n---\n".to_owned());
    write("a page", blocks, &mut format).expect("all notices");
    format.finish()
}

/// All extensions, but for those that replace quotes and dashes.
fn options() -> Options {
    Options::all() - Options::ENABLE_SMART_PUNCTUATION
}

/// What a parser reads as text, without the HTML of looks.
fn read_back(markdown: &str, options: Options) -> String {
    let mut text = String::new();
    let mut is_front_matter = false;
    for event in Parser::new_ext(markdown, options) {
        match event {
            Parsed::Start(Tag::MetadataBlock(_)) => is_front_matter = true,
            Parsed::End(TagEnd::MetadataBlock(_)) => is_front_matter = false,
            Parsed::Text(words) | Parsed::Code(words) if !is_front_matter => text.push_str(&words),
            Parsed::SoftBreak | Parsed::HardBreak => text.push(' '),
            Parsed::End(tag) if !matches!(tag, TagEnd::Strong | TagEnd::Emphasis | TagEnd::Link) => text.push(' '),
            Parsed::InlineHtml(tag) => {
                let looks =
                    ["<strong>", "</strong>", "<em>", "</em>", "<sup>", "</sup>", "<sub>", "</sub>", "<del>", "</del>"];
                assert!(looks.contains(&&*tag) || &*tag == "<br>", "{tag} in {markdown}");
            }
            Parsed::Html(html) => panic!("HTML {html} in {markdown}"),
            Parsed::InlineMath(_) | Parsed::DisplayMath(_) | Parsed::FootnoteReference(_) => panic!("{markdown}"),
            _ => {}
        }
    }
    text
}

/// The kinds of blocks that a parser reads.
fn tags(markdown: &str) -> Vec<String> {
    let events = Parser::new_ext(markdown, options());
    let starts = events.filter_map(|event| if let Parsed::Start(tag) = event { Some(tag) } else { None });
    let names = starts.map(|tag| format!("{tag:?}").split([' ', '(', '{']).next().unwrap_or_default().to_owned());
    names.filter(|name| name != "MetadataBlock").collect()
}

fn run(text: &str, style: Style, link: Option<&str>) -> Run {
    Run { text: text.to_owned(), style, link: link.map(str::to_owned), ..Run::default() }
}

fn styles() -> Vec<Style> {
    let plain = Style::default();
    vec![
        plain,
        Style { strong: true, ..plain },
        Style { emphasis: true, ..plain },
        Style { strong: true, emphasis: true, ..plain },
        Style { code: true, ..plain },
        Style { deleted: true, superscript: true, ..plain },
    ]
}

#[test]
fn words_are_read_back_from_every_place_in_every_look() {
    let places = |words: &str, style: Style, link: Option<&str>| {
        let mut blocks = Blocks::default();
        for block in [Block::Heading(2), Block::Paragraph, Block::Lead, Block::Caption, Block::ExpanderTitle] {
            blocks.block(block, |blocks| blocks.run(run(words, style, link)));
        }
        blocks.block(Block::List(ListKind::Steps(1)), |blocks| {
            blocks.block(Block::Item(None), |blocks| blocks.run(run(words, style, link)));
        });
        blocks.block(Block::Definitions, |blocks| {
            blocks.block(Block::Term, |blocks| blocks.run(run(words, style, link)));
            blocks.block(Block::Definition, |blocks| blocks.run(run(words, style, link)));
        });
        for is_head in [true, false] {
            blocks.block(Block::Table, |blocks| {
                for _ in 0..2 {
                    blocks.block(Block::Row { is_head }, |blocks| {
                        blocks.block(Block::Cell { is_head }, |blocks| blocks.run(run(words, style, link)));
                        blocks.block(Block::Cell { is_head }, |blocks| blocks.run(run("b", Style::default(), None)));
                    });
                }
            });
        }
        blocks
    };
    for words_of_author in HOSTILE {
        for style in styles() {
            for link in [None, Some("https://a.example/x(y)?a=1&b=2;c"), Some("#place")] {
                let blocks = places(words_of_author, style, link);
                let markdown = markdown(&blocks);
                let shown: String = blocks
                    .events()
                    .iter()
                    .filter_map(|event| match event {
                        wellpress_walk::Event::Inline(Inline::Text(run)) => Some(format!("{} ", run.text)),
                        _ => None,
                    })
                    .collect();
                // The writer puts a colon behind a term.
                let expected = signs(&shown).replace(':', "");
                for options in [options(), Options::ENABLE_TABLES | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS] {
                    let read = read_back(&markdown, options);
                    assert_eq!(signs(&read).replace(':', ""), expected, "{style:?} {link:?}\n{markdown}");
                    assert_eq!(words(&read), words(&shown), "{style:?} {link:?}\n{markdown}");
                }
            }
        }
    }
}

#[test]
fn hostile_words_make_no_other_blocks() {
    for words in HOSTILE.iter().filter(|words| !words.trim().is_empty()) {
        let mut blocks = Blocks::default();
        blocks.text_block(Block::Heading(2), words);
        blocks.text_block(Block::Paragraph, words);
        blocks.block(Block::List(ListKind::Bullets), |blocks| blocks.text_block(Block::Item(None), words));
        blocks.block(Block::Paragraph, |blocks| {
            blocks.text("a");
            blocks.inline(Inline::Break);
            blocks.text(words);
        });
        let markdown = markdown(&blocks);
        assert_eq!(tags(&markdown), ["Heading", "Paragraph", "List", "Item", "Paragraph"], "{markdown}");
    }
}

#[test]
fn looks_beside_each_other_are_read_back_as_they_were() {
    let looks = [
        ("Warning:", true, false),
        ("text", false, false),
        ("*", false, true),
        ("a", true, true),
        (" b ", true, false),
    ];
    for first in looks {
        for second in looks {
            for third in looks {
                let mut blocks = Blocks::default();
                blocks.block(Block::Paragraph, |blocks| {
                    for (text, strong, emphasis) in [first, second, third] {
                        blocks.run(run(text, Style { strong, emphasis, ..Style::default() }, None));
                    }
                });
                let markdown = markdown(&blocks);
                let shown: String = [first, second, third].iter().map(|(text, ..)| *text).collect();
                assert_eq!(signs(&read_back(&markdown, options())), signs(&shown), "{markdown}");
            }
        }
    }
}

#[test]
fn code_keeps_its_lines_behind_a_longer_fence() {
    for code in ["a\n\n  b", "```\ninner\n```", "````", "~~~\n# no\n", "\u{7}x", "> q\n- l"] {
        let mut blocks = Blocks::default();
        blocks.block(Block::List(ListKind::Numbers(9)), |blocks| {
            blocks.block(Block::Item(None), |blocks| {
                blocks.text("See:");
                let style = Style { code: true, ..Style::default() };
                blocks
                    .block(Block::Code(Some("c++ {bad} `x`".to_owned())), |blocks| blocks.run(run(code, style, None)));
            });
        });
        let markdown = markdown(&blocks);
        let read = read_back(&markdown, options());
        let expected: String = code.chars().filter(|c| *c == '\n' || !c.is_control()).collect();
        assert_eq!(read.strip_prefix("See: ").map(str::trim_end), Some(expected.trim_end()), "{markdown}");
        assert_eq!(tags(&markdown).last().map(String::as_str), Some("CodeBlock"), "{markdown}");
    }
}

#[test]
fn nested_blocks_are_read_back_nested() {
    let mut blocks = Blocks::default();
    blocks.block(Block::Quote, |blocks| {
        blocks.text_block(Block::Paragraph, "q");
        blocks.block(Block::List(ListKind::Bullets), |blocks| {
            blocks.block(Block::Item(None), |blocks| {
                blocks.text("one");
                blocks.block(Block::List(ListKind::Numbers(3)), |blocks| {
                    blocks.text_block(Block::Item(None), "three");
                    blocks.text_block(Block::Item(Some(7)), "seven");
                });
            });
            blocks.block(Block::Item(None), |_| {});
        });
    });
    blocks.block(Block::Quote, |blocks| blocks.text_block(Block::Paragraph, "another quote"));
    for _ in 0..3 {
        blocks.block(Block::List(ListKind::Boxes), |blocks| blocks.text_block(Block::Item(None), "a list"));
    }
    let expected = "> q\n>\n> - one\n>\n>   3. three\n>   7. seven\n> -\n\n> another quote\n\n- [ ] a list\n\n* [ ] a list\n\n- [ ] a list\n";
    let markdown = markdown(&blocks);
    assert_eq!(markdown.split_once("---\n\n").map(|(_, body)| body), Some(expected));
    let nested =
        "BlockQuote Paragraph List Item List Item Item Item BlockQuote Paragraph List Item List Item List Item";
    let tags = tags(&markdown).into_iter().filter(|tag| tag != "Paragraph").collect::<Vec<_>>().join(" ");
    assert_eq!(tags, nested.replace("Paragraph ", ""));
}

/// Numbers that look random, and are the same in each run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

#[test]
fn random_signs_in_random_looks_are_read_back() {
    const SIGNS: &[&str] = &[
        "a", "b1", "\u{e9}", "\u{4e2d}", " ", " ", "*", "**", "_", "`", "``", "[", "]", "(", ")", "<", ">", "<b>", "|",
        "\\", "#", "-", "+", "1.", "2)", "!", "&", "&lt;", ";", "~", "~~", "$", "^", "{", "}", ":", "\"", "'", "=",
        "---", "\u{201c}", "\u{2014}", "\n", "/", ".",
    ];
    let looks = styles();
    let mut numbers = Numbers(20_261_120);
    for _ in 0..20_000 {
        let mut blocks = Blocks::default();
        let mut shown = String::new();
        let block = [Block::Paragraph, Block::Heading(3), Block::Item(None), Block::Quote][numbers.below(4)].clone();
        let is_item = block == Block::Item(None);
        let content = |blocks: &mut Blocks| {
            for _ in 0..=numbers.below(4) {
                let words: String = (0..=numbers.below(5)).map(|_| SIGNS[numbers.below(SIGNS.len())]).collect();
                let link = (numbers.below(5) == 0).then_some("https://a.example/");
                blocks.run(run(&words, looks[numbers.below(looks.len())], link));
                shown.push_str(&words);
                if numbers.below(8) == 0 {
                    blocks.inline(Inline::Break);
                }
            }
        };
        if is_item {
            blocks.block(Block::List(ListKind::Bullets), |blocks| blocks.block(block, content));
        } else {
            blocks.block(block, content);
        }
        let markdown = markdown(&blocks);
        for options in [options(), Options::ENABLE_YAML_STYLE_METADATA_BLOCKS] {
            assert_eq!(signs(&read_back(&markdown, options)), signs(&shown), "{blocks:?}\n{markdown}");
        }
    }
}
