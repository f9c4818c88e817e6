//! The editor of a draft: one node or the head at a time. Nodes keep their ids and lineage, also
//! where their number changes.

use super::file::{File, Head, Item};
use super::row::{drafted, entry, proper};
use super::{StandardRow, Tree};
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
