//! The reference of the design, drawn from a trace.

use super::*;
use crate::app::fixture;
use crate::app::state::RowKey;

/// Room enough for everything.
const WIDE: f32 = 60.0;

fn upgrade(trace: &crate::trace::Trace) -> Score {
    Score::of(trace, &trace.operations[1], WIDE)
}

/// One line per row: `weight name kind | from-to look, … | marks | afterwards`.
fn sketch(score: &Score) -> String {
    let place = |at: Option<f32>| at.map_or("…".to_owned(), |at| format!("{at:.1}"));
    let line = |row: &Row| {
        let segs: Vec<String> = row
            .segs
            .iter()
            .map(|seg| {
                let look = if seg.text.is_empty() { format!("{:?}", seg.look) } else { seg.text.to_owned() };
                format!("{}-{} {look}", place(seg.from), place(seg.to))
            })
            .collect();
        let marks: Vec<String> = row
            .marks
            .iter()
            .map(|mark| match mark.look {
                MarkLook::Deed(deed) => format!("{}:{}", mark.step, deed.class()),
                look => format!("{}:{look:?}", mark.step),
            })
            .collect();
        let gap = if row.gap { "\n" } else { "" };
        let weight = row.weight.map_or(String::new(), |weight| weight.to_string());
        let note = row.note.clone().unwrap_or_default();
        format!(
            "{gap}{weight:>3} {} {} | {}{note} | {} | {}",
            row.name,
            row.kind,
            segs.join(", "),
            marks.join(" "),
            row.after.text
        )
    };
    score.rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_reference_is_a_staircase() {
    insta::assert_snapshot!(sketch(&upgrade(&fixture::shop())), @r"
       revision 1  | …-26.7 deployed, 26.7-… superseded |  | superseded
       revision 2  | 1.1-27.8 pending-upgrade, 27.8-… deployed |  | deployed

    -5 db-backup Job | 4.7-… Bar, 5.2-7.4 Wait(5) | 2:none 3:Recorded 4:create 5:Reached | stays
     0 db-migrate Job | 9.9-13.1 Bar, 10.4-12.6 Wait(9) | 6:none 7:Recorded 8:create 9:Reached 10:delete | deleted

       shop-config ConfigMap | …-… Bar | 11:apply | patched
       shop-web Service | …-… Bar | 12:same | unchanged
       shop-web Deployment | …-… Bar, 16.6-19.4 Wait(14) | 13:apply 14:Reached | patched, ready

    10 slack-notify Job | 21.5-25.5 Bar, 22.2-24.8 Wait(17) | 15:Recorded 16:create 17:Reached 18:delete | deleted

       db-cleanup Job | pre-delete: runs before an uninstall |  | not in this run
    ");
}

#[test]
fn a_failure_ends_the_ink_and_leaves_the_rest_unreached() {
    insta::assert_snapshot!(sketch(&upgrade(&fixture::failing())), @r"
       revision 1  | …-… deployed |  | still deployed
       revision 2  | 1.1-13.7 pending-upgrade, 13.7-… failed |  | failed

    -5 db-backup Job | 4.7-… Bar, 5.2-7.4 Wait(5) | 2:none 3:Recorded 4:create 5:Reached | stays
     0 db-migrate Job | 9.9-12.6 Bar, 12.6-… Bad, 10.4-12.6 Wait(9) | 6:none 7:Recorded 8:create 9:fail | stays, failed

       shop-config ConfigMap | …-… Bar | 11:NotReached | still revision 1
       shop-web Service | …-… Bar | 12:NotReached | still revision 1
       shop-web Deployment | …-… Bar | 13:NotReached 14:NotReached | still revision 1

    10 slack-notify Job | 21.5-24.7 NotReached | 15:NotReached 16:NotReached 17:NotReached 18:NotReached | never created

       db-cleanup Job | pre-delete: runs before an uninstall |  | not in this run
    ");
}

#[test]
fn phases_cover_all_columns_and_the_unreached_are_one() {
    let score = upgrade(&fixture::failing());
    let names: Vec<&str> = score.phases.iter().map(|phase| phase.name.as_str()).collect();
    assert_eq!(names, ["Record", "Pre-upgrade hooks", "Record", "Not reached"]);
    assert_eq!((score.phases[0].first, score.phases[3].end), (0, score.columns.len()));
    assert!(!score.phases[3].reached);
}

#[test]
fn ink_ends_at_the_playhead_and_covers_all_at_the_end() {
    let score = upgrade(&fixture::shop());
    assert_eq!(score.ink(0), Some(0.0));
    assert_eq!(score.ink(1), Some(score.columns[0].width / 2.0));
    assert_eq!(score.ink(score.steps), None);
    assert!((1..score.steps).all(|done| score.ink(done) > score.ink(done - 1)));
}

#[test]
fn lives_are_told_in_words() {
    let score = upgrade(&fixture::shop());
    let life = |name: &str| score.rows.iter().find(|row| row.name == name).unwrap().life.clone();
    assert_eq!(life("db-migrate"), "Created at step 8, succeeds at step 9, deleted at step 10, not there afterwards.");
    assert_eq!(life("revision 1"), "Deployed before the run. Superseded at step 19.");
}

#[test]
fn rails_show_the_same_lives_from_top_to_bottom() {
    let score = upgrade(&fixture::shop());
    let rails = Rails::of(&score);
    let names: Vec<&str> = rails.lanes.iter().map(|lane| lane.name.as_str()).collect();
    assert_eq!(names, ["release", "db-backup", "db-migrate", "3 resources", "slack-notify"]);
    let beside = |step: usize| -> Vec<String> {
        let sign = |rail: &Rail| match (rail.waits, rail.before, rail.after) {
            (true, ..) => "w",
            (_, true, true) => "|",
            (_, true, false) => "t",
            _ => "b",
        };
        rails.beside(&score, step - 1).iter().map(|rail| format!("{}{}", rail.lane, sign(rail))).collect()
    };
    assert_eq!(beside(8), ["0|", "1|", "2b", "3|"]);
    assert_eq!(beside(9), ["0|", "1|", "2w", "3|"]);
    assert_eq!(beside(10), ["0|", "1|", "2t", "3|"]);
    assert_eq!(rails.node(&score, 8), Some(2));
    assert_eq!(rails.node(&score, 19), Some(0));
}

#[test]
fn many_steps_fold_and_keep_their_numbers() {
    let trace = fixture::shop();
    let mut operation = trace.operations[1].clone();
    let steps: Vec<_> = std::iter::repeat_n(trace.steps[operation.steps.start + 10].clone(), 80).collect();
    operation.not_reached = steps;
    let score = Score::of(&trace, &operation, 26.0);
    let last = score.columns.last().unwrap();
    assert_eq!((last.first, last.last), (21, 100));
    assert_eq!(last.label, "Apply 80 × ConfigMap");
    assert_eq!(score.column(57), Some(last));
    assert!(score.rows.iter().any(|row| row.key == RowKey::Object(fixture::object("ConfigMap", "shop-config"))));
}
