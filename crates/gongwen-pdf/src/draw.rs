//! Pages as a PDF file: characters are looked up in the faces at hand, one by one, and what was taken from where is
//! remembered.

mod glyph;

use crate::flow::Flow;
use crate::fonts::Fonts;
use crate::page::{Item, Page};
use crate::{Error, Options, Output, outline};
use glyph::Setter;
use gongwen::paper::{Paper, compose};
use krilla::configure::{Archival, ConfigurationBuilder};
use krilla::error::KrillaError;
use krilla::geom::{PathBuilder, Rect, Size, Transform};
use krilla::image::Image;
use krilla::metadata::{DateTime, Metadata};
use krilla::page::{NumberingStyle, PageLabel, PageSettings};
use krilla::surface::Surface;
use krilla::{Document, SerializeSettings};
use std::num::{NonZeroU32, NonZeroU64};

/// Draws all pages and makes the file.
pub fn draw(flow: &Flow, paper: &Paper, fonts: &Fonts, options: &Options) -> Result<Output, Error> {
    let mut document = Document::new_with(settings(options)?);
    let mut setter = Setter::new(fonts);
    let mut places = Vec::new();
    for (at, page) in flow.pages.iter().enumerate() {
        setter.page = at as u32 + 1;
        self::page(&mut document, page, &mut setter, &mut places)?;
    }
    document.set_outline(outline::outline(&flow.bookmarks));
    document.set_metadata(metadata(paper, options.made));
    let found = setter.found;
    let bytes = document.finish().map_err(|error| refusal(error, &places))?;
    Ok(Output {
        bytes,
        pages: flow.pages.len() as u32,
        substituted: found.substituted(),
        borrowed: found.borrowed,
        missing: found.missing,
    })
}

fn settings(options: &Options) -> Result<SerializeSettings, Error> {
    let mut builder = ConfigurationBuilder::new();
    if options.archival {
        builder = builder.with_archival_validator(Archival::A2_B);
    }
    let configuration = builder.finish().map_err(|error| Error::Refused(format!("{error:?}")))?;
    Ok(SerializeSettings { configuration, ..SerializeSettings::default() })
}

fn page(
    document: &mut Document,
    page: &Page,
    setter: &mut Setter<'_>,
    places: &mut Vec<String>,
) -> Result<(), Error> {
    let (width, height) = (page.area.page_width as f32, page.area.page_height as f32);
    let label = PageLabel::new(Some(NumberingStyle::Arabic), None, NonZeroU32::new(setter.page));
    let settings = PageSettings::from_wh(width, height).map(|it| it.with_page_label(label));
    let settings = settings.ok_or_else(|| Error::Refused("页面大小不正确".into()))?;
    let mut page_under_way = document.start_page_with(settings);
    let mut surface = page_under_way.surface();
    for item in &page.items {
        match item {
            Item::Text(text) => setter.text(&mut surface, text)?,
            Item::Rule { x, y, width, height, red } => rule(&mut surface, [*x, *y, *width, *height], *red),
            Item::Image { x, y, width, height, png, place } => {
                places.push(place.clone());
                image(&mut surface, [*x, *y, *width, *height], png, places)?;
            }
        }
    }
    surface.finish();
    page_under_way.finish();
    Ok(())
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

/// A picture; its place in the paper is found again by its number if it turns out to be broken.
fn image(surface: &mut Surface<'_>, bounds: [f64; 4], png: &[u8], places: &[String]) -> Result<(), Error> {
    let broken = || Error::Image(places.last().cloned().unwrap_or_default());
    let [x, y, width, height] = bounds.map(|it| it as f32);
    let image = Image::from_png(png.to_vec().into(), true).map_err(|_| broken())?;
    let size = Size::from_wh(width, height).ok_or_else(broken)?;
    if let Some(number) = NonZeroU64::new(places.len() as u64) {
        surface.set_location(number);
    }
    surface.push_transform(&Transform::from_translate(x, y));
    surface.draw_image(image, size);
    surface.pop();
    surface.reset_location();
    Ok(())
}

fn metadata(paper: &Paper, made: u64) -> Metadata {
    let metadata = Metadata::new()
        .title(compose::title_text(&paper.title))
        .creator("wenming gongwen".into())
        .language("zh-CN".into())
        .creation_date(moment(made));
    match compose::signing_organs(paper) {
        [] => metadata,
        organs => metadata.authors(organs.to_vec()),
    }
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
