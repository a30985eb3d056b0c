-- A connection's page shows what was asked of its vendor last.
CREATE INDEX evidence_connection_idx ON evidence (org_id, connection_id, id DESC);
