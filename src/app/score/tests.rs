//! The reference of the design, drawn from a trace.

use super::*;
use crate::app::fixture;
use crate::app::state::RowKey;

fn upgrade(trace: &crate::trace::Trace) -> Score {
    Score::of(trace, &trace.operations[1], None)
}

/// One line per row, places counted in steps: `weight name kind | from-to look, … | marks | afterwards`.
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
       revision 1  | …-18.5 deployed, 18.5-… superseded |  | superseded
       revision 2  | 0.5-19.5 pending-upgrade, 19.5-… deployed |  | deployed

    -5 db-backup Job | 3.5-… Bar, 4.0-5.0 Wait(5) | 2:none 3:Recorded 4:create 5:Reached | stays
     0 db-migrate Job | 7.5-9.5 Bar, 8.0-9.0 Wait(9) | 6:none 7:Recorded 8:create 9:Reached 10:delete | deleted

       shop-config ConfigMap | …-… Bar | 11:apply | patched
       shop-web Service | …-… Bar | 12:same | unchanged
       shop-web Deployment | …-… Bar, 13.0-14.0 Wait(14) | 13:apply 14:Reached | patched, ready

    10 slack-notify Job | 15.5-17.5 Bar, 16.0-17.0 Wait(17) | 15:Recorded 16:create 17:Reached 18:delete | deleted

       db-cleanup Job | pre-delete: runs before an uninstall |  | not in this run
    ");
}

#[test]
fn a_failure_ends_the_ink_and_leaves_the_rest_unreached() {
    insta::assert_snapshot!(sketch(&upgrade(&fixture::failing())), @r"
       revision 1  | …-… deployed |  | still deployed
       revision 2  | 0.5-9.5 pending-upgrade, 9.5-… failed |  | failed

    -5 db-backup Job | 3.5-… Bar, 4.0-5.0 Wait(5) | 2:none 3:Recorded 4:create 5:Reached | stays
     0 db-migrate Job | 7.5-9.0 Bar, 9.0-… Bad, 8.0-9.0 Wait(9) | 6:none 7:Recorded 8:create 9:fail | stays, failed

       shop-config ConfigMap | …-… Bar | 11:NotReached | still revision 1
       shop-web Service | …-… Bar | 12:NotReached | still revision 1
       shop-web Deployment | …-… Bar | 13:NotReached 14:NotReached | still revision 1

    10 slack-notify Job | 15.5-17.5 NotReached | 15:NotReached 16:NotReached 17:NotReached 18:NotReached | never created

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
    let score = Score::of(&trace, &operation, Some(26.0));
    let last = score.columns.last().unwrap();
    assert_eq!((last.first, last.last), (21, 100));
    assert_eq!(last.label, "Apply 80 × ConfigMap");
    assert_eq!(score.column(57), Some(last));
    assert!(score.rows.iter().any(|row| row.key == RowKey::Object(fixture::object("ConfigMap", "shop-config"))));
}

#[test]
fn what_room_is_left_goes_to_names_and_waits() {
    let trace = fixture::shop();
    let width = |room| Score::of(&trace, &trace.operations[1], Some(room)).width;
    assert_eq!(width(20.0), 20.0);
    assert!((width(23.0) - 23.0).abs() < 0.01);
    assert!(width(200.0) < 28.0, "a short run is not torn apart");
    let score = Score::of(&trace, &trace.operations[1], Some(200.0));
    assert!(score.columns[0].width > 1.5, "the name of the phase fits");
    assert!((score.columns[4].width - 2.2).abs() < 0.01, "a wait is wider");
}

#[test]
fn pairs_share_a_column_and_everything_folds_where_room_is_short() {
    let trace = fixture::shop();
    let columns = |room| Score::of(&trace, &trace.operations[1], room).columns.len();
    assert_eq!(columns(None), 20);
    assert_eq!(columns(Some(20.0)), 20);
    // Each hook's record and creation fold.
    assert_eq!(columns(Some(10.0)), 17);
}
