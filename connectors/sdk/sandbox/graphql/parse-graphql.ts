// As much of the GraphQL language as a sandbox needs: one operation with variables, arguments and nested fields. No
// fragments, aliases or directives: whoever uses one is told so, as by a server that does not know it.

export interface GraphqlField {
  name: string;
  arguments: Record<string, unknown>;
  /** null = no selection */
  fields: GraphqlField[] | null;
}
export interface GraphqlOperation {
  kind: 'query' | 'mutation';
  fields: GraphqlField[];
}

export class GraphqlRefusal extends Error {
  /** as servers name it: "InvalidSyntax", "FieldUndefined", ... */
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** @throws GraphqlRefusal `InvalidSyntax`, `UndefinedVariable` */
export function parseGraphql(source: string, variables: Record<string, unknown>): GraphqlOperation {
  const tokens = source.match(/"(?:[^"\\\n]|\\.)*"|[A-Za-z_]\w*|-?\d+(?:\.\d+)?|[^\s,]/g) ?? [];
  const defined = new Set<string>();
  let at = 0;
  const peek = () => tokens[at] ?? '';
  const next = () => tokens[at++] ?? '';
  const fail = (): never => {
    throw new GraphqlRefusal('InvalidSyntax', `Invalid syntax at "${peek() || 'the end'}".`);
  };
  const expect = (token: string) => (next() === token ? undefined : fail());
  const name = () => (/^[A-Za-z_]\w*$/.test(peek()) ? next() : fail());
  const until = (end: string, each: () => void) => {
    while (peek() !== end) each();
    expect(end);
  };

  const value = (): unknown => {
    const token = next();
    if (token === '$') return variable(name());
    if (token === '[') {
      const list: unknown[] = [];
      until(']', () => list.push(value()));
      return list;
    }
    if (token === '{') return pairs('}');
    if (/^(".*"|-?\d.*|true|false|null)$/.test(token)) return JSON.parse(token);
    // an enum's word stands for itself
    return /^[A-Za-z_]/.test(token) ? token : fail();
  };
  const variable = (wanted: string): unknown => {
    if (!defined.has(wanted)) throw new GraphqlRefusal('UndefinedVariable', `Undefined variable ${wanted}`);
    return variables[wanted] ?? null;
  };
  const pairs = (end: string): Record<string, unknown> => {
    const found: [string, unknown][] = [];
    until(end, () => {
      const key = name();
      expect(':');
      found.push([key, value()]);
    });
    return Object.fromEntries(found);
  };
  const selection = (): GraphqlField[] => {
    const fields: GraphqlField[] = [];
    expect('{');
    until('}', () => {
      const field: GraphqlField = { name: name(), arguments: {}, fields: null };
      if (peek() === '(') {
        next();
        field.arguments = pairs(')');
      }
      if (peek() === '{') field.fields = selection();
      fields.push(field);
    });
    return fields.length > 0 ? fields : fail();
  };
  const definition = () => {
    expect('$');
    defined.add(name());
    expect(':');
    if (next() === '[') until(']', next);
    else if (!/^[A-Za-z_]/.test(tokens[at - 1] ?? '')) fail();
    while (peek() === '!') next();
  };

  const kind = peek() === '{' ? 'query' : name();
  if (kind !== 'query' && kind !== 'mutation') return fail();
  if (/^[A-Za-z_]/.test(peek())) next();
  if (peek() === '(') {
    next();
    until(')', definition);
  }
  const fields = selection();
  return at === tokens.length ? { kind, fields } : fail();
}
