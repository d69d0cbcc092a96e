//! Tables of kramdown: they need no head, a head can have fewer cells than the rows below, and bars in code divide no cells.

use std::ops::Range;

use crate::text::code;
use crate::text::scan::spliced;

/// Tables as others read them. Those without a head get one without words, and a head gets the cells that it lacks.
pub(super) fn plain(text: &str) -> String {
    let lines = code::lines(text).map(|(_, line, is_code)| {
        let is_row = line.starts_with('|') && line.trim_end().ends_with('|') && line.len() > 2;
        (line, is_row && !is_code)
    });
    let lines: Vec<(&str, bool)> = lines.collect();
    let mut output = String::with_capacity(text.len());
    for rows in lines.chunk_by(|(_, one), (_, next)| one == next) {
        if rows.len() == 1 || !rows[0].1 {
            output.extend(rows.iter().map(|(line, _)| *line));
            continue;
        }
        let mut rows: Vec<String> = rows.iter().map(|(line, _)| with_masked_bars(line)).collect();
        let count = rows.iter().map(|line| cells(line)).max().unwrap_or_default();
        let is_rule = |line: &String| line.contains('-') && line.trim().chars().all(|sign| "|-:+= ".contains(sign));
        // Below a head, a rule may have tabs.
        let rule = rows[1].replace('\t', " ");
        if is_rule(&rule) {
            rows[1] = rule;
        }
        match rows.iter().position(is_rule) {
            None => output.push_str(&format!("|{}\n|{}\n", "  |".repeat(count), " --- |".repeat(count))),
            Some(1) => {
                for (row, cell) in rows.iter_mut().zip(["  |", " --- |"]) {
                    row.insert_str(row.trim_end().len(), &cell.repeat(count - cells(row)));
                }
            }
            Some(_) => {}
        }
        output.extend(rows);
    }
    output
}

fn cells(row: &str) -> usize {
    row.matches('|').count() - row.matches("\\|").count() - 1
}

/// A row with a backslash before each bar in code.
fn with_masked_bars(row: &str) -> String {
    let masked = |range: Range<usize>| (range.clone(), row[range].replace("\\|", "|").replace('|', "\\|"));
    spliced(row, code::ranges(row).into_iter().map(masked))
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn no_cell_is_lost() {
        let table = "| Drug | Dose |\n|---|---|\n| `a|b` 5|10 mg | `x` |\n| Ibu | 400 mg | at 600 mg |\n| Short |\n";
        let expected =
            "| Drug | Dose |  |\n|---|---| --- |\n| `a\\|b` 5|10 mg | `x` |\n| Ibu | 400 mg | at 600 mg |\n| Short |\n";
        assert_eq!(plain(table), expected);
        assert_eq!(plain("| A | B |\n|--\t|--|\n| c\t| 5 mg |\n"), "| A | B |\n|-- |--|\n| c\t| 5 mg |\n");
        assert_eq!(plain("|\t-\t|\n| 5\t|\n"), "|  |\n| --- |\n|\t-\t|\n| 5\t|\n");
        for text in [
            "| A \\| B | C |\n|---|---|\n| `a\\|b` | c |\n",
            "| `a|b` |\n",
            "- | A |\n  |---|\n  | b | 5 mg |\n",
            "~~~\n| A |\n|---|\n| b | 5 mg |\n~~~\n",
        ] {
            assert_eq!(plain(text), text);
        }
    }

    #[test]
    fn tables_without_a_head_get_one_and_others_stay() {
        assert_eq!(plain("| A |\n| 5 mg | twice |\n"), "|  |  |\n| --- | --- |\n| A |\n| 5 mg | twice |\n");
        for table in [
            "| A | B |\n|:-:|:-:|\n| `a` | 5 mg |\n| b | 9 mg |\n",
            "| A |\n|-+-|\n| b |\n",
            "```\n| a |\n| b |\n```\n",
        ] {
            assert_eq!(plain(table), table);
        }
    }
}
