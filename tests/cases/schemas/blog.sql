CREATE TYPE "Role" AS ENUM ('reader', 'writer', 'editor');
CREATE TABLE "User" (
  id serial PRIMARY KEY,
  email text NOT NULL UNIQUE,
  name text,
  role "Role" NOT NULL DEFAULT 'reader'
);
CREATE TABLE "Profile" (
  id serial PRIMARY KEY,
  bio text,
  "userId" int NOT NULL UNIQUE REFERENCES "User"
);
CREATE TABLE "Post" (
  id serial PRIMARY KEY,
  title text NOT NULL,
  body text,
  views int NOT NULL DEFAULT 0,
  published bool NOT NULL DEFAULT false,
  "createdAt" timestamp NOT NULL DEFAULT now(),
  "updatedAt" timestamp NOT NULL,
  "authorId" int NOT NULL REFERENCES "User",
  "editorId" int REFERENCES "User"
);
CREATE TABLE "Comment" (
  id serial PRIMARY KEY,
  text text NOT NULL,
  "postId" int NOT NULL REFERENCES "Post",
  "authorId" int REFERENCES "User"
);
CREATE TABLE "Tag" (id serial PRIMARY KEY, name text NOT NULL UNIQUE);
CREATE TABLE "_PostToTag" ("A" int NOT NULL REFERENCES "Post", "B" int NOT NULL REFERENCES "Tag", PRIMARY KEY ("A", "B"));
