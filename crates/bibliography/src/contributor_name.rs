//! [`ContributorName`]: who wrote, edited or translated a work.

/// A person's name in parts, or an organisation that writes under its own name.
///
/// The parts are those of CSL. Readers split a name only where its format says how: `Mayo Clinic` in a format without
/// such a mark is an organisation, because a wrong split would be cited as "Clinic, M.".
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ContributorName {
    /// A human being, with a name in parts.
    Person {
        /// Family name, such as `Życińska`.
        family: String,
        /// Given names or initials, such as `W. S.`
        given: Option<String>,
        /// Words before the family name, such as `van der`.
        particle: Option<String>,
        /// Words behind the name, such as `Jr` or `III`.
        suffix: Option<String>,
    },
    /// An organisation, never split or abbreviated.
    Organisation(String),
    /// Further contributors whom the library does not name ("and others").
    Others,
}

impl ContributorName {
    /// The whole name in the order of an index: family name first.
    ///
    /// ```
    /// use wellpress_bibliography::ContributorName;
    ///
    /// let name = ContributorName::Person {
    ///     family: "Berg".into(),
    ///     given: Some("W. S.".into()),
    ///     particle: Some("van der".into()),
    ///     suffix: Some("Jr".into()),
    /// };
    /// assert_eq!(name.in_full(), "van der Berg, W. S., Jr");
    /// ```
    #[must_use]
    pub fn in_full(&self) -> String {
        match self {
            Self::Person { given, suffix, .. } => {
                let parts_behind = given.iter().chain(suffix).map(|part| format!(", {part}"));
                self.display_family() + &parts_behind.collect::<String>()
            }
            Self::Organisation(name) => name.clone(),
            Self::Others => "and others".to_owned(),
        }
    }

    /// Family name with its particle, or the organisation's name; empty for [`ContributorName::Others`].
    ///
    /// ```
    /// use wellpress_bibliography::ContributorName;
    ///
    /// assert_eq!(ContributorName::Organisation("Mayo Clinic".into()).display_family(), "Mayo Clinic");
    /// ```
    #[must_use]
    pub fn display_family(&self) -> String {
        match self {
            Self::Person { family, particle: Some(particle), .. } => format!("{particle} {family}"),
            Self::Person { family, .. } => family.clone(),
            Self::Organisation(name) => name.clone(),
            Self::Others => String::new(),
        }
    }
}
