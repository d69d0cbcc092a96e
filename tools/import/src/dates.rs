//! Dates in the forms of other tools.

use wellpress_foundation::Day;

/// The day of a date in a usual form: `2024-03-05T09:30:00+01:00`, `2024-03-05 09:30`, `5 March 2024`, `March 5, 2024`, `Mon, 05 Mar
/// 2024 09:30:00 +0000`, `2024/03/05`, `05.03.2024`. `None` for others, also for `03/05/2024`, whose month nobody knows.
pub(crate) fn day(text: &str) -> Option<Day> {
    let text = text.trim().trim_matches(['"', '\'']);
    let parts: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    if let [first, second, third, ..] = parts[..]
        && is_number(first)
        && is_number(second)
    {
        if first.len() == 4 {
            let third = third.split(['T', 't']).next()?;
            return day_of_parts(first, second.parse().ok()?, third);
        }
        let is_german = text.contains('.') && third.len() >= 4;
        return if is_german { day_of_parts(&third[..4], second.parse().ok()?, first) } else { None };
    }
    let at = parts.iter().position(|part| month(part).is_some())?;
    let month = month(parts[at])?;
    let part_after_month = |offset: usize| parts.get(at + offset).copied();
    if let Some(year) = part_after_month(1).filter(|part| is_year(part)) {
        return day_of_parts(year, month, parts.get(at.checked_sub(1)?)?);
    }
    day_of_parts(part_after_month(2).filter(|part| is_year(part))?, month, part_after_month(1)?)
}

fn day_of_parts(year: &str, month: u32, day: &str) -> Option<Day> {
    let day: u32 = day.trim_end_matches(|c: char| c.is_alphabetic()).parse().ok()?;
    Day::parse(&format!("{year}-{month:02}-{day:02}"))
}

fn is_number(part: &str) -> bool {
    part.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_year(part: &str) -> bool {
    part.len() == 4 && is_number(part)
}

fn month(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let word = word.to_lowercase();
    let is_month = |short: &&str| word.starts_with(*short) && word.chars().all(char::is_alphabetic) && word.len() <= 9;
    MONTHS.iter().position(is_month).and_then(|index| u32::try_from(index + 1).ok())
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn usual_forms_are_read_and_doubtful_ones_are_not() {
        for text in [
            "2024-03-05",
            "2024-03-05T09:30:00+01:00",
            "2024-03-05 09:30:00 UTC",
            "2024/03/05",
            "2024-3-5",
            "5 March 2024",
            "5th Mar 2024",
            "March 5, 2024",
            "March 5th, 2024",
            "Tue, 05 Mar 2024 09:30:00 +0000",
            "05.03.2024",
            "\"2024-03-05\"",
        ] {
            assert_eq!(day(text).map(|day| day.to_string()).as_deref(), Some("2024-03-05"), "{text}");
        }
        for text in ["03/05/2024", "2024", "soon", "", "2024-13-05", "March 2024"] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
