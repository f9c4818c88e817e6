//! Links for assessors: looked up by the digest of their secret.

use crate::column::args;
use crate::db::Row;
use crate::{Apply, Conn, Result, Stamp};
use domain::assessor_link::AssessorLink;
use domain::change::Versioned;
use domain::day::Instant;
use domain::id::{AssessmentId, AssessorLinkId};
use uuid::Uuid;

const COLUMNS: &str = "id, bureau_id, assessment_id, name, digest, scores, author_id, created, expires, revoked, \
                       views, seen, version";

fn from(row: &Row) -> Result<Versioned<AssessorLink>> {
    Ok(Versioned {
        version: row.get("version")?,
        row: AssessorLink {
            id: row.get("id")?,
            bureau: row.get("bureau_id")?,
            assessment: row.get("assessment_id")?,
            name: row.get("name")?,
            digest: row.get("digest")?,
            scores: row.get("scores")?,
            author: row.get("author_id")?,
            created: row.get("created")?,
            expires: row.get("expires")?,
            revoked: row.opt("revoked")?,
            views: row.get("views")?,
            seen: row.opt("seen")?,
        },
    })
}

/// A new link.
#[derive(Debug, Clone)]
pub struct NewAssessorLink(pub AssessorLink);

impl Apply for NewAssessorLink {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        let it = &self.0;
        conn.run(
            "insert into assessor_link (id, bureau_id, assessment_id, name, digest, scores, author_id, created, \
             expires, revoked, views, seen, version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, null, 1)",
            args![
                it.id,
                it.bureau,
                it.assessment,
                it.name,
                it.digest,
                it.scores,
                it.author,
                it.created,
                it.expires,
                it.revoked
            ],
        )
        .await?;
        Ok(())
    }
}

impl Apply for Versioned<AssessorLink> {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        conn.run_one(
            "update assessor_link set revoked = $3, version = version + 1 where id = $1 and version = $2",
            args![self.id, self.version, self.revoked],
        )
        .await
    }
}

/// Something was read through a link that is open at this instant. Readers at one time do not disturb each other,
/// and one that comes after the taking back is refused by the row itself.
#[derive(Debug, Clone, Copy)]
pub struct LinkRead {
    pub link: AssessorLinkId,
    pub at: Instant,
}

impl Apply for LinkRead {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        conn.run_one(
            "update assessor_link set views = views + 1, seen = $2 \
             where id = $1 and revoked is null and expires > $2",
            args![self.link, self.at],
        )
        .await
    }
}

impl Conn {
    pub async fn assessor_link(&mut self, id: AssessorLinkId) -> Result<Versioned<AssessorLink>> {
        self.one(&format!("select {COLUMNS} from assessor_link where id = $1"), args![id], from).await
    }

    pub async fn assessor_link_by_digest(&mut self, digest: &str) -> Result<Option<Versioned<AssessorLink>>> {
        self.maybe(&format!("select {COLUMNS} from assessor_link where digest = $1"), args![digest], from)
            .await
    }

    /// Links of an assessment, newest first.
    pub async fn assessor_links(
        &mut self,
        assessment: AssessmentId,
        before: Option<(Instant, AssessorLinkId)>,
        limit: i64,
    ) -> Result<Vec<Versioned<AssessorLink>>> {
        let (at, id) = before.unwrap_or((Instant(i64::MAX), AssessorLinkId(Uuid::max())));
        self.all(
            &format!(
                "select {COLUMNS} from assessor_link where assessment_id = $1 and (created, id) < ($2, $3) \
                 order by created desc, id desc limit $4"
            ),
            args![assessment, at, id, limit],
            from,
        )
        .await
    }
}
