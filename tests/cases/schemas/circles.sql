CREATE TABLE "Category" (id serial PRIMARY KEY, name text NOT NULL, "parentId" int REFERENCES "Category");
CREATE TABLE "Item" (id serial PRIMARY KEY, name text NOT NULL, "categoryId" int NOT NULL REFERENCES "Category");
CREATE TABLE "Note" (id serial PRIMARY KEY, text text NOT NULL, "itemId" int NOT NULL REFERENCES "Item");
CREATE TABLE "Task" (id serial PRIMARY KEY, name text NOT NULL, "previousId" int UNIQUE REFERENCES "Task");
CREATE TABLE "Person" (id serial PRIMARY KEY, name text NOT NULL);
CREATE TABLE "_Follows" ("A" int NOT NULL REFERENCES "Person", "B" int NOT NULL REFERENCES "Person", PRIMARY KEY ("A", "B"));
