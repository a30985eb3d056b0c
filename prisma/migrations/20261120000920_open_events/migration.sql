-- What is not done yet of one connection is asked for by its page again and again; it must not read what is done.
CREATE INDEX inbox_open_idx ON inbox (org_id, connection_id, state) WHERE state IN ('pending', 'dead');
