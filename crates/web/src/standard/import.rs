//! A file whose table becomes a draft: what its columns mean, what was not understood, and the draft.

use crate::form::{ErrorLine, Errors, Form, Pairs};
use crate::page::{Answer, Download, Page};
use crate::request::{Ctx, Path};
use crate::shell::Shell;
use crate::table::XLSX;
use crate::unit::Choice;
use app::standard::{self, Opened, WrongCell};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::code::Code;
use domain::id::StandardImportId;
use domain::standard::file::Item;
use domain::standard::grid::{Grid, Layout, Meaning, Outcome, Remark};

/// Lines of each kind that the page spells out; all of them stand in the error workbook.
const SPELLED: usize = 100;

/// A column of the table with what it may mean.
struct ColumnChoice {
    heading: String,
    /// Words from the first rows, to tell columns apart.
    sample: String,
    choices: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "standard/import.html")]
pub struct ImportPage {
    shell: Shell,
    opened: Opened,
    /// Name of the standard.
    called: String,
    issuer: String,
    /// The layout that the form shows: the one that is kept, or a first guess.
    layout: Layout,
    tables: Vec<Choice>,
    columns: Vec<ColumnChoice>,
    errors: Errors,
    lines: Vec<ErrorLine>,
}

impl ImportPage {
    fn wrong(&self) -> &[WrongCell] {
        &self.opened.wrong[..self.opened.wrong.len().min(SPELLED)]
    }

    fn remarks(outcome: &Outcome) -> &[Remark] {
        &outcome.remarks[..outcome.remarks.len().min(SPELLED)]
    }

    fn nodes(outcome: &Outcome) -> &[Item] {
        &outcome.nodes[..outcome.nodes.len().min(SPELLED)]
    }

    fn points(item: &Item) -> String {
        item.points.map(|it| it.to_string()).unwrap_or_default()
    }

    /// `加分项 2 条，否决项 3 条`, empty where the table has none.
    fn beside(outcome: &Outcome) -> String {
        let said = [
            ("加分项", outcome.bonuses.len()),
            ("扣分事项", outcome.events.len()),
            ("否决项", outcome.gates.len()),
        ];
        let said = said.iter().filter(|(_, n)| *n > 0).map(|(word, n)| format!("{word} {n} 条"));
        said.collect::<Vec<_>>().join("，")
    }

    fn column(column: &usize) -> String {
        letter(*column)
    }

    fn header(&self) -> String {
        (self.layout.header + 1).to_string()
    }
}

/// `A`, `B` … as workbooks name their columns.
fn letter(column: usize) -> String {
    let last = char::from(b'A' + u8::try_from(column % 26).unwrap_or(0));
    if column < 26 { last.to_string() } else { format!("{}{last}", letter(column / 26 - 1)) }
}

async fn page(
    ctx: &Ctx,
    id: StandardImportId,
    typed: Option<(Layout, &Pairs)>,
    errors: Errors,
) -> app::Result<ImportPage> {
    let opened = standard::opened(&ctx.app, &ctx.who, id).await?;
    let import = &opened.import.row;
    let (called, issuer) = match &typed {
        Some((_, pairs)) => (field(pairs, "name").to_owned(), field(pairs, "issuer").to_owned()),
        None => (import.name.clone(), import.issuer.clone()),
    };
    let grid = import.grids.first();
    let kept = || import.layout.clone().or_else(|| grid.map(|grid| Layout::under(grid, 0, 0)));
    let layout = typed.map(|(layout, _)| layout).or_else(kept).unwrap_or_default();
    let grid = import.grids.get(layout.table);
    Ok(ImportPage {
        shell: ctx.shell("核对体系表格").await?,
        tables: import.grids.iter().enumerate().map(|(at, grid)| table(at, grid, layout.table)).collect(),
        columns: grid.map(|grid| columns(grid, &layout)).unwrap_or_default(),
        called,
        issuer,
        layout,
        lines: errors.lines(),
        errors,
        opened,
    })
}

fn table(at: usize, grid: &Grid, now: usize) -> Choice {
    let place = grid.page.map(|page| format!("，第 {page} 页")).unwrap_or_default();
    let label = format!("第 {} 张{place}，{} 行 {} 列", at + 1, grid.rows.len(), grid.width());
    Choice { value: at.to_string(), label, selected: at == now }
}

fn columns(grid: &Grid, layout: &Layout) -> Vec<ColumnChoice> {
    let below = layout.header + layout.depth.max(1);
    let cut = |text: &str| text.chars().take(30).collect::<String>();
    (0..grid.width())
        .map(|column| {
            let held = layout.columns.get(column).copied().flatten();
            let mut choices =
                vec![Choice { value: String::new(), label: "不读".into(), selected: held.is_none() }];
            choices.extend(Meaning::ALL.iter().map(|it| Choice {
                value: it.code().into(),
                label: it.label().into(),
                selected: held == Some(*it),
            }));
            ColumnChoice {
                heading: cut(&grid.heading(layout.header, below, column)),
                sample: (below..below + 5).find_map(|row| grid.own(row, column)).map(cut).unwrap_or_default(),
                choices,
            }
        })
        .collect()
}

fn field<'a>(typed: &'a Pairs, name: &str) -> &'a str {
    typed.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str()).unwrap_or_default()
}

pub async fn show(ctx: Ctx, Path(id): Path<StandardImportId>) -> Answer<Response> {
    Ok(Page::ok(page(&ctx, id, None, Errors::default()).await?).into_response())
}

/// The columns as they were chosen. Where another table or another heading was chosen, its columns are
/// guessed anew.
fn chosen(opened: &Opened, typed: &Pairs) -> app::Result<Layout> {
    let number = |name: &str| field(typed, name).trim().parse::<usize>().ok();
    let table = number("table").unwrap_or(0);
    let header = number("header").and_then(|it| it.checked_sub(1));
    let grid = opened.import.grids.get(table).ok_or_else(|| app::Error::field("table", "请选择一张表。"))?;
    let header = header
        .filter(|it| *it < grid.rows.len())
        .ok_or_else(|| app::Error::field("header", format!("请填写 1 到 {} 的行号。", grid.rows.len())))?;
    let guess = Layout::under(grid, table, header);
    if number("at_table") != Some(table) || number("at_header") != Some(header + 1) {
        return Ok(guess);
    }
    let columns = typed.iter().filter(|(name, _)| name == "column").map(|(_, code)| Meaning::from_code(code));
    Ok(Layout { columns: columns.take(grid.width()).collect(), ..guess })
}

pub async fn choose(
    ctx: Ctx,
    Path(id): Path<StandardImportId>,
    Form(typed): Form<Pairs>,
) -> Answer<Response> {
    let opened = standard::opened(&ctx.app, &ctx.who, id).await?;
    let layout = match chosen(&opened, &typed) {
        Ok(layout) => layout,
        Err(error) => {
            let kept = opened.import.layout.clone().unwrap_or_default();
            let page = page(&ctx, id, Some((kept, &typed)), Errors::of(error)?).await?;
            return Ok(Page::refused(page).into_response());
        }
    };
    let (name, issuer) = (field(&typed, "name"), field(&typed, "issuer"));
    let url = format!("/standards/tables/{id}");
    match standard::choose(&ctx.app, &ctx.who, id, layout.clone(), name, issuer).await {
        Ok(()) => Ok(ctx.done(url, "已按这样的对应重新读过。").into_response()),
        Err(error) => {
            let page = page(&ctx, id, Some((layout, &typed)), Errors::of(error)?).await?;
            Ok(Page::refused(page).into_response())
        }
    }
}

pub async fn make(ctx: Ctx, Path(id): Path<StandardImportId>, Form(()): Form<()>) -> Answer<Response> {
    match standard::make(&ctx.app, &ctx.who, id).await {
        Ok(made) => Ok(ctx.done(format!("/standards/{made}"), "已成草稿，请核对后发布。").into_response()),
        Err(error) => Ok(Page::refused(page(&ctx, id, None, Errors::of(error)?).await?).into_response()),
    }
}

/// The table as it came, with the reasons beside its rows.
pub async fn errors(ctx: Ctx, Path(id): Path<StandardImportId>) -> Answer<Download> {
    let bytes = standard::errors(&ctx.app, &ctx.who, id).await?;
    Ok(Download { name: "体系错误表.xlsx".into(), media: XLSX, bytes })
}

#[cfg(test)]
mod tests {
    #[test]
    fn columns_are_named_as_in_workbooks() {
        let said = [0, 25, 26, 701].map(super::letter);
        assert_eq!(said, ["A", "Z", "AA", "ZZ"]);
    }
}
