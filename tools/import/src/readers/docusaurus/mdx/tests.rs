//! Tests of expressions and components of MDX.

use wellpress_io::fs::Memory;

use super::MdxText;
use crate::old_site::OldSite;
use crate::source_folder::SourceFolder;

/// The lines with words of a page, and the site that it makes.
fn translated(text: &str, partials: &[(&str, &str)]) -> (String, OldSite) {
    let files = partials.iter().fold(Memory::new().with("/s/docs/a.mdx", text), |files, (name, text)| {
        files.with(format!("/s/docs/{name}"), *text)
    });
    let source = SourceFolder::open(&files, "/s".as_ref()).unwrap();
    let mut site = OldSite::default();
    let text = MdxText::new(&source, &mut site, "docs/a.mdx").translate(text);
    (text.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("|"), site)
}

#[test]
fn texts_of_other_files_become_snippets() {
    let text = "import Dose from './_dose.mdx';\nimport Max from \"@site/docs/_max.md\"\n\nTake it.\n\n<Dose />\n\nAt most <Max of=\"10\" /> a day.\n";
    let partials = [
        ("_dose.mdx", "import More from './_more.md'\n\n5 mg.\n\n<More/>\n"),
        ("_more.md", "Not more.\n"),
        ("_max.md", "{props.of} mg\n"),
    ];
    let (text, site) = translated(text, &partials);
    assert_eq!(text, "Take it.|::snippet{#docs-dose}|At most 10 mg a day.");
    assert_eq!(site.snippets["docs-dose"].text.trim(), "5 mg.\n\n\n\n::snippet{#docs-more}");
    assert_eq!(site.snippets["docs-more"].text.trim(), "Not more.");
    let (_, site) = translated("import Dose from './_gone.mdx'\n\n<Dose />\n", &[]);
    assert!(site.log.is_doubtful("docs/a.mdx"));
}

#[test]
fn a_text_that_shows_itself_ends() {
    let itself = format!("import A from './_a.md'\n\nRest {}\n", "well <A/> ".repeat(100));
    let (text, site) = translated("import A from './_a.md'\n\nSee <A/>.\n", &[("_a.md", &itself)]);
    assert!(text.len() < 1_000_000 && site.log.is_doubtful("docs/_a.md"), "{}", text.len());
}

#[test]
fn components_keep_title_and_kind() {
    for (text, expected) in [
        ("<Admonition type=\"danger\" title=\"Not now\">\n  Stop.\n</Admonition>\n", ":::warning[Not now]|Stop.|:::"),
        ("<Warning>Stop.</Warning>\n", ":::warning|Stop.|:::"),
        ("<div className=\"alert alert--danger\" role=\"alert\">Stop.</div>\n", ":::warning|Stop.|:::"),
        ("<Alert severity=\"error\" message=\"Stop.\" />\n", ":::warning|Stop.|:::"),
        ("<Callout type={'caution'}>\n\nStop.\n\n</Callout>\n", ":::caution|Stop.|:::"),
        (
            "<Tabs>\n  <TabItem value=\"x\" label=\"X\">\n    One.\n  </TabItem>\n</Tabs>\n",
            "::::tabs|:::tab[X]|One.|:::|::::",
        ),
        (
            "<Tabs values={[{label: 'Over 65', value: 'a'}, {label: 'a', value: 'b'}]}>\n<TabItem value=\"a\">\n\nOne.\n\n</TabItem>\n<TabItem value=\"b\">\n\nTwo.\n\n</TabItem>\n</Tabs>\n",
            "::::tabs|:::tab[Over 65]|One.|:::|:::tab[a]|Two.|:::|::::",
        ),
        (
            "<Tabs values={[{label: 'Adults', value: 'x'}, {label: 'Children', value: 'a'}]}>\n<TabItem value=\"x\" label=\"a\">\n500 mg\n<Tabs>\n<TabItem value=\"s\" label=\"a\">\nOne.\n</TabItem>\n</Tabs>\n</TabItem>\n<TabItem value=\"a\">50 mg</TabItem>\n</Tabs>\n",
            "::::::tabs|:::::tab[Adults]|500 mg|::::tabs|:::tab[a]|One.|:::|::::|:::::|:::tab[Children]|50 mg|:::|::::::",
        ),
        ("<Card title=\"Never\" icon=\"x\">Take two.</Card>\n", "**Never**|Take two."),
        ("<Dose drug=\"x\" label=\"5 mg\" />\n", "**5 mg**"),
        ("<Link to=\"/a\">words</Link> {/* not shown */}\n", "[words](</a>) "),
        ("export const dose = '5 mg';\nexport const f = () => {\n  return 1;\n};\n\nTake {dose}.\n", "Take 5 mg."),
    ] {
        assert_eq!(translated(text, &[]).0, expected, "{text}");
    }
    let (text, site) = translated("Take {dose()} and $x_{a}$, {#id} `{x}`.\n", &[]);
    assert_eq!((text.as_str(), site.log.left_constructs().len()), ("Take {dose()} and $x_{a}$, {#id} `{x}`.", 1));
    assert!(site.log.is_doubtful("docs/a.mdx"));
}

#[test]
fn computed_values_and_lost_properties_make_drafts() {
    for (text, expected, told) in [
        ("<Tabs values={NAMES}>\n<TabItem value=\"a\">One.</TabItem>\n</Tabs>\n", "::::tabs", "`NAMES`"),
        (
            "<Tabs values={[{label: NAMES.a, value: 'a'}, {label: 'B', value: 'b'}]}>\n<TabItem value=\"a\">One.</TabItem>\n<TabItem value=\"b\">Two.</TabItem>\n</Tabs>\n",
            "::::tabs|:::tab[a]|One.|:::|:::tab[B]",
            "NAMES.a",
        ),
        ("Take {2*5} mg daily.\n", "Take {2*5} mg daily.", "`{2*5}`"),
        ("Take {isChild ? '5' : '10'} mg.\n", "Take {isChild ? '5' : '10'} mg.", "isChild ?"),
        ("Costs <Price value=\"5 mg\"/> now.\n", "Costs ", "`value=\"5 mg\"`"),
        ("<Dose mg={20} text=\"with food\" />\n", "**with food**", "component `Dose` makes words of `mg=\"20\"`"),
    ] {
        let (output, site) = translated(text, &[]);
        assert!(output.starts_with(expected), "{text}: {output}");
        assert!(site.log.is_doubtful("docs/a.mdx"), "{text}");
        assert!(site.log.to_confirm.iter().any(|(_, what)| what.contains(told)), "{text}");
    }
    for (text, expected) in [
        ("Take{' '}5 {\"mg\"} and {10} ml.\n", "Take 5 mg and 10 ml."),
        ("See $\\frac{a}{b} {\\rm c}$ {x y}.\n", "See $\\frac{a}{b} {\\rm c}$ {x y}."),
        ("W <b style={{color: 'red'}}>5 mg</b>\n", "W <b>5 mg</b>"),
        ("Not <span style={{ color: \"red\", textDecoration: 'line-through' }}>5 mg</span>\n", "Not <del>5 mg</del>"),
    ] {
        let (output, site) = translated(text, &[]);
        assert_eq!(output, expected, "{text}");
        assert!(!site.log.is_doubtful("docs/a.mdx"), "{text}");
    }
}

#[test]
fn braces_are_values_outside_of_code_and_formulas() {
    let values = "export const low = 5;\nexport const unit = 'mg';\nexport const range = '2*5*3';\n\n";
    for (text, expected) in [
        (
            "Dose:{low} {low}{unit} a{low} ({low}) [{low}](./b.md) **{low}**{unit} x={low}",
            "Dose:5 5mg a5 (5) [5](./b.md) **5**mg x=5",
        ),
        (
            "| {low}{unit} | `{low}` |\n|---|---|\n| a{low} | {range} |",
            "| 5mg | `{low}` |\n|---|---|\n| a5 | 2\\*5\\*3 |",
        ),
        (
            "$x_{low}$ and $$\ny^{low}\n$$ but US${low}, \\{low}, $5 and {low} for $6",
            "$x_{low}$ and $$\ny^{low}\n$$ but US$5, \\{low}, $5 and 5 for $6",
        ),
        ("## A {#low}\n\n:::note[a{low}]\nb\n:::", "## A {#low}\n:::note[a5]\nb\n:::"),
        (
            "Take{' '}\n<b>6 mg</b>{' '}daily, {'2*5*3'} {-1} {'{'}x{\"}\"} {'<'}b>",
            "Take\n<b>6 mg</b> daily, 2\\*5\\*3 -1 {x} \\<b>",
        ),
        ("- {`7 mg`}{`2*5*3`} and `{`7`}` `a {` x `}`", "- 7 mg2\\*5\\*3 and `{`7`}` `a {` x `}`"),
        ("<>5 mg</> and <React.Fragment>6 mg</React.Fragment> `<></>`", "5 mg and 6 mg `<></>`"),
        (
            "{\n  <span>6 mg</span>\n}\n\n| {<Mark color=\"red\">7 mg</Mark>} |\n|---|\n| b |",
            "6 mg\n| 7 mg |\n|---|\n| b |",
        ),
        ("<Translate values={{dose: 21, unit: 'mg'}}>{'Take {dose} {unit}'}</Translate>", "Take 21 mg"),
        ("<CodeBlock>{`a 5 mg\n\nb`}</CodeBlock>", "```\na 5 mg\nb\n```"),
        (
            "<img src={useBaseUrl(\"img/a.png\")} alt=\"A\" /> <b title={x(\"5\")}>5 mg</b>",
            "![A](/img/a.png) <b>5 mg</b>",
        ),
    ] {
        let (output, site) = translated(&format!("{values}{text}\n"), &[]);
        assert_eq!(
            output.replace('|', "\n").replace("\n\n", "\n"),
            expected.replace('|', "\n").replace("\n\n", "\n"),
            "{text}"
        );
        assert!(!site.log.is_doubtful("docs/a.mdx"), "{text}");
    }
    for (text, told) in [
        ("Dose:{high} mg", "{high}"),
        ("Take {`${high} mg`}", "${high}"),
        ("<Translate values={{dose: high}}>{'Take {dose} mg'}</Translate>", "{dose}"),
        ("{<b>5 mg</b> || <b>6 mg</b>}", "<b>5 mg"),
        ("export const two = 'Take 7 mg' + ' daily'\n\n{two}", "{two}"),
        ("Take {5.0} mg {'it\\'s'}", "5.0"),
        ("Take <Dose /> daily <> {gone}", "`Dose`"),
        ("| A | <Dose/> |\n|---|---|\n| b | c |", "`Dose`"),
    ] {
        let (_, site) = translated(&format!("{text}\n"), &[]);
        assert!(site.log.is_doubtful("docs/a.mdx"), "{text}");
        assert!(site.log.to_confirm.iter().any(|(_, what)| what.contains(told)), "{text}");
    }
}

#[test]
fn components_in_a_line_stay_in_it() {
    for (text, expected) in [
        ("Take <Mark color=\"x\">5 mg</Mark> daily, <Mark color=\"x\">6 mg</Mark>.", "Take 5 mg daily, 6 mg."),
        ("- a <Term title=\"with food\"> 7 mg</Term>\n- b", "- a  7 mg (with food)|- b"),
        (
            "| A | <Mark color=\"x\">8 mg</Mark> daily |\n|---|---|\n| <Label text=\"9 mg\" /> | b |",
            "| A | 8 mg daily |||---|---||| 9 mg | b |",
        ),
        ("## Dose <Translate id=\"a\">of 5 mg</Translate> here", "## Dose of 5 mg here"),
        ("<Grid><Grid.Item>11 mg</Grid.Item><Grid.Item>12 mg</Grid.Item></Grid>", "11 mg 12 mg"),
        ("<Pill>1</Pill><Pill>2</Pill>, <Pill>3</Pill>.", "1 2, 3."),
        ("<Pill>\n15 mg\n</Pill><Pill>16 mg</Pill>", "15 mg 16 mg"),
        ("Take <Pill>15 mg", "Take 15 mg"),
    ] {
        assert_eq!(translated(&format!("{text}\n"), &[]).0, expected, "{text}");
    }
}

#[test]
fn formulas_below_code_and_behind_signs_keep_their_braces() {
    for text in [
        "- Use `x`\n    - Count $10^{12}$ per litre\n",
        "1. Step\n   ```\n   x\n   ```\n    Count $10^{12}$\n",
        "Platelets $<10^{12}$ per litre, <b>$\\frac{5}{10}$</b> mg\n",
        "Old `a` {b `c`} $10^{12}$\n",
    ] {
        let (new, _) = translated(text, &[]);
        assert!(new.contains("10^{12}$"), "{new}");
    }
}

#[test]
fn a_component_in_a_comment_stays_there() {
    let (text, _) = translated("<!--\n<Foo title=\"Old dose 500 mg\" />\n\nOld dose 500 mg\n-->\n\nRest.\n", &[]);
    assert_eq!(text, "<!--|<Foo title=\"Old dose 500 mg\" />|Old dose 500 mg|-->|Rest.");
}
