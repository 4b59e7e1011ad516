//! Exports of a filtered list as CSV or Excel. Cells that a spreadsheet would run as a formula are defused;
//! CSV begins with a byte order mark so that Excel reads Persian.

use std::io::Cursor;

use rocket::http::{ContentType, Header};
use rocket::response::{Responder, Result as Rendered};
use rocket::{Request, Response};
use rust_xlsxwriter::Workbook;

use super::Cx;
use crate::error::{AppError, AppResult};

/// The file's format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// Comma-separated, UTF-8.
    Csv,
    /// Excel.
    Xlsx,
}

impl ExportFormat {
    /// From the address.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "csv" => Some(Self::Csv),
            "xlsx" => Some(Self::Xlsx),
            _ => None,
        }
    }
}

/// A finished file.
pub struct Export {
    name: String,
    format: ExportFormat,
    bytes: Vec<u8>,
}

impl Export {
    /// Makes the file from a head and rows; `name` has no ending. The sheet runs as the reader's language does.
    pub fn new(
        cx: &Cx<'_>,
        name: &str,
        format: ExportFormat,
        head: &[String],
        rows: &[Vec<String>],
    ) -> AppResult<Self> {
        let bytes = match format {
            ExportFormat::Csv => csv(head, rows)?,
            ExportFormat::Xlsx => xlsx(cx.locale().dir() == "rtl", head, rows)?,
        };
        Ok(Self {
            name: name.to_owned(),
            format,
            bytes,
        })
    }
}

/// Spreadsheets run cells that begin with these signs.
fn defused(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

fn csv(head: &[String], rows: &[Vec<String>]) -> AppResult<Vec<u8>> {
    let failed = |e: csv::Error| AppError::internal(format!("csv: {e}"));
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(head).map_err(failed)?;
    for row in rows {
        writer
            .write_record(row.iter().map(|cell| defused(cell)))
            .map_err(failed)?;
    }
    writer
        .into_inner()
        .map_err(|e| AppError::internal(format!("csv: {e}")))
}

fn xlsx(rtl: bool, head: &[String], rows: &[Vec<String>]) -> AppResult<Vec<u8>> {
    let failed = |e: rust_xlsxwriter::XlsxError| AppError::internal(format!("xlsx: {e}"));
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_right_to_left(rtl);
    for (row, cells) in std::iter::once(head)
        .chain(rows.iter().map(Vec::as_slice))
        .enumerate()
    {
        for (column, cell) in cells.iter().enumerate() {
            let (row, column) = (
                u32::try_from(row).unwrap_or(u32::MAX),
                u16::try_from(column).unwrap_or(u16::MAX),
            );
            // A string cell is never run as a formula.
            sheet.write_string(row, column, cell).map_err(failed)?;
        }
    }
    book.save_to_buffer().map_err(failed)
}

impl<'r> Responder<'r, 'static> for Export {
    fn respond_to(self, _request: &'r Request<'_>) -> Rendered<'static> {
        let (content_type, ending) = match self.format {
            ExportFormat::Csv => (ContentType::CSV, "csv"),
            ExportFormat::Xlsx => (
                ContentType::new(
                    "application",
                    "vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                ),
                "xlsx",
            ),
        };
        let disposition = format!("attachment; filename=\"{}.{ending}\"", self.name);
        Ok(Response::build()
            .header(content_type)
            .header(Header::new("Content-Disposition", disposition))
            .header(Header::new("Cache-Control", "no-store"))
            .sized_body(self.bytes.len(), Cursor::new(self.bytes))
            .finalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_in_a_cell_is_defused_and_persian_is_kept() {
        let bytes = csv(
            &["نام".to_owned()],
            &[vec!["=1+1".to_owned()], vec!["سارا".to_owned()]],
        )
        .unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(text, "\u{feff}نام\n'=1+1\nسارا\n");
    }
}
