//! What was handed in is looked at in the background: contradictions are told to filer and reviewer,
//! explained, and hold nothing up.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use app::file::Incoming;
use app::record::{self, Filled};
use app::{Who, job, remark};
use domain::Refused;
use domain::authority::Role;
use domain::id::{FileId, RecordId};
use domain::record::Sheet;
use domain::remark::RemarkKind;
use domain::remark::photo::{NEAR, PhotoHash};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, RgbImage};
use std::io::{Cursor, Read};
use store::Made;
use testkit::TestApp;

/// A picture of soft spots, another one for each seed.
fn scene(seed: u32) -> DynamicImage {
    let mut state = seed.wrapping_mul(2_654_435_761) | 1;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        (state % 1000) as f32 / 1000.0
    };
    let spots: Vec<[f32; 6]> = (0..9)
        .map(|_| [next(), next(), 0.05 + next() * 0.25, next() * 255.0, next() * 255.0, next() * 255.0])
        .collect();
    DynamicImage::ImageRgb8(RgbImage::from_fn(160, 120, |x, y| {
        let (x, y) = (x as f32 / 160.0, y as f32 / 120.0);
        let mut light = [20.0_f32; 3];
        for [sx, sy, r, red, green, blue] in &spots {
            let near = (-((x - sx).powi(2) + (y - sy).powi(2)) / (r * r)).exp();
            for (channel, it) in light.iter_mut().zip([red, green, blue]) {
                *channel += near * it;
            }
        }
        image::Rgb(light.map(|it| it.min(255.0) as u8))
    }))
}

fn jpeg(picture: &DynamicImage, quality: u8) -> Vec<u8> {
    let mut out = Vec::new();
    picture.write_with_encoder(JpegEncoder::new_with_quality(&mut out, quality)).unwrap();
    out
}

/// The photo with a capture time and a place, as a phone writes them.
fn shot(picture: &DynamicImage, taken: &str) -> Vec<u8> {
    let mut tiff = Vec::from(*b"MM\0\x2a\0\0\0\x08");
    let entry = |tag: u16, kind: u16, count: u32, value: u32| -> Vec<u8> {
        [&tag.to_be_bytes()[..], &kind.to_be_bytes(), &count.to_be_bytes(), &value.to_be_bytes()].concat()
    };
    // IFD0: pointers to the Exif and the GPS directory.
    tiff.extend(2_u16.to_be_bytes());
    tiff.extend(entry(0x8769, 4, 1, 38));
    tiff.extend(entry(0x8825, 4, 1, 76));
    tiff.extend(0_u32.to_be_bytes());
    // Exif at 38: DateTimeOriginal, its text at 56.
    tiff.extend(1_u16.to_be_bytes());
    tiff.extend(entry(0x9003, 2, 20, 56));
    tiff.extend(0_u32.to_be_bytes());
    tiff.extend(taken.as_bytes());
    tiff.push(0);
    // GPS at 76: latitude reference N.
    tiff.extend(1_u16.to_be_bytes());
    tiff.extend(entry(0x0001, 2, 2, u32::from_be_bytes(*b"N\0\0\0")));
    tiff.extend(0_u32.to_be_bytes());
    let plain = jpeg(picture, 85);
    let mut out = plain[..2].to_vec();
    out.extend(*b"\xff\xe1");
    out.extend(u16::try_from(tiff.len() + 8).unwrap().to_be_bytes());
    out.extend(*b"Exif\0\0");
    out.extend(tiff);
    out.extend(&plain[2..]);
    out
}

async fn file(
    app: &TestApp,
    who: &Who,
    title: &str,
    day: &str,
    text: &str,
    photos: Vec<Vec<u8>>,
) -> RecordId {
    let id: RecordId = app.ids.make();
    let sheet = Sheet { title: title.into(), day: day.into(), text: text.into(), ..Sheet::default() };
    let files = photos.into_iter().map(|bytes| Incoming::read("现场.jpg", Cursor::new(bytes))).collect();
    record::submit(app, who, id, &Filled { sheet, ..Filled::default() }, files).await.unwrap();
    id
}

async fn seen(app: &TestApp, who: &Who, id: RecordId) -> Vec<(RemarkKind, Option<RecordId>)> {
    let page = record::page(app, who, id).await.unwrap();
    page.remarks.iter().map(|it| (it.seen.kind, it.seen.other)).collect()
}

const TEXT: &str = "上午九时，十二名志愿者在实验小学门口分三个岗位引导车辆停放，帮助低年级学生过马路，提醒家长即停即走。\
    活动持续一个半小时，护送学生四百余人次，劝导乱停车辆二十余辆，没有发生拥堵和剐蹭。";

testkit::on_both_engines! {
    async fn contradictions_are_told_explained_and_hold_nothing_up(app) {
        let office = app.founded().await;
        let staff = app.user(&office, office.unit, "贺一帆", "heyf", Role::Staff).await;
        let other = app.user(&office, office.unit, "高翔宇", "gaoxy", Role::Staff).await;
        let (one, two) = (scene(1), scene(2));
        let first = file(&app, &other, "护学", "2026-06-09", TEXT, vec![shot(&one, "2026:06:09 08:00:00")]).await;
        job::drain(&app).await.unwrap();
        assert_eq!(seen(&app, &other, first).await, []);

        // Resized, compressed again, cropped a little and mirrored; the text with another place.
        let smaller = one.crop_imm(3, 2, 152, 115).resize_exact(120, 90, image::imageops::FilterType::Triangle).fliph();
        let copied = TEXT.replace("实验小学", "城南中学");
        let photos = vec![jpeg(&smaller, 60), shot(&two, "2026:06:10 09:00:00"), shot(&one, "2026:06:09 08:00:00")];
        let second = file(&app, &staff, "站岗", "2026-06-11", &copied, photos).await;
        job::drain(&app).await.unwrap();
        use RemarkKind as K;
        assert_eq!(seen(&app, &staff, second).await, [
            (K::NearPhoto, Some(first)), (K::TakenElsewhen, None), (K::TakenElsewhen, None), (K::SamePhoto, Some(first)),
            (K::NoTime, None), (K::SameText, Some(first)),
        ]);
        assert_eq!(seen(&app, &other, first).await, [], "what was there before is not blamed");
        let page = record::page(&app, &office.who, second).await.unwrap();
        assert!(page.may_review, "nothing is held up");
        let held = &page.remarks[1];
        assert!(remark::explain(&app, &other, second, held.id, "不是我的").await.is_err());
        let wrong = remark::explain(&app, &staff, first, held.id, "张冠李戴").await.unwrap_err();
        assert!(matches!(wrong, app::Error::Refused(Refused::NotFound)), "{wrong:?}");
        remark::explain(&app, &staff, second, held.id, "相机的日期没有调").await.unwrap();

        // Filed again on the right day: what was explained stays to be read, the others are gone.
        record::withdraw(&app, &staff, second).await.unwrap();
        let form = record::form(&app, &staff, second, &record::Asked::default()).await.unwrap();
        let told = form.proof.iter().filter(|it| it.text.contains("拍摄时间是")).count();
        assert_eq!(told, 2, "the form says so before it is handed in");
        let sheet = Sheet { title: "站岗".into(), day: "2026-06-10".into(), ..Sheet::default() };
        let removed = vec![form.files[0].id, form.files[2].id];
        record::submit(&app, &staff, second, &Filled { version: form.version, sheet, removed }, Vec::new()).await.unwrap();
        job::drain(&app).await.unwrap();
        let page = record::page(&app, &office.who, second).await.unwrap();
        let left: Vec<(bool, &str)> = page.remarks.iter().map(|it| (it.stands, it.explanation.as_str())).collect();
        assert_eq!(left, [(false, "相机的日期没有调")]);
        assert_eq!(job::drain(&app).await.unwrap(), 0);
    }

    async fn a_public_copy_holds_nothing_but_the_picture(app) {
        let office = app.founded().await;
        let original = shot(&scene(3), "2026:06:11 09:00:00");
        assert!(original.windows(4).any(|it| it == b"Exif"));
        let id = file(&app, &office.who, "走访", "2026-06-11", "", vec![original.clone()]).await;
        let photo: FileId = record::page(&app, &office.who, id).await.unwrap().files[0].id;
        assert!(record::open_made(&app, &office.who, id, photo, Made::Public).await.unwrap().is_none());
        job::drain(&app).await.unwrap();
        let mut bytes = Vec::new();
        let opened = record::open_made(&app, &office.who, id, photo, Made::Public).await.unwrap();
        opened.unwrap().read_to_end(&mut bytes).unwrap();
        assert!(image::load_from_memory(&bytes).is_ok() && !bytes.windows(4).any(|it| it == b"Exif"));
        let mut kept = Vec::new();
        record::open_file(&app, &office.who, id, photo).await.unwrap().1.read_to_end(&mut kept).unwrap();
        assert_eq!(kept, original, "the original keeps what the camera wrote");
    }

    async fn many_late_entries_on_one_day_are_marked_as_such(app) {
        let office = app.founded().await;
        let mut ids = Vec::new();
        for n in 1..=5 {
            ids.push(file(&app, &office.who, "补记", &format!("2026-05-0{n}"), "", Vec::new()).await);
        }
        ids.push(file(&app, &office.who, "昨天的事", "2026-06-10", "", Vec::new()).await);
        job::drain(&app).await.unwrap();
        assert_eq!(seen(&app, &office.who, ids[5]).await, [], "only what is late itself");
        assert_eq!(seen(&app, &office.who, ids[4]).await, [(RemarkKind::Burst, None)]);
        let text = record::page(&app, &office.who, ids[4]).await.unwrap().remarks[0].seen.text.clone();
        assert!(!text.contains("林晓雯"), "never counted for a person: {text}");
    }
}

fn hash(picture: &DynamicImage) -> (PhotoHash, PhotoHash) {
    let (hash, mirror) = app::photo::hashes(picture).unwrap();
    (PhotoHash(hash), PhotoHash(mirror))
}

fn far(a: &DynamicImage, b: &DynamicImage) -> u32 {
    let (hash, mirror) = hash(a);
    let other = hash_of(b);
    hash.distance(other).min(mirror.distance(other))
}

fn hash_of(picture: &DynamicImage) -> PhotoHash {
    hash(picture).0
}

/// Precision and recall over composed photos and what people do to them.
#[test]
fn near_photos_are_found_and_others_are_not() {
    use image::imageops::FilterType::Triangle;
    let originals: Vec<DynamicImage> = (100..160).map(scene).collect();
    let compressed = |it: &DynamicImage| image::load_from_memory(&jpeg(it, 40)).unwrap();
    let cut = |it: &DynamicImage, n: u32| it.crop_imm(n, n, 160 - 2 * n, 120 - 2 * n);
    type Deed<'a> = (&'a str, Box<dyn Fn(&DynamicImage) -> DynamicImage>);
    let deeds: Vec<Deed<'_>> = vec![
        ("smaller", Box::new(|it| it.resize_exact(64, 48, Triangle))),
        ("compressed again", Box::new(compressed)),
        ("mirrored", Box::new(|it| it.fliph())),
        ("lighter", Box::new(|it| it.brighten(25))),
        ("cropped by 2.5 %", Box::new(move |it| cut(it, 3))),
        ("cropped by 5 %", Box::new(move |it| cut(it, 6))),
        ("all at once", Box::new(move |it| compressed(&cut(it, 3).resize_exact(96, 72, Triangle).fliph()))),
    ];
    let mut found = 0;
    for (deed, act) in &deeds {
        let hit = originals.iter().filter(|it| far(it, &act(it)) <= NEAR).count();
        println!("{deed}: {hit} of {}", originals.len());
        found += hit;
    }
    let mut wrong = 0;
    for (n, one) in originals.iter().enumerate() {
        wrong += originals[n + 1..].iter().filter(|other| far(one, other) <= NEAR).count();
    }
    let pairs = originals.len() * (originals.len() - 1) / 2;
    let all = originals.len() * deeds.len();
    println!("recall {found}/{all}, false {wrong} of {pairs} pairs, precision {found}/{}", found + wrong);
    assert!(found * 100 >= all * 95, "recall {found} of {all}");
    assert_eq!(wrong, 0, "of {pairs} pairs");
}
