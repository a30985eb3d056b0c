// What no import graph sees. Each rule is shown to bite by a line that breaks it.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../cli/read-env.ts';

interface Rule {
  title: string;
  files: string;
  except: RegExp;
  forbidden: RegExp;
  /** a line that must be caught */
  culprit: string;
}

const tests = /\.test\.tsx?$|\.contract\.ts$|\/testing\/|\/crash\/|\/stacks\/|\/durable-ack\/|\/bench-[^/]+\.ts$/;
const rules: Rule[] = [
  {
    title: 'only platform/env.ts reads the environment',
    files: '{app,components,server,connectors}/**/*.{ts,tsx}',
    except: new RegExp(`${tests.source}|^server/platform/env\\.ts$|/sandbox/`),
    forbidden: /\bprocess\.env\b/,
    culprit: 'const key = process.env.SECRET;',
  },
  {
    title: 'connectors reach the network through sdk/http and sdk/ldap only',
    files: 'connectors/**/*.ts',
    except: new RegExp(`${tests.source}|^connectors/sdk/(http|ldap)/|/sandbox/`),
    forbidden: /(?<![.\w])fetch\(|\bnew WebSocket\(|from 'node:(http|https|net|tls)'/,
    culprit: 'const answer = await fetch(url);',
  },
  {
    title: 'the engine has no clock, chance or timers of its own',
    files: 'server/engine/**/*.ts',
    except: tests,
    forbidden: /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bset(Timeout|Interval|Immediate)\(|\bperformance\.now\(/,
    culprit: 'const at = new Date();',
  },
  {
    title: 'raw SQL lives in repositories, the platform and the runtime',
    files: '{app,components,server}/**/*.{ts,tsx}',
    except: new RegExp(
      `${tests.source}|\\.repository\\.ts$|^server/platform/|^server/runtime/|^server/composition\\.ts$|^server/features/ingest/(store-deliveries|connection-routes)\\.ts$`,
    ),
    forbidden:
      /\$(queryRaw|executeRaw)|\.query(<[^>]*>)?\(\s*[`'"]\s*(SELECT(?! pg_advisory)|INSERT|UPDATE|DELETE|WITH)\b/i,
    culprit: "await sql.query('SELECT 1 FROM run');",
  },
  {
    title: 'pages name no address of ours by hand',
    files: '{app,components}/**/*.tsx',
    except: tests,
    forbidden: /href=\{?[`"']\/(?!\/|api\/)[^"'`]*\$\{/,
    culprit: ['href={`/', '{org}/runs`}'].join('$'),
  },
  {
    title: 'nothing is rendered as raw HTML',
    files: '{app,components}/**/*.tsx',
    except: tests,
    forbidden: /dangerouslySetInnerHTML/,
    culprit: '<div dangerouslySetInnerHTML={{ __html: text }} />',
  },
];

describe('the house', () => {
  it.each(rules)('$title', ({ files, except, forbidden, culprit }) => {
    expect(forbidden.test(culprit), 'the rule must catch its own culprit').toBe(true);
    const looked = globSync(files, { cwd: root }).filter((file) => !except.test(file) && !file.includes('generated/'));
    expect(looked.length).toBeGreaterThan(5);
    const found = looked.flatMap((file) =>
      readFileSync(path.join(root, file), 'utf8')
        .split('\n')
        .flatMap((line, index) =>
          forbidden.test(line) && !/^\s*(\/\/|\*)/.test(line) ? [`${file}:${index + 1} ${line.trim()}`] : [],
        ),
    );
    expect(found).toEqual([]);
  });

  it('keeps machine paths, registry hosts and secrets out of what is committed', () => {
    const files = globSync('**/*.{ts,tsx,md,json,mjs,cjs,yaml,yml,sql,css}', {
      cwd: root,
      exclude: (name) => /^(node_modules|\.next|\.git|\.mspclaw|test-results|playwright-report)$/.test(name),
    });
    expect(files.length).toBeGreaterThan(100);
    const forbidden = new RegExp(
      [
        `/(${['work', 'root', 'tmp'].join('|')})/[a-z]`,
        'registry\\.npm',
        'npm(js)?\\.(org|com)/',
        'BEGIN (RSA |EC )?PRIVATE KEY',
      ].join('|'),
    );
    const found = files.filter((file) => {
      if (file.startsWith('scripts/testing/') || file.endsWith('.test.ts')) return false;
      return forbidden.test(readFileSync(path.join(root, file), 'utf8'));
    });
    expect(found).toEqual([]);
  });
});
