//! Edits of the head of the paper, its stages, and what a retrospective found.

use super::super::build::{festival_day, festival_question, window};
use super::*;

impl Draft {
    pub(super) fn header_fields(
        &mut self,
        title: &str,
        doc_number: &str,
        issuer: &str,
        target: &str,
        (issued, year): (Option<Day>, i16),
    ) -> Result<(), Refused> {
        let mut check = Check::new();
        let title = check.text("title", "标题", title, 200);
        let doc_number = check.length("doc_number", "发文字号", doc_number, 60);
        let issuer = check.length("issuer", "发文机关", issuer, 100);
        let target = check.length("target", "创建目标", target, 100);
        check.require((1990..=2100).contains(&year), "year", "年度请填 1990 至 2100 之间的年份。");
        check.done()?;
        let old = self.header.clone();
        self.header = Header {
            class: old.class.clone(),
            title,
            doc_number,
            issuer,
            issued,
            year,
            year_presumed: false,
            target,
        };
        self.settle(|about| about == &About::Year);
        if old.year != year || old.issued != issued {
            self.redate(old.year);
        }
        Ok(())
    }

    /// Months and festivals follow the year, except where a person has set the day.
    pub(super) fn redate(&mut self, old_year: i16) {
        let header = self.header.clone();
        for stage in &mut self.stages {
            let months = |from: Option<Day>, to: Option<Day>| (from.map(Day::month), to.map(Day::month));
            let (start, end) = months(stage.from, stage.to);
            if stage.from.is_none_or(|day| day.year() == old_year)
                && stage.from == window(old_year, start, end).0
            {
                (stage.from, stage.to) = window(header.year, start, end);
            }
        }
        for item in self.measures.iter_mut().flat_map(|measure| &mut measure.items) {
            if !item.due_by_hand {
                item.due = Deadline::parse(&item.deadline, header.year).map(|deadline| deadline.due);
            }
            for festival in &mut item.festivals {
                festival.day = festival_day(&festival.name, &header);
            }
        }
        let open: Vec<u32> = self
            .items()
            .filter(|(_, item)| item.festivals.iter().any(|festival| festival.day.is_none()))
            .map(|(_, item)| item.id)
            .collect();
        for doubt in &mut self.doubts {
            if let About::Festival(item) = doubt.about {
                doubt.settled = !open.contains(&item);
            }
        }
        for id in open {
            if self.doubts.iter().any(|doubt| doubt.about == About::Festival(id)) {
                continue;
            }
            let Some((_, item)) = self.item(id) else { continue };
            let names = item.festivals.iter().find(|festival| festival.day.is_none());
            let sentence =
                names.map(|festival| festival_question(&festival.name, &header)).unwrap_or_default();
            let span = item.span;
            let doubt = self.take_id();
            self.doubts.push(Doubt { id: doubt, about: About::Festival(id), sentence, span, settled: false });
        }
    }

    pub(super) fn stage_dates(
        &mut self,
        id: u32,
        name: &str,
        from: Option<Day>,
        to: Option<Day>,
    ) -> Result<(), Refused> {
        let mut check = Check::new();
        let name = check.text("name", "阶段名称", name, 60);
        let ordered = !matches!((from, to), (Some(from), Some(to)) if from > to);
        check.require(ordered, "to", "结束日期不能早于开始日期。");
        check.done()?;
        let stage = self.stages.iter_mut().find(|stage| stage.id == id).ok_or_else(gone)?;
        (stage.name, stage.from, stage.to) = (name, from, to);
        Ok(())
    }

    pub(super) fn finding(&mut self, id: u32, status: Status) -> Result<(), Refused> {
        if let Some(figure) = self.figures.iter_mut().find(|figure| figure.id == id) {
            figure.status = status;
        } else if let Some(honour) = self.honours.iter_mut().find(|honour| honour.id == id) {
            honour.status = status;
        } else {
            return Err(gone());
        }
        Ok(())
    }
}
