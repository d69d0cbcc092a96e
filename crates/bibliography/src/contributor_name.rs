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
        /// Words before the family name that are left out where it stands alone, such as the `von` of Alexander von
        /// Humboldt.
        dropping_particle: Option<String>,
        /// Words before the family name that always stand with it, such as `van der`. The particle of a format that has
        /// only one sort.
        non_dropping_particle: Option<String>,
        /// Words behind the name, such as `Jr` or `III`.
        suffix: Option<String>,
        /// Whether a comma divides the suffix from the name, as in `King, Jr.`
        comma_suffix: bool,
        /// Whether the family name always comes first, as in Chinese names.
        static_ordering: bool,
    },
    /// An organisation, never split or abbreviated.
    Organisation(String),
    /// Further contributors whom the library does not name ("and others").
    Others,
}

impl ContributorName {
    /// A person with a family name and perhaps given names, but neither particles nor suffix.
    ///
    /// ```
    /// use wellpress_bibliography::ContributorName;
    ///
    /// assert_eq!(ContributorName::person("Doe", Some("Jane")).in_full(), "Doe, Jane");
    /// ```
    #[must_use]
    pub fn person(family: impl Into<String>, given: Option<&str>) -> Self {
        Self::of_parts(family.into(), given.map(str::to_owned), None, None)
    }

    /// A person in a format with one sort of particle, which stays with the family name.
    pub(crate) fn of_parts(
        family: String,
        given: Option<String>,
        particle: Option<String>,
        suffix: Option<String>,
    ) -> Self {
        Self::Person {
            family,
            given,
            dropping_particle: None,
            non_dropping_particle: particle,
            suffix,
            comma_suffix: false,
            static_ordering: false,
        }
    }

    /// The whole name in the order of an index: family name first.
    ///
    /// ```
    /// use wellpress_bibliography::ContributorName;
    ///
    /// let name = ContributorName::Person {
    ///     family: "Berg".into(),
    ///     given: Some("W. S.".into()),
    ///     dropping_particle: None,
    ///     non_dropping_particle: Some("van der".into()),
    ///     suffix: Some("Jr".into()),
    ///     comma_suffix: false,
    ///     static_ordering: false,
    /// };
    /// assert_eq!(name.in_full(), "van der Berg, W. S., Jr");
    /// ```
    #[must_use]
    pub fn in_full(&self) -> String {
        match self {
            Self::Person { suffix, .. } => {
                let given = self.display_given();
                let parts_behind = given.iter().chain(suffix).map(|part| format!(", {part}"));
                self.display_family() + &parts_behind.collect::<String>()
            }
            Self::Organisation(name) => name.clone(),
            Self::Others => "and others".to_owned(),
        }
    }

    /// Given names with the dropping particle, as they stand behind a family name: `Alexander von`. `None` for a person
    /// without either, and for every other contributor.
    ///
    /// ```
    /// use wellpress_bibliography::ContributorName;
    ///
    /// assert_eq!(ContributorName::person("Doe", Some("Jane")).display_given().as_deref(), Some("Jane"));
    /// ```
    #[must_use]
    pub fn display_given(&self) -> Option<String> {
        let Self::Person { given, dropping_particle, .. } = self else { return None };
        match (given, dropping_particle) {
            (Some(given), Some(particle)) => Some(format!("{given} {particle}")),
            (given, particle) => given.clone().or(particle.clone()),
        }
    }

    /// Both particles in one, for formats that have one sort. `None` for a person without any.
    pub(crate) fn joined_particles(&self) -> Option<String> {
        let Self::Person { dropping_particle, non_dropping_particle, .. } = self else { return None };
        let particles: Vec<&str> =
            [dropping_particle, non_dropping_particle].into_iter().filter_map(Option::as_deref).collect();
        Some(particles.join(" ")).filter(|particles| !particles.is_empty())
    }

    /// Family name with its non-dropping particle, or the organisation's name; empty for [`ContributorName::Others`].
    ///
    /// ```
    /// use wellpress_bibliography::ContributorName;
    ///
    /// assert_eq!(ContributorName::Organisation("Mayo Clinic".into()).display_family(), "Mayo Clinic");
    /// ```
    #[must_use]
    pub fn display_family(&self) -> String {
        match self {
            Self::Person { family, non_dropping_particle: Some(particle), .. } => format!("{particle} {family}"),
            Self::Person { family, .. } => family.clone(),
            Self::Organisation(name) => name.clone(),
            Self::Others => String::new(),
        }
    }
}
