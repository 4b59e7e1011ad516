//! The files that pages load, embedded with their compressed twins.
//! Here so that a page names a file by its plain name and gets the one with the right hash.

/// A file as it goes over the wire.
#[derive(Clone, Copy, Debug)]
pub struct Asset {
    /// As it is.
    pub bytes: &'static [u8],
    /// Compressed with brotli, where that pays.
    pub br: Option<&'static [u8]>,
    /// Compressed with gzip, where that pays.
    pub gz: Option<&'static [u8]>,
    /// The media type.
    pub content_type: &'static str,
    /// The entity tag, quotes included.
    pub etag: &'static str,
}

struct Entry {
    logical: &'static str,
    hashed: &'static str,
    url: &'static str,
    asset: Asset,
}

static TABLE: &[Entry] = include!(concat!(env!("OUT_DIR"), "/assets_table.rs"));

/// The address of a file by its plain name (`app.css`, `tickets/desk.js`). An unknown name gives
/// an address that answers 404, so a page never breaks over it.
pub fn url(logical: &str) -> &'static str {
    TABLE
        .iter()
        .find(|entry| entry.logical == logical)
        .map_or("/static/missing", |entry| entry.url)
}

/// The file behind a hashed name, the part after `/static/`; it never changes under that name.
pub fn find(hashed: &str) -> Option<Asset> {
    TABLE
        .iter()
        .find(|entry| entry.hashed == hashed)
        .map(|entry| entry.asset)
}

/// The file of a plain name.
pub fn named(logical: &str) -> Option<Asset> {
    TABLE
        .iter()
        .find(|entry| entry.logical == logical)
        .map(|entry| entry.asset)
}

/// The plain names of all files.
pub fn names() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|entry| entry.logical)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_found_by_the_address_that_pages_write() {
        for name in names() {
            let hashed = url(name).strip_prefix("/static/").unwrap();
            assert!(!find(hashed).unwrap().bytes.is_empty(), "{name}");
        }
        assert!(find("app.css").is_none(), "the plain name is no address");
        assert_eq!(url("no-such-file"), "/static/missing");
    }

    #[test]
    fn first_visit_stays_below_a_hundred_kilobytes_with_room_for_the_page() {
        let first = ["app.css", "htmx.js", "app.js", "icons.svg", "logo.svg"];
        let packed = |name: &str| find(url(name).strip_prefix("/static/").unwrap()).unwrap();
        let bytes: usize = first
            .iter()
            .map(|name| packed(name).br.unwrap().len())
            .sum();
        let font = packed("vazirmatn.woff2").bytes.len();
        assert!(bytes + font < 92_000, "{bytes} + font {font}");
    }
}
