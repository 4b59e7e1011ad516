//! What operators type: `sarai _dummy-written` prints how many notes were written into each open notebook.

use kernel::module::CommandDef;

use crate::models::Notebook;

/// The command.
pub fn written() -> CommandDef {
    CommandDef {
        name: "_dummy-written",
        about: "Print how many notes were written since each notebook was opened",
        arguments: |command| command,
        run: |db, _| {
            Box::pin(async move {
                let written = db
                    .platform()
                    .read(async |tx| Ok(Notebook::written(tx).await?))
                    .await?;
                let lines = written.iter();
                Ok(lines.map(|(id, notes)| format!("{id} {notes}")).collect())
            })
        },
    }
}
