//! A file as the body of an answer, read piece by piece: a download holds 64 KB, not the file.

use axum::body::{Bytes, HttpBody};
use http_body::Frame;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, ReadBuf};

/// The body.
#[derive(Debug)]
pub struct FileBody {
    file: tokio::fs::File,
    buffer: Vec<u8>,
}

impl FileBody {
    pub fn new(file: std::fs::File) -> Self {
        Self { file: tokio::fs::File::from_std(file), buffer: vec![0; 64 * 1024] }
    }
}

impl HttpBody for FileBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let this = self.get_mut();
        let mut space = ReadBuf::new(&mut this.buffer);
        match Pin::new(&mut this.file).poll_read(cx, &mut space) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(Err(error)) => Poll::Ready(Some(Err(error))),
            Poll::Ready(Ok(())) if space.filled().is_empty() => Poll::Ready(None),
            Poll::Ready(Ok(())) => Poll::Ready(Some(Ok(Frame::data(Bytes::copy_from_slice(space.filled()))))),
        }
    }
}
