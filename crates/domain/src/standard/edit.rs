//! The editor of a draft: one node, one rule beside the tree or the head at a time. Nodes keep their ids and lineage, also
//! where their number changes.

use super::file::{File, Head, Item};
use super::row::{drafted, entry, proper};
use super::{Aside, AsideKind, StandardRow, Tree};
use crate::change::{Change, Versioned};
use crate::id::{CriterionId, Ids, LineageId};
use crate::refused::Refused;

/// One edit.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    Head(Box<Head>),
    /// The node with this id is now this.
    Change(CriterionId, Box<Item>),
    /// A node more, after what already stands under the same parent.
    Add(Box<Item>),
    /// A node goes with all that stands under it.
    Remove(CriterionId),
    /// A rule beside the tree: that with this number of its kind is now this, or one more.
    PutAside(Option<String>, Box<Aside>),
    /// The rule with this number goes.
    DropAside(AsideKind, String),
}

/// Edits a draft.
///
/// # Errors
/// What was published is frozen; a number used twice, a parent that stands nowhere above, a tree too
/// deep or too large.
pub fn edit(
    held: &Versioned<StandardRow>,
    edit: Edit,
    ids: &dyn Ids,
) -> Result<Change<Versioned<StandardRow>>, Refused> {
    drafted(held)?;
    let tree = &held.standard.tree;
    let mut file = File::from(&held.standard);
    let mut keys: Vec<(CriterionId, LineageId)> =
        tree.nodes().iter().map(|node| (node.id, node.lineage)).collect();
    match edit {
        Edit::Head(head) => file.standard = *head,
        Edit::Change(id, item) => {
            let index = tree.position(id).ok_or(Refused::NotFound)?;
            let old = std::mem::replace(&mut file.nodes[index], *item);
            let new = file.nodes[index].code.clone();
            for below in file.nodes.iter_mut().filter(|below| below.under == old.code) {
                below.under.clone_from(&new);
            }
        }
        Edit::Add(item) => {
            let parent = file.nodes.iter().position(|node| node.code == item.under);
            let at = parent.map_or(file.nodes.len(), |parent| after(tree, parent));
            file.nodes.insert(at, *item);
            keys.insert(at, (ids.make(), ids.make()));
        }
        Edit::Remove(id) => {
            let index = tree.position(id).ok_or(Refused::NotFound)?;
            let end = after(tree, index);
            file.nodes.drain(index..end);
            keys.drain(index..end);
        }
        Edit::PutAside(was, aside) => put(&mut file, was.as_deref(), *aside)?,
        Edit::DropAside(kind, code) => drop_aside(&mut file, kind, &code)?,
    }
    let standard = file.with(&keys).map_err(|wrong| Refused::field("code", wrong.to_string()))?;
    let row = StandardRow { standard: proper(standard)?, ..held.row.clone() };
    let entry = entry(&row);
    Ok(Change::new(held.to(row), entry))
}

/// The first index behind a node and everything under it; nodes stand in reading order.
fn after(tree: &Tree, index: usize) -> usize {
    let depth = tree.depth(index);
    (index + 1..tree.nodes().len()).find(|at| tree.depth(*at) <= depth).unwrap_or(tree.nodes().len())
}

/// A rule takes the place of the one with the number `was`, or stands behind the others.
fn put(file: &mut File, was: Option<&str>, aside: Aside) -> Result<(), Refused> {
    fn into<T>(
        list: &mut Vec<T>,
        code: impl Fn(&T) -> &str,
        was: Option<&str>,
        new: T,
    ) -> Result<(), Refused> {
        let twice = list.iter().any(|it| code(it) == code(&new) && Some(code(it)) != was);
        if twice {
            return Err(Refused::field("code", format!("编号“{}”重复。", code(&new))));
        }
        match was {
            None => list.push(new),
            Some(was) => {
                let at = list.iter().position(|it| code(it) == was).ok_or(Refused::NotFound)?;
                list[at] = new;
            }
        }
        // More than any standard has.
        if list.len() > 500 { Err(Refused::rule("最多 500 条。")) } else { Ok(()) }
    }
    match aside {
        Aside::Bonus(new) => into(&mut file.bonuses, |it| it.code.as_str(), was, new),
        Aside::Event(new) => into(&mut file.events, |it| it.code.as_str(), was, new),
        Aside::Gate(new) => into(&mut file.gates, |it| it.code.as_str(), was, new),
    }
}

fn drop_aside(file: &mut File, kind: AsideKind, code: &str) -> Result<(), Refused> {
    let (before, after) = match kind {
        AsideKind::Bonus => {
            let before = file.bonuses.len();
            file.bonuses.retain(|it| it.code != code);
            (before, file.bonuses.len())
        }
        AsideKind::Event => {
            let before = file.events.len();
            file.events.retain(|it| it.code != code);
            (before, file.events.len())
        }
        AsideKind::Gate => {
            let before = file.gates.len();
            file.gates.retain(|it| it.code != code);
            (before, file.gates.len())
        }
    };
    if before == after { Err(Refused::NotFound) } else { Ok(()) }
}
