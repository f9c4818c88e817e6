//! Identifiers: one newtype per noun over a UUID that the app made (version 7), so that ids of
//! different nouns cannot be mixed up.

use uuid::Uuid;

/// What all ids have in common.
pub trait Id: Copy + Eq + std::fmt::Display + Send + Sync + 'static {
    /// The noun in the audit log, in URLs of search hits and in messages.
    const NOUN: &'static str;
    fn from_uuid(uuid: Uuid) -> Self;
    fn uuid(self) -> Uuid;
}

/// Where new ids come from. The app makes UUIDv7; tests make ids that start far apart.
pub trait Ids: Send + Sync {
    fn next(&self) -> Uuid;
}

impl dyn Ids + '_ {
    /// A new id of one noun.
    pub fn make<I: Id>(&self) -> I {
        I::from_uuid(self.next())
    }
}

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident = $noun:literal,)+) => {
        $(
            $(#[$meta])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
            #[serde(transparent)]
            pub struct $name(pub Uuid);
            impl Id for $name {
                const NOUN: &'static str = $noun;
                fn from_uuid(uuid: Uuid) -> Self { Self(uuid) }
                fn uuid(self) -> Uuid { self.0 }
            }
            impl std::fmt::Display for $name {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) }
            }
            impl std::str::FromStr for $name {
                type Err = uuid::Error;
                fn from_str(text: &str) -> Result<Self, Self::Err> { text.parse().map(Self) }
            }
        )+
        /// Calls a macro once with the names of all ids, so that other crates can implement traits for each.
        #[macro_export]
        macro_rules! for_each_id { ($then:ident) => { $then!($($name),+); }; }
    };
}

ids! {
    /// 机关: the root under which all rows of one bureau stand.
    BureauId = "bureau",
    UnitId = "unit",
    PersonId = "person",
    MembershipId = "membership",
    TeamId = "team",
    TeamMemberId = "team_member",
    RosterId = "roster_import",
    AccountId = "account",
    SessionId = "session",
    SlipId = "slip",
    GrantId = "grant",
    CampaignId = "campaign",
    DraftId = "draft",
    PlanId = "plan",
    StageId = "stage",
    MeasureId = "measure",
    TaskId = "task",
    AssignmentId = "assignment",
    RecordId = "record",
    /// One edition of a kind of record.
    RecordKindId = "record_kind",
    RemarkId = "remark",
    CertificateId = "certificate",
    FigureId = "figure",
    HonourId = "honour",
    /// One version of a standard.
    StandardId = "standard",
    /// The same standard across its versions.
    FamilyId = "standard_family",
    /// A node of one version of a standard.
    CriterionId = "criterion",
    /// The same node across the versions of a standard.
    LineageId = "lineage",
    /// A file whose table becomes a draft of a standard.
    StandardImportId = "standard_import",
    /// 体系对照: which criteria of two standards ask for the same.
    CrosswalkId = "crosswalk",
    /// One carrying over by a crosswalk.
    CrosswalkUseId = "crosswalk_use",
    AssessmentId = "assessment",
    ClaimId = "claim",
    /// An award, event, breach or confirmation beside the claims of an assessment.
    NoteId = "assessment_note",
    SnapshotId = "snapshot",
    /// One build of an inspection file.
    DossierId = "dossier",
    FileId = "file",
    /// A file that comes in pieces.
    UploadId = "upload",
    MessageId = "message",
    PaperId = "paper",
    /// One receiver of a paper.
    DeliveryId = "delivery",
    CommentId = "comment",
    IncomingId = "incoming",
    JobId = "job",
    ImportId = "import",
    /// A folder of papers and photos of before.
    FolderId = "folder",
    /// Files of a folder that belong to one activity.
    BundleId = "bundle",
    BackupId = "backup",
    FeedId = "feed",
    /// A link for assessors from outside.
    AssessorLinkId = "assessor_link",
    TokenId = "token",
    ViewId = "view",
    AuditId = "audit",
}
