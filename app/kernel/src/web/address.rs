//! The client's address: the peer's, or what a trusted proxy says. Rocket would trust `X-Real-IP` from anybody,
//! so the host switches that off and asks here.

use std::net::IpAddr;

use rocket::Request;

/// The address of the client. `X-Forwarded-For` is read from the right, past the trusted proxies, and only when the
/// peer itself is trusted; the first address that is not trusted is the client.
#[must_use]
pub fn client_address(request: &Request<'_>, trusted: &[IpAddr]) -> Option<IpAddr> {
    let peer = request.remote().map(|socket| socket.ip())?;
    if !trusted.contains(&peer) {
        return Some(peer);
    }
    let forwarded: Vec<&str> = request
        .headers()
        .get("X-Forwarded-For")
        .flat_map(|line| line.split(','))
        .collect();
    Some(through_proxies(peer, &forwarded, trusted))
}

fn through_proxies(peer: IpAddr, forwarded: &[&str], trusted: &[IpAddr]) -> IpAddr {
    for entry in forwarded.iter().rev() {
        match entry.trim().parse::<IpAddr>() {
            Ok(address) if trusted.contains(&address) => {}
            Ok(address) => return address,
            Err(_) => return peer,
        }
    }
    peer
}

/// Who asks for what only this network may see; nobody when a proxy that is not trusted speaks for them.
pub struct PeerAddress(Option<IpAddr>);

impl PeerAddress {
    /// Whether the peer is on this machine or in a private network.
    #[must_use]
    pub fn is_private(&self) -> bool {
        match self.0 {
            Some(IpAddr::V4(v4)) => v4.is_loopback() || v4.is_private(),
            Some(IpAddr::V6(v6)) => v6.is_loopback() || v6.is_unique_local(),
            None => false,
        }
    }
}

#[rocket::async_trait]
impl<'r> rocket::request::FromRequest<'r> for PeerAddress {
    type Error = ();
    async fn from_request(request: &'r Request<'_>) -> rocket::request::Outcome<Self, ()> {
        let trusted = request
            .rocket()
            .state::<std::sync::Arc<crate::app::App>>()
            .map(|app| &app.config.trusted_proxies);
        let forwarded = request.headers().contains("X-Forwarded-For")
            || request.headers().contains("Forwarded");
        let client = trusted.and_then(|trusted| client_address(request, trusted));
        let peer = request.remote().map(|socket| socket.ip());
        // A proxy that we do not know speaks for somebody that we do not know.
        let known = if forwarded && client == peer {
            None
        } else {
            client
        };
        rocket::request::Outcome::Success(Self(known))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_untrusted_from_the_right_is_the_client() {
        let proxy: IpAddr = "10.0.0.1".parse().unwrap();
        let client: IpAddr = "203.0.113.7".parse().unwrap();
        let forged = ["6.6.6.6", "203.0.113.7", " 10.0.0.1"];
        assert_eq!(through_proxies(proxy, &forged, &[proxy]), client);
        assert_eq!(through_proxies(proxy, &["nonsense"], &[proxy]), proxy);
        assert_eq!(through_proxies(proxy, &[], &[proxy]), proxy);
    }
}
