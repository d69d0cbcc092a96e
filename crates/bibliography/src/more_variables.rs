//! [`MoreVariables`]: the variables of CSL for which a [`Reference`](crate::Reference) has no field of its own.
//!
//! Most sources have none of them, so they are kept in maps that allocate nothing then. The names of the
//! variables stand in one table for each kind of value, so that readers, writers and styles cannot differ about them.
//! Left out are the variables that belong to a citation and not to a work (`locator`, `citation-number`,
//! `first-reference-note-number`, `year-suffix`).

use std::collections::BTreeMap;

use crate::{ContributorName, PartialDate};

/// Declares an enum of variables together with their names in CSL.
macro_rules! csl_variables {
    ($(#[$doc:meta])+ $name:ident { $($variant:ident => $csl:literal),+ $(,)? }) => {
        $(#[$doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "the variants have the names that the specification of CSL explains")]
        pub enum $name {
            $($variant,)+
        }

        impl $name {
            /// All variables, in the order of their names.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The name of the variable in CSL.
            #[must_use]
            pub fn csl(self) -> &'static str {
                match self {
                    $(Self::$variant => $csl,)+
                }
            }

            /// The variable with this name in CSL.
            #[must_use]
            pub fn from_csl(name: &str) -> Option<Self> {
                match name {
                    $($csl => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }
    };
}

csl_variables! {
    /// A variable with text or a number, such as `medium` or `number-of-pages`. A number is kept as it is written.
    ///
    /// Text may hold the tags of [`markup`](crate::markup), and in titles the spans that protect case.
    ///
    /// ```
    /// use wellpress_bibliography::TextVariable;
    ///
    /// assert_eq!(TextVariable::from_csl("call-number"), Some(TextVariable::CallNumber));
    /// assert_eq!(TextVariable::CallNumber.csl(), "call-number");
    /// ```
    TextVariable {
        Annote => "annote",
        Archive => "archive",
        ArchivePlace => "archive-place",
        ArchiveCollection => "archive_collection",
        ArchiveLocation => "archive_location",
        Authority => "authority",
        CallNumber => "call-number",
        CitationLabel => "citation-label",
        CollectionNumber => "collection-number",
        CollectionTitleShort => "collection-title-short",
        Dimensions => "dimensions",
        Division => "division",
        EventPlace => "event-place",
        Jurisdiction => "jurisdiction",
        License => "license",
        Medium => "medium",
        NumberOfPages => "number-of-pages",
        NumberOfVolumes => "number-of-volumes",
        OriginalPublisher => "original-publisher",
        OriginalPublisherPlace => "original-publisher-place",
        OriginalTitle => "original-title",
        PageFirst => "page-first",
        PartNumber => "part-number",
        PartTitle => "part-title",
        PrintingNumber => "printing-number",
        References => "references",
        ReviewedGenre => "reviewed-genre",
        ReviewedTitle => "reviewed-title",
        Scale => "scale",
        Section => "section",
        Source => "source",
        SupplementNumber => "supplement-number",
        VolumeTitle => "volume-title",
    }
}

csl_variables! {
    /// The part that people had in a work, besides its authors, editors and translators.
    ///
    /// ```
    /// use wellpress_bibliography::NameRole;
    ///
    /// assert_eq!(NameRole::from_csl("director"), Some(NameRole::Director));
    /// assert_eq!(NameRole::from_csl("author"), None);
    /// ```
    NameRole {
        Chair => "chair",
        CollectionEditor => "collection-editor",
        Compiler => "compiler",
        Composer => "composer",
        ContainerAuthor => "container-author",
        Contributor => "contributor",
        Curator => "curator",
        Director => "director",
        EditorTranslator => "editor-translator",
        EditorialDirector => "editorial-director",
        ExecutiveProducer => "executive-producer",
        Guest => "guest",
        Host => "host",
        Illustrator => "illustrator",
        Interviewer => "interviewer",
        Narrator => "narrator",
        Organizer => "organizer",
        OriginalAuthor => "original-author",
        Performer => "performer",
        Producer => "producer",
        Recipient => "recipient",
        ReviewedAuthor => "reviewed-author",
        ScriptWriter => "script-writer",
        SeriesCreator => "series-creator",
    }
}

csl_variables! {
    /// A variable with a date. `Issued` and `Accessed` have fields in a [`Reference`](crate::Reference); they are part
    /// of this table because they may have words in place of a date too.
    ///
    /// ```
    /// use wellpress_bibliography::DateVariable;
    ///
    /// assert_eq!(DateVariable::from_csl("issued"), Some(DateVariable::Issued));
    /// ```
    DateVariable {
        Accessed => "accessed",
        AvailableDate => "available-date",
        EventDate => "event-date",
        Issued => "issued",
        OriginalDate => "original-date",
        Submitted => "submitted",
    }
}

/// Values of variables, at most one for each; empty for most sources.
///
/// An empty text or list removes its variable, so that two references with the same values are equal.
///
/// ```
/// use wellpress_bibliography::{MoreVariables, TextVariable};
///
/// let mut more = MoreVariables::default();
/// more.set_text(TextVariable::Medium, "CD");
/// assert_eq!(more.text(TextVariable::Medium), Some("CD"));
/// more.set_text(TextVariable::Medium, "");
/// assert!(more.is_empty());
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct MoreVariables {
    texts: BTreeMap<TextVariable, String>,
    names: BTreeMap<NameRole, Vec<ContributorName>>,
    /// Without `issued` and `accessed`, which are fields of the reference: `Reference::date` joins them.
    pub(crate) dates: BTreeMap<DateVariable, PartialDate>,
    date_words: BTreeMap<DateVariable, String>,
}

impl MoreVariables {
    /// Whether no variable has a value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let Self { texts, names, dates, date_words } = self;
        texts.is_empty() && names.is_empty() && dates.is_empty() && date_words.is_empty()
    }

    /// The text of a variable.
    #[must_use]
    pub fn text(&self, variable: TextVariable) -> Option<&str> {
        self.texts.get(&variable).map(String::as_str)
    }

    /// Replaces the text of a variable; an empty text removes it.
    pub fn set_text(&mut self, variable: TextVariable, text: impl Into<String>) {
        let text = text.into();
        if text.is_empty() {
            self.texts.remove(&variable);
        } else {
            self.texts.insert(variable, text);
        }
    }

    /// The people with a part in the work; empty if the source names none.
    #[must_use]
    pub fn names(&self, role: NameRole) -> &[ContributorName] {
        self.names.get(&role).map_or(&[], Vec::as_slice)
    }

    /// Replaces the people with a part in the work; an empty list removes them.
    pub fn set_names(&mut self, role: NameRole, names: Vec<ContributorName>) {
        if names.is_empty() {
            self.names.remove(&role);
        } else {
            self.names.insert(role, names);
        }
    }

    /// Adds people with a part in the work behind those that the reference has.
    pub(crate) fn add_names(&mut self, role: NameRole, names: impl IntoIterator<Item = ContributorName>) {
        let all_names = self.names(role).iter().cloned().chain(names).collect();
        self.set_names(role, all_names);
    }

    /// The words that a source has in place of a date, such as `n.d.` or `in press`.
    #[must_use]
    pub fn date_words(&self, variable: DateVariable) -> Option<&str> {
        self.date_words.get(&variable).map(String::as_str)
    }

    /// Replaces the words in place of a date; an empty text removes them.
    pub fn set_date_words(&mut self, variable: DateVariable, words: impl Into<String>) {
        let words = words.into();
        if words.is_empty() {
            self.date_words.remove(&variable);
        } else {
            self.date_words.insert(variable, words);
        }
    }

    pub(crate) fn all_texts(&self) -> impl Iterator<Item = (TextVariable, &str)> {
        self.texts.iter().map(|(variable, text)| (*variable, text.as_str()))
    }

    pub(crate) fn all_people_mut(&mut self) -> impl Iterator<Item = &mut ContributorName> {
        self.names.values_mut().flatten()
    }

    pub(crate) fn all_names(&self) -> impl Iterator<Item = (NameRole, &[ContributorName])> {
        self.names.iter().map(|(role, names)| (*role, names.as_slice()))
    }

    pub(crate) fn all_date_words(&self) -> impl Iterator<Item = (DateVariable, &str)> {
        self.date_words.iter().map(|(variable, words)| (*variable, words.as_str()))
    }
}
