CREATE SCHEMA shop;
CREATE TYPE shop."customer kind" AS ENUM ('the usual', 'a dear one');
CREATE TABLE shop."the customers" (
  "Customer Id" serial PRIMARY KEY,
  "full ""name""" text NOT NULL,
  kind shop."customer kind" NOT NULL DEFAULT 'the usual'
);
CREATE TABLE shop."order" (
  "select" serial PRIMARY KEY,
  sum numeric NOT NULL,
  "from" int NOT NULL CONSTRAINT "order's customer" REFERENCES shop."the customers" ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE TABLE shop.products (sku text PRIMARY KEY, t text NOT NULL);
CREATE TABLE shop."order lines" (
  "order" int NOT NULL REFERENCES shop."order" ON DELETE RESTRICT ON UPDATE CASCADE,
  sku text NOT NULL REFERENCES shop.products ON DELETE RESTRICT ON UPDATE CASCADE,
  n int NOT NULL DEFAULT 1,
  PRIMARY KEY ("order", sku)
);
CREATE TABLE shop."wish list" (
  "customer id" int NOT NULL REFERENCES shop."the customers" ON DELETE CASCADE ON UPDATE CASCADE,
  "product sku" text NOT NULL REFERENCES shop.products ON DELETE CASCADE ON UPDATE CASCADE,
  PRIMARY KEY ("customer id", "product sku")
);
