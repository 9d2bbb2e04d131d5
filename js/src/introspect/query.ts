// The one query of the catalog, which gives all of it as one JSON text.
//
// Knows nothing of what is made of it. What not all versions have is read by `to_jsonb(row) ->> 'column'`, so one text
// serves every server from 12 on. What is asked of each column goes by the catalog's indexes, whatever its statistics are.

/** Takes the names of schemas as an array, or null for those of the search path. */
export const CATALOG_QUERY = `
WITH RECURSIVE schemas AS (
  SELECT n.oid, n.nspname, s.place
  FROM unnest(coalesce($1::text[], current_schemas(false)::text[])) WITH ORDINALITY AS s(name, place)
  JOIN pg_namespace n ON n.nspname = s.name
), tables AS (
  SELECT c.oid AS id, n.nspname, c.relname, c.relkind, c.relispartition, c.relrowsecurity
  FROM pg_class c JOIN schemas n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relpersistence <> 't' AND NOT EXISTS (
    SELECT FROM pg_depend d
    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
), family(root, id) AS (
  SELECT id, id FROM tables
  UNION
  SELECT f.root, i.inhrelid FROM family f JOIN pg_inherits i ON i.inhparent = f.id
), acting AS (
  SELECT f.root, json_agg(DISTINCT g.tgtype) AS triggers
  FROM family f JOIN pg_trigger g ON g.tgrelid = f.id
  WHERE NOT g.tgisinternal AND g.tgenabled IN ('O', 'A')
  GROUP BY f.root
), used(id) AS (
  SELECT a.atttypid FROM tables t JOIN pg_attribute a ON a.attrelid = t.id
  WHERE a.attnum > 0 AND NOT a.attisdropped
  UNION
  SELECT part.id FROM used u
  JOIN pg_type y ON y.oid = u.id
  CROSS JOIN LATERAL (
    SELECT y.typbasetype UNION ALL SELECT e.oid FROM pg_type e WHERE e.typarray = y.oid
  ) AS part(id)
  WHERE part.id <> 0
)
SELECT json_build_object(
  'version', current_setting('server_version_num')::int,
  'timeZone', current_setting('TimeZone'),
  'schemas', (SELECT coalesce(json_agg(nspname ORDER BY place), '[]') FROM schemas),
  'types', (SELECT coalesce(json_agg(json_build_object(
    'id', y.oid::int8,
    'schema', n.nspname,
    'name', y.typname,
    'kind', y.typtype,
    'isVisible', pg_type_is_visible(y.oid),
    'isPlain', quote_ident(y.typname) = y.typname,
    'isSchemaPlain', quote_ident(n.nspname) = n.nspname,
    'hasArray', y.typarray <> 0,
    'element', coalesce((SELECT e.oid::int8 FROM pg_type e WHERE e.typarray = y.oid), 0),
    'base', y.typbasetype::int8,
    'baseWritten', format_type(y.typbasetype, y.typtypmod),
    'isNotNull', y.typnotnull,
    'default', CASE WHEN y.typdefaultbin IS NOT NULL THEN pg_get_expr(y.typdefaultbin, 0) END,
    'labels', (SELECT coalesce(json_agg(l.enumlabel ORDER BY l.enumsortorder), '[]')
      FROM pg_enum l WHERE l.enumtypid = y.oid)
  )), '[]') FROM used u JOIN pg_type y ON y.oid = u.id JOIN pg_namespace n ON n.oid = y.typnamespace),
  'tables', (SELECT coalesce(json_agg(json_build_object(
    'id', t.id::int8,
    'schema', t.nspname,
    'name', t.relname,
    'kind', t.relkind,
    'isVisible', pg_table_is_visible(t.id),
    'isPartition', t.relispartition,
    'children', (SELECT count(*) FROM pg_inherits i WHERE i.inhparent = t.id),
    'commands', pg_relation_is_updatable(t.id, true),
    'hasRowSecurity', t.relrowsecurity,
    'isRowSecurityActive', row_security_active(t.id),
    'columns', (SELECT coalesce(json_agg(json_build_object(
      'position', a.attnum,
      'name', a.attname,
      'type', a.atttypid::int8,
      'written', format_type(a.atttypid, a.atttypmod),
      'isNotNull', a.attnotnull,
      'identity', a.attidentity,
      'generated', a.attgenerated,
      'default', (SELECT pg_get_expr(f.adbin, f.adrelid)
        FROM pg_attrdef f WHERE f.adrelid = a.attrelid AND f.adnum = a.attnum),
      'draws', CASE WHEN a.atthasdef OR a.attidentity <> '' THEN (SELECT coalesce(json_agg(json_build_object(
          'schema', sn.nspname,
          'name', s.relname,
          'isVisible', pg_table_is_visible(s.oid),
          'isOwned', EXISTS (SELECT FROM pg_depend o
            WHERE o.classid = 'pg_class'::regclass AND o.objid = s.oid AND o.deptype IN ('a', 'i')
              AND o.refclassid = 'pg_class'::regclass AND o.refobjid = a.attrelid
              AND o.refobjsubid = a.attnum),
          'isUsable', has_sequence_privilege(s.oid, 'USAGE, UPDATE')) ORDER BY s.oid), '[]')
        FROM (
          SELECT d.refobjid FROM pg_depend d
          WHERE d.classid = 'pg_attrdef'::regclass AND d.refclassid = 'pg_class'::regclass AND d.objid = (
            SELECT f.oid FROM pg_attrdef f WHERE f.adrelid = a.attrelid AND f.adnum = a.attnum)
          UNION
          SELECT d.objid FROM pg_depend d
          WHERE d.classid = 'pg_class'::regclass AND d.deptype = 'i' AND a.attidentity <> ''
            AND d.refclassid = 'pg_class'::regclass AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum
        ) AS drawn(id)
        JOIN pg_class s ON s.oid = drawn.id AND s.relkind = 'S'
        JOIN pg_namespace sn ON sn.oid = s.relnamespace) ELSE '[]' END,
      'owned', CASE WHEN a.atthasdef OR a.attidentity <> '' THEN (SELECT count(*)
        FROM pg_depend o JOIN pg_class s ON s.oid = o.objid AND s.relkind = 'S'
        WHERE o.classid = 'pg_class'::regclass AND o.deptype IN ('a', 'i') AND o.refclassid = 'pg_class'::regclass
          AND o.refobjid = a.attrelid AND o.refobjsubid = a.attnum) ELSE 0 END,
      'isWritable', t.relkind NOT IN ('v', 'f') OR pg_column_is_updatable(a.attrelid, a.attnum, true)
    ) ORDER BY a.attnum), '[]')
      FROM pg_attribute a WHERE a.attrelid = t.id AND a.attnum > 0 AND NOT a.attisdropped),
    'uniques', (SELECT coalesce(json_agg(json_build_object(
      'name', c.relname,
      'columns', (SELECT json_agg(k.attnum ORDER BY k.place) FROM unnest(i.indkey::int2[])
        WITH ORDINALITY AS k(attnum, place) WHERE k.place <= i.indnkeyatts),
      'isPrimary', i.indisprimary,
      'isConstraint', EXISTS (SELECT FROM pg_constraint o WHERE o.conindid = i.indexrelid
        AND o.contype IN ('p', 'u')),
      'isDeferrable', NOT i.indimmediate,
      'isPartial', i.indpred IS NOT NULL,
      'isUnfinished', NOT (i.indisvalid AND i.indisready AND i.indislive),
      'isExclusion', i.indisexclusion,
      'isEquality', NOT EXISTS (
        SELECT FROM unnest(i.indkey::int2[], i.indclass::oid[], i.indcollation::oid[])
          WITH ORDINALITY AS k(attnum, class, col, place)
        JOIN pg_opclass p ON p.oid = k.class
        JOIN pg_attribute a ON a.attrelid = t.id AND a.attnum = k.attnum
        LEFT JOIN pg_collation l ON l.oid = a.attcollation
        WHERE NOT (p.opcdefault OR p.opcname ~ '_pattern_ops$')
          OR (k.col <> a.attcollation AND NOT coalesce(l.collisdeterministic, true)))
    ) ORDER BY c.relname), '[]')
      FROM pg_index i
      JOIN pg_class c ON c.oid = i.indexrelid
      WHERE i.indrelid = t.id AND i.indisunique),
    'foreignKeys', (SELECT coalesce(json_agg(json_build_object(
      'name', o.conname,
      'columns', o.conkey,
      'target', o.confrelid::int8,
      'targetSchema', fn.nspname,
      'targetName', f.relname,
      'targetColumns', o.confkey,
      'onDelete', o.confdeltype,
      'onUpdate', o.confupdtype,
      'isEnforced', coalesce(to_jsonb(o) ->> 'conenforced', 'true') = 'true',
      'isPeriod', coalesce(to_jsonb(o) ->> 'conperiod', 'false') = 'true'
    ) ORDER BY o.conname), '[]')
      FROM pg_constraint o
      JOIN pg_class f ON f.oid = o.confrelid
      JOIN pg_namespace fn ON fn.oid = f.relnamespace
      WHERE o.conrelid = t.id AND o.contype = 'f' AND o.conparentid = 0),
    'triggers', coalesce(y.triggers, '[]'),
    'rules', (SELECT coalesce(json_agg(r.rulename ORDER BY r.rulename), '[]')
      FROM pg_rewrite r
      WHERE r.ev_class = t.id AND r.rulename <> '_RETURN' AND r.ev_enabled IN ('O', 'A'))
  ) ORDER BY t.nspname, t.relname), '[]') FROM tables t LEFT JOIN acting y ON y.root = t.id)
)::text`
