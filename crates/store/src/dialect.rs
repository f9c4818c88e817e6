//! The few places where the engines differ. A further engine that speaks the PostgreSQL protocol
//! (openGauss, KingbaseES) is a matter of this file.

/// Which engine a connection speaks to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    /// Replaces the type words of a migration.
    pub fn types(self, sql: &str) -> String {
        let (uuid, bytes) = match self {
            Self::Sqlite => ("blob", "blob"),
            Self::Postgres => ("uuid", "bytea"),
        };
        sql.replace("{uuid}", uuid).replace("{bytes}", bytes)
    }

    /// Tables and indexes of the full-text search, which no shared text can describe.
    pub fn search_schema(self) -> &'static [&'static str] {
        match self {
            // Contentless: the grams are indexed, the text itself stands in search_doc.
            Self::Sqlite => &[
                "create virtual table search_index using fts5(grams, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0')",
            ],
            Self::Postgres => &[
                "alter table search_doc add column grams tsvector",
                "create index search_doc_grams on search_doc using gin (grams)",
            ],
        }
    }

    /// What [`Self::search_schema`] made beside the tables of the migrations.
    pub fn drop_search_schema(self) -> &'static [&'static str] {
        match self {
            Self::Sqlite => &["drop table search_index"],
            // Column and index go with their table.
            Self::Postgres => &[],
        }
    }

    /// Claims one ready job: `$1` now, `$2` locked until. Several workers never claim the same one.
    /// The caller adds what is returned.
    pub fn claim_job(self) -> &'static str {
        match self {
            Self::Sqlite => {
                "update job set state = 'running', attempts = attempts + 1, locked_until = $2 where id = \
                 (select id from job where (state = 'ready' and run_at <= $1) or (state = 'running' and locked_until < $1) \
                  order by run_at limit 1)"
            }
            Self::Postgres => {
                "update job set state = 'running', attempts = attempts + 1, locked_until = $2 where id = \
                 (select id from job where (state = 'ready' and run_at <= $1) or (state = 'running' and locked_until < $1) \
                  order by run_at limit 1 for update skip locked)"
            }
        }
    }

    /// Adds `$5` to one count of the tally, whoever makes the row first.
    pub fn bump_tally(self) -> &'static str {
        match self {
            Self::Sqlite | Self::Postgres => {
                "insert into tally_slice (plan_id, slice, slice_id, state, n) values ($1, $2, $3, $4, $5) \
                 on conflict (plan_id, slice, slice_id, state) do update set n = tally_slice.n + excluded.n"
            }
        }
    }

    /// Counts a serial on, whoever makes the row first; the row stays locked until the end.
    pub fn bump_serial(self) -> &'static str {
        match self {
            Self::Sqlite | Self::Postgres => {
                "insert into paper_counter (bureau_id, code, year, last) values ($1, $2, $3, 1) \
                 on conflict (bureau_id, code, year) do update set last = paper_counter.last + 1"
            }
        }
    }

    /// Whether the planner goes by statistics, which it gathers anew some minutes after many rows
    /// came in unless it is told. The embedded one plans by the shape of its indexes alone.
    pub fn keeps_statistics(self) -> bool {
        self == Self::Postgres
    }

    /// Orders and compares text byte by byte, whatever the language of the database.
    pub fn bytewise(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " collate \"C\"",
        }
    }

    /// The first statement of a transaction that only reads, on one snapshot.
    pub fn begin_view(self) -> &'static str {
        match self {
            Self::Sqlite => "begin",
            Self::Postgres => "begin isolation level repeatable read read only",
        }
    }

    /// The first statement of a transaction that writes.
    pub fn begin_write(self) -> &'static str {
        match self {
            Self::Sqlite => "begin immediate",
            Self::Postgres => "begin",
        }
    }
}
