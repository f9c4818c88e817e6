//! Sentences to tasks: a sentence is parted at its clauses, and what one clause says for the others is carried.

use super::clause::{self, Clause, Sense};
use super::group::{self, Group};
use super::note::{self, Facts};
use super::{charge, detail, due, subject, telling, time, unit};
use crate::outline::Piece;
use crate::plan::Measure;
use crate::text::{Text, bracket_end, breaks, contains, depths, ends, is_han, is_stop, starts};
use std::ops::Range;

/// Longest clause that is taken for a task.
const LONGEST: usize = 160;

/// Reads the tasks of one piece of running text. `above` is what the titles say for all of it, `own` what the nearest
/// one says, `charged` whose duties are listed, `with` which nodes a note in this text is about beside its own, `noted`
/// what notes were about so far.
///
/// With `asked` only what somebody is asked for by name (请各科室…) is one: the opening says why it is written.
pub(super) fn read(
    text: &Text,
    piece: &Piece,
    (above, own): (&Facts, &Facts),
    (charged, with): (Option<String>, &dyn Fn(Option<usize>) -> bool),
    (done, asked): (bool, bool),
    noted: &mut Noted,
    found: &mut Vec<Measure>,
) {
    let chars = &text.chars;
    let unit = unit_before(&chars[piece.range.clone()]);
    let labelled = unit
        .as_ref()
        .map(|(name, _)| name.clone())
        .or_else(|| charged.filter(|_| !charge::is_persons(&chars[piece.range.clone()])));
    let depths = depths(&chars[piece.range.clone()]);
    let asked = asked && !opens_with_each(&chars[piece.range.clone()]);
    let reader = Reader { text, piece, above, own, done, asked, labelled, depths };
    let mut start = piece.range.start + unit.as_ref().map_or(0, |(_, len)| *len);
    let heading =
        || Carried { actor: unit.as_ref().map(|(name, _)| (name.clone(), Vec::new())), ..Carried::default() };
    let mut carried = heading();
    for at in piece.range.clone() {
        if at < start || !(reader.depth(at) == 0 && is_stop(chars[at]) || at + 1 == piece.range.end) {
            continue;
        }
        let end = if is_stop(chars[at]) { at } else { at + 1 };
        let opens = (start..end).find(|at| is_han(chars[*at]) || matches!(chars[*at], '（' | '(' | '【'));
        // （县税务局负责）巩固…: a note in brackets that the next sentence runs on from.
        let note = |opens: &usize| {
            let rest = &chars[*opens..end];
            note::is_note(rest) || bracket_end(rest).is_some_and(|len| note::is_plain(&rest[..len]))
        };
        match opens.filter(note) {
            // （责任科室：…） after the stop belongs to what was said before it.
            Some(opens) => {
                // （牵头单位：A）开展调查…: behind its bracket the text goes on.
                let close =
                    bracket_end(&chars[opens..end]).map(|len| opens + len).filter(|close| *close + 4 <= end);
                let facts = Facts::of(&chars[opens..close.unwrap_or(piece.range.end)]);
                noted.apply(&facts, piece.under, with, found);
                if let Some(close) = close {
                    carried = heading();
                    reader.sentence(close..end, (&mut carried, noted), found);
                }
            }
            None => reader.sentence(start..end, (&mut carried, noted), found),
        }
        // 各单位要…；进一步深化…: the subject reaches over a semicolon, where the next clause has none.
        if !matches!(chars[at], '；' | ';') {
            carried = heading();
        }
        start = at + 1;
    }
}

/// What the notes of a paper were said of so far.
#[derive(Default)]
pub(super) struct Noted {
    /// The node under which a note has named who leads.
    led: Option<usize>,
    /// The tasks that the last note was about.
    last: Range<usize>,
    /// The tasks of which a clause beside them said by whom, in order.
    by: Vec<usize>,
}

impl Noted {
    /// A note belongs to the tasks since the one before it, or, where there are none, to the same as that one.
    fn apply(
        &mut self,
        facts: &Facts,
        under: Option<usize>,
        with: &dyn Fn(Option<usize>) -> bool,
        found: &mut [Measure],
    ) {
        let from = if self.last.end < found.len() { self.last.end } else { self.last.start };
        let led = self.led.is_some() && self.led == under;
        let other = |measure: &Measure| measure.under != under && !with(measure.under);
        let from = from + found[from..].iter().rposition(other).map_or(0, |at| at + 1);
        for (at, measure) in found.iter_mut().enumerate().skip(from) {
            facts.complete(measure, led, self.by.contains(&at));
        }
        self.led = under.filter(|_| facts.leads).or(self.led);
        self.last = from..found.len();
    }
}

/// 保卫处：检查灭火器…, 县林业局。负责…: the unit in front of what it is to do, and the length with its mark.
fn unit_before(chars: &[char]) -> Option<(String, usize)> {
    let at = chars.iter().take(18).position(|c| matches!(c, '：' | ':' | '。'))?;
    let name = &chars[..at];
    // 综合科职责：
    if let Some(Some(name)) = charge::charged(name) {
        return (chars.len() > at + 6).then_some((name, at + 1));
    }
    // 校办, 团委
    let short = name.len() == 2 && matches!(name[1], '办' | '委' | '会') && name.iter().all(|c| is_han(*c));
    let named = unit::is_unit(name)
        || short
        || name.len() >= 3 && name.last() == Some(&'组') && name.iter().all(|c| is_han(*c));
    (named && chars.len() > at + 6 && !note::is_labelled(chars)).then(|| (name.iter().collect(), at + 1))
}

/// 各学院认真学习文件精神，…: even under a heading of principles each unit is told what to do.
fn opens_with_each(chars: &[char]) -> bool {
    let end = (0..chars.len()).find(|at| breaks(chars, *at)).unwrap_or(chars.len());
    let clause = Clause::new(&chars[..end]);
    chars.first() == Some(&'各') && clause.has_action() && clause.actor().is_some()
}

/// 各处室、直属单位: a clause of nothing but the names of several units.
fn is_several(clause: &Clause<'_>) -> bool {
    (clause.contains(&'、') || clause.first() == Some(&'各'))
        && clause.iter().all(|c| is_han(*c) || matches!(c, '、' | '（' | '）' | '(' | ')'))
        && (unit::names(clause) || unit::is_each(clause))
        && clause.unit().is_none()
        && !group::forms(clause)
        && !["会同", "联合", "协同"].iter().any(|verb| contains(clause, verb))
}

/// What one clause says for those that follow.
#[derive(Default)]
struct Carried {
    /// Who is to act, and with whom.
    actor: Option<(String, Vec<String>)>,
    /// Somebody was asked for something.
    asked: bool,
    /// 办公室设在水利站，负责…: what follows is for the office to do, whosever duties are listed.
    seated: bool,
    /// 由交通处牵头，…: under the duties of a group, whose they are said to be.
    leader: Option<String>,
}

struct Reader<'a> {
    text: &'a Text,
    piece: &'a Piece,
    above: &'a Facts,
    /// What the note of the title says that this text stands under.
    own: &'a Facts,
    done: bool,
    asked: bool,
    /// The unit that stands before the text with its colon: what has no subject of its own is for it to do.
    labelled: Option<String>,
    depths: Vec<usize>,
}

impl Reader<'_> {
    fn depth(&self, at: usize) -> usize {
        self.depths[at - self.piece.range.start]
    }

    fn sentence(
        &self,
        sentence: Range<usize>,
        (carried, noted): (&mut Carried, &mut Noted),
        found: &mut Vec<Measure>,
    ) {
        let Carried { actor, asked, seated, leader } = carried;
        let chars = &self.text.chars;
        let mut facts = Facts::of(&chars[sentence.clone()]);
        // 6月20日前，各学院要…，撰写…: a time in front holds for all that the sentence asks for.
        let front = (sentence.clone()).find(|at| breaks(chars, *at)).map(|end| &chars[sentence.start..end]);
        if let Some(front) = front.filter(|front| time::is_time(front)) {
            facts.deadline = facts.deadline.or_else(|| due::deadline(front)).or_else(|| due::due(front));
            facts.cadence = facts.cadence.or_else(|| detail::cadence(front));
        }
        facts.join(self.own.clone());
        // 巡察指出，养护经费拨付滞后，…
        let told = (sentence.clone())
            .find(|at| breaks(chars, *at))
            .is_some_and(|end| telling::finds(&chars[sentence.start..end]));
        let mut lead: Option<usize> = None;
        // 各处室、直属单位，各企业要…: those before the comma are to act, too.
        let mut beside: Option<usize> = None;
        let first = found.len();
        let mut group = Group::default();
        let grounds = grounds_end(&chars[sentence.clone()]).map_or(sentence.start, |at| sentence.start + at);
        let mut start = sentence.start;
        for at in sentence.start..=sentence.end {
            let edge = at == sentence.end || self.depth(at) == 0 && breaks(chars, at);
            if at < start || !edge {
                continue;
            }
            let range = trim(chars, start..at);
            start = at + 1;
            if range.is_empty() {
                continue;
            }
            let last = at == sentence.end;
            let part = &Clause::new(&chars[range.clone()]);
            if !last && lead.is_none() && is_several(part) {
                beside = beside.or(Some(range.start));
                continue;
            }
            let named =
                beside.take().and_then(|from| self.joined(from, range.start, part).map(|all| (from, all)));
            lead = lead.or(named.as_ref().map(|(from, _)| *from));
            let acting = || named.as_ref().map(|(_, all)| all.clone()).or_else(|| part.actor());
            let begin = lead.unwrap_or(range.start);
            // 镇政府成立领导小组，负责日常工作: the duty is that of the group, and who it is was not said.
            if let Some(owner) = group.charged(&chars[begin..range.end]) {
                *actor = owner.map(|name| (name, Vec::new()));
            }
            let guarded = self.asked || range.start < grounds;
            // 成立领导小组，负责统一领导…: the duties of a group stand under 组织机构, too.
            let duty = guarded && self.asked && group.asks(part);
            *seated |= group.hear(part);
            let called = || {
                named.is_some() && subject::modal(part)
                    || subject::is_asked(&chars[begin..range.end])
                    || named.is_some() && subject::is_asked(part)
            };
            *asked = *asked || duty || guarded && called();
            let colon = chars.get(at).is_some_and(|c| matches!(c, '：' | ':'));
            let mut sense = clause::sense(part, lead.is_some(), last || colon);
            if colon && lead.is_none() && telling::is_caption(part) {
                sense = Sense::Other;
            }
            // 11月前开工，次年6月前竣工: what was due already is not completed by another time.
            // 每季度末，乡党政办牵头: what only completes does so behind a time, too.
            let timed = lead.is_some_and(|lead| time::is_time(&chars[trim(chars, lead..range.start)]));
            if sense == Sense::Task && timed && clause::notes(part) {
                sense = Sense::Note;
            }
            if sense == Sense::Note
                && let Some(due) = due::deadline(part)
                && found[first..]
                    .last()
                    .is_some_and(|before| before.deadline.as_ref().is_some_and(|own| *own != due))
            {
                sense = Sense::Task;
            }
            match sense {
                Sense::Lead => {
                    lead = Some(begin);
                    // 党中央有规定的，按照规定执行: of whom a case speaks is not who acts in it.
                    // 由人事部送交批准后，办理手续: nor who acted before it.
                    let over = part.last() == Some(&'后') && part.contains(&'由');
                    let case = over || clause::speaks_of(part) && part.actor().is_some();
                    *actor = if case { None } else { acting().or(actor.take()) };
                }
                Sense::Note => {
                    lead = None;
                    let by = subject::by(part);
                    *leader = by.clone().filter(|_| contains(part, "牵头")).or(leader.take());
                    *actor = by
                        .clone()
                        .filter(|_| !ends(part, "组成"))
                        .map(|name| (name, Vec::new()))
                        .or(actor.take());
                    // 由特监股牵头，执法大队配合，抽查…: who helps does so in what follows.
                    let helpers = detail::support(part);
                    if let (Some((_, support)), false) = (actor.as_mut(), helpers.is_empty())
                        && found[first..].is_empty()
                    {
                        *support = helpers;
                    }
                    // …，6月底前完成 or …，由法规科牵头 completes the clause before it.
                    if let Some(before) = found[first..].last_mut()
                        && detail::complete(before, part)
                    {
                        before.span[1] = self.text.at[range.end - 1] + 1;
                        if by.is_some() && before.dept == by {
                            noted.by.push(found.len() - 1);
                        }
                    }
                }
                Sense::Other => {
                    lead = None;
                    // 各科室要高度重视，制定方案: what asks for nothing may still say who is to act, 我局将加大力度 who is not.
                    let other = subject::speaks_of_issuer(part);
                    *actor = acting().or(actor.take().filter(|_| !other));
                }
                Sense::Task if told && !subject::is_bound(&chars[begin..range.end]) => lead = None,
                Sense::Task if at - begin > LONGEST => lead = None,
                // 为…，美化路容，现将…: why, and that something follows.
                Sense::Task if (range.start < grounds || self.asked) && !*asked => lead = None,
                // 会议通过了…: what was done is a task only in the past of a retrospective.
                Sense::Task if !self.done && telling::narrates(part) => {
                    lead = None;
                    *actor = acting().or(actor.take());
                }
                Sense::Task => {
                    lead = None;
                    let led = begin < range.start && subject::of(&chars[begin..range.end]).is_some();
                    let measure = self.task(
                        begin..range.end,
                        (part, acting()),
                        (led, *seated),
                        &facts,
                        (actor, leader.as_deref()),
                    );
                    found.push(measure);
                }
            }
        }
    }

    /// The units from `from` on that a comma parts from those that `part`, at `start`, begins with: 各处室、直属单位，各企业要….
    /// Where `part` names none they are all (各处室，要…).
    fn joined(&self, from: usize, start: usize, part: &Clause<'_>) -> Option<(String, Vec<String>)> {
        let names = |end: usize| {
            let end = trim(&self.text.chars, from..end).end;
            self.text.chars[from..end].iter().collect::<String>()
        };
        match part.unit() {
            Some(unit) if unit.start == 0 => {
                let (_, support) = part.actor()?;
                Some((names(start + unit.end), support))
            }
            None if part.subject_end() == 0 => Some((names(start - 1), Vec::new())),
            _ => None,
        }
    }

    fn task(
        &self,
        whole: Range<usize>,
        (part, acting): (&Clause<'_>, Option<(String, Vec<String>)>),
        (led, seated): (bool, bool),
        facts: &Facts,
        (actor, leader): (&mut Option<(String, Vec<String>)>, Option<&str>),
    ) -> Measure {
        let words = &self.text.chars[whole.clone()];
        // 经办公室汇总后，报…审批: through whom it goes hands it on.
        if subject::goes_through(words) {
            *actor = None;
        }
        // 中央财政下达的补贴资金统筹用于…: the money is spoken of.
        let money = subject::is_spent(part);
        let mut measure = Measure {
            text: self.text.str(whole.clone()),
            under: self.piece.under,
            done: self.done,
            span: self.text.span(whole),
            ..detail::of(words)
        };
        // 6月底前未完成的，予以通报: the time is part of the case, not when the deed is due.
        let case = words.len().checked_sub(part.len() + 2).and_then(|at| words.get(at));
        if matches!(case, Some('的')) {
            measure.deadline = due::deadline(part);
        }
        if money {
            (measure.dept, *actor) = (None, None);
        } else if let Some((name, support)) = acting.clone() {
            measure.dept = Some(name.clone());
            if measure.support.is_empty() {
                measure.support.clone_from(&support);
            }
            // 设备部配合提供场地: who helps is not who goes on. 督促企业明确…，每日巡查: nor is who urges another.
            *actor = (!part.helps()).then_some((name, support));
        } else if subject::people(part) > 0 || subject::speaks_of_issuer(part) {
            // 全体工作人员必须…: somebody else is to act.
            *actor = None;
        } else if measure.dept.is_none()
            && !part.says_who()
            && (led || part.goes_on() || group::starts_duty(part))
            && let Some((name, support)) = actor
        {
            // The clauses that follow without a subject of their own keep the first one.
            measure.dept = Some(name.clone());
            if measure.support.is_empty() {
                measure.support.clone_from(support);
            }
        } else if measure.dept.is_none() {
            // A clause about something else ends the reach of the subject.
            *actor = None;
        }
        // A note outranks the subject, unless it names the subject among others, or the clause says by whom.
        // 由人事部送交批准后，办理手续: who acted before it is not said to go on.
        let lead = &words[..words.len() - part.len()];
        let over = lead.strip_suffix(&['，']).unwrap_or(lead).last() == Some(&'后');
        let said = subject::by(if over { &part[..] } else { words })
            .or_else(|| acting.map(|(name, _)| name).filter(|name| facts.names(name)));
        let label = || {
            let named = self.labelled.as_ref().map(|label| leader.unwrap_or(label).to_owned());
            named.filter(|_| !seated && !part.says_who() && subject::posted(part) == 0)
        };
        measure.dept = said.or_else(|| facts.dept.clone()).or(measure.dept).or_else(label);
        if !matches!(case, Some('的')) {
            measure.deadline = measure.deadline.or_else(|| due::due(words));
        }
        facts.fill(&mut measure);
        self.above.fill(&mut measure);
        measure
    }
}

/// End of the grounds of a sentence that then says what is herewith done: 为…，根据…，现将…如下.
fn grounds_end(sentence: &[char]) -> Option<usize> {
    let breaks = sentence.iter().enumerate().filter(|(_, c)| matches!(c, '，' | ','));
    let mut opens = breaks.map(|(at, _)| at + 1).filter(|at| {
        // 为规范…，保障…，制定本办法
        const THIS: &[&str] = &[
            "本办法",
            "本规定",
            "本制度",
            "本细则",
            "本条例",
            "本规则",
            "本章程",
            "本守则",
            "本预案",
            "本方案",
        ];
        let this = ["制定", "制订", "特制定", "特制订"].iter().any(|verb| {
            starts(&sentence[*at..], verb)
                && THIS.iter().any(|paper| starts(&sentence[at + verb.chars().count()..], paper))
        });
        this || ["现将", "现就", "现把", "现印发", "现转发", "现通知", "特制定", "特制订", "特作", "经研究"]
            .iter()
            .any(|word| starts(&sentence[*at..], word))
    });
    // The clause that does it is no task either.
    let last = opens.next_back().or_else(|| starts(sentence, "现将").then_some(0))?;
    let end = (last..sentence.len()).find(|at| matches!(sentence[*at], '，' | ','));
    Some(end.unwrap_or(sentence.len()))
}

/// Without the marks that lists leave at the ends of clauses.
fn trim(chars: &[char], range: Range<usize>) -> Range<usize> {
    let idle = |c: char| {
        matches!(c, '、' | '*' | '-' | '·' | '•' | '●' | ' ' | '—' | '。' | '.') || c.is_whitespace()
    };
    let start = range.clone().find(|at| !idle(chars[*at])).unwrap_or(range.end);
    let end = range.rev().find(|at| *at >= start && !idle(chars[*at])).map_or(start, |at| at + 1);
    start..end
}
