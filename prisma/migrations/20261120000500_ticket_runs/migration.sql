-- A ticket's page asks which runs it started.
CREATE INDEX run_ticket_idx ON run (org_id, ticket_id) WHERE ticket_id IS NOT NULL;
