//! What holds for every paper: setting never panics, never loses a page, and says what it did.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use gongwen::paper::{
    Align, Attachment, Block, Cell, Column, Day, Format, Heading, Level, Paper, Row, Run, Seal, Table,
};
use gongwen_pdf::{Error, Options, pdf};
use proptest::prelude::*;
use support::{fonts, paper};

fn text() -> impl Strategy<Value = String> {
    let scrap = prop::sample::select(vec![
        "云岚市交通运输局",
        "，",
        "。",
        "（",
        "）",
        "《",
        "》",
        "“",
        "”",
        "……",
        "——",
        "2026年",
        "98.5%",
        "wenming",
        " ",
        "　",
        "\n",
        "\t",
        "𠮷",
        "聕",
        "\u{13000}",
        "\u{202e}",
        "\u{fe0f}",
        "\u{301}",
        "\u{200b}",
        "é",
        "한",
        "ع",
    ]);
    prop::collection::vec(scrap, 0..40).prop_map(|scraps| scraps.concat())
}

fn table() -> impl Strategy<Value = Block> {
    let cell = (text(), 0..4_u16, 0..4_u16).prop_map(|(text, across, down)| Cell { text, across, down });
    let fitting = prop::collection::vec((text(), text()), 0..40).prop_map(|rows| {
        rows.into_iter().map(|(left, right)| Row { cells: vec![Cell::new(left), Cell::new(right)] }).collect()
    });
    let any = prop::collection::vec(prop::collection::vec(cell, 0..4).prop_map(|cells| Row { cells }), 0..6);
    let rows = prop_oneof![4 => fitting, 1 => any];
    (rows, 0..2_usize, 0..9_u16, prop::option::of(text())).prop_map(
        |(rows, head, share, caption): (Vec<Row>, _, _, _)| {
            let columns =
                vec![Column { share, align: Align::Center }, Column { share: 3, align: Align::Right }];
            let head = rows.iter().take(head).cloned().collect();
            Block::Table(Table { caption, columns, head, rows })
        },
    )
}

fn block() -> impl Strategy<Value = Block> {
    let runs = || {
        prop::collection::vec((text(), any::<bool>()), 0..4)
            .prop_map(|runs| runs.into_iter().map(|(text, bold)| Run { text, bold }).collect::<Vec<_>>())
    };
    let paragraph = runs().prop_map(|runs| Block::Paragraph { runs });
    let heading = (1..5_u8, text(), any::<bool>(), runs()).prop_map(|(level, text, numbered, follow)| {
        let level = Level::try_from(level).unwrap();
        Block::Heading(Heading { level, text, numbered, follow })
    });
    prop_oneof![4 => paragraph, 2 => heading, 1 => table()]
}

fn any_paper() -> impl Strategy<Value = Paper> {
    let blocks = || prop::collection::vec(block(), 0..12);
    let names = || prop::collection::vec(text(), 0..6);
    let format = prop::sample::select(vec![Format::Common, Format::Letter, Format::Minutes]);
    let seal = prop_oneof![
        Just(Seal::None),
        Just(Seal::Stamped),
        Just(Seal::Omitted),
        (text(), text()).prop_map(|(post, name)| Seal::Signature { post, name })
    ];
    let attachment = (text(), blocks(), any::<bool>()).prop_map(|(title, body, landscape)| Attachment {
        title,
        title_words: Vec::new(),
        body,
        landscape,
    });
    let head = (format, names(), names(), prop::option::of(text()), any::<(bool, bool)>(), text());
    let rest =
        (names(), blocks(), prop::collection::vec(attachment, 0..3), seal, names(), prop::option::of(text()));
    (head, rest).prop_map(|(head, rest)| {
        let (format, organs, signers, mark, (with_suffix, lead_only), title) = head;
        let (recipients, body, attachments, seal, cc, note) = rest;
        let mut paper = paper("minutes");
        paper.format = format;
        paper.header.organs = organs;
        paper.header.signers = signers;
        paper.header.mark = mark;
        (paper.header.with_suffix, paper.header.lead_only) = (with_suffix, lead_only);
        (paper.title, paper.recipients, paper.body, paper.attachments) =
            (title, recipients, body, attachments);
        paper.sign_off.seal = seal;
        paper.sign_off.date = Day::new(2026, 12, 31).unwrap();
        paper.note = note;
        paper.imprint.get_or_insert_default().cc = cc;
        paper
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_paper_is_set_or_refused(paper in any_paper(), archival: bool, even_imprint: bool) {
        let options = Options { archival, even_imprint, made: 0 };
        match pdf(&paper, fonts(), &options) {
            Ok(output) => {
                prop_assert!(output.bytes.starts_with(b"%PDF-1.7"));
                prop_assert!(output.pages >= 1);
            }
            Err(error) => prop_assert!(matches!(error, Error::Table(_)), "{error}"),
        }
    }
}
