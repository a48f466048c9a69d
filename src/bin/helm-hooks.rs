//! The command's door: hands over arguments, files and streams.

use std::io::{self, Read as _, Write as _};
use std::process::ExitCode;
use std::time::SystemTime;

use helm_hooks::cli::{Files, Surroundings, run};
use mimalloc::MiMalloc;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let (mut out, mut err) = (io::stdout().lock(), io::stderr().lock());
    let mut surroundings = Surroundings {
        files: Files { read: &read, bytes: &|file| std::fs::read(file), list: &list },
        now: now(),
        out: &mut out,
        err: &mut err,
    };
    let status = run(std::env::args_os(), &mut surroundings).and_then(|status| out.flush().map(|()| status));
    match status {
        Ok(status) => ExitCode::from(status),
        // Whoever reads the output has seen enough: `helm-hooks run story.yaml | head`.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// Seconds since 1970; a clock before that tells 0.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or_default()
}

fn read(file: &str) -> io::Result<String> {
    if file != "-" {
        return std::fs::read_to_string(file);
    }
    let mut text = String::new();
    io::stdin().read_to_string(&mut text)?;
    Ok(text)
}

fn list(folder: &str) -> io::Result<Vec<String>> {
    let entries: io::Result<Vec<_>> = std::fs::read_dir(folder)?.collect();
    let mut names: Vec<String> = entries?.iter().filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    Ok(names)
}
