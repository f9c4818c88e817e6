//! Asks for pages: one after the other in turn with the bare page, so that what else the machine
//! does touches both alike; then many at once.

use super::route::Route;
use super::{Client, Result};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Signed-in people by login.
pub type People = [(&'static str, Client)];

/// Times of one page, sorted.
#[derive(Debug, Clone, Default)]
pub struct Times {
    sorted: Vec<Duration>,
}

impl Times {
    pub fn of(mut all: Vec<Duration>) -> Self {
        all.sort();
        Self { sorted: all }
    }

    pub fn count(&self) -> usize {
        self.sorted.len()
    }

    /// The time that `percent` of a hundred do not exceed, in milliseconds (nearest rank).
    pub fn at(&self, percent: usize) -> f64 {
        let rank = (self.sorted.len() * percent).div_ceil(100).max(1) - 1;
        self.sorted.get(rank).map_or(0.0, |it| it.as_secs_f64() * 1_000.0)
    }
}

/// What was measured one by one.
#[derive(Debug)]
pub struct Timed {
    pub bare: Times,
    pub routes: Vec<(Route, usize, Times)>,
}

/// What many clients got at once.
#[derive(Debug)]
pub struct Crowd {
    pub per_second: f64,
    pub times: Times,
}

/// A run of this many rounds is enough, whatever time is left.
const MOST_ROUNDS: usize = 1_000;

async fn own(people: &People, login: &str, address: &str) -> Result<Client> {
    match people.iter().find(|it| it.0 == login) {
        Some((_, client)) => client.again().await,
        None => Client::new(address).await,
    }
}

/// Asks for every page three times, so that none is new, and answers their mean weight in bytes.
pub async fn weight(address: &str, people: &People, routes: &[Route]) -> Result<usize> {
    let mut bytes = 0;
    for route in routes {
        let mut client = own(people, route.login, address).await?;
        for _ in 0..3 {
            let answer = client.get(&route.path).await?;
            if answer.status != 200 {
                return Err(format!("{} as {}: {}", route.path, route.login, answer.status).into());
            }
            bytes += answer.body.len();
        }
    }
    Ok(bytes / (routes.len() * 3).max(1))
}

/// Every page in turn, and the bare page after each tenth, for so many seconds.
pub async fn one_by_one(
    address: &str,
    bare: &str,
    people: &People,
    routes: &[Route],
    seconds: u64,
) -> Result<Timed> {
    let mut clients = Vec::new();
    for route in routes {
        clients.push(own(people, route.login, address).await?);
    }
    let mut plain = Client::new(bare).await?;
    let mut times = vec![Vec::new(); routes.len()];
    let mut weights = vec![0; routes.len()];
    let mut bare_times = Vec::new();
    let begun = Instant::now();
    for _ in 0..MOST_ROUNDS {
        for (at, route) in routes.iter().enumerate() {
            let (time, weight) = timed(&mut clients[at], &route.path).await?;
            times[at].push(time);
            weights[at] = weight;
            if at % 10 == 0 {
                bare_times.push(timed(&mut plain, "/").await?.0);
            }
        }
        if begun.elapsed() > Duration::from_secs(seconds) {
            break;
        }
    }
    let routes = routes.iter().cloned().zip(weights).zip(times);
    let routes = routes.map(|((route, weight), times)| (route, weight, Times::of(times))).collect();
    Ok(Timed { bare: Times::of(bare_times), routes })
}

/// One page, and how long it took.
pub async fn timed(client: &mut Client, path: &str) -> Result<(Duration, usize)> {
    let begun = Instant::now();
    let answer = client.get(path).await?;
    let time = begun.elapsed();
    if answer.status == 200 {
        Ok((time, answer.body.len()))
    } else {
        Err(format!("{path}: {}", answer.status).into())
    }
}

/// The bounded pages in turn, by so many clients at once.
pub async fn together(
    address: &str,
    people: &People,
    routes: &[Route],
    clients: usize,
    seconds: u64,
) -> Result<Crowd> {
    let routes: Vec<&Route> = routes.iter().filter(|route| route.limit.is_some()).collect();
    let mut all = Vec::new();
    for at in 0..clients {
        let mut own_routes = Vec::new();
        for route in &routes {
            own_routes.push((own(people, route.login, address).await?, route.path.clone()));
        }
        let shift = at % own_routes.len().max(1);
        own_routes.rotate_left(shift);
        all.push(own_routes);
    }
    crowd(all, seconds).await
}

/// The bare page, by so many clients at once.
pub async fn together_bare(address: &str, clients: usize, seconds: u64) -> Result<Crowd> {
    let mut all = Vec::new();
    for _ in 0..clients {
        all.push(vec![(Client::new(address).await?, "/".to_owned())]);
    }
    crowd(all, seconds).await
}

async fn crowd(all: Vec<Vec<(Client, String)>>, seconds: u64) -> Result<Crowd> {
    let (begun, end) = (Instant::now(), Duration::from_secs(seconds.max(1)));
    let asked = Arc::new(AtomicUsize::new(0));
    let mut tasks = Vec::new();
    for mut own in all {
        let asked = Arc::clone(&asked);
        tasks.push(tokio::spawn(async move {
            let mut times = Vec::new();
            'driving: loop {
                for (client, path) in &mut own {
                    if begun.elapsed() > end {
                        break 'driving;
                    }
                    times.push(timed(client, path).await?.0);
                    asked.fetch_add(1, Ordering::Relaxed);
                }
            }
            Ok::<_, super::Failure>(times)
        }));
    }
    let mut times = Vec::new();
    for task in tasks {
        times.extend(task.await??);
    }
    let per_second = asked.load(Ordering::Relaxed) as f64 / begun.elapsed().as_secs_f64();
    Ok(Crowd { per_second, times: Times::of(times) })
}
