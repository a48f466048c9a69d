//! Archives of charts, good and hostile, as the page opens them: those of `archives/`.

use std::fs;

use helm_hooks::service::{Given, Opened, open};
use helm_hooks::story::path;
use helm_hooks::text::from_bytes;

const FOLDER: &str = "tests/archives";

/// An archive of `tests/archives`, as the page hands it over.
fn archive(name: &str) -> Given {
    let bytes = fs::read(format!("{FOLDER}/{name}")).unwrap();
    Given { path: name.into(), text: from_bytes(&bytes) }
}

#[test]
fn archives_are_charts() {
    for (name, path) in [
        ("plain.tgz", "templates/a.yaml"),
        ("gnu-long-name.tgz", "values.yaml"),
        ("subchart-archive.tgz", "charts/sub-0.1.0/Chart.yaml"),
        ("subchart-nested.tgz", "charts/mid-1/charts/sub-1/Chart.yaml"),
    ] {
        let Opened::Story(story) = open(vec![archive(name)]) else { panic!("{name}") };
        let chart = story.charts.get("v1").unwrap();
        assert!(
            chart.text(path).is_some() && chart.text(path::CHART_YAML).is_some(),
            "{name}: {:?}",
            path::paths(chart)
        );
    }
}

#[test]
fn what_is_no_archive_of_a_chart_says_why() {
    for (name, reason) in [
        ("parent.tgz", "chart illegally references parent directory"),
        ("absolute-inside.tgz", "chart illegally contains absolute paths"),
        ("link.tgz", "chart archive has a link, which is not followed: x -> ../../etc/passwd"),
        ("huge-size.tgz", "decompressed chart is larger than the maximum size 104857600"),
        ("cut-gzip.tgz", "unexpected EOF"),
        ("no-bytes.tgz", "EOF"),
        ("not-gzip-bytes.tgz", "unexpected EOF"),
        ("no-chart-yaml.tgz", "Chart.yaml file is missing"),
        ("subchart-no-archive.tgz", "unexpected EOF"),
    ] {
        let Opened::Broken(found) = open(vec![archive(name)]) else { panic!("{name}") };
        assert_eq!(found[0].helm_says.as_deref(), Some(reason), "{name}");
    }
}

#[test]
fn every_archive_is_read_or_refused() {
    for file in fs::read_dir(FOLDER).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        let opened = open(vec![archive(&name)]);
        let is_taken = matches!(opened, Opened::Story(_) | Opened::Broken(_));
        assert_eq!(is_taken, name.ends_with(".tgz"), "{name}: {opened:?}");
    }
}
