//! The kinds that come with the program.

use super::RecordKind;
use serde::Deserialize;

const TEXT: &str = include_str!("../../../../standards/record_kinds.toml");

/// Why a file of kinds is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotKinds {
    /// Not TOML, or not of this form; with the parser's words.
    #[error("类型文件读不出来：{0}")]
    Form(String),
    /// A kind that says what no form can show.
    #[error("类型“{0}”有误：{1}")]
    Kind(String, String),
    /// Two kinds with one key.
    #[error("类型“{0}”写了两次。")]
    Twice(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    kind: Vec<RecordKind>,
}

/// Kinds from the text of a file, each checked.
///
/// # Errors
/// [`NotKinds`] with the first fault.
pub fn parse(text: &str) -> Result<Vec<RecordKind>, NotKinds> {
    let file: File = toml::from_str(text).map_err(|error| NotKinds::Form(error.to_string()))?;
    for (at, kind) in file.kind.iter().enumerate() {
        if let Err(refused) = kind.check() {
            return Err(NotKinds::Kind(kind.key.clone(), format!("{refused:?}")));
        }
        if file.kind[..at].iter().any(|it| it.key == kind.key) {
            return Err(NotKinds::Twice(kind.key.clone()));
        }
    }
    Ok(file.kind)
}

/// The shipped kinds in the order in which a form offers them.
///
/// # Errors
/// None for the file that ships, which a test proves.
pub fn shipped() -> Result<Vec<RecordKind>, NotKinds> {
    parse(TEXT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_kind_is_sound_and_the_issue_s_kinds_are_there() {
        let kinds = shipped().unwrap();
        assert_eq!(kinds[0].key, crate::record::ACTIVITY, "the minimal kind comes first");
        for name in [
            "中心组学习",
            "周五学习日",
            "培训",
            "道德讲堂",
            "志愿服务",
            "我们的节日",
            "文体活动",
            "捐助",
            "植树",
            "走访帮扶",
            "会议",
            "宣传报道",
            "健康教育",
            "党务政务公开",
            "谈话",
            "制度",
            "阵地",
        ] {
            assert!(kinds.iter().any(|it| it.name == name), "{name}");
        }
        let lecture = kinds.iter().find(|it| it.key == "moral_lecture").unwrap();
        let steps: Vec<usize> = lecture.steps.iter().map(|it| it.steps.len()).collect();
        assert_eq!(steps, [4, 5, 6, 7]);
    }

    #[test]
    fn a_faulty_file_says_what_is_wrong() {
        let good = "[[kind]]\nkey = \"a\"\nname = \"甲\"\ngroup = \"work\"\n";
        assert_eq!(parse(good).map(|it| it.len()), Ok(1));
        assert!(matches!(parse(&good.repeat(2)), Err(NotKinds::Twice(key)) if key == "a"));
        assert!(matches!(parse("[[kind]]\nkey = 1"), Err(NotKinds::Form(_))));
        assert!(matches!(parse(&good.replace("甲", "")), Err(NotKinds::Kind(..))));
        assert!(
            matches!(parse(&format!("{good}colour = \"red\"")), Err(NotKinds::Form(_))),
            "a typo is told"
        );
    }
}
