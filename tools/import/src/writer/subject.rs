//! Whether the pages of a section give no health information, on evidence that the report names: words of other subjects are frequent in
//! them, and none of health is there.

use std::collections::BTreeMap;

use wellpress_foundation::text::upper_first;

use crate::old_site::{OldPage, OldSite};
use crate::text::{code, has_word};

use super::places::{NewSection, PagePlace};

/// With fewer words nobody can say what a section is about.
const MIN_WORDS: usize = 150;

/// Words of other subjects in each thousand, at least.
const MIN_SHARE: usize = 15;

/// Words by which a text may tell readers something of their health, in the languages whose pages are judged.
const HEALTH: [(&str, &str); 7] = [
    (
        "en",
        "pain ache symptom symptoms disease diseases illness treatment treatments therapy therapies treat dose doses dosage mg tablet tablets \
         medicine medicines medication medications drug drugs diagnosis diagnosed cancer infection vaccine vaccines vaccination surgery \
         injury injuries doctor physician nurse clinic exercise exercises diet pregnancy pregnant blood heart diabetes asthma anxiety \
         depression allergy rash fever stroke patient patients wound muscle sleep smoking alcohol vitamin hormone virus covid \
         carer carers caring mental hospital hospice ambulance suicide addiction wellbeing disability disabilities dementia",
    ),
    (
        "de",
        "schmerz schmerzen symptom symptome krankheit krankheiten behandlung therapie dosis mg tablette tabletten medikament medikamente \
         arznei diagnose krebs infektion impfung operation verletzung arzt ärztin klinik praxis übung übungen diät schwangerschaft blut herz \
         diabetes asthma angst depression allergie fieber schlaganfall patient patienten patientin wunde muskel schlaf rauchen alkohol \
         pflege pflegende psychisch psychische krankenhaus hospiz suizid sucht behinderung demenz",
    ),
    (
        "es",
        "dolor síntoma síntomas enfermedad enfermedades tratamiento terapia dosis mg pastilla pastillas medicamento medicamentos diagnóstico \
         cáncer infección vacuna cirugía lesión médico médica clínica ejercicio ejercicios dieta embarazo sangre corazón diabetes asma \
         ansiedad depresión alergia fiebre paciente pacientes herida músculo sueño alcohol \
         cuidador cuidadores cuidados hospital suicidio adicción discapacidad demencia",
    ),
    (
        "fr",
        "douleur douleurs symptôme symptômes maladie maladies traitement thérapie dose mg comprimé comprimés médicament médicaments \
         diagnostic cancer infection vaccin chirurgie blessure médecin clinique exercice exercices régime grossesse sang cœur diabète asthme \
         anxiété dépression allergie fièvre patient patients plaie muscle sommeil alcool \
         soignant soignants soins aidant hôpital suicide addiction handicap démence",
    ),
    (
        "it",
        "dolore sintomo sintomi malattia malattie trattamento terapia dose mg compressa compresse farmaco farmaci diagnosi cancro infezione \
         vaccino chirurgia lesione medico clinica esercizio esercizi dieta gravidanza sangue cuore diabete asma ansia depressione allergia \
         febbre paziente pazienti ferita muscolo sonno alcol \
         assistenza cure ospedale suicidio dipendenza disabilità demenza",
    ),
    (
        "nl",
        "pijn symptoom symptomen ziekte ziekten behandeling therapie dosis mg tablet tabletten medicijn medicijnen diagnose kanker infectie \
         vaccin operatie letsel arts kliniek oefening oefeningen dieet zwangerschap bloed hart diabetes astma angst depressie allergie koorts \
         patiënt patiënten wond spier slaap alcohol \
         zorg mantelzorger ziekenhuis zelfmoord verslaving beperking dementie",
    ),
    (
        "pt",
        "dor sintoma sintomas doença doenças tratamento terapia dose mg comprimido comprimidos medicamento medicamentos diagnóstico câncer \
         cancro infecção vacina cirurgia lesão médico médica clínica exercício exercícios dieta gravidez sangue coração diabetes asma \
         ansiedade depressão alergia febre paciente pacientes ferida músculo sono álcool \
         cuidador cuidadores cuidados hospital suicídio vício deficiência demência",
    ),
];

/// Words of software, of data and of the work of an office, in all these languages.
const OTHERS: &str = "file files folder directory code python javascript git github repository install installation command commands terminal \
     software server servers api url html css json yaml csv database script scripts function functions variable variables package packages \
     release version browser website websites webpage web page pages link links domain accessibility agency agencies government policy \
     policies pipeline pipelines data dataset datasets analysis analyst analysts team teams project projects event events meeting webinar \
     conference deadline registration newsletter staff publication digital content design user users test tests testing workflow cloud \
     datei dateien ordner programm befehl datenbank projekt veranstaltung archivo archivos carpeta programa proyecto evento fichier fichiers \
     dossier logiciel projet événement cartella progetto bestand bestanden map ficheiro ficheiros pasta projeto";

/// Declares `health: false` for the sections that have nothing to do with health.
pub(super) fn settle(site: &mut OldSite, places: &[PagePlace], sections: &mut BTreeMap<String, NewSection>) {
    let language = site.language.clone().unwrap_or_else(|| "en".to_owned());
    let primary = language.split('-').next().unwrap_or_default();
    let Some((_, health)) = HEALTH.iter().find(|(tag, _)| *tag == primary).filter(|_| site.languages.is_empty()) else {
        return;
    };
    for (name, section) in sections.iter_mut() {
        let texts = site.pages.iter().zip(places).filter(|(_, place)| place.section == *name);
        let mut evidence = Evidence::default();
        for (page, _) in texts {
            evidence.pages += 1;
            evidence.add(page.title.as_deref().unwrap_or_default(), health);
            evidence.add(&page.text, health);
        }
        let warns = |text: &str| text.lines().any(|line| warning_of(line).is_some());
        let shows_warning = |page: &OldPage| {
            let mut snippets = site.snippets.iter().filter(|(_, snippet)| warns(&snippet.text));
            snippets.any(|(name, _)| page.text.contains(&format!("::snippet{{#{name}}}")))
        };
        let mut pages = site.pages.iter().zip(places).filter(|(_, place)| place.section == *name);
        let is_free = !pages.any(|(page, _)| shows_warning(page) || page.text.to_lowercase().contains("how to do it"));
        if evidence.is_of_another_subject() && is_free {
            let of_section = site.pages.iter_mut().zip(places).filter(|(_, place)| place.section == *name);
            of_section.for_each(|(page, _)| page.text = without_warnings(&page.text));
            section.is_not_health = true;
            site.log.translated("section without health information");
            site.log.confirm("wellpress.yaml", evidence.sentence(name));
        }
    }
}

/// The callout of a line by which a page warns of harm: the sign before its name, the name, and what stands behind.
fn warning_of(line: &str) -> Option<(&str, &str, &str)> {
    let colons = line.len() - line.trim_start().trim_start_matches(':').len();
    let sign = if line.trim_start().starts_with(":::") { &line[..colons] } else { &line[..line.find("[!")? + 2] };
    let behind = &line[sign.len()..];
    let name = &behind[..behind.find(|sign: char| !sign.is_alphabetic()).unwrap_or(behind.len())];
    ["warning", "caution"].contains(&name.to_lowercase().as_str()).then(|| (sign, name, &behind[name.len()..]))
}

/// A text whose warnings are important notes that say "Warning": in a section without health information nothing warns of harm.
fn without_warnings(text: &str) -> String {
    if !text.lines().any(|line| warning_of(line).is_some()) {
        return text.to_owned();
    }
    let line = |(_, line, is_code): (usize, &str, bool)| match warning_of(line).filter(|_| !is_code) {
        Some((sign, name, behind)) if sign.ends_with('!') && behind.trim() == "]" => {
            format!("{sign}IMPORTANT] {}\n", upper_first(&name.to_lowercase()))
        }
        Some((sign, _, behind)) if sign.ends_with('!') => format!("{sign}IMPORTANT{behind}"),
        Some((sign, name, behind)) if !behind.starts_with('[') => {
            format!("{sign}important[{}]{behind}", upper_first(name))
        }
        Some((sign, _, behind)) => format!("{sign}important{behind}"),
        None => line.to_owned(),
    };
    code::lines(text).map(line).collect()
}

/// What the words of a section say of its subject.
#[derive(Debug, Default)]
struct Evidence {
    pages: usize,
    words: usize,
    of_health: usize,
    of_others: BTreeMap<String, usize>,
}

impl Evidence {
    fn add(&mut self, text: &str, health: &str) {
        for word in text.split(|sign: char| !sign.is_alphabetic()).filter(|word| !word.is_empty()) {
            self.words += 1;
            let word = word.to_lowercase();
            self.of_health += usize::from(has_word(health, &word));
            if has_word(OTHERS, &word) {
                *self.of_others.entry(word).or_default() += 1;
            }
        }
    }

    fn is_of_another_subject(&self) -> bool {
        let others: usize = self.of_others.values().sum();
        self.words >= MIN_WORDS
            && self.of_health == 0
            && others * 1000 >= self.words * MIN_SHARE
            && self.of_others.len() >= 4
    }

    fn sentence(&self, section: &str) -> String {
        let mut frequent: Vec<(&String, &usize)> = self.of_others.iter().collect();
        frequent.sort_by_key(|(word, count)| (std::cmp::Reverse(**count), (*word).clone()));
        let frequent: Vec<String> = frequent.into_iter().take(4).map(|(word, _)| format!("\"{word}\"")).collect();
        format!(
            "section `{section}` has `health: false`: its {} pages have {} words, none of them of health, and often {}. Take it out if a page \
             gives health information",
            self.pages,
            self.words,
            frequent.join(", ")
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{Evidence, HEALTH};

    #[test]
    fn warnings_become_important() {
        let text = ":::warning\nA\n:::\n::::caution[B]\n```\n:::warning\n```\n> [!WARNING]\n> C\n:::tip\n";
        let expected = ":::important[Warning]\nA\n:::\n::::important[B]\n```\n:::warning\n```\n> [!IMPORTANT] Warning\n> C\n:::tip\n";
        assert_eq!(super::without_warnings(text), expected);
    }

    #[test]
    fn only_texts_of_another_subject_are_none_of_health() {
        let of = |text: &str| {
            let mut evidence = Evidence { pages: 1, ..Evidence::default() };
            evidence.add(&text.repeat(20), HEALTH[0].1);
            evidence.is_of_another_subject()
        };
        assert!(of("Put the file into a folder of the repository and run the command in the terminal. "));
        assert!(!of("Put the file into a folder of the repository, and take one tablet in the terminal. "));
        assert!(!of("We meet by the river each spring and sing old songs under the bridge until night. "));
        assert!(!of("Walk slowly up the hill, then stand still and breathe; begin anew when you are rested. "));
    }
}
