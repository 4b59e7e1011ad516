//! The code that leads from the paper to the page which verifies it.

use kernel::error::{AppError, AppResult};
use qrcode::render::svg::Color;
use qrcode::{EcLevel, QrCode};

/// An SVG of an address. A printed page is creased and stained, so a quarter of it may be missing.
pub(crate) fn svg(address: &str) -> AppResult<String> {
    let code = QrCode::with_error_correction_level(address, EcLevel::Q)
        .map_err(|e| AppError::internal(format!("a code for {address}: {e}")))?;
    Ok(code.render::<Color<'_>>().quiet_zone(false).build())
}
