CREATE TYPE "Face" AS ENUM ('glad', 'sad');
CREATE TABLE "Moment" (at timestamp PRIMARY KEY, name text NOT NULL);
CREATE TABLE "Mark" (id serial PRIMARY KEY, at timestamp REFERENCES "Moment" ON DELETE SET NULL ON UPDATE CASCADE);
CREATE TABLE "Blob" (hash bytea PRIMARY KEY, name text NOT NULL);
CREATE TABLE "Part" (id serial PRIMARY KEY, hash bytea REFERENCES "Blob" ON DELETE SET NULL ON UPDATE CASCADE);
CREATE TABLE "Price" (amount numeric PRIMARY KEY, name text NOT NULL);
CREATE TABLE "Offer" (id serial PRIMARY KEY, amount numeric REFERENCES "Price" ON DELETE SET NULL ON UPDATE CASCADE);
CREATE TABLE "Mood" (face "Face" PRIMARY KEY, name text NOT NULL);
CREATE TABLE "Entry" (id serial PRIMARY KEY, face "Face" REFERENCES "Mood" ON DELETE SET NULL ON UPDATE CASCADE);
CREATE TABLE "Number" (big bigint PRIMARY KEY, name text NOT NULL);
CREATE TABLE "Use" (id serial PRIMARY KEY, big bigint REFERENCES "Number" ON DELETE SET NULL ON UPDATE CASCADE);
CREATE TABLE "Value" (
  id serial PRIMARY KEY,
  big bigint,
  float float8,
  decimal numeric,
  words text[],
  wholes int[],
  json jsonb,
  "when" timestamp
);
