//! The success criteria of WCAG 2.2 at levels A and AA as data: what each is called, which rules of `wellpress check` speak against it,
//! what it needs to apply at all, and what a person can try.
//!
//! 4.1.1 is left out: WCAG 2.2 has removed it.

use wellpress_diagnostics::{Rule, rules};

/// The level of a criterion. A report has no criteria of level AAA.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// The first.
    A,
    /// The second, to which laws refer.
    Aa,
}

impl Level {
    /// Both, in the order of a report.
    pub const ALL: [Self; 2] = [Self::A, Self::Aa];

    /// Its letters.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::Aa => "AA",
        }
    }
}

/// Without what a criterion says nothing about a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// It is about every site.
    Nothing,
    /// A video.
    Video,
    /// A video, or a recording to listen to.
    Media,
    /// Something that is broadcast while it happens.
    Broadcast,
    /// A form in which readers say something about themselves or agree to something.
    Form,
}

/// A success criterion.
#[derive(Debug)]
pub struct SuccessCriterion {
    /// Its number.
    pub number: &'static str,
    /// Its name in WCAG.
    pub name: &'static str,
    /// Its level.
    pub level: Level,
    /// Without what it does not apply.
    pub need: Need,
    /// The rules whose findings speak against it.
    pub rules: &'static [&'static Rule],
    /// How a person can judge it.
    pub attempt: &'static str,
}

impl SuccessCriterion {
    const fn found_by(self, rules: &'static [&'static Rule]) -> Self {
        Self { rules, ..self }
    }

    const fn needs(self, need: Need) -> Self {
        Self { need, ..self }
    }
}

const fn a(number: &'static str, name: &'static str, attempt: &'static str) -> SuccessCriterion {
    SuccessCriterion { number, name, level: Level::A, need: Need::Nothing, rules: &[], attempt }
}

const fn aa(number: &'static str, name: &'static str, attempt: &'static str) -> SuccessCriterion {
    SuccessCriterion { level: Level::Aa, ..a(number, name, attempt) }
}

/// The criterion with this number.
#[must_use]
pub fn find(number: &str) -> Option<&'static SuccessCriterion> {
    CRITERIA.iter().find(|criterion| criterion.number == number)
}

/// All criteria, in the order of WCAG.
pub static CRITERIA: [SuccessCriterion; 55] = [
    a("1.1.1", "Non-text Content", "Read a page of each kind without its pictures: do the words in their place say the same?")
        .found_by(&[&rules::ALT_MISSING, &rules::ALT_IS_FILENAME]),
    a(
        "1.2.1",
        "Audio-only and Video-only (Prerecorded)",
        "Compare each recording with its transcript, and each video without sound with the text that describes it.",
    )
    .needs(Need::Media),
    a(
        "1.2.2",
        "Captions (Prerecorded)",
        "Watch each video without its sound: do the captions have every word, and every sound that matters?",
    )
    .needs(Need::Video)
    .found_by(&[&rules::VIDEO_NO_CAPTIONS]),
    a(
        "1.2.3",
        "Audio Description or Media Alternative (Prerecorded)",
        "Listen to each video without looking: is all that it shows said, or written beside it?",
    )
    .needs(Need::Video)
    .found_by(&[&rules::VIDEO_NOT_DESCRIBED]),
    aa("1.2.4", "Captions (Live)", "If anything is broadcast while it happens: does it have captions?").needs(Need::Broadcast),
    aa(
        "1.2.5",
        "Audio Description (Prerecorded)",
        "Listen to each video without looking: does its own voice, or a description, say all that matters?",
    )
    .needs(Need::Video)
    .found_by(&[&rules::VIDEO_NOT_DESCRIBED]),
    a(
        "1.3.1",
        "Info and Relationships",
        "Go through a page of each kind with a screen reader: does it announce headings, lists, tables and labels as such?",
    )
    .found_by(&[&rules::HEADING_SKIPPED, &rules::TABLE_INVALID]),
    a("1.3.2", "Meaningful Sequence", "Have a screen reader read a page of each kind to its end: does the order make sense?"),
    a(
        "1.3.3",
        "Sensory Characteristics",
        "Look for words that name a thing by its shape, colour, sound or place alone, such as \"the button on the right\".",
    ),
    aa("1.3.4", "Orientation", "Turn a phone: do pages work upright and on their side?"),
    aa(
        "1.3.5",
        "Identify Input Purpose",
        "Let the browser fill in each form about the reader: does it offer the right name, address and mail address?",
    )
    .needs(Need::Form),
    a("1.4.1", "Use of Color", "Look at a page of each kind in shades of grey: is anything lost?"),
    a("1.4.2", "Audio Control", "Open each page with sound: does it begin by itself, and last longer than three seconds?")
        .needs(Need::Media),
    aa("1.4.3", "Contrast (Minimum)", "Measure the contrast of text in pictures and over pictures, which no program does.")
        .found_by(&[&rules::THEME_CONTRAST]),
    aa("1.4.4", "Resize Text", "Zoom to 200 %: can everything be read and used?"),
    aa("1.4.5", "Images of Text", "Look for pictures of words that could be written as text."),
    aa(
        "1.4.10",
        "Reflow",
        "Make the window 320 pixels wide: does anything but tables and drawings need scrolling in two directions?",
    ),
    aa("1.4.11", "Non-text Contrast", "Measure borders of fields, signs without words and parts of drawings: at least 3 to 1."),
    aa(
        "1.4.12",
        "Text Spacing",
        "Set the height of lines to 1.5, the room below paragraphs to 2, between letters to 0.12 and between words to 0.16 times the \
         size of the letters: is anything cut off?",
    ),
    aa(
        "1.4.13",
        "Content on Hover or Focus",
        "Point at what then shows more: does that stay while you point at it, and go with Escape?",
    ),
    a("2.1.1", "Keyboard", "Use a page of each kind with the keyboard alone: can everything be reached and used?"),
    a("2.1.2", "No Keyboard Trap", "Press Tab and Escape in each menu, window and player: do you always come out again?"),
    a("2.1.4", "Character Key Shortcuts", "Press single letters outside of fields: can what reacts to them be switched off?"),
    a("2.2.1", "Timing Adjustable", "Leave a page and a form that is half filled in open for an hour: does anything run out?"),
    a("2.2.2", "Pause, Stop, Hide", "Look for what moves or changes by itself for more than five seconds: can it be stopped?"),
    a(
        "2.3.1",
        "Three Flashes or Below Threshold",
        "Watch each video and everything that moves: does anything flash more than three times in a second?",
    ),
    a("2.4.1", "Bypass Blocks", "Press Tab on a page of each kind: does the first link lead to the text?"),
    a("2.4.2", "Page Titled", "Read the titles of pages of each kind in the browser: does each say what its page is about?")
        .found_by(&[&rules::TITLE_DUPLICATE]),
    a("2.4.3", "Focus Order", "Press Tab through a page of each kind: does the order keep the sense?"),
    a(
        "2.4.4",
        "Link Purpose (In Context)",
        "Read the links of a page of each kind with the sentences around them: is it clear where each leads?",
    )
    .found_by(&[&rules::LINK_TEXT_VAGUE]),
    aa("2.4.5", "Multiple Ways", "Find the same page in two ways, such as by a list and by the search."),
    aa("2.4.6", "Headings and Labels", "Read headings and labels alone: does each say what follows?"),
    aa("2.4.7", "Focus Visible", "Press Tab through a page of each kind: do you always see where you are?"),
    aa(
        "2.4.11",
        "Focus Not Obscured (Minimum)",
        "Press Tab through a long page: does something that stays in its place ever cover where you are?",
    ),
    a("2.5.1", "Pointer Gestures", "Look for what needs two fingers or a path, such as a swipe: do single taps do the same?"),
    a("2.5.2", "Pointer Cancellation", "Press on a button, move away and let go: does nothing happen?"),
    a("2.5.3", "Label in Name", "Say the words on buttons and fields to a program for voice control: does it find them?"),
    a("2.5.4", "Motion Actuation", "Tilt and shake the device: can what reacts be switched off, and be done without?"),
    aa("2.5.7", "Dragging Movements", "Look for what is dragged: do single taps do the same?"),
    aa(
        "2.5.8",
        "Target Size (Minimum)",
        "Measure small buttons, and links outside of sentences: 24 by 24 pixels, or as much room around them.",
    ),
    a("3.1.1", "Language of Page", "Have a screen reader read a page in each language: does it speak that language?"),
    aa("3.1.2", "Language of Parts", "Have a screen reader read words of another language: does it speak them in that language?")
        .found_by(&[&rules::STRING_MISSING]),
    a("3.2.1", "On Focus", "Press Tab to each control: does anything change before you use it?"),
    a("3.2.2", "On Input", "Change each field and each choice: does the page change in a way that it did not announce?"),
    aa("3.2.3", "Consistent Navigation", "Open pages of each kind: are the menus in the same place and order?"),
    aa("3.2.4", "Consistent Identification", "Compare controls that do the same on different pages: do they have the same name?"),
    a("3.2.6", "Consistent Help", "Open pages of each kind: are links to help and contact in the same place?"),
    a("3.3.1", "Error Identification", "Send each form with a mistake: do words name the field and the mistake?"),
    a("3.3.2", "Labels or Instructions", "Look at each field: do words say what to write, and in which form?"),
    aa("3.3.3", "Error Suggestion", "Send each form with a mistake: do words say how to put it right?"),
    aa(
        "3.3.4",
        "Error Prevention (Legal, Financial, Data)",
        "If a form binds the reader, asks for money or changes data: can it be checked, confirmed or taken back?",
    )
    .needs(Need::Form),
    a("3.3.7", "Redundant Entry", "Fill in each form of several steps: does it ask for anything twice?").needs(Need::Form),
    aa(
        "3.3.8",
        "Accessible Authentication (Minimum)",
        "If readers log in: can they do so without a puzzle, and can a program fill in their password?",
    )
    .needs(Need::Form),
    a("4.1.2", "Name, Role, Value", "Go to each control with a screen reader: does it say its name, its kind and its state?"),
    aa("4.1.3", "Status Messages", "Search, filter and send a form with a screen reader: does it speak each message where you are?"),
];
