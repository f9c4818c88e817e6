//! What a person can do to a draft. Each edit is one pure step from a tree to the next.

use super::build::{festival_day, festival_question, window};
use super::*;
use crate::calendar::Deadline;
use crate::refused::{Check, Refused};

/// Longest text of a task, in characters.
pub const MAX_TEXT: usize = 200;

/// One act of a person on the review page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    Confirm {
        item: u32,
    },
    /// Back to 待确认.
    Reopen {
        item: u32,
    },
    /// Every open item of a measure.
    ConfirmMeasure {
        measure: u32,
    },
    Reword {
        item: u32,
        text: String,
    },
    /// Cuts the text before character `at`: the second half becomes an item of its own.
    Split {
        item: u32,
        at: usize,
    },
    /// Joins the item to the one before it.
    MergeUp {
        item: u32,
    },
    /// Moves the item into a measure, before the item at `position`.
    Move {
        item: u32,
        measure: u32,
        position: usize,
    },
    Own {
        item: u32,
        leads: Vec<UnitId>,
        fan: Option<Fan>,
        doer: Option<PersonId>,
        support: Vec<UnitId>,
    },
    Due {
        item: u32,
        due: Option<Day>,
    },
    Cadence {
        item: u32,
        words: String,
    },
    Quantity {
        item: u32,
        quantity: String,
        uom: String,
    },
    Stage {
        item: u32,
        stage: Option<u32>,
    },
    Festival {
        item: u32,
        name: String,
        day: Option<Day>,
    },
    Drop {
        item: u32,
    },
    Restore {
        item: u32,
    },
    AddItem {
        measure: u32,
        text: String,
    },
    AssignMeasure {
        measure: u32,
        leader: Option<PersonId>,
        lead: Option<UnitId>,
        doer: Option<PersonId>,
        reviewer: Option<PersonId>,
        /// For items that say nothing about when.
        due: Option<Day>,
    },
    Header {
        title: String,
        doc_number: String,
        issuer: String,
        target: String,
        issued: Option<Day>,
        year: i16,
    },
    StageDates {
        stage: u32,
        name: String,
        from: Option<Day>,
        to: Option<Day>,
    },
    Seat {
        seat: u32,
        person: Option<PersonId>,
    },
    Settle {
        doubt: u32,
    },
    /// A figure or an honour of a retrospective is right or is dropped.
    Finding {
        id: u32,
        status: Status,
    },
}

/// The tree after an edit.
pub fn edit(draft: &Draft, edit: Edit) -> Result<Draft, Refused> {
    let mut next = draft.clone();
    next.apply(edit)?;
    Ok(next)
}

fn gone() -> Refused {
    Refused::rule("这一条已经不在草稿里了。请刷新页面。")
}

fn text(field: &str, value: &str) -> Result<String, Refused> {
    let mut check = Check::new();
    let value = check.text(field, "任务", value, MAX_TEXT);
    check.done()?;
    Ok(value)
}

impl Draft {
    fn apply(&mut self, edit: Edit) -> Result<(), Refused> {
        match edit {
            Edit::Confirm { item } => self.set_status(item, Status::Confirmed),
            Edit::Reopen { item } | Edit::Restore { item } => self.set_status(item, Status::Proposed),
            Edit::Drop { item } => self.set_status(item, Status::Dropped),
            Edit::ConfirmMeasure { measure } => self.confirm_measure(measure),
            Edit::Reword { item, text: words } => {
                self.item_mut(item)?.text = text("text", &words)?;
                Ok(())
            }
            Edit::Split { item, at } => self.split(item, at),
            Edit::MergeUp { item } => self.merge_up(item),
            Edit::Move { item, measure, position } => self.shift(item, measure, position),
            Edit::Own { item, leads, fan, doer, support } => {
                let it = self.item_mut(item)?;
                it.support = support.into_iter().filter(|unit| !leads.contains(unit)).collect();
                (it.leads, it.fan, it.doer) = (leads, fan, doer);
                self.settle(|about| about == &About::Item(item));
                Ok(())
            }
            Edit::Due { item, due } => {
                let it = self.item_mut(item)?;
                (it.due, it.due_by_hand) = (due, due.is_some());
                Ok(())
            }
            Edit::Cadence { item, words } => self.cadence(item, &words),
            Edit::Quantity { item, quantity, uom } => self.quantity(item, &quantity, &uom),
            Edit::Stage { item, stage } => {
                if stage.is_some_and(|id| self.stage(id).is_none()) {
                    return Err(gone());
                }
                self.item_mut(item)?.stage = stage;
                Ok(())
            }
            Edit::Festival { item, name, day } => self.festival(item, &name, day),
            Edit::AddItem { measure, text: words } => self.add_item(measure, &words),
            Edit::AssignMeasure { measure, leader, lead, doer, reviewer, due } => {
                let it = self.measure_mut(measure)?;
                (it.leader, it.lead, it.doer, it.reviewer) = (leader, lead, doer, reviewer);
                for item in
                    it.items.iter_mut().filter(|item| !item.is_dated() && item.status != Status::Dropped)
                {
                    (item.due, item.due_by_hand) = (due, due.is_some());
                }
                Ok(())
            }
            Edit::Header { title, doc_number, issuer, target, issued, year } => {
                self.header_fields(&title, &doc_number, &issuer, &target, (issued, year))
            }
            Edit::StageDates { stage, name, from, to } => self.stage_dates(stage, &name, from, to),
            Edit::Seat { seat, person } => {
                let it = self.team.iter_mut().find(|it| it.id == seat).ok_or_else(gone)?;
                it.person = person;
                self.settle(|about| about == &About::Seat(seat));
                Ok(())
            }
            Edit::Settle { doubt } => {
                let it = self.doubts.iter_mut().find(|it| it.id == doubt).ok_or_else(gone)?;
                it.settled = true;
                if it.about == About::Year {
                    self.header.year_presumed = false;
                }
                Ok(())
            }
            Edit::Finding { id, status } => self.finding(id, status),
        }
    }

    fn item_mut(&mut self, id: u32) -> Result<&mut Item, Refused> {
        self.measures
            .iter_mut()
            .flat_map(|measure| &mut measure.items)
            .find(|item| item.id == id)
            .ok_or_else(gone)
    }

    fn measure_mut(&mut self, id: u32) -> Result<&mut Measure, Refused> {
        self.measures.iter_mut().find(|measure| measure.id == id).ok_or_else(gone)
    }

    /// Measure and place of an item.
    fn place(&self, id: u32) -> Result<(usize, usize), Refused> {
        self.measures
            .iter()
            .enumerate()
            .find_map(|(m, measure)| measure.items.iter().position(|item| item.id == id).map(|i| (m, i)))
            .ok_or_else(gone)
    }

    fn settle(&mut self, on: impl Fn(&About) -> bool) {
        for doubt in self.doubts.iter_mut().filter(|doubt| on(&doubt.about)) {
            doubt.settled = true;
        }
    }

    fn set_status(&mut self, id: u32, status: Status) -> Result<(), Refused> {
        let item = self.item_mut(id)?;
        if item.status == Status::Dropped && status == Status::Confirmed {
            return Err(Refused::rule("这一条已经标为不作任务。请先恢复，再确认。"));
        }
        item.status = status;
        if status != Status::Proposed {
            self.settle(|about| about == &About::Item(id));
        }
        if status == Status::Dropped {
            self.settle(|about| about == &About::Festival(id));
        }
        Ok(())
    }

    fn confirm_measure(&mut self, id: u32) -> Result<(), Refused> {
        let open: Vec<u32> = self
            .measure_mut(id)?
            .items
            .iter()
            .filter(|item| item.status == Status::Proposed)
            .map(|item| item.id)
            .collect();
        open.into_iter().try_for_each(|item| self.set_status(item, Status::Confirmed))
    }

    fn split(&mut self, id: u32, at: usize) -> Result<(), Refused> {
        let (m, i) = self.place(id)?;
        let chars: Vec<char> = self.measures[m].items[i].text.chars().collect();
        let (head, tail) = chars.split_at(at.min(chars.len()));
        let side = |chars: &[char]| {
            let text: String = chars.iter().collect();
            text.trim_matches(|c: char| c.is_whitespace() || "，。；、,;".contains(c)).to_owned()
        };
        let (head, tail) = (side(head), side(tail));
        if head.is_empty() || tail.is_empty() {
            return Err(Refused::field("at", "请把光标放在两句话之间，再拆成两条。"));
        }
        let new = self.take_id();
        let item = &mut self.measures[m].items[i];
        item.text = head;
        item.status = Status::Proposed;
        // The second half starts without dates and festivals of its own: they belong to words that
        // only a person can tell apart. It keeps who answers.
        let second = Item {
            id: new,
            text: tail,
            status: Status::Proposed,
            due: None,
            due_by_hand: false,
            deadline: String::new(),
            cadence: String::new(),
            recurs: None,
            quantity: String::new(),
            uom: String::new(),
            festivals: Vec::new(),
            published: None,
            ..item.clone()
        };
        self.measures[m].items.insert(i + 1, second);
        Ok(())
    }

    fn merge_up(&mut self, id: u32) -> Result<(), Refused> {
        let (m, i) = self.place(id)?;
        if i == 0 {
            return Err(Refused::rule("这是本组的第一条，上面没有可以并入的。"));
        }
        let items = &mut self.measures[m].items;
        if items[i].published.is_some() {
            return Err(Refused::rule(
                "这一条已经发布并可能有进展，不能并入另一条；如不再需要，请选“不作任务”。",
            ));
        }
        if items[i - 1].text.chars().count() + items[i].text.chars().count() + 1 > MAX_TEXT {
            return Err(Refused::rule(format!("并成一条后超过 {MAX_TEXT} 字，请先改短。")));
        }
        let gone = items.remove(i);
        let kept = &mut items[i - 1];
        kept.text = format!("{}；{}", kept.text, gone.text);
        kept.source.push_str(&gone.source);
        kept.span = [kept.span[0].min(gone.span[0]), kept.span[1].max(gone.span[1])];
        kept.status = Status::Proposed;
        add_all(&mut kept.leads, &gone.leads);
        add_all(&mut kept.support, &gone.support);
        kept.fan = kept.fan.or(gone.fan);
        kept.doer = kept.doer.or(gone.doer);
        if kept.due.is_none() {
            (kept.due, kept.deadline, kept.due_by_hand) = (gone.due, gone.deadline, gone.due_by_hand);
        }
        if kept.recurs.is_none() {
            (kept.recurs, kept.cadence) = (gone.recurs, gone.cadence);
        }
        if kept.quantity.is_empty() {
            (kept.quantity, kept.uom) = (gone.quantity, gone.uom);
        }
        kept.festivals.extend(gone.festivals);
        let into = kept.id;
        for doubt in &mut self.doubts {
            match &mut doubt.about {
                About::Item(on) | About::Festival(on) if *on == id => *on = into,
                _ => {}
            }
        }
        Ok(())
    }

    fn shift(&mut self, id: u32, measure: u32, position: usize) -> Result<(), Refused> {
        let to = self.measures.iter().position(|it| it.id == measure).ok_or_else(gone)?;
        let (m, i) = self.place(id)?;
        let item = self.measures[m].items.remove(i);
        let items = &mut self.measures[to].items;
        items.insert(position.min(items.len()), item);
        Ok(())
    }

    fn cadence(&mut self, id: u32, words: &str) -> Result<(), Refused> {
        let words = words.trim();
        let recurs = Cadence::parse(words);
        if !words.is_empty() && recurs.is_none() {
            return Err(Refused::field(
                "cadence",
                format!("看不懂“{words}”。可以写：每周五、每月、每季度、每半年、每年2次。"),
            ));
        }
        let item = self.item_mut(id)?;
        (item.cadence, item.recurs) = (words.to_owned(), recurs);
        Ok(())
    }

    fn quantity(&mut self, id: u32, quantity: &str, uom: &str) -> Result<(), Refused> {
        let quantity = quantity.trim();
        let mut check = Check::new();
        let plain =
            quantity.chars().all(|c| c.is_ascii_digit() || c == '.') && quantity.parse::<f64>().is_ok();
        check.require(quantity.is_empty() || plain, "quantity", "数量请填数字，例如 180 或 2.5。");
        check.length("quantity", "数量", quantity, 20);
        let uom = check.length("uom", "单位", uom, 12);
        check.done()?;
        let item = self.item_mut(id)?;
        (item.quantity, item.uom) = (quantity.to_owned(), uom);
        Ok(())
    }

    fn festival(&mut self, id: u32, name: &str, day: Option<Day>) -> Result<(), Refused> {
        let item = self.item_mut(id)?;
        match day {
            Some(day) => {
                let festival = item.festivals.iter_mut().find(|it| it.name == name).ok_or_else(gone)?;
                festival.day = Some(day);
            }
            None => item.festivals.retain(|it| it.name != name),
        }
        if item.festivals.iter().all(|it| it.day.is_some()) {
            self.settle(|about| about == &About::Festival(id));
        }
        Ok(())
    }

    fn add_item(&mut self, measure: u32, words: &str) -> Result<(), Refused> {
        let words = text("text", words)?;
        let id = self.take_id();
        let it = self.measure_mut(measure)?;
        let stage = it.items.first().and_then(|item| item.stage).filter(|_| it.kind == MeasureKind::Stage);
        it.items.push(Item {
            id,
            number: String::new(),
            text: words,
            source: String::new(),
            span: [0, 0],
            // Written by a person: nothing is left to confirm.
            status: Status::Confirmed,
            dept: String::new(),
            leads: Vec::new(),
            fan: None,
            support: Vec::new(),
            doer: None,
            deadline: String::new(),
            due: None,
            due_by_hand: false,
            cadence: String::new(),
            recurs: None,
            quantity: String::new(),
            uom: String::new(),
            festivals: Vec::new(),
            stage,
            published: None,
        });
        Ok(())
    }

    fn header_fields(
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
    fn redate(&mut self, old_year: i16) {
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

    fn stage_dates(
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

    fn finding(&mut self, id: u32, status: Status) -> Result<(), Refused> {
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

fn add_all(into: &mut Vec<UnitId>, from: &[UnitId]) {
    for unit in from {
        if !into.contains(unit) {
            into.push(*unit);
        }
    }
}

#[cfg(test)]
#[path = "edit_tests.rs"]
mod tests;
