//! The versions of the bureau as a list, and the files that ship.

use super::{built, shipped};
use crate::turn::{Leaf, Turn};
use crate::{App, Result, Who};
use domain::authority::{self, Action};
use domain::day::Instant;
use domain::id::StandardId;
use domain::standard::{Level, StandardHead, StandardState};
use store::{Place, StandardFilter};

/// Which versions are wanted.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    pub state: Option<StandardState>,
    pub level: Option<Level>,
    pub words: String,
    /// The oldest first.
    pub ascending: bool,
}

/// A page of the list, with the count of the whole.
#[derive(Debug, Clone)]
pub struct Listed {
    pub leaf: Leaf<StandardHead, (Instant, StandardId)>,
    /// Versions of the whole list and before this page, each up to [`store::COUNTED`].
    pub total: i64,
    pub before: i64,
}

/// Versions of the bureau, by the instant at which they were made.
pub async fn list(
    app: &App,
    who: &Who,
    wanted: &Wanted,
    turn: &Turn<(Instant, StandardId)>,
    limit: i64,
) -> Result<Listed> {
    authority::require_any(who, Action::ViewStandard)?;
    let mut view = app.store.view().await?;
    let filter = StandardFilter {
        state: wanted.state,
        level: wanted.level,
        words: wanted.words.chars().take(50).collect(),
        ascending: wanted.ascending != turn.back(),
        after: turn.key().copied(),
        limit: limit + 1,
    };
    let rows = view.standard_rows(who.bureau, &filter).await?;
    let leaf = turn.leaf(rows, limit, |row| (row.created, row.id));
    let filter = StandardFilter { ascending: wanted.ascending, after: leaf.prev, ..filter };
    let Place { total, before } = match turn.whole(&leaf) {
        Some(place) => place,
        None => view.standard_place(who.bureau, &filter).await?,
    };
    Ok(Listed { leaf, total, before })
}

/// A file that ships with the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    pub key: &'static str,
    pub name: String,
    pub issuer: String,
    /// How many criteria it has, and what its copy lacks.
    pub criteria: usize,
    pub gaps: String,
    pub caution: Option<String>,
    pub taken: bool,
}

/// The shipped files, each with whether the bureau has taken it over.
pub async fn offers(app: &App, who: &Who) -> Result<Vec<Offer>> {
    authority::require_any(who, Action::ViewStandard)?;
    let heads = app.store.view().await?.standards(who.bureau).await?;
    let mut offers = Vec::new();
    for (key, file) in shipped()? {
        let built = built(app, file)?;
        offers.push(Offer {
            key,
            criteria: built.tree.criteria().count(),
            caution: built.caution(),
            taken: heads.iter().any(|head| head.name == built.name),
            name: built.name,
            issuer: built.issuer,
            gaps: built.gaps,
        });
    }
    Ok(offers)
}
