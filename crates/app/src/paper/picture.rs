//! A picture for a paper: read by the limited reader, made as large as a page shows, put at the end of a
//! part. It stands in the text, so that signing covers it; what is typed is saved together with it.

use super::sheet::Sheet;
use super::{Form, form, keep};
use crate::{App, Error, Result, Who};
use domain::id::PaperId;
use domain::refused::{Check, Refused};
use gongwen::paper as gw;
use image::DynamicImage;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use store::Arrived;

/// Breadth in pixels: that of the type area, 156 mm at 150 dpi.
const BROAD: u32 = 921;
/// And height: that of the type area, 225 mm.
const HIGH: u32 = 1_328;
/// The most that a picture may weigh in a paper.
const MOST_BYTES: usize = 3 << 20;
/// The most pictures of a paper.
const MOST: usize = 12;

/// What is typed beside the file.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Version of the paper that the form was made from.
    pub version: i64,
    /// 0 for the text itself, then the attachments from 1.
    pub part: usize,
    /// What it shows, for those who cannot see it.
    pub alt: String,
}

/// Saves what is typed with a picture at the end of a part, as a new version.
pub async fn add(
    app: &App,
    who: &Who,
    id: PaperId,
    asked: &Asked,
    typed: &Sheet,
    file: Arrived,
) -> Result<()> {
    let Form { paper: held, words } = form(app, who, id).await?;
    if held.version != asked.version {
        return Err(Refused::Stale.into());
    }
    let mut check = Check::new();
    let alt = check.text("form", "图片说明", &asked.alt, 60);
    check.done()?;
    let mut words = typed.words(&words)?;
    let bodies = std::iter::once(&words.body).chain(words.attachments.iter().map(|it| &it.body));
    let pictures = bodies.flatten().filter(|it| matches!(it, gw::Block::Image(_))).count();
    if pictures >= MOST {
        return Err(Error::rule(format!("一份公文最多放 {MOST} 张图片。")));
    }
    let body = match asked.part.checked_sub(1) {
        None => &mut words.body,
        Some(at) => &mut words.attachments.get_mut(at).ok_or(Refused::NotFound)?.body,
    };
    let png = read(app, file).await?;
    body.push(gw::Block::Image(gw::Image { png, width_mm: None, caption: None, alt }));
    keep(app, who, &held, words).await
}

/// The picture as PNG, without anything that a camera wrote.
async fn read(app: &App, file: Arrived) -> Result<Vec<u8>> {
    let room = app.rooms.clone().acquire_owned().await.map_err(|error| Error::fault("rooms", error))?;
    let (reader, mut from) = (app.reader.clone(), file.open()?);
    let read = tokio::task::spawn_blocking(move || {
        let unfit = || Error::rule("这个文件不是能用的图片，请换成 JPG 或 PNG 图片。");
        // The reader has decoded what others made; what it gives back is ours.
        let looked = reader.photo(&mut from).map_err(|_| unfit())?;
        let picture = image::load_from_memory(&looked.public).map_err(|_| unfit())?;
        png(&picture).map_err(|error| Error::fault("picture", error))
    })
    .await?;
    drop(room);
    let png = read?;
    if png.len() > MOST_BYTES {
        return Err(Error::rule(format!(
            "图片太大了，排进公文要超过 {} MB，请先裁剪或缩小。",
            MOST_BYTES >> 20
        )));
    }
    Ok(png)
}

fn png(picture: &DynamicImage) -> image::ImageResult<Vec<u8>> {
    let small = picture.width() <= BROAD && picture.height() <= HIGH;
    let fit = if small { picture.clone() } else { picture.thumbnail(BROAD, HIGH) };
    let mut out = Vec::new();
    fit.to_rgb8().write_with_encoder(PngEncoder::new_with_quality(
        &mut out,
        CompressionType::Best,
        FilterType::Adaptive,
    ))?;
    Ok(out)
}
