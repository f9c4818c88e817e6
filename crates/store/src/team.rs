//! Teams and their seats.

use crate::column::args;
use crate::db::Row;
use crate::{Apply, Conn, Result, Stamp};
use domain::change::Versioned;
use domain::day::Day;
use domain::id::{BureauId, PersonId, TeamId, TeamMemberId};
use domain::team::{Team, TeamMember};

fn from(row: &Row) -> Result<Versioned<Team>> {
    Ok(Versioned {
        version: row.get("version")?,
        row: Team {
            id: row.get("id")?,
            bureau: row.get("bureau_id")?,
            kind: row.get("kind")?,
            name: row.get("name")?,
            from: row.get("valid_from")?,
            to: row.opt("valid_to")?,
        },
    })
}

fn member_from(row: &Row) -> Result<Versioned<TeamMember>> {
    Ok(Versioned {
        version: row.get("version")?,
        row: TeamMember {
            id: row.get("id")?,
            team: row.get("team_id")?,
            role: row.get("role")?,
            name: row.get("name")?,
            person: row.opt("person_id")?,
            position: row.get("position")?,
            from: row.get("valid_from")?,
            to: row.opt("valid_to")?,
        },
    })
}

/// A team that is set up with its first seats.
#[derive(Debug, Clone)]
pub struct NewTeam {
    pub team: Team,
    pub members: Vec<TeamMember>,
}

impl Apply for NewTeam {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        let it = &self.team;
        conn.run(
            "insert into team (id, bureau_id, kind, name, valid_from, valid_to, version) values ($1, $2, $3, $4, $5, $6, 1)",
            args![it.id, it.bureau, it.kind, it.name, it.from, it.to],
        )
        .await?;
        for member in &self.members {
            NewTeamMember(member.clone()).write(conn, stamp).await?;
        }
        Ok(())
    }
}

impl Apply for Versioned<Team> {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        let it = &self.row;
        conn.run_one(
            "update team set kind = $3, name = $4, valid_from = $5, valid_to = $6, version = version + 1 \
             where id = $1 and version = $2",
            args![it.id, self.version, it.kind, it.name, it.from, it.to],
        )
        .await
    }
}

/// A seat that is added.
#[derive(Debug, Clone)]
pub struct NewTeamMember(pub TeamMember);

impl Apply for NewTeamMember {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        let it = &self.0;
        conn.run(
            "insert into team_member (id, team_id, role, name, person_id, position, valid_from, valid_to, version) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, 1)",
            args![it.id, it.team, it.role, it.name, it.person, it.position, it.from, it.to],
        )
        .await?;
        Ok(())
    }
}

impl Apply for Versioned<TeamMember> {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        let it = &self.row;
        conn.run_one(
            "update team_member set role = $3, name = $4, person_id = $5, position = $6, valid_from = $7, valid_to = $8, \
             version = version + 1 where id = $1 and version = $2",
            args![it.id, self.version, it.role, it.name, it.person, it.position, it.from, it.to],
        )
        .await
    }
}

impl Conn {
    pub async fn teams(&mut self, bureau: BureauId) -> Result<Vec<Versioned<Team>>> {
        self.all(
            "select id, bureau_id, kind, name, valid_from, valid_to, version from team where bureau_id = $1 \
             order by kind, valid_from desc, id",
            args![bureau],
            from,
        )
        .await
    }

    pub async fn team(&mut self, id: TeamId) -> Result<Versioned<Team>> {
        self.one(
            "select id, bureau_id, kind, name, valid_from, valid_to, version from team where id = $1",
            args![id],
            from,
        )
        .await
    }

    pub async fn team_members(&mut self, team: TeamId) -> Result<Vec<Versioned<TeamMember>>> {
        self.all(
            "select id, team_id, role, name, person_id, position, valid_from, valid_to, version from team_member \
             where team_id = $1 order by position, id",
            args![team],
            member_from,
        )
        .await
    }

    pub async fn team_member(&mut self, id: TeamMemberId) -> Result<Versioned<TeamMember>> {
        self.one(
            "select id, team_id, role, name, person_id, position, valid_from, valid_to, version from team_member where id = $1",
            args![id],
            member_from,
        )
        .await
    }

    /// Seats without a person whose name begins with the name of a unit, held on `day` or later,
    /// with the name of their team: 办公室, 办公室主任.
    pub async fn seats_called(
        &mut self,
        bureau: BureauId,
        name: &str,
        day: Day,
    ) -> Result<Vec<(Versioned<TeamMember>, String)>> {
        let open = self
            .all(
                "select m.id, m.team_id, m.role, m.name, m.person_id, m.position, m.valid_from, m.valid_to, m.version, \
                 t.name as team_name from team_member m join team t on t.id = m.team_id \
                 where t.bureau_id = $1 and m.person_id is null and (m.valid_to is null or m.valid_to >= $2) \
                 and (t.valid_to is null or t.valid_to >= $2) order by m.team_id, m.position, m.id",
                args![bureau, day],
                |row| Ok((member_from(row)?, row.get::<String>("team_name")?)),
            )
            .await?;
        Ok(open.into_iter().filter(|(seat, _)| seat.name.starts_with(name)).collect())
    }

    /// All seats that a person holds or held, newest first.
    pub async fn seats_of(&mut self, person: PersonId) -> Result<Vec<Versioned<TeamMember>>> {
        self.all(
            "select id, team_id, role, name, person_id, position, valid_from, valid_to, version from team_member \
             where person_id = $1 order by valid_from desc, id",
            args![person],
            member_from,
        )
        .await
    }
}
