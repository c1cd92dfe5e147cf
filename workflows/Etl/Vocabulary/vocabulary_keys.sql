ALTER TABLE vocab_next.concept       ADD CONSTRAINT xpk_concept       PRIMARY KEY (concept_id);
ALTER TABLE vocab_next.vocabulary    ADD CONSTRAINT xpk_vocabulary    PRIMARY KEY (vocabulary_id);
ALTER TABLE vocab_next.domain        ADD CONSTRAINT xpk_domain        PRIMARY KEY (domain_id);
ALTER TABLE vocab_next.concept_class ADD CONSTRAINT xpk_concept_class PRIMARY KEY (concept_class_id);
ALTER TABLE vocab_next.relationship  ADD CONSTRAINT xpk_relationship  PRIMARY KEY (relationship_id);

CREATE INDEX idx_concept_code                  ON vocab_next.concept (concept_code, vocabulary_id);
CREATE INDEX idx_concept_relationship_id_1     ON vocab_next.concept_relationship (concept_id_1, relationship_id);
CREATE INDEX idx_concept_ancestor_id_1         ON vocab_next.concept_ancestor (ancestor_concept_id);
CREATE INDEX idx_concept_ancestor_id_2         ON vocab_next.concept_ancestor (descendant_concept_id);
CREATE INDEX idx_concept_synonym_id            ON vocab_next.concept_synonym (concept_id);
CREATE INDEX idx_drug_strength_id_1            ON vocab_next.drug_strength (drug_concept_id, ingredient_concept_id);
CREATE INDEX idx_source_to_concept_map_code    ON vocab_next.source_to_concept_map (source_vocabulary_id, source_code);
