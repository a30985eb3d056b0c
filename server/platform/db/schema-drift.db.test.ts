// prisma/schema.prisma and the SQL migrations are two descriptions of one database: they must not drift apart.
// (Prisma's own comparison stops at partitions, so this one reads the catalogue.)
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { testDatabase } from './testing/test-database.ts';

const database = testDatabase();

interface Column {
  name: string;
  isNullable: boolean;
}

/** Tables and columns of the schema file; relations and lists of other models are not columns. */
function readSchema(text: string): Map<string, Column[]> {
  const models = new Set([...text.matchAll(/^model (\w+) \{/gm)].map((match) => match[1]));
  const tables = new Map<string, Column[]>();
  for (const [, , body = ''] of text.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)) {
    const columns = body.split('\n').flatMap((line): Column[] => {
      const field = /^ {2}(\w+)\s+(\w+)(\??)(\[\])?/.exec(line);
      const [, name = '', type = '', optional] = field ?? [];
      if (!field || models.has(type)) return [];
      return [{ name: /@map\("(\w+)"\)/.exec(line)?.[1] ?? name, isNullable: optional === '?' }];
    });
    tables.set(/@@map\("(\w+)"\)/.exec(body)?.[1] ?? '', columns);
  }
  return tables;
}

it('has exactly the tables and columns that the schema file names, with the same nullability', async () => {
  const schema = readSchema(readFileSync(new URL('../../../prisma/schema.prisma', import.meta.url), 'utf8'));
  // pg_attribute and not information_schema: that one hides what this role has no right on
  const rows = await database.sqlWithoutTenant((sql) =>
    sql.query<{ table: string; name: string; isNullable: boolean; isList: boolean }>(
      `SELECT c.relname AS "table", a.attname AS name, NOT a.attnotnull AS "isNullable", t.typcategory = 'A' AS "isList"
       FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_type t ON t.oid = a.atttypid
       WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
         AND c.relname <> '_prisma_migrations'`,
    ),
  );
  const actual = new Map<string, Column[]>();
  // a list without NOT NULL is how Prisma writes lists
  for (const { table, name, isNullable, isList } of rows) {
    actual.set(table, [...(actual.get(table) ?? []), { name, isNullable: isNullable && !isList }]);
  }
  const sorted = (tables: Map<string, Column[]>) =>
    Object.fromEntries(
      [...tables].map(([name, columns]) => [name, columns.toSorted((a, b) => (a.name < b.name ? -1 : 1))]),
    );
  expect(sorted(actual)).toEqual(sorted(schema));
  expect(rows.length).toBeGreaterThan(250);
});
