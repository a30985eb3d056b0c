// Runs the sandboxes of any connectors as one process:
//   node connectors/sdk/sandbox/main.ts --port ninjaone/rmm=4101 --port connectwise/psa=4102 --control 4100 --data dir
// Without --port, or with --others beside it, every other connector that has a sandbox gets a free port. Prints one line
// of JSON when it is ready.
import { parseArgs } from 'node:util';
import { sandboxes } from '../../registry.gen.ts';
import { startSandbox } from './start-sandbox.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', multiple: true },
    others: { type: 'boolean', default: false },
    control: { type: 'string', default: '0' },
    host: { type: 'string', default: '127.0.0.1' },
    seed: { type: 'string', default: '1' },
    data: { type: 'string' },
    'script-lag-ms': { type: 'string' },
    'feed-lag-ms': { type: 'string' },
    'settle-ms': { type: 'string' },
  },
});

const number = (name: string, text: string | undefined): number => {
  const value = Number(text);
  if (text === undefined || text === '' || !Number.isInteger(value) || value < 0) {
    throw new Error(`${name} must be a whole number, not "${text}".`);
  }
  return value;
};
const named = (values.port ?? []).map((text) => {
  const [connector = '', port] = text.split('=');
  return { connector, port: number(`--port ${connector}`, port) };
});
const others = Object.keys(sandboxes).filter((id) => !named.some(({ connector }) => connector === id));
const withOthers = values.others || named.length === 0;
const wanted = [...named, ...(withOthers ? others.map((connector) => ({ connector, port: 0 })) : [])];
const vendors = await Promise.all(
  wanted.map(async ({ connector, port }) => {
    const load = sandboxes[connector];
    if (!load) throw new Error(`"${connector}" has no sandbox. There are: ${Object.keys(sandboxes).join(', ')}.`);
    return { dialect: await load(), port };
  }),
);
const dial = (name: 'script-lag-ms' | 'feed-lag-ms' | 'settle-ms', key: string) =>
  values[name] === undefined ? {} : { [key]: number(`--${name}`, values[name]) };

const sandbox = await startSandbox({
  vendors,
  controlPort: number('--control', values.control),
  host: values.host,
  seed: number('--seed', values.seed),
  dials: {
    ...dial('script-lag-ms', 'scriptLagMs'),
    ...dial('feed-lag-ms', 'feedLagMs'),
    ...dial('settle-ms', 'settleMs'),
  },
  ...(values.data === undefined ? {} : { dataDirectory: values.data }),
});

const ready = {
  ready: true,
  control: sandbox.control.origin,
  vendors: Object.fromEntries(Object.entries(sandbox.vendors).map(([id, vendor]) => [id, vendor.origin])),
};
process.stdout.write(`${JSON.stringify(ready)}\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    await sandbox.close();
    process.exit(0);
  });
}
