-- What the reading of a document warned of: [{"code", "message", "place"}], the first of them; and how many there were.
ALTER TABLE docs.version ADD warnings jsonb NOT NULL DEFAULT '[]', ADD warning_count integer NOT NULL DEFAULT 0;
