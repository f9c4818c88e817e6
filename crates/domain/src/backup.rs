//! 备份: archives that the server keeps, how often they are made and which of them go.

use crate::audit::Entry;
use crate::authority::Action;
use crate::change::{Change, Versioned};
use crate::codes;
use crate::day::{Day, Instant};
use crate::id::{BackupId, BureauId, JobId};
use crate::job::JobState;
use crate::refused::Refused;
use serde::{Deserialize, Serialize};

codes! {
    /// Where an archive stands.
    pub enum BackupState {
        Making = "making" "备份中",
        Done = "done" "完好",
        Failed = "failed" "没有做成",
    }
}

/// One archive in the folder of backups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    pub id: BackupId,
    pub bureau: BureauId,
    /// Its file in the folder of backups, made by us.
    pub name: String,
    pub state: BackupState,
    /// Whether the schedule asked for it.
    pub scheduled: bool,
    pub job: JobId,
    pub created: Instant,
    /// Size in bytes.
    pub size: i64,
    /// Algorithm and digest of the archive.
    pub digest: String,
    /// Number of the schema.
    pub schema: i64,
    /// Rows and attachments in it.
    pub rows: i64,
    pub files: i64,
}

impl Backup {
    /// Where it stands, seen together with its job.
    pub fn state(&self, job: Option<JobState>) -> BackupState {
        match (self.state, job) {
            (BackupState::Making, None | Some(JobState::Failed | JobState::Done)) => BackupState::Failed,
            (state, _) => state,
        }
    }
}

/// The daily backup of a bureau.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    pub daily: bool,
    /// Hour of the day, 0–23, in Asia/Shanghai, from which it is made.
    pub hour: i64,
    /// How many scheduled archives stay.
    pub keep: i64,
}

impl Default for Schedule {
    fn default() -> Self {
        Self { daily: false, hour: 2, keep: 14 }
    }
}

impl Schedule {
    /// The name of the setting.
    pub const NAME: &'static str = "backup";

    /// As someone typed it.
    ///
    /// # Errors
    /// The field that is no number, or out of its range.
    pub fn parse(daily: bool, hour: &str, keep: &str) -> Result<Self, Refused> {
        let number = |field: &str, text: &str, range: std::ops::RangeInclusive<i64>, sentence: &str| {
            let found = text.trim().parse().ok().filter(|n| range.contains(n));
            found.ok_or_else(|| Refused::field(field, sentence))
        };
        Ok(Self {
            daily,
            hour: number("hour", hour, 0..=23, "请填 0 到 23 之间的整点。")?,
            keep: number("keep", keep, 1..=365, "请填 1 到 365 之间的份数。")?,
        })
    }

    /// Whether one is due: none was asked for today yet, and the hour has come.
    pub fn due(self, now: Instant, last: Option<Instant>) -> bool {
        let day = Day::of_instant(now);
        let hour = now.clock_text().split(':').next().and_then(|hour| hour.parse::<i64>().ok());
        self.daily
            && last.is_none_or(|last| Day::of_instant(last) < day)
            && hour.is_some_and(|hour| hour >= self.hour)
    }

    /// The scheduled archives that go, of all that are whole, newest first. What people made stays
    /// until people delete it.
    pub fn surplus(self, whole: &[Versioned<Backup>]) -> Vec<&Versioned<Backup>> {
        let keep = usize::try_from(self.keep).unwrap_or(1).max(1);
        whole.iter().filter(|it| it.scheduled && it.state == BackupState::Done).skip(keep).collect()
    }
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub size: i64,
    pub digest: String,
    pub schema: i64,
    pub rows: i64,
    pub files: i64,
}

/// The archive is there, whole.
pub fn finish(held: &Versioned<Backup>, written: Written) -> Change<Versioned<Backup>> {
    let Written { size, digest, schema, rows, files } = written;
    let entry = Entry::new(Action::BackUp, held.id).field("digest", &digest);
    let next = Backup { state: BackupState::Done, size, digest, schema, rows, files, ..held.row.clone() };
    Change::new(held.to(next), entry)
}

/// How old the last whole archive is when a page warns, in microseconds: two days.
pub const OLD: i64 = 2 * 24 * 60 * 60 * 1_000_000;

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    /// 2026-06-11 09:00 in Asia/Shanghai.
    const MORNING: i64 = 1_781_139_600_000_000;
    const HOUR: i64 = 3_600_000_000;

    #[test]
    fn a_daily_backup_is_due_once_a_day_from_its_hour() {
        let at = |hours: i64| Instant(MORNING + hours * HOUR);
        let daily = Schedule { daily: true, hour: 2, keep: 3 };
        for (schedule, now, last, due) in [
            (Schedule::default(), at(0), None, false),
            (daily, at(0), None, true),
            (daily, at(0), Some(at(-24)), true),
            (daily, at(0), Some(at(-1)), false),
            (daily, at(-8), Some(at(-24)), false),
            (daily, at(-7), Some(at(-24)), true),
        ] {
            assert_eq!(schedule.due(now, last), due, "{now:?} {last:?}");
        }
    }

    #[test]
    fn only_scheduled_archives_go_and_the_newest_stay() {
        let made = |n: u128, scheduled: bool, state: BackupState| Versioned {
            version: 1,
            row: Backup {
                id: BackupId(Uuid::from_u128(n)),
                bureau: BureauId(Uuid::from_u128(0)),
                name: String::new(),
                state,
                scheduled,
                job: JobId(Uuid::from_u128(0)),
                created: Instant(0),
                size: 0,
                digest: String::new(),
                schema: 0,
                rows: 0,
                files: 0,
            },
        };
        let (done, failed) = (BackupState::Done, BackupState::Failed);
        let all = [
            made(9, true, done),
            made(8, false, done),
            made(7, true, failed),
            made(6, true, done),
            made(5, true, done),
            made(4, false, done),
        ];
        let gone = |keep| {
            let schedule = Schedule { keep, ..Schedule::default() };
            schedule.surplus(&all).into_iter().map(|it| it.id.0.as_u128()).collect::<Vec<_>>()
        };
        assert_eq!((gone(2), gone(1), gone(0)), (vec![5], vec![6, 5], vec![6, 5]));
    }

    #[test]
    fn numbers_out_of_range_are_named() {
        for (hour, keep, field) in [("24", "3", "hour"), ("x", "3", "hour"), ("2", "0", "keep")] {
            let Refused::Invalid(fields) = Schedule::parse(true, hour, keep).unwrap_err() else { panic!() };
            assert_eq!(fields[0].field, field);
        }
        assert_eq!(Schedule::parse(true, " 5 ", "7").unwrap(), Schedule { daily: true, hour: 5, keep: 7 });
    }
}
