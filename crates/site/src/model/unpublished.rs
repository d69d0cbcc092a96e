//! [`Unpublished`]: why a page is not public.

/// Why a page is not public.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unpublished {
    /// It says `draft: true`.
    Draft,
    /// `published` is after today.
    Future,
    /// `expires` is before today.
    Expired,
}

impl Unpublished {
    /// `draft`, `future` or `expired`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Future => "future",
            Self::Expired => "expired",
        }
    }

    /// What makes the page public, as the first half of a help text: "take `draft: true` out of its front matter".
    #[must_use]
    pub fn remedy(self) -> &'static str {
        match self {
            Self::Draft => "take `draft: true` out of its front matter",
            Self::Future => "give it a `published` that is not after today",
            Self::Expired => "give it a later day in `expires`",
        }
    }
}
