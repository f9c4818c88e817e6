//! Why a command ends early: one Chinese sentence and the exit code.

use app::Error;
use domain::refused::Refused;

/// Exit code of a refusal or a failure.
pub const FAILED: u8 = 1;
/// Exit code of wrong usage or wrong input.
pub const INPUT: u8 = 2;

/// A command that does not go on.
#[derive(Debug)]
pub struct Stop {
    pub code: u8,
    pub sentence: String,
}

impl Stop {
    pub fn failed(sentence: impl Into<String>) -> Self {
        Self { code: FAILED, sentence: sentence.into() }
    }

    pub fn input(sentence: impl Into<String>) -> Self {
        Self { code: INPUT, sentence: sentence.into() }
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::failed(match error {
            Error::Fault(fault) => format!("内部出错：{fault}。"),
            // There is no field to stand beside.
            Error::Refused(Refused::Invalid(fields)) => fields.into_iter().map(|it| it.sentence).collect(),
            Error::Refused(refused) => refused.to_string(),
            Error::Unfit(sentence) => sentence,
        })
    }
}

impl From<store::StoreError> for Stop {
    fn from(error: store::StoreError) -> Self {
        Error::from(error).into()
    }
}
