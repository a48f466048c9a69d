//! Why a part of an operation ends before its end.

use crate::cluster::{ApiError, Failure};

/// An error as Helm passes it up: the text grows, what the API server said stays known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HelmError {
    /// The text, wrapped as far as it has come.
    pub text: String,
    /// The answer of the API server at the bottom of it.
    pub api: Option<ApiError>,
}

/// Why a part of an operation ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fail {
    /// With an error.
    Error(HelmError),
    /// A signal has cancelled the operation (R-INS-24, R-UPG-22).
    Cancelled,
    /// A signal has killed Helm (R-EXE-25).
    Killed,
    /// The story has more steps than anybody can look at.
    Limit,
}

/// The result of a part of an operation.
pub(super) type Done<T = ()> = Result<T, Fail>;

impl HelmError {
    /// An error of Helm's own.
    pub fn new(text: impl Into<String>) -> Self {
        HelmError { text: text.into(), api: None }
    }

    /// The error with `prefix` before it.
    pub fn within(mut self, prefix: &str) -> Self {
        self.text.insert_str(0, prefix);
        self
    }

    /// This error and below it another.
    pub fn followed_by(mut self, text: &str) -> Self {
        self.text.push('\n');
        self.text.push_str(text);
        self
    }

    /// Whether the API server said that the object is not there.
    pub fn is_not_found(&self) -> bool {
        self.has_reason("NotFound")
    }

    /// Whether the API server said that the name is taken.
    pub fn already_exists(&self) -> bool {
        self.has_reason("AlreadyExists")
    }

    /// Whether the API server said that the object is another than it was.
    pub fn is_conflict(&self) -> bool {
        self.has_reason("Conflict")
    }

    fn has_reason(&self, reason: &str) -> bool {
        self.api.as_ref().is_some_and(|api| api.reason == reason)
    }
}

impl From<ApiError> for HelmError {
    fn from(api: ApiError) -> Self {
        HelmError { text: api.message.clone(), api: Some(api) }
    }
}

impl From<HelmError> for Fail {
    fn from(error: HelmError) -> Self {
        Fail::Error(error)
    }
}

impl From<Failure> for Fail {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Api(api) => Fail::Error(api.into()),
            Failure::Cut => Fail::Killed,
        }
    }
}

impl Fail {
    /// An error of Helm's own.
    pub fn error(text: impl Into<String>) -> Self {
        Fail::Error(HelmError::new(text))
    }

    /// What an operation fails with when its context is cancelled, unless Helm is gone altogether.
    ///
    /// # Errors
    /// The failures that nothing can follow.
    pub fn survived(self) -> Done<HelmError> {
        match self {
            Fail::Error(error) => Ok(error),
            Fail::Cancelled => Ok(HelmError::new("context canceled")),
            Fail::Killed | Fail::Limit => Err(self),
        }
    }
}

/// Wraps the errors of a result, as Helm does on the way up.
pub(super) trait Within<T> {
    /// The result with `prefix` before the text of its error.
    ///
    /// # Errors
    /// The same as before.
    fn within(self, prefix: &str) -> Done<T>;
}

impl<T> Within<T> for Done<T> {
    fn within(self, prefix: &str) -> Done<T> {
        self.map_err(|fail| match fail {
            Fail::Error(error) => Fail::Error(error.within(prefix)),
            other => other,
        })
    }
}
