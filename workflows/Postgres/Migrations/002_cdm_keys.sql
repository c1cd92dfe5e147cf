CREATE SCHEMA IF NOT EXISTS staging;

-- Which CDM id a source's row has. Kept between loads and logged: a load that runs again, or a server that crashed, gives every row the id it had.
CREATE TABLE staging.location_key
( city  text    NOT NULL
, state text    NOT NULL
, zip   text    NOT NULL
, id    integer NOT NULL CONSTRAINT location_key_id_once UNIQUE
, CONSTRAINT location_key_pk PRIMARY KEY (city, state, zip)
);

CREATE TABLE staging.care_site_key
( source_key text    CONSTRAINT care_site_key_pk PRIMARY KEY
, id         integer NOT NULL CONSTRAINT care_site_key_id_once UNIQUE
);

CREATE TABLE staging.provider_key
( source_key text    CONSTRAINT provider_key_pk PRIMARY KEY
, id         integer NOT NULL CONSTRAINT provider_key_id_once UNIQUE
);

CREATE TABLE staging.person_key
( source_key text    CONSTRAINT person_key_pk PRIMARY KEY
, id         integer NOT NULL CONSTRAINT person_key_id_once UNIQUE
);

-- From here on no index: these are as long as the events themselves, are only ever read whole (hash join), and the CDM's own primary keys would catch a double.
-- An encounter's id is its visit_detail_id; a visit takes the id of the smallest encounter that shapes it.
CREATE TABLE staging.encounter_key
( source_key text    NOT NULL
, id         integer NOT NULL
);

-- An event has no id in the source. key is a hash of file, patient, encounter, code, start and target concept; ordinal tells apart
-- those with the same key, in file order: true doubles, which are kept, and the rare collision, which does no harm this way.
CREATE TABLE staging.condition_occurrence_key (key bigint NOT NULL, ordinal integer NOT NULL, id integer NOT NULL);
CREATE TABLE staging.drug_exposure_key        (key bigint NOT NULL, ordinal integer NOT NULL, id integer NOT NULL);
CREATE TABLE staging.procedure_occurrence_key (key bigint NOT NULL, ordinal integer NOT NULL, id integer NOT NULL);
CREATE TABLE staging.device_exposure_key      (key bigint NOT NULL, ordinal integer NOT NULL, id integer NOT NULL);
CREATE TABLE staging.measurement_key          (key bigint NOT NULL, ordinal integer NOT NULL, id integer NOT NULL);
CREATE TABLE staging.observation_key          (key bigint NOT NULL, ordinal integer NOT NULL, id integer NOT NULL);
CREATE TABLE staging.payer_plan_period_key    (key bigint NOT NULL, ordinal integer NOT NULL, id integer NOT NULL);

CREATE TABLE staging.drug_era_key
( person_id       integer NOT NULL
, drug_concept_id integer NOT NULL
, started_on      date    NOT NULL
, id              integer NOT NULL
);

-- What the steps of a load did to cdm_next, written in the transaction that did it: a step that runs again finds its report here and does nothing.
-- token names the staging that was read (staging.build).
CREATE TABLE staging.cdm_step
( run_id text  NOT NULL
, step   text  NOT NULL
, token  uuid  NOT NULL
, report jsonb NOT NULL
, CONSTRAINT cdm_step_pk PRIMARY KEY (run_id, step)
);

-- location.state has two characters. Korean provinces take their customary short form.
CREATE TABLE staging.state_name
( name         text CONSTRAINT state_name_pk PRIMARY KEY
, abbreviation text NOT NULL CONSTRAINT state_name_fits CHECK (length(abbreviation) <= 2)
);

INSERT INTO staging.state_name (name, abbreviation) VALUES
  ('Alabama', 'AL')
, ('Alaska', 'AK')
, ('Arizona', 'AZ')
, ('Arkansas', 'AR')
, ('California', 'CA')
, ('Colorado', 'CO')
, ('Connecticut', 'CT')
, ('Delaware', 'DE')
, ('District of Columbia', 'DC')
, ('Florida', 'FL')
, ('Georgia', 'GA')
, ('Hawaii', 'HI')
, ('Idaho', 'ID')
, ('Illinois', 'IL')
, ('Indiana', 'IN')
, ('Iowa', 'IA')
, ('Kansas', 'KS')
, ('Kentucky', 'KY')
, ('Louisiana', 'LA')
, ('Maine', 'ME')
, ('Maryland', 'MD')
, ('Massachusetts', 'MA')
, ('Michigan', 'MI')
, ('Minnesota', 'MN')
, ('Mississippi', 'MS')
, ('Missouri', 'MO')
, ('Montana', 'MT')
, ('Nebraska', 'NE')
, ('Nevada', 'NV')
, ('New Hampshire', 'NH')
, ('New Jersey', 'NJ')
, ('New Mexico', 'NM')
, ('New York', 'NY')
, ('North Carolina', 'NC')
, ('North Dakota', 'ND')
, ('Ohio', 'OH')
, ('Oklahoma', 'OK')
, ('Oregon', 'OR')
, ('Pennsylvania', 'PA')
, ('Puerto Rico', 'PR')
, ('Rhode Island', 'RI')
, ('South Carolina', 'SC')
, ('South Dakota', 'SD')
, ('Tennessee', 'TN')
, ('Texas', 'TX')
, ('Utah', 'UT')
, ('Vermont', 'VT')
, ('Virginia', 'VA')
, ('Washington', 'WA')
, ('West Virginia', 'WV')
, ('Wisconsin', 'WI')
, ('Wyoming', 'WY')
, ('서울특별시', '서울')
, ('부산광역시', '부산')
, ('대구광역시', '대구')
, ('인천광역시', '인천')
, ('광주광역시', '광주')
, ('대전광역시', '대전')
, ('울산광역시', '울산')
, ('세종특별자치시', '세종')
, ('경기도', '경기')
, ('강원도', '강원')
, ('강원특별자치도', '강원')
, ('충청북도', '충북')
, ('충청남도', '충남')
, ('전라북도', '전북')
, ('전북특별자치도', '전북')
, ('전라남도', '전남')
, ('경상북도', '경북')
, ('경상남도', '경남')
, ('제주도', '제주')
, ('제주특별자치도', '제주');
