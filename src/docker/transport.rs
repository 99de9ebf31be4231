//! How an engine is reached: a connection for each request, which keeps to the request's [`Limits`].

use super::Address;
use super::limits::{Limits, Patience};
use bollard::errors::Error;
use bollard::{BollardRequest, ClientVersion, Docker};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper::header::{HOST, HeaderValue};
use hyper::{Response, Uri};
use hyper_util::rt::TokioIo;
use std::io::{self, ErrorKind};
use std::net::IpAddr;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpStream, UnixStream};
use tokio::time::{Instant, Sleep, sleep, timeout};

/// How long it may take to be connected.
const CONNECT: Duration = Duration::from_secs(10);
/// How long the library waits, which knows nothing of limits: longer than any of them.
const LIBRARY: u64 = 3600;

/// Where an engine listens.
#[derive(Clone, Debug)]
pub(super) enum Place {
    /// At a socket of this machine.
    Socket(String),
    /// At a port: `host:2375`.
    Port(String),
}

impl Place {
    /// Where an address is. `None` if it is none that can be reached.
    pub(super) fn of(address: &Address) -> Option<Self> {
        if let Some(path) = address.socket() {
            return Some(Self::Socket(path.to_owned()));
        }
        let port = ["tcp://", "http://"].iter().find_map(|it| address.url.strip_prefix(it))?;
        let port = port.trim_end_matches('/');
        let named = port.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
        Some(Self::Port(if named { port.to_owned() } else { format!("{port}:2375") }))
    }

    /// Whether it is on another host.
    pub(super) fn is_elsewhere(&self) -> bool {
        let Self::Port(port) = self else { return false };
        let host = port.rsplit_once(':').map_or(port.as_str(), |(host, _)| host);
        let host = host.trim_matches(['[', ']']);
        let is_loopback = host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
        !is_loopback && host != "localhost"
    }

    /// Who asks there. Without limits, each request gets its own.
    ///
    /// # Errors
    /// When the library refuses the place.
    pub(super) fn client(
        &self,
        version: &ClientVersion,
        limits: Option<Limits>,
    ) -> Result<Docker, Error> {
        let url = match self {
            Self::Socket(_) => "http://localhost".to_owned(),
            Self::Port(port) => format!("http://{port}"),
        };
        let place = self.clone();
        let ask = move |request: BollardRequest| {
            let own = || Limits::of(request.method(), request.uri().path());
            let limits = limits.clone().unwrap_or_else(own);
            asked(place.clone(), request, limits)
        };
        Docker::connect_with_custom_transport(ask, Some(url), LIBRARY, version)
    }
}

async fn asked(
    place: Place,
    request: BollardRequest,
    limits: Limits,
) -> Result<Response<Incoming>, Error> {
    let late = |_| io::Error::new(ErrorKind::TimedOut, "it takes no connection");
    match place {
        Place::Socket(path) => {
            let stream = timeout(CONNECT, UnixStream::connect(path)).await.map_err(late)??;
            answered(Limited::new(stream, limits), request).await
        }
        Place::Port(port) => {
            let stream = timeout(CONNECT, TcpStream::connect(port)).await.map_err(late)??;
            answered(Limited::new(stream, limits), request).await
        }
    }
}

async fn answered<S>(
    stream: Limited<S>,
    mut request: BollardRequest,
) -> Result<Response<Incoming>, Error>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection.with_upgrades());
    if let Some(host) = request.uri().authority()
        && let Ok(host) = HeaderValue::from_str(host.as_str())
    {
        request.headers_mut().insert(HOST, host);
    }
    if let Some(path) = request.uri().path_and_query() {
        *request.uri_mut() = Uri::from(path.clone());
    }
    Ok(sender.send_request(request).await?)
}

/// A stream that ends when its limits are reached.
struct Limited<S> {
    stream: S,
    limits: Limits,
    /// When patience is over.
    alarm: Option<Pin<Box<Sleep>>>,
    /// Whether the alarm is for the silence that lasts.
    is_silent: bool,
}

impl<S> Limited<S> {
    fn new(stream: S, limits: Limits) -> Self {
        let alarm = match limits.patience {
            Patience::Whole(time) | Patience::Silence(time) => Some(Box::pin(sleep(time))),
            Patience::Endless => None,
        };
        Self { stream, limits, alarm, is_silent: false }
    }

    /// Waits for the end of patience.
    fn poll_late(&mut self, cx: &mut Context<'_>) -> Poll<io::Error> {
        let Some(alarm) = &mut self.alarm else { return Poll::Pending };
        if let Patience::Silence(time) = self.limits.patience
            && !self.is_silent
        {
            // Silence begins when somebody waits: who reads what is there is not kept waiting.
            alarm.as_mut().reset(Instant::now() + time);
            self.is_silent = true;
        }
        alarm.as_mut().poll(cx).map(|()| self.limits.late())
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Limited<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        if let Patience::Whole(_) = this.limits.patience
            && let Poll::Ready(late) = this.poll_late(cx)
        {
            return Poll::Ready(Err(late));
        }
        let before = into.filled().len();
        match Pin::new(&mut this.stream).poll_read(cx, into) {
            Poll::Ready(read) => {
                this.is_silent = false;
                Poll::Ready(read.and_then(|()| this.limits.took(&into.filled()[before..])))
            }
            Poll::Pending => Poll::Ready(Err(ready!(this.poll_late(cx)))),
        }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Limited<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_that_are_others() {
        for (port, expected) in [
            ("127.0.0.1:2375", false),
            ("[::1]:2375", false),
            ("localhost:2375", false),
            ("10.0.0.1:2375", true),
            ("engine:2375", true),
        ] {
            assert_eq!(Place::Port(port.to_owned()).is_elsewhere(), expected, "{port}");
        }
        assert!(!Place::Socket("/run/docker.sock".to_owned()).is_elsewhere());
    }

    #[test]
    fn places_of_addresses() {
        for (url, expected) in [
            ("unix:///run/docker.sock", Some("Socket(\"/run/docker.sock\")")),
            ("tcp://10.0.0.1:2375", Some("Port(\"10.0.0.1:2375\")")),
            ("tcp://[::1]:2375/", Some("Port(\"[::1]:2375\")")),
            ("tcp://engine", Some("Port(\"engine:2375\")")),
            ("https://engine:2376", None),
        ] {
            let address = Address { url: url.to_owned(), ..Address::default() };
            let place = Place::of(&address).map(|place| format!("{place:?}"));
            assert_eq!(place.as_deref(), expected);
        }
    }
}
