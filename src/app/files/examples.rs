//! The examples of `www/examples`, story files like any other.

/// A story to start from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example {
    /// The story's id, and its file name.
    pub id: &'static str,
    /// The story file.
    pub text: &'static str,
}

impl Example {
    /// One sentence of what it shows: the `title` line of the file.
    #[must_use]
    pub fn title(&self) -> &'static str {
        let line = self.text.lines().find_map(|line| line.strip_prefix("title: ")).unwrap_or(self.id);
        line.trim_matches('"')
    }
}

/// A table row: the file stands beside its id.
macro_rules! example {
    ($id:literal) => {
        Example { id: $id, text: include_str!(concat!("../../../www/examples/", $id, ".yaml")) }
    };
}

/// All examples in the order of the menu. The first one greets a first visit.
pub const EXAMPLES: [Example; 11] = [
    example!("shop"),
    example!("migration"),
    example!("notify"),
    example!("weights"),
    example!("several-events"),
    example!("delete-policies"),
    example!("failing-upgrade"),
    example!("rollback"),
    example!("configmap-hook"),
    example!("leftover"),
    example!("broken-script"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_folder_is_in_the_menu() {
        let mut files: Vec<String> = std::fs::read_dir("www/examples")
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        files.sort();
        let mut listed: Vec<String> = EXAMPLES.iter().map(|example| format!("{}.yaml", example.id)).collect();
        listed.sort();
        assert_eq!(files, listed);
    }

    #[test]
    fn titles_are_single_sentences() {
        for example in EXAMPLES {
            let title = example.title();
            assert!(title.len() > 30 && !title.ends_with('.') && !title.contains(". "), "{}: {title}", example.id);
        }
    }
}
