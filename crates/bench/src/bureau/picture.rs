//! Photos as phones send them, about 1 MB each, and papers of a few pages: composed, each different from all others.

use crate::seed::Seed;
use app::{Error, Result};
use gongwen::paper::Paper;
use gongwen_pdf::{Fonts, Options};
use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageEncoder};
use serde_json::json;

/// What a messenger leaves of a photo: 3 million pixels.
const WIDTH: usize = 2_000;
const HEIGHT: usize = 1_500;
const QUALITY: u8 = 82;
/// How far the grain of the sensor moves a colour at most.
const GRAIN: i32 = 24;
/// Paragraphs of a paper: three pages.
const PARAGRAPHS: usize = 11;

/// A photo: walls, things and people in them as patches of colour, the grain of a sensor over everything.
pub(super) fn photo(number: usize) -> Result<Vec<u8>> {
    let mut seed = Seed::of(number);
    let ground = colour(&mut seed);
    let mut pixels = ground.repeat(WIDTH * HEIGHT);
    for _ in 0..12 + seed.below(20) {
        let (left, top) = (seed.below(WIDTH), seed.below(HEIGHT));
        let (right, bottom) = (left + 40 + seed.below(700), top + 40 + seed.below(600));
        let patch = colour(&mut seed);
        for y in top..bottom.min(HEIGHT) {
            let row = &mut pixels[(y * WIDTH + left) * 3..(y * WIDTH + right.min(WIDTH)) * 3];
            row.chunks_exact_mut(3).for_each(|pixel| pixel.copy_from_slice(&patch));
        }
    }
    let mut grain = seed.below(1 << 30) as u32 | 1;
    for pixel in pixels.chunks_exact_mut(3) {
        grain ^= grain << 13;
        grain ^= grain >> 17;
        grain ^= grain << 5;
        let by = (grain >> 8) as i32 % (2 * GRAIN + 1) - GRAIN;
        pixel.iter_mut().for_each(|part| *part = (i32::from(*part) + by).clamp(0, 255) as u8);
    }
    let mut bytes = Vec::with_capacity(1 << 20);
    JpegEncoder::new_with_quality(&mut bytes, QUALITY)
        .write_image(&pixels, WIDTH as u32, HEIGHT as u32, ExtendedColorType::Rgb8)
        .map_err(|error| Error::fault("bench", error))?;
    Ok(bytes)
}

fn colour(seed: &mut Seed) -> [u8; 3] {
    [0; 3].map(|_: u8| 30 + seed.below(200) as u8)
}

/// A paper as a PDF file.
pub(super) fn pdf(number: usize, fonts: &Fonts) -> Result<Vec<u8>> {
    let output = gongwen_pdf::pdf(&paper(number)?, fonts, &Options::default());
    Ok(output.map_err(|error| Error::fault("bench", error))?.bytes)
}

/// A paper as a Word file.
pub(super) fn docx(number: usize) -> Result<Vec<u8>> {
    gongwen::write::docx(&paper(number)?, &gongwen::write::Options::default())
        .map_err(|error| Error::fault("bench", error))
}

fn paper(number: usize) -> Result<Paper> {
    let mut seed = Seed::of(number);
    let mut paragraph = |nth: usize| {
        let (day, people) = (1 + seed.below(28), 20 + seed.below(400));
        let text = format!(
            "第{nth}批安排在本月{day}日前后，参加{people}人。各单位要把志愿服务同窗口服务、便民利民结合起来，\
             提前报名、现场签到、事后留存照片和记录，活动结束三日内报送小结；确有困难的，经分管负责同志同意后\
             可以调整时间，并向办公室说明原因。编号{number}—{nth}。"
        );
        json!({"type": "paragraph", "runs": [{"text": text}]})
    };
    let body: Vec<serde_json::Value> = (1..=PARAGRAPHS).map(&mut paragraph).collect();
    let paper = json!({
        "kind": "notice",
        "header": {"organs": ["云岚市交通运输局"], "with_suffix": true,
                   "number": format!("云交文〔2026〕{}号", number + 1)},
        "title": format!("云岚市交通运输局关于开展第{}次志愿服务的通知", number + 1),
        "recipients": ["局属各单位"],
        "body": body,
        "sign_off": {"date": "2026-03-20"}
    });
    serde_json::from_value(paper).map_err(|error| Error::fault("bench", error))
}
