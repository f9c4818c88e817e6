//! Full-text search over bigrams made here, so that both engines find the same: index and query
//! fold 简/繁 character by character, one-character queries work.

use crate::column::{Arg, args};
use crate::dialect::Engine;
use crate::{Conn, Result, Stamp, Visible};
use domain::day::{Day, Instant};
use domain::id::{BureauId, PersonId, UnitId};
use uuid::Uuid;

/// What is to be found.
#[derive(Debug, Clone)]
pub struct SearchDoc {
    /// Fresh id, used only when the object is not indexed yet.
    pub id: Uuid,
    pub bureau: BureauId,
    pub noun: &'static str,
    pub object: Uuid,
    pub title: String,
    pub body: String,
    pub unit: Option<UnitId>,
    pub person: Option<PersonId>,
    pub day: Option<Day>,
}

/// What an actor may find: nouns, each as far as the actor sees.
#[derive(Debug, Clone)]
pub struct Findable {
    pub bureau: BureauId,
    pub nouns: Vec<(&'static str, Visible)>,
}

/// Longest text that is indexed and longest word, so that both engines find the same: positions of a
/// tsvector end at 16383, and a word of a few thousand letters is refused by it.
const MOST_CHARS: usize = 12_000;
const MOST_LETTERS: usize = 64;

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    pub id: Uuid,
    pub noun: String,
    pub object: Uuid,
    pub title: String,
    pub body: String,
    pub unit: Option<UnitId>,
    pub person: Option<PersonId>,
    pub day: Option<Day>,
    pub updated: Instant,
}

/// Runs of letters and digits as words, Chinese runs as overlapping pairs and their last character.
fn grams(text: &str) -> Vec<String> {
    let folded = gongwen::fold(text).to_lowercase();
    let mut grams = Vec::new();
    let mut run: Vec<char> = Vec::new();
    let mut word = String::new();
    for c in folded.chars().chain(std::iter::once(' ')) {
        let narrow = c.is_ascii_alphanumeric();
        let wide = c.is_alphanumeric() && !narrow;
        if !narrow && !word.is_empty() {
            grams.push(std::mem::take(&mut word));
        }
        if !wide && !run.is_empty() {
            grams.extend(run.windows(2).map(|pair| pair.iter().collect()));
            grams.extend(run.last().map(ToString::to_string));
            run.clear();
        }
        if narrow && word.len() == MOST_LETTERS {
            grams.push(std::mem::take(&mut word));
        }
        if narrow {
            word.push(c);
        } else if wide {
            run.push(c);
        }
    }
    grams
}

/// Phrases of a query: each run must occur as it stands; a single character is a prefix.
fn phrases(query: &str) -> Vec<(Vec<String>, bool)> {
    search_terms(query)
        .into_iter()
        .map(|part| {
            let mut grams = grams(&part);
            let wide = part.chars().all(|c| !c.is_ascii());
            let single = part.chars().count() == 1 && wide;
            if wide && !single {
                // The trailing single character belongs to the end of a text, not to a query.
                grams.pop();
            }
            (grams, single || !wide)
        })
        .filter(|(grams, _)| !grams.is_empty())
        .collect()
}

/// A query of more parts than this is cut.
const MOST_PHRASES: usize = 8;
/// A query of more characters than this is cut.
const MOST_QUERY: usize = 100;

/// The parts of a query as they are looked for: folded, in small letters. Pages mark them.
pub fn search_terms(query: &str) -> Vec<String> {
    let folded = gongwen::fold(&query.chars().take(MOST_QUERY).collect::<String>()).to_lowercase();
    let parts = folded.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    parts.flat_map(split_kinds).take(MOST_PHRASES).collect()
}

/// `2020届` is the word `2020` and the run `届`.
fn split_kinds(part: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut last = None;
    for c in part.chars() {
        let ascii = c.is_ascii();
        match parts.last_mut() {
            Some(open) if last == Some(ascii) => open.push(c),
            _ => parts.push(c.to_string()),
        }
        last = Some(ascii);
    }
    parts
}

fn fts5(phrases: &[(Vec<String>, bool)]) -> String {
    let one = |(grams, prefix): &(Vec<String>, bool)| {
        let star = if *prefix { "*" } else { "" };
        format!("\"{}\"{star}", grams.join(" "))
    };
    phrases.iter().map(one).collect::<Vec<_>>().join(" AND ")
}

fn tsquery(phrases: &[(Vec<String>, bool)]) -> String {
    let one = |(grams, prefix): &(Vec<String>, bool)| {
        let star = if *prefix { ":*" } else { "" };
        grams.iter().map(|gram| format!("'{gram}'{star}")).collect::<Vec<_>>().join(" <-> ")
    };
    phrases.iter().map(|phrase| format!("({})", one(phrase))).collect::<Vec<_>>().join(" & ")
}

fn tsvector(grams: &[String]) -> String {
    grams
        .iter()
        .enumerate()
        .map(|(i, gram)| format!("'{gram}':{}", (i + 1).min(16_383)))
        .collect::<Vec<_>>()
        .join(" ")
}

impl Conn {
    /// Makes a unit findable; one that has ended is not.
    pub(crate) async fn index_unit(&mut self, unit: &domain::unit::Unit, stamp: &Stamp<'_>) -> Result<()> {
        if unit.valid_to.is_some() {
            return self.unindex("unit", unit.id.0).await;
        }
        let doc = SearchDoc {
            id: stamp.ids.next(),
            bureau: unit.bureau,
            noun: "unit",
            object: unit.id.0,
            title: unit.name.clone(),
            body: unit.kind.to_string(),
            unit: None,
            person: None,
            day: None,
        };
        self.index(&doc, stamp.at).await
    }

    /// Makes a person findable by name and initials; one who has left is not.
    pub(crate) async fn index_person(
        &mut self,
        person: &domain::person::Person,
        stamp: &Stamp<'_>,
    ) -> Result<()> {
        if person.left_on.is_some() {
            return self.unindex("person", person.id.0).await;
        }
        let doc = SearchDoc {
            id: stamp.ids.next(),
            bureau: person.bureau,
            noun: "person",
            object: person.id.0,
            title: person.name.clone(),
            body: person.initials.clone(),
            unit: None,
            person: Some(person.id),
            day: None,
        };
        self.index(&doc, stamp.at).await
    }

    /// Indexes or re-indexes an object.
    pub(crate) async fn index(&mut self, doc: &SearchDoc, now: Instant) -> Result<()> {
        let id = self
            .maybe(
                "select id from search_doc where noun = $1 and object_id = $2",
                args![doc.noun, doc.object],
                |row| row.get::<Uuid>("id"),
            )
            .await?;
        let known = id.is_some();
        let id = id.unwrap_or(doc.id);
        let sql = if known {
            "update search_doc set bureau_id = $2, noun = $3, object_id = $4, title = $5, body = $6, unit_id = $7, \
             person_id = $8, day = $9, updated = $10 where id = $1"
        } else {
            "insert into search_doc (id, bureau_id, noun, object_id, title, body, unit_id, person_id, day, updated) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        };
        self.run(
            sql,
            args![
                id, doc.bureau, doc.noun, doc.object, doc.title, doc.body, doc.unit, doc.person, doc.day, now
            ],
        )
        .await?;
        self.set_grams(id, &doc.title, &doc.body).await
    }

    /// Makes the index of all documents anew, as after a restore.
    pub(crate) async fn rebuild_index(&mut self) -> Result<()> {
        let mut after = Uuid::nil();
        loop {
            let docs = self
                .all(
                    "select id, title, body from search_doc where id > $1 order by id limit 500",
                    args![after],
                    |row| {
                        Ok((row.get::<Uuid>("id")?, row.get::<String>("title")?, row.get::<String>("body")?))
                    },
                )
                .await?;
            let Some((last, _, _)) = docs.last() else { return Ok(()) };
            after = *last;
            for (id, title, body) in &docs {
                self.set_grams(*id, title, body).await?;
            }
        }
    }

    async fn set_grams(&mut self, id: Uuid, title: &str, body: &str) -> Result<()> {
        let text: String = title.chars().chain([' ']).chain(body.chars()).take(MOST_CHARS).collect();
        let grams = grams(&text);
        match self.engine() {
            Engine::Sqlite => {
                self.run(
                    "delete from search_index where rowid = (select rowid from search_doc where id = $1)",
                    args![id],
                )
                .await?;
                self.run(
                    "insert into search_index (rowid, grams) select rowid, $2 from search_doc where id = $1",
                    args![id, grams.join(" ")],
                )
                .await?;
            }
            Engine::Postgres => {
                self.run(
                    "update search_doc set grams = cast($2 as tsvector) where id = $1",
                    args![id, tsvector(&grams)],
                )
                .await?;
            }
        }
        Ok(())
    }

    /// Takes an object out of the index.
    pub(crate) async fn unindex(&mut self, noun: &str, object: Uuid) -> Result<()> {
        if self.engine() == Engine::Sqlite {
            self.run(
                "delete from search_index where rowid = (select rowid from search_doc where noun = $1 and object_id = $2)",
                args![noun, object],
            )
            .await?;
        }
        self.run("delete from search_doc where noun = $1 and object_id = $2", args![noun, object]).await?;
        Ok(())
    }

    /// A page of hits among what may be found, the latest change first. `before` is the key of the
    /// last hit of the page before.
    pub async fn search(
        &mut self,
        findable: &Findable,
        query: &str,
        before: Option<(Instant, Uuid)>,
        limit: i64,
    ) -> Result<Vec<Hit>> {
        let phrases = phrases(query);
        if phrases.is_empty() || findable.nouns.is_empty() {
            return Ok(Vec::new());
        }
        let (at, id) = before.unwrap_or((Instant(i64::MAX), Uuid::max()));
        let (predicate, words) = match self.engine() {
            Engine::Sqlite => {
                ("rowid in (select rowid from search_index where search_index match $2)", fts5(&phrases))
            }
            Engine::Postgres => ("grams @@ cast($2 as tsquery)", tsquery(&phrases)),
        };
        let mut values = args![findable.bureau, words, at, id, limit];
        let may: Vec<String> =
            findable.nouns.iter().map(|(noun, visible)| clause(noun, visible, &mut values)).collect();
        let may = may.join(" or ");
        self.all(
            &format!(
                "select id, noun, object_id, title, body, unit_id, person_id, day, updated from search_doc \
                 where bureau_id = $1 and {predicate} and ({may}) and (updated, id) < ($3, $4) order by updated desc, id desc limit $5"
            ),
            values,
            |row| {
                Ok(Hit {
                    id: row.get("id")?,
                    noun: row.get("noun")?,
                    object: row.get("object_id")?,
                    title: row.get("title")?,
                    body: row.get("body")?,
                    unit: row.opt("unit_id")?,
                    person: row.opt("person_id")?,
                    day: row.opt("day")?,
                    updated: row.get("updated")?,
                })
            },
        )
        .await
    }
}

/// One noun as far as it may be found. A task is seen through its assignments, a paper also by those to
/// whom it was given.
fn clause(noun: &str, visible: &Visible, values: &mut Vec<Arg>) -> String {
    match visible {
        Visible::All => format!("noun = '{noun}'"),
        _ if noun == "task" => {
            let seen = visible.clause("a.unit_id", "a.person_id", values);
            format!(
                "(noun = 'task' and exists (select 1 from assignment a where a.task_id = object_id and {seen}))"
            )
        }
        _ if noun == "paper" => {
            let own = visible.clause("unit_id", "person_id", values);
            let given = crate::paper::given(visible, "object_id", values);
            format!("(noun = 'paper' and ({own} or {given}))")
        }
        _ => format!("(noun = '{noun}' and {})", visible.clause("unit_id", "person_id", values)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_runs_become_pairs_and_words_stay_whole() {
        assert_eq!(grams("文明单位2020届"), ["文明", "明单", "单位", "位", "2020", "届"]);
    }

    #[test]
    fn endless_words_are_cut_the_same_way_in_index_and_query() {
        let long = "a".repeat(5_000);
        assert!(grams(&long).iter().all(|gram| gram.len() <= MOST_LETTERS));
        assert!(phrases(&long).iter().all(|(grams, _)| grams.iter().all(|gram| gram.len() <= MOST_LETTERS)));
    }

    #[test]
    fn a_query_cannot_leave_its_quotes() {
        assert_eq!(fts5(&phrases("\"文明\" OR 1*")), "\"文明\" AND \"or\"* AND \"1\"*");
        assert_eq!(tsquery(&phrases("'; drop table")), "('drop':*) & ('table':*)");
    }
}
