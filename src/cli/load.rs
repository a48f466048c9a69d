//! A chart from a folder or an archive, as Helm loads it (`pkg/chart/v2/loader`).

use std::io;

use crate::chart::{ChartLimits, Files, Ignored, from_files, unpack};
use crate::cli;
use crate::service::{GZIP, gunzip};
use crate::story::Chart;
use crate::template::Dialect;
use crate::text::from_owned_bytes;

/// Folders within folders are read this deep.
const DEPTH: usize = 32;

/// Why there is no chart.
pub(super) enum Error {
    /// A file or a folder cannot be read.
    Unreadable(String),
    /// Helm would not take it.
    Refused(String),
}

impl From<String> for Error {
    fn from(error: String) -> Self {
        Error::Refused(error)
    }
}

/// Loads the chart at `path`.
///
/// # Errors
/// It cannot be read, or Helm refuses it.
pub(super) fn load(path: &str, dialect: &Dialect, files: cli::Files<'_>) -> Result<Chart, Error> {
    let limits = &ChartLimits::of(dialect);
    let is_folder = (files.list)(path).is_ok();
    let read = if is_folder { folder(path, limits, files)? } else { archive(path, limits, dialect, files)? };
    if dialect.detects_charts && !read.contains_key("Chart.yaml") {
        let file = format!("{}/Chart.yaml", path.trim_end_matches('/'));
        return Err(Error::Refused(if is_folder {
            format!("unable to detect chart at {file}: open {file}: no such file or directory")
        } else {
            "unable to detect chart version, no Chart.yaml found".into()
        }));
    }
    Ok(from_files(read, &|bytes| gunzip(bytes, limits), limits, dialect)?)
}

fn archive(path: &str, limits: &ChartLimits, dialect: &Dialect, files: cli::Files<'_>) -> Result<Files, Error> {
    let bytes = (files.bytes)(path).map_err(|error| unreadable(path, &error))?;
    if bytes.starts_with(GZIP) {
        let read = gunzip(&bytes, limits).and_then(|tar| unpack(&tar, limits));
        // Helm 4 keeps the reason to itself; it is worth a line.
        let told = |why| if dialect.detects_charts { format!("unable to load chart archive\n{why}") } else { why };
        return read.map_err(|why| Error::Refused(told(why)));
    }
    if [".yml", ".yaml"].iter().any(|ending| path.ends_with(ending)) {
        return Err(Error::Refused(format!("file '{path}' seems to be a YAML file, but expected a gzipped archive")));
    }
    // Go looks at 512 bytes, zeros where the file has less. Of the many types it knows these two are common.
    let binary = |byte: &u8| matches!(byte, 0..=8 | 0x0B | 0x0E..=0x1A | 0x1C..=0x1F);
    let is_text = bytes.get(..512).is_some_and(|head| !head.iter().any(binary));
    let got = if is_text { "text/plain; charset=utf-8" } else { "application/octet-stream" };
    Err(Error::Refused(format!("file '{path}' does not appear to be a gzipped archive; got '{got}'")))
}

fn folder(path: &str, limits: &ChartLimits, files: cli::Files<'_>) -> Result<Files, Error> {
    let root = path.trim_end_matches('/');
    let rules = (files.read)(&format!("{root}/.helmignore")).unwrap_or_default();
    let ignored = Ignored::new(&rules)?;
    let mut reading = Reading { root, files, ignored, limits, found: Files::new(), left: limits.chart };
    reading.folder("", DEPTH)?;
    Ok(reading.found)
}

struct Reading<'a> {
    root: &'a str,
    files: cli::Files<'a>,
    ignored: Ignored,
    limits: &'a ChartLimits,
    found: Files,
    /// Bytes that files may still have.
    left: usize,
}

impl Reading<'_> {
    /// Reads what is in the folder at `path`, which ends in `/`, or is empty for that of the chart.
    fn folder(&mut self, path: &str, depth: usize) -> Result<(), Error> {
        let depth = depth.checked_sub(1).ok_or_else(|| format!("{path} lies too deep"))?;
        let full = format!("{}/{path}", self.root);
        let names = (self.files.list)(&full).map_err(|error| unreadable(&full, &error))?;
        for name in names {
            let path = format!("{path}{name}");
            let full = format!("{}/{path}", self.root);
            // Most names are those of files: asking for their bytes first saves a question to the system for each.
            match (self.files.bytes)(&full) {
                Ok(bytes) if !self.ignored.has(&path, false) => self.file(&path, &name, bytes)?,
                Ok(_) => {}
                Err(_) if (self.files.list)(&full).is_ok() => {
                    if !self.ignored.has(&path, true) {
                        self.folder(&format!("{path}/"), depth)?;
                    }
                }
                Err(error) if !self.ignored.has(&path, false) => return Err(unreadable(&full, &error)),
                Err(_) => {}
            }
        }
        Ok(())
    }

    fn file(&mut self, path: &str, name: &str, mut bytes: Vec<u8>) -> Result<(), Error> {
        if let Some(most) = self.limits.file.filter(|most| bytes.len() > *most) {
            return Err(format!("chart file \"{name}\" is larger than the maximum file size {most}").into());
        }
        let Some(left) = self.left.checked_sub(bytes.len()) else {
            let most = self.limits.chart;
            let error = format!("error reading {path}: chart exceeds maximum decompressed size of {most} bytes");
            return Err(error.into());
        };
        if self.found.len() >= self.limits.files {
            return Err(format!("{} has more than {} files", self.root, self.limits.files).into());
        }
        self.left = left;
        if bytes.starts_with(b"\xEF\xBB\xBF") {
            bytes.drain(..3);
        }
        self.found.insert(path.into(), from_owned_bytes(bytes));
        Ok(())
    }
}

fn unreadable(path: &str, error: &io::Error) -> Error {
    Error::Unreadable(format!("cannot read {path}: {error}"))
}
