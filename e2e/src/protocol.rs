//! The DevTools connection: one WebSocket, calls answered by number, events handed to the session
//! they belong to. Knows nothing of pages.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::sync::{mpsc, oneshot};
use tokio_tungstenite::connect_async_with_config;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;

/// A browser that does not answer one call within this time has hung.
const ANSWER: Duration = Duration::from_secs(60);

/// Takes one event: its method and its parameters.
type Listener = Box<dyn Fn(&str, &Value) + Send>;

/// The connection to one browser. Cheap to clone.
#[derive(Clone)]
pub struct Connection {
    shared: Arc<Shared>,
}

struct Shared {
    next: AtomicU64,
    outgoing: mpsc::UnboundedSender<Message>,
    waiting: Mutex<HashMap<u64, oneshot::Sender<Result<Value, String>>>>,
    listeners: Mutex<HashMap<String, Listener>>,
}

impl std::fmt::Debug for Connection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Connection").finish_non_exhaustive()
    }
}

impl Connection {
    pub async fn open(address: &str) -> Result<Self, String> {
        // A picture of a long page is one message of many megabytes.
        let unlimited = WebSocketConfig::default().max_message_size(None).max_frame_size(None);
        let (socket, _) = connect_async_with_config(address, Some(unlimited), true)
            .await
            .map_err(|e| format!("no connection to the browser at {address}: {e}"))?;
        let (mut sink, mut stream) = socket.split();
        let (outgoing, mut queue) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            while let Some(message) = queue.recv().await {
                if sink.send(message).await.is_err() {
                    return;
                }
            }
        });
        let shared = Arc::new(Shared {
            next: AtomicU64::new(1),
            outgoing,
            waiting: Mutex::default(),
            listeners: Mutex::default(),
        });
        let reader = Arc::clone(&shared);
        tokio::spawn(async move {
            while let Some(Ok(message)) = stream.next().await {
                if let Message::Text(text) = message
                    && let Ok(value) = serde_json::from_str(&text)
                {
                    reader.take(value);
                }
            }
            // Dropping the senders tells every waiting call that the browser is gone.
            lock(&reader.waiting).clear();
        });
        Ok(Self { shared })
    }

    /// Calls the browser itself.
    pub async fn call(&self, method: &str, params: Value) -> Result<Value, String> {
        self.call_in(None, method, params).await
    }

    async fn call_in(&self, session: Option<&str>, method: &str, params: Value) -> Result<Value, String> {
        let (answer, answered) = oneshot::channel();
        self.shared.send(session, method, &params, Some(answer));
        match tokio::time::timeout(ANSWER, answered).await {
            Ok(Ok(result)) => result.map_err(|e| format!("{method}: {e}")),
            Ok(Err(_)) => Err(format!("{method}: the browser is gone")),
            Err(_) => Err(format!("{method}: no answer from the browser in {} s", ANSWER.as_secs())),
        }
    }
}

impl Shared {
    fn send(
        &self,
        session: Option<&str>,
        method: &str,
        params: &Value,
        answer: Option<oneshot::Sender<Result<Value, String>>>,
    ) {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        if let Some(answer) = answer {
            lock(&self.waiting).insert(id, answer);
        }
        let mut call = json!({ "id": id, "method": method, "params": params });
        if let Some(session) = session {
            call["sessionId"] = session.into();
        }
        if self.outgoing.send(Message::text(call.to_string())).is_err() {
            lock(&self.waiting).remove(&id);
        }
    }

    fn take(&self, mut message: Value) {
        if let Some(id) = message["id"].as_u64() {
            let answer = match message.get("error") {
                Some(error) => Err(error["message"].as_str().unwrap_or("unknown error").to_owned()),
                None => Ok(message["result"].take()),
            };
            if let Some(waiting) = lock(&self.waiting).remove(&id) {
                // A caller that stopped waiting needs no answer.
                let _ = waiting.send(answer);
            }
            return;
        }
        let session = message["sessionId"].as_str().unwrap_or_default();
        if let Some(listener) = lock(&self.listeners).get(session) {
            listener(message["method"].as_str().unwrap_or_default(), &message["params"]);
        }
    }
}

/// One attached page. Cheap to clone; a clone does not end the listening when dropped.
#[derive(Clone, Debug)]
pub struct Session {
    connection: Connection,
    id: String,
}

impl Session {
    pub fn new(connection: &Connection, id: String) -> Self {
        Self { connection: connection.clone(), id }
    }

    pub async fn call(&self, method: &str, params: Value) -> Result<Value, String> {
        self.connection.call_in(Some(&self.id), method, params).await
    }

    /// Calls without waiting for the answer, which is all a listener may do.
    pub fn tell(&self, method: &str, params: &Value) {
        self.connection.shared.send(Some(&self.id), method, params, None);
    }

    pub fn listen(&self, listener: impl Fn(&str, &Value) + Send + 'static) {
        lock(&self.connection.shared.listeners).insert(self.id.clone(), Box::new(listener));
    }

    pub fn stop_listening(&self) {
        lock(&self.connection.shared.listeners).remove(&self.id);
    }
}

/// A test that panicked elsewhere must not hide its message behind a poisoned lock.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
