//! What is asked at the top, row by row.

use treewright::{Conflict, ModelId, Value};

use super::{Entries, Gives, Key, Root, Trouble, Writer, entries, entry, not_there, objects, there};

impl Writer<'_> {
    pub(super) fn operation(
        &mut self,
        operation: &str,
        id: ModelId,
        arguments: &Entries,
    ) -> Result<Gives, Trouble> {
        let data = || entry(arguments, "data").map_or(&[][..], entries);
        let wanted = entry(arguments, "where").map_or(&[][..], entries);
        match operation {
            "create" => {
                self.create(id, data(), "data", &[], &Conflict::Fail)?;
                Ok(Gives::Row(Root::Made("data".to_owned())))
            }
            "createMany" | "createManyAndReturn" => self.create_many(operation, id, arguments),
            "update" => {
                let at = self.rows_that(id, wanted).first().copied().ok_or_else(not_there)?;
                let key = self.update(id, self.key_at(id, at), data(), "data")?;
                Ok(Gives::Row(there(self.database, id, &key)?))
            }
            "upsert" => self.upsert(id, wanted, arguments),
            "delete" => {
                let at = self.rows_that(id, wanted).first().copied().ok_or_else(not_there)?;
                let key = self.key_at(id, at);
                self.database.delete_rows(id, vec![at])?;
                Ok(Gives::Gone(key))
            }
            "updateMany" | "updateManyAndReturn" => {
                let roots = self.update_many(id, arguments, data())?;
                Ok(if operation == "updateMany" { Gives::Count(roots.len()) } else { Gives::Rows(roots) })
            }
            "deleteMany" => {
                let met = self.limited(id, arguments)?;
                let count = met.len();
                self.database.delete_rows(id, met)?;
                Ok(Gives::Count(count))
            }
            other => panic!("there is no operation {other}"),
        }
    }

    fn upsert(&mut self, id: ModelId, wanted: &Entries, arguments: &Entries) -> Result<Gives, Trouble> {
        let part = |name: &str| entry(arguments, name).map_or(&[][..], entries);
        let Some(at) = self.rows_that(id, wanted).first().copied() else {
            self.create(id, part("create"), "create", &[], &Conflict::Fail)?;
            return Ok(Gives::Row(Root::Made("create".to_owned())));
        };
        let key = self.update(id, self.key_at(id, at), part("update"), "update")?;
        Ok(Gives::Row(there(self.database, id, &key)?))
    }

    fn update_many(
        &mut self,
        id: ModelId,
        arguments: &Entries,
        data: &Entries,
    ) -> Result<Vec<Root>, Trouble> {
        let met = self.limited(id, arguments)?;
        let keys: Vec<Key> = met.into_iter().map(|at| self.key_at(id, at)).collect();
        let mut roots = Vec::new();
        for key in keys {
            let key = self.update(id, key, data, "data")?;
            roots.push(there(self.database, id, &key)?);
        }
        Ok(roots)
    }

    fn create_many(&mut self, operation: &str, id: ModelId, arguments: &Entries) -> Result<Gives, Trouble> {
        let skips = entry(arguments, "skipDuplicates") == Some(&Value::Bool(true));
        let conflict = if skips { Conflict::Skip } else { Conflict::Fail };
        let mut made = Vec::new();
        for (path, row) in objects(entry(arguments, "data").expect("rows"), "data") {
            let key = self.create(id, row, &path, &[], &conflict)?;
            made.extend(key.map(|_| Root::Made(path)));
        }
        Ok(if operation == "createMany" { Gives::Count(made.len()) } else { Gives::Rows(made) })
    }

    /// The rows that many-operations are about.
    fn limited(&self, id: ModelId, arguments: &Entries) -> Result<Vec<usize>, Trouble> {
        let mut met = self.rows_that(id, entry(arguments, "where").map_or(&[][..], entries));
        if let Some(Value::Int(limit)) = entry(arguments, "limit") {
            met.truncate(usize::try_from(*limit).expect("a number of rows"));
        }
        Ok(met)
    }
}
