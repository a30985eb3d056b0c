// A new connector from the template: a folder that keeps the contract from its first minute, over a toy vendor. Every word
// of the toy becomes a word of yours; what is left to do is to replace the toy's API by the real one, call by call.
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const idPattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)*\/[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const reserved = new Set(['sdk', 'families', 'toy']);

export interface Scaffolded {
  folder: string;
  files: string[];
}

/**
 * @param options.root the repository
 * @param options.into where `<vendor>/<product>` is made; `connectors` unless told
 * @throws Error with what is wrong with the id, or when the folder is there already
 */
export function scaffoldConnector(id: string, options: { root: string; into?: string; today?: Date }): Scaffolded {
  if (!idPattern.test(id)) {
    throw new Error(`"${id}" is no id. It is <vendor>/<product> in lower case with dashes, like "acme/service-desk".`);
  }
  const [vendor = '', product = ''] = id.split('/');
  if (reserved.has(vendor)) throw new Error(`"${vendor}" is taken by the house; choose the vendor's own name.`);
  const folder = path.join(options.into ?? path.join(options.root, 'connectors'), vendor, product);
  if (existsSync(folder)) throw new Error(`${folder} is there already; nothing was changed.`);
  const template = path.join(options.root, '_templates/connectors/toy/tool');
  const words = rename(vendor, product, options.today ?? new Date());
  const files = globSync('**/*.{ts,md}', { cwd: template }).sort();
  const made = files.map((file) => {
    const target = path.join(folder, words(file));
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, words(readFileSync(path.join(template, file), 'utf8')));
    return words(file);
  });
  return { folder, files: made };
}

const capital = (word: string) => `${word[0]?.toUpperCase() ?? ''}${word.slice(1)}`;

/** "toy/tool", "Toy Tool", "toyTool", "toy-tool" and "toy_tool" in each way the template writes them. */
function rename(vendor: string, product: string, today: Date): (text: string) => string {
  const parts = [...vendor.split('-'), ...product.split('-')];
  const title = parts.map(capital).join(' ');
  const pascal = parts.map(capital).join('');
  const camel = `${pascal[0]?.toLowerCase() ?? ''}${pascal.slice(1)}`;
  const vendorTitle = vendor.split('-').map(capital).join(' ');
  const pairs: [RegExp, string][] = [
    [/toy\/tool/g, `${vendor}/${product}`],
    [/toytool/g, parts.join('')],
    [/toy-tool/g, `${vendor}-${product}`],
    [/Toy Tool/g, title],
    [/ToyTool/g, pascal],
    [/toyTool/g, camel],
    [/vendor: 'Toy'/g, `vendor: '${vendorTitle}'`],
    [/x-toy-/g, `x-${vendor}-`],
    [/toy-(key|read|webhook)/g, `${vendor}-$1`],
    [/2026-11-20/g, today.toISOString().slice(0, 10)],
  ];
  return (text) => pairs.reduce((changed, [from, to]) => changed.replace(from, to), text);
}
