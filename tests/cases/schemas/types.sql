CREATE TYPE color AS ENUM ('r', 'g', 'b');
CREATE TABLE "Sample" (
  id serial PRIMARY KEY,
  text text,
  small smallint,
  whole int,
  big bigint,
  "real" double precision,
  exact numeric,
  flag bool,
  moment timestamp,
  zoned timestamptz,
  day date,
  json jsonb,
  bytes bytea,
  uuid uuid,
  short varchar(8),
  color color
);
CREATE TABLE "Lists" (
  id serial PRIMARY KEY,
  texts text[],
  wholes int[],
  bigs bigint[],
  exacts numeric[],
  flags bool[],
  moments timestamp[],
  colors color[],
  tags text[] DEFAULT '{new}',
  "sampleId" int REFERENCES "Sample"
);
CREATE TABLE "Owner" (id serial PRIMARY KEY, name text);
CREATE TABLE "Defaults" (
  id serial PRIMARY KEY,
  text text NOT NULL DEFAULT 'none',
  whole int NOT NULL DEFAULT 7,
  big bigint NOT NULL DEFAULT 9007199254740993,
  "real" double precision NOT NULL DEFAULT 1.5,
  exact numeric NOT NULL DEFAULT 0.10,
  flag bool NOT NULL DEFAULT true,
  json jsonb NOT NULL DEFAULT '{"deep": [1, 2]}',
  color color NOT NULL DEFAULT 'r',
  made uuid NOT NULL,
  "createdAt" timestamp NOT NULL DEFAULT now(),
  "updatedAt" timestamp NOT NULL,
  drawn text NOT NULL DEFAULT 'drawn',
  secret text NOT NULL DEFAULT 'secret',
  maybe text DEFAULT 'perhaps',
  title text,
  search text GENERATED ALWAYS AS (lower(title)) STORED,
  "ownerId" int REFERENCES "Owner"
);
CREATE TABLE "Counter" (id serial PRIMARY KEY);
