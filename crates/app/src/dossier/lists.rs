//! The lists of an inspection file as workbooks: 目录 and 缺项清单.

use super::volume::Places;
use crate::Result;
use crate::export::{Cell, Export};
use domain::day::Day;
use domain::dossier::Dossier;
use gongwen_pdf::book::Bound;

/// 目录: what is in the file, one line per piece of evidence; what does not apply or is missing says so.
pub(super) fn catalogue(
    dossier: &Dossier,
    day: Day,
    paths: &[(usize, usize, String)],
    bound: &Bound,
    places: &Places,
) -> Result<Vec<u8>> {
    let heads = ["序号", "测评内容", "材料名称", "日期", "责任单位", "地点", "附件", "页码", "所在文件夹"];
    let parted = bound.volumes() > 1;
    let page = |part: Option<&usize>| match part.and_then(|part| bound.place(*part)) {
        Some(it) if parted => format!("第{}册 {}", it.volume, it.page),
        Some(it) => it.page.to_string(),
        None => String::new(),
    };
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut push = |cells: [String; 8]| {
        let number = Cell::Figure(rows.len() as i64 + 1);
        rows.push(std::iter::once(number).chain(cells.into_iter().map(Cell::Text)).collect());
    };
    for (place, section) in dossier.sections.iter().enumerate().filter(|(_, section)| section.leaf) {
        let folder = section.path.join("/");
        if let Some(why) = &section.waiver {
            push([
                section.heading.clone(),
                format!("不适用：{why}"),
                String::new(),
                String::new(),
                String::new(),
                String::new(),
                page(places.sections.get(place)),
                folder.clone(),
            ]);
        } else if section.proofs.is_empty() {
            push([
                section.heading.clone(),
                "无".into(),
                String::new(),
                String::new(),
                String::new(),
                String::new(),
                page(places.sections.get(place)),
                folder.clone(),
            ]);
        }
        for (at, proof) in section.proofs.iter().enumerate() {
            let path =
                paths.iter().find(|(p, a, _)| (*p, *a) == (place, at)).map(|(_, _, path)| path.clone());
            push([
                section.heading.clone(),
                proof.title.clone(),
                proof.day.to_string(),
                proof.unit.clone(),
                proof.place.clone(),
                format!("{} 个", proof.files.len()),
                page(places.proofs.get(&(place, at))),
                path.unwrap_or_else(|| folder.clone()),
            ]);
        }
    }
    export("目录", dossier, day, &heads, rows)
}

/// 缺项清单: what each criterion still wants to see.
pub(super) fn gaps(dossier: &Dossier, day: Day) -> Result<Option<Vec<u8>>> {
    let rows: Vec<Vec<Cell>> = dossier
        .sections
        .iter()
        .flat_map(|section| section.gaps.iter().map(|gap| (section.heading.clone(), gap.clone())))
        .enumerate()
        .map(|(at, (heading, gap))| vec![Cell::Figure(at as i64 + 1), heading.into(), gap.into()])
        .collect();
    if rows.is_empty() {
        return Ok(None);
    }
    export("缺项清单", dossier, day, &["序号", "测评内容", "还缺什么"], rows).map(Some)
}

fn export(title: &str, dossier: &Dossier, day: Day, heads: &[&str], rows: Vec<Vec<Cell>>) -> Result<Vec<u8>> {
    let caution = dossier.caution.as_deref().map(|it| format!("，{it}")).unwrap_or_default();
    Export {
        title: title.into(),
        filter: format!(
            "{}，{}，{} 至 {}{caution}",
            dossier.unit, dossier.standard, dossier.from, dossier.to
        ),
        day,
        heads: heads.iter().map(|head| (*head).to_owned()).collect(),
        rows,
        cut: false,
    }
    .xlsx()
}
