//! Several names in the place of one: `Smith, J., Doe, K.` where each name should stand by itself.
//!
//! Every reference passes through here once after its reader, whichever the format. Family names in turns with initials are divided,
//! because they can be read in one way only; [`separator_within`] finds the other lists, which are a warning.

use crate::{ContributorName, Reference};

/// Divides what is surely a list of names, in the roles that every format has.
pub(super) fn divide(reference: &mut Reference) {
    for people in [&mut reference.authors, &mut reference.editors, &mut reference.translators] {
        if people.iter().any(|name| listed_people(name).is_some()) {
            let names = std::mem::take(people);
            people.extend(names.into_iter().flat_map(|name| listed_people(&name).unwrap_or_else(|| vec![name])));
        }
    }
}

/// The people of a name that is a list of them.
fn listed_people(name: &ContributorName) -> Option<Vec<ContributorName>> {
    match name {
        ContributorName::Person { family, given, suffix, .. } => {
            let parts = [Some(family), given.as_ref(), suffix.as_ref()].into_iter().flatten();
            if !parts.clone().any(|part| part.contains([',', '&'])) && suffix.is_none() {
                return None;
            }
            let particle = name.joined_particles().map(|particle| particle + " ").unwrap_or_default();
            let [family, given, suffix] = [Some(family), given.as_ref(), suffix.as_ref()];
            // BibTeX has what stands between two commas as the suffix.
            let orders = [[family, given, suffix], [family, suffix, given]];
            orders.iter().find_map(|order| {
                let parts: Vec<&str> = order.iter().flatten().map(|part| part.as_str()).collect();
                people(&(particle.clone() + &parts.join(", ")))
            })
        }
        ContributorName::Organisation(name) => people(name),
        ContributorName::Others => None,
    }
}

/// The people of a text such as `Smith, J. A., van Doe, K. & Lee, L.`; `None` for any other text.
fn people(text: &str) -> Option<Vec<ContributorName>> {
    let text = text.replace(" & ", ", ").replace(" and ", ", ");
    let text = text.trim_end_matches([',', ' ']);
    let text_without_et_al = text.strip_suffix("et al.").or_else(|| text.strip_suffix("et al")).unwrap_or(text);
    let parts: Vec<&str> = text_without_et_al.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    let pairs = parts.chunks_exact(2);
    let is_list = parts.len() >= 4 || (parts.len() == 2 && text_without_et_al.len() < text.len());
    if !is_list || !pairs.remainder().is_empty() || !pairs.clone().all(is_family_with_initials) {
        return None;
    }
    let people = pairs.map(|pair| {
        let particles = pair[0].split_inclusive(' ').take_while(|word| word.starts_with(char::is_lowercase));
        let (particle, family) = pair[0].split_at(particles.map(str::len).sum());
        let particle = Some(particle.trim_end().to_owned()).filter(|particle| !particle.is_empty());
        ContributorName::of_parts(family.to_owned(), Some(pair[1].to_owned()), particle, None)
    });
    let others = (text_without_et_al.len() < text.len()).then_some(ContributorName::Others);
    Some(people.chain(others).collect())
}

/// Whether a pair of parts is a family name and initials that can be nothing else.
fn is_family_with_initials(pair: &[&str]) -> bool {
    pair[0].contains(char::is_lowercase)
        && are_initials(pair[1])
        && (pair[1].contains('.') || pair[1].chars().count() == 1)
}

/// Whether a text is made of initials, such as `J.`, `J.-P.`, `J. P.` or `JP`.
fn are_initials(text: &str) -> bool {
    let mut parts = text.split(['.', '-', ' ']).filter(|part| !part.is_empty()).peekable();
    let longest = if text.contains('.') { 2 } else { 3 };
    parts.peek().is_some() && parts.all(|part| part.chars().count() <= longest && part.chars().all(char::is_uppercase))
}

/// What divides the names that one name consists of.
pub(super) fn separator_within(name: &ContributorName) -> Option<&'static str> {
    let ContributorName::Person { family, given, suffix, .. } = name else {
        let ContributorName::Organisation(name) = name else { return None };
        if name.contains("; ") && name.split("; ").all(is_person) {
            return Some("semicolons");
        }
        let separators = [(", ", "commas"), (" & ", "`&`"), (" and ", "`and`")];
        let is_list = |separator: &str| name.contains(separator) && name.split(separator).all(ends_with_initials);
        return separators.iter().find(|(separator, _)| is_list(separator)).map(|(_, name)| *name);
    };
    let given = given.as_deref().unwrap_or_default();
    let suffix = suffix.as_deref().unwrap_or_default();
    if [family, given, suffix].iter().any(|part| part.contains(';')) {
        return Some("semicolons");
    }
    if [family, given, suffix].iter().any(|part| part.contains(" & ") || part.ends_with(" &")) {
        return Some("`&`");
    }
    // `Smith J, Doe K, Lee L` and `Jane Smith, Kim Doe, Lou Lee`: what stands for a suffix such as `Jr` is a name.
    let is_list = is_part_of_list(suffix)
        || given.split(',').skip(1).any(|part| !suffix.is_empty() || is_part_of_list(part.trim()))
        || (ends_with_initials(family) && (given.starts_with("et al") || ends_with_initials(given)));
    is_list.then_some("commas")
}

fn is_person(name: &str) -> bool {
    name.contains(", ") || ends_with_initials(name)
}

/// Whether a text in the place of a suffix belongs to a further person: it has two words, or is an initial. `M.D.` is a suffix.
fn is_part_of_list(text: &str) -> bool {
    let is_initial = text.contains('.') && are_initials(text) && (text.contains(' ') || text.matches('.').count() == 1);
    is_initial || (text.contains(' ') && !text.contains('.'))
}

/// Whether a name is a family name with initials behind it, as in `Smith JA`.
fn ends_with_initials(name: &str) -> bool {
    let Some((family, initials)) = name.rsplit_once(' ') else { return false };
    family.len() > 1
        && !family.contains(',')
        && family.contains(char::is_lowercase)
        && initials.chars().count() <= 3
        && initials.chars().all(char::is_uppercase)
}
