// PowerShell's tokens, as far as a reader of scripts needs them: comments, literals, texts that expand, the rest. There is
// no PowerShell on the machines that run these tests. @throws where a literal does not end or a bracket has no partner
export interface Token {
  kind: 'comment' | 'literal' | 'expandable' | 'code';
  text: string;
  line: number;
}

const closing: Record<string, string> = { '(': ')', '{': '}', '[': ']' };

export function tokenizePowershell(source: string): Token[] {
  const tokens: Token[] = [];
  const open: { bracket: string; line: number }[] = [];
  let at = 0;
  let code = '';
  const lineAt = (position: number) => source.slice(0, position).split('\n').length;
  const flush = () => {
    if (code.trim() !== '') tokens.push({ kind: 'code', text: code, line: lineAt(at - code.length) });
    code = '';
  };
  const take = (kind: Token['kind'], end: number, what: string) => {
    if (end < at) throw new Error(`${what} in line ${lineAt(at)} does not end`);
    flush();
    tokens.push({ kind, text: source.slice(at, end), line: lineAt(at) });
    at = end;
  };
  const after = (text: string, from: number) => {
    const found = source.indexOf(text, from);
    return found < 0 ? -1 : found + text.length;
  };

  while (at < source.length) {
    const rest = source.slice(at, at + 3);
    if (rest.startsWith('<#')) take('comment', after('#>', at), 'a comment');
    else if (rest.startsWith('#')) {
      const end = source.indexOf('\n', at);
      take('comment', end < 0 ? source.length : end, 'a comment');
    } else if (rest === "@'\n") take('literal', after("\n'@", at), 'a literal');
    else if (rest === '@"\n') take('expandable', after('\n"@', at), 'a text');
    else if (rest.startsWith("'")) take('literal', endOfLiteral(source, at), 'a literal');
    else if (rest.startsWith('"')) take('expandable', endOfText(source, at), 'a text');
    else if (rest.startsWith('`')) {
      code += source.slice(at, at + 2);
      at += 2;
    } else {
      const sign = source[at] ?? '';
      if (sign in closing) open.push({ bracket: sign, line: lineAt(at) });
      if (')}]'.includes(sign)) {
        const last = open.pop();
        if (!last || closing[last.bracket] !== sign) throw new Error(`"${sign}" in line ${lineAt(at)} has no partner`);
      }
      code += sign;
      at++;
    }
  }
  flush();
  const [left] = open;
  if (left) throw new Error(`"${left.bracket}" in line ${left.line} is not closed`);
  return tokens;
}

/** A doubled quote is a quote. */
function endOfLiteral(source: string, from: number): number {
  for (let at = from + 1; at < source.length; at++) {
    if (source[at] !== "'") continue;
    if (source[at + 1] !== "'") return at + 1;
    at++;
  }
  return -1;
}

function endOfText(source: string, from: number): number {
  for (let at = from + 1; at < source.length; at++) {
    if (source[at] === '`') at++;
    else if (source[at] === '"' && source[at + 1] === '"') at++;
    else if (source[at] === '"') return at + 1;
    else if (source.startsWith('$(', at)) at = endOfExpression(source, at + 2);
  }
  return -1;
}

/** Inside $( ... ) stands code again. */
function endOfExpression(source: string, from: number): number {
  let depth = 1;
  for (let at = from; at < source.length; at++) {
    if (source[at] === '(') depth++;
    if (source[at] === ')' && --depth === 0) return at;
    if (source[at] === "'") at = endOfLiteral(source, at) - 1;
    if (source[at] === '"') at = endOfText(source, at) - 1;
    if (at < from) break;
  }
  throw new Error('an expression inside a text does not end');
}
