//! 后台任务: work that runs after the answer, as typed values. A job says what is to be done and
//! nothing else, so that doing it twice does no harm; the worker and the handlers live in `app`.

use crate::codes;
use crate::day::{Day, Instant};
use crate::id::{BackupId, BureauId, DossierId, FileId, FolderId, ImportId, JobId, RecordId};
use serde::{Deserialize, Serialize};

/// Everything that runs in the background. A further kind is one more variant, one arm in each
/// method here and one in `app::job`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Work {
    /// What comes back every quarter of an hour.
    Clockwork,
    /// Reads an upload and makes a draft or a roster of it.
    ReadImport { import: ImportId },
    /// Writes an archive of everything.
    BackUp { backup: BackupId },
    /// Walks the audit chain of a bureau.
    VerifyAudit { bureau: BureauId },
    /// Makes the small picture of a photo.
    MakeThumbnail { file: FileId },
    /// Looks whether a record contradicts its photos or repeats another record.
    ExamineRecord { record: RecordId },
    /// Writes an inspection file as a ZIP.
    BuildDossier { dossier: DossierId },
    /// Gives those who joined what is left for them.
    GiveJoiners { bureau: BureauId },
    /// Looks at the files of a folder and sorts them into activities.
    SortFolder { folder: FolderId },
    /// Brings the rest of its year and the photos into a demonstration.
    FillDemo { bureau: BureauId, until: Day },
}

impl Work {
    /// The stable name of the kind, also in the database.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Clockwork => "clockwork",
            Self::ReadImport { .. } => "read_import",
            Self::BackUp { .. } => "back_up",
            Self::VerifyAudit { .. } => "verify_audit",
            Self::MakeThumbnail { .. } => "make_thumbnail",
            Self::ExamineRecord { .. } => "examine_record",
            Self::BuildDossier { .. } => "build_dossier",
            Self::GiveJoiners { .. } => "give_joiners",
            Self::SortFolder { .. } => "sort_folder",
            Self::FillDemo { .. } => "fill_demo",
        }
    }

    /// What a page calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Clockwork => "定时事务",
            Self::ReadImport { .. } => "识读文件",
            Self::BackUp { .. } => "备份",
            Self::VerifyAudit { .. } => "校验审计链",
            Self::MakeThumbnail { .. } => "生成缩略图",
            Self::ExamineRecord { .. } => "核对纪实材料",
            Self::BuildDossier { .. } => "生成迎检档案",
            Self::GiveJoiners { .. } => "后到者接续任务",
            Self::SortFolder { .. } => "整理旧资料",
            Self::FillDemo { .. } => "补全演示数据",
        }
    }
}

codes! {
    /// Where a job stands.
    pub enum JobState {
        Ready = "ready" "等待",
        Running = "running" "办理中",
        Done = "done" "已完成",
        Failed = "failed" "没有办成",
    }
}

/// One job to be written with the change that asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Job {
    pub id: JobId,
    /// The bureau on whose page it stands; none for the clockwork.
    pub bureau: Option<BureauId>,
    pub work: Work,
    /// Not before this instant.
    pub run_at: Instant,
}

/// Attempts before a job is given up and shown as failed.
pub const ATTEMPTS: i64 = 5;

/// How long a job rests after its n-th attempt broke off, in microseconds: half a minute, then
/// twice as long each time.
pub fn rest(attempts: i64) -> i64 {
    30_000_000 << attempts.clamp(1, 7).saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rests_grow_and_stay_bounded() {
        let minutes: Vec<i64> = (0..=9).map(|n| rest(n) / 30_000_000).collect();
        assert_eq!(minutes, [1, 1, 2, 4, 8, 16, 32, 64, 64, 64]);
    }

    #[test]
    fn the_kind_is_what_the_payload_says() {
        let id = uuid::Uuid::from_u128(7);
        for work in [
            Work::Clockwork,
            Work::ReadImport { import: ImportId(id) },
            Work::BackUp { backup: BackupId(id) },
            Work::VerifyAudit { bureau: BureauId(id) },
            Work::MakeThumbnail { file: FileId(id) },
            Work::ExamineRecord { record: RecordId(id) },
            Work::BuildDossier { dossier: DossierId(id) },
            Work::GiveJoiners { bureau: BureauId(id) },
            Work::SortFolder { folder: FolderId(id) },
            Work::FillDemo { bureau: BureauId(id), until: "2026-11-27".parse().unwrap() },
        ] {
            let payload = serde_json::to_string(&work).unwrap();
            assert!(payload.contains(&format!("{{\"kind\":\"{}\"", work.kind())), "{payload}");
            assert_eq!(serde_json::from_str::<Work>(&payload).unwrap(), work);
        }
    }
}
