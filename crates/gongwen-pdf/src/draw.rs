//! Pages as a PDF file: characters are looked up in the faces at hand, one by one, and what was taken from where is
//! remembered.

mod glyph;

use crate::book::{NoPlates, Plates};
use crate::flow::Flow;
use crate::fonts::Fonts;
use crate::outline::Bookmark;
use crate::page::{Item, Page, Shown};
use crate::{Error, Options, Output, outline, sheet};
use glyph::Setter;
use gongwen::paper::{Paper, compose};
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::configure::{Archival, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::error::KrillaError;
use krilla::geom::{PathBuilder, Point, Rect, Size, Transform};
use krilla::image::Image;
use krilla::metadata::{DateTime, Metadata};
use krilla::page::{NumberingStyle, PageLabel, PageSettings};
use krilla::pdf::PdfDocument;
use krilla::surface::Surface;
use krilla::{Document, SerializeSettings};
use std::num::{NonZeroU32, NonZeroU64};

/// Whether a file asks viewers to smooth its pictures. PDF/A forbids it, and a paper looks the same in both formats.
const INTERPOLATED: bool = false;

/// Pages that make a file, and what it says of itself.
pub struct Leaves<'a> {
    pub pages: &'a [Page],
    /// Printed number of the first of them.
    pub first: u32,
    pub bookmarks: &'a [Bookmark],
    pub metadata: Metadata,
}

/// Draws all pages of a paper and makes the file.
pub fn draw(flow: &Flow, paper: &Paper, fonts: &Fonts, options: &Options) -> Result<Output, Error> {
    let metadata = metadata(compose::title_text(&paper.title), options.made);
    let metadata = match compose::signing_organs(paper) {
        [] => metadata,
        organs => metadata.authors(organs.to_vec()),
    };
    let leaves = Leaves { pages: &flow.pages, first: 1, bookmarks: &flow.bookmarks, metadata };
    file(&leaves, fonts, options.archival, &mut NoPlates)
}

/// Draws pages and makes the file. Its plates are brought one by one.
pub fn file(
    leaves: &Leaves<'_>,
    fonts: &Fonts,
    archival: bool,
    plates: &mut dyn Plates,
) -> Result<Output, Error> {
    let mut document = Document::new_with(settings(archival)?);
    let mut hand = Hand { setter: Setter::new(fonts), places: Vec::new(), plates, open: None };
    for (at, page) in leaves.pages.iter().enumerate() {
        hand.setter.page = leaves.first + at as u32;
        hand.page(&mut document, page)?;
    }
    document.set_outline(outline::outline(leaves.bookmarks));
    document.set_metadata(leaves.metadata.clone());
    let (found, places) = (hand.setter.found, hand.places);
    let bytes = document.finish().map_err(|error| refusal(error, &places))?;
    Ok(Output {
        bytes,
        pages: leaves.pages.len() as u32,
        substituted: found.substituted(),
        borrowed: found.borrowed,
        missing: found.missing,
    })
}

fn settings(archival: bool) -> Result<SerializeSettings, Error> {
    let mut builder = ConfigurationBuilder::new();
    if archival {
        builder = builder.with_archival_validator(Archival::A2_B);
    }
    let configuration = builder.finish().map_err(|error| Error::Refused(format!("{error:?}")))?;
    Ok(SerializeSettings { configuration, ..SerializeSettings::default() })
}

/// What draws: faces, pictures that were drawn, and the file whose pages come one after the other.
struct Hand<'a, 'b> {
    setter: Setter<'a>,
    /// Where each picture stands, for messages.
    places: Vec<String>,
    plates: &'b mut dyn Plates,
    open: Option<(usize, PdfDocument)>,
}

impl Hand<'_, '_> {
    fn page(&mut self, document: &mut Document, page: &Page) -> Result<(), Error> {
        let (width, height) = (page.area.page_width as f32, page.area.page_height as f32);
        let label = PageLabel::new(Some(NumberingStyle::Arabic), None, NonZeroU32::new(self.setter.page));
        let settings = PageSettings::from_wh(width, height).map(|it| it.with_page_label(label));
        let settings = settings.ok_or_else(|| Error::Refused("页面大小不正确".into()))?;
        let mut page_under_way = document.start_page_with(settings);
        for item in &page.items {
            if let Item::Link { x, y, width, height, page } = item {
                page_under_way.add_annotation(link([*x, *y, *width, *height], *page)?);
            }
        }
        let mut surface = page_under_way.surface();
        for item in &page.items {
            match item {
                Item::Text(text) => self.setter.text(&mut surface, text)?,
                Item::Rule { x, y, width, height, red } => {
                    rule(&mut surface, [*x, *y, *width, *height], *red);
                }
                Item::Image { x, y, width, height, png, place } => {
                    self.places.push(place.clone());
                    let image = Image::from_png(png.clone().into(), INTERPOLATED);
                    self.image(&mut surface, [*x, *y, *width, *height], image)?;
                }
                Item::Plate { x, y, width, height, shown } => {
                    self.plate(&mut surface, [*x, *y, *width, *height], *shown)?;
                }
                Item::Link { .. } => {}
            }
        }
        surface.finish();
        page_under_way.finish();
        Ok(())
    }

    /// A picture; its place is found again by its number if it turns out to be broken.
    fn image(
        &self,
        surface: &mut Surface<'_>,
        bounds: [f64; 4],
        image: Result<Image, String>,
    ) -> Result<(), Error> {
        let broken = || Error::Image(self.places.last().cloned().unwrap_or_default());
        let [x, y, width, height] = bounds.map(|it| it as f32);
        let image = image.map_err(|_| broken())?;
        let size = Size::from_wh(width, height).ok_or_else(broken)?;
        if let Some(number) = NonZeroU64::new(self.places.len() as u64) {
            surface.set_location(number);
        }
        surface.push_transform(&Transform::from_translate(x, y));
        surface.draw_image(image, size);
        surface.pop();
        surface.reset_location();
        Ok(())
    }

    fn plate(&mut self, surface: &mut Surface<'_>, bounds: [f64; 4], shown: Shown) -> Result<(), Error> {
        match shown {
            Shown::Picture(key) => {
                let bytes = self.plates.picture(key).map_err(Error::Plate)?;
                self.places.push(format!("第 {} 页", self.setter.page));
                self.image(surface, bounds, Image::from_jpeg(bytes.into(), INTERPOLATED))
            }
            Shown::Sheet(key, page) => {
                let file = self.opened(key)?;
                let [x, y, width, height] = bounds.map(|it| it as f32);
                let size =
                    Size::from_wh(width, height).ok_or_else(|| Error::Refused("页面大小不正确".into()))?;
                surface.push_transform(&Transform::from_translate(x, y));
                surface.draw_pdf_page(&file, size, page);
                surface.pop();
                Ok(())
            }
        }
    }

    fn opened(&mut self, key: usize) -> Result<PdfDocument, Error> {
        if let Some((open, file)) = &self.open
            && *open == key
        {
            return Ok(file.clone());
        }
        let bytes = self.plates.sheets(key).map_err(Error::Plate)?;
        let file = sheet::open(bytes).ok_or_else(|| Error::Refused("编入的文件已经损坏".into()))?;
        self.open = Some((key, file.clone()));
        Ok(file)
    }
}

fn link(bounds: [f64; 4], page: usize) -> Result<Annotation, Error> {
    let [x, y, width, height] = bounds.map(|it| it as f32);
    let bounds = Rect::from_xywh(x, y, width, height);
    let bounds = bounds.ok_or_else(|| Error::Refused("链接的位置不正确".into()))?;
    let place = XyzDestination::new(page, Point::from_xy(0.0, 0.0));
    Ok(LinkAnnotation::new(bounds, Target::Destination(place.into())).into())
}

fn rule(surface: &mut Surface<'_>, bounds: [f64; 4], red: bool) {
    let [x, y, width, height] = bounds.map(|it| it as f32);
    let mut path = PathBuilder::new();
    if let Some(rect) = Rect::from_xywh(x, y, width, height) {
        path.push_rect(rect);
    }
    if let Some(path) = path.finish() {
        surface.set_stroke(None);
        surface.set_fill(Some(glyph::fill(red)));
        surface.draw_path(&path);
    }
}

/// Title, maker and time of a file.
pub fn metadata(title: String, made: u64) -> Metadata {
    Metadata::new()
        .title(title)
        .creator("wenming gongwen".into())
        .language("zh-CN".into())
        .creation_date(moment(made))
}

/// Seconds since 1970 as a moment of UTC, by the days of the Gregorian calendar counted from March of the year 0.
fn moment(made: u64) -> DateTime {
    let (days, second) = (made / 86_400 + 719_468, made % 86_400);
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = era * 400 + year + u64::from(month <= 2);
    DateTime::new(u16::try_from(year).unwrap_or(9999))
        .month(month as u8)
        .day(day as u8)
        .hour((second / 3600) as u8)
        .minute((second / 60 % 60) as u8)
        .second((second % 60) as u8)
        .utc_offset_hour(0)
}

fn refusal(error: KrillaError, places: &[String]) -> Error {
    use krilla::configure::ValidationError;
    match error {
        KrillaError::Image(_, number, _) | KrillaError::SixteenBitImage(_, number) => {
            let place = number.and_then(|number| places.get(number.get() as usize - 1));
            Error::Image(place.cloned().unwrap_or_default())
        }
        KrillaError::Validation(all) => {
            let restricted = all.iter().any(|(it, _)| matches!(it, ValidationError::RestrictedLicense(_)));
            if restricted { Error::Licence } else { Error::Refused(format!("{:?}", all.first())) }
        }
        other => Error::Refused(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_days_of_the_calendar() {
        let of = |year, month, day, hour, minute, second| {
            DateTime::new(year)
                .month(month)
                .day(day)
                .hour(hour)
                .minute(minute)
                .second(second)
                .utc_offset_hour(0)
        };
        assert_eq!(moment(0), of(1970, 1, 1, 0, 0, 0));
        assert_eq!(moment(951_782_400), of(2000, 2, 29, 0, 0, 0));
        assert_eq!(moment(1_772_682_123), of(2026, 3, 5, 3, 42, 3));
    }
}
