//! From what the reader found to the tree that people check. Nothing is invented: what the paper
//! does not say stays empty, what is uncertain becomes a doubt.

use super::edit::MAX_TEXT;
use super::org::{Org, fan_of};
use super::paper::{Clause, Node, Paper};
use super::*;
use crate::calendar::{Deadline, Festival};

/// Builds the tree. `text` is the decoded paper that spans refer to; `today` stands in where the
/// paper has no date.
pub fn build(paper: &Paper, text: &str, org: &Org, today: Day) -> Draft {
    let mut build = Build {
        paper,
        org,
        chars: text.chars().collect(),
        draft: Draft {
            header: header(paper, today),
            stages: Vec::new(),
            team: Vec::new(),
            office: paper.office.clone().unwrap_or_default(),
            measures: Vec::new(),
            doubts: Vec::new(),
            repairs: Vec::new(),
            figures: Vec::new(),
            honours: Vec::new(),
            next_id: 1,
        },
    };
    build.remarks();
    build.stages();
    build.team();
    if !build.draft.is_retrospective() {
        build.measures();
    }
    build.findings();
    build.draft
}

/// The year that a title names: 2026年度, 2026届, 2026年 …
pub fn year_of_title(title: &str) -> Option<i16> {
    let chars: Vec<char> = title.chars().filter(|c| !c.is_whitespace()).collect();
    let digit = |c: &char| {
        c.to_digit(10).or_else(|| match *c {
            '０'..='９' => Some(*c as u32 - '０' as u32),
            '〇' | '○' => Some(0),
            _ => None,
        })
    };
    (0..chars.len()).find_map(|at| {
        let four = chars.get(at..at + 4)?;
        let alone = at == 0 || digit(&chars[at - 1]).is_none();
        let year = four.iter().try_fold(0_i16, |sum, c| Some(sum * 10 + i16::try_from(digit(c)?).ok()?))?;
        let named = matches!(chars.get(at + 4), Some('年' | '届'));
        (alone && named && (1990..=2100).contains(&year)).then_some(year)
    })
}

fn header(paper: &Paper, today: Day) -> Header {
    let issued = paper.date.as_deref().and_then(|date| date.parse::<Day>().ok());
    let titles = paper.title.iter().chain(&paper.attached_titles);
    let named = titles.clone().find_map(|title| year_of_title(title));
    let target = paper.honours.iter().find(|honour| honour.status == "target");
    Header {
        class: paper.class.clone(),
        title: paper.title.clone().or_else(|| paper.attached_titles.first().cloned()).unwrap_or_default(),
        doc_number: paper.doc_number.clone().unwrap_or_default(),
        issuer: paper.issuer.clone().unwrap_or_default(),
        issued,
        year: named.or(issued.map(Day::year)).unwrap_or_else(|| today.year()),
        year_presumed: true,
        target: target.map(|honour| honour.text.clone()).unwrap_or_default(),
    }
}

/// The first and last day of months named in a paper of `year`; 12—2月 runs into the next year.
pub(super) fn window(year: i16, start: Option<i8>, end: Option<i8>) -> (Option<Day>, Option<Day>) {
    let from = start.and_then(|month| Day::new(year, month, 1));
    let wraps = matches!((start, end), (Some(start), Some(end)) if end < start);
    let to = end.or(start).and_then(|month| Day::new(year + i16::from(wraps), month, 1)).map(Day::month_end);
    (from, to)
}

/// Festivals with their days: the first occurrence on or after the day of issue. One that is over
/// in the plan's year is left open, because only a person knows which year is meant.
pub(super) fn festival_day(name: &str, header: &Header) -> Option<Day> {
    let festival = Festival::find(name)?;
    let from = match header.issued {
        Some(day) => day,
        None => Day::new(header.year, 1, 1)?,
    };
    festival.first_on_or_after(from).filter(|day| day.year() <= header.year)
}

struct Build<'a> {
    paper: &'a Paper,
    org: &'a Org,
    chars: Vec<char>,
    draft: Draft,
}

impl Build<'_> {
    fn doubt(&mut self, about: About, span: Span, sentence: String) {
        let id = self.draft.take_id();
        self.draft.doubts.push(Doubt { id, about, sentence, span, settled: false });
    }

    fn remarks(&mut self) {
        let header = &self.draft.header;
        if !self.draft.is_retrospective() {
            let from_title = self
                .paper
                .title
                .iter()
                .chain(&self.paper.attached_titles)
                .any(|title| year_of_title(title).is_some());
            let basis = match (from_title, header.issued) {
                (true, _) => "标题",
                (false, Some(_)) => "成文日期",
                (false, None) => "今天的日期",
            };
            let sentence = format!("年度按{basis}推定为 {} 年，请确认。", header.year);
            self.doubt(About::Year, [0, 0], sentence);
        }
        for found in &self.paper.diagnostics {
            let hint = found.hint.iter().map(String::as_str);
            let sentence: String = std::iter::once(found.message.as_str()).chain(hint).collect();
            match found.severity.as_str() {
                "repair" => self.draft.repairs.push(Repair { sentence, span: found.span }),
                "doubt" => self.doubt(About::Paper, found.span, sentence),
                _ => {}
            }
        }
    }

    fn stages(&mut self) {
        for stage in &self.paper.stages {
            let (from, to) = window(self.draft.header.year, stage.start_month, stage.end_month);
            let id = self.draft.take_id();
            self.draft.stages.push(Stage {
                id,
                name: stage.name.clone(),
                raw: stage.raw.clone().unwrap_or_default(),
                from,
                to,
                span: stage.span,
                published: None,
            });
        }
    }

    fn team(&mut self) {
        for entry in &self.paper.roster {
            let named = entry.names.iter().map(|name| (name, true));
            let others = entry.posts.iter().chain(&entry.collective).map(|name| (name, false));
            for (name, named) in named.chain(others) {
                let id = self.draft.take_id();
                let matches = if named { self.org.named(name) } else { Vec::new() };
                if matches.len() > 1 {
                    let sentence =
                        format!("名册里有 {} 位“{name}”，请选定领导小组里是哪一位。", matches.len());
                    self.doubt(About::Seat(id), entry.span, sentence);
                }
                let person = matches.first().filter(|_| matches.len() == 1).map(|person| person.id);
                self.draft.team.push(Seat {
                    id,
                    role: entry.role.clone(),
                    name: name.clone(),
                    named,
                    person,
                    span: entry.span,
                });
            }
        }
    }

    /// Groups the clauses under the headings of the paper.
    fn measures(&mut self) {
        for node in &self.paper.outline {
            if self.is_group(node) && self.kind_of(node) == Some(MeasureKind::Measure) {
                self.group(node, MeasureKind::Measure);
            }
        }
        let mut clauses: Vec<Clause> = self
            .paper
            .measures
            .iter()
            .filter(|clause| !clause.done)
            .map(|clause| self.timed(clause))
            .collect();
        clauses.extend(self.overlooked(&clauses));
        clauses.sort_by_key(|clause| clause.span);
        let clauses: Vec<&Clause> = clauses.iter().collect();
        let mut rest = clauses.as_slice();
        while let Some(first) = rest.first() {
            let same = rest.iter().take_while(|clause| clause.under == first.under).count();
            let (run, after) = rest.split_at(same);
            self.run(run);
            rest = after;
        }
        self.draft
            .measures
            .retain(|measure| !measure.items.is_empty() || measure.kind == MeasureKind::Measure);
        self.draft.measures.sort_by_key(|measure| measure.span[0]);
    }

    /// A heading that groups: the second level where there is one, else the first.
    fn is_group(&self, node: &Node) -> bool {
        let children =
            || self.paper.outline.iter().filter(|other| other.parent == Some(node.id) && !other.inline);
        !node.inline
            && match node.parent {
                None => children().next().is_none() && self.has_clauses(node),
                Some(parent) => {
                    self.paper.node(parent).is_some_and(|parent| parent.parent.is_none() && !parent.inline)
                }
            }
    }

    fn has_clauses(&self, node: &Node) -> bool {
        self.paper
            .measures
            .iter()
            .any(|clause| self.paper.path(clause.under).iter().any(|on| on.id == node.id))
    }

    /// What the items under a heading are, by the title at the top of its chapter.
    fn kind_of(&self, node: &Node) -> Option<MeasureKind> {
        let path = self.paper.path(Some(node.id));
        let top = path.first()?;
        let ends = |words: &[&str]| words.iter().any(|word| top.title.ends_with(word));
        let in_stage = |node: &&Node| self.stage_at(node).is_some();
        Some(if path.iter().any(in_stage) || ends(&["步骤", "阶段", "进度", "安排"]) {
            MeasureKind::Stage
        } else if ends(&["要求", "保障", "思想", "目标", "原则", "组织领导", "组织机构", "领导机构"])
        {
            MeasureKind::Requirement
        } else {
            MeasureKind::Measure
        })
    }

    fn stage_at(&self, node: &Node) -> Option<u32> {
        let stage = self.draft.stages.iter().find(|stage| {
            let inside = node.span[0] <= stage.span[0] && stage.span[1] <= node.span[1] && stage.span[1] > 0;
            inside || (!stage.name.is_empty() && node.title.contains(&stage.name))
        })?;
        Some(stage.id)
    }

    /// The draft's measure for a heading, made on first use.
    fn group(&mut self, node: &Node, kind: MeasureKind) -> usize {
        if let Some(at) = self.draft.measures.iter().position(|measure| measure.span == node.span) {
            return at;
        }
        let id = self.draft.take_id();
        self.draft.measures.push(Measure {
            id,
            kind,
            number: self.number(node),
            title: match self
                .stage_at(node)
                .filter(|_| kind == MeasureKind::Stage)
                .and_then(|id| self.draft.stage(id))
            {
                Some(stage) => stage.name.clone(),
                None => node.title.trim().to_owned(),
            },
            span: node.span,
            leader: None,
            lead: None,
            doer: None,
            reviewer: None,
            items: Vec::new(),
            published: None,
        });
        self.draft.measures.len() - 1
    }

    /// Clauses that stand one after another under one node become items of one measure.
    fn run(&mut self, run: &[&Clause]) {
        let path = self.paper.path(run[0].under);
        let headings: Vec<&Node> = path.iter().copied().filter(|node| !node.inline).collect();
        let loose = Node { title: "其他任务".into(), span: [run[0].span[0]; 2], ..Node::default() };
        let kind = headings
            .first()
            .and_then(|top| self.kind_of(headings.last().unwrap_or(top)))
            .unwrap_or(MeasureKind::Measure);
        // Requirements stand together under their chapter, measures and stages under their own heading.
        let head = match kind {
            MeasureKind::Requirement => headings.first(),
            _ => headings.get(1).or_else(|| headings.first()),
        };
        let head = head.copied().unwrap_or(&loose);
        let at = if head.id == 0 && self.draft.measures.iter().any(|measure| measure.title == loose.title) {
            self.draft.measures.iter().position(|measure| measure.title == loose.title).unwrap_or(0)
        } else {
            self.group(head, kind)
        };
        let stage = path.iter().rev().find_map(|node| self.stage_at(node));
        let leaf = path.last().copied().filter(|leaf| leaf.id != head.id);
        let mut all: Vec<Clause> =
            self.by_sentence(run).iter().flat_map(|sentence| duties(sentence)).collect();
        if let Some(leaf) = leaf {
            all = under_one_number(leaf, all);
        }
        for duty in all {
            self.item(at, leaf, &duty, stage);
        }
    }

    /// Clauses that stand in one sentence.
    fn by_sentence<'c>(&self, run: &[&'c Clause]) -> Vec<Vec<&'c Clause>> {
        let mut sentences: Vec<Vec<&Clause>> = Vec::new();
        for clause in run {
            let joined = sentences.last().and_then(|sentence| sentence.last()).is_some_and(|last| {
                let between = self.chars.get(last.span[1]..clause.span[0]).unwrap_or_default();
                !last.text.ends_with(ENDS) && !between.iter().any(|c| ENDS.contains(c))
            });
            match sentences.last_mut() {
                Some(sentence) if joined => sentence.push(clause),
                _ => sentences.push(vec![clause]),
            }
        }
        sentences
    }

    /// Sentences under a heading that say when or how often and in which the reader saw no clause:
    /// better one candidate too many, which a person drops, than a duty lost.
    fn overlooked(&self, known: &[Clause]) -> Vec<Clause> {
        let mut found = Vec::new();
        for (at, node) in self.paper.outline.iter().enumerate() {
            let next = self.paper.outline.get(at + 1).map_or(node.span[1] + 300, |next| next.span[0]);
            let has_children = self.paper.outline.iter().any(|other| other.parent == Some(node.id));
            if has_children || self.kind_of(node).is_none() {
                continue;
            }
            for span in self.sentences(self.body_start(node), next.min(self.chars.len())) {
                let seen = |clause: &Clause| clause.span[0] < span[1] && span[0] < clause.span[1];
                if known.iter().any(seen) {
                    continue;
                }
                let text = self.slice(span);
                let (deadline, cadence) = times(&text, self.draft.header.year);
                if cadence.is_some() || deadline.is_some() {
                    found.push(Clause {
                        text,
                        under: Some(node.id),
                        cadence,
                        deadline,
                        span,
                        ..Clause::default()
                    });
                }
            }
        }
        found
    }

    /// Where the words of a heading's own duty begin: an inline item is its own title.
    fn body_start(&self, node: &Node) -> usize {
        if !node.inline {
            return node.span[1];
        }
        let printed = self.slice(node.span);
        let number = node.title.chars().next().and_then(|first| printed.chars().position(|c| c == first));
        node.span[0] + number.unwrap_or(0)
    }

    /// A clause with the times that its words name and the reader left out.
    fn timed(&self, clause: &Clause) -> Clause {
        // A time before the first clause of a sentence is said of it.
        let whole = self.sentence_span(clause.span);
        let others = self.paper.measures.iter().filter(|other| other.span != clause.span);
        let first =
            !others.map(|other| other.span).any(|other| whole[0] <= other[0] && other[0] < clause.span[0]);
        let words = self.slice(if first { whole } else { clause.span });
        let (deadline, cadence) = times(&words, self.draft.header.year);
        let festive = !clause.festivals.is_empty();
        Clause {
            deadline: clause.deadline.clone().or(deadline.filter(|_| !festive)),
            cadence: clause.cadence.clone().or(cadence),
            ..clause.clone()
        }
    }

    /// Sentences between two places, without the marks and blanks around them. The last heading of a
    /// paper owns no more than its own paragraph.
    fn sentences(&self, from: usize, to: usize) -> Vec<Span> {
        let is_last = self.paper.outline.last().is_some_and(|last| last.span[1] == from);
        let (mut found, mut start) = (Vec::new(), from);
        for at in from..to {
            let c = self.chars[at];
            let paragraph_ends = c == '\n' && is_last && at > from + 2;
            if ENDS.contains(&c) || c == '\n' {
                found.push([start, at]);
                start = at + 1;
            }
            if paragraph_ends {
                return trimmed(&self.chars, found);
            }
        }
        found.push([start, to.max(start)]);
        trimmed(&self.chars, found)
    }

    /// The number as the paper prints it: 一是, （二）, 1.
    fn number(&self, node: &Node) -> String {
        let bare = node.number.clone().unwrap_or_default();
        let printed = self.slice(node.span);
        let head: String = match node.title.chars().next() {
            Some(first) => printed.split(first).next().unwrap_or_default().to_owned(),
            None => printed,
        };
        let head = head.trim_matches(|c: char| c.is_whitespace() || "#*_-、.．:：".contains(c)).to_owned();
        if head.contains(&bare) && head.chars().count() <= 8 { head } else { bare }
    }

    /// The unit that a sentence names as the one who leads: 由办公室…, 办公室牵头.
    fn named_lead(&self, text: &str) -> Option<&OrgUnit> {
        self.org.units.iter().filter(|unit| unit.kind != crate::unit::UnitKind::Bureau).find(|unit| {
            let name = unit.name.as_str();
            ["由{}", "{}牵头", "{}负责", "责任科室：{}", "责任单位：{}"]
                .iter()
                .any(|form| text.contains(&form.replace("{}", name)))
        })
    }

    fn item(&mut self, at: usize, leaf: Option<&Node>, clause: &Clause, stage: Option<u32>) {
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
            let sentence = format!("“{fan}”会分到 {} 个单位，请核对。", self.org.fan(fan).len());
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

    /// The unit that words name; 领导小组办公室 is the section where it sits.
    fn unit_called(&self, words: &str) -> Option<&OrgUnit> {
        let office = ["领导小组办公室", "创建办"].iter().any(|name| words.contains(name));
        if office { self.org.unit_called(&self.draft.office) } else { self.org.unit_called(words) }
    }

    /// The sentence up to the end of a clause, as far as its paragraph goes.
    fn sentence_span(&self, span: Span) -> Span {
        let stop = |c: &&char| ENDS.contains(c) || **c == '\n';
        let before = self.chars.get(..span[0]).unwrap_or_default();
        [before.len() - before.iter().rev().take_while(|c| !stop(c)).count(), span[1]]
    }

    fn sentence_of(&self, span: Span) -> String {
        self.slice(self.sentence_span(span))
    }

    /// The first figure inside the clause.
    fn quantity(&self, clause: &Clause) -> (String, String) {
        let inside = |span: Span| clause.span[0] <= span[0] && span[1] <= clause.span[1];
        let found = self.paper.quantities.iter().find(|quantity| inside(quantity.span));
        found.map_or_else(Default::default, |found| (found.value.clone(), found.unit.clone()))
    }

    fn slice(&self, span: Span) -> String {
        self.chars.get(span[0]..span[1].max(span[0])).map(|chars| chars.iter().collect()).unwrap_or_default()
    }

    fn findings(&mut self) {
        for found in &self.paper.quantities {
            let id = self.draft.take_id();
            self.draft.figures.push(FigureFound {
                id,
                item: found.item.clone(),
                value: found.value.clone(),
                uom: found.unit.clone(),
                approx: found.approx,
                raw: found.raw.clone(),
                span: found.span,
                status: Status::Proposed,
            });
        }
        for found in &self.paper.honours {
            let id = self.draft.take_id();
            self.draft.honours.push(HonourFound {
                id,
                text: found.text.clone(),
                standing: found.status.clone(),
                holder: found.holder.clone().unwrap_or_default(),
                span: found.span,
                status: Status::Proposed,
            });
        }
    }
}

/// Marks that end a sentence.
const ENDS: [char; 5] = ['。', '；', '！', '？', ';'];

/// The clauses of one sentence as duties. One that says who or when is a duty of its own; what says
/// nothing of the kind belongs to the duty before it.
fn duties(sentence: &[&Clause]) -> Vec<Clause> {
    let mut found: Vec<Clause> = Vec::new();
    for clause in sentence {
        let clause = *clause;
        match found.last_mut() {
            Some(last) if !(clause.is_specific() && last.is_specific()) => {
                let specific = if clause.is_specific() { clause } else { &*last }.clone();
                let joined =
                    |a: &str, b: &str| format!("{}，{}", a.trim_end_matches(['，', '、', ',']), b.trim());
                *last = Clause {
                    text: joined(&last.text, &clause.text),
                    under: last.under,
                    span: [last.span[0].min(clause.span[0]), last.span[1].max(clause.span[1])],
                    ..specific
                };
            }
            _ => found.push(clause.clone()),
        }
    }
    found
}

/// Under a number of its own (一是, 1.) all that says neither who nor when is one duty, called by the
/// title of the number.
fn under_one_number(leaf: &Node, all: Vec<Clause>) -> Vec<Clause> {
    let (specific, plain): (Vec<Clause>, Vec<Clause>) = all.into_iter().partition(Clause::is_specific);
    let mut found = specific;
    // The words of the number itself are no duty beside those that say who or when.
    let only_title = plain.len() == 1 && !found.is_empty() && leaf.title.contains(plain[0].text.trim());
    if let Some(first) = plain.first().filter(|_| !only_title) {
        let end = plain.iter().map(|clause| clause.span[1]).max().unwrap_or(first.span[1]);
        let titled = plain.len() > 1 && leaf.title.chars().count() >= 4;
        let text = if titled { leaf.title.clone() } else { first.text.clone() };
        found.push(Clause { text, span: [first.span[0], end], ..first.clone() });
    }
    found.sort_by_key(|clause| clause.span);
    found
}

/// The parts of a sentence that say when and how often: 前 and 底 make a limit, 每 a frequency.
fn times(text: &str, year: i16) -> (Option<String>, Option<String>) {
    let parts = || text.split(['，', ',', '。', '；', '：']).map(str::trim);
    let limit = |part: &&str| part.contains(['前', '底', '末']) && Deadline::parse(part, year).is_some();
    let often = |part: &&str| part.contains('每') && Cadence::parse(part).is_some();
    (parts().find(limit).map(words_of_limit), parts().find(often).map(words_of_cadence))
}

/// 7月底前 of 7月底前由办公室更换宣传栏: the words up to the mark of the limit.
fn words_of_limit(part: &str) -> String {
    let end = part.find('前').map(|at| at + '前'.len_utf8());
    let end = end.or_else(|| part.find(['底', '末']).map(|at| at + '底'.len_utf8()));
    let head = end.map_or(part, |end| &part[..end]);
    let from = head.find(|c: char| c.is_ascii_digit() || "一二三四五六七八九十年上下今明".contains(c));
    head[from.unwrap_or(0)..].to_owned()
}

/// 每月 of 学习小组每月集中学习一次: the words that still read as the same frequency.
fn words_of_cadence(part: &str) -> String {
    let part = part.find('每').map_or(part, |at| &part[at..]);
    let whole = Cadence::parse(part);
    let ends = part.char_indices().map(|(at, c)| at + c.len_utf8());
    ends.map(|end| &part[..end])
        .find(|head| whole.is_some() && Cadence::parse(head) == whole)
        .unwrap_or(part)
        .to_owned()
}

/// Spans without blanks at their ends; empty ones are left out.
fn trimmed(chars: &[char], spans: Vec<Span>) -> Vec<Span> {
    let blank = |at: usize| chars[at].is_whitespace() || "#*".contains(chars[at]);
    let trim = |[mut from, mut to]: Span| {
        while from < to && blank(from) {
            from += 1;
        }
        while from < to && blank(to - 1) {
            to -= 1;
        }
        [from, to]
    };
    spans.into_iter().map(trim).filter(|[from, to]| to > from).collect()
}

/// A task's title: the clause without its closing mark, cut where it is too long. The whole
/// sentence stays in `source`.
fn title_of(text: &str) -> String {
    let text = text.trim().trim_end_matches(['。', '；', '，', '、', ';']);
    if text.chars().count() <= MAX_TEXT {
        return text.to_owned();
    }
    text.chars().take(MAX_TEXT - 1).chain(['…']).collect()
}

/// The question about a festival whose day cannot be told.
pub(super) fn festival_question(name: &str, header: &Header) -> String {
    let past = Festival::find(name).and_then(|festival| festival.occurrence(header.year));
    match past {
        Some(day) => {
            format!("“{name}”在 {} 年是 {}，发文时已经过了，请选定日期。", header.year, day.month_day_text())
        }
        None => format!("“{name}”是哪一天，日历里查不到，请选定日期。"),
    }
}

#[cfg(test)]
#[path = "build_tests.rs"]
mod tests;
