CREATE TABLE "Person" (
  id serial PRIMARY KEY,
  name text NOT NULL,
  code text NOT NULL UNIQUE,
  age int,
  "updatedAt" timestamp NOT NULL
);
CREATE TABLE "Locker" (
  id serial PRIMARY KEY,
  number int NOT NULL UNIQUE,
  "personId" int UNIQUE REFERENCES "Person" ON DELETE SET NULL ON UPDATE CASCADE
);
CREATE TABLE "License" (
  id serial PRIMARY KEY,
  number text NOT NULL UNIQUE,
  "personId" int NOT NULL UNIQUE REFERENCES "Person" ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE TABLE "Note" (
  id serial PRIMARY KEY,
  slug text NOT NULL UNIQUE,
  text text,
  stars int NOT NULL DEFAULT 0,
  "writerId" int REFERENCES "Person" ON DELETE SET NULL ON UPDATE CASCADE,
  "reviewerId" int REFERENCES "Person" ON DELETE SET NULL ON UPDATE CASCADE,
  "updatedAt" timestamp NOT NULL
);
CREATE TABLE "Task" (
  id serial PRIMARY KEY,
  slug text NOT NULL UNIQUE,
  done bool NOT NULL DEFAULT false,
  "personId" int NOT NULL REFERENCES "Person" ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE TABLE "Step" (
  id serial PRIMARY KEY,
  label text NOT NULL,
  "taskId" int NOT NULL REFERENCES "Task" ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE TABLE "Skill" (id serial PRIMARY KEY, name text NOT NULL UNIQUE, level int NOT NULL DEFAULT 1);
CREATE TABLE "_PersonToSkill" (
  "A" int NOT NULL REFERENCES "Person" ON DELETE CASCADE ON UPDATE CASCADE,
  "B" int NOT NULL REFERENCES "Skill" ON DELETE CASCADE ON UPDATE CASCADE,
  PRIMARY KEY ("A", "B")
);
