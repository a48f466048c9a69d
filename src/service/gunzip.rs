//! Unpacks gzip within a limit, in Go's words (`compress/gzip`). The checksum at its end is not looked at: Helm stops where
//! the archive inside ends, and never gets there.

use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};

use crate::chart::ChartLimits;

/// How a gzip file begins, and how long its head is at least.
pub const MAGIC: &[u8] = b"\x1F\x8B\x08";
const HEAD: usize = 10;

/// Behind the head come more of it, as the flags in its fourth byte say.
const HAS_CHECKSUM: u8 = 1 << 1;
const HAS_EXTRA: u8 = 1 << 2;
const HAS_NAME: u8 = 1 << 3;
const HAS_COMMENT: u8 = 1 << 4;

const CUT: &str = "unexpected EOF";

/// What is packed in `bytes`.
///
/// # Errors
/// It is no gzip, cut off, damaged, or unpacked larger than a chart may be.
pub fn gunzip(bytes: &[u8], limits: &ChartLimits) -> Result<Vec<u8>, String> {
    if bytes.is_empty() {
        return Err("EOF".into());
    }
    let (head, mut rest) = bytes.split_at_checked(HEAD).ok_or(CUT)?;
    let flags = head.get(3).filter(|_| head.starts_with(MAGIC)).copied().ok_or("gzip: invalid header")?;
    let has = |flag: u8| flags & flag != 0;
    if has(HAS_EXTRA) {
        let (length, more) = rest.split_first_chunk().ok_or(CUT)?;
        rest = more.get(usize::from(u16::from_le_bytes(*length))..).ok_or(CUT)?;
    }
    for _ in [HAS_NAME, HAS_COMMENT].into_iter().filter(|flag| has(*flag)) {
        let end = rest.iter().position(|byte| *byte == 0).ok_or(CUT)?;
        rest = rest.get(end.saturating_add(1)..).unwrap_or_default();
    }
    if has(HAS_CHECKSUM) {
        rest = rest.get(2..).ok_or(CUT)?;
    }
    // Headers and padding of tar come on top of the files: at worst 1,023 bytes a file.
    let most = limits.files.saturating_mul(1 << 10).saturating_add(limits.chart);
    decompress_to_vec_with_limit(rest, most).map_err(|error| match error.status {
        TINFLStatus::HasMoreOutput => format!("decompressed chart is larger than the maximum size {}", limits.chart),
        TINFLStatus::FailedCannotMakeProgress | TINFLStatus::NeedsMoreInput => CUT.into(),
        _ => "gzip: flate: corrupt input".into(),
    })
}
