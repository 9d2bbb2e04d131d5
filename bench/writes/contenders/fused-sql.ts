// The statements of the fused contender, one for each workload.
//
// A child finds its parent's key where the parent's row is made ready, by its position.

const POST_SOURCE = `unnest($4::text[], $5::text[], $6::text[]) WITH ORDINALITY AS post (slug, title, body, ord)`

/** A user with a profile and posts. */
export const USER = `
  WITH u AS (INSERT INTO "User" (email, name) VALUES ($1, $2) RETURNING *),
    profile AS (INSERT INTO "Profile" (bio, "userId") SELECT $3, id FROM u RETURNING *),
    posts AS (
      INSERT INTO "Post" (slug, title, body, "authorId")
      SELECT post.slug, post.title, post.body, u.id FROM u, ${POST_SOURCE} RETURNING *)
  SELECT json_build_object('id', u.id, 'email', u.email, 'name', u.name,
    'profile', (SELECT row_to_json(profile) FROM profile),
    'posts', (SELECT json_agg(posts) FROM posts)) AS answer
  FROM u`

const TAGS = (names: string) => `
    found AS (SELECT * FROM "Tag" WHERE name = ANY (${names}::text[])),
    fresh AS (
      INSERT INTO "Tag" (name)
      SELECT name FROM unnest(${names}::text[]) AS name WHERE name NOT IN (SELECT name FROM found)
      ORDER BY name ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING *),
    tags AS (SELECT * FROM found UNION ALL SELECT * FROM fresh)`

const POST_FIELDS = `'id', post.id, 'slug', post.slug, 'title', post.title, 'body', post.body,
    'published', post.published, 'views', post.views, 'authorId', post."authorId"`

/** A post with its author and tags. */
export const POST_WITH_TAGS = `
  WITH author AS (SELECT * FROM "User" WHERE email = $3),
    post AS (INSERT INTO "Post" (slug, title, "authorId") SELECT $1, $2, id FROM author RETURNING *),
    ${TAGS('$4')},
    linked AS (INSERT INTO "_PostToTag" ("A", "B") SELECT post.id, tags.id FROM post, tags)
  SELECT json_build_object(${POST_FIELDS},
    'author', (SELECT row_to_json(author) FROM author),
    'tags', (SELECT json_agg(tags) FROM tags)) AS answer
  FROM post`

/** A post with other tags than before. */
export const RETAGGED = `
  WITH post AS (SELECT * FROM "Post" WHERE slug = $1 FOR NO KEY UPDATE),
    ${TAGS('$2')},
    cut AS (
      DELETE FROM "_PostToTag" USING post WHERE "A" = post.id AND "B" NOT IN (SELECT id FROM tags)),
    linked AS (
      INSERT INTO "_PostToTag" ("A", "B") SELECT post.id, tags.id FROM post, tags ON CONFLICT DO NOTHING)
  SELECT json_build_object(${POST_FIELDS}, 'tags', (SELECT json_agg(tags) FROM tags)) AS answer
  FROM post`

/** A company with departments, teams and members, who each have a role. */
export const COMPANY = `
  WITH company AS (INSERT INTO "Company" (name) VALUES ($1) RETURNING *),
    d AS MATERIALIZED (
      SELECT nextval('"Department_id_seq"')::int AS id, one.*
      FROM unnest($2::text[]) WITH ORDINALITY AS one (name, ord)),
    t AS MATERIALIZED (
      SELECT nextval('"Team_id_seq"')::int AS id, d.id AS parent, one.name, one.ord
      FROM unnest($3::int[], $4::text[]) WITH ORDINALITY AS one (at, name, ord) JOIN d ON d.ord = one.at),
    departments AS (
      INSERT INTO "Department" (id, name, "companyId") SELECT d.id, d.name, company.id FROM d, company
      RETURNING *),
    teams AS (INSERT INTO "Team" (id, name, "departmentId") SELECT id, name, parent FROM t RETURNING *),
    members AS (
      INSERT INTO "Member" (name, email, level, "teamId", "roleId")
      SELECT one.name, one.email, one.level, t.id, role.id
      FROM unnest($5::int[], $6::text[], $7::text[], $8::int[], $9::text[]) AS one (at, name, email, level, role)
        JOIN t ON t.ord = one.at JOIN "Role" role ON role.name = one.role
      RETURNING *),
    member_lists AS (
      SELECT "teamId", json_agg(json_build_object('id', m.id, 'name', m.name, 'email', m.email,
        'level', m.level, 'teamId', m."teamId", 'roleId', m."roleId", 'role', role)) AS list
      FROM members m JOIN "Role" role ON role.id = m."roleId" GROUP BY "teamId"),
    team_lists AS (
      SELECT "departmentId", json_agg(json_build_object('id', teams.id, 'name', teams.name,
        'departmentId', "departmentId", 'members', list)) AS list
      FROM teams JOIN member_lists ON "teamId" = teams.id GROUP BY "departmentId"),
    department_list AS (
      SELECT json_agg(json_build_object('id', departments.id, 'name', departments.name,
        'companyId', "companyId", 'teams', list)) AS list
      FROM departments JOIN team_lists ON "departmentId" = departments.id)
  SELECT json_build_object('id', company.id, 'name', company.name, 'departments', list) AS answer
  FROM company, department_list`

/** A user with posts and their comments. */
export const USER_WITH_POSTS = `
  WITH u AS (INSERT INTO "User" (email, name) VALUES ($1, $2) RETURNING *),
    post AS MATERIALIZED (
      SELECT nextval('"Post_id_seq"')::int AS id, one.*
      FROM unnest($3::text[], $4::text[], $5::text[]) WITH ORDINALITY AS one (slug, title, body, ord)),
    posts AS (
      INSERT INTO "Post" (id, slug, title, body, "authorId")
      SELECT post.id, post.slug, post.title, post.body, u.id FROM post, u),
    comments AS (
      INSERT INTO "Comment" (text, "postId")
      SELECT one.text, post.id FROM unnest($6::int[], $7::text[]) AS one (at, text) JOIN post ON post.ord = one.at)
  SELECT * FROM u`

/** A user changed, with its profile and some of its posts. */
export const USER_CHANGED = `
  WITH u AS (UPDATE "User" SET name = $2 WHERE email = $1 RETURNING *),
    profile AS (
      INSERT INTO "Profile" (bio, "userId") SELECT $3, id FROM u
      ON CONFLICT ("userId") DO UPDATE SET bio = $4 RETURNING *),
    made AS (
      INSERT INTO "Post" (slug, title, "authorId")
      SELECT one.slug, one.title, u.id FROM u, unnest($5::text[], $6::text[]) AS one (slug, title) RETURNING *),
    changed AS (
      UPDATE "Post" SET published = $8, views = views + $9
      FROM u WHERE "authorId" = u.id AND title = $7 RETURNING "Post".*),
    gone AS (DELETE FROM "Post" USING u WHERE "authorId" = u.id AND title = $10 RETURNING "Post".*),
    joined AS (UPDATE "Post" SET "authorId" = u.id FROM u WHERE slug = $11 RETURNING "Post".*),
    parted AS (
      UPDATE "Post" SET "authorId" = NULL FROM u WHERE "authorId" = u.id AND slug = $12 RETURNING "Post".*),
    touched AS (
      SELECT id FROM changed UNION ALL SELECT id FROM gone UNION ALL SELECT id FROM joined
      UNION ALL SELECT id FROM parted),
    posts AS (
      SELECT * FROM made UNION ALL SELECT * FROM changed UNION ALL SELECT * FROM joined UNION ALL
      SELECT * FROM "Post" WHERE "authorId" = (SELECT id FROM u) AND id NOT IN (SELECT id FROM touched))
  SELECT json_build_object('id', u.id, 'email', u.email, 'name', u.name,
    'profile', (SELECT row_to_json(profile) FROM profile),
    'posts', (SELECT json_agg(posts) FROM posts)) AS answer
  FROM u`
