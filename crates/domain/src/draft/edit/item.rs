//! Edits of items: confirmed, split, joined, moved, timed.

use super::*;

impl Draft {
    pub(super) fn set_status(&mut self, id: u32, status: Status) -> Result<(), Refused> {
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

    pub(super) fn confirm_measure(&mut self, id: u32) -> Result<(), Refused> {
        let open: Vec<u32> = self
            .measure_mut(id)?
            .items
            .iter()
            .filter(|item| item.status == Status::Proposed)
            .map(|item| item.id)
            .collect();
        open.into_iter().try_for_each(|item| self.set_status(item, Status::Confirmed))
    }

    pub(super) fn split(&mut self, id: u32, at: usize) -> Result<(), Refused> {
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

    pub(super) fn merge_up(&mut self, id: u32) -> Result<(), Refused> {
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

    pub(super) fn shift(&mut self, id: u32, measure: u32, position: usize) -> Result<(), Refused> {
        let to = self.measures.iter().position(|it| it.id == measure).ok_or_else(gone)?;
        let (m, i) = self.place(id)?;
        let item = self.measures[m].items.remove(i);
        let items = &mut self.measures[to].items;
        items.insert(position.min(items.len()), item);
        Ok(())
    }

    pub(super) fn cadence(&mut self, id: u32, words: &str) -> Result<(), Refused> {
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

    pub(super) fn quantity(&mut self, id: u32, quantity: &str, uom: &str) -> Result<(), Refused> {
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

    pub(super) fn festival(&mut self, id: u32, name: &str, day: Option<Day>) -> Result<(), Refused> {
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

    pub(super) fn add_item(&mut self, measure: u32, words: &str) -> Result<(), Refused> {
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
}

pub(super) fn add_all(into: &mut Vec<UnitId>, from: &[UnitId]) {
    for unit in from {
        if !into.contains(unit) {
            into.push(*unit);
        }
    }
}
