//! 我的账号 (password, sessions) and 账号与权限 (slips, roles, enabling).

mod manage;
mod own;
pub(crate) mod slip;
mod token;

pub(crate) use own::moment;

use crate::route::{Access, Route, get, post};
use domain::authority::Action;

pub fn routes() -> Vec<Route> {
    vec![
        get("/account", Access::SignedIn, own::show),
        post("/account/password", Access::May(Action::ChangePassword), own::change_password),
        post("/account/sessions/{id}/end", Access::May(Action::RevokeSession), own::end_session),
        get("/account/tokens", Access::May(Action::MakeToken), token::list),
        post("/account/tokens", Access::May(Action::MakeToken), token::make),
        post("/account/tokens/{id}/revoke", Access::May(Action::MakeToken), token::revoke),
        get("/accounts", Access::May(Action::ViewAccounts), manage::list),
        post("/accounts/invite", Access::May(Action::InviteAccount), slip::invite),
        get("/slips", Access::May(Action::InviteAccount), slip::list),
        post("/slips", Access::May(Action::InviteAccount), slip::batch),
        post("/slips/{id}/revoke", Access::May(Action::InviteAccount), slip::revoke),
        post("/accounts/{id}/state", Access::May(Action::EditAccount), manage::set_state),
        post("/accounts/{id}/grants", Access::May(Action::InviteAccount), manage::grant),
        post("/grants/{id}/confirm", Access::May(Action::ChangeRights), manage::confirm),
        post("/grants/{id}/revoke", Access::May(Action::ChangeRights), manage::revoke),
    ]
}
