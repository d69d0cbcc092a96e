//! Forms of words that the algorithms of Snowball do not bring together, by language: irregular plurals, beginnings and endings
//! that `reader.js` takes from a query's word that is not in the index, transcribed umlauts, and compounds.

use serde::Serialize;

/// What is known of a language's words besides the algorithm of its stems.
#[derive(Debug, Default)]
pub(super) struct Forms {
    /// Pairs of an irregular form and the form that has its stem.
    pub irregular: &'static [(&'static str, &'static str)],
    /// Conjunctions that are written with the next word, where this begins with one of the articles.
    pub conjunctions: &'static [char],
    /// Articles that are written with the next word.
    pub articles: &'static [&'static str],
    /// Ends of words with the ends of another form that queries may have in place of them: "bodies" and "body".
    pub respelt: &'static [(&'static str, &'static str)],
    /// The end of a stem that becomes another one, so that forms as those of `respelt` have one stem: "luz" has that of "luces".
    pub stem_end: Option<(char, char)>,
    /// What the script in the browser needs.
    pub query: QueryForms,
}

/// How a word of a query that is not in the index may differ from words that are.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub(super) struct QueryForms {
    /// Regular expressions of what may be in front of a stem and behind it, in the folded form of the index. An ending may be
    /// several of them. Without any, the script allows endings of a length that depends on the word.
    #[serde(skip_serializing_if = "str::is_empty")]
    prefixes: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    endings: &'static str,
    /// Letters that words may have behind their stem when nothing follows. A stem that is a word with one of them is not listed.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub restored: &'static str,
    /// Parts of words that are spelt in two ways, as in British and American English: the second is the common one, in which stems
    /// are found. What ends as `organize` does is spelt as `organise`.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub spellings: &'static [(&'static str, &'static str)],
    /// Whether many words have `ä`, `ø` or `å`, so that short ones are typed with `ae`, `oe` or `aa` too. Long ones are names in any
    /// language: "Mueller".
    #[serde(skip_serializing_if = "is_false")]
    umlauts: bool,
    /// Whether words are written together, so that a word is found by its parts.
    #[serde(skip_serializing_if = "is_false")]
    pub compounds: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

/// The forms of a language, by the subtag for it in language tags.
pub(super) fn forms(language: &str) -> Forms {
    match language {
        "ar" => Forms {
            irregular: ARABIC_PLURALS,
            conjunctions: &['و', 'ف'],
            articles: &["ال", "لل", "بال", "كال"],
            query: QueryForms {
                prefixes: ARABIC_PREFIXES,
                endings: ARABIC_ENDINGS,
                restored: "ه",
                ..QueryForms::default()
            },
            ..Forms::default()
        },
        "da" | "nb" | "nn" | "no" | "sv" => with_compounds("", "ae"),
        "de" => with_compounds(GERMAN_ENDINGS, "en"),
        "en" => Forms {
            irregular: ENGLISH_FORMS,
            respelt: &[("ies", "y"), ("ied", "y"), ("iest", "y")],
            query: QueryForms {
                endings: ENGLISH_ENDINGS,
                restored: "ye",
                spellings: ENGLISH_SPELLINGS,
                ..QueryForms::default()
            },
            ..Forms::default()
        },
        "es" => Forms {
            respelt: &[("ces", "z")],
            stem_end: Some(('z', 'c')),
            query: QueryForms { endings: SPANISH_ENDINGS, restored: "aoez", ..QueryForms::default() },
            ..Forms::default()
        },
        "nl" => Forms { query: QueryForms { compounds: true, ..QueryForms::default() }, ..Forms::default() },
        _ => Forms::default(),
    }
}

fn with_compounds(endings: &'static str, restored: &'static str) -> Forms {
    let query = QueryForms { endings, restored, umlauts: true, compounds: true, ..QueryForms::default() };
    Forms { query, ..Forms::default() }
}

/// Irregular plurals of everyday words and of the field, and everyday verbs whose forms change more than the end.
const ENGLISH_FORMS: &[(&str, &str)] = &[
    ("analyses", "analysis"),
    ("ate", "eat"),
    ("bacteria", "bacterium"),
    ("began", "begin"),
    ("begun", "begin"),
    ("bent", "bend"),
    ("bitten", "bite"),
    ("bled", "bleed"),
    ("broke", "break"),
    ("broken", "break"),
    ("brought", "bring"),
    ("calves", "calf"),
    ("caught", "catch"),
    ("children", "child"),
    ("chose", "choose"),
    ("chosen", "choose"),
    ("crises", "crisis"),
    ("criteria", "criterion"),
    ("diagnoses", "diagnosis"),
    ("drank", "drink"),
    ("drunk", "drink"),
    ("dying", "die"),
    ("eaten", "eat"),
    ("fallen", "fall"),
    ("fed", "feed"),
    ("feet", "foot"),
    ("fell", "fall"),
    ("felt", "feel"),
    ("fungi", "fungus"),
    ("gave", "give"),
    ("given", "give"),
    ("grew", "grow"),
    ("grown", "grow"),
    ("halves", "half"),
    ("held", "hold"),
    ("hypotheses", "hypothesis"),
    ("kept", "keep"),
    ("knives", "knife"),
    ("lain", "lie"),
    ("lost", "lose"),
    ("lying", "lie"),
    ("men", "man"),
    ("metastases", "metastasis"),
    ("mice", "mouse"),
    ("people", "person"),
    ("phenomena", "phenomenon"),
    ("prognoses", "prognosis"),
    ("prostheses", "prosthesis"),
    ("ran", "run"),
    ("sat", "sit"),
    ("scolioses", "scoliosis"),
    ("shelves", "shelf"),
    ("slept", "sleep"),
    ("spoke", "speak"),
    ("spoken", "speak"),
    ("stenoses", "stenosis"),
    ("stimuli", "stimulus"),
    ("stood", "stand"),
    ("swam", "swim"),
    ("swollen", "swell"),
    ("swum", "swim"),
    ("taken", "take"),
    ("taught", "teach"),
    ("teeth", "tooth"),
    ("thought", "think"),
    ("thromboses", "thrombosis"),
    ("told", "tell"),
    ("took", "take"),
    ("tore", "tear"),
    ("torn", "tear"),
    ("tying", "tie"),
    ("vertebrae", "vertebra"),
    ("went", "go"),
    ("wives", "wife"),
    ("woke", "wake"),
    ("women", "woman"),
    ("wore", "wear"),
    ("worn", "wear"),
    ("written", "write"),
    ("wrote", "write"),
];

/// What British and American English spell in two ways. Only parts that no other word has, so that `four` and `goes` stay.
const ENGLISH_SPELLINGS: &[(&str, &str)] = &[
    ("aecolog", "ecolog"),
    ("aedi", "edi"),
    ("aem", "em"),
    ("aesarean", "esarean"),
    ("aesth", "esth"),
    ("aetiolog", "etiolog"),
    ("coeliac", "celiac"),
    ("faeca", "feca"),
    ("faece", "fece"),
    ("foet", "fet"),
    ("oedem", "edem"),
    ("oesoph", "esoph"),
    ("oestr", "estr"),
    ("pnoea", "pnea"),
    ("rrhoea", "rrhea"),
    ("armour", "armor"),
    ("behaviour", "behavior"),
    ("colour", "color"),
    ("favour", "favor"),
    ("flavour", "flavor"),
    ("harbour", "harbor"),
    ("honour", "honor"),
    ("humour", "humor"),
    ("labour", "labor"),
    ("neighbour", "neighbor"),
    ("odour", "odor"),
    ("rumour", "rumor"),
    ("tumour", "tumor"),
    ("vapour", "vapor"),
    ("vigour", "vigor"),
    ("centre", "center"),
    ("fibre", "fiber"),
    ("litre", "liter"),
    ("metre", "meter"),
];

/// Broken plurals of everyday words and of the body.
const ARABIC_PLURALS: &[(&str, &str)] = &[
    ("أدوية", "دواء"),
    ("أرجل", "رجل"),
    ("أسنان", "سن"),
    ("أصابع", "إصبع"),
    ("أطباء", "طبيب"),
    ("أطفال", "طفل"),
    ("أعضاء", "عضو"),
    ("أقدام", "قدم"),
    ("أكتاف", "كتف"),
    ("آلام", "ألم"),
    ("أمراض", "مرض"),
    ("أنسجة", "نسيج"),
    ("أوتار", "وتر"),
    ("أيام", "يوم"),
    ("تمارين", "تمرين"),
    ("جذوع", "جذع"),
    ("ركب", "ركبة"),
    ("رقاب", "رقبة"),
    ("رؤوس", "رأس"),
    ("صدور", "صدر"),
    ("عضل", "عضلة"),
    ("عظام", "عظم"),
    ("عيون", "عين"),
    ("فقار", "فقرة"),
    ("كسور", "كسر"),
    ("مرضى", "مريض"),
    ("مفاصل", "مفصل"),
    ("نساء", "امرأة"),
    ("نصائح", "نصيحة"),
];

/// From the tables of the algorithm: conjunctions, prepositions and the article, and the beginnings of verbs.
const ARABIC_PREFIXES: &str = "[وف]?(?:ال|لل|[بك]ال|[بكلس])|[وف]|[وف]?س?[يتنا]";

/// From the tables of the algorithm: feminine, dual, plural and the pronouns.
const ARABIC_ENDINGS: &str = "[هكيتنا]|ه[امن]|هما|ك[من]|كما|نا|ات|تم|تما|ان|ون|ين|وا|ني|يه";

const GERMAN_ENDINGS: &str = "e[mnrs]?|ern|e?st?|s|n|e?t|heit|keit|lich|ungs?|ig|isch|end|nisse?";

const ENGLISH_ENDINGS: &str = "e?s|e?d|ing|ly|e|y|er|or|al|i?e|[ae]nce|[ai]ble|ant|e?ment|ent|ism|at(?:e|ion|or)|it[iy]|ies|ous|ive|i[sz](?:e|ation)|ion|ful|ness|ic|ist";

const SPANISH_ENDINGS: &str = "[aeio](?:s|n|r|is|mos|d[ao]s?)?|[aiey]+ndo|a?ba(?:s|n|mos|is)?|[iy]?eron|aron|[aei]r[aei](?:s|n|mos|is)?|\
     [ai]st[ei](?:s|is)?|ia(?:s|n|mos|is)?|[ai]?cion(?:es)?|[ai]?mientos?|mente|i?dad(?:es)?|[ai]v[ao]s?|os[ao]s?|[ai]bles?|istas?|\
     ismos?|ic[ao]s?|anzas?|[ae]ncias?|l[aeo]s?|[smt]e|nos|ces|s|n";
