//! Faces at hand: free ones that are embedded in the program, and files of the machine that take their place.
//!
//! A file is told by its own names: 仿宋_GB2312 or FandolFang serve as 仿宋体, 方正小标宋 as 小标宋体. One of no known
//! class fills gaps only. No file is read here; the caller brings bytes.

use gongwen::paper::Face;
use krilla::text::Font;
use skrifa::raw::{FileRef, TableProvider};
use skrifa::string::StringId;
use skrifa::{FontRef, MetadataProvider};
use std::sync::Arc;
use thiserror::Error;

type Bytes = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// Faces to set papers with.
#[derive(Clone)]
pub struct Fonts {
    pub(crate) all: Vec<Loaded>,
}

/// A face that is ready for use.
#[derive(Clone)]
pub(crate) struct Loaded {
    /// The class it serves as; none of a file that fills gaps.
    pub class: Option<Face>,
    /// Comes with the program and is a stand-in.
    pub embedded: bool,
    /// Its own name.
    pub name: String,
    pub bytes: Bytes,
    pub index: u32,
    pub font: Font,
}

/// What a face of a file is used for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// Its own name.
    pub name: String,
    /// The class it serves as; none where it only gives characters that others lack.
    pub class: Option<Face>,
}

/// Why a file is not taken as a font.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("不是可用的字体文件，请提供 .ttf、.otf 或 .ttc 文件。")]
pub struct FontError;

/// The embedded faces and what they stand in for. The first, which has the most characters, serves as two.
const EMBEDDED: [(&[Face], &[u8]); 4] = [
    (&[Face::Song, Face::FangSong], include_bytes!("../fonts/serif.otf")),
    (&[Face::BiaoSong], include_bytes!("../fonts/serif-bold.otf")),
    (&[Face::Hei], include_bytes!("../fonts/sans.otf")),
    (&[Face::Kai], include_bytes!("../fonts/kai.ttf")),
];

/// Names of free and common faces besides those that documents are written with.
const NAMES: &[(&str, Face)] = &[
    ("FandolFang", Face::FangSong),
    ("FandolKai", Face::Kai),
    ("FandolHei", Face::Hei),
    ("FandolSong", Face::Song),
    ("FZFangSong", Face::FangSong),
    ("FZKai", Face::Kai),
    ("FZHei", Face::Hei),
    ("FZXiaoBiaoSong", Face::BiaoSong),
];

impl Fonts {
    /// The embedded faces alone.
    pub fn embedded() -> Self {
        let mut fonts = Self { all: Vec::new() };
        for (classes, bytes) in EMBEDDED {
            let bytes: Bytes = Arc::new(bytes);
            for class in classes {
                let loaded =
                    Loaded::open(&bytes, 0).map(|it| Loaded { class: Some(*class), embedded: true, ..it });
                fonts.all.extend(loaded);
            }
        }
        fonts
    }

    /// Adds the faces of a file and says what each is used for. Of two for one class the first added is taken.
    pub fn add(&mut self, bytes: Vec<u8>) -> Result<Vec<Use>, FontError> {
        let count = match FileRef::new(&bytes).map_err(|_| FontError)? {
            FileRef::Font(_) => 1,
            FileRef::Collection(all) => all.len(),
        };
        let bytes: Bytes = Arc::new(bytes);
        let found: Vec<Loaded> = (0..count).filter_map(|index| Loaded::open(&bytes, index)).collect();
        if found.is_empty() {
            return Err(FontError);
        }
        let uses = found.iter().map(|it| Use { name: it.name.clone(), class: it.class }).collect();
        self.all.extend(found);
        Ok(uses)
    }

    /// Places of the faces to ask for a character of a class, best first: the machine's own, the stand-in, then all
    /// others, those with the most characters before the rest.
    pub(crate) fn order(&self, face: Face) -> Vec<usize> {
        let rank = |it: &Loaded| match (it.embedded, it.class == Some(face), it.class) {
            (false, true, _) => 0,
            (true, true, _) => 1,
            (true, false, Some(Face::Song)) => 2,
            (false, false, None) => 3,
            _ => 4,
        };
        let mut order: Vec<usize> = (0..self.all.len()).collect();
        order.sort_by_key(|at| rank(&self.all[*at]));
        order
    }
}

impl std::fmt::Debug for Fonts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.all.iter().map(|it| (&it.name, it.class))).finish()
    }
}

impl Loaded {
    fn open(bytes: &Bytes, index: u32) -> Option<Self> {
        let raw = (**bytes).as_ref();
        let font = FontRef::from_index(raw, index).ok()?;
        let (name, class) = (name(&font), class(&font));
        let font = Font::new(bytes.clone().into(), index)?;
        Some(Self { class, embedded: false, name, bytes: bytes.clone(), index, font })
    }

    /// The face for looking up characters.
    pub fn face(&self) -> Option<FontRef<'_>> {
        FontRef::from_index((*self.bytes).as_ref(), self.index).ok()
    }
}

/// Its whole name, in Chinese where the font says so.
fn name(font: &FontRef<'_>) -> String {
    let names = || font.localized_strings(StringId::FULL_NAME);
    let chinese = names().find(|name| name.language().is_some_and(|language| language.starts_with("zh")));
    let name = chinese.or_else(|| names().english_or_first());
    name.map_or_else(|| "无名字体".into(), |name| name.to_string())
}

/// The class that a font's names tell. The bold of a 宋体 is none.
fn class(font: &FontRef<'_>) -> Option<Face> {
    let ids = [
        StringId::FAMILY_NAME,
        StringId::TYPOGRAPHIC_FAMILY_NAME,
        StringId::FULL_NAME,
        StringId::POSTSCRIPT_NAME,
    ];
    let names = ids.into_iter().flat_map(|id| font.localized_strings(id)).map(|name| name.to_string());
    let of = |name: String| {
        let known = || NAMES.iter().find(|(known, _)| name.starts_with(known)).map(|(_, face)| *face);
        Face::of_name(&name).or_else(known)
    };
    let bold = font.os2().is_ok_and(|table| table.us_weight_class() >= 600);
    names.filter_map(of).next().filter(|face| !(bold && *face == Face::Song))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(fonts: &Fonts, face: Face, c: char) -> bool {
        let first = &fonts.all[fonts.order(face)[0]];
        first.face().is_some_and(|font| font.charmap().map(c).is_some())
    }

    #[test]
    fn every_class_has_a_stand_in_with_common_characters() {
        fn shared<T: Send + Sync>(_: &T) {}
        let fonts = Fonts::embedded();
        shared(&fonts);
        assert_eq!(fonts.all.len(), 5);
        for face in Face::ALL {
            for c in "国务院〔〕《》“”—…·％℃、。（）0aZ〓〇镕垚堃喆犇赟祎".chars()
            {
                assert!(holds(&fonts, face, c), "{face:?} lacks {c}");
            }
        }
        assert!("聕龘镕㛃䶮𠮷".chars().all(|c| holds(&fonts, Face::Song, c)));
    }

    #[test]
    fn what_is_no_font_is_refused() {
        let mut fonts = Fonts::embedded();
        for bytes in [&b""[..], b"ttcf", b"OTTO\0\x01", b"%PDF-1.7"] {
            assert_eq!(fonts.add(bytes.to_vec()), Err(FontError));
        }
    }
}
