-- A load is built again when its staged rows were lost. What a host says late of an earlier build is not written down.
ALTER TABLE staging.etl_run ADD build integer NOT NULL DEFAULT 0;
