//! Bars and the radar of a score: SVG drawn here, the same on a page and on paper. Lengths are in
//! hundredths of a point, so that they are whole numbers.

use domain::assessment::Mark;
use domain::points::Points;

/// One bar: what was won, what nobody knows, and the rest, which was lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    pub full: i64,
    pub got: i64,
    pub unknown: i64,
}

impl Bar {
    /// None where the full points are unknown.
    pub fn of(mark: &Mark) -> Option<Self> {
        let full = mark.full?;
        let got = mark.got.unwrap_or_default();
        let unknown = full - mark.known - mark.waived;
        let short = |points: Points| points.0.max(0) / 100;
        Some(Self { full: short(full), got: short(got), unknown: short(unknown) })
    }
}

/// The bar of the whole. Lengths are shares of its width, so that the words under it keep their size on a
/// narrow page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scale {
    pub got: Share,
    pub unknown: Share,
    /// Where the line of the pass mark stands, and how the words under it lie to it.
    pub line: Option<(Share, &'static str)>,
    pub line_text: String,
    pub full: String,
    pub label: String,
}

impl Scale {
    /// Of `full` points (more than none), of which `got` were won and `open` are unknown.
    pub fn of(full: Points, got: Points, open: Points, pass: Option<Points>) -> Self {
        let open = open.max(Points::ZERO);
        let lost = (full - got - open).max(Points::ZERO);
        let share = |points: Points| Share::of(points, full);
        let told = pass.map(|pass| format!("，达标线 {pass} 分")).unwrap_or_default();
        let line = pass.map(share).map(|at| match at.0 {
            8_000.. => (at, "end"),
            ..2_000 => (at, "start"),
            _ => (at, "middle"),
        });
        Self {
            got: share(got),
            unknown: Share(share(open).0.min(Share::WHOLE - share(got).0)),
            line,
            line_text: pass.map(|pass| format!("达标线 {pass}")).unwrap_or_default(),
            full: full.to_string(),
            label: format!("满分 {full} 分，已得 {got} 分，未知 {open} 分，已失 {lost} 分{told}"),
        }
    }
}

/// A part of a whole in hundredths of a percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share(i64);

impl Share {
    const WHOLE: i64 = 10_000;

    fn of(part: Points, full: Points) -> Self {
        Self((part.0.max(0) * Self::WHOLE / full.0).min(Self::WHOLE))
    }
}

impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{:02}%", self.0 / 100, self.0 % 100)
    }
}

/// One axis of the radar: its name, the share that was won and the share that is still possible.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Axis {
    pub name: String,
    pub got: i64,
    pub possible: i64,
}

/// The radar, ready for the template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Radar {
    pub rings: Vec<String>,
    pub spokes: String,
    pub possible: String,
    pub got: String,
    pub names: Vec<Name>,
    pub label: String,
}

/// A name beside its axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    pub x: i64,
    pub y: i64,
    pub anchor: &'static str,
    pub text: String,
}

const CENTRE: (f64, f64) = (150.0, 128.0);
const REACH: f64 = 86.0;

/// The radar over some axes; two make no shape.
pub fn radar(axes: &[Axis]) -> Option<Radar> {
    if axes.len() < 3 {
        return None;
    }
    let count = axes.len() as f64;
    let at = |index: usize, share: f64| {
        let turn = std::f64::consts::TAU * index as f64 / count;
        (CENTRE.0 + REACH * share * turn.sin(), CENTRE.1 - REACH * share * turn.cos())
    };
    let shape = |share: &dyn Fn(usize) -> f64| {
        let corners = (0..axes.len()).map(|index| {
            let (x, y) = at(index, share(index));
            format!("{x:.1},{y:.1}")
        });
        corners.collect::<Vec<_>>().join(" ")
    };
    let spokes = (0..axes.len()).map(|index| {
        let (x, y) = at(index, 1.0);
        format!("M{} {}L{x:.1} {y:.1}", CENTRE.0, CENTRE.1)
    });
    let names = axes.iter().enumerate().map(|(index, axis)| {
        let (x, y) = at(index, 1.12);
        let anchor = match x - CENTRE.0 {
            side if side > 6.0 => "start",
            side if side < -6.0 => "end",
            _ => "middle",
        };
        let text = axis.name.chars().take(6).collect();
        Name { x: x.round() as i64, y: (y + 4.0).round() as i64, anchor, text }
    });
    let said: Vec<String> = axes.iter().map(|axis| format!("{} {}%", axis.name, axis.got)).collect();
    Some(Radar {
        rings: [0.25, 0.5, 0.75, 1.0].iter().map(|ring| shape(&|_| *ring)).collect(),
        spokes: spokes.collect(),
        possible: shape(&|index| axes[index].possible as f64 / 100.0),
        got: shape(&|index| axes[index].got as f64 / 100.0),
        names: names.collect(),
        label: format!("各项目得分率：{}", said.join("，")),
    })
}

/// A whole percentage of the full points.
pub fn percent(part: Points, full: Points) -> i64 {
    if full.0 <= 0 { 0 } else { (part.0 * 100 / full.0).clamp(0, 100) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_keeps_unknown_apart_from_lost() {
        let mark = Mark {
            got: Some(Points::whole(3)),
            known: Points::whole(5),
            full: Some(Points::whole(10)),
            waived: Points::whole(1),
            why: String::new(),
        };
        assert_eq!(Bar::of(&mark), Some(Bar { full: 1_000, got: 300, unknown: 400 }));
        assert_eq!(Bar::of(&Mark::default()), None);
    }

    #[test]
    fn a_scale_shows_won_unknown_and_the_pass_mark() {
        let [full, got, open] = [100, 30, 50].map(Points::whole);
        let scale = Scale::of(full, got, open, Some(Points::whole(85)));
        assert_eq!((scale.got.to_string(), scale.unknown.to_string()), ("30.00%".into(), "50.00%".into()));
        assert_eq!(scale.line.map(|(at, anchor)| (at.to_string(), anchor)), Some(("85.00%".into(), "end")));
        assert_eq!(scale.label, "满分 100 分，已得 30 分，未知 50 分，已失 20 分，达标线 85 分");
        // Bonuses may reach beyond the full points; the bar does not.
        let over = Scale::of(full, Points::whole(108), Points::ZERO, None);
        assert_eq!((over.got.to_string(), over.unknown.to_string()), ("100.00%".into(), "0.00%".into()));
    }

    #[test]
    fn a_radar_needs_three_axes() {
        let axis = |name: &str| Axis { name: name.into(), got: 50, possible: 100 };
        assert!(radar(&[axis("一"), axis("二")]).is_none());
        let drawn = radar(&[axis("一"), axis("二"), axis("三")]).expect("a shape");
        assert!(drawn.possible.starts_with("150.0,42.0 "), "{}", drawn.possible);
        assert_eq!(drawn.names[0].anchor, "middle");
        assert_eq!(drawn.label, "各项目得分率：一 50%，二 50%，三 50%");
    }
}
