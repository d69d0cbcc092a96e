//! Cells of code. What a cell would show is not computed: a cell becomes its code, or nothing if the old site did not show the code. The
//! report names each cell whose result alone was shown.

use serde_json::{Map, Value};

use super::visibility;
use crate::front_matter;
use crate::log::ImportLog;
use crate::readers::page_keys::{phrases, text_of};
use crate::text::tags::{self, Argument};
use crate::text::{code, excerpt};

/// The languages that are run. Quarto draws `mermaid` and `dot` whatever the options say.
const RUN: [&str; 7] = ["r", "python", "julia", "ojs", "bash", "sql", "stata"];

/// What begins a line of options in the comments of these languages.
const OPTIONS: [&str; 3] = ["#|", "//|", "--|"];

/// Translates the cells of a text. `above` are the lines above the text in its file, if they are known, and `metadata` the settings that
/// hold for it, the nearest first.
pub(super) fn translate(
    text: &str,
    file: &str,
    above: Option<usize>,
    metadata: &[Value],
    log: &mut ImportLog,
) -> String {
    let is_example = examples(text);
    let mut output = String::new();
    // What a cell sets for those below it goes before the settings.
    let mut metadata = [&[Value::Null], metadata].concat();
    let mut lines = code::lines_in(text, Vec::new()).enumerate().peekable();
    while let Some((index, (start, line, _))) = lines.next() {
        let content = line.trim_start();
        let fence = &content[..content.len() - content.trim_start_matches('`').len()];
        let Some(header) = content[fence.len()..].strip_prefix('{').filter(|_| fence.len() >= 3 && !is_example(start))
        else {
            output.push_str(line);
            continue;
        };
        let mut code = String::new();
        let is_end = |line: &str| line.trim().starts_with(fence) && line.trim().bytes().all(|byte| byte == b'`');
        while let Some((_, (_, line, _))) = lines.next_if(|(_, (_, line, _))| !is_end(line)) {
            code.push_str(line);
        }
        let end = lines.next().map_or("", |(_, (_, line, _))| line);
        // Without an end of its own, it may have words of the page in it.
        let has_end = !end.is_empty() && !code.lines().any(|line| line.trim_start().starts_with("```{"));
        let cell = Cell::new(header, &code);
        cell.set_defaults(&mut metadata[0]);
        let indent = &line[..line.len() - content.len()];
        let written = |language: &str| format!("{indent}{fence}{language}\n{code}{end}");
        let is_off = |name: &str| has_end && RUN.contains(&cell.language) && cell.is_off(name, &metadata);
        output.push_str(&if is_off("include") || is_off("echo") && (is_off("output") || is_off("eval")) {
            log.left("cell of code that the old site does not show", file, "nothing: readers did not see it");
            "\n".to_owned()
        } else if let Some(picture) = cell.picture() {
            log.translated("picture of a cell");
            picture
        } else if header.contains(".cell-code") {
            written(cell.language.trim_start_matches('.'))
        } else if let Some(format) = cell.language.strip_prefix('=') {
            visibility::raw_block(format, &code, file, log)
        } else if is_off("echo") {
            let place = above.map_or_else(String::new, |above| format!("line {}: ", above + index + 1));
            log.confirm(file, place + &cell.told());
            format!("\n{indent}{}\n\n", cell.caption())
        } else {
            log.left(&format!("cell of code in `{}`", cell.language), file, "a picture or a table of its result");
            written(cell.language)
        });
    }
    output
}

/// Whether a cell that begins at a place is an example: it stands in a comment or in another block of code.
fn examples(text: &str) -> impl Fn(usize) -> bool {
    // A caption in a header may have signs of code.
    let without_signs = |line: &str| {
        let (fence, header) = line.split_at(line.len() - line.trim_start_matches([' ', '\t', '`']).len());
        let is_header = fence.contains("```") && header.starts_with('{');
        if is_header { fence.to_owned() + &header.replace('`', "'") } else { line.to_owned() }
    };
    let ranges = code::ranges(&text.split_inclusive('\n').map(without_signs).collect::<String>());
    let comments = code::comments(text, &ranges);
    move |start| code::contains(&comments, start) || ranges.binary_search_by_key(&start, |range| range.start).is_err()
}

struct Cell<'t> {
    language: &'t str,
    header: &'t str,
    /// What stands behind the language, where older files have the options.
    in_header: Vec<Argument>,
    options: Map<String, Value>,
    /// Lines that are neither options nor comments.
    code: Vec<&'t str>,
}

impl<'t> Cell<'t> {
    fn new(header: &'t str, code: &'t str) -> Self {
        let language = header.split([' ', ',', '}', '\n']).next().unwrap_or_default();
        let header = header.trim_end().trim_end_matches('}');
        let in_header = tags::arguments(header.split_once([' ', ',']).map_or("", |(_, rest)| rest), &[',', ' ']);
        let option = |line: &'t str| {
            let option = OPTIONS.iter().find_map(|sign| line.trim_start().strip_prefix(sign))?;
            Some(option.strip_prefix(' ').unwrap_or(option))
        };
        let lines = code.lines().skip_while(|line| line.trim().is_empty()).map_while(option);
        let lines: Vec<&str> = lines.filter(|option| !option.contains("!expr")).collect();
        let plain = |line: &&str| {
            let (name, value) = line.split_once(':')?;
            Some((name.trim().to_owned(), value.trim().trim_matches(['"', '\'']).into()))
        };
        let options = front_matter::yaml(&lines.join("\n"));
        let options = options.unwrap_or_else(|_| lines.iter().filter_map(plain).collect());
        let is_code = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
        Self { language, header, in_header, options, code: code.lines().filter(is_code).collect() }
    }

    /// Whether an option is false, in the cell or else in the settings.
    fn is_off(&self, name: &str, metadata: &[Value]) -> bool {
        let value = match (self.options.get(name), tags::named(&self.in_header, &[name])) {
            (Some(value), _) => text_of(value),
            (None, Some(value)) => Some(value.to_owned()),
            (None, None) => metadata.iter().find_map(|map| text_of(map.get("execute")?.get(name)?)),
        };
        value.is_some_and(|value| value.eq_ignore_ascii_case("false") || value == "F")
    }

    /// Notes the options that `knitr::opts_chunk$set(echo = FALSE)` sets for all cells.
    fn set_defaults(&self, settings: &mut Value) {
        let code = self.code.join(" ");
        let Some((_, behind)) = code.split_once("opts_chunk$set(").filter(|_| self.language == "r") else { return };
        let arguments = tags::arguments(behind.split(')').next().unwrap_or_default(), &[',', ' ']);
        for name in ["echo", "include", "eval"] {
            if let Some(value) = tags::named(&arguments, &[name]) {
                settings["execute"][name] = value.into();
            }
        }
    }

    /// The words of an option. Without quotes they are code in the header.
    fn words(&self, name: &str) -> String {
        let dotted = name.replace('-', ".");
        let behind = self.header.split_once(&dotted).map_or("", |(_, behind)| behind.trim_start_matches([' ', '=']));
        let in_header = tags::named(&self.in_header, &[&dotted]).filter(|_| behind.starts_with(['"', '\'']));
        let in_lines =
            self.options.get(name).map(|value| text_of(value).unwrap_or_else(|| phrases(value, 1).join(" ")));
        in_lines.as_deref().or(in_header).unwrap_or_default().to_owned()
    }

    /// The label, if figures or tables can be referred to by it.
    fn id(&self) -> Option<String> {
        Some(self.words("label")).filter(|label| label.starts_with("fig-") || label.starts_with("tbl-"))
    }

    /// The words of the captions.
    fn caption(&self) -> String {
        let captions =
            ["tbl-cap", "fig-cap", "tbl-subcap", "fig-subcap"].map(|name| self.words(name).replace('\n', " "));
        let captions = captions.join(" ").trim().to_owned();
        match self.id().filter(|_| !captions.is_empty() && !captions.contains(['[', ']'])) {
            Some(id) => format!("[{captions}]{{#{id}}}"),
            None => captions,
        }
    }

    /// What the report says of a cell whose result alone was shown.
    fn told(&self) -> String {
        let alt = Some(excerpt(&self.words("fig-alt"))).filter(|alt| !alt.is_empty());
        let alt = alt.map(|alt| format!(", \"{alt}\"")).unwrap_or_default();
        let what = "the table or the figure that it makes";
        format!("a cell of `{}` has words that no page shows: {what}{alt}", self.language)
    }

    /// A cell with `knitr::include_graphics("a.png")` alone as the picture, with the caption and the alternative text of its options.
    fn picture(&self) -> Option<String> {
        let [call] = self.code[..] else { return None };
        let call = call.trim().trim_start_matches("knitr::").strip_prefix("include_graphics(")?.trim_start();
        let quote = call.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        let path = call[1..].split(quote).next()?;
        let id = self.id().filter(|id| id.starts_with("fig-")).map(|id| format!("#{id} ")).unwrap_or_default();
        let [caption, alt] = ["fig-cap", "fig-alt"].map(|name| self.words(name).replace(['[', ']'], ""));
        let alt = alt.replace('"', "'");
        Some(format!("\n![{caption}]({path}){{{id}fig-alt=\"{alt}\"}}\n\n"))
    }
}

#[cfg(test)]
mod tests {
    use super::translate;
    use crate::log::ImportLog;

    #[test]
    fn a_cell_is_what_readers_saw_of_it_or_is_named() {
        let hides_code = [serde_json::json!({"execute": {"echo": false}})];
        for (cell, metadata, expected, is_named) in [
            ("{r}\nx\n", &hides_code[..], "", true),
            (
                "{r}\n#| label: tbl-a\n#| tbl-cap: >\n#|   Doses, at\n#|   most 5 mg\nx\n",
                &hides_code,
                "[Doses, at most 5 mg]{#tbl-a}",
                true,
            ),
            (
                "{r}\n#| label: fig-a\n#| fig-cap: A\n#| echo: false\nx\n```\n\\@fig-a me@fig-a.org\n```{r}\n#| include: false\n",
                &[],
                "[A]{#fig-a}\n\n\\@fig-a me@fig-a.org",
                true,
            ),
            ("{r, echo=FALSE, fig.cap=\"A [5 mg](b)\"}\nx\n", &[], "A [5 mg](b)", true),
            ("{r a, echo = F, fig.cap=cap(5)}\nx\n", &[], "", true),
            ("{python}\n#| include: false\nx\n", &[], "", false),
            ("{r}\n#| eval: false\nx\n", &hides_code, "", false),
            ("{r}\n#|echo: false\n#| fig-cap: Dose: 5 mg\nx\n", &[], "Dose: 5 mg", true),
            ("{r, echo=FALSE, fig.cap=\"5 `mg`\"}\nx\n\n```\n```{r, include=FALSE}\n", &[], "5 `mg`", true),
            ("{r}\n#|echo: false\n#| fig-cap: 5\nx\n", &[], "5", true),
            ("{r, include=FALSE}\nx\n````\nTake 5 mg.\n```\ny\n", &[], "Take 5 mg.\n```\ny\n```", false),
            (
                "{r}\n#|echo: false\n#| fig-cap: Dose: 5 mg\n#| fig-alt: \"6 mg\"\ninclude_graphics(\"a.png\")\n",
                &[],
                "![Dose: 5 mg](a.png){fig-alt=\"6 mg\"}",
                false,
            ),
            // Readers saw these.
            ("{r}\nx\n#| include: false\n", &[], "```r\nx\n#| include: false\n```", false),
            ("{r, include=FALSE}\nTake 5 mg.\n```{r}\n", &[], "```r\nTake 5 mg.\n```{r}\n```", false),
            ("`md\n```{r}\n#| echo: false\n```\n`", &hides_code, "````md\n```{r}\n#| echo: false\n```\n````", false),
            (
                "md\n```\n~~~\n```{r}\n```\n~~~\n<!--\n```{r}\n```\n-->\n```\n",
                &hides_code,
                "```md\n```\n~~~\n```{r}\n```\n~~~\n<!--\n```{r}\n```\n-->\n```\n```",
                false,
            ),
            ("{r}\n#| echo: true\nx\n", &hides_code, "```r\n#| echo: true\nx\n```", false),
            ("{r}\n#| echo: [1]\nx\n", &hides_code, "```r\n#| echo: [1]\nx\n```", false),
            ("{r}\n#| eval: false\nx\n", &[], "```r\n#| eval: false\nx\n```", false),
            ("{.r echo=FALSE}\nx\n", &hides_code, "```.r\nx\n```", false),
            ("{{r}}\nx\n", &hides_code, "```{r\nx\n```", false),
            ("{mermaid}\na --> 5 mg\n", &hides_code, "```mermaid\na --> 5 mg\n```", false),
            ("r\n#| echo: false\nx\n", &hides_code, "```r\n#| echo: false\nx\n```", false),
        ] {
            let mut log = ImportLog::default();
            let output = translate(&format!("```{cell}```\n"), "a.qmd", Some(4), metadata, &mut log);
            assert_eq!((output.trim(), log.to_confirm.len()), (expected, usize::from(is_named)), "{cell}");
            assert!(log.to_confirm.iter().all(|(_, what)| what.starts_with("line 5: a cell of `")), "{cell}");
        }
        let open = translate("```{r, include=FALSE}\nx\n\nTake 5 mg.\n", "a.qmd", None, &[], &mut ImportLog::default());
        assert_eq!(open, "```r\nx\n\nTake 5 mg.\n");
    }
}
