//! Sentences of the paper, and the duties that their clauses say.

use super::*;

impl Build<'_> {
    /// Clauses that stand in one sentence.
    pub(super) fn by_sentence<'c>(&self, run: &[&'c Clause]) -> Vec<Vec<&'c Clause>> {
        let mut sentences: Vec<Vec<&Clause>> = Vec::new();
        for clause in run {
            let joined = sentences.last().and_then(|sentence| sentence.last()).is_some_and(|last| {
                let between = self.chars.get(last.span[1]..clause.span[0]).unwrap_or_default();
                // What stands in another cell of a table is no part of the sentence.
                let parts = |c: &char| ENDS.contains(c) || matches!(c, '\t' | '|');
                !last.text.ends_with(ENDS) && !between.iter().any(parts)
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
    pub(super) fn overlooked(&self, known: &[Clause]) -> Vec<Clause> {
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
                // 时限要求：10月底 and 7月底完成） are notes; the tasks over them have their time already.
                let closes = text.ends_with(['）', ')']) && !text.contains(['（', '(']);
                let noted = (is_labelled(&text) || closes)
                    && known.iter().any(|clause| clause.under == Some(node.id) && clause.deadline.is_some());
                if (cadence.is_some() || deadline.is_some()) && !noted {
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
    pub(super) fn body_start(&self, node: &Node) -> usize {
        if !node.inline {
            return node.span[1];
        }
        let printed = self.slice(node.span);
        let number = node.title.chars().next().and_then(|first| printed.chars().position(|c| c == first));
        node.span[0] + number.unwrap_or(0)
    }

    /// A clause with the times that its words name and the reader left out.
    pub(super) fn timed(&self, clause: &Clause) -> Clause {
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
    pub(super) fn sentences(&self, from: usize, to: usize) -> Vec<Span> {
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

    /// The sentence up to the end of a clause, as far as its paragraph goes.
    pub(super) fn sentence_span(&self, span: Span) -> Span {
        let stop = |c: &&char| ENDS.contains(c) || **c == '\n';
        let before = self.chars.get(..span[0]).unwrap_or_default();
        [before.len() - before.iter().rev().take_while(|c| !stop(c)).count(), span[1]]
    }

    pub(super) fn sentence_of(&self, span: Span) -> String {
        self.slice(self.sentence_span(span))
    }

    pub(super) fn slice(&self, span: Span) -> String {
        self.chars.get(span[0]..span[1].max(span[0])).map(|chars| chars.iter().collect()).unwrap_or_default()
    }
}

/// True for a label of when and its value: 时限要求：10月底.
fn is_labelled(text: &str) -> bool {
    let label = text.split_once(['：', ':']).map(|(label, _)| label);
    label.is_some_and(|label| {
        label.chars().count() <= 6 && ["时限", "期限", "时间"].iter().any(|word| label.contains(word))
    })
}

/// Marks that end a sentence.
pub(super) const ENDS: [char; 5] = ['。', '；', '！', '？', ';'];

/// The clauses of one sentence as duties. One that says who or when is a duty of its own; what says
/// nothing of the kind belongs to the duty before it.
pub(super) fn duties(sentence: &[&Clause]) -> Vec<Clause> {
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
pub(super) fn under_one_number(leaf: &Node, all: Vec<Clause>) -> Vec<Clause> {
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
pub(super) fn times(text: &str, year: i16) -> (Option<String>, Option<String>) {
    let parts = || text.split(['，', ',', '。', '；', '：']).map(str::trim);
    let limit = |part: &&str| part.contains(['前', '底', '末']) && Deadline::parse(part, year).is_some();
    let often = |part: &&str| part.contains('每') && Cadence::parse(part).is_some();
    (parts().find(limit).map(words_of_limit), parts().find(often).map(words_of_cadence))
}

/// 7月底前 of 7月底前由办公室更换宣传栏: the words up to the mark of the limit.
pub(super) fn words_of_limit(part: &str) -> String {
    let end = part.find('前').map(|at| at + '前'.len_utf8());
    let end = end.or_else(|| part.find(['底', '末']).map(|at| at + '底'.len_utf8()));
    let head = end.map_or(part, |end| &part[..end]);
    let from = head.find(|c: char| c.is_ascii_digit() || "一二三四五六七八九十年上下今明".contains(c));
    head[from.unwrap_or(0)..].to_owned()
}

/// 每月 of 学习小组每月集中学习一次: the words that still read as the same frequency.
pub(super) fn words_of_cadence(part: &str) -> String {
    let part = part.find('每').map_or(part, |at| &part[at..]);
    let whole = Cadence::parse(part);
    let ends = part.char_indices().map(|(at, c)| at + c.len_utf8());
    ends.map(|end| &part[..end])
        .find(|head| whole.is_some() && Cadence::parse(head) == whole)
        .unwrap_or(part)
        .to_owned()
}

/// Spans without blanks at their ends; empty ones are left out.
pub(super) fn trimmed(chars: &[char], spans: Vec<Span>) -> Vec<Span> {
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
