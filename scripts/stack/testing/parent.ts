// A supervisor in small: starts the patient child, tells its process id, and waits to be killed.
import { fileURLToPath } from 'node:url';
import { startChild } from '../child-process.ts';

const child = await startChild<{ pid: number }>({
  name: 'patient',
  file: fileURLToPath(new URL('./patient-child.ts', import.meta.url)),
  cwd: process.cwd(),
  env: process.env,
  restart: true,
  readyKey: 'ready',
  onLine: () => {},
});
process.stdout.write(`${child.ready.pid}\n`);
