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
    /// Bytes that are still to come.
    left: u64,
}

impl FileBody {
    pub fn new(file: std::fs::File) -> Self {
        Self::part(file, u64::MAX)
    }

    /// So many bytes from where the file stands.
    pub fn part(file: std::fs::File, size: u64) -> Self {
        Self { file: tokio::fs::File::from_std(file), buffer: vec![0; 64 * 1024], left: size }
    }
}

impl HttpBody for FileBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let this = self.get_mut();
        let most = usize::try_from(this.left).unwrap_or(usize::MAX).min(this.buffer.len());
        let mut space = ReadBuf::new(&mut this.buffer[..most]);
        match Pin::new(&mut this.file).poll_read(cx, &mut space) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(Err(error)) => Poll::Ready(Some(Err(error))),
            Poll::Ready(Ok(())) if space.filled().is_empty() => Poll::Ready(None),
            Poll::Ready(Ok(())) => {
                this.left -= space.filled().len() as u64;
                Poll::Ready(Some(Ok(Frame::data(Bytes::copy_from_slice(space.filled())))))
            }
        }
    }
}
