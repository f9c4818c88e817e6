//! What people of the demonstration have passed: some two dozen certificates, of which one has run out and
//! some soon will. All names and numbers are invented.

use super::fill::Cast;
use super::on;
use crate::certificate;
use crate::{App, Result};
use domain::certificate::Sheet;
use domain::day::Day;

/// Name, issuer, letters of the number, years for which it holds; without end where none.
type Kind = (&'static str, &'static str, &'static str, Option<i64>);
const KINDS: [Kind; 6] = [
    ("安全生产管理人员考核合格证", "云岚市应急管理局", "云安管", Some(3)),
    ("救护员证", "云岚市红十字会", "云红救", Some(3)),
    ("志愿服务培训结业证书", "云岚市志愿服务联合会", "云志培", None),
    ("行政执法资格培训合格证", "云岚市司法局", "云法培", Some(5)),
    ("档案管理岗位培训结业证书", "云岚市档案局", "云档培", None),
    ("普通话水平测试等级证书", "云岚市语言文字测试站", "云语测", None),
];
/// Days from now to the last day of those that are told of: run out, about to, and later this year.
const ENDS: [i64; 4] = [-12, 9, 26, 140];
/// People of one unit.
const EACH: usize = 2;

/// Those who look after a unit enter what its people have passed.
pub(super) async fn certificates(app: &App, cast: &Cast, until: Day) -> Result<()> {
    let mut number = 0;
    for (who, people) in cast.units.values() {
        for person in people.iter().take(EACH) {
            certificate::add(&on(app, until), who, *person, &sheet(number, until)).await?;
            number += 1;
        }
    }
    Ok(())
}

fn sheet(number: usize, until: Day) -> Sheet {
    let (name, issuer, letters, years) = KINDS[number % KINDS.len()];
    let ends = ENDS.get(number / 3).filter(|_| number.is_multiple_of(3)).copied();
    let (issued, expires) = match years {
        // It holds to the day before that on which it was given.
        Some(years) => {
            let left = ends.unwrap_or(200 + 37 * (number as i64 % 9));
            (until.plus(left - 365 * years + 1), Some(until.plus(left)))
        }
        None => (until.minus(30 + 41 * (number as i64 % 13)), None),
    };
    Sheet {
        name: name.into(),
        issuer: issuer.into(),
        number: format!("{letters}〔{}〕{:04}号", issued.year(), 101 + 17 * number),
        issued: issued.to_string(),
        expires: expires.map(|day| day.to_string()).unwrap_or_default(),
    }
}
