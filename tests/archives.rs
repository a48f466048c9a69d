//! Chart archives, good and hostile, as real Helm takes them: `archives/record.mjs` made them and asked.

use std::fs;
use std::io::Read as _;
use std::process::Command;

use flate2::read::GzDecoder;
use helm_hooks::chart::{ChartLimits, from_files, unpack};
use helm_hooks::template::Dialect;
use helm_hooks::text::to_bytes;
use proptest::prelude::*;
use serde_json::Value;

const FOLDER: &str = "tests/archives";

/// What Helm loads as empty files and we refuse, with our words.
const REFUSED: [(&str, &str); 3] = [
    ("link.tgz", "chart archive has a link, which is not followed: x -> ../../etc/passwd"),
    ("hard-link.tgz", "chart archive has a link, which is not followed: x -> app/values.yaml"),
    ("device.tgz", "chart archive has something that is no file: x"),
];

/// Standard output, standard error, and whether all went well.
fn rendered(archive: &str, helm: &str) -> (String, String, bool) {
    let call = Command::new(env!("CARGO_BIN_EXE_helm-hooks"))
        .args(["render", archive, "--helm", helm])
        .current_dir(FOLDER)
        .output()
        .unwrap();
    (String::from_utf8(call.stdout).unwrap(), String::from_utf8(call.stderr).unwrap(), call.status.success())
}

/// The first line: Helm 4 keeps the reason to itself, we tell it on the next. Helm tells the whole path.
fn first_line(stderr: &str) -> String {
    let line = stderr.lines().next().unwrap_or_default();
    match line.split_once("file '") {
        Some((head, tail)) => format!("{head}file '{}", tail.rsplit_once('/').map_or(tail, |(_, name)| name)),
        None => line.to_owned(),
    }
}

#[test]
fn archives_are_taken_and_refused_as_helm_does() {
    let answers = fs::read_to_string(format!("{FOLDER}/answers.jsonl")).unwrap();
    let (mut wrong, mut count) = (Vec::new(), 0);
    for line in answers.lines() {
        let answer: Value = serde_json::from_str(line).unwrap();
        let text = |field: &str| answer[field].as_str().unwrap();
        let (archive, helm) = (text("archive"), text("helm"));
        if REFUSED.iter().any(|(refused, _)| *refused == archive) {
            continue;
        }
        let (out, err, fine) = rendered(archive, helm);
        // Go tells types of text and bytes apart by their content; a path of Windows stays as it is.
        let same =
            out == text("stdout") && first_line(&err) == first_line(text("stderr")) && fine == (answer["exit"] == 0);
        if !same {
            wrong.push(format!("{archive} {helm}\n  Helm {answer}\n  we {out:?} {err:?}"));
        }
        count += 1;
    }
    assert!(count >= 90, "only {count} answers");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_refusal_tells_its_reason() {
    let reasons = [
        ("parent.tgz", "chart illegally references parent directory"),
        ("absolute-inside.tgz", "chart illegally contains absolute paths"),
        ("huge-size.tgz", "decompressed chart is larger than the maximum size 104857600"),
    ];
    for (archive, reason) in reasons.iter().chain(&REFUSED) {
        let (_, err, fine) = rendered(archive, "v4.3.1");
        assert_eq!(err, format!("Error: unable to load chart archive\n{reason}\n"));
        assert!(!fine);
    }
}

const LIMITS: ChartLimits = ChartLimits { chart: 1 << 16, file: Some(1 << 14), files: 8, depth: 3 };

/// What is unpacked stays inside the chart and within the limits, and makes a chart or an error.
fn check(tar: &[u8]) {
    let Ok(files) = unpack(tar, &LIMITS) else { return };
    assert!(!files.is_empty() && files.len() <= LIMITS.files);
    assert!(files.values().map(|text| to_bytes(text).len()).sum::<usize>() < LIMITS.chart);
    for path in files.keys() {
        assert!(!path.starts_with('/') && path.split('/').all(|name| !name.is_empty() && name != ".."), "{path}");
    }
    // As if nothing were packed, so that more of it is read.
    _ = from_files(files, &|bytes| Ok(bytes.to_vec()), &LIMITS, &Dialect::NEWEST);
}

fn unpacked(archive: &str) -> Vec<u8> {
    let mut tar = Vec::new();
    GzDecoder::new(fs::File::open(format!("{FOLDER}/{archive}.tgz")).unwrap()).read_to_end(&mut tar).unwrap();
    tar
}

/// Archives with bytes changed and an end cut off.
fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let archives = ["plain", "subchart-archive", "pax-path", "gnu-long-name", "ustar-prefix", "link", "huge-size"];
    let tars: Vec<Vec<u8>> = archives.iter().map(|name| unpacked(name)).collect();
    let changes = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12);
    (prop::sample::select(tars), changes, any::<prop::sample::Index>(), any::<bool>()).prop_map(
        |(mut tar, changes, end, cut)| {
            for (at, byte) in changes {
                let at = at.index(tar.len());
                tar[at] = byte;
            }
            mend_checksums(&mut tar);
            if cut {
                tar.truncate(end.index(tar.len()));
            }
            tar
        },
    )
}

/// Makes the checksum of every block that looks like a header right again, or hardly one would be read.
fn mend_checksums(tar: &mut [u8]) {
    for block in tar.chunks_exact_mut(512).filter(|block| block[257..262] == *b"ustar") {
        block[148..156].fill(b' ');
        let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
        block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    }
}

proptest! {
    #[test]
    fn damaged_archives_are_read_or_refused(tar in damaged()) {
        check(&tar);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        check(&bytes);
    }
}

#[test]
fn limits_are_told_in_helms_words() {
    let tar = unpacked("plain");
    let within = |limits: ChartLimits| unpack(&tar, &limits).map(|_| ());
    assert_eq!(within(LIMITS), Ok(()));
    let told = [
        (ChartLimits { chart: 100, ..LIMITS }, "decompressed chart is larger than the maximum file size 100"),
        (ChartLimits { chart: 100, file: None, ..LIMITS }, "decompressed chart is larger than the maximum size 100"),
        (
            ChartLimits { file: Some(10), ..LIMITS },
            "decompressed chart file \"app/Chart.yaml\" is larger than the maximum file size 10",
        ),
        (ChartLimits { files: 2, ..LIMITS }, "chart archive has more than 2 files"),
    ];
    for (limits, error) in told {
        assert_eq!(within(limits), Err(error.to_owned()));
    }
}

#[test]
fn a_bomb_ends_at_the_limit() {
    use flate2::{Compression, write::GzEncoder};
    let folder = std::env::temp_dir().join(format!("helm-hooks-bomb-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join("bomb.tgz");
    let mut packed = GzEncoder::new(fs::File::create(&path).unwrap(), Compression::fast());
    std::io::copy(&mut std::io::repeat(0).take(200 << 20), &mut packed).unwrap();
    packed.finish().unwrap();
    let (out, err, fine) = rendered(path.to_str().unwrap(), "v3.22.0");
    fs::remove_dir_all(&folder).unwrap();
    assert_eq!((out.as_str(), fine), ("", false));
    assert_eq!(err, "Error: decompressed chart is larger than the maximum size 104857600\n");
}
