//! Flags of the operations, each as often as its row says.

use helm_hooks::story::Operation;

use crate::dice::Dice;

/// Which Helm knows a flag by this name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum To {
    Both,
    Three,
    Four,
}

use To::{Both, Four, Three};

/// Times in a hundred, first letters of the commands (`d` for uninstall), and what is added.
type Row = (usize, &'static str, &'static [(To, &'static str)]);

const FLAGS: &[Row] = &[
    (16, "iurd", &[(Both, "--wait")]),
    (3, "iurd", &[(Four, "--wait=legacy")]),
    (2, "iurd", &[(Four, "--wait=hookOnly")]),
    (1, "iurd", &[(Four, "--wait=true")]),
    (6, "iur", &[(Both, "--wait-for-jobs")]),
    (5, "iurd", &[(Both, "--no-hooks")]),
    (12, "iu", &[(Three, "--atomic"), (Four, "--rollback-on-failure")]),
    (2, "iu", &[(Both, "--atomic")]),
    (12, "ur", &[(Both, "--cleanup-on-fail")]),
    (3, "iur", &[(Three, "--force"), (Four, "--force-replace")]),
    (1, "iur", &[(Both, "--force")]),
    (3, "iur", &[(Four, "--force-conflicts")]),
    (8, "i", &[(Four, "--server-side=false")]),
    (4, "ur", &[(Four, "--server-side=false")]),
    (3, "ur", &[(Four, "--server-side=true")]),
    (2, "ur", &[(Four, "--server-side=auto")]),
    (3, "iu", &[(Both, "--create-namespace")]),
    (2, "iu", &[(Both, "--skip-crds")]),
    (6, "iud", &[(Both, "--description=told")]),
    (3, "r", &[(Four, "--description=told")]),
    (6, "iu", &[(Both, "--take-ownership")]),
    (1, "iu", &[(Both, "--dry-run")]),
    (1, "iu", &[(Both, "--dry-run=client")]),
    (2, "iu", &[(Both, "--dry-run=server")]),
    (2, "rd", &[(Both, "--dry-run")]),
    (2, "iu", &[(Both, "--labels=team=x")]),
    (5, "iu", &[(Both, "--set=v=set")]),
    (2, "iut", &[(Three, "--hide-notes")]),
    (2, "u", &[(Both, "--reuse-values")]),
    (1, "u", &[(Both, "--reset-values")]),
    (2, "u", &[(Both, "--reset-then-reuse-values")]),
    (2, "ur", &[(Both, "--history-max=1")]),
    (4, "ur", &[(Both, "--history-max=2")]),
    (2, "ur", &[(Both, "--history-max=3")]),
    (1, "ur", &[(Both, "--history-max=0")]),
    (30, "d", &[(Both, "--keep-history")]),
    (5, "d", &[(Both, "--ignore-not-found")]),
    (4, "d", &[(Both, "--cascade=foreground")]),
    (3, "d", &[(Both, "--cascade=orphan")]),
    (10, "t", &[(Both, "--logs")]),
    (6, "t", &[(Both, "--filter=name=a")]),
    (4, "t", &[(Both, "--filter=!name=b")]),
];

/// Gives an operation its flags; `command` is the letter of [`FLAGS`].
pub fn add(operation: &mut Operation, command: char, dice: &mut Dice) {
    for (percent, commands, flags) in FLAGS {
        if !commands.contains(command) || !dice.chance(*percent) {
            continue;
        }
        for (to, flag) in *flags {
            let list = match to {
                Both => &mut operation.flags,
                Three => &mut operation.helm3_flags,
                Four => &mut operation.helm4_flags,
            };
            list.push((*flag).to_owned());
        }
    }
    // Real Helm waits for real, so what hangs must not hang long; but neither may a time-out come when Helm 3 looks,
    // every two seconds, or so soon that a slow machine makes one of what came in time.
    operation.flags.push("--timeout=3700ms".into());
}
