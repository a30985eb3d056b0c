// YAML 1.2 in, plain data and positions out. Bounds first: a playbook may come from anybody.
import { isAlias, isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import type { Diagnostic, YamlPath } from './diagnostic.ts';
import { sayPath } from './diagnostic.ts';

export const maxSourceBytes = 256 * 1_024;
export const maxYamlDepth = 40;
/** cheap look at the text before the parser recurses into it */
const maxRawNesting = 200;

export interface ReadYaml {
  value: unknown;
  diagnostics: Diagnostic[];
  locate(path: YamlPath, atKey?: boolean): { line: number; column: number };
}

const at = (line: number, column: number, message: string, fix?: string): Diagnostic => ({
  severity: 'error',
  code: 'yaml',
  line,
  column,
  path: '',
  message,
  fix,
});

const refuse = (diagnostic: Diagnostic): ReadYaml => ({
  value: undefined,
  diagnostics: [diagnostic],
  locate: () => ({ line: diagnostic.line, column: diagnostic.column }),
});

const isNestedTooDeep = (source: string): boolean => {
  let depth = 0;
  let deepest = 0;
  for (const char of source) {
    if (char === '[' || char === '{') deepest = Math.max(deepest, ++depth);
    else if (char === ']' || char === '}') depth = Math.max(0, depth - 1);
  }
  return deepest > maxRawNesting || /^(?:[ \t]*[-?][ \t]+){200}/m.test(source);
};

export const readYaml = (source: string): ReadYaml => {
  const bytes = new TextEncoder().encode(source).length;
  if (bytes > maxSourceBytes) {
    return refuse(
      at(1, 1, `The file has ${bytes} bytes; a playbook may have ${maxSourceBytes}.`, 'move long texts out'),
    );
  }
  if (isNestedTooDeep(source)) return refuse(at(1, 1, `The file is nested deeper than ${maxYamlDepth} levels.`));
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, uniqueKeys: true, version: '1.2', merge: false });
  const diagnostics: Diagnostic[] = [];
  const position = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  for (const problem of [...document.errors, ...document.warnings]) {
    const { line, column } = position(problem.pos[0]);
    const isMany = problem.code === 'MULTIPLE_DOCS';
    const message = isMany
      ? 'There is more than one document in the file.'
      : (problem.message.split('\n')[0] ?? 'not YAML');
    diagnostics.push(
      at(
        line,
        column,
        message.replace(/ at line \d+, column \d+:?$/, ''),
        isMany ? 'one playbook per file' : undefined,
      ),
    );
  }
  if (diagnostics.length > 0) return { value: undefined, diagnostics, locate: () => ({ line: 1, column: 1 }) };

  visit(document, (_key, node, ancestors) => {
    const offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
    const { line, column } = position(offset);
    const says = (message: string, fix?: string) => {
      diagnostics.push(at(line, column, message, fix));
      return visit.BREAK;
    };
    if (isAlias(node) || (isNode(node) && 'anchor' in node && node.anchor !== undefined)) {
      return says('Anchors and aliases (&x, *x) are not part of the language.', 'write the value out');
    }
    if (ancestors.length > maxYamlDepth * 2) return says(`The file is nested deeper than ${maxYamlDepth} levels.`);
    if (isPair(node)) {
      const key = isScalar(node.key) ? node.key.value : undefined;
      const keyAt = position(isNode(node.key) ? (node.key.range?.[0] ?? 0) : 0);
      if (typeof key !== 'string' || ['__proto__', 'constructor', 'prototype'].includes(key)) {
        diagnostics.push(
          at(keyAt.line, keyAt.column, `${JSON.stringify(key) ?? 'This'} cannot be a key.`, 'keys are plain words'),
        );
        return visit.BREAK;
      }
    }
    return undefined;
  });
  if (diagnostics.length > 0) return { value: undefined, diagnostics, locate: () => ({ line: 1, column: 1 }) };

  const locate = (path: YamlPath, atKey = false) => {
    let node: unknown = document.contents;
    let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
    for (const [index, part] of path.entries()) {
      if (isMap(node)) {
        const pair = node.items.find((item) => isScalar(item.key) && item.key.value === part);
        if (pair === undefined) break;
        const isLast = index === path.length - 1;
        const keyOffset = isNode(pair.key) ? (pair.key.range?.[0] ?? offset) : offset;
        offset = isNode(pair.value) && !(isLast && atKey) ? (pair.value.range?.[0] ?? keyOffset) : keyOffset;
        node = pair.value;
      } else if (isSeq(node) && typeof part === 'number') {
        node = node.items[part];
        offset = isNode(node) ? (node.range?.[0] ?? offset) : offset;
      } else break;
    }
    return position(offset);
  };
  try {
    return { value: document.toJS({ maxAliasCount: 0 }), diagnostics, locate };
  } catch (error) {
    return refuse(at(1, 1, error instanceof Error ? error.message : sayPath([])));
  }
};
