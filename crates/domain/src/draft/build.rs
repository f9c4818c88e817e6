//! From what the reader found to the tree that people check. Nothing is invented: what the paper
//! does not say stays empty, what is uncertain becomes a doubt.

mod group;
mod item;
mod sentence;

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
