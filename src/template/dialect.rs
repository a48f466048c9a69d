//! What templates can tell about the Helm version that renders them.

use crate::story::HelmVersion;

/// One column of the table of differences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect {
    /// Errors are reported level by level (since 4.0.0, `pkg/engine` `reformatExecErrorMsg`).
    pub traces_errors: bool,
    /// Go package of `Values`, `Capabilities` and what belongs to them.
    pub package: &'static str,
    /// `.Chart` is a map, not a struct (since 4.0.0, `pkg/chart` `MetadataAsMap`).
    pub chart_is_map: bool,
    /// `mustToYaml`, `mustToToml` and the duration helpers exist (since 4.0.0).
    pub newer_functions: bool,
    /// `.Capabilities.KubeVersion` keeps the vendor's suffix apart from the version (since 4.0.0).
    pub full_kube_version: bool,
    /// A null in the chart's own values.yaml vanishes (since 4.0.0).
    pub drops_nulls: bool,
    /// A values file may have several documents (since 4.0.0, `LoadValues`).
    pub values_have_documents: bool,
    /// A chart's version is looked at before the chart, and the errors of archives are not told (since 4.0.0,
    /// `pkg/chart/loader`).
    pub detects_charts: bool,
    /// The largest file of a chart in bytes (gone since 4.3, `MaxDecompressedFileSize`).
    pub largest_file: Option<usize>,
    /// `--set-json` takes a whole object (since 4.0.0).
    pub sets_whole_json: bool,
    /// Schemas of values are checked by xeipuu/gojsonschema (until 3.18.0, `ValidateAgainstSingleSchema`).
    pub older_schemas: bool,
}

impl Dialect {
    /// Helm 4.
    pub const NEWEST: Dialect = Dialect {
        traces_errors: true,
        package: "common",
        chart_is_map: true,
        newer_functions: true,
        full_kube_version: true,
        drops_nulls: true,
        values_have_documents: true,
        detects_charts: true,
        largest_file: None,
        sets_whole_json: true,
        older_schemas: false,
    };

    /// Helm 3.
    pub const HELM_3: Dialect = Dialect {
        traces_errors: false,
        package: "chartutil",
        chart_is_map: false,
        newer_functions: false,
        full_kube_version: false,
        drops_nulls: false,
        values_have_documents: false,
        detects_charts: false,
        largest_file: Some(5 << 20),
        sets_whole_json: false,
        older_schemas: false,
    };

    /// The column of a version.
    #[must_use]
    pub fn of(version: HelmVersion) -> Dialect {
        match (version.major, version.minor) {
            (4.., _) => Dialect::NEWEST,
            (3, 18..) => Dialect::HELM_3,
            _ => Dialect { older_schemas: true, ..Dialect::HELM_3 },
        }
    }
}
