//! What happened to an object, for its page: rows of the audit chain with the names of their day.

use crate::clause::Query;
use crate::column::args;
use crate::work::push_list;
use crate::{Conn, Result, hmac_hex};
use domain::assignment::State;
use domain::code::Code;
use domain::day::Instant;
use domain::id::BureauId;
use domain::record::RecordState;
use uuid::Uuid;

/// One act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happened {
    pub at: Instant,
    /// Code of the action.
    pub action: String,
    pub noun: String,
    pub object: Uuid,
    /// Who did it; empty for the system itself.
    pub name: String,
    /// The state after it, where the entry witnessed one: its keyed digest is one of six.
    pub state: Option<State>,
    /// The same of a record.
    pub record_state: Option<RecordState>,
    /// Names of the fields that changed.
    pub fields: Vec<String>,
}

impl Conn {
    /// The latest acts on some objects, newest first.
    pub async fn happened(
        &mut self,
        bureau: BureauId,
        objects: &[Uuid],
        limit: i64,
    ) -> Result<Vec<Happened>> {
        let mut query = Query::new(
            "select e.at, e.action, e.noun, e.object_id, e.fields, coalesce(p.name, '') as name from audit_entry e \
             left join account c on c.id = e.account_id left join person p on p.id = c.person_id \
             where e.bureau_id = ? and e.object_id in (",
            args![bureau],
        );
        push_list(&mut query, objects);
        query.push(") order by e.seq desc limit ?", args![limit]);
        let key = self.key.clone();
        let states: Vec<(String, State)> =
            State::ALL.iter().map(|state| (hmac_hex(&*key, state.code().as_bytes()), *state)).collect();
        let records: Vec<(String, RecordState)> =
            RecordState::ALL.iter().map(|state| (hmac_hex(&*key, state.code().as_bytes()), *state)).collect();
        self.all(&query.sql, query.args, |row| {
            let fields: String = row.get("fields")?;
            let fields: std::collections::BTreeMap<String, String> =
                serde_json::from_str(&fields).unwrap_or_default();
            let digest = fields.get("state");
            Ok(Happened {
                at: row.get("at")?,
                action: row.get("action")?,
                noun: row.get("noun")?,
                object: row.get("object_id")?,
                name: row.get("name")?,
                state: digest
                    .and_then(|it| states.iter().find(|(known, _)| known == it))
                    .map(|(_, state)| *state),
                record_state: digest
                    .and_then(|it| records.iter().find(|(known, _)| known == it))
                    .map(|(_, state)| *state),
                fields: fields.into_keys().collect(),
            })
        })
        .await
    }
}
