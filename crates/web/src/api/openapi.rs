//! The description of the interface, made from the types of its handlers.

use super::problem::ProblemBody;
use super::{
    calendar, certificate, crosswalk, dossier, draft, organisation, paper, plan, proof, read, record,
    register, roster, score, standard, standard_file, table, task, team, write,
};
use axum::Json;
use utoipa::openapi::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi as _};

#[derive(utoipa::OpenApi)]
#[openapi(
    info(title = "文明创建工作台", description = "Lists page by key: give `next` as `after` until it is null. Refusals are application/problem+json with a code and a Chinese sentence. Files go up as the bytes of the body."),
    paths(
        read::me, read::units, read::people, read::accounts, read::drafts, read::assignments,
        read::task, read::records, read::record, read::messages, read::search, write::start,
        write::read_message, organisation::show_unit, organisation::create_unit, organisation::rename, organisation::relocate, organisation::merge,
        organisation::split, organisation::end, organisation::show_person, organisation::create_person, organisation::edit_person, organisation::serve,
        organisation::correct, organisation::end_service, organisation::duties, organisation::hand_over, team::list, team::show,
        team::create, team::change, team::seat, team::recognise, team::leave, roster::upload,
        roster::preview, roster::columns, roster::apply, draft::upload, draft::show, draft::change,
        draft::merge, draft::discard, draft::restore, draft::forecast, draft::publish, plan::campaigns,
        plan::plans, plan::plan, task::add, task::reword, task::set_due, task::void,
        task::hand_out, task::assign_all, task::date_all, task::urge_all, record::kinds, record::create, record::change,
        record::attach, record::files, record::download, record::withdraw, record::void, record::review,
        proof::remarks, proof::explain, proof::criteria, proof::decide, register::rows, register::figures,
        register::volunteers, register::service, certificate::list, certificate::add,
        certificate::change, certificate::void, dossier::list, dossier::order, dossier::show, dossier::archive,
        paper::list, paper::create, paper::show, paper::change, paper::step, paper::docx, paper::pdf,
        standard::standards, standard::install, standard::one, standard_file::add, standard_file::show,
        standard_file::rewrite, standard_file::publish, standard_file::renew, standard_file::retire, standard_file::discard, crosswalk::list, crosswalk::begin, crosswalk::show,
        crosswalk::decide, crosswalk::preview, crosswalk::carry, crosswalk::undo, score::scores,
        score::begin, score::show, score::answer, table::xlsx, table::docx, table::review, table::apply, calendar::list, calendar::import
    ),
    components(schemas(ProblemBody)),
    security(("token" = [])),
    modifiers(&Token)
)]
struct Document;

struct Token;

impl Modify for Token {
    fn modify(&self, document: &mut OpenApi) {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        let components = document.components.get_or_insert_with(Default::default);
        components.add_security_scheme("token", SecurityScheme::Http(scheme));
    }
}

/// Open to anyone: it names what exists, not what is in it.
pub(crate) async fn show() -> Json<OpenApi> {
    Json(Document::openapi())
}
