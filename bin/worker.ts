// The worker process. Any number of them, on any machine, share one database. Prints one JSON line when it works.
import { composeWorker } from '../server/compose-worker.ts';
import { composeConnectors, composeParts } from '../server/composition.ts';
import { sentenceLog } from '../server/platform/logger.ts';
import { stopOnSignals } from '../server/runtime/worker.ts';

composeConnectors('worker');
const parts = composeParts('worker');
const worker = await composeWorker(parts);
stopOnSignals(async () => {
  parts.stopping.abort();
  await worker.stop();
  await parts.bus.close();
  await parts.database.close();
}, sentenceLog(parts.log));
process.stdout.write(`${JSON.stringify({ ready: true })}\n`);
