//! Random words, sentences and names. Surnames are about as frequent as in real lists of authors.

use fastrand::Rng;

const SURNAMES: &str = "Wang Zhang Li Liu Chen Smith Kim Yang Lee Johnson Garcia Brown Kumar Singh Williams Jones \
    Miller Davis Park Martin Nguyen Rossi Müller Anderson Taylor Wilson Moore Thomas Sato Suzuki Ito Tanaka Silva \
    Santos Gupta Sharma Khan Ahmed Ali Hansen Jensen Andersson Johansson Nilsson Schmidt Schneider Fischer Weber \
    Meyer Wagner Becker Hoffmann Novak Kowalski Nowak Ivanov Petrov Popov Dubois Bernard Durand Moreau Laurent \
    Ferrari Russo Bianchi Romano Costa Lopez Gonzalez Rodriguez Fernandez Perez Sanchez Ramirez Torres Flores \
    Rivera Gomez Diaz Cruz Reyes Morales Ortiz Clark Lewis Walker Hall Allen Young King Wright Scott Green Baker \
    Adams Nelson Hill Campbell Mitchell Roberts Carter Phillips Evans Turner Parker Collins Edwards Stewart Morris \
    Murphy Cook Rogers Morgan Cooper Peterson Bailey Reed Kelly Howard Cox Ward Richardson Watson Brooks Wood James \
    Bennett Gray Hughes Price Myers Long Foster Sanders Ross Powell Sullivan Russell O'Connor Byrne Walsh Ryan \
    Virtanen Korhonen Papadopoulos Yılmaz Kaya Demir Cohen Levy Mizrahi Okafor Mensah Dlamini Tran Pham Huang";

const GIVEN: &str = "Anna Ben Carla David Elena Farid Grace Hiro Ingrid James Katarzyna Liam Maria Nils Olga Paolo \
    Qing Rosa Samuel Tanya Umar Vera William Xiu Yuki Zofia Andrew Beatriz Chloe Daniel Emma Felix Giulia Hannah \
    Ibrahim Julia Kenji Laura Michael Nadia Oscar Priya Robert Sofia Thomas Ursula Victor Wei Yasmin Zoran";

const ORGANIZATIONS: &str = "World Health Organization;National Institutes of Health;Mayo Clinic;Endocrine Society;\
    Bone Health and Osteoporosis Foundation;American College of Physicians;Royal Osteoporosis Society;\
    National Institute on Aging;Centers for Disease Control and Prevention;Arthritis Foundation;\
    American Physical Therapy Association;European Society of Cardiology;Cleveland Clinic;Harvard Health;\
    National Health Service;Cochrane Collaboration;International Osteoporosis Foundation;American Heart Association";

const JOURNALS: &str = "Osteoporosis International;Journal of Bone and Mineral Research;The Lancet;BMJ;Spine;\
    Physical Therapy;Cureus;European Spine Journal;Archives of Osteoporosis;Journal of Orthopaedic Research;\
    BMC Musculoskeletal Disorders;Clinical Rehabilitation;Maturitas;Menopause;Age and Ageing;Sports Medicine;\
    Journal of Aging and Physical Activity;Calcified Tissue International;Bone;PLOS ONE";

const WORDS: &str = "the your a and of to in with for on back bone spine muscle balance posture movement strength \
    breath shoulder hip knee neck weight pain rest sleep walk stretch slowly gently daily often week minutes morning \
    evening clinician therapist exercise routine habit joint ligament tendon vertebra density calcium vitamin protein \
    food water fall risk fracture healing scan test result treatment medicine dose side effect symptom relief \
    swelling stiffness flexibility range support core hand wrist ankle foot floor chair wall mat band step hold \
    repeat count raise lower lean turn bend lift carry reach press pull push stand sit lie roll breathe relax notice \
    change improve reduce prevent protect build keep begin stop ask plan learn help need feel small large early late \
    common rare safe strong weak older younger healthy simple steady comfortable careful important useful likely \
    people women men adults years months research study trial evidence review guideline group programme clinic visit \
    home work garden stairs shoes light heavy warm cold swim dance cycle yoga tai chi pilates training session goal \
    progress record question answer advice choice reason cause sign part body skin nerve blood heart lung stomach \
    that this when while after before because if then also more less most some every each other without between \
    about over under through during than as by from at or but not can may should will is are was have has it they \
    you we there here first next last again soon slowly usually sometimes rarely almost enough together alone";

const SYLLABLES: [&str; 24] = [
    "ba", "ker", "lin", "mar", "to", "vel", "sen", "ho", "ri", "gas", "nov", "el", "dor", "wi", "ka", "per", "sto",
    "ma", "hal", "ber", "ton", "ley", "ski", "ova",
];

/// A word. Those at the beginning of the list, short and common ones, are more frequent.
pub fn word(rng: &mut Rng) -> &'static str {
    let words = split(WORDS, &WORD_LIST);
    // A product of two random numbers is small more often than large.
    let position = rng.f64() * rng.f64();
    words[index_at(position, words.len())]
}

/// Random words with spaces between.
pub fn phrase(rng: &mut Rng, count: usize) -> String {
    let words: Vec<&str> = (0..count).map(|_| word(rng)).collect();
    words.join(" ")
}

/// A phrase that begins with a capital letter.
pub fn title(rng: &mut Rng, count: usize) -> String {
    let phrase = phrase(rng, count);
    format!("{}{}", phrase[..1].to_uppercase(), &phrase[1..])
}

/// A sentence that contains `inserts`, and sometimes an emphasis.
pub fn sentence(rng: &mut Rng, inserts: &[String]) -> String {
    let length = rng.usize(4..9);
    let mut sentence = title(rng, length);
    for insert in inserts {
        sentence = format!("{sentence} {insert} {}", phrase(rng, 3));
    }
    match rng.u8(0..12) {
        0 => sentence = format!("{sentence} **{}**", phrase(rng, 2)),
        1 => sentence = format!("{sentence} *{}*", phrase(rng, 2)),
        2..6 => sentence = format!("{sentence}, {}", phrase(rng, 4)),
        _ => {}
    }
    let length = rng.usize(3..10);
    format!("{sentence} {}.", phrase(rng, length))
}

pub fn paragraph(rng: &mut Rng, sentences: usize) -> String {
    let sentences: Vec<String> = (0..sentences).map(|_| sentence(rng, &[])).collect();
    sentences.join(" ")
}

/// A surname. Nearly half of all are from the list of common ones, the others are made of syllables.
pub fn surname(rng: &mut Rng) -> String {
    if rng.f64() < 0.45 {
        let names = split(SURNAMES, &SURNAME_LIST);
        // The frequency of rank r is about 1 / (r + 5), as with real surnames.
        let (first, last) = (5.0_f64.ln(), count(5 + names.len()).ln());
        let rank = (first + rng.f64() * (last - first)).exp() - 5.0;
        return names[(rank as usize).min(names.len() - 1)].to_owned();
    }
    let parts: String = (0..rng.usize(2..4)).map(|_| SYLLABLES[rng.usize(..SYLLABLES.len())]).collect();
    format!("{}{}", parts[..1].to_uppercase(), &parts[1..])
}

pub fn given(rng: &mut Rng) -> &'static str {
    pick(rng, split(GIVEN, &GIVEN_LIST))
}

/// An organization that publishes.
pub fn organization(rng: &mut Rng) -> &'static str {
    pick(rng, ORGANIZATION_LIST.get_or_init(|| ORGANIZATIONS.split(';').collect()))
}

pub fn journal(rng: &mut Rng) -> &'static str {
    pick(rng, JOURNAL_LIST.get_or_init(|| JOURNALS.split(';').collect()))
}

use std::sync::OnceLock;

static WORD_LIST: OnceLock<Vec<&str>> = OnceLock::new();
static SURNAME_LIST: OnceLock<Vec<&str>> = OnceLock::new();
static GIVEN_LIST: OnceLock<Vec<&str>> = OnceLock::new();
static ORGANIZATION_LIST: OnceLock<Vec<&str>> = OnceLock::new();
static JOURNAL_LIST: OnceLock<Vec<&str>> = OnceLock::new();

fn split(text: &'static str, list: &'static OnceLock<Vec<&'static str>>) -> &'static [&'static str] {
    list.get_or_init(|| text.split_ascii_whitespace().collect())
}

fn pick<'a>(rng: &mut Rng, list: &[&'a str]) -> &'a str {
    list[rng.usize(..list.len())]
}

/// The index at a position from 0 to 1 in a list.
fn index_at(position: f64, length: usize) -> usize {
    ((position * count(length)) as usize).min(length - 1)
}

fn count(number: usize) -> f64 {
    number as f64
}
