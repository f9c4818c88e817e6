//! Small pictures: made by a job, given only to who sees the record, never needed.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use app::record::{self, Filled};
use app::{file::Incoming, job, photo};
use domain::Refused;
use domain::authority::Role;
use domain::id::RecordId;
use domain::record::Sheet;
use image::{ImageFormat, RgbImage};
use std::io::{Cursor, Read};

fn picture(width: u32, height: u32) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    RgbImage::new(width, height).write_to(&mut out, ImageFormat::Png).unwrap();
    out.into_inner()
}

testkit::on_both_engines! {
    async fn a_photo_becomes_small_in_the_background(app) {
        let office = app.founded().await;
        let staff = app.user(&office, office.unit, "贺一帆", "heyf", Role::Staff).await;
        let stranger = app.user(&office, office.unit, "高翔宇", "gaoxy", Role::Staff).await;
        let id: RecordId = app.ids.make();
        let filled = Filled { version: 0, sheet: Sheet { title: "走访".into(), ..Sheet::default() }, removed: Vec::new() };
        let original = picture(1600, 1200);
        let files = vec![
            Incoming::read("现场.png", Cursor::new(original.clone())),
            Incoming::read("坏的.jpg", Cursor::new(b"\xff\xd8\xff\xe0broken".to_vec())),
        ];
        record::save(&app, &staff, id, &filled, files).await.unwrap();
        let form = record::form(&app, &staff, id, &record::Asked::default()).await.unwrap();
        let (good, bad) = (form.files[0].id, form.files[1].id);
        assert!(record::open_thumbnail(&app, &staff, id, good).await.unwrap().is_none(), "not before the job ran");

        assert_eq!(job::drain(&app).await.unwrap(), 2, "one job for each photo, and none is tried again");
        let mut small = Vec::new();
        let opened = record::open_thumbnail(&app, &staff, id, good).await.unwrap();
        opened.unwrap().read_to_end(&mut small).unwrap();
        let size = image::load_from_memory(&small).map(|it| (it.width(), it.height())).unwrap();
        assert_eq!(size, (360, 270));
        assert!(record::open_thumbnail(&app, &staff, id, bad).await.unwrap().is_none());

        let mut kept = Vec::new();
        record::open_file(&app, &staff, id, good).await.unwrap().1.read_to_end(&mut kept).unwrap();
        assert_eq!(kept, original, "the original keeps its bytes");
        let refused = record::open_thumbnail(&app, &stranger, id, good).await.unwrap_err();
        assert!(matches!(refused, app::Error::Refused(Refused::NotFound)), "{refused:?}");
        assert!(photo::look(&original).is_ok());
    }
}
