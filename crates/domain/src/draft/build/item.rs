//! One duty as an item of the draft: who, when, how much.

use super::*;

impl Build<'_> {
    pub(super) fn item(&mut self, at: usize, leaf: Option<&Node>, clause: &Clause, stage: Option<u32>) {
        let id = self.draft.take_id();
        let header = self.draft.header.clone();
        let source = self.slice(clause.span);
        let mut dept = clause.dept.clone().unwrap_or_default();
        if dept.is_empty()
            && let Some(unit) = self.named_lead(&self.sentence_of(clause.span))
        {
            dept.clone_from(&unit.name);
        }
        let fan = fan_of(&dept);
        let named: Vec<&str> =
            dept.split(['、', '，', ',', '；', ' ']).filter(|part| !part.trim().is_empty()).collect();
        let mut leads: Vec<UnitId> = Vec::new();
        for part in &named {
            match self.unit_called(part) {
                Some(unit) if !leads.contains(&unit.id) => leads.push(unit.id),
                None if fan_of(part).is_none() && self.org.named(part).len() != 1 => {
                    let sentence = format!("原文写“{}”，机构中没有找到，请指定由谁负责。", part.trim());
                    self.doubt(About::Item(id), clause.span, sentence);
                }
                _ => {}
            }
        }
        let doer = named.iter().find_map(|part| match self.org.named(part).as_slice() {
            [person] => Some(person.id),
            _ => None,
        });
        if let Some(fan) = fan {
            let sentence = format!("“{fan}”会分到 {}，请核对。", self.org.reach(fan));
            self.doubt(About::Item(id), clause.span, sentence);
        }
        let festivals: Vec<FestivalDay> = clause
            .festivals
            .iter()
            .map(|name| FestivalDay { name: name.clone(), day: festival_day(name, &header) })
            .collect();
        for festival in festivals.iter().filter(|festival| festival.day.is_none()) {
            let sentence = festival_question(&festival.name, &header);
            self.doubt(About::Festival(id), clause.span, sentence);
        }
        let (quantity, uom) = self.quantity(clause);
        let cadence = clause.cadence.clone().unwrap_or_default();
        let deadline = clause.deadline.clone().unwrap_or_default();
        let due = Deadline::parse(&deadline, header.year).map(|deadline| deadline.due);
        if due.is_none() && !deadline.is_empty() {
            self.doubt(About::Item(id), clause.span, format!("时限“{deadline}”没有指明哪一天，请填写。"));
        }
        let item = Item {
            id,
            number: leaf.map(|leaf| self.number(leaf)).unwrap_or_default(),
            text: title_of(&clause.text),
            source,
            span: clause.span,
            status: Status::Proposed,
            dept,
            leads,
            fan,
            support: clause
                .support
                .iter()
                .filter_map(|words| self.org.unit_called(words))
                .map(|unit| unit.id)
                .collect(),
            doer,
            deadline,
            due,
            due_by_hand: false,
            recurs: Cadence::parse(&cadence),
            cadence,
            quantity,
            uom,
            festivals,
            stage,
            published: None,
        };
        self.draft.measures[at].items.push(item);
    }

    /// The unit that a sentence names as the one who leads: 由办公室…, 办公室牵头.
    pub(super) fn named_lead(&self, text: &str) -> Option<&OrgUnit> {
        self.org.units.iter().filter(|unit| unit.kind != crate::unit::UnitKind::Bureau).find(|unit| {
            let name = unit.name.as_str();
            ["由{}", "{}牵头", "{}负责", "责任科室：{}", "责任单位：{}"]
                .iter()
                .any(|form| text.contains(&form.replace("{}", name)))
        })
    }

    /// The unit that words name; 领导小组办公室 is the section where it sits.
    pub(super) fn unit_called(&self, words: &str) -> Option<&OrgUnit> {
        let office = ["领导小组办公室", "创建办"].iter().any(|name| words.contains(name));
        if office { self.org.unit_called(&self.draft.office) } else { self.org.unit_called(words) }
    }

    /// The first figure inside the clause.
    pub(super) fn quantity(&self, clause: &Clause) -> (String, String) {
        let inside = |span: Span| clause.span[0] <= span[0] && span[1] <= clause.span[1];
        let found = self.paper.quantities.iter().find(|quantity| inside(quantity.span));
        found.map_or_else(Default::default, |found| (found.value.clone(), found.unit.clone()))
    }
}

/// A task's title: the clause without its closing mark, cut where it is too long. The whole
/// sentence stays in `source`.
pub(super) fn title_of(text: &str) -> String {
    let text = text.trim().trim_end_matches(['。', '；', '，', '、', ';']);
    if text.chars().count() <= MAX_TEXT {
        return text.to_owned();
    }
    text.chars().take(MAX_TEXT - 1).chain(['…']).collect()
}
