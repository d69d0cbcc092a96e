//! Tests of tables that Pandoc draws: what they become, and that no word is lost or moved.

use unicode_width::UnicodeWidthStr;

use super::left_grids;
use crate::log::ImportLog;

fn translated(text: &str) -> String {
    super::translate(text, &mut ImportLog::default())
}

#[track_caller]
fn assert_tables(tables: &[(&str, &str)]) {
    for (drawn, expected) in tables {
        assert_eq!(translated(drawn), *expected, "{drawn}");
    }
}

/// The numbers and words of a text in alphabetical order.
fn words(text: &str) -> Vec<&str> {
    let mut words: Vec<&str> =
        text.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty() && *word != "br").collect();
    words.sort_unstable();
    words
}

#[test]
fn grid_tables_become_tables_of_bars() {
    assert_tables(&[
        (
            "Words.\n\n+-------+------+\n| Drug  | Dose |\n+:======+=====:+\n| A \\   | 5 mg |\n| and b |      |\n+-------+------+\n| c|d   | \\|   |\n+-------+------+\nMore.\n",
            "Words.\n\n| Drug | Dose |\n| :-- | --: |\n| A<br>and b | 5 mg |\n| c\\|d | \\| |\n\nMore.\n",
        ),
        // Without a head, the first line has the alignment.
        ("+:-:+---+\n| a | 5 |\n+---+---+\n", "|  |  |\n| :-: | --- |\n| a | 5 |\n"),
        // Signs may have the width of two or of none.
        (
            "+------+------+\n| 漢字 | 5 mg |\n+======+======+\n| e\u{301}é👍 | - 5  |\n+------+------+\n",
            "| 漢字 | 5 mg |\n| --- | --- |\n| e\u{301}é👍 | - 5 |\n",
        ),
        (
            "# Head\n  +---+\n  | a |\n  +---+\n\n: Caption {#tbl-a}\n",
            "# Head\n|  |\n| --- |\n| a |\n\n: Caption {#tbl-a}\n",
        ),
        (
            "::: x\r\n+---+---+  \r\n| a | 5 |\t\r\n+---+---+\r\n:::\r\n",
            "::: x\r\n|  |  |\n| --- | --- |\n| a | 5 |\n\n:::\r\n",
        ),
    ]);
}

#[test]
fn cells_with_blocks_become_lists() {
    assert_tables(&[
        (
            "+-------+--------+\n| Part  | Sign   |\n+=======+========+\n| Skin  | * Rash |\n| only  | * Itch |\n+-------+--------+\n| 5.    | One    |\n|       | - 5 mg |\n|       |        |\n|       | Two    |\n+-------+--------+\n",
            ":::list-table\n* - Part\n  - Sign\n* - Skin only\n  - * Rash\n    * Itch\n* - 5\\.\n  - One - 5 mg\n\n    Two\n:::\n",
        ),
        (
            "+-----------+-----+\n|      Rash | - A |\n| and fever |     |\n|           |   B |\n|    - 5 mg | - C |\n+-----------+-----+\n",
            ":::list-table{header-rows=0}\n* - Rash and fever\n\n    \\- 5 mg\n  - - A\n\n      B\n    - C\n:::\n",
        ),
        // In code and in formulas, a bar has no backslash.
        (
            "+-------+-------+---+\n| `a|b` | $|x|$ | - |\n+-------+-------+---+\n|       | - 5   | # |\n+-------+-------+---+\n",
            ":::list-table{header-rows=0}\n* - `a|b`\n  - $|x|$\n  - \\-\n* -\n  - \\- 5\n  - \\#\n:::\n",
        ),
    ]);
}

#[test]
fn tables_with_a_line_of_dashes_become_tables_of_bars() {
    assert_tables(&[
        (
            "  Right  Left     Mid    All\n-------  ------ -------  ---\n   5 mg  a|b      c      and words\n         - 5\n\nMore.\n",
            "| Right | Left | Mid | All |\n| --: | :-- | :-: | --- |\n| 5 mg | a\\|b | c | and words |\n|  | \\- 5 |  |  |\n\nMore.\n",
        ),
        (
            "---- ----\na    5 mg\nb    漢字\n---- ----\n: More.\n",
            "|  |  |\n| :-- | --- |\n| a | 5 mg |\n| b | 漢字 |\n\n: More.\n",
        ),
        (
            "------------\nDrug    Dose\nof       per\nall      day\n------ -----\nA       5 mg\nor b\n\nc      10 mg\n------------\n\n: Doses\n",
            "| Drug of all | Dose per day |\n| :-- | --: |\n| A or b | 5 mg |\n| c | 10 mg |\n\n: Doses\n",
        ),
        (
            "------ -----\nA       5 mg\nor b\n\nc      10 mg\n------ -----\n",
            "|  |  |\n| :-- | --: |\n| A or b | 5 mg |\n| c | 10 mg |\n",
        ),
        ("::: x\nA    B\n---- ----\na    5 mg\n:::\n", "::: x\n| A | B |\n| :-- | :-- |\n| a | 5 mg |\n\n:::\n"),
    ]);
}

/// Drawings in which the place of a word is not certain, or that are none.
const LEFT: [&str; 44] = [
    // Cells over several columns or rows.
    "+---+---+\n| a   5 |\n+---+---+\n| b | 6 |\n+---+---+\n",
    "+-------+\n| a   5 |\n+---+---+\n| b | 6 |\n+---+---+\n",
    "+---+---+\n| a | 5 |\n|   +---+\n|   | 6 |\n+---+---+\n",
    "+---+---+\n| a | 5 |\n+   +---+\n|   | 6 |\n+---+---+\n",
    "+---+---+\n| a |---|\n| b | 6 |\n+---+---+\n",
    // Lines that do not fit.
    "+---+---+\n| a | 5 |\n| b  | 6 |\n+---+---+\n",
    "+---+---+\n| a | 5\n+---+---+\n",
    "+---+---+\n| a | 5 | 6 |\n+---+---+\n",
    "+---+---+\n| 漢| 5 | \n+---+----+\n",
    "+---+---+\n| a |\t5 |\n+---+---+\n",
    "+---+---+\n|`|`| 5 |\n|`| | 6|\n+---+---+\n",
    "+---+---+\n| a | 5 |\n  +---+---+\n",
    // No whole table.
    "+---+---+\n",
    "+---+---+\n| a | 5 |\n\n+---+---+\n",
    "+---+---+\n| a | 5 |\n+---+---+\n| b | 6 |\n",
    "+---+---+\n+---+---+\n",
    "+===+===+\n| a | 5 |\n+===+===+\n",
    "+---+---+\n| a | 5 |\n+===+===+\n",
    "+---+---+\n| a | 5 |\n+===+===+\n| b | 6 |\n+===+===+\n",
    // What a cell cannot have.
    "+--------+\n| <!--   |\n| --> 5  |\n+--------+\n",
    "+--------+\n| ::: x  |\n| 5      |\n| :::    |\n+--------+\n",
    "+--------+\n| $$x$$  |\n+--------+\n",
    "+-------+\n| ```   |\n| # a   |\n| ```   |\n+-------+\n",
    "+------+---+\n| A    | 5 |\n| ---- |   |\n+------+---+\n",
    "+---------+\n| A  B    |\n| -- ---- |\n| a  5 mg |\n+---------+\n",
    "+------------+\n| A | B      |\n| --|------- |\n| a | 5 mg   |\n+------------+\n",
    "+-----------+\n| - a       |\n|           |\n| ![A](b.c) |\n+-----------+\n",
    // Other places.
    "Words\n+---+---+\n| a | 5 |\n+---+---+\n",
    "- Item\n\n  +---+---+\n  | a | 5 |\n  +---+---+\n",
    "> +---+---+\n> | a | 5 |\n> +---+---+\n",
    "    +---+---+\n    | a | 5 |\n    +---+---+\n",
    "```\n\n+---+---+\n| a | 5 |\n+---+---+\n```\n",
    "<!--\n\n+---+---+\n| a | 5 |\n+---+---+\n-->\n",
    "<pre>\n\n+---+---+\n| a | 5 |\n+---+---+\n</pre>\n",
    // Words between the columns.
    "A    B\n---- ----\naa bb 5 mg\n\n",
    "A    B\n  -- ----\n  a  5 mg\n\n",
    "---- ----\na    5 mg\n\nMore.\n",
    "- A  B\n---- ----\na    5 mg\n\n",
    "    A    B\n    ---- ----\n    a    5 mg\n\n",
    "A    B\n---- ----\na    5 mg\n---- ----\nb    6 mg\n\n",
    "A    B\n---- ----\na    5 mg\n-    -\n\n",
    "A    B\n---- ----\n--   --\na    5 mg\n\n",
    "--- ---\n\nWords\n",
    "-----------\nA\n-\n---- ------\na    5 mg\n-----------\n",
];

#[test]
fn drawings_that_are_not_certain_stay_as_they_are() {
    for text in LEFT {
        assert_eq!(translated(text), text);
    }
    for text in LEFT {
        let is_grid = ["+\n|", "+\n  |", "+\n> |"].iter().any(|sign| text.contains(sign));
        let is_literal = ["```", "<!--", "<pre"].iter().any(|start| text.starts_with(start));
        assert_eq!(left_grids(text).len(), usize::from(is_grid && !is_literal), "{text}");
    }
    assert_eq!(left_grids("    +---+\n    | a |\n    +---+\n\n- b\n\n  - c\n\n    +--+\n    | 5 |\n"), ["+--+"]);
}

/// A row of a grid table with two cells of eight columns.
fn row(cells: [&str; 2]) -> String {
    let cells = cells.map(|cell| cell.split('\n').collect::<Vec<_>>());
    let part = |words: &str| format!("| {words}{} ", " ".repeat(8 - words.width()));
    let line =
        |index: usize| cells.iter().map(|lines| part(lines.get(index).unwrap_or(&""))).collect::<String>() + "|\n";
    (0..cells[0].len().max(cells[1].len())).map(line).collect()
}

#[test]
fn every_word_stays_in_its_row() {
    const CELLS: &str = "5 mg;- 5 mg;1.;* a\n* 2 g;<5 %;> 6;# 7;`8|9`;a\\|10;漢 11;-;;12\n\n13 ml;***;14\\\n15";
    let border = "+----------+----------+\n";
    for first in CELLS.split(';') {
        for second in CELLS.split(';') {
            let text = format!("{border}{}{border}{}{border}", row([first, second]), row(["left", "30 mg"]));
            let output = translated(&text).replace(":::list-table{header-rows=0}", "");
            assert_ne!(output, text);
            assert_eq!(words(&output), words(&text));
            let last_row = output.split_once("left").unwrap().1;
            assert_eq!(words(last_row), ["30", "mg"], "{output}");
        }
    }
}

/// Reading a part again for each of the others would take hours.
#[test]
fn long_texts_take_linear_time() {
    let row = "| a     | 5 mg  |\n+-------+-------+\n";
    let table = format!("+-------+-------+\n{}", row.repeat(10_000));
    assert_eq!(translated(&table).lines().count(), 10_002);
    for part in [
        "+---+---+\n\n",
        "+---+---+\n| a | 5\n\n",
        "---- ----\na    b\n\n",
        "------\nA\n\n",
        "A  B\n-- --\n\n",
        "-------\nA\n--- ---\nb\n\n",
        "- a\n\n  +---+\n  | 5 |\n  +---+\n\n",
        "<!-- ",
    ] {
        let text = part.repeat(50_000);
        assert_eq!(words(&translated(&text)), words(&text));
        left_grids(&text);
    }
    let open = format!("{table}| a | 5\n");
    assert_eq!(translated(&open), open);
}

#[test]
fn what_is_no_tag_or_heading_and_a_note_over_two_cells_are_told_apart() {
    let table = "A    B\n---- ----\na    5 mg\n";
    let converted = "| A | B |\n| :-- | :-- |\n| a | 5 mg |\n";
    for (above, is_converted) in
        [("A `<pre>` and a <predose level.\n\n", true), ("<pre>\n\n", false), ("# Dose\n", true), ("#5 dose\n", false)]
    {
        let expected = if is_converted { converted } else { table };
        assert_eq!(translated(&format!("{above}{table}")), format!("{above}{expected}"));
    }
    let note = "+-------+--------+\n| ^[a   | 5] mg  |\n+-------+--------+\n";
    assert_eq!(translated(note), note);
}
