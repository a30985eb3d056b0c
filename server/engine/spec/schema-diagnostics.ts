// zod's issues as sentences of the language: where, expected, found, fix.
import type { z } from 'zod';
import { suggestName } from './closest-name.ts';
import type { Report, YamlPath } from './diagnostic.ts';

export const sayValue = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'a map';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
};

const valueAt = (root: unknown, path: YamlPath): unknown => {
  let value = root;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = Reflect.get(value, part);
  }
  return value;
};

const expectedOf = (issue: z.core.$ZodIssue): string => {
  switch (issue.code) {
    case 'invalid_type':
      return (
        { object: 'a map', record: 'a map', array: 'a list', string: 'text', int: 'a whole number' }[
          issue.expected as string
        ] ?? `a ${issue.expected}`
      );
    case 'invalid_value':
      return issue.values.map((value) => JSON.stringify(value)).join(' or ');
    case 'invalid_format':
      return issue.message.startsWith('Invalid') ? `${issue.format}` : issue.message;
    case 'too_small':
      return `at least ${issue.minimum}`;
    case 'too_big':
      return `at most ${issue.maximum}`;
    default:
      return issue.message;
  }
};

/** Where a union offers several shapes, the branch that came furthest tells best what is wrong. */
const deepest = (issue: z.core.$ZodIssue): z.core.$ZodIssue[] => {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
  const reach = (issues: z.core.$ZodIssue[]) => Math.max(0, ...issues.map((inner) => inner.path.length));
  const best = issue.errors.toSorted((a, b) => reach(b) - reach(a) || a.length - b.length)[0] ?? [];
  return best.flatMap((inner) => deepest({ ...inner, path: [...issue.path, ...inner.path] }));
};

export const reportIssues = (
  report: Report,
  error: z.ZodError,
  raw: unknown,
  base: YamlPath,
  knownKeys: (path: YamlPath) => readonly string[],
): void => {
  for (const issue of error.issues.flatMap(deepest)) {
    const inner = issue.path.filter((part): part is string | number => typeof part !== 'symbol');
    const path = [...base, ...inner];
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) {
        const known = knownKeys(inner);
        report([...path, key], {
          code: 'schema',
          atKey: true,
          message: `Unknown key "${key}".`,
          expected: known.length > 0 ? known.join(', ') : undefined,
          found: key,
          fix: suggestName(key, known) ?? 'remove it',
        });
      }
      continue;
    }
    const found = valueAt(raw, inner);
    const key = inner.at(-1);
    const expected = expectedOf(issue);
    report(path, {
      code: 'schema',
      message:
        found === undefined
          ? `"${String(key)}" is missing.`
          : `"${String(key ?? 'this')}" must be ${expected}, not ${sayValue(found)}.`,
      expected,
      found: sayValue(found),
      fix: found === undefined ? `add "${String(key)}: ..."` : undefined,
    });
  }
};
