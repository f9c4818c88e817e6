//! Differences of two versions, line by line, by the longest common run of lines.

/// A line of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub kind: Kind,
    pub text: String,
}

/// What became of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Same,
    Gone,
    New,
}

/// Above this many pairs of changed lines the middle is told as gone and new.
const MOST: usize = 4_000_000;

/// The lines of both, in reading order: gone before new.
pub fn lines(old: &[String], new: &[String]) -> Vec<Line> {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (&old[head..], &new[head..]);
    let tail = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(a, b)| a == b).count();
    let (old_mid, new_mid) = (&old_rest[..old_rest.len() - tail], &new_rest[..new_rest.len() - tail]);
    let line = |kind| move |text: &String| Line { kind, text: text.clone() };
    let mut found: Vec<Line> = old[..head].iter().map(line(Kind::Same)).collect();
    if old_mid.len() * new_mid.len() > MOST {
        found.extend(old_mid.iter().map(line(Kind::Gone)));
        found.extend(new_mid.iter().map(line(Kind::New)));
    } else {
        middle(old_mid, new_mid, &mut found);
    }
    found.extend(old_rest[old_rest.len() - tail..].iter().map(line(Kind::Same)));
    found
}

fn middle(old: &[String], new: &[String], found: &mut Vec<Line>) {
    // length[i][j]: longest common run of old[i..] and new[j..].
    let width = new.len() + 1;
    let mut length = vec![0_u32; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            length[i * width + j] = if old[i] == new[j] {
                length[(i + 1) * width + j + 1] + 1
            } else {
                length[(i + 1) * width + j].max(length[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < old.len() || j < new.len() {
        let both = i < old.len() && j < new.len();
        if both && old[i] == new[j] {
            found.push(Line { kind: Kind::Same, text: old[i].clone() });
            (i, j) = (i + 1, j + 1);
        } else if i < old.len() && (!both || length[(i + 1) * width + j] >= length[i * width + j + 1]) {
            found.push(Line { kind: Kind::Gone, text: old[i].clone() });
            i += 1;
        } else {
            found.push(Line { kind: Kind::New, text: new[j].clone() });
            j += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stays_goes_and_comes_is_told_in_order() {
        let told = |old: &str, new: &str| -> String {
            let split = |text: &str| text.chars().map(|c| c.to_string()).collect::<Vec<_>>();
            lines(&split(old), &split(new))
                .iter()
                .map(|it| match it.kind {
                    Kind::Same => it.text.clone(),
                    Kind::Gone => format!("-{}", it.text),
                    Kind::New => format!("+{}", it.text),
                })
                .collect()
        };
        assert_eq!(told("abcd", "abcd"), "abcd");
        assert_eq!(told("", "ab"), "+a+b");
        assert_eq!(told("abcde", "axcye"), "a-b+xc-d+ye");
        assert_eq!(told("abc", "c"), "-a-bc");
        assert_eq!(told("aab", "ab"), "a-ab");
    }
}
