//! The order in which an uninstall deletes (R-UN-9).

use std::collections::BTreeMap;

use super::{Dialect, Manifest, Order, Origin, head, sort_files, split};
use crate::chart::Rendered;

/// How each document of a stored manifest begins (R-RND-14).
const HEADER: &str = "---\n# Source: ";

/// The documents of a stored manifest in the order in which they are deleted.
///
/// Helm splits the manifest again and treats the documents as files called `manifest-0`, `manifest-1`, …,
/// which it sorts as texts: among equal kinds, `manifest-10` is deleted before `manifest-2` (V-ORD-3). The
/// [`Manifest::path`] is that name.
///
/// `origins` says where the documents came from, in the order of the manifest.
/// Source: `deleteRelease`, `pkg/action/uninstall.go`.
///
/// # Errors
/// Helm's words for a document that cannot be read, without a prefix.
pub fn sort_for_uninstall(
    manifest: &str,
    origins: &[Origin],
    dialect: Dialect,
    heads: &head::Memory,
) -> Result<Vec<Manifest>, String> {
    let headers: Vec<usize> = manifest.match_indices(HEADER).map(|(at, _)| at).collect();
    let mut files = BTreeMap::new();
    let mut places = BTreeMap::new();
    for (i, range) in split(manifest, dialect.split).into_iter().enumerate() {
        let name = format!("manifest-{i}");
        // A document may fall apart when it is split again, so headers are counted, not documents.
        let origin = headers.partition_point(|at| *at < range.start).checked_sub(1).and_then(|i| origins.get(i));
        places.insert(name.clone(), origin.cloned().unwrap_or_default());
        let text = manifest.get(range).unwrap_or_default();
        files.insert(name, Rendered { text: text.into(), ..Rendered::default() });
    }
    let sorted = sort_files("", &files, Order::Uninstall, dialect, heads);
    if let Some(error) = sorted.error {
        return Err(error);
    }
    let placed = sorted.manifests.into_iter().map(|manifest| {
        let origin = places.get(&manifest.path).cloned().unwrap_or_default();
        Manifest { origin, ..manifest }
    });
    Ok(placed.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::Split;
    use crate::text::Span;

    const HELM_4: Dialect =
        Dialect { split: Split::Lines, unplaced: &[], head_type: "util.SimpleHead", sorts_hooks: true };

    fn sort_for_uninstall(manifest: &str, origins: &[Origin], dialect: Dialect) -> Result<Vec<Manifest>, String> {
        super::sort_for_uninstall(manifest, origins, dialect, &head::Memory::default())
    }

    fn manifest(documents: &[&str]) -> String {
        documents.iter().map(|text| format!("---\n# Source: app/templates/x.yaml\n{text}\n")).collect()
    }

    #[test]
    fn documents_of_a_kind_go_in_the_order_of_their_names_as_texts() {
        let documents: Vec<String> = (0..12).map(|i| format!("kind: ConfigMap\nmetadata:\n  name: cm{i}\n")).collect();
        let documents: Vec<&str> = documents.iter().map(String::as_str).collect();
        let origins: Vec<Origin> = (0..12).map(|i| Origin { span: Span::at(i), ..Origin::default() }).collect();
        let sorted = sort_for_uninstall(&manifest(&documents), &origins, HELM_4).unwrap();
        let names: Vec<&str> = sorted.iter().map(|manifest| manifest.name.as_str()).collect();
        assert_eq!(names.join(" "), "cm0 cm1 cm10 cm11 cm2 cm3 cm4 cm5 cm6 cm7 cm8 cm9");
        for manifest in &sorted {
            assert_eq!(format!("cm{}", manifest.origin.span.start), manifest.name);
        }
    }

    #[test]
    fn services_go_before_workloads() {
        let text = manifest(&["kind: Namespace", "kind: Service", "kind: Deployment", "kind: Custom", "kind: Job"]);
        let kinds: Vec<String> = sort_for_uninstall(&text, &[], HELM_4).unwrap().into_iter().map(|m| m.kind).collect();
        assert_eq!(kinds, ["Service", "Job", "Deployment", "Namespace", "Custom"]);
    }

    #[test]
    fn a_document_that_falls_apart_keeps_its_origin() {
        // What R-SPL-7 leaves in a document of Helm 3 is a separator the second time.
        let helm_3 = Dialect { split: Split::Trimmed, ..HELM_4 };
        let origins = [Span::at(1), Span::at(2)].map(|span| Origin { span, ..Origin::default() });
        let sorted = sort_for_uninstall(&manifest(&["---\nkind: Job", "kind: Pod"]), &origins, helm_3).unwrap();
        let found: Vec<(&str, usize)> = sorted.iter().map(|m| (m.kind.as_str(), m.origin.span.start)).collect();
        assert_eq!(found, [("Job", 1), ("Pod", 2), ("", 1)]);
    }

    #[test]
    fn a_broken_record_is_an_error() {
        let error = sort_for_uninstall(&manifest(&["kind: [a]"]), &[], HELM_4).unwrap_err();
        assert!(error.starts_with("YAML parse error on manifest-0: "), "{error}");
    }
}
