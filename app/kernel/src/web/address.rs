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
