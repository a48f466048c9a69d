//! The examples of `www/examples`, story files like any other. The page knows their names, the engine their texts.

/// A story to start from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example {
    /// The story's id, and its file name.
    pub id: &'static str,
    /// One sentence of what it shows: the story's title.
    pub title: &'static str,
}

macro_rules! examples {
    ($($id:literal $title:literal;)*) => {
        /// All examples in the order of the menu. The first one greets a first visit.
        pub const EXAMPLES: &[Example] = &[$(Example { id: $id, title: $title },)*];

        /// The story file of an example; empty if there is none of this name.
        #[must_use]
        pub fn example(id: &str) -> &'static str {
            match id {
                $($id => include_str!(concat!("../../www/examples/", $id, ".yaml")),)*
                _ => "",
            }
        }
    };
}

examples! {
    "shop" "A shop is backed up, migrated and announced with every upgrade, and three hook objects outlive it";
    "migration" "A migration runs before the app on every install and every upgrade";
    "notify" "After each install and upgrade a Job tells the team, with address and words from the values";
    "weights" "Weights decide the order, negative ones first; equal weights go by name, and the kind plays no part";
    "several-events" "One Job names three events: it runs after install, upgrade and rollback, and each run replaces the Job of the last";
    "delete-policies" "Five delete policies side by side: all hooks succeed, two Jobs are deleted, three outlive even the release";
    "failing-upgrade" "A pre-upgrade hook fails: nothing of the app is touched, revision 1 stays deployed, and the failed Job stays for a look";
    "rollback" "A rollback runs the hooks of the revision it restores, not those of the revision it leaves";
    "configmap-hook" "A ConfigMap can be a hook: it is there before the Job that reads it, Helm waits for nothing, and uninstall leaves it behind";
    "leftover" "A Job that only a failure would delete: Helm 3.22 stops at the next upgrade, Helm 4.3 takes the old result and does not run it again";
    "broken-script" "A comment ends an unquoted script too early, so Helm stops before the first step";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_menu_says_what_the_files_say() {
        for Example { id, title } in EXAMPLES {
            let story = crate::story::read(example(id)).unwrap();
            assert_eq!((story.id.as_str(), story.title.as_str()), (*id, *title));
            assert!(title.len() > 30 && !title.ends_with('.') && !title.contains(". "), "{id}: {title}");
        }
    }
}
