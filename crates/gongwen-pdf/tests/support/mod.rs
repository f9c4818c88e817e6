//! Papers to set, and files measured with poppler: words, fonts, and ink in fifths of a millimetre.

#![allow(dead_code, clippy::unwrap_used, reason = "each test takes what it needs, and may panic")]

use gongwen::paper::Paper;
use gongwen_pdf::{Fonts, Options, Output, pdf};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// Names of the composed papers, shared with the Word writer.
pub const PAPERS: &[&str] = &[
    "circular", "decision", "joint", "letter", "minutes", "notice", "opinion", "overflow", "reply", "report",
    "request", "roster",
];

/// A composed paper.
pub fn paper(name: &str) -> Paper {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../gongwen/tests/papers");
    serde_json::from_str(&std::fs::read_to_string(folder.join(format!("{name}.json"))).unwrap()).unwrap()
}

/// The embedded faces, opened once.
pub fn fonts() -> &'static Fonts {
    static FONTS: OnceLock<Fonts> = OnceLock::new();
    FONTS.get_or_init(Fonts::embedded)
}

/// A paper as it is set by default.
pub fn set(paper: &Paper) -> Output {
    pdf(paper, fonts(), &Options::default()).unwrap()
}

/// A file on the disk, for the programs that measure it.
pub struct File {
    path: PathBuf,
}

impl File {
    /// Writes the file of a test; names differ, as tests run side by side.
    pub fn new(name: &str, output: &Output) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("gongwen-pdf");
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join(format!("{name}.pdf"));
        std::fs::write(&path, &output.bytes).unwrap();
        Self { path }
    }

    fn ask(&self, program: &str, arguments: &[&str], after: &[&str]) -> Vec<u8> {
        let done = Command::new(program).args(arguments).arg(&self.path).args(after).output();
        let done =
            done.unwrap_or_else(|_| panic!("{program} is missing: scripts/install.sh installs poppler"));
        // A blank page has no words, which is no fault.
        let complaint = String::from_utf8_lossy(&done.stderr).replace("no word list", "");
        assert!(done.status.success() && complaint.trim().is_empty(), "{program}: {complaint}");
        done.stdout
    }

    fn lines(&self, program: &str, arguments: &[&str], after: &[&str]) -> Vec<String> {
        let text = String::from_utf8(self.ask(program, arguments, after)).unwrap();
        text.lines().map(str::to_owned).collect()
    }

    /// The text of a page, or of all, without blanks.
    pub fn text(&self, page: Option<u32>) -> String {
        let page = page.map(|page| page.to_string()).unwrap_or_default();
        let range = ["-f", &page, "-l", &page];
        let arguments = if page.is_empty() { &[][..] } else { &range[..] };
        let text = String::from_utf8(self.ask("pdftotext", arguments, &["-"])).unwrap();
        text.chars().filter(|c| !c.is_whitespace()).collect()
    }

    /// Words with their places.
    pub fn words(&self) -> Vec<Word> {
        let (mut page, mut found) = (0, Vec::new());
        for line in self.lines("pdftotext", &["-bbox"], &["-"]) {
            if line.contains("<page ") {
                page += 1;
            }
            let Some(rest) = line.trim().strip_prefix("<word ") else { continue };
            let mm = |name: &str| -> f64 {
                let after = rest.split(&format!("{name}=\"")).nth(1).unwrap();
                after.split('"').next().unwrap().parse::<f64>().unwrap() / 72.0 * 25.4
            };
            let text = rest.split('>').nth(1).unwrap().split('<').next().unwrap().to_owned();
            let (left, right, top, bottom) = (mm("xMin"), mm("xMax"), mm("yMin"), mm("yMax"));
            found.push(Word { page, left, right, top, bottom, text });
        }
        found
    }

    /// Rows of the table of fonts.
    pub fn fonts(&self) -> Vec<String> {
        self.lines("pdffonts", &[], &[]).split_off(2)
    }

    /// One line of what is said of the file.
    pub fn info(&self, key: &str) -> String {
        let lines = self.lines("pdfinfo", &[], &[]);
        let line = lines.iter().find_map(|line| line.strip_prefix(&format!("{key}:")));
        line.unwrap_or_default().trim().to_owned()
    }

    /// The ink of a page.
    pub fn ink(&self, page: u32) -> Ink {
        let page = page.to_string();
        let picture = self.ask("pdftoppm", &["-r", "127", "-f", &page, "-l", &page], &[]);
        let mut head = picture.splitn(4, |byte| byte.is_ascii_whitespace());
        let mut next = || std::str::from_utf8(head.next().unwrap()).unwrap().to_owned();
        assert_eq!(next(), "P6");
        let (width, height): (usize, usize) = (next().parse().unwrap(), next().parse().unwrap());
        let pixels = picture[picture.len() - width * height * 3..].to_vec();
        Ink { width, height, pixels }
    }
}

/// A word, in millimetres from the upper left corner.
#[derive(Debug, Clone)]
pub struct Word {
    pub page: u32,
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub bottom: f64,
    pub text: String,
}

/// Colour of ink.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Red,
    Black,
}

/// A page of pixels, five to a millimetre.
pub struct Ink {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

/// Where ink lies, in millimetres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    pub top: f64,
    pub bottom: f64,
    pub left: f64,
    pub right: f64,
}

impl Ink {
    /// Bands of rows with ink of a tone, from above, parted by rows without any.
    pub fn bands(&self, tone: Tone) -> Vec<Band> {
        self.bands_between(tone, 0.0, f64::MAX)
    }

    /// The same, looking only at what lies between two distances from the left edge.
    pub fn bands_between(&self, tone: Tone, from: f64, to: f64) -> Vec<Band> {
        let from = (from * 5.0) as usize;
        let to = ((to * 5.0) as usize).min(self.width);
        let mut found: Vec<Band> = Vec::new();
        let mut last = None;
        for y in 0..self.height {
            let inked = |x: &usize| self.is(tone, *x, y);
            let (Some(left), Some(right)) = ((from..to).find(inked), (from..to).rev().find(inked)) else {
                continue;
            };
            let (left, right) = (left as f64 / 5.0, (right + 1) as f64 / 5.0);
            let (top, bottom) = (y as f64 / 5.0, (y + 1) as f64 / 5.0);
            match found.last_mut().filter(|_| last == Some(y.wrapping_sub(1))) {
                Some(band) => {
                    band.bottom = bottom;
                    band.left = band.left.min(left);
                    band.right = band.right.max(right);
                }
                None => found.push(Band { top, bottom, left, right }),
            }
            last = Some(y);
        }
        found
    }

    fn is(&self, tone: Tone, x: usize, y: usize) -> bool {
        let at = (y * self.width + x) * 3;
        let [red, green, blue] = [0, 1, 2].map(|channel| self.pixels[at + channel]);
        match tone {
            Tone::Red => red > 200 && green < 128 && blue < 128,
            Tone::Black => red < 128 && green < 128 && blue < 128,
        }
    }
}

/// True if two lengths differ by half a millimetre at most.
#[track_caller]
pub fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 0.5, "{found} mm instead of {expected} mm");
}
