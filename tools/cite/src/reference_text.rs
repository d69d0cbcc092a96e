//! Reads one reference as people write it, in AMA, Vancouver, APA, MLA, ISO 690 or a plain form, into a CSL-JSON item. What is not clearly
//! readable goes into the note, and nothing is guessed: a wrong name under a health claim is worse than a missing one.
//!
//! First what is recognised wherever it stands is taken out ([`facts`]), then the names and the title ([`opening`]), and the
//! rest says where the work was published ([`publication`]).

mod capitals;
mod facts;
mod item_fields;
mod names;
mod opening;
mod other_languages;
mod patterns;
mod publication;
mod sentences;

use serde_json::{Map, Value, json};

use facts::Facts;
use item_fields::add_note;
use opening::Opening;

/// The item of a reference; `None` for a text without a title, or with nothing that tells a reference from a sentence: an
/// identifier, an address or a date in its place.
#[must_use]
pub fn csl_item(text: &str) -> Option<Map<String, Value>> {
    let Facts { mut item, kind, text } = Facts::take(text)?;
    let opening = Opening::read(&text, item.get("URL").and_then(Value::as_str));
    let is_clear = opening.as_ref().is_some_and(|opening| opening.is_structured || item.contains_key("URL"));
    match opening.filter(|_| is_clear) {
        Some(opening) => {
            let details = opening.enter(&mut item);
            publication::read(&details, kind, &mut item);
        }
        None => only_identifier(&text, &mut item)?,
    }
    let is_reference = ["DOI", "PMID", "PMCID", "URL", "issued"].iter().any(|name| item.contains_key(*name));
    is_reference.then_some(item)
}

/// A reference of which nothing but a DOI or PubMed id is clear: named by that until its record is fetched, as an import of a
/// site does.
fn only_identifier(text: &str, item: &mut Map<String, Value>) -> Option<()> {
    let (name, id) = ["DOI", "PMID", "PMCID"].iter().find_map(|name| Some((*name, item.get(*name)?.as_str()?)))?;
    let title = if name == "PMCID" { id.to_owned() } else { format!("{name} {id}") };
    item.insert("title".to_owned(), json!(title));
    item.insert("type".to_owned(), json!("article-journal"));
    add_note(item, text);
    Some(())
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::csl_item;

    /// The item of a reference on one line, dates and names in short.
    fn read(text: &str) -> String {
        let Some(item) = csl_item(text) else { return "-".to_owned() };
        let in_short = |value: &Value| match value {
            Value::String(text) => text.clone(),
            Value::Array(names) => names.iter().map(name).collect::<Vec<_>>().join(" & "),
            date => date["raw"].as_str().or(date["literal"].as_str()).unwrap_or_default().to_owned(),
        };
        item.iter().map(|(name, value)| format!("{name}: {}", in_short(value))).collect::<Vec<_>>().join(" | ")
    }

    fn name(name: &Value) -> String {
        let parts = ["non-dropping-particle", "family", "given", "suffix"].map(|part| name[part].as_str());
        let person = parts.into_iter().flatten().collect::<Vec<_>>().join("_");
        name["literal"].as_str().map_or(person, |literal| format!("<{literal}>"))
    }

    /// References with their items.
    const FORMS: &[(&str, &str)] = &[
        (
            "Lee AB, van der Berg C, et al. Walking: a trial. Spine (Phila Pa 1976). 2021 May 3;46(2):11-19. doi:10.5555/b",
            "DOI: 10.5555/b | author: Lee_A. B. & van der_Berg_C. & <others> | container-title: Spine (Phila Pa 1976) | issue: 2 | issued: 2021 May 3 | page: 11-19 | title: Walking: a trial | type: article-journal | volume: 46",
        ),
        (
            "Hernandez-Avila M, O'Brien P Jr; The Walking Group. Does walking help? N Engl J Med [Internet]. 2019 [cited 2025 May 3];380(10):905–914.",
            "accessed: 2025 May 3 | author: Hernandez-Avila_M. & O'Brien_P._Jr & <The Walking Group> | container-title: N Engl J Med | issue: 10 | issued: 2019 | page: 905–914 | title: Does walking help? | type: article-journal | volume: 380",
        ),
        (
            "Davis, M. and Ray, D.E. (2015) 'Core strength', Journal of Examples, 7(2), pp. 11-19.",
            "author: Davis_M. & Ray_D. E. | container-title: Journal of Examples | issue: 2 | issued: 2015 | page: 11-19 | title: Core strength | type: article-journal | volume: 7",
        ),
        (
            "May, C., & Ray, D. E. (2019a). Standing well. In F. Gold & H. Stone (Eds.), Handbook of posture (3rd ed., pp. 41–58). Springer.",
            "author: May_C. & Ray_D. E. | container-title: Handbook of posture | edition: 3 | editor: Gold_F. & Stone_H. | issued: 2019 | page: 41–58 | publisher: Springer | title: Standing well | type: chapter",
        ),
        (
            "Johnson P. Bones. In: Ray D, Stone H, eds. Handbook of Medicine. 3rd ed. McGraw-Hill; 2016:120-133.",
            "author: Johnson_P. | container-title: Handbook of Medicine | edition: 3 | editor: Ray_D. & Stone_H. | issued: 2016 | page: 120-133 | publisher: McGraw-Hill | title: Bones | type: chapter",
        ),
        (
            "Kanis JA, editor. Textbook of bone. 2nd ed. Oxford: Oxford University Press; 2018. ISBN 978-0-306-40615-7",
            "ISBN: 978-0-306-40615-7 | edition: 2 | editor: Kanis_J. A. | issued: 2018 | publisher: Oxford University Press | publisher-place: Oxford | title: Textbook of bone | type: book",
        ),
        (
            "National Institute for Health and Care Excellence. Osteoporosis: the risk. Clinical guideline [CG146]. London: NICE; 2012. Available from: https://www.nice.org.uk/guidance/cg146",
            "URL: https://www.nice.org.uk/guidance/cg146 | author: <National Institute for Health and Care Excellence> | genre: Clinical guideline | issued: 2012 | number: CG146 | publisher: NICE | publisher-place: London | title: Osteoporosis: the risk | type: report",
        ),
        (
            "Bone Health & Osteoporosis Foundation. Clinician's Guide. Updated April 2024. Accessed May 2, 2025. www.bonehealth.example.org/guide.pdf",
            "URL: https://www.bonehealth.example.org/guide.pdf | accessed: May 2, 2025 | author: <Bone Health & Osteoporosis Foundation> | issued: April 2024 | title: Clinician's Guide | type: report",
        ),
        (
            "Royal Osteoporosis Society. Exercise for bones. https://theros.example.org/exercise/. Accessed 3 May 2025",
            "URL: https://theros.example.org/exercise/ | accessed: 3 May 2025 | author: <Royal Osteoporosis Society> | title: Exercise for bones | type: webpage",
        ),
        (
            "Exercise for your bones. (2020). Royal Osteoporosis Society. Retrieved May 3, 2025, from https://theros.example.org/b",
            "URL: https://theros.example.org/b | accessed: May 3, 2025 | container-title: Royal Osteoporosis Society | issued: 2020 | title: Exercise for your bones | type: webpage",
        ),
        (
            "Osteoporosis. NHS. https://www.nhs.uk/x/",
            "URL: https://www.nhs.uk/x/ | container-title: NHS | title: Osteoporosis | type: webpage",
        ),
        (
            "Lee, Ann. “How Backs Heal.” Mayo Clinic, 3 May 2020, https://www.mayoclinic.org/b.",
            "URL: https://www.mayoclinic.org/b | author: Lee_Ann | container-title: Mayo Clinic | issued: 3 May 2020 | title: How Backs Heal | type: webpage",
        ),
        (
            "Office for National Statistics. (2024, March 14). Deaths in England [Data set]. https://www.ons.gov.uk/d",
            "URL: https://www.ons.gov.uk/d | author: <Office for National Statistics> | issued: 2024, March 14 | title: Deaths in England | type: dataset",
        ),
        (
            "Smith J. Vitamin D in winter. medRxiv. Preprint posted online March 3, 2022. doi:10.1101/2022.03",
            "DOI: 10.1101/2022.03 | author: Smith_J. | issued: March 3, 2022 | publisher: medRxiv | title: Vitamin D in winter | type: article",
        ),
        (
            "NHS. (2020, June 5). How to lift [Video]. YouTube. https://www.youtube.com/watch?v=a",
            "URL: https://www.youtube.com/watch?v=a | author: <NHS> | container-title: YouTube | issued: 2020, June 5 | title: How to lift | type: motion_picture",
        ),
        ("PMID: 30000001", "PMID: 30000001 | title: PMID 30000001 | type: article-journal"),
    ];

    /// Articles in the forms that search engines and word processors write, with their items.
    /// References of ISO 690 and in other languages, with their items.
    const OTHER_LANGUAGES: &[(&str, &str)] = &[
        (
            "MOSS, Karen. Stairs in winter. Ageing and Movement, 2019, 12(3), 45–50.",
            "author: Moss_Karen | container-title: Ageing and Movement | issue: 3 | issued: 2019 | page: 45–50 | title: Stairs in winter | type: article-journal | volume: 12",
        ),
        (
            "MOSS, Karen and Luis FERN. Stairs in winter. Ageing and Movement. 2019, vol. 12, no. 3, pp. 45-50. ISSN 1234-5678.",
            "author: Moss_Karen & Fern_Luis | container-title: Ageing and Movement | issue: 3 | issued: 2019 | page: 45-50 | title: Stairs in winter | type: article-journal | volume: 12",
        ),
        (
            "O'BRIEN, K., DE LA CRUZ, J. et McDONALD, A. Stairs. Ageing and Movement, 2019, 12(3), 45–50.",
            "author: O'Brien_K. & de la_Cruz_J. & McDonald_A. | container-title: Ageing and Movement | issue: 3 | issued: 2019 | page: 45–50 | title: Stairs | type: article-journal | volume: 12",
        ),
        (
            "MOSS, Karen, 2019. Stairs in winter. Ageing and Movement. 12(3), 45–50.",
            "author: Moss_Karen | container-title: Ageing and Movement | issue: 3 | issued: 2019 | page: 45–50 | title: Stairs in winter | type: article-journal | volume: 12",
        ),
        (
            "Meier A. Rücken im Alltag. In: Müller H (Hrsg.). Das Buch vom Rücken. Berlin: Springer; 2019. S. 9–15",
            "author: Meier_A. | container-title: Das Buch vom Rücken | editor: Müller_H. | issued: 2019 | page: 9–15 | publisher: Springer | publisher-place: Berlin | title: Rücken im Alltag | type: chapter",
        ),
        (
            "MEIER, Anna: Treppen im Winter. In: MÜLLER, Hans und ROT, Ina (Hrsg.): Das Buch vom Rücken. 2. Auflage. Berlin: Springer, 2019, S. 9–15.",
            "author: Meier_Anna | container-title: Das Buch vom Rücken | edition: 2 | editor: Müller_Hans & Rot_Ina | issued: 2019 | page: 9–15 | publisher: Springer | publisher-place: Berlin | title: Treppen im Winter | type: chapter",
        ),
        (
            "Meier A, Rot I. Treppen im Winter. Zeitschrift für Bewegung 12 (2019), H. 9, S. 45–50.",
            "author: Meier_A. & Rot_I. | container-title: Zeitschrift für Bewegung | issue: 9 | issued: 2019 | page: 45–50 | title: Treppen im Winter | type: article-journal | volume: 12",
        ),
        (
            "DURAND, Paul et PETIT, Anne. « Les escaliers en hiver ». Revue du mouvement, 2019, vol. 12, n° 3, p. 45-50.",
            "author: Durand_Paul & Petit_Anne | container-title: Revue du mouvement | issue: 3 | issued: 2019 | page: 45-50 | title: Les escaliers en hiver | type: article-journal | volume: 12",
        ),
        (
            "GARCÍA, María y LÓPEZ, Juan. Escaleras en invierno. Revista de Movimiento, 2019, vol. 12, núm. 3, págs. 45-50. [consultado el 3 de mayo de 2025]. Disponible en: https://rev.example.org/a",
            "URL: https://rev.example.org/a | accessed: 3 May 2025 | author: García_María & López_Juan | container-title: Revista de Movimiento | issue: 3 | issued: 2019 | page: 45-50 | title: Escaleras en invierno | type: article-journal | volume: 12",
        ),
        (
            "ROSSI, Mario. Scale d'inverno. In: BIANCHI, Ugo (a cura di). Il libro delle scale. Milano: Springer, 2019, pp. 9-15.",
            "author: Rossi_Mario | container-title: Il libro delle scale | editor: Bianchi_Ugo | issued: 2019 | page: 9-15 | publisher: Springer | publisher-place: Milano | title: Scale d'inverno | type: chapter",
        ),
        (
            "Meier K (2018) Treppen. In: Weber L, Klein M (Hrsg.) Lehrbuch der Bewegung. Springer, Berlin, S. 101–120",
            "author: Meier_K. | container-title: Lehrbuch der Bewegung | editor: Weber_L. & Klein_M. | issued: 2018 | page: 101–120 | publisher: Springer | publisher-place: Berlin | title: Treppen | type: chapter",
        ),
        (
            "DUPONT, Pierre. Le mal de dos. In : MARTIN, Anne (dir.). Traité du dos. 2e éd. Paris : Masson, 2019, p. 101-120.",
            "author: Dupont_Pierre | container-title: Traité du dos | edition: 2 | editor: Martin_Anne | issued: 2019 | page: 101-120 | publisher: Masson | publisher-place: Paris | title: Le mal de dos | type: chapter",
        ),
        (
            "WHO, Geneva. Physical activity. 2020. https://www.who.int/a",
            "URL: https://www.who.int/a | author: <WHO, Geneva> | issued: 2020 | title: Physical activity | type: webpage",
        ),
    ];

    const ARTICLES: &[(&str, &str)] = &[
        (
            "Moss, K., Fern, L., ... & Oak, T. R. (2021). Stair climbing in later life. Ageing and Movement, 14(3), 201-219.",
            "author: Moss_K. & Fern_L. & Oak_T. R. & <others> | container-title: Ageing and Movement | issue: 3 | issued: 2021 | page: 201-219 | title: Stair climbing in later life | type: article-journal | volume: 14",
        ),
        (
            "Moss, K., Fern, L., . . . Oak, T. R. (2021). Stair climbing in later life. Ageing and Movement, 14(3), Article e77.",
            "author: Moss_K. & Fern_L. & Oak_T. R. & <others> | container-title: Ageing and Movement | issue: 3 | issued: 2021 | page: e77 | title: Stair climbing in later life | type: article-journal | volume: 14",
        ),
        (
            "Moss, K. and Fern, L.B., 2021a. Stair climbing in later life. Ageing and Movement, 14(3), pp.201-219.",
            "author: Moss_K. & Fern_L. B. | container-title: Ageing and Movement | issue: 3 | issued: 2021 | page: 201-219 | title: Stair climbing in later life | type: article-journal | volume: 14",
        ),
        (
            "Moss, K & Fern, LB 2021, 'Stair climbing and clinicians' advice', Ageing and Movement, vol. 14, no. 3, pp. 201–219.",
            "author: Moss_K. & Fern_L. B. | container-title: Ageing and Movement | issue: 3 | issued: 2021 | page: 201–219 | title: Stair climbing and clinicians' advice | type: article-journal | volume: 14",
        ),
        (
            r#"Moss, Karen, and Luis Fern. "Stair Climbing in Later Life." Ageing and Movement, vol. 14, no. 3, 2021, pp. 201-19."#,
            "author: Moss_Karen & Fern_Luis | container-title: Ageing and Movement | issue: 3 | issued: 2021 | page: 201-19 | title: Stair Climbing in Later Life | type: article-journal | volume: 14",
        ),
        (
            r#"Moss, Karen, et al. "Stair climbing in later life." Ageing and Movement 14.3 (2021): 201-219."#,
            "author: Moss_Karen & <others> | container-title: Ageing and Movement | issue: 3 | issued: 2021 | page: 201-219 | title: Stair climbing in later life | type: article-journal | volume: 14",
        ),
        (
            "Moss, Karen, Luis Fern, and Tim van der Oak. “Stair Climbing.” Ageing and Movement, vol. 14, no. 3, Sept. 2021, pp. 201–19, https://doi.org/10.5555/stairs.",
            "DOI: 10.5555/stairs | author: Moss_Karen & Fern_Luis & van der_Oak_Tim | container-title: Ageing and Movement | issue: 3 | issued: Sept. 2021 | page: 201–19 | title: Stair Climbing | type: article-journal | volume: 14",
        ),
        (
            "Moss, Karen, and Luis Fern. “Stair Climbing.” Ageing and Movement 14, no. 3 (September 2021): 201–19.",
            "author: Moss_Karen & Fern_Luis | container-title: Ageing and Movement | issue: 3 | issued: September 2021 | page: 201–19 | title: Stair Climbing | type: article-journal | volume: 14",
        ),
        (
            "Moss, Karen, and Luis Fern. 2021. “Stair Climbing.” Ageing and Movement 14 (3): 201–19.",
            "author: Moss_Karen & Fern_Luis | container-title: Ageing and Movement | issue: 3 | issued: 2021 | page: 201–19 | title: Stair Climbing | type: article-journal | volume: 14",
        ),
        (
            "Karen Moss and Luis Fern, “Stair Climbing,” Ageing and Movement 14, no. 3 (2021): 201–19.",
            "author: Moss_Karen & Fern_Luis | container-title: Ageing and Movement | issue: 3 | issued: 2021 | page: 201–19 | title: Stair Climbing | type: article-journal | volume: 14",
        ),
        (
            "Moss, Karen, and Luis Fern. Climbing Stairs. Springer, 2021.",
            "author: Moss_Karen & Fern_Luis | issued: 2021 | publisher: Springer | title: Climbing Stairs | type: book",
        ),
        (
            r#"K. Moss, L. Fern, and T. R. Oak, "Stair climbing," J. Bone Miner. Res., vol. 14, no. 3, pp. 201–219, Sep. 2021."#,
            "author: Moss_K. & Fern_L. & Oak_T. R. | container-title: J. Bone Miner. Res. | issue: 3 | issued: Sep. 2021 | page: 201–219 | title: Stair climbing | type: article-journal | volume: 14",
        ),
        (
            r#"K. Moss et al., "Stair climbing," in Proc. Conf. on Ageing, Rome, Italy, 2021, pp. 1–5."#,
            "author: Moss_K. & <others> | container-title: Proc. Conf. on Ageing | issued: 2021 | page: 1–5 | title: Stair climbing | type: paper-conference",
        ),
        (
            "Moss, K., Fern, L. & Oak, T. R. Stair climbing in later life. Age. Mov. 14, 201–219 (2021).",
            "author: Moss_K. & Fern_L. & Oak_T. R. | container-title: Age. Mov. | issued: 2021 | page: 201–219 | title: Stair climbing in later life | type: article-journal | volume: 14",
        ),
        (
            "Moss, K.; Fern, L. Stair climbing and health. Int. J. Environ. Res. Public Health 2021, 14, 2019.",
            "author: Moss_K. & Fern_L. | container-title: Int. J. Environ. Res. Public Health | issued: 2021 | page: 2019 | title: Stair climbing and health | type: article-journal | volume: 14",
        ),
        (
            "Moss K, Fern L (2021) Stair climbing in later life. Age Mov 14(3):201–219",
            "author: Moss_K. & Fern_L. | container-title: Age Mov | issue: 3 | issued: 2021 | page: 201–219 | title: Stair climbing in later life | type: article-journal | volume: 14",
        ),
        (
            "Moss, K. (2021). Stair climbing in later life. Ageing and Movement, 14, 42−49.",
            "author: Moss_K. | container-title: Ageing and Movement | issued: 2021 | page: 42–49 | title: Stair climbing in later life | type: article-journal | volume: 14",
        ),
        (
            "Moss K, de Souto Fern P; U.S. Stairs Task Force. Stairs. Lancet. 2019;393(10169):364‐376.",
            "author: Moss_K. & de_Souto Fern_P. & <U.S. Stairs Task Force> | container-title: Lancet | issue: 10169 | issued: 2019 | page: 364–376 | title: Stairs | type: article-journal | volume: 393",
        ),
        (
            "van der Velde, N., & García de la Torre, J. M. (2021). Stairs. Ageing and Movement, pp. 12–15.",
            "author: van der_Velde_N. & García de la Torre_J. M. | container-title: Ageing and Movement | issued: 2021 | page: 12–15 | title: Stairs | type: article-journal",
        ),
        (
            "Moss K. Stairs in winter. Age Mov. 2021 May 3. [Epub ahead of print]",
            "author: Moss_K. | container-title: Age Mov | issued: 2021 May 3 | status: ahead of print | title: Stairs in winter | type: article-journal",
        ),
        (
            "Moss, K. (in press). Stairs in winter. Ageing and Movement.",
            "author: Moss_K. | container-title: Ageing and Movement | issued: in press | title: Stairs in winter | type: article-journal",
        ),
        (
            "World Health Organization, 2021. Stairs at home. Geneva: World Health Organization.",
            "author: <World Health Organization> | issued: 2021 | publisher: World Health Organization | publisher-place: Geneva | title: Stairs at home | type: report",
        ),
        (
            "Moss, K., 2021. Stairs: a handbook. 2nd ed. London: Sage.",
            "author: Moss_K. | edition: 2 | issued: 2021 | publisher: Sage | publisher-place: London | title: Stairs: a handbook | type: book",
        ),
        (
            "Moss K. [Retracted] Stairs in winter. Age Mov 2021;20:187-92.",
            "author: Moss_K. | container-title: Age Mov | issued: 2021 | note: Retracted | page: 187-92 | title: Stairs in winter | type: article-journal | volume: 20",
        ),
    ];

    #[test]
    fn each_kind_is_read_in_the_forms_in_which_people_write_it() {
        for (text, item) in FORMS.iter().chain(ARTICLES).chain(OTHER_LANGUAGES) {
            assert_eq!(read(text), *item, "{text}");
        }
    }

    #[test]
    fn what_is_not_clear_is_left_out_or_noted() {
        let with_note = read("Ray C. Bones. Spine words of nobody. 2020. Accessed 03/05/2025. doi:10.5555/b");
        assert!(
            with_note
                .ends_with("note: Spine words of nobody. Accessed 03/05/2025 | title: Bones | type: article-journal"),
            "{with_note}"
        );
        let vitamin = read("Vitamin D. NHS. https://www.nhs.uk/v");
        assert!(vitamin.contains("container-title: NHS | title: Vitamin D |"), "{vitamin}");
        let charity = read("Cancer Research UK. Bone cancer. https://example.org/b");
        assert!(charity.contains("author: <Cancer Research UK> | title: Bone cancer |"), "{charity}");
    }

    #[test]
    fn names_are_no_part_of_another_name() {
        let organisations = read("Diabetes UK. \"Feet and falls.\" 2020, https://www.diabetes.example.org/feet.");
        assert!(organisations.contains("author: <Diabetes UK> |"), "{organisations}");
        let title = read("Bones, Joints, and Muscle Pain. NHS. https://www.nhs.uk/x/");
        assert!(title.contains("title: Bones, Joints, and Muscle Pain |"), "{title}");
        let seminar = read("Moss KE, Fern L. Osteoporosis. Lancet. 2019;393:364-376.");
        assert!(seminar.contains("author: Moss_K. E. & Fern_L. | container-title: Lancet |"), "{seminar}");
    }

    #[test]
    fn prose_is_no_reference() {
        for text in [
            "Ask your doctor before you begin with any of these.",
            "We looked at https://x.example.org and liked it.",
            "In 2019 many people had back pain. It was worse in 2020.",
            "https://x.example.org/",
            "",
        ] {
            assert_eq!(read(text), "-", "{text}");
        }
    }
}
