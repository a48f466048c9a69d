//! Any bytes are an archive or refused; what is unpacked stays inside the chart and within the limits, and makes a chart
//! or an error.
#![no_main]

use helm_hooks::chart::{ChartLimits, from_files, unpack};
use helm_hooks::template::Dialect;
use helm_hooks::text::to_bytes;
use libfuzzer_sys::fuzz_target;

const LIMITS: ChartLimits = ChartLimits { chart: 1 << 16, file: Some(1 << 14), files: 64, depth: 4 };

fuzz_target!(|bytes: &[u8]| {
    let Ok(files) = unpack(bytes, &LIMITS) else { return };
    assert!(!files.is_empty() && files.len() <= LIMITS.files);
    let mut whole = 0;
    for (path, text) in &files {
        assert!(!path.starts_with('/') && path.split('/').all(|name| !name.is_empty() && name != ".."), "{path}");
        whole += to_bytes(text).len();
    }
    assert!(whole < LIMITS.chart, "{whole} bytes");
    // Subcharts are archives without gzip here, so that the fuzzer can make them.
    _ = from_files(files, &|bytes| Ok(bytes.to_vec()), &LIMITS, &Dialect::NEWEST);
});
