//! A chart from the archive that `helm package` makes (`pkg/chart/loader/archive`).

use super::files::Files;
use super::tar::{Kind, Tar};
use crate::template::{Dialect, quote};
use crate::text::from_bytes;

/// Bounds of what is read from an archive or a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChartLimits {
    /// Bytes of all files of a chart (`MaxDecompressedChartSize`).
    pub chart: usize,
    /// Bytes of one file, if they are bounded (`MaxDecompressedFileSize`; no longer since Helm 4).
    pub file: Option<usize>,
    /// Files. Helm has no bound.
    pub files: usize,
    /// Charts within charts. Helm has no bound.
    pub depth: usize,
}

impl ChartLimits {
    /// Helm's bounds, and ours where it has none.
    #[must_use]
    pub fn of(dialect: &Dialect) -> Self {
        ChartLimits { chart: 100 << 20, file: dialect.largest_file, files: 20_000, depth: 16 }
    }
}

/// The files of an archive, below the one folder it has.
///
/// `tar` is what the archive is unpacked: a command can do that itself, in a browser the browser does it.
///
/// # Errors
/// Helm's words for paths that lead outside, for what is too large and for what is no archive; ours for links
/// and devices, which Helm takes for empty files, and for too many files.
pub fn unpack(tar: &[u8], limits: &ChartLimits) -> Result<Files, String> {
    let mut files = Files::new();
    let mut left = limits.chart;
    let mut tar = Tar::new(tar);
    while let Some(entry) = tar.next()? {
        if entry.kind == Kind::Nothing {
            continue;
        }
        let path = path_in_chart(&entry.name)?;
        match &entry.kind {
            Kind::Link(target) => {
                return Err(format!("chart archive has a link, which is not followed: {path} -> {target}"));
            }
            Kind::Device => return Err(format!("chart archive has something that is no file: {path}")),
            Kind::File | Kind::Nothing => {}
        }
        if entry.size > left {
            return Err(too_large(limits));
        }
        if let Some(most) = limits.file.filter(|most| entry.size > *most) {
            let name = quote(&entry.name);
            return Err(format!("decompressed chart file {name} is larger than the maximum file size {most}"));
        }
        if files.len() >= limits.files {
            return Err(format!("chart archive has more than {} files", limits.files));
        }
        let data = entry.data()?;
        left = left.saturating_sub(data.len());
        if left == 0 {
            return Err(too_large(limits));
        }
        let data = data.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(data);
        files.insert(path, from_bytes(data));
    }
    if files.is_empty() { Err("no files in chart archive".into()) } else { Ok(files) }
}

fn too_large(limits: &ChartLimits) -> String {
    // The word went with the bound of a single file.
    let file = if limits.file.is_some() { "file " } else { "" };
    format!("decompressed chart is larger than the maximum {file}size {}", limits.chart)
}

/// The path below the archive's folder.
fn path_in_chart(name: &str) -> Result<String, String> {
    let delimiter = if name.contains('\\') { '\\' } else { '/' };
    let (folder, inner) = name.split_once(delimiter).unwrap_or((name, ""));
    let inner = inner.replace(delimiter, "/");
    if inner.starts_with('/') {
        return Err("chart illegally contains absolute paths".into());
    }
    let inner = clean(&inner);
    if inner.is_empty() {
        return Err(format!("chart illegally contains content outside the base directory: {}", quote(name)));
    }
    if inner.starts_with("..") {
        return Err("chart illegally references parent directory".into());
    }
    if matches!(inner.as_bytes(), [drive, b':', b'/', ..] if drive.is_ascii_alphabetic()) {
        return Err("chart contains illegally named files".into());
    }
    if folder == "Chart.yaml" {
        return Err("chart yaml not in base directory".into());
    }
    Ok(inner)
}

/// A relative path without `.`, `..` and empty names where that is possible (Go's `path.Clean`), empty for `.`.
fn clean(path: &str) -> String {
    let mut names: Vec<&str> = Vec::new();
    for name in path.split('/') {
        match (name, names.last()) {
            ("" | ".", _) => {}
            ("..", Some(last)) if *last != ".." => _ = names.pop(),
            (name, _) => names.push(name),
        }
    }
    names.join("/")
}
