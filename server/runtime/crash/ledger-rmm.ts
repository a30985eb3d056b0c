// A vendor as they are: an RMM without idempotency keys. Each accepted request runs the script once more; a job shows
// up in the list only after a while; an answer may get lost or say 500 although the job runs. It lives in the suite's
// process, which nobody kills, and its ledger is the truth.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SeededRandom } from './seeded-random.ts';

interface Job {
  id: number;
  tag: string;
  device: string;
  visibleAt: number;
  doneAt: number;
}

export interface LedgerRmm {
  url: string;
  /** how often the script of this step was accepted, over all attempts: so often it ran or will run */
  executions(runId: string, path: string): number;
  /** "<run>:<path>" of scripts that ran more than once */
  doubles(): string[];
  total(): number;
  close(): Promise<void>;
}

/** how long a job may be missing from the list although it was accepted */
export const maxLagMs = 300;

export async function startLedgerRmm(random: SeededRandom): Promise<LedgerRmm> {
  const jobs: Job[] = [];

  const accept = async (request: IncomingMessage, response: ServerResponse) => {
    const { device, tag } = JSON.parse(await text(request)) as { device: string; tag: string };
    await sleep(random.between(0, 25));
    const now = Date.now();
    const job = {
      id: jobs.length + 1,
      tag,
      device,
      visibleAt: now + random.pick([0, 50, maxLagMs]),
      doneAt: now + random.between(20, 150),
    };
    jobs.push(job);
    await sleep(random.between(0, 25));
    const fate = random.next();
    if (fate < 0.03) return request.socket.destroy();
    if (fate < 0.06) return answer(response, 500, { error: 'Internal error' });
    return answer(response, 200, { job: job.id });
  };

  const route = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://rmm.invalid');
    const id = Number(url.pathname.split('/')[2]);
    if (request.method === 'POST') return accept(request, response);
    if (url.pathname.startsWith('/devices/')) {
      const freePercent =
        5 + 20 * jobs.filter((job) => job.device === url.pathname.split('/')[2] && isDone(job)).length;
      return answer(response, 200, { freePercent });
    }
    if (Number.isInteger(id)) {
      const job = jobs[id - 1];
      return job ? answer(response, 200, sayJob(job)) : answer(response, 404, { error: 'no such job' });
    }
    const tag = url.searchParams.get('tag');
    const listed = jobs.filter((job) => job.tag === tag && job.visibleAt <= Date.now());
    return answer(response, 200, { jobs: listed.map(sayJob) });
  };

  const server: Server = createServer((request, response) => {
    route(request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    executions: (runId, path) => jobs.filter((job) => stepOf(job) === `${runId}:${path}`).length,
    doubles: () => {
      const counts = new Map<string, number>();
      for (const job of jobs) counts.set(stepOf(job), (counts.get(stepOf(job)) ?? 0) + 1);
      return [...counts].filter(([, count]) => count > 1).map(([step]) => step);
    },
    total: () => jobs.length,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** "mspclaw:<run>:<path>:<attempt>" without the attempt: a second attempt that ran is a second run of the script */
const stepOf = (job: Job) => job.tag.split(':').slice(1, 3).join(':');
const isDone = (job: Job) => job.doneAt <= Date.now();
const sayJob = (job: Job) => ({ job: job.id, status: isDone(job) ? 'completed' : 'running' });

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
