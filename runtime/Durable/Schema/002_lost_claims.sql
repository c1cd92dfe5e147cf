-- Turns that kill their worker. Written only by a claim that finds a lease run out: a commit never touches them.

ALTER TABLE durable.instances
    ADD COLUMN lost_claims    integer               -- claims of one turn whose worker died or lost its lease
  , ADD COLUMN lost_at_turn   integer;              -- that turn: once it is committed the count means nothing
