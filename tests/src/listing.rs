//! A script as text: each statement with its wave, its SQL, and where each parameter's values come from.

use std::fmt::Write;

use treewright::{Layout, Parameter, Plan, RowsForm, Schema, Script, SourceForm, Test, show};

/// The plan and the script below it, as the case files keep them.
#[must_use]
pub fn list(schema: &Schema, plan: &Plan, script: &Script) -> String {
    let mut text = show(schema, plan);
    let n_waves = script.waves.len();
    let how = match (script.in_transaction, &script.pipeline, script.waits) {
        (false, ..) => "",
        (true, Some(_), _) => ", in a transaction, or all at once",
        (true, None, Some(_)) => ", in a transaction",
        (true, None, None) => panic!("nothing says why it is not sent at once"),
    };
    let waves = if n_waves == 1 { "1 wave" } else { &format!("{n_waves} waves") };
    let _ = writeln!(text, "\n{waves}{how}");
    for (position, statement) in script.statements.iter().enumerate() {
        if let Some(trunk) = statement.within {
            let _ = writeln!(text, "\n{}  within {}", position + 1, trunk + 1);
            continue;
        }
        let wave = script.waves.iter().position(|wave| wave.contains(&(position as u32)));
        let wave = wave.expect("every statement is in a wave") + 1;
        let _ = writeln!(text, "\n{}  wave {wave}\n   {}", position + 1, statement.sql);
        for (number, parameter) in statement.parameters.iter().enumerate() {
            let _ = writeln!(text, "   ${}  {}", number + 1, of_parameter(&plan.layout, script, parameter));
        }
    }
    text
}

fn of_parameter(layout: &Layout, script: &Script, parameter: &Parameter) -> String {
    match parameter {
        Parameter::Count => "how many rows".to_owned(),
        Parameter::Place { step, .. } => format!("positions among the rows of {}", step + 1),
        Parameter::Span { of } => {
            let of = of.iter().map(|rows| of_rows(layout, rows)).collect::<Vec<_>>();
            format!("the first and last positions of {}", of.join(" and "))
        }
        Parameter::Number { slot } | Parameter::Single { slot, .. } => layout.path_of_slot(*slot).to_string(),
        Parameter::Has { test } => format!("whether {}", of_test(layout, *test)),
        Parameter::Around { of } => {
            let of = of.iter().map(|rows| of_rows(layout, rows)).collect::<Vec<_>>();
            format!("positions of the rows around those of {}", of.join(" and "))
        }
        Parameter::Lent { of } => {
            let of = of.iter().map(|lent| {
                let group =
                    lent.group.map_or(String::new(), |group| format!(" at {}", layout.path_of_group(group)));
                format!("{}{group}", column(script, lent.step, lent.column))
            });
            of.collect::<Vec<_>>().join(" and ")
        }
        Parameter::Positions { of } => {
            let of = of.iter().map(|group| {
                group.map_or("none".to_owned(), |group| layout.path_of_group(group).to_string())
            });
            format!("positions of the rows at {}", of.collect::<Vec<_>>().join(" & "))
        }
        Parameter::Values { coder, sources } => {
            let sources = sources.iter().map(|sources| {
                let sources = sources.iter().map(|source| of_source(layout, script, source));
                sources.collect::<Vec<_>>().join(" or ")
            });
            let mut sources: Vec<String> = sources.collect();
            sources.dedup();
            format!("{}.{} <- {}", coder.model, coder.field, sources.join(" & "))
        }
    }
}

fn of_rows(layout: &Layout, rows: &RowsForm) -> String {
    let group = rows.group.map_or(String::new(), |group| format!(" at {}", layout.path_of_group(group)));
    format!("{}{group}", rows.step + 1)
}

fn of_test(layout: &Layout, test: Test) -> String {
    match test {
        Test::Slot(slot) => format!("there is {}", layout.path_of_slot(slot)),
        Test::Rows(group) => format!("there is {}", layout.path_of_group(group)),
        Test::Kind(slot, _) => format!("{} is true", layout.path_of_slot(slot)),
    }
}

fn of_source(layout: &Layout, script: &Script, source: &SourceForm) -> String {
    match source {
        SourceForm::Given(slot) => layout.path_of_slot(*slot).to_string(),
        SourceForm::Key(key) => column(script, key.step, key.column),
        SourceForm::Sent(sent) => format!("${} of {}", sent.parameter + 1, sent.step + 1),
        SourceForm::Default => "default".to_owned(),
        SourceForm::Now => "now".to_owned(),
        SourceForm::Made(made) => {
            let length = made.length.map_or(String::new(), |length| format!(" of {length}"));
            format!("new {}{length}", made.generator)
        }
        SourceForm::Null => "null".to_owned(),
    }
}

fn column(script: &Script, step: u32, column: u32) -> String {
    let name = &script.statements[step as usize].columns[column as usize].name;
    format!("g{column} ({name}) of {}", step + 1)
}
