CREATE TABLE "Page" (slug text PRIMARY KEY, title text NOT NULL);
CREATE FUNCTION small_letters() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.slug := lower(NEW.slug);
  RETURN NEW;
END $$;
CREATE TRIGGER small_letters BEFORE INSERT ON "Page" FOR EACH ROW EXECUTE FUNCTION small_letters();
CREATE TABLE "PageLink" (id serial PRIMARY KEY, url text NOT NULL, "pageSlug" text NOT NULL REFERENCES "Page");
CREATE TABLE "Account" (id serial PRIMARY KEY, name text NOT NULL, revision int NOT NULL DEFAULT 0);
CREATE FUNCTION count_revisions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "Account" SET revision = revision + 1 WHERE id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER count_revisions AFTER INSERT ON "Account" FOR EACH ROW EXECUTE FUNCTION count_revisions();
CREATE TABLE "Booking" (id serial PRIMARY KEY, text text NOT NULL, "accountId" int NOT NULL REFERENCES "Account");
