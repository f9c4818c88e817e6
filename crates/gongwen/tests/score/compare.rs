//! One reading against one paper, field by field.

use super::paper::{Paper, Wanted};
use super::{Score, Tally};
use gongwen::{Measure, PlanRead, Severity, read_text};

pub(super) fn paper(paper: &Paper, score: &mut Score) {
    let reading = read_text(&paper.text);
    let plan = reading.plan;
    let mended: String = reading.paragraphs.iter().map(|paragraph| paragraph.text.as_str()).collect();
    let name = paper.name.as_str();
    let mut nodes = paper.lines("node");
    nodes.extend(paper.lines("inline").iter().map(|line| format!("~{line}")));
    score.lists(name, "outline", &outline(&plan), &nodes);
    score.lists(name, "stages", &stages(&plan), &paper.lines("stage"));
    score.lists(name, "roster", &roster(&plan), &sorted_lines(paper));
    let one = |value: &Option<String>| value.iter().cloned().collect::<Vec<_>>();
    let print = |office: &Option<String>, date: &Option<String>| [one(office), one(date)].concat();
    let class = serde_json::to_value(plan.class).unwrap().as_str().unwrap_or_default().to_owned();
    let printed = [paper.lines("print_office"), paper.lines("print_date")].concat();
    for (field, read, wanted) in [
        ("number", one(&plan.doc_number), paper.lines("doc_number")),
        ("title", one(&plan.title), paper.lines("title")),
        ("issuer", one(&plan.issuer), paper.lines("issuer")),
        ("recipients", plan.recipients.clone(), paper.parts("recipients")),
        ("date", one(&plan.date), paper.lines("date")),
        ("cc", plan.cc.clone(), paper.parts("cc")),
        ("print", print(&plan.print_office, &plan.print_date), printed),
        ("attached", plan.attached_titles.clone(), paper.parts("attached")),
        ("office", one(&plan.office), paper.lines("office")),
        ("class", vec![class], paper.lines("class")),
        ("kind", one(&plan.kind), paper.lines("kind")),
    ] {
        score.lists(name, field, &read, &wanted);
    }
    if paper.lists("quantity") {
        score.lists(name, "quantities", &quantities(&plan), &paper.lines("quantity"));
    }
    if paper.lists("honour") {
        score.lists(name, "honours", &honours(&plan), &paper.lines("honour"));
    }
    if paper.lists("measure") {
        measures(name, &plan, &paper.measures(), score);
    }
    verbatim(name, &mended, &plan, score);
    for doubt in paper.lines("doubt") {
        let doubts = || plan.diagnostics.iter().filter(|d| d.severity == Severity::Doubt);
        assert!(doubts().any(|d| d.message.contains(&doubt)), "{name}: no doubt about {doubt}");
    }
}

fn outline(plan: &PlanRead) -> Vec<String> {
    let line = |node: &gongwen::Node| {
        let mark = if node.inline { "~" } else { "" };
        format!("{mark}{} {} {}", node.level, node.number.as_deref().unwrap_or("-"), node.title)
    };
    plan.outline.iter().map(line).collect()
}

fn stages(plan: &PlanRead) -> Vec<String> {
    let month = |month: Option<u32>| month.map_or("-".to_owned(), |month| month.to_string());
    let line = |s: &gongwen::Stage| format!("{} {} {}", s.name, month(s.start_month), month(s.end_month));
    plan.stages.iter().map(line).collect()
}

fn roster(plan: &PlanRead) -> Vec<String> {
    let line = |entry: &gongwen::RosterEntry| {
        let people = [&entry.names[..], &entry.posts[..], &entry.collective[..]].concat();
        format!("{} {}", entry.role, people.join("、"))
    };
    plan.roster.iter().map(line).map(|line| sorted(&line)).collect()
}

fn sorted_lines(paper: &Paper) -> Vec<String> {
    paper.lines("role").iter().map(|line| sorted(line)).collect()
}

/// A line of a roster with its people in one order, since names, posts and groups are kept apart.
fn sorted(line: &str) -> String {
    let (role, people) = line.split_once(' ').unwrap_or((line, ""));
    let mut people: Vec<&str> = people.split(['、', '，']).collect();
    people.sort_unstable();
    format!("{role} {}", people.join("、"))
}

fn quantities(plan: &PlanRead) -> Vec<String> {
    let line = |q: &gongwen::Quantity| {
        let soft = if q.approx { "~" } else { "" };
        format!("{}{soft}{} {}", q.op.as_deref().unwrap_or(""), q.value, q.unit)
    };
    plan.quantities.iter().map(line).collect()
}

fn honours(plan: &PlanRead) -> Vec<String> {
    let status = |honour: &gongwen::Honour| {
        serde_json::to_value(honour.status).unwrap().as_str().unwrap_or_default().to_owned()
    };
    plan.honours.iter().map(|honour| format!("{} {}", status(honour), honour.text)).collect()
}

/// Tasks are matched by their words, because clauses may be cut more or less tightly; then what is said of
/// each is compared. A fact that the paper does not give is invented.
fn measures(name: &str, plan: &PlanRead, wanted: &[Wanted], score: &mut Score) {
    // What is reported as done is no task.
    let tasks: Vec<&Measure> = plan.measures.iter().filter(|measure| !measure.done).collect();
    let mut hits = 0;
    // Of two that fit alike the first one that was not taken is meant, or the one with the same owner.
    let mut taken: Vec<*const Measure> = Vec::new();
    for want in wanted {
        let fit = |read: &&Measure| {
            let free = !taken.contains(&std::ptr::from_ref(*read));
            (shared(&read.text, &want.text), free, read.dept == want.dept)
        };
        let best = tasks.iter().copied().rev().max_by_key(fit);
        taken.extend(best.map(std::ptr::from_ref));
        let Some(read) = best.filter(|read| fits(&read.text, &want.text)) else {
            score.miss(name, "measures", &format!("missing: {}", want.text));
            continue;
        };
        hits += 1;
        facts(name, read, want, score);
    }
    let surplus: Vec<&Measure> = tasks
        .iter()
        .copied()
        .filter(|read| !wanted.iter().any(|want| fits(&read.text, &want.text)))
        .collect();
    for read in &surplus {
        score.miss(name, "measures", &format!("not wanted: {}", read.text));
    }
    let right = tasks.len() - surplus.len();
    // Two clauses of one wanted task are both right; recall counts the wanted ones.
    score.add("measures", Tally { hit: hits, read: hits + surplus.len(), wanted: wanted.len() });
    debug_assert!(right <= tasks.len());
}

fn facts(name: &str, read: &Measure, want: &Wanted, score: &mut Score) {
    let list = |value: &Option<String>| value.iter().cloned().collect::<Vec<_>>();
    let about = format!("{name} ({})", want.text);
    score.lists(&about, "owners", &list(&read.dept), &list(&want.dept));
    score.lists(&about, "support", &read.support, &want.support);
    score.lists(&about, "deadlines", &list(&read.deadline), &list(&want.by));
    score.lists(&about, "cadence", &list(&read.cadence), &list(&want.every));
    for (read, want) in [(&read.dept, &want.dept), (&read.deadline, &want.by)] {
        if let Some(read) = read.as_ref().filter(|read| want.as_ref() != Some(*read)) {
            score.add("invented", Tally { read: 1, ..Tally::default() });
            score.miss(&about, "invented", read);
        }
    }
}

/// Whatever is read stands in the paper.
fn verbatim(name: &str, text: &str, plan: &PlanRead, score: &mut Score) {
    for measure in &plan.measures {
        for fact in
            [&measure.dept, &measure.deadline, &measure.cadence, &measure.quantity].into_iter().flatten()
        {
            if !text.contains(fact.as_str()) {
                score.add("invented", Tally { read: 1, ..Tally::default() });
                score.miss(name, "invented", fact);
            }
        }
    }
}

fn bare(text: &str) -> Vec<char> {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Length of the longest run of characters that both hold.
fn shared(a: &str, b: &str) -> usize {
    let (a, b) = (bare(a), bare(b));
    let mut longest = 0;
    let mut row = vec![0; b.len() + 1];
    for c in &a {
        for at in (0..b.len()).rev() {
            row[at + 1] = if *c == b[at] { row[at] + 1 } else { 0 };
            longest = longest.max(row[at + 1]);
        }
    }
    longest
}

/// Two thirds of the shorter and half of the wanted words agree.
fn fits(read: &str, want: &str) -> bool {
    let (r, w, common) = (bare(read).len(), bare(want).len(), shared(read, want));
    common * 3 >= r.min(w) * 2 && common * 2 >= w
}
